"""The score of one applicant: gates, routes, lines, the total, and its distance to the line."""

from __future__ import annotations  # which nothing reads: no text is decoded to these types

from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from hukou_cli.policy.edition import NO_ROUTE, Edition
from hukou_cli.rules.evaluator import Step, is_capped

if TYPE_CHECKING:
    import datetime

    from hukou_cli.applicant.document import Applicant
    from hukou_cli.base.errors import Finding
    from hukou_cli.facts.types import Value
    from hukou_cli.policy.endings import Ending
    from hukou_cli.policy.model import Caveat, Gate, Indicator, Need, Place, Route, Veto
    from hukou_cli.policy.round_calendar import LastLine, RoundState
    from hukou_cli.policy.rounds import PublishedRound, RoundId
    from hukou_cli.records.counting import Counted
    from hukou_cli.records.view import RecordView
    from hukou_cli.rules.ast import Condition, Quantity
    from hukou_cli.scoring.score_line import LineKind

Limits = tuple[Decimal, Decimal]
"""The lowest and the highest value that a figure can have; equal unless missing facts keep it open.

One that is not known, as where a line was not seen and no cap of it either, is infinite."""


class Check(msgspec.Struct, frozen=True, gc=False):
    """A condition decided: a gate, a veto or a need of a route.

    Attributes:
        id: The id of the gate or veto; "" of a need, which has none.
        rule: The gate, veto or need.
        formula: Its condition.
        passed: Whether it lets the applicant through, of a veto whether it does not hold; None where missing facts
            decide.
        step: Its calculation; None where a fact that it takes is missing.
        decided_by: The missing facts that decide it.

    """

    id: str
    rule: Gate | Veto | Need
    formula: Condition
    passed: bool | None
    step: Step | None
    decided_by: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Return the id, or the name of a need, and whether it lets the applicant through."""
        return f"<Check {self.id or self.rule.name.en}: passed={self.passed}>"


class RouteCheck(msgspec.Struct, frozen=True, gc=False):
    """A route decided: it holds when all its needs do; ``passed`` is None where missing facts decide."""

    route: Route
    needs: tuple[Check, ...]
    passed: bool | None

    @property
    def lacking(self) -> tuple[Check, ...]:
        """The needs that are certainly not met."""
        return tuple([check for check in self.needs if check.passed is False])

    def __repr__(self) -> str:
        """Return the id and whether the route holds."""
        return f"<RouteCheck {self.route.id}: passed={self.passed}>"


class Line(msgspec.Struct, frozen=True, gc=False):
    """One indicator in a result.

    Attributes:
        indicator: The indicator.
        formula: Its rule.
        step: Its whole calculation; None where a fact that it takes is missing.
        low: The lowest points that there can be, in units of 10**-places.
        high: The highest; equal to ``low`` unless missing facts keep the line open.
        points: The points, rounded half up to the policy's places; None where they are open.
        points_range: The lowest and the highest points.
        decided_by: The missing facts that decide the points.

    """

    indicator: Indicator
    formula: Quantity
    step: Step | None
    low: int
    high: int
    points: Decimal | None
    points_range: Limits
    decided_by: tuple[str, ...] = ()

    @property
    def has_limits(self) -> bool:
        """True if its points end somewhere, at either end."""
        return self.points is not None or all(limit.is_finite() for limit in self.points_range)

    @property
    def is_capped(self) -> bool:
        """True if the line stands at the cap of its rule, so that more of what it counts brings nothing."""
        return self.step is not None and is_capped(self.step)

    def __repr__(self) -> str:
        """Return the id and the points, or their limits."""
        return f"<Line {self.indicator.id}: points={_figure(self.points, self.points_range)}>"


class Claim(msgspec.Struct, frozen=True, gc=False):
    """The total by one certificate that could be claimed.

    Attributes:
        degree: The option of the fact ``degree``.
        total_range: The lowest and the highest total that there can be with it.

    """

    degree: str
    total_range: Limits


class Score(msgspec.Struct, frozen=True):
    """The answer for one applicant. Points are exact decimals with the policy's number of places.

    Where facts are missing, a truth or a figure that is open is None; the limits of a figure stand in the ``_range``
    beside it.

    Attributes:
        edition: The policy.
        round: The round.
        applicant: The applicant as written.
        eligible: Whether every gate holds and no veto does, and, where one is needed, a route.
        enters_ranking: Whether the least total to be ranked is reached; None too where the rules ask for none.
        reached: Whether the line that admits is reached: the pass mark, or the cut-off of the round by somebody who is
            ranked; None too where there is none, as before a cut-off is published, and instead of true by rules that
            have ended by then.
        is_enough: Whether these rules certainly say yes: eligible, and where there are points, at or above the line. To
            be ranked is no yes yet.
        is_open: Whether missing facts decide the answer: who certainly may not apply is answered without them.
        total_range: The limits of the total: of the sum of the lines, or of what ``[result]`` says.
        core_range: Those of the points for insurance and residence.
        core_share_range: Those of their share of the total; None where the total is not, or may not be, above 0.
        rank_range: Those of the points that order the applicants first; None where that is the total, or is no line.
        line_kind: What is to be reached: a mark that the rules fix, or what was published for the round; None without
            points, and where no line of the round is published.
        line: The points to be reached; None too where the rules ask for more than a total.
        line_of: The group or line whose points the line is of, or where it is not published the last one; None where
            that is the total.
        compared_range: The limits of the points that the line is of.
        cutoff: What was published of the round, where that is a cut-off or a line.
        last_line: Where a line is still to be published, the latest one of the rounds before; None where there is none.
        may_rise_range: The limits of what it may rise each round; None where there is none.
        gates: Every gate.
        vetoes: Every veto.
        lines: Every indicator.
        route_checks: Every route.
        nearest_routes: Where no route holds, the two that time leads to first.
        registration: Every place that facts decide, with whether its condition holds.
        caveats: What is not certain of the policy and may touch this result.
        values: The dates of the round, every known fact, and every derived quantity that could be calculated.
        derived: The calculation of each of the latter.
        assumed: The facts that stand at a default that matters.
        unknown: The facts that are missing: not given, and without a default that may stand for them.
        decided_by: Those of them that decide what is open: a line, a gate or the verdict.
        total_decided_by: Those that decide the total.
        place_decided_by: Those that decide where the hukou is registered.
        notes: What was noticed and is no mistake.
        counts: The facts counted from dated records.
        partial_counts: The facts that are missing and of which dated records give limits, at the least.
        records: Those records, as the edition sees them.
        endings: What of the rules has ended or is about to end; none where nobody said which day it is.
        expired_on: The last day of the rules where they do not answer for the round: it begins later, or nobody named a
            round and none is to come. What is in force then was not seen.
        round_state: Whether the round is over, announced, or projected by the present rules; None where that cannot be
            told, as without a day, and where a round is a day.
        claims: The total by each certificate that could be claimed, the best first; empty where there are not several.

    """

    edition: Edition
    round: RoundId
    applicant: Applicant
    eligible: bool | None
    enters_ranking: bool | None
    reached: bool | None
    is_enough: bool
    is_open: bool
    total_range: Limits
    core_range: Limits
    core_share_range: Limits | None
    rank_range: Limits | None
    line_kind: LineKind | None
    line: Decimal | None
    line_of: str | None
    compared_range: Limits
    cutoff: PublishedRound | None
    last_line: LastLine | None
    may_rise_range: Limits | None
    gates: tuple[Check, ...]
    vetoes: tuple[Check, ...]
    lines: tuple[Line, ...]
    route_checks: tuple[RouteCheck, ...]
    nearest_routes: tuple[RouteCheck, ...]
    registration: tuple[tuple[Place, bool | None], ...]
    caveats: tuple[Caveat, ...]
    values: dict[str, Value]
    derived: dict[str, Step]
    assumed: tuple[str, ...]
    unknown: tuple[str, ...]
    decided_by: tuple[str, ...]
    total_decided_by: tuple[str, ...]
    place_decided_by: tuple[str, ...]
    notes: tuple[Finding, ...]
    counts: dict[str, Counted]
    partial_counts: dict[str, Counted]
    records: RecordView | None
    endings: tuple[Ending, ...] = ()
    expired_on: datetime.date | None = None
    round_state: RoundState | None = None
    claims: tuple[Claim, ...] = ()

    @property
    def applicant_id(self) -> str | None:
        """The ``id`` of the applicant's file."""
        return self.applicant.id

    @property
    def failed_gates(self) -> tuple[str, ...]:
        """The ids of the gates that certainly do not hold and of the vetoes that certainly do.

        ``no_route`` stands last where a route is needed and certainly none holds.
        """
        failed = [check.id for check in (*self.gates, *self.vetoes) if check.passed is False]
        if self.edition.needs_route and all(route.passed is False for route in self.route_checks):
            failed.append(NO_ROUTE)
        return tuple(failed)

    @property
    def routes(self) -> tuple[str, ...]:
        """The ids of the routes that certainly hold."""
        return tuple([checked.route.id for checked in self.route_checks if checked.passed])

    @property
    def place(self) -> Place | None:
        """Where the hukou would be registered: the first place that holds; None too where none does."""
        first = next(((place, holds) for place, holds in self.registration if holds is not False), None)
        return first[0] if first is not None and first[1] else None

    @property
    def unseen(self) -> tuple[Line, ...]:
        """The lines that are open as their rules were not seen, whatever else is known."""
        return tuple([line for line in self.lines if line.indicator.unseen and line.points is None])

    @property
    def total(self) -> Decimal | None:
        """The sum of the lines, or what ``[result]`` says."""
        return _settled(self.total_range)

    @property
    def core(self) -> Decimal | None:
        """The points of the core lines: insurance and residence."""
        return _settled(self.core_range)

    @property
    def core_share(self) -> Decimal | None:
        """The core lines' share of the total, to four places; None too where the total is not above 0."""
        return _settled(self.core_share_range)

    @property
    def rank_points(self) -> Decimal | None:
        """The points that order the applicants first; None too where that is the total, or is no line."""
        return _settled(self.rank_range)

    @property
    def compared(self) -> Decimal | None:
        """The points that the line is of."""
        return _settled(self.compared_range)

    @property
    def distance_range(self) -> Limits | None:
        """How far the points lie above, or negative below, the line; None where there is no line."""
        low, high = self.compared_range
        return None if self.line is None else (low - self.line, high - self.line)

    @property
    def distance(self) -> Decimal | None:
        """The same, where it is settled."""
        return _settled(self.distance_range)

    @property
    def may_rise(self) -> Decimal | None:
        """By how much the last line may rise each round so that the points that it is of still reach it, rounded down.

        Negative where it must fall.
        """
        return _settled(self.may_rise_range)

    @property
    def entry_mark(self) -> Decimal | None:
        """The least total to be ranked; None where the rules ask for none, or for more than a total."""
        return self.edition.pass_mark if self.edition.has_entry_mark else None

    @property
    def passed(self) -> bool:
        """True if the answer is certainly yes: enough by rules that answer for the round."""
        return self.is_enough and self.expired_on is None

    @property
    def has_line(self) -> bool:
        """True if there is a pass mark, or a published line of the round, to be reached."""
        return self.line_kind is not None

    def __repr__(self) -> str:
        """Return the answer in one line: a score holds its edition and every step, which nobody reads."""
        points = ""
        if self.lines:
            line = f", line={self.line}" if self.has_line else ""
            points = f", total={_figure(self.total, self.total_range)}{line}, reached={self.reached}"
        return f"<Score {self.edition.id} round {self.round}: eligible={self.eligible}{points}>"


def _settled(limits: Limits | None) -> Decimal | None:
    """Return a figure from its limits; None where they differ, or where there are none."""
    return limits[0] if limits is not None and limits[0] == limits[1] else None


def _figure(value: Decimal | None, limits: Limits) -> str:
    """Return a figure, or the limits of one that is open."""
    return f"{limits[0]}..{limits[1]}" if value is None else str(value)
