"""Printouts as text: CSV, with tabs or semicolons, or as copied from a page."""

import codecs
import re

from hukou_cli.imports.grid import MOST_CELLS, Grid, Row, too_large
from hukou_cli.table.source.csv_framing import Record, cells_of, frame
from hukou_cli.table.source.dialect import Dialect, text_encoding_of

_DELIMITERS = (",", "\t", ";")
_THOUSANDS = re.compile(r"(?<![0-9])([0-9]{1,3}),(?=[0-9]{3}(?![0-9]))")
_FEWEST_LINES = 2
"""Lines of a table with its delimiter: the heading, and a row."""

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
    lines = _THOUSANDS.sub("", text).split("\n")
    delimiter = max(_DELIMITERS, key=lambda mark: sum(line.count(mark) for line in lines))
    if sum(delimiter in line for line in lines) < _FEWEST_LINES:  # a title or a note may hold one
        delimiter, text = "\t", "\n".join(_BLANKS.sub("\t", line.strip(" \u3000")) for line in text.split("\n"))
    if text.count(delimiter) > MOST_CELLS:
        raise too_large(file)
    dialect = Dialect("utf-8", delimiter, 0)
    records = frame(1, f"{text}\n".encode(), dialect)
    return Grid(tuple(Row(record.line, _cells(record, dialect)) for record in records))


def _cells(record: Record, dialect: Dialect) -> tuple[str, ...]:
    """Return the cells of a record, without quotes that do not pair and signs that keep a number a text."""
    cells = cells_of(record, dialect) if not record.problem else _split(record, dialect)
    return tuple(cell.strip().removeprefix("=").strip("'\"") for cell in cells)  # ="201905", '201905 keep a text


def _split(record: Record, dialect: Dialect) -> list[str]:
    return record.content.decode(errors="replace").replace('"', "").split(dialect.delimiter)
