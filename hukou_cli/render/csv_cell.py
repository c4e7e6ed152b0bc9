"""CSV text whose cells no spreadsheet runs as formulas."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from hukou_cli.base.spreadsheet import formula_safe
from hukou_cli.scoring.result import Limits


def csv_text(rows: Sequence[Mapping[str, object]]) -> str:
    """Return at least one row, all of the same columns, as CSV text below a header."""
    import csv
    import io

    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(rows[0])
    writer.writerows([_safe(value) for value in row.values()] for row in rows)
    return written.getvalue()


def cell(value: Decimal | bool | None) -> object:  # noqa: FBT001 - a truth is one of the values
    """Return a figure or a truth as a cell: empty where it is not known, so that a column of numbers has numbers alone.

    >>> cell(Decimal("-5.54")), cell(True), cell(None)
    (Decimal('-5.54'), 'true', '')
    """
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else value


def limit_cells(name: str, limits: Limits) -> dict[str, object]:
    """Return the columns of the limits of a figure; a limit that is not known is empty.

    >>> limit_cells("total", (Decimal("96.50"), Decimal("Infinity")))
    {'total_low': Decimal('96.50'), 'total_high': ''}
    """
    low, high = (limit if limit.is_finite() else None for limit in limits)
    return {f"{name}_low": cell(low), f"{name}_high": cell(high)}


def _safe(value: object) -> object:
    return formula_safe(value) if isinstance(value, str) else value
