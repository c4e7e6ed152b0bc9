"""Policies that are hard for one of the readings are read alike by both; more of them by the script."""

import pytest

from tests.hardening.parity import compare_grids, compare_random


@pytest.mark.laws
def test_random_policies_are_read_alike_by_both_readings() -> None:
    tally = compare_random(policies=6, rows=60, seed=1)
    assert tally.pairs == 360
    assert tally.scored > 100
    assert not tally.differences


@pytest.mark.laws
def test_two_features_at_once_are_read_alike_by_both_readings() -> None:
    tally = compare_grids()
    assert tally.pairs > 4000
    assert tally.scored > 600
    assert not tally.differences
