"""Between which values a score lies when facts are missing: each line, gate and sum, and the facts that decide them.

Each missing fact is cut into pieces: single values while all combinations of them number ``MOST_COMBINATIONS`` at
most, else spans of values (a date: months). Every combination of pieces that the constraints allow is calculated with
``bounds``, and what comes out is put together. Where there are too many combinations, facts that no rule takes
together are gone through apart and their lines added. So the answer always holds the true value, and where all
combinations of single values were gone through its ends are reached.
"""

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec

from hukou_cli.base.decimals import SHARE_PLACES, half_up, to_decimal
from hukou_cli.base.errors import Finding, InvalidApplicant
from hukou_cli.policy.edition import LINES, TOTAL, Edition
from hukou_cli.policy.model import PublishedRound
from hukou_cli.policy.round_calendar import Window
from hukou_cli.rules.ast import Condition, Formula, names_in
from hukou_cli.rules.intervals import (
    UNDECIDED,
    Possible,
    Range,
    Ranges,
    all_of,
    any_of,
    bounds,
    either,
    narrowed,
    negated,
    open_names,
    point,
)
from hukou_cli.scoring.inputs import Inputs
from hukou_cli.scoring.pieces import pieces, root, size

MOST_COMBINATIONS = 2000
"""More than the months that a fact may have, so that one missing fact of months is tried month by month."""

Combination = tuple[Possible, ...]
"""A piece of each missing fact that is gone through, in the order of the edition."""


class Outcome(msgspec.Struct, frozen=True):
    """What one rule can come to: points in units of 10**-places, or 0 and 1 for a condition.

    ``decided_by`` names the missing facts on which it depends; none where it is settled.
    """

    range: Range
    decided_by: tuple[str, ...]


class Between(msgspec.Struct, frozen=True):
    """What a score with missing facts lies between. Points are in units of 10**-places, the share of 10**-4.

    ``routes`` has an outcome for each need of each route, ``places`` the truth of each place's condition.
    ``core_share`` is None where the total may be 0 or less; ``reached`` where there is no line to reach. A caveat is
    there where it may touch the result.
    """

    gates: tuple[Outcome, ...]
    vetoes: tuple[Outcome, ...]
    routes: tuple[tuple[Outcome, ...], ...]
    places: tuple[Range, ...]
    lines: tuple[Outcome, ...]
    caveats: tuple[bool, ...]
    eligible: Range
    core: Range
    total: Range
    core_share: Range | None
    reached: Range | None
    unknown: tuple[str, ...]
    decided_by: tuple[str, ...]
    total_decided_by: tuple[str, ...]
    place_decided_by: tuple[str, ...]


def between(edition: Edition, given: Inputs, window: Window, line: PublishedRound | None) -> Between:
    """Find what a score lies between; ``line`` is the round whose cut-off it is compared with.

    Raises InvalidApplicant where no value of the missing facts fits the others.
    """
    return _Search(edition, given, window, line.cutoff if line else None).outcome()


class _Rule:
    """A formula, and what it came to for each combination of the missing facts that it uses."""

    def __init__(self, formula: Formula, facts: frozenset[str]) -> None:
        self.formula = formula
        self.facts = facts
        self.den = 1 if isinstance(formula, Condition) else formula.den
        self.positions: tuple[int, ...] = ()
        self.found: dict[Combination, Range] = {}

    def range(self, combination: Combination, ranges: Ranges) -> Range:
        key = tuple([combination[at] for at in self.positions])
        if key not in self.found:
            self.found[key] = bounds(self.formula, ranges)
        return self.found[key]

    def all(self) -> Range:
        """Give what it came to in all combinations."""
        return either(self.found.values())


class _Sums(msgspec.Struct, frozen=True):
    """What some of the rules come to together: gates and vetoes, core lines and others, each name of ``[result]``.

    ``names`` holds the facts and derived quantities that ``[result]`` uses.
    """

    eligible: Range
    core: Range
    others: Range
    named: dict[str, Range]
    names: dict[str, Possible]


class _Search:
    """Goes through the combinations and keeps what each rule came to."""

    def __init__(self, edition: Edition, given: Inputs, window: Window, cutoff: Decimal | None) -> None:
        self.edition = edition
        self.given = given
        self.cutoff = cutoff
        self.decimals = edition.file.policy.decimals
        known: dict[str, Possible] = {
            name: point(value) for values in (window.dates, given.values) for name, value in values.items()
        }
        self.ranges = narrowed({**known, **given.missing}, [condition for _, condition in edition.constraints])
        self.uses = {name: frozenset([name]) for name in given.missing}
        self.derived: dict[str, _Rule] = {}
        for name, formula in edition.derived.items():
            self.derived[name] = self.rule(formula)
            self.uses[name] = self.derived[name].facts
        self.constraints = [self.rule(formula) for _, formula in edition.constraints]
        self.gates = [self.rule(formula) for _, formula in edition.gates]
        self.vetoes = [self.rule(formula) for _, formula in edition.vetoes]
        self.lines = [self.rule(formula) for _, formula in edition.indicators]
        self.routes = [[self.rule(formula) for _, formula in needs] for _, needs in edition.routes]
        self.needs = [rule for needs in self.routes for rule in needs]
        self.route_facts = _union(rule.facts for rule in self.needs)
        self.places = [None if formula is None else self.rule(formula) for _, formula in edition.places]
        self.caveats = [None if formula is None else self.rule(formula) for _, formula in edition.caveats]
        self.apart = [rule for rule in (*self.caveats, *self.places) if rule is not None]
        result = [formula for formula in (edition.total, edition.passes) if formula is not None]
        self.result_names = {name for formula in result for name in names_in(formula)}

    def rule(self, formula: Formula) -> _Rule:
        """Make a rule of a formula, with the missing facts that it uses, also through derived quantities."""
        return _Rule(formula, _union(self.uses.get(name, frozenset()) for name in names_in(formula)))

    def outcome(self) -> Between:
        if not all(isinstance(found, frozenset) or found[0] <= found[1] for found in self.ranges.values()):
            raise InvalidApplicant([self.contradiction()])
        opened = _Opened(self)
        parts = self.parts()
        settled = self.sums((), opened.ranges, frozenset())
        each = [list(self.tried(part, opened.ranges)) for part in parts]
        if not all(each):
            raise InvalidApplicant([self.contradiction()])
        if len(each) == 1:
            together = [_joined([settled, sums], sums.names) for sums in each[0]]
        else:
            together = [_joined([settled, *map(_widest, each)], settled.names)]
        totals = [self.total(sums) for sums in together]
        shares = [
            _share(sums, None if self.edition.total is None else total)
            for sums, total in zip(together, totals, strict=True)
        ]
        reached = [self.reached(sums, total) for sums, total in zip(together, totals, strict=True)]
        return self.put_together(opened, together, either(totals), shares, reached)

    def put_together(
        self,
        opened: "_Opened",
        together: Sequence[_Sums],
        total: Range,
        shares: Sequence[Range | None],
        reached: Sequence[Range | None],
    ) -> Between:
        gates = tuple([self.settled(rule, opened, rule.all()) for rule in self.gates])
        vetoes = tuple([self.settled(rule, opened, rule.all()) for rule in self.vetoes])
        lines = tuple([self.settled(rule, opened, self.rounded(rule)) for rule in self.lines])
        verdict = None if None in reached else either([found for found in reached if found is not None])
        routes = tuple([tuple([self.settled(rule, opened, rule.all()) for rule in needs]) for needs in self.routes])
        named = _widest(together).named | {TOTAL: total}
        adding = {name for outcome in lines for name in outcome.decided_by}
        if total[0] < total[1] and self.edition.total is not None:
            adding |= opened.by(self.edition.total, named)
        deciding = adding | {name for outcome in (*gates, *vetoes) for name in outcome.decided_by}
        eligible = either([sums.eligible for sums in together])
        if self.edition.needs_route and eligible == UNDECIDED:
            ways = [needs for needs in routes if all_of([need.range for need in needs]) == UNDECIDED]
            deciding |= {name for needs in ways for need in needs for name in need.decided_by}
        if verdict == UNDECIDED and self.edition.passes is not None:
            deciding |= opened.by(self.edition.passes, named)
        return Between(
            gates=gates,
            vetoes=vetoes,
            routes=routes,
            places=tuple([(1, 1) if rule is None else rule.all() for rule in self.places]),
            lines=lines,
            caveats=tuple([rule is None or rule.all()[1] == 1 for rule in self.caveats]),
            eligible=eligible,
            core=either([sums.core for sums in together]),
            total=total,
            core_share=None if None in shares else either([share for share in shares if share is not None]),
            reached=verdict,
            unknown=tuple(self.given.missing),
            decided_by=self.in_order(deciding),
            total_decided_by=self.in_order(adding) if total[0] < total[1] else (),
            place_decided_by=self.in_order(self.placing(opened)),
        )

    def placing(self, opened: "_Opened") -> set[str]:
        """Name the facts that decide where the hukou is registered: those of the places before the first sure one."""
        deciding: set[str] = set()
        for rule in self.places:
            if rule is None or rule.all() == (1, 1):
                break
            deciding |= {*self.settled(rule, opened, rule.all()).decided_by}
        return deciding

    def parts(self) -> list[frozenset[str]]:
        """Part the missing facts so that no rule takes facts of two parts; keep them together where there is room."""
        parts = [frozenset([name]) for name in self.given.missing]
        if math.prod(self.size(name) for name in self.given.missing) <= MOST_COMBINATIONS:
            return [_union(parts)]
        bound = [rule.facts for rule in (*self.gates, *self.vetoes, *self.lines, *self.constraints)]
        bound.append(self.route_facts)
        bound += [frozenset(pair) & self.given.missing.keys() for pair in self.edition.narrowed.items()]
        for facts in bound:
            touched = [part for part in parts if part & facts]
            parts = [part for part in parts if not part & facts] + ([_union(touched)] if touched else [])
        return parts

    def size(self, name: str) -> int:
        return size(self.edition.facts[name], self.ranges[name])

    def cut(self, part: frozenset[str]) -> dict[str, list[Possible]]:
        """Cut facts into pieces: those with the fewest values into single ones, as far as there is room."""
        waiting = sorted(self.in_order(part), key=self.size)
        room, most = MOST_COMBINATIONS, {name: self.size(name) for name in waiting}
        while waiting and most[waiting[0]] <= room:
            room //= max(1, most[waiting.pop(0)])
        for at, name in enumerate(waiting):
            most[name] = root(room, len(waiting) - at)
            room //= most[name]
        return {name: pieces(self.edition.facts[name], self.ranges[name], most[name]) for name in self.in_order(part)}

    def tried(self, part: frozenset[str], widest: dict[str, Possible]) -> Iterator[_Sums]:
        """Give what the rules that take facts of a part come to, in every combination that the constraints allow."""
        cut = self.cut(part)
        rules = (*self.gates, *self.vetoes, *self.lines, *self.needs, *self.apart)
        for rule in (*self.derived.values(), *self.constraints, *rules):
            if rule.facts & part:
                rule.positions = tuple([at for at, name in enumerate(cut) if name in rule.facts])
                rule.found = {}
        derived = {name: rule for name, rule in self.derived.items() if rule.facts & part}
        constraints = [rule for rule in self.constraints if rule.facts & part]
        for combination in itertools.product(*cut.values()):
            ranges = widest | dict(zip(cut, combination, strict=True))
            if not self.fits(ranges) or any(not rule.range(combination, ranges)[1] for rule in constraints):
                continue
            for name, rule in derived.items():
                ranges[name] = rule.range(combination, ranges)
            yield self.sums(combination, ranges, part)

    def fits(self, ranges: Ranges) -> bool:
        """Tell whether each choice may go with the one that narrows it."""
        for name, by in self.edition.narrowed.items():
            options, sources = ranges.get(name), ranges.get(by)
            if isinstance(options, frozenset) and isinstance(sources, frozenset):
                narrowing = self.edition.facts[name].narrowing
                if all(options.isdisjoint(narrowing[source]) for source in sources):
                    return False
        return True

    def sums(self, combination: Combination, ranges: dict[str, Possible], part: frozenset[str]) -> _Sums:
        """Calculate the rules that take facts of a part, or those that take no missing fact, for one combination."""

        def own(rule: _Rule) -> bool:
            return bool(rule.facts & part) if part else not rule.facts

        for rule in self.apart:
            if own(rule) or not part:
                rule.range(combination, ranges)
        truths = [rule.range(combination, ranges) for rule in self.gates if own(rule)]
        truths += [negated(rule.range(combination, ranges)) for rule in self.vetoes if own(rule)]
        if bool(self.route_facts & part) if part else not self.route_facts:
            ways = [all_of([rule.range(combination, ranges) for rule in needs]) for needs in self.routes]
            truths += [any_of(ways)] if self.edition.needs_route else []
        core, others, named = (0, 0), (0, 0), {LINES: (0, 0)}
        for rule, (line, _) in zip(self.lines, self.edition.indicators, strict=True):
            if own(rule):
                points = _rounded(rule.range(combination, ranges), rule.den, self.decimals)
                if line.core:
                    core = _plus(core, points)
                else:
                    others = _plus(others, points)
                for name in filter(None, (line.id, line.group, LINES)):
                    named[name] = _plus(named.get(name, (0, 0)), points)
        names = {name: ranges[name] for name in self.result_names if name in ranges}
        return _Sums(all_of(truths), core, others, named, names)

    def rounded(self, rule: _Rule) -> Range:
        return _rounded(rule.all(), rule.den, self.decimals)

    def total(self, sums: _Sums) -> Range:
        formula = self.edition.total
        if formula is None:
            return sums.named[LINES]
        return _rounded(bounds(formula, sums.names | sums.named), formula.den, self.decimals)

    def reached(self, sums: _Sums, total: Range) -> Range | None:
        if self.edition.passes is not None:
            return bounds(self.edition.passes, sums.names | sums.named | {TOTAL: total})
        if self.cutoff is None:
            return None
        low, high = (int(to_decimal(units, self.decimals) >= self.cutoff) for units in total)
        return low, high

    def settled(self, rule: _Rule, opened: "_Opened", found: Range) -> Outcome:
        """Say what a rule came to in all combinations, and which missing facts decide it."""
        if found[0] == found[1]:
            return Outcome(found, ())
        facts = opened.by(rule.formula)
        if all(low == high for low, high in rule.found.values()):
            names = self.in_order(rule.facts)
            counting = {name for place, name in enumerate(names) if _counts(place, rule.found)}
            facts = facts & counting or facts  # facts bound to each other may count only together
        return Outcome(found, self.in_order(facts))

    def contradiction(self) -> Finding:
        """Say that the missing facts can have no value, and by which constraints."""
        rules = [
            constraint.require
            for (constraint, _), rule in zip(self.edition.constraints, self.constraints, strict=True)
            if rule.facts
        ]
        return Finding(code="no-combination", values={"seen": ", ".join(self.given.missing), "rule": "; ".join(rules)})

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

    def by(self, formula: Formula, sums: Mapping[str, Possible] | None = None) -> frozenset[str]:
        """Name the facts; ``sums`` holds the lines and what they come to, for a formula of ``[result]``."""
        names = open_names(formula, {**self.ranges, **(sums or {})})
        return _union(self.behind.get(name, frozenset()) for name in names)


def _rounded(limits: Range, den: int, places: int) -> Range:
    return half_up(limits[0], den, places), half_up(limits[1], den, places)


def _plus(one: Range, other: Range) -> Range:
    return one[0] + other[0], one[1] + other[1]


def _widest(sums: Sequence[_Sums]) -> _Sums:
    """Put together what the same rules came to in several combinations."""
    return _Sums(
        eligible=either([found.eligible for found in sums]),
        core=either([found.core for found in sums]),
        others=either([found.others for found in sums]),
        named={name: either([found.named[name] for found in sums]) for name in sums[0].named},
        names={},
    )


def _joined(sums: Sequence[_Sums], names: dict[str, Possible]) -> _Sums:
    """Add up what different rules came to."""
    named: dict[str, Range] = {}
    core = others = (0, 0)
    for found in sums:
        core, others = _plus(core, found.core), _plus(others, found.others)
        for name, points in found.named.items():
            named[name] = _plus(named.get(name, (0, 0)), points)
    return _Sums(all_of([found.eligible for found in sums]), core, others, named, names)


def _share(sums: _Sums, total: Range | None) -> Range | None:
    """Give the limits of core ÷ total; None where the total may be 0 or less. Without a total it is all lines added.

    Then the share rises and falls with the core alone and with the other lines alone, so that its limits are at
    corners; as it does with the core and a total.
    """
    if total is None:
        corners = [(part, part + rest) for part in sums.core for rest in sums.others]
    else:
        corners = [(part, whole) for part in sums.core for whole in total]
    if any(whole <= 0 for _, whole in corners):
        return None
    shares = [half_up(part, whole, SHARE_PLACES) for part, whole in corners]
    return min(shares), max(shares)


def _union(facts: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*facts)


def _counts(place: int, found: Mapping[Combination, Range]) -> bool:
    """Tell whether a change of one fact alone, at its place in the combinations, ever changes what was found."""
    seen: dict[Combination, Range] = {}
    return any(seen.setdefault(key[:place] + key[place + 1 :], value) != value for key, value in found.items())
