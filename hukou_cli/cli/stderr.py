"""What is said on standard error, and what becomes of words that nobody takes."""

import os
import sys
from collections.abc import Iterable
from typing import TextIO


def tell(lines: Iterable[str]) -> None:
    """Say something on standard error. That nobody reads it stops nothing."""
    try:
        for line in lines:
            print(line, file=sys.stderr)  # noqa: T201 - words go to standard error
    except OSError:
        let_go(sys.stderr)


def let_go(stream: TextIO) -> None:
    """Let what is left to write go nowhere, so that nothing complains when the program ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
