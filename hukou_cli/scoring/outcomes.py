"""The limits of each rule and sum of an edition for one applicant, and the facts that decide what is open."""

import msgspec

from hukou_cli.rules.intervals import UNDECIDED, Range


class Outcome(msgspec.Struct, frozen=True, gc=False):
    """The limits of one rule: points in units of 10**-places, or 0 and 1 for a condition.

    ``decided_by`` names the missing facts on which it depends; none where it is settled.
    """

    range: Range
    decided_by: tuple[str, ...] = ()


class Outcomes(msgspec.Struct, frozen=True, gc=False):
    """The limits of all rules and sums. Points are in units of 10**-places, the share of 10**-4.

    ``routes`` has an outcome for each need of each route, ``places`` the truth of each place's condition.
    ``core_share`` is None where the total may be 0 or less; ``reached`` where there is no line to reach. A caveat is
    there where it may touch the result.
    """

    gates: tuple[Outcome, ...]
    vetoes: tuple[Outcome, ...]
    routes: tuple[tuple[Outcome, ...], ...]
    places: tuple[Range, ...]
    lines: tuple[Outcome, ...]
    caveats: tuple[bool, ...]
    eligible: Range
    core: Range
    total: Range
    core_share: Range | None
    reached: Range | None
    decided_by: tuple[str, ...] = ()
    total_decided_by: tuple[str, ...] = ()
    place_decided_by: tuple[str, ...] = ()


def decided(truth: Range) -> bool | None:
    """Return a truth from its limits; None where it is open."""
    return None if truth == UNDECIDED else bool(truth[0])
