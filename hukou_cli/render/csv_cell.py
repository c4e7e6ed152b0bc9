"""CSV text whose cells no spreadsheet runs as formulas."""

from collections.abc import Mapping, Sequence

from hukou_cli.base.spreadsheet import formula_safe
from hukou_cli.render.number import Span


def csv_text(rows: Sequence[Mapping[str, object]]) -> str:
    """Return at least one row, all of the same columns, as CSV text below a header."""
    import csv
    import io

    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(rows[0])
    writer.writerows([_safe(cell) for cell in row.values()] for row in rows)
    return written.getvalue()


def _safe(cell: object) -> object:
    return formula_safe(cell) if isinstance(cell, str) and not isinstance(cell, Span) else cell
