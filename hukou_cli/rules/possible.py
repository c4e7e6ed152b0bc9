"""What a name or a formula can come to: ranges, as a score where nothing is missing has too."""

from collections.abc import Iterable, Mapping

Range = tuple[int, int]
"""An interval that holds every possible value: its lowest and highest end, as numerators of one denominator. Of a
condition 0 is false and 1 true, so that ``(0, 1)`` is undecided."""

Possible = Range | frozenset[str]
"""Possible values of a name: the range of a quantity, date or flag, or the options left to a choice."""

Ranges = Mapping[str, Possible]
"""Possible values of each name. A flag or a choice that is not there may have any."""

UNDECIDED: Range = (0, 1)


def negated(truth: Range) -> Range:
    """Return the truth of a condition's opposite."""
    low, high = truth
    return 1 - high, 1 - low


def all_of(truths: Iterable[Range]) -> Range:
    """Return the truth of several conditions together, from the truth of each."""
    lows, highs = zip((1, 1), *truths, strict=True)
    return min(lows), min(highs)
