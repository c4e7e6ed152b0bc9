"""A whole table from files to a folder, by Spark: text line by line, Parquet as a data frame."""

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from hukou_cli.base.errors import Finding, InvalidOption
from hukou_cli.policy.catalog import Catalog
from hukou_cli.spark.files import PARQUET, Files
from hukou_cli.spark.frames import REJECTED, arrow_schema, scored_as_planned
from hukou_cli.spark.lines import REJECT
from hukou_cli.spark.task import Unbalanced, require_balance, translated_errors
from hukou_cli.spark.text_job import plan_text, require_one_round, score_text
from hukou_cli.sql.edition import ENTERS_RANKING, REACHED
from hukou_cli.table.arrow import plan_partition
from hukou_cli.table.columns import ELIGIBLE
from hukou_cli.table.plan import Plan, Request
from hukou_cli.table.routing import partition_of_all
from hukou_cli.table.tally import Tally

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


class Done(NamedTuple):
    """What came of a table: its plan, how many rows there were of each kind, and where the rejects are listed."""

    plan: Plan
    tally: Tally
    rejects: str


def run_on_spark(  # noqa: PLR0913
    spark: "SparkSession", table: str, output: str, request: Request, catalog: Catalog, *, force: bool
) -> Done:
    """Score the files of a table into a folder.

    Args:
        spark: The session.
        table: The path of a file or a folder, or a pattern of files.
        output: The folder.
        request: The user's options.
        catalog: The policies.
        force: Whether an answer that is in the folder is replaced.

    Raises:
        NotFound: There is no such file, city or round.
        InvalidTable: A file is no table that Spark can score, or its columns are wrong.
        InvalidOption: Rows name their city or round, or no city is given.
        OutputError: The folder is there, or the job failed.
        Unbalanced: What was committed is not what was read; then the folder is not marked as whole.

    """
    with translated_errors(output):
        files = Files(spark)
        listed = files.listed(table)
        files.check_output(output, listed, force=force)
        try:
            head_of = lru_cache(1)(files.head)  # of the first file it is asked three times
            if head_of(listed[0]).startswith(PARQUET):
                return _score_parquet(spark.read.parquet(table), table, output, request, catalog)
            text = plan_text(table, listed, head_of, catalog, request)
            return Done(text.plan, score_text(spark, text, output), f"{output}/kind={REJECT}")
        except Unbalanced:
            files.unmark(output)
            raise


def _score_parquet(frame: "DataFrame", table: str, output: str, request: Request, catalog: Catalog) -> Done:
    """Score a data frame into Parquet, in which each row has its mistakes."""
    require_one_round(frame.columns, table)
    if request.headings is not None:
        raise InvalidOption([Finding(code="no-meaning-on-spark", values={"seen": "--headers"})])
    request = msgspec.structs.replace(request, form="parquet", safe=False, numbered=False)
    partition = partition_of_all(catalog, request)
    planned = plan_partition(arrow_schema(frame), request, partition)
    scored_as_planned(frame, planned).write.mode("overwrite").parquet(output)
    tally = _tally(frame.sparkSession.read.parquet(output), partition.edition.file.policy.decimals)
    require_balance("does-not-add-up", frame.count(), tally.read)
    return Done(planned.plan, tally, output)


def _tally(written: "DataFrame", decimals: int) -> Tally:
    """Count what was committed, of each kind; a row that has neither points nor mistakes is none."""
    counts = {"scored": f"{ELIGIBLE} IS NOT NULL", "rejected": f"size({REJECTED}) > 0", "eligible": ELIGIBLE}
    marks = {"entering": ENTERS_RANKING, "reached": REACHED}
    counts |= {name: f"{ELIGIBLE} AND {column}" for name, column in marks.items() if column in written.columns}
    (found,) = written.selectExpr(*(f"count_if({test}) AS {name}" for name, test in counts.items())).collect()
    totals = written.where(ELIGIBLE).groupBy("total").count().collect() if "total" in written.columns else []
    return Tally(**found.asDict(), totals=Counter({int(total.scaleb(decimals)): count for total, count in totals}))
