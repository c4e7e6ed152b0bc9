"""What changes in a plan from round to round, and why: the usual change of each line, and the rounds that differ."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain, pairwise

import msgspec
from rich.console import RenderableType

from hukou_cli.base.bilingual import pick
from hukou_cli.base.calendar import date_text
from hukou_cli.base.points_text import signed, signed_difference, spanned
from hukou_cli.policy.rounds import RoundId
from hukou_cli.render.labels import labels
from hukou_cli.render.layout import hanging, section
from hukou_cli.render.plan_answer import round_name
from hukou_cli.render.sentences import clauses, facts_text, listed, measured
from hukou_cli.render.verdict import MOST_MISSING
from hukou_cli.scoring.changes import LAST_YEAR, Cause, LineChange, Turn
from hukou_cli.scoring.plan_result import PlanRow
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

_NOTABLE = 20
"""A change is told apart where it differs from the usual one by more than this part of it: less is rounding."""

Usual = dict[tuple[str, int], LineChange]
"""The usual change of each line that has one, by the line and the period of the year."""

Chain = tuple[str, Decimal | None, RoundId]
"""What joins a change to those before: its line, its points, None of an open line, and its round."""

Told = tuple[PlanRow, LineChange]
"""A change, and the row in which it shows."""


def changes_section(rows: Sequence[PlanRow], language: Language) -> list[RenderableType]:
    """Return a section with what changes as a rule, and in which rounds something else does; empty where nothing.

    Where applications are open all year, that stands in the table of days.
    """
    if rows[0].round.day:
        return []
    lines = [*_usual_lines(rows, language), *_event_lines(rows, language)]
    if not lines:
        return []
    return section(say("plan_changes", language), *(hanging([f"· {line}"], "") for line in lines))


def _usual_changes(rows: Sequence[PlanRow]) -> Usual:
    """Return the usual change of each settled line that usually changes."""
    found: Usual = {}
    for row in rows:
        for change in row.changes:
            if change.is_usual and change.change:
                found.setdefault((change.line, row.round.period), change)
    return found


def _is_event(change: LineChange, row: PlanRow, usual: Usual) -> bool:
    """Return whether a change is another than the usual one, by more than rounding; one of an open line always is."""
    if change.change is None:
        return any(change.steps)
    if change.is_usual:
        return False
    expected = usual.get((change.line, row.round.period))
    points = Decimal(0) if expected is None or expected.change is None else expected.change
    return abs(change.change - points) * _NOTABLE > abs(points)


def points_text(changes: Sequence[LineChange], row: PlanRow, language: Language) -> list[str]:
    """Return changes with the names of their lines, equal ones together by their sum.

    As ``+10.00 together (Pension, Medical)``; a line that is open with its limits before and after.
    """
    same: dict[Decimal, list[LineChange]] = {}
    for change in changes:
        if change.change is not None:
            same.setdefault(change.change, []).append(change)
    said = []
    for points, equal in same.items():
        named = listed((line_name(change, row, language) for change in equal), language)
        whole = signed_difference(points * len(equal))
        said.append(f"{whole} {named}" if len(equal) == 1 else say("plan_together", language, whole, named))
    return said + [_open_text(change, change, row, language) for change in changes if change.change is None]


def line_name(change: LineChange, row: PlanRow, language: Language) -> str:
    """Return the name of the line that changes."""
    return next(pick(line.indicator.name, language) for line in row.score.lines if line.indicator.id == change.line)


def _open_text(first: LineChange, last: LineChange, row: PlanRow, language: Language) -> str:
    """Return the limits of an open line before a change and after the last that is like it, and what decides."""
    limits = (spanned(first.before), spanned(last.after))
    said = say("plan_cause", language, line_name(first, row, language), *limits)
    names, edition = last.decided_by or first.decided_by, row.score.edition
    if not names:
        return said
    named = facts_text(names[:MOST_MISSING], edition, language)
    if len(names) > MOST_MISSING:
        named = say("more_missing", language, named, len(names) - MOST_MISSING)
    return say("plan_depends", language, said, named)


def turns_text(row: PlanRow, language: Language) -> list[str]:
    """Return the conditions and routes that begin to hold in a row, and those that cease to, with what they lack."""
    said = []
    for passed, key in ((True, "plan_met"), (False, "plan_not_met")):
        names = [_turn_name(turn, row, language) for turn in row.turns if turn.passed is passed]
        if names:
            said.append(say(key, language, listed(names, language)))
    return said


def _turn_name(turn: Turn, row: PlanRow, language: Language) -> str:
    """Return a condition or a route by name, with how far it is met where it is not."""
    if turn.kind == "route":
        return next(pick(found.route.name, language) for found in row.score.route_checks if found.route.id == turn.id)
    check = next(check for check in (*row.score.gates, *row.score.vetoes) if check.id == turn.id)
    return pick(check.rule.name, language) if turn.passed else measured(check, row.score, language)


# ---------------------------------------------------------------- as a rule


def _usual_lines(rows: Sequence[PlanRow], language: Language) -> Iterator[str]:
    """Yield what changes as a rule: in every round, and in one period of each year alone."""
    usual, row = _usual_changes(rows), rows[-1]
    periods = sorted({row.round.period for row in rows})
    every: list[LineChange] = []
    for line in dict.fromkeys(line for line, _ in usual):
        changes = [usual.get((line, period)) for period in periods]
        first = changes[0]
        if first is not None and all(change is not None and change.change == first.change for change in changes):
            every.append(first)
    lines = {change.line for change in every}
    if every:
        yield _together(say("plan_each", language), every, row, language)
    for period in periods:
        others = [change for (line, of), change in usual.items() if of == period and line not in lines]
        if others:
            yield _together(say("plan_each_period", language, period), others, row, language)


def _together(when: str, changes: Sequence[LineChange], row: PlanRow, language: Language) -> str:
    """Return changes as one sum with its parts: ``as a rule +18.00: +8.00 Permit, +10.00 Insurance``."""
    parts = points_text(changes, row, language)
    if len(parts) == 1:
        return f"{when} {parts[0]}"
    whole = signed_difference(sum((change.change or Decimal(0) for change in changes), Decimal(0)))
    return say("plan_sum", language, when, whole, listed(parts, language))


# ---------------------------------------------------------------- the rounds that differ


def _event_lines(rows: Sequence[PlanRow], language: Language) -> Iterator[str]:
    """Yield the rounds in which another line changes, or a condition turns, the earliest first."""
    usual = _usual_changes(rows)
    told = [(row, change) for row in rows for change in row.changes if _is_event(change, row, usual)]
    told = [(row, change) for row, change in told if change.change != 0 or _has_stopped(change, row, rows)]
    lines = [(group[0][0].round, _group_text(group, language)) for group in _joined(told, rows)]
    lines += [
        (row.round, f"{round_name(row.round, language)} {said}") for row in rows for said in turns_text(row, language)
    ]
    for _, line in sorted(lines, key=lambda found: found[0]):
        yield line


def _has_stopped(change: LineChange, row: PlanRow, rows: Sequence[PlanRow]) -> bool:
    """Return whether a line that stays as it is changed before, and has not come to its cap."""
    before = [each for other in rows if other.round < row.round for each in other.changes if each.line == change.line]
    return any(each.change for each in before) and all(each.capped_at is None for each in before)


def _joined(told: Sequence[Told], rows: Sequence[PlanRow]) -> list[list[Told]]:
    """Join equal changes of a line in rounds that follow each other, single ones with those of the years after.

    Those of a line that is open are joined whatever their limits.

    A round in which the line comes to its cap ends a group.
    """
    at = [row.round for row in rows]
    after = dict(pairwise(at))
    in_a_row = _chained([[each] for each in told], after)
    single = [group for group in in_a_row if len(group) == 1]
    others = [group for group in in_a_row if len(group) > 1]
    next_year = {round_: msgspec.structs.replace(round_, year=round_.year + 1) for round_ in at if round_.period}
    return [*others, *_chained(single, next_year)]


def _chained(groups: Sequence[list[Told]], after: Mapping[RoundId, RoundId]) -> list[list[Told]]:
    """Join groups of equal changes of a line whose rounds follow each other as ``after`` says."""
    chains: list[list[Told]] = []
    ends: dict[Chain, list[Told]] = {}
    for group in sorted(groups, key=lambda found: found[0][0].round):
        (first, change), (last, end) = group[0], group[-1]
        chain = ends.pop((change.line, change.change, first.round), None)
        if chain is None:
            chains.append(chain := [])
        chain += group
        follower = after.get(last.round)
        if follower is not None and end.capped_at is None:
            ends[change.line, change.change, follower] = chain
    return chains


def _group_text(group: Sequence[Told], language: Language) -> str:
    """Return a change with its rounds and what is behind it: ``2028–2032 −4.00 Age · age 45 → 50``."""
    (row, change), (last_row, last) = group[0], group[-1]
    when = round_name(row.round, language)
    if change.change is None:
        if len(group) > 1:
            when = say("plan_rounds", language, row.round, round_name(last_row.round, language))
        return f"{when} {_open_text(change, last, row, language)}"
    if len(group) > 1:
        each = (
            "plan_each_year" if row.round.period and row.round.period == group[1][0].round.period else "plan_each_round"
        )
        when = say(each, language, say("plan_rounds", language, row.round, round_name(last_row.round, language)))
    if change.change == 0:
        when = say("plan_rounds", language, row.round, round_name(last_row.round, language)) if group[1:] else when
        return f"{when} {say('plan_no_change', language, line_name(change, row, language))}"
    named = f"{when} {points_text([change], row, language)[0]}"
    causes = [_cause_text(cause, group, language) for cause in change.causes[:1]]
    if last.capped_at is not None:
        causes.append(say("plan_capped", language, signed(last.capped_at)))
    return " · ".join((named, *causes))


def _cause_text(cause: Cause, group: Sequence[Told], language: Language) -> str:
    """Return a fact from before a change to after the last: with its day, and with what counts no more."""
    row = group[0][0]
    found = [each for _, change in group for each in change.causes if each.name == cause.name]
    values = (_value(row, cause.name, text, language) for text in (cause.before, found[-1].after))
    said = say("plan_cause", language, labels(row.score.edition, language)(cause.name, ""), *values)
    left = sorted({day for each in found for day in each.left})
    if left:
        days = listed(
            (date_text(day) if day > LAST_YEAR else say("line_of_year", language, day) for day in left), language
        )
        said = say("plan_left", language, said, days)
    if len(group) == 1 and cause.on is not None:
        by_day = row.round.day or cause.counted_on is None
        key, day = ("plan_on", cause.on) if by_day else ("plan_counted_on", cause.counted_on or 0)
        said = say(key, language, said, date_text(day))
    return said


def cause_of(change: LineChange, row: PlanRow, language: Language) -> str:
    """Return what is behind one change; empty where nothing tells more than its line."""
    told = [cause for cause in change.causes if cause.on is not None or cause.left]
    return _cause_text(told[0], [(row, change)], language) if told else ""


def caps_text(row: PlanRow, language: Language) -> list[str]:
    """Return the lines that come to their cap in a row."""
    return [
        say("plan_at_cap", language, line_name(change, row, language), signed(change.capped_at))
        for change in row.changes
        if change.capped_at is not None
    ]


def changes_text(row: PlanRow, language: Language) -> str:
    """Return how the points of a round differ from those of the one before, why where a day tells, and what turns."""
    changed = [change for change in row.changes if any(change.steps)]
    causes = [cause for change in changed if (cause := cause_of(change, row, language))]
    said = (points_text(changed, row, language), causes, caps_text(row, language), turns_text(row, language))
    return clauses(chain.from_iterable(said), language)


def _value(row: PlanRow, name: str, text: str, language: Language) -> str:
    """Return a value as people read it: an option by its label."""
    fact = row.score.edition.facts.get(name)
    return labels(row.score.edition, language)(name, text) if fact is not None and text in fact.choices else text
