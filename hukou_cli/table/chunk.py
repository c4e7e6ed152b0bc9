"""A chunk of rows scored: rows of text in, scores and rejects out. It knows no file, no source and no process.

Most rows hold canonical texts only, which SQL reads by itself (``sql.cells``). The rest is set aside: its other texts
go, once each, to ``facts.reading``, and what they stand for comes back as a table of spellings. Where some stand for a
value after all, the chunk is scored anew with those spellings; what then is left are the rejects, whose messages are
the findings' own.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from hukou_cli.base.errors import Finding
from hukou_cli.base.redaction import harmless
from hukou_cli.facts.reading import check_id, read_fact
from hukou_cli.facts.types import Fact, Value
from hukou_cli.sql.cells import ID, Spellings, quoted
from hukou_cli.sql.edition import key_column
from hukou_cli.sql.partition import Partition
from hukou_cli.sql.table import (
    OF_FACTS,
    OF_ID,
    OF_ROW,
    formula_safe_sql,
    mistakes_sql,
    odd_texts_sql,
    output_columns,
    rest_sql,
    scores_sql,
    written_name,
)
from hukou_cli.table.columns import names_of
from hukou_cli.table.job import OF_CITY, OF_ROUND, Job

ROW = "row"
"""What the line of a row is called where no column identifies it."""

REJECT_COLUMNS = ("line", "id", "column", "value", "code", "problem", "hint")

MOST_SUGGESTED = 1000
"""For how many different words that are no option the nearest one is looked for, in a chunk."""

MOST_REMEMBERED = 200_000
"""How many texts that stand for a value are remembered from one chunk to the next."""

_NO_PART = -1
"""Stands for the partition of a row that is broken as a whole, or that is of no edition."""

Place = tuple[int, str]
"""A fact, or the id, with the number of its partition."""


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

    def __init__(self, engine: Engine, job: Job) -> None:
        self._engine, self._job = engine, job
        self._values: dict[Place, dict[str, str]] = {}
        self._findings: dict[Place, dict[str, Finding]] = {}
        self._spellings = ""
        self._spelt: set[Place] = set()
        self._all_bad = False
        self._suggested = 0

    def score(self, source: str, count: int, writer: Writer) -> Counts:
        """Score the good rows of a source, and reject those with a mistake.

        Args:
            source: SQL of a table with ``_line``, ``_problem`` and the columns as text, NULL where empty.
            count: How many rows it has.
            writer: Takes the scores and the rejects.

        """
        likely, self._spelt, self._findings, self._suggested = self._spelt, set(), {}, 0
        if sum(map(len, self._values.values())) > MOST_REMEMBERED:
            self._values = {}
        if self._job.lost is not None:  # every partition reads it
            source = self._engine.keep("kept", f"SELECT * FROM {source}")
        if likely:
            self.read(source, likely)
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
        self.read(rest)
        if self._spelt - before:
            scored = writer.write_scores(self.scores_sql(source))
        rejected = 0
        if scored < count:
            rejected, query = self.rejects(rest)
            writer.write_rejects(reject_rows_sql(query))
        self._all_bad = not scored
        return Counts(scored, rejected)

    def read(self, source: str, places: Collection[Place] | None = None) -> None:
        """Read every text of a source, or of some facts in it, that is not canonical."""
        known = sum(map(len, self._values.values()))
        for part, partition in enumerate(self._job.tables):
            names = [ID] * (partition.id is not None) + list(partition.facts)
            names = [name for name in names if places is None or (part, name) in places]
            rows = self._job.own_rows(part, source)
            (lists,) = self._engine.rows(odd_texts_sql(partition, rows, names)) if names else [()]
            for name, texts in zip(names, lists, strict=True):
                for text in texts or ():
                    self._read(partition, (part, name), text)
        if sum(map(len, self._values.values())) > known or not self._spellings:
            columns = {"part": "INTEGER", "fact": "VARCHAR", "text": "VARCHAR", "value": "VARCHAR"}
            told = [(*place, text, value) for place, known in self._values.items() for text, value in known.items()]
            self._spellings = self._engine.keep("spellings", rows_sql(columns, told))

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
        for part, partition in enumerate(self._job.tables):
            own = self._job.own_rows(part, source)
            there = {*output_columns(partition), *map(key_column, partition.keys)}
            columns = ", ".join(
                written_name(name) if name in there else f"{'_line' if name == ROW else 'NULL'} AS {written_name(name)}"
                for name in self._job.columns
            )
            parts.append(f"SELECT _line, {columns} FROM ({scores_sql(partition, own, self._spelt_in(part))})")
        listed = ", ".join(map(written_name, self._job.columns))
        order = "\nORDER BY _line" if ordered or len(parts) > 1 else ""
        together = "\nUNION ALL ".join(parts)
        return f"SELECT {listed} FROM ({together}{order})"

    def rest_sql(self, source: str) -> str:
        """Write the query of the rows of a source that are not scored, as they stand there."""
        if self._job.lost is None:
            return rest_sql(self._job.tables[0], source, self._spelt_in(0))
        columns = ", ".join(("_line", "_problem", *names_of(self._job.header).values()))
        parts = [f"SELECT {columns} FROM {source} WHERE _problem IS NOT NULL OR ({self._job.is_lost})"]
        for part, partition in enumerate(self._job.tables):
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
        words = self._engine.keep("words", rows_sql(columns, [(*row, *self._told(*row)) for row in found]))
        odd = {text for place in self._ids for known in (self._values, self._findings) for text in known.get(place, ())}
        shown = [(text, harmless(text)) for text in odd]
        ids = self._engine.keep("ids", rows_sql({"text": "VARCHAR", "shown": "VARCHAR"}, shown))
        return rejected, (
            "SELECT _line, COALESCE(shown, _id) AS _id, _at, header, fact, value, code, problem, hint "
            f"FROM {problems} AS problems JOIN {words} AS words USING (_part, _at, _code, _text) "
            f"LEFT JOIN {ids} AS ids ON ids.text = _id"
        )

    @property
    def _ids(self) -> list[Place]:
        return [(part, ID) for part in range(len(self._job.tables))]

    def _problems_sql(self, rest: str) -> str:
        """Write the query of every mistake of the rows that are not scored."""
        lost, columns = self._job.lost, "_line, _id, _at, _code, _text"
        broken = f"SELECT _line, NULL AS _id, {OF_ROW} AS _at, _problem AS _code, COALESCE(_c0, '') AS _text"
        parts = [f"SELECT {_NO_PART} AS _part, {columns} FROM ({broken} FROM {rest} WHERE _problem IS NOT NULL)"]
        for part, partition in enumerate(self._job.tables):
            own = f"(SELECT * FROM {rest} WHERE {partition.where} AND _problem IS NULL)"
            mistakes = mistakes_sql(partition, own, self._spelt_in(part))
            parts.append(f"SELECT {part} AS _part, {columns} FROM ({mistakes})")
        if lost is not None:
            id_ = self._job.tables[0].id or "NULL"
            city = lost.city or "''"
            uncovered = (OF_ROUND, "row-of-unknown-round", lost.round)
            if lost.round is None:
                uncovered = (OF_CITY, "city-without-round", city)
            cases = ((f"({lost.known}) IS NOT TRUE", OF_CITY, "row-of-unknown-city", city), (lost.known, *uncovered))
            for test, at, code, text in cases:
                told = (
                    f"{_NO_PART} AS _part, _line, {id_} AS _id, {at} AS _at, {quoted(code)} AS _code, {text} AS _text"
                )
                parts.append(f"SELECT {told}, {text} AS _text FROM {rest} WHERE {self._job.is_lost} AND {test}")
        return "\nUNION ALL ".join(parts)

    def _told(self, part: int, at: int, mark: str, text: str) -> tuple[str, str, str, str, str, str]:
        """Say a mistake in words: the header and the fact that it is about, the text there, code, problem and hint."""
        fact, header = "", ""
        if part == _NO_PART:
            header = self._job.lost_headers.get(at, "")
            value = harmless(text) if text else ""
            finding = Finding(code=mark, values={"seen": value, "allowed": str(len(self._job.header))})
        else:
            partition = self._job.tables[part]
            fact = "" if at == OF_ROW else ID if at == OF_ID else subject_of(partition, at)
            header = partition.headers.get((partition.id if at == OF_ID else partition.facts.get(fact)) or "", fact)
            value, finding = self._finding(part, at, fact, mark, text)
        language = self._job.language
        name = "" if fact == ID else fact
        return header, name, value, finding.code, finding.sentence(language), finding.remedy(language)

    def _finding(self, part: int, at: int, name: str, mark: str, text: str) -> tuple[str, Finding]:
        """Return the text that a mistake in a cell or between cells shows, and the finding that it is."""
        partition = self._job.tables[part]
        edition = partition.edition
        if mark == "text":
            finding = self._findings[part, name][text]
            return finding.values["seen"], finding
        if mark == "empty-row":
            return "", Finding(code=mark)
        fact = edition.facts[name]
        if mark == "missing-fact":
            help_ = "@fill" if fact.type in ("flag", "choice", "date") else "@fill-number"
            values = {"fact": name, "zh": fact.name.zh, "en": fact.name.en, "help": help_}
            return "", Finding(code=mark, values=values)
        if mark == "contradicts":
            option, source, *cell = text.split(" ", 2)
            other = f"{edition.narrowed[name]} = {source}"
            values = {"fact": name, "seen": option, "other": other, "allowed": " ".join(fact.narrowing[source])}
            return harmless(cell[0]) if cell else "", Finding(code=mark, values=values)
        constraint = edition.constraints[at - OF_FACTS - len(edition.facts)][0]
        named = [name for name in constraint.facts if name in edition.facts]
        given = zip(named, text.split(" "), strict=True)
        seen = ", ".join(f"{name} = {_text_of(edition.facts[name], value)}" for name, value in given)
        values = {"seen": seen, "rule": constraint.require}
        return seen, Finding(code=mark, values=values, advice=constraint.advice.by_language)


def subject_of(partition: Partition, at: int) -> str:
    """Return the fact that a mistake of this number is about; of a constraint its first."""
    names = list(partition.edition.facts)
    if at < OF_FACTS + len(names):
        return names[at - OF_FACTS]
    constraint = partition.edition.constraints[at - OF_FACTS - len(names)][0]
    return next(name for name in constraint.facts if name in partition.edition.facts)


def _text_of(fact: Fact, value: str) -> str:
    """Write a value, as the engine writes it, as an applicant would."""
    return value if fact.type in ("flag", "choice") else fact.text(int(value))


def rows_sql(columns: Mapping[str, str], rows: Sequence[Sequence[object]]) -> str:
    """Write the query that gives rows known here; each column has its type."""
    lists = {name: [row[at] for row in rows] for at, name in enumerate(columns)}
    kinds = json.dumps({name: [kind] for name, kind in columns.items()})
    cells = ", ".join(f"unnest(lists.{name}) AS {name}" for name in columns)
    return f"SELECT {cells} FROM (SELECT from_json({quoted(json.dumps(lists))}, {quoted(kinds)}) AS lists)"


def reject_rows_sql(query: str) -> str:
    """Write the query of the rejects as a file lists them, from that of ``Reader.rejects``."""
    id_, column, value = map(formula_safe_sql, ("_id", "header", "value"))
    columns = f'_line AS line, {id_} AS id, {column} AS "column", {value} AS "value", code, problem, hint'
    return f"SELECT {columns} FROM ({query}) ORDER BY _line, _at"
