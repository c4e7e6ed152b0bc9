"""Rounds scored one after another come out as each would alone, whatever was taken from the round before."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukou_cli import find_policy
from hukou_cli.applicant.document import Applicant, applicant_of
from hukou_cli.base import calendar
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId, day_round
from hukou_cli.records.stretches import Stretches
from hukou_cli.scoring.result import Score
from hukou_cli.scoring.round_by_round import RoundByRound
from hukou_cli.scoring.score import score_under
from tests.bench.bench_plan import PEOPLE, Person, table_of

YEARS = (2027, 2028, 2041, 2027, 2034)
"""Forth, back, and far ahead; the months of one year follow one another."""


def rounds_of(edition: Edition) -> list[RoundId]:
    if not edition.calendar.is_open_all_year:
        return [RoundId(year) for year in YEARS]
    return [day_round(year * 10000 + month * 100 + 1) for year in YEARS for month in (1, 2, 3, 12)]


def figures(score: Score) -> tuple[object, ...]:
    checks = (*score.gates, *score.vetoes, *(need for route in score.route_checks for need in route.needs))
    verdict = (score.eligible, score.reached, score.total_range, score.core_share_range, score.place, score.caveats)
    by = (score.decided_by, score.total_decided_by, score.place_decided_by, score.unknown, score.assumed)
    rules = ([(line.points_range, line.step, line.decided_by) for line in score.lines],)
    conditions = [(check.passed, check.step, check.decided_by) for check in checks]
    return (*verdict, *by, *rules, conditions, score.values, score.derived, score.counts, score.partial_counts)


@pytest.mark.parametrize("person", PEOPLE.values(), ids=PEOPLE.keys())
@pytest.mark.parametrize("untold", [(), ("degree",), ("insurance",), ("birth_date", "home")])
def test_a_round_after_others_is_that_round_alone(person: Person, untold: tuple[str, ...]) -> None:
    edition = find_policy(person.scheme)
    applicant: Applicant = applicant_of({key: told for key, told in table_of(person).items() if key not in untold})
    one_by_one = RoundByRound(edition, lambda _: applicant)
    for round_ in rounds_of(edition):
        assert figures(one_by_one.score(round_)) == figures(score_under(applicant, edition, round_))


days = st.integers(calendar.month_of(20200101) * 28, calendar.month_of(20221231) * 28).map(
    lambda number: calendar.first_of(number // 28) + number % 28
)
spans = st.lists(st.tuples(days, days).map(lambda ends: (min(ends), max(ends))), max_size=6)


@given(spans, st.lists(days, min_size=1, max_size=4), st.sampled_from((0, 1, 30)))
def test_stretches_joined_once_are_those_of_each_day(
    told: list[tuple[int, int]], until: list[int], gap_days: int
) -> None:
    stretches = Stretches(told, gap_days)
    for day in itertools.chain(until, reversed(until)):
        assert stretches.full_months(day) == calendar.full_months(told, day, gap_days=gap_days)
        begun = [span for span in told if span[0] <= day]
        assert stretches.begun_by(day) == calendar.blocks_of(begun, gap_days=gap_days)
