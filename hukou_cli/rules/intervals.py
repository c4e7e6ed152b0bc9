"""Interval arithmetic on formulas: what a formula can come to when its names are known only within ranges.

The lint uses it with every fact at its widest (is ``whole`` ever given something negative? does SQL's 64-bit
arithmetic hold it?), the SQL reading to leave out the negative half of a rounding that cannot happen, and scoring with
partial information to give the interval that missing facts leave open.
"""

from collections.abc import Callable, Iterable, Mapping
from math import prod
from typing import assert_never

from msgspec.structs import replace

from hukou_cli.base import calendar, decimals
from hukou_cli.facts.types import Value
from hukou_cli.rules import ast
from hukou_cli.rules.ast import Condition, Formula, Quantity
from hukou_cli.rules.possible import UNDECIDED, Possible, Range, Ranges, all_of, negated


def point(value: Value) -> Possible:
    """Return a known value as the only one possible.

    >>> point(84), point(True), point("master")
    ((84, 84), (1, 1), frozenset({'master'}))
    """
    return frozenset([value]) if isinstance(value, str) else (int(value), int(value))


def bounds(node: Formula, ranges: Ranges) -> Range:
    """Return an interval that holds every value of a formula: numerators over ``node.den``, or truth as 0 and 1.

    It need not be tight, for a name that is used twice may vary twice. Where every name is a point it is the value.
    """
    return _truth(node, ranges) if isinstance(node, Condition) else _limits(node, ranges)


def magnitude(node: Formula, ranges: Ranges) -> int:
    """Return the most that a lowered quantity, or a step on the way to it, can come to, whatever its sign."""

    def of(part: Formula) -> int:
        return max(map(abs, bounds(part, ranges)))

    match node:
        case ast.Sum(terms):
            return sum(map(of, terms))
        case ast.Product(factors):
            return prod(max(1, of(factor)) for factor in factors)
        case ast.Bands(_, rows):
            return max(of(node), *(abs(row.high.value) for row in rows if row.high is not None), 0)
        case _:
            return 0 if isinstance(node, Condition) else of(node)


def residual(node: Formula, ranges: Ranges) -> Formula:
    """Evaluate a formula partially: what is settled becomes a number, a branch or row that cannot apply goes.

    The residual formula has the same bounds within these ranges and every part of them, and is quicker to evaluate.
    """
    return _residual_truth(node, ranges) if isinstance(node, Condition) else _residual_quantity(node, ranges)


def open_names(node: Formula, ranges: Ranges) -> frozenset[str]:
    """Return the names that keep a formula open: not those of a branch, row or term that is settled or cannot apply."""
    return frozenset(ast.names_in(residual(node, ranges)))


def _limits(node: Quantity, ranges: Ranges) -> Range:
    match node:
        case ast.Number() | ast.Day():
            return node.value, node.value
        case ast.Name():
            found = ranges[node.id]
            assert isinstance(found, tuple)
            return found
        case ast.Negative(operand):
            low, high = _limits(operand, ranges)
            return -high, -low
        case ast.Sum(terms, den):
            limits = [_over(den, term, ranges) for term in terms]
            return sum(low for low, _ in limits), sum(high for _, high in limits)
        case ast.Product(factors):
            return _product(_limits(factor, ranges) for factor in factors)
        case ast.Quotient(operand, by):
            low, high = _limits(operand, ranges)
            return low * by.den, high * by.den
        case ast.Least(items, den):
            limits = [_over(den, item, ranges) for item in items]
            return min(low for low, _ in limits), min(high for _, high in limits)
        case ast.Greatest(items, den):
            limits = [_over(den, item, ranges) for item in items]
            return max(low for low, _ in limits), max(high for _, high in limits)
        case ast.Whole(operand):
            low, high = _limits(operand, ranges)
            return low // operand.den, high // operand.den
        case ast.Rest(operand):
            low, high = bounds(operand, ranges)
            year = 12 * operand.den
            return (low % year, high % year) if low // year == high // year else (0, year - 1)
        case ast.Round(operand, places):
            low, high = _limits(operand, ranges)
            return decimals.half_up(low, operand.den, places), decimals.half_up(high, operand.den, places)
        case ast.Conditional(condition, then, otherwise, den):
            return either([_over(den, part, ranges) for part in _branches(condition, then, otherwise, ranges)])
        case ast.Choice(name, rows, den):
            return either([_over(den, row, ranges) for row in _rows(name, rows, ranges).values()])
        case ast.Bands(operand, rows, den):
            return either([_over(den, band.points, ranges) for band in _bands(operand, rows, ranges)])
        case ast.Tiers(total=total):
            return _limits(total, ranges)
        case ast.Completed(unit, since, until):
            count = calendar.completed_years if unit == "years" else calendar.completed_months
            (first, last), (earliest, latest) = _limits(since, ranges), _limits(until, ranges)
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
            (least, most), (low, high) = _limits(left, ranges), _limits(right, ranges)
            ours, theirs = right.den, left.den
            return _compared(operator, (least * ours, most * ours), (low * theirs, high * theirs))
        case ast.Not(condition):
            return negated(_truth(condition, ranges))
        case ast.AllOf(conditions):
            return all_of([_truth(condition, ranges) for condition in conditions])
        case ast.AnyOf(conditions):
            limits = [_truth(condition, ranges) for condition in conditions]
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


def _residual_quantity(node: Quantity, ranges: Ranges) -> Quantity:
    left = _with_residual_parts(node, ranges)
    low, high = _limits(left, ranges)
    return ast.Number(low, node.den) if low == high else left


def _with_residual_parts(node: Quantity, ranges: Ranges) -> Quantity:
    """Evaluate the parts of a quantity partially; one branch, row or band that is left stands alone, over ``den``."""

    def of(part: Quantity) -> Quantity:
        return _residual_quantity(part, ranges)

    match node:
        case ast.Number() | ast.Day() | ast.Name():
            return node
        case (
            ast.Negative(operand) | ast.Quotient(operand) | ast.Whole(operand) | ast.Rest(operand) | ast.Round(operand)
        ):
            return replace(node, operand=of(operand))
        case ast.Tiers(total=total):
            return of(total)
        case ast.Sum(terms, den):
            return _joined(ast.Sum, map(of, terms), den)
        case ast.Least(items, den):
            return _joined(ast.Least, map(of, items), den)
        case ast.Greatest(items, den):
            return _joined(ast.Greatest, map(of, items), den)
        case ast.Product(factors):
            return replace(node, factors=tuple([of(factor) for factor in factors]))
        case ast.Completed(_, since, until):
            return replace(node, since=of(since), until=of(until))
        case ast.Conditional(condition, then, otherwise, den):
            test = _residual_truth(condition, ranges)
            branches = _branches(test, then, otherwise, ranges)
            if len(branches) == 1:
                return _over_den(of(branches[0]), den)
            return ast.Conditional(test, of(then), of(otherwise), den)
        case ast.Choice(name, rows, den):
            rows_left = {option: of(row) for option, row in _rows(name, rows, ranges).items()}
            return (
                _over_den(next(iter(rows_left.values())), den)
                if len(rows_left) == 1
                else ast.Choice(name, rows_left, den)
            )
        case ast.Bands(operand, rows, den):
            measured = of(operand)
            bands = [replace(band, points=of(band.points)) for band in _bands(measured, rows, ranges)]
            return _over_den(bands[0].points, den) if len(bands) == 1 else ast.Bands(measured, tuple(bands), den)
        case _:
            assert_never(node)


def _over_den(part: Quantity, den: int) -> Quantity:
    """Return a quantity that is left alone, over the denominator of all there were."""
    return part if part.den == den else ast.Sum((part,), den)


def _joined(make: Callable[[tuple[Quantity, ...], int], Quantity], parts: Iterable[Quantity], den: int) -> Quantity:
    """Make a sum, a least or a greatest over ``den``, in which the parts that are numbers are joined to one."""
    each = list(parts)
    numbers: list[Quantity] = [part for part in each if isinstance(part, ast.Number)]
    others = [part for part in each if not isinstance(part, ast.Number)]
    joined = [ast.Number(_limits(make(tuple(numbers), den), {})[0], den)] if numbers else []
    return make((*others, *joined), den)


def _residual_truth(node: Condition, ranges: Ranges) -> Condition:
    low, high = _truth(node, ranges)
    if low == high:
        return ast.AllOf(()) if low else ast.AnyOf(())
    match node:
        case ast.Flag() | ast.Member():
            return node
        case ast.Compare(operator, left, right):
            less, more = _residual_quantity(left, ranges), _residual_quantity(right, ranges)
            if less == more:
                return ast.AllOf(()) if operator in ("<=", ">=", "==") else ast.AnyOf(())
            return ast.Compare(operator, less, more)
        case ast.Not(condition):
            return ast.Not(_residual_truth(condition, ranges))
        case ast.AllOf(conditions):
            return _residual_parts(ast.AllOf, conditions, ranges)
        case ast.AnyOf(conditions):
            return _residual_parts(ast.AnyOf, conditions, ranges)
        case _:
            assert_never(node)


def _residual_parts(
    make: Callable[[tuple[Condition, ...]], Condition], conditions: Iterable[Condition], ranges: Ranges
) -> Condition:
    """Return an open "and" or "or" without the conditions that are settled, which then decide nothing."""
    left = [_residual_truth(part, ranges) for part in conditions if _truth(part, ranges) == UNDECIDED]
    return left[0] if len(left) == 1 else make(tuple(left))


def _branches(condition: Condition, then: Quantity, otherwise: Quantity, ranges: Ranges) -> tuple[Quantity, ...]:
    """Return the branches that may be taken."""
    match _truth(condition, ranges):
        case (1, _):
            return (then,)
        case (_, 0):
            return (otherwise,)
        case _:
            return (then, otherwise)


def _rows(name: str, rows: Mapping[str, Quantity], ranges: Ranges) -> dict[str, Quantity]:
    """Return the rows of a choice that may apply, by option."""
    left = ranges.get(name)
    return {option: row for option, row in rows.items() if not isinstance(left, frozenset) or option in left}


def _bands(operand: Quantity, rows: tuple[ast.Band, ...], ranges: Ranges) -> list[ast.Band]:
    """Return the bands that a quantity may fall into."""
    (low, high), den = _limits(operand, ranges), operand.den
    return [
        row
        for row in rows
        if (row.high is None or low * row.high.den < row.high.value * den)
        and (row.low is None or high * row.low.den >= row.low.value * den)
    ]


def _over(den: int, node: Quantity, ranges: Ranges) -> Range:
    scale = den // node.den
    low, high = _limits(node, ranges)
    return low * scale, high * scale


def either(limits: Iterable[Range]) -> Range:
    """Return the hull of several ranges; there must be one at least."""
    lows, highs = zip(*limits, strict=True)
    return min(lows), max(highs)


def meet(first: Range, second: Possible) -> Range:
    """Return what two ranges of one name have in common."""
    assert isinstance(second, tuple)
    return max(first[0], second[0]), min(first[1], second[1])


def added(ranges: Iterable[Range]) -> Range:
    """Return the range of a sum, from the range of each term over one denominator."""
    low = high = 0
    for least, most in ranges:
        low, high = low + least, high + most
    return low, high


def _product(factors: Iterable[Range]) -> Range:
    low, high = 1, 1
    for least, most in factors:
        corners = (low * least, low * most, high * least, high * most)
        low, high = min(corners), max(corners)
    return low, high
