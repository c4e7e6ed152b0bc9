"""Workers, each with an engine of its own, that read chunks and score them.

An engine has one thread, so that rows keep their order, however many workers there are.
"""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from hukou_cli.base.errors import Finding, InvalidTable
from hukou_cli.sql.cells import quoted
from hukou_cli.table.chunk import Hint, Scored, score_chunk
from hukou_cli.table.columns import names_of
from hukou_cli.table.engine import PAGE_BY_PAGE
from hukou_cli.table.plan import Plan
from hukou_cli.table.source.csv_framing import CsvChunk, rows_at
from hukou_cli.table.source.inputs import Chunk
from hukou_cli.table.source.parquet import ParquetChunk, broken_sql, texts_sql
from hukou_cli.table.source.text_source import LARGEST, LONGEST_LINE, Rows
from hukou_cli.table.tally import Tally
from hukou_cli.table.temp_file import TempFile

if TYPE_CHECKING:
    import duckdb

KEPT_STEPS = (
    "expression_rewriter", "unused_columns", "common_subexpressions", "column_lifetime", "cte_inlining",
)  # fmt: skip
"""The engine's optimizations that help here. Moving the filter would make it read every cell twice."""

MOST_TOLD = 50
"""The most mistakes of a table that are listed where no file takes them."""

_REMEMBERED = 32
"""Queries of which the parsed form is kept: each chunk asks the same, and parsing takes a third of the planning."""

_FEW = 4
"""One row of so many, at most, is cut out of a chunk's text."""

_MARGIN = 100
"""Bytes by which a line must stay below the longest, or it is framed by itself."""

_BEFORE = "line_before"
"""The engine's variable that holds the line before the first of a chunk, so that each chunk has the same query."""


class ChunkResult(msgspec.Struct, frozen=True):
    """The result of a chunk: its size in the source, the tally of its rows; scores, rejects and ids in private files.

    The files are CSV without a header, the scores of what the ``form`` of the plan is.
    """

    size: int
    tally: Tally
    scores: TempFile
    rejects: TempFile
    ids: TempFile


class Reading(msgspec.Struct, frozen=True):
    """A chunk as the engine reads it: SQL of its rows, their number, whether each was framed by itself, its text.

    ``told`` is SQL of a table of the mistakes in dated records, as ``told_sql`` gives it; empty for none.
    """

    source: str
    count: int
    numbered: bool
    rows: Rows | None = None
    told: str = ""


Answer = TypeVar("Answer")


class _ManyOdd(Exception):  # noqa: N818 - it is caught here
    """Many rows of a chunk are not scored as they stand."""


class Worker:
    """An engine with the private file that it reads.

    Args:
        plan: The plan of the table.
        engine: A connection to use; None opens an engine of its own.

    """

    def __init__(self, plan: Plan, engine: "duckdb.DuckDBPyConnection | None" = None) -> None:
        import duckdb

        self.plan = plan
        self.input = TempFile()
        self._numbered_first = False
        self._tries_whole = plan.unrouted is None
        self.engine = engine if engine is not None else duckdb.connect(config={"threads": 1})
        self._facts = frozenset(name for partition in plan.partitions for name in partition.facts.values())
        self._hint = Hint()
        self._kept: set[str] = set()
        self._parsed = lru_cache(_REMEMBERED)(self.engine.extract_statements)
        self.engine.execute(PAGE_BY_PAGE)  # of one connection, not of those that were made from it
        if engine is not None:
            return
        self.engine.execute("SET temp_directory = ''; SET enable_progress_bar = false")
        steps = [row[0] for row in self.engine.execute("SELECT * FROM duckdb_optimizers()").fetchall()]
        disabled = ",".join(step for step in steps if step not in KEPT_STEPS)
        self.engine.execute(f"SET disabled_optimizers = '{disabled}'")

    def close(self) -> None:
        """Close the engine and the file."""
        self.engine.close()
        self.input.close()

    def interrupt(self) -> None:
        """Stop what is under way."""
        self.engine.interrupt()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Run a query; return its rows."""
        return self._run(query).fetchall()

    def keep(self, name: str, query: str) -> str:
        """Keep the answer of a query under a name; return the name.

        Rows held as they come cost half of a table of the engine, which counts distinct values as it is filled. A bare
        ``SELECT`` would be put off and asked again wherever the name is read.
        """
        self.engine.register(name, self.engine.query(f"CALL query({quoted(query)})"))
        self._kept.add(name)
        return name

    def _run(self, query: str) -> "duckdb.DuckDBPyConnection":
        """Run a query; one that was run lately is not parsed again."""
        (statement,) = self._parsed(query)
        return self.engine.execute(statement)

    def results(self, chunk: Chunk) -> list[ChunkResult]:
        """Score a chunk into private files: as a whole, or in parts where many of its rows take more memory."""
        if not isinstance(chunk, CsvChunk) or chunk.size <= LARGEST:
            return [self.score(chunk)]
        if self._tries_whole and not (self._hint.all_odd or self._numbered_first):
            try:
                return [self.score(chunk)]
            except _ManyOdd:
                self._tries_whole = False
        return [self.score(part) for part in chunk.divided()]

    def score(self, chunk: Chunk) -> ChunkResult:
        """Score a chunk into private files."""

        def others(reading: Reading, table: str) -> str:
            return self._others(chunk, reading, table)

        def scored(reading: Reading) -> tuple[int, Scored]:
            if reading.rows is not None and reading.rows.numbered:
                self._require_few(chunk)
            lacking = partial(others, reading)
            found = score_chunk(self.plan, self, reading.source, reading.count, self._hint, lacking, reading.told)
            self._numbered_first = (
                reading.numbered  # the next chunk is likely of the same kind
                and isinstance(chunk, CsvChunk)
                and (found.tally.rejected > 0 or reading.count < chunk.lines)
            )
            return found.tally.read, found

        try:
            found = self.first_whole(chunk, scored, numbered=self._numbered_first)
            self._hint = found.hint
            result = ChunkResult(chunk.size, found.tally, TempFile(), TempFile(), TempFile())
            if found.scores:
                self._write(found.scores, result.scores, self.plan.form)
            if found.rejects:
                self._write(found.rejects, result.rejects, "csv")
            if found.ids and any(partition.id is not None for partition in self.plan.partitions):
                self._write(f"SELECT id FROM ({found.ids}) WHERE id IS NOT NULL", result.ids, "csv")
        finally:
            for name in self._kept:  # so that they take no memory beside those of the next chunk
                self.engine.unregister(name)
            self._kept.clear()
        return result

    def _others(self, chunk: Chunk, reading: Reading, table: str) -> str:
        """Return SQL of the rows that a table of lines lacks; a few of them are cut out, which reads no other again."""
        again = f"(SELECT * FROM {reading.source} ANTI JOIN {table} USING (_line))"
        rows = reading.rows
        if rows is None or not isinstance(chunk, CsvChunk):
            return again
        # lines without a gap between them differ from their place in the table by the same
        placed = f"SELECT _line, _line - row_number() OVER () AS gap FROM {table}"
        runs = self.rows(f"SELECT min(_line), max(_line) FROM ({placed}) GROUP BY gap ORDER BY gap")
        lasts, firsts = [rows.line - 1, *(last for _, last in runs)], [first for first, _ in runs]
        ends = zip(lasts, [*firsts, rows.line + rows.count], strict=True)
        lacking = [line for last, first in ends for line in range(last + 1, first)]
        some = rows_at(rows, lacking, chunk.dialect.delimiter) if len(lacking) * _FEW < rows.count else None
        if some is None:
            self._require_few(chunk)
            return again
        self.input.write(some.content)
        return self.text_sql(some, chunk.dialect.delimiter)

    def _require_few(self, chunk: Chunk) -> None:
        """Raise _ManyOdd where a chunk is to be divided, as many of its rows are not scored as they stand."""
        if self._tries_whole and chunk.size > LARGEST and isinstance(chunk, CsvChunk):
            raise _ManyOdd

    def _write(self, query: str, file: TempFile, form: str) -> None:
        header = ", HEADER false" if form == "csv" else ""
        self._run(f"COPY ({query}) TO {quoted(file.path)} (FORMAT {form}{header}, USE_TMP_FILE false)")

    def first_whole(
        self, chunk: Chunk, ask: Callable[[Reading], tuple[int, Answer]], *, numbered: bool = False
    ) -> Answer:
        """Return the answer from the first reading of a chunk in which the engine found every row.

        The first reading takes text as it stands. Where the engine refuses it, or finds other rows than there are, the
        second has each row framed and numbered by itself. ``ask`` returns how many rows it found, and the answer.
        """
        import duckdb

        for last in (False, True):
            reading = self.read(chunk, numbered=numbered or last)
            try:
                found, answer = ask(reading)
            except duckdb.Error as error:
                ours = (
                    *(duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException),
                    *(duckdb.InterruptException, duckdb.OutOfMemoryException),
                )
                if isinstance(chunk, ParquetChunk) and not isinstance(error, ours):  # damage shows in many ways
                    raise InvalidTable([Finding(code="not-parquet", file=chunk.name)]) from None
                if last or isinstance(chunk, ParquetChunk) or isinstance(error, duckdb.InterruptException):
                    raise
                continue
            if found == reading.count:
                return answer
        raise AssertionError  # each row, framed by itself, is one row, and is scored or rejected

    def distinct(self, chunk: Chunk, one: str, other: str) -> list[tuple[str | None, str | None]]:
        """Return the distinct pairs of two columns, in rows that are not broken as a whole."""

        def grouped(reading: Reading) -> tuple[int, list[tuple[str | None, str | None]]]:
            query = f"SELECT {one}, {other}, _problem IS NULL, count(*) FROM {reading.source} GROUP BY ALL"
            found = self.engine.execute(query).fetchall()
            return sum(count for *_, count in found), [(first, second) for first, second, fine, _ in found if fine]

        return self.first_whole(chunk, grouped)

    def append(self, chunk: Chunk, table: str) -> None:
        """Append the rows of a chunk to a table of texts. A row that is broken as a whole stops it.

        Raises InvalidTable.
        """
        names = ", ".join(names_of(self.plan.header).values())
        self.require_whole(self.insert(chunk, table, names))

    def require_whole(self, source: str) -> None:
        """Raise InvalidTable with the first rows of SQL of a chunk's rows that are broken as a whole."""
        broken = self.engine.execute(
            f"SELECT _line, _problem FROM {source} WHERE _problem IS NOT NULL ORDER BY _line LIMIT {MOST_TOLD}"
        ).fetchall()
        if broken:
            values = {"seen": "", "allowed": str(len(self.plan.header))}
            raise InvalidTable([Finding(code=code, values=values, line=line) for line, code in broken])

    def insert(self, chunk: Chunk, table: str, columns: str) -> str:
        """Insert columns of a chunk's rows into a table; return SQL of the rows as they were read."""
        import duckdb

        def inserted(reading: Reading) -> tuple[int, str]:
            self.engine.execute("BEGIN")
            try:
                query = f"INSERT INTO {table} SELECT {columns} FROM {reading.source}"
                ((count,),) = self.engine.execute(query).fetchall()
            except duckdb.Error:
                self.engine.execute("ROLLBACK")
                raise
            self.engine.execute("COMMIT" if count == reading.count else "ROLLBACK")
            return count, reading.source

        return self.first_whole(chunk, inserted)

    def read(self, chunk: Chunk, *, numbered: bool) -> Reading:
        """Return a chunk as the engine reads it: as it stands, or with each row framed and ``numbered`` by itself."""
        if isinstance(chunk, ParquetChunk):
            return Reading(self._parquet(chunk), chunk.size, numbered)
        rows = chunk.rows(again=numbered)
        self.input.write(rows.content)
        self.engine.execute(f"SET VARIABLE {_BEFORE} = {rows.line - 1}")
        read = self.text_sql(rows, chunk.dialect.delimiter if isinstance(chunk, CsvChunk) else ",")
        return Reading(read, rows.count, numbered, rows)

    def text_sql(self, rows: Rows, delimiter: str) -> str:
        """Write the query by which the engine reads rows of text."""
        names = list(names_of(self.plan.header).values())
        columns = ["_line", "_problem", *names] if rows.numbered else names
        typed = ", ".join(f"'{name}': 'VARCHAR'" for name in columns)
        longest = "" if rows.numbered else f"max_line_size={LONGEST_LINE - _MARGIN}, "
        read = (
            f"read_csv({quoted(self.input.path)}, auto_detect=false, header=false, delim={quoted(delimiter)}, {longest}"
            f"quote='\"', escape='\"', new_line='\\n', strict_mode=true, parallel=false, columns={{{typed}}})"
        )
        if rows.numbered:
            return f"(SELECT CAST(_line AS BIGINT) AS _line, _problem, {', '.join(names)} FROM {read})"
        line = f"row_number() OVER () + getvariable('{_BEFORE}') AS _line"
        return f"(SELECT {line}, CAST(NULL AS VARCHAR) AS _problem, * FROM {read})"

    def _parquet(self, chunk: ParquetChunk) -> str:
        texts = texts_sql(chunk.kinds, self._facts)
        return (
            f"(SELECT file_row_number + 1 AS _line, {broken_sql(chunk.kinds)} AS _problem, {texts} "
            f"FROM read_parquet({quoted(chunk.path)}, file_row_number = true) "
            f"WHERE file_row_number >= {chunk.first} AND file_row_number < {chunk.first + chunk.size})"
        )
