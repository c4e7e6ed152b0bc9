"""Facts counted from dated records: their values, and the months, days or years that made them."""

from collections.abc import Iterator, Mapping

import msgspec

from hukou_cli.applicant.records import Records
from hukou_cli.base import calendar
from hukou_cli.base.errors import Finding
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.facts.types import Value
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.round_calendar import Window
from hukou_cli.records.validation import notes_on, problems_of
from hukou_cli.records.view import RecordView
from hukou_cli.rules.record_plan import records_in
from hukou_cli.rules.record_sets import Counting, RecordSet

_LIVES = frozenset({"insurance", "home"})
"""What somebody who writes down where they worked or lived tells of, also by leaving it out."""


class Counted(msgspec.Struct, frozen=True):
    """A fact counted: its value, and the month set, the days or the years that made it.

    ``is_bare`` tells that there was no record of any kind that the expression names, so that the value is a 0 assumed.
    """

    value: Value
    months: int = 0
    days: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    is_bare: bool = False


class Count(msgspec.Struct, frozen=True):
    """Everything counted for one applicant: the facts, what was noticed, and what is wrong with the records.

    ``open`` names the facts that cannot be counted because a choice they hang on is not known; ``held`` are the
    records that it was counted from.
    """

    facts: dict[str, Counted] = {}
    notes: tuple[Finding, ...] = ()
    problems: tuple[tuple[KeyPath, Finding], ...] = ()
    open: frozenset[str] = frozenset()
    held: RecordView | None = None


def count_facts(  # noqa: PLR0913 - what a count depends on
    records: Records, edition: Edition, window: Window, chosen: Mapping[str, Value], *, today: int, born: int | None
) -> Count:
    """Count every fact that the records of the edition's city can give in a round.

    A fact is counted when there is a record of a kind that its expression names, be it of another city: who tells of
    a job elsewhere alone has none here. Months of insurance or of a home are counted also when there are records of the
    other, for who tells of insurance and not of a home has none. ``chosen`` holds the choice facts given;
    ``today`` and ``born`` are ``yyyymmdd``.
    """
    held = RecordView(records, edition, window, chosen)
    problems = tuple(problems_of(held, today, born))
    if problems:
        return Count(problems=problems)
    kinds = held.kinds()
    left_open = frozenset(
        name for name, kind, choice in edition.counts_by_choice if kind in kinds and choice not in chosen
    )
    facts = dict(_Counter(held, kinds).count_all(left_open))
    return Count(facts, tuple(notes_on(held)), open=left_open, held=held)


class _Counter:
    """Counts the facts of one edition from the records it sees.

    ``seen`` holds what every set expression gives, with the own city alone first, then with each recognised layer.
    """

    def __init__(self, held: RecordView, kinds: set[str]) -> None:
        self.held = held
        self.kinds = kinds
        self.told = held.records.kinds()
        self.plan = held.edition.record_plan
        self.seen = [self.plan.run(held)]
        self.seen += [self.plan.run(held.with_layers(layer)) for layer in range(1, len(held.recognised) + 1)]

    def count_all(self, left_open: frozenset[str]) -> Iterator[tuple[str, Counted]]:
        edition = self.held.edition
        for name, counting in edition.counts.items():
            if name not in left_open and self.is_told(name, counting):
                yield name, self.counted(name, counting)
        for name, (run, tolerated) in edition.streaks.items():
            if self.is_told(name, run):
                yield name, self.streak(name, run, tolerated)

    def is_told(self, name: str, counting: Counting) -> bool:
        """Tell whether the records, of whichever city, say enough to count a fact."""
        if not self.told.isdisjoint(counting.kinds):
            return True
        is_months = self.held.edition.facts[name].type == "months"
        return is_months and not (_LIVES.isdisjoint(self.told) or _LIVES.isdisjoint(counting.kinds))

    def counted(self, name: str, counting: Counting) -> Counted:
        is_bare = self.kinds.isdisjoint(counting.kinds)
        days: tuple[int, ...] = ()
        years: tuple[int, ...] = ()
        covered = 0
        match counting.sort:
            case "days":
                days = tuple(sorted(event.day for event in self.held.events(counting.formula)))
                number = len(days)
            case "years":
                years = tuple(sorted(self.held.years(counting.formula)))
                number = len(years)
            case "months":
                covered = self.covered(name, counting)
                number = self.weighed(covered, counting)
        if self.held.edition.facts[name].type == "flag":
            return Counted(number > 0, covered, days, years, is_bare)
        return Counted(min(number, self.held.window.limits[name][1]), covered, days, years, is_bare)

    def streak(self, name: str, counting: Counting, tolerated: Counting | None) -> Counted:
        """Find the unbroken run up to the counting day: to its month, or to the day where days are asked for."""
        held = self.held
        rule = held.edition.facts[name].streak
        assert rule is not None
        covered = self.covered(name, counting)
        is_full = isinstance(counting.formula, RecordSet) and counting.formula.is_full
        if rule.gap_days or (is_full and not rule.gap and not rule.tolerated):
            run = covered & _chain(held.with_layers(len(held.recognised)), counting, rule.gap_days)
        else:
            allowed = self.covered(name, tolerated) if tolerated else 0
            run = calendar.run_ending(covered, held.last, tolerated=allowed, at_most=rule.at_most, gap=rule.gap)
        return Counted(self.weighed(run, counting), run, is_bare=self.kinds.isdisjoint(counting.kinds))

    def covered(self, name: str, counting: Counting) -> int:
        """Give what a set expression covers with all layers, within the months that can count for a fact."""
        return self.seen[-1][self.plan.positions[counting.formula]] & self.held.window.countable[name]

    def weighed(self, covered: int, counting: Counting) -> int:
        """Count months: those of the own city one each, those that a layer adds by its factor, cut to whole months."""
        if len(self.seen) == 1:
            return covered.bit_count()
        place = self.plan.positions[counting.formula]
        own = self.seen[0][place]
        number, added, den = (covered & own).bit_count(), 0, 10**9
        for layer, seen in zip(self.held.recognised, self.seen[1:], strict=True):
            numerator, denominator = layer.factor
            added += (covered & seen[place] & ~own).bit_count() * numerator * (den // denominator)
            own |= seen[place]
        return number + added // den


def _chain(held: RecordView, counting: Counting, gap_days: int) -> int:
    """Give the months of the records that follow one another up to the counting day with gaps of so many days."""
    records = [record for node in records_in(counting.formula) for record in held.records_of(node)]
    spans = [(record.first, min(record.last, held.as_of)) for record in records if record.first <= held.as_of]
    blocks = calendar.blocks_of(spans, gap_days=gap_days)
    if not blocks or calendar.days_between(blocks[-1][1], held.as_of) >= gap_days:
        return 0
    return calendar.month_set(calendar.month_of(blocks[-1][0]), held.last)
