"""The program: its commands, and how a mistake becomes a message and an exit code.

0 done · 1 the answer is no · 2 wrong usage or input · 70 a mistake of ours.
"""

import gc
import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from hukou_cli.base.errors import Finding, HukouError
from hukou_cli.cli import score
from hukou_cli.cli.options import language_of_locale
from hukou_cli.cli.stderr import let_go, tell
from hukou_cli.text.language import Language

WRONG_INPUT, OUR_MISTAKE = 2, 70
MOST_FINDINGS = 50

app = typer.Typer(
    name="hukou",
    help="Score points-based hukou settlement (积分落户): exact, explained and cited. Nothing leaves this machine.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("score")(score.score)


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it so
    if wanted:
        from hukou_cli import __version__

        typer.echo(f"hukou {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[  # noqa: FBT002
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Score points-based hukou settlement (积分落户): exact, explained and cited. Nothing leaves this machine."""


def run() -> None:
    """Run the program as the installed command does.

    It ends at once, everything written, without taking the interpreter apart: that is an eighth of a score's time.
    """
    code: object = 0
    try:
        main()
    except SystemExit as end:
        code = end.code
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)


def main() -> None:
    """Run the program; end with its exit code."""
    gc.set_threshold(100_000)  # a score makes few cycles, and ends before a collection could pay
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a screen that cannot show ✓ shows ? instead
    if sys.argv[1:2] != ["score"]:  # the one command that must start fast does not build the others
        from hukou_cli.cli import batch, cities, compare, policy, rank

        app.command("compare")(compare.compare)
        app.command("cities")(cities.cities)
        app.command("batch")(batch.batch)
        app.command("rank")(rank.rank)
        app.add_typer(policy.app, name="policy")
    try:
        try:
            app()
        finally:
            sys.stdout.flush()  # what cannot be written is told here, not lost when the program ends
    except HukouError as error:
        _tell(error.findings)
        sys.exit(WRONG_INPUT)
    except BrokenPipeError:
        let_go(sys.stdout)  # the reader has gone; so do we
        sys.exit(0)
    except OSError as error:
        let_go(sys.stdout)
        _tell([Finding(code="cannot-write", values={"reason": error.strerror or type(error).__name__})])
        sys.exit(WRONG_INPUT)
    except Exception as error:  # noqa: BLE001 - a traceback could show an applicant's facts
        _tell([Finding(code="unexpected", values={"reason": _where(error)})])
        sys.exit(OUR_MISTAKE)


_STDOUT, _STDERR = 1, 2


def _open_what_is_closed() -> None:
    """Let what goes to a closed stream go nowhere; else the next file opened would have its number, and take it."""
    if sys.stdin is not None and sys.stdout is not None and sys.stderr is not None:
        return
    while (handle := os.open(os.devnull, os.O_RDWR)) <= _STDERR:
        pass
    os.close(handle)
    sys.stdout = sys.stdout or open(_STDOUT, "w", encoding="utf-8")  # noqa: SIM115 - for as long as the program runs
    sys.stderr = sys.stderr or open(_STDERR, "w", encoding="utf-8")  # noqa: SIM115


def _tell(findings: Sequence[Finding]) -> None:
    shown = list(findings[:MOST_FINDINGS])
    if len(findings) > MOST_FINDINGS:
        shown.append(Finding(code="too-many", values={"seen": str(len(findings) - MOST_FINDINGS)}))
    tell(finding.text(_language()) for finding in shown)


def _language() -> Language:
    """Find the language before the options are read, for mistakes in them too."""
    arguments = sys.argv[1:]
    for at, argument in enumerate(arguments):
        chosen = argument.partition("=")[2] or (arguments[at + 1 : at + 2] or [""])[0]
        if argument.partition("=")[0] == "--lang" and chosen in ("zh", "en"):
            return "zh" if chosen == "zh" else "en"
    return language_of_locale()


def _where(error: Exception) -> str:
    """Name the kind of a mistake and its place in the program, and no value."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    if place is None:
        return type(error).__name__
    return f"{type(error).__name__} in {place.tb_frame.f_code.co_qualname}, line {place.tb_lineno}"
