"""How much a plan of 30 years takes beside one score, by CPU time of whole commands: ratios of pairs run in turn.

Each applicant has 40 records. Where a round is a year, a plan scores 30 of them; where applications are open all year it
scores 361 first days of months, and days between. Both commands are those of the wheel, and print JSON.

Run: python -m tests.bench.bench_plan [PAIRS]      (default 9)
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench.bench_score import ROOT, forty_tables, install
from tests.bench.measure import INSTALLED, ratio, show

DAY = ("--on", "2026-11-29", "--format", "json")


class Person(NamedTuple):
    """An applicant of a city: what the records are of, and what they leave open told."""

    city: str
    district: str
    home: str
    facts: dict[str, Any]

    @property
    def scheme(self) -> str:
        """The policy that the applicant is scored by."""
        return "shanghai_points" if self.city == "shanghai" else self.city


BASES = dict.fromkeys(
    ("base_10_of_12", "base_08_of_48", "base_10_of_48", "base_20_of_48", "base_30_of_36"), 0
)  # fmt: skip
SHANGHAI = Person("shanghai", "pudong", "jiading", {"employed": True})

PEOPLE = {
    "by year, Beijing": Person("beijing", "haidian", "changping", {}),
    "by month, Chengdu": Person(
        "chengdu", "wuhou", "gaoxin", {"permit_in_points_area": True, "residence_streak_months": 60}
    ),
    "by month, Wuhan": Person("wuhan", "hongshan", "jiangxia", {"income_tax_12m": 0, "applies_in_new_district": False}),
    "by month, Shanghai (points)": SHANGHAI._replace(facts={**SHANGHAI.facts, **BASES}),
    "the same, bases not told, so that each month is an interval": SHANGHAI,
}


def table_of(person: Person) -> dict[str, Any]:
    """Make the file of an applicant with 40 records, of which the last job goes on."""
    table = {**forty_tables(person.city, person.district, person.home), "facts": {person.city: person.facts}}
    del table["insurance"][-1]["to"]
    return table


def files(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Write each applicant as a file; yield what it is of, and the arguments that name it."""
    for at, (what, person) in enumerate(PEOPLE.items()):
        path = folder / f"{at}.json"
        path.write_text(json.dumps(table_of(person)), encoding="utf-8")
        yield what, [str(path), "--city", person.scheme, *DAY]


def main() -> None:
    pairs = int(sys.argv[1]) if sys.argv[1:] else 9
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PYTHONPATH"] = str(install(Path(folder)))
        os.chdir(folder)  # not in the checkout, whose package would come first
        for what, arguments in files(Path(folder)):
            plan, score = [*INSTALLED, "plan", *arguments], [*INSTALLED, "score", *arguments]
            show(f"hukou plan against hukou score, {what}:", partial(ratio, plan, score, pairs=pairs))
        os.chdir(ROOT)


if __name__ == "__main__":
    main()
