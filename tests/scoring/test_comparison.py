"""One applicant, several made-up cities: their order, what counts where, and what is missing."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from hukou_cli import Edition, InvalidApplicant
from hukou_cli.applicant.document import applicant_of
from hukou_cli.base.bilingual import Bilingual
from hukou_cli.policy.load import build_edition
from hukou_cli.scoring.comparison import Standing, compare, in_force
from tests.support.catalog import CATALOG
from tests.support.springfield import edition_with

TODAY = datetime.date(2026, 11, 23)
WORDS = "x"
SOURCE = {"document": "law", "article": "1"}


def points_city(city: str, mark: int, **policy: Any) -> Edition:
    """Build a city with a pass mark: a point a month of insurance."""
    return edition_with(
        "insurance",
        policy=heading(city),
        result={"pass": f"total >= {mark}"},
        round=[{"year": 2026, "source": SOURCE}],
        **policy,
    )


def heading(city: str, regime: str = "pass_mark", **more: Any) -> dict[str, Any]:
    return {
        "city": city, "name": Bilingual(zh=city, en=city.title()), "title": WORDS, "number": "1", "regime": regime,
        "in_force_from": "2020-01-01", "checked_on": "2026-11-23", **more,
    }  # fmt: skip


def conditions_city(city: str, require: str) -> Edition:
    """Build a city without points: one route with one need."""
    table = {
        "format": 1,
        "policy": heading(city, "conditions"),
        "document": [{"id": "law", "title": "Law", "confidence": "official"}],
        "dates": {"as_of": "application", "age_on": "application"},
        "facts": {"birth_date": {}, "insured_months": {}, "has_residence_permit": {}},
        "route": [{"id": "way", "name": WORDS, "need": [{"name": WORDS, "require": require}], "source": SOURCE}],
    }
    return build_edition(table, CATALOG.vocabulary())


JOBS = [
    {"city": "springfield", "from": "2020-01", "to": "2022-12"},  # 36 months
    {"city": "shelbyville", "from": "2023-01", "to": "2025-12"},  # 36 months
]


def order(standings: list[Standing]) -> list[tuple[str, str]]:
    return [(standing.edition.file.policy.city, standing.group) for standing in standings]


def test_cities_without_points_stand_first_then_those_of_the_records_then_the_nearest_to_its_line() -> None:
    editions = [
        points_city("springfield", 60),  # 36 of 60: 24 short
        points_city("shelbyville", 30),  # 36 of 30: 6 above
        points_city("ogdenville", 10),  # no record there: 0 of 10, 10 short
        conditions_city("brockway", "insured_months >= 0"),
        conditions_city("capital", "insured_months >= 1"),
    ]
    standings = compare(applicant_of({"insurance": JOBS}), editions, TODAY)
    assert order(standings) == [
        ("brockway", "no_points"), ("capital", "no_points"),
        ("shelbyville", "points"), ("springfield", "points"), ("ogdenville", "points"),
    ]  # fmt: skip
    answers = [(standing.score.passed, standing.score.distance) for standing in standings if standing.score]
    assert answers == [(True, None), (False, None), (True, Decimal(6)), (False, Decimal(-24)), (False, Decimal(-10))]


def test_a_city_whose_line_is_not_published_stands_by_its_last_line() -> None:
    def ranks(city: str, last: int) -> Edition:
        rounds = [{"year": 2025, "cutoff": str(last), "source": SOURCE}, {"year": 2026, "source": SOURCE}]
        return edition_with("insurance", policy=heading(city, "ranking"), result={}, round=rounds)

    editions = [ranks("springfield", 60), points_city("shelbyville", 46), ranks("ogdenville", 0)]  # -24, -10, 0
    standings = compare(applicant_of({"insurance": JOBS}), editions, TODAY)
    assert order(standings) == [("shelbyville", "points"), ("springfield", "points"), ("ogdenville", "points")]


def test_a_city_whose_line_is_not_known_stands_last() -> None:
    rounds = [{"year": 2026, "source": SOURCE}]
    unknown = edition_with("insurance", policy=heading("brockway", "ranking"), result={}, round=rounds)
    standings = compare(applicant_of({"insurance": JOBS}), [unknown, points_city("ogdenville", 900)], TODAY)
    assert order(standings) == [("ogdenville", "points"), ("brockway", "points")]


def test_of_cities_that_lack_facts_those_that_ask_least_stand_first() -> None:
    """Brockway asks for the permit and the birth date, Capital for the permit alone."""
    asks_two = conditions_city("brockway", "has_residence_permit and age >= 18")
    asks_one = conditions_city("capital", "has_residence_permit")
    standings = compare(applicant_of({"insurance": JOBS}), [asks_two, asks_one], TODAY)
    assert order(standings) == [("capital", "missing"), ("brockway", "missing")]


def test_months_of_one_city_are_never_taken_for_anothers() -> None:
    editions = [points_city("springfield", 30), points_city("shelbyville", 30)]
    facts = {"facts": {"springfield": {"counted": 40}}}
    springfield, shelbyville = compare(applicant_of(facts), editions, TODAY)
    assert (springfield.score and springfield.score.total) == 40
    assert (shelbyville.group, shelbyville.score) == ("missing", None)
    assert shelbyville.asks == ("counted",)
    assert [finding.code for finding in shelbyville.refused] == ["nothing-known"]


def test_plain_facts_need_a_city() -> None:
    editions = [points_city("springfield", 30)]
    with pytest.raises(InvalidApplicant) as caught:
        compare(applicant_of({"facts": {"counted": 40}}), editions, TODAY)
    assert [finding.code for finding in caught.value.findings] == ["facts-of-no-city"]
    (standing,) = compare(applicant_of({"city": "springfield", "facts": {"counted": 40}}), editions, TODAY)
    assert standing.score is not None
    assert standing.score.total == 40


def test_what_is_missing_is_told_and_what_is_certain_is_not() -> None:
    """With a gate that fails for certain the answer is known, whatever the missing fact is."""
    permit = {"has_residence_permit": {}, "counted": {"type": "months", "name": WORDS, "count": "insurance"}}
    gate = {"id": "permit", "name": WORDS, "require": "has_residence_permit", "source": SOURCE}
    long = {"id": "long", "name": WORDS, "require": "counted >= 40", "source": SOURCE}
    asks = points_city("springfield", 30, facts=permit, gate=[gate])
    certain = points_city("shelbyville", 30, facts=permit, gate=[gate, long])
    points, missing = compare(applicant_of({"insurance": JOBS}), [asks, certain], TODAY)
    assert order([missing]) == [("springfield", "missing")]
    assert missing.score is not None
    assert missing.score.decided_by == ("has_residence_permit",)
    assert order([points]) == [("shelbyville", "points")]


def test_a_mistake_in_the_file_is_told_once_for_all_cities() -> None:
    editions = [points_city("springfield", 30), points_city("shelbyville", 30)]
    jobs = [{"city": "springfield", "from": "2027-01", "to": "2027-03"}]
    with pytest.raises(InvalidApplicant) as caught:
        compare(applicant_of({"insurance": jobs}), editions, TODAY)
    assert [finding.code for finding in caught.value.findings] == ["month-in-future", "month-in-future"]  # both ends


def test_points_for_services_stand_apart() -> None:
    service = edition_with("insurance", policy=heading("springfield", purpose="service"))
    (standing,) = compare(applicant_of({"insurance": JOBS}), [service], TODAY)
    assert standing.group == "service"


def test_editions_that_have_ended_are_left_out() -> None:
    ended = edition_with("insurance", policy=heading("springfield", in_force_to="2026-11-22"))
    running = edition_with("insurance", policy=heading("springfield", in_force_to="2026-11-23"))
    assert in_force([ended, running], TODAY) == [running]
