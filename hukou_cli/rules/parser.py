"""Text to tree: a small subset of Python's expression syntax, parsed with ``ast`` and never run.

Numbers, names, ``+ - *``, ``/`` by a number, comparisons, ``and or not``, ``in (...)``, ``a if c else b`` and the
functions of ``FUNCTIONS``. Anything else is an error that points at its column. Limits on length, depth and size of
numbers are checked on the text, before ``ast`` sees it, so that a hostile policy file is harmless.
"""

import ast as python
import math
import re
from collections.abc import Callable
from typing import NoReturn

from hukou_cli.base import calendar, decimals
from hukou_cli.base.errors import Finding, InvalidPolicy, nearest
from hukou_cli.base.redaction import harmless
from hukou_cli.rules import ast, nodes
from hukou_cli.rules.ast import Condition, Formula, Quantity
from hukou_cli.rules.scope import Scope, Symbol

LONGEST, DEEPEST, MOST_DIGITS, MOST_PLACES = 1000, 32, 15, 6

_COMPARISONS: dict[type[python.cmpop], ast.Comparison] = {
    python.Lt: "<",
    python.LtE: "<=",
    python.Gt: ">",
    python.GtE: ">=",
    python.Eq: "==",
    python.NotEq: "!=",
}


def parse(text: str, scope: Scope) -> Formula:
    """Parse a formula; its names are looked up in ``scope``.

    Raises InvalidPolicy with one finding, which holds the column.
    """
    body, shift = parse_expression(text)
    parser = _Parser(text, shift, scope)
    found = parser.formula(body, 0)
    if not isinstance(found, Condition) and _is_date(found):
        parser.fail("wrong-kind", body, seen=harmless(text), allowed="@quantity")
    return found


def parse_expression(text: str) -> tuple[python.expr, int]:
    """Read text as one Python expression, never run, and tell by how many blanks its columns are shifted.

    Raises InvalidPolicy with one finding where the text is too large, too deep, or no expression.
    """
    _check_size(text)
    shift = len(text) - len(text.lstrip())
    try:
        tree = python.parse(re.sub(r"\s", " ", text).strip() or "''", mode="eval")
    except SyntaxError as error:
        column = min(error.offset + shift if error.offset else len(text) + 1, len(text) + 1)
        seen = harmless(text[column - 1 : column + 9]) or "@end"
        raise _failure("formula-syntax", column, seen=seen) from None
    except (RecursionError, MemoryError, ValueError):
        raise _failure("formula-too-deep", 1, allowed=str(DEEPEST)) from None
    return tree.body, shift


def parse_quantity(text: str, scope: Scope) -> Quantity:
    """Parse a formula that must give a quantity."""
    found = parse(text, scope)
    if isinstance(found, Condition):
        raise _failure("wrong-kind", 1, seen=harmless(text), allowed="@quantity")
    return found


def parse_condition(text: str, scope: Scope) -> Condition:
    """Parse a formula that must be true or false."""
    found = parse(text, scope)
    if not isinstance(found, Condition):
        raise _failure("wrong-kind", 1, seen=harmless(text), allowed="@condition")
    return found


def _failure(code: str, column: int, **values: str) -> InvalidPolicy:
    return InvalidPolicy([Finding(code=code, values=values, column=column)])


def _check_size(text: str) -> None:
    """Refuse what would cost time or memory, by looking at the characters only."""
    if long_number := re.search(rf"[0-9]{{{MOST_DIGITS + 1},}}", text):
        raise _failure("number-too-long", long_number.start() + 1, allowed=str(MOST_DIGITS))
    depth = 0
    opened = text.count("(") + text.count("[") + text.count("{")
    for column, character in enumerate(text[: LONGEST + 1] if opened > DEEPEST else "", start=1):
        depth += (character in "([{") - (character in ")]}")
        if depth > DEEPEST:
            raise _failure("formula-too-deep", column, allowed=str(DEEPEST))
    if "\\" in text:  # no text of the language has one, and Python warns of some
        raise _failure("formula-syntax", text.index("\\") + 1, seen="\\")
    if len(text) > LONGEST:
        raise _failure("formula-too-long", LONGEST + 1, allowed=str(LONGEST))


class _Parser:
    """Walks the tree that ``ast`` gives, with the text at hand for exact numbers and columns."""

    def __init__(self, text: str, shift: int, scope: Scope) -> None:
        self.bytes = text.strip().encode()
        self.shift = shift
        self.scope = scope

    def formula(self, at: python.expr, depth: int) -> Formula:
        """Read any expression. Raises at the first part that the language does not have."""
        if depth > DEEPEST:
            self.fail("formula-too-deep", at, allowed=str(DEEPEST))
        match at:
            case python.Constant():
                return self.constant(at)
            case python.Name():
                return self.name(at)
            case python.UnaryOp(op=python.USub()):
                return self.negative(at, depth)
            case python.UnaryOp(op=python.Not()):
                return ast.Not(self.condition(at.operand, depth + 1))
            case python.BinOp():
                return self.arithmetic(at, depth + 1)
            case python.Compare():
                return self.comparison(at, depth + 1)
            case python.BoolOp():
                parts = tuple(self.condition(part, depth + 1) for part in at.values)
                return ast.AllOf(parts) if isinstance(at.op, python.And) else ast.AnyOf(parts)
            case python.IfExp():
                then, otherwise = self.quantity(at.body, depth + 1), self.quantity(at.orelse, depth + 1)
                condition = self.condition(at.test, depth + 1)
                return ast.Conditional(condition, then, otherwise, math.lcm(then.den, otherwise.den))
            case python.Call():
                return self.call(at, depth + 1)
            case _:
                self.fail("formula-not-allowed", at, seen=self.source(at))

    def quantity(self, at: python.expr, depth: int) -> Quantity:
        """Read a number, not a date."""
        found = self.formula(at, depth)
        if isinstance(found, Condition) or _is_date(found):
            self.fail("wrong-kind", at, seen=self.source(at), allowed="@quantity")
        return found

    def date(self, at: python.expr, depth: int) -> Quantity:
        """Read a date: a date fact, a date of the round, or one written ``'2018-01-01'``."""
        found = self.formula(at, depth)
        if isinstance(found, Condition) or not _is_date(found):
            self.fail("wrong-kind", at, seen=self.source(at), allowed="@date")
        return found

    def condition(self, at: python.expr, depth: int) -> Condition:
        """Read something that is true or false."""
        found = self.formula(at, depth)
        if not isinstance(found, Condition):
            self.fail("wrong-kind", at, seen=self.source(at), allowed="@condition")
        return found

    def constant(self, at: python.Constant) -> Quantity:
        number = decimals.from_text(self.written(at))
        if number is not None:
            return ast.Number(*number)
        day = calendar.read_date(at.value) if isinstance(at.value, str) else None
        if day is not None:
            return ast.Day(day)
        self.fail("formula-not-allowed", at, seen=self.source(at))

    def name(self, at: python.Name) -> Formula:
        symbol = self.symbol(at)
        match symbol.kind:
            case "flag":
                return ast.Flag(symbol.id)
            case "quantity" | "date":
                return ast.Name(symbol.id, symbol.den, symbol.kind == "date")
            case "choice":
                self.fail("wrong-kind", at, seen=symbol.id, allowed="@choice-use")

    def symbol(self, at: python.Name) -> Symbol:
        symbol = self.scope.find(at.id) if self.written(at) == at.id else None
        if symbol is None:
            known = sorted(self.scope.names())
            close = nearest(at.id, known) or ""
            self.fail("unknown-name", at, seen=self.source(at), nearest=close, allowed=" ".join(known))
        return symbol

    def negative(self, at: python.UnaryOp, depth: int) -> Quantity:
        operand = self.quantity(at.operand, depth + 1)
        if isinstance(operand, ast.Number):
            return ast.Number(-operand.value, operand.den)
        return ast.Negative(operand, operand.den)

    def arithmetic(self, at: python.BinOp, depth: int) -> Quantity:
        left, right = self.quantity(at.left, depth), self.quantity(at.right, depth)
        match at.op:
            case python.Add():
                return _sum(left, right)
            case python.Sub():
                return _sum(left, ast.Negative(right, right.den))
            case python.Mult():
                factors = (*left.factors, right) if isinstance(left, ast.Product) else (left, right)
                return ast.Product(factors, left.den * right.den)
            case python.Div():
                if not isinstance(right, ast.Number) or right.value <= 0:
                    self.fail("divide-by-number", at.right, seen=self.source(at.right))
                return ast.Quotient(left, right, left.den * right.value)
            case _:
                self.fail("formula-not-allowed", at, seen=self.source(at))

    def comparison(self, at: python.Compare, depth: int) -> Condition:
        """Read ``a < b``, ``a < b <= c``, ``choice == 'x'`` and ``choice in ('x', 'y')``."""
        operands = [at.left, *at.comparators]
        parts = tuple(
            self.member(left, operator, right) or self.ordered(left, operator, right, depth)
            for left, operator, right in zip(operands, at.ops, operands[1:], strict=False)
        )
        return parts[0] if len(parts) == 1 else ast.AllOf(parts)

    def ordered(self, left: python.expr, operator: python.cmpop, right: python.expr, depth: int) -> Condition:
        sign = _COMPARISONS.get(type(operator))
        if sign is None:
            self.fail("formula-not-allowed", right, seen=self.source(right))
        first = self.formula(left, depth)
        of_kind = self.date if not isinstance(first, Condition) and _is_date(first) else self.quantity
        return ast.Compare(sign, of_kind(left, depth), of_kind(right, depth))

    def member(self, left: python.expr, operator: python.cmpop, right: python.expr) -> Condition | None:
        """Read a test of a choice; None when ``left`` is not a choice."""
        if not isinstance(left, python.Name) or self.symbol(left).kind != "choice":
            return None
        symbol = self.symbol(left)
        many = isinstance(operator, python.In | python.NotIn)
        if many != isinstance(right, python.Tuple) or not isinstance(
            operator, python.In | python.NotIn | python.Eq | python.NotEq
        ):
            self.fail("wrong-kind", right, seen=self.source(right), allowed="@option")
        options = right.elts if isinstance(right, python.Tuple) else [right]
        test = ast.Member(symbol.id, tuple(self.option(option, symbol) for option in options))
        return ast.Not(test) if isinstance(operator, python.NotIn | python.NotEq) else test

    def option(self, at: python.expr, symbol: Symbol) -> str:
        match at:
            case python.Constant(value=str(option)) if option in symbol.options:
                return option
            case _:
                close = nearest(self.source(at).strip("'\""), symbol.options) or ""
                self.fail(
                    "not-one-of", at, seen=self.source(at), nearest=close, allowed=" ".join(symbol.options), help=""
                )

    def call(self, at: python.Call, depth: int) -> Quantity:
        name = self.written(at.func)
        build = FUNCTIONS.get(name)
        if build is None or at.keywords:
            close = nearest(name, FUNCTIONS) or ""
            self.fail("unknown-function", at, seen=harmless(name), nearest=close, allowed=" ".join(FUNCTIONS))
        found = build(self, at.args, depth)
        if found is None:
            self.fail("wrong-arguments", at, seen=self.source(at), allowed=_USAGE[name])
        return found

    def source(self, at: python.expr) -> str:
        """Return the text of a part of the formula, fit to be shown."""
        return harmless(self.written(at))

    def written(self, at: python.expr) -> str:
        """Return the text of a part of the formula."""
        end = at.end_col_offset if at.end_col_offset is not None else at.col_offset
        return self.bytes[at.col_offset : end].decode(errors="replace")

    def fail(self, code: str, at: python.expr, **values: str) -> NoReturn:
        """Raise at a part of the formula; ``ast`` counts bytes, people count characters."""
        raise _failure(code, len(self.bytes[: at.col_offset].decode(errors="replace")) + 1 + self.shift, **values)


def _is_date(found: Quantity) -> bool:
    return isinstance(found, ast.Day) or (isinstance(found, ast.Name) and found.is_date)


def _sum(left: Quantity, right: Quantity) -> ast.Sum:
    terms = (*left.terms, right) if isinstance(left, ast.Sum) else (left, right)
    return ast.Sum(terms, math.lcm(left.den, right.den))


def _least(parser: _Parser, args: list[python.expr], depth: int) -> Quantity | None:
    return nodes.least(*(parser.quantity(arg, depth) for arg in args)) if len(args) > 1 else None


def _greatest(parser: _Parser, args: list[python.expr], depth: int) -> Quantity | None:
    return nodes.greatest(*(parser.quantity(arg, depth) for arg in args)) if len(args) > 1 else None


def _whole(parser: _Parser, args: list[python.expr], depth: int) -> Quantity | None:
    return ast.Whole(parser.quantity(args[0], depth)) if len(args) == 1 else None


def _years(parser: _Parser, args: list[python.expr], depth: int) -> Quantity | None:
    return nodes.years(parser.quantity(args[0], depth)) if len(args) == 1 else None


def _rest(parser: _Parser, args: list[python.expr], depth: int) -> Quantity | None:
    if len(args) != 1:
        return None
    counted = parser.quantity(args[0], depth)
    return ast.Rest(counted, counted.den)


def _round(parser: _Parser, args: list[python.expr], depth: int) -> Quantity | None:
    places = parser.scope.places
    match args:
        case [_]:
            pass
        case [_, python.Constant(value=int(places))] if type(places) is int and places in range(MOST_PLACES + 1):
            pass
        case _:
            return None
    return ast.Round(parser.quantity(args[0], depth), places, 10**places)


def _completed_years(parser: _Parser, args: list[python.expr], depth: int) -> Quantity | None:
    return _completed("years", parser, args, depth)


def _completed_months(parser: _Parser, args: list[python.expr], depth: int) -> Quantity | None:
    return _completed("months", parser, args, depth)


def _completed(unit: str, parser: _Parser, args: list[python.expr], depth: int) -> Quantity | None:
    if len(args) != 2:  # noqa: PLR2004 - a pair of dates
        return None
    since, until = (parser.date(arg, depth) for arg in args)
    return ast.Completed("years" if unit == "years" else "months", since, until)


FUNCTIONS: dict[str, Callable[[_Parser, list[python.expr], int], Quantity | None]] = {
    "min": _least,
    "max": _greatest,
    "whole": _whole,
    "years": _years,
    "rest": _rest,
    "round": _round,
    "completed_years": _completed_years,
    "completed_months": _completed_months,
}

_USAGE = {
    "min": "min(a, b, …)",
    "max": "max(a, b, …)",
    "whole": "whole(x)",
    "years": "years(months)",
    "rest": "rest(months)",
    "round": f"round(x) / round(x, places 0-{MOST_PLACES})",
    "completed_years": "completed_years(date, date)",
    "completed_months": "completed_months(date, date)",
}
