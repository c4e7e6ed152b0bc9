"""Workbooks made for tests, and bytes of their parts changed."""

import datetime
import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.people import GOOD

Fill = Callable[[Worksheet], None]


def workbook(fill: Fill, *more: Fill) -> bytes:
    """Return a workbook with a sheet for each function, which fills it."""
    book = openpyxl.Workbook()
    assert isinstance(book.active, Worksheet)
    fill(book.active)
    for each in more:
        each(book.create_sheet())
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def changed(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Return a workbook with bytes of one part of it changed."""
    parts = parts_of(content)
    (name,) = (name for name in parts if name.endswith(part))
    assert old in parts[name]
    parts[name] = parts[name].replace(old, new)
    return packed(parts)


def with_strings(content: bytes, strings: bytes) -> bytes:
    """Return a workbook with a part of texts that cells name by their number, as most programs write them."""
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    told = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>'
    parts = parts_of(changed(content, "[Content_Types].xml", b"</Types>", told))
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts["xl/sharedStrings.xml"] = b"<sst " + space + b">" + strings + b"</sst>"
    return packed(parts)


def parts_of(content: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    """Return a workbook of some parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in parts.items():
            archive.writestr(name, held)
    return out.getvalue()


def typed(texts: dict[str, str]) -> list[object]:
    """Return the texts of a row as an office would type them: numbers, days and flags as such."""
    cells: list[object] = []
    for text in texts.values():
        if text.isdigit():
            cells.append(int(text))
        elif text in ("true", "false"):
            cells.append(text == "true")
        elif len(text) == 10 and text[:4].isdigit() and text[4] == text[7] == "-":
            cells.append(datetime.date.fromisoformat(text))
        else:
            cells.append(text or None)
    return cells


def people(*rows: dict[str, str], title: str = "") -> Fill:
    """Return a function that fills a sheet with a header and rows of people; each is ``GOOD`` but for what it says."""

    def fill(sheet: Worksheet) -> None:
        if title:
            sheet.title = title
        sheet.append(list(GOOD))
        for row in rows:
            sheet.append(typed({**GOOD, **row}))

    return fill


def saved(folder: Path, content: bytes) -> Path:
    """Write a workbook into a folder; return its path."""
    path = folder / "staff.xlsx"
    path.write_bytes(content)
    return path


def texts_of(content: bytes) -> Sequence[dict[int, str]]:
    """Return the texts of the rows of the first sheet, by column from 0."""
    from hukou_cli.table.workbook.book import Workbook

    book = Workbook(io.BytesIO(content), "x.xlsx")
    reader, part = book.reader(book.sheets[0])
    with part, book.translated_errors():
        return [row.cells for row in reader.rows(part)]
