"""Which records of one applicant an edition's names mean, whatever the counting day: found once for all rounds.

Records that agree in everything a set expression can ask are joined first, so that forty jobs cost little more than
one.
"""

import copy
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, assert_never

import msgspec

from hukou_cli.applicant.records import PERHAPS, Event, Record, Records
from hukou_cli.base import calendar
from hukou_cli.facts.types import Value
from hukou_cli.policy.edition import Edition
from hukou_cli.rules.record_sets import (
    CLAIMED,
    INSURANCES,
    PART_OF,
    SORTS,
    Begun,
    ByKind,
    Counting,
    During,
    Held,
    Joined,
    Named,
    RecordSet,
    SetFormula,
    WithSpouse,
    kinds_of,
    record_sets_in,
    spouse_home,
)

if TYPE_CHECKING:  # few policies recognise other cities, or ask for records joined to the day
    from hukou_cli.records.recognised import Layer
    from hukou_cli.records.stretches import Stretches

_KINDS = frozenset({PART_OF.get(kind, kind) for kind in SORTS})

Alike = tuple[frozenset[str], str | None, str | None]
"""What joined records agree in beside their kind: tags, district, city."""

Selectable = RecordSet | Joined | WithSpouse | During | Begun
"""Expressions that name records whatever the counting day; not ``held``, nor what is ``begun`` of it."""


class Selected(msgspec.Struct, frozen=True):
    """A record that a name means, perhaps cut in time, and the months by which it counts for that name.

    It counts in a round that has reached one of these months.
    """

    record: Record
    counting: int


class RecordSelection:
    """The records of one applicant that an edition may count, by what its set expressions ask for.

    Args:
        records: All records of the applicant.
        edition: The policy.
        options: The choice facts that are known, by name; a tag may name one in place of its option.

    ``layers`` says how many of the ``recognised`` layers of other cities count beside its own, none to begin with.
    ``in_doubt`` says whether what is not told of a record is taken as what would make it count: the day of the month in
    which it began, whether a rental is registered and when a permit was endorsed, a district, a base.

    """

    def __init__(self, records: Records, edition: Edition, options: Mapping[str, Value]) -> None:
        degree = edition.facts.get(CLAIMED)
        if degree is not None and any(record.kind == "study" for record in records.spans):
            records = records.with_levels(degree)
        self.records, self.edition, self.options = records, edition, options
        self.own = edition.spellings.city
        self.recognised: tuple[Layer, ...] = ()
        if edition.file.recognises:
            from hukou_cli.records.recognised import recognised_cities

            self.recognised = recognised_cities(edition)
        self.spans: dict[str, list[Record]] = {}
        for record in records.spans:
            self.spans.setdefault(record.kind, []).append(record)
        self.joined = _joined(records.spans)
        self.events = [event for event in records.events if event.city is None or event.city in self.own]
        self.taxes = [tax for tax in records.taxes if tax.city in self.own]
        self.layers, self.in_doubt = 0, False
        self._forget()

    def _forget(self) -> None:
        self._named: dict[Selectable, tuple[Selected, ...]] = {}
        self._stretches: dict[tuple[tuple[Named, ...], int], Stretches | None] = {}

    def changed(
        self, *, options: Mapping[str, Value] | None = None, layers: int | None = None, in_doubt: bool | None = None
    ) -> "RecordSelection":
        """Return a selection of the same records with other options of choices, layers of cities, or doubts."""
        other = copy.copy(self)
        other.options = self.options if options is None else options
        other.layers = self.layers if layers is None else layers
        other.in_doubt = self.in_doubt if in_doubt is None else in_doubt
        other._forget()  # noqa: SLF001 - its own
        return other

    @cached_property
    def not_told(self) -> frozenset[str]:
        """The kinds of records that the applicant is silent on, of which there may be some all the same.

        None, where the file has no other dated records than those of which people have none by default.
        """
        told, silent = self.records.kinds() | self.records.none, self.edition.none_unless_told
        if self.records.mentioned() <= silent:
            return frozenset()
        return _KINDS - told - (silent - self.records.unfinished)

    @cached_property
    def listed(self) -> frozenset[str]:
        """The kinds of records that are told, in whichever city, or said to be none."""
        return frozenset(self.records.kinds() | self.records.none)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of records that count under the edition."""
        spans = [kind for kind, group in self.joined.items() if any(self._counts(kind, city) for _, _, city in group)]
        return frozenset([*spans, *(event.kind for event in self.events), *(["tax"] if self.taxes else [])])

    @cached_property
    def counts(self) -> tuple[tuple[str, Counting, bool], ...]:
        """The facts counted of which there are records of some kind, or are said to be none, with their expressions.

        Beside each stands whether none of these records is of the edition's cities.
        """
        kinds, anywhere = self.kinds | self.records.none, self.edition.counted_anywhere
        return tuple(
            [
                (name, counting, (self.listed if name in anywhere else kinds).isdisjoint(counting.kinds))
                for name, counting in self.edition.counts.items()
                if not self.listed.isdisjoint(counting.kinds)
            ]
        )

    # ---------------------------------------------------------------- the records that a name means

    def named(self, node: Selectable) -> tuple[Selected, ...]:
        """Return the records that a node names and of which some month counts, in the order written; found once.

        A home of a spouse is cut to the time of the marriage, any record to the time of others where that is asked.
        """
        if node not in self._named:
            self._named[node] = tuple(self._select(node))
        return self._named[node]

    def _select(self, node: Selectable) -> Iterator[Selected]:
        match node:
            case Begun(of, day):
                assert isinstance(of, RecordSet | Joined)
                yield from (each for each in self.named(of) if self.is_begun(each.record, day))
            case During(of, within):
                others = [each.record for each in self.named(within)]
                blocks = calendar.blocks_of((other.first, other.last) for other in others)
                for each in self.named(of):
                    yield from (Selected(cut, each.counting) for cut in _cut(each.record, blocks))
            case WithSpouse(of):
                marriages = [(marriage.first, marriage.last) for marriage in self.spans.get("marriage", ())]
                spouses = [spouse_home(named) for named in record_sets_in(of)]
                for record in self.spans.get("home", ()):
                    if counting := self.counting(record, record_sets_in(of)):
                        yield Selected(record, counting)
                    elif "spouse" in record.tags and (counting := self.counting(record, spouses)):
                        yield from (Selected(cut, counting) for cut in _cut(record, marriages))
            case RecordSet() | Joined():
                names = record_sets_in(node)
                for record in self.spans.get(PART_OF.get(names[0].kind, names[0].kind), ()):
                    if counting := self.counting(record, names):
                        yield Selected(record, counting)
            case _:
                assert_never(node)

    def counting(self, record: Record, names: Iterable[RecordSet]) -> int:
        """Return the months by which a record counts for any of some names; none where none of them means it."""
        found = 0
        for name in names:
            if self.has_all(record.tags, name.tags) and self.fits(record.district, record.city, name):
                found |= record.months & self.countable(name, record.city)
        return found

    def is_begun(self, record: Record, day: int) -> bool:
        """Return whether a record began by a day; in doubt one may have of which the month alone is told."""
        return record.begun_by <= day or (self.in_doubt and record.first <= day)

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

    def may_doubt(self, named: RecordSet) -> bool:
        """Return whether what is not told of a record may make it count: its district, a tag, when it was endorsed."""
        if named.kind == "endorsed" or (named.tags and named.kind in self._untold):
            return True
        if PART_OF.get(named.kind, named.kind) not in self._placeless:
            return False
        return any(where.of == "district" for where in named.where)

    @cached_property
    def _placeless(self) -> frozenset[str]:
        """The kinds of records of which some are of the own city in a district that was not told."""
        told = [(kind, district, city) for kind, group in self.joined.items() for _, district, city in group]
        return frozenset(
            [kind for kind, district, city in told if district is None and (city is None or city in self.own)]
        )

    def kinds_of(self, node: ByKind) -> tuple[SetFormula, ...]:
        """Return an expression for each insurance; for one alone where all records are of all five and so alike."""
        parts = kinds_of(node)
        return parts[:1] if self.are_of_all_kinds else parts

    @cached_property
    def are_of_all_kinds(self) -> bool:
        """Whether every record of insurance covers all five kinds of insurance."""
        groups = [group for kind, group in self.joined.items() if PART_OF.get(kind, kind) == "insurance"]
        return all(tags.issuperset(INSURANCES) for group in groups for tags, _, _ in group)

    @cached_property
    def _untold(self) -> frozenset[str]:
        """The kinds of records of which some may bear a tag that was not told."""
        told = [(kind, tags) for kind, group in self.joined.items() for tags, _, _ in group]
        return frozenset([kind for kind, tags in told if any(tag.endswith(PERHAPS) for tag in tags)])

    def lacks_marriage(self, node: WithSpouse) -> bool:
        """Return whether a home of a spouse would count, and no marriage is told."""
        if "marriage" in self.spans or "marriage" in self.records.none:
            return False
        homes = [home for home in self.spans.get("home", ()) if "spouse" in home.tags]
        spouses = [spouse_home(named) for named in record_sets_in(node.of)] if homes else []
        return any(self.counting(home, spouses) for home in homes)

    def studies_claimed(self) -> list[Record]:
        """Return the studies that earned the education claimed, wherever they were; none where none is claimed."""
        claimed = RecordSet("study", (CLAIMED,))
        studies = self.spans.get("study", ()) if CLAIMED in self.options else ()
        return [study for study in studies if self.has_tags(study, claimed)]

    def from_first(self, node: Named) -> tuple[Selected, ...] | None:
        """Return the records that a node names; None where the counting day decides which, or since when one counts."""
        if isinstance(node, Held) or (isinstance(node, Begun) and isinstance(node.of, Held)):
            return None
        named = self.named(node)
        return named if all(_lowest(each.counting) <= _lowest(months_of(each.record, node)) for each in named) else None

    def stretches(self, nodes: tuple[Named, ...], gap_days: int) -> "Stretches | None":
        """Return the days of the records that some nodes name, joined; None where the counting day decides which."""
        key = (nodes, gap_days)
        if key not in self._stretches:
            from hukou_cli.records.stretches import Stretches

            each = [self.from_first(node) for node in nodes]
            known = [selected for selected in each if selected is not None]
            spans = [(one.record.first, one.record.last) for selected in known for one in selected]
            self._stretches[key] = Stretches(spans, gap_days) if len(known) == len(each) else None
        return self._stretches[key]

    # ---------------------------------------------------------------- whether a record is one that counts

    def _counts(self, kind: str, city: str | None) -> bool:
        """Return whether records of a kind in a city may count: the edition's own city, or one that it names at all."""
        if city is None or city in self.own or city in self.edition.other_cities:
            return True
        return any(city in layer.names and kind in layer.months for layer in self.recognised)

    def countable(self, node: RecordSet, city: str | None) -> int:
        """Return the months of a city that a node may take: all of its own or anywhere, some of a recognised one."""
        if node.where:
            if any(where.of == "anywhere" for where in node.where):
                return calendar.EVERY_MONTH
            if any(where.of == "elsewhere" for where in node.where):
                return 0 if city is None or city in self.own else calendar.EVERY_MONTH
            cities = self.edition.spellings.places(node.where)[1]
            if cities is not None:
                return calendar.EVERY_MONTH if city in cities else 0
        if city is None or city in self.own:
            return calendar.EVERY_MONTH
        kind = PART_OF.get(node.kind, node.kind)
        layers = [layer for layer in self.recognised[: self.layers] if city in layer.names]
        return calendar.union(layer.months.get(kind, 0) for layer in layers)

    def fits(self, district: str | None, city: str | None, node: RecordSet) -> bool:
        """Return whether a district is one of those that a node asks for; any is, where it asks for the city alone.

        In doubt one of the own city that was not told may be.
        """
        if not node.where or all(where.of != "district" for where in node.where):
            return True
        if district is None:
            return self.in_doubt and (city is None or city in self.own)
        return district in self.edition.spellings.places(node.where)[0]

    def has_all(self, tags: frozenset[str], asked: tuple[str, ...]) -> bool:
        """Return whether a record has every tag asked for; one that names a choice fact is the option chosen."""
        for tag in asked:
            if tag not in tags:
                is_other = not _is_borne(str(self.options.get(tag, tag)), tags)
                if is_other and not (self.in_doubt and f"{tag}{PERHAPS}" in tags):
                    return False
        return True


@lru_cache(maxsize=4096)  # of many records there are few kinds
def _is_borne(option: str, tags: frozenset[str]) -> bool:
    """Return whether a record bears an option, or one that it is a variety of."""
    return option in tags or any(option.startswith(f"{own}_") for own in tags)


def months_of(record: Record, node: Named) -> int:
    """Return the months of a record that a node names; of a part, as the endorsements of a permit, its own."""
    kind = record_sets_in(node)[0].kind
    return record.parts.get(kind, 0) if kind in PART_OF else record.months


def _lowest(months: int) -> int:
    """Return the first month of a set, as the set of that month alone; 0 where there is none."""
    return months & -months


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
