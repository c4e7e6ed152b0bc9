"""Printouts as workbooks (.xlsx), by openpyxl, which only who has one needs."""

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from hukou_cli.base.errors import Finding, InvalidTable
from hukou_cli.imports.grid import MOST_CELLS, Grid, Row, too_large

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_LARGEST = 10 * 1024 * 1024
"""Bytes of all parts of a workbook above which it is refused."""

_MOST_LISTED = 10
"""Formulas without a value that are named."""

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*\"([^\"]*)\"")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s+ref\s*=\s*\"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\"")

Rows = dict[int, list[object]]
"""The values of the rows that a sheet has, by their number."""


class _Merged(NamedTuple):
    """A merged cell: its first and last column and row, from 1."""

    left: int
    top: int
    right: int
    bottom: int


def read_workbook(content: bytes, file: str) -> list[Grid]:
    """Read every sheet of a workbook.

    Args:
        content: The bytes of the file.
        file: Its name, for messages.

    Raises:
        InvalidTable: openpyxl is not installed, the file is no whole workbook, or it is too large.

    """
    try:
        import openpyxl
    except ImportError:
        raise InvalidTable([Finding(code="import-no-openpyxl", file=file)]) from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that are not read
        try:
            merged = _merged_cells(content, file)
            values = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            sheets = dict(_sheets(values, file))
            formulas = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
            valueless = {name: list(_valueless(rows, formulas, name)) for name, rows in sheets.items()}
        except InvalidTable:
            raise
        except Exception:  # noqa: BLE001 - a damaged workbook makes openpyxl raise anything
            raise InvalidTable([Finding(code="import-damaged", file=file)]) from None
    for ranges, rows in zip(merged, sheets.values(), strict=False):
        _fill(rows, ranges, file)
    return [
        Grid(
            tuple(Row(number, tuple(map(_text, row))) for number, row in rows.items()),
            name,
            tuple(valueless[name][:_MOST_LISTED]),
        )
        for name, rows in sheets.items()
    ]


def _sheets(book: "Workbook", file: str) -> Iterator[tuple[str, Rows]]:
    """Yield the name and the rows of each sheet."""
    seen = 0
    for sheet in book.worksheets:
        rows: Rows = {}
        sheet.reset_dimensions()  # what a file says of its size may be wrong
        for number, row in enumerate(sheet.iter_rows(), start=1):
            told = sum(hasattr(cell, "row") for cell in row)  # those that the file has: an empty one has no place
            seen += told
            if seen > MOST_CELLS:
                raise too_large(file)
            if told:
                rows[number] = [cell.value for cell in row]
        yield sheet.title, rows


def _valueless(rows: Rows, formulas: "Workbook", name: str) -> Iterator[str]:
    """Yield where a sheet has formulas whose value the file does not hold; their cells get the formula itself."""
    sheet = formulas[name]
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(), start=1):
        values = rows.get(number, [])
        for at, (cell, value) in enumerate(zip(row, values, strict=False)):
            if value is None and cell.data_type == "f":
                values[at] = str(cell.value)
                yield cell.coordinate


def _merged_cells(content: bytes, file: str) -> list[list[_Merged]]:
    """Return the merged cells of each sheet, in the order of the workbook. openpyxl would make a cell of each.

    Raises:
        InvalidTable: The parts of the workbook are too large.

    """
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        if sum(part.file_size for part in parts.infolist()) > _LARGEST:
            raise too_large(file)
        relations = {}
        for tag in _RELATION.findall(parts.read("xl/_rels/workbook.xml.rels")):
            known = dict(_ATTRIBUTE.findall(tag))
            relations[known[b"Id"]] = known[b"Target"].decode()
        found = []
        for tag in _SHEET.findall(parts.read("xl/workbook.xml")):
            target = relations[next(value for name, value in _ATTRIBUTE.findall(tag) if name.endswith(b":id"))]
            path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            if "/worksheets/" in path:
                found.append([_merged(*match.groups()) for match in _MERGED.finditer(parts.read(path))])
        return found


def _merged(left: bytes, top: bytes, right: bytes, bottom: bytes) -> _Merged:
    return _Merged(_column(left), int(top), _column(right), int(bottom))


def _column(letters: bytes) -> int:
    """Return the number of a column, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _fill(rows: Rows, ranges: list[_Merged], file: str) -> None:
    """Put the value of each merged cell into the rows that it covers and that there are. Raises InvalidTable."""
    left = MOST_CELLS
    for merged in ranges:
        anchor = rows.get(merged.top, [])
        value = anchor[merged.left - 1] if merged.left <= len(anchor) else None
        is_tall = merged.bottom - merged.top >= len(rows)
        numbers = rows if is_tall else range(merged.top, merged.bottom + 1)
        for number in [number for number in numbers if merged.top <= number <= merged.bottom]:
            left -= merged.right - merged.left + 1
            if left < 0:
                raise too_large(file)
            row = rows.get(number)
            if row is not None:
                row += [None] * (merged.right - len(row))
                row[merged.left - 1 : merged.right] = [value] * (merged.right - merged.left + 1)
        left -= len(rows) if is_tall else 0


def _text(value: object) -> str:
    """Write a cell as its sheet shows it: a day without a time, a whole number without a point."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    text = "" if value is None else str(value)
    return text.removesuffix(".0").strip()
