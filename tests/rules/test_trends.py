"""What is said to rise or to fall with a name does so: random formulas, evaluated along the name's range."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukou_cli.facts.types import Value
from hukou_cli.rules.ast import Condition
from hukou_cli.rules.evaluator import evaluate
from hukou_cli.rules.trends import RISES, STAYS, Trend, trend
from tests.rules.test_parity import ANY_DAYS, FACTS, conditions, quantities
from tests.support.scopes import RANGES, formula


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("min(3 * paid / 12, 20)", RISES),
        ("20 - paid", Trend(falls=True)),
        ("paid >= 84 and local", RISES),
        ("not (paid < 84)", RISES),
        ("years(paid) * lived", RISES),
        ("-2 * max(paid, lived)", Trend(falls=True)),
        ("(paid - lived) * (lived - 700)", Trend(falls=True)),  # the second factor is below 0 throughout
        ("3 if paid >= 84 else 0", RISES),
        ("0 if paid >= 84 else lived", Trend(falls=True)),
        ("lived if paid >= 84 else 3", Trend(rises=True, falls=True)),  # lived may be 0 or 5
        ("rest(paid)", Trend(rises=True, falls=True)),
        ("paid == 84", Trend(rises=True, falls=True)),
        ("min(lived, tax)", STAYS),
        ("5 if degree == 'none' else paid", RISES),
        ("completed_years(born, as_of) + paid", RISES),
    ],
)
def test_the_trend_of_a_formula(text: str, expected: Trend) -> None:
    assert trend(formula(text), {"paid": RISES}, RANGES) == expected


@pytest.mark.laws
@given(st.one_of(quantities(), conditions()), FACTS, st.lists(st.integers(0, 600), min_size=4, max_size=12))
def test_along_a_number_of_months(text: str, facts: dict[str, Value], months: list[int]) -> None:
    check(text, facts, "paid", sorted(months))


@pytest.mark.laws
@given(st.one_of(quantities(2), conditions(1)), FACTS, st.lists(ANY_DAYS, min_size=4, max_size=12))
def test_along_a_date(text: str, facts: dict[str, Value], days: list[int]) -> None:
    check(text, facts, "born", sorted(days))


def check(text: str, facts: dict[str, Value], name: str, along: list[int]) -> None:
    node = formula(text)
    found = trend(node, {name: RISES}, RANGES)
    values = [evaluate(node, {**facts, name: at}).value for at in along]
    for earlier, later in pairwise(values):
        assert found.rises or later <= earlier
        assert found.falls or later >= earlier
    if not isinstance(node, Condition):
        assert found != STAYS or len(set(values)) == 1
