"""Overflow and sign checks: no formula may leave 64-bit arithmetic, or take the whole part of a negative number."""

from collections.abc import Iterator

from hukou_cli.base.errors import Finding
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.policy.edition import LINES, TOTAL, Edition
from hukou_cli.policy.ranges import LARGEST_INTEGER, ranges_of
from hukou_cli.rules import ast
from hukou_cli.rules.ast import Condition, Formula
from hukou_cli.rules.intervals import bounds
from hukou_cli.rules.possible import Ranges

LARGEST_LINE = LARGEST_INTEGER // 10**6
"""More than any line may give, in units of its last place: [result] has room to add and multiply."""

Found = Iterator[tuple[KeyPath, Finding]]


def check_arithmetic(edition: Edition) -> Found:
    """Yield every ``whole`` or ``rest`` of what can be negative, and every quantity that can leave 64 bits.

    Each fact is taken at its limits, by interval arithmetic.
    """
    ranges = ranges_of(edition)
    unit = dict.fromkeys(_result_names(edition), (-LARGEST_LINE, LARGEST_LINE))
    for path, formula in edition.rules():
        in_result = path[0] == "result"
        for node in ast.walk(formula):
            if not isinstance(node, Condition | ast.Name | ast.Number | ast.Day):
                yield from _of_quantity(node, {**ranges, **unit} if in_result else ranges, path)


def _of_quantity(node: ast.Quantity, ranges: Ranges, path: KeyPath) -> Found:
    if isinstance(node, ast.Whole | ast.Rest) and bounds(node.operand, ranges)[0] < 0:
        yield path, Finding(code="whole-of-negative", values={"seen": _names(node.operand)})
    inner, scale = (node.operand, 2 * 10**node.places) if isinstance(node, ast.Round) else (node, 1)
    if max(map(abs, bounds(inner, ranges))) * scale > LARGEST_INTEGER:
        yield path, Finding(code="too-large", values={"seen": _names(node)})


def _result_names(edition: Edition) -> set[str]:
    groups = {indicator.group for indicator, _ in edition.indicators if indicator.group}
    return {indicator.id for indicator, _ in edition.indicators} | groups | {LINES, TOTAL}


def _names(node: Formula) -> str:
    return " ".join(dict.fromkeys(ast.names_in(node))) or "the formula"
