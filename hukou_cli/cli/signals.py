"""Ending cleanly on SIGINT, SIGTERM and SIGHUP, or when the reader of the output has gone."""

import signal
from types import FrameType
from typing import NoReturn, Self

import typer

from hukou_cli.base.errors import Finding
from hukou_cli.cli.stderr import write_lines
from hukou_cli.text.language import Language

INTERRUPTED = 130
"""The exit code of a run that a signal stopped."""

STOPS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class StopSignals:
    """Context manager that turns a signal into KeyboardInterrupt, then into exit code 130 with a message.

    A closed output pipe ends the program with exit code 0.

    Args:
        lang: The language of the message.

    """

    def __init__(self, lang: Language) -> None:
        self.lang, self.stopped = lang, False

    def __enter__(self) -> Self:
        """Install the handlers; a signal that is ignored already, as by nohup, stays ignored."""
        heeded = [name for name in STOPS if signal.getsignal(name) is not signal.SIG_IGN]
        self.before = {name: signal.signal(name, self._stop) for name in heeded}
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        """Restore the handlers; exit where a signal arrived or the pipe is closed."""
        if kind is not None and self.stopped:  # whatever the database engine made of the interrupt
            write_lines(["", Finding(code="stopped").text(self.lang)])
            raise typer.Exit(INTERRUPTED) from None  # the signals stay ignored until the program ends
        for name, handler in self.before.items():
            signal.signal(name, handler)
        if kind is not None and issubclass(kind, BrokenPipeError):
            raise typer.Exit from None

    def ignore(self) -> None:
        """Ignore the signals from now on, as while files are renamed."""
        for name in self.before:
            signal.signal(name, signal.SIG_IGN)

    def _stop(self, _number: int, _frame: FrameType | None) -> NoReturn:
        self.stopped = True
        self.ignore()  # a second signal must not stop the cleaning up
        raise KeyboardInterrupt
