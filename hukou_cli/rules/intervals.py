"""Between which values a formula can lie, when some of its names are known only within limits.

The lint uses it with every fact at its widest (is ``whole`` ever given something negative? does SQL's 64-bit
arithmetic hold it?), the SQL reading to leave out the negative half of a rounding that cannot happen, and a score with
facts that are not known to give the interval they leave open.
"""

from collections.abc import Iterable, Mapping
from typing import assert_never

from hukou_cli.base import calendar, decimals
from hukou_cli.facts.types import Value
from hukou_cli.rules import ast
from hukou_cli.rules.ast import Condition, Formula, Quantity

Range = tuple[int, int]
"""Lowest and highest value, both reachable or beyond it, as numerators of one denominator; of a condition 0 is false
and 1 true, so that ``(0, 1)`` is undecided."""

Possible = Range | frozenset[str]
"""What a name may stand for: the range of a quantity, date or flag, or the options left to a choice."""

Ranges = Mapping[str, Possible]
"""What each name may stand for. A flag or a choice that is not there may be anything."""

UNDECIDED: Range = (0, 1)


def point(value: Value) -> Possible:
    """Give a known value as the only one possible.

    >>> point(84), point(True), point("master")
    ((84, 84), (1, 1), frozenset({'master'}))
    """
    return frozenset([value]) if isinstance(value, str) else (int(value), int(value))


def bounds(node: Formula, ranges: Ranges) -> Range:
    """Give limits of a quantity, as numerators over ``node.den``, or say how far a condition is decided.

    They hold always; they need not be tight. Where every name used is a point they are the value itself.
    """
    return _truth(node, ranges) if isinstance(node, Condition) else _limits(node, ranges)


def open_names(node: Formula, ranges: Ranges) -> frozenset[str]:
    """Give the names that keep a formula open: not those of a branch, row or term that is settled or cannot count."""
    low, high = bounds(node, ranges)
    if low == high:
        return frozenset()
    match node:
        case ast.Name(name) | ast.Flag(name) | ast.Member(name):
            return frozenset([name])
        case ast.Conditional(condition, then, otherwise):
            parts = _branches(condition, then, otherwise, ranges)
            return _union([open_names(part, ranges) for part in (condition, *parts)])
        case ast.Choice(name, rows):
            left = _rows(name, rows, ranges)
            chosen = [name] if len(left) > 1 else []
            return _union([frozenset(chosen), *(open_names(row, ranges) for row in left)])
        case ast.Bands(operand, rows):
            left = _bands(bounds(operand, ranges), operand.den, rows)
            return _union([open_names(part, ranges) for part in (operand, *left)])
        case _:
            return _union([open_names(child, ranges) for child in ast.children(node)])


def narrowed(ranges: Ranges, conditions: Iterable[Condition]) -> dict[str, Possible]:
    """Narrow ranges by conditions that hold, where these compare two names: from ``a <= b``, a is at most b's highest.

    A range whose low end comes out above its high end holds nothing: the conditions cannot all hold.
    """
    found = dict(ranges)
    pairs = [pair for condition in conditions for pair in _ordered(condition)]
    for _ in pairs:  # each round may narrow what another pair uses; no chain is longer than the pairs there are
        for less, gap, more in pairs:
            below, above = found.get(less), found.get(more)
            if isinstance(below, tuple) and isinstance(above, tuple):
                found[less] = (below[0], min(below[1], above[1] - gap))
                found[more] = (max(above[0], below[0] + gap), above[1])
    return found


def _ordered(condition: Condition) -> list[tuple[str, int, str]]:
    """Read a comparison of two names as (name, gap, name): the first plus the gap is at most the second."""
    match condition:
        case ast.Compare(operator, ast.Name(left, one), ast.Name(right, other)) if one == other:
            gap = 1 if operator in ("<", ">") else 0
            if operator in ("<", "<="):
                return [(left, gap, right)]
            return [(right, gap, left)] if operator in (">", ">=") else []
        case _:
            return []


def _limits(node: Quantity, ranges: Ranges) -> Range:
    match node:
        case ast.Number() | ast.Day():
            return node.value, node.value
        case ast.Name():
            found = ranges[node.id]
            assert isinstance(found, tuple)
            return found
        case ast.Negative(operand):
            low, high = bounds(operand, ranges)
            return -high, -low
        case ast.Sum(terms, den):
            limits = [_over(den, term, ranges) for term in terms]
            return sum(low for low, _ in limits), sum(high for _, high in limits)
        case ast.Product(factors):
            return _product(bounds(factor, ranges) for factor in factors)
        case ast.Quotient(operand, by):
            low, high = bounds(operand, ranges)
            return low * by.den, high * by.den
        case ast.Least(items, den):
            limits = [_over(den, item, ranges) for item in items]
            return min(low for low, _ in limits), min(high for _, high in limits)
        case ast.Greatest(items, den):
            limits = [_over(den, item, ranges) for item in items]
            return max(low for low, _ in limits), max(high for _, high in limits)
        case ast.Whole(operand):
            low, high = bounds(operand, ranges)
            return low // operand.den, high // operand.den
        case ast.Round(operand, places):
            low, high = bounds(operand, ranges)
            return decimals.half_up(low, operand.den, places), decimals.half_up(high, operand.den, places)
        case ast.Conditional(condition, then, otherwise, den):
            return either([_over(den, part, ranges) for part in _branches(condition, then, otherwise, ranges)])
        case ast.Choice(name, rows, den):
            return either([_over(den, row, ranges) for row in _rows(name, rows, ranges)])
        case ast.Bands(operand, rows, den):
            left = _bands(bounds(operand, ranges), operand.den, rows)
            return either([_over(den, points, ranges) for points in left])
        case ast.Completed(unit, since, until):
            count = calendar.completed_years if unit == "years" else calendar.completed_months
            (first, last), (earliest, latest) = bounds(since, ranges), bounds(until, ranges)
            return count(last, earliest), count(first, latest)
        case _:
            assert_never(node)


def _truth(node: Condition, ranges: Ranges) -> Range:
    match node:
        case ast.Flag(name):
            found = ranges.get(name, UNDECIDED)
            assert isinstance(found, tuple)
            return found
        case ast.Member(name, options):
            left = ranges.get(name)
            if not isinstance(left, frozenset):
                return UNDECIDED
            return int(left.issubset(options)), int(not left.isdisjoint(options))
        case ast.Compare(operator, left, right):
            (least, most), (low, high) = bounds(left, ranges), bounds(right, ranges)
            ours, theirs = right.den, left.den
            return _compared(operator, (least * ours, most * ours), (low * theirs, high * theirs))
        case ast.Not(condition):
            return negated(bounds(condition, ranges))
        case ast.AllOf(conditions):
            return all_of([bounds(condition, ranges) for condition in conditions])
        case ast.AnyOf(conditions):
            limits = [bounds(condition, ranges) for condition in conditions]
            return max((low for low, _ in limits), default=0), max((high for _, high in limits), default=0)
        case _:
            assert_never(node)


def _compared(operator: ast.Comparison, left: Range, right: Range) -> Range:
    """Compare two ranges of one denominator: certainly, and possibly."""
    (least, most), (low, high) = left, right
    same = least == most == low == high
    meet = least <= high and low <= most
    match operator:
        case "<":
            return int(most < low), int(least < high)
        case "<=":
            return int(most <= low), int(least <= high)
        case ">":
            return int(least > high), int(most > low)
        case ">=":
            return int(least >= high), int(most >= low)
        case "==":
            return int(same), int(meet)
        case "!=":
            return int(not meet), int(not same)
        case _:
            assert_never(operator)


def _branches(condition: Condition, then: Quantity, otherwise: Quantity, ranges: Ranges) -> tuple[Quantity, ...]:
    """Give the branches that may be taken."""
    match bounds(condition, ranges):
        case (1, _):
            return (then,)
        case (_, 0):
            return (otherwise,)
        case _:
            return (then, otherwise)


def _rows(name: str, rows: Mapping[str, Quantity], ranges: Ranges) -> list[Quantity]:
    """Give the rows of a choice that may apply."""
    left = ranges.get(name)
    return [row for option, row in rows.items() if not isinstance(left, frozenset) or option in left]


def _bands(measured: Range, den: int, rows: tuple[ast.Band, ...]) -> list[Quantity]:
    """Give the points of the bands that a measure of this range, over ``den``, may fall into."""
    low, high = measured
    return [
        row.points
        for row in rows
        if (row.high is None or low * row.high.den < row.high.value * den)
        and (row.low is None or high * row.low.den >= row.low.value * den)
    ]


def _over(den: int, node: Quantity, ranges: Ranges) -> Range:
    scale = den // node.den
    low, high = _limits(node, ranges)
    return low * scale, high * scale


def either(limits: Iterable[Range]) -> Range:
    """Give the range that holds all of several; there must be one."""
    lows, highs = zip(*limits, strict=True)
    return min(lows), max(highs)


def all_of(truths: Iterable[Range]) -> Range:
    """Say how far it is decided that all of several conditions hold."""
    lows, highs = zip((1, 1), *truths, strict=True)
    return min(lows), min(highs)


def any_of(truths: Iterable[Range]) -> Range:
    """Say how far it is decided that at least one of several conditions holds."""
    lows, highs = zip((0, 0), *truths, strict=True)
    return max(lows), max(highs)


def negated(truth: Range) -> Range:
    """Say how far it is decided that a condition does not hold."""
    low, high = truth
    return 1 - high, 1 - low


def _product(factors: Iterable[Range]) -> Range:
    low, high = 1, 1
    for least, most in factors:
        corners = (low * least, low * most, high * least, high * most)
        low, high = min(corners), max(corners)
    return low, high


def _union(names: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*names)
