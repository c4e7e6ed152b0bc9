"""Private temporary files that the engine reads and writes by a path, and that no end of the program leaves behind."""

import contextlib
import errno
import os
import tempfile
from pathlib import Path

OPEN_FILES = Path("/proc/self/fd")
"""Where an open file without a name has a path, on systems that have such a folder."""

COPY_SIZE = 1 << 24
"""Bytes copied at once."""

_NO_SENDFILE = (errno.EINVAL, errno.ENOSYS, errno.ENOTSOCK, errno.EOPNOTSUPP)
"""Errors of a system or a file that cannot copy inside the kernel."""


def private_file(folder: Path) -> tuple[int, Path | None]:
    """Create a file that only its owner reads, without a name; where the system has no such files, a hidden one."""
    if OPEN_FILES.is_dir():
        with contextlib.suppress(OSError, AttributeError):
            return os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o600), None
    handle, named = tempfile.mkstemp(prefix=".hukou-", dir=folder)
    return handle, Path(named)


def give_name(handle: int, hidden: Path | None, path: Path) -> None:
    """Give a file of ``private_file`` a name that no file has yet.

    Raises:
        FileExistsError: There is a file of that name.

    """
    if hidden is None:
        folder = os.open(path.parent, os.O_RDONLY)
        try:  # only with ``dst_dir_fd`` does Python follow the link in /proc to the file
            os.link(OPEN_FILES / str(handle), path.name, dst_dir_fd=folder, follow_symlinks=True)
        finally:
            os.close(folder)
        return
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))  # another program may create it just now
    hidden.replace(path)


def write_all(handle: int, content: bytes) -> None:
    """Write all bytes to an open file; ``os.write`` may write fewer."""
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]


class TempFile:
    """A private temporary file: in memory where the system can and no ``folder`` is given, else on disk."""

    def __init__(self, folder: Path | None = None) -> None:
        self._named: Path | None = None
        if OPEN_FILES.is_dir() and hasattr(os, "memfd_create") and folder is None:
            self.handle = os.memfd_create("hukou")
        else:
            self.handle, self._named = private_file(folder or Path(tempfile.gettempdir()))
        self.path = str(self._named or OPEN_FILES / str(self.handle))

    def write(self, content: bytes) -> None:
        """Replace the content."""
        os.lseek(self.handle, 0, os.SEEK_SET)
        os.ftruncate(self.handle, len(content))
        write_all(self.handle, content)

    def append(self, part: "TempFile") -> None:
        """Append the content of another."""
        part.copy_to(self.handle)

    def copy_to(self, handle: int) -> None:
        """Append the content to an open file."""
        position, size = 0, os.fstat(self.handle).st_size
        while position < size:
            try:  # in the kernel, without a copy in this process
                position += os.sendfile(handle, self.handle, position, min(COPY_SIZE, size - position))
            except (OSError, AttributeError) as error:
                if isinstance(error, OSError) and error.errno not in _NO_SENDFILE:
                    raise
                part = os.pread(self.handle, min(COPY_SIZE, size - position), position)
                position += len(part)
                write_all(handle, part)

    def close(self) -> None:
        """Close and remove the file."""
        os.close(self.handle)
        if self._named is not None:
            self._named.unlink(missing_ok=True)
