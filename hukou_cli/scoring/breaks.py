"""The holes in insurance, homes and permits by which unbroken runs lost months, and what each cost."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from msgspec.structs import replace

from hukou_cli.applicant.document import Applicant
from hukou_cli.base import calendar
from hukou_cli.base.errors import InvalidApplicant
from hukou_cli.facts.types import Value
from hukou_cli.policy.edition import Edition
from hukou_cli.records.counted import Counted
from hukou_cli.rules.record_sets import counted_in
from hukou_cli.scoring.result import Break, Score, Unbroken


def breaks_of(
    counts: Mapping[str, Counted], values: Mapping[str, Value], edition: Edition, last: int
) -> tuple[Break, ...]:
    """Return the hole before each unbroken run that lost months by it; runs with the same hole are named together.

    What months paid back too often ended is no hole: the run begins in the month after. Of a run that was given
    straight, what the records say does not count.

    Args:
        counts: The facts counted from records.
        values: The value of each fact.
        edition: The edition, which says which facts are runs.
        last: The month of the counting day.

    """
    found: dict[tuple[str, int, int, int, int], list[str]] = {}
    for name, counted in counts.items():
        if not counted.lost or values.get(name) != counted.value:
            continue
        first = calendar.spans_of(counted.lost)[-1][1] + 1
        until = calendar.spans_of(counted.months)[0][0] - 1 if counted.months else last
        if first <= until:
            kind = min(edition.streaks[name][0].kinds)
            hole = (kind, first, until, counted.lost.bit_count(), counted.months.bit_count())
            found.setdefault(hole, []).append(name)
    return tuple(
        [Break(tuple(names), kind, first, until, lost, run) for (kind, first, until, lost, run), names in found.items()]
    )


def with_costs(applicant: Applicant, result: Score, score_again: Callable[[Applicant], Score]) -> Score:
    """Return a score whose breaks say what each cost: the same applicant is scored again without that hole.

    Args:
        applicant: The applicant as written.
        result: The score.
        score_again: Scores an applicant under the same edition and round.

    """
    costed = [replace(hole, unbroken=_without(hole, applicant, result, score_again)) for hole in result.breaks]
    return replace(result, breaks=tuple(costed))


def _without(
    hole: Break, applicant: Applicant, result: Score, score_again: Callable[[Applicant], Score]
) -> Unbroken | None:
    """Return what the result would be without a hole; None where the records cannot be made to close it."""
    try:
        other = score_again(_closed(hole, applicant, result))
    except InvalidApplicant:
        return None
    run = other.counts.get(hole.facts[0])
    if run is None or run.months.bit_count() <= hole.run:
        return None
    met = {check.id for check in (*other.gates, *other.vetoes) if check.passed}
    failed = [check.id for check in (*result.gates, *result.vetoes) if check.passed is False and check.id in met]
    return Unbroken(
        run=run.months.bit_count(),
        points=_difference(result, other),
        gates=tuple(failed),
        routes=tuple([route for route in other.routes if route not in result.routes]),
    )


def _closed(hole: Break, applicant: Applicant, result: Score) -> Applicant:
    """Return the applicant with the records that ran in the month before a hole going on until the next begins."""
    view, records = result.records, applicant.records
    assert view is not None
    assert records is not None
    run, _ = result.edition.streaks[hole.facts[0]]
    whole = view.with_layers(len(view.recognised))
    named = {record.path: record for node in counted_in(run.formula) for record in whole.records_of(node)}
    first, last = calendar.first_of(hole.first), calendar.last_of(hole.last)
    next_first = min((record.first for record in named.values() if record.first > first), default=last)
    missing, before = calendar.month_set(hole.first, hole.last), calendar.month_set(hole.first - 1, hole.first - 1)
    spans = [
        replace(record, months=record.months | missing, last=max(record.last, last, next_first))
        if record.path in named and record.months & before
        else record
        for record in records.spans
    ]
    return replace(applicant, records=replace(records, spans=tuple(spans)))


def _difference(result: Score, other: Score) -> Decimal | None:
    """Return by how much a total is above another; None where that is open."""
    low, high = (
        mine - theirs if mine.is_finite() and theirs.is_finite() else None
        for mine, theirs in zip(result.total_range, other.total_range, strict=True)
    )
    return low if low == high else None
