"""Boxes of missing facts: what each may be, subdivided where rules take them together, and every rule's value in each.

A *box* says what each fact, date of the round and derived quantity may be. The *problem* has the box of everything that
is known and missing; the missing facts are parted so that no rule takes facts of two parts, and each part is subdivided
into boxes in which its facts are single values, or pieces of what they may be where these are too many.
"""

import itertools
import math
from collections.abc import Iterable, Sequence

import msgspec

from hukou_cli.base.errors import Finding, InvalidApplicant
from hukou_cli.policy.edition import LINES, Edition
from hukou_cli.policy.round_calendar import Window
from hukou_cli.rules import ast
from hukou_cli.rules.ast import Condition, Formula, Quantity, names_in
from hukou_cli.rules.intervals import Possible, Range, bounds, narrowed, point, residual
from hukou_cli.scoring.inputs import Disputed, Inputs
from hukou_cli.scoring.subdivision import count_values, share_out, subdivide

Box = dict[str, Possible]
"""What each fact, date of the round and derived quantity may be, by name."""

Table = dict[tuple[Possible, ...], Range]
"""What a rule comes to, by the pieces of the facts that it takes."""

_ALWAYS = ast.AllOf(())


class Rule(msgspec.Struct, frozen=True, eq=False):
    """A formula evaluated partially, and the missing facts that it still takes, in the order of the edition."""

    formula: Formula
    facts: tuple[str, ...]

    def pieces(self, box: Box) -> tuple[Possible, ...]:
        """Return what each of its facts is in a box."""
        return tuple([box[name] for name in self.facts])


class Problem(msgspec.Struct, frozen=True):
    """The rules of an edition for one applicant, and what each name may be.

    ``missing`` are the missing facts, in the order of the edition, ``behind`` those on which a name still depends.
    ``derived`` has the derived quantities that are open. ``some_route`` is whether one of the routes holds, where one
    is needed. A place or caveat without a condition has one that always holds. Lines and ``total`` are rounded.
    ``result_names`` are the names that ``[result]`` uses, ``summed`` the lines and groups among them.
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

    def rules(self) -> list[Rule]:
        """Return every rule that is evaluated in the boxes of its part."""
        needs = [need for needs in self.routes for need in needs]
        return [*self.gates, *self.vetoes, *needs, self.some_route, *self.places, *self.lines, *self.caveats]

    def in_order(self, facts: Iterable[str]) -> tuple[str, ...]:
        """Put missing facts into the order of the edition, each once."""
        named = set(facts)
        return tuple([name for name in self.missing if name in named])


def problem_of(edition: Edition, given: Inputs, window: Window) -> Problem:
    """Evaluate the rules partially with what is known.

    Raises InvalidApplicant where the constraints leave a missing fact no value.
    """
    known: Box = {name: point(value) for values in (window.dates, given.values) for name, value in values.items()}
    hulls: Box = {name: (min(found.no, found.yes), max(found.no, found.yes)) for name, found in given.disputed.items()}
    box = narrowed({**known, **given.missing, **hulls}, [condition for _, condition in edition.constraints])
    if any(isinstance(possible, tuple) and possible[0] > possible[1] for possible in box.values()):
        raise InvalidApplicant([contradiction(edition, given)])
    behind: dict[str, tuple[str, ...]] = {name: (name,) for name in given.missing}
    behind |= {name: (found.by,) for name, found in given.disputed.items()}
    decimals = edition.file.policy.decimals

    def rule(formula: Formula | None) -> Rule:
        left = _ALWAYS if formula is None else residual(formula, box)
        facts = {fact for name in names_in(left) for fact in behind.get(name, ())}
        return Rule(left, tuple([name for name in given.missing if name in facts]))

    derived = {name: Rule(_by_answer(found), (found.by,)) for name, found in given.disputed.items()}
    for name, formula in edition.derived.items():
        found = rule(formula)
        box[name] = bounds(found.formula, box)
        if found.facts:
            derived[name], behind[name] = found, found.facts
    total = ast.Name(LINES, 10**decimals) if edition.total is None else edition.total
    result_names = {name for formula in (total, edition.passes) if formula is not None for name in names_in(formula)}
    names_of_lines = {name for line, _ in edition.indicators for name in (line.id, line.group)}
    return Problem(
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
        summed=tuple(sorted(result_names & names_of_lines)),
    )


def _by_answer(found: Disputed) -> Quantity:
    """Return a disputed fact as a quantity: the value of one reading or the other, by the flag that decides."""
    return ast.Conditional(ast.Flag(found.by), ast.Number(found.yes, 1), ast.Number(found.no, 1), 1)


def _some_route(edition: Edition) -> Condition:
    return ast.AnyOf(tuple([ast.AllOf(tuple([formula for _, formula in needs])) for _, needs in edition.routes]))


def _rounded(quantity: Quantity, decimals: int) -> Quantity:
    return ast.Round(quantity, decimals, 10**decimals)


def contradiction(edition: Edition, given: Inputs) -> Finding:
    """Return the finding that no values of the missing facts satisfy the constraints, naming these."""
    rules = [
        constraint.require
        for constraint, formula in edition.constraints
        if not given.missing.keys().isdisjoint(names_in(formula))
    ]
    return Finding(code="no-combination", values={"seen": ", ".join(given.missing), "rule": "; ".join(rules)})


class Part(msgspec.Struct, frozen=True):
    """Missing facts that some rules take together, the boxes that the constraints allow, and what each rule comes to.

    The part without facts has the rules that are settled, and one box.
    """

    facts: frozenset[str]
    boxes: list[Box]
    tables: dict[Rule, Table]


def partition(problem: Problem, most: int) -> list[frozenset[str]]:
    """Part the missing facts so that no rule takes facts of two parts; the part without facts comes first.

    Single needs, places, caveats and what ``[result]`` uses add nothing to a sum: they put facts together only where
    these have at most ``most`` combinations of values.
    """
    adding = (*problem.constraints, *problem.gates, *problem.vetoes, problem.some_route, *problem.lines)
    bound = [rule.facts for rule in adding] + [problem.in_order(pair) for pair in problem.edition.narrowed.items()]
    only_telling = [rule.facts for rule in problem.rules() if rule not in adding]
    only_telling += [problem.behind.get(name, ()) for name in problem.result_names]
    parts = [frozenset([name]) for name in problem.in_order(itertools.chain(*bound, *only_telling))]
    for facts in bound:
        parts = _bind(parts, facts)
    for facts in only_telling:
        together = _bind(parts, facts)
        if math.prod(_values(problem, name) for part in together if part not in parts for name in part) <= most:
            parts = together
    return [frozenset(), *parts]


def _bind(parts: list[frozenset[str]], facts: Iterable[str]) -> list[frozenset[str]]:
    """Put the parts that have some of these facts together."""
    touched = [part for part in parts if not part.isdisjoint(facts)]
    return [part for part in parts if part not in touched] + ([frozenset().union(*touched)] if touched else [])


def _values(problem: Problem, name: str) -> int:
    return count_values(problem.edition.facts[name], problem.box[name])


def evaluate_part(problem: Problem, facts: frozenset[str], most: int) -> Part:
    """Subdivide a part into at most ``most`` boxes, and evaluate in each the rules that take its facts."""

    def takes(rule: Rule) -> bool:
        return not facts.isdisjoint(rule.facts) if facts else not rule.facts

    boxes = _sub_boxes(problem, problem.in_order(facts), most)
    for rule in filter(takes, problem.constraints):
        table = _tabulated([rule], boxes)[rule]
        boxes = [box for box in boxes if table[rule.pieces(box)][1]]
    for name, rule in problem.derived.items():
        if takes(rule):
            table = _tabulated([rule], boxes)[rule]
            boxes = [{**box, name: table[rule.pieces(box)]} for box in boxes]
    return Part(facts, boxes, _tabulated(filter(takes, problem.rules()), boxes))


def _sub_boxes(problem: Problem, facts: Sequence[str], most: int) -> list[Box]:
    """Return every combination of pieces of some facts, in which each choice goes with the one that narrows it."""
    counts = share_out(most, {name: _values(problem, name) for name in facts})
    pieces = [subdivide(problem.edition.facts[name], problem.box[name], count) for name, count in counts.items()]
    boxes = [problem.box | dict(zip(facts, combination, strict=True)) for combination in itertools.product(*pieces)]
    return [box for box in boxes if _fits(problem.edition, box)]


def _fits(edition: Edition, box: Box) -> bool:
    """Return whether each choice may go with the one that narrows it."""
    for name, by in edition.narrowed.items():
        options, sources = box.get(name), box.get(by)
        if isinstance(options, frozenset) and isinstance(sources, frozenset):
            narrowing = edition.facts[name].narrowing
            if all(options.isdisjoint(narrowing[source]) for source in sources):
                return False
    return True


def _tabulated(rules: Iterable[Rule], boxes: Sequence[Box]) -> dict[Rule, Table]:
    """Evaluate rules in boxes, each once for the same pieces of the facts that it takes."""
    distinct: dict[tuple[str, ...], dict[tuple[Possible, ...], Box]] = {}
    tables = {}
    for rule in rules:
        if rule.facts not in distinct:
            distinct[rule.facts] = {rule.pieces(box): box for box in boxes}
        tables[rule] = {pieces: bounds(rule.formula, box) for pieces, box in distinct[rule.facts].items()}
    return tables
