"""What a plan rests on: records that go on, numbers that stand still, days of one round, and what nobody told."""

from collections.abc import Iterator

import msgspec

from hukou_cli.applicant.document import Applicant
from hukou_cli.base import calendar
from hukou_cli.facts.reading import read_fact
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.result import Score
from hukou_cli.scoring.written import collect_facts


def goes_on(score: Score) -> tuple[tuple[str, int], ...]:
    """Return the kinds of the city's records that have no end, each with the first month of the latest such record."""
    if score.records is None:
        return ()
    since: dict[str, int] = {}
    for record in score.records.records.spans:
        if record.is_open and record.first and (record.city is None or record.city in score.records.own):
            since[record.kind] = max(since.get(record.kind, 0), calendar.month_of(record.first))
    return tuple(since.items())


def stands_still(applicant: Applicant, edition: Edition) -> tuple[str, ...]:
    """Return the facts given as numbers that records would give, and others that go on: time would change them."""
    written, _, _ = collect_facts(applicant, edition)
    counted = edition.kinds_counted
    moving = {name for name, kinds in counted.items() if kinds & _MOVING and edition.facts[name].type in _COUNTS}
    return tuple(name for name, fact in edition.facts.items() if name in written and (name in moving or fact.grows))


_MOVING = frozenset(("insurance", "home", "permit", "marriage", "tax"))
"""The kinds of records that time adds to."""

_COUNTS = ("months", "count")
"""The types of facts that it changes."""


def not_told(score: Score) -> tuple[tuple[str, int], ...]:
    """Return what some rule asks for and no record tells of from a year on: ``tax`` and ``endorsed``, each with it.

    A tax that is paid and an endorsement that is made each year are no records that go on: they are told year by year.
    """
    return tuple(_not_told(score))


def _not_told(score: Score) -> Iterator[tuple[str, int]]:
    if score.records is None:
        return
    edition = score.edition
    asked = {named.kind for named in edition.named_records}.union(*edition.kinds_counted.values())
    records = score.records.records
    if "tax" in asked and records.taxes:
        yield "tax", max(tax.year for tax in records.taxes) + 1
    endorsed = calendar.union(record.parts.get("endorsed", 0) for record in records.spans)
    if "endorsed" in asked and endorsed:
        last = calendar.spans_of(endorsed)[-1][1]
        yield "endorsed", calendar.first_of(last) // 10000 + 1


class RoundDays(msgspec.Struct, frozen=True):
    """The dates given that are days of one round, as that of the application.

    Attributes:
        edition: The policy.
        days: The dates, ``yyyymmdd``, by the name of the fact.

    """

    edition: Edition
    days: dict[str, int]

    def applicant_in(self, applicant: Applicant, round_: RoundId) -> Applicant:
        """Return the applicant with the first day of a round in place of each day of another."""
        window = self.edition.calendar.window(round_)
        opens = window.dates.get("opens")
        if opens is None or not self.days:
            return applicant
        moved = {
            name: calendar.date_text(day if opens <= day <= window.limits[name][1] else opens)
            for name, day in self.days.items()
        }
        return msgspec.structs.replace(applicant, set_={**applicant.set_, **moved})


def round_days(applicant: Applicant, edition: Edition) -> RoundDays:
    """Return the dates of one round that an applicant gives; one that is no date is left for the score to refuse."""
    written, _, _ = collect_facts(applicant, edition)
    given = {name: raw for name, (_, raw) in written.items() if name in edition.facts and edition.facts[name].of_round}
    read = {name: read_fact(edition.facts[name], raw, calendar.LATEST) for name, raw in given.items()}
    return RoundDays(edition, {name: day for name, day in read.items() if isinstance(day, int)})
