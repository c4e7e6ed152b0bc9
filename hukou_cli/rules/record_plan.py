"""Set expressions of months compiled to one list of operations, so that a part that several facts share runs once."""

from collections.abc import Iterable
from typing import Literal, Protocol, assert_never

import msgspec

from hukou_cli.rules.record_sets import Both, Either, Period, RecordSet, SetFormula, TaxYears, Without


class MonthSource(Protocol):
    """Where the months of records and of periods come from, as month sets."""

    def record_months(self, node: RecordSet) -> int:
        """Give the months of the records that an expression names."""

    def period_months(self, node: Period) -> int:
        """Give the months of a stretch of time."""


class Operation(msgspec.Struct, frozen=True):
    """One operation; ``left`` and ``right`` are the positions of earlier operations."""

    node: SetFormula
    kind: Literal["records", "period", "both", "either", "without"]
    left: int = -1
    right: int = -1


class RecordPlan(msgspec.Struct, frozen=True):
    """The operations of several expressions, parts before wholes, and the place of each expression among them."""

    operations: tuple[Operation, ...]
    positions: dict[SetFormula, int]

    def run(self, source: MonthSource) -> list[int]:
        """Work out every step, in order."""
        found: list[int] = []
        for step in self.operations:
            match step.kind:
                case "records":
                    found.append(source.record_months(step.node))  # type: ignore[arg-type]
                case "period":
                    found.append(source.period_months(step.node))  # type: ignore[arg-type]
                case "both":
                    found.append(found[step.left] & found[step.right])
                case "either":
                    found.append(found[step.left] | found[step.right])
                case "without":
                    found.append(found[step.left] & ~found[step.right])
        return found


def plan_of(formulas: Iterable[SetFormula]) -> RecordPlan:
    """Lay expressions of months out as operations."""
    operations: list[Operation] = []
    positions: dict[SetFormula, int] = {}

    def place(node: SetFormula) -> int:
        if node not in positions:
            match node:
                case RecordSet():
                    step = Operation(node, "records")
                case Period():
                    step = Operation(node, "period")
                case Both(left, right):
                    step = Operation(node, "both", place(left), place(right))
                case Either(left, right):
                    step = Operation(node, "either", place(left), place(right))
                case Without(left, right):
                    step = Operation(node, "without", place(left), place(right))
                case TaxYears():
                    raise AssertionError  # an expression of years never stands in one of months
                case _:
                    assert_never(node)
            operations.append(step)
            positions[node] = len(operations) - 1
        return positions[node]

    for formula in formulas:
        place(formula)
    return RecordPlan(tuple(operations), positions)


def records_in(node: SetFormula) -> tuple[RecordSet, ...]:
    """Give the records that an expression counts; not those that it only takes away."""
    match node:
        case RecordSet():
            return (node,)
        case Both(left, right) | Either(left, right):
            return (*records_in(left), *records_in(right))
        case Without(left, _):
            return records_in(left)
        case Period() | TaxYears():
            return ()
        case _:
            assert_never(node)
