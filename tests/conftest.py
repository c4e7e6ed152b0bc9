"""What all tests share: the catalog, Beijing's editions, and how long Hypothesis searches."""

import os

import pytest
from hypothesis import settings

from hukou_cli.policy.catalog import Catalog
from hukou_cli.policy.edition import Edition

settings.register_profile("default", max_examples=100, deadline=None)
settings.register_profile("ci", max_examples=150, deadline=None, derandomize=True)
settings.register_profile("long", max_examples=5000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "default"))


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return Catalog()


@pytest.fixture(scope="session")
def beijing(catalog: Catalog) -> Edition:
    return catalog.find("beijing")


@pytest.fixture(scope="session")
def person() -> dict[str, object]:
    """An ordinary Beijing applicant of round 2022: worked example 1 of the published list, 106.00 points."""
    return {
        "birth_date": "1980-06-15",
        "retirement_category": "male",
        "has_residence_permit": True,
        "insured_streak_months": 84,
        "insured_months": 189,
        "insured_months_since_2020_08": 17,
        "own_home_months": 189,
        "own_home_months_since_2020_08": 17,
        "rented_months_since_2020_08": 0,
        "degree": "bachelor",
        "outer_home_months": 48,
    }
