"""A chart of totals, the line and its band: a row of signs for each round."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

YOU, LINE, BAND = "*", "|", "-"
"""The signs of a total, of the line and of its band: of ASCII, as others are two columns wide on Chinese terminals."""

NARROWEST, WIDEST = 16, 40


class Mark(msgspec.Struct, frozen=True):
    """What a row of a chart shows; None is not drawn."""

    total: Decimal | None
    line: Decimal | None
    band: tuple[Decimal, Decimal] | None


def chart(rows: Sequence[Mark], width: int) -> list[str]:
    """Return a row of signs for each round, all on one scale; none where there is no room or nothing to compare.

    A total stands before the line where both fall on one column.

    Args:
        rows: The rounds.
        width: The columns there are; at most ``WIDEST`` are used.

    >>> chart([Mark(Decimal(10), Decimal(20), (Decimal(15), Decimal(25))), Mark(Decimal(20), None, None)], 16)
    ['*    -----|-----', '          *']

    """
    width = min(width, WIDEST)
    points = [point for row in rows for point in (row.total, row.line, *(row.band or ())) if point is not None]
    if width < NARROWEST or not any(row.line is not None for row in rows) or min(points) == max(points):
        return []
    low, high = min(points), max(points)
    return [_row(row, low, high - low, width) for row in rows]


def _row(row: Mark, low: Decimal, span: Decimal, width: int) -> str:
    signs = [" "] * width

    def column(point: Decimal) -> int:
        return int((point - low) * (width - 1) // span)

    if row.band is not None:
        first, last = map(column, row.band)
        signs[first : last + 1] = BAND * (last + 1 - first)
    if row.line is not None:
        signs[column(row.line)] = LINE
    if row.total is not None:
        signs[column(row.total)] = YOU
    return "".join(signs).rstrip()
