"""The days of a plan as a table, where applications are open all year."""

from collections.abc import Iterator, Sequence

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from hukou_cli.base.bilingual import pick
from hukou_cli.base.points_text import spanned
from hukou_cli.render.layout import NARROW, indented
from hukou_cli.render.plan_changes import caps_text, cause_of, points_text, turns_text
from hukou_cli.render.plan_row import failing_text, sign_of
from hukou_cli.render.sentences import clauses, listed, measured
from hukou_cli.scoring.plan_result import PlanRow
from hukou_cli.scoring.result import Limits, RouteCheck
from hukou_cli.scoring.rounds_ahead import LineAhead
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say


def shown_days(rows: Sequence[PlanRow]) -> list[PlanRow]:
    """Return the first day, and those on which the answer, a condition or a route turns, or a line changes anew.

    A line that goes on changing by as much each month is shown for the first.
    """
    pairs = zip([None, *rows], rows, strict=False)
    return [row for before, row in pairs if before is None or _is_new(before, row)]


def _is_new(before: PlanRow, row: PlanRow) -> bool:
    if row.passes != before.passes or row.turns:
        return True
    was = _changed(before)
    return any(
        change.capped_at is not None or (any(change.steps) and was.get(change.line) != change.steps)
        for change in row.changes
    )


def days_table(
    rows: Sequence[PlanRow], every: Sequence[PlanRow], kind: LineAhead, language: Language, to: Console
) -> list[RenderableType]:
    """Lay out the days on which something changes: the total, whether it is enough, and what changed.

    Where narrow, what changed stands below the day.

    Args:
        rows: The days.
        every: All days of the plan, which tell what goes on.
        kind: What they are compared with.
        language: The language of the page.
        to: The screen.

    """
    has_points = any(row.score.lines for row in rows)
    said = days_texts(rows, every, language)
    totals = [spanned(row.score.total_range) if row.score.lines else "" for row in rows]
    signs = [sign_of(row, kind, to, language) for row in rows]
    if to.width < NARROW:
        return list(_stacked_days(rows, signs, totals, said))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    if has_points:
        table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    keys = ("plan_day_head", *(["plan_total_head"] if has_points else []), "plan_changes")
    table.add_row("", *(Text(say(key, language), style="dim") for key in keys))
    for row, sign, total, text in zip(rows, signs, totals, said, strict=True):
        table.add_row(sign, str(row.round), *([total] if has_points else []), text)
    return [table]


def days_texts(rows: Sequence[PlanRow], every: Sequence[PlanRow], language: Language) -> list[str]:
    """Return for each day shown, of every day, what is lacking on the first, and what changes on the others."""
    neighbours = zip([None, *every], every, [*every[1:], None], strict=False)
    beside = {row.round: (before, after) for before, row, after in neighbours}
    return [
        first_text(rows[0], language),
        *(_day_text(row, *beside[row.round], language) for row in rows[1:]),
    ]


def _stacked_days(
    rows: Sequence[PlanRow], signs: Sequence[Text], totals: Sequence[str], said: Sequence[str]
) -> Iterator[RenderableType]:
    """Yield each day with its total, and below it what changed."""
    for row, sign, total, text in zip(rows, signs, totals, said, strict=True):
        yield Text.assemble(sign, f" {row.round}  {total}")
        if text:
            yield indented(text, 1, "")


def first_text(row: PlanRow, language: Language) -> str:
    """Return what is lacking in the first row, or the routes that hold or may hold."""
    failing = failing_text(row, language)
    if failing or not row.score.edition.needs_route:
        return failing
    for key, passed in (("plan_route", True), ("plan_route_open", None)):
        routes = [pick(found.route.name, language) for found in row.score.route_checks if found.passed is passed]
        if routes:
            return say(key, language, listed(routes, language))
    return clauses((_nearest(checked, row, language) for checked in row.score.nearest_routes[:1]), language)


def _nearest(checked: RouteCheck, row: PlanRow, language: Language) -> str:
    lacking = clauses((measured(check, row.score, language) for check in checked.lacking), language)
    return say("plan_nearest", language, pick(checked.route.name, language), lacking)


def _day_text(row: PlanRow, before: PlanRow | None, following: PlanRow | None, language: Language) -> str:
    """Return how the points change and why, what goes on so, and the conditions and routes that turn.

    What goes on as in the row before is left out.
    """
    was, after = _changed(before), _changed(following)
    new = [change for change in row.changes if any(change.steps) and was.get(change.line) != change.steps]
    going_on = [change for change in new if change.change is not None and after.get(change.line) == change.steps]
    said = points_text([change for change in new if change not in going_on], row, language)
    said += [say("plan_each_month", language, text) for text in points_text(going_on, row, language)]
    said += [cause for change in new if (cause := cause_of(change, row, language))]
    return clauses([*said, *caps_text(row, language), *turns_text(row, language)], language)


def _changed(row: PlanRow | None) -> dict[str, Limits]:
    return {} if row is None else {change.line: change.steps for change in row.changes}
