"""``hukou score``: one applicant, one city, one round."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hukou_cli.base.calendar import from_date
from hukou_cli.base.errors import Finding, InvalidApplicant, InvalidOption, NotFound
from hukou_cli.base.redaction import harmless
from hukou_cli.cli.options import (
    STDIO,
    CityOption,
    Format,
    LangOption,
    OnOption,
    PoliciesOption,
    ReportOption,
    RoundOption,
    as_typed,
    catalog,
    completed_by,
    day_of,
    read_applicant,
    round_of,
    today,
)
from hukou_cli.cli.stdout import write_line, write_utf8
from hukou_cli.text.language import Language

if TYPE_CHECKING:  # a mistake in the options is told without it
    from hukou_cli.applicant.document import Applicant
    from hukou_cli.policy.catalog import Catalog
    from hukou_cli.policy.edition import Edition
    from hukou_cli.policy.rounds import RoundId
    from hukou_cli.scoring.result import Score


SetOption = Annotated[list[str] | None, typer.Option("--set", autocompletion=completed_by("facts"), show_default=False)]


def score(  # noqa: PLR0913, PLR0917 - one parameter an option
    lang: LangOption,
    applicant: Annotated[str | None, typer.Argument(show_default=False)] = None,
    city: CityOption = None,
    round: RoundOption = None,  # noqa: A002 - the word of the field
    on: OnOption = None,
    set_: SetOption = None,
    format: Annotated[Format, typer.Option("--format")] = "table",  # noqa: A002
    check: Annotated[bool, typer.Option("--check")] = False,  # noqa: FBT002
    explain: Annotated[bool, typer.Option("--explain")] = False,  # noqa: FBT002
    sources: Annotated[bool, typer.Option("--sources")] = False,  # noqa: FBT002
    brief: Annotated[bool, typer.Option("--brief")] = False,  # noqa: FBT002
    quiet: Annotated[bool, typer.Option("--quiet")] = False,  # noqa: FBT002
    report: ReportOption = None,
    policies: PoliciesOption = None,
) -> None:
    """Score one applicant and print the answer; with ``--check``, exit 1 unless it is yes for certain."""
    _check_together(format, check=check, brief=brief, quiet=quiet, has_report=report is not None)
    from hukou_cli.scoring.score import score as score_one

    if report is not None:
        from hukou_cli.cli.report import check_report

        check_report(report)
    known = catalog(policies, city)
    person = with_facts(applicant, set_ or [])
    day = day_of(on)
    edition = _edition(city, person, known, round_of(round), day)
    answer = score_one(person, edition, round, today=max(day, today()), on=day)
    if report is not None:
        _report(answer, report, lang)
    if brief and not quiet:
        from hukou_cli.render.verdict import brief_line

        write_line(brief_line(answer, lang))
    elif not quiet:
        more = ""
        if format == "table" and applicant is not None:
            more = _what_if(answer, applicant, city, lang, is_set=bool(set_))
        _print(answer, format, lang, explain=explain, sources=sources, what_if=more)
        if report is not None and format == "table":
            from hukou_cli.cli.report import tell_written

            tell_written(report, lang)
    if check and not answer.passed:
        raise typer.Exit(1)


def _check_together(format: Format, *, check: bool, brief: bool, quiet: bool, has_report: bool) -> None:  # noqa: A002
    """Raise InvalidOption where options leave nothing to see, or one says what another contradicts."""
    if quiet and not check and not has_report:
        raise InvalidOption([Finding(code="quiet-needs-check")])
    if brief and format != "table":
        raise InvalidOption([Finding(code="brief-is-text", values={"seen": format})])


def _what_if(answer: "Score", applicant: str, city: str | None, language: Language, *, is_set: bool) -> str:
    """Return the command that tells what would change a result; "" where no step can, or there is no file to ask for.

    Working the steps out here would take up to 30 ms, and a score is to start fast.
    """
    if answer.passed or answer.round_state == "over" or applicant == STDIO or not answer.edition.levers:
        return ""
    from hukou_cli.text.screen import say

    command = as_typed(["hukou", "whatif", applicant, *(["--city", city] if city else [])])
    return say("score_set_alone" if is_set else "score_what_if", language, command)


def _report(answer: "Score", report: Path, language: Language) -> None:
    """Write a score to the file of ``--report``."""
    from hukou_cli.cli.report import write_report
    from hukou_cli.render.report import points_chart
    from hukou_cli.render.score_markdown import score_markdown
    from hukou_cli.render.score_text import print_score

    write_report(
        report,
        score_markdown(answer, language),
        language,
        points_chart(answer, language),
        lambda screen: print_score(answer, language, screen),
    )


def _print(  # noqa: PLR0913 - one parameter an option
    answer: "Score",
    format: Format,  # noqa: A002
    language: Language,
    *,
    explain: bool,
    sources: bool,
    what_if: str,
) -> None:
    """Print a score in one format; a format that is not asked for is not imported."""
    from hukou_cli.scoring.score import count_traces

    traces = count_traces(answer) if explain else None
    match format:
        case "table":
            from hukou_cli.render.layout import console
            from hukou_cli.render.score_text import print_score

            print_score(answer, language, console(), traces=traces, with_sources=sources, what_if=what_if)
        case "json":
            from hukou_cli.render.score_json import score_json

            write_utf8(score_json(answer, language, traces=traces))
        case "csv":
            from hukou_cli.render.score_csv import score_csv

            write_utf8(score_csv(answer, language))
        case "markdown":
            from hukou_cli.render.score_markdown import score_markdown

            write_utf8(score_markdown(answer, language))


def with_facts(name: str | None, assignments: list[str]) -> "Applicant":
    """Read the applicant's file, if any, and lay the command line's facts over it."""
    facts = dict(_assignment(text) for text in assignments)
    if name is None and not facts:
        raise InvalidApplicant([Finding(code="no-applicant")])
    if name is None:
        from hukou_cli.applicant.document import Applicant

        return Applicant(set_=facts)
    from msgspec.structs import replace

    return replace(read_applicant(name), set_=facts)


def _assignment(text: str) -> tuple[str, object]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise InvalidApplicant([Finding(code="not-an-assignment", values={"seen": harmless(text)})])
    return name.strip(), value.strip()


def _edition(
    city: str | None, person: "Applicant", known: "Catalog", round_: "RoundId | None", day: datetime.date
) -> "Edition":
    """Find the edition; where there is none, what is wrong with the form of the applicant's file is told as well."""
    try:
        named = city_of(city, person, known)
        return known.find_on(named, from_date(day)) if round_ is None else known.find(named, round_)
    except (InvalidOption, NotFound) as error:
        raise type(error)([*error.findings, *person.found]) from None


def city_of(city: str | None, person: "Applicant", known: "Catalog") -> str:
    """Choose the city: the option's, else the applicant's own if there is just one."""
    if city is not None:
        return city
    named = {found for name in person.cities() if (found := known.find_id(name)) is not None}
    if len(named) == 1:
        return named.pop()
    if len(person.cities()) == 1:
        return person.cities()[0]
    raise InvalidOption([Finding(code="no-city", values=known.known_cities)])
