"""What is answered for one applicant: gates, routes, lines, the total, and how far it is from the line."""

from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from hukou_cli.base.decimals import SHARE_PLACES, half_up, to_decimal
from hukou_cli.base.errors import Finding
from hukou_cli.facts.types import Value
from hukou_cli.policy.edition import LINES, NO_ROUTE, TOTAL, Edition
from hukou_cli.policy.model import Caveat, Gate, Indicator, Need, Place, PublishedRound, Route, Veto
from hukou_cli.policy.rounds import RoundId
from hukou_cli.rules.ast import Compare, Condition, Name, Quantity
from hukou_cli.rules.evaluator import Step, evaluate
from hukou_cli.rules.intervals import UNDECIDED, Range

if TYPE_CHECKING:
    from hukou_cli.records.counting import Counted
    from hukou_cli.records.trace import CountTrace
    from hukou_cli.records.view import RecordView
    from hukou_cli.scoring.partial import Between


class Check(msgspec.Struct, frozen=True):
    """A gate or a veto decided: ``passed`` is whether it lets the applicant through, None where missing facts decide.

    ``step`` is its calculation; None where a fact that it takes is missing. ``decided_by`` names those that decide.
    """

    rule: Gate | Veto
    formula: Condition
    passed: bool | None
    step: Step | None
    decided_by: tuple[str, ...] = ()


class Met(msgspec.Struct, frozen=True):
    """A need of a route decided; the other fields are as those of a check."""

    rule: Need
    formula: Condition
    passed: bool | None
    step: Step | None
    decided_by: tuple[str, ...] = ()


class Way(msgspec.Struct, frozen=True):
    """A route decided: it holds when all its needs do; None where missing facts decide."""

    route: Route
    needs: tuple[Met, ...]

    @property
    def passed(self) -> bool | None:
        """Whether the route holds."""
        found = {check.passed for check in self.needs}
        return False if False in found else None if None in found else True

    @property
    def lacking(self) -> tuple[Met, ...]:
        """The needs that are not met."""
        return tuple(check for check in self.needs if check.passed is False)


class Line(msgspec.Struct, frozen=True):
    """One indicator in a result: its points lie from ``low`` to ``high``, in units of 10**-places.

    The two are equal unless missing facts, ``decided_by``, keep the line open. ``step`` is its whole calculation; None
    where a fact that it takes is missing.
    """

    indicator: Indicator
    formula: Quantity
    step: Step | None
    low: int
    high: int
    places: int
    decided_by: tuple[str, ...] = ()

    @property
    def units(self) -> int | None:
        """The points in units of 10**-places; None where they are open."""
        return self.low if self.low == self.high else None

    @property
    def points(self) -> Decimal | None:
        """The points, rounded half up to the policy's places; None where they are open."""
        return to_decimal(self.low, self.places) if self.low == self.high else None

    @property
    def points_range(self) -> tuple[Decimal, Decimal]:
        """The lowest and the highest points that there can be."""
        return to_decimal(self.low, self.places), to_decimal(self.high, self.places)


class Score(msgspec.Struct, frozen=True, dict=True):
    """The answer for one applicant. Points are exact decimals with the policy's number of places.

    ``values`` holds every fact and derived quantity used; ``derived`` the calculation of each derived one;
    ``assumed`` the facts that stand at their default; ``counts`` those counted from dated records, which ``held``
    keeps; ``notes`` what was
    noticed in the records and is no mistake. ``registration`` holds every place where the hukou may be registered, with
    whether its condition holds. ``between`` is there when facts are missing: then those are not
    in ``values``, nor what cannot be calculated without them in ``derived``, and a figure that is open is None, with
    its limits in the ``_range`` beside it.
    """

    edition: Edition
    round: RoundId
    applicant_id: str | None
    values: dict[str, Value]
    assumed: tuple[str, ...]
    derived: dict[str, Step]
    gates: tuple[Check, ...]
    vetoes: tuple[Check, ...]
    ways: tuple[Way, ...]
    registration: tuple[tuple[Place, bool | None], ...]
    lines: tuple[Line, ...]
    caveats: tuple[Caveat, ...]
    counts: "dict[str, Counted]" = {}
    held: "RecordView | None" = None
    notes: tuple[Finding, ...] = ()
    between: "Between | None" = None

    @property
    def places(self) -> int:
        """How many decimal places points have."""
        return self.edition.file.policy.decimals

    @property
    def unknown(self) -> tuple[str, ...]:
        """The facts that are missing: not given, and without a default that may stand for them."""
        return self.between.unknown if self.between else ()

    @property
    def decided_by(self) -> tuple[str, ...]:
        """Those missing facts that decide what is open: a line, a gate or the verdict."""
        return self.between.decided_by if self.between else ()

    @property
    def total_decided_by(self) -> tuple[str, ...]:
        """Those of them that decide the total; none where it is settled."""
        return self.between.total_decided_by if self.between else ()

    @property
    def place_decided_by(self) -> tuple[str, ...]:
        """The missing facts that decide where the hukou is registered; none where that is settled."""
        return self.between.place_decided_by if self.between else ()

    def account(self, name: str) -> "CountTrace | None":
        """Give how a fact was counted from records, with what was left out and why; None where it was not counted."""
        from hukou_cli.records.trace import trace_of

        return trace_of(name, self.counts[name], self.held) if self.held and name in self.counts else None

    @cached_property
    def eligible(self) -> bool | None:
        """Whether every gate holds and no veto does; None where missing facts decide."""
        if self.between is not None:
            return decided(self.between.eligible)
        held = all(check.passed for check in (*self.gates, *self.vetoes))
        return held and (not self.edition.needs_route or any(way.passed for way in self.ways))

    @property
    def failed_gates(self) -> tuple[str, ...]:
        """The ids of the gates that certainly do not hold and of the vetoes that certainly do.

        ``no_route`` stands last where a route is needed and certainly none holds.
        """
        failed = [check.rule.id for check in (*self.gates, *self.vetoes) if check.passed is False]
        if self.edition.needs_route and all(way.passed is False for way in self.ways):
            failed.append(NO_ROUTE)
        return tuple(failed)

    @property
    def passed(self) -> bool:
        """Whether the answer is certainly yes: eligible, and where there are points, at or above the line.

        To be ranked is no yes yet.
        """
        return bool(self.eligible and (self.reached or not self.edition.is_scored) and not self.edition.has_entry_mark)

    @property
    def is_open(self) -> bool:
        """Whether missing facts decide the answer: who certainly may not apply is answered without them."""
        return self.eligible is None or (self.eligible and self.has_line and self.reached is None)

    @property
    def routes(self) -> tuple[str, ...]:
        """The ids of the routes that certainly hold."""
        return tuple(way.route.id for way in self.ways if way.passed)

    @property
    def nearest_ways(self) -> tuple[Way, ...]:
        """Where none holds, the routes that time leads to first: those that lack least beside months.

        A route of which nothing is met yet, as an award not won, comes after all others.
        """
        if any(way.passed for way in self.ways):
            return ()
        distances = [self._distance(way) for way in self.ways]
        return tuple(way for way, distance in zip(self.ways, distances, strict=True) if distance == min(distances))

    def _distance(self, way: Way) -> tuple[bool, int, int]:
        """Tell of a route whether nothing is met, how many needs other than months it lacks, and for how many months.

        Months only tell routes apart that lack nothing else.
        """
        waiting = [months for check in way.lacking if (months := self._months_of(check)) is not None]
        others = len(way.lacking) - len(waiting)
        begun = len(way.lacking) < len(way.needs) or any(seen for seen, _ in waiting)
        longest = max((needed - seen for seen, needed in waiting), default=0)
        return not begun, others, 0 if others else longest

    def _months_of(self, check: Met) -> tuple[int, int] | None:
        """Give the months that there are and that are needed, of a need for months; None of any other need."""
        node = check.formula
        if check.step is None or not isinstance(node, Compare) or not isinstance(node.left, Name):
            return None
        fact = self.edition.facts.get(node.left.id)
        if fact is None or fact.type != "months" or node.operator != ">=":
            return None
        seen, needed = check.step.parts
        return seen.value, needed.value

    @property
    def place(self) -> Place | None:
        """Where the hukou would be registered: the first place that holds; None where none does or it is open."""
        for place, holds in self.registration:
            if holds is not False:
                return place if holds else None
        return None

    @cached_property
    def total_range(self) -> tuple[Decimal, Decimal]:
        """The lowest and the highest total there can be: the sum of the lines, or what ``[result]`` says."""
        return self._decimals(self._total_units)

    @property
    def total(self) -> Decimal | None:
        """The total; None where it is open."""
        return _only(self.total_range)

    @cached_property
    def core_range(self) -> tuple[Decimal, Decimal]:
        """The lowest and the highest points of the core lines: insurance and residence."""
        return self._decimals(self._core_units)

    @property
    def core(self) -> Decimal | None:
        """The points of the core lines: insurance and residence; None where they are open."""
        return _only(self.core_range)

    @property
    def rank_range(self) -> tuple[Decimal, Decimal] | None:
        """The limits of the points that order the applicants first; None where that is the total, or is no line."""
        first = self.edition.file.result.rank_by[:1]
        lines = [line for line in self.lines if {line.indicator.id, line.indicator.group}.intersection(first)]
        return self._decimals((sum(line.low for line in lines), sum(line.high for line in lines))) if lines else None

    @property
    def rank_points(self) -> Decimal | None:
        """The points that order the applicants first; None where they are open, or that is the total."""
        return self.rank_range and _only(self.rank_range)

    @property
    def core_share_range(self) -> tuple[Decimal, Decimal] | None:
        """The limits of the core lines' share of the total; None where the total is not, or may not be, above 0."""
        if self.between is not None:
            share = self.between.core_share
        else:
            core, total = self._core_units[0], self._total_units[0]
            share = (half_up(core, total, SHARE_PLACES),) * 2 if total > 0 else None
        return share and (to_decimal(share[0], SHARE_PLACES), to_decimal(share[1], SHARE_PLACES))

    @property
    def core_share(self) -> Decimal | None:
        """The core lines' share of the total, rounded to four places; None where it is open or has no meaning."""
        return self.core_share_range and _only(self.core_share_range)

    @cached_property
    def cutoff(self) -> PublishedRound | None:
        """The latest round, up to this one, with a published cut-off."""
        return self.edition.calendar.cutoff(self.round)

    @property
    def line(self) -> Decimal | None:
        """The total to be reached: the pass mark, or else the latest cut-off; None where there is neither."""
        if self.edition.passes is not None:
            return self.edition.pass_mark
        return None if self.cutoff is None else self.cutoff.cutoff

    @property
    def distance_range(self) -> tuple[Decimal, Decimal] | None:
        """The limits of the distance; None where there is no line."""
        if self.line is None:
            return None
        low, high = self.total_range
        return low - self.line, high - self.line

    @property
    def distance(self) -> Decimal | None:
        """How far the total lies above (or, negative, below) the line; None where it is open, or there is no line."""
        return self.distance_range and _only(self.distance_range)

    @property
    def has_line(self) -> bool:
        """Whether there is a pass mark, or a published cut-off, to be reached."""
        return self.edition.is_scored and (self.edition.passes is not None or self.cutoff is not None)

    @cached_property
    def reached(self) -> bool | None:
        """Whether the pass mark or latest cut-off is reached; None where missing facts decide, or there is neither."""
        if self.between is not None:
            return self.between.reached and decided(self.between.reached)
        if self.edition.passes is not None:
            named = self.values | self._sums | {TOTAL: self._total_units[0]}
            return bool(evaluate(self.edition.passes, named).value)
        return None if self.distance is None else self.distance >= 0

    @cached_property
    def _sums(self) -> dict[str, int]:
        """The line ids, the groups and ``lines``, in units of 10**-places: what ``[result]`` may speak of."""
        sums = {line.indicator.id: line.low for line in self.lines}
        for line in self.lines:
            if line.indicator.group:
                sums[line.indicator.group] = sums.get(line.indicator.group, 0) + line.low
        return sums | {LINES: sum(line.low for line in self.lines)}

    @cached_property
    def _total_units(self) -> Range:
        if self.between is not None:
            return self.between.total
        formula = self.edition.total
        if formula is None:
            total = self._sums[LINES]
        else:
            total = half_up(evaluate(formula, self.values | self._sums).value, formula.den, self.places)
        return total, total

    @cached_property
    def _core_units(self) -> Range:
        if self.between is not None:
            return self.between.core
        core = sum(line.low for line in self.lines if line.indicator.core)
        return core, core

    def _decimals(self, units: Range) -> tuple[Decimal, Decimal]:
        return to_decimal(units[0], self.places), to_decimal(units[1], self.places)


def _only(limits: tuple[Decimal, Decimal]) -> Decimal | None:
    """Give a figure from its limits; None where they differ."""
    return limits[0] if limits[0] == limits[1] else None


def decided(truth: Range) -> bool | None:
    """Give a truth from its limits; None where it is open."""
    return None if truth == UNDECIDED else bool(truth[0])
