"""The progress line of a batch, on stderr where that is a terminal."""

import sys
import time

from hukou_cli.text.language import Language

_NANOSECONDS = 1_000_000_000


class Progress:
    """A line that is rewritten as rows are done; nothing where stderr is no terminal.

    Args:
        size: Bytes or rows of the whole input; 0 where that is not known.
        lang: The language of the line.

    """

    def __init__(self, size: int, lang: Language) -> None:
        self.size, self.lang = size, lang
        self.shown = sys.stderr is not None and sys.stderr.isatty()
        self.started = time.monotonic_ns()

    def __call__(self, done: int, rows: int) -> None:
        """Rewrite the line: ``done`` of ``size``, and ``rows`` so far."""
        if not self.shown:
            return
        from hukou_cli.render.table_summary import progress_line

        seconds = (time.monotonic_ns() - self.started) // _NANOSECONDS
        sys.stderr.write(f"\r\x1b[K{progress_line(done, self.size, rows, seconds, self.lang)}")
        sys.stderr.flush()

    def end(self) -> None:
        """Erase the line."""
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
