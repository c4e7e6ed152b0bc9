"""Printouts as web pages, and as the pages and XML that many systems export under the name of a workbook (.xls).

Tags are found by one pattern that reads every character once: ``html.parser`` takes minutes for a few megabytes of
tags that are never closed.
"""

import html
import re

import msgspec

from hukou_cli.base.errors import Finding, InvalidTable
from hukou_cli.imports.grid import MOST_CELLS, Grid, Row, too_large

_DEEPEST = 40
"""Tables that may stand in one another."""

_WIDEST = 1000
"""Columns or rows that one cell may cover."""

_DIGITS = 6
"""Digits of a number that are read."""

_TABLES, _ROWS, _CELLS = ("table",), ("tr", "row"), ("td", "th", "cell")
_UNREAD = ("script", "style", "head")
_PARTING = ("br", "p", "div", "li", "h1", "h2", "h3", "h4", "caption")

_NAMES = "|".join(sorted({*_TABLES, *_ROWS, *_CELLS, *_UNREAD, *_PARTING, "worksheet"}, key=len, reverse=True))
_TAG = re.compile(rf"""<(/?)({_NAMES})(?![\w:.-])((?:[^<>"']++|"[^"<]*"|'[^'<]*'|["'])*+)>""", re.IGNORECASE)
_OTHER_TAG = re.compile(r"<[/!?a-zA-Z][^<>]*>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*["']?([^"'\s>]*)""")
_SHEET_NAME = re.compile(r"""name\s*=\s*["']([^"']*)["']""", re.IGNORECASE)


class _Table(msgspec.Struct):
    """A table that is being read: its rows so far, and the cells above that reach down into those to come.

    ``reaching`` has by its column the text of such a cell and the rows that it still covers.
    """

    rows: list[Row] = []
    reaching: dict[int, tuple[str, int]] = {}
    cells: list[str] | None = None
    line: int = 0
    text: list[str] | None = None
    across: int = 1
    down: int = 1


class _Reader:
    """Reads every table; of a table within a table each is one of its own, in the order of their ends."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.grids: list[Grid] = []
        self._open: list[_Table] = []
        self._name = ""
        self._above: list[Row] = []
        self._unread = ""
        self._line = 1
        self._cells = 0

    def read(self, text: str) -> None:
        """Read a page. What stands outside of tables are titles of the next one, or notes below the last."""
        at = 0
        for tag in _TAG.finditer(text):
            self._text(text[at : tag.start()])
            self._line += text.count("\n", at, tag.end())
            at = tag.end()
            name = tag[2].lower()
            if self._unread:
                self._unread = "" if tag[1] and name == self._unread else self._unread
            elif tag[1]:
                self._end(name)
            else:
                self._begin(name, tag[3])
        self._text(text[at:])
        while self._open:
            self._end_table()
        if self._above:
            self.grids.append(Grid(tuple(self._above), self._name))

    def _begin(self, name: str, attributes: str) -> None:
        """Open what a tag opens; what of its kind was not closed before it is closed."""
        if name in _UNREAD:
            self._unread = name
        elif name == "worksheet":
            found = _SHEET_NAME.search(attributes)
            self._name = html.unescape(found[1]) if found else ""
        elif name in _TABLES:
            if len(self._open) == _DEEPEST:
                raise InvalidTable([Finding(code="import-too-deep", file=self.file)])
            self._open.append(_Table(rows=self._above))
            self._above = []
        elif self._open and name in _ROWS:
            self._end_row()
            self._open[-1].cells, self._open[-1].line = [], self._line
        elif self._open and name in _CELLS:
            self._begin_cell({key.lower(): value for key, value in _ATTRIBUTE.findall(attributes)})
        elif name in _PARTING:
            self._text(" ")

    def _end(self, name: str) -> None:
        if self._open and name in _TABLES:
            self._end_table()
        elif self._open and name in _ROWS:
            self._end_row()
        elif self._open and name in _CELLS:
            self._end_cell()
        elif name in _PARTING:
            self._text(" ")

    def _text(self, raw: str) -> None:
        """Take the text of the innermost cell, or above a table."""
        if self._unread or not raw:
            return
        if self._open:
            held = self._open[-1].text
            if held is not None:
                held.append(raw)
        elif text := _plain(raw):
            self._count(1)
            self._above.append(Row(self._line, (text,)))

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._end_cell()
        table = self._open[-1]
        if table.cells is None:
            table.cells, table.line = [], self._line
        self._fill(_number(attributes.get("ss:index")) - 1)
        table.text = []
        table.across = _number(attributes.get("colspan")) or _number(attributes.get("ss:mergeacross")) + 1
        table.down = _number(attributes.get("rowspan")) or _number(attributes.get("ss:mergedown")) + 1

    def _end_cell(self) -> None:
        table = self._open[-1]
        if table.text is not None:
            text, table.text = _plain("".join(table.text)), None
            self._place(text, table.across, table.down)

    def _place(self, text: str, across: int, down: int) -> None:
        """Put a cell into the next columns that no cell above reaches down into."""
        table = self._open[-1]
        assert table.cells is not None
        for _ in range(across):
            self._reach()
            if down > 1:
                table.reaching[len(table.cells)] = text, down - 1
            table.cells.append(text)
            self._count(1)

    def _reach(self) -> None:
        """Fill the next columns of the row that cells above reach down into."""
        table = self._open[-1]
        assert table.cells is not None
        while len(table.cells) in table.reaching:
            text, left = table.reaching.pop(len(table.cells))
            if left > 1:
                table.reaching[len(table.cells)] = text, left - 1
            table.cells.append(text)
            self._count(1)

    def _fill(self, columns: int) -> None:
        """Fill the row up to so many columns, with blank cells where none above reaches down."""
        table = self._open[-1]
        assert table.cells is not None
        while len(table.cells) < columns:
            self._reach()
            if len(table.cells) < columns:
                table.cells.append("")
                self._count(1)

    def _end_row(self) -> None:
        table = self._open[-1]
        self._end_cell()
        if table.cells is None:
            return
        self._fill(max(table.reaching, default=-1) + 1)
        table.rows.append(Row(table.line, tuple(table.cells)))
        table.cells = None

    def _end_table(self) -> None:
        self._end_row()
        table = self._open.pop()
        if table.rows:
            self.grids.append(Grid(tuple(table.rows), self._name))

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > MOST_CELLS:
            raise too_large(self.file)


def _plain(raw: str) -> str:
    """Return the text of a piece of a page: no tags, no entities, one blank between words."""
    return " ".join(html.unescape(_OTHER_TAG.sub("", raw)).split())


def _number(written: str | None) -> int:
    """Return what an attribute says, at most ``_WIDEST``; 0 where it says nothing."""
    return min(int(written[:_DIGITS]), _WIDEST) if written and written.isascii() and written.isdecimal() else 0


def _without_comments(text: str) -> str:
    """Return a page without its comments, on as many lines; one that is not closed ends the page."""
    parts, at = [], 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start)
        parts += [text[at:start], "\n" * text.count("\n", start, max(start, end))]
        if end < 0:
            return "".join(parts)
        at = end + len("-->")
    return "".join((*parts, text[at:]))


def read_html_tables(text: str, file: str) -> list[Grid]:
    """Read the tables of a page, or the sheets of a workbook as XML. Raises InvalidTable where there is too much."""
    reader = _Reader(file)
    reader.read(_without_comments(text))
    return reader.grids
