"""The order of an interview's questions, when its answer is certain, and that its result is that of the file."""

import itertools
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from hukou_cli.applicant.document import applicant_of
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.interview import DEFAULTS, Question, Standing, questions, standing
from hukou_cli.scoring.score import score_under
from tests.support.catalog import CATALOG

TODAY = 20261130
SCORABLE = [city for city in CATALOG.cities() if CATALOG.find(city).file.unseen is None]
PEOPLE = Path(__file__).parent.parent / "data" / "plan"


def example(city: str) -> dict[str, Any]:
    path = CATALOG.find_on(city, TODAY).path
    return tomllib.loads((Path(path).parent / "example.toml").read_text(encoding="utf-8"), parse_float=str)


def person(name: str) -> dict[str, Any]:
    return tomllib.loads((PEOPLE / f"{name}.toml").read_text(encoding="utf-8"), parse_float=str)


class Interviewed:
    """Somebody whose file answers every question: what was asked, and where he stood after each answer."""

    def __init__(self, edition: Edition, file: Mapping[str, Any], round_: RoundId | None = None) -> None:
        self.edition, self.file = edition, file
        self.round = round_ or edition.calendar.default(TODAY)
        self.answers: dict[str, object] = {"city": file["city"]}
        self.asked: list[str] = []
        self.stood: list[Standing] = [self._standing()]
        while (question := self.stood[-1].next) is not None:
            self._answer(question)
            self.asked.append(question.id)
            self.stood.append(self._standing())

    def _standing(self) -> Standing:
        return standing(self.answers, self.edition, self.round, today=TODAY, declined=self.asked)

    def _answer(self, question: Question) -> None:
        facts = {name: value for name, value in self.file.get("facts", {}).items() if not isinstance(value, dict)}
        for table in self.file.get("facts", {}).values():
            facts |= table if isinstance(table, dict) else {}
        if question.sort == "records":
            self.answers[question.id] = self.file.get(question.id, [])
        for name in question.facts:
            value = self.file.get(name, facts.get(name))
            if question.sort != "records" and value is not None:
                self.answers[name] = value
        if question.id == DEFAULTS:
            self.answers |= {kind: self.file[kind] for kind in ("penalty", "blood_donation") if kind in self.file}
            self.answers["facts"] = self.file.get("facts", {})
        here = {name: self.answers.pop(name) for name in [*self.answers] if self._is_of_city(name)}
        told = self.answers.setdefault("facts", {})
        assert isinstance(told, dict)
        if here:
            told.setdefault(self.edition.file.policy.city, {}).update(here)

    def _is_of_city(self, name: str) -> bool:
        return name in self.edition.facts and self.edition.facts[name].scope == "city"

    @property
    def settled_after(self) -> int | None:
        return next((asked for asked, stood in enumerate(self.stood) if stood.is_settled), None)


@cache
def interviewed(city: str) -> Interviewed:
    return Interviewed(CATALOG.find_on(city, TODAY), example(city))


FEW = ("chengdu",)
CITIES = [pytest.param(city, marks=() if city in FEW else pytest.mark.slow) for city in SCORABLE]


@pytest.mark.parametrize("city", CITIES)
def test_all_answers_give_the_score_of_the_file(city: str) -> None:
    edition, file, done = CATALOG.find_on(city, TODAY), example(city), interviewed(city)
    whole = score_under(applicant_of(file), edition, done.round, TODAY)
    end = done.stood[-1].score
    straight = [
        name for name in edition.kinds_counted if name in file.get("facts", {}).get(edition.file.policy.city, {})
    ]
    if not straight:  # a number given straight where records are asked for
        assert (end.total_range, end.eligible) == (whole.total_range, whole.eligible)
    assert len(done.asked) == len(set(done.asked)) <= len(questions(edition))


@pytest.mark.parametrize("city", CITIES)
def test_limits_only_narrow_and_what_is_certain_stays(city: str) -> None:
    stood = interviewed(city).stood
    for before, after in itertools.pairwise(stood):
        assert after.left <= before.left - 1
        if before.is_settled:
            assert after.is_settled
            assert after.score.eligible == before.score.eligible


@pytest.mark.parametrize(
    ("city", "most"), [("beijing", 8), ("guangzhou", 7), ("tianjin", 7), ("shanghai_points", 10), ("chengdu", 5)]
)
@pytest.mark.slow
def test_few_questions_settle_the_verdict(city: str, most: int) -> None:
    settled = interviewed(city).settled_after
    assert settled is not None
    assert settled <= most


def test_seven_years_that_are_not_full_settle_it_at_once() -> None:
    # Insured since 2020-07: 66 of 84 months by 2025-12.
    young = Interviewed(CATALOG.find("beijing"), person("bj-young"), RoundId(2026))
    assert young.asked[0] == "insurance"
    assert young.settled_after == 1
    assert young.stood[1].score.failed_gates == ("seven_years",)


@pytest.mark.slow
def test_a_default_that_was_not_asked_keeps_the_answer_open() -> None:
    # The renter has 115.04 in the round of 2026 without taxes, and two years of them bring 4.00; honours could bring 20.
    renter = Interviewed(CATALOG.find("beijing"), person("bj-renter"), RoundId(2026))
    at = renter.asked.index(DEFAULTS)
    assert not any(stood.is_settled for stood in renter.stood[: at + 1])


def test_what_is_declined_is_not_asked_again() -> None:
    edition = CATALOG.find("beijing")
    first = standing({}, edition, RoundId(2026), today=TODAY)
    assert first.next is not None
    second = standing({}, edition, RoundId(2026), today=TODAY, declined=[first.next.id])
    assert first.next.id not in [question.id for question in second.open]
    assert second.score.total_range == first.score.total_range
