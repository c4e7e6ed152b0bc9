"""The first reading: a formula's value in whole-number arithmetic, with every step on the way.

A tree is read once into a function (``evaluator``), which then costs one call a node for every applicant.
"""

import operator
from collections.abc import Callable, Mapping
from typing import Any, assert_never

import msgspec

from hukou_cli.base import calendar, decimals
from hukou_cli.facts.types import Value
from hukou_cli.rules import ast
from hukou_cli.rules.ast import Condition, Formula, Quantity

Values = Mapping[str, Value]
"""Value of each name."""


class Step(msgspec.Struct, frozen=True, gc=False):
    """One calculation: the part of the formula, its value, and the steps that it was made of.

    ``value`` is a numerator over ``node.den``, or a bool for a condition. Only what was needed is there: the branch
    taken, the row chosen, the conditions up to the one that decided.
    """

    node: Formula
    value: int
    parts: tuple["Step", ...] = ()


Evaluator = Callable[[Values], Step]
"""Calculates a formula from values that hold every name it uses."""


def evaluate(node: Formula, values: Values) -> Step:
    """Calculate a formula once. ``values`` must hold every name it uses."""
    return evaluator(node)(values)


def evaluator(node: Formula) -> Evaluator:
    """Read a formula into the function that calculates it."""
    return _READERS[type(node)](node)


def decided(condition: Condition, values: Values) -> bool | None:
    """Return whether a condition holds, whatever the names are that have no value; None where that depends on them.

    A comparison or a flag counts where each of its names has a value; of several conditions one is enough to decide
    for "or", and one that does not hold for "and", in whatever order they stand (Kleene's logic).
    """
    match condition:
        case ast.Not(operand):
            found = decided(operand, values)
            return None if found is None else not found
        case ast.AllOf(conditions) | ast.AnyOf(conditions):
            each = [decided(one, values) for one in conditions]
            deciding = isinstance(condition, ast.AnyOf)
            return deciding if deciding in each else None if None in each else not deciding
        case _:
            is_known = all(name in values for name in ast.names_in(condition))
            return bool(evaluate(condition, values).value) if is_known else None


def cap_of(step: Step) -> tuple[Step, Step] | None:
    """Return what the cap of a rule limits, and the cap, where the outermost part of the rule is one; else None.

    Of ``min(2 * whole(outer / 12), 12)`` at 96 months that is the step of 16, and 12. The most of one row or of one
    option of a table is no cap.
    """
    while (inside := _only_branch(step)) is not None:
        step = inside
    if not isinstance(step.node, ast.Least) or step.parts[2:]:
        return None
    inner, cap = step.parts if isinstance(step.parts[1].node, ast.Number) else reversed(step.parts)
    return (inner, cap) if isinstance(cap.node, ast.Number) else None


def is_capped(step: Step) -> bool:
    """Return whether a rule gives all that its cap allows, so that more of what it counts brings nothing."""
    found = cap_of(step)
    if found is None:
        return False
    inner, cap = found
    assert not isinstance(inner.node, Condition)
    assert not isinstance(cap.node, Condition)
    return inner.value * cap.node.den >= cap.value * inner.node.den


def _only_branch(step: Step) -> Step | None:
    """Return the branch that a condition took, or the one thing above 0 that a step takes the highest of, if any."""
    if isinstance(step.node, ast.Conditional) and step.parts[0].value:
        return step.parts[1]
    if isinstance(step.node, ast.Greatest) and step.value > 0:
        counting = [part for part in step.parts if part.value]
        return counting[0] if len(counting) == 1 else None
    return None


def _fixed(node: ast.Number | ast.Day) -> Evaluator:
    step = Step(node, node.value)
    return lambda _: step


def _named(node: ast.Name | ast.Flag) -> Evaluator:
    name = node.id
    return lambda values: Step(node, values[name])  # type: ignore[arg-type]


def _member(node: ast.Member) -> Evaluator:
    name, options = node.id, node.options
    return lambda values: Step(node, values[name] in options)


def _unary(node: Formula, operand: Formula, result: Callable[[int], int]) -> Evaluator:
    of = evaluator(operand)

    def unary(values: Values) -> Step:
        part = of(values)
        return Step(node, result(part.value), (part,))

    return unary


def _binary(node: Formula, left: Quantity, right: Quantity, result: Callable[[int, int], int]) -> Evaluator:
    first, second = evaluator(left), evaluator(right)

    def binary(values: Values) -> Step:
        parts = (first(values), second(values))
        return Step(node, result(parts[0].value, parts[1].value), parts)

    return binary


def _over_common(node: Formula, items: tuple[Quantity, ...], den: int, result: Callable[[list[int]], int]) -> Evaluator:
    each = [(evaluator(item), den // item.den) for item in items]

    def over_common(values: Values) -> Step:
        parts = []
        scaled = []
        for of, scale in each:
            part = of(values)
            parts.append(part)
            scaled.append(part.value * scale)
        return Step(node, result(scaled), tuple(parts))

    return over_common


def _product(node: ast.Product) -> Evaluator:
    each = [evaluator(factor) for factor in node.factors]

    def product(values: Values) -> Step:
        parts = tuple([of(values) for of in each])
        value = 1
        for part in parts:
            value *= part.value
        return Step(node, value, parts)

    return product


def _conditional(node: ast.Conditional) -> Evaluator:
    test = evaluator(node.condition)
    then, otherwise = _scaled(node.then, node.den), _scaled(node.otherwise, node.den)

    def conditional(values: Values) -> Step:
        tested = test(values)
        value, branch = (then if tested.value else otherwise)(values)
        return Step(node, value, (tested, branch))

    return conditional


def _choice(node: ast.Choice) -> Evaluator:
    rows = {option: _scaled(row, node.den) for option, row in node.rows.items()}
    name = node.id

    def choice(values: Values) -> Step:
        value, row = rows[values[name]](values)  # type: ignore[index]
        return Step(node, value, (row,))

    return choice


def _bands(node: ast.Bands) -> Evaluator:
    of = evaluator(node.operand)
    den = node.operand.den
    edges = [(row.high, _scaled(row.points, node.den)) for row in node.rows]

    def bands(values: Values) -> Step:
        measured = of(values)
        row = next(row for high, row in edges if high is None or measured.value * high.den < high.value * den)
        value, points = row(values)
        return Step(node, value, (measured, points))

    return bands


def _tiers(node: ast.Tiers) -> Evaluator:
    measured, added = evaluator(node.operand), evaluator(node.total)

    def tiers(values: Values) -> Step:
        parts = (measured(values), added(values))
        return Step(node, parts[1].value, parts)

    return tiers


def _scaled(node: Quantity, den: int) -> Callable[[Values], tuple[int, Step]]:
    """Return a step together with its value as a numerator over ``den``."""
    of, scale = evaluator(node), den // node.den

    def scaled(values: Values) -> tuple[int, Step]:
        step = of(values)
        return step.value * scale, step

    return scaled


def _comparison(operator: ast.Comparison, left: int, right: int) -> Callable[[int, int], bool]:
    """Compare two numerators after bringing them to one denominator."""
    match operator:
        case ">=":
            return lambda a, b: a * left >= b * right
        case ">":
            return lambda a, b: a * left > b * right
        case "<=":
            return lambda a, b: a * left <= b * right
        case "<":
            return lambda a, b: a * left < b * right
        case "==":
            return lambda a, b: a * left == b * right
        case "!=":
            return lambda a, b: a * left != b * right
        case _:
            assert_never(operator)


def _in_turn(node: Formula, conditions: tuple[Condition, ...], *, stop: bool) -> Evaluator:
    """Decide conditions in turn, up to the first that comes out as ``stop``."""
    each = [evaluator(condition) for condition in conditions]

    def in_turn(values: Values) -> Step:
        parts = []
        for of in each:
            parts.append(of(values))
            if bool(parts[-1].value) is stop:
                return Step(node, stop, tuple(parts))
        return Step(node, not stop, tuple(parts))

    return in_turn


_COMPLETED = {"years": calendar.completed_years, "months": calendar.completed_months}

_READERS: Mapping[type[Formula], Callable[[Any], Evaluator]] = {
    ast.Number: _fixed,
    ast.Day: _fixed,
    ast.Name: _named,
    ast.Negative: lambda node: _unary(node, node.operand, operator.neg),
    ast.Sum: lambda node: _over_common(node, node.terms, node.den, sum),
    ast.Product: _product,
    ast.Quotient: lambda node: _unary(node, node.operand, lambda value: value * node.by.den),
    ast.Least: lambda node: _over_common(node, node.items, node.den, min),
    ast.Greatest: lambda node: _over_common(node, node.items, node.den, max),
    ast.Whole: lambda node: _unary(node, node.operand, lambda value: value // node.operand.den),
    ast.Rest: lambda node: _unary(node, node.operand, lambda value: value % (12 * node.operand.den)),
    ast.Round: lambda node: _unary(
        node, node.operand, lambda value: decimals.half_up(value, node.operand.den, node.places)
    ),
    ast.Completed: lambda node: _binary(node, node.since, node.until, _COMPLETED[node.unit]),
    ast.Conditional: _conditional,
    ast.Choice: _choice,
    ast.Bands: _bands,
    ast.Tiers: _tiers,
    ast.Flag: _named,
    ast.Member: _member,
    ast.Compare: lambda node: _binary(
        node, node.left, node.right, _comparison(node.operator, node.right.den, node.left.den)
    ),
    ast.Not: lambda node: _unary(node, node.condition, operator.not_),
    ast.AllOf: lambda node: _in_turn(node, node.conditions, stop=False),
    ast.AnyOf: lambda node: _in_turn(node, node.conditions, stop=True),
}
"""How each kind of node is read. A ``match`` asks every kind before the right one, a thousand instructions each."""
