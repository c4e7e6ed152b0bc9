"""Facts counted from dated records: each with the spans that made it, and the months left out and why."""

from collections.abc import Iterator, Mapping
from typing import assert_never

import msgspec

from hukou_cli import months
from hukou_cli.applicant.records import Event, Record, Records
from hukou_cli.errors import Finding, harmless, nearest
from hukou_cli.formula.names import Fact, Value
from hukou_cli.formula.sets import (
    PART_OF,
    Both,
    Counting,
    Either,
    Period,
    RecordSet,
    SetFormula,
    TaxYears,
    Without,
)
from hukou_cli.places import Path
from hukou_cli.policy.edition import Edition, Window

FEN = 100


class Dropped(msgspec.Struct, frozen=True):
    """Months left out of a count, and the part of the expression that left them out.

    ``by`` is a set expression whose months were taken away (``kept`` False) or outside which they lay (``kept`` True),
    or a name: ``since`` for what lies before the first month that can count, ``broken`` for what lies before a hole
    in a run, ``tolerated`` for what lies before the month that would have been one tolerated too many.
    """

    months: int
    by: SetFormula | str
    kept: bool = True


class Counted(msgspec.Struct, frozen=True):
    """A fact counted: its value, the month set (or days, or years) that made it, and what was left out.

    ``is_bare`` tells that there was no record of any kind that the expression names, so that the value is a 0 assumed.
    """

    value: Value
    months: int = 0
    days: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    is_bare: bool = False


class Count(msgspec.Struct, frozen=True):
    """Everything counted for one applicant: the facts, what was noticed, and what is wrong with the records.

    ``open`` names the facts that cannot be counted because a choice they hang on is not known.
    """

    facts: dict[str, Counted] = {}
    notes: tuple[Finding, ...] = ()
    problems: tuple[tuple[Path, Finding], ...] = ()
    open: frozenset[str] = frozenset()


def count_facts(  # noqa: PLR0913 - what a count depends on
    records: Records, edition: Edition, window: Window, chosen: Mapping[str, Value], *, today: int, born: int | None
) -> Count:
    """Count every fact that the records of the edition's city can give in a round.

    A fact is counted when there is a record of a kind that its expression names; month facts also when there are other
    month records, for who tells of insurance and not of a home has none. ``chosen`` holds the choice facts given;
    ``today`` and ``born`` are ``yyyymmdd``.
    """
    view = _View(records, edition, window, chosen)
    problems = tuple(view.problems(today, born))
    if problems:
        return Count(problems=problems)
    return Count(dict(view.count_all()), tuple(view.notes()), open=view.left_open)


class _View:
    """One applicant's records as one edition sees them in one round."""

    def __init__(self, records: Records, edition: Edition, window: Window, chosen: Mapping[str, Value]) -> None:
        self.edition = edition
        self.window = window
        self.records = records
        self.chosen = chosen
        self.own_names = edition.city_names
        names = self.own_names
        self.spans = [record for record in records.spans if record.city is None or record.city in names]
        self.happened = [event for event in records.events if self.is_ours(event.city)]
        self.taxes = [tax for tax in records.taxes if self.is_ours(tax.city)]
        self.as_of = window.dates["as_of"]
        self.last = months.month_of(self.as_of)
        self.until = months.month_set(months.FIRST_MONTH, self.last)
        self.districts = edition.district_ids
        self.known_sets: dict[RecordSet, int] = {}
        self.by_kind: dict[str, list[Record]] = {}
        for record in self.spans:
            self.by_kind.setdefault(record.kind, []).append(record)
        self.left_open = frozenset(
            name for name, kind, choice in edition.counts_by_choice if kind in self.by_kind and choice not in chosen
        )

    def is_ours(self, city: str | None) -> bool:
        return city is None or city in self.own_names

    def kinds(self) -> set[str]:
        named = {*self.by_kind, *(event.kind for event in self.happened)}
        return named | ({"tax"} if self.taxes else set())

    def count_all(self) -> Iterator[tuple[str, Counted]]:
        kinds = self.kinds()
        tells_months = bool(kinds & {"insurance", "home"})
        for name, counting in self.edition.counts.items():
            is_bare = kinds.isdisjoint(counting.kinds)
            fact = self.edition.facts[name]
            if name not in self.left_open and (not is_bare or (tells_months and fact.type == "months")):
                yield name, self.counted(name, fact, counting, is_bare=is_bare)
        for name, (run, tolerated) in self.edition.streaks.items():
            if not kinds.isdisjoint(run.kinds):
                yield name, self.streak(self.edition.facts[name], run, tolerated)

    def counted(self, name: str, fact: Fact, counting: Counting, *, is_bare: bool) -> Counted:
        covered = 0
        dropped: tuple[Dropped, ...] = ()
        days: tuple[int, ...] = ()
        years: tuple[int, ...] = ()
        match counting.sort:
            case "days":
                days = tuple(sorted(event.day for event in self.events(counting.formula)))
            case "years":
                years = tuple(sorted(self.years(counting.formula)))
            case "months":
                covered, dropped = self.within(*self.covered(counting.formula), fact)
        number = min(len(days) or len(years) or covered.bit_count(), self.window.limits[name][1])
        is_flag = fact.type == "flag"
        value = bool(days or years or covered) if is_flag else number
        return Counted(value, covered, days, years, dropped, is_bare)

    def streak(self, fact: Fact, counting: Counting, tolerated: Counting | None) -> Counted:
        rule = fact.streak
        assert rule is not None
        covered, dropped = self.within(*self.covered(counting.formula), fact)
        allowed = self.covered(tolerated.formula)[0] if tolerated else 0
        run = months.run_ending(covered, self.last, tolerated=allowed, at_most=rule.at_most, gap=rule.gap)
        start = months.spans_of(run)[0][0] if run else self.last + 1
        reason = "tolerated" if covered & months.month_set(start - 1, start - 1) else "broken"
        left = covered & ~run
        return Counted(run.bit_count(), run, dropped=(*dropped, *((Dropped(left, reason),) if left else ())))

    def within(self, found: int, dropped: tuple[Dropped, ...], fact: Fact) -> tuple[int, tuple[Dropped, ...]]:
        """Cut a set to the months from the fact's first one to the counting day; add what that leaves out."""
        first = months.read_month(fact.since) if fact.since else None
        since = months.month_set(first or months.FIRST_MONTH, self.last)
        early = found & ~since
        return found & since, (*dropped, Dropped(early, "since")) if early else dropped

    def covered(self, node: SetFormula) -> tuple[int, tuple[Dropped, ...]]:
        """Evaluate a set of months, with what each operation took from its left side."""
        match node:
            case RecordSet():
                return self.record_months(node), ()
            case Period():
                return self.period(node), ()
            case TaxYears():
                return 0, ()
            case Either(left, right):
                (first, dropped), (second, others) = self.covered(left), self.covered(right)
                kept = first | second
                lost = [Dropped(part.months & ~kept, part.by, part.kept) for part in (*dropped, *others)]
                return kept, tuple(part for part in lost if part.months)
            case Both(left, right) | Without(left, right):
                (first, dropped), (second, _) = self.covered(left), self.covered(right)
                kept = first & second if isinstance(node, Both) else first & ~second
                taken = Dropped(first & ~kept, right, isinstance(node, Both))
                return kept, (*dropped, *((taken,) if taken.months else ()))
            case _:
                assert_never(node)

    def record_months(self, node: RecordSet) -> int:
        """Give the months of the records that an expression names, up to the counting day; worked out once."""
        if node not in self.known_sets:
            self.known_sets[node] = self.months_of_records(node)
        return self.known_sets[node]

    def months_of_records(self, node: RecordSet) -> int:
        records = self.by_kind.get(PART_OF.get(node.kind, node.kind), [])
        if node.tags:
            records = [record for record in records if self.bears(record.tags, node.tags)]
        if node.where:
            fitting = self.edition.districts_where(node.where)
            records = [record for record in records if record.district in fitting]
        found = 0
        for record in records:
            found |= record.parts.get(node.kind, 0) if node.kind in PART_OF else record.months
        return found & self.until

    def bears(self, tags: frozenset[str], asked: tuple[str, ...]) -> bool:
        """Tell whether a record bears every tag. A tag that names a choice fact stands for the option chosen."""
        for tag in asked:
            option = self.chosen.get(tag, tag)
            if not any(option == own or str(option).startswith(f"{own}_") for own in tags):
                return False
        return True

    def period(self, node: Period) -> int:
        match node.bound:
            case "since":
                return months.month_set(node.amount, self.last)
            case "before":
                return months.month_set(months.FIRST_MONTH, node.amount - 1)
            case "last":
                return months.month_set(self.last - node.amount + 1, self.last)
            case "last_years":
                year = self.window.round.year
                return months.month_set((year - node.amount) * 12, year * 12 - 1)
            case _:
                assert_never(node.bound)

    def events(self, node: SetFormula) -> list[Event]:
        """Evaluate a set of events up to the counting day; two on one day are two."""
        match node:
            case RecordSet(kind, tags):
                known = [event for event in self.happened if event.kind == kind and event.day <= self.as_of]
                return [event for event in known if self.bears(event.tags, tags)]
            case Both(Period() as period, other) | Both(other, Period() as period):
                return [event for event in self.events(other) if self.falls(event.day, period)]
            case Without(left, Period() as period):
                return [event for event in self.events(left) if not self.falls(event.day, period)]
            case Both(left, right) | Without(left, right):
                others = {event.path for event in self.events(right)}
                return [event for event in self.events(left) if (event.path in others) is isinstance(node, Both)]
            case Either(left, right):
                first = self.events(left)
                known_paths = {event.path for event in first}
                return first + [event for event in self.events(right) if event.path not in known_paths]
            case Period() | TaxYears():
                return []
            case _:
                assert_never(node)

    def falls(self, day: int, period: Period) -> bool:
        """Tell whether a day falls into a period; ``last`` looks back from the counting day, exact to the day."""
        if period.bound == "last":
            return months.months_earlier(self.as_of, period.amount) < day <= self.as_of
        month = months.month_of(day)
        return bool(self.period(period) & months.month_set(month, month))

    def years(self, node: SetFormula) -> set[int]:
        """Evaluate a set of calendar years up to that of the counting day."""
        match node:
            case TaxYears(amount):
                paid: dict[int, int] = {}
                for tax in self.taxes:
                    paid[tax.year] = paid.get(tax.year, 0) + tax.fen
                return {year for year, fen in paid.items() if fen >= amount * FEN and year * 12 <= self.last}
            case Both(Period() as period, other) | Both(other, Period() as period):
                return {year for year in self.years(other) if self.lies(year, period)}
            case Without(left, Period() as period):
                return {year for year in self.years(left) if not self.lies(year, period)}
            case Both(left, right):
                return self.years(left) & self.years(right)
            case Either(left, right):
                return self.years(left) | self.years(right)
            case Without(left, right):
                return self.years(left) - self.years(right)
            case RecordSet() | Period():
                return set()
            case _:
                assert_never(node)

    def lies(self, year: int, period: Period) -> bool:
        """Tell whether a calendar year, up to the counting day, lies within a period."""
        return not months.month_set(year * 12, year * 12 + 11) & self.until & ~self.period(period)

    def problems(self, today: int, born: int | None) -> Iterator[tuple[Path, Finding]]:
        """Give what cannot be: months to come, months before birth, districts that the city does not have."""
        past = months.month_set(months.FIRST_MONTH, months.month_of(today))
        before_birth = 0 if born is None else months.month_set(months.FIRST_MONTH, months.month_of(born) - 1)
        for record in self.records.spans:
            if not record.months & past or not (record.is_open or record.months & ~past == 0):
                yield from _to_come(record, months.month_of(today))
            if record.months & before_birth and record.kind != "home":
                first = months.spans_of(record.months)[0][0]
                values = {"seen": months.month_text(first), "other": months.date_text(born or 0)}
                yield (*record.path, "from"), Finding(code="before-birth", values=values)
        for event in self.records.events:
            if event.day > today:
                values = {"seen": months.date_text(event.day), "allowed": months.date_text(today)}
                yield (*event.path, "date"), Finding(code="date-too-late", values=values)
        for record in self.spans:
            if record.district is not None and self.districts and record.district not in self.districts:
                known = list(self.edition.file.districts)
                close = nearest(record.district, self.districts)
                values = {
                    "city": self.edition.file.policy.city,
                    "seen": harmless(record.district),
                    "nearest": self.districts[close] if close else "",
                    "allowed": " ".join(known),
                }
                yield (*record.path, "district"), Finding(code="unknown-district", values=values)

    def notes(self) -> Iterator[Finding]:
        """Give what was noticed and is no mistake: other cities, overlaps, records that go on."""
        heading = self.edition.file.policy
        for city in sorted(self.records.cities() - self.own_names):
            yield Finding(code="other-city", values={"seen": harmless(city), "city": heading.city})
        owned_records = [record for record in self.by_kind.get("home", []) if "owned" in record.tags]
        for kind, records in (("insurance", self.by_kind.get("insurance", [])), ("home", owned_records)):
            twice = _overlaps(records) & self.until
            if twice:
                yield Finding(code="counted-once", values={"seen": spans_text(twice), "kind": f"@kind-{kind}"})
        owned = self.record_months(RecordSet("home", ("owned",)))
        rented = self.record_months(RecordSet("home", ("rented",))) | self.record_months(
            RecordSet("home", ("dormitory",))
        )
        if owned & rented:
            yield Finding(code="own-home-first", values={"seen": spans_text(owned & rented)})
        if any(record.is_open for record in self.spans):
            yield Finding(code="goes-on", values={"seen": months.month_text(self.last)})


def _to_come(record: Record, now: int) -> Iterator[tuple[Path, Finding]]:
    """Say which ends of a record lie after this month; an open one has no end."""
    spans = months.spans_of(record.months)
    for key, month in (("from", spans[0][0]), ("to", spans[-1][1])) if spans else ():
        if month > now and not (record.is_open and key == "to"):
            values = {"seen": months.month_text(month), "allowed": months.month_text(now)}
            yield (*record.path, key), Finding(code="month-in-future", values=values)


def spans_text(found: int) -> str:
    """Write a month set as its spans: ``2014-05, 2015-01 – 2015-03``.

    >>> spans_text(months.month_set(24240, 24242) | months.month_set(24245, 24245))
    '2020-01 – 2020-03, 2020-06'
    """
    texts = []
    for first, last in months.spans_of(found):
        one = months.month_text(first)
        texts.append(one if first == last else f"{one} – {months.month_text(last)}")
    return ", ".join(texts)


def _overlaps(records: list[Record]) -> int:
    """Give the months that stand in more than one record."""
    seen = twice = 0
    for record in records:
        twice |= seen & record.months
        seen |= record.months
    return twice
