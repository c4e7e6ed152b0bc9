"""The line 分数线 that admits, and by how much the last one may rise where it is not published yet.

A mark that the rules fix holds in every round. A cut-off is known when its round is over: until then nothing is
compared with it, and what can be said exactly is by how much the last cut-off may rise. The least total to be ranked
admits nobody and is no such line.
"""

from decimal import Decimal
from typing import Literal

import msgspec

from hukou_cli.policy.edition import Edition
from hukou_cli.policy.round_calendar import LastLine
from hukou_cli.policy.rounds import RoundId

LineKind = Literal["pass_mark", "cutoff", "published_line"]
"""The kinds of lines: a total that is enough; the lowest admitted; one that the city published for a round."""


class ScoreLine(msgspec.Struct, frozen=True):
    """The line to be reached in a round.

    Attributes:
        kind: What the line is.
        points: What is to be reached; None where the rules ask for more than a total.
        of: The group or line whose points are to reach it; None where that is the total.

    """

    kind: LineKind
    points: Decimal | None
    of: str | None = None


def score_line(edition: Edition, round_: RoundId) -> ScoreLine | None:
    """Return the line to be reached in a round; None without points, and where it is not published."""
    if not edition.is_scored:
        return None
    if edition.passes is not None and not edition.has_entry_mark:
        return ScoreLine("pass_mark", edition.pass_mark)
    known = edition.calendar.cutoff(round_)
    if known is None:
        return None
    return ScoreLine("cutoff" if known.cutoff is not None else "published_line", known.line, known.line_of)


def last_line(edition: Edition, round_: RoundId) -> LastLine | None:
    """Return the latest line published before a round whose own is not; None where no line is to come."""
    if not edition.is_scored or score_line(edition, round_) is not None:
        return None
    return edition.calendar.last_line(round_)


def may_rise(total: int, places: int, line: Decimal, rounds: int) -> int:
    """Return by how much a line may rise each round so that points still reach it; negative where it must fall.

    Args:
        total: The total, or the points that the line is of, in units of ``10**-places``.
        places: The decimal places of points.
        line: The last line.
        rounds: How many rounds later they are to reach it.

    Returns:
        (total - line) / rounds in units of ``10**-places``, rounded down.

    >>> may_rise(12968, 2, Decimal("119.92"), 8), may_rise(11559, 2, Decimal("119.92"), 8)  # 9.76 ÷ 8, -4.33 ÷ 8
    (122, -55)

    """
    numerator, denominator = line.as_integer_ratio()
    over: int = total * denominator - numerator * 10**places
    return over // (denominator * rounds)
