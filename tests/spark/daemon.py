"""Spark's own daemon of Python workers, whose workers die where a test asks for it.

A test writes a file ``fault`` into the folder that ``HUKOU_FAULTS`` names: ``once`` ends the process in the first attempt
of every odd partition, in the middle of its rows; ``always`` in every attempt of partition 1. ``lose-first`` and ``lose-last``
lose that row of those that a part of a table of text hands on.
"""

import os
from collections.abc import Iterator
from importlib import import_module
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


def faulty(give: Any, *, of_text: bool) -> Any:
    """Return a function that gives the rows of a part, and ends the process, or loses the last, where it is to."""

    def given(*arguments: Any) -> Iterator[Any]:
        file = Path(os.environ[FAULTS]) / "fault"
        fault = file.read_text(encoding="utf-8") if file.exists() else ""
        rows = give(*arguments)
        if of_text and fault.startswith("lose"):
            handed = list(rows)
            yield from handed[1:] if fault == "lose-first" else handed[:-1]
            return
        for row in rows:
            yield row
            if fault and dies(fault):
                os._exit(9)

    return given


if __name__ == "__main__":
    from pyspark import daemon

    from hukou_cli.spark import lines
    from hukou_cli.table import arrow

    for module, name in ((arrow, "score_batches"), (lines, "score_lines")):
        setattr(module, name, faulty(vars(module)[name], of_text=module is lines))
    for module_name in ("duckdb", "pyarrow.compute", "pyspark.worker"):
        import_module(module_name)  # once for all workers, which are forked from here
    daemon.SIGCHLD = daemon.SIGHUP  # else it ignores its workers' ends, and their CPU time is lost: bench_spark.py
    daemon.manager()
