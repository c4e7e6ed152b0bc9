"""A plan as a screen: the answer, what goes on and what stands still, the rounds, what changes and why."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from rich.console import Console, RenderableType
from rich.text import Text

from hukou_cli.base.bilingual import pick
from hukou_cli.base.calendar import month_of, month_text
from hukou_cli.base.decimals import to_decimal
from hukou_cli.base.points_text import signed
from hukou_cli.base.redaction import harmless
from hukou_cli.render.edition_text import city_title, dated_text
from hukou_cli.render.layout import hanging, print_parts, section
from hukou_cli.render.plan_answer import answer_sentences, round_name
from hukou_cli.render.plan_changes import changes_section
from hukou_cli.render.plan_days import days_table, shown_days
from hukou_cli.render.plan_json import CLAIMED_UP_TO
from hukou_cli.render.plan_rounds import rounds_table
from hukou_cli.render.sentences import facts_text, listed
from hukou_cli.scoring.forecast import accuracy, back_test
from hukou_cli.scoring.growth import goes_on_by_months
from hukou_cli.scoring.plan_result import Plan, PlanRow
from hukou_cli.text import rules
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

MOST_ROWS = 10
"""Rows that are shown where no year was asked for, beside those of which the answer speaks; others are counted."""


def print_plan(  # noqa: PLR0913 - what a page is made of
    plan: Plan, language: Language, to: Console, *, shows_all: bool, has_chart: bool = True, following: str = ""
) -> None:
    """Print a plan, the answer first.

    Args:
        plan: The plan.
        language: The language of the page.
        to: The screen.
        shows_all: Whether every row is printed; else the first ``MOST_ROWS``, and those of which the answer speaks.
        has_chart: Whether the totals and the line are drawn, where there is room.
        following: What one may ask next; empty where nothing is.

    """
    by_day = plan.edition.calendar.is_open_all_year
    rows = shown_days(plan.rows) if by_day else plan.rows
    some = rows if shows_all else first_rows(rows, plan)
    parts: list[RenderableType] = [*_heading(plan, language), Text()]
    parts += [Text(said, style="bold" if not at else "") for at, said in enumerate(answer_sentences(plan, language))]
    parts.append(Text())
    if basis := [hanging([f"· {line}"], "") for line in basis_lines(plan, language)]:
        parts += [*basis, Text()]
    if by_day:
        parts += days_table(some, plan.rows, plan.kind, language, to)
    else:
        parts += rounds_table(some, plan.kind, language, to, has_chart=has_chart)
    if len(some) < len(rows):
        last = round_name(rows[-1].round, language)
        parts.append(Text(say("plan_more", language, len(rows) - len(some), last), style="dim"))
    parts.append(Text())
    parts += changes_section(plan.rows, language)
    parts += _method(plan, language)
    caveats = [f"· {pick(caveat.text, language)}" for caveat in plan.rows[0].score.caveats]
    if caveats:
        parts += section(say("caveats", language), *(hanging([line], "") for line in caveats))
    parts += [Text(following)] if following else []
    print_parts([*parts, Text(say("estimate", language), style="italic")], to, language)


def first_rows(rows: Sequence[PlanRow], plan: Plan, most: int = MOST_ROWS) -> list[PlanRow]:
    """Return the first rows, and later ones of which the answer speaks."""
    answer = plan.answer
    told = {answer.on_trend, answer.sure, answer.best, answer.beyond, *(window.first for window in plan.windows)}
    return [row for at, row in enumerate(rows) if at < most or row.round in told]


def _heading(plan: Plan, language: Language) -> Iterator[Text]:
    """Yield city, rounds and applicant; the edition; and that the rules end, where they do."""
    parts = [plan_title(plan, language), harmless(plan.applicant_id) if plan.applicant_id else ""]
    yield Text(" · ".join(part for part in parts if part), style="bold")
    yield Text(" · ".join(edition_parts(plan, language)), style="dim")
    if ended := rules_ended_text(plan, language):
        yield Text(f"! {ended}", style="bold yellow")


def plan_title(plan: Plan, language: Language) -> str:
    """Return the city with the rounds planned."""
    return f"{city_title(plan.edition, language)} · {say('plan', language, _span(plan, language))}"


def edition_parts(plan: Plan, language: Language) -> list[str]:
    """Return the edition, the day of its last check, and that no round is announced, where none is."""
    told = [*dated_text(plan.edition, language)]
    if not plan.edition.calendar.is_open_all_year and not any(row.is_announced for row in plan.rows):
        told.append(say("plan_ahead", language))
    return told


def rules_ended_text(plan: Plan, language: Language) -> str:
    """Return that the rules end within the plan; empty where they do not."""
    if not any(row.rules_ended for row in plan.rows):
        return ""
    return say("plan_rules_ended", language, plan.edition.file.policy.in_force_to)


def _span(plan: Plan, language: Language) -> str:
    """Return the rounds planned, or the months where applications are open all year."""
    first, last = plan.rows[0].round, plan.rows[-1].round
    if first.day:
        months = (month_text(month_of(round_.day)) for round_ in (first, last))
        return say("from_to", language, *months)
    end = round_name(last, language)
    return end if first == last else say("plan_rounds", language, first, end)


def basis_lines(plan: Plan, language: Language) -> Iterator[str]:
    """Yield what goes on, what stands still, and what is not in the plan."""
    kinds = [
        say("plan_since", language, rules.say(f"kind.{kind}", language), month_text(month))
        for kind, month in plan.goes_on
    ]
    if kinds:
        yield say("plan_goes_on", language, listed(kinds, language))
    if plan.grown:
        yield say("plan_grown", language, facts_text(plan.grown, plan.edition, language))
    if plan.stands_still:
        said = say("plan_stands_still", language, facts_text(plan.stands_still, plan.edition, language))
        may_grow = any(goes_on_by_months(plan.edition, name) for name in plan.stands_still)
        yield say("plan_may_grow", language, said) if may_grow else said
    if plan.opening_days:
        yield say("plan_opening_days", language, facts_text(plan.opening_days, plan.edition, language))
    untold = [say(f"plan_not_told_{kind}", language, year) for kind, year in plan.not_told]
    if untold:
        yield say("plan_not_told", language, listed(untold, language))


# ---------------------------------------------------------------- how the line is drawn


def _method(plan: Plan, language: Language) -> list[RenderableType]:
    """Return a section that says what the band is made of, and how often such bands held."""
    lines = [hanging([f"· {line}"], "dim") for line in method_lines(plan, language)]
    if plan.kind == "forecast":
        return section(say("plan_line_drawn", language), *lines)
    return [*lines, Text()] if lines else []


def method_lines(plan: Plan, language: Language) -> Iterator[str]:
    """Yield what a rise of the line is; of a forecast what the band is made of, and how often such bands held."""
    places, lines = plan.edition.file.policy.decimals, plan.past.points
    if plan.kind != "forecast" or plan.past.forecast is None:
        yield from _rise_explained(plan, language)
        return
    rises = [after - before for before, after in pairwise(lines)]
    drawn, found = plan.past.forecast, accuracy(back_test(lines))[:CLAIMED_UP_TO]

    def points(units: int) -> str:
        return signed(to_decimal(units, places))

    last = plan.past.known[-1].round
    yield say("plan_may_rise", language, points(drawn.last), round_name(last, language))
    yield say(
        "plan_drawn",
        language,
        round_name(last, language),
        points(drawn.rise),
        points(drawn.spread),
        round_name(plan.past.known[0].round, language),
        points(min(rises)),
        points(max(rises)),
    )
    if found:
        errors = [say("plan_error", language, points(each.mean_error), each.rounds) for each in found]
        held, of = sum(each.held for each in found), sum(each.of for each in found)
        yield say("plan_tested", language, len(found), held, of, listed(errors, language), len(lines))
    table = plan.edition.file.line
    if table is not None and table.note is not None:
        yield pick(table.note, language)


def _rise_explained(plan: Plan, language: Language) -> Iterator[str]:
    """Yield what a rise of the last line is, where the rounds have one and nothing is forecast."""
    last = next((row.score.last_line for row in plan.rows if row.score.last_line is not None), None)
    if plan.kind != "fixed" and last is not None and last.published.line is not None:
        yield say("plan_may_rise", language, signed(last.published.line), round_name(last.published.id, language))
