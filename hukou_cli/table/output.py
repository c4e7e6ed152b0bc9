"""Files that nobody else sees and that no end of the program leaves behind."""

import contextlib
import errno
import os
import re
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from hukou_cli.base.errors import Finding, HukouError, OutputError, harmless

_OPEN_FILES = Path("/proc/self/fd")
"""Where an open file without a name has one for the engine, on systems that have such a place."""

_STDOUT, _STDERR = 1, 2

COPIED = 1 << 24
"""Bytes that are copied at once."""

_NO_SENDFILE = (errno.EINVAL, errno.ENOSYS, errno.ENOTSOCK, errno.EOPNOTSUPP)
"""What a system says that cannot copy between two files by itself."""

_ERRNO = re.compile(r'"errno":"([0-9]+)"')
"""Where the engine's own kind of error holds the system's."""


def _private_file(folder: Path) -> tuple[int, Path | None]:
    """Open a new file that only its owner reads: without a name, or, where the system has no such files, hidden."""
    if _OPEN_FILES.is_dir():
        with contextlib.suppress(OSError, AttributeError):
            return os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o600), None
    handle, named = tempfile.mkstemp(prefix=".hukou-", dir=folder)
    return handle, Path(named)


class Scratch:
    """A private file that the engine can read and write by a path: in memory where the system can, else unlisted."""

    def __init__(self, folder: Path | None = None) -> None:
        self._named: Path | None = None
        if _OPEN_FILES.is_dir() and hasattr(os, "memfd_create") and folder is None:
            self.handle = os.memfd_create("hukou")
        else:
            self.handle, self._named = _private_file(folder or Path(tempfile.gettempdir()))
        self.path = str(self._named or _OPEN_FILES / str(self.handle))

    def fill(self, content: bytes) -> None:
        """Put other content into it."""
        os.lseek(self.handle, 0, os.SEEK_SET)
        os.ftruncate(self.handle, len(content))
        write_all(self.handle, content)

    def take(self, part: "Scratch") -> None:
        """Append all that another holds."""
        part.pour(self.handle)

    def pour(self, into: int) -> None:
        """Append all that it holds to an open file."""
        position, size = 0, os.fstat(self.handle).st_size
        while position < size:
            try:  # from one file to the other without a copy here
                position += os.sendfile(into, self.handle, position, min(COPIED, size - position))
            except (OSError, AttributeError) as error:
                if isinstance(error, OSError) and error.errno not in _NO_SENDFILE:
                    raise
                part = os.pread(self.handle, min(COPIED, size - position), position)
                position += len(part)
                write_all(into, part)

    def close(self) -> None:
        """Give it back."""
        os.close(self.handle)
        if self._named is not None:
            self._named.unlink(missing_ok=True)


def write_all(handle: int, content: bytes) -> None:
    """Write everything to an open file."""
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]


class Output:
    """A file that appears whole or not at all, readable by its owner alone; without a path, standard output.

    It has no name until it is to ``appear``; where the system has no such files, a hidden one that is removed. A pipe
    whose reader has gone ends the run where it had the ``scores``; of another it is told.
    """

    def __init__(self, path: Path | None, *, force: bool, scores: bool = True) -> None:
        self.path, self.force = path or Path("-"), force
        self._scores = scores
        self._place = Path(os.path.realpath(self.path)) if self.path.is_symlink() else self.path
        """Where it appears: what a link leads to, not the link."""
        self._named: Path | None = None
        self._aside = Scratch() if path is None else None
        self._to_disk = ThreadPoolExecutor(1)
        self._settling: Future[None] | None = None
        self.handle = -1
        with self.told():
            self._open()

    def told(self) -> contextlib.AbstractContextManager[None]:
        """Say of the file what the system says. Raises OutputError; BrokenPipeError where the reader has gone."""
        return _told(self.path, scores=self._scores)

    def _open(self) -> None:
        self.stream = self._aside is not None or (self.path.exists() and not self.path.is_file())
        if self._aside is not None:
            self.handle = os.dup(_STDOUT)
        elif self.stream:  # a device or a pipe: nothing to replace
            self.handle = os.open(self.path, os.O_WRONLY)
        elif self._place.is_symlink():  # it leads to itself
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        else:
            self.handle, self._named = _private_file(self._place.parent)

    @property
    def folder(self) -> Path | None:
        """Where there is room for what it is made from; None for a device or a pipe."""
        return None if self.stream else self._place.parent

    @property
    def engine_path(self) -> str:
        """The path by which the engine writes to it, in place of what is taken."""
        if self._aside is not None:
            return self._aside.path
        return str(self._named or (self.path if self.stream else _OPEN_FILES / str(self.handle)))

    def take(self, part: Scratch) -> None:
        """Append a private file; it reaches the disk while the next is made."""
        part.pour(self.handle)
        if not self.stream and (self._settling is None or self._settling.done()):
            self._await_disk()
            self._settling = self._to_disk.submit(os.fsync, self.handle)

    def settle(self) -> None:
        """See to it that all that was written is where it belongs, though it has no name yet."""
        with self.told():
            if self._aside is not None:
                self._aside.pour(self.handle)
            if not self.stream:
                self._await_disk()
                os.fsync(self.handle)

    def appear(self) -> None:
        """Let the file, now whole, appear under its name."""
        if not self.stream:
            with self.told():
                if self._named is None:
                    self._link()
                else:
                    self._rename(self._named)
        self.close()

    def clear(self) -> None:
        """Leave nothing under its name either, of what may be replaced."""
        if self.force and not self.stream:
            with self.told():
                self._place.unlink(missing_ok=True)

    def _rename(self, named: Path) -> None:
        if not self.force:  # the name is taken first, so that nothing that has it is replaced
            os.close(os.open(self._place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        named.replace(self._place)
        self._named = None

    def _await_disk(self) -> None:
        """Wait for what is on its way to the disk. Raises OSError where it does not get there."""
        if self._settling is not None:
            self._settling.result()

    def _link(self) -> None:
        try:
            self._name(self._place)
        except FileExistsError:
            if not self.force:
                raise
            with tempfile.TemporaryDirectory(prefix=".hukou-", dir=self._place.parent) as folder:
                beside = Path(folder) / self._place.name
                self._name(beside)
                beside.replace(self._place)

    def _name(self, path: Path) -> None:
        """Give the open file a name. Only with a folder's handle does Python follow the link to the file itself."""
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.link(self.engine_path, path.name, dst_dir_fd=folder, follow_symlinks=True)
        finally:
            os.close(folder)

    def close(self) -> None:
        """Leave nothing."""
        self._to_disk.shutdown(cancel_futures=True)
        if self.handle >= 0:
            os.close(self.handle)
            self.handle = -1
        if self._aside is not None:
            self._aside.close()
            self._aside = None
        if self._named is not None:
            self._named.unlink(missing_ok=True)
            self._named = None


@contextlib.contextmanager
def _told(path: Path, *, scores: bool) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise OutputError([Finding(code="output-exists", file=str(path))]) from None
    except OSError as error:
        if scores and isinstance(error, BrokenPipeError):
            raise
        raise cannot_write(path, error) from None
    except Exception as error:
        number = _ERRNO.search(str(error)) if type(error).__name__ == "IOException" else None
        if number is None:
            raise
        told_by_engine = OSError(int(number[1]), os.strerror(int(number[1])))  # of the kind that the number has
        if isinstance(told_by_engine, BrokenPipeError):
            raise told_by_engine from None
        raise cannot_write(path, told_by_engine) from None


def cannot_write(path: Path, error: OSError) -> HukouError:
    """Make the system's complaint about a file ours."""
    reason = error.strerror or type(error).__name__
    return OutputError([Finding(code="cannot-write", values={"reason": reason}, file=str(path))])


def check_output(path: Path, source: Path | None, *, force: bool) -> None:
    """Refuse to write over a file that exists, unless forced, and over the input or what we say always.

    Raises OutputError.
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
