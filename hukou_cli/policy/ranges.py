"""The limits of every name of an edition, for interval arithmetic over its formulas."""

from hukou_cli.base.calendar import EARLIEST, LATEST
from hukou_cli.base.decimals import half_up
from hukou_cli.facts.types import limits
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.rules.intervals import bounds
from hukou_cli.rules.possible import Possible, Range, Ranges

LARGEST_INTEGER = 2**62
"""Half of what a 64-bit integer holds: rounding doubles its numerator."""


def ranges_of(edition: Edition, round_: RoundId | None = None) -> Ranges:
    """Return the limits of every fact, date and derived quantity of an edition.

    Args:
        edition: The edition.
        round_: The round whose dates hold; without one, dates may be any day.

    """
    ranges: dict[str, Possible] = {
        name: frozenset(fact.choices) if fact.type == "choice" else limits(fact) for name, fact in edition.facts.items()
    }
    ranges |= dict.fromkeys(edition.file.date_names, (EARLIEST, LATEST))
    if round_ is not None:
        ranges |= {name: (day, day) for name, day in edition.calendar.dates(round_).items()}
    for name, formula in edition.derived.items():
        ranges[name] = bounds(formula, ranges)
    return ranges


def line_limits(edition: Edition, ranges: Ranges) -> dict[str, Range]:
    """Return the lowest and highest points of every line, in units of ``10**-decimals``.

    Args:
        edition: The edition.
        ranges: The limits of its facts, dates and derived quantities.

    """
    places = edition.file.policy.decimals
    limits = {indicator.id: (quantity.den, bounds(quantity, ranges)) for indicator, quantity in edition.indicators}
    return {
        name: (half_up(low, den, places), half_up(high, den, places)) for name, (den, (low, high)) in limits.items()
    }
