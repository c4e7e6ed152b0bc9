"""Every rule of an edition calculated for one applicant, and its limits: what it comes to where no fact is missing."""

import msgspec

from hukou_cli.base.decimals import SHARE_PLACES, half_up, to_decimal
from hukou_cli.facts.types import Value
from hukou_cli.policy.edition import LINES, TOTAL, Edition
from hukou_cli.policy.round_calendar import Window
from hukou_cli.rules.evaluator import Evaluator, Step, evaluate
from hukou_cli.rules.possible import UNDECIDED, Range, all_of
from hukou_cli.scoring.inputs import Inputs

Steps = tuple[Step | None, ...]


class Outcome(msgspec.Struct, frozen=True, gc=False):
    """The limits of one rule: points in units of 10**-places, or 0 and 1 for a condition.

    ``decided_by`` names the missing facts on which it depends; none where it is settled.
    """

    range: Range
    decided_by: tuple[str, ...] = ()


class Outcomes(msgspec.Struct, frozen=True, gc=False):
    """The limits of all rules and sums. Points are in units of 10**-places, the share of 10**-4.

    ``routes`` has an outcome for each need of each route, ``places`` the truth of each place's condition.
    ``core_share`` is None where the total may be 0 or less; ``reached`` where there is no line to reach;
    ``enters_ranking`` where the rules ask for no least total to be ranked. A caveat is there where it may touch the
    result.
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
    enters_ranking: Range | None = None
    decided_by: tuple[str, ...] = ()
    total_decided_by: tuple[str, ...] = ()
    place_decided_by: tuple[str, ...] = ()


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


def line_reached(edition: Edition, window: Window, passes: Range | None, compared: Range) -> Range | None:
    """Return whether the line that admits is reached in a round; None where it has none.

    Args:
        edition: The policy.
        window: The round.
        passes: Whether ``pass`` of the rules holds; None where there is none. Who is not ranked reaches no cut-off.
        compared: The limits of the points that the line of the round is of, in units of ``10**-places``.

    """
    if edition.passes is not None and not edition.has_entry_mark:
        return passes
    line = None if window.cutoff is None else window.cutoff.line
    if line is None:
        return None
    low, high = (int(to_decimal(units, edition.file.policy.decimals) >= line) for units in compared)
    return (low, high) if passes is None else all_of((passes, (low, high)))


def decided(truth: Range) -> bool | None:
    """Return a truth from its limits; None where it is open."""
    return None if truth == UNDECIDED else bool(truth[0])


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
