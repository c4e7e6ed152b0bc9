"""``hukou ask``: the questions that can still change the answer, one after another, and the answer."""

import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer

from hukou_cli.applicant.document import applicant_of, parse_table
from hukou_cli.base.calendar import from_date
from hukou_cli.base.errors import Finding, InvalidApplicant, InvalidOption
from hukou_cli.base.toml_source import read_text
from hukou_cli.cli.answers import Quit
from hukou_cli.cli.arguments import CityArgument
from hukou_cli.cli.interview import Interview
from hukou_cli.cli.options import LangOption, PoliciesOption, RoundOption, catalog, round_of, today
from hukou_cli.cli.private_file import check_new, write_private
from hukou_cli.cli.stdout import write_line

STOPPED = 130

_ENDINGS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""The signals beside an interrupt that end the program."""


class _Killed(BaseException):
    """A signal ends the program, or its terminal has gone: nothing can be asked any more."""


def ask(  # noqa: PLR0913, PLR0917 - one parameter an option
    city: CityArgument,
    lang: LangOption,
    applicant: Annotated[str | None, typer.Argument(show_default=False)] = None,
    round: RoundOption = None,  # noqa: A002 - the word of the field
    output: Annotated[Path | None, typer.Option("-o", "--output")] = None,
    policies: PoliciesOption = None,
) -> None:
    """Ask what still decides, in that order, and say where one stands; with a file, only what it does not tell."""
    if sys.stdin is None:
        raise InvalidOption([Finding(code="stdin-closed")])
    known, day, named = catalog(policies, city), from_date(today()), round_of(round)
    edition = known.find_on(city, day) if named is None else known.find(city, named)
    edition.require_scorable()
    if output is not None:
        check_new(output)
    given = {} if applicant is None else _given(applicant)
    interview = Interview(edition, named or edition.calendar.default(day), day, lang, given)
    for number in _ENDINGS:
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _kill)
    try:
        interview.run()
    except Quit:
        interview.say([interview.told("unsaved")])
        return
    except (BrokenPipeError, _Killed) as end:
        if output is not None:
            write_private(output, interview.file_text())
        raise typer.Exit(STOPPED if isinstance(end, _Killed) else 0) from None
    except (EOFError, KeyboardInterrupt) as end:
        write_line("")
        _stop(interview, output, has_ended=isinstance(end, EOFError) and not sys.stdin.isatty())
    else:
        interview.save(output, asks=True)


def _kill(_number: int, _frame: FrameType | None) -> NoReturn:
    _ignore_signals()
    raise _Killed


def _ignore_signals() -> None:
    """Ignore signals from now on: a second one must not stop the saving."""
    for number in (signal.SIGINT, *_ENDINGS):
        signal.signal(number, signal.SIG_IGN)


def _given(file: str) -> Mapping[str, object]:
    """Return an applicant's file as it is written.

    Raises:
        InvalidApplicant: Something in it has the wrong form.

    """
    text = read_text(Path(file))
    table = parse_table(text, file)
    if wrong := applicant_of(table, file, text).found:
        raise InvalidApplicant(wrong)
    return table


def _stop(interview: Interview, output: Path | None, *, has_ended: bool) -> None:
    """Save what was answered where that is wanted, and end.

    Args:
        interview: The interview.
        output: The file that the command names.
        has_ended: Whether the answers came from a file or another program and have ended; else somebody stopped.

    Raises:
        InvalidApplicant: The answers have ended.
        Exit: Somebody stopped.

    """
    if output is not None:
        _ignore_signals()
    if not has_ended:
        interview.say([interview.told("stopped")])
    is_saved = interview.save(output, asks=sys.stdin.isatty())
    if has_ended:
        raise InvalidApplicant([Finding(code="answers-ended-saved" if is_saved else "answers-ended")]) from None
    raise typer.Exit(STOPPED) from None
