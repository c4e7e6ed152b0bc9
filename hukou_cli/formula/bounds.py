"""Between which values a formula can lie, when some of its names are known only within limits.

The lint uses it with the limits of every fact (is ``whole`` ever given something negative? does SQL's 64-bit
arithmetic hold it?), the SQL reading to leave out the negative half of a rounding that cannot happen.
"""

from collections.abc import Iterable, Mapping
from typing import assert_never

from hukou_cli import exact, months
from hukou_cli.formula import nodes
from hukou_cli.formula.nodes import Quantity

Range = tuple[int, int]
"""Lowest and highest value, both reachable or beyond it, as numerators of one denominator."""

Ranges = Mapping[str, Range]


def bounds(node: Quantity, ranges: Ranges) -> Range:
    """Give limits of a quantity, as numerators over ``node.den``. They hold always; they need not be tight."""
    match node:
        case nodes.Number() | nodes.Day():
            return node.value, node.value
        case nodes.Name():
            return ranges[node.id]
        case nodes.Negative(operand):
            low, high = bounds(operand, ranges)
            return -high, -low
        case nodes.Sum(terms, den):
            limits = [_over(den, term, ranges) for term in terms]
            return sum(low for low, _ in limits), sum(high for _, high in limits)
        case nodes.Product(factors):
            return _product(bounds(factor, ranges) for factor in factors)
        case nodes.Quotient(operand, by):
            low, high = bounds(operand, ranges)
            return low * by.den, high * by.den
        case nodes.Least(items, den):
            limits = [_over(den, item, ranges) for item in items]
            return min(low for low, _ in limits), min(high for _, high in limits)
        case nodes.Greatest(items, den):
            limits = [_over(den, item, ranges) for item in items]
            return max(low for low, _ in limits), max(high for _, high in limits)
        case nodes.Whole(operand):
            low, high = bounds(operand, ranges)
            return low // operand.den, high // operand.den
        case nodes.Round(operand, places):
            low, high = bounds(operand, ranges)
            return exact.half_up(low, operand.den, places), exact.half_up(high, operand.den, places)
        case nodes.Conditional(_, then, otherwise, den):
            return _either([_over(den, then, ranges), _over(den, otherwise, ranges)])
        case nodes.Choice(_, rows, den):
            return _either([_over(den, row, ranges) for row in rows.values()])
        case nodes.Bands(_, rows, den):
            return _either([_over(den, row.points, ranges) for row in rows])
        case nodes.Completed(unit, since, until):
            count = months.completed_years if unit == "years" else months.completed_months
            (first, last), (earliest, latest) = bounds(since, ranges), bounds(until, ranges)
            return count(last, earliest), count(first, latest)
        case _:
            assert_never(node)


def _over(den: int, node: Quantity, ranges: Ranges) -> Range:
    scale = den // node.den
    low, high = bounds(node, ranges)
    return low * scale, high * scale


def _either(limits: list[Range]) -> Range:
    return min(low for low, _ in limits), max(high for _, high in limits)


def _product(factors: Iterable[Range]) -> Range:
    low, high = 1, 1
    for least, most in factors:
        corners = (low * least, low * most, high * least, high * most)
        low, high = min(corners), max(corners)
    return low, high
