"""Files about a person: new ones, which their owner alone may read."""

import errno
import os
from pathlib import Path

from hukou_cli.base.errors import Finding, OutputError


def check_new(output: Path) -> None:
    """Raise OutputError where a file cannot be made, as there is one or its folder takes none, before work is done."""
    if output.exists():
        raise OutputError([Finding(code="file-exists", file=str(output))])
    if not os.access(output.parent, os.W_OK):
        raise _cannot_write(output, errno.EACCES if output.parent.is_dir() else errno.ENOENT)


def write_private(output: Path, text: str) -> None:
    """Write a new file that its owner alone may read, whole or not at all, whatever ends the program.

    Raises:
        OutputError: There is one, its folder is not there or takes none, or the disk is full.

    """
    from hukou_cli.table.temp_file import give_name, private_file, write_all

    content = text.encode()
    try:
        handle, hidden = private_file(output.parent)
    except OSError as error:
        raise _cannot_write(output, error.errno) from None
    try:
        write_all(handle, content)
        give_name(handle, hidden, output)
    except FileExistsError:
        raise OutputError([Finding(code="file-exists", file=str(output))]) from None
    except OSError as error:
        raise _cannot_write(output, error.errno) from None
    finally:
        os.close(handle)
        if hidden is not None:
            hidden.unlink(missing_ok=True)


def _cannot_write(output: Path, number: int | None) -> OutputError:
    reason = os.strerror(number or errno.EIO)
    return OutputError([Finding(code="cannot-write", values={"reason": reason}, file=str(output))])
