"""Spark Connect and DuckDB on the same people, most of them with a mistake in a cell: rows, mistakes and ranks compared.

Run: python -m tests.hardening.spark_connect [PEOPLE]      (default 300; needs Java, the extra `spark`, `pyspark[connect]`)

Plans and data frames go through the protocol of Spark Connect to a server that it starts itself.
"""

import os
import sys
import tempfile
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from hukou_cli import find_policy, plan_batches, score_batches
from hukou_cli.spark import balance, rank_dataframe, reject_dataframe, score_dataframe
from tests.hardening.spark_equality import differing
from tests.table.test_arrow import people


def main(count: int = 300) -> None:
    from pyspark.sql import SparkSession

    edition, table = find_policy("beijing"), people("beijing", count)
    plan = plan_batches(table.schema, edition, 2027, keep=["id"])
    local = pa.Table.from_batches(score_batches(table.to_batches(), plan), plan.schema)
    with tempfile.TemporaryDirectory() as name:
        pq.write_table(table, Path(name) / "people.parquet")
        spark = SparkSession.builder.remote("local[2]").getOrCreate()
        given = spark.read.parquet(f"{name}/people.parquet").repartition(3)
        score_dataframe(given, edition, 2027, keep=["id"]).write.parquet(f"{name}/scored")
        scored = spark.read.parquet(f"{name}/scored")
        print(f"{type(spark).__module__}: {balance(scored)}", flush=True)
        found = {
            "rows": scored.toArrow(),
            "mistakes": reject_dataframe(scored).toArrow(),
            "ranks": rank_dataframe(scored, quota=20).select("rank", "admitted", "id", "total").toArrow(),
        }
        spark.stop()
    standing = "CASE WHEN eligible THEN rank() OVER (PARTITION BY eligible ORDER BY total DESC) END AS rank"
    expected = {
        "rows": "FROM local",
        "mistakes": "SELECT id, unnest(rejected, recursive := true) FROM local",
        "ranks": "SELECT rank, COALESCE(rank <= 20, FALSE), id, total "
        f"FROM (SELECT *, {standing} FROM local WHERE len(rejected) = 0)",
    }
    duckdb.register("local", local)
    for what, rows in found.items():
        duckdb.register("found", rows)
        print(f"{what}: {rows.num_rows}, of which {differing('FROM found', expected[what])} differ", flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
