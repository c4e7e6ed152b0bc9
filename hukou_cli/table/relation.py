"""A table of applicants from Python: relations in, relations out."""

import contextlib
import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from hukou_cli.base.calendar import LATEST, from_date
from hukou_cli.base.errors import InvalidTable
from hukou_cli.base.redaction import harmless
from hukou_cli.policy.catalog import round_named
from hukou_cli.policy.edition import Edition
from hukou_cli.sql.output import written_name
from hukou_cli.sql.partition import Partition
from hukou_cli.table.chunk import others, read_rows, scores_query, settled_query
from hukou_cli.table.columns import BINARY, Header
from hukou_cli.table.counting import Counting, Filler, with_counted_facts
from hukou_cli.table.plan import Plan, Request, plan_table
from hukou_cli.table.record_table import RecordTable
from hukou_cli.table.rejects import RECORD, problems_sql, rejects_query, told_sql, with_told_sql
from hukou_cli.table.source.inputs import open_input
from hukou_cli.table.source.parquet import broken_sql, texts_sql
from hukou_cli.table.texts import read_texts
from hukou_cli.table.worker import Worker
from hukou_cli.text.language import Language

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

ROWS = "__hukou_rows__"
"""The name of the relation in queries; no table of the user's has it."""

LINE = "__hukou_line__"
"""The number of a row in it; no column of the user's is called so."""


class _Rows(NamedTuple):
    """The rows of a table: the relation that has them, their plan, and SQL of them and of mistakes in records."""

    relation: "duckdb.DuckDBPyRelation"
    plan: Plan
    source: str
    told: str = ""


def score_table(  # noqa: PLR0913, PLR0917
    table: "duckdb.DuckDBPyRelation | str | Path",
    policy: Edition,
    round_: int | str | None,
    keep: Sequence[str] | None,
    today: datetime.date | None,
    records: "str | Path | None" = None,
) -> "duckdb.DuckDBPyRelation":
    """Score the good rows of a table; see ``hukou_cli.score_table``."""
    relation, plan, source, _ = _rows(table, policy, round_, keep, today, records)
    check_spelling(plan, keep or ())
    rows = read_rows(plan, source)
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
    records: "str | Path | None" = None,
) -> "duckdb.DuckDBPyRelation":
    """List the mistakes of the rows that are not scored; see ``hukou_cli.reject_table``."""
    relation, plan, source, told = _rows(table, policy, round_, (), today, records)
    engine, rows = _RelationEngine(relation), read_rows(plan, source)
    texts = read_texts(plan, engine, rows, {})
    if settled := settled_query(plan, engine, rows, texts):
        rows = others(rows, f"({settled})")
    problems = engine.keep("problems", problems_sql(plan, source, rows, texts))
    listed = with_told_sql(rejects_query(plan, engine, problems, texts, safe=False), told)
    record = f"CAST(NULLIF({RECORD}, '') AS BIGINT) AS {RECORD}, " if plan.from_records else ""
    value = """CASE WHEN _at <> 0 THEN NULLIF("value", '') END AS "value\""""
    columns = f"""_line AS "row", {record}NULLIF(fact, '') AS fact, {value}, code"""
    return _query(relation, f"SELECT {columns} FROM ({listed}) ORDER BY _line, _at")


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


def check_spelling(plan: Plan, keep: Sequence[str]) -> None:
    """Raise InvalidTable where columns are spelt nearly as a fact and not kept: no note tells of them."""
    shown = set(map(harmless, keep))
    found = [note for note in plan.notes if note.code == "column-near-fact" and note.seen not in shown]
    if found:
        raise InvalidTable(found)


def _query(relation: "duckdb.DuckDBPyRelation", query: str) -> "duckdb.DuckDBPyRelation":
    answer = relation.query(ROWS, query)
    assert answer is not None
    return answer


def one_edition(  # noqa: PLR0913
    policy: Edition,
    round_: int | str | None,
    keep: Sequence[str] | None,
    today: datetime.date | None,
    language: Language = "en",
    *,
    from_records: bool = False,
) -> tuple[Request, Partition]:
    """Return the options by which all rows are scored in one edition and round, and that partition.

    Raises NotFound, InvalidOption.
    """
    day = today or datetime.date.max
    named = round_named(policy, round_, from_date(day))
    kept = None if keep is None else tuple(keep)
    request = Request(
        None, named, kept, language, "csv", day, day, safe=False, numbered=False, from_records=from_records
    )
    end = policy.calendar.expired_on(named, from_date(day) if round_ is None else LATEST)
    return request, Partition(policy, named, has_ended=end is not None)


def _rows(  # noqa: PLR0913, PLR0917
    table: "duckdb.DuckDBPyRelation | str | Path",
    policy: Edition,
    round_: int | str | None,
    keep: Sequence[str] | None,
    today: datetime.date | None,
    records: "str | Path | None",
) -> _Rows:
    """Return the rows of a table, all of one edition and round. Raises InvalidTable, InvalidOption."""
    relation, own = _relation(table)
    kinds = _kinds(relation)
    request, partition = one_edition(policy, round_, keep, today, from_records=records is not None)
    header, partitions = Header(list(kinds), kinds=kinds, records=own), [partition]
    if records is None and not own:
        plan = plan_table(header, partitions, request)
        return _Rows(relation, plan, f"({texts_of(kinds, plan)})")
    plan = plan_table(with_counted_facts(header, partitions), partitions, request)
    with contextlib.ExitStack() as opened:
        listed = None
        if records is not None:
            with contextlib.closing(open_input(str(records))) as source:
                listed = opened.enter_context(contextlib.closing(RecordTable(source, 1)))
        counting = Counting(header, plan, request, listed)
        opened.callback(counting.close)
        return _counted(relation, counting)


def _counted(relation: "duckdb.DuckDBPyRelation", counting: Counting) -> _Rows:
    """Return the rows of a relation with facts counted from records, in an engine of their own."""
    import duckdb

    filler = Filler(counting)
    filler.fill(_query(relation, texts_of(_kinds(relation), counting.plan)).fetchall())
    worker = Worker(counting.plan, duckdb.connect())
    filled = filler.rows()
    worker.input.write(filled.content)
    try:
        worker.engine.execute(f"CREATE TABLE counted AS FROM {worker.text_sql(filled, ',')}")
    finally:
        worker.input.close()
    told = worker.keep("told", told_sql(filler.told, {}, {}, safe=False)) if filler.told else ""
    return _Rows(worker.engine.table("counted"), counting.plan, f"(FROM {ROWS})", told)


def _relation(table: "duckdb.DuckDBPyRelation | str | Path") -> "tuple[duckdb.DuckDBPyRelation, frozenset[str]]":
    """Return a table as a relation, with its columns that hold records; a file is read into an engine of its own."""
    import duckdb

    if isinstance(table, duckdb.DuckDBPyRelation):
        return table, frozenset()
    engine = duckdb.connect()
    with contextlib.closing(open_input(str(table))) as source:
        kinds, records = source.kinds, source.records
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
    return engine.table("applicants"), records


def texts_of(kinds: Mapping[str, str], plan: Plan, scored: str = "") -> str:
    """Write the query of the rows of ``ROWS`` as a chunk's: line, problem and cells as text.

    Args:
        kinds: The columns, and the type of each as DuckDB writes it.
        plan: How they are scored.
        scored: A table of the lines that are left out; empty for none.

    """
    texts = texts_sql(kinds, plan.partitions[0].facts.values())
    rows = f"(SELECT row_number() OVER () AS {LINE}, * FROM {ROWS})"
    rest = f"{rows} ANTI JOIN {scored} ON {LINE} = _line" if scored else rows
    return f"SELECT {LINE} AS _line, {broken_sql(kinds)} AS _problem, {texts} FROM {rest}"


def _kinds(relation: "duckdb.DuckDBPyRelation") -> dict[str, str]:
    return {column: str(kind) for column, kind in zip(relation.columns, relation.types, strict=True)}
