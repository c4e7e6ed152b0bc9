"""The order in which set expressions of months are evaluated, so that a part that several facts share runs once."""

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Protocol

import msgspec

from hukou_cli.rules.record_sets import (
    BeforeGraduation,
    Both,
    Either,
    EveryKind,
    Joined,
    LongestKind,
    Measured,
    Period,
    RecordSet,
    SetFormula,
    TaxYears,
    Without,
    kinds_of,
)

if TYPE_CHECKING:  # the name of a type, which a run has no use for

    class MonthSource(Protocol):
        """The source of the months of records and of periods, as month sets (``base.calendar``)."""

        def record_months(self, node: RecordSet | Joined | Measured) -> int:
            """Return the months of the records that a node names."""

        def period_months(self, node: Period) -> int:
            """Return the months of a stretch of time."""

        def graduation_months(self, node: BeforeGraduation) -> int:
            """Return the months up to and with that in which the education claimed ended."""


class RecordPlan(msgspec.Struct, frozen=True):
    """Every distinct node of several expressions of months, parts before wholes."""

    nodes: tuple[SetFormula, ...]

    def run(self, source: "MonthSource") -> dict[SetFormula, int]:
        """Evaluate every node, each once, as a month set."""
        found: dict[SetFormula, int] = {}
        for node in self.nodes:
            match node:
                case Period():
                    found[node] = source.period_months(node)
                case BeforeGraduation():
                    found[node] = source.graduation_months(node)
                case EveryKind():
                    found[node] = reduce(and_, (found[part] for part in kinds_of(node)))
                case LongestKind():
                    found[node] = max((found[part] for part in kinds_of(node)), key=int.bit_count)
                case Both(left, right):
                    found[node] = found[left] & found[right]
                case Either(left, right):
                    found[node] = found[left] | found[right]
                case Without(left, right):
                    found[node] = found[left] & ~found[right]
                case TaxYears():
                    raise AssertionError  # an expression of years never stands in one of months
                case _:
                    found[node] = source.record_months(node)
        return found


def plan_of(formulas: Iterable[SetFormula]) -> RecordPlan:
    """Plan the evaluation of expressions of months."""
    return RecordPlan(tuple(dict.fromkeys(node for formula in formulas for node in _parts_first(formula))))


def _parts_first(node: SetFormula) -> Iterator[SetFormula]:
    match node:
        case Both(left, right) | Either(left, right) | Without(left, right):
            yield from _parts_first(left)
            yield from _parts_first(right)
        case EveryKind() | LongestKind():
            for part in kinds_of(node):
                yield from _parts_first(part)
        case _:
            pass
    yield node
