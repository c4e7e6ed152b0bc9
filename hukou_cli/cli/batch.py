"""``hukou batch``: many applicants at once."""

import contextlib
import datetime
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from hukou_cli.base.errors import Finding, InvalidOption
from hukou_cli.cli.memory import check_address_space
from hukou_cli.cli.on_spark import Engine, EngineOption, MasterOption, batch_on_spark, check_options
from hukou_cli.cli.options import (
    STDIO,
    CityOption,
    LangOption,
    OnOption,
    PoliciesOption,
    RoundOption,
    catalog,
    completed_by,
    day_of,
    round_of,
    today,
)
from hukou_cli.cli.progress import Progress
from hukou_cli.cli.signals import StopSignals
from hukou_cli.cli.stderr import write_lines
from hukou_cli.cli.table_options import (
    CompleteOption,
    ForceOption,
    HeadersOption,
    NoQuotaOption,
    OutputOption,
    QuotaOption,
    RecordsOption,
    RecordsSheetOption,
    SheetOption,
    TableArgument,
    TableFormatOption,
    Tables,
    check_records,
    form_of,
    headings_language,
    open_records,
    plain_name,
    source_of,
    target_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hukou_cli.policy.catalog import Catalog
    from hukou_cli.table.output import Form
    from hukou_cli.table.plan import Plan, Request
    from hukou_cli.table.ranking import Places, Ranked
    from hukou_cli.table.sink import Summary
    from hukou_cli.table.source.sheet_choice import Wanted

MOST_EDITIONS = 10
"""How many editions are named below a table of several."""

KeepOption = Annotated[str | None, typer.Option("--keep", show_default=False, autocompletion=completed_by("columns"))]
RejectsOption = Annotated[
    str | None,
    typer.Option(
        "--rejects",
        callback=plain_name,
        show_default=False,
    ),
]
StrictOption = Annotated[bool, typer.Option("--strict")]
RankOption = Annotated[bool, typer.Option("--rank")]
ThreadsOption = Annotated[int | None, typer.Option("--threads", min=1, max=64, show_default=False)]


def batch(  # noqa: PLR0913, PLR0917 - one parameter an option
    table: TableArgument,
    lang: LangOption,
    output: OutputOption = STDIO,
    sheet: SheetOption = None,
    city: CityOption = None,
    round: RoundOption = None,  # noqa: A002 - the word of the field
    on: OnOption = None,
    records: RecordsOption = None,
    records_sheet: RecordsSheetOption = None,
    keep: KeepOption = None,
    headers: HeadersOption = None,
    rejects: RejectsOption = None,
    strict: StrictOption = False,  # noqa: FBT002
    rank: RankOption = False,  # noqa: FBT002
    quota: QuotaOption = None,
    no_quota: NoQuotaOption = False,  # noqa: FBT002
    complete: CompleteOption = False,  # noqa: FBT002
    format: TableFormatOption = None,  # noqa: A002
    force: ForceOption = False,  # noqa: FBT002
    threads: ThreadsOption = None,
    engine: EngineOption = Engine.duckdb,
    master: MasterOption = None,
    policies: PoliciesOption = None,
) -> None:
    """Score every row of a table, write scores and rejects, and tell the sums on stderr."""
    from hukou_cli.table.plan import Request
    from hukou_cli.table.ranking import Places
    from hukou_cli.table.sink import Summary

    check_address_space()
    others = {
        "--sheet": sheet, "--records": records, "--records-sheet": records_sheet, "--rejects": rejects, "--rank": rank,
        "--quota": quota, "--no-quota": no_quota, "--complete": complete, "--format": format, "--threads": threads,
    }  # fmt: skip
    check_options(engine, master, others)
    chosen, day = lang, day_of(on)
    form: Form = "csv" if engine is Engine.spark else form_of(output, format)
    places = Places(quota, unlimited=no_quota, complete=complete)
    request = Request(
        city=city, round=round_of(round), keep=_kept(keep), language=chosen, form=form,
        today=max(day, today()), on=day, ranked=rank or places != Places(), safe=form == "csv",
        headings=headings_language(headers) if headers else chosen if form == "xlsx" else None,
        from_records=records is not None,
    )  # fmt: skip
    tables = Tables(table, sheet, records, records_sheet)
    if engine is Engine.spark:
        done = batch_on_spark(table, output, request, catalog(policies, city), master, force=force)
        summary = Summary(done.tally)
        write_lines(note.text(chosen) for note in done.plan.notes)
        write_lines(_ended(done.plan, None, summary, tables, done.rejects, day))
    else:
        files = target_of(output, table, force=force), _rejects(output, form, rejects, table, force=force)
        check_records(tables, files)
        summary = _run(tables, files, request, places, catalog(policies, city), threads, force=force)
    is_nobodys = summary.records is not None and summary.records.rows is not None and summary.records.rows.nobodys > 0
    if strict and (summary.tally.rejected or is_nobodys):
        raise typer.Exit(1)


def _run(  # noqa: PLR0913, PLR0917
    tables: Tables,
    files: tuple[Path | None, Path | None],
    request: "Request",
    places: "Places",
    known: "Catalog",
    threads: int | None,
    *,
    force: bool,
) -> "Summary":
    """Score a table into the files of its scores and its rejects, and tell what came of it on standard error."""
    from hukou_cli.table.pipeline import run_batch
    from hukou_cli.table.plan import header_of, plan_table
    from hukou_cli.table.pool import cores
    from hukou_cli.table.ranking import ranked_by_policy
    from hukou_cli.table.routing import find_partitions
    from hukou_cli.table.sink import Sink
    from hukou_cli.table.source.inputs import open_input, told_of_sheets

    workers = threads or cores()
    with contextlib.ExitStack() as opened:
        run = opened.enter_context(StopSignals(request.language))
        wanted: Wanted = "people_beside_records" if tables.people == tables.records else "people"
        source = opened.enter_context(contextlib.closing(open_input(tables.people, tables.sheet, wanted)))
        partitions, unrouted = find_partitions(source, known, request)
        listed, header = open_records(tables, workers, opened), header_of(source)
        has_records = listed is not None or bool(header.records)
        columns = header
        if has_records:
            from hukou_cli.table.counting import Counting, with_counted_facts

            columns = with_counted_facts(header, partitions)
        with told_of_sheets(source.notes):
            plan = plan_table(columns, partitions, request, unrouted)
        if listed is not None and listed.letters and plan.letters is None:
            plan = plan.with_cells()
        ranked = ranked_by_policy(plan, places) if request.ranked else None
        counting = None
        if has_records:
            counting = Counting(header, plan, request, listed, known.own_folders, workers)
            opened.callback(counting.close)
        notes = (*source.notes, *(() if listed is None else listed.notes), *plan.notes)
        write_lines(note.text(request.language) for note in notes)
        progress = Progress(source.size, request.language)

        def remarks(summary: "Summary") -> list[str]:
            ended = _ended(plan, ranked, summary, tables, "", request.on)
            return _remarks(plan, source.name, ended, (*notes, *source.noticed()))

        marked = source.from_office
        sink = Sink(plan, *files, request.form, force=force, marked=marked, ranked=ranked, remarks=remarks)
        summary = run_batch(source, plan, sink, workers, progress, run.ignore, counting)
        progress.end()
        write_lines(note.text(request.language) for note in source.noticed())
        write_lines(_ended(plan, ranked, summary, tables, _listed(files, request), request.on))
    return summary


def _kept(keep: str | None) -> tuple[str, ...] | Literal["all"] | None:
    """Read ``--keep``: all, none, or the columns it names."""
    if keep is None:
        return None
    if keep == "all":
        return "all"
    return () if keep == "none" else tuple(name.strip() for name in keep.split(",") if name.strip())


def _listed(files: tuple[Path | None, Path | None], request: "Request") -> str:
    """Return where the rejects are listed; empty for nowhere."""
    from hukou_cli.text.screen import say

    output, rejects = files
    if rejects is None and request.form == "xlsx":
        return say("sheet_of_file", request.language, output, say("sheet_rejects", request.language))
    return str(rejects or "")


def _remarks(plan: "Plan", table: str, ended: list[str], notes: "Iterable[Finding]") -> list[str]:
    """Return the lines for the last sheet of a workbook: the table, what was noticed in it, the sums, the sources."""
    from hukou_cli.render.sources import cited_documents, rule_sources
    from hukou_cli.text.screen import say

    lang = plan.language
    lines = [say("remarks_table", lang, Path(table).name), *ended, ""]
    for note in notes:
        lines += filter(None, (note.sentence(lang), f"  {note.remedy(lang)}" if note.remedy(lang) else ""))
    editions = {part.edition.id: part.edition for part in plan.partitions[:MOST_EDITIONS]}
    for edition in editions.values():
        lines += ["", say("remarks_sources", lang), *cited_documents(rule_sources(edition), edition, lang)]
    return lines


def _rejects(output: str, form: "Form", rejects: str | None, table: str, *, force: bool) -> Path | None:
    """Return the file of the rejects, once it is known to be writable; None for no file: a workbook has a sheet.

    Raises InvalidOption, OutputError.
    """
    from hukou_cli.table.output import SUFFIXES, check_output

    if rejects == STDIO:
        raise InvalidOption([Finding(code="rejects-to-stdout")])
    if rejects is not None and SUFFIXES.get(Path(rejects).suffix.lower(), "csv") != "csv":
        raise InvalidOption([Finding(code="rejects-are-csv", file=rejects)])
    target = None if output == STDIO else Path(output)
    listed = Path(rejects) if rejects is not None else None
    if listed is None and form != "xlsx" and target is not None and (target.is_file() or not target.exists()):
        listed = target.with_name(f"{target.stem}.rejects.csv")
    if listed is not None and target is not None and os.path.realpath(listed) == os.path.realpath(target):
        raise InvalidOption([Finding(code="one-file-twice", file=str(target))])
    if listed is not None:
        check_output(listed, source_of(table), force=force)
    return listed


def _ended(  # noqa: PLR0913, PLR0917
    plan: "Plan",
    ranked: "Ranked | None",
    summary: "Summary",
    tables: Tables,
    listed: str,
    day: datetime.date,
) -> list[str]:
    """Return the summary: the first problems where no file has them, the editions, the sums, the ranking."""
    from hukou_cli.render.labels import rank_names
    from hukou_cli.render.table_summary import (
        counts_line,
        edition_lines,
        eligible_line,
        mistake_lines,
        notice_lines,
        problem_lines,
        rank_hint,
        rank_lines,
        record_notices,
        records_line,
        repeated_lines,
    )
    from hukou_cli.scoring.score_line import score_line

    lang, first, tally = plan.language, plan.partitions[0], summary.tally
    said = problem_lines(summary.problems, tables.people, tables.records, lang, more=summary.more)
    for partition in plan.partitions[:MOST_EDITIONS]:
        said += edition_lines(partition.edition, partition.round, lang, day, has_ended=partition.has_ended)
    said.append(counts_line(tally.scored, tally.rejected, tally.blank, tally.sums, listed, lang))
    said += mistake_lines(tally.mistakes, tally.rejected, tally.read, lang)
    if summary.records is not None:
        rows, without, differing = summary.records
        if rows is not None:
            told = "" if tally.rejected else str(listed or "")
            said.append(records_line(rows.used, rows.rejected, rows.nobodys, rows.blank, rows.sums, told, lang))
        said += record_notices(without, differing, lang)
    said += notice_lines(tally.converted, tally.without, tally.disputed, lang)
    said += repeated_lines(*summary.repeated, lang)
    if tally.scored:
        lines = {
            None if line is None else line.kind
            for one in plan.partitions
            if one.edition.is_scored and not one.has_ended
            for line in [score_line(one.edition, one.round)]
        }
        median = tally.median(first.edition.file.policy.decimals)
        entering = tally.entering if any(one.edition.has_entry_mark for one in plan.partitions) else None
        said.append(eligible_line(tally.eligible, entering, tally.reached, median, lines, lang))
    if ranked is None and len(plan.partitions) == 1:
        said += rank_hint(first.edition, lang)
    if summary.outcome is not None and ranked is not None:
        strict = ranked.ties == "strict"
        names = rank_names(first.edition, lang)
        said += rank_lines(summary.outcome, names, lang, admits=ranked.admits, strict=strict, complete=ranked.complete)
    return said
