"""Printouts as text: CSV, with tabs or semicolons, or as copied from a page."""

import codecs
import re

from hukou_cli.imports.grid import MOST_CELLS, Grid, Row, too_large
from hukou_cli.table.source.csv_framing import Record, cells_of, frame
from hukou_cli.table.source.dialect import Dialect, text_encoding_of

_DELIMITERS = (",", "\t", ";")
_BLANKS = re.compile(r"[ \u3000]+")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(content: bytes, file: str) -> str:
    """Decode UTF-8, GB18030, or UTF-16 with its mark; line ends become line feeds. Raises InvalidTable."""
    if content.startswith(_UTF_16):
        text = content.decode("utf-16", "replace")
    else:
        encoding, mark = text_encoding_of(content, file)
        text = content[mark:].decode(encoding, "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_text_table(content: bytes, file: str) -> Grid:
    """Read a table as text. Raises InvalidTable where it is no text, or too large."""
    text = decoded(content, file)
    counts = {mark: text.count(mark) for mark in _DELIMITERS}
    delimiter = max(counts, key=lambda mark: counts[mark])
    if counts[delimiter] < text.count("\n"):  # a title or a note may hold one
        delimiter, text = "\t", "\n".join(_BLANKS.sub("\t", line.strip(" \u3000")) for line in text.split("\n"))
    if text.count(delimiter) > MOST_CELLS:
        raise too_large(file)
    dialect = Dialect("utf-8", delimiter, 0)
    records = frame(1, f"{text}\n".encode(), dialect)
    return Grid(tuple(Row(record.line, _cells(record, dialect)) for record in records))


def _cells(record: Record, dialect: Dialect) -> tuple[str, ...]:
    """Return the cells of a record; of one whose quotes do not pair its quotes are left out."""
    if not record.problem:
        return tuple(cell.strip() for cell in cells_of(record, dialect))
    plain = record.content.decode(errors="replace").replace('"', "")
    return tuple(cell.strip() for cell in plain.split(dialect.delimiter))
