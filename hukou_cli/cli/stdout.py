"""Writing answers for programs to standard output."""

import sys


def write_utf8(text: str) -> None:
    """Write text to stdout in UTF-8, whatever the encoding of the terminal or of ``PYTHONIOENCODING``."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.stdout.write(text)


def write_line(text: str) -> None:
    """Write a line to stdout in its own encoding; what that lacks is substituted (``typer.echo`` would change it)."""
    sys.stdout.write(f"{text}\n")
