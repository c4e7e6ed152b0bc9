"""Assembly of a ``Score`` from the rules calculated and their limits, whether or not facts are missing."""

from collections.abc import Sequence
from itertools import zip_longest

import msgspec

from hukou_cli.applicant.document import Applicant
from hukou_cli.base.decimals import SHARE_PLACES, limit_to_decimal, to_decimal
from hukou_cli.policy.edition import TOTAL, Edition
from hukou_cli.policy.model import Caveat, Gate, Need, Place, Route, Veto
from hukou_cli.policy.round_calendar import LastLine, Window
from hukou_cli.rules.ast import Condition
from hukou_cli.rules.possible import UNDECIDED, Range, negated
from hukou_cli.scoring.calculation import Calculation, Outcome, Outcomes, Steps, decided
from hukou_cli.scoring.inputs import Inputs
from hukou_cli.scoring.result import Check, Limits, Line, RouteCheck, Score
from hukou_cli.scoring.score_line import ScoreLine, last_line, may_rise, score_line


class _Rules(msgspec.Struct, frozen=True):
    """Every rule of a score, decided."""

    gates: tuple[Check, ...]
    vetoes: tuple[Check, ...]
    lines: tuple[Line, ...]
    routes: tuple[RouteCheck, ...]


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
    places, rules = edition.file.policy.decimals, _decide(edition, found, outcomes, before)
    reaching, last = score_line(edition, window.round), last_line(edition, window.round)
    line_of = reaching.of if reaching is not None else None if last is None else last.published.line_of
    compared = outcomes.total if line_of is None else _sum_of(rules.lines, line_of)
    rise = None if last is None else _may_rise(compared, places, last)
    eligible, reached = decided(outcomes.eligible), _decided_if_any(outcomes.reached)
    return Score(
        edition=edition,
        round=window.round,
        applicant=applicant,
        gates=rules.gates,
        vetoes=rules.vetoes,
        lines=rules.lines,
        route_checks=rules.routes,
        nearest_routes=_nearest(rules.routes, edition),
        registration=_registration(edition, outcomes),
        eligible=eligible,
        enters_ranking=_decided_if_any(outcomes.enters_ranking),
        reached=reached,
        is_enough=bool(eligible and (reached or not edition.is_scored)),
        is_open=_is_open(outcomes, reaching, rise),
        total_range=_limits(outcomes.total, places),
        core_range=_limits(outcomes.core, places),
        core_share_range=None if outcomes.core_share is None else _limits(outcomes.core_share, SHARE_PLACES),
        rank_range=_rank_limits(edition, rules.lines),
        line_kind=None if reaching is None else reaching.kind,
        line=None if reaching is None else reaching.points,
        line_of=line_of,
        compared_range=_limits(compared, places),
        cutoff=window.cutoff,
        last_line=last,
        may_rise_range=rise,
        caveats=_caveats(edition, outcomes),
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


def _decide(edition: Edition, found: Calculation, outcomes: Outcomes, before: Score | None) -> _Rules:
    """Return every rule with its calculation and its limits; one that is as in another round is taken from it."""
    earlier = () if before is None else before.route_checks
    routes = tuple(
        [
            _route_check(route, _checks(needs, steps, each, old.needs if old else ()))
            for (route, needs), steps, each, old in zip_longest(edition.routes, found.routes, outcomes.routes, earlier)
        ]
    )
    vetoes = [_negated(veto) for veto in outcomes.vetoes]
    return _Rules(
        gates=_checks(edition.gates, found.gates, outcomes.gates, () if before is None else before.gates),
        vetoes=_checks(edition.vetoes, found.vetoes, vetoes, () if before is None else before.vetoes),
        lines=_lines(edition, found.lines, outcomes.lines, () if before is None else before.lines),
        routes=routes,
    )


def _decided_if_any(truth: Range | None) -> bool | None:
    """Return a truth from its limits; None where it is open, and where nothing is to be decided."""
    return None if truth is None else decided(truth)


def _is_open(outcomes: Outcomes, reaching: ScoreLine | None, rise: Limits | None) -> bool:
    """Return whether missing facts decide the answer: who certainly may not apply is answered without them.

    Args:
        outcomes: The limits of every rule.
        reaching: The line to be reached; None where none is published.
        rise: The limits of what the last line may rise; None where there is none.

    """
    eligible, enters = decided(outcomes.eligible), _decided_if_any(outcomes.enters_ranking)
    if not eligible or (outcomes.enters_ranking is not None and enters is None):
        return eligible is not False
    is_line_open = outcomes.reached == UNDECIDED if reaching is not None else rise is not None and rise[0] != rise[1]
    return is_line_open and enters is not False


def _registration(edition: Edition, outcomes: Outcomes) -> tuple[tuple[Place, bool | None], ...]:
    """Return every place that facts decide, with whether its condition holds."""
    places = zip(edition.decidable_places, outcomes.places, strict=True)
    return tuple([(place, decided(truth)) for (place, _), truth in places])


def _caveats(edition: Edition, outcomes: Outcomes) -> tuple[Caveat, ...]:
    """Return what is not certain of the policy and may touch the result."""
    caveats = zip(edition.caveats, outcomes.caveats, strict=True)
    return tuple([caveat for (caveat, _), touches in caveats if touches])


def _nearest(routes: tuple[RouteCheck, ...], edition: Edition) -> tuple[RouteCheck, ...]:
    if not routes:  # as most policies have none
        return ()
    from hukou_cli.scoring.routes import nearest_routes

    return nearest_routes(routes, edition.facts)


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


def _limits(units: Range, places: int) -> Limits:
    """Return the limits of a figure; one that is open at an end, as of a line whose cap was not seen, ends nowhere."""
    low, high = (to_decimal(limit, places) for limit in units)
    if low == high:
        return low, high
    return min(low, limit_to_decimal(units[0], places)), max(high, limit_to_decimal(units[1], places))
