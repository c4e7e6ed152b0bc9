"""Checks of an applicant's records against an edition: what is wrong with them."""

import re
from collections.abc import Iterable, Iterator

from hukou_cli.applicant.records import Event, Record, TaxPaid
from hukou_cli.base import calendar
from hukou_cli.base.errors import MOST_TOLD, Finding, nearest
from hukou_cli.base.folding import simplified
from hukou_cli.base.redaction import harmless
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.facts.reading import read_fact
from hukou_cli.records.ages import before_birth
from hukou_cli.records.other_cities import unknown_place
from hukou_cli.records.view import RecordView, view_of
from hukou_cli.rules.record_sets import CLAIMED

_ID = "[a-z][a-z0-9_]*"


def problems_of(view: RecordView, today: int, born: int | None) -> Iterator[tuple[KeyPath, Finding]]:
    """Yield what is wrong: cities and districts that there are not, dates after today, months before birth.

    Args:
        view: the records.
        today: ``yyyymmdd``; a record without an end may go on after it.
        born: the birth date, ``yyyymmdd``; None where it is not known.

    """
    yield from _unknown_places(view)
    yield from _levels_unknown(view)
    yield from _planned_past(view, today)
    if born is not None:
        yield from before_birth(view, born)
    now = calendar.month_of(today)
    latest = calendar.last_of(now)
    known = view.edition.spellings.districts
    for record in view.records.spans:
        if not record.planned and (record.first > latest or (record.last > latest and not record.is_open)):
            yield from _to_come(record, now)
        if known and record.district is not None and record.district not in known:
            yield from _unknown_district(record, view)
    for event in view.records.events:
        if event.day > today and not event.planned:
            values = {"seen": calendar.date_text(event.day), "allowed": calendar.date_text(today)}
            yield (*event.path, "date"), Finding(code="date-too-late", values=values)
    for tax in view.records.taxes:
        if tax.year > today // 10000 and not tax.planned:
            values = {"seen": str(tax.year), "allowed": str(today // 10000)}
            yield (*tax.path, "year"), Finding(code="year-in-future", values=values)


def problems_of_unsound(view: RecordView, today: int, born: int | None) -> Iterator[tuple[KeyPath, Finding]]:
    """Yield what else is wrong with records that have a mistake of form, by the values of them that fit."""
    unsound = view.records.unsound
    if unsound is not None:
        made_to_fit = view_of(unsound.records, view.edition, view.window, view.chosen)
        yield from (found for found in problems_of(made_to_fit, today, born) if found[0][:3] in unsound.told)


def _unknown_places(view: RecordView) -> Iterator[tuple[KeyPath, Finding]]:
    """Yield the records whose city has a name that no city has."""
    records: tuple[Record | Event | TaxPaid, ...] = (*view.records.spans, *view.records.events, *view.records.taxes)
    told, known = 0, {None, ""}
    for record in records:
        if record.city in known:  # as that of nearly every record
            continue
        finding = unknown_place(str(record.city), view.edition, guess=told < MOST_TOLD)
        if finding is None:
            known.add(record.city)
        else:
            told += 1
            yield (*record.path, "city"), finding


def _planned_past(view: RecordView, today: int) -> Iterator[tuple[KeyPath, Finding]]:
    """Yield the planned records of which nothing lies ahead; one that has begun may still have its end ahead."""
    if today == calendar.LATEST:  # nobody said which day it is
        return
    this_month = calendar.first_of(calendar.month_of(today))
    ends = [
        ((*record.path, "from" if record.is_open else "to"), record.first if record.is_open else record.last)
        for record in view.records.spans
        if record.planned
    ]
    past = [(path, calendar.month_text(calendar.month_of(day))) for path, day in ends if 0 < day < this_month]
    events = [event for event in view.records.events if event.planned and 0 < event.day < today]
    past += [((*event.path, "date"), calendar.date_text(event.day)) for event in events]
    taxes = [tax for tax in view.records.taxes if tax.planned and tax.year < today // 10000]
    past += [((*tax.path, "year"), str(tax.year)) for tax in taxes]
    yield from ((path, Finding(code="planned-is-past", values={"seen": seen})) for path, seen in past)


def _to_come(record: Record, now: int) -> Iterator[tuple[KeyPath, Finding]]:
    """Yield the ends of a record that lie after this month; a record that goes on has none."""
    for key, day in (("from", record.first), ("to", record.last)):
        month = calendar.month_of(day)
        if month > now and not (record.is_open and key == "to"):
            values = {"seen": calendar.month_text(month), "allowed": calendar.month_text(now)}
            yield (*record.path, key), Finding(code="month-in-future", values=values)


def _unknown_district(record: Record, view: RecordView) -> Iterator[tuple[KeyPath, Finding]]:
    if record.city is None or record.city in view.own:
        file, known = view.edition.file, view.edition.spellings.districts
        close = nearest(simplified(str(record.district)), known)
        values = {
            "seen": harmless(record.district),
            "city_en": file.policy.name.en,
            "city_zh": file.policy.name.zh,
            "nearest": known[close] if close else "",
            **({"nearest_zh": file.districts[known[close]].zh} if close else {}),
            "allowed_en": " ".join(file.districts),
            "allowed_zh": " ".join(words.zh for words in file.districts.values()),
        }
        yield (*record.path, "district"), Finding(code="unknown-district", values=values)


def unplaced(view: RecordView, names: Iterable[str]) -> Iterator[Record]:
    """Yield the records without a district, where the count of one of these facts asks for the district."""
    placeless = [
        record
        for record in view.records.spans
        if record.district is None and (record.city is None or record.city in view.own)
    ]
    if not placeless or not view.edition.placed_counts:
        return
    kinds, placed = view.selection.kinds, view.edition.placed_counts
    asked = {node for name in names if name in placed and placed[name][0] <= kinds for node in placed[name][1]}
    yield from (record for record in placeless if any(view.selection.has_tags(record, node) for node in asked))


def _levels_unknown(view: RecordView) -> Iterator[tuple[KeyPath, Finding]]:
    """Yield the studies whose level is neither an option of the degree, nor one that another city may have."""
    degree = view.edition.facts.get(CLAIMED)
    for study in view.spans.get("study", ()):
        if degree is not None and study.level not in degree.choices and re.fullmatch(_ID, study.level) is None:
            found = read_fact(degree, study.level, 0)
            if isinstance(found, Finding):
                yield (*study.path, "level"), found
