"""Data frames scored, their mistakes listed, ranked and counted."""

import datetime
import inspect
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from hukou_cli.base.errors import Finding, InvalidOption
from hukou_cli.base.redaction import harmless
from hukou_cli.policy.edition import Edition
from hukou_cli.scoring.ranking import Ties
from hukou_cli.spark.task import Sealed, opened, seal, told_by_code
from hukou_cli.sql.edition import ENTERS_RANKING, REACHED
from hukou_cli.table.arrow import BatchPlan, plan_batches, score_batches
from hukou_cli.table.columns import (
    ADMITTED,
    ELIGIBLE,
    LINE_KIND,
    RANK,
    Header,
    check_exact,
    check_free,
    columns_named,
    ranking_columns,
)
from hukou_cli.table.ranking import DECIMAL, OF_ROUNDS, fits_sql, groups_sql
from hukou_cli.text.language import Language

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

REJECTED = "rejected"
"""The column of the mistakes of a row."""


_WHOLE = ("TINYINT", "SMALLINT", "INT", "BIGINT")


class Balance(NamedTuple):
    """How many rows there are, how many have points, and how many mistakes; each counted by itself."""

    read: int
    scored: int
    rejected: int

    @property
    def adds_up(self) -> bool:
        """Whether every row is one or the other."""
        return self.read == self.scored + self.rejected


def score_dataframe(  # noqa: PLR0913 - as ``score_table``
    df: "DataFrame",
    policy: Edition,
    round: int | str | None = None,  # noqa: A002 - the word of the field
    *,
    keep: Sequence[str] | None = None,
    today: datetime.date | None = None,
    language: Language = "en",
) -> "DataFrame":
    """Score a data frame: every row comes out once, with its points or with its mistakes.

    What is wrong with columns is said here, before any task. The rows are scored when Spark needs them, and again each
    time it does: write the answer, and read on from there.

    Args:
        df: The rows; its columns are facts by id or label.
        policy: The edition. It goes to the tasks as it is here: no worker reads a policy of its own.
        round: The round; by default the one to come on ``today``, without that the latest that the edition knows.
        keep: Columns to hand on, with their types; by default ``id``, where there is one.
        today: Dates after it are refused.
        language: The language in which mistakes are told.

    Returns:
        The columns kept, and those of ``hukou_cli.score_table``; then ``rejected``, the list of the row's mistakes:
        ``column``, ``value``, ``code``, ``problem`` and ``hint`` of each. A row with a mistake has no points.

    Raises:
        InvalidTable: Columns are missing or ambiguous, hold binary fractions, or are spelt nearly as a fact and are not
            in ``keep``.
        NotFound: The edition does not cover the round, or its table of points was not seen.

    """
    return scored_by(df, plan_batches(arrow_schema(df), policy, round, keep, today, language))


def scored_by(df: "DataFrame", plan: BatchPlan) -> "DataFrame":
    """Score a data frame by a plan of its schema."""
    from pyspark.sql.pandas.types import from_arrow_schema

    return df.mapInArrow(partial(score_task, seal(plan)), from_arrow_schema(plan.schema))


def arrow_schema(df: "DataFrame") -> "pa.Schema":
    """Return the schema of a data frame's batches."""
    from pyspark.sql.pandas.types import to_arrow_schema

    zoned = "timezone" in inspect.signature(to_arrow_schema).parameters  # asked for by Spark 4.1 and later
    return to_arrow_schema(df.schema, **({"timezone": "UTC"} if zoned else {}))


def score_task(sealed: Sealed, batches: "Iterable[pa.RecordBatch]") -> "Iterator[pa.RecordBatch]":
    """Score the batches of a task. Raises TaskFailed."""
    with told_by_code():
        yield from score_batches(batches, opened(sealed))


def reject_dataframe(scored: "DataFrame") -> "DataFrame":
    """List every mistake of a scored data frame: the columns kept, then those of the mistake."""
    from pyspark.sql.functions import explode

    kept = scored.columns[: scored.columns.index(ELIGIBLE)]
    mistakes = scored.select(*map(_named, kept), explode(REJECTED).alias(REJECTED))
    return mistakes.select(*map(_named, kept), f"{REJECTED}.*")


def balance(scored: "DataFrame") -> Balance:
    """Count the rows of a scored data frame. Of one that was written this tells whether all came through."""
    found = scored.selectExpr(
        "count(*)", f"count({ELIGIBLE})", f"count(CASE WHEN size({REJECTED}) > 0 THEN TRUE END)"
    ).first()
    assert found is not None
    return Balance(*found)


def rank_dataframe(
    scored: "DataFrame", by: Sequence[str] = ("total",), *, quota: int | None = None, ties: Ties = "admit_all"
) -> "DataFrame":
    """Rank the scored rows of a data frame as ``hukou rank`` ranks a table of scores, in whatever order they come.

    Args:
        scored: The scored rows; those with a mistake are left out.
        by: The columns to rank by, highest first.
        quota: How many are admitted; without it nobody is said to be.
        ties: ``admit_all`` admits equal scores at the quota together, ``strict`` only where all of them fit.

    Returns:
        ``rank``, with a quota ``admitted``, and the columns, sorted by rank and then by their texts.

    Raises:
        InvalidOption: There is no such column.
        InvalidTable: A column is called like one of those.

    """
    from pyspark.sql.functions import broadcast, expr

    columns = [name for name in scored.columns if name != REJECTED]
    keys = _keys(scored, columns, by)
    rows = scored.where(f"size({REJECTED}) = 0") if REJECTED in scored.columns else scored
    names = [f"hukou_key{at}" for at in range(len(keys))]
    numbers = (f"CAST({_named(key)} AS {DECIMAL}) AS {name}" for key, name in zip(keys, names, strict=True))
    rows = rows.selectExpr(*map(_named, columns), *numbers, *_standing(columns))
    groups = rows.sparkSession.sql(groups_sql(len(keys), "{rows}"), rows=rows)
    fits = fits_sql(quota, ties)
    listed = [RANK]
    same = " AND ".join(("hukou_ranked", *(f"{name} = {name}_of_group" for name in names)))
    of_groups = (*(f"{name} AS {name}_of_group" for name in names), f"hukou_rank AS {RANK}", f"{fits} AS hukou_fits")
    ranked = rows.join(broadcast(groups.selectExpr(*of_groups)), expr(same), "left")
    if quota is not None:
        below = f"COALESCE(sum(hukou_below) FILTER (WHERE {fits}), 0) > 0 AS hukou_below"
        ranked = ranked.crossJoin(broadcast(groups.selectExpr(below)))
        listed.append(f"CASE WHEN NOT hukou_below THEN COALESCE(hukou_fits, FALSE) END AS {ADMITTED}")
    last = sorted(columns, key=lambda name: name in keys)
    texts = (expr(f"NULLIF(CAST({_named(name)} AS STRING), '')").asc_nulls_last() for name in last)
    return ranked.orderBy(expr(RANK).asc_nulls_last(), *texts).selectExpr(*listed, *map(_named, columns))


def _keys(scored: "DataFrame", columns: Sequence[str], by: Sequence[str]) -> tuple[str, ...]:
    """Return the columns to rank by. Raises InvalidOption, InvalidTable."""
    kinds = {name: kind.upper() for name, kind in scored.dtypes}
    header = Header(columns, kinds=kinds)
    keys = columns_named(by, header)
    check_free(columns, (RANK, ADMITTED, *ranking_columns(len(keys))), header)
    check_exact(keys, header)
    if not all(kinds[key].startswith(("DECIMAL", *_WHOLE)) for key in keys):
        numbers = " ".join(name for name in columns if kinds[name].startswith(("DECIMAL", *_WHOLE)))
        told = {"seen": harmless(" ".join(keys)), "allowed": harmless(numbers)}
        raise InvalidOption([Finding(code="rank-by-no-number", values=told)])
    return keys


def _standing(columns: Sequence[str]) -> tuple[str, str]:
    """Write whether a row is ranked, and whether it reaches the line that is published of its round."""
    of_rounds = f"COALESCE({LINE_KIND} IN ({OF_ROUNDS}), FALSE)" if LINE_KIND in columns else "FALSE"
    tests = [f"COALESCE({ELIGIBLE}, FALSE)"]
    if ENTERS_RANKING in columns:
        tests.append(f"COALESCE({ENTERS_RANKING}, TRUE)")
    if REACHED in columns:  # a line that a round had is no bar in another list
        tests.append(f"({of_rounds} OR COALESCE({REACHED}, TRUE))")
    reached = REACHED if REACHED in columns else "NULL"
    return (
        f"{' AND '.join(tests)} AS hukou_ranked",
        f"CAST(CASE WHEN {of_rounds} THEN {reached} END AS BOOLEAN) AS hukou_reached",
    )


def _named(column: str) -> str:
    """Return a column's name as Spark's SQL reads it, whatever signs it has."""
    return f"`{column.replace('`', '``')}`"
