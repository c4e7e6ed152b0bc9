"""Between which values a score lies when facts are missing: each line, gate and sum, and the facts that decide them.

Each missing fact is cut into pieces: single values while all combinations of them number ``MOST_COMBINATIONS`` at
most, else spans of values (a date: months). Every combination of pieces that the constraints allow is calculated with
``bounds``, and what comes out is put together. So the answer always holds the true value, and where every piece is a
single value its ends are reached.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec

from hukou_cli.errors import Finding, InvalidApplicant
from hukou_cli.exact import half_up, to_decimal
from hukou_cli.formula.bounds import (
    UNDECIDED,
    Possible,
    Range,
    all_of,
    bounds,
    either,
    narrowed,
    negated,
    open_names,
    point,
)
from hukou_cli.formula.names import Fact
from hukou_cli.formula.nodes import Condition, Formula, names_in
from hukou_cli.months import first_of, last_of, month_of
from hukou_cli.policy.edition import LINES, TOTAL, Edition, Window
from hukou_cli.policy.model import Round
from hukou_cli.scoring.given import Given

MOST_COMBINATIONS = 2000
"""More than the months that a fact may have, so that one missing fact of months is tried month by month."""

SHARE_PLACES = 4

Combination = tuple[Possible, ...]
"""A piece of each missing fact, in the order of the edition."""


class Outcome(msgspec.Struct, frozen=True):
    """What one rule can come to: points in units of 10**-places, or 0 and 1 for a condition.

    ``decided_by`` names the missing facts on which it depends; none where it is settled.
    """

    range: Range
    decided_by: tuple[str, ...]


class Between(msgspec.Struct, frozen=True):
    """What a score with missing facts lies between. Points are in units of 10**-places, the share of 10**-4.

    ``core_share`` is None where the total may be 0 or less; ``reached`` where there is no line to reach. A caveat is
    there where it may touch the result.
    """

    gates: tuple[Outcome, ...]
    vetoes: tuple[Outcome, ...]
    lines: tuple[Outcome, ...]
    caveats: tuple[bool, ...]
    eligible: Range
    core: Range
    total: Range
    core_share: Range | None
    reached: Range | None
    unknown: tuple[str, ...]
    decided_by: tuple[str, ...]


def between(edition: Edition, given: Given, window: Window, line: Round | None) -> Between:
    """Find what a score lies between; ``line`` is the round whose cut-off it is compared with.

    Raises InvalidApplicant where no value of the missing facts fits the others.
    """
    return _Search(edition, given, window, line.cutoff if line else None).outcome()


class _Rule:
    """A formula, and what it came to for each combination of the missing facts that it uses."""

    def __init__(self, formula: Formula, facts: frozenset[str], missing: Iterable[str]) -> None:
        self.formula = formula
        self.den = 1 if isinstance(formula, Condition) else formula.den
        self.positions = [at for at, name in enumerate(missing) if name in facts]
        self.found: dict[Combination, Range] = {}

    def range(self, combination: Combination, ranges: Mapping[str, Possible]) -> Range:
        key = tuple([combination[at] for at in self.positions])
        if key not in self.found:
            self.found[key] = bounds(self.formula, ranges)
        return self.found[key]


class _Sums(msgspec.Struct, frozen=True):
    """What one combination gives."""

    eligible: Range
    core: Range
    total: Range
    share: Range | None
    reached: Range | None


class _Search:
    """Goes through the combinations and keeps what each rule came to."""

    def __init__(self, edition: Edition, given: Given, window: Window, cutoff: Decimal | None) -> None:
        self.edition = edition
        self.given = given
        self.cutoff = cutoff
        self.places = edition.file.policy.decimals
        known: dict[str, Possible] = {
            name: point(value) for values in (window.dates, given.values) for name, value in values.items()
        }
        self.ranges = narrowed({**known, **given.missing}, [condition for _, condition in edition.constraints])
        self.pieces = self.cut()
        self.names = list(self.pieces)
        self.uses: dict[str, frozenset[str]] = {}
        self.derived = {name: self.rule(formula, name) for name, formula in edition.derived.items()}
        self.constraints = [self.rule(formula) for _, formula in edition.constraints]
        self.gates = [self.rule(formula) for _, formula in edition.gates]
        self.vetoes = [self.rule(formula) for _, formula in edition.vetoes]
        self.lines = [self.rule(formula) for _, formula in edition.indicators]
        self.caveats = [None if formula is None else self.rule(formula) for _, formula in edition.caveats]

    def cut(self) -> dict[str, list[Possible]]:
        """Cut the missing facts into pieces: those with the fewest values into single ones, as far as there is room."""
        facts = self.edition.facts
        sizes = {name: _size(facts[name], self.ranges[name]) for name in self.given.missing}
        room, most = MOST_COMBINATIONS, dict(sizes)
        waiting = sorted(sizes, key=lambda name: sizes[name])
        while waiting and sizes[waiting[0]] <= room:
            room //= max(1, sizes[waiting.pop(0)])
        for at, name in enumerate(waiting):
            most[name] = _root(room, len(waiting) - at)
            room //= most[name]
        return {name: _pieces(facts[name], self.ranges[name], most[name]) for name in sizes}

    def rule(self, formula: Formula, name: str = "") -> _Rule:
        """Make a rule of a formula; that of a derived quantity is kept under its name for the formulas that use it."""
        facts = frozenset[str]().union(*(self.uses.get(used, frozenset([used])) for used in names_in(formula)))
        if name:
            self.uses[name] = facts
        return _Rule(formula, facts, self.names)

    def combinations(self) -> Iterator[tuple[Combination, dict[str, Possible]]]:
        """Give every combination that may be, with what each name then stands for, derived ones included."""
        for combination in itertools.product(*self.pieces.values()):
            ranges = self.ranges | dict(zip(self.names, combination, strict=True))
            if not self.fits(ranges) or any(not rule.range(combination, ranges)[1] for rule in self.constraints):
                continue
            for name, rule in self.derived.items():
                ranges[name] = rule.range(combination, ranges)
            yield combination, ranges

    def fits(self, ranges: Mapping[str, Possible]) -> bool:
        """Tell whether each choice may go with the one that narrows it, and no range is empty."""
        for name, by in self.edition.narrowed.items():
            options, sources = ranges.get(name), ranges.get(by)
            if isinstance(options, frozenset) and isinstance(sources, frozenset):
                narrowing = self.edition.facts[name].narrowing
                if all(options.isdisjoint(narrowing[source]) for source in sources):
                    return False
        return all(isinstance(found, frozenset) or found[0] <= found[1] for found in ranges.values())

    def outcome(self) -> Between:
        found = [self.sums(combination, ranges) for combination, ranges in self.combinations()]
        if not found:
            raise InvalidApplicant([self.contradiction()])
        shares = [sums.share for sums in found if sums.share is not None]
        lines_reached = [sums.reached for sums in found if sums.reached is not None]
        total = either(sums.total for sums in found)
        reached = either(lines_reached) if lines_reached else None
        opened = _Opened(self)
        gates = tuple([self.settled(rule, opened, either(rule.found.values())) for rule in self.gates])
        vetoes = tuple([self.settled(rule, opened, either(rule.found.values())) for rule in self.vetoes])
        lines = tuple(
            [self.settled(rule, opened, self.rounded(either(rule.found.values()), rule)) for rule in self.lines]
        )
        named = self.named([line.range for line in lines]) | {TOTAL: total}
        deciding = {name for outcome in (*gates, *vetoes, *lines) for name in outcome.decided_by}
        if total[0] < total[1] and self.edition.total is not None:
            deciding |= opened.by(self.edition.total, named)
        if reached == UNDECIDED and self.edition.passes is not None:
            deciding |= opened.by(self.edition.passes, named)
        return Between(
            gates=gates,
            vetoes=vetoes,
            lines=lines,
            caveats=tuple([rule is None or either(rule.found.values())[1] == 1 for rule in self.caveats]),
            eligible=either(sums.eligible for sums in found),
            core=either(sums.core for sums in found),
            total=total,
            core_share=either(shares) if len(shares) == len(found) else None,
            reached=reached,
            unknown=tuple(self.given.missing),
            decided_by=self.in_order(deciding),
        )

    def sums(self, combination: Combination, ranges: dict[str, Possible]) -> _Sums:
        """Calculate every rule for one combination, and what the lines come to together."""
        passed = [rule.range(combination, ranges) for rule in self.gates]
        void = [rule.range(combination, ranges) for rule in self.vetoes]
        points = [self.rounded(rule.range(combination, ranges), rule) for rule in self.lines]
        for caveat in self.caveats:
            if caveat is not None:
                caveat.range(combination, ranges)
        named = ranges | self.named(points)
        total = self.total(named)
        core = _added(limits for limits, (line, _) in zip(points, self.edition.indicators, strict=True) if line.core)
        others = None
        if self.edition.total is None:
            others = _added(
                limits for limits, (line, _) in zip(points, self.edition.indicators, strict=True) if not line.core
            )
        return _Sums(
            eligible=all_of([*passed, *map(negated, void)]),
            core=core,
            total=total,
            share=_share(core, total, others),
            reached=self.reached(named | {TOTAL: total}, total),
        )

    def rounded(self, limits: Range, rule: _Rule) -> Range:
        low, high = limits
        return half_up(low, rule.den, self.places), half_up(high, rule.den, self.places)

    def named(self, points: Sequence[Range]) -> dict[str, Possible]:
        """Give the lines, the groups and the sum of all lines, by the names that ``[result]`` has for them."""
        named: dict[str, list[Range]] = {LINES: list(points)}
        for limits, (line, _) in zip(points, self.edition.indicators, strict=True):
            named[line.id] = [limits]
            if line.group:
                named.setdefault(line.group, []).append(limits)
        return {name: _added(limits) for name, limits in named.items()}

    def total(self, named: Mapping[str, Possible]) -> Range:
        formula = self.edition.total
        if formula is None:
            lines = named[LINES]
            assert isinstance(lines, tuple)
            return lines
        low, high = bounds(formula, named)
        return half_up(low, formula.den, self.places), half_up(high, formula.den, self.places)

    def reached(self, named: Mapping[str, Possible], total: Range) -> Range | None:
        if self.edition.passes is not None:
            return bounds(self.edition.passes, named)
        if self.cutoff is None:
            return None
        low, high = (int(to_decimal(units, self.places) >= self.cutoff) for units in total)
        return low, high

    def settled(self, rule: _Rule, opened: "_Opened", found: Range) -> Outcome:
        """Say what a rule came to in all combinations, and which missing facts decide it."""
        if found[0] == found[1]:
            return Outcome(found, ())
        facts = opened.by(rule.formula)
        if all(low == high for low, high in rule.found.values()):
            counting = {self.names[at] for place, at in enumerate(rule.positions) if _counts(place, rule.found)}
            facts = facts & counting or facts  # facts bound to each other may count only together
        return Outcome(found, self.in_order(facts))

    def contradiction(self) -> Finding:
        """Say that the missing facts can have no value, and by which constraints."""
        missing = self.given.missing
        rules = [
            constraint.require
            for constraint, formula in self.edition.constraints
            if not missing.keys().isdisjoint(names_in(formula))
        ]
        return Finding(code="no-combination", values={"seen": ", ".join(missing), "rule": "; ".join(rules)})

    def in_order(self, facts: Iterable[str]) -> tuple[str, ...]:
        named = set(facts)
        return tuple([name for name in self.given.missing if name in named])


class _Opened:
    """Finds the missing facts that keep a formula open when every one of them stands at its limits."""

    def __init__(self, search: _Search) -> None:
        self.ranges = dict(search.ranges)
        self.behind = {name: frozenset([name]) for name in search.given.missing}
        for name, formula in search.edition.derived.items():
            self.ranges[name] = bounds(formula, self.ranges)
            self.behind[name] = self.by(formula)

    def by(self, formula: Formula, sums: dict[str, Possible] | None = None) -> frozenset[str]:
        """Name the facts; ``sums`` holds the lines and what they come to, for a formula of ``[result]``."""
        names = open_names(formula, self.ranges | (sums or {}))
        return frozenset[str]().union(*(self.behind.get(name, frozenset()) for name in names))


def _size(fact: Fact, possible: Possible) -> int:
    """Count the values that a fact may have; of a date the months."""
    if isinstance(possible, frozenset):
        return len(possible)
    low, high = possible
    if fact.type == "date":
        return month_of(high) - month_of(low) + 1
    return len(_allowed(fact, possible)) if fact.allowed else max(0, high - low + 1)


def _pieces(fact: Fact, possible: Possible, most: int) -> list[Possible]:
    """Cut what a fact may be into so many pieces at most: sets of options, or spans of values."""
    size = _size(fact, possible)
    count = min(size, most)
    cuts = [(size * at // count, size * (at + 1) // count) for at in range(count)]
    if isinstance(possible, frozenset):
        options = [option for option in fact.choices if option in possible]
        return [frozenset(options[first:end]) for first, end in cuts]
    low, high = possible
    if fact.type == "date":
        start = month_of(low)
        return [(max(low, first_of(start + first)), min(high, last_of(start + end - 1))) for first, end in cuts]
    if fact.allowed:
        values = _allowed(fact, possible)
        return [(values[first], values[end - 1]) for first, end in cuts]
    return [(low + first, low + end - 1) for first, end in cuts]


def _allowed(fact: Fact, limits: Range) -> list[int]:
    """Give the only values that a number may have, as numerators, ascending."""
    return sorted(
        value for value in (int(number * fact.den) for number in fact.allowed) if limits[0] <= value <= limits[1]
    )


def _root(room: int, degree: int) -> int:
    """Give the largest whole number, at least 1, whose power of a degree is at most ``room``."""
    found = 1
    while (found + 1) ** degree <= room:
        found += 1
    return found


def _added(limits: Iterable[Range]) -> Range:
    lows, highs = zip((0, 0), *limits, strict=True)
    return sum(lows), sum(highs)


def _share(core: Range, total: Range, others: Range | None) -> Range | None:
    """Give the limits of core ÷ total; None where the total may be 0 or less.

    Where the total is the core and the other lines added, its ends belong to those of the core; the share rises and
    falls with one of them alone, so that its limits are at corners.
    """
    if others is None:
        corners = [(part, whole) for part in core for whole in total]
    else:
        corners = [(part, part + rest) for part in core for rest in others]
    if any(whole <= 0 for _, whole in corners):
        return None
    shares = [half_up(part, whole, SHARE_PLACES) for part, whole in corners]
    return min(shares), max(shares)


def _counts(place: int, found: Mapping[Combination, Range]) -> bool:
    """Tell whether a change of one fact alone, at its place in the combinations, ever changes what was found."""
    seen: dict[Combination, Range] = {}
    return any(seen.setdefault(key[:place] + key[place + 1 :], value) != value for key, value in found.items())
