"""The head of a sheet: its first rows with text, and which of them names the columns."""

from collections.abc import Sequence
from itertools import islice

import msgspec

from hukou_cli.table.source.header import MOST_ABOVE, names_columns, names_in
from hukou_cli.table.workbook.book import Sheet, Workbook
from hukou_cli.table.workbook.merged import Merged, MergedCells
from hukou_cli.table.workbook.sheet import SheetRow

_MOST_TALL = 3
"""Rows over which the names of columns may reach: a group above, and what it has."""

_MOST_IN_TITLE = 3
"""Texts of a title, as the maker and the day: more of them name columns, also of a table without rows yet."""


class SheetHead(msgspec.Struct, frozen=True):
    """The head of a sheet.

    Attributes:
        cells: The texts of the row that names the columns.
        line: The number of that row.
        above: What stands above it; empty where nothing does.
        has_rows: Whether any row with text stands below.

    """

    cells: tuple[str, ...]
    line: int
    above: str
    has_rows: bool

    @property
    def is_table(self) -> bool:
        """Whether it names columns: a sheet of remarks has one column, or a few texts in a row and none below."""
        return len(names_in(list(self.cells))) > (1 if self.has_rows else _MOST_IN_TITLE)


def read_head(book: Workbook, sheet: Sheet, merged: Sequence[Merged] = ()) -> SheetHead | None:
    """Read the head of a sheet; None where it has no text.

    The names of columns may be merged cells of several rows, under groups: the last of these rows names them.

    Raises:
        InvalidTable: The workbook is damaged.

    """
    reader, part = book.reader(sheet)
    with part, book.translated_errors():
        rows = list(islice(reader.rows(part), MOST_ABOVE + _MOST_TALL + 1))
    if not rows:
        return None
    width = 1 + max(max(row.cells, default=0) for row in rows)
    cover = MergedCells(merged, ())
    bottoms = {row.number: cover.bottom_of(row.number) for row in rows}
    for row in rows:
        cover.fill(row, width, is_above=True)
    texts = [_texts(row, width) for row in rows]
    above = names_in(texts[0])
    count = sum(map(bool, above))
    below = (at for at in range(1, min(len(rows), MOST_ABOVE + 1)) if names_columns(texts[at], count))
    at = next(below, 0)
    last = max(each for each, row in enumerate(rows) if row.number <= max(bottoms[rows[at].number], rows[at].number))
    if at < last <= at + _MOST_TALL and any(texts[last][column] for column in range(width)):
        over, at = at, last
        texts[at] = [name or group for name, group in zip(texts[at], texts[over], strict=True)]
    told = " ".join(filter(None, above)) if at else ""
    return SheetHead(tuple(texts[at]), rows[at].number, told, at + 1 < len(rows))


def _texts(row: SheetRow, width: int) -> list[str]:
    return [row.cells.get(column, "") for column in range(width)]
