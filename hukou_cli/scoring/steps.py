"""The steps that an edition's levers offer an applicant: each with what it leaves open chosen, none of it guessed."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from hukou_cli.applicant.document import Applicant
from hukou_cli.applicant.record_reader import read_records
from hukou_cli.applicant.records import Record
from hukou_cli.base import calendar
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.facts.types import Value
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.lever import Lever
from hukou_cli.rules.record_sets import PART_OF, RecordSet
from hukou_cli.scoring.step import FactChange, Step
from hukou_cli.scoring.step_words import StepWords, place_words
from hukou_cli.scoring.written import collect_facts

Reason = Literal["already", "given_straight", "not_asked", "not_known"]
"""Why a lever offers no step: what it leads to is there; facts are given as numbers in place of the records that it
would write; no rule of the city looks at it; what there is now is not known."""


class NotOffered(msgspec.Struct, frozen=True):
    """A lever that offers nothing to an applicant, why, and the facts that stand in its way."""

    lever: Lever
    why: Reason
    facts: tuple[str, ...] = ()


class Offer(msgspec.Struct, frozen=True):
    """Everything that an applicant can do, and what cannot be tried."""

    steps: tuple[Step, ...]
    not_offered: tuple[NotOffered, ...]


def offer_of(applicant: Applicant, edition: Edition, on: datetime.date, values: Mapping[str, Value]) -> Offer:
    """Return the steps that the levers of an edition offer.

    Args:
        applicant: The applicant.
        edition: The policy.
        on: The day; a step begins with the first day of the month after it.
        values: The facts of the applicant as they are, by name.

    """
    return _Offering(applicant, edition, on, values).offer()


class _Offering:
    """The levers of an edition, offered to one applicant."""

    def __init__(self, applicant: Applicant, edition: Edition, on: datetime.date, values: Mapping[str, Value]) -> None:
        self.edition, self.values, self.year = edition, values, on.year
        self.begins = calendar.month_of(calendar.from_date(on)) + 1
        self.records = applicant.told_records
        self.written, _, _ = collect_facts(applicant, edition)

    def offer(self) -> Offer:
        """Return what is offered, and why the rest is not."""
        steps: list[Step] = []
        not_offered = [NotOffered(lever, "not_asked") for lever in self.edition.levers_not_asked]
        for lever in self.edition.levers:
            found = self.reason_against(lever) or [*self.steps(lever)]
            if isinstance(found, NotOffered):
                not_offered.append(found)
            elif found:
                steps += found
            else:
                not_offered.append(NotOffered(lever, "already"))
        return Offer(tuple(steps), tuple(not_offered))

    def reason_against(self, lever: Lever) -> NotOffered | None:
        """Return why a lever cannot be tried at all."""
        if any(self.is_going_on(named) for named in lever.unless):
            return NotOffered(lever, "already")
        if lever.fact and self.changes_fact(lever) and lever.fact not in self.values and lever.value is None:
            return NotOffered(lever, "not_known", (lever.fact,))
        if unknown := self.growing_unknown(lever):
            others = (lever.table, lever.fact, *lever.with_, *(name for name in lever.grows if name not in unknown))
            if not any(others):
                return NotOffered(lever, "not_known", unknown)
        if lever.table and self.writes_record(lever):
            standing = [name for name in self.counted_from(lever) if name in self.written and name != lever.fact]
            if standing:
                return NotOffered(lever, "given_straight", tuple(standing))
        return None

    def growing_unknown(self, lever: Lever) -> tuple[str, ...]:
        """Return the facts of which a lever makes the months go on, and of which nobody knows how many there are."""
        return tuple(name for name in lever.grows if name not in lever.with_ and name not in self.values)

    def changes_fact(self, lever: Lever) -> bool:
        """Return whether a lever changes its fact: one that records give only where it was given in place of them."""
        return lever.fact in self.written or lever.table is None or lever.fact not in self.edition.kinds_counted

    def writes_record(self, lever: Lever) -> bool:
        """Return whether a lever writes its record: not where the fact that this gives was given in its place."""
        return not (lever.fact in self.written and lever.fact in self.edition.kinds_counted)

    def counted_from(self, lever: Lever) -> Iterator[str]:
        """Yield the facts that rules use and that records are counted for, as a lever writes or ends them."""
        kinds = {lever.table, lever.ends}
        for name, counted in self.edition.kinds_counted.items():
            if name in self.edition.used and not kinds.isdisjoint(counted):
                yield name

    def is_going_on(self, named: str) -> bool:
        """Return whether the applicant has an open record of a kind with some tags in the city: ``home.owned``."""
        kind, *tags = named.split(".")
        return any(
            record.kind == kind and record.is_open and record.tags.issuperset(tags) for record in self.own_records()
        )

    def own_records(self) -> Iterator[Record]:
        """Yield the records over a stretch of time that are of the edition's city."""
        for record in self.records.spans if self.records is not None else ():
            if record.city is None or record.city in self.edition.spellings.city:
                yield record

    # ------------------------------------------------------------ what a lever leaves open

    def steps(self, lever: Lever) -> Iterator[Step]:
        """Yield a step for each rung, number of times and part of the city that a lever leaves open."""
        times = range(1, (lever.most or 1) + 1)
        for rung, option in enumerate(self.rungs(lever)):
            for count in times:
                for districts in self.district_classes(lever):
                    step = self.step(lever, rung, option, count, districts)
                    if step is not None and not self.is_there(step):
                        yield step

    def rungs(self, lever: Lever) -> Sequence[str]:
        """Return the options or amounts that a lever offers to who is where the applicant is; one "" if it has none."""
        fact = self.edition.facts.get(lever.fact or "")
        if not lever.rungs:
            return ("",)
        present = self.values.get(lever.fact or "")
        if fact is None or not self.changes_fact(lever):
            return lever.rungs
        if lever.options:
            return [option for option in lever.options if option != present]
        if lever.ladder:
            order = list(fact.choices)
            return [option for option in lever.ladder if order.index(option) > order.index(str(present))]
        reached = Decimal(int(present or 0)) / fact.den
        return [amount for amount in lever.rungs if Decimal(amount) > reached]

    def district_classes(self, lever: Lever) -> list[tuple[str, ...]]:
        """Part the districts of the city by the rules that can tell records there, as a lever writes, from others."""
        districts = self.edition.file.districts
        if lever.vary is None or not districts:
            return [()]
        asked = [named for _, listed in self.edition.placed_counts.values() for named in listed]
        seen = dict.fromkeys(named for named in asked if _may_see(named, lever))
        fitting = [self.edition.spellings.places(named.where)[0] for named in seen]
        classes: dict[tuple[bool, ...], list[str]] = {}
        for district in districts if fitting else ():
            classes.setdefault(tuple([district in each for each in fitting]), []).append(district)
        return [tuple(members) for members in classes.values()] or [()]

    def is_there(self, step: Step) -> bool:
        """Return whether the applicant has, or is, all of what a step leads to.

        That is a record with the same keys that goes on in the same part of the city, or the same value of each fact.
        """
        told = [record for record in self.own_records() if record.is_open]
        spans = step.records.spans
        is_told = bool(spans) and all(
            record.is_open
            and not record.parts.get("endorsed")
            and any(self.is_alike(each, record, step.districts) for each in told)
            for record in spans
        )
        is_so = all(not change.grows and self.values.get(change.fact) == change.value for change in step.facts)
        return is_so and (is_told or not step.rows)

    def is_alike(self, told: Record, record: Record, districts: tuple[str, ...]) -> bool:
        """Return whether a record told is of the kind, the tags and the place of one that a step writes.

        Args:
            told: The record told.
            record: The one that the step writes.
            districts: The districts among which it makes no difference; none where that of the record alone counts.

        """
        if (told.kind, told.tags) != (record.kind, record.tags):
            return False
        ids = self.edition.spellings.districts
        places = districts or ((ids.get(record.district, record.district),) if record.district else ())
        return not places or ids.get(told.district or "") in places

    # ------------------------------------------------------------ one step

    def step(self, lever: Lever, rung: int, option: str, count: int, districts: tuple[str, ...]) -> Step | None:
        """Return a step with everything chosen; None where a fact has no room for it."""
        facts = tuple(self.fact_changes(lever, option, count))
        if lever.fact is not None and lever.add is not None:
            most = self.edition.calendar.window(self.edition.calendar.latest).limits[lever.fact][1]
            if any(change.fact == lever.fact and self.units(change) > most for change in facts):
                return None
        rows = tuple(self.rows(lever, option, count, districts)) if self.writes_record(lever) else ()
        records, _ = read_records(_by_kind(rows))
        last_day = calendar.last_of(self.first_month(lever, option) - 1)
        year = self.first_year(option) if lever.table == "tax" else 0
        words, place = StepWords(self.edition, lever, option, count, year), place_words(self.edition, districts)
        chosen = [option] if len(lever.rungs) > 1 else []
        chosen += [str(count)] if lever.most is not None else []
        chosen += [districts[0]] if districts else []
        return Step(
            id=":".join([lever.id, *chosen]),
            lever=lever,
            name=words.filled(lever.name_in if districts else None, place),
            name_anywhere=words.filled(None, place),
            rank=(0 if lever.options else rung, count),
            option=option if lever.options else "",
            takes=lever.months_until(option),
            rows=rows,
            records=records,
            ends=tuple(self.ended(lever, last_day)) if rows else (),
            last_day=last_day,
            facts=facts,
            districts=districts,
            place=place,
        )

    def ended(self, lever: Lever, last: int) -> Iterator[KeyPath]:
        """Yield the open records of the city that a lever ends, which began by a day; an own home goes on."""
        for record in self.own_records():
            if record.kind == lever.ends and record.is_open and "owned" not in record.tags and record.first <= last:
                yield record.path

    def first_month(self, lever: Lever, option: str) -> int:
        """Return the month with which what a lever does begins to count."""
        return self.begins + lever.months_until(option)

    def fact_changes(self, lever: Lever, option: str, count: int) -> Iterator[FactChange]:
        """Yield what becomes of the facts that a lever changes; months that are not known stay so when they go on."""
        unknown = self.growing_unknown(lever)
        first = self.first_month(lever, option)
        since = calendar.first_of(first)
        others = {name: _filled(value, option) for name, value in lever.with_.items()}
        for name in lever.grows:
            if name not in unknown:
                yield FactChange(name, since, others.pop(name) if name in others else self.values[name], grows=True)
        for name, value in others.items():
            yield FactChange(name, since, value)
        if lever.fact is None or not self.changes_fact(lever):
            return
        if lever.add is None:
            yield FactChange(lever.fact, since, option if lever.value is None else lever.value)
            return
        present = Decimal(int(self.values.get(lever.fact, 0))) / self.edition.facts[lever.fact].den
        for time in range(count):
            day = calendar.first_of(first + time * (lever.every or 0))
            reached = present + (time + 1) * lever.add
            yield FactChange(lever.fact, day, int(reached) if reached == int(reached) else str(reached))

    def units(self, change: FactChange) -> int:
        """Return the value of a fact that adds up, as a numerator."""
        return int(Decimal(change.value) * self.edition.facts[change.fact].den)

    def rows(
        self, lever: Lever, option: str, count: int, districts: tuple[str, ...]
    ) -> Iterator[tuple[str, dict[str, object]]]:
        """Yield the records that a lever writes, as an applicant's file has them."""
        if lever.table is None:
            return
        city = {"city": self.edition.file.policy.city}
        place = {"district": districts[0]} if districts else {}
        for time in range(count):
            month = calendar.month_text(self.first_month(lever, option) + time * (lever.every or 0))
            fields = {
                key: [_filled(item, option, month) for item in value]
                if isinstance(value, tuple)
                else _filled(value, option, month)
                for key, value in lever.fields.items()
            }
            yield lever.table, {**city, **self.days(lever, option, time), **fields, **place, "planned": True}

    def days(self, lever: Lever, option: str, time: int) -> dict[str, object]:
        """Return when the record of a step is of: a year of tax, a day, a stretch of study, or from a month on."""
        later = time * (lever.every or 0)
        first = self.first_month(lever, option)
        match lever.table:
            case "tax":
                return {"year": self.first_year(option) + later // 12}
            case "blood_donation":
                return {"date": calendar.date_text(calendar.first_of(first + later))}
            case "study":
                return {"from": calendar.month_text(self.begins), "to": calendar.month_text(first - 1)}
            case _:
                return {"from": calendar.month_text(first + later)}

    def first_year(self, amount: str) -> int:
        """Return the first year from this one on of which less tax is told than a lever asks for."""
        told: dict[int, int] = {}
        for tax in self.records.taxes if self.records is not None else ():
            if tax.city in self.edition.spellings.city:
                told[tax.year] = told.get(tax.year, 0) + tax.fen
        year = self.year
        while told.get(year, -1) >= int(Decimal(amount or 0) * 100):
            year += 1
        return year


def _may_see(named: RecordSet, lever: Lever) -> bool:
    """Return whether a name that asks for a district can be of a record that a lever writes."""
    is_placed = any(where.of == "district" for where in named.where)
    return is_placed and PART_OF.get(named.kind, named.kind) == lever.table and _tags(lever).issuperset(named.tags)


def _tags(lever: Lever) -> frozenset[str]:
    """Return the tags of the records that a lever writes, whatever it leaves open."""
    fields = {key: [*value] if isinstance(value, tuple) else value for key, value in lever.fields.items()}
    row = {"city": "any", "from": "2000-01", **fields}
    records, _ = read_records({str(lever.table): [row]})
    return records.spans[0].tags if records.spans else frozenset()


def _filled(value: Value, option: str, month: str = "") -> Value:
    """Return what a lever writes with the option or the amount that was chosen, or the month, in it."""
    if not isinstance(value, str):
        return value
    return value.replace("{option}", option).replace("{amount}", option).replace("{month}", month)


def _by_kind(rows: Sequence[tuple[str, Mapping[str, object]]]) -> dict[str, object]:
    tables: dict[str, object] = {}
    for kind in dict.fromkeys(kind for kind, _ in rows):
        tables[kind] = [row for other, row in rows if other == kind]
    return tables
