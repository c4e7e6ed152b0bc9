"""What is worth noticing in an applicant's records and is no mistake.

A count is made without it: only who shows a result asks for it, and it takes a third of the time of a count.
"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import get_args

from hukou_cli.applicant.records import Record, Records, named_records
from hukou_cli.base import calendar
from hukou_cli.base.errors import Finding
from hukou_cli.base.redaction import harmless
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.records.ages import too_young
from hukou_cli.records.counting import Count, Counted
from hukou_cli.records.dated_sets import years_of
from hukou_cli.records.other_cities import other_city
from hukou_cli.records.view import RecordView
from hukou_cli.rules.record_sets import CLAIMED, INSURANCES, EveryKind, RecordSet, kinds_of, parts_like
from hukou_cli.text.language import Language
from hukou_cli.text.rules import say

FURTHEST = 10
"""Calendar years up to the counting day that are looked at."""

ENOUGH = 10**14
"""Fen that reach every amount a policy asks for."""


def notes_on(count: Count, born: int | None, given: AbstractSet[str]) -> Iterator[Finding]:
    """Yield what is worth noticing in the records of a count; nothing where something is wrong with them.

    Args:
        count: The count.
        born: The birth date, ``yyyymmdd``; None where it is not known.
        given: The facts that are given straight, whose count does not matter.

    """
    view = count.view
    if view is None:
        return
    yield from _notes_on_records(view)
    yield from _notes_on_bases(view, count.partial)
    if born is not None:
        yield from too_young(view, born)
    of_facts = (*_tax_not_told(view), *_notes_on_run_starts(view, count.facts))
    yield from {(note.code, note.seen): note for name, note in of_facts if name not in given}.values()


def _notes_on_records(view: RecordView) -> Iterator[Finding]:
    """Yield what the records say by themselves: other cities, overlaps, tags without a use, records that go on."""
    seen = view.own | view.edition.other_cities
    for layer in view.recognised:
        seen |= layer.names
    for city in sorted(_cities_told(view) - seen):
        yield other_city(city, view.edition)
    own = [record for record in view.records.spans if record.city is None or record.city in view.own]
    for kind, tag in (("insurance", None), ("home", "owned")):
        alike = [record for record in own if record.kind == kind and (tag is None or tag in record.tags)]
        twice = _overlaps(alike) & view.until
        if twice:
            yield Finding(code="counted-once", values={"seen": calendar.spans_text(twice), "kind": f"@kind-{kind}"})
    yield from _insured_twice(view)
    owned, rented, dormitory = (
        view.covered(RecordSet("home", (tenure,))) for tenure in ("owned", "rented", "dormitory")
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
    others = {str(job.city) for job in jobs} - view.own
    here = calendar.union(job.months for job in jobs if job.city in view.own) if others else 0
    for city in sorted(others):
        both = here & calendar.union(job.months for job in jobs if job.city == city) & view.until
        if both:
            name = view.edition.file.policy.name
            values = {"seen": calendar.spans_text(both), "other": harmless(city), **name.gaps("city")}
            yield Finding(code="insured-in-two-cities", values=values)


def _notes_on_bases(view: RecordView, partial: Mapping[str, Counted]) -> Iterator[Finding]:
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
    names = view.selection.names_event
    events = [event for event in view.records.events if not any(names(event, each) for each in named)]
    is_study_anywhere = view.edition.counts_graduation or any(each.kind == "study" for each in named)
    spans = [record for record in view.records.spans if record.kind != "study" or not is_study_anywhere]
    return Records(tuple(spans), tuple(events), view.records.taxes).cities()


def _studies_not_claimed(view: RecordView) -> Iterator[Finding]:
    """Yield the studies of a level that the applicant does not claim, which count for nothing."""
    claimed = RecordSet("study", (CLAIMED,))
    if CLAIMED not in view.chosen or all(named.kind != "study" for named in view.edition.named_records):
        return
    options = view.edition.facts[CLAIMED].choices
    for study in view.spans.get("study", ()):
        if study.level in options and not view.selection.has_tags(study, claimed):
            earned, other = study.level, str(view.chosen[CLAIMED])
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
    kinds = view.edition.named_by_kind
    alike = {(record.kind, record.tags): record for record in view.records.spans}
    may_name = view.selection.may_name
    used = {key for key, record in alike.items() if any(may_name(record, each) for each in kinds.get(record.kind, ()))}
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
    levels = {study.level for study in view.records.spans if study.kind == "study"}
    return set() if claimed is None else levels & claimed.choices.keys()


def _unused(path: KeyPath, key: str, seen: str, known: Iterable[str]) -> Finding:
    values = {"key": f"@key-{key}", "seen": harmless(seen), "allowed": " ".join(known)}
    values |= named_records([path], "record")
    return Finding(code="kind-not-counted" if seen else "kind-not-given", values=values)


def _overlaps(records: Iterable[Record]) -> int:
    """Return the months that are in more than one record, as a month set."""
    seen = twice = 0
    for record in records:
        twice |= seen & record.months
        seen |= record.months
    return twice


def _tax_not_told(view: RecordView) -> Iterator[tuple[str, Finding]]:
    """Yield the facts that count years without a record, each with the note of these years.

    A year counts where tax paid in it would be among the years of the set: whether one does hangs on no other, so that
    tax is put into all of them at once. Who lists no tax at all is asked for it.
    """
    told = {tax.year for tax in view.records.taxes}
    if not told:
        return
    last = view.last // 12
    silent = [year for year in range(last - FURTHEST + 1, last + 1) if year not in told]
    filled = view.with_tax_in(silent, ENOUGH)
    for name, counting in view.edition.counts.items():
        if counting.sort == "years" and name in view.edition.used:
            years = sorted(years_of(counting.formula, filled).intersection(silent))
            if years:
                listed = ", ".join(map(str, years))
                yield name, Finding(code="tax-not-told", values={"seen": listed, "seen_zh": listed.replace(", ", "、")})


def _notes_on_run_starts(view: RecordView, facts: Mapping[str, Counted]) -> Iterator[tuple[str, Finding]]:
    """Yield the runs that lost the months just before them without a hole, each with the note of why.

    A kind lacks in them, or too much was repaid.

    Args:
        view: The records.
        facts: What they count.

    """
    for name, (run, _) in view.edition.streaks.items():
        counted = facts.get(name)
        if counted is None:
            continue
        start = calendar.spans_of(counted.months)[0][0] if counted.months else view.last + 1
        if counted.lost & calendar.month_set(start - 1, start - 1):
            yield name, _run_note("run-repaid", name, start, view, seen=str(counted.lost.bit_count()))
            continue
        for node in parts_like(run.formula, EveryKind):
            yield from ((name, note) for note in _lacking(name, node, start, view))


def _lacking(name: str, node: EveryKind, start: int, view: RecordView) -> Iterator[Finding]:
    """Yield the insurances that lack in the months just before a run, where others were paid."""
    whole = view.with_layers(len(view.recognised))
    parts = kinds_of(node)
    found = {part: whole.covered(part) for part in parts}
    before = calendar.month_set(start - 1, start - 1)
    paid = [bool(found[part] & before) for part in parts]
    if not any(paid) or all(paid):
        return
    lacking = [kind for kind, is_paid in zip(INSURANCES, paid, strict=True) if not is_paid]
    some = calendar.union(found[part] for part in parts)
    first = next(begin for begin, end in calendar.spans_of(some) if begin <= start - 1 <= end)
    words = {
        f"what_{language}": ("、" if language == "zh" else ", ").join(say(f"tag.{kind}", language) for kind in lacking)
        for language in get_args(Language)
    }
    months = calendar.spans_text(calendar.month_set(first, start - 1))
    yield _run_note("run-lacks-kinds", name, start, view, seen=months, **words)


def _run_note(code: str, name: str, start: int, view: RecordView, **values: str) -> Finding:
    named = view.edition.facts[name].name.gaps("fact")
    return Finding(code=code, values={"fact": name, **named, "other": calendar.month_text(start), **values})
