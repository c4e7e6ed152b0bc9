"""Average wages by which monthly contribution bases are measured, ``[wages.ID]``: each for the months it is used."""

from __future__ import annotations  # read when TOML is decoded, which a start does not do

from functools import cached_property
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta

from hukou_cli.base import calendar, decimals
from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.decoding import Model
from hukou_cli.base.errors import Finding
from hukou_cli.facts.types import MONTH, NUMBER, WholeNumber
from hukou_cli.policy.citations import Citations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hukou_cli.base.toml_source import KeyPath


class WageRow(Model, frozen=True, kw_only=True, dict=True, rename={"start": "from", "end": "to"}):
    """One average wage, and the months in which bases are measured by it."""

    start: Annotated[str, Meta(pattern=MONTH, title="month", description="first month in which it is used")]
    end: Annotated[str, Meta(pattern=MONTH, title="month", description="last month in which it is used")]
    yuan: Annotated[
        WholeNumber | Annotated[str, Meta(pattern=NUMBER, title="number")],
        Meta(description="yuan a month, at most two decimals"),
    ]
    source: Citations

    @cached_property
    def months(self) -> int:
        """The months in which it is used, as a month set; none where ``to`` lies before ``from``."""
        first, last = calendar.read_month(self.start), calendar.read_month(self.end)
        return calendar.month_set(first, last) if first is not None and last is not None else 0

    @cached_property
    def fen(self) -> int:
        """The wage in fen; 0 where it is none."""
        return decimals.fen_from_text(str(self.yuan)) or 0


class WageTable(Model, frozen=True, kw_only=True):
    """``[wages.ID]``: average wages; a month that no row has is not known."""

    name: Annotated[Bilingual, Meta(description="what people call the wage")]
    rows: Annotated[tuple[WageRow, ...], Meta(min_length=1, description="the wages, each with its months")]


class BaseTest(msgspec.Struct, frozen=True):
    """Months of one insurance record whose base is measured by one wage; both in fen, None where it is not known.

    >>> BaseTest(1, ("insurance", 0), 1583790, 1218300, (13, 10)).is_reached  # 1.3 × 12,183 = 15,837.90
    True
    """

    months: int
    record: KeyPath
    base: int | None
    wage: int | None
    times: tuple[int, int]

    @property
    def is_reached(self) -> bool | None:
        """True if the base is at least so many times the wage; None where one of them is not known."""
        if self.base is None or self.wage is None:
            return None
        return self.base * self.times[1] >= self.wage * self.times[0]


def wage_problems(wages: dict[str, WageTable]) -> Iterator[tuple[KeyPath, Finding]]:
    """Yield what is wrong with tables of wages: no amount, months that end before they begin or that two rows have."""
    for name, table in wages.items():
        seen = 0
        for at, row in enumerate(table.rows):
            path: KeyPath = ("wages", name, "rows", at)
            if not row.fen:
                yield (*path, "yuan"), Finding(code="not-an-amount", values={"seen": str(row.yuan)})
            if not row.months:
                yield (*path, "to"), Finding(code="to-before-from", values={"seen": row.end, "other": row.start})
            if seen & row.months:
                twice = calendar.spans_text(seen & row.months)
                yield (*path, "from"), Finding(code="wage-twice", values={"seen": twice})
            seen |= row.months
