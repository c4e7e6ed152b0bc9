"""A workbook to be filled in: a table whose cells offer what may stand in them, and a sheet that explains it."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import msgspec

from hukou_cli.base.spreadsheet import letters_of
from hukou_cli.table.workbook.sheet import MOST_ROWS
from hukou_cli.table.workbook.writer import fit_to_page, width_of

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

_LONGEST_PROMPT, _LONGEST_TITLE = 255, 32
"""Characters that a spreadsheet shows beside a cell."""

_NARROWEST, _WIDEST = 12, 24
_HELP_WIDTHS = (30, 26, 46, 30, 26, 50, 26)
"""Widths of columns, in digits."""

_FIRST_ROW, _FIRST_OPTION = 2, 2
"""The row of the first column on the sheet of options, and the column of its first option."""

_HEIGHT = 16
"""The height of a line, in points."""

_NEEDED, _OPTIONAL = "9DB8D9", "DDE7F3"
_FORMATS = {"text": "@", "list": "@", "day": "yyyy-mm-dd", "whole": "0", "decimal": "General"}
_KINDS: dict[str, Literal["date", "whole", "decimal"]] = {"day": "date", "whole": "whole", "decimal": "decimal"}


class TemplateColumn(msgspec.Struct, frozen=True):
    """A column of a template.

    Attributes:
        heading: Its heading.
        kind: What may stand in it; a ``list`` has ``options``.
        is_needed: Whether every row needs it.
        prompt: What is shown beside a cell that is chosen.
        help: Its row on the sheet that explains the columns, from the second cell on.
        options: The texts to choose from.
        is_open: Whether other texts may stand there too.
        least: The least value: a number, or a day as ``yyyy-mm-dd``.
        most: The greatest.

    """

    heading: str
    kind: Literal["text", "list", "day", "whole", "decimal"]
    is_needed: bool
    prompt: str
    help: tuple[str, ...]
    options: tuple[str, ...] = ()
    is_open: bool = False
    least: str = ""
    most: str = ""


class TemplateTable(msgspec.Struct, frozen=True):
    """A table to be filled in: the name of its sheet, its columns, and rows that are begun, as texts."""

    title: str
    columns: Sequence[TemplateColumn]
    rows: Sequence[Sequence[str]] = ()


class Template(msgspec.Struct, frozen=True):
    """A template: its tables, the names of the sheets of help and of options, the lines above the help, its header."""

    tables: Sequence[TemplateTable]
    help_title: str
    options_title: str
    above: Sequence[str]
    help_header: Sequence[str]

    @property
    def columns(self) -> list[TemplateColumn]:
        """The columns of all tables."""
        return [column for table in self.tables for column in table.columns]


def template_workbook(template: Template) -> bytes:
    """Return the workbook of a template."""
    import openpyxl

    book = openpyxl.Workbook()
    book.properties.creator = "hukou-cli"
    book.remove(book.worksheets[0])
    sheets = [(book.create_sheet(table.title), table) for table in template.tables]
    explained, options = book.create_sheet(template.help_title), book.create_sheet(template.options_title)
    _write_options(options, template)
    row = _FIRST_ROW
    for sheet, table in sheets:
        for at, column in enumerate(table.columns):
            _write_column(sheet, at, column, row + at, template.options_title)
        for cells in table.rows:
            sheet.append(list(cells))
        sheet.freeze_panes = "B2"
        row += len(table.columns)
    _write_help(explained, template)
    for each in book.worksheets:
        fit_to_page(each)
    return _saved(book)


def _write_column(sheet: "Worksheet", at: int, column: TemplateColumn, row: int, options: str) -> None:
    """Write a heading; its options stand in a row of their sheet."""
    from openpyxl.styles import Alignment, Font, PatternFill

    letters = letters_of(at)
    cell = sheet.cell(1, at + 1, column.heading)
    cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="center")
    cell.fill = PatternFill("solid", fgColor=_NEEDED if column.is_needed else _OPTIONAL)
    widest = max(map(width_of, (column.heading, *column.options)))
    sheet.column_dimensions[letters].width = max(_NARROWEST, min(_WIDEST, widest + 2))
    sheet.column_dimensions[letters].number_format = _FORMATS[column.kind]
    allowed = _validation(column, row, options)
    allowed.promptTitle, allowed.prompt = column.heading[:_LONGEST_TITLE], column.prompt[:_LONGEST_PROMPT]
    allowed.showInputMessage = True
    allowed.add(f"{letters}2:{letters}{MOST_ROWS}")
    sheet.add_data_validation(allowed)


def _validation(column: TemplateColumn, row: int, options: str) -> "DataValidation":
    """Return what a spreadsheet lets stand in a column, whose options are in a row of their sheet."""
    from openpyxl.worksheet.datavalidation import DataValidation

    if column.kind == "text":
        return DataValidation()
    if column.kind == "list":
        first, last = (letters_of(place - 1) for place in (_FIRST_OPTION, len(column.options) + 1))
        listed = f"'{options}'!${first}${row}:${last}${row}"
        allowed = DataValidation(type="list", formula1=listed, allow_blank=True)
    else:
        ends = [_end(column.kind, text) for text in (column.least, column.most)]
        allowed = DataValidation(
            type=_KINDS[column.kind], operator="between", formula1=ends[0], formula2=ends[1], allow_blank=True
        )
    allowed.errorTitle, allowed.error = column.heading[:_LONGEST_TITLE], column.prompt[:_LONGEST_PROMPT]
    allowed.showErrorMessage = not column.is_open
    return allowed


def _end(kind: str, text: str) -> str:
    return f"DATE({int(text[:4])},{int(text[5:7])},{int(text[8:])})" if kind == "day" else text


def _write_options(sheet: "Worksheet", template: Template) -> None:
    """Write a row for each column of the table: its heading, and the options of its list, if it has one."""
    from openpyxl.styles import Font

    sheet.cell(1, 1, template.help_header[0]).font = Font(bold=True)
    sheet.cell(1, _FIRST_OPTION, template.options_title).font = Font(bold=True)
    for at, column in enumerate(template.columns):
        for place, text in enumerate((column.heading, *column.options) if column.options else (), 1):
            sheet.cell(_FIRST_ROW + at, place, text).data_type = "s"
    widest = max((len(column.options) for column in template.columns), default=0)
    for place in range(widest + 1):
        sheet.column_dimensions[letters_of(place)].width = _WIDEST


def _write_help(sheet: "Worksheet", template: Template) -> None:
    """Write a row for each column: what it is, what to write, what an empty cell means."""
    from openpyxl.styles import Alignment, Font, PatternFill

    for at, line in enumerate(template.above, 1):
        sheet.cell(at, 1, line).font = Font(bold=at == 1)
    top = len(template.above) + 2
    rows = [template.help_header, *((column.heading, *column.help) for column in template.columns)]
    for number, texts in enumerate(rows, top):
        lines = 1
        for at, (text, width) in enumerate(zip(texts, _HELP_WIDTHS, strict=True), 1):
            cell = sheet.cell(number, at, text)
            cell.data_type, cell.alignment = "s", Alignment(wrap_text=True, vertical="top")
            lines = max(lines, sum(-(-max(1, width_of(line)) // width) for line in text.split("\n")))
            if number == top:
                cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor=_OPTIONAL)
        sheet.row_dimensions[number].height = _HEIGHT * lines
    for at, width in enumerate(_HELP_WIDTHS):
        sheet.column_dimensions[letters_of(at)].width = width + 1
    sheet.freeze_panes = f"B{top + 1}"


def _saved(book: "Workbook") -> bytes:
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()
