"""Printouts as workbooks (.xlsx): every sheet, with the text of a merged cell in all that it covers."""

import io
from collections.abc import Iterator

from hukou_cli.imports.grid import MOST_CELLS, Grid, Row, too_large
from hukou_cli.table.workbook.book import Sheet, Workbook
from hukou_cli.table.workbook.merged import Merged

_LARGEST = 10 * 1024 * 1024
"""Bytes of all parts of a workbook above which it is refused."""

Rows = dict[int, dict[int, str]]
"""The texts of the rows that a sheet has, by their number and by column."""


def read_workbook(content: bytes, file: str) -> list[Grid]:
    """Read every sheet of a workbook.

    Args:
        content: The bytes of the file.
        file: Its name, for messages.

    Raises:
        InvalidTable: openpyxl is not installed, the file is no whole workbook, or it is too large.

    """
    book = Workbook(io.BytesIO(content), file)
    if book.size > _LARGEST:
        raise too_large(file)
    grids, left = [], MOST_CELLS
    for sheet in book.sheets:
        rows, valueless = _rows(book, sheet, left)
        left -= sum(map(len, rows.values()))
        _fill(rows, book.merged(sheet), file)
        grids.append(Grid(tuple(_grid_rows(rows)), sheet.name, tuple(valueless)))
    return grids


def _rows(book: Workbook, sheet: Sheet, left: int) -> tuple[Rows, list[str]]:
    """Return the rows of a sheet with at most so many cells, and the formulas whose value the file does not hold."""
    rows: Rows = {}
    reader, part = book.reader(sheet)
    with part, book.translated_errors():
        for row in reader.rows(part):
            left -= len(row.cells)
            if left < 0:
                raise too_large(book.name)
            rows[row.number] = row.cells
    return rows, reader.seen.valueless.first


def _grid_rows(rows: Rows) -> Iterator[Row]:
    for number, cells in rows.items():
        texts = (cells.get(column, "") for column in range(max(cells, default=-1) + 1))
        yield Row(number, tuple(texts))


def _fill(rows: Rows, ranges: list[Merged], file: str) -> None:
    """Put the text of each merged cell into the rows that it covers and that there are. Raises InvalidTable."""
    left = MOST_CELLS
    for merged in ranges:
        text = rows.get(merged.top, {}).get(merged.left, "")
        is_tall = merged.bottom - merged.top >= len(rows)
        numbers = rows if is_tall else range(merged.top, merged.bottom + 1)
        for number in [number for number in numbers if merged.top <= number <= merged.bottom]:
            left -= merged.right - merged.left + 1
            if left < 0:
                raise too_large(file)
            row = rows.get(number)
            if row is not None:
                row.update(dict.fromkeys(range(merged.left, merged.right + 1), text))
        left -= len(rows) if is_tall else 0
