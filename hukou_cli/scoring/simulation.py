"""The line under a quota, from a table of applicants: exact of all, an interval from a sample, a bound from a list.

Nothing is drawn at random and nothing is a binary fraction. Of a simple random sample without replacement the number of
people in it who are among the first of all is hypergeometric, so that two order statistics of the sample hold the line
with at least the confidence asked for, whatever the scores are. Where rows could not be scored, both limits allow for
wherever they may stand.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.forecast import Accuracy, PredictionInterval
from hukou_cli.scoring.ranking import Ties

Basis = Literal["complete", "sample", "list"]
"""What a table holds: everybody who applies; a random sample of them; a published list, with nobody below its last."""

CONFIDENCE = 95
"""Percent, where none is asked for."""

_PRECISION = 256
"""The bits of the largest weight: rounding is always to the safe side, and by less than one in ``2**200``."""


class Pool(msgspec.Struct, frozen=True):
    """The applicants, as a table tells of them.

    Attributes:
        basis: What the table holds.
        rows: Its people, also those who are not ranked or could not be scored.
        unknown: Those who could not be scored, and may stand anywhere.
        ranked: The scores of those who are ranked with how many have each, the highest first.
        applicants: The fewest and the most who apply, where the table is a sample of them.

    """

    basis: Basis
    rows: int
    unknown: int
    ranked: Sequence[tuple[Decimal, int]]
    applicants: tuple[int, int] | None = None

    @property
    def people_ranked(self) -> int:
        """How many are ranked."""
        return sum(number for _, number in self.ranked)


class Limits(msgspec.Struct, frozen=True):
    """Where the line lies. A limit that is None is not known: the line may be any lower, or any higher.

    Attributes:
        low: The line is not below.
        middle: The score at the same share of the table; None where that is nobody's, or the table is no sample.
        high: The line is not above.
        is_below_all: Whether there may be places for everybody who is ranked, so that there is no line at all.

    """

    low: Decimal | None
    middle: Decimal | None
    high: Decimal | None
    is_below_all: bool = False


class Simulation(msgspec.Struct, frozen=True):
    """The line of a pool under a quota.

    Attributes:
        edition: The rules.
        round: The round.
        has_ended: Whether the rules have ended before it.
        table: The name of the table.
        quota: How many are admitted.
        ties: The rule for equal scores at the quota.
        confidence: Percent; of a sample.
        pool: The applicants.
        limits: Where the line lies.
        known: The line of the round, where it is published, else the last one, and the round that it is of.
        forecast: What the past lines alone say of this round, in units of the policy's decimals.
        tried: How good such forecasts were, as many rounds ahead; None where there were none to try.
        passed_over: Rows that are nobody's.

    """

    edition: Edition
    round: RoundId
    has_ended: bool
    table: str
    quota: int
    ties: Ties
    confidence: int
    pool: Pool
    limits: Limits
    known: tuple[RoundId, Decimal] | None
    forecast: PredictionInterval | None
    tried: Accuracy | None
    passed_over: int


def line_limits(pool: Pool, quota: int, confidence: int = CONFIDENCE) -> Limits:
    """Return where the line of a pool lies under a quota.

    Args:
        pool: The applicants.
        quota: How many are admitted, at least 1.
        confidence: Percent, 1 to 99; of a sample.

    >>> scores = [(Decimal(9), 1), (Decimal(7), 2), (Decimal(4), 1)]
    >>> line_limits(Pool("complete", 4, 0, scores), 2).low  # 9, 7, 7, 4: the second has 7
    Decimal('7')
    >>> line_limits(Pool("list", 4, 0, scores), 5)  # the list ends before the fifth
    Limits(low=None, middle=None, high=Decimal('4'), is_below_all=False)

    """
    if pool.basis == "sample":
        return _of_sample(pool, quota, confidence)
    if pool.basis == "list":
        at = score_at(pool.ranked, quota)
        last = pool.ranked[-1][0] if pool.ranked else None
        return Limits(at, None, last if at is None else at)
    low = score_at(pool.ranked, quota)
    return Limits(low, None, score_at(pool.ranked, quota - pool.unknown), is_below_all=low is None)


def _of_sample(pool: Pool, quota: int, confidence: int) -> Limits:
    """Return the limits over all numbers of applicants: the more there are, the higher the line."""
    assert pool.applicants is not None
    fewest, most = pool.applicants
    _, highest = sample_ranks(min(quota, fewest), fewest, pool.rows, confidence)
    lowest, _ = sample_ranks(min(quota, most), most, pool.rows, confidence)
    low = score_at(pool.ranked, highest + 1)
    middle = score_at(pool.ranked, max(1, -(-quota * pool.rows * 2 // (fewest + most))))
    return Limits(low, middle, score_at(pool.ranked, lowest - pool.unknown), is_below_all=low is None)


def score_at(ranked: Sequence[tuple[Decimal, int]], rank: int) -> Decimal | None:
    """Return the score of the person of a rank, from 1; None where there is none.

    >>> [score_at([(Decimal(9), 1), (Decimal(7), 2)], rank) for rank in (0, 1, 3, 4)]
    [None, Decimal('9'), Decimal('7'), None]

    """
    upto = 0
    for score, number in ranked if rank > 0 else ():
        upto += number
        if upto >= rank:
            return score
    return None


def sample_ranks(quota: int, applicants: int, rows: int, confidence: int) -> tuple[int, int]:
    """Return how many of a random sample are, at the least and at the most, among the first of all applicants.

    The chance that there are fewer, and the chance that there are more, are each at most half of what the confidence
    leaves.

    Args:
        quota: How many are the first.
        applicants: How many there are, at least ``rows``.
        rows: The size of the sample.
        confidence: Percent.

    >>> sample_ranks(2, 4, 2, 60)  # none 1 in 6, one 4 in 6, two 1 in 6: each end is less likely than 20 %
    (1, 1)
    >>> sample_ranks(2, 4, 2, 95), sample_ranks(3, 10, 10, 95)
    ((0, 2), (3, 3))

    """
    first, last = max(0, rows + quota - applicants), min(quota, rows)
    mode = min(last, max(first, (quota + 1) * (rows + 1) // (applicants + 2)))
    downward = list(_weights(quota, applicants, rows, mode, first))
    upward = list(_weights(quota, applicants, rows, mode, last))
    total = (1 << _PRECISION) + sum(low for low, _ in (*downward, *upward))
    lowest = _end(first, [high for _, high in reversed(downward)], total, 100 - confidence)
    highest = -_end(-last, [high for _, high in reversed(upward)], total, 100 - confidence)
    return lowest, highest


def _end(end: int, weights: Sequence[int], total: int, left: int) -> int:
    """Return how far one may go from an end until what lies behind is more likely than half of ``left`` percent."""
    behind = 0
    for weight in weights:
        behind += weight
        if 200 * behind > left * total:
            return end
        end += 1
    return end


def _weights(quota: int, applicants: int, rows: int, mode: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the weights of the numbers from the most likely one to an end, rounded down and up; that one has 2**256.

    The weight of k is that of C(quota, k) · C(applicants - quota, rows - k); neighbours differ by a ratio.
    """
    low = high = 1 << _PRECISION
    others = applicants - quota - rows
    for k in range(mode, end, -1):  # from k to k - 1
        numerator, denominator = k * (others + k), (quota - k + 1) * (rows - k + 1)
        low, high = low * numerator // denominator, -(-high * numerator // denominator)
        yield low, high
    for k in range(mode, end):  # from k to k + 1
        numerator, denominator = (quota - k) * (rows - k), (k + 1) * (others + k + 1)
        low, high = low * numerator // denominator, -(-high * numerator // denominator)
        yield low, high
