"""Intervals are possible ones: what a missing fact may be, and that somebody reaches the limits it leaves."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hukou_cli import Applicant, Edition, InvalidApplicant, Score, find_policy, score
from hukou_cli.applicant.document import applicant_of
from hukou_cli.base.calendar import date_text, from_date
from hukou_cli.facts.types import UNKNOWN
from hukou_cli.policy.catalog import round_named
from hukou_cli.policy.rounds import RoundId
from hukou_cli.rules.possible import Possible
from hukou_cli.scoring.inputs import Inputs, resolve
from tests.bench.bench_missing import TODAY, editions

DAY = from_date(TODAY)
SCORED = list(editions())
BEIJING = find_policy("beijing")


def inputs(applicant: Applicant, edition: Edition) -> Inputs:
    return resolve(applicant, edition, edition.calendar.window(round_named(edition, None, DAY)), DAY)


def with_facts(applicant: Applicant, facts: dict[str, Any]) -> Applicant:
    return replace(applicant, set_={**applicant.set_, **facts})


def written(edition: Edition, name: str, value: object) -> object:
    """Write a value as an applicant would."""
    fact = edition.facts[name]
    if isinstance(value, str):
        return value
    assert isinstance(value, int)
    return (
        bool(value) if fact.type == "flag" else date_text(value) if fact.type == "date" else Decimal(value) / fact.den
    )


def whole(edition: Edition, name: str, left: Possible) -> Sequence[object]:
    """List what a fact may be, without dates and what has no end."""
    fact = edition.facts[name]
    if isinstance(left, frozenset):
        return sorted(left)
    if fact.allowed:
        return [int(number * fact.den) for number in fact.allowed]
    low, high = left
    return [] if fact.type == "date" or high - low > 1000 else list(range(low, high + 1))


def limits(result: Score) -> list[tuple[Decimal, Decimal]]:
    return [result.total_range, result.core_range, *(line.points_range for line in result.lines)]


@st.composite
def completions(draw: st.DrawFn) -> tuple[Edition, Applicant, Applicant]:
    """Draw an edition, its example applicant without some facts, and one way in which these may be filled in."""
    edition, applicant = draw(st.sampled_from(SCORED))
    names = draw(
        st.lists(st.sampled_from(sorted(edition.used & edition.facts.keys())), min_size=1, max_size=4, unique=True)
    )
    opened = with_facts(applicant, dict.fromkeys(names, UNKNOWN))
    window = edition.calendar.window(round_named(edition, None, DAY))
    filled = {}
    try:
        missing = inputs(opened, edition).missing
    except InvalidApplicant:
        missing = {}
    assume(missing)
    for name, left in missing.items():
        if isinstance(left, frozenset):
            value: object = draw(st.sampled_from(sorted(left)))
        elif edition.facts[name].type == "date":
            low, high = (datetime.date.fromisoformat(date_text(end)) for end in left)
            value = from_date(draw(st.dates(low, high)))
        else:
            value = draw(st.integers(left[0], min(left[1], window.limits[name][1])))
        filled[name] = written(edition, name, value)
    return edition, opened, with_facts(opened, filled)


@pytest.mark.laws
@settings(max_examples=150)
@given(drawn=completions())
def test_whoever_is_possible_scores_inside_the_interval(drawn: tuple[Edition, Applicant, Applicant]) -> None:
    edition, opened, filled = drawn
    try:
        full = score(filled, edition, today=TODAY)
    except InvalidApplicant:
        assume(False)  # the values drawn contradict each other
    result = score(opened, edition, today=TODAY)
    for (low, high), (least, most) in zip(limits(result), limits(full), strict=True):
        assert low <= least <= most <= high
    assert result.eligible in (None, full.eligible)
    assert result.reached in (None, full.reached)


@pytest.mark.laws
@settings(max_examples=40)
@given(data=st.data())
def test_somebody_possible_reaches_both_ends_of_one_missing_fact(data: st.DataObject) -> None:
    edition, applicant = data.draw(st.sampled_from(SCORED))
    name = data.draw(st.sampled_from(sorted(edition.used & edition.facts.keys())))
    opened = with_facts(applicant, {name: UNKNOWN})
    try:
        missing = inputs(opened, edition).missing
    except InvalidApplicant:
        missing = {}
    assume(list(missing) == [name])
    found = []
    for value in whole(edition, name, missing[name]):
        try:
            found.append(score(with_facts(applicant, {name: written(edition, name, value)}), edition, today=TODAY))
        except InvalidApplicant:
            continue  # a constraint forbids it
    assume(found)
    for at, (low, high) in enumerate(limits(score(opened, edition, today=TODAY))):
        reached = [limits(each)[at] for each in found]
        assert (low, high) == (min(least for least, _ in reached), max(most for _, most in reached))


def test_months_of_residence_are_those_of_somebody() -> None:
    """189 months insured, at most 65 of them since 2020-08, and homes unknown.

    Least: 65 months since then without a home, 124 before at half a point a year: 5.17. Most: always in an own home,
    189 ÷ 12 = 15.75. Each kind of home is rounded apart, which may cost and gain three times 0.005 more.
    """
    result = score({"degree": "bachelor", "insured_months": 189}, BEIJING, 2026)
    (low, high) = next(line.points_range for line in result.lines if line.indicator.id == "residence")
    assert Decimal("5.12") <= low <= Decimal("5.17")
    assert Decimal("15.75") <= high <= Decimal("15.80")
    assert result.core_share_range is not None
    assert 0 < result.core_share_range[0] < result.core_share_range[1] < 1


@pytest.mark.parametrize(
    ("facts", "name", "expected"),
    [
        ({"birth_date": "1990-06-15"}, "insured_months", (0, 235)),  # from 2006-06, aged 16, to 2025-12
        ({"birth_date": "1990-06-15"}, "own_home_months", (0, 427)),  # from the month of birth
        ({"insured_months": 189}, "own_home_months", (0, 756)),  # born at any time: up to 63 years
        ({"insured_months": 189}, "birth_date", (19250101, 19940430)),  # insured since 2010-04, then 16 or older
        ({"degree": "none"}, "birth_date", (19250101, 20090101)),  # 16 to 100 years old on 2025-01-01
    ],
)
def test_a_missing_fact_is_limited_by_a_life(facts: dict[str, Any], name: str, expected: tuple[int, int]) -> None:
    found = resolve(applicant_of({"facts": facts}), BEIJING, BEIJING.calendar.window(RoundId(2026)), DAY)
    assert found.missing[name] == expected


def test_a_penalty_that_nothing_limits_has_no_lower_limit() -> None:
    edition, applicant = next(pair for pair in SCORED if pair[0].id.startswith("beijing/"))
    result = score(with_facts(applicant, {"detentions": UNKNOWN}), edition, today=TODAY)
    low, high = result.total_range
    assert not low.is_finite()
    assert high == score(applicant, edition, today=TODAY).total
    assert result.core_share_range is None


@pytest.mark.parametrize(
    ("round_", "expected"),
    [("2026-2", (20260701, 20261031)), ("2027-1", (20270101, 20270430))],  # over on the day of these tests; to come
)
def test_a_day_of_submission_lies_in_the_period(round_: str, expected: tuple[int, int]) -> None:
    edition, applicant = next(pair for pair in SCORED if pair[0].id.startswith("tianjin/"))
    window = edition.calendar.window(round_named(edition, round_, DAY))
    (left,) = resolve(with_facts(applicant, {"submitted_on": UNKNOWN}), edition, window, DAY).missing.values()
    assert left == expected


def test_a_day_of_application_may_lie_ahead_within_its_period() -> None:
    edition, applicant = next(pair for pair in SCORED if pair[0].id.startswith("tianjin/"))
    planned = with_facts(applicant, {"submitted_on": "2027-04-30"})
    assert score(planned, edition, "2027-1", today=TODAY).round == RoundId(2027, 1)
    with pytest.raises(InvalidApplicant, match="2027-05-01 is after 2027-04-30"):
        score(with_facts(applicant, {"submitted_on": "2027-05-01"}), edition, "2027-1", today=TODAY)
    with pytest.raises(InvalidApplicant, match="date-too-late"):
        score(with_facts(applicant, {"birth_date": "2027-04-30"}), edition, "2027-1", today=TODAY)


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("endorsements", 24),  # 2003 to 2026, one a year
        ("rented_months", 286),  # 2003-03 to 2026-12
    ],
)
def test_what_one_has_as_an_adult_is_limited_since_sixteen(name: str, most: int) -> None:
    """Born on 1987-03-12, sixteen on 2003-03-12; the round of 2027-1 counts to 2026-12-31."""
    tianjin = find_policy("tianjin")
    window = tianjin.calendar.window(RoundId(2027, 1))
    person = applicant_of({"birth_date": "1987-03-12", "facts": {"tianjin": {name: "unknown"}}})
    assert resolve(person, tianjin, window, DAY).missing[name] == (0, most)
