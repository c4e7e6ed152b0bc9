"""The trace of a count: which months were left out and why, which records hold the same months, what cities added.

It is worked out only when somebody asks, so that a plain score does not pay for it.
"""

from collections.abc import Iterator
from functools import reduce
from itertools import islice
from operator import and_
from typing import assert_never

import msgspec

from hukou_cli.base import calendar
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.policy.wages import BaseTest
from hukou_cli.records.counting import Counted
from hukou_cli.records.view import RecordView
from hukou_cli.rules import record_sets as sets

MOST_REPEATED = 20
"""How many pairs of records that hold the same months are listed; more mean that one job was written many times."""


class Excluded(msgspec.Struct, frozen=True):
    """Months left out of a count, and the part of the expression that left them out.

    ``by`` is a set expression whose months were taken away (``kept`` False) or outside which they lay (``kept`` True),
    or the test that a base did not pass, or a name: ``since`` for what lies before the first month that can count,
    ``broken`` for what lies before a hole in a run, ``tolerated`` for what lies before the month that would have been
    one tolerated too many.
    ``records`` are those that took them away.
    """

    months: int
    by: sets.SetFormula | BaseTest | str
    kept: bool = True
    records: tuple[KeyPath, ...] = ()


class Repeated(msgspec.Struct, frozen=True):
    """Months that several records hold, and that counted once."""

    months: int
    records: tuple[KeyPath, ...]


class Recognised(msgspec.Struct, frozen=True):
    """Months that count because the policy recognises other cities, and what one of them counts, as a ratio."""

    months: int
    factor: tuple[int, int]


class CountTrace(msgspec.Struct, frozen=True):
    """The trace of a count: the spans counted, left out, held by two records, and added by other cities.

    ``measured`` has the bases, each with the wage, that let months count.
    """

    counted: Counted
    measured: tuple[BaseTest, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    repeated: tuple[Repeated, ...] = ()
    recognised: tuple[Recognised, ...] = ()


def trace_of(name: str, counted: Counted, view: RecordView) -> CountTrace:
    """Return the trace of one fact counted from the records of a view; of months alone it has more than the count."""
    streak = view.edition.streaks.get(name)
    counting = streak[0] if streak else (view.edition.counts | view.edition.excluding)[name]
    if counting.sort != "months":
        return CountTrace(counted)
    looked_at = view.edition.looked_at_on.get(name, "")
    day = view.window.dates.get(looked_at, view.chosen.get(looked_at))
    if isinstance(day, int):  # what comes after the day looked at is neither counted nor left out
        view = view.at(day)
    with_all = view.with_layers(len(view.recognised))
    covered, excluded = _covered(counting.formula, with_all)
    early = covered & ~view.window.countable[name]
    if early:
        excluded = (*excluded, Excluded(early, "since"))
    left = covered & ~early & ~counted.months
    if left:
        start = calendar.spans_of(counted.months)[0][0] if counted.months else view.last + 1
        before = calendar.month_set(start - 1, start - 1)
        excluded = (*excluded, Excluded(left, "tolerated" if covered & before else "broken"))
    repeated = tuple(islice(_repeated(counting, counted, with_all), MOST_REPEATED))
    measured = tuple(_measured(counting, counted, with_all))
    return CountTrace(counted, measured, excluded, repeated, tuple(_recognised(counting, counted, view)))


def _measured(counting: sets.Counting, counted: Counted, view: RecordView) -> Iterator[BaseTest]:
    """Yield the bases that reached what was asked, each for the months that count by it."""
    for part in sets.parts_of(counting.formula):
        for test in view.base_tests(part) if isinstance(part, sets.BaseAtLeast) else ():
            if test.is_reached and test.months & counted.months:
                yield msgspec.structs.replace(test, months=test.months & counted.months)


def _covered(node: sets.SetFormula, view: RecordView) -> tuple[int, tuple[Excluded, ...]]:
    """Evaluate a set of months, with what each operation took from its left side."""
    match node:
        case sets.BaseAtLeast():
            covered = view.covered(node)
            failed = [test for test in view.base_tests(node) if test.months & view.until & ~covered]
            return covered, tuple(Excluded(test.months & view.until & ~covered, test) for test in failed)
        case _ if isinstance(node, sets.RecordSet | sets.Joined | sets.Measured):
            return view.covered(node), ()
        case sets.BeforeGraduation():
            return view.graduation_months(node), ()
        case sets.EveryKind(of) | sets.LongestKind(of):
            covered, dropped = _covered(of, view)
            each = [_covered(part, view)[0] for part in sets.kinds_of(node)]
            kept = reduce(and_, each) if isinstance(node, sets.EveryKind) else max(each, key=int.bit_count)
            less = covered & ~kept
            return kept, (*dropped, Excluded(less, node)) if less else dropped
        case sets.Period():
            return view.period_months(node), ()
        case sets.TaxYears():
            return 0, ()
        case sets.Either(left, right):
            (first, excluded), (second, others) = _covered(left, view), _covered(right, view)
            kept = first | second
            lost = [msgspec.structs.replace(part, months=part.months & ~kept) for part in (*excluded, *others)]
            return kept, tuple(part for part in lost if part.months)
        case sets.Both(left, right):
            (first, excluded), (second, _) = _covered(left, view), _covered(right, view)
            return first & second, (*_within(excluded, second), *_outside(right, first & ~second, view))
        case sets.Without(left, right):
            (first, excluded), (second, _) = _covered(left, view), _covered(right, view)
            return first & ~second, (*excluded, *_taken(right, first & second, view))
        case _:
            assert_never(node)


def _within(excluded: tuple[Excluded, ...], months: int) -> Iterator[Excluded]:
    """Yield what was left out; of a base only what lies within a set, as the last 48 months."""
    for part in excluded:
        kept = part.months & months if isinstance(part.by, BaseTest) else part.months
        if kept:
            yield msgspec.structs.replace(part, months=kept)


def _outside(node: sets.SetFormula, lost: int, view: RecordView) -> Iterator[Excluded]:
    """Return why months lie outside a set: of ``insurance - back_paid`` they were paid back, or not paid at all."""
    match node:
        case sets.Both(left, right) | sets.Without(left, right):
            inside = lost & _covered(left, view)[0]
            yield from _outside(left, lost & ~inside, view)
            yield from _outside(right, inside, view) if isinstance(node, sets.Both) else _taken(right, inside, view)
        case _:
            if lost:
                yield Excluded(lost, node)


def _taken(node: sets.SetFormula, lost: int, view: RecordView) -> Iterator[Excluded]:
    """Return the months that a set took away, and the records that did it; a record that did so itself is not named."""
    if lost:
        named = [part for part in sets.counted_in(node) if not _is_part(part)]
        takers = [record.path for part in named for record in view.records_of(part) if record.months & lost]
        yield Excluded(lost, node, False, tuple(takers))


def _is_part(node: sets.Named) -> bool:
    """Return whether a name stands for some months of records, as those paid back."""
    return sets.record_sets_in(node)[0].kind in sets.PART_OF


def _repeated(counting: sets.Counting, counted: Counted, view: RecordView) -> Iterator[Repeated]:
    """Yield the months counted that are in more than one of the records counted, with the first that has them."""
    for node in dict.fromkeys(sets.counted_in(counting.formula)):
        records = [] if _is_part(node) else list(view.records_of(node))
        seen = 0
        for at, record in enumerate(records):
            twice = record.months & seen & counted.months
            seen |= record.months
            if twice:
                first = next(other for other in records[:at] if other.months & twice)
                yield Repeated(first.months & twice, (first.path, record.path))


def _recognised(counting: sets.Counting, counted: Counted, view: RecordView) -> Iterator[Recognised]:
    """Yield the months that each layer of other cities added."""
    known, _ = _covered(counting.formula, view)
    for number, layer in enumerate(view.recognised, start=1):
        reached, _ = _covered(counting.formula, view.with_layers(number))
        added = reached & ~known & counted.months
        if added:
            yield Recognised(added, layer.factor)
        known |= reached
