"""The nearest of several routes that do not hold: by what is lacking beside months, then by the months."""

from collections.abc import Mapping

from hukou_cli.facts.types import Fact
from hukou_cli.rules.ast import Compare, Name
from hukou_cli.scoring.result import Check, RouteCheck


def nearest_routes(routes: tuple[RouteCheck, ...], facts: Mapping[str, Fact]) -> tuple[RouteCheck, ...]:
    """Return the two nearest routes, where none holds: that lack least beside months, of these the soonest.

    A route of which nothing is met yet, as an award not won, comes after all others.
    """
    if any(route.passed for route in routes):
        return ()
    return tuple(sorted(routes, key=lambda route: _distance(route, facts))[:2])


def _distance(route: RouteCheck, facts: Mapping[str, Fact]) -> tuple[bool, int, int]:
    """Return whether nothing is met, how many needs other than months a route lacks, and for how many months.

    Routes are compared by months only where they lack nothing else.
    """
    waiting = [months for check in route.lacking if (months := _months_of(check, facts)) is not None]
    others = len(route.lacking) - len(waiting)
    begun = len(route.lacking) < len(route.needs) or any(seen for seen, _ in waiting)
    longest = max((needed - seen for seen, needed in waiting), default=0)
    return not begun, others, 0 if others else longest


def _months_of(check: Check, facts: Mapping[str, Fact]) -> tuple[int, int] | None:
    """Return the months that there are and that are needed, of a need for months; None of any other need."""
    node = check.formula
    if check.step is None or not isinstance(node, Compare) or not isinstance(node.left, Name):
        return None
    fact = facts.get(node.left.id)
    if fact is None or fact.type != "months" or node.operator != ">=":
        return None
    seen, needed = check.step.parts
    return seen.value, needed.value
