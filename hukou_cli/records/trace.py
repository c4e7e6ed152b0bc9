"""The account of a count, for a calendar to check it: what was left out and why, what two records both hold.

It is worked out when somebody asks, so that a plain score does not pay for it.
"""

from collections.abc import Iterator
from itertools import islice

import msgspec

from hukou_cli.base import calendar
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.records.counting import Counted
from hukou_cli.records.view import RecordView
from hukou_cli.rules.record_plan import records_in
from hukou_cli.rules.record_sets import (
    PART_OF,
    Both,
    Counting,
    Either,
    Period,
    RecordSet,
    SetFormula,
    TaxYears,
    Without,
)

MOST_TOLD = 20
"""How many pairs of records that hold the same months are told; who has more has written the same job twice."""


class Excluded(msgspec.Struct, frozen=True):
    """Months left out of a count, and the part of the expression that left them out.

    ``by`` is a set expression whose months were taken away (``kept`` False) or outside which they lay (``kept`` True),
    or a name: ``since`` for what lies before the first month that can count, ``broken`` for what lies before a hole
    in a run, ``tolerated`` for what lies before the month that would have been one tolerated too many.
    ``records`` are those that took them away.
    """

    months: int
    by: SetFormula | str
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
    """How a fact was counted: from what, what was left out, what two records both hold, what other cities added."""

    counted: Counted
    dropped: tuple[Excluded, ...] = ()
    repeated: tuple[Repeated, ...] = ()
    recognised: tuple[Recognised, ...] = ()


def trace_of(name: str, counted: Counted, held: RecordView) -> CountTrace:
    """Give the account of one counted fact."""
    edition = held.edition
    streak = edition.streaks.get(name)
    counting = streak[0] if streak else edition.counts[name]
    if counting.sort != "months":
        return CountTrace(counted)
    everything = held.with_layers(len(held.recognised))
    covered, dropped = _covered(counting.formula, everything)
    early = covered & ~held.window.countable[name]
    if early:
        dropped = (*dropped, Excluded(early, "since"))
    left = covered & ~early & ~counted.months
    if left:
        start = calendar.spans_of(counted.months)[0][0] if counted.months else held.last + 1
        before = calendar.month_set(start - 1, start - 1)
        dropped = (*dropped, Excluded(left, "tolerated" if covered & before else "broken"))
    return CountTrace(
        counted,
        dropped,
        tuple(islice(_repeated(counting, counted, everything), MOST_TOLD)),
        tuple(_recognised(counting, counted, held)),
    )


def _covered(node: SetFormula, held: RecordView) -> tuple[int, tuple[Excluded, ...]]:
    """Evaluate a set of months, with what each operation took from its left side."""
    match node:
        case RecordSet():
            return held.record_months(node), ()
        case Period():
            return held.period_months(node), ()
        case TaxYears():
            return 0, ()
        case Either(left, right):
            (first, dropped), (second, others) = _covered(left, held), _covered(right, held)
            kept = first | second
            lost = [msgspec.structs.replace(part, months=part.months & ~kept) for part in (*dropped, *others)]
            return kept, tuple(part for part in lost if part.months)
        case Both(left, right) | Without(left, right):
            (first, dropped), (second, _) = _covered(left, held), _covered(right, held)
            is_both = isinstance(node, Both)
            kept = first & second if is_both else first & ~second
            gone = first & ~kept
            if is_both:
                return kept, (*dropped, *_outside(right, gone, held))
            taken = Excluded(gone, right, False, tuple(_takers(right, gone, held)))
            return kept, (*dropped, taken) if gone else dropped


def _outside(node: SetFormula, lost: int, held: RecordView) -> Iterator[Excluded]:
    """Say by which part of a set months lie outside it: ``insurance - back_paid`` has them repaid, or not at all."""
    match node:
        case Both(left, right) | Without(left, right):
            inside = lost & _covered(left, held)[0]
            yield from _outside(left, lost & ~inside, held)
            if isinstance(node, Both):
                yield from _outside(right, inside, held)
            elif inside:
                yield Excluded(inside, right, False, tuple(_takers(right, inside, held)))
        case _:
            if lost:
                yield Excluded(lost, node)


def _takers(node: SetFormula, lost: int, held: RecordView) -> Iterator[KeyPath]:
    """Give the records whose months were taken away; months of the very record have no other to name."""
    for part in records_in(node):
        if part.kind not in PART_OF:
            yield from (record.path for record in held.records_of(part) if record.months & lost)


def _repeated(counting: Counting, counted: Counted, held: RecordView) -> Iterator[Repeated]:
    """Give the months counted that stand in more than one of the records counted, each with the first that holds it."""
    for node in dict.fromkeys(records_in(counting.formula)):
        records = list(held.records_of(node)) if node.kind not in PART_OF else []
        seen = 0
        for at, record in enumerate(records):
            twice = record.months & seen & counted.months
            seen |= record.months
            if twice:
                first = next(other for other in records[:at] if other.months & twice)
                yield Repeated(first.months & twice, (first.path, record.path))


def _recognised(counting: Counting, counted: Counted, held: RecordView) -> Iterator[Recognised]:
    """Give the months that each layer of other cities added."""
    known, _ = _covered(counting.formula, held)
    for number, layer in enumerate(held.recognised, start=1):
        reached, _ = _covered(counting.formula, held.with_layers(number))
        added = reached & ~known & counted.months
        if added:
            yield Recognised(added, layer.factor)
        known |= reached
