"""A chunk of rows scored: rows of text in, scores and rejects out. It knows no file, no source and no process.

Most rows hold canonical texts only, which SQL reads by itself (``sql.cells``), and are scored at once. The rest is set
aside as it was read: its other texts go, once each, to ``facts.reading``, and what they stand for comes back as a table
of spellings, with which the rest is scored. So are rows that lack a fact that changes nothing for them
(``sql.lacking``). What then is left are the rejects, whose messages are the findings' own.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from hukou_cli.sql.cells import ID, IS_READ
from hukou_cli.sql.edition import ENTERS_RANKING, REACHED, key_column
from hukou_cli.sql.lacking import lacking_sql, may_lack_sql, tried_sql, tried_values, undecided_sql, with_columns
from hukou_cli.sql.output import output_columns, written_name
from hukou_cli.sql.table import DISPUTED, carried_columns, read_sql, scores_sql
from hukou_cli.table.columns import ELIGIBLE, ROW, ROW_ID
from hukou_cli.table.engine import Engine
from hukou_cli.table.plan import Plan
from hukou_cli.table.rejects import mistakes_in, problems_sql, reject_rows_sql, rejects_query
from hukou_cli.table.rows_of_nobody import count_rows_of_nobody, unfilled_sql, unscored_rows_of_nobody_sql
from hukou_cli.table.tally import Tally
from hukou_cli.table.texts import Known, Texts, count_converted, read_texts, size_of, spellings_table, unconverted

MOST_REMEMBERED = 200_000
"""The most texts that stand for a value that one chunk hands to the next."""


class Hint(NamedTuple):
    """What one chunk tells the next, which is likely of the same kind: it saves time and changes no answer.

    Attributes:
        known: The texts that stand for a value, and the value.
        all_odd: Whether no row was scored by itself.

    """

    known: Known = {}
    all_odd: bool = False


class Scored(NamedTuple):
    """A chunk scored.

    Attributes:
        scores: SQL of the scores, as they are written; empty where none was looked for.
        rejects: SQL of the rejects, as they are written; empty where there are none.
        ids: SQL of the texts that identify the rows; empty where there are none.
        tally: How many rows there are of each kind.
        hint: What the chunk tells the next.

    """

    scores: str
    rejects: str
    ids: str
    tally: Tally
    hint: Hint


def score_chunk(  # noqa: PLR0913, PLR0917 - what a chunk is
    plan: Plan,
    engine: Engine,
    source: str,
    count: int,
    hint: Hint,
    others_of: Callable[[str], str],
    told: str = "",
) -> Scored:
    """Score the good rows of a chunk, and reject those with a mistake.

    Args:
        plan: How the table is scored.
        engine: Runs the queries.
        source: SQL of a table with ``_line``, ``_problem`` and the columns as text, NULL where empty.
        count: How many rows it has.
        hint: What the chunk before was like.
        others_of: Returns SQL of the rows whose lines are not in a table.
        told: SQL of a table of the mistakes in dated records, as ``told_sql`` gives it; empty for none.

    """
    if plan.unrouted is not None:  # every partition reads it
        source = engine.keep("kept", f"SELECT * FROM {source}")
    known = hint.known if size_of(hint.known) <= MOST_REMEMBERED else {}
    scores, rest, rejects = Scores(engine), read_rows(plan, source), ""
    plain = without = converted = rejected = 0
    passed_over, mistakes = Tally(), Counter[tuple[str, str]]()
    if not (hint.all_odd and count):
        plain = scores.add(scores_query(plan, rest, Texts(known, {}, spellings_table(engine, known))))
        if plan.unrouted is not None:
            rest = read_rows(plan, f"(SELECT * FROM {source} ANTI JOIN {scores.table} USING (_line))")
        elif plain < count:
            source = others_of(scores.table)
            rest = read_rows(plan, source)
    texts = Texts(known)
    if plain < count:
        rest = [engine.keep(f"rest_{at}", f"SELECT * FROM {read}") for at, read in enumerate(rest)]
        texts = read_texts(plan, engine, rest, known)
        may_lack = not texts.settle_none and engine.rows(may_lack_query(plan, rest))
        converted = count_converted(engine, rest, texts)
        if not texts.settle_none and (size_of(texts.values) > size_of(known) or hint.all_odd):
            scores.add(scores_query(plan, rest, texts))
            rest = others(rest, scores.table)
        if scores.count < count and may_lack and (query := settled_query(plan, engine, rest, texts)):
            without = scores.add(query)
            rest = others(rest, scores.table)
        if scores.count < count:
            problems = engine.keep("problems", problems_sql(plan, source, rest, texts))
            if engine.rows(f"FROM ({unfilled_sql(problems)}) LIMIT 1"):
                nobody = engine.keep("nobody", unscored_rows_of_nobody_sql(plan, source, problems))
                passed_over = count_rows_of_nobody(engine.rows, nobody)
            if passed_over.read:
                rest = others(rest, nobody)
                problems = engine.keep("mistakes", f"SELECT * FROM {problems} ANTI JOIN {nobody} USING (_line)")
            ((rejected,),) = engine.rows(f"SELECT count(DISTINCT _line) FROM {problems}")
            if rejected:
                query = rejects_query(plan, engine, problems, texts, safe=True)
                rejects = reject_rows_sql(query, plan, told)
                mistakes = mistakes_in(engine, query)
    columns = ", ".join(f"{written_name(name)} AS {written_name(plan.heading(name))}" for name in plan.columns)
    order = " ORDER BY _line" if 0 < plain < scores.count else ""
    written = f"SELECT {columns} FROM {scores.table}{order}" if scores.table else ""
    ids = [f"SELECT {ROW_ID} AS id FROM {scores.table}"] if scores.table else []
    if rejects:
        ids += [f"SELECT {ID} AS id FROM {read} WHERE {IS_READ}" for read in rest]
    tally = Tally(rejected=rejected, mistakes=mistakes, converted=converted, without=without) + passed_over
    if scores.table:
        tally += tally_of(plan, engine, scores)
    return Scored(written, rejects, "\nUNION ALL ".join(ids), tally, Hint(unconverted(texts.values), not plain))


class Scores:
    """The scores of a chunk, from each query that is to score rows of it; ``table`` is SQL of them all."""

    def __init__(self, engine: Engine) -> None:
        self.table, self.count, self._engine = "", 0, engine
        self._tables: list[str] = []

    def add(self, query: str) -> int:
        """Add the answer of a query; return the number of its rows."""
        self._tables.append(self._engine.keep(f"scores_{len(self._tables)}", query))
        ((added,),) = self._engine.rows(f"SELECT count(*) FROM {self._tables[-1]}")
        self.table = f"({' UNION ALL '.join(f'FROM {table}' for table in self._tables)})"
        self.count += added
        return int(added)


def others(rows: Sequence[str], scores: str) -> list[str]:
    """Write the rows that are not among those scored."""
    return [f"(SELECT * FROM {read} AS rows_ ANTI JOIN {scores} AS scored USING (_line))" for read in rows]


def may_lack_query(plan: Plan, rows: Sequence[str]) -> str:
    """Write the query that gives a row if any may lack a fact; ``rows`` is SQL of those of each partition."""
    given = zip(plan.partitions, rows, strict=True)
    tests = (f"SELECT 1 FROM {read} WHERE {may_lack_sql(one, tried_values(one))}" for one, read in given)
    return f"{' UNION ALL '.join(tests)} LIMIT 1"


def settled_query(plan: Plan, engine: Engine, rows: Sequence[str], texts: Texts) -> str:
    """Write the query that scores the rows whose missing facts change nothing; empty where there are none.

    Args:
        plan: How the table is scored.
        engine: Counts the rows that lack any.
        rows: SQL of the rows of each partition that are not scored yet, as ``read_sql`` gives them.
        texts: The texts in them that are not canonical.

    """
    given = list(enumerate(zip(plan.partitions, rows, strict=True)))
    tried = [tried_values(partition) for partition in plan.partitions]
    lacking = [
        lacking_sql(one, read, texts.spellings(part), carried_columns(one), tried[part]) for part, (one, read) in given
    ]
    lacking = [engine.keep(f"lacking_{part}", query) for part, query in enumerate(lacking)]
    if not any(found for table in lacking for ((found,),) in [engine.rows(f"SELECT count(*) FROM {table}")]):
        return ""
    partitions = tuple(map(with_columns, plan.partitions, tried))
    combined = [f"({query})" for query in map(tried_sql, partitions, lacking, tried)]
    columns = ", ".join(f"any_value({name}) AS {name}" for name in (ROW_ID, DISPUTED, *map(written_name, plan.columns)))
    undecided = "\nUNION ALL ".join(
        f"({undecided_sql(partition, read, texts.spellings(part), tried[part])})"
        for part, (partition, read) in enumerate(zip(partitions, combined, strict=True))
    )
    query = scores_query(msgspec.structs.replace(plan, partitions=partitions), combined, texts)
    return (
        f"SELECT _line, {columns} FROM (SELECT DISTINCT * FROM ({query})) "
        f"ANTI JOIN ({undecided}) USING (_line) GROUP BY _line HAVING count(*) = 1"
    )


def tally_of(plan: Plan, engine: Engine, scores: Scores) -> Tally:
    """Count the rows that are scored, the eligible ones, those at the line, and those of each total."""
    reached, entering = (
        f"eligible AND {column}" if column in plan.columns else "FALSE" for column in (REACHED, ENTERS_RANKING)
    )
    kinds = ", ".join(f"count(*) FILTER ({test})" for test in (ELIGIBLE, reached, entering, DISPUTED))
    ((eligible, reaching, ranked, disputed),) = engine.rows(f"SELECT {kinds} FROM {scores.table}")
    totals: Counter[int] = Counter()
    if len(plan.partitions) == 1 and "total" in plan.columns:
        units = f"CAST(total * {10 ** plan.partitions[0].edition.file.policy.decimals} AS BIGINT)"
        totals.update(dict(engine.rows(f"SELECT {units}, count(*) FROM {scores.table} WHERE eligible GROUP BY 1")))
    return Tally(
        scored=scores.count, disputed=disputed, eligible=eligible, entering=ranked, reached=reaching, totals=totals
    )


def read_rows(plan: Plan, source: str) -> list[str]:
    """Write, for each partition, SQL of its rows as they are read."""
    parts = enumerate(plan.partitions)
    return [f"({read_sql(partition, plan.rows_of(part, source))})" for part, partition in parts]


def scores_query(plan: Plan, rows: Sequence[str], texts: Texts) -> str:
    """Write the query that scores the good rows, whatever edition each is of, with ``_line`` and ``_row_id``.

    They come in the order of the input where there are several editions; one engine with one thread keeps it anyway.
    ``rows`` is SQL of the rows of each partition, as ``read_sql`` gives them.
    """
    parts = []
    for part, (partition, read) in enumerate(zip(plan.partitions, rows, strict=True)):
        there = {*output_columns(partition), *map(key_column, partition.keys)}
        columns = ", ".join(
            written_name(name) if name in there else f"{'_line' if name == ROW else 'NULL'} AS {written_name(name)}"
            for name in plan.columns
        )
        scored = scores_sql(partition, read, texts.spellings(part))
        parts.append(f"SELECT _line, {ID} AS {ROW_ID}, {DISPUTED}, {columns} FROM ({scored})")
    order = "\nORDER BY _line" if len(parts) > 1 else ""
    together = "\nUNION ALL ".join(parts)
    return f"SELECT * FROM ({together}{order})"
