"""The command line program: its commands, and the messages and exit codes of its errors.

Exit codes: 0 done · 1 the answer is no · 2 wrong usage or input · 70 internal error.
"""

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from hukou_cli.base.errors import Finding, HukouError
from hukou_cli.cli import score
from hukou_cli.cli.options import language_of_locale
from hukou_cli.cli.stderr import discard, write_lines
from hukou_cli.cli.stdout import write_line
from hukou_cli.text.language import Language
from hukou_cli.text.signs import SUBSTITUTE, register

WRONG_INPUT, INTERNAL_ERROR = 2, 70

MOST_FINDINGS = 50
"""Findings that are written out; more are counted."""

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

        write_line(f"hukou {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[  # noqa: FBT002
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Score points-based hukou settlement (积分落户): exact, explained and cited. Nothing leaves this machine."""


def run() -> None:
    """Run the installed command and end the process without tearing the interpreter down.

    Everything is flushed first. The tear-down would take an eighth of the time of a score.
    """
    code: object = 0
    try:
        main()
    except SystemExit as end:
        code = end.code
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)


def main() -> None:
    """Run the program; exit with its exit code."""
    _reopen_closed_streams()
    register(_language)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=SUBSTITUTE)
    if sys.argv[1:2] != ["score"]:  # score must start fast: it does not build the others
        from hukou_cli.cli import batch, cities, compare, plan, policy, rank

        app.command("compare")(compare.compare)
        app.command("plan")(plan.plan)
        app.command("cities")(cities.cities)
        app.command("batch")(batch.batch)
        app.command("rank")(rank.rank)
        app.add_typer(policy.app, name="policy")
    try:
        try:
            app()
        finally:
            sys.stdout.flush()  # raises here where stdout cannot be written, not after the messages
    except HukouError as error:
        _write(error.findings)
        sys.exit(WRONG_INPUT)
    except BrokenPipeError:
        discard(sys.stdout)  # the reader has gone
        sys.exit(0)
    except OSError as error:
        discard(sys.stdout)
        _write([Finding(code="cannot-write", values={"reason": error.strerror or type(error).__name__})])
        sys.exit(WRONG_INPUT)
    except Exception as error:  # noqa: BLE001 - a traceback could show an applicant's facts
        _write([Finding(code="unexpected", values={"reason": _where(error)})])
        sys.exit(INTERNAL_ERROR)


_STDOUT, _STDERR = 1, 2


def _reopen_closed_streams() -> None:
    """Point closed std streams at /dev/null, so that a later open() cannot reuse fd 0-2."""
    if sys.stdin is not None and sys.stdout is not None and sys.stderr is not None:
        return
    while (handle := os.open(os.devnull, os.O_RDWR)) <= _STDERR:
        pass
    os.close(handle)
    sys.stdout = sys.stdout or open(_STDOUT, "w", encoding="utf-8")  # noqa: SIM115 - for as long as the program runs
    sys.stderr = sys.stderr or open(_STDERR, "w", encoding="utf-8")  # noqa: SIM115


def _write(findings: Sequence[Finding]) -> None:
    """Write findings to stderr, at most ``MOST_FINDINGS`` of them."""
    shown = list(findings[:MOST_FINDINGS])
    if len(findings) > MOST_FINDINGS:
        shown.append(Finding(code="too-many", values={"seen": str(len(findings) - MOST_FINDINGS)}))
    write_lines(finding.text(_language()) for finding in shown)


def _language() -> Language:
    """Return the language before the options are parsed, for errors in them too: ``--lang``, or the locale."""
    arguments = sys.argv[1:]
    for at, argument in enumerate(arguments):
        chosen = argument.partition("=")[2] or (arguments[at + 1 : at + 2] or [""])[0]
        if argument.partition("=")[0] == "--lang" and chosen in ("zh", "en"):
            return "zh" if chosen == "zh" else "en"
    return language_of_locale()


def _where(error: Exception) -> str:
    """Return the type of an exception and its place in the program, but no value."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    if place is None:
        return type(error).__name__
    return f"{type(error).__name__} in {place.tb_frame.f_code.co_qualname}, line {place.tb_lineno}"
