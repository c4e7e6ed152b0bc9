"""Facts counted from dated records: their values, and the months, days or years that made them."""

from collections.abc import Iterator, Mapping

import msgspec
from msgspec.structs import replace

from hukou_cli.applicant.records import Records
from hukou_cli.base import calendar
from hukou_cli.base.decimals import FEN
from hukou_cli.base.errors import Finding
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.facts.types import Streak, Value
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.round_calendar import Window
from hukou_cli.records.ages import since_birth
from hukou_cli.records.dated_sets import events_of, has_any, tax_paid, years_of
from hukou_cli.records.month_bounds import SetBounds
from hukou_cli.records.validation import problems_of, problems_of_unsound
from hukou_cli.records.view import RecordView, view_of
from hukou_cli.rules.record_sets import (
    Counting,
    Full,
    counted_in,
)

Limits = tuple[int, int]
"""The lowest and the highest value that a fact may have."""


class Counted(msgspec.Struct, frozen=True):
    """A fact counted from records: its value, and the month set, the days or the years that made it.

    Attributes:
        value: The value; the lowest one where the records leave some months open.
        months: The months counted, as a month set.
        days: The days of the events counted, as ``yyyymmdd``.
        years: The years counted.
        is_bare: Whether there was no record of any kind that the expression names, so that the value is a 0 assumed.
        most: The highest value where the records leave some months open; else None.
        open_months: Those months, as a month set.
        lost: Of an unbroken run, the months before the hole that ended it, as a month set.

    """

    value: Value
    months: int = 0
    days: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    is_bare: bool = False
    most: int | None = None
    open_months: int = 0
    lost: int = 0


class Count(msgspec.Struct, frozen=True):
    """Everything counted for one applicant, and what is wrong with the records.

    ``open`` has the facts that the records do not settle, as one that hangs on records not told: the lowest and the
    highest value that they leave, None where they leave any. ``partial`` has those that hang on bases, counted as far
    as these are known. ``view`` are the records that the rest was counted from, None where ``problems`` has some.
    """

    facts: dict[str, Counted] = {}
    problems: tuple[tuple[KeyPath, Finding], ...] = ()
    open: Mapping[str, Limits | None] = {}
    partial: dict[str, Counted] = {}
    view: RecordView | None = None


def count_facts(  # noqa: PLR0913 - what a count depends on
    records: Records,
    edition: Edition,
    window: Window,
    chosen: Mapping[str, Value],
    *,
    today: int,
    born: int | None,
    seen: RecordView | None = None,
) -> Count:
    """Count every fact of an edition that the records of an applicant give in a round.

    A fact is counted where the records settle it: who lists a job elsewhere and none here has 0 months here. Where they
    are silent on something that can change it, it is open: no home is listed, no study of the degree claimed, nothing
    is said of whether a rental is registered.

    Args:
        records: All records of the applicant.
        edition: The policy.
        window: The round.
        chosen: The choice facts that are known, by name.
        today: ``yyyymmdd``; no record may begin after it.
        born: The birth date, ``yyyymmdd``; None where it is not known.
        seen: A view of the same records in another round, for which they were checked: what is wrong with them is not
            looked for again.

    """
    if seen is None:
        view = view_of(since_birth(records, born), edition, window, chosen)
    else:
        view = seen.in_round(window, chosen)
    problems = (*problems_of(view, today, born), *problems_of_unsound(view, today, born)) if seen is None else ()
    if problems:
        return Count(problems=problems)
    facts = dict(_counted_facts(view))
    partial = dict(_partial_counts(view, facts))
    is_sure = {name for name, counted in facts.items() if counted.value is True}
    left_open = {name: limits for name, limits in _left_open(view, partial) if name not in is_sure}
    left_open |= {name: (int(found.value), found.most or 0) for name, found in partial.items()}
    counted = {name: found for name, found in facts.items() if name not in left_open}
    return Count(counted, open=left_open, partial=partial, view=view)


def _partial_counts(view: RecordView, facts: Mapping[str, Counted]) -> Iterator[tuple[str, Counted]]:
    """Yield the counts of months in which a base, or the wage that measures it, is not known, with their limits."""
    not_told = view.selection.not_told
    measured = [
        (name, counting)
        for name, counting in view.edition.counts_by_base.items()
        if name in facts and not_told.isdisjoint(counting.kinds)
    ]
    if not measured:
        return
    doubtful = view.with_doubts()
    for name, counting in measured:
        least, most = facts[name], _counted(doubtful, name, counting, is_bare=False)
        if most.value != least.value:
            yield name, replace(least, most=int(most.value), open_months=most.months & ~least.months)


def _left_open(view: RecordView, partial: Mapping[str, Counted]) -> Iterator[tuple[str, Limits | None]]:
    """Yield the facts that the records do not settle, each with the values that they leave: None where they leave any.

    Those counted in part have their limits already.

    A record bears on a fact without giving it, or is silent on its kind; the day looked at is not known; or something
    that the fact hangs on is not told at all.
    """
    edition, not_told = view.edition, view.selection.not_told
    layers = [SetBounds(view.with_layers(at)) for at in sorted({0, len(view.recognised)})]
    for name, counting in edition.bearing.items():
        if counting.sort == "months":
            may_bear = bool(layers[-1].months(counting.formula).most)
        else:
            may_bear = has_any(counting, view.with_doubts()) or not not_told.isdisjoint(counting.kinds)
        if may_bear:
            yield name, None
    for name, counting in edition.counts.items():
        match counting.sort:
            case "days":
                if _has_doubtful_events(name, counting, view):
                    yield name, None
            case "years":
                if not not_told.isdisjoint(counting.kinds):
                    yield name, None
            case "months" if name in edition.looked_at_on:
                if _is_open(counting, layers) or len(set(map(bool, _on_days(name, counting, view)))) > 1:
                    yield name, None
            case "months" if name not in partial:
                yield from _open_months(name, counting, layers)
    for name, (run, tolerated) in edition.streaks.items():
        if _is_open(run, layers) or (tolerated is not None and _is_open(tolerated, layers)):
            yield name, None


def _is_open(counting: Counting, layers: list[SetBounds]) -> bool:
    """Return whether the months of an expression are open, with the own city alone or with all that are recognised."""
    node = counting.formula
    return any(layer.may_be_open(node) and not layer.months(node).is_certain for layer in layers)


def _has_doubtful_events(name: str, counting: Counting, view: RecordView) -> bool:
    """Return whether events may count of which the kind was not told, or which lie between counting day and round."""
    if not view.records.events:
        return False
    is_flag = view.edition.facts[name].type == "flag"
    views = [view.with_doubts(), view.with_penalties_since()] if is_flag else [view.with_doubts()]
    return any(events_of(counting.formula, other) != events_of(counting.formula, view) for other in views)


def _open_months(name: str, counting: Counting, layers: list[SetBounds]) -> Iterator[tuple[str, Limits | None]]:
    """Yield the number of months that a fact has at least and at most, or of a flag no limits, where they differ."""
    view = layers[0].view
    if not any(layer.may_be_open(counting.formula) for layer in layers):
        return
    countable = view.window.countable.get(name, view.until)
    own, all_ = layers[0].months(counting.formula), layers[-1].months(counting.formula)
    if view.edition.facts[name].type == "flag":
        if bool(all_.least) != bool(all_.most):
            yield name, None
    elif any(found.least & countable != found.most & countable for found in (own, all_)):
        yield name, ((own.least & countable).bit_count(), (all_.most & countable).bit_count())


def _counted_facts(view: RecordView) -> Iterator[tuple[str, Counted]]:
    """Count each fact of which there are records of some kind, in whichever city, or are said to be none."""
    edition = view.edition
    told, kinds = view.selection.listed, view.selection.kinds | view.records.none
    for name, counting, is_bare in view.selection.counts:
        yield name, _counted(view, name, counting, is_bare=is_bare)
    for name, counting in edition.excluding.items():
        excluding = _counted(view, name, counting, is_bare=False)
        if excluding.value:
            yield name, replace(excluding, value=False)
    for name, (run, tolerated) in edition.streaks.items():
        if not told.isdisjoint(run.kinds):
            found = _run(view, name, run, tolerated)
            is_bare, lost = kinds.isdisjoint(run.kinds), _covered(view, name, run) & ~found
            yield name, Counted(_weighed(view, run, found), found, is_bare=is_bare, lost=lost)


def _on_days(name: str, counting: Counting, view: RecordView) -> Iterator[int]:
    """Yield what a flag's expression covers on the day on which its records are looked at.

    Where that is a day of the applicant's and not known: on the counting day and on the last day that it may be.
    """
    until = view.edition.facts[name].until
    day = view.window.dates.get(until, view.chosen.get(until))
    days = (day,) if isinstance(day, int) else (view.as_of, view.window.limits[until][1])
    yield from (view.at(each).covered(counting.formula) for each in days)


def _counted(view: RecordView, name: str, counting: Counting, *, is_bare: bool) -> Counted:
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
            covered = _covered(view, name, counting)
            number = _weighed(view, counting, covered)
    value = number > 0 if fact.type == "flag" else min(number, view.window.limits[name][1])
    return Counted(value, covered, days, years, is_bare)


def _run(view: RecordView, name: str, counting: Counting, tolerated: Counting | None) -> int:
    """Return the unbroken run up to the counting day: to its month, or to the day where days are asked for."""
    rule = view.edition.facts[name].streak
    assert rule is not None
    covered = _covered(view, name, counting)
    is_full = isinstance(counting.formula, Full)
    if rule.gap_days or (is_full and not rule.gap and not rule.tolerated):
        return covered & _run_of_days(view.with_layers(len(view.recognised)), counting, rule)
    allowed = _covered(view, name, tolerated) if tolerated else 0
    return calendar.run_ending(covered, view.last, tolerated=allowed, at_most=rule.at_most, gap=rule.gap)


def _covered(view: RecordView, name: str, counting: Counting) -> int:
    """Return what an expression covers with all layers, within the months that can count for a fact."""
    whole = view.with_layers(len(view.recognised)) if view.recognised else view
    return whole.covered(counting.formula) & view.window.countable[name]


def _weighed(view: RecordView, counting: Counting, covered: int) -> int:
    """Count months: those of the own city one each, those that a layer adds by its factor, cut to whole months."""
    if not view.recognised:
        return covered.bit_count()
    own = view.covered(counting.formula)
    number, added, den = (covered & own).bit_count(), 0, 10**9
    for at, layer in enumerate(view.recognised, start=1):
        reached = view.with_layers(at).covered(counting.formula)
        numerator, denominator = layer.factor
        added += (covered & reached & ~own).bit_count() * numerator * (den // denominator)
        own |= reached
    return number + added // den


def _run_of_days(view: RecordView, counting: Counting, rule: Streak) -> int:
    """Return the months of the run of records that reaches the counting day, as a month set.

    The run may hold gaps of ``gap_days``. One that is renewable may have ended by so many days before: it can still be
    taken up again.
    """
    stretches = view.selection.stretches(counted_in(counting.formula), rule.gap_days)
    if stretches is None:
        records = [record for named in counted_in(counting.formula) for record in view.records_of(named)]
        spans = [(record.first, record.last) for record in records]
        blocks = calendar.blocks_of(spans, gap_days=rule.gap_days)
    else:
        blocks = stretches.begun_by(calendar.last_of(view.last))
    grace = rule.gap_days if rule.renewable else 0
    for first, last in blocks:
        if first <= view.as_of and calendar.days_between(last, view.as_of) < grace:
            return calendar.month_set(calendar.month_of(first), view.last)
    return 0
