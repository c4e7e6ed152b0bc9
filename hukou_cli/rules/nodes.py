"""Nodes of formulas made of other nodes, on a common denominator of their parts."""

import math

from hukou_cli.rules import ast
from hukou_cli.rules.ast import Condition, Quantity
from hukou_cli.rules.scope import Symbol


def choice(symbol: Symbol, rows: dict[str, Quantity]) -> ast.Choice:
    """Build the node of a choice table; its rows share their least common denominator."""
    return ast.Choice(symbol.id, rows, math.lcm(*(row.den for row in rows.values())))


def bands(operand: Quantity, rows: tuple[ast.Band, ...]) -> ast.Bands:
    """Build the node of bands; their points share their least common denominator."""
    return ast.Bands(operand, rows, math.lcm(*(row.points.den for row in rows)))


def least(*items: Quantity) -> ast.Least:
    """Build ``min(...)``, also a cap."""
    return ast.Least(items, math.lcm(*(item.den for item in items)))


def greatest(*items: Quantity) -> ast.Greatest:
    """Build ``max(...)``, also a floor and 取最高项."""
    return ast.Greatest(items, math.lcm(*(item.den for item in items)))


def product(*factors: Quantity) -> ast.Product:
    """Build ``a * b``."""
    return ast.Product(factors, math.prod(factor.den for factor in factors))


def sum_of(*terms: Quantity) -> ast.Sum:
    """Build ``a + b``."""
    return ast.Sum(terms, math.lcm(*(term.den for term in terms)))


def years(months: Quantity) -> ast.Whole:
    """Build ``years(m)``."""
    return ast.Whole(ast.Quotient(months, ast.Number(12, 1), months.den * 12))


def when(condition: Condition, quantity: Quantity) -> ast.Conditional:
    """Build ``quantity if condition else 0``."""
    return ast.Conditional(condition, quantity, ast.Number(0, 1), quantity.den)
