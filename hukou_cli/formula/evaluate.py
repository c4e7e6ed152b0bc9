"""The first reading: a formula's value in whole-number arithmetic, with every step on the way."""

from collections.abc import Mapping
from typing import assert_never

import msgspec

from hukou_cli import exact, months
from hukou_cli.formula import nodes
from hukou_cli.formula.names import Value
from hukou_cli.formula.nodes import Condition, Formula, Quantity

Values = Mapping[str, Value]
"""What each name stands for."""


class Step(msgspec.Struct, frozen=True):
    """One calculation: the part of the formula, its value, and the steps that it was made of.

    ``value`` is a numerator over ``node.den``, or a bool for a condition. Only what was needed is there: the branch
    taken, the row chosen, the conditions up to the one that decided.
    """

    node: Formula
    value: int
    parts: tuple["Step", ...] = ()


def evaluate(node: Quantity, values: Values) -> Step:
    """Calculate a quantity. ``values`` must hold every name it uses."""
    match node:
        case nodes.Name():
            return Step(node, values[node.id])  # type: ignore[arg-type]
        case nodes.Number() | nodes.Day():
            return Step(node, node.value)
        case nodes.Quotient(operand, by):
            part = evaluate(operand, values)
            return Step(node, part.value * by.den, (part,))
        case nodes.Sum(terms, den):
            parts = tuple([evaluate(term, values) for term in terms])
            return Step(node, sum([_over(den, part) for part in parts]), parts)
        case nodes.Product(factors):
            parts = tuple([evaluate(factor, values) for factor in factors])
            product = 1
            for part in parts:
                product *= part.value
            return Step(node, product, parts)
        case nodes.Negative(operand):
            part = evaluate(operand, values)
            return Step(node, -part.value, (part,))
        case nodes.Round(operand, places):
            part = evaluate(operand, values)
            return Step(node, exact.half_up(part.value, operand.den, places), (part,))
        case nodes.Least(items, den):
            parts = tuple([evaluate(item, values) for item in items])
            return Step(node, min([_over(den, part) for part in parts]), parts)
        case nodes.Greatest(items, den):
            parts = tuple([evaluate(item, values) for item in items])
            return Step(node, max([_over(den, part) for part in parts]), parts)
        case nodes.Whole(operand):
            part = evaluate(operand, values)
            return Step(node, part.value // operand.den, (part,))
        case nodes.Conditional(condition, then, otherwise, den):
            test = holds(condition, values)
            branch = evaluate(then if test.value else otherwise, values)
            return Step(node, _over(den, branch), (test, branch))
        case nodes.Choice(fact, rows, den):
            row = evaluate(rows[values[fact]], values)  # type: ignore[index]
            return Step(node, _over(den, row), (row,))
        case nodes.Bands(operand, rows, den):
            measured = evaluate(operand, values)
            row = evaluate(band_of(rows, measured.value, operand.den).points, values)
            return Step(node, _over(den, row), (measured, row))
        case nodes.Completed(unit, since, until):
            parts = (evaluate(since, values), evaluate(until, values))
            count = months.completed_years if unit == "years" else months.completed_months
            return Step(node, count(parts[0].value, parts[1].value), parts)
        case _:
            assert_never(node)


def holds(node: Condition, values: Values) -> Step:
    """Decide a condition. ``values`` must hold every name it uses."""
    match node:
        case nodes.Flag(fact):
            return Step(node, values[fact])  # type: ignore[arg-type]
        case nodes.Compare(operator, left, right):
            parts = (evaluate(left, values), evaluate(right, values))
            return Step(node, compare(operator, parts[0].value * right.den, parts[1].value * left.den), parts)
        case nodes.Member(fact, options):
            return Step(node, values[fact] in options)
        case nodes.Not(condition):
            part = holds(condition, values)
            return Step(node, not part.value, (part,))
        case nodes.AllOf(conditions):
            parts = _until(conditions, values, stop=False)
            return Step(node, bool(parts[-1].value), parts)
        case nodes.AnyOf(conditions):
            parts = _until(conditions, values, stop=True)
            return Step(node, bool(parts[-1].value), parts)
        case _:
            assert_never(node)


def compare(operator: nodes.Comparison, left: int, right: int) -> bool:
    """Compare two numerators of the same denominator."""
    match operator:
        case ">=":
            return left >= right
        case ">":
            return left > right
        case "<=":
            return left <= right
        case "<":
            return left < right
        case "==":
            return left == right
        case "!=":
            return left != right
        case _:
            assert_never(operator)


def band_of(rows: tuple[nodes.Band, ...], value: int, den: int) -> nodes.Band:
    """Find the band of ``value / den``. The last one is open, so there always is one."""
    for row in rows:
        if row.high is None or value * row.high.den < row.high.value * den:
            return row
    raise AssertionError(rows)


def _over(den: int, step: Step) -> int:
    """Give a step's value as a numerator over a multiple of its own denominator."""
    own: int = step.node.den  # type: ignore[union-attr]
    return step.value if own == den else step.value * (den // own)


def _until(conditions: tuple[Condition, ...], values: Values, *, stop: bool) -> tuple[Step, ...]:
    """Decide conditions in turn, up to the first that comes out as ``stop``."""
    parts = []
    for condition in conditions:
        parts.append(holds(condition, values))
        if parts[-1].value is stop:
            break
    return tuple(parts)
