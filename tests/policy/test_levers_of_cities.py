"""The levers of the cities: each can improve something there, and each line or route has one, or a reason why none."""

import random
from collections.abc import Iterator

import pytest

from hukou_cli import Edition
from hukou_cli.base.errors import Finding
from hukou_cli.facts.reading import read_fact
from hukou_cli.facts.types import Fact, Value, limits
from hukou_cli.policy.lever import Lever
from hukou_cli.policy.lever_use import facts_behind, facts_changed
from hukou_cli.policy.round_calendar import Window
from hukou_cli.policy.validation.levers import is_not_for_advice
from hukou_cli.rules.ast import Condition, Quantity, names_in
from tests.support.catalog import CATALOG

TODAY = 20261130
EDITIONS = {city: CATALOG.find(city) for city in CATALOG.cities()}

# Why nobody is advised to change a fact, where no lever does and it is not of a person's life.
REASONS = {
    "innovation_points": "an award or a share in a listed firm; the table was not seen",
    "contest_award": "a place in a contest",
    "competition": "a place in a contest",
    "law_violation_5y": "an offence",
    "invention_patents": "an invention is nobody's plan",
    **{f"patents_of_{count}": "an invention is nobody's plan" for count in range(1, 6)},
    "utility_patents": "an invention is nobody's plan",
    "other_patents": "an invention is nobody's plan",
    "other_patents_points": "its points were not seen",
    "other_points": "its points were not seen",
    "deductions_points": "its points were not seen",
    "has_deductions": "a record",
    "zhejiang_months": "months in other cities, of which the points were not seen",
    "zhejiang_points": "its points were not seen",
    "insurance_points": "its points were not seen",
    "residence_points": "its points were not seen",
    "paid_tax": "its points were not seen",
    "tax_points": "its points were not seen",
    "social_service": "its points were not seen",
    "service_points": "its points were not seen",
    "award_points": "its points were not seen",
    "marrow_donor": "it needs somebody whom it fits",
    "military_years": "past service",
    "founder": "recognised by the city",
    "intermediary": "recognised by the city",
    "shortage_major": "a study of the past",
    "fresh_graduate": "the year of a graduation",
    "graduate": "the year of a graduation",
    "major_contribution": "an honour",
    "talent": "recognised by the city",
    "student": "nobody studies for the hukou alone",
    "rules_of_2019_apply": "what the police apply",
    "joins_relative": "a relative",
    "other_way": "what the file does not hold",
    "bad_credit_records": "a record",
    "submitted_on": "the day of an application",
}

ENDED = {"shenzhen_talent": "not accepted since February 2020"}
NOT_SEEN = {"qingdao": "the table of 2021 was not seen"}


def parts(edition: Edition) -> Iterator[tuple[str, tuple[Condition | Quantity, ...]]]:
    """Give each line and each route of an edition with its formulas."""
    yield from ((line.id, (formula,)) for line, formula in edition.indicators)
    yield from ((route.id, tuple(formula for _, formula in needs)) for route, needs in edition.routes)


@pytest.mark.parametrize("city", [city for city in EDITIONS if city not in NOT_SEEN and city not in ENDED])
def test_a_line_or_a_route_has_a_lever_or_a_reason_why_none(city: str) -> None:
    edition = EDITIONS[city]
    assert edition.levers
    changed = frozenset[str]().union(*(facts_changed(lever, edition) for lever in edition.levers))
    for name, formulas in parts(edition):
        facts = facts_behind((name for formula in formulas for name in names_in(formula)), edition)
        if facts.isdisjoint(changed):
            left = [fact for fact in facts if fact not in REASONS and not is_not_for_advice(fact, edition.facts[fact])]
            assert not left, (name, left)


def test_a_reason_is_of_a_fact_that_no_lever_changes() -> None:
    for edition in EDITIONS.values():
        for lever in edition.levers:
            assert facts_changed(lever, edition).isdisjoint(REASONS), (edition.id, lever.id)


def drawn(fact: Fact, highest: int, draw: random.Random) -> Value:
    """Draw a value that somebody may have; each end is as likely as all between."""
    match fact.type:
        case "choice":
            return draw.choice(list(fact.choices))
        case "flag":
            return draw.random() < 0.5
        case "date":
            return 10_000 * draw.randint(1965, 2003) + 615
        case "months" | "count" | "yuan" | "number":
            return draw.choice(
                [0, min(highest, 11 * fact.den), draw.randint(0, min(highest, 130 * fact.den)), highest // 2]
            )


def raised(
    values: dict[str, Value], lever: Lever, edition: Edition, window: Window, draw: random.Random
) -> dict[str, Value]:
    """Return the facts of somebody who did what a lever says, some years ago."""
    after = dict(values)
    facts = edition.facts
    rung = draw.choice(lever.rungs) if lever.rungs else ""

    def given(name: str, written: object) -> Value:
        if isinstance(written, str):
            written = written.replace("{option}", rung).replace("{amount}", rung)
        read = read_fact(facts[name], written, limits(facts[name])[1])
        assert not isinstance(read, Finding), (lever.id, name, written)
        return read

    own = {*filter(None, [lever.fact]), *lever.grows, *lever.with_}
    counted = sorted(facts_changed(lever, edition) - own)
    for name in draw.sample(counted, draw.randint(1, len(counted))) if counted else ():
        most = window.limits[name][1] if facts[name].type != "flag" else 1
        more = int(rung or 1) * facts[name].den if lever.table == "tax" and facts[name].type == "yuan" else 40
        after[name] = facts[name].type == "flag" or min(most, int(values[name]) + more)
    after |= {name: given(name, written) for name, written in lever.with_.items()}
    if lever.fact is not None:
        if lever.add is not None:
            after[lever.fact] = int(values[lever.fact]) + lever.add * facts[lever.fact].den
        elif lever.value is not None:
            after[lever.fact] = given(lever.fact, lever.value)
        else:
            after[lever.fact] = given(lever.fact, rung)
    after |= {name: min(window.limits[name][1], int(after[name]) + 60) for name in lever.grows}
    return after


def outcomes(edition: Edition, facts: dict[str, Value], window: Window) -> list[int]:
    """Calculate all that may improve: gates, needs of routes, lines; each a number that is better the higher it is."""
    values: dict[str, Value] = {**window.dates, **facts}
    rules = edition.evaluators
    for name, rule in rules.derived.items():
        values[name] = rule(values).value
    found = [rule(values).value for rule in (*rules.gates, *(need for needs in rules.routes for need in needs))]
    return [int(value) for value in (*found, *(rule(values).value for rule in rules.lines))]


LEVERS = [(city, lever.id) for city, edition in EDITIONS.items() for lever in edition.levers]


@pytest.mark.parametrize(("city", "id_"), LEVERS)
def test_a_lever_can_improve_a_line_a_gate_or_a_route(city: str, id_: str) -> None:
    """Drawn people, each with and without what the lever writes: for one of them at least something is better."""
    edition = EDITIONS[city]
    (lever,) = [lever for lever in edition.levers if lever.id == id_]
    round_ = edition.calendar.default(TODAY)
    window = edition.calendar.window(round_)
    draw = random.Random(f"{city} {id_}")  # noqa: S311 - the same people in every run
    for _ in range(1_000):
        facts = {name: drawn(fact, window.limits[name][1], draw) for name, fact in edition.facts.items()}
        before = outcomes(edition, facts, window)
        after = outcomes(edition, raised(facts, lever, edition, window, draw), window)
        if any(now > then for then, now in zip(before, after, strict=True)):
            return
    pytest.fail(f"{lever.id} improves nothing in {edition.id}")


def numbers_of(lever: Lever, edition: Edition) -> Iterator[tuple[str, int]]:
    """Give each number that a lever may reach, with the fact, in units of its last decimal."""
    yuan = [name for name in facts_changed(lever, edition) if edition.facts[name].type == "yuan"]
    for name in [lever.fact] if lever.fact else yuan:
        fact = edition.facts[name]
        written = [lever.value] if lever.value is not None else list(lever.amounts)
        for number in written if fact.type in ("months", "count", "yuan", "number") else ():
            read = read_fact(fact, number, limits(fact)[1])
            assert isinstance(read, int)
            yield name, read


NUMBERS = [
    (city, lever.id, name, number)
    for city, edition in EDITIONS.items()
    for lever in edition.levers
    for name, number in numbers_of(lever, edition)
]


@pytest.mark.parametrize(("city", "id_", "name", "number"), NUMBERS)
def test_a_number_of_a_lever_is_one_that_a_rule_names(city: str, id_: str, name: str, number: int) -> None:
    """One less of it, and for somebody something is worse: the lever advises no more than the rule asks for."""
    edition = EDITIONS[city]
    window = edition.calendar.window(edition.calendar.default(TODAY))
    draw = random.Random(f"{city} {id_} {number}")  # noqa: S311 - the same people in every run
    for _ in range(1_000):
        facts = {known: drawn(fact, window.limits[known][1], draw) for known, fact in edition.facts.items()}
        reached = outcomes(edition, facts | {name: number}, window)
        missed = outcomes(edition, facts | {name: number - edition.facts[name].den}, window)
        if any(much > less for much, less in zip(reached, missed, strict=True)):
            return
    pytest.fail(f"no rule of {edition.id} tells {number} of {name} from one less")


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=str)
def test_a_lever_has_both_languages_and_says_what_must_be_true_of_a_home_or_a_job(edition: Edition) -> None:
    for lever in edition.levers:
        texts = [lever.name, *filter(None, [lever.name_in, lever.caution])]
        assert all(words is not None and not words.lacks_english for words in texts), lever.id
        assert lever.table not in ("home", "insurance") or lever.caution is not None, lever.id
