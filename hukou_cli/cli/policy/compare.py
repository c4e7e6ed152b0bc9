"""``hukou policy compare``: what a change of rules does to the people of a table."""

import contextlib
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hukou_cli.base.errors import Finding, InvalidOption
from hukou_cli.cli.memory import check_address_space
from hukou_cli.cli.on_spark import Engine, EngineOption, MasterOption, check_options, compare_on_spark
from hukou_cli.cli.options import (
    STDIO,
    LangOption,
    OnOption,
    PoliciesOption,
    ReportOption,
    RoundOption,
    catalog,
    completed_by,
    day_of,
    points_of,
    round_of,
    today,
)
from hukou_cli.cli.progress import Progress
from hukou_cli.cli.signals import StopSignals
from hukou_cli.cli.stderr import write_lines
from hukou_cli.cli.stdout import write_utf8
from hukou_cli.cli.table_options import (
    ForceOption,
    QuotaOption,
    RecordsOption,
    RecordsSheetOption,
    SheetOption,
    TableArgument,
    Tables,
    check_records,
    form_of,
    open_records,
    plain_name,
    records_told,
    target_of,
)

if TYPE_CHECKING:
    from hukou_cli.policy.catalog import Catalog
    from hukou_cli.scoring.population import Asked, Comparison, EditionInRound, Side
    from hukou_cli.table.plan import Request
    from hukou_cli.table.population_pipeline import Listing
    from hukou_cli.table.source.sheet_choice import Wanted
    from hukou_cli.text.language import Language


class AnswerFormat(StrEnum):
    """The forms of the answer."""

    table = "table"
    json = "json"


EditionArgument = Annotated[str, typer.Argument(autocompletion=completed_by("editions"))]
ListOption = Annotated[str | None, typer.Option("-o", "--output", callback=plain_name, show_default=False)]
GroupOption = Annotated[str | None, typer.Option("--by", show_default=False)]
LineOption = Annotated[str | None, typer.Option("--line", show_default=False)]
AnswerFormatOption = Annotated[AnswerFormat, typer.Option("--format")]


def compare(  # noqa: PLR0913, PLR0917 - one parameter an option
    before: EditionArgument,
    after: EditionArgument,
    table: TableArgument,
    lang: LangOption,
    round: RoundOption = None,  # noqa: A002 - the word of the field
    on: OnOption = None,
    line: LineOption = None,
    quota: QuotaOption = None,
    by: GroupOption = None,
    output: ListOption = None,
    sheet: SheetOption = None,
    records: RecordsOption = None,
    records_sheet: RecordsSheetOption = None,
    format: AnswerFormatOption = AnswerFormat.table,  # noqa: A002
    report: ReportOption = None,
    force: ForceOption = False,  # noqa: FBT002
    engine: EngineOption = Engine.duckdb,
    master: MasterOption = None,
    policies: PoliciesOption = None,
) -> None:
    """Score a table under two editions: who gains and loses, who passes, and which rule brings how much."""
    from hukou_cli.scoring.population import Asked
    from hukou_cli.table.plan import Request

    check_address_space()
    others = {"--output": output, "--sheet": sheet, "--records": records, "--records-sheet": records_sheet}
    check_options(engine, master, others)
    if report is not None:
        from hukou_cli.cli.report import check_report

        check_report(report)
    if line is not None and quota is not None:
        raise InvalidOption([Finding("line-and-quota")])
    day = day_of(on)
    asked = Asked(Path(table).name, by, quota, points_of(line))
    request = Request(
        city=None, round=round_of(round), keep=(), language=lang, form="csv", today=max(day, today()), on=day,
        ranked=True, safe=False, from_records=records is not None,
    )  # fmt: skip
    known = catalog(policies)
    sides = _sides((before, after), request, known)
    if engine is Engine.spark:
        found = compare_on_spark(table, sides, request, asked, master)
    else:
        listing = _listing(output, table, lang, force=force)
        found = _run(sides, Tables(table, sheet, records, records_sheet), request, asked, listing, known)
    if report is not None:
        _report(found, report, lang)
    if format is AnswerFormat.json:
        from hukou_cli.render.population_json import comparison_json

        write_utf8(comparison_json(found, lang))
        return
    from hukou_cli.render.layout import console
    from hukou_cli.render.population import print_comparison

    print_comparison(found, lang, console())
    if report is not None:
        from hukou_cli.cli.report import tell_written

        tell_written(report, lang)


def _sides(names: tuple[str, str], request: "Request", known: "Catalog") -> "dict[Side, EditionInRound]":
    """Find both editions, each in its round: by default that of the later one."""
    from hukou_cli.table.population_pipeline import edition_in_round

    after = edition_in_round(known, names[1], request.round, request)
    before = edition_in_round(known, names[0], request.round or after.round, request)
    return {"before": before, "after": after}


def _run(  # noqa: PLR0913, PLR0917
    sides: "dict[Side, EditionInRound]",
    tables: Tables,
    request: "Request",
    asked: "Asked",
    listing: "Listing | None",
    known: "Catalog",
) -> "Comparison":
    """Score the table under both editions, and compare the people."""
    from msgspec.structs import replace

    from hukou_cli.table.plan import header_of
    from hukou_cli.table.pool import cores
    from hukou_cli.table.population_pipeline import (
        column_to_group,
        compare_table,
        notes_of,
        scoring_of,
        unread_notes,
    )
    from hukou_cli.table.source.inputs import open_input

    check_records(tables, (None if listing is None else listing.path, None))
    workers, lang = cores(), request.language
    with contextlib.ExitStack() as opened:
        run = opened.enter_context(StopSignals(lang))
        wanted: Wanted = "people_beside_records" if tables.people == tables.records else "people"
        source = opened.enter_context(contextlib.closing(open_input(tables.people, tables.sheet, wanted)))
        listed = open_records(tables, workers, opened)
        if asked.by is not None:
            asked = replace(asked, by=column_to_group(asked.by, header_of(source), sides["after"].edition))
        scorings = {
            side: scoring_of(source, at, request, asked.by, listed, known.own_folders, workers)
            for side, at in sides.items()
        }
        for scoring in scorings.values():
            if scoring.counting is not None:
                opened.callback(scoring.counting.close)
        on_columns = notes_of(scoring.plan for scoring in scorings.values())
        notes = (*source.notes, *(() if listed is None else listed.notes), *on_columns)
        write_lines(note.text(lang) for note in (*notes, *unread_notes(header_of(source))))
        progress = Progress(2 * source.size, lang)
        found = compare_table(source, sides, scorings, asked, listing, workers, progress, run.ignore)
        progress.end()
        write_lines((*(note.text(lang) for note in source.noticed()), *records_told(listed, lang)))
    return found


def _listing(output: str | None, table: str, language: "Language", *, force: bool) -> "Listing | None":
    """Return the file with a row a person, once it is known to be writable. Raises InvalidOption, OutputError."""
    from hukou_cli.table.population_pipeline import Listing

    if output is None:
        return None
    if output == STDIO:
        raise InvalidOption([Finding("people-to-stdout")])
    from hukou_cli.table.output import SUFFIXES

    if Path(output).suffix.lower() not in SUFFIXES:
        raise InvalidOption([Finding("people-form", file=output)])
    form = form_of(output, None)
    target = target_of(output, table, force=force)
    assert target is not None
    return Listing(target, form, force, language)


def _report(found: "Comparison", report: Path, language: "Language") -> None:
    """Write the comparison to the file of ``--report``."""
    from hukou_cli.cli.report import write_report
    from hukou_cli.render.population import print_comparison
    from hukou_cli.render.population_report import comparison_charts, comparison_markdown

    write_report(
        report,
        comparison_markdown(found, language),
        language,
        comparison_charts(found, language),
        lambda screen: print_comparison(found, language, screen),
        "report_made_of_many",
    )
