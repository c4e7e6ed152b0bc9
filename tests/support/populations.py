"""Ten people of a made-up city under two editions, with their points worked out by hand."""

import contextlib
import datetime
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from hukou_cli import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.population import Asked, Comparison, EditionInRound
from hukou_cli.table.plan import Request
from hukou_cli.table.population_pipeline import Listing, compare_table, scoring_of
from hukou_cli.table.scores_aside import Progress
from hukou_cli.table.source.inputs import open_input
from tests.support.csv_files import write
from tests.support.springfield import edition_with, ranking

if TYPE_CHECKING:
    from hukou_cli.scoring.population import Side

DAY = datetime.date(2026, 11, 30)
ROUND = RoundId(2024)
LAW = {"document": "law", "article": "1"}
MONTHS = {"type": "months", "name": "x"}


def lines_of(rent: str) -> list[dict[str, object]]:
    """Give the lines of a city: months of work, one point each, and of rent."""
    indicators = [("work", "work"), ("rent", rent)]
    return [{"id": id_, "name": id_, "points": points, "source": LAW} for id_, points in indicators]


def passing(rent: str, mark: int) -> Edition:
    """Build a city with these lines and a pass mark."""
    facts = {"work": MONTHS, "rented": {**MONTHS, "name": "r"}}
    return edition_with("insurance", indicator=lines_of(rent), facts=facts, result={"pass": f"total >= {mark}"})


def city(rent: str, *, cutoff: str | None = None, **more: object) -> Edition:
    """Build a city with these lines that ranks by the total."""
    lines = lines_of(rent)
    round_ = {"year": 2024, "quota": 3, **({} if cutoff is None else {"cutoff": Decimal(cutoff)})}
    facts = {"work": MONTHS, "rented": {**MONTHS, "name": "r"}, **more.pop("facts", {})}  # type: ignore[dict-item]
    return ranking(round_, indicator=lines, facts=facts, **more)


REQUEST = Request(city=None, round=None, keep=(), language="en", form="csv", today=DAY, on=DAY, ranked=True, safe=False)
PLAIN = Asked("people.csv")
HALF, WHOLE = city("rented / 2"), city("rented")

# work, rented   half   whole  change
PEOPLE = [
    (10, 0),  #  10     10      0
    (8, 4),  #   10     12     +2
    (8, 2),  #    9     10     +1
    (9, 0),  #    9      9      0
    (5, 6),  #    8     11     +3
    (7, 1),  #    7.5    8     +0.5
    (7, 0),  #    7      7      0
    (6, 0),  #    6      6      0
    (3, 3),  #    4.5    6     +1.5
    (0, 0),  #    0      0      0
]
ROWS = [
    {"id": f"P{at}", "work": str(work), "rented": str(rented), "district": "north" if at < 4 else "south"}
    for at, (work, rented) in enumerate(PEOPLE)
]


def compared(
    folder: Path,
    rows: Sequence[dict[str, str]],
    before: Edition = HALF,
    after: Edition = WHOLE,
    asked: Asked = PLAIN,
    listing: Path | None = None,
    progress: Progress = lambda *_: None,
) -> Comparison:
    """Compare the rows of a file, ``people.csv``, under two editions."""
    path = folder / "people.csv"
    write(path, rows, columns=list(rows[0]))
    sides: dict[Side, EditionInRound] = {
        "before": EditionInRound(before, "before", ROUND, has_ended=False),
        "after": EditionInRound(after, "after", ROUND, has_ended=False),
    }
    with contextlib.closing(open_input(str(path))) as source:
        scorings = {side: scoring_of(source, at, REQUEST, asked.by, None, (), 1) for side, at in sides.items()}
        listed = None if listing is None else Listing(listing, "csv", force=False, language="en")
        return compare_table(source, sides, scorings, asked, listed, 1, progress, lambda: None)
