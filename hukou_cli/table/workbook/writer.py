"""Workbooks written: tables of any size, and sheets of remarks. openpyxl makes all of the file but the rows.

It would write 87.1 as 87.09999999999999, and lay rows aside in a file that outlives a kill. The rows are streamed into
the parts that it made, every number by the decimals that it has.
"""

import datetime
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import IO, TYPE_CHECKING, BinaryIO, Literal, NamedTuple

import msgspec

from hukou_cli.base.spreadsheet import letters_of
from hukou_cli.table.workbook.sheet import MOST_ROWS
from hukou_cli.table.workbook.text_cells import encoded

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_SAMPLE = 200
"""Rows by which the width of a column is found."""

_NARROWEST, _WIDEST, _WIDEST_HEADING, _REMARK = 8, 50, 20, 100
"""Widths of columns, in digits."""

_HEIGHT = 16
"""The height of a line, in points."""

_ROW = re.compile(rb'<row r="2".*?</row>', re.DOTALL)
"""The row of the file in whose place the rows come."""

_DIMENSION = re.compile(rb"<dimension[^>]*>")
"""What the file says of its size, without those rows; it need not."""

_HEADING_COLOUR = "DDE7F3"
_FIRST_DAY, _FIRST_WRITTEN = datetime.date(1899, 12, 30), datetime.date(1900, 3, 1)
_OLDEST = (1980, 1, 1, 0, 0, 0)
"""The time that parts bear: no file says when it was made."""


class Column(msgspec.Struct, frozen=True):
    """A column.

    Attributes:
        heading: Its heading.
        kind: What its texts are.
        places: The decimal places that numbers are shown with.
        words: What stands for a flag that is false, and for one that is true; none for flags as such.

    """

    heading: str
    kind: Literal["text", "number", "flag", "day"] = "text"
    places: int = 0
    words: tuple[str, ...] = ()


class SheetTable(NamedTuple):
    """A table for one sheet, or for several where it has more rows than one holds.

    Attributes:
        title: The name of the sheet.
        columns: Its columns.
        size: How many rows there are.
        rows: Gives the rows, each time from the first: texts, empty where there is nothing.

    """

    title: str
    columns: Sequence[Column]
    size: int
    rows: Callable[[], Iterator[Sequence[str]]]


def write_workbook(file: BinaryIO, tables: Sequence[SheetTable], remarks: tuple[str, Sequence[str]]) -> None:
    """Write a workbook of some tables and of a sheet of remarks, which has a name and lines."""
    import openpyxl

    book = openpyxl.Workbook()
    book.properties.creator = "hukou-cli"
    book.remove(book.worksheets[0])
    parts: dict[str, tuple[SheetTable, int, list[int]]] = {}
    for table in tables:
        for at in range(max(1, -(-table.size // (MOST_ROWS - 1)))):
            sheet = book.create_sheet(table.title if at == 0 else f"{table.title} ({at + 1})")
            styles = _lay_out(sheet, table, min(MOST_ROWS - 1, table.size - at * (MOST_ROWS - 1)))
            parts[f"xl/worksheets/sheet{len(book.worksheets)}.xml"] = table, at, styles
    _write_remarks(book, *remarks)
    made = io.BytesIO()
    book.save(made)
    rows = {id(table): table.rows() for table in tables}
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, _OLDEST)
            part.compress_type = zipfile.ZIP_DEFLATED
            with target.open(part, "w", force_zip64=name in parts) as out:
                content = source.read(name)
                if name not in parts:
                    out.write(content)
                    continue
                table, _, styles = parts[name]
                head, tail = _ROW.split(_DIMENSION.sub(b"", content))
                out.write(head)
                _write_rows(out, table, styles, islice(rows[id(table)], MOST_ROWS - 1))
                out.write(tail)


def _lay_out(sheet: "Worksheet", table: SheetTable, count: int) -> list[int]:
    """Write the header of a sheet for so many rows; return the style of each column."""
    from openpyxl.styles import Alignment, Font, PatternFill

    centered = Alignment(horizontal="center")
    aligned = {"text": Alignment(horizontal="left", indent=1), "number": Alignment()}
    sample = list(islice(table.rows(), _SAMPLE))
    for at, column in enumerate(table.columns):
        cell = sheet.cell(1, at + 1, column.heading)
        cell.data_type = "s"  # also where it begins as a formula does
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="center")
        cell.fill = PatternFill("solid", fgColor=_HEADING_COLOUR)
        widest = max((width_of(row[at]) for row in sample), default=0)
        width = max(_NARROWEST, min(_WIDEST_HEADING, width_of(column.heading)), min(_WIDEST, widest))
        sheet.column_dimensions[letters_of(at)].width = width + 2
        below = sheet.cell(2, at + 1)
        below.number_format = _format(column)
        below.alignment = aligned.get(column.kind, centered)
    sheet.freeze_panes = "B2"
    fit_to_page(sheet)
    sheet.auto_filter.ref = f"A1:{letters_of(len(table.columns) - 1)}{count + 1}"
    return [sheet.cell(2, at + 1).style_id for at in range(len(table.columns))]


def fit_to_page(sheet: "Worksheet") -> None:
    """Let a sheet be printed as wide as a page that lies on its side, with its header on each."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def width_of(text: str) -> int:
    """Return how wide a text is, in digits: a Chinese sign takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _format(column: Column) -> str:
    match column.kind:
        case "text":
            return "@"
        case "number":
            return f"0.{'0' * column.places}" if column.places else "0"
        case "flag":
            return "General"
        case "day":
            return "yyyy-mm-dd"


def _write_remarks(book: "Workbook", title: str, lines: Sequence[str]) -> None:
    from openpyxl.styles import Alignment

    sheet: Worksheet = book.create_sheet(title)
    sheet.column_dimensions["A"].width = _REMARK
    for at, line in enumerate(lines, 1):
        cell = sheet.cell(at, 1, line)
        cell.data_type, cell.alignment = "s", Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[at].height = _HEIGHT * max(1, -(-width_of(line) // _REMARK))


def _write_rows(out: IO[bytes], table: SheetTable, styles: Sequence[int], rows: Iterator[Sequence[str]]) -> None:
    letters = map(letters_of, range(len(styles)))
    columns = list(zip(letters, styles, table.columns, strict=True))
    for number, cells in enumerate(rows, 2):
        written = "".join(
            _cell(f'<c r="{place}{number}" s="{style}"', column, text)
            for (place, style, column), text in zip(columns, cells, strict=True)
            if text
        )
        out.write(f'<row r="{number}">{written}</row>'.encode())


def _cell(start: str, column: Column, text: str) -> str:
    """Write a cell that has text; ``start`` is its tag as far as its place and its style."""
    kind = column.kind
    if kind == "number":
        return f"{start}><v>{text.rstrip('0').rstrip('.') if '.' in text else text}</v></c>"
    if kind == "flag" and column.words:
        text = column.words[text == "true"]
    elif kind == "flag":
        return f'{start} t="b"><v>{int(text == "true")}</v></c>'
    if kind == "day" and (day := datetime.date.fromisoformat(text)) >= _FIRST_WRITTEN:
        return f"{start}><v>{(day - _FIRST_DAY).days}</v></c>"
    return f'{start} t="inlineStr"><is><t xml:space="preserve">{encoded(text)}</t></is></c>'
