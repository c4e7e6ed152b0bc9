"""How much a batch costs, by CPU time, as ratios of what DuckDB itself takes for the same file, all in one run.

Run: python -m tests.bench.bench_batch [ROWS [PAIRS]]      (default 1,000,000 and 5; its files go to a temporary folder)
"""

import compileall
import csv
import filecmp
import functools
import os
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import duckdb

import hukou_cli
from hukou_cli import find_policy, score
from hukou_cli.policy.precompile import write_compiled
from tests.bench.measure import INSTALLED, Ratio, cpu_seconds, ratio, show
from tests.bench.peers import WAYS

LOOPED = 2_000
# One row in so many has a count of months that is no whole number.
BAD = {
    "one bad row in each chunk": 50_000,
    "one row in 1,000 bad": 1_000,
    "one row in 100 bad": 100,
    "one row in 12 bad": 12,
    "every row bad": 1,
}

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


def batch(table: Path, out: Path, *more: str) -> list[str]:
    """Give the command that scores a table."""
    return [*INSTALLED, "batch", str(table), "-o", str(out), "--city", "beijing", "--round", "2026", "--force", *more]


def with_bad_rows(table: Path, one_in: int) -> Path:
    path = table.with_name(f"bad{one_in}.csv")
    months = f"insured_months || if(rn % {one_in} = 0, '.5', '')"
    rows = f"SELECT *, row_number() OVER () AS rn FROM read_csv('{table}')"
    duckdb.execute(f"COPY (SELECT * EXCLUDE rn REPLACE ({months} AS insured_months) FROM ({rows})) TO '{path}'")
    return path


def peak(command: list[str]) -> int:
    """Give the most memory that a command has had, in KB."""
    probe = f"import resource, subprocess; subprocess.run({command!r}, check=True, capture_output=True); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    return int(subprocess.run([sys.executable, "-c", probe], check=True, capture_output=True, text=True).stdout)


def loop(path: Path, rows: int) -> float:
    """Give the CPU seconds that a plain loop over ``score`` would take for so many rows."""
    policy = find_policy("beijing")
    with path.open(encoding="utf-8", newline="") as file:
        looped = [row for row, _ in zip(csv.DictReader(file), range(LOOPED), strict=False)]
    started = time.process_time()
    for row in looped:
        _ = score({name: text for name, text in row.items() if name != "id"}, policy, 2026).total
    return (time.process_time() - started) / LOOPED * rows


def floor(folder: Path, table: Path, out: Path) -> tuple[list[str], list[str]]:
    """Give the commands by which DuckDB alone reads the table and writes the scores, the same bytes, from Parquet."""
    scores, written = folder / "scores.parquet", folder / "floor.csv"
    cpu_seconds([batch(table, scores)])
    columns = ", ".join(f"max({name})" for name, *_ in duckdb.execute(f"DESCRIBE FROM read_csv('{table}')").fetchall())
    commands = engine(f"SELECT {columns} FROM read_csv('{table}')"), engine(f"COPY (FROM '{scores}') TO '{written}'")
    cpu_seconds(commands)
    assert filecmp.cmp(written, out, shallow=False)
    return commands


def show_peers(folder: Path, table: Path, run: list[str], pairs: int) -> None:
    """Print what others take at the same work, which check no row and tell no line of a bad one."""
    totals = set()
    for way in WAYS:
        if way == "polars" and find_spec(way) is None:
            print("Polars is not installed: left out")
            continue
        out = folder / f"{way}.csv"
        peer = [sys.executable, "-m", "tests.bench.peers", way, str(table), str(out)]
        show(
            f"the exported query, or a loop, by {way}, against a batch:",
            functools.partial(ratio, peer, run, pairs=pairs),
        )
        totals |= set(duckdb.execute(f"SELECT sum(CAST(total AS BIGINT)) FROM read_csv('{out}')").fetchall())
    assert len(totals) == 1


def main(rows: int = 1_000_000, pairs: int = 5) -> None:
    package = Path(hukou_cli.__path__[0])
    compileall.compile_dir(package, quiet=1)  # as an installation does
    write_compiled(package / "compiled", installed=False)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table, out = make(folder / "in.csv", rows), folder / "out.csv"
        run = batch(table, out)
        show(f"CPU seconds of a batch of {rows:,} rows, CSV to CSV:", lambda: f"{cpu_seconds([run]):.1f}")
        copy = engine(f"COPY (FROM read_csv('{table}')) TO '{folder / 'copy.csv'}'")
        show("against DuckDB copying the file:", lambda: ratio(run, copy, pairs=pairs))
        limits = floor(folder, table, out)
        show("against DuckDB reading the file and writing the scores:", lambda: ratio(run, *limits, pairs=pairs))
        show("against a loop over score():", lambda: f"{cpu_seconds([run]) / loop(table, rows):.4f}")
        show_peers(folder, table, run, max(1, pairs // 2))

        def of_bad(one_in: int) -> Ratio:
            return ratio(batch(with_bad_rows(table, one_in), folder / "few.csv"), run, pairs=pairs)

        for what, one_in in BAD.items():
            show(f"{what}, against the good file:", functools.partial(of_bad, one_in))
        packed = folder / "in.parquet"
        duckdb.execute(f"COPY (FROM read_csv('{table}')) TO '{packed}'")
        show("Parquet in, against CSV in:", lambda: ratio(batch(packed, out), run, pairs=pairs))
        show("Parquet out, against CSV out:", lambda: ratio(batch(table, folder / "out.parquet"), run, pairs=pairs))
        ranked = batch(table, folder / "ranked.csv", "--rank")
        show("with --rank, against without:", lambda: ratio(ranked, run, pairs=pairs))
        ranking = [*INSTALLED, "rank", str(out), "-o", str(folder / "ranked.csv"), "--quota", "6000", "--force"]
        sort = engine(f"COPY (FROM read_csv('{out}') ORDER BY total DESC) TO '{folder / 'sorted.csv'}'")
        show("hukou rank, against DuckDB sorting the scores:", lambda: ratio(ranking, sort, pairs=pairs))
        small, large = (peak(batch(make(folder / f"{at}.csv", at), out)) for at in (rows, rows * 10))
        what = f"peak memory of {rows * 10:,} rows, against {rows:,}:"
        show(what, lambda: f"{large / small:.2f} ({large // 1024} and {small // 1024} MB)")
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"load of the machine in the last 1, 5 and 15 minutes: {load}, on {os.cpu_count()} cores")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
