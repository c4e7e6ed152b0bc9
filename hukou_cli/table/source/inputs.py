"""The input of a batch, whatever its format: its header, and its rows in pieces that the engine reads.

The format is told by the content: gzip and Parquet by their first bytes, JSON lines by a ``{``, tabs by the header; the
encoding is UTF-8, with or without its mark, or else GB18030.
"""

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat

import msgspec

from hukou_cli.base.errors import Finding, HukouError, InvalidTable, harmless
from hukou_cli.table.columns import binary_of
from hukou_cli.table.source.csv_framing import (
    Block,
    Rows,
    numbered_rows,
    plain_rows,
    records,
    split,
)
from hukou_cli.table.source.dialect import Dialect, delimiter_of, encoding_of
from hukou_cli.table.source.json_lines import json_rows, object_of
from hukou_cli.table.source.stream import HEAD, Opened

SMALLEST, LARGEST = 1 << 20, 20 << 20
"""Bytes in a block: enough that planning a query costs little, few enough that memory does not grow with the file."""

LONGEST_HEADER = 1 << 18

_ROW_NUMBER = "file_row_number"
"""What the engine calls the number of a row of Parquet."""

ROWS = 250_000
"""Rows of Parquet that are read at once."""

_PRETTY = re.compile(rb"\{\s*\n")
"""How an object begins that is written over several lines."""


class TextPiece(msgspec.Struct, frozen=True):
    """A block of a CSV file."""

    block: Block
    dialect: Dialect

    def rows(self, *, again: bool) -> Rows:
        """Give the rows as they stand, or each with its line."""
        plain = None if again else plain_rows(self.block, self.dialect)
        return plain or numbered_rows(self.block, self.dialect)


class JsonPiece(msgspec.Struct, frozen=True):
    """A block of JSON lines."""

    block: Block
    header: tuple[str, ...]

    def rows(self, *, again: bool) -> Rows:  # noqa: ARG002 - they are read one by one at once
        """Give the rows, each with its line, as CSV."""
        return json_rows(self.block, self.header)


class ParquetPiece(msgspec.Struct, frozen=True):
    """A run of rows of a Parquet file, by the path that the engine reads."""

    name: str
    path: str
    first: int
    count: int
    kinds: Mapping[str, str]


class _Streamed:
    """A file that is read from its start to its end, its head first."""

    binary: Sequence[str] = ()
    """The columns of numbers that are not as they were written: none, for text."""
    from_office = False
    """Whether it looks like a table of office software, which reads UTF-8 only where a mark says so."""
    _opened: Opened
    _skip: int
    name: str
    size: int

    def rewindable(self) -> None:
        """See to it that the pieces can be had more than once."""
        self._opened.rewindable()
        self.size = self._opened.size

    def close(self) -> None:
        """Close the file."""
        self._opened.close()

    def _blocks(self, line: int, workers: int, dialect: Dialect | None) -> Iterator[Block]:
        """Cut what follows the header, which ends before a line, into blocks.

        Raises InvalidTable where it breaks off.
        """
        stream, head = self._opened.start()
        with self._opened.told():
            yield from split(stream, head[self._skip :], line, block_sizes(self.size, workers), dialect)


class TextInput(_Streamed):
    """A CSV or TSV file."""

    def __init__(self, name: str, opened: Opened) -> None:
        self.name, self._opened, self.size = name, opened, opened.size
        head = opened.head
        encoding, mark = encoding_of(head, name)
        self.from_office = bool(mark) or encoding != "utf-8"
        self._line, self._skip = 1, mark
        content = head[mark:]
        while content.startswith((b"\n", b"\r\n")):
            gone = content.index(b"\n") + 1
            content, self._skip, self._line = content[gone:], self._skip + gone, self._line + 1
        if not content.strip():
            raise InvalidTable([Finding(code="table-empty", file=name)])
        if re.match(rb'[^"\n]*\r(?!\n)', content):
            raise InvalidTable([Finding(code="old-line-ends", file=name, line=self._line)])
        delimiter = delimiter_of(name, content)
        ended = content if content.endswith(b"\n") or len(head) == HEAD else content + b"\n"
        block = Block(self._line, ended[:LONGEST_HEADER], 0)
        too_long = (self._line, "line-too-long", [""])
        line, problem, cells = next(records(block, Dialect(encoding, delimiter, 0)), too_long)
        if problem:
            raise InvalidTable([Finding(code=f"header-{problem}", file=name, line=line)])
        self.header_line = line
        self.header = header_of(cells, name, line)
        spans = sum(cell.count("\n") for cell in cells)
        for _ in range(spans + 1):
            end = content.find(b"\n") + 1 or len(content)
            self._skip, content, self._line = self._skip + end, content[end:], self._line + 1
        self.dialect = Dialect(encoding, delimiter, len(self.header))

    def pieces(self, workers: int) -> Iterator[TextPiece]:
        """Give its blocks."""
        for block in self._blocks(self._line, workers, self.dialect):
            yield TextPiece(block, self.dialect)


class JsonInput(_Streamed):
    """A file of JSON lines. Its columns are the keys of its first rows."""

    def __init__(self, name: str, opened: Opened) -> None:
        self.name, self._opened, self.size, self.header_line = name, opened, opened.size, 0
        head = opened.head
        self._skip = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
        keys: dict[str, None] = {}
        lines = head[self._skip :].split(b"\n")
        whole = lines if len(head) < HEAD else lines[:-1]
        if not whole:
            raise InvalidTable([Finding(code="header-line-too-long", file=name, line=1)])
        for line in whole:
            keys |= dict.fromkeys(object_of(line) or ())
        self.header = list(keys)
        if not keys:
            raise InvalidTable([Finding(code="table-empty", file=name)])
        check_header(self.header, name, 1)

    def pieces(self, workers: int) -> Iterator[JsonPiece]:
        """Give its blocks."""
        for block in self._blocks(1, workers, None):
            yield JsonPiece(block, tuple(self.header))


class ParquetInput:
    """A Parquet file."""

    from_office = False

    def __init__(self, name: str, opened: Opened) -> None:
        import duckdb

        self.name, self._opened, self.header_line = name, opened, 0
        self._path = opened.path()
        try:
            with duckdb.connect() as engine:
                columns = engine.execute("DESCRIBE SELECT * FROM read_parquet(?)", [self._path]).fetchall()
                counted = engine.execute("SELECT count(*) FROM read_parquet(?)", [self._path]).fetchone()
        except duckdb.Error:
            raise InvalidTable([Finding(code="not-parquet", file=name)]) from None
        self.size = self.count = int(counted[0]) if counted else 0
        self.kinds = {str(column[0]): str(column[1]) for column in columns}
        self.header = list(self.kinds)
        check_header(self.header, name, 1)
        if _ROW_NUMBER in map(str.lower, self.header):
            raise InvalidTable([Finding(code="column-reserved", values={"seen": _ROW_NUMBER}, file=name)])
        self.binary = binary_of(self.kinds)

    def rewindable(self) -> None:
        """Do nothing: the pieces can be had more than once."""

    def close(self) -> None:
        """Close the file."""
        self._opened.close()

    def pieces(self, workers: int) -> Iterator[ParquetPiece]:
        """Give its rows in runs."""
        step = min(ROWS, max(1, -(-self.count // workers)))
        for first in range(0, self.count, step):
            yield ParquetPiece(self.name, self._path, first, min(step, self.count - first), self.kinds)


Piece = TextPiece | JsonPiece | ParquetPiece
Source = TextInput | JsonInput | ParquetInput


def open_input(name: str) -> Source:
    """Open a table, by its path or ``-``. Raises InvalidTable, NotFound."""
    opened = Opened(name)
    try:
        if opened.is_parquet:
            return ParquetInput(name, opened)
        start = opened.head.removeprefix(codecs.BOM_UTF8).lstrip()
        if start.startswith(b"[") or _PRETTY.match(start):
            raise InvalidTable([Finding(code="json-not-lines", file=name)])
        return JsonInput(name, opened) if start.startswith(b"{") else TextInput(name, opened)
    except HukouError:
        opened.close()
        raise


def block_sizes(size: int, workers: int) -> Iterator[int]:
    """Give how many bytes make each block of a file of that size, or of one whose size is not known (0).

    Every worker has as many blocks as the others, at least two, and the first is small: from it the worker learns what
    kind of rows to expect.
    """
    yield from repeat(SMALLEST, workers)
    each = max(2, -(-size // (workers * LARGEST)))
    yield from repeat(min(LARGEST, max(SMALLEST, size // (workers * each) + 1)) if size else LARGEST // 2)


def header_of(cells: list[str], name: str, line: int) -> list[str]:
    """Give the columns that a header names; cells after the last are none.

    Raises InvalidTable where it is no header.
    """
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


def check_header(header: list[str], name: str, line: int) -> None:
    """Refuse a header in which a name is missing or stands twice: to the engine capitals make none.

    Raises InvalidTable.
    """
    empty = ", ".join(str(at) for at, cell in enumerate(header, 1) if not cell)
    found = [Finding(code="header-empty-name", values={"seen": empty}, file=name, line=line)] if empty else []
    lower = [cell.lower() for cell in header]
    twice = dict.fromkeys(cell for at, cell in enumerate(header) if cell and lower[at] in lower[:at])
    found += [
        Finding(code="header-name-twice", values={"seen": harmless(cell)}, file=name, line=line) for cell in twice
    ]
    if found:
        raise InvalidTable(found)
