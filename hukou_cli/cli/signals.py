"""A run that ends cleanly when the user or the system stops it."""

import signal
from types import FrameType
from typing import NoReturn, Self

import typer

from hukou_cli.base.errors import Finding
from hukou_cli.cli.stderr import tell
from hukou_cli.text.language import Language

INTERRUPTED = 130
STOPS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class stoppable:  # noqa: N801 - reads as a word of the language
    """Ends what runs within it with nothing left: by a signal, or when the reader of the output has gone."""

    def __init__(self, lang: Language) -> None:
        self.lang, self.stopped = lang, False

    def __enter__(self) -> Self:
        """Take the signals."""
        heeded = [name for name in STOPS if signal.getsignal(name) is not signal.SIG_IGN]  # nohup ignores one
        self.before = {name: signal.signal(name, self._stop) for name in heeded}
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        """Give them back; say that it was stopped, where it was."""
        if kind is not None and self.stopped:  # the engine makes an error of its own of it
            tell(["", Finding(code="stopped").text(self.lang)])
            raise typer.Exit(INTERRUPTED) from None  # on the way out; another signal changes nothing
        for name, handler in self.before.items():
            signal.signal(name, handler)
        if kind is not None and issubclass(kind, BrokenPipeError):
            raise typer.Exit from None  # the reader has gone; so do we

    def ignore(self) -> None:
        """Let no signal stop what is left."""
        for name in self.before:
            signal.signal(name, signal.SIG_IGN)

    def _stop(self, _number: int, _frame: FrameType | None) -> NoReturn:
        self.stopped = True
        self.ignore()  # cleaning up is not to be stopped half-way
        raise KeyboardInterrupt
