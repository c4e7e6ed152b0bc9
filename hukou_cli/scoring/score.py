"""Score one applicant under one edition: every line with its arithmetic, its points and its source."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from hukou_cli.applicant.files import RECORD_TABLES, Applicant, applicant_of
from hukou_cli.errors import Finding, NotFound, harmless
from hukou_cli.exact import half_up, to_decimal
from hukou_cli.formula.bounds import UNDECIDED, Range, negated
from hukou_cli.formula.evaluate import Evaluator, Step, evaluate
from hukou_cli.formula.names import Value
from hukou_cli.formula.nodes import Condition, Quantity
from hukou_cli.months import LATEST, from_date
from hukou_cli.policy.catalog import rounds_text
from hukou_cli.policy.edition import LINES, NO_ROUTE, TOTAL, Edition, Window
from hukou_cli.policy.model import Caveat, Gate, Indicator, Need, Place, Round, Route, Veto
from hukou_cli.policy.rounds import RoundId, read_round
from hukou_cli.scoring.given import Given, facts_of

if TYPE_CHECKING:
    from hukou_cli.scoring.account import Account
    from hukou_cli.scoring.between import Between
    from hukou_cli.scoring.counting import Counted
    from hukou_cli.scoring.held import Held

SHARE_PLACES = 4


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
    held: "Held | None" = None
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

    def account(self, name: str) -> "Account | None":
        """Give how a fact was counted from records, with what was left out and why; None where it was not counted."""
        from hukou_cli.scoring.account import account_of

        return account_of(name, self.counts[name], self.held) if self.held and name in self.counts else None

    @cached_property
    def eligible(self) -> bool | None:
        """Whether every gate holds and no veto does; None where missing facts decide."""
        if self.between is not None:
            return _decided(self.between.eligible)
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
        """Whether the answer is certainly yes: eligible, and where there are points, at or above the line."""
        return bool(self.eligible and (self.reached or not self.edition.is_scored))

    @property
    def routes(self) -> tuple[str, ...]:
        """The ids of the routes that certainly hold."""
        return tuple(way.route.id for way in self.ways if way.passed)

    @property
    def nearest_ways(self) -> tuple[Way, ...]:
        """The routes that lack the fewest needs, where none holds."""
        lacking = [len(way.lacking) for way in self.ways]
        return tuple(way for way in self.ways if lacking and 0 < len(way.lacking) == min(lacking))

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
    def cutoff(self) -> Round | None:
        """The latest round, up to this one, with a published cut-off."""
        return self.edition.cutoff(self.round)

    @property
    def distance_range(self) -> tuple[Decimal, Decimal] | None:
        """The limits of the distance; None where there is no cut-off."""
        if self.cutoff is None or self.cutoff.cutoff is None:
            return None
        low, high = self.total_range
        return low - self.cutoff.cutoff, high - self.cutoff.cutoff

    @property
    def distance(self) -> Decimal | None:
        """How far the total lies above (or, negative, below) the latest cut-off; None where it is open, or none is."""
        return self.distance_range and _only(self.distance_range)

    @property
    def has_line(self) -> bool:
        """Whether there is a pass mark, or a published cut-off, to be reached."""
        return self.edition.is_scored and (self.edition.passes is not None or self.cutoff is not None)

    @cached_property
    def reached(self) -> bool | None:
        """Whether the pass mark or latest cut-off is reached; None where missing facts decide, or there is neither."""
        if self.between is not None:
            return self.between.reached and _decided(self.between.reached)
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


def _decided(truth: Range) -> bool | None:
    """Give a truth from its limits; None where it is open."""
    return None if truth == UNDECIDED else bool(truth[0])


def score(
    applicant: Applicant | Mapping[str, object],
    policy: Edition,
    round: int | str | None = None,  # noqa: A002 - the word of the field
    *,
    today: datetime.date | None = None,
) -> Score:
    """Score an applicant under an edition, in a round (default: the latest that the edition knows).

    ``round`` is a year (2025), a period of a year (``"2026-1"``), or, where applications are open all year, the day of
    application (``"2026-05-10"``; default: ``today``).

    ``applicant`` is a loaded file, or facts by id: months and counts as whole numbers, amounts and numbers as
    decimals (int, Decimal or text, never float), dates as ``date`` or ``"yyyy-mm-dd"``, choices by option id, flags as
    bool. Dates after ``today`` are refused where it is given.

    A fact may also be ``"unknown"``. Where facts are missing that can change the answer, it says between which values
    it lies and which facts decide it.

    Raises InvalidApplicant with everything that is wrong, NotFound where the edition does not cover the round, or where
    the table of points was not seen.
    """
    if isinstance(applicant, Mapping):
        applicant = _of_facts(applicant)
    day = LATEST if today is None else from_date(today)
    if round is None:
        named = policy.default_round(day)
        if named.day == LATEST:
            raise NotFound([Finding(code="round-needed", values={"city": policy.id})])
    else:
        found = read_round(round)
        if found is None or not policy.covers(found):
            values = {"seen": harmless(round), "city": policy.id, "allowed": rounds_text([policy])}
            raise NotFound([Finding(code="unknown-round", values=values)])
        named = found
    return score_under(applicant, policy, named, day)


def score_under(applicant: Applicant, policy: Edition, round_: RoundId, today: int = LATEST) -> Score:
    """Score an applicant under an edition whether or not it was in force for that round, as a worked example may ask.

    Raises InvalidApplicant with everything that is wrong, NotFound where the table of points was not seen.
    """
    unseen = policy.file.unseen
    if unseen is not None:
        what = {"city": policy.file.policy.folder, "zh": unseen.what.zh, "en": unseen.what.en}
        raise NotFound([Finding(code="not-scored", values=what, advice=unseen.look.by_language)])
    window = policy.window(round_)
    given = facts_of(applicant, policy, window, today)
    work_out = _open if given.missing else _scored
    return work_out(applicant.id, policy, given, window)


def _of_facts(facts: Mapping[str, object]) -> Applicant:
    """Make an applicant of facts by id; ``id``, ``city`` and ``facts`` mean what they mean in a file."""
    if "facts" in facts:
        return applicant_of(facts)
    records = {key for key in RECORD_TABLES if isinstance(facts.get(key), list)}
    top = {key: value for key, value in facts.items() if key in ("id", "city") or key in records}
    return applicant_of({**top, "facts": {key: value for key, value in facts.items() if key not in top}})


def _scored(applicant_id: str | None, edition: Edition, given: Given, window: Window) -> Score:
    values: dict[str, Value] = {**window.dates, **given.values}
    derived: dict[str, Step] = {}
    rules = edition.evaluators
    for name, calculate in rules.derived.items():
        derived[name] = step = calculate(values)
        values[name] = step.value
    places = edition.file.policy.decimals
    lines = []
    for indicator, quantity, calculate in rules.indicators:
        step = calculate(values)
        units = half_up(step.value, quantity.den, places)
        lines.append(Line(indicator, quantity, step, units, units, places))
    gates = [(gate, condition, calculate(values)) for gate, condition, calculate in rules.gates]
    vetoes = [(veto, condition, calculate(values)) for veto, condition, calculate in rules.vetoes]
    return Score(
        edition=edition,
        round=window.round,
        applicant_id=applicant_id,
        values=values,
        assumed=given.assumed,
        derived=derived,
        gates=tuple([Check(gate, condition, bool(step.value), step) for gate, condition, step in gates]),
        vetoes=tuple([Check(veto, condition, not step.value, step) for veto, condition, step in vetoes]),
        ways=tuple([_way(route, needs, values) for route, needs in rules.routes]),
        registration=tuple([(place, holds is None or bool(holds(values).value)) for place, holds in rules.places]),
        lines=tuple(lines),
        caveats=tuple([caveat for caveat, touches in rules.caveats if touches is None or touches(values).value]),
        counts=given.counts,
        held=given.held,
        notes=_noted(edition, window.round, given),
    )


def _way(route: Route, needs: list[tuple[Need, Condition, Evaluator]], values: Mapping[str, Value]) -> Way:
    steps = [(need, condition, calculate(values)) for need, condition, calculate in needs]
    return Way(route, tuple([Met(need, condition, bool(step.value), step) for need, condition, step in steps]))


def _noted(edition: Edition, round_: RoundId, given: Given) -> tuple[Finding, ...]:
    """Give what was noticed, and that the round lies ahead of all that are known."""
    if not edition.rounds or edition.is_open_all_year or round_ <= edition.latest_round:
        return given.notes
    values = {"seen": str(round_), "other": str(edition.latest_round)}
    return (Finding(code="round-ahead", values=values), *given.notes)


def _open(applicant_id: str | None, edition: Edition, given: Given, window: Window) -> Score:
    """Score with facts missing: the limits of everything, and the calculation of what does not need those facts."""
    from hukou_cli.scoring.between import between

    found = between(edition, given, window, edition.cutoff(window.round))
    values: dict[str, Value] = {**window.dates, **given.values}
    derived: dict[str, Step] = {}
    rules = edition.evaluators
    for name, calculate in rules.derived.items():
        step = _tried(calculate, values)
        if step is not None:
            derived[name] = step
            values[name] = step.value
    places = edition.file.policy.decimals
    gates = [
        Check(gate, condition, _decided(outcome.range), _tried(calculate, values), outcome.decided_by)
        for (gate, condition, calculate), outcome in zip(rules.gates, found.gates, strict=True)
    ]
    vetoes = [
        Check(veto, condition, _decided(negated(outcome.range)), _tried(calculate, values), outcome.decided_by)
        for (veto, condition, calculate), outcome in zip(rules.vetoes, found.vetoes, strict=True)
    ]
    lines = [
        Line(indicator, quantity, _tried(calculate, values), *outcome.range, places, outcome.decided_by)
        for (indicator, quantity, calculate), outcome in zip(rules.indicators, found.lines, strict=True)
    ]
    return Score(
        edition=edition,
        round=window.round,
        applicant_id=applicant_id,
        values=values,
        assumed=given.assumed,
        derived=derived,
        gates=tuple(gates),
        vetoes=tuple(vetoes),
        ways=tuple(
            Way(
                route,
                tuple(
                    Met(need, condition, _decided(outcome.range), _tried(calculate, values), outcome.decided_by)
                    for (need, condition, calculate), outcome in zip(needs, outcomes, strict=True)
                ),
            )
            for (route, needs), outcomes in zip(rules.routes, found.routes, strict=True)
        ),
        registration=tuple(
            (place, _decided(truth)) for (place, _), truth in zip(rules.places, found.places, strict=True)
        ),
        lines=tuple(lines),
        caveats=tuple([caveat for (caveat, _), touches in zip(rules.caveats, found.caveats, strict=True) if touches]),
        counts=given.counts,
        held=given.held,
        notes=_noted(edition, window.round, given),
        between=found,
    )


def _tried(calculate: Evaluator, values: Mapping[str, Value]) -> Step | None:
    """Calculate a formula; None where it comes upon a fact that is missing."""
    try:
        return calculate(values)
    except KeyError:
        return None
