"""The facts of an applicant who takes some steps, counted once for steps that change none together."""

from collections.abc import Callable, Mapping, Sequence

from hukou_cli.applicant.document import Applicant
from hukou_cli.base.errors import Finding, InvalidApplicant
from hukou_cli.facts.reading import read_fact
from hukou_cli.facts.types import Value, least_value
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.rules.ast import names_in
from hukou_cli.rules.possible import Possible
from hukou_cli.scoring.inputs import Inputs, matters, resolve
from hukou_cli.scoring.step import Step, facts_in, with_steps

Parts = Sequence[Sequence[Step]]
"""A set of steps, divided into those that change something together."""


class ScenarioFacts:
    """Finds the facts of sets of steps, as ``resolve`` does.

    Args:
        applicant_in: Gives the applicant as of a round; the facts are right.
        edition: The policy.
        matter_by_others: The facts that are asked for only where others make them matter, as ``RuleIndex`` has them.
        steps: Every step that a set may have.
        counted: The facts to which each step may give another value.

    Attributes:
        scored: How many times facts were counted.

    """

    def __init__(
        self,
        applicant_in: Callable[[RoundId], Applicant],
        edition: Edition,
        matter_by_others: frozenset[str],
        steps: Sequence[Step],
        counted: Mapping[str, frozenset[str]],
    ) -> None:
        self.applicant_in, self.edition, self.steps = applicant_in, edition, steps
        self.matter_by_others = matter_by_others
        self._counted = counted
        self._makes_matter = {name: frozenset(names_in(edition.relevance[name])) for name in matter_by_others}
        self._bits = self._facts_changed()
        self.scored = 0
        self._inputs: dict[tuple[RoundId, frozenset[str]], Inputs | None] = {}

    def of(self, steps: Sequence[Step], round_: RoundId) -> Inputs | None:
        """Return the facts of a set in a round; None where nobody can have these together."""
        parts = divided(steps, lambda step: self._bits[step.id])
        inputs = self._put_together(parts, round_) if len(parts) > 1 else None
        return inputs or self._resolved(steps, round_)

    def _facts_changed(self) -> dict[str, int]:
        """Return the facts that each step may change, as a bit set.

        One that all steps that write it write alike is left out: it is the same whichever of them are taken, or of
        months that grow the most that one of them gives.
        """
        written: dict[str, set[tuple[Value, bool]]] = {}
        for step in self.steps:
            for change in step.facts:
                written.setdefault(change.fact, set()).add((change.value, change.grows))
        numbers = {name: 1 << at for at, name in enumerate(self.edition.facts)}
        alike = {name for name, values in written.items() if len(values) == 1}
        return {
            step.id: sum(
                numbers[name] for name in self._counted[step.id] if name not in alike or name not in step.changed
            )
            for step in self.steps
        }

    def _put_together(self, parts: Parts, round_: RoundId) -> Inputs | None:
        """Return the facts of a set, each from the part that may change it; None where they are to be counted anew."""
        base = self._resolved((), round_)
        found = [self._resolved(part, round_) for part in parts]
        if base is None or base.disputed:
            return None
        values, missing = dict(base.values), dict(base.missing)
        for part, each in zip(parts, found, strict=True):
            if each is None or each.disputed:
                return None
            for name in frozenset[str]().union(*(self._counted[step.id] for step in part)):
                if name in each.values:
                    values[name] = each.values[name]
                    missing.pop(name, None)
                elif name in each.missing:
                    missing[name] = each.missing[name]
                    values.pop(name, None)
        inputs = self._with_straight([step for part in parts for step in part], values, missing, round_)
        seen = [base, *(each for each in found if each is not None)]
        return inputs and self._that_matter(inputs, seen, parts, round_)

    def _that_matter(self, inputs: Inputs, seen: Sequence[Inputs], parts: Parts, round_: RoundId) -> Inputs | None:
        """Return facts with those missing that matter only by others, as in the parts; None where no part tells."""
        values, missing = inputs.values, inputs.missing
        straight = {name for part in parts for step in part for name in step.changed}
        counted = [frozenset[str]().union(*(self._counted[step.id] for step in part)) for part in parts]
        for name in self.matter_by_others - straight:
            by_others = [names for names in counted if not names.isdisjoint(self._makes_matter[name])]
            owners = [names for names in counted if name in names]
            if owners:
                if any(names is not owners[0] for names in by_others):
                    return None  # one part counts it, another decides whether it matters
                continue
            if not by_others:
                continue
            possible = next((each.missing[name] for each in seen if name in each.missing), None)
            does = matters(name, values, self.edition)
            if possible is not None and does:
                missing[name] = possible
                values.pop(name, None)
            elif possible is not None:
                lowest = self.edition.calendar.window(round_).limits[name][0]
                values[name] = least_value(self.edition.facts[name], lowest)
                missing.pop(name, None)
            elif does and not any(matters(name, each.values, self.edition) for each in seen):
                return None
        return Inputs(values, (), {name: missing[name] for name in self.edition.facts if name in missing})

    def _with_straight(
        self, steps: Sequence[Step], values: dict[str, Value], missing: dict[str, Possible], round_: RoundId
    ) -> Inputs | None:
        """Return facts with those that steps set straight; None where one cannot be, or they go against each other."""
        window = self.edition.calendar.window(round_)
        for name, raw in facts_in(steps, window).items():
            value = read_fact(self.edition.facts[name], raw, window.limits[name][1], suggest=False)
            if isinstance(value, Finding):
                return None
            values[name] = value
            missing.pop(name, None)
        for (_, formula), holds in zip(self.edition.constraints, self.edition.evaluators.constraints, strict=True):
            is_open = bool(missing) and not missing.keys().isdisjoint(names_in(formula))
            if not is_open and not holds(values).value:
                return None
        return Inputs(values, (), missing)

    def _resolved(self, steps: Sequence[Step], round_: RoundId) -> Inputs | None:
        """Return the facts of an applicant who takes some steps; None where nobody can have these together."""
        key = round_, frozenset([step.id for step in steps])
        if key not in self._inputs:
            found = self._set_straight(steps, round_) if steps else None
            if found is None:
                self.scored += 1
                window = self.edition.calendar.window(round_)
                try:
                    found = resolve(with_steps(self.applicant_in(round_), steps, window), self.edition, window)
                except InvalidApplicant:
                    found = None
            self._inputs[key] = found
        return self._inputs[key]

    def _set_straight(self, steps: Sequence[Step], round_: RoundId) -> Inputs | None:
        """Return the facts where steps set some of them and no other fact hangs on these; None where that is not so."""
        base = self._resolved((), round_)
        is_plain = all(not step.kinds and self._counted[step.id] <= step.changed for step in steps)
        if base is None or base.disputed or not is_plain:
            return None
        inputs = self._with_straight(steps, dict(base.values), dict(base.missing), round_)
        return inputs and self._that_matter(inputs, [base], [steps], round_)


def divided(steps: Sequence[Step], changed: Callable[[Step], int]) -> Parts:
    """Divide steps into parts that change nothing together, given what each changes as a bit set."""
    parts: list[tuple[int, list[Step]]] = []
    for step in steps:
        bits, members = changed(step), [step]
        for part in [part for part in parts if part[0] & bits]:
            bits |= part[0]
            members = [*part[1], *members]
            parts.remove(part)
        parts.append((bits, members))
    return [members for _, members in parts]
