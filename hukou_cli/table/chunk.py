"""A chunk of rows scored: rows of text in, scores and rejects out. It knows no file, no source and no process.

Most rows hold canonical texts only, which SQL reads by itself (``sql.cells``). The rest is set aside as it was read:
its other texts go, once each, to ``facts.reading``, and what they stand for comes back as a table of spellings. Where
some stand for a value, the chunk is scored anew with those spellings; what then is left are the rejects, whose messages
are the findings' own.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from hukou_cli.base.errors import Finding
from hukou_cli.base.redaction import harmless
from hukou_cli.facts.reading import check_id, read_fact
from hukou_cli.facts.types import Value
from hukou_cli.sql.cells import ID, Spellings, quoted
from hukou_cli.sql.edition import key_column
from hukou_cli.sql.partition import Partition
from hukou_cli.sql.table import (
    OF_ROW,
    mistake_sql,
    mistakes_sql,
    odd_texts_sql,
    output_columns,
    read_sql,
    rest_sql,
    scores_sql,
    written_name,
)
from hukou_cli.table.columns import ROW
from hukou_cli.table.plan import Plan, Unrouted
from hukou_cli.table.rejects import NO_PART, OF_CITY, OF_ROUND, Place, reject_rows_sql, words_of

MOST_SUGGESTED = 1000
"""The most unknown options of a chunk for which the nearest option is looked up, which takes time."""

MOST_REMEMBERED = 200_000
"""The most texts that stand for a value that one chunk hands to the next."""


class Engine(Protocol):
    """Runs the queries of a chunk, in a connection of our own or where a relation of the user's is."""

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Run a query; return its rows."""

    def keep(self, name: str, query: str) -> str:
        """Return SQL of a table that holds the answer of a query."""


class Writer(Protocol):
    """Takes the answers of a chunk. Each call takes the place of an earlier one."""

    def write_scores(self, query: str) -> int:
        """Run the query of the scores, write its answer, and return the number of its rows."""

    def write_rejects(self, query: str) -> None:
        """Run the query of the rejects and write its answer."""


class Texts(NamedTuple):
    """The values and the findings of the texts that are not canonical, and SQL of a table of the values."""

    values: Mapping[Place, Mapping[str, str]]
    findings: Mapping[Place, Mapping[str, Finding]]
    table: str

    def spellings(self, part: int) -> Spellings:
        """Return the spellings of a partition."""
        return Spellings(self.table, part, frozenset(name for at, name in self.values if at == part))


class Hint(NamedTuple):
    """Hints from one chunk for the next, which is likely of the same kind: they save time and change no answer.

    Attributes:
        values: The texts that stand for a value, and the value.
        likely: The facts in which texts were new.
        all_bad: Whether no row was scored.

    """

    values: Mapping[Place, Mapping[str, str]] = {}
    likely: frozenset[Place] = frozenset()
    all_bad: bool = False


NO_HINT = Hint()


def score_chunk(  # noqa: PLR0913, PLR0917
    plan: Plan, engine: Engine, source: str, count: int, writer: Writer, hint: Hint = NO_HINT
) -> tuple[int, int, Hint]:
    """Score the good rows of a chunk, and reject those with a mistake.

    Args:
        plan: How the table is scored.
        engine: Runs the queries.
        source: SQL of a table with ``_line``, ``_problem`` and the columns as text, NULL where empty.
        count: How many rows it has.
        writer: Takes the scores and the rejects.
        hint: What the chunk before was like.

    Returns:
        How many rows are scored, how many are rejected, and the hint for the next chunk.

    """
    if plan.unrouted is not None:  # every partition reads it
        source = engine.keep("kept", f"SELECT * FROM {source}")
    old = hint.values if sum(map(len, hint.values.values())) <= MOST_REMEMBERED else {}
    texts = read_texts(plan, engine, read_rows(plan, source) if hint.likely else [], old, hint.likely)
    scored, rest = 0, _rest(plan, engine, source, texts) if hint.all_bad else []
    if not hint.all_bad or not _are_all(engine, rest, count):
        scored = writer.write_scores(scores_query(plan, source, texts))
        if scored == count:
            return scored, 0, Hint(texts.values, _places_of_new(old, texts))
        rest = rest or _rest(plan, engine, source, texts)
    before, texts = texts, read_texts(plan, engine, rest, texts.values)
    if _places_of_new(before.values, texts):
        scored = writer.write_scores(scores_query(plan, source, texts))
    rejected = 0
    if scored < count:
        rejected, query = rejects_query(plan, engine, source, rest, texts)
        writer.write_rejects(reject_rows_sql(query))
    return scored, rejected, Hint(texts.values, _places_of_new(old, texts), all_bad=not scored)


def read_texts(
    plan: Plan,
    engine: Engine,
    rows: Sequence[str],
    known: Mapping[Place, Mapping[str, str]],
    places: Collection[Place] | None = None,
) -> Texts:
    """Read every text that is not canonical, once for each fact.

    Args:
        plan: How the table is scored.
        engine: Runs the queries.
        rows: SQL of the rows of each partition, as ``read_sql`` gives them.
        known: Texts that are known to stand for a value.
        places: The facts that are read; None for all.

    """
    values = {place: dict(read) for place, read in known.items()}
    findings: dict[Place, dict[str, Finding]] = {}
    suggested = 0
    for part, (partition, read) in enumerate(zip(plan.partitions, rows, strict=False)):
        names = [ID] * (partition.id is not None) + list(partition.facts)
        names = [name for name in names if places is None or (part, name) in places]
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
    columns = {"part": "INTEGER", "fact": "VARCHAR", "text": "VARCHAR", "value": "VARCHAR"}
    told = [(*place, text, value) for place, read in values.items() for text, value in read.items()]
    return Texts(values, findings, engine.keep("spellings", rows_sql(columns, told)) if told else "")


def _read(partition: Partition, name: str, text: str, *, suggest: bool) -> Value | Finding:
    """Read one text: as the row's id, or as ``read_fact`` does."""
    if name == ID:
        return check_id(text) or text
    fact, limits = partition.edition.facts[name], partition.edition.calendar.window(partition.round).limits
    found = read_fact(fact, text, limits[name][1], partition.today, suggest=suggest)
    if isinstance(found, Finding) and fact.advice is not None:
        return found._replace(advice=fact.advice.by_language)
    return found


def _places_of_new(known: Mapping[Place, Mapping[str, str]], texts: Texts) -> frozenset[Place]:
    """Return the facts of which more texts stand for a value than were known."""
    return frozenset(place for place, read in texts.values.items() if len(read) > len(known.get(place, ())))


def _are_all(engine: Engine, rest: Sequence[str], count: int) -> bool:
    """Return whether these rows are all that there are."""
    counts = [engine.rows(f"SELECT count(*) FROM {rows}") for rows in rest]
    return sum(int(number) for ((number,),) in counts) == count


def scores_query(plan: Plan, source: str, texts: Texts, *, ordered: bool = False) -> str:
    """Write the query that scores the good rows of a source, whatever edition each is of.

    They come in the order of the source where it is to be ``ordered``, or where there are several editions; one
    engine with one thread keeps it anyway.
    """
    parts = []
    for part, partition in enumerate(plan.partitions):
        there = {*output_columns(partition), *map(key_column, partition.keys)}
        columns = ", ".join(
            written_name(name) if name in there else f"{'_line' if name == ROW else 'NULL'} AS {written_name(name)}"
            for name in plan.columns
        )
        scores = scores_sql(partition, plan.rows_of(part, source), texts.spellings(part))
        parts.append(f"SELECT _line, {columns} FROM ({scores})")
    listed = ", ".join(map(written_name, plan.columns))
    order = "\nORDER BY _line" if ordered or len(parts) > 1 else ""
    together = "\nUNION ALL ".join(parts)
    return f"SELECT {listed} FROM ({together}{order})"


def read_rows(plan: Plan, source: str) -> list[str]:
    """Write, for each partition, SQL of its rows as they are read."""
    parts = enumerate(plan.partitions)
    return [f"({read_sql(partition, plan.rows_of(part, source))})" for part, partition in parts]


def _rest(plan: Plan, engine: Engine, source: str, texts: Texts) -> list[str]:
    """Return, for each partition, SQL of a table of its rows that are not scored."""
    return [
        engine.keep(f"rest_{part}", rest_sql(partition, plan.rows_of(part, source), texts.spellings(part)))
        for part, partition in enumerate(plan.partitions)
    ]


def rejects_query(plan: Plan, engine: Engine, source: str, rest: Sequence[str], texts: Texts) -> tuple[int, str]:
    """Return how many rows have a mistake, and the query that gives each mistake in words.

    Its columns are ``_line``, ``_id``, ``_at``, ``header``, ``fact``, ``value``, ``code``, ``problem``, ``hint``.

    Args:
        plan: How the table is scored.
        engine: Runs the queries.
        source: SQL of all rows.
        rest: SQL of the rows of each partition in which mistakes are looked for, as ``read_sql`` gives them.
        texts: The texts in them that are not canonical.

    """
    problems = engine.keep("problems", _problems_sql(plan, source, rest, texts))
    ((rejected,),) = engine.rows(f"SELECT count(DISTINCT _line) FROM {problems}")
    columns = {"_part": "INTEGER", "_what": "VARCHAR", "_at": "INTEGER"}
    columns |= dict.fromkeys(("header", "fact", "value", "code", "problem", "hint"), "VARCHAR")
    told = []
    for part, what in engine.rows(f"SELECT DISTINCT _part, _what FROM {problems}"):
        at, code, text = what.split(" ", 2)
        told.append((part, what, int(at), *words_of(plan, texts.findings, part, int(at), code, text)))
    words = engine.keep("words", rows_sql(columns, told))
    read = (read for kind in (texts.values, texts.findings) for (_, name), read in kind.items() if name == ID)
    shown = [(text, harmless(text)) for text in set().union(*read)]
    ids = engine.keep("ids", rows_sql({"text": "VARCHAR", "shown": "VARCHAR"}, shown))
    return rejected, (
        "SELECT _line, COALESCE(shown, _id) AS _id, _at, header, fact, value, code, problem, hint "
        f"FROM {problems} AS problems JOIN {words} AS words USING (_part, _what) "
        f"LEFT JOIN {ids} AS ids ON ids.text = _id"
    )


def _problems_sql(plan: Plan, source: str, rest: Sequence[str], texts: Texts) -> str:
    """Write the query of every mistake of the rows that are not scored."""
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
