"""Merged cells: the file has the text in the first one alone, and people see it in all that they cover."""

import re
from collections.abc import Collection
from heapq import heappop, heappush
from typing import IO, NamedTuple

from hukou_cli.base.spreadsheet import MERGED, letters_of
from hukou_cli.table.workbook.sheet import Cells, SheetRow
from hukou_cli.table.workbook.xml_stream import PART, DamagedWorkbook

_REFERENCE = re.compile(rb"<(?:\w+:)?mergeCell\s+ref\s*=\s*\"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\"")
_LONGEST = 200
"""Bytes in which a reference stands."""

_MOST = 200_000
"""Merged cells of a sheet, and ten times as many cells that they cover in rows with text."""


class Merged(NamedTuple):
    """A merged cell: its first and last row, from 1, and its first and last column, from 0."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def name(self) -> str:
        """Its name, as ``B3:B7``."""
        return f"{letters_of(self.left)}{self.top}:{letters_of(self.right)}{self.bottom}"


def read_merged(part: IO[bytes]) -> list[Merged]:
    """Find the merged cells of a sheet's part, which stand after its rows. Raises DamagedWorkbook where too many."""
    found: list[Merged] = []
    rest = b""
    while piece := part.read(PART):
        rest += piece
        end = 0
        for match in _REFERENCE.finditer(rest):
            left, top, right, bottom = match.groups()
            found.append(Merged(int(top), _column(left), int(bottom), _column(right)))
            end = match.end()
        rest = rest[max(end, len(rest) - _LONGEST) :]
        if len(found) > _MOST:
            raise DamagedWorkbook
    return sorted(found)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


class MergedCells:
    """Puts the text of merged cells into the rows that they cover.

    Down a column it is the text of each row. Across columns nobody can tell which it belongs to, so that the cells it
    covers get a text that no fact takes and whose finding says so; not in a row that has no other text, a title or a
    remark, nor in a row of sums.
    """

    def __init__(self, merged: Collection[Merged], sums: Collection[str]) -> None:
        self.filled, self.across = Cells(), Cells()
        self._left = sorted(merged, reverse=True)
        self._sums = sums
        self._active: list[tuple[int, Merged, str]] = []
        self._told: set[Merged] = set()
        self._work = 10 * _MOST

    def bottom_of(self, row: int) -> int:
        """Return the last row that a cell reaches down into which begins in a row, or that row."""
        return max((merged.bottom for merged in self._left if merged.top == row), default=row)

    def fill(self, row: SheetRow, width: int, *, is_above: bool = False) -> None:
        """Fill a row up to so many columns. ``is_above``: it is a title or a header. Rows come in their order."""
        while self._left and self._left[-1].top <= row.number:
            merged = self._left.pop()
            text = row.cells.get(merged.left, "") if merged.top == row.number else ""
            if merged.bottom >= row.number and merged.left < width:
                heappush(self._active, (merged.bottom, merged, text))
        while self._active and self._active[0][0] < row.number:
            heappop(self._active)
        if not self._active:
            return
        own = len(row.cells)
        for _, merged, text in self._active:
            self._work -= 1
            if text:
                self._fill(row, merged, text, min(width, merged.right + 1), own, is_above=is_above)
            if self._work < 0:
                raise DamagedWorkbook

    def _fill(  # noqa: PLR0913
        self, row: SheetRow, merged: Merged, text: str, end: int, own: int, *, is_above: bool
    ) -> None:
        if row.number > merged.top:
            row.cells[merged.left] = text
            self._tell(merged, self.filled, unless=is_above)
        if own <= 1 or is_above or "".join(text.split()).lower().strip(":：") in self._sums or end <= merged.left + 1:
            return
        self._tell(merged, self.across)
        for column in range(merged.left + 1, end):
            self._work -= 1
            row.cells[column] = f"{MERGED} {merged.name}"

    def _tell(self, merged: Merged, cells: Cells, *, unless: bool = False) -> None:
        if merged not in self._told and not unless:
            self._told.add(merged)
            cells.add(merged.name)
