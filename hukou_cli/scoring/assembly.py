"""Assembly of a ``Score`` from the rules calculated and their limits, whether or not facts are missing."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING, TypedDict

from hukou_cli.applicant.document import Applicant
from hukou_cli.base.decimals import SHARE_PLACES, limit_to_decimal, to_decimal
from hukou_cli.policy.edition import NO_ROUTE, TOTAL, Edition
from hukou_cli.policy.model import Gate, Need, Place, Route, Veto
from hukou_cli.policy.round_calendar import LastLine, Window
from hukou_cli.rules.ast import Condition
from hukou_cli.rules.possible import Range, negated
from hukou_cli.scoring.calculation import Calculation, Steps
from hukou_cli.scoring.inputs import Inputs
from hukou_cli.scoring.outcomes import Outcome, Outcomes, decided
from hukou_cli.scoring.result import Check, Limits, Line, RouteCheck, Score
from hukou_cli.scoring.score_line import LineKind, ScoreLine, last_line, may_rise, score_line

if TYPE_CHECKING:  # the types of dictionaries, which a run has no use for

    class _Checked(TypedDict):
        """Every rule of a score, decided."""

        gates: tuple[Check, ...]
        vetoes: tuple[Check, ...]
        lines: tuple[Line, ...]
        unseen: tuple[Line, ...]
        routes: tuple[str, ...]
        route_checks: tuple[RouteCheck, ...]
        nearest_routes: tuple[RouteCheck, ...]
        place: Place | None
        registration: tuple[tuple[Place, bool | None], ...]

    class _Verdict(TypedDict):
        """The answer of a score."""

        eligible: bool | None
        failed_gates: tuple[str, ...]
        enters_ranking: bool | None
        reached: bool | None
        is_enough: bool
        is_open: bool
        last_line: LastLine | None
        may_rise: Decimal | None
        may_rise_range: Limits | None

    class _Figures(TypedDict):
        """The sums of a score, each with its limits, and its distance to the line."""

        total: Decimal | None
        total_range: Limits
        core: Decimal | None
        core_range: Limits
        core_share: Decimal | None
        core_share_range: Limits | None
        rank_points: Decimal | None
        rank_range: Limits | None
        entry_mark: Decimal | None
        line_kind: LineKind | None
        line: Decimal | None
        line_of: str | None
        compared: Decimal | None
        compared_range: Limits
        distance: Decimal | None
        distance_range: Limits | None


def assemble(  # noqa: PLR0913, PLR0917 - each comes from one step of a scoring
    edition: Edition,
    window: Window,
    inputs: Inputs,
    found: Calculation,
    outcomes: Outcomes,
    applicant: Applicant,
    before: Score | None = None,
) -> Score:
    """Return the score with every figure that a view shows.

    Args:
        edition: The policy.
        window: The round.
        inputs: The facts: values, assumed, counted, missing.
        found: Every rule calculated as far as the known facts go.
        outcomes: The limits of every rule and sum.
        applicant: The applicant as written.
        before: A score of another round: what comes out alike is taken from it.

    """
    checks = _checked(edition, found, outcomes, before)
    reaching, last = score_line(edition, window.round), last_line(edition, window.round)
    return Score(
        edition=edition,
        round=window.round,
        applicant=applicant,
        **checks,
        **_verdict(edition, outcomes, checks, reaching, last),
        **_figures(edition, outcomes, checks["lines"], reaching, last),
        cutoff=window.cutoff,
        caveats=tuple(
            [caveat for (caveat, _), touches in zip(edition.caveats, outcomes.caveats, strict=True) if touches]
        ),
        values=found.values,
        derived=found.derived,
        assumed=inputs.assumed,
        unknown=tuple(inputs.missing),
        decided_by=outcomes.decided_by,
        total_decided_by=outcomes.total_decided_by,
        place_decided_by=outcomes.place_decided_by,
        notes=inputs.notes,
        counts=inputs.counts,
        partial_counts=inputs.partial_counts,
        records=inputs.records,
    )


def _checked(edition: Edition, found: Calculation, outcomes: Outcomes, before: Score | None) -> "_Checked":
    """Return every rule with its calculation and its limits; one that is as in another round is taken from it."""
    lines = _lines(edition, found.lines, outcomes.lines, () if before is None else before.lines)
    earlier = () if before is None else before.route_checks
    routes = tuple(
        [
            _route_check(route, _checks(needs, steps, each, old.needs if old else ()))
            for (route, needs), steps, each, old in zip_longest(edition.routes, found.routes, outcomes.routes, earlier)
        ]
    )
    registration = tuple(
        [(place, decided(truth)) for (place, _), truth in zip(edition.decidable_places, outcomes.places, strict=True)]
    )
    vetoes = [_negated(veto) for veto in outcomes.vetoes]
    return {
        "gates": _checks(edition.gates, found.gates, outcomes.gates, () if before is None else before.gates),
        "vetoes": _checks(edition.vetoes, found.vetoes, vetoes, () if before is None else before.vetoes),
        "lines": lines,
        "unseen": tuple([line for line in lines if line.indicator.unseen and line.points is None]),
        "routes": tuple([route.route.id for route in routes if route.passed]),
        "route_checks": routes,
        "nearest_routes": _nearest(routes, edition),
        "place": _place(registration),
        "registration": registration,
    }


def _nearest(routes: tuple[RouteCheck, ...], edition: Edition) -> tuple[RouteCheck, ...]:
    if not routes:  # as most policies have none
        return ()
    from hukou_cli.scoring.routes import nearest_routes

    return nearest_routes(routes, edition.facts)


def _verdict(
    edition: Edition, outcomes: Outcomes, checks: "_Checked", reaching: ScoreLine | None, last: LastLine | None
) -> "_Verdict":
    """Return whether the applicant may apply and is at the line, and by how much a line not published may rise."""
    eligible, reached = decided(outcomes.eligible), None if outcomes.reached is None else decided(outcomes.reached)
    enters = None if outcomes.enters_ranking is None else decided(outcomes.enters_ranking)
    failed = [check.id for check in (*checks["gates"], *checks["vetoes"]) if check.passed is False]
    if edition.needs_route and all(route.passed is False for route in checks["route_checks"]):
        failed.append(NO_ROUTE)
    compared = _compared(outcomes, checks["lines"], None if last is None else last.published.line_of)
    rise = None if last is None else _may_rise(compared, edition.file.policy.decimals, last)
    is_line_open = reached is None if reaching is not None else rise is not None and rise[0] != rise[1]
    is_entry_open = outcomes.enters_ranking is not None and enters is None
    return {
        "eligible": eligible,
        "failed_gates": tuple(failed),
        "enters_ranking": enters,
        "reached": reached,
        "is_enough": bool(eligible and (reached or not edition.is_scored)),
        "is_open": eligible is None or (eligible and (is_entry_open or (is_line_open and enters is not False))),
        "last_line": last,
        "may_rise": _only(rise),
        "may_rise_range": rise,
    }


def _figures(
    edition: Edition, outcomes: Outcomes, lines: Sequence[Line], reaching: ScoreLine | None, last: LastLine | None
) -> "_Figures":
    """Return the sums as decimals; a figure is None where it is open."""
    places = edition.file.policy.decimals
    total, core = _limits(outcomes.total, places), _limits(outcomes.core, places)
    share = None if outcomes.core_share is None else _limits(outcomes.core_share, SHARE_PLACES)
    rank, line = _rank_limits(edition, lines), None if reaching is None else reaching.points
    line_of = reaching.of if reaching is not None else None if last is None else last.published.line_of
    compared = _limits(_compared(outcomes, lines, line_of), places)
    distance = None if line is None else (compared[0] - line, compared[1] - line)
    return {
        "total": _only(total),
        "total_range": total,
        "core": _only(core),
        "core_range": core,
        "core_share": _only(share),
        "core_share_range": share,
        "rank_points": _only(rank),
        "rank_range": rank,
        "entry_mark": edition.pass_mark if edition.has_entry_mark else None,
        "line_kind": None if reaching is None else reaching.kind,
        "line": line,
        "line_of": line_of,
        "compared": _only(compared),
        "compared_range": compared,
        "distance": _only(distance),
        "distance_range": distance,
    }


def _checks(
    rules: Sequence[tuple[Gate | Veto | Need, Condition]],
    steps: Steps,
    outcomes: Sequence[Outcome],
    before: Sequence[Check],
) -> tuple[Check, ...]:
    """Return conditions decided; ``before`` has those of another round, or none."""
    checks = []
    for (rule, formula), step, found, old in zip_longest(rules, steps, outcomes, before):
        passed, by = decided(found.range), found.decided_by
        if old is not None and old.step is step and old.passed is passed and old.decided_by == by:
            checks.append(old)
        else:
            checks.append(Check("" if isinstance(rule, Need) else rule.id, rule, formula, passed, step, by))
    return tuple(checks)


def _negated(veto: Outcome) -> Outcome:
    return Outcome(negated(veto.range), veto.decided_by)


def _route_check(route: Route, needs: tuple[Check, ...]) -> RouteCheck:
    found = {check.passed for check in needs}
    return RouteCheck(route, needs, False if False in found else None if None in found else True)


def _lines(edition: Edition, steps: Steps, outcomes: Sequence[Outcome], before: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines of points; ``before`` has those of another round, or none."""
    places, lines = edition.file.policy.decimals, []
    for (indicator, formula), step, found, old in zip_longest(edition.indicators, steps, outcomes, before):
        (low, high), by = found.range, found.decided_by
        if old is not None and old.step is step and (old.low, old.high, old.decided_by) == (low, high, by):
            lines.append(old)
        elif low == high:
            least = to_decimal(low, places)
            lines.append(Line(indicator, formula, step, low, high, least, (least, least)))
        else:
            limits = _limits(found.range, places)
            lines.append(Line(indicator, formula, step, low, high, None, limits, by))
    return tuple(lines)


def _compared(outcomes: Outcomes, lines: Sequence[Line], line_of: str | None) -> Range:
    """Return the limits of the points that a line is of: those of a group or line, or the total."""
    return outcomes.total if line_of is None else _sum_of(lines, line_of)


def _sum_of(lines: Sequence[Line], name: str) -> Range:
    """Return the limits of the points of a line, or of a group of lines."""
    named = [line for line in lines if name in (line.indicator.id, line.indicator.group)]
    return sum([line.low for line in named]), sum([line.high for line in named])


def _may_rise(compared: Range, places: int, last: LastLine) -> Limits:
    """Return the limits of what the last line may rise by each round, so that the points that it is of still reach it.

    Args:
        compared: These points, in units of ``10**-places``.
        places: The decimal places of points.
        last: The last line.

    """
    line = last.published.line
    assert line is not None
    limits = [
        to_decimal(may_rise(units, places, line, last.rounds), places) if known.is_finite() else known
        for units, known in zip(compared, _limits(compared, places), strict=True)
    ]
    return limits[0], limits[1]


def _rank_limits(edition: Edition, lines: Sequence[Line]) -> Limits | None:
    """Return the limits of the lines that order the applicants first; None where that is the total, or is no line."""
    first = edition.file.result.rank_by[0] if edition.file.result.rank_by else TOTAL
    if first == TOTAL:
        return None
    if not any(first in (line.indicator.id, line.indicator.group) for line in lines):
        return None
    return _limits(_sum_of(lines, first), edition.file.policy.decimals)


def _place(registration: tuple[tuple[Place, bool | None], ...]) -> Place | None:
    """Return the first place that holds; None where none does, or where it is open."""
    for place, holds in registration:
        if holds is not False:
            return place if holds else None
    return None


def _limits(units: Range, places: int) -> Limits:
    """Return the limits of a figure; one that is open at an end, as of a line whose cap was not seen, ends nowhere."""
    low = limit_to_decimal(units[0], places)
    return low, low if units[0] == units[1] else limit_to_decimal(units[1], places)


def _only(limits: Limits | None) -> Decimal | None:
    """Return a figure from its limits; None where they differ, or where there are none."""
    return limits[0] if limits is not None and limits[0] == limits[1] else None
