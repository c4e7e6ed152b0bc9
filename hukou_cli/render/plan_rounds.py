"""The rounds of a plan as a table, and its days where applications are open all year."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from hukou_cli.base.bilingual import pick
from hukou_cli.base.points_text import signed, spanned
from hukou_cli.render.chart import Mark, chart, signs_of
from hukou_cli.render.labels import clauses, listed, measured
from hukou_cli.render.layout import NARROW, hanging, indented, marks
from hukou_cli.render.plan_changes import cause_of, points_text, turns_text
from hukou_cli.scoring.plan_result import PlanRow
from hukou_cli.scoring.result import RouteCheck
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

_NARROWEST_REMARK = 24
"""The columns that a remark beside a round needs at least; where there are fewer it stands below the table."""


def rounds_table(rows: Sequence[PlanRow], language: Language, to: Console, *, has_chart: bool) -> list[RenderableType]:
    """Lay out round, total, how much the line may rise, the line with its band, and a chart or what is lacking.

    Where there is no room, the chart goes first; then what is lacking and the band stand below.

    Args:
        rows: The rounds.
        language: The language of the page.
        to: The screen.
        has_chart: Whether the totals and the line are drawn, where there is room.

    """
    gap = 2 if to.width >= NARROW else 1
    columns = _columns(rows, language, is_stacked=False)
    left = to.width - _width(columns, gap)
    if left < 0 or to.width < NARROW:
        columns = _columns(rows, language, is_stacked=True)
        left = to.width - _width(columns, gap)
    if left < 0:
        columns = [column for column in columns if column[0] != say("plan_rise_head", language)]
        left = to.width - _width(columns, gap)
    remarks = [_remark(row, language) for row in rows]
    signs = signs_of(to, language)
    heading = say("plan_chart", language, *signs)
    drawn: list[str] = []
    if has_chart and to.width >= NARROW and left - gap >= cell_len(heading):
        drawn = chart([_mark(row) for row in rows], left - gap, signs)
    beside = not drawn and any(remarks) and left - gap >= _NARROWEST_REMARK
    last = [heading, *drawn] if drawn else ["", *remarks] if beside else []
    table = Table.grid(padding=(0, gap, 0, 0))
    table.add_column(no_wrap=True)
    for at, _ in enumerate(columns):
        table.add_column(justify="right" if at else "left", no_wrap=True)
    if last:
        table.add_column(overflow="fold", no_wrap=bool(drawn))
    shown = marks(to, language)
    signed_rows = [shown[row.passes] if row.passes is not None or row.score.decided_by else Text("·") for row in rows]
    for at, cells in enumerate(zip(*columns, *([last] if last else []), strict=True)):
        if at:
            table.add_row(signed_rows[at - 1], *cells)
        else:
            table.add_row("", *(Text(cell, style="dim") for cell in cells))
    below = [] if beside else _once(rows, remarks)
    return [table, *(hanging([f"· {row.round}: {remark}"], "") for row, remark in below)]


Column = list[str]
"""The heading of a column, and a cell for each row."""


def _columns(rows: Sequence[PlanRow], language: Language, *, is_stacked: bool) -> list[Column]:
    """Return the columns of figures that have any; ``is_stacked`` sets the band below the line."""
    lines = ["" if row.line is None else signed(row.line) for row in rows]
    bands = ["" if row.band is None else spanned(row.band) for row in rows]
    if is_stacked:
        lines = [f"{line}\n{band}".rstrip() for line, band in zip(lines, bands, strict=True)]
    ranked = [row.score.rank_range for row in rows]
    has_ranks = any(row.score.rank_points != row.score.total for row in rows)
    rises = [None if row.reached is not None else row.score.may_rise_range for row in rows]
    found = [
        ("round_head", [str(row.round) for row in rows]),
        ("plan_total_head", [spanned(row.score.total_range) if row.score.lines else "" for row in rows]),
        ("plan_rank_head", [spanned(limits) if has_ranks and limits is not None else "" for limits in ranked]),
        ("plan_rise_head", ["" if limits is None else spanned(limits) for limits in rises]),
        ("score_line_head", lines),
        ("plan_band_head", [] if is_stacked else bands),
    ]
    return [[say(key, language), *cells] for key, cells in found if any(cells)]


def _width(columns: Sequence[Column], gap: int) -> int:
    """Return how many columns of the screen a table takes, its mark included."""
    return 1 + sum(gap + max(cell_len(line) for cell in column for line in cell.split("\n")) for column in columns)


def _mark(row: PlanRow) -> Mark:
    """Return what the chart shows of a round that has a forecast."""
    is_forecast = row.band is not None
    return Mark(row.score.total, row.line, row.band) if is_forecast else Mark(None, None, None)


def _once(rows: Sequence[PlanRow], remarks: Sequence[str]) -> list[tuple[PlanRow, str]]:
    """Return remarks with their rows, one that stands in following rows for the first alone."""
    told = list(zip(rows, remarks, strict=True))
    return [(row, text) for (_, before), (row, text) in pairwise([(rows[0], ""), *told]) if text and text != before]


def _remark(row: PlanRow, language: Language) -> str:
    """Return the first condition that a row fails, with how far it is met, or by how much it misses a fixed line."""
    failing = failing_text(row, language)
    if failing:
        return failing
    distance = None if row.score.total is None or row.line is None else row.line - row.score.total
    return say("plan_short", language, distance) if row.reached is False and distance is not None else ""


def failing_text(row: PlanRow, language: Language) -> str:
    """Return the first condition that a row fails, with how far it is met, and how many more there are."""
    failing = [check for check in (*row.score.gates, *row.score.vetoes) if check.passed is False]
    if not failing:
        return ""
    named = measured(failing[0], row.score, language)
    return named if len(failing) == 1 else say("more_missing", language, named, len(failing) - 1)


# ---------------------------------------------------------------- open all year


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
        change.capped_at is not None or (change.change and was.get(change.line) != change.change)
        for change in row.changes
    )


def days_table(
    rows: Sequence[PlanRow], every: Sequence[PlanRow], language: Language, to: Console
) -> list[RenderableType]:
    """Lay out the days on which something changes: the total, whether it is enough, and what changed.

    Where narrow, what changed stands below the day.

    Args:
        rows: The days.
        every: All days of the plan, which tell what goes on.
        language: The language of the page.
        to: The screen.

    """
    neighbours = zip([None, *every], every, [*every[1:], None], strict=False)
    beside = {row.round: (before, after) for before, row, after in neighbours}
    has_points = any(row.score.lines for row in rows)
    said = [_first_day_text(rows[0], language)]
    said += [_day_text(row, *beside[row.round], language) for row in rows[1:]]
    totals = [spanned(row.score.total_range) if row.score.lines else "" for row in rows]
    signs = marks(to, language)
    if to.width < NARROW:
        heads = (
            Text.assemble(signs[row.passes], f" {row.round}  {total}") for row, total in zip(rows, totals, strict=True)
        )
        return [
            part
            for head, text in zip(heads, said, strict=True)
            for part in (head, *([indented(text, 1, "")] if text else []))
        ]
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    if has_points:
        table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    keys = ("plan_day_head", *(["plan_total_head"] if has_points else []), "plan_changes")
    table.add_row("", *(Text(say(key, language), style="dim") for key in keys))
    for row, total, text in zip(rows, totals, said, strict=True):
        table.add_row(signs[row.passes], str(row.round), *([total] if has_points else []), text)
    return [table]


def _first_day_text(row: PlanRow, language: Language) -> str:
    """Return what is lacking on the first day, or the routes that hold or may hold."""
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
    new = [change for change in row.changes if change.change and was.get(change.line) != change.change]
    going_on = [change for change in new if after.get(change.line) == change.change]
    said = points_text([change for change in new if change not in going_on], row, language)
    said += [say("plan_each_month", language, text) for text in points_text(going_on, row, language)]
    said += [cause for change in new if (cause := cause_of(change, row, language))]
    names = {line.indicator.id: pick(line.indicator.name, language) for line in row.score.lines}
    said += [
        say("plan_at_cap", language, names[change.line], signed(change.capped_at))
        for change in row.changes
        if change.capped_at is not None
    ]
    return clauses([*said, *turns_text(row, language)], language)


def _changed(row: PlanRow | None) -> dict[str, Decimal]:
    return {} if row is None else {change.line: change.change for change in row.changes}
