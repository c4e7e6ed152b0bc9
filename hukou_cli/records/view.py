"""One applicant's records up to the counting day of a round: the months that each name and function has by then."""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import and_
from typing import assert_never

from hukou_cli.applicant.records import Record, Records, TaxPaid
from hukou_cli.base import calendar
from hukou_cli.facts.types import Value
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.round_calendar import Window
from hukou_cli.policy.wages import BaseTest
from hukou_cli.records.selection import RecordSelection, months_of
from hukou_cli.records.whole_months import WholeMonths
from hukou_cli.rules.record_sets import (
    CLAIMED,
    BaseAtLeast,
    BeforeGraduation,
    Begun,
    Both,
    ByDistrict,
    During,
    Either,
    EveryKind,
    Full,
    Held,
    Joined,
    Longest,
    LongestKind,
    Measured,
    MonthEnd,
    Named,
    Period,
    RecordSet,
    SetFormula,
    TaxYears,
    Without,
    WithSpouse,
)


class RecordView:
    """The records of one applicant in one round.

    Args:
        whole: The months of the records that the edition may count, whatever the counting day.
        window: The round; its counting day is ``as_of``.
        chosen: The choices and dates that are known, by the name of the fact.

    """

    def __init__(self, whole: WholeMonths, window: Window, chosen: Mapping[str, Value]) -> None:
        self.whole, self.selection = whole, whole.selection
        selection = whole.selection
        self.records, self.edition = selection.records, selection.edition
        self.own, self.recognised, self.spans = selection.own, selection.recognised, selection.spans
        self.events, self.taxes = selection.events, selection.taxes
        self.window, self.chosen = window, chosen
        self.till_round_end = False
        self._reach(window.dates["as_of"])

    def _reach(self, day: int) -> None:
        self.as_of, self.last = day, calendar.month_of(day)
        self.until = calendar.month_set(calendar.FIRST_MONTH, self.last)
        self._months: dict[SetFormula, int] = {}
        self._variants = {(self.layers, self.in_doubt): self}

    @property
    def layers(self) -> int:
        """How many layers of recognised cities count beside the own city."""
        return self.selection.layers

    @property
    def in_doubt(self) -> bool:
        """Whether what is not told of a record is taken as what would make it count."""
        return self.selection.in_doubt

    def _copy(self) -> "RecordView":
        """Return a view of the same records on the same day, of which nothing is worked out yet."""
        view = RecordView.__new__(RecordView)
        view.__dict__.update(self.__dict__)
        view._reach(self.as_of)  # noqa: SLF001 - its own
        return view

    def _variant(self, layers: int, *, in_doubt: bool) -> "RecordView":
        if (layers, in_doubt) not in self._variants:
            view = self._copy()
            view.whole = self.whole.variant(layers, in_doubt=in_doubt)
            view.selection = view.whole.selection
            view._variants = self._variants  # noqa: SLF001 - its own
            self._variants[layers, in_doubt] = view
        return self._variants[layers, in_doubt]

    def in_round(self, window: Window, chosen: Mapping[str, Value]) -> "RecordView":
        """Return a view of the same records in another round."""
        return RecordView(self.whole.with_options(options_in(chosen, self.edition)), window, chosen)

    def with_layers(self, layers: int) -> "RecordView":
        """Return the view of the same records in which so many layers of recognised cities count; made once."""
        return self._variant(layers, in_doubt=self.in_doubt)

    def with_doubts(self) -> "RecordView":
        """Return the view in which what is not told of a record is taken as what would make it count; made once.

        That is the kind of an event, the day of the month in which a record began, whether a rental is registered and
        when a permit was endorsed, and a base or an average wage.
        """
        return self._variant(self.layers, in_doubt=True)

    def at(self, day: int) -> "RecordView":
        """Return a view that counts up to another day, ``yyyymmdd``, as that of applying."""
        view = self._copy()
        view._reach(day)  # noqa: SLF001 - its own
        return view

    def with_tax_in(self, years: Iterable[int], fen: int) -> "RecordView":
        """Return a view with income tax paid in the policy's own city in each of some more years."""
        view = self._copy()
        view.taxes = [*self.taxes, *(TaxPaid(year, fen, min(self.own), ("tax",)) for year in years)]
        return view

    def with_penalties_since(self) -> "RecordView":
        """Return a view with the penalties of the time from the counting day to the end of the round too."""
        view = self._copy()
        view.till_round_end = True
        return view

    def covered(self, node: SetFormula) -> int:
        """Return the months that an expression covers up to the counting day, as a month set."""
        whole = self.whole.of(node)
        return self._found(node) if whole is None else whole & self.until

    def _found(self, node: SetFormula) -> int:
        """Return the months of an expression that hang on the counting day; found once."""
        if node not in self._months:
            match node:
                case Period():
                    found = self.period_months(node)
                case BeforeGraduation():
                    found = self.graduation_months(node)
                case Both(left, right):
                    found = self.covered(left) & self.covered(right)
                case Either(left, right):
                    found = self.covered(left) | self.covered(right)
                case Without(left, right):
                    found = self.covered(left) & ~self.covered(right)
                case EveryKind():
                    found = reduce(and_, map(self.covered, self.selection.kinds_of(node)))
                case LongestKind():
                    found = max(map(self.covered, self.selection.kinds_of(node)), key=int.bit_count)
                case TaxYears():
                    raise AssertionError  # an expression of years never stands in one of months
                case _:
                    found = self._records_found(node) & self.until
            self._months[node] = found
        return self._months[node]

    def _records_found(self, node: RecordSet | Joined | Measured) -> int:
        match node:
            case Full(of, gap_days):
                stretches = self.selection.stretches((of,), gap_days)
                if stretches is not None:
                    return stretches.full_months(self.as_of)
                spans = [(record.first, record.last) for record in self.records_of(of)]
                return calendar.full_months(spans, self.as_of, gap_days=gap_days)
            case Longest(of):
                each = [months & self.until for months in self._months_of_each(of)]
                return max(each, key=int.bit_count, default=0)
            case MonthEnd(of):
                return calendar.union(record.months & self._months_ended(record) for record in self.records_of(of))
            case ByDistrict(of, least):
                each = [months & self.until for months in self._months_by_district(of)]
                return calendar.union(months for months in each if months.bit_count() >= least)
            case RecordSet() | BaseAtLeast():
                return self.whole.months(node)
            case Begun() | During() | Held() | Joined() | WithSpouse():
                return calendar.union(self._months_of_each(node))
            case _:
                assert_never(node)

    def base_tests(self, node: BaseAtLeast) -> Iterator[BaseTest]:
        """Yield the months of each record that a node names, parted by the wage that measures its base."""
        for test in self.whole.base_tests(node):
            if months := test.months & self.until:
                yield BaseTest(months, test.record, test.base, test.wage, test.times)

    def period_months(self, node: Period) -> int:
        """Return the months of a stretch of time, as a month set."""
        match node.bound:
            case "since":
                return calendar.month_set(node.amount, self.last)
            case "before":
                return calendar.month_set(calendar.FIRST_MONTH, node.amount - 1)
            case "last":
                return calendar.month_set(self.last - node.amount + 1, self.last)
            case "last_years":
                year = self.window.round.year
                if not self.edition.calendar.is_open_all_year:  # a counting day in December completes its year
                    year = (calendar.month_of(self.window.dates["as_of"]) + 1) // 12
                return calendar.month_set((year - node.amount) * 12, year * 12 - 1)

    def graduation_months(self, node: BeforeGraduation) -> int:
        """Return the months up to and with that in which the education claimed ended, as a month set."""
        claimed = str(self.chosen.get(CLAIMED, ""))
        last = self.graduation()
        if last is None or (node.options and claimed not in node.options):
            return 0
        return calendar.month_set(last - node.months + 1, last) & self.until

    def graduation(self) -> int | None:
        """Return the month in which the education claimed ended, wherever it was; None where no record tells it.

        Of several studies of one level the first to end has earned it.
        """
        ended = [study.last for study in self.selection.studies_claimed() if study.last <= self.as_of]
        return calendar.month_of(min(ended)) if ended else None

    def records_of(self, node: Named) -> list[Record]:
        """Return the records that a node names and of which some month counts by then, in the order written."""
        match node:
            case Held(of, gap_days):
                since = self._held_since(of, gap_days)
                return [record for record in self.records_of(of) if record.first <= self.as_of and record.last >= since]
            case Begun(Held() as of, day):
                return [record for record in self.records_of(of) if self.selection.is_begun(record, day)]
            case _:
                return [each.record for each in self.selection.named(node) if each.counting & self.until]

    def _held_since(self, node: RecordSet | Joined | WithSpouse | During, gap_days: int | None) -> int:
        """Return the day from which on records are part of what is held, ``yyyymmdd``.

        That is the counting day; with a gap allowed the first day of the run up to it, or none where the run broke.
        """
        if gap_days is None:
            return self.as_of
        spans = [(record.first, record.last) for record in self.records_of(node) if record.first <= self.as_of]
        first, last = calendar.blocks_of(spans, gap_days=gap_days)[-1] if spans else (0, 0)
        return (
            first
            if last and (last >= self.as_of or calendar.days_between(last, self.as_of) < gap_days)
            else calendar.LATEST
        )

    def _months_ended(self, record: Record) -> int:
        """Return the months up to the last at whose end, or in the last on whose counting day, a record runs."""
        if record.first > self.as_of:
            return 0
        last = min(record.last, self.as_of)
        month = calendar.month_of(last)
        is_whole = last in (self.as_of, calendar.last_of(month))
        return calendar.month_set(calendar.FIRST_MONTH, month if is_whole else month - 1)

    def _months_by_district(self, node: Named | Full) -> Iterator[int]:
        """Yield the months of the records that a node names, district by district."""
        named = node.of if isinstance(node, Full) else node
        districts: dict[str | None, list[Record]] = {}
        for record in self.records_of(named):
            districts.setdefault(record.district, []).append(record)
        for records in districts.values():
            if isinstance(node, Full):
                yield calendar.full_months([(record.first, record.last) for record in records], self.as_of)
            else:
                yield calendar.union(record.months for record in records)

    def _months_of_each(self, node: Named | Full) -> Iterator[int]:
        """Yield the months of each record that a node names."""
        if isinstance(node, Full):
            for record in self.records_of(node.of):
                yield calendar.full_months([(record.first, record.last)], self.as_of)
            return
        yield from (months_of(record, node) for record in self.records_of(node))

    def round_end(self) -> int:
        """Return the last day on which one may apply, ``yyyymmdd``: the day of application, else the year's last."""
        return self.window.round.day or self.window.round.year * 10000 + 1231


def view_of(records: Records, edition: Edition, window: Window, chosen: Mapping[str, Value]) -> RecordView:
    """Return the view of an applicant's records under an edition in a round.

    Args:
        records: All records of the applicant.
        edition: The policy.
        window: The round.
        chosen: The choices and dates that are known, by the name of the fact.

    """
    selection = RecordSelection(records, edition, options_in(chosen, edition))
    return RecordView(WholeMonths(selection), window, chosen)


def options_in(chosen: Mapping[str, Value], edition: Edition) -> dict[str, Value]:
    """Return the choices among choices and dates."""
    return {name: value for name, value in chosen.items() if edition.facts[name].type == "choice"}
