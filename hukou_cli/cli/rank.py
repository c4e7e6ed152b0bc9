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
    ForceOption,
    NoQuotaOption,
    OutputOption,
    QuotaOption,
    TableFormatOption,
    check_quota,
    form_of,
    target_of,
)


class Ties(StrEnum):
    """The rule for ties at the quota."""

    all = "all"
    strict = "strict"


ScoresArgument = Annotated[
    str,
    typer.Argument(
        metavar="SCORES", help="Any table with a column of scores; - for standard input.", show_default=False
    ),
]
ByOption = Annotated[
    str | None,
    typer.Option(
        "--by", metavar="COL,…", help="Columns to rank by, highest first; default: total or score.", show_default=False
    ),
]
TiesOption = Annotated[Ties, typer.Option("--ties", help="At the quota: admit all that are equal, or none beyond it.")]


def rank(  # noqa: PLR0913, PLR0917 - one parameter an option
    scores: ScoresArgument,
    lang: LangOption,
    output: OutputOption = STDIO,
    by: ByOption = None,
    quota: QuotaOption = None,
    no_quota: NoQuotaOption = False,  # noqa: FBT002
    ties: TiesOption = Ties.all,
    format: TableFormatOption = None,  # noqa: A002
    force: ForceOption = False,  # noqa: FBT002
) -> None:
    """Rank a table of scores under a quota; equal scores share a rank and are admitted together.

    Columns `eligible` and `reached`, where they are there, say who is ranked.
    An earlier `rank` and `admitted` are replaced.

    Example: hukou rank scores.csv --quota 6000 -o ranked.csv
    """
    from hukou_cli.render.table_summary import rank_lines
    from hukou_cli.table.pipeline import rank_table
    from hukou_cli.table.pool import cores
    from hukou_cli.table.ranking import ranked_of
    from hukou_cli.table.source.inputs import open_input

    chosen, form = language(lang), form_of(output, format)
    check_quota(quota, no_quota=no_quota)
    target, strict = target_of(output, scores, force=force), ties is Ties.strict
    admits = quota is not None or no_quota
    with StopSignals(chosen) as run, contextlib.closing(open_input(scores)) as source:
        ranked = ranked_of(source, by, quota, "strict" if strict else "admit_all", admits=admits)
        outcome = rank_table(source, ranked, target, form, cores(), run.ignore, force=force)
    write_lines(rank_lines(outcome, list(map(harmless, ranked.keys)), chosen, admits=admits, strict=strict))
