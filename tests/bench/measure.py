"""Measure commands by the CPU time of their processes, user and system: what else a machine does moves it little."""

import resource
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

INSTALLED = [sys.executable, "-c", "from hukou_cli.cli import run; run()"]
"""What the installed command does: unlike ``python -m`` it ends without taking the interpreter apart."""


class Ratio(NamedTuple):
    """How much CPU time a command takes against another: the least times, the median of the pairs, and its limits.

    Other work on the machine can only add to a time, so that the ratio of the least of each is the steadiest.
    """

    least: float
    median: float
    lowest: float
    highest: float

    def __str__(self) -> str:
        return f"{self.least:.2f} of the least, {self.median:.2f} median ({self.lowest:.2f} to {self.highest:.2f})"


def cpu_seconds(commands: Sequence[Sequence[str]]) -> float:
    """Run commands one after the other; return their CPU seconds, with those of their own subprocesses."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for command in commands:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ratio(command: Sequence[str], *baseline: Sequence[str], pairs: int) -> Ratio:
    """Run a command and the baseline in turn, once to warm up and then ``pairs`` times."""
    cpu_seconds([command, *baseline])
    times = [(cpu_seconds([command]), cpu_seconds(baseline)) for _ in range(pairs)]
    found = [taken / against for taken, against in times]
    least = min(taken for taken, _ in times) / min(against for _, against in times)
    return Ratio(least, statistics.median(found), min(found), max(found))


def show(what: str, figure: Callable[[], object]) -> None:
    """Print a line of the result as soon as it is known."""
    print(f"{what:<75} {figure()}", flush=True)
