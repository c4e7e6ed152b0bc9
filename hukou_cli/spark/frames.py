"""Data frames scored, their mistakes listed, ranked and counted."""

import datetime
import inspect
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from hukou_cli.base.errors import Finding, InvalidOption
from hukou_cli.base.redaction import harmless
from hukou_cli.policy.edition import Edition
from hukou_cli.scoring.ranking import Ties
from hukou_cli.spark.task import scored_by
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
    names_of,
    ranking_columns,
)
from hukou_cli.table.ranking import DECIMAL, STANDING, fits_sql, groups_sql, standing_sql
from hukou_cli.text.language import Language

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

REJECTED = "rejected"
"""The column of the mistakes of a row."""

_EXACT = ("DECIMAL", "TINYINT", "SMALLINT", "INT", "BIGINT")
"""How the types begin that hold a number exactly."""


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
    return scored_as_planned(df, plan_batches(arrow_schema(df), policy, round, keep, today, language))


def scored_as_planned(df: "DataFrame", plan: BatchPlan) -> "DataFrame":
    """Score a data frame by a plan of its schema."""
    from pyspark.sql.pandas.types import from_arrow_schema

    return scored_by(df, score_batches, plan, from_arrow_schema(plan.schema))


def arrow_schema(df: "DataFrame") -> "pa.Schema":
    """Return the schema of a data frame's batches."""
    from pyspark.sql.pandas.types import to_arrow_schema

    zoned = "timezone" in inspect.signature(to_arrow_schema).parameters  # asked for by Spark 4.1 and later
    return to_arrow_schema(df.schema, **({"timezone": "UTC"} if zoned else {}))


def reject_dataframe(scored: "DataFrame") -> "DataFrame":
    """List every mistake of a scored data frame: the columns kept, then those of the mistake."""
    points = scored.columns[scored.columns.index(ELIGIBLE) :]
    kept = scored.drop(*(name for name in points if name != REJECTED))
    return kept.selectExpr("*", f"inline({REJECTED})").drop(REJECTED)


def balance(scored: "DataFrame") -> Balance:
    """Count the rows of a scored data frame. Of one that was written this tells whether all came through."""
    (found,) = scored.selectExpr("count(*)", f"count({ELIGIBLE})", f"count_if(size({REJECTED}) > 0)").collect()
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
    rows = scored.where(f"size({REJECTED}) = 0").drop(REJECTED) if REJECTED in scored.columns else scored
    keys = _keys(rows, by)
    names = names_of(rows.columns)
    flags = {names[name]: name for name in rows.columns if name in STANDING}
    ranked, reached = standing_sql(flags, names.get(LINE_KIND), str)
    added = [f"CAST({names[key]} AS {DECIMAL}) AS hukou_key{at}" for at, key in enumerate(keys)]
    added += [f"{ranked} AS hukou_ranked", f"{reached} AS hukou_reached"]
    rows = rows.toDF(*names.values()).selectExpr("*", *added)
    sql = partial(rows.sparkSession.sql, rows=rows)
    fits = fits_sql(quota, ties)
    groups = sql(f"SELECT *, {fits} AS hukou_fits FROM ({groups_sql(len(keys), '{rows}')})")
    below = "SELECT COALESCE(sum(hukou_below) FILTER (WHERE hukou_fits), 0) > 0 FROM {groups}"
    admitted = f"CASE WHEN NOT ({below}) THEN COALESCE(hukou_fits, FALSE) END, "
    same = " AND ".join(("hukou_ranked", *(f"s.hukou_key{at} = g.hukou_key{at}" for at in range(len(keys)))))
    last = [names[name] for name in sorted(names, key=lambda name: name in keys)]
    order = ", ".join(("hukou_rank NULLS LAST", *(f"NULLIF(CAST({name} AS STRING), '') NULLS LAST" for name in last)))
    answer = sql(
        f"SELECT /*+ BROADCAST(g) */ hukou_rank, {'' if quota is None else admitted}{', '.join(names.values())} "
        f"FROM {{rows}} AS s LEFT JOIN {{groups}} AS g ON {same} ORDER BY {order}",
        groups=groups,
    )
    return answer.toDF(RANK, *([] if quota is None else [ADMITTED]), *names)


def _keys(rows: "DataFrame", by: Sequence[str]) -> tuple[str, ...]:
    """Return the columns to rank by. Raises InvalidOption, InvalidTable."""
    header = Header(rows.columns, kinds={name: kind.upper() for name, kind in rows.dtypes})
    keys = columns_named(by, header)
    check_free(rows.columns, (RANK, ADMITTED, *ranking_columns(len(keys))), header)
    check_exact(keys, header)
    numbers = [name for name, kind in header.kinds.items() if kind.startswith(_EXACT)]
    if not set(keys) <= set(numbers):
        told = {"seen": harmless(" ".join(keys)), "allowed": harmless(" ".join(numbers))}
        raise InvalidOption([Finding(code="rank-by-no-number", values=told)])
    return keys
