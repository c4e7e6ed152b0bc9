"""The legal retirement age by birth month: the rows of the national tables, and the day they are reached.

全国人民代表大会常务委员会关于实施渐进式延迟法定退休年龄的决定, article 1.
"""

from collections.abc import Mapping

import pytest

from hukou_cli.policy.edition import Edition
from hukou_cli.scoring.score import score

VECTORS = [
    ("1967-05-12", "male", 60 * 12 + 8),
    ("1971-04-01", "female_55", 55 * 12 + 4),
    ("1964-12-31", "male", 60 * 12),
    ("1965-01-01", "male", 60 * 12 + 1),
    ("1965-04-30", "male", 60 * 12 + 1),
    ("1965-05-01", "male", 60 * 12 + 2),
    ("1972-09-15", "male", 62 * 12),
    ("1976-08-31", "male", 62 * 12 + 11),
    ("1976-09-01", "male", 63 * 12),
    ("1990-01-01", "male", 63 * 12),
    ("1969-12-31", "female_55", 55 * 12),
    ("1970-01-15", "female_55", 55 * 12 + 1),
    ("1981-08-15", "female_55", 57 * 12 + 11),
    ("1981-09-15", "female_55", 58 * 12),
    ("1974-12-31", "female_50", 50 * 12),
    ("1975-01-15", "female_50", 50 * 12 + 1),
    ("1975-02-15", "female_50", 50 * 12 + 1),
    ("1975-03-15", "female_50", 50 * 12 + 2),
    ("1980-06-15", "female_50", 52 * 12 + 9),
    ("1984-10-15", "female_50", 54 * 12 + 11),
    ("1984-11-15", "female_50", 55 * 12),
]


@pytest.mark.parametrize(("born", "category", "months"), VECTORS)
def test_the_age_follows_the_birth_month(
    beijing: Edition, person: Mapping[str, object], born: str, category: str, months: int
) -> None:
    result = score({**person, "birth_date": born, "retirement_category": category}, beijing, 2022)
    assert result.values["retirement_months"] == months
