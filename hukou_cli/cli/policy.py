"""``hukou policy``: look at the policies, check them, run their cases."""

import re
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hukou_cli.base.errors import (
    Finding,
    HukouError,
    InvalidApplicant,
    InvalidOption,
    NotFound,
    OutputError,
    nearest,
)
from hukou_cli.base.redaction import harmless
from hukou_cli.cli.help import Command, Group
from hukou_cli.cli.options import (
    AnyCityArgument,
    CityArgument,
    LangOption,
    PoliciesOption,
    RoundOption,
    catalog,
    completed_by,
    round_of,
    today,
)
from hukou_cli.cli.stdout import write_line, write_utf8

if TYPE_CHECKING:  # loaded by the commands that need them
    from hukou_cli.policy.cases import Case, CaseFile
    from hukou_cli.policy.catalog import Catalog
    from hukou_cli.policy.edition import Edition
    from hukou_cli.policy.round_calendar import Window
    from hukou_cli.text.language import Language

app = typer.Typer(cls=Group, no_args_is_help=True)


@app.callback()
def policy(lang: LangOption) -> None:
    """Take ``--lang`` before a command of this group too."""
    del lang  # ``chosen_language`` reads it


class ListFormat(StrEnum):
    """The forms of the list."""

    table = "table"
    markdown = "markdown"
    json = "json"


class ShowFormat(StrEnum):
    """The forms of one edition."""

    table = "table"
    json = "json"


@app.command("list", cls=Command)
def list_(
    lang: LangOption,
    latest: Annotated[bool, typer.Option("--latest")] = False,  # noqa: FBT002
    format: Annotated[ListFormat, typer.Option("--format")] = ListFormat.table,  # noqa: A002
    policies: PoliciesOption = None,
) -> None:
    """List every edition: city, date, document, regime, rounds, last check, and what has ended or soon will."""
    from hukou_cli.render.layout import console
    from hukou_cli.render.policy_list import markdown_endings, markdown_list, print_list

    known = catalog(policies)
    paths = [known.editions(city)[0] for city in known.cities()] if latest else known.all()
    editions = [known.load(path) for path in paths]
    match format:
        case ListFormat.markdown:
            text = markdown_list(editions, lang) + markdown_endings(editions, lang, today())
            write_utf8(text)
        case ListFormat.json:
            from hukou_cli.render.policy_json import policies_json

            write_utf8(policies_json(editions, lang, today()))
        case ListFormat.table:
            print_list(editions, lang, console(), today())


@app.command(cls=Command)
def show(
    city: CityArgument,
    lang: LangOption,
    round: RoundOption = None,  # noqa: A002 - the word of the field
    format: Annotated[ShowFormat, typer.Option("--format")] = ShowFormat.table,  # noqa: A002
    policies: PoliciesOption = None,
) -> None:
    """Show the rules of a city as a person would read them, with their sources."""
    known, named = catalog(policies), round_of(round)
    edition = known.named(city) if "/" in city and named is None else known.find(city, named)
    if format is ShowFormat.json:
        from hukou_cli.render.policy_json import policy_json

        write_utf8(policy_json(edition, lang, today()))
        return
    from hukou_cli.render.layout import console
    from hukou_cli.render.policy import print_policy

    print_policy(edition, lang, console())


@app.command(cls=Command)
def check(
    lang: LangOption,
    policy: Annotated[
        list[str] | None, typer.Argument(show_default=False, autocompletion=completed_by("cities"))
    ] = None,
    policies: PoliciesOption = None,
) -> None:
    """Check policy files: their form, their formulas, their sources, the main-proportion rule."""
    from hukou_cli.base.toml_source import names_beside, read_text
    from hukou_cli.policy.validation.lint import Lint
    from hukou_cli.policy.validation.lint import check as lint
    from hukou_cli.render.layout import console
    from hukou_cli.render.policy import print_lint
    from hukou_cli.scoring.core_share import check_proportion

    known, screen, failed = catalog(policies), console(), False
    paths = [path for name in policy for path in _files_of(name, known)] if policy else known.all()
    for path in paths:
        try:
            edition = known.load(path)
            found = lint(edition, read_text(path), names_beside(path))
            found += check_proportion(edition, known.large_cities())
        except HukouError as error:
            found = [Lint("error", finding) for finding in error.findings]
        failed |= any(result.level == "error" for result in found)
        print_lint(str(path), found, lang, screen)
    if failed:
        raise typer.Exit(1)


def _files_of(name: str, known: "Catalog") -> list[Path]:
    """Return the policy files that a name stands for: the file itself, or all editions of a city."""
    path = Path(name)
    return [path] if path.suffix == ".toml" or path.exists() else known.editions(known.city_id(name))


@app.command(cls=Command)
def test(
    lang: LangOption,
    city: AnyCityArgument = None,
    show: Annotated[str | None, typer.Option("--show", autocompletion=completed_by("cases"))] = None,
    policies: PoliciesOption = None,
) -> None:
    """Run the worked examples beside the policies. Exits 1 when one fails."""
    from hukou_cli.policy.cases import cases_beside, lines_of_cases, load_cases
    from hukou_cli.scoring.examples import run_case
    from hukou_cli.text.screen import say

    known = catalog(policies)
    passed = failed = 0
    ids: list[str] = []
    for path in known.editions(known.city_id(city)) if city else known.all():
        edition = known.load(path)
        beside = cases_beside(edition)
        if not beside.is_file():
            continue
        file = load_cases(beside)
        ids += [case.id for case in file.case]
        for case in file.case:
            if show not in (None, case.id):
                continue
            if show:
                _show_case(case, file, edition, lang)
            differences = run_case(case, file.base, edition)
            passed, failed = passed + (not differences), failed + bool(differences)
            lines = lines_of_cases(beside, file) if differences else {}
            for difference in differences:
                figure = f"{case.id}.expect.{difference.values.get('seen')}"
                line = lines.get(figure) or lines.get(difference.place) or lines[case.id]
                told = difference.at(file=str(beside), line=line)
                write_line(told.text(lang))
    if show and show not in ids:
        values = {"seen": harmless(show), "nearest": nearest(show, ids) or "", "allowed": " ".join(dict.fromkeys(ids))}
        raise NotFound([Finding(code="unknown-case", values=values)])
    write_line(say("cases_passed", lang, passed, failed))
    if failed:
        raise typer.Exit(1)


def _show_case(case: "Case", file: "CaseFile", edition: "Edition", lang: LangOption) -> None:
    """Print every step of a case, as `hukou score --explain` does; of one that is refused, why."""
    from hukou_cli.render.layout import console
    from hukou_cli.render.score_text import print_score
    from hukou_cli.scoring.examples import score_case
    from hukou_cli.scoring.score import count_traces

    write_line(f"{edition.id} · {case.id}\n{case.why}\n")
    try:
        score = score_case(case, file.base, edition)
    except InvalidApplicant as error:
        for finding in error.findings:
            write_line(finding.text(lang))
        return
    print_score(score, lang, console(), traces=count_traces(score))


@app.command(cls=Command)
def diff(
    before: Annotated[str, typer.Argument(autocompletion=completed_by("editions"))],
    after: Annotated[str, typer.Argument(autocompletion=completed_by("editions"))],
    lang: LangOption,
    all_: Annotated[bool, typer.Option("--all")] = False,  # noqa: FBT002
    policies: PoliciesOption = None,
) -> None:
    """Compare two editions: what changed, and who gains and loses on their worked examples."""
    from hukou_cli.policy.cases import cases_beside, load_cases
    from hukou_cli.render.edition_diff import print_diff
    from hukou_cli.render.layout import console
    from hukou_cli.scoring.edition_diff import diff as compare_editions

    known = catalog(policies)
    old, new = known.named(before), known.named(after)
    examples = [
        (edition, load_cases(cases_beside(edition)))
        for edition in dict.fromkeys([old, new])
        if cases_beside(edition).is_file()
    ]
    print_diff(compare_editions(old, new, examples), lang, console(), all_examples=all_)


@app.command(cls=Command)
def sql(
    city: CityArgument,
    round: RoundOption = None,  # noqa: A002
    policies: PoliciesOption = None,
) -> None:
    """Print the query that scores a table of facts, each line with the article behind it; integer arithmetic only."""
    from hukou_cli.base.calendar import from_date
    from hukou_cli.sql.edition import policy_sql

    named = round_of(round)
    edition = catalog(policies).find(city, named)
    write_utf8(policy_sql(edition, named or edition.calendar.default(from_date(today()))))


OTHER_FORMATS = {".xls", ".ods", ".et", ".parquet", ".json", ".jsonl"}
"""Endings of files that are no CSV: spreadsheets call CSV under such a name damaged."""


@app.command(cls=Command)
def columns(  # noqa: PLR0913, PLR0917 - one parameter an option
    city: CityArgument,
    lang: LangOption,
    output: Annotated[Path | None, typer.Option("-o", "--output")] = None,
    records: Annotated[bool, typer.Option("--records")] = False,  # noqa: FBT002
    round: RoundOption = None,  # noqa: A002
    policies: PoliciesOption = None,
) -> None:
    """Print the header of a table for `hukou batch`, or write a workbook to fill in; or those of dated records."""
    import csv
    import io

    from hukou_cli.base.calendar import from_date
    from hukou_cli.table.columns import blank_header
    from hukou_cli.table.record_columns import blank_records

    if output is not None and output.suffix.lower() in OTHER_FORMATS:
        raise InvalidOption([Finding(code="header-is-csv", file=str(output))])
    named = round_of(round)
    edition = catalog(policies).find(city, named)
    edition.require_scorable()
    window = edition.calendar.window(named or edition.calendar.default(from_date(today())))
    if output is not None and output.suffix.lower() == ".xlsx":
        _write_template(output, edition, window, lang, with_records=records)
        return
    rows = [blank_header(edition, window.limits, lang)]
    if records:
        rows = blank_records(edition, lang)
    if output is None:
        written = io.StringIO(newline="")
        csv.writer(written, lineterminator="\n").writerows(rows)
        write_utf8(written.getvalue())
        return
    try:
        with output.open("x", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
    except FileExistsError:
        raise OutputError([Finding(code="file-exists", file=str(output))]) from None


def _write_template(
    output: Path, edition: "Edition", window: "Window", lang: "Language", *, with_records: bool
) -> None:
    """Write a workbook to be filled in. Raises OutputError."""
    from hukou_cli.base.calendar import from_date
    from hukou_cli.cli.template import template_of
    from hukou_cli.table.workbook.book import require_openpyxl
    from hukou_cli.table.workbook.template import template_workbook

    require_openpyxl(str(output))
    template = template_of(edition, window, lang, from_date(today()), with_records=with_records)
    content = template_workbook(template)
    try:
        with output.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise OutputError([Finding(code="file-exists", file=str(output))]) from None


@app.command(cls=Command)
def new(  # noqa: PLR0913, PLR0917 - one parameter an option
    city: Annotated[str, typer.Argument()],
    lang: LangOption,
    zh: Annotated[str | None, typer.Option("--zh", show_default=False)] = None,
    en: Annotated[str | None, typer.Option("--en", show_default=False)] = None,
    day: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], show_default=False)] = None,
    folder: Annotated[Path, typer.Option("--folder")] = Path("my-policies"),
) -> None:
    """Start a city: a commented policy with invented rules that passes every check, and its cases."""
    from hukou_cli.base.bilingual import Bilingual
    from hukou_cli.policy.scaffold import new_city
    from hukou_cli.text.screen import say

    if re.fullmatch("[a-z][a-z0-9_]{0,63}", city) is None:
        values = {"seen": harmless(city), "allowed": "@id"}
        raise InvalidOption([Finding(code="wrong-type", values=values, place="CITY")])
    listed = catalog(None).large_cities().city.get(city)
    name = Bilingual(
        zh=zh or (listed.name.zh if listed else city),
        en=en or (listed.name.en if listed else city.replace("_", " ").title()),
    )
    first = day.date() if day else today().replace(month=1, day=1)
    files = {folder / path: text for path, text in new_city(city, name, first, today()).items()}
    there = [Finding(code="file-exists", file=str(path)) for path in files if path.exists()]
    if there:
        raise OutputError(there)
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        write_line(str(path))
    write_line(say("new_city", lang, city, folder))


@app.command(cls=Command)
def schema(
    lang: LangOption,
    applicant: Annotated[bool, typer.Option("--applicant")] = False,  # noqa: FBT002
    policies: PoliciesOption = None,
) -> None:
    """Print the JSON Schema of a policy file, or with ``--applicant`` of an applicant's file, for editors."""
    if applicant:
        from hukou_cli.render.applicant_schema import applicant_schema

        known = catalog(policies)
        write_utf8(applicant_schema([known.load(path) for path in known.all()], lang))
        return
    from hukou_cli.policy.schema import policy_schema

    write_utf8(policy_schema())
