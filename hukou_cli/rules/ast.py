"""The tree of a formula: a closed union of frozen nodes.

A *quantity* is an exact rational whose denominator ``den`` is known from the formula alone, so that its value is an
integer numerator. A date is a quantity with denominator 1: the integer ``yyyymmdd``. A *condition* is true or false.
Every reading of the tree matches on these unions and ends in ``assert_never``.
"""

from __future__ import annotations  # which nothing reads: no text is decoded to these types

from typing import TYPE_CHECKING, Literal, assert_never

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Comparison = Literal["<", "<=", ">", ">=", "==", "!="]


class Node(msgspec.Struct, frozen=True, cache_hash=True):
    """The base class of all nodes; trees are keys of what is worked out of them, and keep their hash."""


class Number(Node, frozen=True):
    """A number written in the formula: ``3.5`` is 35 over 10."""

    value: int
    den: int


class Day(Node, frozen=True):
    """A date written in the formula."""

    value: int
    den: int = 1


class Name(Node, frozen=True):
    """A fact, a date of the round, a derived quantity, or a line."""

    id: str
    den: int
    is_date: bool = False


class Negative(Node, frozen=True):
    """``-operand``. Subtraction is a sum with a negative term."""

    operand: Quantity
    den: int


class Sum(Node, frozen=True):
    """``a + b - c``, over the least common denominator of its terms."""

    terms: tuple[Quantity, ...]
    den: int


class Product(Node, frozen=True):
    """``a * b``."""

    factors: tuple[Quantity, ...]
    den: int


class Quotient(Node, frozen=True):
    """``operand / by``, where ``by`` is a number greater than 0 written in the formula."""

    operand: Quantity
    by: Number
    den: int


class Least(Node, frozen=True):
    """``min(...)``."""

    items: tuple[Quantity, ...]
    den: int


class Greatest(Node, frozen=True):
    """``max(...)``, and 取最高项 (best of)."""

    items: tuple[Quantity, ...]
    den: int


class Whole(Node, frozen=True):
    """``whole(x)``: the whole part of a quantity that is never below 0. ``years(m)`` is ``whole(m / 12)``."""

    operand: Quantity
    den: int = 1


class Rest(Node, frozen=True):
    """``rest(m)``: what is left of months that are never below 0 after their full years, ``m - 12 * years(m)``."""

    operand: Quantity
    den: int


class Round(Node, frozen=True):
    """``round(x, places)``: half up on the magnitude; ``den`` is ``10**places``."""

    operand: Quantity
    places: int
    den: int


class Completed(Node, frozen=True):
    """``completed_years(since, until)`` or ``completed_months(since, until)``, never below 0."""

    unit: Literal["years", "months"]
    since: Quantity
    until: Quantity
    den: int = 1


class Conditional(Node, frozen=True):
    """``a if condition else b``."""

    condition: Condition
    then: Quantity
    otherwise: Quantity
    den: int


class Choice(Node, frozen=True):
    """Points by the option that a choice fact holds: ``rows`` has one quantity for each option."""

    id: str
    rows: dict[str, Quantity]
    den: int


class Band(Node, frozen=True):
    """One row of bands: from ``low`` (included) to ``high`` (excluded); None is open."""

    low: Number | None
    high: Number | None
    points: Quantity


class Bands(Node, frozen=True):
    """Points by the band that a quantity falls into. The bands leave no hole."""

    operand: Quantity
    rows: tuple[Band, ...]
    den: int


class Tier(Node, frozen=True):
    """One tier: up to and with ``up_to``, None is all beyond. ``rate`` is that of a unit, or of a full year."""

    up_to: Number | None
    rate: Quantity
    month: Quantity | None = None


class Tiers(Node, frozen=True):
    """A marginal scale: each part of a quantity counts at the rate of its tier. ``total`` calculates the same.

    ``total`` is a sum of products, each of an amount and its rate.
    """

    operand: Quantity
    rows: tuple[Tier, ...]
    by_year: bool
    total: Sum
    den: int


class Flag(Node, frozen=True):
    """A fact or derived condition that is true or false."""

    id: str


class Member(Node, frozen=True):
    """``degree in ('master', 'doctor')``; ``degree == 'none'`` has one option."""

    id: str
    options: tuple[str, ...]


class Compare(Node, frozen=True):
    """``left >= right``."""

    operator: Comparison
    left: Quantity
    right: Quantity


class Not(Node, frozen=True):
    """``not condition``."""

    condition: Condition


class AllOf(Node, frozen=True):
    """``a and b``."""

    conditions: tuple[Condition, ...]


class AnyOf(Node, frozen=True):
    """``a or b``."""

    conditions: tuple[Condition, ...]


Quantity = (
    Number
    | Day
    | Name
    | Negative
    | Sum
    | Product
    | Quotient
    | Least
    | Greatest
    | Whole
    | Rest
    | Round
    | Completed
    | Conditional
    | Choice
    | Bands
    | Tiers
)
Condition = Flag | Member | Compare | Not | AllOf | AnyOf
Formula = Quantity | Condition


def children(node: Formula) -> tuple[Formula, ...]:
    """Return the nodes directly below a node, in the order they are written."""
    match node:
        case Number() | Day() | Name() | Flag() | Member():
            return ()
        case Negative(operand) | Quotient(operand) | Whole(operand) | Rest(operand) | Round(operand):
            return (operand,)
        case Sum(parts) | Product(parts) | Least(parts) | Greatest(parts):
            return parts
        case AllOf(conditions) | AnyOf(conditions):
            return conditions
        case Not(condition):
            return (condition,)
        case Completed(_, since, until):
            return (since, until)
        case Compare(_, left, right):
            return (left, right)
        case Conditional(condition, then, otherwise):
            return (condition, then, otherwise)
        case Choice(_, rows):
            return tuple(rows.values())
        case Bands(operand, rows):
            return (operand, *(row.points for row in rows))
        case Tiers(total=total):
            return (total,)
        case _:
            assert_never(node)


def rebuilt(node: Formula, change: Callable[[Formula], Formula]) -> Formula:
    """Return a node with each of those directly below it changed.

    >>> rebuilt(Not(Flag("local")), lambda part: Not(part))
    Not(condition=Not(condition=Flag(id='local')))
    """

    def of(value: object) -> object:
        match value:
            case Tier():
                return value  # a scale is calculated by its total
            case Band():
                return msgspec.structs.replace(value, points=change(value.points))
            case Node():
                return change(value)  # type: ignore[arg-type]
            case tuple():
                return tuple(map(of, value))
            case dict():
                return {key: of(item) for key, item in value.items()}
            case _:
                return value

    return msgspec.structs.replace(node, **{name: of(getattr(node, name)) for name in node.__struct_fields__})


def walk(node: Formula) -> Iterator[Formula]:
    """Yield a node and all below it, parents first."""
    left = [node]
    while left:
        found = left.pop()
        yield found
        left.extend(reversed(children(found)))


def names_in(node: Formula) -> Iterator[str]:
    """Yield every name that a formula uses, in the order they are written, with repeats."""
    for found in walk(node):
        match found:
            case Name(id_) | Flag(id_) | Member(id_) | Choice(id_):
                yield id_
            case _:
                pass
