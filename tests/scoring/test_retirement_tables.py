"""Every row of the three national tables of legal retirement ages, built here by stepping through the birth months."""

from collections.abc import Iterator, Mapping

import pytest

from hukou_cli.policy.edition import Edition
from hukou_cli.scoring.score import score

# Category: base age, first year delayed, months of birth to each month of delay, most months of delay.
TABLES = {"male": (60, 1965, 4, 36), "female_55": (55, 1970, 4, 36), "female_50": (50, 1975, 2, 60)}


def rows(base: int, first_year: int, step: int, most: int) -> Iterator[tuple[str, int]]:
    """Give each birth month from 1960 to 1995 with the age in months, as the tables list them: group by group."""
    delay = in_group = 0
    for year in range(1960, 1996):
        for month in range(1, 13):
            if year >= first_year:
                if in_group == 0 and delay < most:
                    delay += 1
                in_group = (in_group + 1) % step
            yield f"{year}-{month:02}", base * 12 + delay


@pytest.mark.parametrize("category", TABLES)
@pytest.mark.slow
def test_every_birth_month(beijing: Edition, person: Mapping[str, object], category: str) -> None:
    for month, age in rows(*TABLES[category]):
        for day in ("01", "28"):
            facts = {**person, "birth_date": f"{month}-{day}", "retirement_category": category}
            assert score(facts, beijing, 2022).values["retirement_months"] == age, month
