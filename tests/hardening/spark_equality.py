"""Spark and DuckDB on the same million rows, a thirteenth of them with a mistake, while tasks of Spark are killed.

Run: python -m tests.hardening.spark_equality [ROWS]      (default 1,000,000; needs Java and the extra `spark`)

The first attempt of every odd part ends in the middle of its rows. Text must then give the bytes of `hukou batch`, and a data
frame the same rows, points and mistakes, each as often as the other.
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import duckdb

from hukou_cli import find_policy
from hukou_cli.spark import balance, score_dataframe
from tests.bench.bench_batch import make
from tests.spark.conftest import command_in, session
from tests.support.program import run_checked

OPTIONS = ("--city", "beijing", "--round", "2026", "--lang", "en")
MISTAKES = {
    "insured_months": "insured_months || '.5'",
    "birth_date": "'2030-02-30'",
    "degree": "'doktor'",
    "sex": "'000000198506151233'",
    "tax_violations": "'1e3'",
    "own_home_months": "'9999'",
    "honour": "'perhaps'",
}
"""One kind after the other, in the rows that 13 divides."""


def with_mistakes(table: Path) -> Path:
    """Copy a table with a mistake in every 13th row."""
    given = f"SELECT *, row_number() OVER () AS rn FROM read_csv('{table}', all_varchar = true)"
    changed = ", ".join(
        f"if(rn % 13 = 0 AND (rn // 13) % {len(MISTAKES)} = {at}, {text}, {name}) AS {name}"
        for at, (name, text) in enumerate(MISTAKES.items())
    )
    bad = table.with_name("staff.csv")
    duckdb.execute(f"COPY (SELECT * EXCLUDE rn REPLACE ({changed}) FROM ({given})) TO '{bad}'")
    return bad


def differing(one: str, other: str) -> int:
    """The rows that only one of two queries gives, as often as it does."""
    both = f"(({one}) EXCEPT ALL ({other})) UNION ALL (({other}) EXCEPT ALL ({one}))"
    ((count,),) = duckdb.execute(f"SELECT count(*) FROM ({both})").fetchall()
    return int(count)


def as_text(folder: Path, table: Path) -> None:
    """Run the command on Spark, and compare its parts with the files of the command."""
    command_in("batch", table, "-o", folder / "parts", "--engine", "spark", *OPTIONS)
    for kind, name in (("score", "local.csv"), ("reject", "local.rejects.csv")):
        parts = sorted((folder / "parts").glob(f"kind={kind}/*/part-*"))
        same = b"".join(part.read_bytes() for part in parts) == (folder / name).read_bytes()
        print(f"text, {kind}s: {len(parts)} parts, {'equal byte for byte' if same else 'NOT equal'}", flush=True)


def as_frame(spark: Any, folder: Path, table: Path) -> None:
    """Score the same rows as a data frame, and compare them with the files of the command."""
    frame = spark.read.option("header", True).csv(str(table)).repartition(8)
    score_dataframe(frame, find_policy("beijing"), 2026).write.parquet(str(folder / "frame"))
    found = balance(spark.read.parquet(str(folder / "frame")))
    print(f"data frame: {found.read:,} = {found.scored:,} + {found.rejected:,}, {found.adds_up}", flush=True)
    written, local = f"read_parquet('{folder}/frame/*.parquet')", f"read_csv('{folder}/local.csv')"
    columns = ", ".join(name for name, *_ in duckdb.execute(f"DESCRIBE FROM {local}").fetchall())
    texts = f"SELECT COLUMNS(*)::VARCHAR FROM (SELECT {columns} FROM"
    rows = differing(
        f"{texts} {written} WHERE len(rejected) = 0)".replace("failed_gates,", "nullif(failed_gates, ''),"),
        f"{texts} read_csv('{folder}/local.csv', all_varchar = true))",
    )
    wrong = f"(SELECT id, unnest(rejected) AS wrong FROM {written})"
    told = differing(
        f"SELECT substr(id, 2)::INT + 2, wrong.code, wrong.problem, wrong.hint FROM {wrong}",
        f"SELECT line, code, problem, hint FROM read_csv('{folder}/local.rejects.csv')",
    )
    print(f"data frame: {rows} rows with points differ, {told} mistakes differ", flush=True)


def main(rows: int = 1_000_000) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "events").mkdir()
        table = with_mistakes(make(folder / "in.csv", rows))
        said = run_checked("batch", table, "-o", folder / "local.csv", *OPTIONS)[1]
        print(next(line for line in said.splitlines() if line.startswith("read ")), flush=True)
        (folder / "fault").write_text("once", encoding="utf-8")
        spark = session("local[2,4]", folder / "events", **{"spark.sql.files.maxPartitionBytes": "16m"})
        as_text(folder, table)
        as_frame(spark, folder, table)
        killed = sum(
            log.read_bytes().count(b'"Reason":"ExceptionFailure"')
            for log in (folder / "events").rglob("*")
            if log.is_file()
        )
        print(f"attempts of tasks that failed: {killed}", flush=True)
        spark.stop()
    os._exit(0)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
