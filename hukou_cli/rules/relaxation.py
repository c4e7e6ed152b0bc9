"""Linear relaxation of formulas: limits in which a name that is used twice is the same both times.

Interval arithmetic takes every use of a name for another one, so that ``x - min(x, y)`` may come out below 0. Here a
quantity is a *linear form* over names and over the nodes that are not linear, as ``min``, of which linear forms are
known that they are at most, or at least. The most that a form comes to is found by putting these in place of the nodes,
the last node first (back-substitution), until only names are left, and their ranges and inequalities limit it.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from hukou_cli.rules import ast
from hukou_cli.rules.ast import Condition, Formula, Quantity
from hukou_cli.rules.contraction import Inequality
from hukou_cli.rules.intervals import Range, Ranges, bounds


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
        constant = ours * self.constant + theirs * other.constant
        left = {key: each for key, each in factors.items() if each}
        shared = math.gcd(den, constant, *left.values())
        return _Form({key: each // shared for key, each in left.items()}, constant // shared, den // shared)


class _Node(NamedTuple):
    """A node that is not linear: its range, and the forms that it is at least and at most."""

    range: Range
    least: Sequence[_Form] = ()
    most: Sequence[_Form] = ()


def relaxed(
    node: Quantity, ranges: Ranges, definitions: Mapping[str, Formula], inequalities: Iterable[Inequality]
) -> Range:
    """Return a range that holds every value of a quantity: numerators over ``node.den``.

    Args:
        node: The quantity.
        ranges: The ranges of all names in it.
        definitions: The formulas of the names that are derived from others.
        inequalities: What holds between names.

    >>> paid, lived = ast.Name("paid", 1), ast.Name("lived", 1)
    >>> left_over = ast.Sum((paid, ast.Negative(ast.Least((paid, lived), 1), 1)), 1)
    >>> names = {"paid": (0, 60), "lived": (0, 90)}
    >>> bounds(left_over, names), relaxed(left_over, names, {}, [])
    ((-60, 60), (0, 60))

    """
    relaxation = _Relaxation(ranges, definitions, inequalities)
    form, (low, high) = relaxation.form(node), bounds(node, ranges)
    least, most = relaxation.least(form), relaxation.most(form)
    return max(low, _ceil(least)), min(high, _floor(most))


def is_linear_in_part(node: Formula) -> bool:
    """Return whether a relaxation can be tighter than ``bounds``: not of a choice between quantities alone."""
    while isinstance(node, ast.Round):
        node = node.operand
    return not isinstance(node, Condition | ast.Conditional | ast.Choice | ast.Bands)


class _Relaxation:
    """The nodes of formulas that are not linear, in the order in which they were found: parts before the whole."""

    def __init__(self, ranges: Ranges, definitions: Mapping[str, Formula], inequalities: Iterable[Inequality]) -> None:
        self.ranges = ranges
        self.definitions = definitions
        self.nodes: list[_Node] = []
        self.numbers: dict[int, int] = {}
        self.inequalities = [
            _Form({part.id: factor for factor, part in each.terms if isinstance(part, ast.Name)}, -each.most)
            for each in inequalities
            if all(isinstance(part, ast.Name) for _, part in each.terms)
        ]

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
        low, high = bounds(node, self.ranges)
        match node:
            case ast.Least(items, den):
                forms = [self.form(item).times(den // item.den) for item in items]
                return _Node((max(low, min(_ceil(self.least(form)) for form in forms)), high), most=forms)
            case ast.Greatest(items, den):
                forms = [self.form(item).times(den // item.den) for item in items]
                return _Node((low, min(high, max(_floor(self.most(form)) for form in forms))), least=forms)
            case ast.Round(operand, places):
                form, half = self.form(operand).times(10**places, operand.den), _Form({}, 1, 2)
                return _Node((low, high), [form.plus(half.times(-1))], [form.plus(half)])
            case ast.Whole(operand):
                form, cut = self.form(operand).times(1, operand.den), _Form({}, 1 - operand.den, operand.den)
                return _Node((low, high), [form.plus(cut)], [form])
            case _:
                return _Node((low, high))

    def least(self, form: _Form) -> Fraction:
        """Return a limit below which a form never is."""
        return -self.most(form.times(-1))

    def most(self, form: _Form) -> Fraction:
        """Return a limit above which a form never is."""
        best, limit = form, self.limit(form)
        for number in reversed(range(len(self.nodes))):
            factor = best.factors.get(number, 0)
            if factor:
                node = self.nodes[number]
                rest = best.plus(_Form({number: -factor}, 0, best.den))
                instead = [node_form.times(factor, best.den) for node_form in (node.most if factor > 0 else node.least)]
                forms = [rest.plus(each) for each in instead]
                own = rest.plus(_Form({}, factor * node.range[factor > 0], best.den))
                limit = min(limit, self.limit(own))
                best = min(sorted(forms, key=lambda each: len(each.factors)), key=self.limit, default=own)
                limit = min(limit, self.limit(best))
        for inequality in self.inequalities:
            for name, factor in inequality.factors.items():
                held = best.factors.get(name, 0)
                if held * factor > 0:  # as many times the inequality as leave nothing of the name
                    without = best.plus(inequality.times(-abs(held), best.den * abs(factor)))
                    if self.limit(without) < limit:
                        best, limit = without, self.limit(without)
        return limit

    def limit(self, form: _Form) -> Fraction:
        """Return the most of a form by the ranges of its names and nodes alone."""
        total = form.constant
        for key, factor in form.factors.items():
            found = self.nodes[key].range if isinstance(key, int) else self.ranges[key]
            assert isinstance(found, tuple)
            total += factor * found[factor > 0]
        return Fraction(total, form.den)


def _ceil(number: Fraction) -> int:
    return -(-number.numerator // number.denominator)


def _floor(number: Fraction) -> int:
    return number.numerator // number.denominator
