"""Points as bars of one scale: the whole width is the line to be reached, so that the bars together show the total."""

from decimal import Decimal

from rich.text import Text

from hukou_cli.scoring.result import Limits, Score

BAR = 8
"""The width of a full bar, in columns."""

_EIGHTHS = " ▏▎▍▌▋▊▉"


def full_bar(score: Score) -> Decimal:
    """Return the points of a full bar: the line, or without one the highest total or line that there is."""
    if score.line is not None and score.line > 0:
        return score.line
    limits = (score.total_range, *(line.points_range for line in score.lines))
    return max((abs(limit) for pair in limits for limit in pair if limit.is_finite()), default=Decimal(0))


def bar(limits: Limits, full: Decimal) -> Text:
    """Return points as a bar.

    A deduction is lighter, so that it shows without colour too. Of an open figure the certain part is drawn full, and
    what is possible beyond it in a middle shade.

    Args:
        limits: The lowest and the highest points.
        full: The points of a full bar.

    """
    low, high = (_eighths(abs(limit), full) for limit in limits)
    sure = low if limits[0] > 0 else high if limits[1] < 0 else 0
    drawn = Text(_blocks(sure), style="cyan") if limits[0] > 0 else Text("░" * _columns(sure), style="red")
    return drawn.append("▒" * (_columns(max(low, high)) - _columns(sure)), style="yellow")


def _eighths(points: Decimal, full: Decimal) -> int:
    """Return the length of a bar in eighths of a column, cut at the full width; at least one for any points."""
    if not points or not full:
        return 0
    if not points.is_finite() or points >= full:
        return 8 * BAR
    return max(1, int((points * 8 * BAR / full).to_integral_value()))


def _columns(eighths: int) -> int:
    return -(-eighths // 8)


def _blocks(eighths: int) -> str:
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
