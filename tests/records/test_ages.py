"""Lives that nobody has led: what began before birth is wrong, what began too young is told to be checked."""

from collections.abc import Mapping
from typing import Any

import duckdb
import pytest

from hukou_cli import Edition, InvalidApplicant, reject_table, score
from hukou_cli.applicant.document import applicant_of

BORN = "1990-05-20"
PERSON: dict[str, Any] = {
    "birth_date": BORN, "retirement_category": "male", "degree": "none", "home": [], "study": [], "tax": [],
    "facts": {"beijing": {"has_residence_permit": True}},
}  # fmt: skip


def notes(beijing: Edition, **records: object) -> list[str]:
    found = score(applicant_of({**PERSON, **records}), beijing, 2026)
    return [note.sentence("zh") for note in found.notes if note.code.endswith("too-young")]


def insured(start: str, **more: object) -> dict[str, object]:
    return {"city": "beijing", "from": start, **more}


def test_a_child_that_is_insured_is_told(beijing: Edition) -> None:
    """Born on 2015-05-20, employed from the age of one, scored 20.00 and eligible."""
    told = notes(beijing, birth_date="2015-05-20", insurance=[insured("2016-07")])
    assert told == ["第 1 条参保记录自 2016-07 起参保，未满 16 周岁，请核对与出生日期是否有误"]


def test_a_year_mistyped_by_ten_is_told(beijing: Edition) -> None:
    told = notes(beijing, insurance=[insured("2012-01"), insured("1998-01", to="2007-12")])
    assert told == ["第 2 条参保记录自 1998-01 起参保，未满 16 周岁，请核对与出生日期是否有误"]


@pytest.mark.parametrize(("start", "told"), [("2006-04", 1), ("2006-05", 0), ("2006-05-20", 0)])
def test_one_may_work_from_the_month_of_the_sixteenth_birthday(beijing: Edition, start: str, told: int) -> None:
    assert len(notes(beijing, insurance=[insured(start)])) == told


def test_medical_insurance_alone_may_be_that_of_a_child(beijing: Edition) -> None:
    assert notes(beijing, insurance=[insured("2000-01", kinds=["medical"])]) == []


@pytest.mark.parametrize(("start", "told"), [("2001-06", 1), ("2010-04", 1), ("2010-05", 0)])
def test_a_marriage_before_twenty_is_told(beijing: Edition, start: str, told: int) -> None:
    found = notes(beijing, insurance=[insured("2012-01")], marriage=[{"from": start}])
    said = f"第 1 条婚姻记录自 {start} 起，未满 20 周岁，请核对与出生日期是否有误"
    assert found == [said] * told


HOMES = [("owned", True), ("rented", True), ("dormitory", True), ("family", False), ("spouse", False)]


@pytest.mark.parametrize(("tenure", "is_wrong"), HOMES)
def test_an_own_home_from_before_birth_is_wrong_and_one_of_others_may_be_older(
    beijing: Edition,
    tenure: str,
    is_wrong: bool,  # noqa: FBT001
) -> None:
    person = applicant_of({**PERSON, "insurance": [insured("2012-01")], "home": [insured("1988-01", tenure=tenure)]})
    if not is_wrong:
        score(person, beijing, 2026)
        return
    with pytest.raises(InvalidApplicant) as caught:
        score(person, beijing, 2026)
    assert [(found.code, found.place) for found in caught.value.findings] == [("before-birth", "home[1].from")]


def test_a_home_may_be_inherited_in_the_month_of_birth(beijing: Edition) -> None:
    score(
        applicant_of({**PERSON, "insurance": [insured("2012-01")], "home": [insured("1990-05", tenure="owned")]}),
        beijing,
    )


ROW: Mapping[str, str] = {
    "birth_date": BORN, "retirement_category": "male", "has_residence_permit": "true", "insured_streak_months": "84",
    "insured_months": "84", "insured_months_since_2020_08": "65", "own_home_months": "0",
    "own_home_months_since_2020_08": "0", "rented_months_since_2020_08": "0", "degree": "none", "outer_home_months": "0",
}  # fmt: skip


@pytest.mark.parametrize(("months", "codes"), [("428", []), ("429", ["more-than-life"])])
def test_months_given_are_at_most_those_since_birth(beijing: Edition, months: str, codes: list[str]) -> None:
    """From 1990-05 to 2025-12, the month of the counting day of 2026, are 8 + 12 × 35 = 428 months."""
    row = {**ROW, "own_home_months": months}
    columns = ", ".join(f"'{text}' AS {name}" for name, text in row.items())
    rejects = reject_table(duckdb.connect().sql(f"SELECT {columns}"), beijing, 2026)
    assert [code for _, _, _, code in rejects.fetchall()] == codes
    try:
        score(dict(row), beijing, 2026)
        found = []
    except InvalidApplicant as error:
        found = [(finding.place, finding.code, finding.values["allowed"]) for finding in error.findings]
    assert found == [("facts.own_home_months", code, "428") for code in codes]
