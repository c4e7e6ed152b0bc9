"""The input of a batch, whatever its format: its header, and its rows in pieces that the engine reads.

The format is told by the content: gzip and Parquet by their first bytes, JSON lines by a ``{``, tabs by the header; the
encoding is UTF-8, with or without its mark, or else GB18030.
"""

import codecs
import gzip
import io
import re
import sys
import zlib
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path
from typing import IO, cast

import msgspec

from hukou_cli.batch.scratch import Scratch
from hukou_cli.batch.text import (
    LONGEST_LINE,
    Block,
    Dialect,
    Rows,
    RowWriter,
    numbered_rows,
    plain_rows,
    records,
    split,
)
from hukou_cli.errors import Finding, HukouError, NotFound, harmless

HEAD = 1 << 20
"""How much is read to tell the format."""

SMALLEST, LARGEST = 1 << 20, 20 << 20
"""Bytes in a block: enough that planning a query costs little, few enough that memory does not grow with the file."""

LONGEST_HEADER = 1 << 18

_LOOKED_AT, _MOST_NULS = 4096, 8
"""At the start of a text fewer than one byte in eight is NUL."""

ROWS = 250_000
"""Rows of Parquet that are read at once."""

STDIN = "-"

_PRETTY = re.compile(rb"\{\s*\n")
"""How an object begins that is written over several lines."""


class TextPiece(msgspec.Struct, frozen=True):
    """A block of a CSV file."""

    block: Block
    dialect: Dialect

    def rows(self, *, again: bool) -> Rows | None:
        """Give the rows as they stand, or each with its line."""
        plain = None if again else plain_rows(self.block, self.dialect)
        return plain or numbered_rows(self.block, self.dialect)


class JsonPiece(msgspec.Struct, frozen=True):
    """A block of JSON lines."""

    block: Block
    header: tuple[str, ...]

    def rows(self, *, again: bool) -> Rows | None:  # noqa: ARG002 - they are read one by one at once
        """Give the rows, each with its line, as CSV."""
        return json_rows(self.block, self.header)


class ParquetPiece(msgspec.Struct, frozen=True):
    """A run of rows of a Parquet file."""

    path: str
    first: int
    count: int
    header: tuple[str, ...]


class _Streamed:
    """A file that is read from its start to its end, its head first."""

    _opened: "Opened"
    _first: tuple[io.BufferedIOBase, bytes] | None
    _skip: int
    name: str
    size: int

    def rewindable(self) -> None:
        """See to it that the pieces can be had more than once."""
        self._opened.rewindable()
        self._first = None

    def close(self) -> None:
        """Close the file."""
        self._opened.close()

    def _blocks(self, line: int, workers: int, dialect: Dialect | None) -> Iterator[Block]:
        """Cut what follows the header, which ends before a line, into blocks. Raises NotFound where it breaks off."""
        stream, head = self._first or self._opened.start()
        self._first = None  # what is at hand the first time
        try:
            yield from split(stream, head[self._skip :], line, block_sizes(self.size, workers), dialect)
        except NotFound as error:
            raise NotFound(finding.at(file=self.name) for finding in error.findings) from None


class TextInput(_Streamed):
    """A CSV or TSV file."""

    def __init__(self, name: str, opened: "Opened") -> None:
        self.name, self._opened, self.size = name, opened, opened.size
        stream, head = opened.start()
        encoding, mark = _encoding(head, name)
        self._line, self._skip = 1, mark
        content = head[mark:]
        while content.startswith((b"\n", b"\r\n")):
            gone = content.index(b"\n") + 1
            content, self._skip, self._line = content[gone:], self._skip + gone, self._line + 1
        if not content.strip():
            raise NotFound([Finding(code="table-empty", file=name)])
        if re.match(rb'[^"\n]*\r(?!\n)', content):
            raise NotFound([Finding(code="old-line-ends", file=name, line=self._line)])
        delimiter = _delimiter(name, content)
        ended = content if content.endswith(b"\n") or len(head) == HEAD else content + b"\n"
        block = Block(self._line, ended[:LONGEST_HEADER], 0)
        too_long = (self._line, "line-too-long", [""])
        line, problem, cells = next(records(block, Dialect(encoding, delimiter, 0)), too_long)
        if problem:
            raise NotFound([Finding(code=f"header-{problem}", file=name, line=line)])
        self.header_line = line
        self.header = [cell.strip() for cell in cells]
        check_header(self.header, name, line)
        spans = sum(cell.count("\n") for cell in cells)
        for _ in range(spans + 1):
            end = content.find(b"\n") + 1 or len(content)
            self._skip, content, self._line = self._skip + end, content[end:], self._line + 1
        self.dialect = Dialect(encoding, delimiter, len(self.header))
        self._first = (stream, head)

    def pieces(self, workers: int) -> Iterator[TextPiece]:
        """Give its blocks."""
        for block in self._blocks(self._line, workers, self.dialect):
            yield TextPiece(block, self.dialect)


class JsonInput(_Streamed):
    """A file of JSON lines. Its columns are the keys of its first rows."""

    def __init__(self, name: str, opened: "Opened") -> None:
        self.name, self._opened, self.size, self.header_line = name, opened, opened.size, 0
        stream, head = opened.start()
        self._skip = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
        keys: dict[str, None] = {}
        lines = head[self._skip :].split(b"\n")
        for line in lines if len(head) < HEAD else lines[:-1]:
            keys |= dict.fromkeys(_object(line) or ())
        self.header = list(keys)
        if not keys:
            raise NotFound([Finding(code="table-empty", file=name)])
        check_header(self.header, name, 1)
        self._first = (stream, head)

    def pieces(self, workers: int) -> Iterator[JsonPiece]:
        """Give its blocks."""
        for block in self._blocks(1, workers, None):
            yield JsonPiece(block, tuple(self.header))


class ParquetInput:
    """A Parquet file."""

    def __init__(self, name: str, opened: "Opened") -> None:
        import duckdb

        self.name, self.size, self.header_line = name, opened.size, 0
        self._opened = opened
        self._path = opened.path()
        try:
            with duckdb.connect() as engine:
                columns = engine.execute("DESCRIBE SELECT * FROM read_parquet(?)", [self._path]).fetchall()
                counted = engine.execute("SELECT count(*) FROM read_parquet(?)", [self._path]).fetchone()
        except duckdb.Error:
            raise NotFound([Finding(code="not-parquet", file=name)]) from None
        self.size = self.count = int(counted[0]) if counted else 0
        self.header = [str(column[0]) for column in columns]
        check_header(self.header, name, 1)
        self.binary = [str(column[0]) for column in columns if column[1] in ("FLOAT", "DOUBLE")]

    def rewindable(self) -> None:
        """Do nothing: the pieces can be had more than once."""

    def close(self) -> None:
        """Close the file."""
        self._opened.close()

    def pieces(self, workers: int) -> Iterator[ParquetPiece]:
        """Give its rows in runs."""
        step = min(ROWS, max(1, -(-self.count // workers)))
        for first in range(0, self.count, step):
            yield ParquetPiece(self._path, first, min(step, self.count - first), tuple(self.header))


Piece = TextPiece | JsonPiece | ParquetPiece
Source = TextInput | JsonInput | ParquetInput


class Opened:
    """A file or standard input, unpacked, that can be read from the start again where that is asked for."""

    def __init__(self, name: str, *, twice: bool) -> None:
        self.name, self.size = name, 0
        self._scratch: Scratch | None = None
        self._file: IO[bytes] | None = None
        if name == STDIN:
            if sys.stdin is None or sys.stdin.isatty():
                raise NotFound([Finding(code="stdin-is-terminal")])
            self._stream: io.BufferedIOBase = cast("io.BufferedIOBase", sys.stdin.buffer)
        else:
            self._stream = self._open(Path(name))
        head = self._read_head(self._stream)
        self.packed = head.startswith(b"\x1f\x8b")
        if self.packed:
            self._stream = cast("io.BufferedIOBase", gzip.GzipFile(fileobj=_Joined(head, self._stream)))
            self.size = 0
            head = self._read_head(self._stream)
        self.head = head
        self.is_parquet = head.startswith(b"PAR1")
        if (twice or self.is_parquet) and self._once:
            self._spool()
        self._fresh = True

    @property
    def _once(self) -> bool:
        """Whether it can be read but once."""
        return self.packed or self._file is None or not self._file.seekable()

    def _open(self, path: Path) -> io.BufferedIOBase:
        try:
            if path.is_dir():
                raise NotFound([Finding(code="file-is-folder", file=self.name)])
            self._file = path.open("rb")
            self.size = path.stat().st_size
        except FileNotFoundError:
            raise NotFound([Finding(code="file-missing", file=self.name)]) from None
        except OSError as error:
            reason = harmless(error.strerror or type(error).__name__)
            raise NotFound([Finding(code="file-unreadable", values={"reason": reason}, file=self.name)]) from None
        return cast("io.BufferedIOBase", self._file)

    def _read_head(self, stream: io.BufferedIOBase) -> bytes:
        head = b""
        try:
            while len(head) < HEAD and (part := stream.read(HEAD - len(head))):
                head += part
        except (OSError, EOFError, zlib.error):
            raise NotFound([Finding(code="file-unreadable", values={"reason": "gzip"}, file=self.name)]) from None
        return head

    def _spool(self) -> None:
        """Copy what can be read only once to a file without a name."""
        import tempfile

        self._scratch = Scratch(tempfile.gettempdir())
        import os

        from hukou_cli.batch.scratch import write_all

        write_all(self._scratch.handle, self.head)
        try:
            while part := self._stream.read(1 << 24):
                write_all(self._scratch.handle, part)
        except (EOFError, gzip.BadGzipFile, zlib.error):
            raise NotFound([Finding(code="file-unreadable", values={"reason": "gzip"}, file=self.name)]) from None
        self.size = os.fstat(self._scratch.handle).st_size
        self._file = Path(self._scratch.path).open("rb")  # noqa: SIM115 - it stays open as long as the input
        self._stream = cast("io.BufferedIOBase", self._file)
        self._stream.seek(len(self.head))

    def start(self) -> tuple[io.BufferedIOBase, bytes]:
        """Give the stream after its head, and the head."""
        if not self._fresh:
            assert self._file is not None
            self._file.seek(len(self.head))
            if self.packed and self._scratch is None:
                raise AssertionError
        self._fresh = False
        return self._stream, self.head

    def rewindable(self) -> None:
        """See to it that it can be read again: what comes but once is laid aside in a file without a name."""
        if self._scratch is None and self._once:
            self._spool()
        self._fresh = False

    def close(self) -> None:
        """Close what was opened."""
        if self._file is not None:
            self._file.close()
        if self._scratch is not None:
            self._scratch.close()

    def path(self) -> str:
        """Give a path by which the engine reads the file, whatever its name is made of."""
        if self._file is not None and Path("/proc/self/fd").is_dir():
            return f"/proc/self/fd/{self._file.fileno()}"
        return self.name.replace("[", "[[]").replace("*", "[*]").replace("?", "[?]")


class _Joined(io.RawIOBase):
    """A stream with its head put back."""

    def __init__(self, head: bytes, rest: io.BufferedIOBase) -> None:
        super().__init__()
        self._head, self._rest = head, rest

    def read(self, size: int = -1) -> bytes:
        if self._head:
            part, self._head = (self._head, b"") if size < 0 else (self._head[:size], self._head[size:])
            return part + (self._rest.read() if size < 0 else b"")
        return self._rest.read(size)


def open_input(name: str, *, twice: bool = False) -> TextInput | JsonInput | ParquetInput:
    """Open a table, by its path or ``-``. Raises NotFound where it is none that can be read."""
    opened = Opened(name, twice=twice)
    try:
        if opened.is_parquet:
            return ParquetInput(name, opened)
        start = opened.head.removeprefix(codecs.BOM_UTF8).lstrip()
        if start.startswith(b"[") or _PRETTY.match(start):
            raise NotFound([Finding(code="json-not-lines", file=name)])
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


def check_header(header: list[str], name: str, line: int) -> None:
    """Refuse a header in which a name is missing or stands twice: to the engine capitals make none. Raises NotFound."""
    found = [
        Finding(code="header-empty-name", values={"seen": str(at + 1)}, file=name, line=line)
        for at, cell in enumerate(header)
        if not cell
    ]
    lower = [cell.lower() for cell in header]
    twice = dict.fromkeys(cell for at, cell in enumerate(header) if cell and lower[at] in lower[:at])
    found += [
        Finding(code="header-name-twice", values={"seen": harmless(cell)}, file=name, line=line) for cell in twice
    ]
    if found:
        raise NotFound(found)


def json_rows(block: Block, header: tuple[str, ...]) -> Rows:
    """Write JSON lines as CSV: numbers and text by their own characters, flags as ``true`` and ``false``."""
    rows, known = RowWriter(","), frozenset(header)
    for at, line in enumerate(block.content.split(b"\n"), block.line):
        if not line.strip():
            continue
        found, problem = _object(line), ""
        if found is None:
            problem = "not-a-json-row"
        elif not found.keys() <= known:
            problem = "late-column"
        elif any(isinstance(value, dict | list) for value in found.values()):
            problem = "not-a-json-row"
        elif b"\\u" in line:
            problem = _unwritable("".join(map(str, found.values())))
        if problem or found is None:
            rows.add(at, problem, [line.decode(errors="replace")[:LONGEST_LINE], *[""] * (len(header) - 1)])
        else:
            rows.add(at, "", [_json_text(found.get(key)) for key in header])
    return rows.written(block.line)


def _unwritable(text: str) -> str:
    """Say what is wrong with text that no other format can hold; empty where nothing is."""
    if "\0" in text:
        return "nul-byte"
    return "not-a-json-row" if any("\ud800" <= character <= "\udfff" for character in text) else ""


def _object(line: bytes) -> dict[str, object] | None:
    """Read one JSON object, its numbers as they are written; None where it is none, or a key stands twice."""
    import json

    try:
        found = json.loads(line, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _json_text(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _encoding(head: bytes, name: str) -> tuple[str, int]:
    """Tell how a text is encoded, and how long its mark is. Raises NotFound where it is no text we read."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise NotFound([Finding(code="utf-16", file=name)])
    if head[:_LOOKED_AT].count(0) * _MOST_NULS > len(head[:_LOOKED_AT]):
        raise NotFound([Finding(code="not-text", file=name)])
    mark = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
    lines = head.split(b"\n")
    if mark or _decodes(head, "utf-8") or _mostly_utf8([line for line in lines if not line.isascii()]):
        return "utf-8", mark  # the rows that are not are told one by one
    if _decodes(head, "gb18030"):
        return "gb18030", mark
    if _mostly_utf8(lines):
        return "utf-8", mark
    raise NotFound([Finding(code="not-text", file=name)])


def _decodes(head: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(head, final=len(head) < HEAD)
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(lines: list[bytes]) -> bool:
    """Tell whether most lines are UTF-8; those that are more than ASCII are so hardly ever by chance."""
    return sum(map(_is_utf8, lines)) * 2 > len(lines)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(name: str, content: bytes) -> str:
    """Tell what separates cells: a tab where the name says so, else what the header has most of outside quotes."""
    if name.lower().removesuffix(".gz").endswith((".tsv", ".tab")):
        return "\t"
    bare = b"".join(content.partition(b"\n")[0].split(b'"')[::2])
    return max(",", "\t", ";", key=lambda mark: bare.count(mark.encode()))
