"""How fast a batch is, as ratios of what DuckDB itself takes for the same file, all measured in one run.

Run: python tests/bench/bench_batch.py [ROWS]      (default 2,000,000; makes its files in a temporary folder)
"""

import contextlib
import csv
import datetime
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from hukou_cli import find_policy, score
from hukou_cli.policy.catalog import Catalog
from hukou_cli.policy.rounds import RoundId
from hukou_cli.sql.table import scores_sql
from hukou_cli.table.asked import Asked
from hukou_cli.table.plan import plan
from hukou_cli.table.source.inputs import open_input
from hukou_cli.table.worker import KEPT_STEPS

ROWS = 2_000_000
RUNS = 3
HUKOU = [sys.executable, "-m", "hukou_cli"]
LOOPED = 2_000

MONTHS = "(hash(i, {}) % {})::INTEGER"
SYNTHETIC = f"""
SELECT 'A' || lpad(i::VARCHAR, 8, '0') AS id, DATE '1965-01-01' + {MONTHS.format(1, 12000)} AS birth_date,
  CASE WHEN hash(i, 2) % 3 < 2 THEN 'male' ELSE 'female' END AS sex,
  CASE WHEN hash(i, 2) % 3 < 2 THEN 'male' ELSE 'female_55' END AS retirement_category,
  hash(i, 3) % 10 > 0 AS has_residence_permit, hash(i, 4) % 50 = 0 AS criminal_record,
  60 + {MONTHS.format(5, 140)} AS insured_streak_months, 60 + {MONTHS.format(6, 205)} + since AS insured_months,
  since AS insured_months_since_2020_08, {MONTHS.format(7, 200)} + own AS own_home_months,
  own AS own_home_months_since_2020_08, {MONTHS.format(8, 64)} AS rented_months_since_2020_08,
  (['none', 'associate', 'bachelor', 'master', 'doctor'])[(1 + hash(i, 9) % 5)::INTEGER] AS degree,
  {MONTHS.format(10, 48)} AS study_overlap_months, 36 + {MONTHS.format(11, 54)} AS outer_home_months,
  {MONTHS.format(12, 36)} AS outer_home_and_job_months, hash(i, 13) % 2 = 0 AS outer_home_held,
  {MONTHS.format(14, 7)} AS innovation_points, {MONTHS.format(15, 4)} AS tax_years_over_100k,
  {MONTHS.format(16, 2)} AS tax_violations, hash(i, 17) % 20 = 0 AS honour, {MONTHS.format(18, 2)} AS detentions,
  hash(i, 19) % 50 = 0 AS false_material_ban
FROM (SELECT i, {MONTHS.format(20, 64)} AS since, {MONTHS.format(21, 64)} AS own FROM range({{rows}}) t(i))
"""


def make(path: Path, rows: int) -> Path:
    duckdb.execute(f"COPY ({SYNTHETIC.format(rows=rows)}) TO '{path}'")
    return path


def engine(query: str) -> list[str]:
    """Give the command by which DuckDB alone runs a query."""
    return [sys.executable, "-c", f"import duckdb; duckdb.execute('''SET enable_progress_bar = false; {query} ''')"]


def bare(table: Path, out: Path) -> list[str]:
    """Give the command by which DuckDB alone runs the query of a batch on a whole file: no lines, no rejects."""
    asked = Asked("beijing", RoundId(2026), None, "en", "csv", datetime.date.today())  # noqa: DTZ011
    with contextlib.closing(open_input(str(table))) as source:
        job = plan(source, Catalog(), asked).job
    columns = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(len(job.header)))
    read = f"read_csv('{table}', auto_detect=false, header=true, delim=',', quote='\"', columns={{{columns}}})"
    query = scores_sql(job.tables[0], f"(SELECT 0 AS _line, CAST(NULL AS VARCHAR) AS _problem, * FROM {read})")
    steps = [row[0] for row in duckdb.execute("SELECT * FROM duckdb_optimizers()").fetchall()]
    script = out.with_suffix(".sql")
    script.write_text(
        "SET enable_progress_bar = false;\n"
        f"SET disabled_optimizers = '{','.join(step for step in steps if step not in KEPT_STEPS)}';\n"
        f"COPY (SELECT * EXCLUDE (_line) FROM ({query})) TO '{out}'",
        encoding="utf-8",
    )
    return [sys.executable, "-c", f"import duckdb; duckdb.execute(open({str(script)!r}).read())"]


def seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def ratio(command: list[str], baseline: list[str]) -> tuple[float, float]:
    """Run a command and the baseline in turn; give the median of the ratios, and the command's median time."""
    times = [(seconds(command), seconds(baseline)) for _ in range(RUNS)]
    return statistics.median(ours / theirs for ours, theirs in times), statistics.median(ours for ours, _ in times)


def peak(command: list[str]) -> int:
    """Give the most memory that a command has had, in KB."""
    probe = f"import resource, subprocess; subprocess.run({command!r}, check=True, capture_output=True); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    return int(subprocess.run([sys.executable, "-c", probe], check=True, capture_output=True, text=True).stdout)


def loop(path: Path, rows: int) -> float:
    """Give the time that a plain loop over ``score`` would take for so many rows."""
    policy = find_policy("beijing")
    with path.open(encoding="utf-8", newline="") as file:
        looped = [row for row, _ in zip(csv.DictReader(file), range(LOOPED), strict=False)]
    started = time.perf_counter()
    for row in looped:
        _ = score({name: text for name, text in row.items() if name != "id"}, policy, 2026).total
    return (time.perf_counter() - started) / LOOPED * rows


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table, out = make(folder / "in.csv", rows), folder / "out.csv"
        run = [*HUKOU, "batch", str(table), "-o", str(out), "--city", "beijing", "--round", "2026", "--force"]
        copy = engine(f"COPY (FROM read_csv('{table}')) TO '{folder / 'copy.csv'}'")
        copied, took = ratio(run, copy)
        print(f"{rows:,} rows, CSV to CSV, {took:.1f} s; against DuckDB copying the file:   {copied:.2f}")
        print(
            f"the bare query run by DuckDB on the whole file, against that copy:   {ratio(bare(table, folder / 'bare.csv'), copy)[0]:.2f}"
        )
        print(f"the same against a loop over score():                            {took / loop(table, rows):.4f}")
        ranking = [*HUKOU, "rank", str(out), "-o", str(folder / "ranked.csv"), "--quota", "6000", "--force"]
        sort = engine(f"COPY (FROM read_csv('{out}') ORDER BY total DESC) TO '{folder / 'sorted.csv'}'")
        print(f"ranking the scores, against DuckDB sorting them:                 {ratio(ranking, sort)[0]:.2f}")
        bad = folder / "bad.csv"
        duckdb.execute(
            f"COPY (SELECT * REPLACE (insured_months || '.5' AS insured_months) FROM read_csv('{table}')) TO '{bad}'"
        )
        all_bad = [
            *HUKOU,
            "batch",
            str(bad),
            "-o",
            str(folder / "none.csv"),
            "--city",
            "beijing",
            "--round",
            "2026",
            "--force",
        ]
        print(f"a file whose every row is bad, against the good one:             {ratio(all_bad, run)[0]:.2f}")
        large = make(folder / "large.csv", rows * 5)
        small = make(folder / "small.csv", rows // 2)
        peaks = [
            peak([*HUKOU, "batch", str(path), "-o", str(out), "--city", "beijing", "--force"])
            for path in (large, small)
        ]
        print(
            f"peak memory for {rows * 5:,} rows, against {rows // 2:,}:             {peaks[0] / peaks[1]:.2f} ({peaks[0] // 1024} MB)"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
