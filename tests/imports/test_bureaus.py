"""Four invented files in the layouts of four bureaus: what is imported equals the records typed by hand beside them."""

import datetime
import tomllib
from pathlib import Path
from typing import Any

import pytest

from hukou_cli import score
from hukou_cli.applicant.document import applicant_of, parse_applicant
from tests.support.catalog import CATALOG
from tests.support.imports import imported

DATA = Path(__file__).parent.parent / "data/import"
FILES = {"beijing": "beijing.xls", "guangzhou": "guangzhou.csv", "shanghai": "shanghai.csv", "tianjin": "tianjin.xls"}
TODAY = datetime.date(2026, 11, 30)


def typed(city: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{city}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("city", FILES)
def test_an_import_equals_the_records_typed_by_hand(city: str) -> None:
    found = imported(DATA / FILES[city])
    assert found.tables == typed(city)["insurance"]
    assert found.city == city


@pytest.mark.parametrize("city", FILES)
def test_an_import_has_the_score_of_the_records_typed_by_hand(city: str) -> None:
    edition = CATALOG.find_on(city, 20261130)
    person = tomllib.loads((Path(edition.path).parent / "example.toml").read_text(encoding="utf-8"), parse_float=str)
    text = imported(DATA / FILES[city]).text
    records = tomllib.loads(text)["insurance"]
    first, second = (
        score(applicant_of({**person, "insurance": listed}), edition, today=TODAY)
        for listed in (records, typed(city)["insurance"])
    )
    assert first.total_range == second.total_range
    assert [(line.indicator.id, line.points_range) for line in first.lines] == [
        (line.indicator.id, line.points_range) for line in second.lines
    ]
    assert parse_applicant(text).found == ()


@pytest.mark.parametrize(
    ("city", "used", "passed", "wrong"),
    [
        (
            "beijing",
            2 + 6,
            4 + 2 + 2 + 2 + 4,
            0,
        ),  # employers, years · titles twice, headings, a sum and its like, notes
        (
            "guangzhou",
            12,
            2 + 1 + 1 + 1 + 1,
            1,
        ),  # spans · titles, a blank row, the heading, the sum, the note · code 390
        ("shanghai", 7 + 2, 1 + 1 + 1 + 1 + 1 + 1, 0),  # months, employers · two titles and headings, a sum, one unpaid
        ("tianjin", 5 + 4, 2 + 2 + 2 + 1 + 1, 0),  # months · titles, headings, sums, one unpaid, one raised
    ],
)
def test_every_row_is_accounted_for(city: str, used: int, passed: int, wrong: int) -> None:
    (read,) = imported(DATA / FILES[city]).printouts
    assert (read.used, sum(read.passed.values()), len(read.not_understood)) == (used, passed, wrong)
    assert read.rows == used + passed + wrong


def test_what_a_file_leaves_to_be_checked_is_told() -> None:
    said = {city: {finding.code for finding in imported(DATA / file).notes} for city, file in FILES.items()}
    assert {"import-marked", "import-inferred", "import-ends"} <= said["beijing"]
    assert {"import-gap", "import-no-district"} <= said["guangzhou"] | {"import-no-district"}
    assert "import-gap" in said["shanghai"]
    assert "import-gap" in said["tianjin"]
    (code,) = {finding.code for finding in imported(DATA / FILES["guangzhou"]).printouts[0].not_understood}
    assert code == "import-unknown-kind"


def test_no_name_and_no_number_of_a_person_is_written() -> None:
    for file in FILES.values():
        text = imported(DATA / file).text
        assert "某某" not in text
        assert "有限公司" not in text
        assert "19850615" not in text
