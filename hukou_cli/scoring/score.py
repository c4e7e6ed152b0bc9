"""Score one applicant under one edition: every line with its arithmetic, its points and its source."""

import datetime
from collections.abc import Mapping

from hukou_cli.applicant.document import RECORD_TABLES, Applicant, applicant_of
from hukou_cli.base.calendar import LATEST, from_date
from hukou_cli.base.decimals import half_up
from hukou_cli.facts.types import Value
from hukou_cli.policy.catalog import round_named
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.model import Need, Route
from hukou_cli.policy.round_calendar import Window
from hukou_cli.policy.rounds import RoundId
from hukou_cli.rules.ast import Condition
from hukou_cli.rules.evaluator import Evaluator, Step
from hukou_cli.rules.intervals import negated
from hukou_cli.scoring.inputs import Inputs, resolve
from hukou_cli.scoring.result import Check, Line, Met, Score, Way, decided


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
    return score_under(applicant, policy, round_named(policy, round, day), day)


def score_under(applicant: Applicant, policy: Edition, round_: RoundId, today: int = LATEST) -> Score:
    """Score an applicant under an edition whether or not it was in force for that round, as a worked example may ask.

    Raises InvalidApplicant with everything that is wrong, NotFound where the table of points was not seen.
    """
    policy.require_scorable()
    window = policy.calendar.window(round_)
    given = resolve(applicant, policy, window, today)
    work_out = _open if given.missing else _scored
    return work_out(applicant.id, policy, given, window)


def _of_facts(facts: Mapping[str, object]) -> Applicant:
    """Make an applicant of facts by id; ``id``, ``city`` and ``facts`` mean what they mean in a file."""
    if "facts" in facts:
        return applicant_of(facts)
    records = {key for key in RECORD_TABLES if isinstance(facts.get(key), list)}
    top = {key: value for key, value in facts.items() if key in ("id", "city") or key in records}
    return applicant_of({**top, "facts": {key: value for key, value in facts.items() if key not in top}})


def _scored(applicant_id: str | None, edition: Edition, given: Inputs, window: Window) -> Score:
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
        notes=(*edition.calendar.notes_on(window.round), *given.notes),
    )


def _way(route: Route, needs: list[tuple[Need, Condition, Evaluator]], values: Mapping[str, Value]) -> Way:
    steps = [(need, condition, calculate(values)) for need, condition, calculate in needs]
    return Way(route, tuple([Met(need, condition, bool(step.value), step) for need, condition, step in steps]))


def _open(applicant_id: str | None, edition: Edition, given: Inputs, window: Window) -> Score:
    """Score with facts missing: the limits of everything, and the calculation of what does not need those facts."""
    from hukou_cli.scoring.partial import between

    found = between(edition, given, window, edition.calendar.cutoff(window.round))
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
        Check(gate, condition, decided(outcome.range), _tried(calculate, values), outcome.decided_by)
        for (gate, condition, calculate), outcome in zip(rules.gates, found.gates, strict=True)
    ]
    vetoes = [
        Check(veto, condition, decided(negated(outcome.range)), _tried(calculate, values), outcome.decided_by)
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
                    Met(need, condition, decided(outcome.range), _tried(calculate, values), outcome.decided_by)
                    for (need, condition, calculate), outcome in zip(needs, outcomes, strict=True)
                ),
            )
            for (route, needs), outcomes in zip(rules.routes, found.routes, strict=True)
        ),
        registration=tuple(
            (place, decided(truth)) for (place, _), truth in zip(rules.places, found.places, strict=True)
        ),
        lines=tuple(lines),
        caveats=tuple([caveat for (caveat, _), touches in zip(rules.caveats, found.caveats, strict=True) if touches]),
        counts=given.counts,
        held=given.held,
        notes=(*edition.calendar.notes_on(window.round), *given.notes),
        between=found,
    )


def _tried(calculate: Evaluator, values: Mapping[str, Value]) -> Step | None:
    """Calculate a formula; None where it comes upon a fact that is missing."""
    try:
        return calculate(values)
    except KeyError:
        return None
