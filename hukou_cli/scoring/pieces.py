"""How a missing fact is cut into pieces that are gone through one by one: single values, or spans of them."""

from hukou_cli.base.calendar import first_of, last_of, month_of
from hukou_cli.facts.types import Fact
from hukou_cli.rules.intervals import Possible, Range


def size(fact: Fact, possible: Possible) -> int:
    """Count the values that a fact may have; of a date the months."""
    if isinstance(possible, frozenset):
        return len(possible)
    low, high = possible
    if fact.type == "date":
        return month_of(high) - month_of(low) + 1
    return len(_allowed(fact, possible)) if fact.allowed else max(0, high - low + 1)


def pieces(fact: Fact, possible: Possible, most: int) -> list[Possible]:
    """Cut what a fact may be into so many pieces at most: sets of options, or spans of values."""
    number = size(fact, possible)
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
    """Give the only values that a number may have, as numerators, ascending."""
    return sorted(
        value for value in (int(number * fact.den) for number in fact.allowed) if limits[0] <= value <= limits[1]
    )


def root(room: int, degree: int) -> int:
    """Give the largest whole number, at least 1, whose power of a degree is at most ``room``."""
    found = 1
    while (found + 1) ** degree <= room:
        found += 1
    return found
