"""The query that is written for Spark, run on it: the same hundredths as in DuckDB, for every edition of points."""

from collections import Counter
from typing import Any

from hukou_cli.sql.cells import sql_type
from hukou_cli.sql.dialect import Dialect
from tests.support.exported import answers_of_duckdb, editions, exported, rows_of

TYPES = {"BIGINT": "BIGINT", "VARCHAR": "STRING", "BOOLEAN": "BOOLEAN"}


def test_spark_gives_every_line_and_total_of_every_edition(spark: Any) -> None:
    assert spark.conf.get("spark.sql.ansi.enabled") == "true"  # what would overflow is an error, no other number
    for edition in editions():
        schema = ", ".join(f"{name} {TYPES[sql_type(fact)]}" for name, fact in edition.facts.items())
        spark.createDataFrame(rows_of(edition), schema).coalesce(1).createOrReplaceTempView("applicants")
        answers = Counter(map(tuple, spark.sql(exported(edition, Dialect.spark)).collect()))
        assert answers == answers_of_duckdb(edition), edition.id
