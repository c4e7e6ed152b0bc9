"""Plans sealed for the tasks of a job, errors of tasks without their rows, and the balance of a finished job."""

import hashlib
import pickle
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from hukou_cli import __version__
from hukou_cli.base.errors import Finding, HukouError, InvalidOption, OutputError, type_and_place
from hukou_cli.table.tally import Tally

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame


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


class Unbalanced(HukouError):  # noqa: N818 - as the others
    """What was committed is not what was read: rows were lost, or stand twice."""


Scorer = Callable[["Iterable[pa.RecordBatch]", Any], "Iterator[pa.RecordBatch]"]
"""A function that scores the batches of a part by a plan."""


def scored_by(rows: "DataFrame", scorer: Scorer, plan: object, schema: Any) -> "DataFrame":  # noqa: ANN401 - of Spark
    """Score the rows of a data frame in tasks, by a plan; ``schema`` is of what comes out."""
    return rows.mapInArrow(partial(score_part, scorer, seal(plan)), schema)


def score_part(scorer: Scorer, sealed: Sealed, batches: "Iterable[pa.RecordBatch]") -> "Iterator[pa.RecordBatch]":
    """Score the batches of a part. An exception becomes one that shows nothing of a row: Spark writes it to logs.

    Raises TaskFailed.
    """
    try:
        yield from scorer(batches, opened(sealed))
    except HukouError as error:
        raise TaskFailed(", ".join(dict.fromkeys(finding.code for finding in error.findings))) from None
    except Exception as error:  # noqa: BLE001 - whatever it is
        raise TaskFailed(type_and_place(error)) from None


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
        code = re.search(rf"{TaskFailed.__name__}: (.*)", str(error))
        reason = code[1].strip() if code else type(error).__name__
        finding = Finding(code="spark-failed" if output is not None else "spark-unanswered", values={"reason": reason})
        raise OutputError([finding._replace(file=output or "")]) from None


def require_balance(read: int, tally: Tally, scored: int, rejected: int) -> None:
    """Raise Unbalanced where the rows read are not those that tasks told of, or those not the ones committed."""
    if (read, tally.scored, tally.rejected) != (tally.read, scored, rejected):
        told = {"read": read, "told": tally.read, "scored": scored, "rejected": rejected}
        raise Unbalanced([Finding(code="does-not-add-up", values={name: str(value) for name, value in told.items()})])
