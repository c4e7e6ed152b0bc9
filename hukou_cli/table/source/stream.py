"""A file or standard input, unpacked, whose start is known and that can be had again from there."""

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

from hukou_cli.base.errors import Finding, InvalidOption, InvalidTable, NotFound, harmless
from hukou_cli.table.output import COPIED, Scratch, write_all

HEAD = 1 << 20
"""How much is read to tell the format."""

STDIN = "-"


class Opened:
    """What is read. Of a size that is not known until it is read (0), where it is packed or comes from a pipe."""

    def __init__(self, name: str) -> None:
        self.name, self.size = name, 0
        self._closing = ExitStack()
        self._scratch: Scratch | None = None
        self._file: io.BufferedIOBase | None = None
        """What can be read again, as it is."""
        self._stream = self._standard_input() if name == STDIN else self._open(Path(name))
        self.head = self._read_head()
        if self.head.startswith(b"\x1f\x8b"):
            packed = gzip.GzipFile(fileobj=_Joined(self.head, self._stream))
            self._stream = cast("io.BufferedIOBase", self._closing.enter_context(packed))
            self._file, self.size = None, 0
            self.head = self._read_head()
        self.is_parquet = self.head.startswith(b"PAR1")
        self._begun = False
        if self.is_parquet:
            self.rewindable()

    def start(self) -> tuple[io.BufferedIOBase, bytes]:
        """Give the stream after its head, and the head. The second time it must be ``rewindable``."""
        if self._begun:
            assert self._file is not None
            self._file.seek(len(self.head))
        self._begun = True
        return self._stream, self.head

    def rewindable(self) -> None:
        """See to it that it can be read again: what comes but once is laid aside in a file without a name."""
        if self._file is not None:
            return
        self._scratch = self._closing.enter_context(closing(Scratch(Path(tempfile.gettempdir()))))
        write_all(self._scratch.handle, self.head)
        while part := self._read(COPIED):
            write_all(self._scratch.handle, part)
        self.size = os.fstat(self._scratch.handle).st_size
        again = Path(self._scratch.path).open("rb")  # noqa: SIM115 - until the input is closed
        self._file = self._stream = self._closing.enter_context(again)
        self._file.seek(len(self.head))

    def path(self) -> str:
        """Give a path by which the engine reads what is rewindable, whatever its name is made of."""
        assert self._file is not None
        if Path("/proc/self/fd").is_dir():
            return f"/proc/self/fd/{self._file.fileno()}"
        name = self.name if self._scratch is None else self._scratch.path
        return name.replace("[", "[[]").replace("*", "[*]").replace("?", "[?]")

    def close(self) -> None:
        """Close what was opened."""
        self._closing.close()

    @contextmanager
    def told(self) -> Iterator[None]:
        """Say of the file where it breaks off, or cannot be read or unpacked. Raises InvalidTable, NotFound."""
        try:
            yield
        except (EOFError, gzip.BadGzipFile, zlib.error):
            raise NotFound([Finding(code="file-unreadable", values={"reason": "gzip"}, file=self.name)]) from None
        except OSError as error:
            raise self._unreadable(error) from None

    def _standard_input(self) -> io.BufferedIOBase:
        if sys.stdin is None:
            raise InvalidTable([Finding(code="table-empty", file=self.name)])
        if sys.stdin.isatty():
            raise InvalidOption([Finding(code="stdin-is-terminal")])
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
            self._file = stream
        return stream

    def _unreadable(self, error: OSError) -> NotFound:
        reason = harmless(error.strerror or type(error).__name__)
        return NotFound([Finding(code="file-unreadable", values={"reason": reason}, file=self.name)])

    def _read_head(self) -> bytes:
        head = b""
        while len(head) < HEAD and (part := self._read(HEAD - len(head))):
            head += part
        return head

    def _read(self, size: int) -> bytes:
        with self.told():
            return self._stream.read(size)


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
