"""Rounds 申报批次: which is meant, a year, a period of a year or the day of application; their tables in a policy."""

from __future__ import annotations  # read when TOML is decoded, which a start does not do

import re
from decimal import Decimal
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.calendar import date_text, read_day
from hukou_cli.base.decoding import Model
from hukou_cli.facts.types import Id
from hukou_cli.policy.citations import Citations

ROUND = "^[0-9]{4}(-[1-9]|-[0-9]{2}-[0-9]{2})?$"
"""The pattern of a round in a file: ``2025``, ``2026-1`` or a day."""

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


POSITIVE = Meta(ge=1)


class RoundDate(Model, frozen=True, kw_only=True):
    """A day relative to the year of the round."""

    year: Annotated[int, Meta(ge=-5, le=5, description="0 is the year of the round, -1 the year before")]
    month: Annotated[int, Meta(ge=1, le=12)]
    day: Annotated[int, Meta(ge=1, le=31)]
    name: Annotated[Bilingual | None, Meta(description="what people call it, but for as_of and age_on")] = None


ApplicationDate = Literal["application", "previous_month_end"]
"""A day that follows from the day of application, where applications are open all year."""

Dates = dict[Id, RoundDate | ApplicationDate]

MOMENT = "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:00)?)?$"
"""The pattern of a day, with the time where it was seen: ``2024-09-30`` or ``2024-09-30T18:00``."""


class PublishedRound(Model, frozen=True, kw_only=True):
    """``[[round]]``: one year's applications, or one period's; or that there were none."""

    year: Annotated[int, Meta(ge=1990, le=2200)]
    period: Annotated[
        Annotated[int, Meta(ge=1, le=9)] | None, Meta(description="where a year has several, its number")
    ] = None
    held: Annotated[bool, Meta(description="false: the year had no round")] = True
    under: Annotated[
        Bilingual | None, Meta(description="the other measures it was held under; it is shown and not scored")
    ] = None
    part: Annotated[
        Bilingual | None, Meta(description="the part of the year or of the city that it is of; shown and not scored")
    ] = None
    opens: Annotated[
        Annotated[str, Meta(pattern=MOMENT, title="date")] | None,
        Meta(description="when applications were first taken"),
    ] = None
    closes: Annotated[
        Annotated[str, Meta(pattern=MOMENT, title="date")] | None, Meta(description="when they were last taken")
    ] = None
    quota: Annotated[int, POSITIVE] | None = None
    cutoff: Annotated[Decimal | None, Meta(description="cut-off: the lowest total admitted, known afterwards")] = None
    published_line: Annotated[
        Decimal | None, Meta(description="the line that the city published for the round: who reached it was admitted")
    ] = None
    pass_mark: Annotated[
        Decimal | None, Meta(description="what the rules asked for: to settle, or in a ranking to be ranked")
    ] = None
    line_of: Annotated[
        Id | None, Meta(description="the group or line whose points the cut-off is of, where it is not the total")
    ] = None
    admitted: Annotated[int, POSITIVE] | None = None
    applicants: Annotated[int, POSITIVE] | None = None
    dates: Annotated[dict[Id, RoundDate], Meta(description="the days of [dates] that were others in this round")] = {}
    source: Citations
    note: Bilingual | None = None

    @property
    def id(self) -> RoundId:
        """The round that it is of."""
        return RoundId(self.year, self.period or 0)

    @property
    def is_scored(self) -> bool:
        """True if an applicant can be scored in it: it was held, by this edition, and is no part of another."""
        return self.held and self.under is None and self.part is None

    @property
    def line(self) -> Decimal | None:
        """The points that the total, or the points of ``line_of``, must reach: the cut-off or the published line."""
        return self.cutoff if self.cutoff is not None else self.published_line
