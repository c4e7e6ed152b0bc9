"""A marginal scale written with sums, minima and maxima, so that every reading of a formula can calculate it."""

from collections.abc import Sequence
from itertools import pairwise

from hukou_cli.rules import ast
from hukou_cli.rules.ast import Number, Quantity
from hukou_cli.rules.nodes import bands, greatest, least, product, sum_of, years

MONTHS = 12


def tiers(operand: Quantity, rows: Sequence[ast.Tier], *, by_year: bool) -> ast.Tiers:
    """Build a marginal scale.

    Args:
        operand: What is measured, never below 0; months where it counts by the year.
        rows: The tiers, ascending; the last has no end.
        by_year: Whether the ``rate`` is that of a full year, and ``month`` that of a month beyond the full years,
            which counts at the rate of the tier in which the full years end. Tiers end at full years then.

    """
    measured, unit = (years(operand), MONTHS) if by_year else (operand, 1)
    edges = [_divided(row.up_to, unit) for row in rows if row.up_to is not None]
    terms = [product(amount, row.rate) for amount, row in zip(_amounts(measured, edges), rows, strict=True)]
    if any(row.month is not None for row in rows):
        rates = tuple(
            ast.Band(low, high, row.month or Number(0, 1))
            for low, high, row in zip([None, *edges], [*edges, None], rows, strict=True)
        )
        terms.append(product(ast.Rest(operand, operand.den), bands(measured, rates)))
    total = sum_of(*terms)
    return ast.Tiers(operand, tuple(rows), by_year, total, total.den)


def _amounts(measured: Quantity, edges: Sequence[Number]) -> list[Quantity]:
    """Return how much of a quantity lies in each tier."""
    if not edges:
        return [measured]
    amounts: list[Quantity] = [least(measured, edges[0])]
    for low, high in pairwise(edges):
        amounts.append(least(_beyond(measured, low), _less(high, low)))
    return [*amounts, _beyond(measured, edges[-1])]


def _beyond(measured: Quantity, edge: Number) -> Quantity:
    return greatest(Number(0, 1), sum_of(measured, ast.Negative(edge, edge.den)))


def _less(high: Number, low: Number) -> Number:
    return Number(high.value * low.den - low.value * high.den, high.den * low.den)


def _divided(edge: Number, unit: int) -> Number:
    return edge if unit == 1 else Number(edge.value // (unit * edge.den), 1)
