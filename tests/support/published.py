"""The published list of Beijing 2020: its distinct combinations of line scores, and the facts that give them."""

import csv
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"
LINES = {
    "employment": "employment",
    "residence": "residence",
    "education": "education",
    "study_overlap": "study_deduction",
    "zone": "zone",
    "innovation": "innovation",
    "tax": "tax",
    "age": "age_points",
    "honour": "honour_points",
    "conduct": "law",
}


def published() -> list[dict[str, str]]:
    with (DATA / "beijing-2020-lines.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def facts_of(row: dict[str, str]) -> dict[str, object]:
    """Lay the columns of the published file out as facts; the four gates hold for everybody who was admitted."""
    return {
        "birth_date": f"{2018 - int(row['age'])}-06-15",
        "retirement_category": "male",
        "has_residence_permit": True,
        "insured_streak_months": 84,
        "insured_months": int(row["employment_months"]),
        "own_home_months": int(row["own_pre"]) + int(row["own_post"]),
        "own_home_months_since_2020_08": int(row["own_post"]),
        "rented_months_since_2020_08": int(row["rent_post"]),
        "degree": row["degree"],
        "study_overlap_months": int(row["study_months"]),
        "outer_home_months": int(row["zone_both"]) + int(row["zone_home"]),
        "outer_home_and_job_months": int(row["zone_both"]),
        "innovation_points": row["innovation_points"],
        "tax_years_over_100k": int(row["tax_years"]),
        "honour": row["honour"] == "True",
        "detentions": int(row["detentions"]),
    }
