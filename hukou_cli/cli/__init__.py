"""The command line. A command parses, calls one function, and hands the answer to a view."""

from hukou_cli.cli.app import main, run

__all__ = ["main", "run"]
