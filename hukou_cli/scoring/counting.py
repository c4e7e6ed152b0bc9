"""Facts counted from dated records: each with the spans that made it, and the months left out and why."""

from collections.abc import Iterator, Mapping
from typing import assert_never

import msgspec

from hukou_cli import months
from hukou_cli.applicant.records import Event, Record, Records
from hukou_cli.errors import Finding, harmless, nearest
from hukou_cli.formula.names import Fact, Value
from hukou_cli.formula.sets import (
    Both,
    Either,
    Period,
    RecordSet,
    SetFormula,
    TaxYears,
    Where,
    Without,
    kinds_in,
    sort_of,
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
    """Everything counted for one applicant: the facts, what was noticed, and what is wrong with the records."""

    facts: dict[str, Counted] = {}
    notes: tuple[Finding, ...] = ()
    problems: tuple[tuple[Path, Finding], ...] = ()


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
    return Count(problems=problems) if problems else Count(dict(view.count_all()), tuple(view.notes()))


class _View:
    """One applicant's records as one edition sees them in one round."""

    def __init__(self, records: Records, edition: Edition, window: Window, chosen: Mapping[str, Value]) -> None:
        self.edition = edition
        self.window = window
        self.records = records
        self.chosen = chosen
        self.own_names = _names_of_city(edition)
        self.spans = [record for record in records.spans if self.is_ours(record.city)]
        self.happened = [event for event in records.events if self.is_ours(event.city)]
        self.taxes = [tax for tax in records.taxes if self.is_ours(tax.city)]
        self.as_of = window.dates["as_of"]
        self.last = months.month_of(self.as_of)
        self.until = months.month_set(months.FIRST_MONTH, self.last)
        self.districts = _district_ids(edition)

    def is_ours(self, city: str | None) -> bool:
        return city is None or city in self.own_names

    def kinds(self) -> set[str]:
        named = {record.kind for record in self.spans} | {event.kind for event in self.happened}
        return named | ({"tax"} if self.taxes else set())

    def count_all(self) -> Iterator[tuple[str, Counted]]:
        kinds = self.kinds()
        tells_months = bool(kinds & {"insurance", "home"})
        for name, formula in self.edition.counts.items():
            is_bare = not kinds & kinds_in(formula)
            fact = self.edition.facts[name]
            if not is_bare or (tells_months and fact.type == "months"):
                yield name, msgspec.structs.replace(self.counted(name, fact, formula), is_bare=is_bare)
        for name, (run, tolerated) in self.edition.streaks.items():
            if kinds & kinds_in(run):
                yield name, self.streak(self.edition.facts[name], run, tolerated)

    def counted(self, name: str, fact: Fact, formula: SetFormula) -> Counted:
        match sort_of(formula):
            case "days":
                days = tuple(sorted(event.day for event in self.events(formula)))
                found = Counted(min(len(days), self.window.limits[name][1]), days=days)
            case "years":
                years = tuple(sorted(self.years(formula)))
                found = Counted(min(len(years), self.window.limits[name][1]), years=years)
            case _:
                covered, dropped = self.covered(formula)
                covered, early = self.within(covered, fact)
                found = Counted(covered.bit_count(), covered, dropped=(*dropped, *early))
        return msgspec.structs.replace(found, value=found.value != 0) if fact.type == "flag" else found

    def streak(self, fact: Fact, formula: SetFormula, tolerated: SetFormula | None) -> Counted:
        rule = fact.streak
        assert rule is not None
        covered, dropped = self.covered(formula)
        covered, early = self.within(covered, fact)
        allowed = self.covered(tolerated)[0] if tolerated else 0
        run = months.run_ending(covered, self.last, tolerated=allowed, at_most=rule.at_most, gap=rule.gap)
        start = months.spans_of(run)[0][0] if run else self.last + 1
        reason = "tolerated" if covered & months.month_set(start - 1, start - 1) else "broken"
        left = covered & ~run
        return Counted(run.bit_count(), run, dropped=(*dropped, *early, *((Dropped(left, reason),) if left else ())))

    def within(self, found: int, fact: Fact) -> tuple[int, tuple[Dropped, ...]]:
        """Cut a set to the months from the fact's first one to the counting day."""
        first = months.read_month(fact.since) if fact.since else None
        since = months.month_set(first or months.FIRST_MONTH, self.last)
        early = found & ~since
        return found & since, (Dropped(early, "since"),) if early else ()

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
        kind = "insurance" if node.kind in ("back_paid", "excused") else node.kind
        found = 0
        for record in self.spans:
            if record.kind == kind and self.bears(record.tags, node.tags) and self.stands(record, node.where):
                match node.kind:
                    case "back_paid":
                        found |= record.back_paid
                    case "excused":
                        found |= record.excused
                    case _:
                        found |= record.months
        return found & self.until

    def bears(self, tags: frozenset[str], asked: tuple[str, ...]) -> bool:
        """Tell whether a record bears every tag. A tag that names a choice fact stands for the option chosen."""
        for tag in asked:
            option = self.chosen.get(tag, tag)
            if not any(option == own or str(option).startswith(f"{own}_") for own in tags):
                return False
        return True

    def stands(self, record: Record, conditions: tuple[Where, ...]) -> bool:
        """Tell whether a record's district fits every condition; a record without a district fits none."""
        district = self.districts.get(record.district or "")
        lists = self.edition.file.district_lists
        return all(
            district is not None and (district in lists[where.districts]) is where.inside for where in conditions
        )

    def period(self, node: Period) -> int:
        match node.bound:
            case "since":
                return months.month_set(node.amount, self.last)
            case "before":
                return months.month_set(months.FIRST_MONTH, node.amount - 1)
            case "last":
                return months.month_set(self.last - node.amount + 1, self.last)
            case "last_years":
                year = self.window.year
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
            case Period():
                within = self.period(node)
                years = range(months.FIRST_MONTH // 12, self.last // 12 + 1)
                return {
                    year for year in years if not months.month_set(year * 12, year * 12 + 11) & self.until & ~within
                }
            case Both(left, right):
                return self.years(left) & self.years(right)
            case Either(left, right):
                return self.years(left) | self.years(right)
            case Without(left, right):
                return self.years(left) - self.years(right)
            case RecordSet():
                return set()
            case _:
                assert_never(node)

    def problems(self, today: int, born: int | None) -> Iterator[tuple[Path, Finding]]:
        """Give what cannot be: months to come, months before birth, districts that the city does not have."""
        now = months.month_of(today)
        seen = months.month_text(now)
        birth = None if born is None else months.month_of(born)
        for record in self.records.spans:
            spans = months.spans_of(record.months)
            first, last = (spans[0][0], spans[-1][1]) if spans else (now, now)
            for key, month in (("from", first), ("to", first if record.is_open else last)):
                if month > now:
                    values = {"seen": months.month_text(month), "allowed": seen}
                    yield (*record.path, key), Finding(code="month-in-future", values=values)
            if birth is not None and first < birth and record.kind != "home":
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
        kinds = {"insurance": frozenset[str](), "owned": frozenset({"owned"}), "permit": frozenset()}
        for name, tags in kinds.items():
            kind = "home" if name == "owned" else name
            twice = _overlaps([r.months for r in self.spans if r.kind == kind and tags <= r.tags]) & self.until
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


def _overlaps(sets: list[int]) -> int:
    """Give the months that stand in more than one set."""
    seen = twice = 0
    for found in sets:
        twice |= seen & found
        seen |= found
    return twice


def _names_of_city(edition: Edition) -> frozenset[str]:
    heading = edition.file.policy
    return frozenset({heading.city, heading.name.zh, f"{heading.name.zh}市", heading.name.en})


def _district_ids(edition: Edition) -> dict[str, str]:
    """Map every way to name a district of the city to its id."""
    ids: dict[str, str] = {}
    for district, words in edition.file.districts.items():
        ids |= {district: district, words.zh: district, f"{words.zh}区": district, words.en: district}
    return ids
