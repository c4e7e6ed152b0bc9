"""Applicants of Beijing: an ordinary one as facts and as a row of text, and random ones."""

import datetime

from hypothesis import strategies as st

from hukou_cli import find_policy
from hukou_cli.policy.rounds import RoundId

BEIJING = find_policy("beijing")
BEFORE = 265
"""Months from 1998-07 to 2020-07."""

PERSON: dict[str, object] = {
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
"""An ordinary applicant of round 2022: worked example 1 of the published list, 106.00 points."""

GOOD = {"id": "A1", **{name: str(value).lower() for name, value in PERSON.items()}}
"""The same as a row of a table."""

SELECTED = ", ".join(f"'{text}' AS \"{name}\"" for name, text in GOOD.items())
"""The same row as columns of a SQL query."""

LABELS = {
    "birth_date": "出生日期",
    "retirement_category": "退休类别",
    "has_residence_permit": "持有本市居住证",
    "insured_streak_months": "连续缴纳社会保险月数",
    "insured_months": "累计缴纳社会保险月数",
    "insured_months_since_2020_08": "2020年8月起的社保月数",
    "own_home_months": "自有住所月数",
    "own_home_months_since_2020_08": "2020年8月起的自有住所月数",
    "rented_months_since_2020_08": "2020年8月起已申报的租房或宿舍月数",
    "degree": "学历学位",
    "outer_home_months": "城六区外自有住所月数",
}

DEGREES = list(BEIJING.facts["degree"].choices)


@st.composite
def applicants(draw: st.DrawFn, year: int = 2026) -> dict[str, object]:
    """Draw facts that somebody may have: within the limits of a round and of a life, and of the constraints."""
    born = draw(st.dates(datetime.date(1950, 1, 1), datetime.date(2001, 12, 31)))
    lived = 12 * (year - born.year) - born.month + 1  # months from the month of birth to December of the year before
    worked = lived - 12 * 16
    most = {name: high for name, (_, high) in BEIJING.calendar.window(RoundId(year)).limits.items()}

    def months(name: str, at_most: int = 1000) -> int:
        return draw(st.integers(0, min(most[name], at_most)))

    insured, own = months("insured_months", worked), months("own_home_months", min(400, lived))
    outer = months("outer_home_months", min(120, worked))
    return {
        "birth_date": born,
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
        "dormitory_months_since_2020_08": months("dormitory_months_since_2020_08"),
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
