"""Every rule of an edition calculated for one applicant, and what it comes to where no fact is missing."""

import msgspec

from hukou_cli.base.decimals import SHARE_PLACES, half_up
from hukou_cli.facts.types import Value
from hukou_cli.policy.edition import LINES, TOTAL, Edition
from hukou_cli.policy.round_calendar import Window
from hukou_cli.rules.evaluator import Evaluator, Step, evaluate
from hukou_cli.rules.possible import Range
from hukou_cli.scoring.inputs import Inputs
from hukou_cli.scoring.outcomes import Outcome, Outcomes, line_reached

Steps = tuple[Step | None, ...]

_NO, _YES = Outcome((0, 0)), Outcome((1, 1))


class Calculation(msgspec.Struct, frozen=True, gc=False):
    """Every rule calculated, in the order of the edition. A step is None where a fact that it takes is missing.

    ``values`` holds the dates of the round, the known facts and the derived quantities that they give. A place or a
    caveat without a condition has no step. ``changed`` names the dates and facts of which the value is not that of the
    round that the rest was taken from; None where nothing was.
    """

    values: dict[str, Value]
    derived: dict[str, Step]
    gates: Steps
    vetoes: Steps
    routes: tuple[Steps, ...]
    places: Steps
    lines: Steps
    caveats: Steps
    changed: frozenset[str] | None = None


def calculate(edition: Edition, inputs: Inputs, window: Window, before: Calculation | None = None) -> Calculation:
    """Calculate every rule as far as the known facts go.

    Args:
        edition: The policy.
        inputs: The facts.
        window: The round.
        before: The same rules in another round: one of which every name has the value that it had keeps its step.

    """
    if before is not None:
        return _recalculated(edition, inputs, window, before)
    values: dict[str, Value] = {**window.dates, **inputs.values}
    derived: dict[str, Step] = {}
    rules = edition.evaluators

    def steps(evaluators: tuple[Evaluator | None, ...]) -> Steps:
        if inputs.missing:
            return tuple([None if rule is None else _tried(rule, values) for rule in evaluators])
        return tuple([None if rule is None else rule(values) for rule in evaluators])

    for name, rule in rules.derived.items():
        step = _tried(rule, values) if inputs.missing else rule(values)
        if step is not None:
            derived[name], values[name] = step, step.value
    return Calculation(
        values=values,
        derived=derived,
        gates=steps(rules.gates),
        vetoes=steps(rules.vetoes),
        routes=tuple([steps(needs) for needs in rules.routes]),
        places=steps(rules.places),
        lines=steps(rules.lines),
        caveats=steps(rules.caveats),
    )


def _recalculated(edition: Edition, inputs: Inputs, window: Window, before: Calculation) -> Calculation:
    """Calculate the rules in which a name has another value than in another round."""
    values: dict[str, Value] = {**window.dates, **inputs.values}
    known = before.values
    changed = {name for name, value in values.items() if name not in known or known[name] != value}
    changed.update(name for name in known if name not in values and name not in edition.derived)
    given = frozenset(changed)
    derived: dict[str, Step] = {}
    rules, names = edition.evaluators, edition.names_of_rules

    def steps(evaluators: tuple[Evaluator | None, ...], takes: tuple[frozenset[str], ...], kept: Steps) -> Steps:
        return tuple(
            [
                step if named.isdisjoint(changed) else None if rule is None else _tried(rule, values)
                for rule, named, step in zip(evaluators, takes, kept, strict=True)
            ]
        )

    for name, rule in rules.derived.items():
        is_kept = names.derived[name].isdisjoint(changed)
        step = before.derived.get(name) if is_kept else _tried(rule, values)
        if step is not None:
            derived[name], values[name] = step, step.value
        if not is_kept and known.get(name) != values.get(name):
            changed.add(name)
    return Calculation(
        values=values,
        derived=derived,
        gates=steps(rules.gates, names.gates, before.gates),
        vetoes=steps(rules.vetoes, names.vetoes, before.vetoes),
        routes=tuple([steps(*each) for each in zip(rules.routes, names.routes, before.routes, strict=True)]),
        places=steps(rules.places, names.places, before.places),
        lines=steps(rules.lines, names.lines, before.lines),
        caveats=steps(rules.caveats, names.caveats, before.caveats),
        changed=given,
    )


def settled(edition: Edition, found: Calculation, window: Window) -> Outcomes:
    """Return what every rule comes to where no fact is missing."""
    places = edition.file.policy.decimals
    units, core = [], 0
    for (line, quantity), step in zip(edition.indicators, found.lines, strict=True):
        points = half_up(_value(step), quantity.den, places)
        units.append(points)
        core += points if line.core else 0
    total, passes, compared = total_and_passes(edition, found.values, units, window)
    share = half_up(core, total, SHARE_PLACES) if total > 0 else None
    gates, vetoes = _truths(found.gates), _truths(found.vetoes)
    routes = tuple([_truths(needs) for needs in found.routes])
    eligible = _NO not in gates and _YES not in vetoes
    if edition.needs_route:
        eligible = eligible and any(_NO not in needs for needs in routes)
    return Outcomes(
        gates=gates,
        vetoes=vetoes,
        routes=routes,
        places=tuple([_YES.range if step is None or step.value else _NO.range for step in found.places]),
        lines=tuple([Outcome((points, points)) for points in units]),
        caveats=tuple([step is None or bool(step.value) for step in found.caveats]),
        eligible=_YES.range if eligible else _NO.range,
        core=(core, core),
        total=(total, total),
        core_share=None if share is None else (share, share),
        reached=line_reached(edition, window, passes, (compared, compared)),
        enters_ranking=passes if edition.has_entry_mark else None,
    )


def total_and_passes(
    edition: Edition, values: dict[str, Value], units: list[int], window: Window
) -> tuple[int, Range | None, int]:
    """Return the total; whether ``pass`` holds, None without it; and the points that the line of the round is of."""
    places, total = edition.file.policy.decimals, sum(units)
    if edition.total is None and edition.passes is None and (window.cutoff is None or window.cutoff.line_of is None):
        return total, None, total
    sums = {LINES: total}
    for (line, _), points in zip(edition.indicators, units, strict=True):
        for name in (line.id, line.group):
            if name:
                sums[name] = sums.get(name, 0) + points
    named = {**values, **sums}
    if edition.total is not None:
        total = half_up(evaluate(edition.total, named).value, edition.total.den, places)
    compared = total if window.cutoff is None or window.cutoff.line_of is None else sums[window.cutoff.line_of]
    if edition.passes is None:
        return total, None, compared
    passes = evaluate(edition.passes, {**named, TOTAL: total}).value
    return total, _YES.range if passes else _NO.range, compared


def _truths(steps: Steps) -> tuple[Outcome, ...]:
    return tuple([_YES if _value(step) else _NO for step in steps])


def _value(step: Step | None) -> int:
    assert step is not None  # nothing is missing
    return step.value


def _tried(rule: Evaluator, values: dict[str, Value]) -> Step | None:
    """Calculate a formula; None where it comes upon a fact that is missing."""
    try:
        return rule(values)
    except KeyError:
        return None
