"""The rounds of a plan as a table, with a chart of the totals and the line."""

from collections.abc import Sequence
from itertools import pairwise

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from hukou_cli.base.points_text import signed, spanned
from hukou_cli.render.chart import Mark, chart, signs_of
from hukou_cli.render.layout import NARROW, hanging
from hukou_cli.render.plan_row import failing_text, sign_of
from hukou_cli.scoring.plan_result import PlanRow
from hukou_cli.scoring.result import Limits
from hukou_cli.scoring.rounds_ahead import LineAhead
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

_NARROWEST_REMARK = 24
"""The columns that a remark beside a round needs at least; where there are fewer it stands below the table."""


def rounds_table(
    rows: Sequence[PlanRow], kind: LineAhead, language: Language, to: Console, *, has_chart: bool
) -> list[RenderableType]:
    """Lay out round, total, how much the line may rise, the line with its band, and a chart or what is lacking.

    Where there is no room, the chart goes first; then what is lacking and the band stand below.

    Args:
        rows: The rounds.
        kind: What they are compared with.
        language: The language of the page.
        to: The screen.
        has_chart: Whether the totals and the line are drawn, where there is room.

    """
    gap = 2 if to.width >= NARROW else 1
    signs_shown = [sign_of(row, kind, to, language) for row in rows]
    room = to.width - max(map(cell_len, map(str, signs_shown)))
    columns = columns_of(rows, kind, language, is_narrow=to.width < NARROW)
    if room < _width(columns, gap):
        columns = columns_of(rows, kind, language, is_narrow=True)
    if room < _width(columns, gap):
        columns = [column for column in columns if column[0] != say("plan_rise_head", language)]
    left = room - _width(columns, gap)
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
    for at, cells in enumerate(zip(*columns, *([last] if last else []), strict=True)):
        if at:
            table.add_row(signs_shown[at - 1], *cells)
        else:
            table.add_row("", *(Text(cell, style="dim") for cell in cells))
    below = [] if beside else _once(rows, remarks)
    return [table, *(hanging([f"· {row.round}: {remark}"], "") for row, remark in below)]


Column = list[str]
"""The heading of a column, and a cell for each row."""


def columns_of(
    rows: Sequence[PlanRow], kind: LineAhead, language: Language, *, is_narrow: bool = False
) -> list[Column]:
    """Return the columns of figures that have any.

    Where narrow the band stands below the line, and a fall of the line is a rise below 0.
    """
    lines = ["" if row.line is None else signed(row.line) for row in rows]
    bands = ["" if row.band is None else spanned(row.band) for row in rows]
    if is_narrow:
        lines = [f"{line}\n{band}".rstrip() for line, band in zip(lines, bands, strict=True)]
    ranked = [row.score.rank_range for row in rows]
    has_ranks = any(row.score.rank_points != row.score.total for row in rows)
    rises = [None if kind in ("fixed", "pass_mark") else row.score.may_rise_range for row in rows]
    found = [
        ("round_head", [str(row.round) for row in rows]),
        ("plan_total_head", [spanned(row.score.total_range) if row.score.lines else "" for row in rows]),
        ("plan_rank_head", [spanned(limits) if has_ranks and limits is not None else "" for limits in ranked]),
        ("plan_rise_head", [_rise_text(limits, language, is_narrow=is_narrow) for limits in rises]),
        ("plan_mark_head" if kind == "entry_mark" else "score_line_head", lines),
        ("plan_band_head", [] if is_narrow else bands),
    ]
    return [[say(key, language), *cells] for key, cells in found if any(cells)]


def _rise_text(limits: Limits | None, language: Language, *, is_narrow: bool) -> str:
    """Return by how much the last line may rise each round, or must fall; empty where there is none."""
    if limits is None:
        return ""
    if limits[1] >= 0 or is_narrow or not limits[0].is_finite():
        return spanned(limits)
    return say("plan_must_fall", language, spanned((-limits[1], -limits[0])))


def _width(columns: Sequence[Column], gap: int) -> int:
    """Return how many columns of the screen a table takes, without its mark."""
    return sum(gap + max(cell_len(line) for cell in column for line in cell.split("\n")) for column in columns)


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
