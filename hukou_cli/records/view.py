"""One applicant's records as one edition sees them in one round: which are of its city, and the months each name has.

Records that agree in everything a set expression can ask are joined first, so that forty jobs cost little more than
one.
"""

import copy
from collections.abc import Iterator, Mapping
from decimal import Decimal

import msgspec

from hukou_cli.applicant.records import Event, Record, Records
from hukou_cli.base import calendar
from hukou_cli.base.decimals import from_text
from hukou_cli.facts.types import Value
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.round_calendar import Window
from hukou_cli.rules.record_sets import PART_OF, Both, Either, Period, RecordSet, SetFormula, TaxYears, Without

FEN = 100

REPAID = ("back_paid", "excused")
"""The months of insurance paid late, for those that no other record has as paid on time."""

Alike = tuple[frozenset[str], str | None, str | None]
"""What joined records agree in beside their kind: tags, district, city."""


class Layer(msgspec.Struct, frozen=True):
    """Other cities whose records count: their names, for each kind the months, and what one such month counts."""

    names: frozenset[str]
    months: Mapping[str, int]
    factor: tuple[int, int]


class RecordView:
    """The records that an edition can see, and the sets that expressions name in them.

    ``layers`` says how many of the ``recognised`` layers of other cities count beside its own; none to begin with.
    """

    def __init__(self, records: Records, edition: Edition, window: Window, chosen: Mapping[str, Value]) -> None:
        self.records = records
        self.edition = edition
        self.window = window
        self.chosen = chosen
        self.own = edition.spellings.city
        self.as_of = window.dates["as_of"]
        self.last = calendar.month_of(self.as_of)
        self.until = calendar.month_set(calendar.FIRST_MONTH, self.last)
        self.layers = 0
        self.recognised = tuple(self._recognised()) if edition.file.recognises else ()
        self.joined: dict[str, dict[Alike, int]] = {}
        for record in records.spans:
            alike = (record.tags, record.district, record.city)
            for kind, found in ((record.kind, record.months), *record.parts.items()):
                group = self.joined.setdefault(kind, {})
                group[alike] = group.get(alike, 0) | found
        self.happened = [event for event in records.events if event.city is None or event.city in self.own]
        self.taxes = [tax for tax in records.taxes if tax.city in self.own]

    def with_layers(self, layers: int) -> "RecordView":
        """Give the same records, seen with so many layers of recognised cities."""
        seen = copy.copy(self)
        seen.layers = layers
        return seen

    def kinds(self) -> set[str]:
        """Name the kinds of records that the edition can see."""
        seen = {kind for kind, group in self.joined.items() if any(self.sees(kind, city) for _, _, city in group)}
        return seen | {event.kind for event in self.happened} | ({"tax"} if self.taxes else set())

    def sees(self, kind: str, city: str | None) -> bool:
        """Tell whether records of a kind in a city are of the edition's own city, or of one that it names at all."""
        if city is None or city in self.own or city in self.edition.other_cities:
            return True
        return any(city in layer.names and kind in layer.months for layer in self.recognised)

    def record_months(self, node: RecordSet) -> int:
        """Give the months of the records that an expression names, up to the counting day."""
        if node.is_full or node.is_longest or node.is_held:
            return self._measured(node)
        found = 0
        districts, cities = self.edition.spellings.places(node.where) if node.where else (None, None)
        for (tags, district, city), held in self.joined.get(node.kind, {}).items():
            if (districts is None or _fits(district, districts, node)) and self.is_named(tags, node):
                found |= held & self.share(node.kind, city, cities)
        if found and node.kind in REPAID:
            found &= ~self.paid_on_time(node)
        return found & self.until

    def paid_on_time(self, node: RecordSet) -> int:
        """Give the months that some record like those named has as paid and not repaid."""
        cities = self.edition.spellings.places(node.where)[1] if node.where else None
        found = 0
        for record in self.records_of(node):
            on_time = record.months & ~record.parts.get("back_paid", 0)
            found |= on_time & self.share(node.kind, record.city, cities)
        return found

    def records_of(self, node: RecordSet) -> Iterator[Record]:
        """Give the records that an expression names, in the order written."""
        kind = PART_OF.get(node.kind, node.kind)
        districts, cities = self.edition.spellings.places(node.where) if node.where else (None, None)
        for record in self.records.spans:
            if not self.is_one_of(record, node):
                continue
            if node.is_held and not record.first <= self.as_of <= record.last:
                continue
            if (districts is None or _fits(record.district, districts, node)) and (
                record.months & self.share(kind, record.city, cities)
            ):
                yield record

    def share(self, kind: str, city: str | None, cities: frozenset[str] | None) -> int:
        """Give the months of a city that an expression may take: all of its own, some of a recognised one."""
        if cities is not None:
            return self.until if city in cities else 0
        if city is None or city in self.own:
            return self.until
        found = 0
        for layer in self.recognised[: self.layers]:
            if city in layer.names:
                found |= layer.months.get(PART_OF.get(kind, kind), 0)
        return found

    def is_one_of(self, record: Record, node: RecordSet) -> bool:
        """Tell whether a record is of the kind and bears the tags that an expression asks for, wherever it is of."""
        return record.kind == PART_OF.get(node.kind, node.kind) and self.is_named(record.tags, node)

    def is_named(self, tags: frozenset[str], node: RecordSet) -> bool:
        """Tell whether a record bears the tags that an expression asks for, or those it takes in their place."""
        if self.bears(tags, node.tags):
            return True
        return bool(node.others) and any(self.bears(tags, asked) for asked in node.others)

    def bears(self, tags: frozenset[str], asked: tuple[str, ...]) -> bool:
        """Tell whether a record bears every tag. A tag that names a choice fact stands for the option chosen."""
        for tag in asked:
            if tag in tags:
                continue
            option = self.chosen.get(tag, tag)
            if option not in tags and not any(str(option).startswith(f"{own}_") for own in tags):
                return False
        return True

    def period_months(self, node: Period) -> int:
        """Give the months of a stretch of time."""
        match node.bound:
            case "since":
                return calendar.month_set(node.amount, self.last)
            case "before":
                return calendar.month_set(calendar.FIRST_MONTH, node.amount - 1)
            case "last":
                return calendar.month_set(self.last - node.amount + 1, self.last)
            case "last_years":
                year = self.window.round.year
                return calendar.month_set((year - node.amount) * 12, year * 12 - 1)

    def events(self, node: SetFormula) -> list[Event]:
        """Evaluate a set of events up to the counting day; two on one day are two."""
        match node:
            case RecordSet(kind, tags):
                known = [event for event in self.happened if event.kind == kind and event.day <= self.as_of]
                return [event for event in known if self.bears(event.tags, tags)]
            case Both(Period() as period, other) | Both(other, Period() as period):
                return [event for event in self.events(other) if self._falls(event.day, period)]
            case Without(left, Period() as period):
                return [event for event in self.events(left) if not self._falls(event.day, period)]
            case Both(left, right) | Without(left, right):
                others = {event.path for event in self.events(right)}
                return [event for event in self.events(left) if (event.path in others) is isinstance(node, Both)]
            case Either(left, right):
                first = self.events(left)
                known_paths = {event.path for event in first}
                return first + [event for event in self.events(right) if event.path not in known_paths]
            case Period() | TaxYears():
                return []

    def years(self, node: SetFormula) -> set[int]:
        """Evaluate a set of calendar years up to that of the counting day."""
        match node:
            case TaxYears(amount):
                paid: dict[int, int] = {}
                for tax in self.taxes:
                    paid[tax.year] = paid.get(tax.year, 0) + tax.fen
                return {year for year, fen in paid.items() if fen >= amount * FEN and year * 12 <= self.last}
            case Both(Period() as period, other) | Both(other, Period() as period):
                return {year for year in self.years(other) if self._lies(year, period)}
            case Without(left, Period() as period):
                return {year for year in self.years(left) if not self._lies(year, period)}
            case Both(left, right):
                return self.years(left) & self.years(right)
            case Either(left, right):
                return self.years(left) | self.years(right)
            case Without(left, right):
                return self.years(left) - self.years(right)
            case RecordSet() | Period():
                return set()

    def _recognised(self) -> Iterator[Layer]:
        """Give the other cities that the edition recognises, those whose months count most first."""
        for known in sorted(self.edition.file.recognises, key=lambda known: -Decimal(known.factor)):
            since = calendar.read_month(known.since) if known.since else calendar.FIRST_MONTH
            counted = calendar.month_set(since or calendar.FIRST_MONTH, self.last)
            factor = from_text(str(known.factor))
            assert factor is not None
            yield Layer(self.edition.spellings.cities_in(known.cities), dict.fromkeys(known.kinds, counted), factor)

    def _measured(self, node: RecordSet) -> int:
        """Give the months of records taken one by one: completed to the day, of the longest, of those still held."""

        def months_of(record: Record) -> int:
            if node.is_full:
                return calendar.full_months([(record.first, record.last)], self.as_of)
            return record.parts.get(node.kind, 0) if node.kind in PART_OF else record.months

        records = list(self.records_of(node))
        if node.is_longest:
            return max((months_of(record) & self.until for record in records), key=int.bit_count, default=0)
        if node.is_full:
            return calendar.full_months([(record.first, record.last) for record in records], self.as_of) & self.until
        found = 0
        for record in records:
            found |= months_of(record)
        return found & self.until

    def _falls(self, day: int, period: Period) -> bool:
        """Tell whether a day falls into a period; ``last`` looks back from the counting day, exact to the day."""
        if period.bound == "last":
            return calendar.months_earlier(self.as_of, period.amount) < day <= self.as_of
        month = calendar.month_of(day)
        return bool(self.period_months(period) & calendar.month_set(month, month))

    def _lies(self, year: int, period: Period) -> bool:
        """Tell whether a calendar year, up to the counting day, lies within a period."""
        return not calendar.month_set(year * 12, year * 12 + 11) & self.until & ~self.period_months(period)


def _fits(district: str | None, districts: frozenset[str], node: RecordSet) -> bool:
    """Tell whether a record's district is one of those asked for; where only the city is asked for any will do."""
    return district in districts or all(where.of == "city" for where in node.where)
