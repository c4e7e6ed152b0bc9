"""Steps of a what-if, and an applicant who takes some: dated records and facts, which are then scored as any others."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from hukou_cli.applicant.document import RECORD_TABLES, Applicant
from hukou_cli.applicant.records import Event, Record, Records, TaxPaid
from hukou_cli.base import calendar
from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.facts.types import Value
from hukou_cli.policy.lever import Lever
from hukou_cli.policy.round_calendar import Window

Row = Mapping[str, object]
"""A record as it is written in an applicant's file."""


class FactChange(msgspec.Struct, frozen=True):
    """A fact from a day on.

    Attributes:
        fact: Its id.
        since: The first day on which it is so, ``yyyymmdd``.
        value: Its value.
        grows: Whether it is months that go on by a month a month from then on; ``value`` is what they are before.

    """

    fact: str
    since: int
    value: Value
    grows: bool = False

    def on(self, day: int) -> Value:
        """Return the value on a day from ``since`` on, ``yyyymmdd``."""
        if not self.grows:
            return self.value
        return int(self.value) + calendar.month_of(day) - calendar.month_of(self.since) + 1


class Step(msgspec.Struct, frozen=True):
    """One thing to do, as it is scored: a lever with everything chosen that it leaves open.

    Attributes:
        id: The lever's id and what was chosen: ``own_home:mentougou``, ``tax:2``.
        lever: The lever; of one lever at most one step is taken.
        name: What one does.
        name_anywhere: The same wherever it is.
        rank: How far it goes, by rung and by times; a step that goes less far is enough where it is.
        rows: The records that it writes, by kind, as an applicant's file has them.
        records: The same, as they are scored.
        ends: The records of the applicant that end with it, by their place in the file.
        last_day: The last day that these then have, ``yyyymmdd``.
        facts: The facts that it changes, those of one fact in the order of their days.
        districts: The districts among which it makes no difference, where it is of one.
        place: These in words, by the first of them; else the city.
        option: The option that was chosen, of several that have no order.
        takes: The months until it counts.

    """

    id: str
    lever: Lever
    name: Bilingual
    name_anywhere: Bilingual
    place: Bilingual
    rank: tuple[int, int] = (0, 0)
    rows: tuple[tuple[str, Row], ...] = ()
    records: Records = Records()
    ends: tuple[KeyPath, ...] = ()
    last_day: int = 0
    facts: tuple[FactChange, ...] = ()
    districts: tuple[str, ...] = ()
    option: str = ""
    takes: int = 0

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of records that it writes or ends."""
        return frozenset(kind for kind, _ in self.rows) | {str(path[0]) for path in self.ends}

    @property
    def changed(self) -> frozenset[str]:
        """The facts that it changes."""
        return frozenset(change.fact for change in self.facts)

    def contradicts(self, other: "Step") -> bool:
        """Return whether both change a fact, and not to the same."""
        own = {change.fact: change.value for change in self.facts}
        return any(own.get(change.fact, change.value) != change.value for change in other.facts)


def with_steps(applicant: Applicant, steps: Sequence[Step], window: Window) -> Applicant:
    """Return an applicant who takes some steps, as of a round.

    Args:
        applicant: The applicant.
        steps: The steps, in any order.
        window: The round: facts are as they are on its counting day, or on the day that they are counted to.

    """
    if not steps:
        return applicant
    given = {name: raw for name, raw in applicant.set_.items() if name not in RECORD_TABLES}
    records = applicant.told_records
    if any(step.kinds for step in steps):
        records = _with_records(records or Records(), steps)
    return replace(applicant, records=records, set_={**given, **facts_in(steps, window)})


def facts_in(steps: Iterable[Step], window: Window) -> dict[str, Value]:
    """Return the facts that have another value by a round, within its limits; of months that grow twice the most."""
    found: dict[str, Value] = {}
    day = window.dates["as_of"]
    for step in steps:
        for change in step.facts:
            if change.since > day:
                continue
            value = change.on(day)
            if change.grows:
                others = int(found.get(change.fact, 0))
                value = max(others, min(int(value), window.limits[change.fact][1]))
            found[change.fact] = value
    return found


def _with_records(records: Records, steps: Sequence[Step]) -> Records:
    """Return records with those of some steps; what a step ends is a record that was there before."""
    ended = {path: step.last_day for step in steps for path in step.ends}
    spans = [_ended(record, ended[record.path]) if record.path in ended else record for record in records.spans]
    added = [step.records.to_be_finished(records.unfinished) for step in steps]
    kinds = frozenset(kind for step in steps for kind, _ in step.rows)
    return Records(
        spans=_numbered(spans, [span for each in added for span in each.spans]),
        events=_numbered(records.events, [event for each in added for event in each.events]),
        taxes=_numbered(records.taxes, [tax for each in added for tax in each.taxes]),
        none=records.none - kinds,
        unfinished=records.unfinished,
    )


Told = TypeVar("Told", bound=Record | Event | TaxPaid)


def _numbered(told: Sequence[Told], added: Sequence[Told]) -> tuple[Told, ...]:
    """Return records followed by those added, each of which gets a place in the file of its own."""
    numbers = Counter(record.path[0] for record in told)
    placed = []
    for record in added:
        kind = record.path[0]
        placed.append(replace(record, path=(kind, numbers[kind])))
        numbers[kind] += 1
    return (*told, *placed)


def _ended(record: Record, last: int) -> Record:
    """Return an open record that ends on a day."""
    months = record.months & calendar.month_set(calendar.FIRST_MONTH, calendar.month_of(last))
    return replace(record, months=months, last=last, is_open=False)
