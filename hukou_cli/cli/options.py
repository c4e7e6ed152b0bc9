"""The options that commands share, and what they mean."""

import datetime
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from hukou_cli.applicant.document import Applicant, load_applicant, parse_applicant
from hukou_cli.base.calendar import read_day, written_day
from hukou_cli.base.errors import Finding, InvalidApplicant, InvalidOption
from hukou_cli.base.redaction import harmless
from hukou_cli.base.toml_source import LARGEST_FILE, decode
from hukou_cli.policy.catalog import Catalog
from hukou_cli.policy.rounds import RoundId, read_round
from hukou_cli.text.language import Language, language_of
from hukou_cli.text.signs import can_write

STDIO = "-"
"""What names standard input, or standard output, in place of a file."""


class Lang(StrEnum):
    """The languages of the screen."""

    zh = "zh"
    en = "en"


class Format(StrEnum):
    """The forms of a score."""

    table = "table"
    json = "json"
    csv = "csv"
    markdown = "markdown"


def language_of_locale() -> Language:
    """Return the language of the environment: the first of LC_ALL, LC_MESSAGES and LANG that is set decides.

    English where standard output cannot show Chinese.
    """
    if sys.stdout is not None and not can_write("中文", sys.stdout.encoding or "utf-8"):
        return "en"
    named = (os.environ.get(variable) for variable in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return language_of(next(filter(None, named), ""))


LangOption = Annotated[
    Lang, typer.Option("--lang", default_factory=language_of_locale, show_default="from the locale", help="Language.")
]
PoliciesOption = Annotated[
    Path | None,
    typer.Option("--policies", envvar="HUKOU_POLICIES", help="A folder of your own policies, searched first."),
]
CityOption = Annotated[str | None, typer.Option("--city", help="City, as beijing or 北京.")]
RoundOption = Annotated[
    str | None,
    typer.Option(
        "--round",
        metavar="ROUND",
        help="2025, a period as 2026-1, or the day of application where a city is open all year. "
        "Default: the one that can still be applied for, or else the next.",
        show_default=False,
    ),
]


OnOption = Annotated[
    str | None,
    typer.Option(
        "--on",
        metavar="DATE",
        help="Judge as if today were this day: the round by default, what is over, the day of application.",
        show_default=False,
    ),
]


def day_of(written: str | None) -> datetime.date:
    """Read ``--on``; without it today. Raises InvalidOption where it is no day."""
    if written is None:
        return today()
    day = read_day(written)
    if day is None:
        code = "not-a-date" if written_day(written) is None else "no-such-day"
        raise InvalidOption([Finding(code=code, values={"seen": harmless(written)}, place="--on")])
    return datetime.date(day // 10000, day // 100 % 100, day % 100)


def round_of(written: str | None) -> RoundId | None:
    """Read ``--round``. Raises InvalidOption where it is none."""
    found = None if written is None else read_round(written)
    if written is not None and found is None:
        raise InvalidOption([Finding(code="not-a-round", values={"seen": harmless(written)})])
    return found


def today() -> datetime.date:
    """Return the day by the clock, which the core never reads."""
    return datetime.datetime.now(tz=datetime.UTC).astimezone().date()


def language(lang: Lang) -> Language:
    """Return the language that ``--lang`` names."""
    return "zh" if lang is Lang.zh else "en"


def catalog(policies: Path | None) -> Catalog:
    """Open the catalog with the user's own folder, if any, first. Raises NotFound."""
    return Catalog([policies] if policies else [])


def read_applicant(name: str) -> Applicant:
    """Read an applicant's file, or standard input. Raises InvalidApplicant, NotFound."""
    if name != STDIO:
        return load_applicant(Path(name))
    if sys.stdin is None or sys.stdin.isatty():
        raise InvalidApplicant([Finding(code="stdin-is-terminal")])
    return parse_applicant(decode(sys.stdin.buffer.read(LARGEST_FILE + 1), "<stdin>"), "<stdin>")
