"""The limits of each rule and sum of an edition for one applicant, and the facts that decide what is open."""

import msgspec

from hukou_cli.base.decimals import to_decimal
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.round_calendar import Window
from hukou_cli.rules.possible import UNDECIDED, Range, all_of


class Outcome(msgspec.Struct, frozen=True, gc=False):
    """The limits of one rule: points in units of 10**-places, or 0 and 1 for a condition.

    ``decided_by`` names the missing facts on which it depends; none where it is settled.
    """

    range: Range
    decided_by: tuple[str, ...] = ()


class Outcomes(msgspec.Struct, frozen=True, gc=False):
    """The limits of all rules and sums. Points are in units of 10**-places, the share of 10**-4.

    ``routes`` has an outcome for each need of each route, ``places`` the truth of each place's condition.
    ``core_share`` is None where the total may be 0 or less; ``reached`` where there is no line to reach;
    ``enters_ranking`` where the rules ask for no least total to be ranked. A caveat is there where it may touch the
    result.
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
    enters_ranking: Range | None = None
    decided_by: tuple[str, ...] = ()
    total_decided_by: tuple[str, ...] = ()
    place_decided_by: tuple[str, ...] = ()


def line_reached(edition: Edition, window: Window, passes: Range | None, compared: Range) -> Range | None:
    """Return whether the line that admits is reached in a round; None where it has none.

    Args:
        edition: The policy.
        window: The round.
        passes: Whether ``pass`` of the rules holds; None where there is none. Who is not ranked reaches no cut-off.
        compared: The limits of the points that the line of the round is of, in units of ``10**-places``.

    """
    if edition.passes is not None and not edition.has_entry_mark:
        return passes
    line = None if window.cutoff is None else window.cutoff.line
    if line is None:
        return None
    low, high = (int(to_decimal(units, edition.file.policy.decimals) >= line) for units in compared)
    return (low, high) if passes is None else all_of((passes, (low, high)))


def decided(truth: Range) -> bool | None:
    """Return a truth from its limits; None where it is open."""
    return None if truth == UNDECIDED else bool(truth[0])
