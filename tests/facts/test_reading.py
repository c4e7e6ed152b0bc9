"""A text becomes a fact's value, or a finding that says what may have been meant."""

import pytest

from hukou_cli import Finding, find_policy
from hukou_cli.facts.reading import read_fact

CATEGORY = find_policy("beijing").facts["retirement_category"]  # male, female_55, female_50


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("male_60", "male"),  # begins with an option; spelt most alike is female_50
        ("男性", ""),  # begins with no whole name: 男（原60周岁）
        ("female", "female_55 / female_50"),  # the beginning of two
        ("female_60", "female_50"),  # no option is the beginning of it: "male" stands inside
        ("femal_55", "female_55"),  # a slip of the pen
    ],
)
def test_a_word_that_is_no_option_brings_those_it_may_mean(written: str, nearest: str) -> None:
    found = read_fact(CATEGORY, written, 0)
    assert isinstance(found, Finding)
    assert found.values["nearest"] == nearest
