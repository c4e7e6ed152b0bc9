"""A chunk of rows scored: rows of text in, scores and rejects out. It knows no file, no source and no process.

Most rows hold canonical texts only, which SQL reads by itself (``sql.cells``), and are scored at once. The rest is set
aside as it was read: its other texts go, once each, to ``facts.reading``, and what they stand for comes back as a table
of spellings, with which the rest is scored. So are rows that lack a fact that changes nothing for them
(``sql.lacking``). What then is left are the rejects, whose messages are the findings' own.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from hukou_cli.base.errors import Finding
from hukou_cli.base.redaction import harmless
from hukou_cli.base.spreadsheet import formula_safe
from hukou_cli.facts.reading import check_id, is_converted, read_fact
from hukou_cli.facts.types import Value
from hukou_cli.sql.cells import ID, Spellings, quoted, text_of
from hukou_cli.sql.edition import ENTERS_RANKING, REACHED, key_column
from hukou_cli.sql.lacking import lacking_sql, may_lack_sql, tried_sql, tried_values, undecided_sql, with_columns
from hukou_cli.sql.partition import Partition
from hukou_cli.sql.table import (
    DISPUTED,
    OF_ROW,
    carried_columns,
    mistake_sql,
    mistakes_sql,
    odd_counts_sql,
    odd_texts_sql,
    output_columns,
    read_sql,
    scores_sql,
    written_name,
)
from hukou_cli.table.columns import ELIGIBLE, ROW, ROW_ID
from hukou_cli.table.engine import Engine
from hukou_cli.table.plan import Plan, Unrouted
from hukou_cli.table.rejects import NO_PART, OF_CITY, OF_ROUND, Place, reject_rows_sql, words_of
from hukou_cli.table.rows_of_nobody import count_rows_of_nobody, unfilled_sql, unscored_rows_of_nobody_sql
from hukou_cli.table.tally import Tally

MOST_SUGGESTED = 1000
"""The most unknown options of a chunk for which the nearest option is looked up, which takes time."""

MOST_REMEMBERED = 200_000
"""The most texts that stand for a value that one chunk hands to the next."""

Known = Mapping[Place, Mapping[str, str]]
"""For each fact, the texts that are not canonical and stand for a value, and that value."""


class Texts(NamedTuple):
    """The values and the findings of the texts that are not canonical, and SQL of a table of the values."""

    values: Known = {}
    findings: Mapping[Place, Mapping[str, Finding]] = {}
    table: str = ""

    def spellings(self, part: int) -> Spellings:
        """Return the spellings of a partition."""
        return Spellings(self.table, part, frozenset(name for at, name in self.values if at == part))


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
        scores: SQL of the scores, as they are written.
        rejects: SQL of the rejects, as they are written; empty where there are none.
        ids: SQL of the texts that identify the rows; empty where no column does.
        tally: How many rows there are of each kind.
        hint: What the chunk tells the next.

    """

    scores: str
    rejects: str
    ids: str
    tally: Tally
    hint: Hint


def score_chunk(  # noqa: PLR0913, PLR0917 - what a chunk is
    plan: Plan, engine: Engine, source: str, count: int, hint: Hint, others_of: Callable[[str], str]
) -> Scored:
    """Score the good rows of a chunk, and reject those with a mistake.

    Args:
        plan: How the table is scored.
        engine: Runs the queries.
        source: SQL of a table with ``_line``, ``_problem`` and the columns as text, NULL where empty.
        count: How many rows it has.
        hint: What the chunk before was like.
        others_of: Returns SQL of the rows whose lines are not in a table.

    """
    if plan.unrouted is not None:  # every partition reads it
        source = engine.keep("kept", f"SELECT * FROM {source}")
    known = hint.known if _size(hint.known) <= MOST_REMEMBERED else {}
    scores, rest, rejects = _Scores(engine), read_rows(plan, source), ""
    plain = without = converted = rejected = 0
    passed_over = Tally()
    if not hint.all_odd:
        plain = scores.add(scores_query(plan, rest, Texts(known, {}, _spellings(engine, known))))
        if plan.unrouted is not None:
            rest = read_rows(plan, f"(SELECT * FROM {source} ANTI JOIN {scores.table} USING (_line))")
        elif plain < count:
            source = others_of(scores.table)
            rest = read_rows(plan, source)
    texts = Texts(known)
    if plain < count:
        rest = [engine.keep(f"rest_{at}", f"SELECT * FROM {read}") for at, read in enumerate(rest)]
        texts = read_texts(plan, engine, rest, known)
        may_lack = engine.rows(may_lack_query(plan, rest))
        converted = count_converted(engine, rest, texts)
        if _size(texts.values) > _size(known) or hint.all_odd:
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
                rejects = reject_rows_sql(rejects_query(plan, engine, problems, texts, safe=True))
    columns = ", ".join(f"{written_name(name)} AS {written_name(plan.headings[name])}" for name in plan.columns)
    written = f"SELECT {columns} FROM {scores.table}{' ORDER BY _line' if 0 < plain < scores.count else ''}"
    ids = [f"SELECT {ROW_ID} AS id FROM {scores.table}"]
    if rejects:
        ids += [f"SELECT {ID} AS id FROM {read} WHERE _problem IS NULL" for read in rest]
    told = Tally(rejected=rejected, converted=converted, without=without) + passed_over
    hint = Hint(unconverted(texts.values), all_odd=not plain)
    return Scored(written, rejects, "\nUNION ALL ".join(ids), told + tally_of(plan, engine, scores), hint)


class _Scores:
    """The table of the scores of a chunk, made by the first query that is to score rows of it."""

    def __init__(self, engine: Engine) -> None:
        self.table, self.count, self._engine = "", 0, engine

    def add(self, query: str) -> int:
        """Add the answer of a query; return the number of its rows."""
        if self.table:
            ((added,),) = self._engine.rows(f"INSERT INTO {self.table} {query}")
        else:
            self.table = self._engine.keep("scores", query)
            ((added,),) = self._engine.rows(f"SELECT count(*) FROM {self.table}")
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
    combined = [f"({tried_sql(table, values)})" for table, values in zip(lacking, tried, strict=True)]
    partitions = tuple(map(with_columns, plan.partitions, tried))
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


def tally_of(plan: Plan, engine: Engine, scores: _Scores) -> Tally:
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


def read_texts(plan: Plan, engine: Engine, rows: Sequence[str], known: Known) -> Texts:
    """Read every text that is not canonical, once for each fact.

    Args:
        plan: How the table is scored.
        engine: Runs the queries.
        rows: SQL of the rows of each partition, as ``read_sql`` gives them.
        known: Texts that are known to stand for a value.

    """
    values = {place: dict(read) for place, read in known.items()}
    findings: dict[Place, dict[str, Finding]] = {}
    suggested = 0
    for part, (partition, read) in enumerate(zip(plan.partitions, rows, strict=True)):
        names = [ID] * (partition.id is not None) + list(partition.facts)
        counts = engine.rows(odd_counts_sql(read, names)) if names else []
        names = [name for name, (odd,) in zip(names, counts, strict=True) if odd]
        (lists,) = engine.rows(odd_texts_sql(read, names)) if names else [()]
        for name, texts in zip(names, lists, strict=True):
            place = part, name
            for text in texts or ():
                if text in values.get(place, ()):
                    continue
                found = _read(partition, name, text, suggest=suggested < MOST_SUGGESTED)
                if isinstance(found, Finding):
                    suggested += found.code == "not-one-of"
                    findings.setdefault(place, {})[text] = found
                else:
                    values.setdefault(place, {})[text] = str(found)
    return Texts(values, findings, _spellings(engine, values))


def unconverted(known: Known) -> Known:
    """Return the texts that were read as they stand: those converted are counted in each chunk."""
    return {place: {text: read[text] for text in read if not is_converted(text)} for place, read in known.items()}


def count_converted(engine: Engine, rows: Sequence[str], texts: Texts) -> int:
    """Count the cells of facts whose text was converted. ``rows`` is SQL of the rows of each partition."""
    total = 0
    for (part, name), read in texts.values.items():
        listed = ", ".join(quoted(text) for text in read if is_converted(text))
        if listed and name != ID:
            query = f"SELECT count(*) FROM {rows[part]} WHERE {text_of(name)} IN ({listed})"
            total += sum(found for (found,) in engine.rows(query))
    return total


def _size(known: Known) -> int:
    return sum(map(len, known.values()))


def _spellings(engine: Engine, known: Known) -> str:
    """Return SQL of the table of spellings, as ``sql.cells`` joins it."""
    columns = {"part": "INTEGER", "fact": "VARCHAR", "text": "VARCHAR", "value": "VARCHAR"}
    told = [(*place, text, value) for place, read in known.items() for text, value in read.items()]
    return engine.keep("spellings", rows_sql(columns, told)) if told else ""


def _read(partition: Partition, name: str, text: str, *, suggest: bool) -> Value | Finding:
    """Read one text: as the row's id, or as ``read_fact`` does."""
    if name == ID:
        return check_id(text) or text
    fact, limits = partition.edition.facts[name], partition.edition.calendar.window(partition.round).limits
    found = read_fact(fact, text, limits[name][1], partition.today, suggest=suggest)
    if not isinstance(found, Finding):
        return found
    found = found._replace(values={**found.values, "city": partition.edition.file.policy.folder})
    return found if fact.advice is None else found._replace(advice=fact.advice.by_language)


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


def rejects_query(plan: Plan, engine: Engine, problems: str, texts: Texts, *, safe: bool) -> str:
    """Return the query that gives each mistake in words.

    Its columns are ``_line``, ``_id``, ``_at``, ``header``, ``fact``, ``value``, ``code``, ``problem``, ``hint``.

    Args:
        plan: How the table is scored.
        engine: Runs the queries.
        problems: SQL of a table of the mistakes, as ``problems_sql`` gives it.
        texts: The texts that are not canonical.
        safe: Whether text that a spreadsheet would run is made harmless.

    """
    columns = {"_part": "INTEGER", "_what": "VARCHAR", "_at": "INTEGER"}
    columns |= dict.fromkeys(("header", "fact", "value", "code", "problem", "hint"), "VARCHAR")
    told = []
    for part, what in engine.rows(f"SELECT DISTINCT _part, _what FROM {problems}"):
        at, code, text = what.split(" ", 2)
        header, fact, value, *words_ = words_of(plan, texts.findings, part, int(at), code, text)
        header, value = (formula_safe(cell) if safe else cell for cell in (header, value))
        told.append((part, what, int(at), header, fact, value, *words_))
    words = engine.keep("words", rows_sql(columns, told))
    read = (read for kind in (texts.values, texts.findings) for (_, name), read in kind.items() if name == ID)
    shown = [(text, harmless(text)) for text in set().union(*read)]
    ids = engine.keep("ids", rows_sql({"text": "VARCHAR", "shown": "VARCHAR"}, shown))
    return (
        "SELECT _line, COALESCE(shown, _id) AS _id, _at, header, fact, value, code, problem, hint "
        f"FROM {problems} AS problems JOIN {words} AS words USING (_part, _what) "
        f"LEFT JOIN {ids} AS ids ON ids.text = _id"
    )


def problems_sql(plan: Plan, source: str, rest: Sequence[str], texts: Texts) -> str:
    """Write the query of every mistake of the rows that are not scored: ``_part``, ``_line``, ``_id``, ``_what``.

    Args:
        plan: How the table is scored.
        source: SQL of all rows.
        rest: SQL of the rows of each partition in which mistakes are looked for, as ``read_sql`` gives them.
        texts: The texts in them that are not canonical.

    """
    broken = f"concat({OF_ROW}, ' ', _problem, ' ', _c0)"
    rows = rest[0] if plan.unrouted is None else source
    parts = [f"SELECT {NO_PART} AS _part, _line, NULL AS _id, {broken} AS _what FROM {rows} WHERE _problem IS NOT NULL"]
    for part, partition in enumerate(plan.partitions):
        mistakes = mistakes_sql(partition, rest[part], texts.spellings(part))
        parts.append(f"SELECT {part} AS _part, _line, _id, _what FROM ({mistakes})")
    if plan.unrouted is not None:
        parts += _unrouted_sql(plan, plan.unrouted, source)
    return "\nUNION ALL ".join(parts)


def _unrouted_sql(plan: Plan, unrouted: Unrouted, source: str) -> list[str]:
    """Write the queries of the rows that are of no city, and of those that are of no round of theirs."""
    id_, city, round_ = (column or "NULL" for column in (plan.partitions[0].id, unrouted.city, unrouted.round))
    unknown = (f"({unrouted.known}) IS NOT TRUE", OF_CITY, "row-of-unknown-city", city)
    uncovered = (unrouted.known, OF_ROUND, "row-of-unknown-round", round_)
    if unrouted.round is None:
        uncovered = (unrouted.known, OF_CITY, "city-without-round", city)
    queries = []
    for test, at, code, text in (unknown, uncovered):
        what = mistake_sql(at, code, f"COALESCE({text}, '')")
        columns = f"{NO_PART} AS _part, _line, {id_} AS _id, {what} AS _what"
        queries.append(f"SELECT {columns} FROM {source} WHERE {plan.is_unrouted} AND ({test})")
    return queries


def rows_sql(columns: Mapping[str, str], rows: Sequence[Sequence[object]]) -> str:
    """Write the query that gives rows known here; each column has its type."""
    lists = {name: [row[at] for row in rows] for at, name in enumerate(columns)}
    kinds = json.dumps({name: [kind] for name, kind in columns.items()})
    cells = ", ".join(f"unnest(lists.{name}) AS {name}" for name in columns)
    return f"SELECT {cells} FROM (SELECT from_json({quoted(json.dumps(lists))}, {quoted(kinds)}) AS lists)"
