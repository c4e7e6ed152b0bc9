"""``hukou rank``: any table of scores under a quota."""

import contextlib
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hukou_cli.base.redaction import harmless
from hukou_cli.cli.memory import check_address_space
from hukou_cli.cli.options import STDIO, LangOption
from hukou_cli.cli.signals import StopSignals
from hukou_cli.cli.stderr import write_lines
from hukou_cli.cli.table_options import (
    CompleteOption,
    ForceOption,
    HeadersOption,
    NoQuotaOption,
    OutputOption,
    QuotaOption,
    SheetOption,
    TableArgument,
    TableFormatOption,
    form_of,
    headings_language,
    target_of,
)

if TYPE_CHECKING:
    from hukou_cli.table.ranking import Ranked
    from hukou_cli.table.sink import Summary
    from hukou_cli.text.language import Language


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
    headers: HeadersOption = None,
    quota: QuotaOption = None,
    no_quota: NoQuotaOption = False,  # noqa: FBT002
    complete: CompleteOption = False,  # noqa: FBT002
    ties: TiesOption = Ties.all,
    format: TableFormatOption = None,  # noqa: A002
    force: ForceOption = False,  # noqa: FBT002
) -> None:
    """Rank a table of scores; under ``--quota`` equal scores are admitted together."""
    from hukou_cli.table.columns import id_notes
    from hukou_cli.table.headings import language_of
    from hukou_cli.table.pipeline import rank_table
    from hukou_cli.table.plan import header_of
    from hukou_cli.table.pool import cores
    from hukou_cli.table.ranking import Places, ranked_of
    from hukou_cli.table.source.inputs import open_input
    from hukou_cli.text.screen import say

    check_address_space()
    chosen, form = lang, form_of(output, format)
    target = target_of(output, table, force=force)
    places = Places(quota, unlimited=no_quota, complete=complete)
    with StopSignals(chosen) as run, contextlib.closing(open_input(table, sheet)) as source:
        words = language_of(source.header) if headers is None else headings_language(headers)
        ranked = ranked_of(source, by, places, "strict" if ties is Ties.strict else "admit_all", words)
        write_lines(note.text(chosen) for note in (*source.notes, *id_notes(header_of(source))))

        def remarks(summary: "Summary") -> list[str]:
            notes = [note.sentence(chosen) for note in (*source.notes, *source.noticed())]
            return [say("remarks_table", chosen, Path(source.name).name), *_ended(summary, ranked, chosen), *notes]

        summary = rank_table(source, ranked, target, form, cores(), run.ignore, remarks, chosen, force=force)
        write_lines(note.text(chosen) for note in source.noticed())
    write_lines(_ended(summary, ranked, chosen))


def _ended(summary: "Summary", ranked: "Ranked", lang: "Language") -> list[str]:
    """Return the summary: the rows passed over, the ids that stand more than once, the ranking."""
    from hukou_cli.render.table_summary import passed_over_text, rank_lines, repeated_lines

    told, strict = summary.tally, ranked.ties == "strict"
    assert summary.outcome is not None
    return [
        *[passed_over_text(told.blank, told.sums, lang)] * bool(told.passed_over),
        *repeated_lines(*summary.repeated, lang),
        *rank_lines(
            summary.outcome,
            list(map(harmless, ranked.keys)),
            lang,
            admits=ranked.admits,
            strict=strict,
            complete=ranked.complete,
        ),
    ]
