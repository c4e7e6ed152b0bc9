"""The engines whose SQL the query of an edition is written in."""

from enum import StrEnum


class Dialect(StrEnum):
    """The engines whose SQL is written."""

    duckdb = "duckdb"
    spark = "spark"
    postgres = "postgres"
    trino = "trino"
    bigquery = "bigquery"
