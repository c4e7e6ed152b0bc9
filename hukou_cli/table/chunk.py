"""A chunk of rows scored: rows of text in, scores and rejects out. It knows no file, no source and no process.

Most rows hold canonical texts only, which SQL reads by itself (``sql.cells``). The rest is set aside: its other texts
go, once each, to ``facts.reading``, and what they stand for comes back as a table of spellings. Where some stand for a
value after all, the chunk is scored anew with those spellings; what then is left are the rejects, whose messages are
the findings' own.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from hukou_cli.base.errors import Finding
from hukou_cli.base.redaction import harmless
from hukou_cli.facts.reading import check_id, read_fact
from hukou_cli.sql.cells import ID, Spellings, quoted
from hukou_cli.sql.edition import key_column
from hukou_cli.sql.partition import Partition
from hukou_cli.sql.table import (
    OF_ROW,
    mistakes_sql,
    odd_texts_sql,
    output_columns,
    rest_sql,
    scores_sql,
    written_name,
)
from hukou_cli.table.columns import names_of
from hukou_cli.table.plan import Plan
from hukou_cli.table.rejects import NO_PART, OF_CITY, OF_ROUND, Place, reject_rows_sql, words_of

if TYPE_CHECKING:
    from hukou_cli.facts.types import Value

ROW = "row"
"""What the line of a row is called where no column identifies it."""

MOST_SUGGESTED = 1000
"""For how many different words that are no option the nearest one is looked for, in a chunk."""

MOST_REMEMBERED = 200_000
"""How many texts that stand for a value are remembered from one chunk to the next."""


class Engine(Protocol):
    """What runs the queries of a chunk: a connection of our own, or a relation of the user's."""

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Run a query; return its rows."""

    def keep(self, name: str, query: str) -> str:
        """Return SQL of a table that holds the answer of a query."""


class Writer(Protocol):
    """Where the answers of a chunk go. Each call takes the place of an earlier one."""

    def write_scores(self, query: str) -> int:
        """Run the query of the scores, write its answer, and return the number of its rows."""

    def write_rejects(self, query: str) -> None:
        """Run the query of the rejects and write its answer."""


class Counts(NamedTuple):
    """How many rows of a chunk were scored and rejected."""

    scored: int
    rejected: int


class ChunkScorer:
    """Scores one chunk after another.

    What it remembers changes no answer, it only saves time: the texts read before, up to a number of them, and what
    the last chunk was like, since the next is likely of the same kind.
    """

    def __init__(self, engine: Engine, plan: Plan) -> None:
        self._engine, self._plan = engine, plan
        self._values: dict[Place, dict[str, str]] = {}
        self._findings: dict[Place, dict[str, Finding]] = {}
        self._spellings = ""
        self._spelt: set[Place] = set()
        self._is_learning, self._all_bad = True, False
        self._suggested = 0

    def score(self, source: str, count: int, writer: Writer) -> Counts:
        """Score the good rows of a source, and reject those with a mistake.

        Args:
            source: SQL of a table with ``_line``, ``_problem`` and the columns as text, NULL where empty.
            count: How many rows it has.
            writer: Takes the scores and the rejects.

        """
        self._findings, self._suggested = {}, 0
        if sum(map(len, self._values.values())) > MOST_REMEMBERED:
            self._values, self._is_learning = {}, True
        if self._plan.unrouted is not None:  # every partition reads it
            source = self._engine.keep("kept", f"SELECT * FROM {source}")
        if self._spelt and self._is_learning:  # else the last chunk had no new text: this one may have none either
            likely, self._spelt = self._spelt, set()
            self._is_learning = self.read(source, likely)
        rest, scored = "", 0
        if self._all_bad:
            rest = self._engine.keep("rest", self.rest_sql(source))
            self._all_bad = self._engine.rows(f"SELECT count(*) FROM {rest}") == [(count,)]
        if not self._all_bad:
            scored = writer.write_scores(self.scores_sql(source))
            if scored == count:
                return Counts(scored, 0)
        rest = rest or self._engine.keep("rest", self.rest_sql(source))
        before = set(self._spelt)
        is_new = self.read(rest)
        if is_new or self._spelt - before:
            self._is_learning = True
            scored = writer.write_scores(self.scores_sql(source))
        rejected = 0
        if scored < count:
            rejected, query = self.rejects(rest)
            writer.write_rejects(reject_rows_sql(query))
        self._all_bad = not scored
        return Counts(scored, rejected)

    def read(self, source: str, places: Collection[Place] | None = None) -> bool:
        """Read every text of a source, or of some facts in it, that is not canonical.

        Return whether some are new and stand for a value.
        """
        known = sum(map(len, self._values.values()))
        for part, partition in enumerate(self._plan.partitions):
            names = [ID] * (partition.id is not None) + list(partition.facts)
            names = [name for name in names if places is None or (part, name) in places]
            rows = self._plan.rows_of(part, source)
            (lists,) = self._engine.rows(odd_texts_sql(partition, rows, names)) if names else [()]
            for name, texts in zip(names, lists, strict=True):
                for text in texts or ():
                    self._read(partition, (part, name), text)
        is_new = sum(map(len, self._values.values())) > known
        if is_new or not self._spellings:
            columns = {"part": "INTEGER", "fact": "VARCHAR", "text": "VARCHAR", "value": "VARCHAR"}
            told = [(*place, text, value) for place, read in self._values.items() for text, value in read.items()]
            self._spellings = self._engine.keep("spellings", rows_sql(columns, told))
        return is_new

    def _read(self, partition: Partition, place: Place, text: str) -> None:
        """Read one text: as the row's id, or as what ``read_fact`` takes it for."""
        if text in self._values.get(place, ()):
            self._spelt.add(place)
            return
        if place[1] == ID:
            found: Value | Finding = check_id(text) or text
        else:
            fact, limits = partition.edition.facts[place[1]], partition.edition.calendar.window(partition.round).limits
            suggest = self._suggested < MOST_SUGGESTED
            found = read_fact(fact, text, limits[place[1]][1], partition.today, suggest=suggest)
            if isinstance(found, Finding) and fact.advice is not None:
                found = found._replace(advice=fact.advice.by_language)
        if isinstance(found, Finding):
            self._suggested += found.code == "not-one-of"
            self._findings.setdefault(place, {})[text] = found
        else:
            self._spelt.add(place)
            self._values.setdefault(place, {})[text] = str(found)

    def _spelt_in(self, part: int) -> Spellings:
        return Spellings(self._spellings, part, frozenset(name for at, name in self._spelt if at == part))

    def scores_sql(self, source: str, *, ordered: bool = False) -> str:
        """Write the query that scores the good rows of a source, whatever edition each is of.

        They come in the order of the source where it is to be ``ordered``, or where there are several editions; one
        engine with one thread keeps it anyway.
        """
        parts = []
        for part, partition in enumerate(self._plan.partitions):
            own = self._plan.rows_of(part, source)
            there = {*output_columns(partition), *map(key_column, partition.keys)}
            columns = ", ".join(
                written_name(name) if name in there else f"{'_line' if name == ROW else 'NULL'} AS {written_name(name)}"
                for name in self._plan.columns
            )
            parts.append(f"SELECT _line, {columns} FROM ({scores_sql(partition, own, self._spelt_in(part))})")
        listed = ", ".join(map(written_name, self._plan.columns))
        order = "\nORDER BY _line" if ordered or len(parts) > 1 else ""
        together = "\nUNION ALL ".join(parts)
        return f"SELECT {listed} FROM ({together}{order})"

    def rest_sql(self, source: str) -> str:
        """Write the query of the rows of a source that are not scored, as they stand there."""
        if self._plan.unrouted is None:
            return rest_sql(self._plan.partitions[0], source, self._spelt_in(0))
        columns = ", ".join(("_line", "_problem", *names_of(self._plan.header).values()))
        parts = [f"SELECT {columns} FROM {source} WHERE _problem IS NOT NULL OR ({self._plan.is_unrouted})"]
        for part, partition in enumerate(self._plan.partitions):
            own = f"(SELECT * FROM {source} WHERE {partition.where} AND _problem IS NULL)"
            parts.append(f"({rest_sql(partition, own, self._spelt_in(part))})")
        return "\nUNION ALL ".join(parts)

    def rejects(self, rest: str) -> tuple[int, str]:
        """Return how many rows have a mistake, and the query that tells each mistake in words.

        Its columns are ``_line``, ``_id``, ``_at``, ``header``, ``fact``, ``value``, ``code``, ``problem``, ``hint``.
        """
        problems = self._engine.keep("problems", self._problems_sql(rest))
        ((rejected,),) = self._engine.rows(f"SELECT count(DISTINCT _line) FROM {problems}")
        found = self._engine.rows(f"SELECT DISTINCT _part, _at, _code, _text FROM {problems}")
        columns = dict.fromkeys(("_part", "_at"), "INTEGER")
        columns |= dict.fromkeys(("_code", "_text", "header", "fact", "value", "code", "problem", "hint"), "VARCHAR")
        told = [(*row, *words_of(self._plan, self._findings, *row)) for row in found]
        words = self._engine.keep("words", rows_sql(columns, told))
        known = (read for kind in (self._values, self._findings) for (_, name), read in kind.items() if name == ID)
        shown = [(text, harmless(text)) for text in set().union(*known)]
        ids = self._engine.keep("ids", rows_sql({"text": "VARCHAR", "shown": "VARCHAR"}, shown))
        return rejected, (
            "SELECT _line, COALESCE(shown, _id) AS _id, _at, header, fact, value, code, problem, hint "
            f"FROM {problems} AS problems JOIN {words} AS words USING (_part, _at, _code, _text) "
            f"LEFT JOIN {ids} AS ids ON ids.text = _id"
        )

    def _problems_sql(self, rest: str) -> str:
        """Write the query of every mistake of the rows that are not scored."""
        unrouted, columns = self._plan.unrouted, "_line, _id, _at, _code, _text"
        broken = f"SELECT _line, NULL AS _id, {OF_ROW} AS _at, _problem AS _code, COALESCE(_c0, '') AS _text"
        parts = [f"SELECT {NO_PART} AS _part, {columns} FROM ({broken} FROM {rest} WHERE _problem IS NOT NULL)"]
        for part, partition in enumerate(self._plan.partitions):
            own = f"(SELECT * FROM {rest} WHERE {partition.where} AND _problem IS NULL)"
            mistakes = mistakes_sql(partition, own, self._spelt_in(part))
            parts.append(f"SELECT {part} AS _part, {columns} FROM ({mistakes})")
        if unrouted is not None:
            id_ = self._plan.partitions[0].id or "NULL"
            in_city, in_round = (OF_CITY, unrouted.city or "NULL"), (OF_ROUND, unrouted.round or "NULL")
            uncovered = (
                ("city-without-round", *in_city) if unrouted.round is None else ("row-of-unknown-round", *in_round)
            )
            unknown = (f"({unrouted.known}) IS NOT TRUE", "row-of-unknown-city", *in_city)
            own = f"(SELECT * FROM {rest} WHERE {self._plan.is_unrouted})"
            for test, code, at, text in (unknown, (unrouted.known, *uncovered)):
                told = f"{NO_PART} AS _part, _line, {id_} AS _id, {at} AS _at, {quoted(code)} AS _code"
                parts.append(f"SELECT {told}, COALESCE({text}, '') AS _text FROM {own} WHERE {test}")
        return "\nUNION ALL ".join(parts)


def rows_sql(columns: Mapping[str, str], rows: Sequence[Sequence[object]]) -> str:
    """Write the query that gives rows known here; each column has its type."""
    lists = {name: [row[at] for row in rows] for at, name in enumerate(columns)}
    kinds = json.dumps({name: [kind] for name, kind in columns.items()})
    cells = ", ".join(f"unnest(lists.{name}) AS {name}" for name in columns)
    return f"SELECT {cells} FROM (SELECT from_json({quoted(json.dumps(lists))}, {quoted(kinds)}) AS lists)"
