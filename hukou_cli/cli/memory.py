"""Limits of the system: whether there is memory enough to read a table, and the errors that say it has run out."""

import errno
import os
import sys

from hukou_cli.base.errors import Finding, InvalidOption

_ONCE, _PER_CORE = 1000, 500
"""Megabytes of address space that an engine maps, of which it uses a small part, at the start and for each core."""


def check_address_space() -> None:
    """Refuse to begin on a table where the address space is limited to less than the engine maps.

    It would end the whole process, without a word, where a thread of its own gets none.

    Raises:
        InvalidOption: There is too little.

    """
    if sys.platform == "win32":  # which has no such limit
        return
    import resource

    from hukou_cli.table.pool import cores

    limit, needed = resource.getrlimit(resource.RLIMIT_AS)[0], _ONCE + _PER_CORE * cores()
    if limit != resource.RLIM_INFINITY and limit < needed * 1_000_000:
        values = {"seen": f"{limit // 1_000_000:,}", "allowed": f"{needed:,}"}
        raise InvalidOption([Finding(code="memory-limit", values=values)])


def is_out_of_memory(error: Exception) -> bool:
    """Return whether an exception says that memory has run out: Python's, or an engine's."""
    return isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryException"


def system_error(error: Exception) -> OSError | None:
    """Return the error of the system that an engine tells of, as of too many open files; None where it is another."""
    if isinstance(error, OSError):
        return error
    if type(error).__name__ != "IOException":
        return None
    from hukou_cli.table.output import errno_of

    number = errno_of(error) or errno.EIO
    return OSError(number, os.strerror(number))
