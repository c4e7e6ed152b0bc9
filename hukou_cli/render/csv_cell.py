"""Rows as CSV text that a spreadsheet can open without running anything."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from hukou_cli.base.spreadsheet import formula_safe


def csv_text(rows: Sequence[Mapping[str, object]]) -> str:
    """Write rows that have the same columns, below a header; at least one row."""
    import csv
    import io

    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(rows[0])
    writer.writerows(_harmless_cells(row) for row in rows)
    return written.getvalue()


class _Span(str):
    """The limits of a figure: text that no spreadsheet runs, though it may start with a minus."""

    __slots__ = ()


def figure(limits: tuple[Decimal, Decimal]) -> Decimal | _Span:
    """Give a figure, or its limits as ``96.50..110.50`` where it is open."""
    return limits[0] if limits[0] == limits[1] else _Span(f"{limits[0]}..{limits[1]}")


def _harmless_cells(row: Mapping[str, object]) -> list[object]:
    """Return the cells of a row, text that a spreadsheet would run made harmless."""
    return [
        formula_safe(cell) if isinstance(cell, str) and not isinstance(cell, _Span) else cell for cell in row.values()
    ]
