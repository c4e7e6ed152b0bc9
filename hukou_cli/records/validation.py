"""What is wrong with an applicant's records for an edition, and what is worth noticing in them."""

from collections.abc import Iterable, Iterator

from hukou_cli.applicant.records import Record
from hukou_cli.base import calendar
from hukou_cli.base.errors import Finding, nearest
from hukou_cli.base.redaction import harmless
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.records.other_cities import other_city
from hukou_cli.records.view import RecordView
from hukou_cli.rules.record_sets import RecordSet


def problems_of(held: RecordView, today: int, born: int | None) -> Iterator[tuple[KeyPath, Finding]]:
    """Give what cannot be: months and years to come, months before birth, districts that the city does not have."""
    now = calendar.month_of(today)
    latest, earliest = calendar.last_of(now), calendar.first_of(calendar.month_of(born)) if born else 0
    known = held.edition.spellings.districts
    for record in held.records.spans:
        if record.first > latest or (record.last > latest and not record.is_open):
            yield from _to_come(record, now)
        if 0 < record.first < earliest and record.kind != "home":
            values = {
                "seen": calendar.month_text(calendar.month_of(record.first)),
                "other": calendar.date_text(born or 0),
            }
            yield (*record.path, "from"), Finding(code="before-birth", values=values)
        if known and record.district is not None and record.district not in known:
            yield from _unknown_district(record, held)
    for event in held.records.events:
        if event.day > today:
            values = {"seen": calendar.date_text(event.day), "allowed": calendar.date_text(today)}
            yield (*event.path, "date"), Finding(code="date-too-late", values=values)
    for tax in held.records.taxes:
        if tax.year > today // 10000:
            values = {"seen": str(tax.year), "allowed": str(today // 10000)}
            yield (*tax.path, "year"), Finding(code="year-in-future", values=values)


def _to_come(record: Record, now: int) -> Iterator[tuple[KeyPath, Finding]]:
    """Say which ends of a record lie after this month; an open one has no end."""
    for key, day in (("from", record.first), ("to", record.last)):
        month = calendar.month_of(day)
        if month > now and not (record.is_open and key == "to"):
            values = {"seen": calendar.month_text(month), "allowed": calendar.month_text(now)}
            yield (*record.path, key), Finding(code="month-in-future", values=values)


def _unknown_district(record: Record, held: RecordView) -> Iterator[tuple[KeyPath, Finding]]:
    if record.city is None or record.city in held.own:
        file, known = held.edition.file, held.edition.spellings.districts
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


def notes_on(held: RecordView) -> Iterator[Finding]:
    """Give what was noticed and is no mistake: other cities, overlaps, records that go on."""
    seen = held.own | held.edition.other_cities
    for layer in held.recognised:
        seen |= layer.names
    for city in sorted(held.records.cities() - seen):
        yield other_city(city, held.edition)
    own = [record for record in held.records.spans if record.city is None or record.city in held.own]
    for kind, tag in (("insurance", None), ("home", "owned")):
        alike = [record for record in own if record.kind == kind and (tag is None or tag in record.tags)]
        twice = overlaps(alike) & held.until
        if twice:
            yield Finding(code="counted-once", values={"seen": calendar.spans_text(twice), "kind": f"@kind-{kind}"})
    owned, rented, dormitory = (
        held.record_months(RecordSet("home", (tenure,))) for tenure in ("owned", "rented", "dormitory")
    )
    both = owned & (rented | dormitory)
    if both:
        yield Finding(code="own-home-first", values={"seen": calendar.spans_text(both)})
    yield from _of_no_kind(held)
    if any(record.is_open for record in own):
        yield Finding(code="goes-on", values={"seen": calendar.month_text(held.last)})


def unplaced(held: RecordView, names: Iterable[str]) -> Iterator[Record]:
    """Give the records without a district of which these facts ask in which district they are."""
    placeless = [
        record
        for record in held.records.spans
        if record.district is None and (record.city is None or record.city in held.own)
    ]
    if not placeless or not held.edition.placed_counts:
        return
    kinds, placed = held.kinds(), held.edition.placed_counts
    asked = {node for name in names if name in placed and placed[name][0] <= kinds for node in placed[name][1]}
    yield from (record for record in placeless if any(held.is_one_of(record, node) for node in asked))


def _of_no_kind(held: RecordView) -> Iterator[Finding]:
    """Say of studies and events that what they are called counts for nothing, where others of their kind do count."""
    edition = held.edition
    options = [edition.facts[choice].choices for _, kind, choice in edition.counts_by_choice if kind == "study"]
    for record in held.records.spans:
        for level in record.tags - {"part_time", "full_time"} if record.kind == "study" and options else ():
            if not any(option == level or option.startswith(f"{level}_") for option in options[0]):
                yield _idle(record.path, "level", level, options[0])
    for event in held.happened:
        counting = [counting for counting in edition.counts.values() if event.kind in counting.kinds]
        kinds = sorted({tag for each in counting for kind, tag in each.tags if kind == event.kind})
        if all(each.tags for each in counting) and kinds and event.tags.isdisjoint(kinds):
            yield _idle(event.path, "kind", next(iter(event.tags), ""), kinds)


def _idle(path: KeyPath, key: str, seen: str, known: Iterable[str]) -> Finding:
    values = {"record": f"{path[0]} {int(path[1]) + 1}", "key": key, "seen": harmless(seen), "allowed": " ".join(known)}
    return Finding(code="kind-not-counted" if seen else "kind-not-given", values=values)


def overlaps(records: list[Record]) -> int:
    """Give the months that stand in more than one record."""
    seen = twice = 0
    for record in records:
        twice |= seen & record.months
        seen |= record.months
    return twice
