"""A plan as a screen: the answer, what goes on and what stands still, the rounds, what changes and why."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from hukou_cli.base.bilingual import pick
from hukou_cli.base.calendar import month_text
from hukou_cli.base.decimals import to_decimal
from hukou_cli.base.points_text import signed, signed_difference, spanned
from hukou_cli.base.redaction import harmless
from hukou_cli.render.chart import Mark, chart
from hukou_cli.render.labels import facts_text, labels, listed
from hukou_cli.render.layout import NARROW, hanging, marks, print_parts, section
from hukou_cli.render.plan_answer import answer_sentences, round_name
from hukou_cli.render.plan_json import CLAIMED_UP_TO
from hukou_cli.scoring.changes import LineChange
from hukou_cli.scoring.forecast import accuracy, back_test
from hukou_cli.scoring.plan_result import Plan, PlanRow
from hukou_cli.text import rules
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

MOST_ROWS = 10
"""Rows that are shown where no year was asked for; further ones are counted."""

_NOTABLE = 20
"""A change is told apart where it differs from the usual one by more than this part of it: less is rounding."""


def print_plan(plan: Plan, language: Language, to: Console, *, shows_all: bool, has_chart: bool = True) -> None:
    """Print a plan, the answer first.

    Args:
        plan: The plan.
        language: The language of the page.
        to: The screen.
        shows_all: Whether every row is printed; else the first ``MOST_ROWS``.
        has_chart: Whether the totals and the line are drawn, where there is room.

    """
    rows = _shown(plan)
    some = rows if shows_all else rows[:MOST_ROWS]
    by_day = plan.edition.calendar.is_open_all_year
    parts: list[RenderableType] = [*_heading(plan, language), Text()]
    parts += [Text(said, style="bold" if not at else "") for at, said in enumerate(answer_sentences(plan, language))]
    parts += [Text(), *(hanging([f"· {line}"], "") for line in _before(plan, language)), Text()]
    parts += [_days(some, language, to)] if by_day else _rounds(some, language, to, has_chart=has_chart)
    if len(some) < len(rows):
        parts.append(Text(say("plan_more", language, len(rows) - len(some), rows[-1].round), style="dim"))
    parts.append(Text())
    if not by_day:
        parts += _changes(plan.rows, language)
    parts += _method(plan, language)
    caveats = [f"· {pick(caveat.text, language)}" for caveat in plan.rows[0].score.caveats]
    if caveats:
        parts += section(say("caveats", language), *(hanging([line], "") for line in caveats))
    print_parts([*parts, Text(say("estimate", language), style="italic")], to, language)


def _shown(plan: Plan) -> Sequence[PlanRow]:
    """Return the rows to print: every round; of days those that differ from the row before."""
    if not plan.edition.calendar.is_open_all_year:
        return plan.rows
    pairs = pairwise(plan.rows)
    return [*plan.rows[:1], *(after for before, after in pairs if _outcome(before) != _outcome(after))]


def _outcome(row: PlanRow) -> tuple[object, ...]:
    return row.score.total_range, row.passes, row.score.failed_gates, row.score.routes


def _heading(plan: Plan, language: Language) -> Iterator[Text]:
    """Yield city, rounds and applicant; the edition; and that the rules end, where they do."""
    heading = plan.edition.file.policy
    name = pick(heading.name, language)
    if heading.scheme_name is not None:
        name += f" {pick(heading.scheme_name, language)}"
    span = say("plan_rounds", language, plan.rows[0].round, plan.rows[-1].round)
    if len(plan.rows) == 1:
        span = str(plan.rows[0].round)
    parts = [name, say("plan", language, span), harmless(plan.applicant_id) if plan.applicant_id else ""]
    yield Text(" · ".join(part for part in parts if part), style="bold")
    told = [say("edition", language, heading.in_force_from), say("checked", language, heading.checked_on)]
    if not plan.edition.calendar.is_open_all_year and not any(row.is_announced for row in plan.rows):
        told.append(say("plan_ahead", language))
    yield Text(" · ".join(told), style="dim")
    if any(row.rules_ended for row in plan.rows):
        yield Text(f"! {say('plan_rules_ended', language, heading.in_force_to)}", style="bold yellow")


def _before(plan: Plan, language: Language) -> Iterator[str]:
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
        yield say("plan_stands_still", language, facts_text(plan.stands_still, plan.edition, language))
    if plan.opening_days:
        yield say("plan_opening_days", language, facts_text(plan.opening_days, plan.edition, language))
    untold = [say(f"plan_not_told_{kind}", language, year) for kind, year in plan.not_told]
    if untold:
        yield say("plan_not_told", language, listed(untold, language))


# ---------------------------------------------------------------- the rounds


def _rounds(rows: Sequence[PlanRow], language: Language, to: Console, *, has_chart: bool) -> list[RenderableType]:
    """Lay out round, total, how much the line may rise, the line with its band, and a chart or a condition that fails.

    Where narrow the band stands below the line. The conditions stand below the table where it has no room for them.
    """
    has_rise = any(row.score.may_rise_range is not None for row in rows if row.reached is None)
    has_band = any(row.band is not None for row in rows)
    is_narrow = to.width < NARROW
    keys = ["round_head", "plan_total_head", *(["plan_rise_head"] if has_rise else []), "score_line_head"]
    keys += ["plan_band_head"] if has_band and not is_narrow else []
    table = Table.grid(padding=(0, 1 if is_narrow else 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    for _ in keys[1:]:
        table.add_column(justify="right", no_wrap=True)
    drawn = chart([_mark(row) for row in rows], to.width - _BEFORE_CHART) if has_chart and not is_narrow else []
    if not is_narrow:
        table.add_column(overflow="fold", no_wrap=bool(drawn))
    heads = [Text(say(key, language), style="dim") for key in keys]
    table.add_row("", *heads, *([Text(say("plan_chart", language), style="dim")] if drawn else []))
    signs = marks(to, language)
    for at, row in enumerate(rows):
        sign = signs[row.passes] if row.passes is not None or row.score.decided_by else Text("·")
        line = "" if row.line is None else signed(row.line)
        band = "" if row.band is None else spanned(row.band)
        cells = [str(row.round), spanned(row.score.total_range) if row.score.lines else ""]
        cells += [_rise(row)] if has_rise else []
        cells += [f"{line}\n{band}".rstrip()] if is_narrow else [line, *([band] if has_band else [])]
        last = drawn[at] if drawn else _gates(row, language)
        table.add_row(sign, *cells, *([] if is_narrow else [last]))
    failing = [(row, gates) for row in rows if (is_narrow or drawn) and (gates := _gates(row, language))]
    return [table, *(hanging([f"· {row.round}: {gates}"], "") for row, gates in failing)]


_BEFORE_CHART = 54
"""The columns that the figures of a round with a band take at most."""


def _mark(row: PlanRow) -> Mark:
    """Return what the chart shows of a round that has a forecast."""
    is_forecast = row.band is not None
    return Mark(row.score.total, row.line, row.band) if is_forecast else Mark(None, None, None)


def _rise(row: PlanRow) -> str:
    limits = row.score.may_rise_range
    return "" if limits is None else spanned(limits)


def _gates(row: PlanRow, language: Language) -> str:
    """Return the first condition that a row fails, and how many more there are."""
    failing = [check for check in (*row.score.gates, *row.score.vetoes) if check.passed is False]
    if not failing:
        return ""
    named = pick(failing[0].rule.name, language)
    return named if len(failing) == 1 else say("more_missing", language, named, len(failing) - 1)


def _days(rows: Sequence[PlanRow], language: Language, to: Console) -> Table:
    """Lay out the days on which something changes: the total, the mark, and what changed."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    keys = ("plan_day_head", "plan_total_head", "plan_changes")
    table.add_row("", *(Text(say(key, language), style="dim") for key in keys))
    before: PlanRow | None = None
    for row in rows:
        said = [_points_of(change, row, language) for change in row.changes if change.change]
        said += [gates] if (gates := _gates(row, language)) else []
        if before is not None and not said:
            said = [pick(checked.route.name, language) for checked in row.score.route_checks if checked.passed]
        total = spanned(row.score.total_range) if row.score.lines else ""
        table.add_row(marks(to, language)[row.passes], str(row.round), total, listed(said, language))
        before = row
    return table


# ---------------------------------------------------------------- what changes and why


def _changes(rows: Sequence[PlanRow], language: Language) -> list[RenderableType]:
    """Return a section with the usual change of each line, and the rounds that differ, equal ones in a row joined."""
    if len(rows) < 2:  # noqa: PLR2004 - nothing comes after a single round
        return []
    usual: dict[str, tuple[LineChange, PlanRow]] = {}
    for row in rows:
        for change in row.changes:
            if change.is_usual and change.change:
                usual.setdefault(change.line, (change, row))
    lines = [f"· {say('plan_each', language)} {_points_of(change, row, language)}" for change, row in usual.values()]
    told = [
        (row, change)
        for row in rows
        for change in row.changes
        if not change.is_usual and _is_notable(change, usual.get(change.line, (None, row))[0])
    ]
    for group in _joined(told, rows):
        when = str(group[0][0].round)
        if len(group) > 1:
            when = say("plan_rounds", language, when, group[-1][0].round)
        lines.append(f"· {when} {_change(group, language)}")
    if not lines:
        return []
    return section(say("plan_changes", language), *(hanging([line], "") for line in lines))


Told = tuple[PlanRow, LineChange]
"""A change, and the row in which it shows."""


def _joined(told: Sequence[Told], rows: Sequence[PlanRow]) -> list[list[Told]]:
    """Join equal changes of a line in rounds that follow each other; the earliest come first."""
    groups: list[list[Told]] = []
    at = {row.round: number for number, row in enumerate(rows)}
    for row, change in sorted(told, key=lambda found: (found[1].line, found[0].round)):
        before = groups[-1][-1] if groups else None
        follows = before is not None and at[before[0].round] + 1 == at[row.round]
        if before is not None and follows and _alike(before[1], change):
            groups[-1].append((row, change))
        else:
            groups.append([(row, change)])
    return sorted(groups, key=lambda group: group[0][0].round)


def _alike(one: LineChange, other: LineChange) -> bool:
    return (one.line, one.change) == (other.line, other.change)


def _is_notable(change: LineChange, usual: LineChange | None) -> bool:
    expected = Decimal(0) if usual is None else usual.change
    return abs(change.change - expected) * _NOTABLE > abs(expected)


def _change(group: Sequence[Told], language: Language) -> str:
    """Return a change in words, with the first fact behind it from before it to after the last: ``−4.00 Age · …``."""
    row, change = group[0]
    named = _points_of(change, row, language)
    if not change.causes:
        return named
    cause = change.causes[0]
    last = next((found for found in group[-1][1].causes if found.name == cause.name), cause)
    values = [_value(row, cause.name, text, language) for text in (cause.before, last.after)]
    return f"{named} · {say('plan_cause', language, labels(row.score.edition, language)(cause.name, ''), *values)}"


def _points_of(change: LineChange, row: PlanRow, language: Language) -> str:
    """Return a change with the name of its line: ``−4.00 Age``."""
    names = {line.indicator.id: line.indicator.name for line in row.score.lines}
    return f"{signed_difference(change.change)} {pick(names[change.line], language)}"


def _value(row: PlanRow, name: str, text: str, language: Language) -> str:
    """Return a value as people read it: an option by its label."""
    fact = row.score.edition.facts.get(name)
    return labels(row.score.edition, language)(name, text) if fact is not None and text in fact.choices else text


# ---------------------------------------------------------------- how the line is drawn


def _method(plan: Plan, language: Language) -> list[RenderableType]:
    """Return a section that says what the band is made of, and how often such bands held."""
    places, lines = plan.edition.file.policy.decimals, plan.past.points
    if plan.kind != "forecast" or plan.past.forecast is None:
        return []
    rises = [after - before for before, after in pairwise(lines)]
    drawn, found = plan.past.forecast, accuracy(back_test(lines))[:CLAIMED_UP_TO]

    def points(units: int) -> str:
        return signed(to_decimal(units, places))

    last = plan.past.known[-1].round
    said = [
        say("plan_may_rise", language, points(drawn.last), round_name(last, language)),
        say(
            "plan_drawn",
            language,
            round_name(last, language),
            points(drawn.rise),
            points(drawn.spread),
            round_name(plan.past.known[0].round, language),
            points(min(rises)),
            points(max(rises)),
        ),
    ]
    if found:
        errors = [say("plan_error", language, points(each.mean_error), each.rounds) for each in found]
        held, of = sum(each.held for each in found), sum(each.of for each in found)
        said.append(say("plan_tested", language, len(found), held, of, listed(errors, language), len(lines)))
    table = plan.edition.file.line
    if table is not None and table.note is not None:
        said.append(pick(table.note, language))
    return section(say("plan_line_drawn", language), *(hanging([f"· {line}"], "dim") for line in said))
