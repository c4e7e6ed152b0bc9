"""The rows of a chunk that are not scored, written out with every mistake in words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hukou_cli.base.errors import Finding
from hukou_cli.facts.reading import read_fact
from hukou_cli.sql.table import Table
from hukou_cli.table.columns import names_of
from hukou_cli.table.job import Job
from hukou_cli.table.prepared import Statements, copy_sql
from hukou_cli.table.reject_sql import (
    OF_CITY,
    OF_FACTS,
    OF_ID,
    OF_ROUND,
    OF_ROW,
    lost_sql,
    messages_of,
    messages_of_rows,
    problems_sql,
    subjects,
    worded_sql,
)

if TYPE_CHECKING:
    import duckdb

MOST_MEANT = 1000
"""For how many different words that are no option of a choice the nearest one is looked for, in a chunk."""

_OF_ROWS = -1
"""Stands for the table of a row that is broken, or of no edition."""


class Rejects:
    """Finds the mistakes of one engine's chunks."""

    def __init__(self, engine: "duckdb.DuckDBPyConnection", job: Job) -> None:
        self._engine, self._job = engine, job
        self._statements = Statements(engine)
        self._ready = False

    def write(self, source: str, *, broken: bool) -> int:
        """Write every mistake in words; give the number of rows that have any. ``broken`` rows may be among them."""
        self._lay_out_words()
        rows = self._statements.run("problems", (source, broken), lambda: self._problems_sql(source, broken=broken))
        self._find_meant()
        self._statements.run(
            "words", None, lambda: copy_sql(worded_sql("problems", "headers", "messages", "meant"), "csv")
        )
        return rows

    def _problems_sql(self, source: str, *, broken: bool) -> str:
        """Write the statements that list the mistakes and count the rows that have any."""
        columns = "_line BIGINT, _id VARCHAR, _at INTEGER, _seen VARCHAR, _code VARCHAR, _other VARCHAR, _table INTEGER"
        statements = [f"CREATE OR REPLACE TEMP TABLE problems ({columns})"]
        for at, table in enumerate(self._job.tables):
            own = self._job.own_rows(at, source)
            statements.append(f"INSERT INTO problems SELECT *, {at} FROM ({problems_sql(table, own)})")
        if self._job.lost is not None:
            statements.append(f"INSERT INTO problems SELECT *, {_OF_ROWS} FROM ({lost_sql(self._job, source)})")
        if broken:
            statements.append(
                f"INSERT INTO problems SELECT _line, NULL, {OF_ROW}, c0, _problem, NULL, {_OF_ROWS} "
                f"FROM {source} WHERE _problem IS NOT NULL"
            )
        return ";\n".join((*statements, "SELECT count(DISTINCT _line) FROM problems"))

    def _lay_out_words(self) -> None:
        """Lay the words of every mistake out as tables, once."""
        if self._ready:
            return
        self._ready = True
        text = "VARCHAR"
        for name, columns in (
            ("headers", f"_header {text}"),
            ("messages", f"_code {text}, _problem {text}, _hint {text}, _far {text}"),
            ("left_over", f"_other {text}, _by {text}, _left {text}"),
        ):
            self._engine.execute(f"CREATE TABLE {name} (_table INTEGER, _at INTEGER, {columns})")
        for at, table in enumerate(self._job.tables):
            named = [(about, _header(table, about, fact)) for about, fact in enumerate(subjects(table))]
            self._insert("headers", at, named)
            self._insert("messages", at, messages_of(table, self._job.language))
            self._insert("left_over", at, _left_over(table))
        self._insert("headers", _OF_ROWS, [(OF_ROW, ""), *_lost_headers(self._job)])
        self._insert("messages", _OF_ROWS, messages_of_rows(len(self._job.header), self._job.language))

    def _insert(self, name: str, table: int, rows: Sequence[tuple[object, ...]]) -> None:
        if rows:
            gaps = ", ".join("?" for _ in rows[0])
            self._engine.executemany(f"INSERT INTO {name} VALUES ({table}, {gaps})", [list(row) for row in rows])

    def _find_meant(self) -> None:
        """Look up, for the words that are no option of their choice, the option that each may mean."""
        self._engine.execute(
            "CREATE OR REPLACE TEMP TABLE meant (_table INTEGER, _at INTEGER, _seen VARCHAR, _near VARCHAR)"
        )
        found = self._engine.execute(
            f"SELECT DISTINCT _table, _at, _seen FROM problems WHERE _code = 'not-one-of' LIMIT {MOST_MEANT}"
        ).fetchall()
        for at, about, seen in found:
            facts = self._job.tables[at].edition.facts
            finding = read_fact(facts[list(facts)[about - OF_FACTS]], seen, 0)
            if isinstance(finding, Finding) and finding.values.get("nearest"):
                self._insert("meant", at, [(about, seen, finding.values["nearest"])])


def _header(table: Table, about: int, fact: str | None) -> str:
    """Give how the file names the column of a fact, or of the id; a row as a whole has none."""
    if fact is None:
        return table.headers.get(table.id or "", "") if about == OF_ID else ""
    return table.headers.get(table.facts.get(fact, ""), fact)


def _lost_headers(job: Job) -> list[tuple[int, str]]:
    """Give how the file names the columns that say what a row is of."""
    if job.lost is None:
        return []
    names = {name: column for column, name in names_of(job.header).items()}
    city, round_ = (names.get(name or "", "") for name in (job.lost.city, job.lost.round))
    return [(OF_CITY, city), (OF_ROUND, round_)]


def _left_over(table: Table) -> list[tuple[int, str, str, str]]:
    """Give what every option of a choice leaves of the one that it narrows: its number, the option, why, and what."""
    names, facts = list(table.edition.facts), table.edition.facts
    return [
        (OF_FACTS + names.index(name), option, f"{by} = {option}", " ".join(left))
        for name, by in table.edition.narrowed.items()
        for option, left in facts[name].narrowing.items()
    ]
