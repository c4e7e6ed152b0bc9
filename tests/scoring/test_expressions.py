"""Set expressions at work: a made-up city whose facts use every function, on records counted by hand."""

from typing import Any

import pytest

from hukou_cli import Edition, score
from hukou_cli.applicant.files import applicant_of
from hukou_cli.policy.catalog import Catalog
from hukou_cli.policy.load import build_edition


def edition_with(count: str, kind: str = "months", **policy: Any) -> Edition:
    """Build a city with one line: what ``count`` gives, up to December of the year before the round."""
    words = {"zh": "x", "en": "x"}
    heading = {
        "city": "springfield", "name": {"zh": "春田", "en": "Springfield"}, "title": words, "number": "1", "regime": "pass_mark",
        "in_force_from": "2020-01-01", "checked_on": "2026-11-23",
    }  # fmt: skip
    table = {
        "format": 1,
        "policy": heading,
        "document": [{"id": "law", "title": "Law", "confidence": "official"}],
        "dates": {"as_of": {"year": -1, "month": 12, "day": 15}, "age_on": {"year": -1, "month": 1, "day": 1}},
        "districts": {"north": {"zh": "北", "en": "North"}, "south": {"zh": "南", "en": "South"}},
        "district_lists": {"centre": ["north"]},
        "facts": {"counted": {"type": kind, "name": words, "count": count}},
        "indicator": [
            {"id": "line", "name": words, "points": "counted", "source": {"document": "law", "article": "1"}}
        ],
        "result": {"pass": "total >= 1"},
    }
    return build_edition({**table, **policy}, Catalog().vocabulary())


JOBS = [
    {"city": "springfield", "from": "2019-01", "to": "2019-06", "district": "north"},
    {"city": "springfield", "from": "2019-07", "to": "2020-03", "district": "south", "kinds": ["pension"]},
    {"city": "springfield", "from": "2020-06", "to": "2020-12"},
]
HOMES = [
    {"city": "springfield", "from": "2019-04", "to": "2019-12", "tenure": "owned", "district": "north"},
    {"city": "springfield", "from": "2020-01", "tenure": "family", "district": "south"},
]


@pytest.mark.parametrize(
    ("count", "months"),
    [
        ("insurance", 22),  # 6 + 9 + 7
        ("insurance.medical", 13),  # 6 + 7: the second job paid pension only
        ("insurance & since('2020-01')", 10),
        ("insurance & before('2020-01')", 12),
        ("insurance - since('2020-01')", 12),
        ("insurance & last(12)", 10),  # 2020-01 to 2020-12 without 2020-04 and 2020-05
        ("insurance & last_years(1)", 10),
        ("in_district(insurance, 'centre')", 6),
        ("outside(insurance, 'centre')", 9),  # the third job has no district
        ("home.owned & insurance & outside('centre')", 0),
        ("home & insurance & in_district('centre')", 3),  # 2019-04 to 2019-06
        ("home.owned | home.family", 21),  # 2019-04 to 2020-12
        ("home - home.owned", 12),
        ("(home.owned | insurance) - home.family", 12),
        ("marriage & insurance", 5),  # 2020-08 to 2020-12
    ],
)
def test_months(count: str, months: int) -> None:
    facts = {"insurance": JOBS, "home": HOMES, "marriage": [{"from": "2020-08"}]}
    assert score(applicant_of(facts), edition_with(count), 2021).values["counted"] == months


@pytest.mark.parametrize(
    ("count", "days"),
    [
        ("blood_donation", 4),
        ("blood_donation & last(12)", 3),  # after 2019-12-15, up to 2020-12-15, exact to the day
        ("blood_donation & last_years(1)", 2),
        ("blood_donation & since('2020-01')", 2),
        ("blood_donation - since('2020-01')", 2),
        ("commendation.city | blood_donation", 5),
        ("penalty", 0),
    ],
)
def test_days(count: str, days: int) -> None:
    """Counting day 2020-12-15; a donation of the day after does not count."""
    dates = ["2019-12-15", "2019-12-16", "2020-02-29", "2020-12-15", "2020-12-16"]
    facts = {
        "insurance": JOBS,
        "blood_donation": [{"date": date} for date in dates],
        "commendation": [{"kind": "city", "date": "2010-05-01"}, {"kind": "street", "date": "2011-05-01"}],
    }
    result = score(applicant_of({**facts, "penalty": [{"date": "2021-01-01"}]}), edition_with(count, "count"), 2021)
    assert result.values["counted"] == days


def test_an_amount_is_of_a_calendar_year() -> None:
    tax = [{"city": "springfield", "year": year, "income": 50000} for year in (2015, 2018, 2019, 2020, 2021)]
    for count, years in (("tax_years(50000)", 4), ("tax_years(50000) & last_years(2)", 2), ("tax_years(50001)", 0)):
        facts = {"insurance": JOBS, "tax": tax}
        assert score(applicant_of(facts), edition_with(count, "count"), 2021).values["counted"] == years


@pytest.mark.parametrize(("gap", "months"), [(0, 7), (1, 7), (2, 22), (3, 22)])
def test_a_run_goes_on_over_a_gap_that_is_tolerated(gap: int, months: int) -> None:
    """2020-04 and 2020-05 are missing: two months in a row."""
    streak = {"of": "insurance", "gap": gap}
    fact = {"type": "months", "name": {"zh": "x", "en": "x"}, "streak": streak}
    edition = edition_with("insurance", facts={"counted": fact})
    assert score(applicant_of({"insurance": JOBS}), edition, 2021).values["counted"] == months


def test_a_policy_may_set_its_own_retirement_age() -> None:
    """Flat 60 for all, in place of the national rule: somebody of 60 years and 0 months has reached it."""
    facts = {
        "birth_date": {"until": "age_on"},
        "retirement_category": {},
        "counted": {"type": "months", "name": {"zh": "x", "en": "x"}},
    }
    gate = {
        "id": "age", "name": {"zh": "x", "en": "x"}, "require": "not retirement_age_reached",
        "source": {"document": "law", "article": "1"},
    }  # fmt: skip
    person = {"birth_date": "1965-01-01", "retirement_category": "male", "counted": 1}
    national = edition_with("insurance", facts=facts, gate=[gate])
    own = edition_with(
        "insurance",
        facts=facts,
        gate=[gate],
        derived={"retirement_age_reached": "completed_years(birth_date, age_on) >= 60"},
    )
    assert score(person, national, 2026).eligible is True  # 60 years and 1 month under the national rule
    assert score(person, own, 2026).eligible is False
