"""The holes in insurance, homes and permits by which unbroken runs lost months, and what each cost."""

from collections.abc import Iterator
from decimal import Decimal

import msgspec
from msgspec.structs import replace

from hukou_cli.applicant.document import Applicant
from hukou_cli.base import calendar
from hukou_cli.base.errors import InvalidApplicant
from hukou_cli.records.counting import Counted
from hukou_cli.rules.record_sets import counted_in
from hukou_cli.scoring.result import Score
from hukou_cli.scoring.score import score_under


class Unbroken(msgspec.Struct, frozen=True, gc=False):
    """What a result would be without a break: had the records before it gone on until the next.

    Attributes:
        run: The months that the run would have.
        points: What the break changed of the total: below 0 where points were lost; None where that is open.
        gates: The ids of the gates and vetoes that fail by the break alone.
        routes: The ids of the routes that hold without it alone.

    """

    run: int
    points: Decimal | None
    gates: tuple[str, ...]
    routes: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """True if the break cost nothing: no points, no condition and no route."""
        return self.points == 0 and not self.gates and not self.routes


class Break(msgspec.Struct, frozen=True, gc=False):
    """A hole in insurance, or in something else of which an unbroken run counts.

    Attributes:
        facts: The facts that count the run.
        kind: The kind of records, as ``"insurance"``.
        first: The first month of the hole.
        last: The last.
        lost: How many months before the hole the run lost.
        run: The months that the run still has.
        unbroken: What would be without the hole; None where the records cannot be made to close it.

    """

    facts: tuple[str, ...]
    kind: str
    first: int
    last: int
    lost: int
    run: int
    unbroken: Unbroken | None


def breaks_of(result: Score) -> tuple[Break, ...]:
    """Return the hole before each unbroken run that lost months by it, with what the result would be without it.

    Runs with the same hole are named together. What months paid back too often ended is no hole: the run begins in the
    month after. Of a run that was given straight, what the records say does not count. For each hole the applicant is
    scored again, which takes as long as the score itself.

    Args:
        result: The score.

    """
    found: dict[tuple[int, int, int, int, str], list[str]] = {}
    for name, counted, first, last in _holes(result):
        kind = min(result.edition.streaks[name][0].kinds)
        hole = (first, last, counted.lost.bit_count(), counted.months.bit_count(), kind)
        found.setdefault(hole, []).append(name)
    return tuple(
        [
            Break(tuple(names), kind, first, last, lost, run, _without(names[0], first, last, run, result))
            for (first, last, lost, run, kind), names in found.items()
        ]
    )


def _holes(result: Score) -> Iterator[tuple[str, Counted, int, int]]:
    """Yield the runs that lost months by a hole, each with the first and the last month of the hole."""
    for name, counted in result.counts.items():
        if not counted.lost or result.values.get(name) != counted.value:
            continue
        assert result.records is not None
        first = calendar.spans_of(counted.lost)[-1][1] + 1
        last = calendar.spans_of(counted.months)[0][0] - 1 if counted.months else result.records.last
        if first <= last:
            yield name, counted, first, last


def _without(name: str, first: int, last: int, run: int, result: Score) -> Unbroken | None:
    """Return what a result would be without a hole in a run; None where the records cannot be made to close it."""
    try:
        other = score_under(_closed(name, first, last, result), result.edition, result.round)
    except InvalidApplicant:
        return None
    found = other.counts.get(name)
    if found is None or found.months.bit_count() <= run:
        return None
    met = {check.id for check in (*other.gates, *other.vetoes) if check.passed}
    failed = [check.id for check in (*result.gates, *result.vetoes) if check.passed is False and check.id in met]
    return Unbroken(
        run=found.months.bit_count(),
        points=_difference(result, other),
        gates=tuple(failed),
        routes=tuple([route for route in other.routes if route not in result.routes]),
    )


def _closed(name: str, first: int, last: int, result: Score) -> Applicant:
    """Return the applicant with the records that ran in the month before a hole going on until the next begins."""
    view, records = result.records, result.applicant.records
    assert view is not None
    assert records is not None
    run, _ = result.edition.streaks[name]
    whole = view.with_layers(len(view.recognised))
    named = {record.path: record for node in counted_in(run.formula) for record in whole.records_of(node)}
    first_day, last_day = calendar.first_of(first), calendar.last_of(last)
    next_first = min((record.first for record in named.values() if record.first > first_day), default=last_day)
    missing, before = calendar.month_set(first, last), calendar.month_set(first - 1, first - 1)
    spans = [
        replace(record, months=record.months | missing, last=max(record.last, last_day, next_first))
        if record.path in named and record.months & before
        else record
        for record in records.spans
    ]
    return replace(result.applicant, records=replace(records, spans=tuple(spans)))


def _difference(result: Score, other: Score) -> Decimal | None:
    """Return by how much a total is above another; None where that is open."""
    low, high = (
        mine - theirs if mine.is_finite() and theirs.is_finite() else None
        for mine, theirs in zip(result.total_range, other.total_range, strict=True)
    )
    return low if low == high else None
