"""Contraction of ranges by conditions that hold: interval constraint propagation over linear inequalities.

A comparison is read as a *linear inequality*: whole multiples of names and of other quantities whose sum is at most a
bound. Each name in it is then cut to the values that some values of the others leave it.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

import msgspec

from hukou_cli.rules import ast
from hukou_cli.rules.ast import Formula, Quantity
from hukou_cli.rules.intervals import bounds
from hukou_cli.rules.possible import Possible, Ranges

_ROUNDS = 8
"""The most rounds through all inequalities: stopping early leaves ranges wider, never wrong."""


class Inequality(msgspec.Struct, frozen=True):
    """``sum of factor * numerator of quantity <= most``, in whole numbers. A quantity that is no name is never cut."""

    terms: tuple[tuple[int, Quantity], ...]
    most: int
    names: frozenset[str]


def inequalities_of(conditions: Iterable[Formula]) -> list[Inequality]:
    """Read conditions that hold as linear inequalities; what is none, as a choice between conditions, is left out."""
    return [found for condition in conditions for found in _inequalities(condition)]


def contracted(ranges: Ranges, inequalities: Iterable[Inequality]) -> dict[str, Possible]:
    """Return the ranges narrowed by inequalities that hold.

    A range whose low end comes out above its high end is empty: they cannot all hold.

    >>> at_most = ast.Compare("<=", ast.Name("since_2020", 1), ast.Name("months", 1))
    >>> contracted({"since_2020": (0, 65), "months": (0, 40)}, inequalities_of([at_most]))
    {'since_2020': (0, 40), 'months': (0, 40)}
    """
    found, each = dict(ranges), [inequality for inequality in inequalities if inequality.names <= ranges.keys()]
    for _ in range(_ROUNDS):
        cuts = [_contract(found, inequality) for inequality in each]
        if not any(cuts):
            break
    return found


def is_empty(ranges: Mapping[str, Possible]) -> bool:
    """Return whether some name has no value left."""
    return any(not left if isinstance(left, frozenset) else left[0] > left[1] for left in ranges.values())


def _contract(ranges: dict[str, Possible], inequality: Inequality) -> bool:
    """Cut each name to what the least of the other terms leaves it; return whether that cut any."""
    least = [_least(factor, part, ranges) for factor, part in inequality.terms]
    room, cut = inequality.most - sum(least), False
    for (factor, part), own in zip(inequality.terms, least, strict=True):
        if isinstance(part, ast.Name):
            low, high = bounds(part, ranges)
            if factor > 0 and (room + own) // factor < high:
                ranges[part.id], cut = (low, (room + own) // factor), low <= high
            elif factor < 0 and -((room + own) // -factor) > low:
                ranges[part.id], cut = (-((room + own) // -factor), high), low <= high
    return cut


def _least(factor: int, part: Quantity, ranges: Ranges) -> int:
    low, high = bounds(part, ranges)
    return factor * (low if factor > 0 else high)


def _inequalities(condition: Formula) -> Iterator[Inequality]:
    match condition:
        case ast.AllOf(parts):
            yield from inequalities_of(parts)
        case ast.Compare(operator, left, right):
            if operator in ("<", "<=", "=="):
                yield _at_most(left, right, strict=operator == "<")
            if operator in (">", ">=", "=="):
                yield _at_most(right, left, strict=operator == ">")
        case _:
            return


def _at_most(less: Quantity, more: Quantity, *, strict: bool) -> Inequality:
    """Read ``less <= more``, strictly ``less < more``, as an inequality in whole numbers."""
    constant, of_names, others = Fraction(0), dict[ast.Name, Fraction](), list[tuple[Fraction, Quantity]]()
    for factor, part in (*_linear(less, Fraction(1)), *_linear(more, Fraction(-1))):
        match part:
            case ast.Number(value):
                constant += factor * value
            case ast.Name():
                of_names[part] = of_names.get(part, Fraction(0)) + factor
            case _:
                others.append((factor, part))
    found = [*((factor, name) for name, factor in of_names.items() if factor), *others]
    scale = math.lcm(constant.denominator, *(factor.denominator for factor, _ in found))
    terms: tuple[tuple[int, Quantity], ...] = tuple([(int(factor * scale), part) for factor, part in found])
    names = frozenset(name for _, part in terms for name in ast.names_in(part))
    return Inequality(terms, -int(constant * scale) - (1 if strict else 0), names)


def _linear(node: Quantity, factor: Fraction) -> Iterator[tuple[Fraction, Quantity]]:
    """Yield a quantity as multiples of the numerators of names, numbers and what is not linear."""
    match node:
        case ast.Sum(terms):
            for term in terms:
                yield from _linear(term, factor)
        case ast.Negative(operand):
            yield from _linear(operand, -factor)
        case ast.Quotient(operand, by):
            yield from _linear(operand, factor * by.den / by.value)
        case ast.Product(factors):
            numbers = [part for part in factors if isinstance(part, ast.Number)]
            others = [part for part in factors if not isinstance(part, ast.Number)]
            if len(others) != 1:
                yield factor / node.den, node
                return
            for number in numbers:
                factor = factor * number.value / number.den
            yield from _linear(others[0], factor)
        case _:
            yield factor / node.den, node
