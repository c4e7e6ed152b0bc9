"""Random policies with large points, wide bands and choices in a chain are read alike; more of them by the script."""

import pytest

from tests.hardening.parity import compare


@pytest.mark.laws
def test_random_policies_are_read_alike_by_both_readings() -> None:
    tally = compare(policies=6, rows=60, seed=1)
    assert tally.pairs == 360
    assert tally.scored > 100
    assert not tally.differences
