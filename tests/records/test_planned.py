"""Planned records: they may lie in the future, count once they are there, and are a mistake when they are past."""

import datetime
from typing import Any

import pytest

from hukou_cli import Edition, InvalidApplicant, score
from hukou_cli.applicant.document import applicant_of
from tests.support.springfield import edition_with

TODAY = datetime.date(2026, 11, 29)
BORN = {"birth_date": "1980-06-15"}
HERE = {"city": "springfield"}


def months_of(edition: Edition, year: int, *insurance: dict[str, Any]) -> object:
    records = [{**HERE, **record} for record in insurance]
    person = applicant_of({"insurance": records})
    return score(person, edition, year, today=TODAY).values["counted"]


def test_a_planned_record_counts_from_its_first_month_on() -> None:
    edition = edition_with("insurance")  # counted up to December of the year before the round
    job = {"from": "2028-05", "planned": True}
    assert months_of(edition, 2028, job) == 0
    assert months_of(edition, 2029, job) == 8  # May to December 2028
    assert months_of(edition, 2031, job) == 32
    assert months_of(edition, 2031, {**job, "to": "2029-06"}) == 14


def test_a_planned_record_beside_an_open_one_counts_once() -> None:
    jobs = {"from": "2026-01"}, {"from": "2028-05", "planned": True}
    assert months_of(edition_with("insurance"), 2029, *jobs) == 36


def test_the_end_of_what_goes_on_may_be_planned() -> None:
    job = {"from": "2026-01", "to": "2027-03", "planned": True}
    assert months_of(edition_with("insurance"), 2029, job) == 15


def test_planned_may_be_written_in_chinese() -> None:
    assert months_of(edition_with("insurance"), 2029, {"from": "2028-05", "planned": "是"}) == 8


def test_this_month_may_still_be_planned() -> None:
    assert months_of(edition_with("insurance"), 2027, {"from": "2026-11", "planned": True}) == 2


@pytest.mark.parametrize(
    ("records", "place"),
    [
        ({"insurance": [{"city": "beijing", "from": "2024-05", "planned": True}]}, "insurance[1].from"),
        (
            {"home": [{"city": "beijing", "from": "2020-01", "to": "2026-10", "tenure": "owned", "planned": True}]},
            "home[1].to",
        ),
        ({"tax": [{"city": "beijing", "year": 2025, "income": 1, "planned": True}]}, "tax[1].year"),
        ({"commendation": [{"kind": "model_worker", "date": "2026-11-28", "planned": True}]}, "commendation[1].date"),
    ],
)
def test_a_planned_record_that_is_past_is_a_mistake(beijing: Edition, records: dict[str, Any], place: str) -> None:
    with pytest.raises(InvalidApplicant) as caught:
        score(applicant_of({**BORN, **records}), beijing, 2027, today=TODAY)
    assert [(found.code, found.place) for found in caught.value.findings] == [("planned-is-past", place)]


def test_planned_tax_and_events_may_lie_ahead(beijing: Edition) -> None:
    records = {
        "tax": [{"city": "beijing", "year": 2027, "income": 120_000, "planned": True}],
        "commendation": [{"kind": "model_worker", "date": "2027-05-01", "planned": True}],
    }
    found = score(applicant_of({**BORN, **records}), beijing, 2028, today=TODAY)
    assert found.values["tax_years_over_100k"] == 1


def test_without_planned_a_month_to_come_stays_a_mistake() -> None:
    with pytest.raises(InvalidApplicant, match="month-in-future"):
        months_of(edition_with("insurance"), 2031, {"from": "2028-05"})
