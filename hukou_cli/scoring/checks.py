"""What is wrong with an applicant's records for an edition, and what is worth noticing in them."""

from collections.abc import Iterable, Iterator

from hukou_cli import months
from hukou_cli.applicant.records import Record
from hukou_cli.errors import Finding, harmless, nearest
from hukou_cli.formula.count import records_in
from hukou_cli.formula.sets import RecordSet
from hukou_cli.places import Path
from hukou_cli.scoring.held import Held


def problems_of(held: Held, today: int, born: int | None) -> Iterator[tuple[Path, Finding]]:
    """Give what cannot be: months to come, months before birth, districts that the city does not have."""
    now = months.month_of(today)
    latest, earliest = months.last_of(now), months.first_of(months.month_of(born)) if born else 0
    known = held.edition.district_ids
    for record in held.records.spans:
        if record.first > latest or (record.last > latest and not record.is_open):
            yield from _to_come(record, now)
        if record.first < earliest and record.kind != "home":
            values = {"seen": months.month_text(months.month_of(record.first)), "other": months.date_text(born or 0)}
            yield (*record.path, "from"), Finding(code="before-birth", values=values)
        if known and record.district is not None and record.district not in known:
            yield from _unknown_district(record, held)
    for event in held.records.events:
        if event.day > today:
            values = {"seen": months.date_text(event.day), "allowed": months.date_text(today)}
            yield (*event.path, "date"), Finding(code="date-too-late", values=values)


def _to_come(record: Record, now: int) -> Iterator[tuple[Path, Finding]]:
    """Say which ends of a record lie after this month; an open one has no end."""
    for key, day in (("from", record.first), ("to", record.last)):
        month = months.month_of(day)
        if month > now and not (record.is_open and key == "to"):
            values = {"seen": months.month_text(month), "allowed": months.month_text(now)}
            yield (*record.path, key), Finding(code="month-in-future", values=values)


def _unknown_district(record: Record, held: Held) -> Iterator[tuple[Path, Finding]]:
    if record.city is None or record.city in held.own:
        file, known = held.edition.file, held.edition.district_ids
        close = nearest(str(record.district), known)
        values = {
            "seen": harmless(record.district),
            "city": file.policy.city,
            "nearest": known[close] if close else "",
            "allowed": " ".join(file.districts),
        }
        yield (*record.path, "district"), Finding(code="unknown-district", values=values)


def notes_on(held: Held) -> Iterator[Finding]:
    """Give what was noticed and is no mistake: other cities, overlaps, records that go on."""
    seen = held.own | held.edition.other_cities
    for layer in held.recognised:
        seen |= layer.names
    for city in sorted(held.records.cities() - seen):
        yield Finding(code="other-city", values={"seen": harmless(city), "city": held.edition.file.policy.city})
    own = [record for record in held.records.spans if record.city is None or record.city in held.own]
    for kind, tag in (("insurance", None), ("home", "owned")):
        alike = [record for record in own if record.kind == kind and (tag is None or tag in record.tags)]
        twice = overlaps(alike) & held.until
        if twice:
            yield Finding(code="counted-once", values={"seen": months.spans_text(twice), "kind": f"@kind-{kind}"})
    owned, rented, dormitory = (
        held.record_months(RecordSet("home", (tenure,))) for tenure in ("owned", "rented", "dormitory")
    )
    both = owned & (rented | dormitory)
    if both:
        yield Finding(code="own-home-first", values={"seen": months.spans_text(both)})
    if any(record.is_open for record in own):
        yield Finding(code="goes-on", values={"seen": months.month_text(held.last)})


def unplaced(held: Held, names: Iterable[str]) -> Iterator[Record]:
    """Give the records without a district of which these facts ask in which district they are."""
    edition, kinds = held.edition, held.kinds()
    asked: set[RecordSet] = set()
    for name in names:
        counting = edition.streaks[name][0] if name in edition.streaks else edition.counts[name]
        if counting.kinds <= kinds:
            asked |= {
                node for node in records_in(counting.formula) if any(where.of == "district" for where in node.where)
            }
    for record in held.records.spans:
        is_own = record.city is None or record.city in held.own
        if is_own and record.district is None and any(held.is_one_of(record, node) for node in asked):
            yield record


def overlaps(records: list[Record]) -> int:
    """Give the months that stand in more than one record."""
    seen = twice = 0
    for record in records:
        twice |= seen & record.months
        seen |= record.months
    return twice
