"""Linear relaxation of formulas: limits in which a name that is used twice is the same both times.

Interval arithmetic takes every use of a name for another one, so that ``x - min(x, y)`` may come out below 0. Here a
quantity is a *linear form* over names and over the nodes that are not linear, as ``min``, of which linear forms are
known that they are at most, or at least. The most that a form comes to is found by putting these in place of the nodes,
the last node first (back-substitution), until only names are left, and their ranges and inequalities limit it.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from hukou_cli.rules import ast
from hukou_cli.rules.ast import Condition, Formula, Quantity
from hukou_cli.rules.contraction import Inequality
from hukou_cli.rules.intervals import bounds
from hukou_cli.rules.possible import Range, Ranges


class _Form(NamedTuple):
    """``(sum of factor * numerator of quantity + constant) / den``; a name is given by its id, a node by its number."""

    factors: Mapping[str | int, int]
    constant: int = 0
    den: int = 1

    def times(self, factor: int, by: int = 1) -> "_Form":
        return _Form({key: factor * each for key, each in self.factors.items()}, factor * self.constant, self.den * by)

    def plus(self, other: "_Form") -> "_Form":
        den = math.lcm(self.den, other.den)
        ours, theirs = den // self.den, den // other.den
        factors = {key: ours * each for key, each in self.factors.items()}
        for key, each in other.factors.items():
            factors[key] = factors.get(key, 0) + theirs * each
        left = {key: each for key, each in factors.items() if each}
        return _Form(left, ours * self.constant + theirs * other.constant, den)

    def with_form(self, number: int, form: "_Form") -> "_Form":
        """Return this form with another one in place of a node."""
        by, den = self.factors[number], form.den
        factors = {key: den * each for key, each in self.factors.items() if key != number}
        for key, each in form.factors.items():
            found = factors.get(key, 0) + by * each
            if found:
                factors[key] = found
            else:
                factors.pop(key, None)
        return _Form(factors, den * self.constant + by * form.constant, den * self.den)

    def most(self, ends: Mapping[str | int, Range]) -> int:
        """Return a whole number above which the form never is by the ranges of its names and nodes alone."""
        total = self.constant
        for key, factor in self.factors.items():
            total += factor * ends[key][factor > 0]
        return total // self.den


class _Node(NamedTuple):
    """A node that is not linear, and the forms that it is at least and at most."""

    quantity: Quantity
    least: Sequence[_Form] = ()
    most: Sequence[_Form] = ()


def is_linear_in_part(node: Formula) -> bool:
    """Return whether a relaxation can be tighter than ``bounds``: not of a choice between quantities alone."""
    while isinstance(node, ast.Round):
        node = node.operand
    return not isinstance(node, Condition | ast.Conditional | ast.Choice | ast.Bands)


class Relaxation:
    """A quantity as a linear form. Its nodes that are not linear stand in order: parts before the whole.

    Args:
        quantity: The quantity.
        definitions: The formulas of the names that are derived from others.
        inequalities: What holds between names.

    >>> paid, lived = ast.Name("paid", 1), ast.Name("lived", 1)
    >>> left_over = ast.Sum((paid, ast.Negative(ast.Least((paid, lived), 1), 1)), 1)
    >>> names = {"paid": (0, 60), "lived": (0, 90)}
    >>> bounds(left_over, names), Relaxation(left_over, {}, []).bounds(names)
    ((-60, 60), (0, 60))

    """

    def __init__(
        self, quantity: Quantity, definitions: Mapping[str, Formula], inequalities: Iterable[Inequality]
    ) -> None:
        self.quantity = quantity
        self.definitions = definitions
        self.nodes: list[_Node] = []
        self.numbers: dict[int, int] = {}
        self.whole = self.form(quantity)
        self.inequalities = [
            _Form({part.id: factor for factor, part in each.terms if isinstance(part, ast.Name)}, -each.most)
            for each in inequalities
            if all(isinstance(part, ast.Name) for _, part in each.terms)
        ]

    def bounds(self, ranges: Ranges) -> Range:
        """Return a range that holds every value of the quantity: numerators over its denominator.

        Args:
            ranges: The ranges of all names in it.

        """
        ends: dict[str | int, Range] = {name: each for name, each in ranges.items() if isinstance(each, tuple)}
        for number, node in enumerate(self.nodes):
            low, high = bounds(node.quantity, ranges)
            if isinstance(node.quantity, ast.Least):
                low = max(low, min(self.least(form, ends, number) for form in node.most))
            elif isinstance(node.quantity, ast.Greatest):
                high = min(high, max(self.most(form, ends, number) for form in node.least))
            ends[number] = low, high
        low, high = bounds(self.quantity, ranges)
        count = len(self.nodes)
        return (
            max(low, self.least(self.whole, ends, count)),
            min(high, self.most(self.whole, ends, count)),
        )

    def form(self, node: Quantity) -> _Form:
        """Return the numerator of a quantity as a linear form."""
        match node:
            case ast.Number() | ast.Day():
                return _Form({}, node.value)
            case ast.Name(name, den):
                definition = self.definitions.get(name)
                if definition is None or isinstance(definition, ast.Condition) or definition.den != den:
                    return _Form({name: 1})
                return self.form(definition)
            case ast.Negative(operand):
                return self.form(operand).times(-1)
            case ast.Sum(terms, den):
                found = _Form({})
                for term in terms:
                    found = found.plus(self.form(term).times(den // term.den))
                return found
            case ast.Quotient(operand, by):
                return self.form(operand).times(by.den)
            case ast.Product((ast.Number(value), other)) | ast.Product((other, ast.Number(value))):
                return self.form(other).times(value)
            case _:
                return _Form({self.number(node): 1})

    def number(self, node: Quantity) -> int:
        """Return the number of a node that is not linear; it is found once."""
        if id(node) not in self.numbers:
            found = self.node(node)
            self.numbers[id(node)] = len(self.nodes)
            self.nodes.append(found)
        return self.numbers[id(node)]

    def node(self, node: Quantity) -> _Node:
        """Return a node that is not linear with the forms that limit it."""
        match node:
            case ast.Least(items, den):
                return _Node(node, most=[self.form(item).times(den // item.den) for item in items])
            case ast.Greatest(items, den):
                return _Node(node, least=[self.form(item).times(den // item.den) for item in items])
            case ast.Round(operand, places):
                form, half = self.form(operand).times(10**places, operand.den), _Form({}, 1, 2)
                return _Node(node, [form.plus(half.times(-1))], [form.plus(half)])
            case ast.Whole(operand):
                form, cut = self.form(operand).times(1, operand.den), _Form({}, 1 - operand.den, operand.den)
                return _Node(node, [form.plus(cut)], [form])
            case _:
                return _Node(node)

    def least(self, form: _Form, ends: Mapping[str | int, Range], count: int) -> int:
        """Return a whole number below which a form over the first ``count`` nodes never is."""
        return -self.most(form.times(-1), ends, count)

    def most(self, form: _Form, ends: Mapping[str | int, Range], count: int) -> int:
        """Return a whole number above which a form over the first ``count`` nodes never is, if it is whole itself."""
        best, limit = form, form.most(ends)
        for number in reversed(range(count)):
            factor = best.factors.get(number, 0)
            if factor:
                node = self.nodes[number]
                instead = [best.with_form(number, each) for each in (node.most if factor > 0 else node.least)]
                own = best.with_form(number, _Form({}, ends[number][factor > 0]))
                instead.sort(key=lambda each: len(each.factors))
                best = min(instead, key=lambda each: each.most(ends)) if instead else own
                limit = min(limit, own.most(ends), best.most(ends))
        for inequality in self.inequalities:
            for name, factor in inequality.factors.items():
                held = best.factors.get(name, 0)
                if held * factor > 0:  # as many times the inequality as leave nothing of the name
                    without = best.plus(inequality.times(-abs(held), best.den * abs(factor)))
                    if without.most(ends) < limit:
                        best, limit = without, without.most(ends)
        return limit
