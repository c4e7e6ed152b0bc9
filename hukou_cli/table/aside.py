"""An engine that lays aside, in a private folder, what does not fit into memory."""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from hukou_cli.table.engine import PAGE_BY_PAGE

if sys.platform != "win32":  # where nothing is held, and nothing removed
    import fcntl

if TYPE_CHECKING:
    import duckdb

_PREFIX = "hukou-"

_MEGABYTES, _PER_WORKER = 500, 60
"""Megabytes in which an engine sorts, whatever the size of the table, and those for each of its threads."""
_YOUNG = 60
"""Seconds in which a folder may have been made and not locked yet."""


@contextmanager
def engine_on_disk(workers: int) -> Iterator["duckdb.DuckDBPyConnection"]:
    """Open an engine with a private folder; folders of runs that were killed are removed.

    What takes more than ``_MEGABYTES`` is laid aside there.
    """
    import duckdb

    _remove_left_behind()
    limit = f"{_MEGABYTES + _PER_WORKER * workers}MB"
    with (
        tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as aside,
        _locked(Path(aside)),
        duckdb.connect(config={"threads": workers, "temp_directory": aside, "memory_limit": limit}) as engine,
    ):
        engine.execute(PAGE_BY_PAGE)
        yield engine


def _remove_left_behind() -> None:
    """Remove our folders that no process holds: what was laid aside there tells of people."""
    if sys.platform == "win32":
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError), _locked(folder):
            found = folder.lstat()
            if found.st_uid == os.getuid() and found.st_mtime < time.time() - _YOUNG:
                shutil.rmtree(folder)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold a folder for this process; the system lets it go when the process ends, however it does.

    Raises:
        OSError: Another process holds it, or it is a link.

    """
    if sys.platform == "win32":
        yield
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)
