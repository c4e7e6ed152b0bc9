"""The command line. A command parses, calls one function, and hands the answer to a view."""

import gc
import os

gc.set_threshold(100_000)  # before the imports: a score makes few cycles and ends before a collection pays

try:
    from hukou_cli.cli.app import main, run
except KeyboardInterrupt:  # Ctrl-C while the program is loaded: there is nothing to say and nothing to clean up
    os._exit(130)

__all__ = ["main", "run"]
