"""How good lines from tables would have been, on the seven lists that Beijing published: exact figures, same each time.

Run: python -m tests.bench.backtest_lines [SAMPLES]      (default 200 samples of each kind)
"""

import csv
import functools
import random
import sys
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from hukou_cli import find_policy
from hukou_cli.policy.catalog import Catalog
from hukou_cli.scoring.forecast import back_test
from hukou_cli.scoring.past_lines import past_lines
from hukou_cli.scoring.simulation import Pool, line_limits

DATA = Path(__file__).parent.parent / "data"
LISTS = (2018, 2020, 2021, 2022, 2023, 2024, 2025)
RANKS = (1000, 2000, 3000, 4000, 5000, 6000)
QUOTAS, SIZES = (600, 3000, 5400), (100, 400, 1600)
GAINS = (400, 700, 1000)


class Coverage(NamedTuple):
    """How often intervals of samples of a size held the line, and how wide they were, in hundredths of a point."""

    size: int
    held: int
    of: int
    width: int


@functools.cache
def published(year: int) -> list[int]:
    """Give the scores of a list, highest first, in hundredths of a point."""
    with (DATA / f"beijing-{year}-scores.csv").open(encoding="utf-8", newline="") as file:
        return sorted((int(Decimal(row["score"]) * 100) for row in csv.DictReader(file)), reverse=True)


def lines() -> dict[int, int]:
    """Give the lines of all rounds, in hundredths of a point."""
    catalog, edition = Catalog(), find_policy("beijing")
    return {known.round.year: known.line for known in past_lines(edition, catalog.earlier(edition)).known}


def sampled(samples: int) -> Iterator[Coverage]:
    """Draw samples of each list, whose line under a quota is known, and count the intervals that hold it."""
    for size in SIZES:
        draw = random.Random(size)  # noqa: S311 - the same samples each time
        held = of = width = 0
        for year in LISTS:
            scores = published(year)
            for quota in QUOTAS:
                line = scores[quota - 1]
                for _ in range(samples):
                    counted = sorted(Counter(draw.sample(scores, size)).items(), reverse=True)
                    ranked = [(Decimal(score), number) for score, number in counted]
                    found = line_limits(Pool("sample", size, 0, ranked, (len(scores), len(scores))), quota)
                    low = scores[-1] if found.low is None else int(found.low)
                    high = scores[0] if found.high is None else int(found.high)
                    held += low <= line <= high
                    width += high - low
                    of += 1
        yield Coverage(size, held, of, width // of)


def by_rank() -> Iterator[tuple[int, int, int, int, int, int, bool]]:
    """Forecast the score at a rank from those of the lists before: rank, known to, round, low, high, score, held."""
    years = LISTS[1:]  # without a gap: the list of 2019 is not held
    for rank in RANKS:
        for trial in back_test([published(year)[rank - 1] for year in years]):
            known, round_ = years[trial.known - 1], years[trial.known - 1] + trial.rounds
            yield rank, known, round_, trial.band.low, trial.band.high, trial.line, trial.held


def gaps(quota: int) -> Iterator[tuple[int, int]]:
    """Give for each list by how much the line under a smaller quota lies above its last score."""
    for year in LISTS[1:]:
        scores = published(year)
        yield year, scores[quota - 1] - scores[-1]


def unexplained() -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Count who is on a list with more above the line of the round before than so many points."""
    known = lines()
    for year in LISTS[1:]:
        scores, before = published(year), known[year - 1]
        yield year, len(scores), tuple(sum(score > before + gain for score in scores) for gain in GAINS)


def main() -> None:
    """Print what was measured."""
    samples = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    print("A sample of a list, of which the line under a smaller quota is known: intervals at 95 %")
    for size, held, of, width in sampled(samples):
        print(f"  of {size:5}: held {held} of {of} ({1000 * held // of / 10} %), {Decimal(width) / 100} points wide")
    print("The score at a rank of the next list, as its last rise goes on")
    for rank, known, round_, low, high, score, held in by_rank():
        band = f"{Decimal(low) / 100} to {Decimal(high) / 100}"
        print(
            f"  rank {rank}: lists to {known}, {round_}: {band}, was {Decimal(score) / 100}{'' if held else ', missed'}"
        )
    print("The line under a smaller quota above that of the list, 2020 to 2025")
    for quota in RANKS[:-1]:
        print(f"  {quota}: {', '.join(str(Decimal(gap) / 100) for _, gap in gaps(quota))}")
    print("On the list, and above the line of the round before by more than 4, 7 and 10 points")
    for year, people, numbers in unexplained():
        shares = ", ".join(f"{number} ({1000 * number // people / 10} %)" for number in numbers)
        print(f"  {year}: {shares} of {people}")
    print("The line of the round before taken for the line")
    rises = [after - before for before, after in pairwise(lines().values())]
    print(f"  off by {Decimal(min(rises)) / 100} to {Decimal(max(rises)) / 100}")


if __name__ == "__main__":
    main()
