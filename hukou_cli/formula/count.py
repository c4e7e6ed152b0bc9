"""Set expressions of months as one list of small steps, in which a part that several facts share is worked out once."""

from collections.abc import Iterable
from typing import Literal, Protocol, assert_never

import msgspec

from hukou_cli.formula.sets import Both, Either, Period, RecordSet, SetFormula, TaxYears, Without


class Source(Protocol):
    """Where the months of records and of periods come from, as month sets."""

    def record_months(self, node: RecordSet) -> int:
        """Give the months of the records that an expression names."""

    def period_months(self, node: Period) -> int:
        """Give the months of a stretch of time."""


class Step(msgspec.Struct, frozen=True):
    """One operation; ``left`` and ``right`` are the places of earlier steps."""

    node: SetFormula
    kind: Literal["records", "period", "both", "either", "without"]
    left: int = -1
    right: int = -1


class Steps(msgspec.Struct, frozen=True):
    """The steps of several expressions, parts before wholes, and the place of each expression among them."""

    steps: tuple[Step, ...]
    places: dict[SetFormula, int]

    def run(self, source: Source) -> list[int]:
        """Work out every step, in order."""
        found: list[int] = []
        for step in self.steps:
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


def steps_of(formulas: Iterable[SetFormula]) -> Steps:
    """Lay expressions of months out as steps."""
    steps: list[Step] = []
    places: dict[SetFormula, int] = {}

    def place(node: SetFormula) -> int:
        if node not in places:
            match node:
                case RecordSet():
                    step = Step(node, "records")
                case Period():
                    step = Step(node, "period")
                case Both(left, right):
                    step = Step(node, "both", place(left), place(right))
                case Either(left, right):
                    step = Step(node, "either", place(left), place(right))
                case Without(left, right):
                    step = Step(node, "without", place(left), place(right))
                case TaxYears():
                    raise AssertionError  # an expression of years never stands in one of months
                case _:
                    assert_never(node)
            steps.append(step)
            places[node] = len(steps) - 1
        return places[node]

    for formula in formulas:
        place(formula)
    return Steps(tuple(steps), places)


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
