"""Facts counted from dated records: their values, and the months, days or years that made them."""

from collections.abc import Iterator, Mapping

import msgspec
from msgspec.structs import replace

from hukou_cli.applicant.records import Records
from hukou_cli.base import calendar
from hukou_cli.base.decimals import FEN
from hukou_cli.base.errors import Finding
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.facts.types import Value
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.round_calendar import Window
from hukou_cli.records.dated_sets import events_of, has_any, tax_paid, years_of
from hukou_cli.records.validation import notes_on, notes_on_bases, problems_of
from hukou_cli.records.view import RecordView
from hukou_cli.rules.record_plan import plan_of
from hukou_cli.rules.record_sets import (
    CLAIMED,
    BaseAtLeast,
    BeforeGraduation,
    Begun,
    Counting,
    During,
    Full,
    SetFormula,
    WithSpouse,
    counted_in,
    parts_of,
    record_sets_in,
)

_COMPLETE_TOGETHER = frozenset({"insurance", "home"})
"""Kinds whose absence means zero: an applicant who lists records of one of them has listed those of the other."""


class Counted(msgspec.Struct, frozen=True):
    """A fact counted from records: its value, and the month set, the days or the years that made it.

    ``is_bare`` tells that there was no record of any kind that the expression names, so that the value is a 0 assumed.
    ``most`` is the highest value where the records leave ``open_months`` open; None where the value is what they give.
    """

    value: Value
    months: int = 0
    days: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    is_bare: bool = False
    most: int | None = None
    open_months: int = 0


class Count(msgspec.Struct, frozen=True):
    """Everything counted for one applicant, and what is wrong with the records or worth noticing in them.

    ``open`` names the facts on which records bear without giving them, as one that hangs on a choice not known;
    ``partial`` has those of them of which the records give limits, as where the base of some months is not told.
    ``view`` are the records that the rest was counted from, None where ``problems`` has some.
    """

    facts: dict[str, Counted] = {}
    notes: tuple[Finding, ...] = ()
    problems: tuple[tuple[KeyPath, Finding], ...] = ()
    open: frozenset[str] = frozenset()
    partial: dict[str, Counted] = {}
    view: RecordView | None = None


def count_facts(  # noqa: PLR0913 - what a count depends on
    records: Records, edition: Edition, window: Window, chosen: Mapping[str, Value], *, today: int, born: int | None
) -> Count:
    """Count every fact of an edition that the records of an applicant give in a round.

    A fact is counted when there is a record of a kind that its expression names, also in another city: if a job
    elsewhere is listed and none here, the months of insurance here are 0. If insurance is listed and homes are not,
    the months of homes are 0, and the other way round.

    Args:
        records: all records of the applicant.
        edition: the policy.
        window: the round.
        chosen: the choice facts that are known, by name.
        today: ``yyyymmdd``; no record may begin after it.
        born: the birth date, ``yyyymmdd``; None where it is not known.

    """
    view = RecordView(records, edition, window, chosen)
    problems = tuple(problems_of(view, today, born))
    if problems:
        return Count(problems=problems)
    kinds = view.kinds()
    facts = dict(_counted_facts(view, kinds))
    partial = dict(_partial_counts(view, facts))
    left_open = frozenset(
        name for name in _left_open(view, kinds) if name not in facts or facts[name].value is not True
    )
    counted = {name: found for name, found in facts.items() if name not in left_open and name not in partial}
    notes = (*notes_on(view), *notes_on_bases(view, partial))
    return Count(counted, notes, open=left_open | partial.keys(), partial=partial, view=view)


def _partial_counts(view: RecordView, facts: Mapping[str, Counted]) -> Iterator[tuple[str, Counted]]:
    """Yield the counts of months in which a base, or the wage that measures it, is not known, with their limits."""
    measured = [
        (name, counting)
        for name, counting in view.edition.counts.items()
        if name in facts and any(isinstance(part, BaseAtLeast) for part in parts_of(counting.formula))
    ]
    if not measured:
        return
    doubtful = view.with_doubts()
    months = _months_by_layer(doubtful)
    for name, counting in measured:
        least, most = facts[name], _counted(doubtful, name, counting, months, is_bare=False)
        if most.value != least.value:
            yield name, replace(least, most=int(most.value), open_months=most.months & ~least.months)


def _left_open(view: RecordView, kinds: set[str]) -> Iterator[str]:
    """Yield the facts on which the records bear without telling enough: a kind, a choice, a marriage, a graduation."""
    edition = view.edition
    yield from (name for name, kind, choice in edition.counts_by_choice if kind in kinds and choice not in view.chosen)
    doubtful = view.with_doubts()
    for name, counting in edition.bearing.items():
        if has_any(counting, doubtful):
            yield name
    for name, counting in (*edition.counts.items(), *((name, run) for name, (run, _) in edition.streaks.items())):
        if counting.sort == "days":
            views = [doubtful, view.with_penalties_since()] if edition.facts[name].type == "flag" else [doubtful]
            if any(events_of(counting.formula, other) != events_of(counting.formula, view) for other in views):
                yield name
            continue
        parts = parts_of(counting.formula)
        if any(isinstance(part, Begun) for part in parts) and has_any(counting, doubtful) != has_any(counting, view):
            yield name
        if name in edition.looked_at_on and len(set(map(bool, _on_days(name, counting, view)))) > 1:
            yield name
        if any(isinstance(part, During) and part.within.kind not in kinds for part in parts):
            yield name
        if any(isinstance(part, WithSpouse) and view.lacks_marriage(part) for part in parts):
            yield name
        graduations = [part for part in parts if isinstance(part, BeforeGraduation)]
        if graduations and "study" in view.spans and view.graduation() is None:
            claimed = view.chosen.get(CLAIMED)
            if claimed is None or any(not part.options or claimed in part.options for part in graduations):
                yield name


MonthsByLayer = list[dict[SetFormula, int]]
"""What every set expression gives: first with the own city alone, then with each recognised layer added."""


def _months_by_layer(view: RecordView) -> MonthsByLayer:
    plan = view.edition.record_plan
    return [plan.run(view), *(plan.run(view.with_layers(at)) for at in range(1, len(view.recognised) + 1))]


def _counted_facts(view: RecordView, kinds: set[str]) -> Iterator[tuple[str, Counted]]:
    """Count each fact of which the records, in whichever city, say enough."""
    listed, edition, months = view.records.kinds(), view.edition, _months_by_layer(view)
    for name, counting in edition.counts.items():
        if _is_listed(counting, listed, is_months=edition.facts[name].type == "months"):
            is_bare = (listed if _is_anywhere(counting) else kinds).isdisjoint(counting.kinds)
            yield name, _counted(view, name, counting, months, is_bare=is_bare)
    for name, counting in edition.excluding.items():
        excluding = _counted(view, name, counting, months, is_bare=False)
        if excluding.value:
            yield name, replace(excluding, value=False)
    for name, (run, tolerated) in edition.streaks.items():
        if _is_listed(run, listed, is_months=True):
            found = _run(view, name, run, tolerated, months)
            yield name, Counted(_weighed(view, run, found, months), found, is_bare=kinds.isdisjoint(run.kinds))


def _on_days(name: str, counting: Counting, view: RecordView) -> Iterator[int]:
    """Yield what a flag's expression covers on the day on which its records are looked at.

    Where that is a day of the applicant's and not known: on the counting day and on the last day that it may be.
    """
    until = view.edition.facts[name].until
    day = view.window.dates.get(until, view.chosen.get(until))
    days = (day,) if isinstance(day, int) else (view.as_of, view.window.limits[until][1])
    yield from (plan_of([counting.formula]).run(view.at(each))[counting.formula] for each in days)


def _is_listed(counting: Counting, listed: set[str], *, is_months: bool) -> bool:
    """Return whether records of some kind that an expression names are listed, or are known to be none.

    What reckons from a graduation says nothing of who lists no study.
    """
    if any(isinstance(part, BeforeGraduation) for part in parts_of(counting.formula)) and "study" not in listed:
        return False
    if not listed.isdisjoint(counting.kinds):
        return True
    return is_months and not (_COMPLETE_TOGETHER.isdisjoint(listed) or _COMPLETE_TOGETHER.isdisjoint(counting.kinds))


def _is_anywhere(counting: Counting) -> bool:
    return any(where.of == "anywhere" for named in record_sets_in(counting.formula) for where in named.where)


def _counted(view: RecordView, name: str, counting: Counting, months: MonthsByLayer, *, is_bare: bool) -> Counted:
    """Count a fact, at most as much as the round allows: months, days, years, or the tax of years; a flag: any."""
    days: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    covered = 0
    fact = view.edition.facts[name]
    match counting.sort:
        case "days":
            days = tuple(sorted(event.day for event in events_of(counting.formula, view)))
            number = len(days)
        case "years":
            years = tuple(sorted(years_of(counting.formula, view)))
            number = (
                len(years) if fact.type != "yuan" else sum(tax_paid(view)[year] for year in years) * fact.den // FEN
            )
        case "months" if name in view.edition.looked_at_on:
            covered = next(_on_days(name, counting, view))
            number = covered.bit_count()
        case "months":
            covered = _covered(view, name, counting, months)
            number = _weighed(view, counting, covered, months)
    value = number > 0 if fact.type == "flag" else min(number, view.window.limits[name][1])
    return Counted(value, covered, days, years, is_bare)


def _run(view: RecordView, name: str, counting: Counting, tolerated: Counting | None, months: MonthsByLayer) -> int:
    """Return the unbroken run up to the counting day: to its month, or to the day where days are asked for."""
    rule = view.edition.facts[name].streak
    assert rule is not None
    covered = _covered(view, name, counting, months)
    is_full = isinstance(counting.formula, Full)
    if rule.gap_days or (is_full and not rule.gap and not rule.tolerated):
        return covered & _run_of_days(view.with_layers(len(view.recognised)), counting, rule.gap_days)
    allowed = _covered(view, name, tolerated, months) if tolerated else 0
    return calendar.run_ending(covered, view.last, tolerated=allowed, at_most=rule.at_most, gap=rule.gap)


def _covered(view: RecordView, name: str, counting: Counting, months: MonthsByLayer) -> int:
    """Return what an expression covers with all layers, within the months that can count for a fact."""
    return months[-1][counting.formula] & view.window.countable[name]


def _weighed(view: RecordView, counting: Counting, covered: int, months: MonthsByLayer) -> int:
    """Count months: those of the own city one each, those that a layer adds by its factor, cut to whole months."""
    own = months[0][counting.formula]
    number, added, den = (covered & own).bit_count(), 0, 10**9
    for layer, by_layer in zip(view.recognised, months[1:], strict=True):
        reached = by_layer[counting.formula]
        numerator, denominator = layer.factor
        added += (covered & reached & ~own).bit_count() * numerator * (den // denominator)
        own |= reached
    return number + added // den


def _run_of_days(view: RecordView, counting: Counting, gap_days: int) -> int:
    """Return the months of the records that follow one another up to the counting day with gaps of so many days."""
    records = [record for named in counted_in(counting.formula) for record in view.records_of(named)]
    spans = [(record.first, min(record.last, view.as_of)) for record in records if record.first <= view.as_of]
    blocks = calendar.blocks_of(spans, gap_days=gap_days)
    if not blocks or calendar.days_between(blocks[-1][1], view.as_of) >= gap_days:
        return 0
    return calendar.month_set(calendar.month_of(blocks[-1][0]), view.last)
