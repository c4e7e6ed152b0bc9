"""The line under a quota: of all, of a sample, of a list; and that intervals hold it as often as they say."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import comb

import pytest

from hukou_cli.scoring.simulation import Basis, Limits, Pool, line_limits, sample_ranks

SCORES = [12, 11, 10, 10, 9, 8, 7, 7, 5, 3]


def pool(scores: Sequence[int], basis: Basis, unknown: int = 0, applicants: tuple[int, int] | None = None) -> Pool:
    counted = sorted(Counter(scores).items(), reverse=True)
    ranked = [(Decimal(score), number) for score, number in counted]
    return Pool(basis, len(scores) + unknown, unknown, ranked, applicants)


def test_the_line_of_all_is_the_score_of_the_last_place() -> None:
    assert line_limits(pool(SCORES, "complete"), 3) == Limits(Decimal(10), None, Decimal(10))
    assert line_limits(pool(SCORES, "complete"), 10) == Limits(Decimal(3), None, Decimal(3))
    assert line_limits(pool(SCORES, "complete"), 11) == Limits(None, None, None, is_below_all=True)


def test_rows_that_could_not_be_scored_may_all_stand_above_or_below() -> None:
    found = line_limits(pool(SCORES, "complete", unknown=2), 4)
    assert found == Limits(Decimal(10), None, Decimal(11))  # both below: the 4th, 10; both above: the 2nd, 11
    assert line_limits(pool(SCORES, "complete", unknown=4), 4) == Limits(Decimal(10), None, None)


def test_a_list_answers_a_smaller_quota_exactly_and_a_larger_one_by_a_limit() -> None:
    assert line_limits(pool(SCORES, "list"), 5) == Limits(Decimal(9), None, Decimal(9))
    assert line_limits(pool(SCORES, "list"), 11) == Limits(None, None, Decimal(3))


def test_a_sample_that_is_everybody_is_exact_to_the_next_score() -> None:
    # all three of the first three are in it: the line is not above the 3rd and not below the 4th, which has 10 too
    assert line_limits(pool(SCORES, "sample", applicants=(10, 10)), 3) == Limits(Decimal(10), Decimal(10), Decimal(10))


def test_more_applicants_mean_a_higher_line() -> None:
    few = line_limits(pool(SCORES, "sample", applicants=(20, 20)), 6, 80)
    many = line_limits(pool(SCORES, "sample", applicants=(40, 40)), 6, 80)
    both = line_limits(pool(SCORES, "sample", applicants=(20, 40)), 6, 80)
    assert (both.low, both.high) == (few.low, many.high)


@pytest.mark.parametrize(("quota", "applicants", "rows"), [(2, 4, 2), (3, 12, 5), (6, 9, 4), (1, 30, 10), (25, 60, 30)])
@pytest.mark.parametrize("confidence", [50, 80, 95, 99])
def test_both_ends_leave_at_most_half_of_what_the_confidence_leaves(
    quota: int, applicants: int, rows: int, confidence: int
) -> None:
    low, high = sample_ranks(quota, applicants, rows, confidence)
    ways = {
        k: comb(quota, k) * comb(applicants - quota, rows - k)
        for k in range(max(0, rows + quota - applicants), min(quota, rows) + 1)
    }
    left = Fraction(100 - confidence, 200)

    def chance(*numbers: int) -> Fraction:
        return Fraction(sum(ways.get(k, 0) for k in numbers), comb(applicants, rows))

    assert chance(*range(low)) <= left
    assert chance(*range(high + 1, rows + 1)) <= left
    assert low > 0 or chance(0) > left or low == max(0, rows + quota - applicants)
    if low < high:  # neither end can be drawn in by one
        assert chance(*range(low + 1)) > left
        assert chance(*range(high, rows + 1)) > left


@pytest.mark.parametrize("quota", [1, 3, 4, 8])
def test_of_all_samples_there_are_as_many_hold_the_line_as_is_said(quota: int) -> None:
    samples = list(combinations(SCORES, 4))
    line = Decimal(SCORES[quota - 1])
    held = 0
    for sample in samples:
        found = line_limits(pool(sample, "sample", applicants=(10, 10)), quota, 80)
        held += (found.low is None or found.low <= line) and (found.high is None or line <= found.high)
    assert held * 100 >= 80 * len(samples)
