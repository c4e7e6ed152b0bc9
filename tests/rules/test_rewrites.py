"""Rewrites keep what a formula is worth: random formulas on random facts, read before and after."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from hukou_cli.facts.types import Value
from hukou_cli.rules import ast
from hukou_cli.rules.ast import Condition, Formula, Quantity
from hukou_cli.rules.evaluator import evaluate
from hukou_cli.rules.nodes import bands
from hukou_cli.rules.rewrites import inline, lower, lower_quantity, names_evaluated, scale
from hukou_cli.sql.formula import identifier, printed
from tests.rules.test_parity import FACTS, conditions, quantities
from tests.support.scopes import RANGES, formula

pytestmark = pytest.mark.slow


def quantity(text: str) -> Quantity:
    node = formula(text)
    assert not isinstance(node, Condition)
    return node


def in_bands(operand: Quantity, points: list[Quantity]) -> ast.Bands:
    """Points below 3.5, below 12, and from 12 on."""
    edges = [None, ast.Number(35, 10), ast.Number(12, 1), None]
    return bands(operand, tuple(map(ast.Band, edges, edges[1:], points)))


QUANTITIES: SearchStrategy[Quantity] = quantities().map(quantity)
BANDS = st.builds(in_bands, quantities(1).map(quantity), st.lists(quantities(1).map(quantity), min_size=3, max_size=3))
FORMULAS: SearchStrategy[Formula] = st.one_of(QUANTITIES, BANDS, conditions().map(formula))


@given(node=FORMULAS, facts=FACTS)
def test_a_lowered_formula_has_the_same_numerator_and_no_denominator(node: Formula, facts: dict[str, Value]) -> None:
    lowered = lower(node, RANGES)
    assert evaluate(lowered, facts).value == evaluate(node, facts).value
    assert all(getattr(part, "den", 1) == 1 for part in ast.walk(lowered) if not isinstance(part, ast.Quotient))


@given(node=st.one_of(QUANTITIES, BANDS), factor=st.integers(-20, 20), facts=FACTS)
def test_a_scaled_quantity_is_so_many_times_as_much(node: Quantity, factor: int, facts: dict[str, Value]) -> None:
    lowered = lower_quantity(node, RANGES)
    assert evaluate(scale(lowered, factor), facts).value == factor * evaluate(lowered, facts).value


@given(node=FORMULAS, definition=quantities(1).map(quantity), facts=FACTS)
def test_a_definition_in_place_of_a_name_is_worth_what_the_name_was(
    node: Formula, definition: Quantity, facts: dict[str, Value]
) -> None:
    named, given_ = lower(node, RANGES), lower(definition, RANGES)
    inlined = inline(named, {"paid": given_})
    assert evaluate(inlined, facts).value == evaluate(named, {**facts, "paid": evaluate(given_, facts).value}).value


@given(node=FORMULAS)
def test_what_is_evaluated_once_is_written_once(node: Formula) -> None:
    lowered = lower(node, RANGES)
    written = printed(lowered, RANGES)
    counts = Counter(names_evaluated(lowered))
    assert {name for name, count in counts.items() if count == 1} <= {
        name for name in counts if written.count(identifier(name)) == 1
    }
