"""SQL of a formula: lowered to whole numbers, and printed.

Only ``+ - * //``, ``CASE``, ``least``, ``greatest`` and comparisons on integers, which mean the same in every engine.
A quantity's SQL is its numerator over ``node.den``; a date is the integer ``yyyymmdd``, a choice its option's id, a
condition a boolean. A date that the round sets is written as a constant. No name may be NULL: ``least`` would skip it
and ``CASE`` would take the wrong branch.
"""

from collections.abc import Callable, Mapping

import msgspec

from hukou_cli.base.calendar import last_day
from hukou_cli.rules import ast
from hukou_cli.rules.ast import Condition, Formula, Quantity
from hukou_cli.rules.intervals import magnitude
from hukou_cli.rules.possible import Ranges
from hukou_cli.rules.rewrites import lower_condition, lower_quantity, round_half_up


def quantity_sql(node: Quantity, ranges: Ranges) -> str:
    """Write a quantity as its numerator over ``node.den``.

    ``ranges`` has the limits of every name, to know which roundings can meet a negative and which dates are known.

    >>> half = ast.Quotient(ast.Name("paid", 1), ast.Number(2, 1), 2)
    >>> quantity_sql(ast.Sum((half, ast.Negative(ast.Number(35, 10), 10)), 10), {})  # paid / 2 - 3.5, in tenths
    '((5 * "paid") - 35)'
    """
    return printed(lower_quantity(node, ranges), ranges)


def condition_sql(node: Condition, ranges: Ranges) -> str:
    """Write a condition.

    >>> condition_sql(ast.Compare(">=", ast.Name("paid", 1), ast.Number(35, 10)), {})
    '((10 * "paid") >= 35)'
    """
    return printed(lower_condition(node, ranges), ranges)


def decided_sql(condition: Condition, known: Mapping[str, str], ranges: Ranges) -> str:
    """Write ``rules.evaluator.decided``: SQL's own logic of NULL is that of "or" and "and".

    ``known`` has for each name the condition of a row in which it has a value.
    """
    match condition:
        case ast.Not(operand):
            return f"(NOT {decided_sql(operand, known, ranges)})"
        case ast.AllOf(conditions) | ast.AnyOf(conditions) if conditions:
            sign = " AND " if isinstance(condition, ast.AllOf) else " OR "
            return f"({sign.join(decided_sql(one, known, ranges) for one in conditions)})"
        case _:
            tests = [known[name] for name in dict.fromkeys(ast.names_in(condition))]
            return f"CASE WHEN {' AND '.join(tests) or 'TRUE'} THEN {condition_sql(condition, ranges)} END"


def half_up_sql(node: Quantity, ranges: Ranges, places: int) -> str:
    """Write a quantity rounded half up on its magnitude, in units of ``10**-places``."""
    return column_sql(round_half_up(node, ranges, places), ranges)


def column_sql(node: Formula, ranges: Ranges) -> str:
    """Write a lowered formula as a column: one of numbers alone is made as wide as the facts are.

    >>> column_sql(ast.Number(3, 1), {})
    'CAST(3 AS BIGINT)'
    """
    text = printed(node, ranges)
    return f"CAST({text} AS BIGINT)" if _is_narrow(node, ranges) else text


def printed(node: Formula, ranges: Ranges) -> str:
    """Write a lowered formula."""

    def of(part: Formula) -> str:
        return printed(part, ranges)

    def listed(parts: tuple[Formula, ...], between: str) -> str:
        return between.join(map(of, parts))

    match node:
        case ast.Number(value) | ast.Day(value):
            return str(value)
        case ast.Name(name):
            day = _known_day(node, ranges)
            return identifier(name) if day is None else f"{day} /* {name} */"
        case ast.Negative(operand) | ast.Product((ast.Number(-1), operand)):
            return f"(- {of(operand)})"
        case ast.Sum((first, *others)):
            signed = (f"- {of(part.operand)}" if isinstance(part, ast.Negative) else f"+ {of(part)}" for part in others)
            return f"({' '.join((_widened(node, first, ranges), *signed))})"
        case ast.Product((first, *others)):
            return f"({' * '.join((_widened(node, first, ranges), *map(of, others)))})"
        case ast.Least(items):
            return f"least({listed(items, ', ')})"
        case ast.Greatest(items):
            return f"greatest({listed(items, ', ')})"
        case ast.Whole(ast.Quotient(operand, by)):
            return f"({of(operand)} // {of(by)})"
        case ast.Completed(unit, since, until):
            days = _Day(of(since), _known_day(since, ranges)), _Day(of(until), _known_day(until, ranges))
            return _completed_years(*days) if unit == "years" else _completed_months(*days)
        case ast.Conditional(condition, then, otherwise):
            return f"CASE WHEN {of(condition)} THEN {of(then)} ELSE {of(otherwise)} END"
        case ast.Choice(fact, rows):
            cases = " ".join(f"WHEN '{option}' THEN {of(row)}" for option, row in rows.items())
            return f"CASE {identifier(fact)} {cases} END"
        case ast.Bands(operand, (*rows, last)):
            cases = " ".join(f"WHEN {of(operand)} < {of(row.high)} THEN {of(row.points)}" for row in rows if row.high)
            return f"CASE {cases} ELSE {of(last.points)} END" if rows else of(last.points)
        case _:
            return _condition(node, of)


def _condition(node: Formula, of: Callable[[Formula], str]) -> str:
    """Write a lowered condition; ``of`` writes its parts."""
    match node:
        case ast.Flag(name):
            return identifier(name)
        case ast.Member(fact, options):
            choices = ", ".join(f"'{option}'" for option in options)
            return f"({identifier(fact)} IN ({choices}))"
        case ast.Compare(operator, left, right):
            sign = {"==": "=", "!=": "<>"}.get(operator, operator)
            return f"({of(left)} {sign} {of(right)})"
        case ast.Not(condition):
            return f"(NOT {of(condition)})"
        case ast.AllOf(conditions):
            return f"({' AND '.join(map(of, conditions))})"
        case ast.AnyOf(conditions):
            return f"({' OR '.join(map(of, conditions))})"
        case _:
            raise AssertionError(node)  # not lowered


_LARGEST_NARROW = 2**31 - 1
"""The largest number that engines keep in 32 bits where it is written; those of 32 bits are added in 32 bits."""


def _is_narrow(node: Formula, ranges: Ranges) -> bool:
    """Return whether a quantity is made of written numbers alone, of which engines take less than 64 bits."""
    match node:
        case ast.Name():
            return False
        case ast.Completed(_, since, until):
            return None not in (_known_day(since, ranges), _known_day(until, ranges))
        case ast.Conditional(_, then, otherwise):
            parts: tuple[Formula, ...] = (then, otherwise)
        case ast.Bands(_, rows):
            parts = tuple(row.points for row in rows)
        case _:
            parts = ast.children(node)
    return not isinstance(node, Condition) and all(_is_narrow(part, ranges) for part in parts)


def _widened(node: ast.Sum | ast.Product, first: Quantity, ranges: Ranges) -> str:
    """Write the first part of a sum or product, as 64 bits where all parts have 32 and the value may take more."""
    text = printed(first, ranges)
    if _is_narrow(node, ranges) and magnitude(node, ranges) > _LARGEST_NARROW:
        return f"CAST({text} AS BIGINT)"
    return text


def identifier(name: str) -> str:
    """Quote a name. Names are lower-case letters, digits and ``_`` only."""
    return f'"{name}"'


class _Day(msgspec.Struct, frozen=True):
    """A date as SQL, and its value where that is known."""

    text: str
    known: int | None

    @property
    def month_number(self) -> str:
        """Months since the year 0, with all months of a year before its number added.

        Of ``yyyymm`` that is 88 less for each year, which has 12 months and not 100.
        """
        if self.known is not None:
            return f"({self.known // 10000} * 12 + {self.known // 100 % 100})"
        return f"({self.text} // 100 - {self.text} // 10000 * 88)"

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
    """Return a date that is written in the formula, or that the round sets."""
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
