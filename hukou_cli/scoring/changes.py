"""What changes from one round to the next: the points of each line, with what changed them, and conditions."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Literal

import msgspec

from hukou_cli.base.calendar import last_day
from hukou_cli.rules.ast import Completed, Formula, names_in, walk
from hukou_cli.rules.evaluator import evaluate
from hukou_cli.rules.prose import quantity_text
from hukou_cli.scoring.result import Check, Limits, Line, RouteCheck, Score

LAST_YEAR = 9999
"""What counted no more is a year up to here, above it a day, ``yyyymmdd``."""


class Cause(msgspec.Struct, frozen=True):
    """A fact, or a derived quantity, that differs between two rounds.

    A quantity is named where no fact that it takes differs: it follows from the dates of the rounds alone, as an age.

    Attributes:
        name: Its name.
        before: Its value in the round before, as text.
        after: Its value in the round.
        on: The day on which it changed, ``yyyymmdd``, where years completed say so, as a birthday; else None.
        counted_on: The day up to which these years are counted in the round.
        left: The years, or the days as ``yyyymmdd``, that counted in the round before and do no more.

    """

    name: str
    before: str
    after: str
    on: int | None = None
    counted_on: int | None = None
    left: tuple[int, ...] = ()


class LineChange(msgspec.Struct, frozen=True):
    """What a line gives more, or less, than in the round before.

    Attributes:
        line: The id of the line.
        change: The difference in points; not 0 but where it usually is another. None where missing facts keep the line
            open in either round.
        before: The limits of its points in the round before; equal where they are settled.
        after: Their limits in the round.
        is_usual: Whether it is the most frequent change of this line in the plan, or in this period of its years.
        causes: What differs in its formula.
        decided_by: The missing facts that keep the line open in the round.
        capped_at: The points, where the line has come to the cap of its rule; else None.

    """

    line: str
    change: Decimal | None
    before: Limits
    after: Limits
    is_usual: bool
    causes: tuple[Cause, ...]
    decided_by: tuple[str, ...] = ()
    capped_at: Decimal | None = None

    @property
    def steps(self) -> Limits:
        """By how much each limit of the points differs: twice the change where the line is settled."""
        return self.after[0] - self.before[0], self.after[1] - self.before[1]


class Turn(msgspec.Struct, frozen=True):
    """A condition that holds and did not in the round before, or the other way round.

    Attributes:
        kind: What it is.
        id: Its id.
        passed: Whether it lets the applicant through now.

    """

    kind: Literal["gate", "veto", "route"]
    id: str
    passed: bool


def line_changes(scores: Sequence[Score]) -> list[tuple[LineChange, ...]]:
    """Return, for each score of a plan but the first, what changed since the score before it.

    A line of which nothing is known is left out. A line that stays as it is counts as a change of 0, and is listed
    where another change is the usual one.
    """
    steps = [dict(_differences(before, after)) for before, after in pairwise(scores)]
    periods = [after.round.period for after in scores[1:]]
    lines = dict.fromkeys(line for step in steps for line in step)
    usual = {
        (line, period): units
        for line in lines
        for period, units in _usual([(p, step[line]) for p, step in zip(periods, steps, strict=True) if line in step])
    }
    return [
        tuple(
            _change(before, after, line, is_usual=units == usual[line, period])
            for line, units in step.items()
            if any(units) or any(usual[line, period])
        )
        for (before, after), step, period in zip(pairwise(scores), steps, periods, strict=True)
    ]


Steps = tuple[int, int]
"""By how much each limit of a line's points differs, in units of ``10**-places``."""


def _usual(changes: Sequence[tuple[int, Steps]]) -> Iterator[tuple[int, Steps]]:
    """Yield the usual change of a line for each period: one for all, or its own where that leaves fewer exceptions.

    A year of residence that is complete each December tells in every other period of a year.

    Args:
        changes: The period and the change of every round.

    """
    every = Counter(units for _, units in changes).most_common(1)[0][0]
    one = {period: every for period, _ in changes}
    each = {period: Counter(units for of, units in changes if of == period).most_common(1)[0][0] for period in one}
    yield from (one if _exceptions(changes, one) <= _exceptions(changes, each) else each).items()


def _exceptions(changes: Sequence[tuple[int, Steps]], usual: Mapping[int, Steps]) -> int:
    """Count the stretches of rounds with one and the same change that is not the usual one."""
    told = [None if units == usual[period] else units for period, units in changes]
    return sum(units is not None and units != before for before, units in pairwise([None, *told]))


def turns(before: Score, after: Score) -> tuple[Turn, ...]:
    """Return the conditions and routes that are decided in both scores, and differently."""
    return (
        *_turned("gate", before.gates, after.gates),
        *_turned("veto", before.vetoes, after.vetoes),
        *_routes(before, after),
    )


def _turned(kind: Literal["gate", "veto"], before: Sequence[Check], after: Sequence[Check]) -> Iterator[Turn]:
    for one, two in zip(before, after, strict=True):
        if one.passed is not None and two.passed is not None and one.passed != two.passed:
            yield Turn(kind, two.id, two.passed)


def _routes(before: Score, after: Score) -> Iterator[Turn]:
    was: dict[str, RouteCheck] = {checked.route.id: checked for checked in before.route_checks}
    for checked in after.route_checks:
        earlier = was.get(checked.route.id)
        if earlier is not None and None not in (earlier.passed, checked.passed) and earlier.passed != checked.passed:
            yield Turn("route", checked.route.id, bool(checked.passed))


def _differences(before: Score, after: Score) -> Iterator[tuple[str, Steps]]:
    """Yield how much each line changes whose points have limits."""
    for one, two in zip(before.lines, after.lines, strict=True):
        if one is two and one.points is not None:
            yield two.indicator.id, (0, 0)
        elif one.has_limits and two.has_limits:
            yield two.indicator.id, (two.low - one.low, two.high - one.high)


def _change(before: Score, after: Score, line: str, *, is_usual: bool) -> LineChange:
    one, two = _line(before, line), _line(after, line)
    return LineChange(
        line=line,
        change=None if one.points is None or two.points is None else two.points - one.points,
        before=one.points_range,
        after=two.points_range,
        is_usual=is_usual,
        causes=tuple(dict.fromkeys(_causes(before, after, two.formula))),
        decided_by=two.decided_by,
        capped_at=two.points if two.is_capped and not one.is_capped else None,
    )


def _line(score: Score, id_: str) -> Line:
    return next(line for line in score.lines if line.indicator.id == id_)


# ---------------------------------------------------------------- what changed it


def _causes(before: Score, after: Score, formula: Formula) -> Iterator[Cause]:
    """Yield the facts of a formula whose values differ, of its derived quantities the facts that they come from."""
    edition = after.edition
    for name in names_in(formula):
        old, new = before.values.get(name), after.values.get(name)
        if old is None or new is None or old == new:
            continue
        if name in edition.facts:
            fact = edition.facts[name]
            if fact.of_round:
                continue  # it moves with the round
            yield Cause(name, fact.text(old), fact.text(new), left=_left(before, after, name))
        elif name in edition.derived:
            deeper = list(_causes(before, after, edition.derived[name]))
            own = _derived(before, after, name)
            yield from deeper or own


def _left(before: Score, after: Score, name: str) -> tuple[int, ...]:
    """Return the years or days that made a count before and do no more."""
    one, two = before.counts.get(name), after.counts.get(name)
    if one is None or two is None:
        return ()
    return tuple(sorted({*one.years, *one.days} - {*two.years, *two.days}))


def _derived(before: Score, after: Score, name: str) -> Iterator[Cause]:
    """Yield a derived quantity as a cause of its own; a condition is none."""
    one, two = before.derived.get(name), after.derived.get(name)
    if one is not None and two is not None and not isinstance(before.values[name], bool):
        on, counted_on = _completed(before, after, name)
        yield Cause(name, quantity_text(one), quantity_text(two), on, counted_on)


def _completed(before: Score, after: Score, name: str) -> tuple[int | None, int | None]:
    """Return the day on which the last of the years that a quantity counts was complete, and the day it counts to."""
    for node in walk(after.edition.derived[name]):
        if isinstance(node, Completed) and node.unit == "years":
            one, two = evaluate(node, before.values), evaluate(node, after.values)
            if one.value != two.value and two.value == after.values[name]:
                since, until = (evaluate(day, after.values).value for day in (node.since, node.until))
                return _anniversary(since, two.value), until
    return None, None


def _anniversary(since: int, years: int) -> int:
    """Return the day on which years are complete; of 29 February the day after where the year has no such day."""
    day = since + years * 10000
    if day % 100 <= last_day(day // 10000, day // 100 % 100):
        return day
    return day // 10000 * 10000 + 301
