"""Writing to standard error, and to streams that nobody reads."""

import os
import sys
from collections.abc import Iterable
from typing import TextIO


def write_lines(lines: Iterable[str]) -> None:
    """Write lines to stderr; ignore a closed pipe."""
    try:
        for line in lines:
            print(line, file=sys.stderr)  # noqa: T201 - standard error is where messages go
    except OSError:
        discard(sys.stderr)


def discard(stream: TextIO) -> None:
    """Point a stream at /dev/null, so that what is still buffered raises nothing when the program ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
