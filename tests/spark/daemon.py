"""Spark's own daemon of Python workers, whose workers die where a test asks for it.

A test writes a file ``fault`` into the folder that ``HUKOU_FAULTS`` names: ``once`` ends the process in the first attempt
of every odd partition, in the middle of its rows; ``always`` in every attempt of partition 1.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

FAULTS = "HUKOU_FAULTS"


def dies(fault: str) -> bool:
    """Return whether this attempt of this partition is to die."""
    from pyspark import TaskContext

    context = TaskContext.get()
    assert context is not None
    part: int = context.partitionId()
    attempt: int = context.attemptNumber()
    return part == 1 if fault == "always" else part % 2 == 1 and attempt == 0


def faulty(score: Any) -> Any:
    """Return a function that scores, and ends the process where it is to."""

    def scored(batches: Iterable[Any], plan: Any) -> Iterator[Any]:
        file = Path(os.environ[FAULTS]) / "fault"
        fault = file.read_text(encoding="utf-8") if file.exists() else ""
        for batch in score(batches, plan):
            yield batch
            if fault and dies(fault):
                os._exit(9)

    return scored


if __name__ == "__main__":
    from pyspark import daemon

    from hukou_cli.spark import frames

    setattr(frames, "score_batches", faulty(vars(frames)["score_batches"]))  # noqa: B010 - of another module
    daemon.manager()
