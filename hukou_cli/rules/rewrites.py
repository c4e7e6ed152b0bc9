"""Rewrites of a formula's tree that keep its value: lowering to integers, and inlining of definitions.

A *lowered* formula calculates with integers alone: the value of every node, of denominator 1, is the numerator that the
original node has over its own denominator. ``Quotient`` is found only below ``Whole``, together a floor division;
``Negative`` only as a term of a sum; ``Round`` nowhere.
"""

from collections.abc import Iterator, Mapping
from math import gcd, lcm, prod
from typing import assert_never

import msgspec

from hukou_cli.rules import ast
from hukou_cli.rules.ast import Condition, Formula, Quantity
from hukou_cli.rules.intervals import bounds
from hukou_cli.rules.possible import Ranges

_ZERO = ast.Number(0, 1)


def lower(node: Formula, ranges: Ranges) -> Formula:
    """Lower a formula; ``ranges`` has the limits of its names."""
    return lower_condition(node, ranges) if isinstance(node, Condition) else lower_quantity(node, ranges)


def lower_quantity(node: Quantity, ranges: Ranges) -> Quantity:
    """Lower a quantity, to its numerator over ``node.den``.

    >>> lower_quantity(ast.Whole(ast.Quotient(ast.Name("paid", 1), ast.Number(12, 1), 12)), {})  # years(paid)
    Whole(operand=Quotient(operand=Name(id='paid', den=1, is_date=False), by=Number(value=12, den=1), den=12), den=1)
    """

    def over(den: int, part: Quantity) -> Quantity:
        if isinstance(part, ast.Negative):
            return ast.Negative(over(den, part.operand), 1)
        return scale(lower_quantity(part, ranges), den // part.den)

    match node:
        case ast.Day():
            return node
        case ast.Number(value):
            return ast.Number(value, 1)
        case ast.Name(name, _, is_date):
            return ast.Name(name, 1, is_date)
        case ast.Negative(operand):
            return scale(lower_quantity(operand, ranges), -1)
        case ast.Sum(terms, den):
            return ast.Sum(tuple(over(den, term) for term in terms), 1)
        case ast.Product(factors):
            return _product(*(lower_quantity(factor, ranges) for factor in factors))
        case ast.Quotient(operand, by):
            return scale(lower_quantity(operand, ranges), by.den)
        case ast.Least(items, den):
            return ast.Least(tuple(over(den, item) for item in items), 1)
        case ast.Greatest(items, den):
            return ast.Greatest(tuple(over(den, item) for item in items), 1)
        case ast.Whole(operand):
            return _divide(lower_quantity(operand, ranges), operand.den)
        case ast.Rest(operand):
            counted, year = lower_quantity(operand, ranges), 12 * operand.den
            return ast.Sum((counted, ast.Negative(scale(_divide(counted, year), year), 1)), 1)
        case ast.Round(operand, places):
            return round_half_up(operand, ranges, places)
        case ast.Completed(unit, since, until):
            return ast.Completed(unit, lower_quantity(since, ranges), lower_quantity(until, ranges))
        case ast.Conditional(condition, then, otherwise, den):
            return ast.Conditional(lower_condition(condition, ranges), over(den, then), over(den, otherwise), 1)
        case ast.Choice(fact, rows, den):
            return ast.Choice(fact, {option: over(den, row) for option, row in rows.items()}, 1)
        case ast.Bands(operand, rows, den):
            edges = lcm(*(row.high.den for row in rows if row.high is not None))
            bands = (ast.Band(None, _edge(row.high, edges * operand.den), over(den, row.points)) for row in rows)
            return ast.Bands(scale(lower_quantity(operand, ranges), edges), tuple(bands), 1)
        case ast.Tiers(total=total):
            return lower_quantity(total, ranges)
        case _:
            assert_never(node)


def lower_condition(node: Condition, ranges: Ranges) -> Condition:
    """Lower a condition: it compares numerators over a common denominator."""
    match node:
        case ast.Flag() | ast.Member():
            return node
        case ast.Compare(operator, left, right):
            den = lcm(left.den, right.den)
            less, more = (scale(lower_quantity(side, ranges), den // side.den) for side in (left, right))
            return ast.Compare(operator, less, more)
        case ast.Not(condition):
            return ast.Not(lower_condition(condition, ranges))
        case ast.AllOf(conditions):
            return ast.AllOf(tuple(lower_condition(part, ranges) for part in conditions))
        case ast.AnyOf(conditions):
            return ast.AnyOf(tuple(lower_condition(part, ranges) for part in conditions))
        case _:
            assert_never(node)


def round_half_up(node: Quantity, ranges: Ranges, places: int) -> Quantity:
    """Round a quantity half up on its magnitude, and lower it, to units of ``10**-places``.

    Half is added before a floor division; below 0 that is done to the magnitude.

    >>> round_half_up(ast.Number(35, 10), {}, 2)  # 3.5 needs no rounding
    Number(value=350, den=1)
    """
    lowered, unit = lower_quantity(node, ranges), 10**places
    if unit % node.den == 0:
        return scale(lowered, unit // node.den)
    shared = gcd(2 * unit, node.den)
    times, half = 2 * unit // shared, node.den // shared
    rounded = _divide(ast.Sum((scale(lowered, times), ast.Number(half, 1)), 1), 2 * half)
    magnitude = _divide(ast.Sum((scale(lowered, -times), ast.Number(half, 1)), 1), 2 * half)
    low, high = bounds(node, ranges)
    if low < 0 < high:
        return ast.Conditional(ast.Compare("<", lowered, _ZERO), scale(magnitude, -1), rounded, 1)
    return rounded if low >= 0 else scale(magnitude, -1)


def scale(node: Quantity, factor: int) -> Quantity:
    """Multiply a lowered quantity; the factor is folded into its constants where it has any.

    >>> scale(ast.Product((ast.Number(2, 1), ast.Name("paid", 1)), 1), 3)
    Product(factors=(Number(value=6, den=1), Name(id='paid', den=1, is_date=False)), den=1)
    """
    if factor == 1:
        return node
    match node:
        case ast.Negative(operand):
            return ast.Negative(scale(operand, factor), 1)
        case ast.Sum(terms) if all(map(_absorbs, terms)):
            return ast.Sum(tuple(scale(term, factor) for term in terms), 1)
        case ast.Product(factors):
            return _product(ast.Number(factor, 1), *factors)
        case ast.Conditional(condition, then, otherwise):
            return ast.Conditional(condition, scale(then, factor), scale(otherwise, factor), 1)
        case ast.Choice(fact, rows):
            return ast.Choice(fact, {option: scale(row, factor) for option, row in rows.items()}, 1)
        case ast.Bands(operand, rows):
            bands = (msgspec.structs.replace(row, points=scale(row.points, factor)) for row in rows)
            return ast.Bands(operand, tuple(bands), 1)
        case _:
            return _product(ast.Number(factor, 1), node)


def _absorbs(node: Quantity) -> bool:
    """Return whether a factor can be folded into constants of a lowered quantity, without another multiplication."""
    match node:
        case ast.Number() | ast.Conditional() | ast.Choice() | ast.Bands():
            return True
        case ast.Product(factors):
            return any(isinstance(factor, ast.Number) for factor in factors)
        case ast.Negative(operand):
            return _absorbs(operand)
        case _:
            return False


def _product(*factors: Quantity) -> Quantity:
    """Multiply lowered quantities, their constants folded into one in front, left out if it is 1."""
    number = prod(factor.value for factor in factors if isinstance(factor, ast.Number))
    others = tuple(factor for factor in factors if not isinstance(factor, ast.Number))
    if not others:
        return ast.Number(number, 1)
    if number == 1:
        return ast.Product(others, 1) if len(others) > 1 else others[0]
    return ast.Product((ast.Number(number, 1), *others), 1)


def _divide(node: Quantity, by: int) -> Quantity:
    """Floor division of a lowered quantity that is not below 0."""
    return ast.Whole(ast.Quotient(node, ast.Number(by, 1), by))


def _edge(high: ast.Number | None, den: int) -> ast.Number | None:
    return None if high is None else ast.Number(high.value * den // high.den, 1)


def inline(node: Formula, definitions: Mapping[str, Formula]) -> Formula:
    """Replace names by their definitions.

    >>> inline(ast.Not(ast.Flag("local")), {"local": ast.Member("hukou", ("city",))})
    Not(condition=Member(id='hukou', options=('city',)))
    """
    if isinstance(node, ast.Name | ast.Flag):
        return definitions.get(node.id, node)
    return ast.rebuilt(node, lambda part: inline(part, definitions))


def names_evaluated(node: Formula) -> Iterator[str]:
    """Yield every name as often as it is evaluated: bands compare their operand with each edge, dates have parts."""
    match node:
        case ast.Bands(operand, rows):
            parts: tuple[Formula, ...] = (*[operand] * (len(rows) - 1), *(row.points for row in rows))
        case ast.Completed(_, since, until):
            parts = (since, since, until, until)
        case _:
            parts = ast.children(node)
            if isinstance(node, ast.Name | ast.Flag | ast.Member | ast.Choice):
                yield node.id
    for part in parts:
        yield from names_evaluated(part)
