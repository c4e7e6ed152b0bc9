"""Subdivision of what a missing fact may be: into single values, or into ranges and sets of options."""

from hukou_cli.base.calendar import first_of, last_of, month_of
from hukou_cli.facts.types import Fact
from hukou_cli.rules.possible import Possible, Range


def count_values(fact: Fact, possible: Possible) -> int:
    """Count the values that a fact may have; for a date the months, which are never cut smaller."""
    if isinstance(possible, frozenset):
        return len(possible)
    low, high = possible
    if fact.type == "date":
        return month_of(high) - month_of(low) + 1
    return len(_allowed(fact, possible)) if fact.allowed else max(0, high - low + 1)


def subdivide(fact: Fact, possible: Possible, most: int) -> list[Possible]:
    """Cut what a fact may be into at most ``most`` pieces of nearly equal size, which together hold every value.

    They are single values where ``most`` is enough for all of them; of a date they are months.
    """
    number = count_values(fact, possible)
    count = min(number, most)
    cuts = [(number * at // count, number * (at + 1) // count) for at in range(count)]
    if isinstance(possible, frozenset):
        options = [option for option in fact.choices if option in possible]
        return [frozenset(options[first:end]) for first, end in cuts]
    low, high = possible
    if fact.type == "date":
        start = month_of(low)
        return [(max(low, first_of(start + first)), min(high, last_of(start + end - 1))) for first, end in cuts]
    if fact.allowed:
        values = _allowed(fact, possible)
        return [(values[first], values[end - 1]) for first, end in cuts]
    return [(low + first, low + end - 1) for first, end in cuts]


def _allowed(fact: Fact, limits: Range) -> list[int]:
    """Return the only values that a number may have within limits, as numerators over ``fact.den``, ascending."""
    return sorted(
        value for value in (int(number * fact.den) for number in fact.allowed) if limits[0] <= value <= limits[1]
    )


def ends_of(fact: Fact, possible: Possible) -> tuple[Possible, Possible]:
    """Return the first and the last single value that a fact may have."""
    if isinstance(possible, frozenset):
        options = [option for option in fact.choices if option in possible]
        return frozenset(options[:1]), frozenset(options[-1:])
    low, high = possible
    if fact.allowed:
        values = _allowed(fact, possible)
        low, high = values[0], values[-1]
    return (low, low), (high, high)
