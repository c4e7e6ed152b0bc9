"""The second reading: the same formula as SQL text on whole numbers.

Only ``+ - * //``, ``CASE``, ``least``, ``greatest`` and comparisons on integers, which mean the same in every engine.
A quantity's SQL gives its numerator over ``node.den``; a date is the integer ``yyyymmdd``, a choice its option's id,
a condition a boolean. No name may be NULL: ``least`` would skip it and ``CASE`` would take the wrong branch.
"""

from typing import assert_never

from hukou_cli.formula import nodes
from hukou_cli.formula.bounds import Ranges, bounds
from hukou_cli.formula.nodes import Condition, Quantity


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
            return identifier(node.id)
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
            write = _completed_years if unit == "years" else _completed_months
            return write(of(since), of(until))
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


def _completed_years(since: str, until: str) -> str:
    return f"(greatest(0, {until} - {since}) // 10000)"


def _completed_months(since: str, until: str) -> str:
    """Write months completed: the difference of month numbers, less one when the day is not reached."""

    def month_number(day: str) -> str:
        return f"({day} // 10000 * 12 + {_month(day)})"

    reached = f"({_day(until)} >= {_day(since)} OR {_day(until)} = {_last_day(until)})"
    return f"greatest(0, {month_number(until)} - {month_number(since)} - CASE WHEN {reached} THEN 0 ELSE 1 END)"


def _month(day: str) -> str:
    return f"({day} // 100 - {day} // 10000 * 100)"


def _day(day: str) -> str:
    return f"({day} - {day} // 100 * 100)"


def _last_day(day: str) -> str:
    year = f"({day} // 10000)"

    def divides(number: int) -> str:
        return f"{year} // {number} * {number} = {year}"

    leap = f"({divides(4)} AND (NOT {divides(100)} OR {divides(400)}))"
    february = f"CASE WHEN {leap} THEN 29 ELSE 28 END"
    return f"CASE WHEN {_month(day)} = 2 THEN {february} WHEN {_month(day)} IN (4, 6, 9, 11) THEN 30 ELSE 31 END"
