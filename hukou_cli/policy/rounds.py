"""Which round 申报批次 is meant: a year, a period of a year, or the day of application where that is any day."""

import re
from typing import Annotated

import msgspec

from hukou_cli.base.calendar import date_text, read_day

RoundText = Annotated[
    str,
    msgspec.Meta(pattern="^[0-9]{4}(-[1-9]|-[0-9]{2}-[0-9]{2})?$", title="round", description="2025, 2026-1 or a day"),
]

_PERIOD = r"([0-9]{4})(?:-([1-9])|\.0{1,9}|年度?)?"
"""A year as people and data frames write it, or a period of one."""


class RoundId(msgspec.Struct, frozen=True, order=True):
    """One round. ``period`` counts from 1 within the year, ``day`` is ``yyyymmdd``; 0 where it has none."""

    year: int
    period: int = 0
    day: int = 0

    def __str__(self) -> str:
        """Write it as people name it: ``2025``, ``2026-1``, ``2026-05-10``."""
        if self.day:
            return date_text(self.day)
        return f"{self.year}-{self.period}" if self.period else str(self.year)

    @property
    def plain(self) -> int | str:
        """The round as JSON and TOML hold it: a year as a number, anything else as text."""
        return str(self) if self.period or self.day else self.year


def day_round(day: int) -> RoundId:
    """Return the round of a day of application, ``yyyymmdd``."""
    return RoundId(day // 10000, day=day)


def read_round(written: int | str) -> RoundId | None:
    """Read a round as it is written; None where it is none.

    >>> [str(read_round(written)) for written in (2025, "2025", "2025年", "2026-1", "2026-05-10", "2026/5/10")]
    ['2025', '2025', '2025', '2026-1', '2026-05-10', '2026-05-10']
    >>> read_round("2026-13-01") is None
    True
    """
    if type(written) is int and 1000 <= written <= 9999:  # noqa: PLR2004 - a year, as policies nearly always write it
        return RoundId(written)
    text = str(written)
    match = re.fullmatch(_PERIOD, text)
    if match is not None:
        return RoundId(int(match[1]), int(match[2] or 0))
    day = read_day(text)
    return None if day is None else day_round(day)
