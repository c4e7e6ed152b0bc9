"""Input streams: a file or standard input, decompressed, whose first bytes are known."""

import gzip
import io
import os
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import cast

from hukou_cli.base.errors import Finding, InvalidOption, InvalidTable, NotFound
from hukou_cli.base.redaction import harmless
from hukou_cli.table.temp_file import COPY_SIZE, OPEN_FILES, TempFile, write_all

HEAD = 1 << 20
"""Bytes read to detect the format."""

STDIN = "-"

BOMB, RATIO = 1 << 21, 250
"""Bytes from which a file is refused that is so many times as large as its packed form; those of tables are 5 to 50."""


class InputStream:
    """A file or standard input, with its first ``HEAD`` bytes. ``size`` is 0 for gzip and pipes."""

    def __init__(self, name: str) -> None:
        self.name, self.size = name, 0
        self._closing = ExitStack()
        self._copy: TempFile | None = None
        self._seekable: io.BufferedIOBase | None = None
        self._version: tuple[int, int] | None = None
        self._stream = self._standard_input() if name == STDIN else self._open(Path(name))
        self.head = self._read_head()
        if self.head.startswith(b"\x1f\x8b"):
            self._stream = self._closing.enter_context(_Unpacked(self.start(), name))
            self._seekable, self.size = None, 0
            self.head = self._read_head()
        self.is_parquet = self.head.startswith(b"PAR1")
        if self.is_parquet:
            self.make_rewindable()

    def start(self, skip: int = 0) -> io.BufferedIOBase:
        """Return the stream after its first ``skip`` bytes, at most the head. Again only after ``make_rewindable``."""
        if self._seekable is None:
            return _Rejoined(self.head[skip:], self._stream)
        self._seekable.seek(skip)
        return self._seekable

    def make_rewindable(self) -> None:
        """Copy what can be read only once (gzip, a pipe) into a temporary file, so that ``start`` may be repeated."""
        if self._seekable is None:
            self._copy = self._closing.enter_context(closing(TempFile(Path(tempfile.gettempdir()))))
            stream = self.start()
            while part := self._read(stream, COPY_SIZE):
                write_all(self._copy.handle, part)
            again = Path(self._copy.path).open("rb")  # noqa: SIM115 - until the input is closed
            self._seekable = self._closing.enter_context(again)
            self.size = os.fstat(self._copy.handle).st_size
        self._version = _version(self._seekable)

    def require_unchanged(self) -> None:
        """Refuse a file that was written since ``make_rewindable``, as it was not read alike. Raises InvalidTable."""
        if self._seekable is not None and _version(self._seekable) != self._version:
            raise InvalidTable([Finding(code="changed-while-read", file=self.name)])

    def path(self) -> str:
        """Return a path by which the engine reads a rewindable stream; characters of glob patterns are escaped."""
        assert self._seekable is not None
        if OPEN_FILES.is_dir():
            return str(OPEN_FILES / str(self._seekable.fileno()))
        name = self.name if self._copy is None else self._copy.path
        return name.replace("[", "[[]").replace("*", "[*]").replace("?", "[?]")

    def close(self) -> None:
        """Close all that was opened."""
        self._closing.close()

    @contextmanager
    def translated_errors(self) -> Iterator[None]:
        """Turn errors of the system and of gzip into a finding about this file. Raises NotFound."""
        try:
            yield
        except (EOFError, gzip.BadGzipFile, zlib.error):
            raise NotFound([Finding(code="file-unreadable", values={"reason": "gzip"}, file=self.name)]) from None
        except OSError as error:
            raise self._unreadable(error) from None

    def _standard_input(self) -> io.BufferedIOBase:
        if sys.stdin is None or sys.stdin.isatty():
            raise InvalidOption([Finding(code="stdin-closed" if sys.stdin is None else "stdin-is-terminal")])
        return cast("io.BufferedIOBase", sys.stdin.buffer)

    def _open(self, path: Path) -> io.BufferedIOBase:
        try:
            if path.is_dir():
                raise NotFound([Finding(code="file-is-folder", file=self.name)])
            stream = self._closing.enter_context(path.open("rb"))
            self.size = path.stat().st_size
        except FileNotFoundError:
            raise NotFound([Finding(code="file-missing", file=self.name)]) from None
        except OSError as error:
            raise self._unreadable(error) from None
        if stream.seekable():
            self._seekable = stream
        return stream

    def _unreadable(self, error: OSError) -> NotFound:
        reason = harmless(error.strerror or type(error).__name__)
        return NotFound([Finding(code="file-unreadable", values={"reason": reason}, file=self.name)])

    def _read_head(self) -> bytes:
        head = b""
        while len(head) < HEAD and (part := self._read(self._stream, HEAD - len(head))):
            head += part
        return head

    def _read(self, stream: io.BufferedIOBase, size: int) -> bytes:
        with self.translated_errors():
            return stream.read(size)


def _version(file: io.BufferedIOBase) -> tuple[int, int]:
    """Return what changes when a file is written: its size, and the time."""
    found = os.fstat(file.fileno())
    return found.st_size, found.st_mtime_ns


class _Unpacked(io.BufferedIOBase):
    """What a stream of gzip unpacks to."""

    def __init__(self, packed: io.BufferedIOBase, name: str) -> None:
        self._counted, self._name, self._given = _Counted(packed), name, 0
        self._file = gzip.GzipFile(fileobj=self._counted)

    def read(self, size: int | None = -1, /) -> bytes:
        """Read bytes, at most ``size``. Raises InvalidTable where they are too many for what they are packed in."""
        part = self._file.read(size)
        self._given += len(part)
        if self._given > max(BOMB, RATIO * self._counted.taken):
            raise InvalidTable([Finding(code="packed-too-well", values={"allowed": str(RATIO)}, file=self._name)])
        return part


class _Counted(io.BufferedIOBase):
    """A stream of which it is known how many bytes were taken."""

    def __init__(self, stream: io.BufferedIOBase) -> None:
        self._stream, self.taken = stream, 0

    def read(self, size: int | None = -1, /) -> bytes:
        """Read bytes, at most ``size``."""
        part = self._stream.read(size)
        self.taken += len(part)
        return part


class _Rejoined(io.BufferedIOBase):
    """A stream with bytes already read from it put back."""

    def __init__(self, head: bytes, rest: io.BufferedIOBase) -> None:
        self._head, self._rest = head, rest

    def read(self, size: int | None = -1, /) -> bytes:
        """Read bytes, at most ``size``: from the head while there are any."""
        if not self._head:
            return self._rest.read(size)
        part, self._head = (self._head, b"") if size is None or size < 0 else (self._head[:size], self._head[size:])
        return part if size is not None and size >= 0 else part + self._rest.read()
