"""Two editions compared over the Parquet files of a table, by Spark."""

from typing import TYPE_CHECKING

import msgspec

from hukou_cli.base.errors import Finding, InvalidTable
from hukou_cli.scoring.population import Asked, Comparison, EditionInRound, Side
from hukou_cli.spark.files import PARQUET, Files
from hukou_cli.spark.population import compared
from hukou_cli.spark.task import translated_errors
from hukou_cli.table.columns import Header
from hukou_cli.table.plan import Request
from hukou_cli.table.population_pipeline import unread_notes

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def compare_parquet(
    spark: "SparkSession", table: str, sides: dict[Side, EditionInRound], request: Request, asked: Asked
) -> tuple[Comparison, list[Finding]]:
    """Compare two editions over a table, as ``hukou policy compare`` does on one machine.

    Args:
        spark: The session.
        table: The path of a file or a folder, or a pattern of files.
        sides: The editions, each in its round.
        request: The user's options.
        asked: What is compared.

    Returns:
        The comparison, and the notes on the columns.

    Raises:
        NotFound: There is no such file.
        InvalidTable: A file is not Parquet, or its columns are wrong.
        InvalidOption: There is no column to group by.
        OutputError: The job failed.

    """
    with translated_errors(None):
        files = Files(spark)
        for address in files.listed(table):
            if not files.head(address).startswith(PARQUET):
                raise InvalidTable([Finding(code="spark-parquet", file=address)])
        frame = spark.read.parquet(table)
        found, notes = compared(frame, sides, msgspec.structs.replace(request, numbered=False), asked)
    return found, [*notes, *unread_notes(Header(frame.columns))]
