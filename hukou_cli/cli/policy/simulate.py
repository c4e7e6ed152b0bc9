"""``hukou policy simulate``: the line under a quota from a table of applicants."""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hukou_cli.base.errors import Finding, InvalidOption
from hukou_cli.base.redaction import harmless
from hukou_cli.cli.memory import check_address_space
from hukou_cli.cli.options import (
    LangOption,
    OnOption,
    PoliciesOption,
    ReportOption,
    RoundOption,
    catalog,
    completed_by,
    day_of,
    round_of,
    today,
)
from hukou_cli.cli.policy.compare import AnswerFormat, AnswerFormatOption
from hukou_cli.cli.progress import Progress
from hukou_cli.cli.signals import StopSignals
from hukou_cli.cli.stderr import write_lines
from hukou_cli.cli.stdout import write_utf8
from hukou_cli.cli.table_options import (
    RecordsOption,
    RecordsSheetOption,
    SheetOption,
    TableArgument,
    Tables,
    check_records,
    open_records,
    records_told,
)

if TYPE_CHECKING:
    from hukou_cli.policy.catalog import Catalog
    from hukou_cli.scoring.population import EditionInRound
    from hukou_cli.scoring.simulation import Basis, Simulation
    from hukou_cli.table.plan import Request
    from hukou_cli.table.simulation import Wanted
    from hukou_cli.table.source.sheet_choice import Wanted as WantedSheet
    from hukou_cli.text.language import Language

EditionArgument = Annotated[str, typer.Argument(metavar="CITY", autocompletion=completed_by("editions"))]
QuotaOption = Annotated[int, typer.Option("--quota", min=1, show_default=False)]
AllOption = Annotated[bool, typer.Option("--complete")]
SampleOption = Annotated[str | None, typer.Option("--applicants", show_default=False)]
ListOption = Annotated[bool, typer.Option("--list")]
ConfidenceOption = Annotated[int, typer.Option("--confidence", min=50, max=99)]
ScoresOption = Annotated[str | None, typer.Option("--scores", show_default=False)]


def simulate(  # noqa: PLR0913, PLR0917 - one parameter an option
    edition: EditionArgument,
    table: TableArgument,
    lang: LangOption,
    quota: QuotaOption,
    complete: AllOption = False,  # noqa: FBT002
    applicants: SampleOption = None,
    list_: ListOption = False,  # noqa: FBT002
    confidence: ConfidenceOption = 95,
    scores: ScoresOption = None,
    round: RoundOption = None,  # noqa: A002 - the word of the field
    on: OnOption = None,
    sheet: SheetOption = None,
    records: RecordsOption = None,
    records_sheet: RecordsSheetOption = None,
    format: AnswerFormatOption = AnswerFormat.table,  # noqa: A002
    report: ReportOption = None,
    policies: PoliciesOption = None,
) -> None:
    """Find the line under a quota: of all applicants, of a random sample of them, or of a published list."""
    from hukou_cli.table.plan import Request
    from hukou_cli.table.simulation import Wanted

    check_address_space()
    if report is not None:
        from hukou_cli.cli.report import check_report

        check_report(report)
    day = day_of(on)
    basis = _basis(complete=complete, is_sample=applicants is not None, is_list=list_)
    wanted = Wanted(quota, basis, _applicants(applicants), confidence, Path(table).name)
    request = Request(
        city=None, round=round_of(round), keep=(), language=lang, form="csv", today=max(day, today()), on=day,
        ranked=True, safe=False, from_records=records is not None,
    )  # fmt: skip
    tables = Tables(table, sheet, records, records_sheet)
    has_scores = scores is not None or list_
    found = _run(edition, tables, request, wanted, scores, catalog(policies), has_scores=has_scores)
    if report is not None:
        _report(found, report, lang)
    if format is AnswerFormat.json:
        from hukou_cli.render.simulation import simulation_json

        write_utf8(simulation_json(found))
        return
    from hukou_cli.render.layout import console
    from hukou_cli.render.simulation import print_simulation

    print_simulation(found, lang, console())
    if report is not None:
        from hukou_cli.cli.report import tell_written

        tell_written(report, lang)


def _report(found: "Simulation", report: Path, language: "Language") -> None:
    """Write the line to the file of ``--report``."""
    from hukou_cli.cli.report import write_report
    from hukou_cli.render.simulation import print_simulation
    from hukou_cli.render.simulation_report import simulation_charts, simulation_markdown

    write_report(
        report,
        simulation_markdown(found, language),
        language,
        simulation_charts(found, language),
        lambda screen: print_simulation(found, language, screen),
        "report_made_of_many",
    )


def _basis(*, complete: bool, is_sample: bool, is_list: bool) -> "Basis":
    """Return what the table holds, of which one thing must be said. Raises InvalidOption."""
    if complete + is_sample + is_list != 1:
        raise InvalidOption([Finding("table-of-whom")])
    return "complete" if complete else "list" if is_list else "sample"


def _applicants(written: str | None) -> tuple[int, int] | None:
    """Read ``--applicants``: a number, or two with dots between. Raises InvalidOption."""
    if written is None:
        return None
    ends = [end.strip().replace(",", "") for end in written.split("..")]
    numbers = [int(end) for end in ends if end.isascii() and end.isdigit() and len(end) < 10]  # noqa: PLR2004
    if len(numbers) != len(ends) or len(ends) > 2 or numbers[0] > numbers[-1] or not numbers[0]:  # noqa: PLR2004
        raise InvalidOption([Finding("not-applicants", {"seen": harmless(written)}, place="--applicants")])
    return numbers[0], numbers[-1]


def _run(  # noqa: PLR0913, PLR0917
    named: str,
    tables: Tables,
    request: "Request",
    wanted: "Wanted",
    column: str | None,
    known: "Catalog",
    *,
    has_scores: bool,
) -> "Simulation":
    """Read the table, score it where it holds no scores, and find the line."""
    from hukou_cli.table.pool import cores
    from hukou_cli.table.population_pipeline import edition_in_round
    from hukou_cli.table.simulation import simulate_scores
    from hukou_cli.table.source.inputs import open_input

    check_records(tables, (None, None))
    workers, lang = cores(), request.language
    at = edition_in_round(known, named, request.round, request)
    with contextlib.ExitStack() as opened:
        opened.enter_context(StopSignals(lang))
        if not has_scores:
            return _scored(opened, tables, at, request, wanted, known)
        source = opened.enter_context(contextlib.closing(open_input(tables.people, tables.sheet)))
        write_lines(note.text(lang) for note in source.notes)
        return simulate_scores(source, at, wanted, column, known.earlier(at.edition), workers)


def _scored(  # noqa: PLR0913, PLR0917
    opened: contextlib.ExitStack,
    tables: Tables,
    at: "EditionInRound",
    request: "Request",
    wanted: "Wanted",
    known: "Catalog",
) -> "Simulation":
    from hukou_cli.table.plan import header_of
    from hukou_cli.table.pool import cores
    from hukou_cli.table.population_pipeline import notes_of, scoring_of, unread_notes
    from hukou_cli.table.simulation import simulate_applicants
    from hukou_cli.table.source.inputs import open_input

    workers, lang = cores(), request.language
    sheet_of: WantedSheet = "people_beside_records" if tables.people == tables.records else "people"
    source = opened.enter_context(contextlib.closing(open_input(tables.people, tables.sheet, sheet_of)))
    listed = open_records(tables, workers, opened)
    scoring = scoring_of(source, at, request, None, listed, known.own_folders, workers)
    if scoring.counting is not None:
        opened.callback(scoring.counting.close)
    notes = (*source.notes, *(() if listed is None else listed.notes), *notes_of([scoring.plan]))
    write_lines(note.text(lang) for note in (*notes, *unread_notes(header_of(source))))
    progress = Progress(source.size, lang)
    found = simulate_applicants(source, at, scoring, wanted, known.earlier(at.edition), workers, progress)
    progress.end()
    write_lines((*(note.text(lang) for note in source.noticed()), *records_told(listed, lang)))
    return found
