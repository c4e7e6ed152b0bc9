"""Facts as the row of a table that the SQL reading takes, and the query run on such rows."""

from collections.abc import Sequence

import duckdb

from hukou_cli.facts.types import Value
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import read_round
from hukou_cli.scoring.result import Score
from hukou_cli.sql.edition import score_sql

COLUMNS = {"flag": "BOOLEAN", "choice": "VARCHAR"}


def row_of(result: Score) -> tuple[Value | None, ...]:
    """Give the facts of a score in the order that the edition declares them; NULL for one that no rule takes."""
    return tuple(result.values.get(name) for name in result.edition.facts)


def run_query(
    engine: duckdb.DuckDBPyConnection, edition: Edition, written: int | str, rows: Sequence[tuple[Value | None, ...]]
) -> list[tuple[object, ...]]:
    """Score rows in the engine; the answers come in the order of the rows."""
    round_ = read_round(written)
    assert round_ is not None
    columns = ", ".join(f'"{name}" {COLUMNS.get(fact.type, "BIGINT")}' for name, fact in edition.facts.items())
    engine.execute(f"CREATE OR REPLACE TABLE applicants ({columns})")
    gaps = ", ".join("?" for _ in edition.facts)
    engine.executemany(f"INSERT INTO applicants VALUES ({gaps})", [list(row) for row in rows])
    return engine.execute(score_sql(edition, round_, "applicants")).fetchall()
