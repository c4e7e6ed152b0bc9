"""``--engine spark``: what a command does over a table where it lies, by the engine of a cluster."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from hukou_cli.base.errors import Finding, InvalidOption
from hukou_cli.cli.options import STDIO
from hukou_cli.cli.stderr import write_lines

if TYPE_CHECKING:
    from hukou_cli.policy.catalog import Catalog
    from hukou_cli.scoring.population import Asked, Comparison, EditionInRound, Side
    from hukou_cli.spark.batch import Done
    from hukou_cli.table.plan import Request


class Engine(StrEnum):
    """The engine that reads a table."""

    duckdb = "duckdb"
    spark = "spark"


EngineOption = Annotated[Engine, typer.Option("--engine")]
MasterOption = Annotated[str | None, typer.Option("--master", show_default=False)]


def check_options(engine: Engine, master: str | None, others: Mapping[str, object]) -> None:
    """Raise InvalidOption where options do not go with the engine; ``others`` are those that Spark has no use for."""
    if engine is not Engine.spark:
        if master is not None:
            raise InvalidOption([Finding(code="master-without-spark")])
        return
    given = ", ".join(name for name, value in others.items() if value)
    if given:
        raise InvalidOption([Finding(code="no-meaning-on-spark", values={"seen": given})])


def batch_on_spark(  # noqa: PLR0913
    table: str, output: str, request: "Request", catalog: "Catalog", master: str | None, *, force: bool
) -> "Done":
    """Score a table on Spark into a folder; see ``run_on_spark``. What does not add up is an internal error."""
    from hukou_cli.cli.app import INTERNAL_ERROR
    from hukou_cli.spark.batch import run_on_spark
    from hukou_cli.spark.session import spark_session
    from hukou_cli.spark.task import Unbalanced

    if output == STDIO:
        raise InvalidOption([Finding(code="spark-to-folder")])
    try:
        with spark_session(master) as spark:
            return run_on_spark(spark, table, output, request, catalog, force=force)
    except Unbalanced as error:
        write_lines(finding.text(request.language) for finding in error.findings)
        raise typer.Exit(INTERNAL_ERROR) from None


def compare_on_spark(
    table: str, sides: "dict[Side, EditionInRound]", request: "Request", asked: "Asked", master: str | None
) -> "Comparison":
    """Compare two editions over a table on Spark, and tell the notes on its columns; see ``compare_parquet``."""
    from hukou_cli.spark.compare import compare_parquet
    from hukou_cli.spark.session import spark_session

    with spark_session(master) as spark:
        found, notes = compare_parquet(spark, table, sides, request, asked)
    write_lines(note.text(request.language) for note in notes)
    return found
