"""A chart of totals, the line and its band: a row of signs for each round."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import msgspec
from rich.console import Console

from hukou_cli.text.language import Language
from hukou_cli.text.signs import can_write


class Signs(NamedTuple):
    """The signs of a total, of the line and of its band, each one column wide."""

    total: str
    line: str
    band: str


PLAIN = Signs("*", "|", "-")
"""Signs of ASCII: one column wide on every terminal."""

DRAWN = Signs("●", "│", "░")
"""Signs that are two columns wide on terminals set up for Chinese (their width in Unicode is "ambiguous")."""

NARROWEST, WIDEST = 16, 40


class Mark(msgspec.Struct, frozen=True):
    """What a row of a chart shows; None is not drawn."""

    total: Decimal | None
    line: Decimal | None
    band: tuple[Decimal, Decimal] | None


def signs_of(to: Console, language: Language) -> Signs:
    """Return the signs for a screen: drawn ones on an English page in an encoding that has them, else plain ones.

    Nobody can ask a terminal how wide its signs are; who reads Chinese is taken to have one where they are wide.
    """
    return DRAWN if language == "en" and can_write("".join(DRAWN), to.encoding) else PLAIN


def chart(rows: Sequence[Mark], width: int, signs: Signs = PLAIN) -> list[str]:
    """Return a row of signs for each round, all on one scale; none where there is no room or nothing to compare.

    A total stands before the line where both fall on one column.

    Args:
        rows: The rounds.
        width: The columns there are; at most ``WIDEST`` are used.
        signs: What is drawn with.

    >>> chart([Mark(Decimal(10), Decimal(20), (Decimal(15), Decimal(25))), Mark(Decimal(20), None, None)], 16)
    ['*    -----|-----', '          *']

    """
    width = min(width, WIDEST)
    points = [point for row in rows for point in (row.total, row.line, *(row.band or ())) if point is not None]
    if width < NARROWEST or not any(row.line is not None for row in rows) or min(points) == max(points):
        return []
    low, high = min(points), max(points)
    return [_row(row, low, high - low, width, signs) for row in rows]


def _row(row: Mark, low: Decimal, span: Decimal, width: int, signs: Signs) -> str:
    drawn = [" "] * width

    def column(point: Decimal) -> int:
        return int((point - low) * (width - 1) // span)

    if row.band is not None:
        first, last = map(column, row.band)
        drawn[first : last + 1] = signs.band * (last + 1 - first)
    if row.line is not None:
        drawn[column(row.line)] = signs.line
    if row.total is not None:
        drawn[column(row.total)] = signs.total
    return "".join(drawn).rstrip()
