"""The second reading: the same formula as SQL text on whole numbers.

Only ``+ - * //``, ``CASE``, ``least``, ``greatest`` and comparisons on integers, which mean the same in every engine.
A date of the round is known when the text is written, and stands there as the number it is.
A quantity's SQL gives its numerator over ``node.den``; a date is the integer ``yyyymmdd``, a choice its option's id,
a condition a boolean. No name may be NULL: ``least`` would skip it and ``CASE`` would take the wrong branch.
"""

from typing import assert_never

import msgspec

from hukou_cli.formula import nodes
from hukou_cli.formula.bounds import Ranges, bounds
from hukou_cli.formula.nodes import Condition, Quantity
from hukou_cli.months import last_day


def quantity_sql(node: Quantity, ranges: Ranges) -> str:
    """Write a quantity; ``ranges`` holds the limits of every name, to know which roundings can meet a negative."""

    def of(part: Quantity) -> str:
        return quantity_sql(part, ranges)

    def over(den: int, part: Quantity) -> str:
        return of(part) if part.den == den else f"({of(part)} * {den // part.den})"

    match node:
        case nodes.Number() | nodes.Day():
            return str(node.value) if node.value >= 0 else f"({node.value})"
        case nodes.Name():
            day = _known_day(node, ranges)
            return identifier(node.id) if day is None else f"{day} /* {node.id} */"
        case nodes.Negative(operand):
            return f"(- {of(operand)})"
        case nodes.Sum(terms, den):
            return f"({' + '.join(over(den, term) for term in terms)})"
        case nodes.Product(factors):
            return f"({' * '.join(of(factor) for factor in factors)})"
        case nodes.Quotient(operand, by):
            return of(operand) if by.den == 1 else f"({of(operand)} * {by.den})"
        case nodes.Least(items, den):
            return f"least({', '.join(over(den, item) for item in items)})"
        case nodes.Greatest(items, den):
            return f"greatest({', '.join(over(den, item) for item in items)})"
        case nodes.Whole(operand):
            return f"({of(operand)} // {operand.den})"
        case nodes.Round(operand, places):
            return half_up_sql(of(operand), operand.den, places, negative=bounds(operand, ranges)[0] < 0)
        case nodes.Conditional(condition, then, otherwise, den):
            test = condition_sql(condition, ranges)
            return f"CASE WHEN {test} THEN {over(den, then)} ELSE {over(den, otherwise)} END"
        case nodes.Choice(fact, rows, den):
            cases = " ".join(f"WHEN '{option}' THEN {over(den, row)}" for option, row in rows.items())
            return f"CASE {identifier(fact)} {cases} END"
        case nodes.Bands(operand, rows, den):
            *closed, last = rows
            cases = " ".join(
                f"WHEN {_below(of(operand), operand.den, row)} THEN {over(den, row.points)}" for row in closed
            )
            return f"CASE {cases} ELSE {over(den, last.points)} END" if closed else over(den, last.points)
        case nodes.Completed(unit, since, until):
            days = _Day(of(since), _known_day(since, ranges)), _Day(of(until), _known_day(until, ranges))
            return _completed_years(*days) if unit == "years" else _completed_months(*days)
        case _:
            assert_never(node)


def condition_sql(node: Condition, ranges: Ranges) -> str:
    """Write a condition."""
    match node:
        case nodes.Flag(fact):
            return identifier(fact)
        case nodes.Member(fact, options):
            quoted = ", ".join(f"'{option}'" for option in options)
            return f"({identifier(fact)} IN ({quoted}))"
        case nodes.Compare(operator, left, right):
            sign = {"==": "=", "!=": "<>"}.get(operator, operator)
            return f"({_times(left, right.den, ranges)} {sign} {_times(right, left.den, ranges)})"
        case nodes.Not(condition):
            return f"(NOT {condition_sql(condition, ranges)})"
        case nodes.AllOf(conditions):
            return f"({' AND '.join(condition_sql(part, ranges) for part in conditions)})"
        case nodes.AnyOf(conditions):
            return f"({' OR '.join(condition_sql(part, ranges) for part in conditions)})"
        case _:
            assert_never(node)


def half_up_sql(numerator: str, den: int, places: int, *, negative: bool) -> str:
    """Round ``numerator / den`` half up on its magnitude, to units of ``10**-places``."""
    if 10**places % den == 0:  # exact already: only another unit
        scale = 10**places // den
        return numerator if scale == 1 else f"({numerator} * {scale})"
    rounded = f"((2 * {numerator} * {10**places} + {den}) // {2 * den})"
    if not negative:
        return rounded
    mirrored = f"((-2 * {numerator} * {10**places} + {den}) // {2 * den})"
    return f"CASE WHEN {numerator} < 0 THEN - {mirrored} ELSE {rounded} END"


def identifier(name: str) -> str:
    """Quote a name. Names are lower-case letters, digits and ``_`` only."""
    return f'"{name}"'


def _times(node: Quantity, factor: int, ranges: Ranges) -> str:
    text = quantity_sql(node, ranges)
    return text if factor == 1 else f"({text} * {factor})"


def _below(operand: str, den: int, row: nodes.Band) -> str:
    """Write that the operand lies below a band's upper edge."""
    assert row.high is not None
    measured = operand if row.high.den == 1 else f"({operand} * {row.high.den})"
    return f"{measured} < {row.high.value * den}"


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
        case nodes.Day(value):
            return value
        case nodes.Name(name, is_date=True):
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
