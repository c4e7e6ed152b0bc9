"""The screen of a goal: the smallest sets of steps that are enough, how soon, and where there are none."""

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from hukou_cli.base.calendar import month_text
from hukou_cli.base.decimals import to_decimal
from hukou_cli.base.points_text import signed, spanned
from hukou_cli.render.edition_text import line_round_text
from hukou_cli.render.layout import NARROW, hanging, print_parts
from hukou_cli.render.plan_answer import last_cutoff_text, round_name
from hukou_cli.render.sentences import clauses, facts_text
from hukou_cli.render.step_names import steps_text
from hukou_cli.render.whatif import heading, remarks
from hukou_cli.scoring.score_line import last_line
from hukou_cli.scoring.whatif_result import Goal, WayIn, WhatIf
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

_MOST_OF_A_ROUND = 4
"""Sets of a number of steps that are shown for one round; more are counted."""


def print_goal(found: WhatIf, language: Language, to: Console, command: str) -> None:
    """Print the smallest sets of steps that are enough.

    Args:
        found: The answer, which has a goal.
        language: The language of the page.
        to: The screen.
        command: What was typed, to which options may be added.

    """
    parts: list[RenderableType] = [*heading(found, say("goal", language), language)]
    goal = found.goal
    if goal is None:
        parts += [Text(), Text(say("goal_open", language, facts_text(found.decided_by, found.edition, language)))]
        print_parts([*parts, Text(), Text(say("estimate", language), style="italic")], to, language)
        return
    parts.append(Text(goal_text(found, goal, language)))
    in_two = shown_ways(goal)
    parts += [Text(), _table(found, goal, in_two, language, to), Text()]
    parts += [hanging([f"· {line}"], "") for line in ways_lines(found, goal, in_two, language)]
    first = next((way for way in goal.ways if way.steps), None)
    if first is not None:
        ids = ",".join(step.id for step in first.steps)
        parts += [Text(), Text(say("goal_write", language, f"{command} --steps {ids} --write FILE"))]
    print_parts([*parts, Text(say("estimate", language), style="italic")], to, language)


def goal_text(found: WhatIf, goal: Goal, language: Language) -> str:
    """Return what is to be reached, with how many steps at most and from when."""
    most = say("goal_most", language, goal.most, month_text(found.begins))
    return clauses([_line(found, goal, language), most], language)


def ways_lines(found: WhatIf, goal: Goal, in_two: "InTwo", language: Language) -> Iterator[str]:
    """Yield what stands below the sets: where none is enough, how they were looked for, and what must be true."""
    shown = [way for ways in in_two for way in ways]
    if found.kind == "entry_mark":
        yield say("goal_ranked", language)
        last = last_line(found.edition, found.rounds[0].round)
        if last is not None:
            yield last_cutoff_text(found.edition, last, language)
    yield from _bounds(goal, language)
    if more := len(goal.ways) - len(shown) + goal.left_off:
        yield say("goal_more_ways", language, more)
    if goal.is_reduced:
        yield say("goal_reduced", language, goal.most, goal.most + 1)
    rounds = len(goal.rounds)
    yield (
        say("goal_tried", language, goal.tried, rounds) if rounds > 1 else say("goal_tried_once", language, goal.tried)
    )
    steps = list({step.id: step for way in shown for step in way.steps}.values())
    yield from [*remarks(found, steps, language)][1:]


def _line(found: WhatIf, goal: Goal, language: Language) -> str:
    """Return what is to be reached."""
    places = found.edition.file.policy.decimals
    drawn = found.past.forecast
    if found.kind == "forecast" and drawn is not None:
        if goal.kind == "sure":
            return say("goal_line_sure", language)
        pace = say("pace_period" if found.edition.file.periods else "pace_year", language)
        last = line_round_text(found.past.known[-1].round, language)
        return say("goal_line_middle", language, last, signed(to_decimal(drawn.rise, places)), pace)
    line = next((way.line for way in goal.ways), found.rounds[0].line)
    if found.kind in ("pass_mark", "entry_mark"):
        key = "mark" if found.kind == "pass_mark" else "entry_mark"
        return f"{say(key, language)} {'' if line is None else signed(line)}".rstrip()
    return say("goal_line_conditions", language) if line is None else say("goal_line_fixed", language, line)


InTwo = tuple[list[WayIn], list[WayIn]]
"""The ways that are the earliest of so few steps, and those for whom misses these."""


def shown_ways(goal: Goal) -> InTwo:
    """Return the ways that are shown."""
    now, later = _in_two(goal.ways)
    return [*_shown(now)], [*_shown(later)]


def _in_two(ways: Sequence[WayIn]) -> InTwo:
    """Divide ways into those that are the earliest of so few steps, and those of rounds by which fewer were enough."""
    now: list[WayIn] = []
    later: list[WayIn] = []
    for way in ways:
        fewer = [other.round for other in ways if len(other.steps) < len(way.steps)]
        (later if fewer and min(fewer) < way.round else now).append(way)
    return now, sorted(later, key=lambda way: (way.round, len(way.steps)))


def _shown(ways: Sequence[WayIn]) -> Iterator[WayIn]:
    """Yield the ways to show: a few of each round and number of steps, of places that come to the same one."""
    seen: list[tuple[object, ...]] = []
    of_round = Counter[tuple[str, int]]()
    for way in ways:
        alike = (way.round, way.score.total, tuple(step.name_anywhere for step in way.steps))
        key = (str(way.round), len(way.steps))
        if alike not in seen and of_round[key] < _MOST_OF_A_ROUND:
            seen.append(alike)
            of_round[key] += 1
            yield way


def _table(found: WhatIf, goal: Goal, in_two: InTwo, language: Language, to: Console) -> Table:
    """Lay out the ways by number of steps, with a first row for what comes if nothing else changes."""
    table, has_points = Table.grid(padding=(0, 2, 0, 0)), found.edition.is_scored and to.width >= NARROW
    table.add_column(justify="center", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for _ in range(2 if has_points else 0):
        table.add_column(justify="right", no_wrap=True)
    table.add_row(*(Text(head, style="dim") for head in way_heads(language, has_points=has_points)))
    for cells in way_rows(goal, in_two, language, has_points=has_points):
        is_heading = not any(cells[:2])
        table.add_row(*(Text(cell, style="dim" if is_heading else "") for cell in cells))
    return table


def way_heads(language: Language, *, has_points: bool) -> list[str]:
    """Return the headings of the columns: steps, round, what, and where points count the total and the line."""
    points = ("total", "score_line_head") if has_points else ()
    return [say(key, language) for key in ("goal_steps_head", "round_head", "goal_what_head", *points)]


def way_rows(goal: Goal, in_two: InTwo, language: Language, *, has_points: bool) -> Iterator[list[str]]:
    """Yield the cells of what comes if nothing else changes, of each way, and a heading for those that come later."""
    now, later = in_two
    if goal.earliest[0] is None:
        yield ["0", "–", say("goal_never", language, round_name(goal.rounds[-1], language))]
    for ways in in_two:
        if ways is later and later:
            first = min(way.round for way in now) if now else later[0].round
            yield ["", "", say("goal_later", language, round_name(first, language))]
        number = -1
        for way in ways:
            size = "" if len(way.steps) == number else str(len(way.steps))
            number = len(way.steps)
            yield [size, str(way.round), *_what(way, language, has_points=has_points)]


def _what(way: WayIn, language: Language, *, has_points: bool) -> list[str]:
    """Return the steps of a way, its total and the line; where narrow the points stand behind the steps."""
    what = steps_text(way.steps, language) or say("whatif_base", language)
    if not way.score.lines:
        return [what]
    points = [spanned(way.score.total_range), "" if way.line is None else signed(way.line)]
    return [what, *points] if has_points else [f"{what} · {' / '.join(filter(None, points))}"]


def _bounds(goal: Goal, language: Language) -> Iterator[str]:
    """Yield the rounds in which no set is enough, and whether some set is above all of where the line is expected."""
    if not goal.ways:
        yield say(
            "goal_none",
            language,
            goal.most,
            *(round_name(round_, language) for round_ in (goal.rounds[0], goal.rounds[-1])),
        )
        return
    with_some = [round_ for round_ in goal.rounds if round_ not in goal.without]
    if with_some[0] != goal.rounds[0]:
        yield say("goal_before", language, round_name(with_some[0], language), goal.most)
    after = [round_ for round_ in goal.without if round_ > with_some[-1]]
    if after:
        yield say("goal_after", language, round_name(after[0], language), goal.most)
    if goal.sure is not None:
        round_, line, reached = goal.sure
        key = "goal_sure_yes" if reached else "goal_sure_no"
        yield say(key, language, round_name(round_, language), line, goal.most)
