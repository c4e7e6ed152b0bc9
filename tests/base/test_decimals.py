"""Rounding and exact text at the edges."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukou_cli.base.decimals import from_text, half_up, ratio_text, to_decimal


@pytest.mark.parametrize(
    ("ratio", "places", "units"),
    [
        (Fraction(1, 8), 2, 13),
        (Fraction(-1, 8), 2, -13),
        (Fraction(5, 8), 2, 63),
        (Fraction(1005, 1000), 2, 101),
        (Fraction(2675, 1000), 2, 268),
        (Fraction(1, 3), 2, 33),
        (Fraction(2, 3), 0, 1),
        (Fraction(1, 2), 0, 1),
        (Fraction(-1, 2), 0, -1),
        (Fraction(0), 2, 0),
    ],
)
def test_rounds_half_up_on_the_magnitude(ratio: Fraction, places: int, units: int) -> None:
    assert half_up(ratio.numerator, ratio.denominator, places) == units


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**6), st.integers(0, 6))
def test_rounding_never_errs_by_more_than_half_a_unit(numerator: int, denominator: int, places: int) -> None:
    exact, rounded = Fraction(numerator, denominator), Fraction(half_up(numerator, denominator, places), 10**places)
    assert abs(rounded - exact) <= Fraction(1, 2 * 10**places)
    assert abs(rounded) >= abs(exact) or abs(exact) - abs(rounded) < Fraction(1, 2 * 10**places)


@given(st.decimals(-(10**9), 10**9, places=6))
def test_agrees_with_decimal_half_up(value: Decimal) -> None:
    read = from_text(f"{value:f}")
    assert read is not None
    assert to_decimal(half_up(*read, 2), 2) == value.quantize(Decimal("0.01"), ROUND_HALF_UP)


@given(st.integers(-(10**12), 10**12), st.sampled_from([1, 2, 4, 5, 8, 10, 16, 20, 25, 40, 100, 1000]))
def test_text_that_ends_within_four_places_is_exact(numerator: int, denominator: int) -> None:
    text = ratio_text(numerator, denominator)
    if not text.endswith("…"):
        assert Fraction(text) == Fraction(numerator, denominator)


@pytest.mark.parametrize("text", ["", "1e3", "0x1F", "1_000", "+1", ".5", "5.", "１２", " 1", "1 ", "nan", "1" * 16])
def test_refuses_what_is_not_plain_decimal_text(text: str) -> None:
    assert from_text(text) is None
