"""Writing to standard error, and to streams that nobody reads."""

import os
import shutil
import sys
from collections.abc import Iterable
from typing import TextIO

_INDENT = "  "


def write_lines(lines: Iterable[str]) -> None:
    """Write lines to stderr, on a terminal broken where it ends; ignore a closed pipe."""
    try:
        width = shutil.get_terminal_size().columns if sys.stderr.isatty() else 0
        for line in lines:
            for part in line.split("\n"):
                print(broken(part, width), file=sys.stderr)  # noqa: T201 - standard error is where messages go
    except OSError:
        discard(sys.stderr)


def broken(line: str, width: int) -> str:
    """Break a line that is longer than so many columns (0: any number), the rest of it indented."""
    if 2 * len(line) <= width or width <= len(_INDENT):
        return line
    from rich.cells import cell_len

    from hukou_cli.render.line_breaks import break_offsets

    if cell_len(line) <= width:
        return line
    offsets = break_offsets(line, width - len(_INDENT))
    parts = [line[start:end] for start, end in zip([0, *offsets], [*offsets, None], strict=True)]
    return f"\n{_INDENT}".join(part.strip(" ") if at else part.rstrip(" ") for at, part in enumerate(parts))


def discard(stream: TextIO) -> None:
    """Point a stream at /dev/null, so that what is still buffered raises nothing when the program ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
