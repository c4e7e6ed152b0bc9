"""Output files that are published whole or not at all."""

import contextlib
import errno
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

from hukou_cli.base.errors import Finding, OutputError
from hukou_cli.base.redaction import harmless
from hukou_cli.sql.cells import quoted
from hukou_cli.table.temp_file import OPEN_FILES, TempFile, give_name, private_file

if TYPE_CHECKING:
    import duckdb

Form = Literal["csv", "parquet", "json", "xlsx"]

SUFFIXES: dict[str, Form] = {
    ".csv": "csv",
    ".parquet": "parquet",
    ".jsonl": "json",
    ".ndjson": "json",
    ".json": "json",
    ".xlsx": "xlsx",
}

FORMATS: dict[Form, str] = {"csv": "FORMAT csv, HEADER true", "parquet": "FORMAT parquet", "json": "FORMAT json"}
"""The options by which the engine writes each form that it writes."""

Ending = Callable[[], None]
"""Called before the final renames, to block signals: files that belong together appear together."""

_STDOUT, _STDERR = 1, 2

_ERRNO = re.compile(r'"errno":"([0-9]+)"')
"""The number of the system's error in an IOException of the engine."""


class AtomicOutput:
    """A file of mode 0600 that gets its name when it is committed; without a path, standard output.

    Until then it has no name; where the system has no such files, a hidden one that ``close`` removes. What is appended
    to devices and pipes (``is_stream``) is written at once; what the engine writes, at the end. A broken pipe raises
    BrokenPipeError if ``is_main``. A file that is ``marked`` begins with the byte order mark, a stream does not. A file
    that another program has written meanwhile is not replaced.
    """

    def __init__(self, path: Path | None, *, force: bool, is_main: bool = True, marked: bool = False) -> None:
        self.path, self.force = path or Path("-"), force
        self._is_main, self._marked = is_main, marked
        self._target = Path(os.path.realpath(self.path)) if self.path.is_symlink() else self.path
        """Where it is committed: what a link leads to, not the link."""
        self._named: Path | None = None
        self._before: tuple[int, ...] | None = None
        self._buffer: TempFile | None = None
        self._syncer = ThreadPoolExecutor(1)
        self._syncing: Future[None] | None = None
        self.handle = -1
        with self.translated_errors():
            self._open(is_stdout=path is None)

    @contextlib.contextmanager
    def translated_errors(self) -> Iterator[None]:
        """Turn errors of the system and of the engine into findings about this file.

        Raises:
            OutputError: The file cannot be written.
            BrokenPipeError: The reader of the main output is gone.

        """
        try:
            yield
        except FileExistsError:
            raise OutputError([Finding(code="output-exists", file=str(self.path))]) from None
        except OSError as error:
            raise self._translated(error) from None
        except Exception as error:
            number = errno_of(error)
            if not number:
                raise
            raise self._translated(OSError(number, os.strerror(number))) from None

    def _translated(self, error: OSError) -> Exception:
        if self._is_main and isinstance(error, BrokenPipeError):
            return error
        reason = error.strerror or type(error).__name__
        return OutputError([Finding(code="cannot-write", values={"reason": reason}, file=str(self.path))])

    def _open(self, *, is_stdout: bool) -> None:
        self.is_stream = is_stdout or (self.path.exists() and not self.path.is_file())
        if is_stdout:
            self.handle = os.dup(_STDOUT)
        elif self.is_stream:
            self.handle = os.open(self.path, os.O_WRONLY)
        elif self._target.is_symlink():  # it leads to itself
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        else:
            self._before = _identity(self._target)
            self.handle, self._named = private_file(self._target.parent)

    @property
    def mark(self) -> str:
        """The text that the file begins with."""
        return "\ufeff" if self._marked and not self.is_stream else ""

    @property
    def folder(self) -> Path:
        """The folder for temporary files of about the same size."""
        return Path(tempfile.gettempdir()) if self.is_stream else self._target.parent

    @property
    def engine_path(self) -> str:
        """The path by which the engine writes the whole content."""
        if self.is_stream:
            self._buffer = self._buffer or TempFile(self.folder)
            return self._buffer.path
        return str(self._named or OPEN_FILES / str(self.handle))

    def stream(self) -> BinaryIO:
        """Return the open file as a stream of bytes; closing that leaves the file open."""
        return open(self.handle, "wb", closefd=False)

    def append(self, part: TempFile) -> None:
        """Append a temporary file, and start syncing it to the disk while the next is made."""
        part.copy_to(self.handle)
        if not self.is_stream and (self._syncing is None or self._syncing.done()):
            self._await_sync()
            self._syncing = self._syncer.submit(os.fsync, self.handle)

    def flush(self) -> None:
        """Write everything to the stream or the disk; the file has no name yet. Raises OutputError."""
        self._check_unchanged()
        with self.translated_errors():
            if self._buffer is not None:
                self._buffer.copy_to(self.handle)
            if not self.is_stream:
                self._await_sync()
                os.fsync(self.handle)

    def commit(self) -> None:
        """Link or rename the flushed file to its name, and close it. Raises OutputError."""
        self._check_unchanged()
        if not self.is_stream:
            with self.translated_errors():
                if self._named is None:
                    self._link()
                else:
                    self._rename(self._named)
        self.close()

    def _check_unchanged(self) -> None:
        """Refuse to replace a file that was written since this one was opened, as by a run with the same output."""
        if not self.is_stream and _identity(self._target) != self._before:
            code = "output-written-meanwhile" if self.force else "output-exists"
            raise OutputError([Finding(code=code, file=str(self.path))])

    def remove_previous(self) -> None:
        """Remove the file that had the name when this one was opened, if it may be replaced."""
        if self.force and not self.is_stream and _identity(self._target) == self._before:
            with self.translated_errors():
                self._target.unlink(missing_ok=True)

    def _rename(self, named: Path) -> None:
        if self.force:
            named.replace(self._target)
        else:
            give_name(self.handle, named, self._target)
        self._named = None

    def _await_sync(self) -> None:
        if self._syncing is not None:
            self._syncing.result()

    def _link(self) -> None:
        try:
            give_name(self.handle, None, self._target)
        except FileExistsError:
            if not self.force:
                raise
            with tempfile.TemporaryDirectory(prefix=".hukou-", dir=self._target.parent) as folder:
                beside = Path(folder) / self._target.name
                give_name(self.handle, None, beside)
                beside.replace(self._target)

    def close(self) -> None:
        """Close the file; remove it if it was not committed."""
        self._syncer.shutdown(cancel_futures=True)
        if self.handle >= 0:
            os.close(self.handle)
            self.handle = -1
        if self._buffer is not None:
            self._buffer.close()
            self._buffer = None
        if self._named is not None:
            self._named.unlink(missing_ok=True)
            self._named = None


def errno_of(error: Exception) -> int:
    """Return the number of the system's error that an engine tells of; 0 where it is another."""
    if type(error).__name__ != "IOException":
        return 0
    said = str(error)
    number = _ERRNO.search(said)
    return int(number[1]) if number else next((code for code in errno.errorcode if os.strerror(code) in said), 0)


def _identity(path: Path) -> tuple[int, ...] | None:
    """Return what tells one writing of a file from another; None where there is no file."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size


def copy_answer(engine: "duckdb.DuckDBPyConnection", query: str, path: str, form: Form) -> None:
    """Let the engine write the answer of a query to a file by its path, in one of the ``FORMATS``."""
    copy_rows(engine, query, path, FORMATS[form])


def copy_rows(engine: "duckdb.DuckDBPyConnection", query: str, path: str, options: str) -> None:
    """Let the engine write the answer of a query to a file by its path.

    Sorting holds 122,880 rows of each thread at once, whatever memory it is allowed. Rows of kilobytes, for which that
    is not enough, are sorted by one thread, and if need be in as much memory as the machine has.
    """
    import duckdb

    for again in ("SET threads = 1", "RESET memory_limit", ""):
        try:
            engine.execute(f"COPY ({query}) TO {quoted(path)} ({options}, USE_TMP_FILE false)")
        except duckdb.OutOfMemoryException:
            if not again:
                raise
            engine.execute(again)
        else:
            return


def check_output(path: Path, source: Path | None, *, force: bool) -> None:
    """Refuse an output path that is a standard stream, the input or a folder, or that exists without ``force``.

    Raises:
        OutputError: It may not be written.

    """
    if path.is_file() and any(os.path.samestat(path.stat(), os.fstat(stream)) for stream in (_STDOUT, _STDERR)):
        raise OutputError([Finding(code="output-is-stream", file=str(path))])
    folder = Path(os.path.realpath(path)).parent
    if not folder.exists():
        raise OutputError([Finding(code="folder-missing", values={"seen": harmless(folder)}, file=str(path))])
    if source is not None and path.exists() and source.exists() and path.samefile(source):
        raise OutputError([Finding(code="output-is-input", file=str(path))])
    if path.is_dir():
        raise OutputError([Finding(code="file-is-folder", file=str(path))])
    if path.is_file() and not force:
        raise OutputError([Finding(code="output-exists", file=str(path))])
