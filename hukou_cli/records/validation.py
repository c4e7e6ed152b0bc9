"""Checks of an applicant's records against an edition: mistakes, and notes."""

import re
from collections.abc import Iterable, Iterator, Mapping

from hukou_cli.applicant.records import Event, Record, Records, TaxPaid
from hukou_cli.base import calendar
from hukou_cli.base.errors import Finding, nearest
from hukou_cli.base.redaction import harmless
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.facts.reading import read_fact
from hukou_cli.records.ages import before_birth
from hukou_cli.records.counted import Counted
from hukou_cli.records.named import named_records
from hukou_cli.records.other_cities import other_city, unknown_place
from hukou_cli.records.view import RecordView, level_of
from hukou_cli.rules.record_sets import CLAIMED, PART_OF, RecordSet

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


def _unknown_places(view: RecordView) -> Iterator[tuple[KeyPath, Finding]]:
    """Yield the records whose city has a name that no city has."""
    records: tuple[Record | Event | TaxPaid, ...] = (*view.records.spans, *view.records.events, *view.records.taxes)
    for record in records:
        finding = unknown_place(record.city, view.edition) if record.city else None
        if finding is not None:
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
    events = [event for event in view.records.events if event.planned and event.day < today]
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
        close = nearest(str(record.district), known)
        values = {
            "seen": harmless(record.district),
            "city_en": file.policy.name.en,
            "city_zh": file.policy.name.zh,
            "nearest": known[close] if close else "",
            "allowed_en": " ".join(file.districts),
            "allowed_zh": " ".join(words.zh for words in file.districts.values()),
        }
        yield (*record.path, "district"), Finding(code="unknown-district", values=values)


def notes_on(view: RecordView) -> Iterator[Finding]:
    """Yield what is worth noticing and no mistake: other cities, overlaps, tags without a use, records that go on."""
    seen = view.own | view.edition.other_cities
    for layer in view.recognised:
        seen |= layer.names
    for city in sorted(_cities_told(view) - seen):
        yield other_city(city, view.edition)
    own = [record for record in view.records.spans if record.city is None or record.city in view.own]
    for kind, tag in (("insurance", None), ("home", "owned")):
        alike = [record for record in own if record.kind == kind and (tag is None or tag in record.tags)]
        twice = overlaps(alike) & view.until
        if twice:
            yield Finding(code="counted-once", values={"seen": calendar.spans_text(twice), "kind": f"@kind-{kind}"})
    yield from _insured_twice(view)
    owned, rented, dormitory = (
        view.record_months(RecordSet("home", (tenure,))) for tenure in ("owned", "rented", "dormitory")
    )
    both = owned & (rented | dormitory)
    if both:
        yield Finding(code="own-home-first", values={"seen": calendar.spans_text(both)})
    yield from _unused_tags(view)
    yield from _studies_not_claimed(view)
    unused = [*_unused_records(view)]
    if unused:
        yield Finding(code="records-not-used", values=named_records(unused))
    if any(record.is_open for record in own):
        yield Finding(code="goes-on", values={"seen": calendar.month_text(view.last)})


def _insured_twice(view: RecordView) -> Iterator[Finding]:
    """Note the months in which insurance was paid in the city and in another at once."""
    jobs = [record for record in view.records.spans if record.kind == "insurance" and record.city is not None]
    here = calendar.union(job.months for job in jobs if job.city in view.own)
    for city in sorted({str(job.city) for job in jobs} - view.own):
        both = here & calendar.union(job.months for job in jobs if job.city == city) & view.until
        if both:
            name = view.edition.file.policy.name
            values = {"seen": calendar.spans_text(both), "other": harmless(city), **name.gaps("city")}
            yield Finding(code="insured-in-two-cities", values=values)


def notes_on_bases(view: RecordView, partial: Mapping[str, Counted]) -> Iterator[Finding]:
    """Yield which months leave counts of bases open: no wage in the policy, no base in the file.

    Nothing is said where no insurance has a base: whoever writes none counts the months otherwise.
    """
    if not partial or all(record.base is None for record in view.records.spans):
        return
    facts = view.edition.facts
    named = {
        "en": ", ".join(
            f"{facts[name].name.en} (`{name}`, {found.value} to {found.most})" for name, found in partial.items()
        ),
        "zh": "、".join(
            f"{facts[name].name.zh}（{name}，{found.value} 至 {found.most}）" for name, found in partial.items()
        ),
    }
    in_question = calendar.union(found.open_months for found in partial.values())
    measured = calendar.union(row.months for wages in view.edition.file.wages.values() for row in wages.rows)
    for code, months in (("no-wage", in_question & ~measured), ("no-base", in_question & measured)):
        if months:
            yield Finding(code=code, values={"seen": calendar.spans_text(months)} | named)


def _cities_told(view: RecordView) -> set[str]:
    """Return the cities of records, without those of events and studies that count wherever they were."""
    named = [each for each in view.edition.named_records if any(where.of == "anywhere" for where in each.where)]
    events = [event for event in view.records.events if not any(view.names_event(event, each) for each in named)]
    is_study_anywhere = view.edition.counts_graduation or any(each.kind == "study" for each in named)
    spans = [record for record in view.records.spans if record.kind != "study" or not is_study_anywhere]
    return Records(tuple(spans), tuple(events), view.records.taxes).cities()


def unplaced(view: RecordView, names: Iterable[str]) -> Iterator[Record]:
    """Yield the records without a district, where the count of one of these facts asks for the district."""
    placeless = [
        record
        for record in view.records.spans
        if record.district is None and (record.city is None or record.city in view.own)
    ]
    if not placeless or not view.edition.placed_counts:
        return
    kinds, placed = view.kinds(), view.edition.placed_counts
    asked = {node for name in names if name in placed and placed[name][0] <= kinds for node in placed[name][1]}
    yield from (record for record in placeless if any(view.has_tags(record, node) for node in asked))


def _levels_unknown(view: RecordView) -> Iterator[tuple[KeyPath, Finding]]:
    """Yield the studies whose level is neither an option of the degree, nor one that another city may have."""
    degree = view.edition.facts.get(CLAIMED)
    for study in view.spans.get("study", ()):
        level = level_of(study)
        if degree is not None and re.fullmatch(_ID, level) is None:
            found = read_fact(degree, level, 0)
            if isinstance(found, Finding):
                yield (*study.path, "level"), found


def _studies_not_claimed(view: RecordView) -> Iterator[Finding]:
    """Yield the studies of a level that the applicant does not claim, which count for nothing."""
    claimed = RecordSet("study", (CLAIMED,))
    if CLAIMED not in view.chosen or all(named.kind != "study" for named in view.edition.named_records):
        return
    options = view.edition.facts[CLAIMED].choices
    for study in view.spans.get("study", ()):
        if level_of(study) in options and not view.has_tags(study, claimed):
            earned, other = level_of(study), str(view.chosen[CLAIMED])
            values = {"seen": earned, **options[earned].gaps("seen"), "other": other, **options[other].gaps("other")}
            yield Finding(code="study-not-claimed", values=values | named_records([study.path], "record"))


def _unused_tags(view: RecordView) -> Iterator[Finding]:
    """Warn when the level of a study or the kind of an event is not used by this edition."""
    edition = view.edition
    options = [edition.facts[choice].choices for _, kind, choice in edition.counts_by_choice if kind == "study"]
    for record in view.records.spans:
        for level in record.tags - {"part_time", "full_time"} if record.kind == "study" and options else ():
            if not any(option == level or option.startswith(f"{level}_") for option in options[0]):
                yield _unused(record.path, "level", level, options[0])
    for event in view.events:
        expressions = (*edition.counts.values(), *edition.bearing.values())
        counting = [counting for counting in expressions if event.kind in counting.kinds]
        kinds = sorted({tag for each in counting for kind, tag in each.tags if kind == event.kind})
        if all(each.tags for each in counting) and kinds and event.tags.isdisjoint(kinds):
            yield _unused(event.path, "kind", next(iter(event.tags), ""), kinds)


def _unused_records(view: RecordView) -> Iterator[KeyPath]:
    """Yield the records of the city, or of none, that no set expression of the edition names by kind and tag.

    What is said of by its level, its kind or its city is not said again. Studies of several levels are used where
    points are given: the certificates that they end with are compared.
    """
    named = view.edition.named_records
    kinds = {PART_OF.get(each.kind, each.kind) for each in named}
    alike = {(record.kind, record.tags): record for record in view.records.spans}
    used = {key for key, record in alike.items() if any(view.may_name(record, each) for each in named)}
    are_compared = view.edition.is_scored and len(_levels_to_claim(view)) > 1
    for record in view.records.spans:
        is_here = record.city is None or record.city in view.own
        is_told = record.kind == "study" and ("study" in kinds or are_compared)
        if is_here and not is_told and (record.kind, record.tags) not in used:
            yield record.path
    yield from (event.path for event in view.events if event.kind not in kinds)
    expressions = (*view.edition.counts.values(), *view.edition.bearing.values(), *view.edition.excluding.values())
    if not any(counting.sort == "years" for counting in expressions):
        yield from (tax.path for tax in view.taxes)


def _levels_to_claim(view: RecordView) -> set[str]:
    """Return the levels of the studies told that the edition gives a choice of."""
    claimed = view.edition.facts.get(CLAIMED)
    levels = {level_of(study) for study in view.records.spans if study.kind == "study"}
    return set() if claimed is None else levels & claimed.choices.keys()


def _unused(path: KeyPath, key: str, seen: str, known: Iterable[str]) -> Finding:
    values = {"key": f"@key-{key}", "seen": harmless(seen), "allowed": " ".join(known)}
    values |= named_records([path], "record")
    return Finding(code="kind-not-counted" if seen else "kind-not-given", values=values)


def overlaps(records: Iterable[Record]) -> int:
    """Return the months that are in more than one record, as a month set."""
    seen = twice = 0
    for record in records:
        twice |= seen & record.months
        seen |= record.months
    return twice
