"""What goes from the driver to the tasks, and what a task tells when it fails."""

import hashlib
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from hukou_cli import __version__
from hukou_cli.base.errors import Finding, HukouError, InvalidOption, type_and_place


class Sealed(NamedTuple):
    """A plan as a task gets it: its bytes are read where its version is the task's, and its digest theirs.

    Attributes:
        version: The version of the program that made it.
        digest: The SHA-256 of the content, in hexadecimal digits.
        content: The plan, pickled.

    """

    version: str
    digest: str
    content: bytes


class TaskFailed(Exception):  # noqa: N818 - as Spark tells it
    """A task failed. It holds a code, or the type and place of an exception: its message could show a row."""


def seal(plan: object) -> Sealed:
    """Return a plan as it is sent."""
    content = pickle.dumps(plan, protocol=5)
    return Sealed(__version__, hashlib.sha256(content).hexdigest(), content)


def opened(sealed: Sealed) -> Any:  # noqa: ANN401 - whatever was sealed
    """Return the plan that was sent. Raises InvalidOption."""
    if sealed.version != __version__:  # first: what another version wrote may not even be readable
        raise InvalidOption([Finding(code="other-version", values={"seen": sealed.version, "allowed": __version__})])
    if hashlib.sha256(sealed.content).hexdigest() != sealed.digest:
        raise InvalidOption([Finding(code="other-digest")])
    return pickle.loads(sealed.content)  # noqa: S301 - the driver of the same job sent it


@contextmanager
def told_by_code() -> Iterator[None]:
    """Turn every exception into one that shows nothing of a row: Spark writes it to logs. Raises TaskFailed."""
    try:
        yield
    except HukouError as error:
        raise TaskFailed(", ".join(dict.fromkeys(finding.code for finding in error.findings))) from None
    except Exception as error:  # noqa: BLE001 - whatever it is
        raise TaskFailed(type_and_place(error)) from None
