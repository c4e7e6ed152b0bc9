"""How much Spark costs, by CPU time of all its processes, as ratios: data frames and text, 7.7 % of the rows with a mistake.

Run: python -m tests.bench.bench_spark [ROWS [PAIRS]]      (default 1,000,000 and 3; needs Java and the extra `spark`)

One session, warmed by a run of each; data frames against Spark's own copy of the table, text against `hukou batch` here.
"""

import contextlib
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from hukou_cli import find_policy
from hukou_cli.spark import score_dataframe
from tests.bench.bench_batch import batch, make
from tests.bench.measure import Ratio, cpu_seconds, show
from tests.hardening.spark_equality import OPTIONS, with_mistakes
from tests.spark.conftest import command_in, session

TICKS = os.sysconf("SC_CLK_TCK")
_PARENT, _TIMES = 1, slice(11, 15)


def tree_seconds() -> float:
    """The CPU seconds of this process and of all below it, those that have ended too."""
    stats: dict[int, list[str]] = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            stats[int(file.parent.name)] = file.read_text(encoding="utf-8").rpartition(")")[2].split()
    mine = {os.getpid()}
    while more := {pid for pid, stat in stats.items() if int(stat[_PARENT]) in mine} - mine:
        mine |= more
    return sum(int(ticks) for pid in mine for ticks in stats[pid][_TIMES]) / TICKS


def in_session(run: Callable[[], object]) -> float:
    """The CPU seconds of a run in the session of this process."""
    before = tree_seconds()
    run()
    return tree_seconds() - before


def ratio_of(taken: Callable[[], float], against: Callable[[], float], pairs: int) -> Ratio:
    """Run both in turn, once to warm up and then ``pairs`` times."""
    times = [(taken(), against()) for _ in range(pairs + 1)][1:]
    found = [one / other for one, other in times]
    least = min(one for one, _ in times) / min(other for _, other in times)
    return Ratio(least, statistics.median(found), min(found), max(found))


def main(rows: int = 1_000_000, pairs: int = 3) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "events").mkdir()
        table = with_mistakes(make(folder / "in.csv", rows))
        spark = session("local[2]", folder / "events", **{"spark.eventLog.enabled": "false"})
        frame, policy, out = (
            spark.read.option("header", "true").csv(str(table)),
            find_policy("beijing"),
            str(folder / "out"),
        )

        def score_frame() -> None:
            score_dataframe(frame, policy, 2026).write.mode("overwrite").parquet(out)

        def copy() -> None:
            frame.write.mode("overwrite").csv(out)

        def score_text() -> None:
            shutil.rmtree(out, ignore_errors=True)
            assert command_in("batch", table, "-o", out, "--engine", "spark", *OPTIONS) == 0

        def local() -> float:
            return cpu_seconds([batch(table, folder / "local.csv")])

        show(
            "data frame scored, against Spark's copy:",
            lambda: ratio_of(lambda: in_session(score_frame), lambda: in_session(copy), pairs),
        )
        show(
            "text scored on Spark, against hukou batch:", lambda: ratio_of(lambda: in_session(score_text), local, pairs)
        )
        spark.stop()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
