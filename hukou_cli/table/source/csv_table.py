"""CSV and TSV files: their header, and their records in chunks."""

import re
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import NamedTuple

from hukou_cli.base.errors import Finding, InvalidTable
from hukou_cli.base.redaction import harmless
from hukou_cli.table.source.csv_framing import CsvChunk, Record, cells_of, frame, whole_records
from hukou_cli.table.source.dialect import Dialect, delimiter_of, encoding_of
from hukou_cli.table.source.stream import HEAD, InputStream
from hukou_cli.table.source.text_source import StreamSource, check_header

_LONGEST_HEADER = 1 << 18
"""Bytes of the longest header."""

_MOST_ABOVE = 10
"""The most records above a header."""

_EMPTY_LINES = re.compile(rb"(?:\r?\n)*")


class _Head(NamedTuple):
    """A record at the start of a file, its cells, and where the next begins, in bytes of the head."""

    record: Record
    cells: list[str]
    delimiter: str
    end: int


class CsvSource(StreamSource):
    """A CSV or TSV file. Empty lines before its header are skipped, and so is a title, which a note tells."""

    def __init__(self, name: str, stream: InputStream) -> None:
        encoding, mark = encoding_of(stream.head, name)
        heads = _heads(name, stream.head, mark, encoding)
        first = next(heads, None)
        if first is None:
            raise InvalidTable([Finding(code="table-empty", file=name)])
        above = _names(first.cells)
        below = (head for head in islice(heads, _MOST_ABOVE) if _names_columns(head.cells, sum(map(bool, above))))
        head = next(below, first)
        record = head.record
        if record.problem:
            code = "old-line-ends" if record.problem == "old-line-ends" else f"header-{record.problem}"
            raise InvalidTable([Finding(code=code, file=name, line=record.line)])
        super().__init__(name, stream, _header(head.cells, name, record.line), record.line)
        if head is not first:
            seen = harmless(" ".join(filter(None, above)))
            self.notes = (Finding("header-below", {"seen": seen, "line": str(record.line)}, name, record.line),)
        self.from_office = bool(mark) or encoding != "utf-8"
        self.dialect = Dialect(encoding, head.delimiter, len(self.header))
        self._line, self._start = record.line + record.content.count(b"\n") + 1, head.end

    def chunks(self, workers: int) -> Iterator[CsvChunk]:
        """Yield the records."""
        for line, content in self._cut(self._start, self._line, workers, partial(whole_records, dialect=self.dialect)):
            yield CsvChunk(line, content, self.dialect)


def _heads(name: str, content: bytes, at: int, encoding: str) -> Iterator[_Head]:
    """Yield the records of the first bytes of a file, from byte ``at`` on, each by its own delimiter."""
    line = 1
    while True:
        start = _EMPTY_LINES.match(content, at).end()  # type: ignore[union-attr] # it matches anything
        line += content.count(b"\n", at, start)
        text = content[start : start + _LONGEST_HEADER]
        if not text.strip():
            return
        if re.match(rb'[^"\n]*\r(?!\n)', text):
            yield _Head(Record(line, b"", "old-line-ends"), [], "", start)
            return
        is_last = start + len(text) == len(content) < HEAD and not text.endswith(b"\n")
        dialect = Dialect(encoding, delimiter_of(name, text), 0)
        record = next(frame(line, text + b"\n" * is_last, dialect), Record(line, b"", "line-too-long"))
        cells = [] if record.problem else cells_of(record, dialect)
        rest = content[start + len(record.content) : start + len(record.content) + 2]
        at = start + len(record.content) + len(rest) - len(rest.removeprefix(b"\r").removeprefix(b"\n"))
        yield _Head(record, cells, dialect.delimiter, at)
        if record.problem:
            return
        line += record.content.count(b"\n") + 1


def _names(cells: list[str]) -> list[str]:
    """Return cells without blanks around them; empty ones after the last are dropped."""
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def _names_columns(cells: list[str], above: int) -> bool:
    """Return whether a record is the header below a title of so many cells: names alone, at least twice as many."""
    names = _names(cells)
    are_names = all(any(map(str.isalpha, name)) and name.lower() not in ("true", "false") for name in names)
    return len(names) >= max(2, 2 * above) and are_names and len(set(map(str.lower, names))) == len(names)


def _header(cells: list[str], name: str, line: int) -> list[str]:
    """Return the names of the columns. Raises InvalidTable."""
    header = _names(cells)
    if len(cells) > 2 and len(header) == 1:  # noqa: PLR2004 - one comma too many makes no title
        seen = harmless(header[0])
        raise InvalidTable([Finding(code="header-is-title", values={"seen": seen}, file=name, line=line)])
    header = header or [cell.strip() for cell in cells]
    check_header(header, name, line)
    return header
