"""Forecast the line 分数线 of later rounds from past ones, and test how good such forecasts were.

Whole numbers only, in any unit: hundredths of a point, as a rule. The last rise goes on each round, and the band takes
each rise by as much more or less as past rises have differed. ``docs/accuracy.md`` has how often that held.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import msgspec

FEWEST = 4
"""The fewest lines that are forecast from: with fewer, how much rises differ is not known."""


ForecastPosition = Literal["below", "below_middle", "above_middle", "above"]
"""Where a total stands to a forecast: below its band; in it, below the middle or from the middle on; from its upper end
on."""


class PredictionInterval(msgspec.Struct, frozen=True):
    """Where a line is expected: at ``middle`` if the last rise goes on, and from ``low`` to ``high``."""

    low: int
    middle: int
    high: int

    def holds(self, line: int) -> bool:
        """Return whether a line lies in the band; its ends belong to it."""
        return self.low <= line <= self.high

    def position(self, total: int) -> ForecastPosition:
        """Return where a total stands to the band."""
        if total < self.low:
            return "below"
        if total < self.middle:
            return "below_middle"
        return "above" if total >= self.high else "above_middle"


class Forecast(msgspec.Struct, frozen=True):
    """A forecast of the line: the last rise goes on.

    Attributes:
        last: The last line known.
        rise: The last rise, which is taken to go on.
        spread: By how much more or less it may be each round: the largest rise known less the smallest.
        furthest: The most rounds ahead that are forecast: as many as there are rises.

    """

    last: int
    rise: int
    spread: int
    furthest: int

    def ahead(self, rounds: int) -> PredictionInterval | None:
        """Return the band some rounds after the last line; None further ahead than there are rises.

        Args:
            rounds: How many rounds after the last line, from 1.

        """
        return _band(self, rounds) if 1 <= rounds <= self.furthest else None


def _band(drawn: Forecast, rounds: int) -> PredictionInterval:
    """Return the band of a forecast however far ahead; beyond ``furthest`` only the back-test asks for it."""
    middle = drawn.last + rounds * drawn.rise
    return PredictionInterval(middle - rounds * drawn.spread, middle, middle + rounds * drawn.spread)


class Trial(msgspec.Struct, frozen=True):
    """A forecast made from the first lines alone, beside the line that came.

    Attributes:
        known: How many lines it was made from.
        rounds: How many rounds ahead it looked.
        band: What it said.
        line: The line that came.

    """

    known: int
    rounds: int
    band: PredictionInterval
    line: int

    @property
    def held(self) -> bool:
        """Whether the line came within the band."""
        return self.band.holds(self.line)

    @property
    def error(self) -> int:
        """By how much the middle was off; never negative."""
        return abs(self.band.middle - self.line)


class Accuracy(msgspec.Struct, frozen=True):
    """The accuracy of the forecasts that looked so many rounds ahead.

    Attributes:
        rounds: How many rounds ahead.
        held: How many bands held the line.
        of: How many were tried.
        mean_error: By how much the middle was off on average, rounded half up.
        largest_error: By how much it was off at most.

    """

    rounds: int
    held: int
    of: int
    mean_error: int
    largest_error: int


def forecast(lines: Sequence[int]) -> Forecast | None:
    """Forecast the line from those of consecutive rounds; None from fewer than four.

    Args:
        lines: The lines of rounds that can be compared, the earliest first, in units of one's own.

    >>> beijing = [9075, 9358, 9713, 10088, 10542, 10992, 11446, 11733, 11992]  # hundredths of a point, 2018 to 2026
    >>> ahead = forecast(beijing)
    >>> ahead.rise, ahead.spread, ahead.ahead(1)
    (259, 195, PredictionInterval(low=12056, middle=12251, high=12446))
    >>> ahead.ahead(9), forecast(beijing[:3])
    (None, None)

    """
    if len(lines) < FEWEST:
        return None
    rises = [after - before for before, after in pairwise(lines)]
    return Forecast(lines[-1], rises[-1], max(rises) - min(rises), len(rises))


def back_test(lines: Sequence[int]) -> tuple[Trial, ...]:
    """Forecast every known line from those before it alone, from the fourth on, and compare.

    Also further ahead than ``forecast`` looks, as such trials tell whether it should.

    Args:
        lines: As for ``forecast``.

    Returns:
        The trials, by how many lines were known, then by how many rounds ahead.

    >>> [(trial.band.middle, trial.line, trial.held) for trial in back_test([100, 103, 107, 110, 114])]
    [(113, 114, True)]

    """
    made = [(known, forecast(lines[:known])) for known in range(FEWEST, len(lines))]
    return tuple(
        Trial(known, at - known + 1, _band(drawn, at - known + 1), lines[at])
        for known, drawn in made
        if drawn is not None
        for at in range(known, len(lines))
    )


def accuracy(trials: Sequence[Trial]) -> tuple[Accuracy, ...]:
    """Count how many trials held and how far they were off, by rounds ahead.

    Args:
        trials: What ``back_test`` returns.

    """
    return tuple(
        _accuracy(rounds, [trial for trial in trials if trial.rounds == rounds])
        for rounds in sorted({trial.rounds for trial in trials})
    )


def _accuracy(rounds: int, trials: Sequence[Trial]) -> Accuracy:
    errors = [trial.error for trial in trials]
    mean = (2 * sum(errors) + len(errors)) // (2 * len(errors))
    return Accuracy(rounds, sum(trial.held for trial in trials), len(trials), mean, max(errors))
