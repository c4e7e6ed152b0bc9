"""One applicant's records as one edition sees them in one round: which count for it, and the months each name has.

Records that agree in everything a set expression can ask are joined first, so that forty jobs cost little more than
one.
"""

import copy
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import assert_never

import msgspec

from hukou_cli.applicant.records import PERHAPS, Event, Record, Records, TaxPaid
from hukou_cli.base import calendar
from hukou_cli.base.decimals import from_text
from hukou_cli.facts.reading import read_fact
from hukou_cli.facts.types import Value
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.round_calendar import Window
from hukou_cli.policy.wages import BaseTest
from hukou_cli.rules.record_sets import (
    CLAIMED,
    PART_OF,
    SORTS,
    BaseAtLeast,
    BeforeGraduation,
    Begun,
    ByDistrict,
    During,
    Full,
    Held,
    Joined,
    Longest,
    Measured,
    MonthEnd,
    Named,
    Period,
    RecordSet,
    WithSpouse,
    record_sets_in,
    spouse_home,
)

REPAID = ("back_paid", "excused")
"""Back payments; such a month counts as late only if no other record has it as paid on time."""

_KINDS = frozenset({PART_OF.get(kind, kind) for kind in SORTS})

Alike = tuple[frozenset[str], str | None, str | None]
"""What joined records agree in beside their kind: tags, district, city."""


class Layer(msgspec.Struct, frozen=True):
    """Other cities that the policy recognises (互认): their spellings, the months by kind, and what a month counts."""

    names: frozenset[str]
    months: Mapping[str, int]
    factor: tuple[int, int]


class RecordView:
    """The records of one applicant that count under an edition, and the set expressions evaluated over them.

    Args:
        records: All records of the applicant.
        edition: The policy.
        window: The round; its counting day is ``as_of``.
        chosen: The choice facts that are known, by name; a tag may name one in place of its option.

    ``layers`` says how many of the ``recognised`` layers of other cities count beside its own; none to begin with.

    """

    def __init__(self, records: Records, edition: Edition, window: Window, chosen: Mapping[str, Value]) -> None:
        records = _with_levels(records, edition)
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
        self.spans: dict[str, list[Record]] = {}
        for record in records.spans:
            self.spans.setdefault(record.kind, []).append(record)
        self.joined = _joined(records.spans)
        self.events = [event for event in records.events if event.city is None or event.city in self.own]
        self.taxes = [tax for tax in records.taxes if tax.city in self.own]
        self.in_doubt = False
        self.till_round_end = False
        self._months: dict[RecordSet | Joined | Measured, int] = {}
        self._by_wage: dict[tuple[RecordSet, str], list[tuple[int, Record, int | None]]] = {}

    def _copy(self) -> "RecordView":
        """Return a view of the same records for which nothing is worked out yet."""
        view = copy.copy(self)
        view._months, view._by_wage = {}, {}  # noqa: SLF001 - its own
        return view

    def in_round(self, window: Window, chosen: Mapping[str, Value]) -> "RecordView":
        """Return a view of the same records in another round."""
        view = self._copy()
        view.window, view.chosen, view.as_of = window, chosen, window.dates["as_of"]
        view.last = calendar.month_of(view.as_of)
        view.until = calendar.month_set(calendar.FIRST_MONTH, view.last)
        view.recognised = tuple(view._recognised()) if self.recognised else ()  # noqa: SLF001 - its own
        return view

    def with_layers(self, layers: int) -> "RecordView":
        """Return a view of the same records in which so many layers of recognised cities count."""
        if layers == self.layers:
            return self
        view = self._copy()
        view.layers = layers
        return view

    def with_doubts(self) -> "RecordView":
        """Return a view in which what is not told of a record is taken as what would make it count.

        That is the kind of an event, the day of the month in which a record began, whether a rental is registered and
        when a permit was endorsed, and a base or an average wage.
        """
        view = self._copy()
        view.in_doubt = True
        return view

    def at(self, day: int) -> "RecordView":
        """Return a view that counts up to another day, ``yyyymmdd``, as that of applying."""
        view = self._copy()
        view.as_of, view.last = day, calendar.month_of(day)
        view.until = calendar.month_set(calendar.FIRST_MONTH, view.last)
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

    def not_told(self) -> frozenset[str]:
        """Return the kinds of records that the applicant is silent on, of which there may be some all the same.

        None, where the file has no other dated records than those of which people have none by default.
        """
        told, silent = self.records.kinds() | self.records.none, self.edition.none_unless_told
        return frozenset() if told <= silent else _KINDS - told - silent

    def kinds(self) -> set[str]:
        """Return the kinds of records that count under the edition."""
        spans = {kind for kind, group in self.joined.items() if any(self._counts(kind, city) for _, _, city in group)}
        return spans | {event.kind for event in self.events} | ({"tax"} if self.taxes else set())

    def record_months(self, node: RecordSet | Joined | Measured) -> int:
        """Return the months of the records that a node names, up to the counting day, as a month set; found once."""
        if node not in self._months:
            self._months[node] = self._months_named(node)
        return self._months[node]

    def _months_named(self, node: RecordSet | Joined | Measured) -> int:
        match node:
            case RecordSet():
                found = self._named_months(node)
            case Full(of, gap_days):
                spans = [(record.first, record.last) for record in self.records_of(of)]
                found = calendar.full_months(spans, self.as_of, gap_days=gap_days)
            case Longest(of):
                each = [months & self.until for months in self._months_of_each(of)]
                found = max(each, key=int.bit_count, default=0)
            case BaseAtLeast():
                tests = self.base_tests(node)
                found = calendar.union(
                    test.months for test in tests if test.is_reached or (self.in_doubt and test.is_reached is None)
                )
            case MonthEnd(of):
                found = calendar.union(record.months & self._months_ended(record) for record in self.records_of(of))
            case ByDistrict(of, least):
                each = [months & self.until for months in self._months_by_district(of)]
                found = calendar.union(months for months in each if months.bit_count() >= least)
            case Begun() | During() | Held() | Joined() | WithSpouse():
                found = calendar.union(self._months_of_each(node))
            case _:
                assert_never(node)
        return found & self.until

    def base_tests(self, node: BaseAtLeast) -> Iterator[BaseTest]:
        """Yield the months of each record that a node names, parted by the wage that measures its base."""
        key = (node.of, node.wages)
        if key not in self._by_wage:
            self._by_wage[key] = list(self._parted_by_wage(*key))
        for months, record, wage in self._by_wage[key]:
            yield BaseTest(months, record.path, record.base, wage, node.times)

    def _parted_by_wage(self, of: RecordSet, wages: str) -> Iterator[tuple[int, Record, int | None]]:
        """Yield the months of each record, parted by the wage that measures its base, in fen; None where none does."""
        for record in self.records_of(of):
            left = record.months & self._countable(of, record.city)
            for row in self.edition.file.wages[wages].rows:
                if months := left & row.months:
                    yield months, record, row.fen
                    left &= ~months
            if left:
                yield left, record, None

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
        claimed = RecordSet("study", (CLAIMED,))
        studies = self.spans.get("study", ()) if CLAIMED in self.chosen else ()
        ended = [record.last for record in studies if self.has_tags(record, claimed) and record.last <= self.as_of]
        return calendar.month_of(min(ended)) if ended else None

    def records_of(self, node: Named) -> Iterator[Record]:
        """Yield the records that a node names and of which some month counts, in the order written.

        A home of a spouse is cut to the time of the marriage, any record to the time of others where that is asked.
        """
        kind = record_sets_in(node)[0].kind
        spans = self.spans.get(PART_OF.get(kind, kind), ())
        match node:
            case Held(of, gap_days):
                since = self._held_since(of, gap_days)
                return (
                    record
                    for record in self.records_of(of)
                    if record.first <= self.as_of and record.last >= max(since, record.first)
                )
            case Begun(of, day):
                return (
                    record
                    for record in self.records_of(of)
                    if record.begun_by <= day or (self.in_doubt and record.first <= day)
                )
            case During(of, within):
                blocks = calendar.blocks_of((other.first, other.last) for other in self.records_of(within))
                return (cut for record in self.records_of(of) for cut in _cut(record, blocks))
            case WithSpouse():
                return (each for record in spans for each in self._owned_together(record, node))
            case _:
                return (record for record in spans if self._is_named(record, node))

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

    def _owned_together(self, record: Record, node: WithSpouse) -> Iterator[Record]:
        """Yield a home if it is one's own; if it is a spouse's, what of it lies within each marriage."""
        if self._is_named(record, node.of):
            yield record
        elif any(self._is_named(record, spouse_home(named)) for named in record_sets_in(node.of)):
            yield from _cut(record, [(marriage.first, marriage.last) for marriage in self.spans.get("marriage", ())])

    def has_tags(self, record: Record, node: RecordSet) -> bool:
        """Return whether a record is of the kind and has the tags that a node asks for, wherever it is of."""
        return record.kind == PART_OF.get(node.kind, node.kind) and self.has_all(record.tags, node.tags)

    def may_name(self, record: Record, node: RecordSet) -> bool:
        """Return whether a record has, or may have, what a node asks for, whatever option a choice names."""
        asked = tuple(tag for tag in node.tags if tag not in self.edition.facts)
        tags = record.tags.union(tag.removesuffix(PERHAPS) for tag in record.tags)
        return record.kind == PART_OF.get(node.kind, node.kind) and self.has_all(tags, asked)

    def names_event(self, event: Event, node: RecordSet) -> bool:
        """Return whether an event is of the kind and has the tags that a node asks for, or has no tag at all."""
        return event.kind == node.kind and (not event.tags or self.has_all(event.tags, node.tags))

    def lacks_marriage(self, node: WithSpouse) -> bool:
        """Return whether a home of a spouse would count, and no marriage is told."""
        named = [spouse_home(named) for named in record_sets_in(node.of)]
        homes = self.spans.get("home", ())
        is_told = "marriage" in self.spans or "marriage" in self.records.none
        return not is_told and any(self._is_named(home, each) for home in homes for each in named)

    def round_end(self) -> int:
        """Return the last day on which one may apply, ``yyyymmdd``: the day of application, else the year's last."""
        return self.window.round.day or self.window.round.year * 10000 + 1231

    def _recognised(self) -> Iterator[Layer]:
        """Yield the other cities that the edition recognises, those whose months count most first."""
        for known in sorted(self.edition.file.recognises, key=lambda known: -Decimal(known.factor)):
            since = calendar.read_month(known.since) if known.since else calendar.FIRST_MONTH
            counted = calendar.month_set(since or calendar.FIRST_MONTH, self.last)
            factor = from_text(str(known.factor))
            assert factor is not None
            yield Layer(self.edition.spellings.cities_in(known.cities), dict.fromkeys(known.kinds, counted), factor)

    def _counts(self, kind: str, city: str | None) -> bool:
        """Return whether records of a kind in a city may count: the edition's own city, or one that it names at all."""
        if city is None or city in self.own or city in self.edition.other_cities:
            return True
        return any(city in layer.names and kind in layer.months for layer in self.recognised)

    def _named_months(self, node: RecordSet) -> int:
        """Return the months of all records of one name; a back payment only where no other record has it on time."""
        found = self._perhaps_endorsed(node) if self.in_doubt and node.kind == "endorsed" else 0
        for (tags, district, city), months in self.joined.get(node.kind, {}).items():
            if self.has_all(tags, node.tags) and self._fits(district, city, node):
                found |= months & self._countable(node, city)
        if found and node.kind in REPAID:
            found &= ~self._paid_on_time(node)
        return found

    def _perhaps_endorsed(self, node: RecordSet) -> int:
        """Return one month a year of the permits of which nobody says when they were endorsed: as often as they may."""
        found = 0
        for record in self.spans.get("permit", ()):
            if f"endorsed{PERHAPS}" in record.tags and self._fits(record.district, record.city, node):
                for month in range(calendar.month_of(record.first), self.last + 1, 12) if record.first else ():
                    found |= calendar.month_set(month, month) & record.months & self._countable(node, record.city)
        return found

    def _paid_on_time(self, node: RecordSet) -> int:
        """Return the months that some record like those named has as paid and not repaid."""
        found = 0
        for record in self.records_of(node):
            on_time = record.months & ~record.parts.get("back_paid", 0)
            found |= on_time & self._countable(node, record.city)
        return found

    def _months_of_each(self, node: Named | Full) -> Iterator[int]:
        """Yield the months of each record that a node names; of a part, as the endorsements of a permit, its own."""
        if isinstance(node, Full):
            for record in self.records_of(node.of):
                yield calendar.full_months([(record.first, record.last)], self.as_of)
            return
        kind = record_sets_in(node)[0].kind
        for record in self.records_of(node):
            yield record.parts.get(kind, 0) if kind in PART_OF else record.months

    def _is_named(self, record: Record, node: RecordSet | Joined) -> bool:
        """Return whether a node names a record, and some month of it counts."""
        match node:
            case RecordSet():
                is_like = self.has_all(record.tags, node.tags) and self._fits(record.district, record.city, node)
                return is_like and bool(record.months & self._countable(node, record.city))
            case Joined(names):
                return any(self._is_named(record, name) for name in names)
            case _:
                assert_never(node)

    def _countable(self, node: RecordSet, city: str | None) -> int:
        """Return the months of a city that a node may take: all of its own or anywhere, some of a recognised one."""
        if any(where.of == "anywhere" for where in node.where):
            return self.until
        if any(where.of == "elsewhere" for where in node.where):
            return 0 if city is None or city in self.own else self.until
        cities = self.edition.spellings.places(node.where)[1] if node.where else None
        if cities is not None:
            return self.until if city in cities else 0
        if city is None or city in self.own:
            return self.until
        kind = PART_OF.get(node.kind, node.kind)
        layers = [layer for layer in self.recognised[: self.layers] if city in layer.names]
        return calendar.union(layer.months.get(kind, 0) for layer in layers)

    def _fits(self, district: str | None, city: str | None, node: RecordSet) -> bool:
        """Return whether a district is one of those that a node asks for; any is, where it asks for the city alone.

        In doubt one of the own city that was not told may be.
        """
        if all(where.of != "district" for where in node.where):
            return True
        if district is None:
            return self.in_doubt and (city is None or city in self.own)
        return district in self.edition.spellings.places(node.where)[0]

    def has_all(self, tags: frozenset[str], asked: tuple[str, ...]) -> bool:
        """Return whether a record has every tag asked for; one that names a choice fact is the option chosen."""
        for tag in asked:
            if tag not in tags:
                option = str(self.chosen.get(tag, tag))
                is_other = option not in tags and not any(option.startswith(f"{own}_") for own in tags)
                if is_other and not (self.in_doubt and f"{tag}{PERHAPS}" in tags):
                    return False
        return True


def level_of(study: Record) -> str:
    """Return the level of a study, as it is written where no option of the degree is called so."""
    return next(iter(study.tags - {"part_time", "full_time"}))


def _with_levels(records: Records, edition: Edition) -> Records:
    """Return records in which a study's level that is a label of the degree is its option's id."""
    degree = edition.facts.get(CLAIMED)
    if degree is None or all(record.kind != "study" for record in records.spans):
        return records
    spans = []
    for record in records.spans:
        option = read_fact(degree, level_of(record), 0, suggest=False) if record.kind == "study" else None
        tags = (record.tags - {level_of(record)}) | {option} if isinstance(option, str) else record.tags
        spans.append(msgspec.structs.replace(record, tags=tags))
    return msgspec.structs.replace(records, spans=tuple(spans))


def _cut(record: Record, blocks: Iterable[tuple[int, int]]) -> Iterator[Record]:
    """Yield what of a record lies within each of some stretches of days."""
    for start, end in blocks:
        first, last = max(record.first, start), min(record.last, end)
        if first <= last:
            months = record.months & calendar.month_set(calendar.month_of(first), calendar.month_of(last))
            yield msgspec.structs.replace(record, months=months, first=first, last=last)


def _joined(records: Iterable[Record]) -> dict[str, dict[Alike, int]]:
    """Join the months of records that are alike, by kind; the parts of a record are a kind of their own."""
    joined: dict[str, dict[Alike, int]] = {}
    for record in records:
        alike = (record.tags, record.district, record.city)
        for kind, months in ((record.kind, record.months), *record.parts.items()):
            group = joined.setdefault(kind, {})
            group[alike] = group.get(alike, 0) | months
    return joined
