"""How far a batch is, shown where standard error is a terminal."""

import sys
import time

from hukou_cli.text.language import Language

_A_SECOND = 1_000_000_000


class Progress:
    """A line that is written anew as rows are done, of ``size`` bytes or rows (0: not known)."""

    def __init__(self, size: int, lang: Language) -> None:
        self.size, self.lang = size, lang
        self.shown = sys.stderr is not None and sys.stderr.isatty()
        self.started = time.monotonic_ns()

    def __call__(self, done: int, rows: int) -> None:
        """Show how much is done, and how many rows."""
        if not self.shown:
            return
        from hukou_cli.render.table_summary import progress_line

        seconds = (time.monotonic_ns() - self.started) // _A_SECOND
        sys.stderr.write(f"\r\x1b[K{progress_line(done, self.size, rows, seconds, self.lang)}")
        sys.stderr.flush()

    def end(self) -> None:
        """Take the line away."""
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
