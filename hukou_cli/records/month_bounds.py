"""Lower and upper bounds of the months that a set expression covers, where records are silent on something.

Records tell of some months and are silent on others: no home is listed, no study of the degree claimed, a rental of
which nobody says whether it is registered. Each name in an expression then stands for two month sets, and the
operations carry both along, as interval arithmetic does.
"""

from functools import reduce
from operator import and_, or_
from typing import assert_never

import msgspec

from hukou_cli.base import calendar
from hukou_cli.records.view import RecordView
from hukou_cli.rules.record_sets import (
    CLAIMED,
    BeforeGraduation,
    Both,
    During,
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
    WithSpouse,
    parts_like,
    record_sets_in,
)


class MonthBounds(msgspec.Struct, frozen=True):
    """The months that are certainly covered, and those that may be: two month sets, the first within the second."""

    least: int
    most: int

    @property
    def is_certain(self) -> bool:
        """Whether nothing is open."""
        return self.least == self.most


NOTHING = MonthBounds(0, 0)


class SetBounds:
    """Bounds of set expressions over the records of one applicant.

    Args:
        view: The records.

    """

    def __init__(self, view: RecordView) -> None:
        self.view = view
        self.anything = MonthBounds(0, view.until)
        self._found: dict[SetFormula, MonthBounds] = {}

    def may_be_open(self, node: SetFormula) -> bool:
        """Return whether an expression may be open in some round."""
        return self.view.whole.may_be_open(node)

    def months(self, node: SetFormula) -> MonthBounds:
        """Return the months that an expression certainly covers, and may cover; each part is worked out once."""
        if node not in self._found:
            self._found[node] = self._months(node)
        return self._found[node]

    def _months(self, node: SetFormula) -> MonthBounds:
        match node:
            case Period():
                months = self.view.period_months(node)
                return MonthBounds(months, months)
            case BeforeGraduation():
                return self._graduation(node)
            case Both(left, right):
                first, second = self.months(left), self.months(right)
                return MonthBounds(first.least & second.least, first.most & second.most)
            case Either(left, right):
                first, second = self.months(left), self.months(right)
                return MonthBounds(first.least | second.least, first.most | second.most)
            case Without(left, right):
                first, second = self.months(left), self.months(right)
                return MonthBounds(first.least & ~second.most, first.most & ~second.least)
            case EveryKind():
                each = [self.months(part) for part in self.view.selection.kinds_of(node)]
                least, most = [part.least for part in each], [part.most for part in each]
                return MonthBounds(reduce(and_, least), reduce(and_, most))
            case LongestKind():
                each = [self.months(part) for part in self.view.selection.kinds_of(node)]
                if all(part.is_certain for part in each):
                    return max(each, key=lambda part: part.least.bit_count())
                least, most = [part.least for part in each], [part.most for part in each]
                return MonthBounds(reduce(and_, least), reduce(or_, most))
            case TaxYears():
                raise AssertionError  # an expression of years never stands in one of months
            case _ if isinstance(node, RecordSet | Joined | Measured):
                return self._records(node)
            case _:
                assert_never(node)

    def _graduation(self, node: BeforeGraduation) -> MonthBounds:
        """Return the months before the graduation: any may be, where no study of the degree claimed is told."""
        claimed = self.view.chosen.get(CLAIMED)
        if "study" in self.view.records.none or (node.options and claimed is not None and claimed not in node.options):
            return NOTHING
        is_asked = "study" in self.view.selection.not_told or "study" in self.view.spans
        if is_asked and self.view.graduation() is None:
            return self.anything
        months = self.view.graduation_months(node)
        return MonthBounds(months, months)

    def _records(self, node: RecordSet | Joined | Measured) -> MonthBounds:
        """Return the months of records: any may be, where a name may mean records that are not told."""
        selection = self.view.selection
        if not self.view.whole.is_in_doubt(node):
            months = self.view.covered(node)
            return MonthBounds(months, months)
        if self.view.whole.is_unsettled(record_sets_in(node)[0]):
            return self.anything
        cut = parts_like(node, During)
        if any(part.within.kind not in selection.kinds | self.view.records.none for part in cut):
            whole = (record.months for part in cut for record in self.view.records_of(part.of))
            return MonthBounds(0, calendar.union(whole) & self.view.until)
        sure, perhaps = self.view.covered(node), self.view.with_doubts().covered(node)
        if any(selection.lacks_marriage(part) for part in parts_like(node, WithSpouse)):
            homes = self.view.spans.get("home", ())
            perhaps |= calendar.union(home.months for home in homes if "spouse" in home.tags) & self.view.until
        return MonthBounds(sure & perhaps, sure | perhaps)
