"""How a formula changes while one name grows and all others stand: it only rises, only falls, stays, or may do both.

What only rises or only falls in a name has its extremes at the ends of the name's range: where it comes to the same at
both ends, it comes to the same all between.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, assert_never

from hukou_cli.rules import ast
from hukou_cli.rules.ast import Condition, Formula, Quantity
from hukou_cli.rules.intervals import bounds
from hukou_cli.rules.possible import Range, Ranges


class Trend(NamedTuple):
    """Whether a formula may rise, and whether it may fall, as a name grows. A condition rises where it becomes true."""

    rises: bool = False
    falls: bool = False

    @property
    def is_monotone(self) -> bool:
        """Whether it only rises, only falls, or stays."""
        return not (self.rises and self.falls)

    @property
    def reversed(self) -> "Trend":
        """The trend of the opposite."""
        return Trend(self.falls, self.rises)


STAYS, RISES, BOTH = Trend(), Trend(rises=True), Trend(rises=True, falls=True)

Trends = Mapping[str, Trend]
"""The trends of names: of the one that grows, and of the derived quantities that follow it. All others stay."""


def trend(node: Formula, trends: Trends, ranges: Ranges) -> Trend:
    """Return the trend of a formula; where it is not known for certain, that it may do both.

    Args:
        node: The formula.
        trends: The trends of the names that do not stay.
        ranges: The limits of every name.

    >>> paid = ast.Name("paid", 1)
    >>> trend(ast.Conditional(ast.Compare(">=", paid, ast.Number(84, 1)), ast.Number(3, 1), ast.Number(0, 1), 1),
    ...       {"paid": RISES}, {"paid": (0, 1800)})
    Trend(rises=True, falls=False)

    """

    def of(part: Formula) -> Trend:
        return trend(part, trends, ranges)

    if isinstance(node, Condition):
        return _of_condition(node, trends, ranges)
    match node:
        case ast.Number() | ast.Day():
            return STAYS
        case ast.Name(name):
            return trends.get(name, STAYS)
        case ast.Negative(operand):
            return of(operand).reversed
        case ast.Quotient(operand) | ast.Whole(operand) | ast.Round(operand):
            return of(operand)
        case ast.Rest(operand):
            return STAYS if of(operand) == STAYS else BOTH
        case ast.Tiers(total=total):
            return of(total)
        case ast.Sum(parts) | ast.Least(parts) | ast.Greatest(parts):
            return _any(map(of, parts))
        case ast.Choice(_, rows):
            return _any(map(of, rows.values()))
        case ast.Product(factors):
            return _of_product([(of(factor), bounds(factor, ranges)) for factor in factors])
        case ast.Completed(_, since, until):
            return _any((of(since).reversed, of(until)))
        case ast.Conditional(condition, then, otherwise):
            return _any((_of_steps(of(condition), (otherwise, then), ranges), of(then), of(otherwise)))
        case ast.Bands(operand, rows):
            points = [row.points for row in rows]
            return _any((_of_steps(of(operand), points, ranges), *map(of, points)))
        case _:
            assert_never(node)


def _of_condition(node: Condition, trends: Trends, ranges: Ranges) -> Trend:
    match node:
        case ast.Flag(name):
            return trends.get(name, STAYS)
        case ast.Member():
            return STAYS
        case ast.Compare(operator, left, right):
            ahead = _any((trend(left, trends, ranges), trend(right, trends, ranges).reversed))
            if operator in ("==", "!="):
                return STAYS if ahead == STAYS else BOTH
            return ahead if operator in (">", ">=") else ahead.reversed
        case ast.Not(condition):
            return trend(condition, trends, ranges).reversed
        case ast.AllOf(conditions) | ast.AnyOf(conditions):
            return _any(trend(condition, trends, ranges) for condition in conditions)
        case _:
            assert_never(node)


def _any(trends: Iterable[Trend]) -> Trend:
    """Return the trend of what rises where any of several rises, and falls where any of them falls."""
    each = list(trends)
    return Trend(any(one.rises for one in each), any(one.falls for one in each))


def _of_product(factors: Sequence[tuple[Trend, Range]]) -> Trend:
    """Return the trend of a product, from the trend and the limits of each factor."""
    changing = [trend for trend, _ in factors if trend != STAYS]
    if all(low >= 0 for _, (low, _) in factors):
        return _any(changing)
    if len(changing) == 1:
        signs = [(low >= 0, high <= 0) for trend, (low, high) in factors if trend == STAYS]
        if all(above or below for above, below in signs):
            return changing[0].reversed if sum(not above for above, _ in signs) % 2 else changing[0]
    return BOTH if changing else STAYS


def _of_steps(taken: Trend, steps: Sequence[Quantity], ranges: Ranges) -> Trend:
    """Return the trend of what steps from one quantity to the next as something rises or falls."""
    if taken == STAYS:
        return STAYS
    limits = [(*bounds(step, ranges), step.den) for step in steps]
    pairs = list(pairwise(limits))
    up = all(high * next_den <= next_low * den for (_, high, den), (next_low, _, next_den) in pairs)
    down = all(low * next_den >= next_high * den for (low, _, den), (_, next_high, next_den) in pairs)
    if up and down:
        return STAYS
    return taken if up else taken.reversed if down else BOTH
