"""The second reading: the same formula as SQL text on whole numbers.

Only ``+ - * //``, ``CASE``, ``least``, ``greatest`` and comparisons on integers, which mean the same in every engine.
A date of the round is known when the text is written, and stands there as the number it is.
A quantity's SQL gives its numerator over ``node.den``; a date is the integer ``yyyymmdd``, a choice its option's id,
a condition a boolean. No name may be NULL: ``least`` would skip it and ``CASE`` would take the wrong branch.
"""

from math import gcd, prod
from typing import assert_never

import msgspec

from hukou_cli.base.calendar import last_day
from hukou_cli.rules import ast
from hukou_cli.rules.ast import Condition, Quantity
from hukou_cli.rules.intervals import Ranges, bounds


def quantity_sql(node: Quantity, ranges: Ranges, times: int = 1) -> str:
    """Write a quantity, its numerator ``times`` a whole number, which joins the numbers that stand there already.

    ``ranges`` holds the limits of every name, to know which roundings can meet a negative and which dates are known.
    """

    def of(part: Quantity, times: int = 1) -> str:
        return quantity_sql(part, ranges, times)

    def over(den: int, part: Quantity) -> str:
        return of(part, den // part.den)

    match node:
        case ast.Number(value) | ast.Day(value):
            return str(value * times) if value * times >= 0 else f"({value * times})"
        case ast.Negative(operand):
            return of(operand, -times)
        case ast.Sum(terms, den) if times == 1 or all(map(_takes_up, terms)):
            first, *others = terms
            written = of(first, times * den // first.den)
            for term in others:
                sign, part = ("-", term.operand) if isinstance(term, ast.Negative) else ("+", term)
                written += f" {sign} {of(part, times * den // part.den)}"
            return f"({written})"
        case ast.Product(factors):
            number = times * prod(factor.value for factor in factors if isinstance(factor, ast.Number))
            names = [of(factor) for factor in factors if not isinstance(factor, ast.Number)]
            return _times(number, " * ".join(names)) if names else of(ast.Number(number, 1))
        case ast.Quotient(operand, by):
            return of(operand, times * by.den)
        case ast.Conditional(condition, then, otherwise, den):
            test = condition_sql(condition, ranges)
            return f"CASE WHEN {test} THEN {over(den * times, then)} ELSE {over(den * times, otherwise)} END"
        case ast.Choice(fact, rows, den):
            cases = " ".join(f"WHEN '{option}' THEN {over(den * times, row)}" for option, row in rows.items())
            return f"CASE {identifier(fact)} {cases} END"
        case ast.Bands(operand, rows, den):
            *closed, last = rows
            cases = " ".join(
                f"WHEN {_below(operand, row, ranges)} THEN {over(den * times, row.points)}" for row in closed
            )
            top = over(den * times, last.points)
            return f"CASE {cases} ELSE {top} END" if closed else top
        case ast.Name():
            day = _known_day(node, ranges)
            return _times(times, identifier(node.id) if day is None else f"{day} /* {node.id} */")
        case ast.Sum():
            return _times(times, of(node))
        case ast.Least(items, den):
            return _times(times, f"least({', '.join(over(den, item) for item in items)})")
        case ast.Greatest(items, den):
            return _times(times, f"greatest({', '.join(over(den, item) for item in items)})")
        case ast.Whole(operand):
            return _times(times, f"({of(operand)} // {operand.den})")
        case ast.Round(operand, places):
            return _times(times, half_up_sql(operand, ranges, places))
        case ast.Completed(unit, since, until):
            days = _Day(of(since), _known_day(since, ranges)), _Day(of(until), _known_day(until, ranges))
            return _times(times, _completed_years(*days) if unit == "years" else _completed_months(*days))
        case _:
            assert_never(node)


def condition_sql(node: Condition, ranges: Ranges) -> str:
    """Write a condition."""
    match node:
        case ast.Flag(fact):
            return identifier(fact)
        case ast.Member(fact, options):
            quoted = ", ".join(f"'{option}'" for option in options)
            return f"({identifier(fact)} IN ({quoted}))"
        case ast.Compare(operator, left, right):
            sign = {"==": "=", "!=": "<>"}.get(operator, operator)
            return f"({quantity_sql(left, ranges, right.den)} {sign} {quantity_sql(right, ranges, left.den)})"
        case ast.Not(condition):
            return f"(NOT {condition_sql(condition, ranges)})"
        case ast.AllOf(conditions):
            return f"({' AND '.join(condition_sql(part, ranges) for part in conditions)})"
        case ast.AnyOf(conditions):
            return f"({' OR '.join(condition_sql(part, ranges) for part in conditions)})"
        case _:
            assert_never(node)


def half_up_sql(node: Quantity, ranges: Ranges, places: int) -> str:
    """Write a quantity rounded half up on its magnitude, in units of ``10**-places``."""
    if 10**places % node.den == 0:  # exact already: only another unit
        return quantity_sql(node, ranges, 10**places // node.den)
    shared = gcd(2 * 10**places, node.den)
    times, half = 2 * 10**places // shared, node.den // shared
    rounded = f"(({quantity_sql(node, ranges, times)} + {half}) // {2 * half})"
    mirrored = f"(- (({quantity_sql(node, ranges, -times)} + {half}) // {2 * half}))"
    low, high = bounds(node, ranges)
    if low < 0 < high:
        return f"CASE WHEN {quantity_sql(node, ranges)} < 0 THEN {mirrored} ELSE {rounded} END"
    return rounded if low >= 0 else mirrored


def identifier(name: str) -> str:
    """Quote a name. Names are lower-case letters, digits and ``_`` only."""
    return f'"{name}"'


def _times(number: int, text: str) -> str:
    return text if number == 1 else f"(- {text})" if number == -1 else f"({number} * {text})"


def _takes_up(node: Quantity) -> bool:
    """Tell whether a factor joins a number that the quantity holds, so that it costs nothing to write it there."""
    match node:
        case ast.Number() | ast.Conditional() | ast.Choice() | ast.Bands():
            return True
        case ast.Product(factors):
            return any(isinstance(factor, ast.Number) for factor in factors)
        case ast.Negative(operand) | ast.Quotient(operand):
            return _takes_up(operand)
        case _:
            return False


def _below(operand: Quantity, row: ast.Band, ranges: Ranges) -> str:
    """Write that the operand lies below a band's upper edge."""
    assert row.high is not None
    return f"{quantity_sql(operand, ranges, row.high.den)} < {row.high.value * operand.den}"


class _Day(msgspec.Struct, frozen=True):
    """A date as SQL, and what it is where that is known."""

    text: str
    known: int | None

    @property
    def month_number(self) -> str:
        """Months since the year 0, with all months of a year before its number added."""
        if self.known is not None:
            return f"({self.known // 10000} * 12 + {self.known // 100 % 100})"
        return f"({self.text} // 10000 * 12 + {self.month})"

    @property
    def month(self) -> str:
        """The month of the year."""
        return f"({self.text} // 100 - {self.text} // 10000 * 100)"

    @property
    def day(self) -> str:
        """The day of the month."""
        if self.known is not None:
            return str(self.known % 100)
        return f"({self.text} - {self.text} // 100 * 100)"

    @property
    def last_day(self) -> str:
        """The last day of the month."""
        year = f"({self.text} // 10000)"

        def divides(number: int) -> str:
            return f"{year} // {number} * {number} = {year}"

        leap = f"({divides(4)} AND (NOT {divides(100)} OR {divides(400)}))"
        february = f"CASE WHEN {leap} THEN 29 ELSE 28 END"
        return f"CASE WHEN {self.month} = 2 THEN {february} WHEN {self.month} IN (4, 6, 9, 11) THEN 30 ELSE 31 END"


def _known_day(node: Quantity, ranges: Ranges) -> int | None:
    """Give a date that is written in the formula, or that the round sets."""
    match node:
        case ast.Day(value):
            return value
        case ast.Name(name, is_date=True):
            limits = ranges.get(name)
            return limits[0] if isinstance(limits, tuple) and limits[0] == limits[1] else None
        case _:
            return None


def _completed_years(since: _Day, until: _Day) -> str:
    return f"(greatest(0, {until.text} - {since.text}) // 10000)"


def _completed_months(since: _Day, until: _Day) -> str:
    """Write months completed: the difference of month numbers, less one when the day is not reached."""
    reached = f"({until.day} >= {since.day} OR {until.day} = {until.last_day})"
    if until.known is not None:
        month, day = divmod(until.known, 100)
        is_last = day == last_day(*divmod(month, 100))
        reached = "TRUE" if is_last else f"{day} >= {since.day}"
    if since.known is not None and since.known % 100 == 1:
        reached = "TRUE"  # every day of a month is at least its first
    less = "" if reached == "TRUE" else f" - CASE WHEN {reached} THEN 0 ELSE 1 END"
    return f"greatest(0, {until.month_number} - {since.month_number}{less})"
