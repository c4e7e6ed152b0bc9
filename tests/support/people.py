"""Random applicants of Beijing: facts within the limits of a round that satisfy the constraints."""

import datetime

from hypothesis import strategies as st

from hukou_cli import find_policy
from hukou_cli.policy.rounds import RoundId

BEIJING = find_policy("beijing")
BEFORE = 265
"""Months from 1998-07 to 2020-07."""

DEGREES = list(BEIJING.facts["degree"].choices)


@st.composite
def applicants(draw: st.DrawFn, year: int = 2026) -> dict[str, object]:
    """Draw facts within the limits of a round that satisfy the constraints."""
    most = {name: high for name, (_, high) in BEIJING.window(RoundId(year)).limits.items()}

    def months(name: str, at_most: int = 1000) -> int:
        return draw(st.integers(0, min(most[name], at_most)))

    insured, own, outer = months("insured_months"), months("own_home_months", 400), months("outer_home_months", 120)
    return {
        "birth_date": draw(st.dates(datetime.date(1950, 1, 1), datetime.date(2005, 12, 31))),
        "retirement_category": draw(st.sampled_from(["male", "female_55", "female_50"])),
        "has_residence_permit": draw(st.booleans()),
        "criminal_record": draw(st.booleans()),
        "insured_streak_months": draw(st.integers(80, 88)),
        "insured_months": insured,
        "insured_months_since_2020_08": draw(
            st.integers(max(0, insured - BEFORE), min(insured, most["insured_months_since_2020_08"]))
        ),
        "own_home_months": own,
        "own_home_months_since_2020_08": months("own_home_months_since_2020_08", own),
        "rented_months_since_2020_08": months("rented_months_since_2020_08"),
        "degree": draw(st.sampled_from(DEGREES)),
        "study_overlap_months": months("study_overlap_months", min(60, insured)),
        "outer_home_months": outer,
        "outer_home_and_job_months": months("outer_home_and_job_months", outer),
        "outer_home_held": draw(st.booleans()),
        "innovation_points": draw(st.sampled_from([0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12])),
        "tax_years_over_100k": draw(st.integers(0, 3)),
        "tax_violations": draw(st.integers(0, 3)),
        "honour": draw(st.booleans()),
        "detentions": draw(st.integers(0, 3)),
        "false_material_ban": draw(st.booleans()),
    }
