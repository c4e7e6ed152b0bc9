"""The rules of an edition evaluated partially with the facts that are known: what is left depends on the missing ones.

A *box* says what each fact, date of the round and derived quantity may be. The rules are evaluated partially in the box
of everything that is known and missing: a rule that is settled becomes a number, a branch that cannot apply goes.
"""

from collections.abc import Iterable

import msgspec

from hukou_cli.base.errors import Finding, InvalidApplicant
from hukou_cli.policy.edition import LINES, Edition
from hukou_cli.policy.round_calendar import Window
from hukou_cli.rules import ast
from hukou_cli.rules.ast import Condition, Formula, Quantity, names_in
from hukou_cli.rules.contraction import inequalities_of, is_empty, narrowed
from hukou_cli.rules.intervals import Possible, bounds, point, residual
from hukou_cli.rules.relaxation import Relaxation
from hukou_cli.rules.rewrites import inline
from hukou_cli.scoring.contradictions import constraint_values
from hukou_cli.scoring.inputs import Disputed, Inputs

Box = dict[str, Possible]
"""Range or options of each fact, date of the round and derived quantity, by name."""

_ALWAYS = ast.AllOf(())


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
        box: What each name may be.
        behind: The missing facts on which a name still depends.
        derived: The derived quantities that are open.
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
    box: Box
    behind: dict[str, tuple[str, ...]]
    derived: dict[str, Rule]
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


def partial_rules(edition: Edition, given: Inputs, window: Window) -> PartialRules:
    """Evaluate the rules of an edition partially with the facts that are known.

    Args:
        edition: The policy.
        given: The facts of one applicant; of those missing, what each may be.
        window: The round.

    Raises:
        InvalidApplicant: The constraints leave a missing fact no value.

    """
    box, behind = _box(edition, given, window)
    decimals = edition.file.policy.decimals

    same: dict[str, Formula] = {}  # the derived quantities that are just another name of a fact

    def rule(formula: Formula | None) -> Rule:
        left = _ALWAYS if formula is None else residual(inline(formula, same) if same else formula, box)
        facts = {fact for name in names_in(left) for fact in behind.get(name, ())}
        return Rule(left, tuple([name for name in given.missing if name in facts]))

    inequalities = inequalities_of(residual(condition, box) for _, condition in edition.constraints)
    derived = {name: Rule(_by_answer(found), (found.by,)) for name, found in given.disputed.items()}
    for name, formula in edition.derived.items():
        found = rule(formula)
        box[name] = bounds(found.formula, box)
        if found.facts and not isinstance(found.formula, Condition):
            definitions = {known: each.formula for known, each in derived.items()}
            box[name] = Relaxation(found.formula, definitions, inequalities).bounds(box)
        if isinstance(found.formula, ast.Name):
            same[name] = found.formula
        if found.facts:
            derived[name], behind[name] = found, found.facts
    total = ast.Name(LINES, 10**decimals) if edition.total is None else edition.total
    result_names = {name for formula in (total, edition.passes) if formula is not None for name in names_in(formula)}
    of_line = set() if window.cutoff is None or window.cutoff.line_of is None else {window.cutoff.line_of}
    names_of_lines = {name for line, _ in edition.indicators for name in (line.id, line.group)}
    return PartialRules(
        edition=edition,
        missing=tuple(given.missing),
        box=box,
        behind=behind,
        derived=derived,
        constraints=[rule(formula) for _, formula in edition.constraints],
        gates=[rule(formula) for _, formula in edition.gates],
        vetoes=[rule(formula) for _, formula in edition.vetoes],
        routes=[[rule(formula) for _, formula in needs] for _, needs in edition.routes],
        some_route=rule(_some_route(edition) if edition.needs_route else None),
        places=[rule(formula) for _, formula in edition.decidable_places],
        lines=[rule(_rounded(formula, decimals)) for _, formula in edition.indicators],
        caveats=[rule(formula) for _, formula in edition.caveats],
        total=_rounded(total, decimals),
        result_names=frozenset(result_names),
        summed=tuple(sorted((result_names | of_line) & names_of_lines)),
    )


def _box(edition: Edition, given: Inputs, window: Window) -> tuple[Box, dict[str, tuple[str, ...]]]:
    """Return the box of all facts and dates within the constraints, and the missing facts behind those not known."""
    known: Box = {name: point(value) for values in (window.dates, given.values) for name, value in values.items()}
    hulls: Box = {name: (min(found.no, found.yes), max(found.no, found.yes)) for name, found in given.disputed.items()}
    box = narrowed({**known, **given.missing, **hulls}, [condition for _, condition in edition.constraints])
    if is_empty(box):
        raise InvalidApplicant([contradiction(edition, given)])
    behind: dict[str, tuple[str, ...]] = {name: (name,) for name in given.missing}
    return box, behind | {name: (found.by,) for name, found in given.disputed.items()}


def _by_answer(found: Disputed) -> Quantity:
    """Return a disputed fact as a quantity: the value of one reading or the other, by the flag that decides."""
    return ast.Conditional(ast.Flag(found.by), ast.Number(found.yes, 1), ast.Number(found.no, 1), 1)


def _some_route(edition: Edition) -> Condition:
    return ast.AnyOf(tuple([ast.AllOf(tuple([formula for _, formula in needs])) for _, needs in edition.routes]))


def _rounded(quantity: Quantity, decimals: int) -> Quantity:
    return ast.Round(quantity, decimals, 10**decimals)


def contradiction(edition: Edition, given: Inputs) -> Finding:
    """Return the finding that no values of the missing facts satisfy the constraints, naming these."""
    broken = [each for each in edition.constraints if not given.missing.keys().isdisjoint(names_in(each[1]))]
    return Finding(code="no-combination", values=constraint_values(edition, dict.fromkeys(given.missing, ""), broken))
