"""The options that commands share, and what they mean."""

import datetime
import os
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from hukou_cli.base.calendar import read_day
from hukou_cli.base.decimals import from_text
from hukou_cli.base.errors import Finding, InvalidApplicant, InvalidOption
from hukou_cli.base.folding import fold_city_name
from hukou_cli.base.redaction import harmless
from hukou_cli.base.toml_source import LARGEST_FILE, decode
from hukou_cli.cli.language import chosen_language
from hukou_cli.text.language import Language

if TYPE_CHECKING:  # a completion needs neither
    from hukou_cli.applicant.document import Applicant
    from hukou_cli.policy.catalog import Catalog
    from hukou_cli.policy.rounds import RoundId

COMPLETION = "_HUKOU_COMPLETE"
"""The variable by which a shell asks for a completion."""

STDIO = "-"
"""What names standard input, or standard output, in place of a file."""


_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./-_")
"""Characters that mean nothing to a shell."""

TABLES = (".csv", ".tsv", ".xlsx", ".xls", ".parquet", ".jsonl")
"""Endings of files that are no applicant's, and what people have at hand."""

Format = Literal["table", "json", "csv", "markdown"]
"""The forms of a score."""


def completed_by(function: str) -> Callable[[typer.Context, str], list[tuple[str, str]]] | None:
    """Return what completes a value: a function of ``completion``; None where no shell asks, as typer inspects it."""
    if not os.environ.get(COMPLETION):
        return None

    def candidates(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        from hukou_cli.cli import completion

        found: list[tuple[str, str]] = getattr(completion, function)(ctx, incomplete)
        return found

    return candidates


def named_cities(ctx: typer.Context, written: str | None) -> str | None:
    """Return the cities of an option as written; tell on stderr which city a shared spelling is taken for."""
    if written is None or ctx.resilient_parsing or not written.isascii():
        return written
    from hukou_cli.policy.catalog import Catalog

    for city in written.split(","):
        tell_shared_name(city, Catalog([]).find_id)
    return written


def tell_shared_name(city: str, id_of: Callable[[str], str | None]) -> None:
    """Warn on stderr when several cities have the same pinyin name, and say which of them is used."""
    from hukou_cli.policy.catalog import bundled
    from hukou_cli.policy.neighbours import DIVISIONS, Neighbours, bytes_of

    both = Neighbours(divisions=bytes_of(bundled() / DIVISIONS)).namesakes(fold_city_name(city))
    taken = [name for name in both if (found := id_of(name)) is not None and found == id_of(city)]
    if taken:
        from hukou_cli.cli.stderr import write_lines

        values = {"allowed": "、".join(both), "other": taken[0]}
        write_lines([Finding("shared-pinyin", values).text(chosen_language())])


LangOption = Annotated[Language, typer.Option("--lang", default_factory=chosen_language, show_default=False)]
PoliciesOption = Annotated[Path | None, typer.Option("--policies", envvar="HUKOU_POLICIES")]
CityOption = Annotated[str | None, typer.Option("--city", autocompletion=completed_by("cities"), callback=named_cities)]
RoundOption = Annotated[str | None, typer.Option("--round", show_default=False, autocompletion=completed_by("rounds"))]


GrowOption = Annotated[
    str | None, typer.Option("--grow", show_default=False, autocompletion=completed_by("growing_facts"))
]
ReportOption = Annotated[Path | None, typer.Option("--report", show_default=False)]
OnOption = Annotated[str | None, typer.Option("--on", show_default=False)]


def day_of(written: str | None) -> datetime.date:
    """Read ``--on``; without it today. Raises InvalidOption where it is no day."""
    if written is None:
        return today()
    day = read_day(written)
    if day is None:
        from hukou_cli.base.day_findings import no_day

        raise InvalidOption([no_day(written).at(place="--on")])
    return datetime.date(day // 10000, day // 100 % 100, day % 100)


def round_of(written: str | None) -> "RoundId | None":
    """Read ``--round``. Raises InvalidOption where it is none."""
    from hukou_cli.policy.rounds import read_round

    found = None if written is None else read_round(written)
    if written is not None and found is None:
        raise InvalidOption([Finding(code="not-a-round", values={"seen": harmless(written)})])
    return found


def today() -> datetime.date:
    """Return the day by the clock, which the core never reads; of UTC where the system's time zone is none."""
    now = datetime.datetime.now(tz=datetime.UTC)
    try:
        return now.astimezone().date()
    except ValueError:  # a day or more from UTC
        return now.date()


def catalog(policies: Path | None, city: str | None = None) -> "Catalog":
    """Open the catalog with the user's own folder, if any, first, and the draft that is named in place of a city.

    Raises NotFound.
    """
    from hukou_cli.policy.catalog import Catalog

    drafts = [Path(city)] if city is not None and city.endswith(".toml") else []
    return Catalog([policies] if policies else [], drafts)


def read_applicant(name: str) -> "Applicant":
    """Read an applicant's file, or standard input. Raises InvalidApplicant, NotFound."""
    from hukou_cli.applicant.document import load_applicant, parse_applicant

    if name != STDIO:
        path = Path(name)
        if path.suffix.lower() in TABLES and path.is_file():
            raise InvalidApplicant([Finding(code="table-no-applicant", values={"seen": harmless(name)}, file=name)])
        return load_applicant(path)
    if sys.stdin is None or sys.stdin.isatty():
        raise InvalidApplicant([Finding(code="stdin-closed" if sys.stdin is None else "stdin-is-terminal")])
    return parse_applicant(decode(sys.stdin.buffer.read(LARGEST_FILE + 1), "<stdin>"), "<stdin>")


def as_typed(words: Sequence[str]) -> str:
    """Return a command as one types it: a word that a shell would read otherwise is quoted, as a name with a blank."""
    if all(word and _PLAIN.issuperset(word) for word in words):  # as nearly always: shlex takes time to import
        return " ".join(words)
    import shlex

    return shlex.join(words)


def points_of(written: str | None) -> Decimal | None:
    """Read ``--line``. Raises InvalidOption where it is no number."""
    if written is None:
        return None
    if from_text(written) is None:
        values = {"seen": harmless(written), "allowed": "9999"}
        raise InvalidOption([Finding(code="not-a-number", values=values, place="--line")])
    return Decimal(written)
