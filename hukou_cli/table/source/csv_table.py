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
from hukou_cli.table.source.header import MOST_ABOVE, checked_header, names_columns, names_in
from hukou_cli.table.source.stream import HEAD, InputStream
from hukou_cli.table.source.text_source import DIVISIBLE, StreamSource, chunk_sizes

_LONGEST_HEADER = 1 << 18
"""Bytes of the longest header."""

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
        above = names_in(first.cells)
        below = (head for head in islice(heads, MOST_ABOVE) if names_columns(head.cells, sum(map(bool, above))))
        head = next(below, first)
        record = head.record
        if record.problem:
            code = "old-line-ends" if record.problem == "old-line-ends" else f"header-{record.problem}"
            raise InvalidTable([Finding(code=code, file=name, line=record.line)])
        super().__init__(name, stream, checked_header(head.cells, name, record.line), record.line)
        if head is not first:
            seen = harmless(" ".join(filter(None, above)))
            self.notes = (Finding("header-below", {"seen": seen, "line": str(record.line)}, name, record.line),)
        self.from_office = bool(mark) or encoding != "utf-8"
        self.dialect = Dialect(encoding, head.delimiter, len(self.header))
        self._line, self._start = record.line + record.content.count(b"\n") + 1, head.end

    @property
    def lines_above(self) -> int:
        """The lines above the first row."""
        return self._line - 1

    def chunks(self, workers: int) -> Iterator[CsvChunk]:
        """Yield the records."""
        sizes = chunk_sizes(self.size, workers, DIVISIBLE)
        whole = partial(whole_records, dialect=self.dialect)
        for line, content, lines in self._cut(self._start, self._line, sizes, whole):
            yield CsvChunk(line, content, self.dialect, lines)


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
