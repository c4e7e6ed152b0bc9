"""Overflow and sign checks: no formula may leave 64-bit arithmetic, or take the whole part of a negative number."""

from collections.abc import Iterator, Mapping

from hukou_cli.base.decimals import RANK_PLACES, half_up, written_out
from hukou_cli.base.errors import Finding
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.policy.edition import LINES, TOTAL, Edition
from hukou_cli.policy.ranges import LARGEST_INTEGER, line_limits, ranges_of
from hukou_cli.rules import ast
from hukou_cli.rules.ast import Condition, Formula
from hukou_cli.rules.intervals import added, bounds, magnitude
from hukou_cli.rules.possible import Range, Ranges
from hukou_cli.rules.rewrites import lower, round_half_up

LARGEST_SUM = 10**14 - 1
"""The most that all lines may come to, in units of their last place: the digits of a total in a table of scores."""

Found = Iterator[tuple[KeyPath, Finding]]


def check_arithmetic(edition: Edition) -> Found:
    """Yield every ``whole`` or ``rest`` of what can be negative, and every quantity that can leave 64 bits.

    Each fact is taken at its limits, by interval arithmetic. What must stay within 64 bits is what SQL calculates: each
    formula lowered, lines and total rounded, and their sums.
    """
    ranges, places = ranges_of(edition), edition.file.policy.decimals
    yield from _long_lines(edition)
    lines = line_limits(edition, ranges)
    yield from _large_sums(edition, lines)
    ranges = {**ranges, **_sums(edition, lines)}
    for path, formula in edition.rules():
        for node in ast.walk(formula):
            if isinstance(node, ast.Whole | ast.Rest) and bounds(node.operand, ranges)[0] < 0:
                yield path, Finding(code="whole-of-negative", values={"seen": _names(node.operand)})
        calculated = lower(formula, ranges)
        if not isinstance(formula, Condition) and (path[0] == "indicator" or path == _TOTAL):
            calculated = round_half_up(formula, ranges, places)
        largest = max(magnitude(node, ranges) for node in ast.walk(calculated))
        if largest > LARGEST_INTEGER or (path == _TOTAL and magnitude(calculated, ranges) > LARGEST_SUM):
            yield path, _too_large(formula)


_TOTAL = ("result", "total")


def _long_lines(edition: Edition) -> Found:
    """Yield the lines of rounds with more decimals than any points that are compared with them."""
    for at, known in enumerate(edition.file.round):
        told = {"cutoff": known.cutoff, "published_line": known.published_line, "pass_mark": known.pass_mark}
        for key, line in told.items():
            exponent = 0 if line is None else line.as_tuple().exponent
            if line is not None and isinstance(exponent, int) and exponent < -RANK_PLACES:
                yield ("round", at, key), Finding(code="line-of-decimals", values={"seen": written_out(line)})


def _large_sums(edition: Edition, lines: Mapping[str, Range]) -> Found:
    """Yield the line by which all lines together come to too much."""
    least = most = 0
    for at, (indicator, formula) in enumerate(edition.indicators):
        (low, high), before = lines[indicator.id], max(-least, most)
        least, most = least + min(low, 0), most + max(high, 0)
        if before <= LARGEST_SUM < max(-least, most):
            yield ("indicator", at), _too_large(formula)


def _sums(edition: Edition, lines: Mapping[str, Range]) -> Ranges:
    """Return the limits of the lines, of each group of them, of all, and of the total."""
    groups = {indicator.group for indicator, _ in edition.indicators if indicator.group}
    sums: dict[str, Range] = {LINES: added(lines.values())}
    for name in groups:
        sums[name] = added(lines[indicator.id] for indicator, _ in edition.indicators if indicator.group == name)
    found = {**lines, **sums}
    found[TOTAL] = found[LINES]
    if edition.total is not None:
        low, high = bounds(edition.total, {**ranges_of(edition), **found})
        places = edition.file.policy.decimals
        found[TOTAL] = half_up(low, edition.total.den, places), half_up(high, edition.total.den, places)
    return found


def _too_large(formula: Formula) -> Finding:
    return Finding(code="too-large", values={"seen": _names(formula)})


def _names(node: Formula) -> str:
    return " ".join(dict.fromkeys(ast.names_in(node))) or "the formula"
