"""Others at the work of ``hukou batch``: whole Beijing rows scored from CSV to CSV, points in hundredths, no row checked.

Run: python -m tests.bench.peers duckdb|polars|loop TABLE OUT
"""

import csv
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from hukou_cli import find_policy
from hukou_cli.policy.rounds import RoundId
from hukou_cli.sql.edition import score_sql

LINES = [
    "employment",
    "residence",
    "education",
    "study_overlap",
    "zone",
    "innovation",
    "tax",
    "age",
    "honour",
    "conduct",
]
EDUCATION = {"none": 0, "associate": 1050, "bachelor": 1500, "master": 2600, "doctor": 3700}
STUDY = {"none": 0, "associate": 36, "bachelor": 48, "master": 36, "doctor": 36}
AGES = ((46, 2000), (47, 1600), (48, 1200), (49, 800), (50, 400))
RETIRES = {"male": (720, 1965, 4, 36), "female_55": (660, 1970, 4, 36), "female_50": (600, 1975, 2, 60)}
"""Months of age, the year from whose births on they rise, by one for so many months, and by how many at most."""


def exported() -> str:
    """Give the query of ``hukou policy sql beijing --round 2026``, with the row's id; it reads ``applicants``."""
    return score_sql(find_policy("beijing"), RoundId(2026), "applicants", carried=["id"])


def by_duckdb(table: str, out: str) -> None:
    """Run the exported query in DuckDB on the file's own types."""
    import duckdb

    day = "year(birth_date) * 10000 + month(birth_date) * 100 + day(birth_date)"
    facts = f"SELECT * REPLACE ({day} AS birth_date), 0 AS dormitory_months_since_2020_08 FROM read_csv('{table}')"
    duckdb.execute(f"CREATE VIEW applicants AS {facts}")
    duckdb.execute(f"SET enable_progress_bar = false; COPY ({exported()}) TO '{out}'")


def by_polars(table: str, out: str) -> None:
    """Run the exported query in Polars on the file's own types."""
    import polars

    day = polars.col("birth_date").dt
    number = day.year().cast(polars.Int64) * 10000 + day.month().cast(polars.Int64) * 100 + day.day()
    rows = polars.scan_csv(table, try_parse_dates=True)
    rows = rows.with_columns(birth_date=number, dormitory_months_since_2020_08=polars.lit(0, polars.Int64))
    polars.SQLContext(applicants=rows).execute(exported()).sink_csv(out)


def by_loop(table: str, out: str) -> None:
    """Score row by row with the csv module and whole numbers, the rules written out by hand."""
    with Path(table).open(encoding="utf-8", newline="") as file, Path(out).open("w", encoding="utf-8") as into:
        writer = csv.writer(into)
        writer.writerow(("id", "eligible", "failed_gates", *LINES, "total"))
        writer.writerows(scored(csv.DictReader(file)))


def scored(rows: "csv.DictReader[str]") -> Iterator[tuple[object, ...]]:
    """Give the answer of each row: id, whether it is eligible, what is not met, the points of each line, the total."""
    for row in rows:
        year, month, day = map(int, row["birth_date"].split("-"))
        insured, since = int(row["insured_months"]), int(row["insured_months_since_2020_08"])
        homes, own = int(row["own_home_months"]), int(row["own_home_months_since_2020_08"])
        outer, job = int(row["outer_home_months"]), int(row["outer_home_and_job_months"])
        age = 2025 - year - ((month, day) > (1, 1))
        months, first, step, most = RETIRES[row["retirement_category"]]
        months += min(max(0, (year - first) * 12 + month - 1) // step + 1, most) if year >= first else 0
        unmet = {
            "residence_permit": row["has_residence_permit"] != "true",
            "below_retirement_age": 2025 * 12 + 1 - year * 12 - month - (day > 1) >= months,
            "seven_years": int(row["insured_streak_months"]) < 84,
            "no_criminal_record": row["criminal_record"] == "true",
            "false_material": row["false_material_ban"] == "true",
        }
        own = min(own, since)
        own_before = min(homes - int(row["own_home_months_since_2020_08"]), insured - since)
        rented = min(int(row["rented_months_since_2020_08"]), since - own)
        halves = (50, own_before), (25, insured - since - own_before), (50, own), (25, rented)
        points = (
            (150 * insured + 3) // 6,
            sum((each * count + 3) // 6 for each, count in halves),
            EDUCATION[row["degree"]],
            -((175 * min(int(row["study_overlap_months"]), STUDY[row["degree"]]) + 3) // 6),
            100 * min(2 * (outer // 12) + job // 12, 12) if row["outer_home_held"] == "true" else 0,
            100 * int(row["innovation_points"]),
            200 * int(row["tax_years_over_100k"]) - 1200 * int(row["tax_violations"]),
            next((points for below, points in AGES if age < below), 0),
            2000 if row["honour"] == "true" else 0,
            -3000 * int(row["detentions"]),
        )
        failed = [name for name, is_unmet in unmet.items() if is_unmet]
        yield row["id"], "false" if failed else "true", " ".join(failed), *points, sum(points)


WAYS: dict[str, Callable[[str, str], None]] = {"duckdb": by_duckdb, "polars": by_polars, "loop": by_loop}

if __name__ == "__main__":
    WAYS[sys.argv[1]](*sys.argv[2:])
