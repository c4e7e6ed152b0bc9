"""A table of applicants from Python: relations in, relations out."""

import contextlib
import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hukou_cli.base.calendar import LATEST, from_date
from hukou_cli.base.errors import InvalidTable
from hukou_cli.base.redaction import harmless
from hukou_cli.policy.catalog import round_named
from hukou_cli.policy.edition import Edition
from hukou_cli.sql.partition import Partition
from hukou_cli.sql.table import written_name
from hukou_cli.table.chunk import others, read_rows, scores_query, settled_query
from hukou_cli.table.columns import BINARY, Header
from hukou_cli.table.plan import Plan, Request, plan_table
from hukou_cli.table.rejects import problems_sql, rejects_query
from hukou_cli.table.source.inputs import open_input
from hukou_cli.table.source.parquet import broken_sql, texts_sql
from hukou_cli.table.texts import read_texts
from hukou_cli.table.worker import Worker

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

ROWS = "__hukou_rows__"
"""The name of the relation in queries; no table of the user's has it."""


def score_table(
    table: "duckdb.DuckDBPyRelation | str | Path",
    policy: Edition,
    round_: int | str | None,
    keep: Sequence[str] | None,
    today: datetime.date | None,
) -> "duckdb.DuckDBPyRelation":
    """Score the good rows of a table; see ``hukou_cli.score_table``."""
    relation = _relation(table)
    plan = _plan(relation, policy, round_, keep, today)
    _check_spelling(plan, keep or ())
    rows = read_rows(plan, _source(relation, plan))
    engine = _RelationEngine(relation)
    texts = read_texts(plan, engine, rows, {})
    scores = scores_query(plan, rows, texts)
    if settled := settled_query(plan, engine, others(rows, f"({scores})"), texts):
        scores += f"\nUNION ALL {settled}"
    columns = ", ".join(map(written_name, plan.columns))
    return _query(relation, f"SELECT {columns} FROM ({scores}) ORDER BY _line")


def reject_table(
    table: "duckdb.DuckDBPyRelation | str | Path",
    policy: Edition,
    round_: int | str | None,
    today: datetime.date | None,
) -> "duckdb.DuckDBPyRelation":
    """List the mistakes of the rows that are not scored; see ``hukou_cli.reject_table``."""
    relation = _relation(table)
    plan = _plan(relation, policy, round_, (), today)
    source = _source(relation, plan)
    engine, rows = _RelationEngine(relation), read_rows(plan, source)
    texts = read_texts(plan, engine, rows, {})
    if settled := settled_query(plan, engine, rows, texts):
        rows = others(rows, f"({settled})")
    problems = engine.keep("problems", problems_sql(plan, source, rows, texts))
    rejects = rejects_query(plan, engine, problems, texts, safe=False)
    value = """CASE WHEN _at <> 0 THEN NULLIF("value", '') END AS "value\""""
    columns = f"""_line AS "row", NULLIF(fact, '') AS fact, {value}, code"""
    return _query(relation, f"SELECT {columns} FROM ({rejects}) ORDER BY _line, _at")


class _RelationEngine:
    """Runs the queries of a chunk in the connection of a relation, where no table can be kept."""

    def __init__(self, relation: "duckdb.DuckDBPyRelation") -> None:
        self._relation = relation

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Run a query; return its rows."""
        return _query(self._relation, query).fetchall()

    def keep(self, name: str, query: str) -> str:  # noqa: ARG002
        """Return the query itself, as a table."""
        return f"({query})"


def _check_spelling(plan: Plan, keep: Sequence[str]) -> None:
    """Raise InvalidTable where columns are spelt nearly as a fact and not kept: no note tells of them."""
    shown = set(map(harmless, keep))
    found = [note for note in plan.notes if note.code == "column-near-fact" and note.seen not in shown]
    if found:
        raise InvalidTable(found)


def _query(relation: "duckdb.DuckDBPyRelation", query: str) -> "duckdb.DuckDBPyRelation":
    answer = relation.query(ROWS, query)
    assert answer is not None
    return answer


def _relation(table: "duckdb.DuckDBPyRelation | str | Path") -> "duckdb.DuckDBPyRelation":
    """Return a table as a relation; a file is read into an engine of its own."""
    import duckdb

    if isinstance(table, duckdb.DuckDBPyRelation):
        return table
    engine = duckdb.connect()
    with contextlib.closing(open_input(str(table))) as source:
        kinds = source.kinds
        typed = {column: kind for column, kind in kinds.items() if kind.startswith(("DECIMAL", *BINARY))}
        columns = (f"{written_name(column)} {typed.get(column, 'VARCHAR')}" for column in source.header)
        engine.execute(f"CREATE TABLE applicants ({', '.join(columns)})")
        worker = Worker(Plan(tuple(source.header)), engine)
        try:
            for chunk in source.chunks(1):
                worker.append(chunk, "applicants")
        except InvalidTable as error:
            raise InvalidTable(finding.at(file=str(table)) for finding in error.findings) from None
        finally:
            worker.input.close()
    return engine.table("applicants")


def _plan(
    relation: "duckdb.DuckDBPyRelation",
    policy: Edition,
    round_: int | str | None,
    keep: Sequence[str] | None,
    today: datetime.date | None,
) -> Plan:
    """Plan how a relation is scored, all of it in one edition and round. Raises InvalidTable, InvalidOption."""
    kinds, day = _kinds(relation), today or datetime.date.max
    named = round_named(policy, round_, from_date(day))
    kept = None if keep is None else tuple(keep)
    request = Request(None, named, kept, "en", "csv", day, day, safe=False, numbered=False)
    end = policy.calendar.expired_on(named, from_date(day) if round_ is None else LATEST)
    partition = Partition(policy, named, has_ended=end is not None)
    return plan_table(Header(list(kinds), kinds=kinds), [partition], request)


def _source(relation: "duckdb.DuckDBPyRelation", plan: Plan) -> str:
    kinds = _kinds(relation)
    texts = texts_sql(kinds, plan.partitions[0].facts.values())
    return f"(SELECT row_number() OVER () AS _line, {broken_sql(kinds)} AS _problem, {texts} FROM {ROWS})"


def _kinds(relation: "duckdb.DuckDBPyRelation") -> dict[str, str]:
    return {column: str(kind) for column, kind in zip(relation.columns, relation.types, strict=True)}
