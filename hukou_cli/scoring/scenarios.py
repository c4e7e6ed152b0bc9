"""Scenarios of one applicant: sets of steps scored in rounds, put together from independent parts.

Steps on which no rule depends together do not change each other's effect: what each part of a set does to the lines,
conditions and constraints that depend on it is the same whatever the other parts are. So a part is scored once, and
every set that it belongs to is added up, exactly. Within a part, facts are counted once for the steps that change no
fact together, and the rules are evaluated over all of them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

import msgspec

from hukou_cli.applicant.document import Applicant
from hukou_cli.applicant.records import Records
from hukou_cli.base.decimals import least_units
from hukou_cli.base.errors import InvalidApplicant
from hukou_cli.facts.types import Value
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.round_calendar import Window
from hukou_cli.policy.rounds import RoundId
from hukou_cli.rules.ast import names_in
from hukou_cli.rules.possible import Range, negated
from hukou_cli.scoring.calculation import Calculation, Outcomes, calculate, settled, total_and_passes
from hukou_cli.scoring.dependencies import RuleIndex
from hukou_cli.scoring.inputs import Inputs
from hukou_cli.scoring.scenario_facts import Parts, ScenarioFacts, divided
from hukou_cli.scoring.step import Step


class Scenario(msgspec.Struct, frozen=True, gc=False):
    """What an applicant who takes some steps comes to in a round.

    Attributes:
        lines: The points of each line, in units of ``10**-places``.
        total: The total, in the same units.
        failing: The gates, vetoes and needs of routes that certainly do not let the applicant through, as a bit set.
        open: Those that missing facts decide.
        is_enough: Whether the rules' own mark is reached; None where they have none.
        values: The names that ``[result]`` uses, with their values.

    """

    lines: tuple[int, ...]
    total: int
    failing: int
    open: int
    is_enough: bool | None
    values: Mapping[str, Value]


class NoScenario(msgspec.Struct, frozen=True):
    """Steps whose total cannot be told.

    Attributes:
        facts: The facts that decide it; none where nobody can have such facts together.
        lines: The limits of the points of each line; none then.
        failing: As of a ``Scenario``.

    """

    facts: tuple[str, ...] = ()
    lines: tuple[Range, ...] = ()
    failing: int = 0


Found = Scenario | NoScenario


class Scenarios:
    """Scores sets of steps of one applicant.

    Args:
        applicant_in: Gives the applicant as of a round; the facts are right.
        edition: The policy.
        records: The applicant's dated records; None without any.
        steps: Every step that a set may have.
        unknown: The facts that the applicant says are not known.

    Attributes:
        facts: The facts of each set.
        mark: The total that is enough by the rules, in units; None where they fix none, or more than a total.
        is_additive: Whether the total is the sum of the lines, and nothing else but the mark decides.
        composed: How many sets were put together.

    """

    def __init__(
        self,
        applicant_in: Callable[[RoundId], Applicant],
        edition: Edition,
        records: Records | None,
        steps: Sequence[Step],
        unknown: AbstractSet[str] = frozenset(),
    ) -> None:
        self.applicant_in, self.edition, self.steps = applicant_in, edition, steps
        self.index = RuleIndex(edition, unknown)
        silent = edition.none_unless_told
        was_silent = records is None or records.mentioned() <= silent
        first = {step.id for step in steps if was_silent and not step.kinds <= silent}  # ends the silence on all kinds
        self.dependents = {
            step.id: self.index.dependents(step.changed, step.kinds, is_first=step.id in first) for step in steps
        }
        counted = {step.id: self.index.counted(step.changed, step.kinds, is_first=step.id in first) for step in steps}
        self.facts = ScenarioFacts(applicant_in, edition, self.index.matter_by_others, steps, counted)
        self._needs = 0
        for route in self.index.routes:
            self._needs |= route
        self._in_constraints = frozenset(name for _, formula in edition.constraints for name in names_in(formula))
        self.composed = 0
        mark = edition.pass_mark if edition.total is None else None
        self.mark = None if mark is None else least_units(mark, edition.file.policy.decimals)
        self.is_additive = self.mark is not None or not self.index.result_names
        self._whole: dict[tuple[RoundId, frozenset[str]], Found] = {}

    def is_joint(self, one: Step, other: Step) -> bool:
        """Return whether some rule depends on both of two steps."""
        return bool(self.dependents[one.id].rules & self.dependents[other.id].rules)

    def parts(self, steps: Sequence[Step]) -> Parts:
        """Divide steps into parts that no rule joins."""
        return divided(steps, lambda step: self.dependents[step.id].rules)

    def rules_of(self, steps: Sequence[Step]) -> int:
        """Return the rules that depend on some steps, as a bit set."""
        rules = 0
        for step in steps:
            rules |= self.dependents[step.id].rules
        return rules

    def whole(self, steps: Sequence[Step], round_: RoundId) -> Found:
        """Return what a set of steps comes to, all rules scored at once; each set is scored once."""
        key = round_, frozenset([step.id for step in steps])
        found = self._whole.get(key)
        if found is None:
            found = self._whole[key] = self._score(steps, round_)
        return found

    def composed_of(self, parts: Parts, round_: RoundId) -> Found:
        """Return what a set of steps comes to, put together from its independent parts."""
        if len(parts) <= 1:
            return self.whole(parts[0] if parts else (), round_)
        base = self.whole((), round_)
        if isinstance(base, NoScenario):
            return self.whole([step for part in parts for step in part], round_)
        found = [self.whole(part, round_) for part in parts]
        if any(isinstance(each, NoScenario) for each in found):
            refused = [each for each in found if isinstance(each, NoScenario) and not each.facts]
            return refused[0] if refused else self.whole([step for part in parts for step in part], round_)
        self.composed += 1
        return self._composed(base, parts, [each for each in found if isinstance(each, Scenario)], round_)

    def _composed(self, base: Scenario, parts: Parts, found: Sequence[Scenario], round_: RoundId) -> Scenario:
        """Take every line, condition and value from the part that it depends on, and what no part changes as it is."""
        lines, total = [*base.lines], base.total
        failing, open_, values = base.failing, base.open, dict(base.values)
        for part, scenario in zip(parts, found, strict=True):
            rules = self.rules_of(part)
            failing = failing & ~rules | scenario.failing & rules
            open_ = open_ & ~rules | scenario.open & rules
            total += scenario.total - base.total
            if scenario.lines != base.lines:
                each = zip(lines, base.lines, scenario.lines, strict=True)
                lines = [kept if new == old else new for kept, old, new in each]
            if scenario.values != base.values:
                values |= {name: new for name, new in scenario.values.items() if new != base.values.get(name)}
        is_enough = base.is_enough
        if self.mark is not None:
            is_enough = total >= self.mark
        elif self.index.result_names:
            window = self.edition.calendar.window(round_)
            total, passes, _ = total_and_passes(self.edition, values, lines, window)
            is_enough = None if passes is None else bool(passes[0])
        return Scenario(tuple(lines), total, failing, open_, is_enough, values)

    def _score(self, steps: Sequence[Step], round_: RoundId) -> Found:
        """Score all rules: of facts put together from steps that change none together, where that can be."""
        inputs = self.facts.of(steps, round_)
        if inputs is None:
            return NoScenario()
        # Of steps it is told what they settle. A sum is open where a line is; what else makes a total needs the limits.
        return self._evaluated(inputs, round_, limits=not steps or self.edition.total is not None)

    def _evaluated(self, inputs: Inputs, round_: RoundId, *, limits: bool) -> Found:
        edition, window = self.edition, self.edition.calendar.window(round_)
        found = calculate(edition, inputs, window)
        try:
            is_settled = not inputs.missing or self._is_settled(found, inputs)
            outcomes = (
                settled(edition, found, window)
                if is_settled
                else _outcomes(edition, inputs, window, found, limits=limits)
            )
        except InvalidApplicant:
            return NoScenario()
        sums = [line.range for line in outcomes.lines] + [outcomes.total]
        passes = _passes(edition, outcomes)
        sums += [] if passes is None else [passes]
        truths = _truths(outcomes)
        failing = _bits(high == 0 for _, high in truths)
        if any(low != high for low, high in sums):
            decisive = outcomes.total_decided_by or outcomes.decided_by or tuple(inputs.missing)
            return NoScenario(decisive, tuple([line.range for line in outcomes.lines]), failing)
        return Scenario(
            lines=tuple([line.range[0] for line in outcomes.lines]),
            total=outcomes.total[0],
            failing=failing,
            open=_bits(low != high for low, high in truths),
            is_enough=None if passes is None else bool(passes[0]),
            values={name: found.values[name] for name in self.index.result_names & found.values.keys()},
        )

    def _is_settled(self, found: Calculation, inputs: Inputs) -> bool:
        """Return whether no rule came upon a fact that is missing, and none of these is bound to others."""
        needs = (need for needs in found.routes for need in needs)
        is_calculated = all(step is not None for step in (*found.lines, *found.gates, *found.vetoes, *needs))
        is_calculated &= self.index.result_names & self.edition.derived.keys() <= found.values.keys()
        bound = self._in_constraints | self.index.result_names
        return is_calculated and not inputs.disputed and bound.isdisjoint(inputs.missing)

    def may_apply(self, lacking: int) -> bool:
        """Return whether who lacks some conditions may apply: all but the needs of routes, and a route where needed.

        Args:
            lacking: The conditions that do not hold for certain, as a bit set.

        """
        if lacking & ~self._needs:
            return False
        return not self.edition.needs_route or any(not lacking & route for route in self.index.routes)


def _outcomes(edition: Edition, inputs: Inputs, window: Window, found: Calculation, *, limits: bool) -> Outcomes:
    from hukou_cli.scoring.partial import outcomes_of

    return outcomes_of(edition, inputs, window, found, limits=limits)


def _passes(edition: Edition, outcomes: Outcomes) -> Range | None:
    """Return whether the rules' own mark is reached: that which is enough, or that to be ranked; None without one."""
    if edition.passes is None:
        return None
    return outcomes.enters_ranking if edition.has_entry_mark else outcomes.reached


def _truths(outcomes: Outcomes) -> list[Range]:
    """Return whether each condition lets an applicant through, in the order of ``RuleIndex``."""
    truths = [gate.range for gate in outcomes.gates] + [negated(veto.range) for veto in outcomes.vetoes]
    return truths + [need.range for needs in outcomes.routes for need in needs]


def _bits(truths: Iterable[bool]) -> int:
    return sum(1 << at for at, holds in enumerate(truths) if holds)
