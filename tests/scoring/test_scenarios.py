"""Sets of steps put together from parts against the same sets scored whole, and the search against brute force."""

import datetime
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hukou_cli import Applicant, InvalidApplicant, load_applicant
from hukou_cli.applicant.document import RECORD_TABLES, applicant_of
from hukou_cli.base.decimals import to_decimal
from hukou_cli.base.toml_source import parse_toml, read_text
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.goal import Search, go_together, goes_less_far
from hukou_cli.scoring.inputs import resolve
from hukou_cli.scoring.past_lines import past_lines
from hukou_cli.scoring.result import Score
from hukou_cli.scoring.rounds_ahead import RoundsAhead
from hukou_cli.scoring.scenarios import NoScenario, Scenario, Scenarios
from hukou_cli.scoring.score import score_under
from hukou_cli.scoring.step import Step, with_steps
from hukou_cli.scoring.steps import offer_of
from hukou_cli.scoring.ways_in import WaysIn
from tests.support.catalog import CATALOG

PEOPLE = Path(__file__).parent.parent / "data" / "plan"
TODAY = datetime.date(2026, 11, 29)
EXAMPLES = 20
"""Random people for each city; a hundred times as many were tried once."""

EDITIONS = [CATALOG.find_on(city, 20261129) for city in CATALOG.cities()]
SCORED = [
    edition
    for edition in EDITIONS
    if edition.is_scored and edition.file.unseen is None and (edition.file.policy.in_force_to or TODAY) >= TODAY
]


def rounds_of(edition: Edition) -> list[RoundId]:
    """Return the rounds of seven years; where applications are open all year, the first days of half-years."""
    rounds = RoundsAhead(edition, TODAY, past_lines(edition), None).rounds(2033)
    return rounds[1::6] if edition.calendar.is_open_all_year else rounds


def scenarios_of(applicant: Applicant, edition: Edition, round_: RoundId) -> Scenarios:
    values = resolve(applicant, edition, edition.calendar.window(round_)).values
    offer = offer_of(applicant, edition, TODAY, values)
    return Scenarios(lambda _: applicant, edition, applicant.told_records, offer.steps)


def whole(applicant: Applicant, edition: Edition, steps: tuple[Step, ...], round_: RoundId) -> Scenario | None:
    """Score a set from scratch, as ``score`` does; None where a figure is open."""
    score = score_under(with_steps(applicant, steps, edition.calendar.window(round_)), edition, round_)
    if score.total is None or any(line.points is None for line in score.lines):
        return None
    truths = [
        check.passed for check in (*score.gates, *score.vetoes, *(n for r in score.route_checks for n in r.needs))
    ]
    return Scenario(
        lines=tuple(line.low for line in score.lines),
        total=int(score.total.scaleb(edition.file.policy.decimals)),
        failing=sum(1 << at for at, passed in enumerate(truths) if passed is False),
        open=sum(1 << at for at, passed in enumerate(truths) if passed is None),
        is_enough=None if edition.passes is None else enters(score),
        values={},
    )


def enters(score: Score) -> bool | None:
    """Return whether the rules' own mark is reached, that to be ranked in a ranking."""
    return score.enters_ranking if score.edition.has_entry_mark else score.reached


def figures(scenario: Scenario) -> tuple[object, ...]:
    return scenario.lines, scenario.total, scenario.failing, scenario.open, scenario.is_enough


@st.composite
def people(draw: st.DrawFn, edition: Edition) -> Applicant:
    """Draw somebody like the example of a city: some kinds of records left out, begun earlier or later, some facts."""
    path = str(Path(edition.path).parent / "example.toml")
    table = dict(parse_toml(read_text(Path(path)), path, InvalidApplicant))
    for kind in [kind for kind in RECORD_TABLES if kind in table]:
        listed = table[kind]
        assert isinstance(listed, list)
        kept = [record for record in listed if draw(st.integers(0, 3))]
        table[kind] = [_moved(record, draw(st.integers(-4, 3))) for record in kept]
        if not kept and draw(st.booleans()):
            del table[kind]
    return applicant_of(table)


def _moved(record: Mapping[str, object], years: int) -> dict[str, object]:
    """Move a record in time by so many years, at most to 2025."""
    moved = {**record}
    for key in ("from", "to", "date"):
        text = str(record.get(key, ""))
        if text:
            moved[key] = f"{min(2025, int(text[:4]) + years)}{text[4:]}"
    for key in ("endorsed", "back_paid", "excused"):
        moved.pop(key, None)
    return moved


@pytest.mark.slow
@pytest.mark.parametrize("edition", SCORED, ids=lambda edition: edition.file.policy.folder)
@settings(max_examples=EXAMPLES, deadline=None)
@given(data=st.data())
def test_a_set_put_together_is_the_set_scored_whole(edition: Edition, data: st.DataObject) -> None:
    applicant = data.draw(people(edition))
    round_ = data.draw(st.sampled_from(rounds_of(edition)))
    try:
        scenarios = scenarios_of(applicant, edition, round_)
    except InvalidApplicant:
        assume(condition=False)
    assume(scenarios.steps)
    for _ in range(8):
        steps = tuple(data.draw(st.lists(st.sampled_from(scenarios.steps), min_size=1, max_size=3, unique_by=id)))
        if not go_together(steps):
            continue
        found = scenarios.composed_of(scenarios.parts(steps), round_)
        try:
            expected = whole(applicant, edition, steps, round_)
        except InvalidApplicant:
            assert found == NoScenario()
            continue
        if expected is None:
            assert isinstance(found, NoScenario)
            assert found.facts
        else:
            assert isinstance(found, Scenario), ([step.id for step in steps], found)
            assert figures(found) == figures(expected), [step.id for step in steps]


CASES = {"beijing": "bj-renter", "guangzhou": "gz", "tianjin": "tj", "chengdu": "cd"}
LEVERS = {
    "guangzhou": {"own_home", "blood_donation", "registered_rental", "shortage_job", "volunteering", "degree"},
    "tianjin": {"own_home", "registered_rental", "title", "skill", "degree", "housing_fund"},
    "chengdu": {"own_home", "registered_rental", "title", "shortage_post"},
}
"""The levers that are tried: scoring every set of all of them from scratch would take minutes."""


@pytest.mark.slow
@pytest.mark.parametrize("city", CASES)
def test_the_search_finds_what_brute_force_finds(city: str) -> None:
    edition = CATALOG.find_on(city, 20261129)
    applicant = load_applicant(PEOPLE / f"{CASES[city]}.toml")
    ahead = RoundsAhead(edition, TODAY, past_lines(edition, CATALOG.earlier(edition)), None)
    rounds = rounds_of(edition)[:3]
    found = scenarios_of(applicant, edition, rounds[0])
    chosen = [step for step in found.steps if step.lever.id in LEVERS.get(city, {step.lever.id})]
    scenarios = Scenarios(lambda _: applicant, edition, applicant.told_records, chosen)
    ways = WaysIn(scenarios, ahead, "middle")
    search = Search(scenarios, ways.passes, ways.line, 3)
    for round_ in rounds:
        seen = {frozenset(step.id for step in each.steps) for each in search.found([round_])}
        assert seen == brute_force(applicant, edition, chosen, round_, ahead), round_


def brute_force(
    applicant: Applicant, edition: Edition, steps: list[Step], round_: RoundId, ahead: RoundsAhead
) -> set[frozenset[str]]:
    """Score every set of up to three steps whole; return those that pass and that no smaller or lesser one does."""
    band = ahead.band(round_)
    line = None if band is None else to_decimal(band.middle, edition.file.policy.decimals)
    passing: list[tuple[Step, ...]] = []
    for size in range(4):
        for chosen in combinations(steps, size):
            if not go_together(chosen):
                continue
            try:
                score = score_under(with_steps(applicant, chosen, edition.calendar.window(round_)), edition, round_)
            except InvalidApplicant:
                continue
            is_enough = enters(score) if line is None else score.total is not None and score.total >= line
            if score.eligible and is_enough:
                passing.append(chosen)
    ids = [frozenset(step.id for step in each) for each in passing]
    smallest = [each for each, own in zip(passing, ids, strict=True) if not any(other < own for other in ids)]
    return {
        frozenset(step.id for step in each)
        for each in smallest
        if not any(goes_less_far(other, each) for other in smallest)
    }


def test_sets_that_cannot_be_taken_together_are_not_tried() -> None:
    edition = CATALOG.find_on("beijing", 20261129)
    applicant = load_applicant(PEOPLE / "bj-young.toml")
    scenarios = scenarios_of(applicant, edition, RoundId(2028))
    search = Search(scenarios, lambda *_: False, lambda _: None, 2)
    pairs = [frozenset(step.lever.id for step in each.steps) for each in search.candidates]
    levers = len({step.lever.id for step in scenarios.steps})
    assert all(len(each) <= 2 for each in pairs)
    assert len(set(pairs)) == 1 + levers + levers * (levers - 1) // 2


def test_a_set_is_found_though_its_steps_do_nothing_alone() -> None:
    # 119.04 in 2028: a job outside the six districts adds a point, but only with a home there.
    edition = CATALOG.find_on("beijing", 20261129)
    applicant = load_applicant(PEOPLE / "bj-renter.toml")
    scenarios = scenarios_of(applicant, edition, RoundId(2028))
    search = Search(scenarios, lambda one, _: one.total >= 12312, lambda _: 12312, 2)
    found = {frozenset(step.id for step in each.steps) for each in search.found([RoundId(2028)])}
    assert frozenset({"own_home:mentougou", "job:mentougou"}) in found  # 119.04 + 3.08 + 1 = 123.12
