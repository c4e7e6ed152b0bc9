"""Whether an edition's formulas stay within what both readings can calculate, whatever an applicant's facts are."""

from collections.abc import Iterator

from hukou_cli.base.calendar import EARLIEST, LATEST
from hukou_cli.base.errors import Finding
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.facts.types import limits
from hukou_cli.policy.edition import LINES, TOTAL, Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.rules import ast
from hukou_cli.rules.ast import Condition, Formula
from hukou_cli.rules.intervals import Possible, Ranges, bounds

LARGEST_INTEGER = 2**62
"""Half of what a 64-bit integer holds: rounding doubles its numerator."""

LARGEST_LINE = LARGEST_INTEGER // 10**6
"""More than any line may give, in units of its last place: [result] has room to add and multiply."""

Found = Iterator[tuple[KeyPath, Finding]]


def ranges_of(edition: Edition, round_: RoundId | None = None) -> Ranges:
    """Give what every name of an edition, derived ones included, may stand for in any round, or with one's dates."""
    ranges: dict[str, Possible] = {
        name: frozenset(fact.choices) if fact.type == "choice" else limits(fact) for name, fact in edition.facts.items()
    }
    ranges |= dict.fromkeys(edition.file.date_names, (EARLIEST, LATEST))
    if round_ is not None:
        ranges |= {name: (day, day) for name, day in edition.calendar.dates(round_).items()}
    for name, formula in edition.derived.items():
        ranges[name] = bounds(formula, ranges)
    return ranges


def check_arithmetic(edition: Edition) -> Found:
    """Give every whole part or rest of something that can be negative, and every number that can leave 64 bits."""
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
