"""Arrow batches of rows in, the same rows scored out: for engines that spread a table over many machines.

A plan is made once, where the columns are known; pickled, it goes to whoever scores batches. Every row comes out once,
in its order: with its points, or with its mistakes and no points.
"""

import datetime
import hashlib
import pickle
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from hukou_cli import __version__
from hukou_cli.base.errors import Finding, InvalidOption
from hukou_cli.policy.edition import Edition
from hukou_cli.sql.output import written_name
from hukou_cli.sql.partition import Partition
from hukou_cli.table.chunk import Scores, others, read_rows, scores_query, settled_query
from hukou_cli.table.columns import Header
from hukou_cli.table.plan import Plan, Request, plan_table
from hukou_cli.table.rejects import problems_sql, rejects_query
from hukou_cli.table.relation import LINE, ROWS, check_spelling, one_edition, texts_of
from hukou_cli.table.texts import Texts, read_texts
from hukou_cli.table.worker import Worker
from hukou_cli.text.language import Language

if TYPE_CHECKING:
    import pyarrow as pa

MOST_ROWS = 100_000
"""About how many rows are scored at once: to write and plan the queries takes as long as some thousands of rows."""

_MISTAKE = {"column": "header", "value": "value", "code": "code", "problem": "problem", "hint": "hint"}


class BatchPlan(msgspec.Struct, frozen=True):
    """How batches of rows are scored. It carries the edition, so that no policy is read where it is used.

    Attributes:
        version: The version of the program that made it: no other uses it.
        digest: The SHA-256 of the edition, in hexadecimal digits.
        kinds: The columns of the batches, and the type of each as DuckDB writes it.
        keep: The columns that are handed on.
        plan: How the columns are read and what is written.

    """

    version: str
    digest: str
    kinds: dict[str, str]
    keep: tuple[str, ...]
    plan: Plan

    @property
    def schema(self) -> "pa.Schema":
        """The columns of the batches that come out, and their types."""
        worker = Worker(self.plan)
        try:
            columns = ", ".join(f"NULL::{kind} AS {written_name(column)}" for column, kind in self.kinds.items())
            worker.engine.execute(f"CREATE TEMP TABLE {ROWS} AS SELECT {columns} LIMIT 0")
            scores = scores_query(self.plan, read_rows(self.plan, f"({texts_of(self.kinds, self.plan)})"), Texts())
            mistake = ", ".join(f'"{name}" VARCHAR' for name in _MISTAKE)
            columns = f"{_columns(self)}, []::STRUCT({mistake})[] AS rejected"
            none = worker.engine.sql(f"SELECT {columns} FROM {ROWS} AS given, ({scores}) AS scores")
            return none.to_arrow_table().schema
        finally:
            worker.close()


def plan_batches(  # noqa: PLR0913, PLR0917
    schema: "pa.Schema",
    policy: Edition,
    round_: int | str | None,
    keep: Sequence[str] | None,
    today: datetime.date | None,
    language: Language,
) -> BatchPlan:
    """Plan how batches of a schema are scored; see ``hukou_cli.plan_batches``."""
    batch = plan_partition(schema, *one_edition(policy, round_, keep, today, language))
    check_spelling(batch.plan, keep or ())
    return batch


def plan_partition(schema: "pa.Schema", request: Request, partition: Partition) -> BatchPlan:
    """Plan how batches of a schema are scored, all in one edition and round."""
    import duckdb

    with duckdb.connect() as engine:
        given = engine.from_arrow(schema.empty_table())
        kinds = {column: str(kind) for column, kind in zip(given.columns, given.types, strict=True)}
    plan = plan_table(Header(list(kinds), kinds=kinds), [partition], request)
    digest = hashlib.sha256(pickle.dumps(partition.edition, protocol=5)).hexdigest()
    return BatchPlan(__version__, digest, kinds, tuple(plan.partitions[0].kept), plan)


def score_batches(batches: "Iterable[pa.RecordBatch]", plan: BatchPlan) -> "Iterator[pa.RecordBatch]":
    """Score batches; see ``hukou_cli.score_batches``."""
    import pyarrow as pa

    if plan.version != __version__:
        raise InvalidOption([Finding(code="other-version", values={"seen": plan.version, "allowed": __version__})])
    worker = Worker(plan.plan)
    try:
        for group in _grouped(batches):
            yield from _scored(worker, plan, pa.Table.from_batches(group)).to_batches(max_chunksize=MOST_ROWS)
    finally:
        worker.close()


def score_under_each(
    batches: "Iterable[pa.RecordBatch]", plans: "Sequence[BatchPlan]"
) -> "Iterator[tuple[pa.Table, list[pa.Table]]]":
    """Yield the rows of batches together with their scores by each plan: as many rows, in their order."""
    import pyarrow as pa

    workers = [Worker(plan.plan) for plan in plans]
    try:
        for group in _grouped(batches):
            table = pa.Table.from_batches(group)
            yield table, [_scored(worker, plan, table) for worker, plan in zip(workers, plans, strict=True)]
    finally:
        for worker in workers:
            worker.close()


def _grouped(batches: "Iterable[pa.RecordBatch]") -> "Iterator[list[pa.RecordBatch]]":
    """Yield batches together that hold enough rows to be scored at once."""
    group: list[pa.RecordBatch] = []
    for batch in batches:
        group.append(batch)
        if sum(each.num_rows for each in group) >= MOST_ROWS:
            yield group
            group = []
    if group:
        yield group


def _scored(worker: Worker, batch: BatchPlan, table: "pa.Table") -> "pa.Table":
    """Score the rows of a table: as many come out, in their order."""
    plan, engine = batch.plan, worker.engine
    engine.register(ROWS, table)
    scores = Scores(worker)
    scores.add(scores_query(plan, read_rows(plan, f"({texts_of(batch.kinds, plan)})"), Texts()))
    rest = worker.keep("unscored", texts_of(batch.kinds, plan, scores.table))
    rejected = _rejected(worker, plan, rest, scores)
    mistake = ", ".join(f"'{name}': {column}" for name, column in _MISTAKE.items())
    told = f"SELECT _line, list({{{mistake}}} ORDER BY _at) AS rejected FROM {rejected} GROUP BY _line"
    kept = "".join(f", {written_name(name)}" for name in batch.keep)
    answer = engine.sql(
        f"SELECT {_columns(batch)}, rejected "
        f"FROM (SELECT *, [] AS rejected FROM {scores.table} UNION ALL BY NAME {told}) "
        f"AS scores JOIN (SELECT row_number() OVER () AS {LINE}{kept} FROM {ROWS}) AS given ON _line = {LINE} "
        f"ORDER BY {LINE}"
    ).to_arrow_table()
    lines = f"SELECT _line FROM {scores.table} UNION ALL SELECT _line FROM {rejected}"
    ((counted,),) = worker.rows(f"SELECT count(DISTINCT _line) FROM ({lines})")
    assert answer.num_rows == table.num_rows == counted, "read = scored + rejected"
    engine.unregister(ROWS)
    return answer


def _columns(batch: BatchPlan) -> str:
    """Write the columns that are handed on, then those of the points."""
    kept = [f"given.{written_name(name)}" for name in batch.keep]
    return ", ".join((*kept, *(f"scores.{written_name(name)}" for name in batch.plan.columns[len(kept) :])))


def _rejected(worker: Worker, plan: Plan, source: str, scores: Scores) -> str:
    """Score the rows that are not scored by themselves; return the table of the mistakes of those that cannot be."""
    rest = [worker.keep(f"rest_{at}", f"SELECT * FROM {read}") for at, read in enumerate(read_rows(plan, source))]
    texts = read_texts(plan, worker, rest, {})
    scores.add(scores_query(plan, rest, texts))
    if settled := settled_query(plan, worker, others(rest, scores.table), texts):
        scores.add(settled)
    problems = worker.keep("problems", problems_sql(plan, source, others(rest, scores.table), texts))
    return worker.keep("rejected", rejects_query(plan, worker, problems, texts, safe=False))
