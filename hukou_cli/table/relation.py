"""A table of applicants from Python: relations in, relations out."""

import contextlib
import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hukou_cli.base.calendar import LATEST, from_date
from hukou_cli.base.errors import Finding, InvalidTable
from hukou_cli.base.redaction import harmless
from hukou_cli.policy.catalog import round_named
from hukou_cli.policy.edition import Edition
from hukou_cli.sql.partition import Partition
from hukou_cli.sql.table import output_columns, result_columns, written_name
from hukou_cli.table.chunk import ChunkScorer
from hukou_cli.table.columns import (
    BINARY,
    ID,
    LINE,
    binary_of,
    check_complete,
    check_exact,
    check_free,
    columns_named,
    columns_of,
    misspelt,
    names_of,
    special_columns,
)
from hukou_cli.table.job import Job
from hukou_cli.table.source.inputs import open_input
from hukou_cli.table.source.parquet import broken_sql, texts_sql
from hukou_cli.table.worker import Worker

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

ROWS = "__hukou_rows__"
"""What a query calls the relation given; a name that no table of the user's has."""


def score_table(
    table: "duckdb.DuckDBPyRelation | str | Path",
    policy: Edition,
    round_: int | str | None,
    keep: Sequence[str] | None,
    today: datetime.date | None,
) -> "duckdb.DuckDBPyRelation":
    """Score the good rows of a table; ``hukou_cli.score_table`` tells how."""
    relation = _relation(table)
    job = _job(_kinds(relation), policy, round_, keep, today)
    _check_spelling(relation.columns, policy, keep or ())
    source = _source(relation, job)
    scorer = ChunkScorer(_RelationEngine(relation), job)
    scorer.read(source)
    return _query(relation, scorer.scores_sql(source, ordered=True))


def reject_table(
    table: "duckdb.DuckDBPyRelation | str | Path",
    policy: Edition,
    round_: int | str | None,
    today: datetime.date | None,
) -> "duckdb.DuckDBPyRelation":
    """List what is wrong with the rows that are not scored; ``hukou_cli.reject_table`` tells how."""
    relation = _relation(table)
    job = _job(_kinds(relation), policy, round_, (), today)
    source = _source(relation, job)
    scorer = ChunkScorer(_RelationEngine(relation), job)
    scorer.read(source)
    _, rejects = scorer.rejects(source)
    value = """CASE WHEN _at <> 0 THEN NULLIF("value", '') END AS "value\""""
    columns = f"""_line AS "row", NULLIF(fact, '') AS fact, {value}, code"""
    return _query(relation, f"SELECT {columns} FROM ({rejects}) ORDER BY _line, _at")


class _RelationEngine:
    """Runs the queries of a chunk where a relation is; nothing can be kept there but as text of a query."""

    def __init__(self, relation: "duckdb.DuckDBPyRelation") -> None:
        self._relation = relation

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Run a query; return its rows."""
        return _query(self._relation, query).fetchall()

    def keep(self, name: str, query: str) -> str:  # noqa: ARG002
        """Return the query itself, as a table."""
        return f"({query})"


def _check_spelling(header: Sequence[str], policy: Edition, keep: Sequence[str]) -> None:
    """Refuse columns spelt nearly as a fact, unless they are kept: nobody is told that they are not read.

    Raises InvalidTable.
    """
    near = misspelt(columns_of(header, policy), policy)
    found = [
        Finding(code="column-near-fact", values={"seen": harmless(column), "nearest": fact})
        for column, fact in near.items()
        if column not in keep
    ]
    if found:
        raise InvalidTable(found)


def _query(relation: "duckdb.DuckDBPyRelation", query: str) -> "duckdb.DuckDBPyRelation":
    answer = relation.query(ROWS, query)
    assert answer is not None
    return answer


def _relation(table: "duckdb.DuckDBPyRelation | str | Path") -> "duckdb.DuckDBPyRelation":
    """Give a table as a relation; a file is read into an engine of its own."""
    import duckdb

    if isinstance(table, duckdb.DuckDBPyRelation):
        return table
    engine = duckdb.connect()
    with contextlib.closing(open_input(str(table))) as source:
        kinds = source.kinds
        typed = {column: kind for column, kind in kinds.items() if kind.startswith(("DECIMAL", *BINARY))}
        columns = (f"{written_name(column)} {typed.get(column, 'VARCHAR')}" for column in source.header)
        engine.execute(f"CREATE TABLE applicants ({', '.join(columns)})")
        worker = Worker(Job(tuple(source.header)), engine)
        try:
            for chunk in source.chunks(1):
                worker.append(chunk, "applicants")
        except InvalidTable as error:
            raise InvalidTable(finding.at(file=str(table)) for finding in error.findings) from None
        finally:
            worker.input.close()
    return engine.table("applicants")


def _job(
    kinds: Mapping[str, str],
    policy: Edition,
    round_: int | str | None,
    keep: Sequence[str] | None,
    today: datetime.date | None,
) -> Job:
    header = list(kinds)
    policy.require_scorable()
    day = LATEST if today is None else from_date(today)
    named = round_named(policy, round_, day)
    columns = columns_of(header, policy)
    check_complete(columns, policy, policy.calendar.window(named).limits)
    check_exact(columns.facts.values(), binary_of(kinds))
    special = special_columns(header)
    own = [special[ID]] if ID in special else []
    kept = own if keep is None else columns_named(keep, header)
    check_free(kept, (*result_columns(policy), LINE))
    positions = names_of(header)
    partition = Partition(
        edition=policy,
        round=named,
        facts={name: positions[column] for name, column in columns.facts.items()},
        kept={column: positions[column] for column in kept},
        headers={positions[column]: column for column in header},
        id=positions[special[ID]] if ID in special else None,
        today=day,
        safe=False,
    )
    return Job(tuple(header), (partition,), tuple(output_columns(partition)))


def _source(relation: "duckdb.DuckDBPyRelation", job: Job) -> str:
    kinds = _kinds(relation)
    texts = texts_sql(kinds, job.tables[0].facts.values())
    return f"(SELECT row_number() OVER () AS _line, {broken_sql(kinds)} AS _problem, {texts} FROM {ROWS})"


def _kinds(relation: "duckdb.DuckDBPyRelation") -> dict[str, str]:
    return {column: str(kind) for column, kind in zip(relation.columns, relation.types, strict=True)}
