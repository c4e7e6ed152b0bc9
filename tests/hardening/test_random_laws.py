"""What holds of every score holds on random policies too; more of them by the script."""

import pytest

from tests.hardening.random_laws import examine_random


def test_a_few_random_policies_keep_the_laws() -> None:
    assert examine_random(policies=3, rows=6, seed=1) > 10


@pytest.mark.laws
def test_random_policies_keep_the_laws() -> None:
    assert examine_random(policies=12, rows=20, seed=100) > 150
