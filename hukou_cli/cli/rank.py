"""``hukou rank``: any table of scores under a quota."""

import contextlib
from enum import StrEnum
from typing import Annotated

import typer

from hukou_cli.base.redaction import harmless
from hukou_cli.cli.options import STDIO, LangOption, language
from hukou_cli.cli.signals import StopSignals
from hukou_cli.cli.stderr import write_lines
from hukou_cli.cli.table_options import (
    CompleteOption,
    ForceOption,
    NoQuotaOption,
    OutputOption,
    QuotaOption,
    SheetOption,
    TableArgument,
    TableFormatOption,
    TheirHeadersOption,
    form_of,
    headings_language,
    target_of,
)


class Ties(StrEnum):
    """The rule for ties at the quota."""

    all = "all"
    strict = "strict"


ByOption = Annotated[str | None, typer.Option("--by", show_default=False)]
TiesOption = Annotated[Ties, typer.Option("--ties")]


def rank(  # noqa: PLR0913, PLR0917 - one parameter an option
    table: TableArgument,
    lang: LangOption,
    output: OutputOption = STDIO,
    sheet: SheetOption = None,
    by: ByOption = None,
    headers: TheirHeadersOption = None,
    quota: QuotaOption = None,
    no_quota: NoQuotaOption = False,  # noqa: FBT002
    complete: CompleteOption = False,  # noqa: FBT002
    ties: TiesOption = Ties.all,
    format: TableFormatOption = None,  # noqa: A002
    force: ForceOption = False,  # noqa: FBT002
) -> None:
    """Rank a table of scores; under ``--quota`` equal scores are admitted together."""
    from hukou_cli.render.table_summary import passed_over_text, rank_lines, repeated_lines
    from hukou_cli.table.columns import id_notes
    from hukou_cli.table.headings import language_of
    from hukou_cli.table.pipeline import rank_table
    from hukou_cli.table.plan import header_of
    from hukou_cli.table.pool import cores
    from hukou_cli.table.ranking import Places, ranked_of
    from hukou_cli.table.source.inputs import open_input

    chosen, form = language(lang), form_of(output, format)
    target = target_of(output, table, force=force)
    places = Places(quota, unlimited=no_quota, complete=complete)
    with StopSignals(chosen) as run, contextlib.closing(open_input(table, sheet)) as source:
        words = language_of(source.header) if headers is None else headings_language(headers)
        ranked = ranked_of(source, by, places, "strict" if ties is Ties.strict else "admit_all", words)
        write_lines(note.text(chosen) for note in (*source.notes, *id_notes(header_of(source))))
        summary = rank_table(source, ranked, target, form, cores(), run.ignore, force=force)
        write_lines(note.text(chosen) for note in source.noticed())
    told = summary.tally
    write_lines([passed_over_text(told.blank, told.sums, chosen)] * bool(told.passed_over))
    write_lines(repeated_lines(*summary.repeated, chosen))
    assert summary.outcome is not None
    write_lines(
        rank_lines(
            summary.outcome,
            list(map(harmless, ranked.keys)),
            chosen,
            admits=ranked.admits,
            strict=ranked.ties == "strict",
            complete=ranked.complete,
        )
    )
