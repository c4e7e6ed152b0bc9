"""Days of records joined to unbroken stretches, as they are on any counting day."""

from bisect import bisect_right
from collections.abc import Iterable

from hukou_cli.base import calendar

Days = tuple[int, int]
"""The first and the last day of a stretch, ``yyyymmdd``."""


class Stretches:
    """The days of some records, joined over gaps; joined once for all days on which the same records have begun.

    Args:
        spans: The first and the last day of each record.
        gap_days: How many days may lie between two records that are one stretch.

    """

    def __init__(self, spans: Iterable[Days], gap_days: int) -> None:
        self._spans, self._gap_days = sorted(spans), gap_days
        self._firsts = [first for first, _ in self._spans]
        self._joined: dict[int, tuple[list[Days], int]] = {}

    def begun_by(self, day: int) -> list[Days]:
        """Return the stretches of the records that begin by a day, each up to its own end."""
        return self._of_first(bisect_right(self._firsts, day))[0]

    def full_months(self, until: int) -> int:
        """Return the months completed to the day up to a day, as ``calendar.full_months`` does."""
        stretches, completed = self._of_first(bisect_right(self._firsts, until))
        if not stretches:
            return 0
        first, last = stretches[-1]
        return completed | calendar.months_completed(first, min(last, until))

    def _of_first(self, count: int) -> tuple[list[Days], int]:
        """Return the stretches of the first so many records, and the months completed in all but the last of them."""
        if count not in self._joined:
            stretches = calendar.blocks_of(self._spans[:count], gap_days=self._gap_days)
            ended = calendar.union(calendar.months_completed(first, last) for first, last in stretches[:-1])
            self._joined[count] = stretches, ended
        return self._joined[count]
