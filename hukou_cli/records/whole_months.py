"""The months of set expressions over one applicant's records whatever the counting day, and whether they are in doubt.

Most expressions have, up to a counting day, those of their months that are no later: these are found once for all
rounds. What the counting day decides otherwise, as months completed to the day, is left to ``view.py``.
"""

from collections.abc import Iterator, Mapping
from functools import cache, reduce
from operator import and_

from hukou_cli.applicant.records import PERHAPS, Record
from hukou_cli.base import calendar
from hukou_cli.facts.types import Value
from hukou_cli.policy.wages import BaseTest
from hukou_cli.records.selection import RecordSelection, months_of
from hukou_cli.rules.record_sets import (
    PART_OF,
    BaseAtLeast,
    BeforeGraduation,
    Begun,
    Both,
    During,
    Either,
    EveryKind,
    Held,
    Joined,
    LongestKind,
    Measured,
    Named,
    Period,
    RecordSet,
    SetFormula,
    TaxYears,
    Without,
    WithSpouse,
    kinds_of,
    parts_like,
    parts_of,
    record_sets_in,
)

REPAID = ("back_paid", "excused")
"""Back payments; such a month counts as late only if no other record has it as paid on time."""


class WholeMonths:
    """The months of set expressions over some records, without an end.

    Args:
        selection: The records.

    """

    def __init__(self, selection: RecordSelection) -> None:
        self.selection = selection
        self._variants: dict[tuple[int, bool], WholeMonths] = {(selection.layers, selection.in_doubt): self}
        self._found: dict[SetFormula, int | None] = {}
        self._months: dict[RecordSet | BaseAtLeast, int] = {}
        self._by_wage: dict[tuple[RecordSet, str], list[tuple[int, Record, int | None]]] = {}
        self._unsettled: dict[RecordSet, bool] = {}
        self._doubted: dict[RecordSet | Joined | Measured, bool] = {}

    def with_options(self, options: Mapping[str, Value]) -> "WholeMonths":
        """Return those of the same records where other options of choices are known."""
        same = options == self.selection.options
        return self if same else WholeMonths(self.selection.changed(options=options))

    def variant(self, layers: int, *, in_doubt: bool) -> "WholeMonths":
        """Return those with so many layers of recognised cities, and with doubts or without; each made once."""
        key = (layers, in_doubt)
        if key not in self._variants:
            other = WholeMonths(self.selection.changed(layers=layers, in_doubt=in_doubt))
            other._variants = self._variants
            self._variants[key] = other
        return self._variants[key]

    def of(self, node: SetFormula) -> int | None:
        """Return the months of an expression without an end, as a month set; None where the counting day decides them.

        Up to a counting day it has those of them that are no later. Found once.
        """
        if node not in self._found:
            self._found[node] = self._whole_months(node)
        return self._found[node]

    def _whole_months(self, node: SetFormula) -> int | None:
        match node:
            case RecordSet() | BaseAtLeast():  # first, as most are
                return self.months(node)
            case Both(left, right) | Either(left, right) | Without(left, right):
                first, second = self.of(left), self.of(right)
                if first is None or second is None:
                    return None
                if isinstance(node, Both):
                    return first & second
                return first | second if isinstance(node, Either) else first & ~second
            case Period("since", month):
                return calendar.month_set(month, calendar.LAST_MONTH)
            case Period("before", month):
                return calendar.month_set(calendar.FIRST_MONTH, month - 1)
            case EveryKind():
                each = [self.of(part) for part in self.selection.kinds_of(node)]
                known = [months for months in each if months is not None]
                return reduce(and_, known) if len(known) == len(each) else None
            case Begun() | During() | Held() | Joined() | WithSpouse():
                return self._months_from_first(node)
            case _:
                return None

    def _months_from_first(self, node: Named) -> int | None:
        named = self.selection.from_first(node)
        return None if named is None else calendar.union(months_of(each.record, node) for each in named)

    def months(self, node: RecordSet | BaseAtLeast) -> int:
        """Return the months of all records of one name, as a month set without an end; found once."""
        if node not in self._months:
            if isinstance(node, RecordSet):
                self._months[node] = self._named_months(node)
            else:
                tests = self.base_tests(node)
                self._months[node] = calendar.union(
                    test.months
                    for test in tests
                    if test.is_reached or (self.selection.in_doubt and test.is_reached is None)
                )
        return self._months[node]

    def _named_months(self, node: RecordSet) -> int:
        """Return the months of all records of one name; a back payment only where no other record has it on time."""
        found = self._perhaps_endorsed(node) if self.selection.in_doubt and node.kind == "endorsed" else 0
        for (tags, district, city), months in self.selection.joined.get(node.kind, {}).items():
            if self.selection.has_all(tags, node.tags) and self.selection.fits(district, city, node):
                found |= months & self.selection.countable(node, city)
        if found and node.kind in REPAID:
            found &= ~self._paid_on_time(node)
        return found

    def _perhaps_endorsed(self, node: RecordSet) -> int:
        """Return one month a year of the permits of which nobody says when they were endorsed: as often as they may."""
        found = 0
        for record in self.selection.spans.get("permit", ()):
            if (
                f"endorsed{PERHAPS}" in record.tags
                and self.selection.fits(record.district, record.city, node)
                and record.first
            ):
                every_year = calendar.month_each_year(calendar.month_of(record.first))
                found |= every_year & record.months & self.selection.countable(node, record.city)
        return found

    def _paid_on_time(self, node: RecordSet) -> int:
        """Return the months that some record like those named has as paid and not repaid."""
        found = 0
        for record in (each.record for each in self.selection.named(node)):
            on_time = record.months & ~record.parts.get("back_paid", 0)
            found |= on_time & self.selection.countable(node, record.city)
        return found

    def base_tests(self, node: BaseAtLeast) -> Iterator[BaseTest]:
        """Yield the months of each record that a node names, parted by the wage that measures its base."""
        key = (node.of, node.wages)
        if key not in self._by_wage:
            self._by_wage[key] = list(self._parted_by_wage(*key))
        for months, record, wage in self._by_wage[key]:
            yield BaseTest(months, record.path, record.base, wage, node.times)

    def _parted_by_wage(self, of: RecordSet, wages: str) -> Iterator[tuple[int, Record, int | None]]:
        """Yield the months of each record, parted by the wage that measures its base, in fen; None where none does."""
        for selected in self.selection.named(of):
            record, left = selected.record, selected.counting
            for row in self.selection.edition.file.wages[wages].rows:
                if months := left & row.months:
                    yield months, record, row.fen
                    left &= ~months
            if left:
                yield left, record, None

    # ---------------------------------------------------------------- doubts

    def is_unsettled(self, named: RecordSet) -> bool:
        """Return whether a name may mean records that are not told, of which any month may be.

        None of its kind is told; or it asks for the option of a choice that is not known, or that no record told bears.
        Of other cities there are none unless told: the default of such a fact says what silence means.
        """
        if named not in self._unsettled:
            is_elsewhere = any(where.of == "elsewhere" for where in named.where)
            is_silent = not is_elsewhere and PART_OF.get(named.kind, named.kind) in self.selection.not_told
            self._unsettled[named] = is_silent or self._is_choice_open(named)
        return self._unsettled[named]

    def may_be_open(self, node: SetFormula) -> bool:
        """Return whether the months of an expression may be open in some round: something in it hangs on doubts."""
        names = _names_that_decide(node, are_of_all_kinds=self.selection.are_of_all_kinds)
        return names is None or any(map(self.is_in_doubt, names))

    def is_in_doubt(self, node: RecordSet | Joined | Measured) -> bool:
        """Return whether a name may mean records that are not told, or counts other months in doubt than without."""
        if node not in self._doubted:
            if isinstance(node, RecordSet):
                found = self.is_unsettled(node) or (self.selection.may_doubt(node) and self._has_doubts(node))
            else:
                cutting = {part.within.kind for part in parts_like(node, During)}
                found = (
                    self.is_unsettled(record_sets_in(node)[0])
                    or not cutting <= self.selection.kinds | self.selection.records.none
                    or any(self.selection.lacks_marriage(part) for part in parts_like(node, WithSpouse))
                    or self._has_doubts(node)
                )
            self._doubted[node] = found
        return self._doubted[node]

    def _has_doubts(self, node: RecordSet | Joined | Measured) -> bool:
        """Return whether other months of the records told count in doubt than without."""
        hangs_on_days = bool(parts_like(node, Begun)) or isinstance(node, BaseAtLeast)
        if not hangs_on_days and not any(self.selection.may_doubt(named) for named in record_sets_in(node)):
            return False
        doubtful = self.variant(self.selection.layers, in_doubt=True)
        if isinstance(node, RecordSet | BaseAtLeast):
            return self.months(node) != doubtful.months(node)
        return any(
            isinstance(part.of, Held) or self.selection.named(part) != doubtful.selection.named(part)
            if isinstance(part, Begun)
            else isinstance(part, RecordSet | Joined | WithSpouse | During)
            and self.selection.named(part) != doubtful.selection.named(part)
            for part in parts_of(node)
        )

    def _is_choice_open(self, named: RecordSet) -> bool:
        facts, spans = self.selection.edition.facts, self.selection.spans.get(named.kind, ())
        choices = [tag for tag in named.tags if tag in facts and facts[tag].type == "choice"]
        if not choices or not spans:
            return False
        is_known = all(choice in self.selection.options for choice in choices)
        return not is_known or not any(self.selection.has_tags(record, named) for record in spans)


@cache
def _names_that_decide(node: SetFormula, *, are_of_all_kinds: bool) -> tuple[RecordSet | Joined | Measured, ...] | None:
    """Return the names in an expression, each once: it may be open where one of them is in doubt; None: in any case.

    Where all insurances told are ``of_all_kinds`` those of one kind are enough, as the others are alike.
    """
    match node:
        case RecordSet():  # first, as most are
            return (node,)
        case Both(left, right) | Either(left, right) | Without(left, right):
            parts = [_names_that_decide(part, are_of_all_kinds=are_of_all_kinds) for part in (left, right)]
        case EveryKind() | LongestKind():
            each = kinds_of(node)[:1] if are_of_all_kinds else kinds_of(node)
            parts = [_names_that_decide(part, are_of_all_kinds=are_of_all_kinds) for part in each]
        case Period() | TaxYears():
            parts = []
        case BeforeGraduation():
            parts = [None]
        case _:
            return (node,)
    known = [part for part in parts if part is not None]
    return tuple(dict.fromkeys(name for part in known for name in part)) if len(known) == len(parts) else None
