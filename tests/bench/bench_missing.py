"""What one missing fact costs on top of a full score, by CPU time, for every fact of every edition that gives points.

Run: python -m tests.bench.bench_missing [TIMES]      (default 5: the least of so many runs counts)
"""

import datetime
import sys
import time
from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from hukou_cli import Applicant, Edition, InvalidApplicant, Score, load_applicant, score
from hukou_cli.facts.types import UNKNOWN
from hukou_cli.policy.catalog import bundled
from tests.support.catalog import CATALOG

TODAY = datetime.date(2026, 11, 29)
MOST = 20
"""Milliseconds that one missing fact may cost at most."""


class Cost(NamedTuple):
    """The milliseconds that a missing fact adds to a score, and the total that it leaves open."""

    added: float
    fact: str
    result: Score


def editions() -> Iterator[tuple[Edition, Applicant]]:
    """Yield the latest edition of every city and scheme that gives points, with its example applicant."""
    for city in CATALOG.cities():
        edition = CATALOG.load(CATALOG.editions(city)[0])
        if edition.is_scored and edition.file.unseen is None:
            yield edition, load_applicant(bundled() / city / "example.toml")


def milliseconds(applicant: Applicant, edition: Edition, times: int) -> tuple[float, Score]:
    """Score an applicant several times; return the least CPU time, and the score."""
    spent = []
    for _ in range(times):
        started = time.process_time()
        result = score(applicant, edition, today=TODAY)
        spent.append((time.process_time() - started) * 1000)
    return min(spent), result


def costs(edition: Edition, applicant: Applicant, times: int) -> Iterator[Cost]:
    """Yield what each fact costs where it alone is said to be unknown."""
    milliseconds(applicant, edition, 1)  # what is read once for an edition is no part of it
    full, _ = milliseconds(applicant, edition, times)
    for name in edition.facts:
        opened = replace(applicant, set_={**applicant.set_, name: UNKNOWN})
        try:
            spent, result = milliseconds(opened, edition, times)
        except InvalidApplicant:
            continue  # the fact is one without which the records say nothing
        if result.unknown:
            yield Cost(spent - full, name, result)


def main(times: int = 5) -> None:
    worst = 0.0
    for edition, applicant in editions():
        found = list(costs(edition, applicant, times))
        average = sum(cost.added for cost in found) / len(found)
        most = max(found)
        worst = max(worst, most.added)
        low, high = most.result.total_range
        print(f"{edition.id:<32} average {average:5.1f} ms, worst {most.added:6.1f} ms: {most.fact} ({low} to {high})")
    print(f"worst of all {worst:.1f} ms; at most {MOST} ms are meant")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
