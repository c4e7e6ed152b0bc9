"""What all jobs share: the plan that tasks get, errors of tasks without their rows, the balance in the end."""

import hashlib
import pickle
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from hukou_cli import __version__
from hukou_cli.base.errors import Finding, HukouError, InvalidOption, OutputError
from hukou_cli.base.failures import type_and_place

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame


class TaskFailed(Exception):  # noqa: N818 - as Spark tells it
    """A task failed. It holds a code, or the type and place of an exception: its message could show a row."""


class Unbalanced(HukouError):  # noqa: N818 - as the others
    """What was committed is not what was read: rows were lost, or stand twice."""


def scored_by(rows: "DataFrame", scorer: Callable[..., Any], plan: object, schema: Any) -> "DataFrame":  # noqa: ANN401
    """Score the rows of a data frame in tasks, by a function of batches and a plan; ``schema`` is of what comes out."""
    return rows.mapInArrow(partial(score_part, scorer, seal(plan)), schema)


def seal(plan: object) -> tuple[str, str, bytes]:
    """Return the version of this program, the SHA-256 of a plan as it is sent, and that: the plan, pickled."""
    sent = pickle.dumps(plan, protocol=5)
    return __version__, hashlib.sha256(sent).hexdigest(), sent


def score_part(
    scorer: Callable[..., Any], sealed: tuple[str, str, bytes], batches: "Iterable[pa.RecordBatch]"
) -> "Iterator[pa.RecordBatch]":
    """Score the batches of a part. An exception becomes one that shows nothing of a row: Spark writes it to logs.

    Raises TaskFailed.
    """
    try:
        yield from scorer(batches, _opened(*sealed))
    except HukouError as error:
        raise TaskFailed(", ".join(dict.fromkeys(finding.code for finding in error.findings))) from None
    except Exception as error:  # noqa: BLE001 - whatever it is
        raise TaskFailed(type_and_place(error)) from None


def _opened(version: str, digest: str, sent: bytes) -> Any:  # noqa: ANN401 - whatever was sealed
    """Return the plan that was sent. Raises InvalidOption."""
    if version != __version__:  # first: what another version wrote may not even be readable
        raise InvalidOption([Finding(code="other-version", values={"seen": version, "allowed": __version__})])
    if digest != hashlib.sha256(sent).hexdigest():
        raise InvalidOption([Finding(code="other-digest")])
    return pickle.loads(sent)  # noqa: S301 - the driver of the same job sent it


@contextmanager
def translated_errors(output: str | None) -> Iterator[None]:
    """Turn an error of Spark into a finding that shows nothing of a row.

    Args:
        output: The folder that the job writes; None where it answers the driver.

    Raises:
        OutputError: Spark failed.

    """
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (Py4JError, PySparkException) as error:
        told = re.search(rf"{TaskFailed.__name__}: (.*)", str(error))
        values = {"reason": told[1].strip() if told else type(error).__name__}
        code = "spark-unanswered" if output is None else "spark-failed"
        raise OutputError([Finding(code=code, values=values, file=output or "")]) from None


def require_balance(code: str, read: int, committed: int) -> None:
    """Raise Unbalanced where as many rows, or bytes of the answer, as there were are not those committed."""
    if read != committed:
        raise Unbalanced([Finding(code=code, values={"read": str(read), "committed": str(committed)})])
