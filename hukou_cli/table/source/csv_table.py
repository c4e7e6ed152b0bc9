"""CSV and TSV files: their header, and their records in chunks."""

import re
from collections.abc import Iterator
from functools import partial

from hukou_cli.base.errors import Finding, InvalidTable
from hukou_cli.base.redaction import harmless
from hukou_cli.table.source.csv_framing import CsvChunk, Record, cells_of, frame, whole_records
from hukou_cli.table.source.dialect import Dialect, delimiter_of, encoding_of
from hukou_cli.table.source.stream import HEAD, InputStream
from hukou_cli.table.source.text_source import StreamSource, check_header

_LONGEST_HEADER = 1 << 18
"""Bytes of the longest header."""


class CsvSource(StreamSource):
    """A CSV or TSV file. Empty lines before its header are skipped."""

    def __init__(self, name: str, stream: InputStream) -> None:
        encoding, mark = encoding_of(stream.head, name)
        body = stream.head[mark:]
        content = re.sub(rb"\A(?:\r?\n)+", b"", body)
        line = 1 + body[: len(body) - len(content)].count(b"\n")
        if not content.strip():
            raise InvalidTable([Finding(code="table-empty", file=name)])
        if re.match(rb'[^"\n]*\r(?!\n)', content):
            raise InvalidTable([Finding(code="old-line-ends", file=name, line=line)])
        dialect = Dialect(encoding, delimiter_of(name, content), 0)
        ended = content if content.endswith(b"\n") or len(stream.head) == HEAD else content + b"\n"
        record = next(frame(line, ended[:_LONGEST_HEADER], dialect), Record(line, b"", "line-too-long"))
        if record.problem:
            raise InvalidTable([Finding(code=f"header-{record.problem}", file=name, line=line)])
        super().__init__(name, stream, _header(cells_of(record, dialect), name, line), line)
        self.from_office = bool(mark) or encoding != "utf-8"
        self.dialect = Dialect(encoding, dialect.delimiter, len(self.header))
        self._line = line + record.content.count(b"\n") + 1
        rest = content[len(record.content) :].removeprefix(b"\r").removeprefix(b"\n")
        self._start = len(stream.head) - len(rest)

    def chunks(self, workers: int) -> Iterator[CsvChunk]:
        """Yield the records."""
        for line, content in self._cut(self._start, self._line, workers, partial(whole_records, dialect=self.dialect)):
            yield CsvChunk(line, content, self.dialect)


def _header(cells: list[str], name: str, line: int) -> list[str]:
    """Return the names of the columns; empty cells after the last are dropped. Raises InvalidTable."""
    header = [cell.strip() for cell in cells]
    named = [at for at, cell in enumerate(header) if cell]
    if named == [0] and len(header) > 2:  # noqa: PLR2004 - one comma too many makes no title
        raise InvalidTable(
            [Finding(code="header-is-title", values={"seen": harmless(header[0])}, file=name, line=line)]
        )
    if named:
        del header[named[-1] + 1 :]
    check_header(header, name, line)
    return header
