"""The ids that stand more than once in a table."""

from typing import TYPE_CHECKING, NamedTuple

from hukou_cli.base.redaction import harmless

if TYPE_CHECKING:
    import duckdb

MOST_NAMED = 3
"""How many of the ids are named."""


class RepeatedIds(NamedTuple):
    """How many ids stand more than once, and those that stand most often, each with the number of its rows."""

    total: int = 0
    first: tuple[tuple[str, int], ...] = ()


def repeated_ids(engine: "duckdb.DuckDBPyConnection", ids: str) -> RepeatedIds:
    """Return the ids that stand more than once; identity numbers are masked.

    Args:
        engine: Counts them.
        ids: SQL of a table with the column ``id``, NULL where a row has none.

    """
    given = f"(SELECT id, lag(id) OVER () AS before FROM {ids} WHERE id IS NOT NULL)"
    if not engine.execute(f"FROM {given} WHERE id <= before LIMIT 1").fetchall():
        return RepeatedIds()  # each is above the one before: half the time of counting them
    found = engine.execute(
        f"SELECT id, count(*) AS number, count(*) OVER () FROM {ids} WHERE id IS NOT NULL GROUP BY id "
        f"HAVING count(*) > 1 ORDER BY number DESC, id LIMIT {MOST_NAMED}"
    ).fetchall()
    return RepeatedIds(found[0][2] if found else 0, tuple((harmless(id_), number) for id_, number, _ in found))
