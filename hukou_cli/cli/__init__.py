"""The command line. A command parses, calls one function, and hands the answer to a view."""

import gc

gc.set_threshold(100_000)  # before the imports: a score makes few cycles and ends before a collection pays

from hukou_cli.cli.app import main, run  # noqa: E402

__all__ = ["main", "run"]
