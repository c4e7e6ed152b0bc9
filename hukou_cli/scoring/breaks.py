"""The holes in insurance, homes and permits by which unbroken runs lost months."""

from collections.abc import Mapping

from hukou_cli.base import calendar
from hukou_cli.policy.edition import Edition
from hukou_cli.records.counted import Counted
from hukou_cli.scoring.result import Break


def breaks_of(counts: Mapping[str, Counted], edition: Edition, last: int) -> tuple[Break, ...]:
    """Return the hole before each unbroken run that lost months by it; runs with the same hole are named together.

    What months paid back too often ended is no hole: the run begins in the month after.

    Args:
        counts: The facts counted from records.
        edition: The edition, which says which facts are runs.
        last: The month of the counting day.

    """
    found: dict[tuple[str, int, int, int, int], list[str]] = {}
    for name, counted in counts.items():
        if not counted.lost:
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
