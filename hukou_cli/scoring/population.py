"""What a change of rules does to people, as a result: counts, exact sums and order statistics.

Whom one of the editions does not score is counted apart: ``Rows.read`` is the sum of all kinds. ``table.population``
works it out.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.facts.types import Fact
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.ranking import Ranking, Ties
from hukou_cli.scoring.score_line import LineKind

Side = Literal["before", "after"]

SIDES: tuple[Side, Side] = ("before", "after")
"""The two editions that are compared."""

PERCENTS = (0, 5, 25, 50, 75, 95, 100)
"""The order statistics that are told, in percent: of n people the ⌈percent · n ÷ 100⌉th lowest; 0 is the lowest."""

BarKind = LineKind | Literal["given", "quota", "last_line"]
"""What is to be reached to pass: a line of ``score_line``, one that is given, a quota, or the last line published."""


class Bar(msgspec.Struct, frozen=True):
    """What passes under one edition.

    Attributes:
        kind: What is to be reached.
        points: Its points; of a quota the cut-off. None where the rules ask for more than a total, or nobody is ranked.
        passed: How many pass, of all whom the edition scores.
        round: The round that the last line published is of.
        ranking: The ranking under a quota.
        ties: Its rule for ties.

    """

    kind: BarKind
    points: Decimal | None
    passed: int
    round: RoundId | None = None
    ranking: Ranking | None = None
    ties: Ties | None = None


class Turned(msgspec.Struct, frozen=True):
    """How many are so under both editions, only under the later, only under the earlier, under neither.

    These are scored under both. ``rejected_after`` are so under the earlier, and not scored under the later;
    ``rejected_before`` the reverse.
    """

    both: int
    newly: int
    no_longer: int
    neither: int
    rejected_after: int
    rejected_before: int


class Rows(msgspec.Struct, frozen=True):
    """How many rows there are of each kind. ``passed_over`` are blank ones, and rows of sums."""

    read: int
    both: int
    only_before: int
    only_after: int
    neither: int
    passed_over: int


class Reason(msgspec.Struct, frozen=True):
    """One mistake of rows that an edition does not score: the column, the code, and how many rows have it.

    A row with several mistakes counts under each. ``column`` is empty where the row as a whole is wrong.
    """

    column: str
    code: str
    rows: int


class LineChange(msgspec.Struct, frozen=True):
    """What a line brings. A line that one edition does not have gives no points there.

    Attributes:
        id: The line.
        name: Its name.
        sides: The editions that have it.
        gain: How many it gives more points.
        lose: How many it gives fewer.
        change: The sum of the changes.

    """

    id: str
    name: Bilingual
    sides: tuple[Side, ...]
    gain: int
    lose: int
    change: Decimal


class GroupChange(msgspec.Struct, frozen=True):
    """The change for one group of people. ``value`` is what they have in common; None for an empty cell.

    It is the text of the cell; of a fact with options the id of the option, however it is spelt, and of a flag ``true``
    or ``false``.
    """

    value: str | None
    people: int
    gain: int
    lose: int
    change: Decimal
    median: Decimal
    newly: int
    no_longer: int


class EditionInRound(msgspec.Struct, frozen=True):
    """An edition, how the user named it, the round, and whether the rules have ended before it."""

    edition: Edition
    named: str
    round: RoundId
    has_ended: bool


class Comparison(msgspec.Struct, frozen=True):
    """What a change of rules does to the people of a table.

    Attributes:
        before: The earlier edition.
        after: The later one.
        table: The name of the table.
        places: The decimals of points.
        rows: How many rows there are of each kind.
        reasons: Why rows are not scored, by side: the most frequent.
        gain: How many have a higher total under the later edition.
        lose: How many have a lower one.
        change: The sum of the changes of the totals.
        changes: How many have each change, the lowest first.
        quantiles: The order statistics of ``PERCENTS`` of the change, the earlier totals and the later ones.
        lines: What each line brings, in the order of the later edition; those that nobody notices too.
        eligible: Who meets the conditions.
        bars: What passes, by side; none where a side has nothing to compare with.
        passing: Who passes, where there are bars.
        by: The column by which people are grouped.
        by_fact: The fact that it holds, where that has options or is a flag.
        groups: The groups, the largest first, at most so many.
        more_groups: How many more there are.

    """

    before: EditionInRound
    after: EditionInRound
    table: str
    places: int
    rows: Rows
    reasons: dict[Side, tuple[Reason, ...]]
    gain: int
    lose: int
    change: Decimal
    changes: tuple[tuple[Decimal, int], ...]
    quantiles: dict[Literal["change", "before", "after"], tuple[Decimal, ...]]
    lines: tuple[LineChange, ...]
    eligible: Turned
    bars: dict[Side, Bar] = {}
    passing: Turned | None = None
    by: str | None = None
    by_fact: Fact | None = None
    groups: tuple[GroupChange, ...] = ()
    more_groups: int = 0

    @property
    def same(self) -> int:
        """How many have the same total under both."""
        return self.rows.both - self.gain - self.lose

    @property
    def outside_lines(self) -> Decimal:
        """What changes in all totals and in no line: by a limit on a sum of lines."""
        return self.change - sum((line.change for line in self.lines), Decimal(0))


class Asked(msgspec.Struct, frozen=True):
    """What is asked of a comparison.

    Attributes:
        table: The name of the table.
        by: The column by which people are grouped.
        quota: How many are admitted under each edition.
        line: What is to be reached under each.

    """

    table: str
    by: str | None = None
    quota: int | None = None
    line: Decimal | None = None


def order_statistics(counts: Sequence[tuple[int, int]], percents: Sequence[int] = PERCENTS) -> tuple[int, ...]:
    """Return the values that so many percent of people, at least, do not exceed; of none nothing.

    Args:
        counts: The values, the lowest first, with how many people have each.
        percents: 0 to 100, rising.

    >>> order_statistics([(0, 6), (50, 3), (120, 1)], (0, 60, 61, 90, 100))  # of ten: the 1st, 6th, 7th, 9th, 10th
    (0, 0, 50, 50, 120)

    """
    people = sum(number for _, number in counts)
    found: list[int] = []
    upto = 0
    for value, number in counts:
        upto += number
        while len(found) < len(percents) and upto >= max(1, -(-percents[len(found)] * people // 100)):
            found.append(value)
    return tuple(found)
