"""The rules of an edition evaluated partially with the facts that are known: what is left depends on the missing ones.

A *box* says what each fact, date of the round and derived quantity may be. The rules are evaluated partially in the box
of everything that is known and missing: a rule that is settled becomes a number, a branch that cannot apply goes.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

import msgspec

from hukou_cli.base.errors import Finding, InvalidApplicant
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.round_calendar import Window
from hukou_cli.rules import ast
from hukou_cli.rules.ast import Condition, Formula, Quantity, names_in
from hukou_cli.rules.contraction import Inequality, contracted, inequalities_of, is_empty
from hukou_cli.rules.evaluator import Step
from hukou_cli.rules.intervals import bounds, point, residual
from hukou_cli.rules.possible import Possible
from hukou_cli.rules.relaxation import Relaxation
from hukou_cli.rules.rewrites import inline
from hukou_cli.scoring.calculation import Calculation
from hukou_cli.scoring.contradictions import constraint_values
from hukou_cli.scoring.disputed import Disputed
from hukou_cli.scoring.formulas import Formulas, formulas_of, settled_formula, steps_of
from hukou_cli.scoring.inputs import Inputs

Box = dict[str, Possible]
"""Range or options of each fact, date of the round and derived quantity, by name."""


class Rule(msgspec.Struct, frozen=True, eq=False):
    """A formula evaluated partially, and the missing facts that it still takes, in the order of the edition."""

    formula: Formula
    facts: tuple[str, ...]

    def pieces(self, box: Box) -> tuple[Possible, ...]:
        """Return the range or the options of each of its facts in a box."""
        return tuple([box[name] for name in self.facts])


class PartialRules(msgspec.Struct, frozen=True):
    """The rules of an edition as the known facts of one applicant leave them, in the order of the edition.

    Attributes:
        edition: The policy.
        missing: The missing facts.
        given: What each of them may be by itself.
        box: What each name may be.
        behind: The missing facts on which a name still depends.
        derived: The derived quantities that are open.
        inequalities: What the constraints say of the missing facts, where that is linear.
        formulas: The formulas of all rules.
        rules: What is left of each, in the same order.
        constraints: What the facts must satisfy together.
        gates: What must hold.
        vetoes: What must not.
        routes: The needs of each route.
        some_route: Whether one of the routes holds, where one is needed.
        places: Whether each place of registration takes the applicant; one without a condition always does.
        lines: The points of each line, rounded.
        caveats: Whether each caveat touches the result.
        total: The total, rounded.
        result_names: The names that ``[result]`` uses.
        summed: The lines and groups among them, and the one that the line of the round is of.

    """

    edition: Edition
    missing: tuple[str, ...]
    given: Box
    box: Box
    behind: dict[str, tuple[str, ...]]
    derived: dict[str, Rule]
    inequalities: list[Inequality]
    formulas: Formulas
    rules: list[Rule]
    constraints: list[Rule]
    gates: list[Rule]
    vetoes: list[Rule]
    routes: list[list[Rule]]
    some_route: Rule
    places: list[Rule]
    lines: list[Rule]
    caveats: list[Rule]
    total: Quantity
    result_names: frozenset[str]
    summed: tuple[str, ...]

    def every_rule(self) -> list[Rule]:
        """Return every rule whose limits a result has."""
        needs = [need for needs in self.routes for need in needs]
        return [*self.gates, *self.vetoes, *needs, self.some_route, *self.places, *self.lines, *self.caveats]

    def in_order(self, facts: Iterable[str]) -> tuple[str, ...]:
        """Put missing facts into the order of the edition, each once."""
        named = set(facts)
        return tuple([name for name in self.missing if name in named])


def partial_rules(
    edition: Edition, given: Inputs, window: Window, found: Calculation, before: PartialRules | None = None
) -> PartialRules:
    """Evaluate the rules of an edition partially with the facts that are known.

    Args:
        edition: The policy.
        given: The facts of one applicant; of those missing, what each may be.
        window: The round.
        found: The rules calculated as far as the known facts go.
        before: The rules in another round of the same applicant; one that comes out as it was is the same object.

    Raises:
        InvalidApplicant: The constraints leave a missing fact no value.

    """
    formulas = formulas_of(edition) if before is None else before.formulas
    if before is not None and (given.disputed or given.missing.keys() != before.given.keys()):
        before = None
    known = _Known(edition, given, *_box(edition, given, found, formulas, before), found, before)
    rules = known.rules(formulas, steps_of(found, edition))
    left = iter(rules)

    def next_of(listed: Sequence[object]) -> list[Rule]:
        return list(islice(left, len(listed)))

    of_line = set() if window.cutoff is None or window.cutoff.line_of is None else {window.cutoff.line_of}
    return PartialRules(
        edition=edition,
        missing=tuple(given.missing),
        given=given.missing,
        box=known.box,
        behind=known.behind,
        derived=known.derived,
        inequalities=known.inequalities,
        formulas=formulas,
        rules=rules,
        constraints=next_of(edition.constraints),
        gates=next_of(edition.gates),
        vetoes=next_of(edition.vetoes),
        routes=[next_of(needs) for _, needs in edition.routes],
        some_route=next(left),
        places=next_of(edition.decidable_places),
        lines=next_of(edition.indicators),
        caveats=next_of(edition.caveats),
        total=formulas.total,
        result_names=formulas.result_names,
        summed=tuple(sorted((formulas.result_names | of_line) & formulas.lines)),
    )


def is_same(rules: PartialRules, before: PartialRules, concerns: Callable[[Rule], bool]) -> bool:
    """Return whether some rules are those of another round, and the missing facts may be the same.

    Args:
        rules: The rules.
        before: Those of the other round.
        concerns: Whether a rule is one of them.

    """
    if rules.missing != before.missing or rules.derived.keys() != before.derived.keys():
        return False
    changed = [(one, two) for one, two in zip(rules.rules, before.rules, strict=True) if one is not two]
    changed += [
        (rule, before.derived[name]) for name, rule in rules.derived.items() if rule is not before.derived[name]
    ]
    if any(concerns(one) or concerns(two) for one, two in changed):
        return False
    names = {*rules.missing, *rules.derived, *rules.result_names}
    return all(rules.box.get(name) == before.box.get(name) for name in names)


class _Known:
    """What is known of an applicant in a round, by which formulas are evaluated partially, derived quantities first.

    Attributes:
        box: What each name may be.
        behind: The missing facts on which a name still depends.
        derived: The derived quantities that are open.
        inequalities: What the constraints say of the missing facts.
        changed: The names of which the box, or what is behind them, is not that of the round before.

    """

    def __init__(  # noqa: PLR0913, PLR0917 - what is known comes from all steps before
        self,
        edition: Edition,
        given: Inputs,
        box: Box,
        changed: set[str],
        found: Calculation,
        before: PartialRules | None,
    ) -> None:
        self.given, self.before, self.box, self.changed = given, before, box, changed
        self.behind: dict[str, tuple[str, ...]] = {name: (name,) for name in given.missing}
        self.behind |= {name: (found.by,) for name, found in given.disputed.items()}
        self.derived = {name: Rule(_by_answer(found), (found.by,)) for name, found in given.disputed.items()}
        self.same: dict[str, Formula] = {}  # the derived quantities that are just another name of a fact
        names = edition.names_of_rules
        open_ = [
            (named, formula)
            for named, (_, formula) in zip(names.constraints, edition.constraints, strict=True)
            if not self._is_known(named)
        ]
        if before is not None and all(named.isdisjoint(self.changed) for named, _ in open_):
            self.inequalities = before.inequalities
        else:
            self.inequalities = inequalities_of(residual(formula, box) for _, formula in open_)
        is_bound_alike = before is not None and self.inequalities == before.inequalities
        for name, formula in edition.derived.items():
            step = found.derived.get(name)
            if before is not None and is_bound_alike and names.derived[name].isdisjoint(self.changed):
                self._keep(name, before)
            elif step is not None and self._is_known(names.derived[name]):
                self._settle(name, step)
            else:
                self._find(name, formula)

    def _is_known(self, names: frozenset[str]) -> bool:
        """Return whether no name hangs on a missing fact."""
        return names.isdisjoint(self.behind)

    def _settle(self, name: str, step: Step) -> None:
        """Take a derived quantity as it was calculated."""
        self.box[name] = point(step.value)
        if self.before is not None and (name in self.before.behind or self.box[name] != self.before.box[name]):
            self.changed.add(name)

    def _keep(self, name: str, before: PartialRules) -> None:
        """Take a derived quantity as it was in the round before."""
        self.box[name] = before.box[name]
        if name in before.behind:
            self.behind[name] = before.behind[name]
            self._set(name, before.derived[name])

    def _find(self, name: str, formula: Formula) -> None:
        """Evaluate a derived quantity partially."""
        found = self._evaluated(formula)
        self.box[name] = bounds(found.formula, self.box)
        if found.facts and not isinstance(found.formula, Condition):
            definitions = {known: each.formula for known, each in self.derived.items()}
            self.box[name] = Relaxation(found.formula, definitions, self.inequalities).bounds(self.box)
        if found.facts:
            self.behind[name] = found.facts
        before = self.before
        if before is not None:
            kept = self._as_before(found, before.derived.get(name))
            is_kept = kept is not found if found.facts else name not in before.behind
            if not is_kept or self.box[name] != before.box[name]:
                self.changed.add(name)
            found = kept
        if found.facts:
            self._set(name, found)

    def _set(self, name: str, found: Rule) -> None:
        self.derived[name] = found
        if isinstance(found.formula, ast.Name):
            self.same[name] = found.formula

    def rules(self, formulas: Formulas, steps: Sequence[Step | None]) -> list[Rule]:
        """Evaluate formulas partially; one in which nothing changed is the rule that it was.

        Args:
            formulas: The formulas.
            steps: Their calculations, of points before they are rounded; None where there is none.

        """
        if self.before is None:
            return [self._rule(*rule, step) for rule, step in zip(formulas.rules, steps, strict=True)]
        return [
            kept if names.isdisjoint(self.changed) else self._as_before(self._rule(formula, names, step), kept)
            for (formula, names), step, kept in zip(formulas.rules, steps, self.before.rules, strict=True)
        ]

    def _rule(self, formula: Formula, names: frozenset[str], step: Step | None) -> Rule:
        if step is None or not self._is_known(names):
            return self._evaluated(formula)
        return Rule(settled_formula(formula, step), ())

    def _evaluated(self, formula: Formula) -> Rule:
        left = residual(inline(formula, self.same) if self.same else formula, self.box)
        facts = {fact for name in names_in(left) for fact in self.behind.get(name, ())}
        return Rule(left, tuple([name for name in self.given.missing if name in facts]))

    def _as_before(self, found: Rule, kept: Rule | None) -> Rule:
        """Return the rule of the round before, where one that was found is the same, and so are the names in it."""
        if kept is None or found.facts != kept.facts or found.formula != kept.formula:
            return found
        return kept if not found.facts or self.changed.isdisjoint(names_in(found.formula)) else found


def _box(
    edition: Edition, given: Inputs, found: Calculation, formulas: Formulas, before: PartialRules | None
) -> tuple[Box, set[str]]:
    """Return the box of all facts and dates within the constraints, and the names that have another in it than before.

    Nothing is cut anew where the missing facts may be what they might be, and nothing changed that binds them.
    """
    is_open = {*given.missing, *given.disputed}
    bound = [inequality for inequality in formulas.inequalities if not inequality.names.isdisjoint(is_open)]
    changed = found.changed
    if before is not None and changed is not None and given.missing == before.given:
        binding = frozenset[str]().union(*(inequality.names for inequality in bound))
        if changed.isdisjoint(binding) and changed <= found.values.keys():
            return {**before.box, **{name: point(found.values[name]) for name in changed}}, set(changed)
    known = {name: point(value) for name, value in found.values.items() if name not in edition.derived}
    hulls: Box = {name: (min(found.no, found.yes), max(found.no, found.yes)) for name, found in given.disputed.items()}
    box = contracted({**known, **given.missing, **hulls}, bound)
    if is_empty(box):
        raise InvalidApplicant([contradiction(edition, given)])
    if before is None:
        return box, set()
    differing = {name for name in box if box[name] != before.box.get(name)}
    return box, differing | (before.box.keys() - box.keys() - edition.derived.keys())


def _by_answer(found: Disputed) -> Quantity:
    """Return a disputed fact as a quantity: the value of one reading or the other, by the flag that decides."""
    return ast.Conditional(ast.Flag(found.by), ast.Number(found.yes, 1), ast.Number(found.no, 1), 1)


def contradiction(edition: Edition, given: Inputs) -> Finding:
    """Return the finding that no values of the missing facts satisfy the constraints, naming these."""
    broken = [each for each in edition.constraints if not given.missing.keys().isdisjoint(names_in(each[1]))]
    return Finding(code="no-combination", values=constraint_values(edition, dict.fromkeys(given.missing, ""), broken))
