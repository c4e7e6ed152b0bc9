"""A plan as a Markdown page: the answer, the rounds with what changes in them, what goes on, how the line is drawn."""

from collections.abc import Iterable, Sequence

from hukou_cli.base.bilingual import pick
from hukou_cli.base.points_text import spanned
from hukou_cli.render.edition_text import title_text
from hukou_cli.render.markdown import listing, table
from hukou_cli.render.plan import (
    basis_lines,
    edition_parts,
    first_rows,
    method_lines,
    plan_title,
    rules_ended_text,
)
from hukou_cli.render.plan_answer import answer_sentences, round_name
from hukou_cli.render.plan_changes import changes_text
from hukou_cli.render.plan_days import days_texts, first_text, shown_days
from hukou_cli.render.plan_rounds import columns_of
from hukou_cli.render.plan_row import sign_text
from hukou_cli.render.score_markdown import score_sources
from hukou_cli.scoring.plan_result import Plan, PlanRow
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

MOST_ROWS = 24
"""Rounds or days that a page shows where no year was asked for, beside those of which the answer speaks."""


def plan_markdown(plan: Plan, language: Language, *, shows_all: bool) -> str:
    """Return a plan as a Markdown page.

    Args:
        plan: The plan.
        language: The language of the page.
        shows_all: Whether every round is shown, or every day on which something changes; else the first
            ``MOST_ROWS``, and those of which the answer speaks.

    """
    answered, *more = answer_sentences(plan, language)
    ended = rules_ended_text(plan, language)
    by_day = plan.edition.calendar.is_open_all_year
    every = shown_days(plan.rows) if by_day else plan.rows
    rows = every if shows_all else first_rows(every, plan, MOST_ROWS)
    parts = [
        f"# {plan_title(plan, language)}",
        " · ".join((title_text(plan.edition, language), *edition_parts(plan, language))),
        f"**{answered}**",
        *more,
        *([f"! {ended}"] if ended else []),
        f"## {say('plan_days_head' if by_day else 'plan_rounds_head', language)}",
        (_days if by_day else _rounds)(rows, plan, language),
    ]
    if len(rows) < len(every):
        parts.append(say("plan_more", language, len(every) - len(rows), round_name(every[-1].round, language)))
    caveats = (pick(caveat.text, language) for caveat in plan.rows[0].score.caveats)
    sections: list[tuple[str, Iterable[str]]] = [
        ("plan_basis", basis_lines(plan, language)),
        ("plan_line_drawn", method_lines(plan, language)),
        ("caveats", caveats),
        ("sources", score_sources(plan.rows[0].score, language)),
    ]
    for key, lines in sections:
        parts += listing(say(key, language), lines)
    return "\n\n".join([*parts, say("estimate", language)]) + "\n"


def _rounds(rows: Sequence[PlanRow], plan: Plan, language: Language) -> str:
    """Return a table of rounds, each with its mark, and with what changes since the one before and why."""
    columns = columns_of(rows, plan.kind, language)
    heads = [head for head, *_ in columns]
    cells = zip(*(cells for _, *cells in columns), strict=True)
    said = (changes_text(row, language) if row.changes or row.turns else first_text(row, language) for row in rows)
    marked = [
        [f"{sign_text(row, plan.kind)} {first}", *others, text]
        for row, (first, *others), text in zip(rows, cells, said, strict=True)
    ]
    return table([*heads, say("plan_changes", language)], marked, left=(0, len(heads)))


def _days(rows: Sequence[PlanRow], plan: Plan, language: Language) -> str:
    """Return a table of days with what changes."""
    has_points = any(row.score.lines for row in rows)
    keys = ("plan_day_head", *(["plan_total_head"] if has_points else []), "plan_changes")
    said = days_texts(rows, plan.rows, language)
    cells = [
        [f"{sign_text(row, plan.kind)} {row.round}", *([spanned(row.score.total_range)] if has_points else []), text]
        for row, text in zip(rows, said, strict=True)
    ]
    return table([say(key, language) for key in keys], cells, left=(0, len(keys) - 1))
