"""The formulas of an edition as missing facts are followed through them: the same for all applicants and rounds."""

from functools import lru_cache

import msgspec

from hukou_cli.base.decimals import half_up
from hukou_cli.policy.edition import LINES, Edition
from hukou_cli.rules import ast
from hukou_cli.rules.ast import Condition, Formula, Quantity, names_in
from hukou_cli.rules.contraction import Inequality, inequalities_of
from hukou_cli.rules.evaluator import Step
from hukou_cli.scoring.calculation import Calculation

_ALWAYS, _NEVER = ast.AllOf(()), ast.AnyOf(())
_HOLDS = Step(_ALWAYS, value=True)


class Formulas(msgspec.Struct, frozen=True):
    """The formulas of an edition but those of derived quantities: the same for all applicants and rounds.

    Attributes:
        rules: Each with the names in it, in the order of ``PartialRules.rules``.
        inequalities: What the constraints say, where that is linear.
        total: The total, rounded.
        result_names: The names that ``[result]`` uses.
        lines: The ids of the lines, and of their groups.

    """

    rules: tuple[tuple[Formula, frozenset[str]], ...]
    inequalities: list[Inequality]
    total: Quantity
    result_names: frozenset[str]
    lines: frozenset[str]


def settled_formula(formula: Formula, step: Step) -> Formula:
    """Return a formula that was calculated as what it came to, points rounded."""
    if isinstance(formula, Condition):
        return _ALWAYS if step.value else _NEVER
    if isinstance(formula, ast.Round):
        return ast.Number(half_up(step.value, formula.operand.den, formula.places), formula.den)
    return ast.Number(step.value, formula.den)


def steps_of(found: Calculation, edition: Edition) -> list[Step | None]:
    """Return the calculation of each formula of ``Formulas.rules``; None where there is none.

    A constraint on facts that are known holds: whoever breaks one is refused.
    """
    needs = [step for steps in found.routes for step in steps]
    constraints = [_HOLDS for _ in edition.constraints]
    return [*constraints, *found.gates, *found.vetoes, *needs, None, *found.places, *found.lines, *found.caveats]


@lru_cache(maxsize=8)  # a table is scored under few editions, row by row
def formulas_of(edition: Edition) -> Formulas:
    """Return the formulas of an edition: constraints first, caveats last."""
    decimals = edition.file.policy.decimals
    each: list[Formula | None] = [formula for _, formula in (*edition.constraints, *edition.gates, *edition.vetoes)]
    each += [formula for _, needs in edition.routes for _, formula in needs]
    each.append(_some_route(edition) if edition.needs_route else None)
    each += [formula for _, formula in edition.decidable_places]
    each += [_rounded(formula, decimals) for _, formula in edition.indicators]
    each += [formula for _, formula in edition.caveats]
    rules = tuple([(formula or _ALWAYS, frozenset(names_in(formula) if formula else ())) for formula in each])
    total = ast.Name(LINES, 10**decimals) if edition.total is None else edition.total
    results = [formula for formula in (total, edition.passes) if formula is not None]
    return Formulas(
        rules=rules,
        inequalities=inequalities_of(condition for _, condition in edition.constraints),
        total=_rounded(total, decimals),
        result_names=frozenset([name for formula in results for name in names_in(formula)]),
        lines=frozenset([name for line, _ in edition.indicators for name in (line.id, line.group) if name]),
    )


def _some_route(edition: Edition) -> Condition:
    return ast.AnyOf(tuple([ast.AllOf(tuple([formula for _, formula in needs])) for _, needs in edition.routes]))


def _rounded(quantity: Quantity, decimals: int) -> Quantity:
    return ast.Round(quantity, decimals, 10**decimals)
