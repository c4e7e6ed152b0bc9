"""Invented people: within the limits of every edition, the same for a seed, and scored without a mistake."""

import csv
import datetime
from pathlib import Path

import pytest

from hukou_cli import score
from hukou_cli.policy.catalog import Catalog
from hukou_cli.table.invented import Inventor
from tests.support.program import hukou

CATALOG = Catalog()


def invented(edition_id: str, people: int, seed: int = 1) -> list[dict[str, str]]:
    edition = CATALOG.named(edition_id)
    inventor = Inventor(edition, edition.calendar.window(edition.calendar.latest), seed)
    return [dict(zip(("id", *inventor.facts), row, strict=True)) for row in inventor.rows(people, "en")]


def test_a_seed_gives_the_same_people_and_another_gives_others() -> None:
    assert invented("beijing", 5) == invented("beijing", 9)[:5]
    assert invented("beijing", 5)[0] != invented("beijing", 5, seed=2)[0]


def test_nobody_contradicts_himself_and_most_may_apply() -> None:
    people = invented("beijing", 300)
    for one in people:
        assert int(one["insured_months_since_2020_08"]) <= int(one["insured_months"])
        assert int(one["outer_home_and_job_months"]) <= int(one["outer_home_months"])
        born = datetime.date.fromisoformat(one["birth_date"])
        assert (
            int(one["insured_months"]) <= (2025 - born.year) * 12 + 12 - born.month - 22 * 12 + 1
        )  # since the age of 22
    assert sum(one["has_residence_permit"] == "yes" for one in people) > 250  # 19 of 20
    assert {one["degree"] for one in people} == {
        name.en for name in CATALOG.find("beijing").facts["degree"].choices.values()
    }


def test_every_edition_scores_them() -> None:
    for path in CATALOG.all():
        edition = CATALOG.load(path)
        if edition.is_scored and edition.file.unseen is None:
            for one in invented(edition.id, 3):
                facts = {name: text for name, text in one.items() if name != "id"}
                assert score(facts, edition, str(edition.calendar.latest)).total is not None, edition.id


@pytest.mark.subprocess
def test_the_file(tmp_path: Path) -> None:
    done = hukou("policy", "people", "beijing", "-o", "p.csv", "--rows", 3, "--lang", "zh", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    with (tmp_path / "p.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert (header[:2], len(rows)) == (["编号", "出生日期"], 3)
    again = hukou("policy", "people", "beijing", "-o", "p.csv", cwd=tmp_path)
    assert again.returncode == 2
    assert "[output-exists]" in again.stderr
