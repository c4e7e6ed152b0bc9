"""The query that is written for Spark, run on it: the same hundredths as in DuckDB, for every edition of points."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb

from hukou_cli.policy.edition import Edition
from hukou_cli.sql.cells import sql_type
from hukou_cli.sql.dialect import Dialect
from tests.support.exported import Answers, answers_of_duckdb, editions, exported, table_of

TYPES = {"BIGINT": "BIGINT", "VARCHAR": "STRING", "BOOLEAN": "BOOLEAN"}


def test_spark_gives_every_line_and_total_of_every_edition(spark: Any, tmp_path: Path) -> None:
    """Some at a time, each with a table of applicants of its own: most of the time goes into Spark's planning."""

    def answers_of(edition: Edition) -> Answers:
        own = spark.newSession()
        own.conf.set("spark.sql.ansi.enabled", "true")  # what would overflow is an error, no other number
        schema = ", ".join(f"{name} {TYPES[sql_type(fact)]}" for name, fact in edition.facts.items())
        file = f"{tmp_path}/{editions().index(edition)}.parquet"  # a list would go through workers of Python
        with duckdb.connect() as engine:
            engine.execute(f"{table_of(edition)} COPY applicants TO '{file}'")
        own.read.schema(schema).parquet(file).createOrReplaceTempView("applicants")
        return Counter(map(tuple, own.sql(exported(edition, Dialect.spark)).collect()))

    with ThreadPoolExecutor(3) as pool:
        for edition, answers in zip(editions(), pool.map(answers_of, editions()), strict=True):
            assert answers == answers_of_duckdb(edition), edition.id
