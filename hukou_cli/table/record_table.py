"""The long table of dated records: read once, kept in an engine, asked for the records of some people at a time."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from hukou_cli.base.errors import Finding, InvalidTable
from hukou_cli.base.folding import half_width
from hukou_cli.base.redaction import harmless
from hukou_cli.sql.cells import quoted
from hukou_cli.table.aside import engine_on_disk
from hukou_cli.table.columns import names_of
from hukou_cli.table.plan import Plan, header_of
from hukou_cli.table.record_columns import RecordColumns, map_record_columns
from hukou_cli.table.record_rows import SEPARATOR
from hukou_cli.table.rows_of_nobody import sums_sql
from hukou_cli.table.source.inputs import Source
from hukou_cli.table.worker import MOST_TOLD, Worker
from hukou_cli.text.record_table import KIND

if TYPE_CHECKING:
    import duckdb

_MEMORY = "512MB"
"""The memory in which records are kept; what does not fit goes to the disk, in a private folder."""

_MOST_NAMED = 5
"""How many lines are named that repeat others."""

_WIDE = "".join(map(chr, range(0xFF01, 0xFF5F)))
_WIDE_OR_BLANK, _HALF = f"{_WIDE}\u3000", f"{''.join(map(half_width, _WIDE))} "


class RecordCounts(NamedTuple):
    """What became of the rows of the long table.

    Attributes:
        used: Those of people who are scored.
        rejected: Those of people who are not.
        nobodys: Those of ids that no row of people has.
        blank: The blank rows.
        sums: The lines of the rows that hold sums.
        first: The first of ``nobodys``, each its line and its id.

    """

    used: int = 0
    rejected: int = 0
    nobodys: int = 0
    blank: int = 0
    sums: tuple[int, ...] = ()
    first: tuple[tuple[int, str], ...] = ()


class RecordSums(NamedTuple):
    """What became of dated records, and of the people.

    Attributes:
        rows: The rows of the long table; None where there is none.
        without: The rows of people without any record.
        differing: Those that give a fact straight which their records count otherwise; what is given counts.

    """

    rows: RecordCounts | None
    without: int
    differing: int


def folded(id_: str) -> str:
    """Return an id as ids are compared: in half width and without blanks around it."""
    return half_width(id_)


class RecordTable:
    """The rows of a long table, in an engine of their own.

    Args:
        source: The table.
        workers: How many threads the engine has.

    Raises:
        InvalidTable: A column is missing, a row is broken as a whole, or a record is nobody's: whose figures lack it
            cannot be told.

    """

    def __init__(self, source: Source, workers: int) -> None:
        self.name = source.name
        self.columns: RecordColumns = map_record_columns(header_of(source))
        self.keys = tuple(self.columns.headings)
        self.letters: Mapping[str, str] = {}
        if (letters := header_of(source).letters) is not None:
            self.letters = {harmless(column): own for column, own in letters.items()}
        with contextlib.ExitStack() as opened:
            self._engine: duckdb.DuckDBPyConnection = opened.enter_context(engine_on_disk(workers))
            self._engine.execute(f"SET memory_limit = '{_MEMORY}'")
            self._engine.execute("CREATE TABLE records (_line BIGINT, id VARCHAR, text VARCHAR, mark VARCHAR)")
            self._engine.execute("CREATE TABLE people (id VARCHAR, scored BOOLEAN)")
            self.blank, self.sums = self._load(source)
            self._require_owners()
            self.notes = (*source.notes, *source.noticed(), *self.columns.notes, *self._repeated())
            self._opened = opened.pop_all()

    def close(self) -> None:
        """Forget the records."""
        self._opened.close()

    def rows_of(self, ids: Sequence[str]) -> dict[str, str]:
        """Return the rows of people by their folded ids: the line and the cells of each, NULs between; without none."""
        query = (
            "SELECT id, string_agg(text, chr(0) ORDER BY _line) FROM records "
            "SEMI JOIN (SELECT unnest(CAST(? AS VARCHAR[])) AS id) USING (id) GROUP BY id"
        )
        with self._engine.cursor() as cursor:
            return dict(cursor.execute(query, [list(dict.fromkeys(ids))]).fetchall())

    def scored(self, ids: Sequence[str], are_scored: Sequence[bool]) -> None:
        """Keep what became of people, by their folded ids."""
        with self._engine.cursor() as cursor:
            cursor.execute("INSERT INTO people SELECT unnest(?), unnest(?)", [list(ids), list(are_scored)])

    def counts(self) -> RecordCounts:
        """Return what became of the rows."""
        people = "(SELECT id, bool_or(scored) AS scored FROM people GROUP BY id)"
        ((used, rejected, nobodys),) = self._engine.execute(
            "SELECT count(*) FILTER (scored), count(*) FILTER (NOT scored), count(*) FILTER (scored IS NULL) "
            f"FROM records LEFT JOIN {people} USING (id)"
        ).fetchall()
        query = f"SELECT _line, id FROM records ANTI JOIN people USING (id) ORDER BY _line LIMIT {MOST_TOLD}"
        first = tuple((line, id_) for line, id_ in self._engine.execute(query).fetchall()) if nobodys else ()
        return RecordCounts(used, rejected, nobodys, self.blank, self.sums, first)

    def _load(self, source: Source) -> tuple[int, tuple[int, ...]]:
        """Read the table; return how many blank rows were passed over, and the lines of the rows of sums."""
        names = names_of(source.header)
        id_ = _folded_sql(f"COALESCE({names[self.columns.id]}, '')")
        cells = ", ".join(f"COALESCE({names[column]}, '')" for column in self.columns.headings.values())
        kind = f"COALESCE({names[self.columns.headings[KIND]]}, '')"
        others = [f"COALESCE({name}, '')" for column, name in names.items() if column != self.columns.headings[KIND]]
        is_blank = f"trim(concat({', '.join(others)}), ' \u3000') = ''"  # a kind alone is a row of the template
        is_sum = f"(trim({kind}) = '' AND ({' OR '.join(map(sums_sql, others))}))"
        is_record = f"{names[self.columns.id]} IS NOT NULL AND trim({kind}) <> ''"  # no more to see of nearly every row
        mark = f"CASE WHEN {is_record} THEN 'record' WHEN {is_blank} THEN NULL WHEN {is_sum} THEN '' ELSE 'record' END"
        text = f"concat_ws({_nul()}, CAST(_line AS VARCHAR), {cells})"
        worker = Worker(Plan(tuple(source.header)), self._engine)
        try:
            for chunk in source.chunks(1):
                found = worker.insert(chunk, "records", f"_line, {id_}, {text}, {mark}")
                worker.require_whole(found)
        except InvalidTable as error:
            raise InvalidTable(finding.at(file=source.name) for finding in error.findings) from None
        finally:
            worker.input.close()
        ((blank, sums),) = self._engine.execute(
            "SELECT count(*) FILTER (mark IS NULL), list(_line ORDER BY _line) FILTER (mark = '') FROM records"
        ).fetchall()
        self._engine.execute("DELETE FROM records WHERE mark IS NULL OR mark = ''")
        return blank, tuple(sums or ())

    def _require_owners(self) -> None:
        """Raise InvalidTable with the first records that have no id."""
        lines = self._engine.execute(
            f"SELECT _line FROM records WHERE id = '' ORDER BY _line LIMIT {MOST_TOLD}"
        ).fetchall()
        if lines:
            values = {"seen": harmless(self.columns.id)}
            raise InvalidTable(Finding("record-without-id", values, self.name, line) for (line,) in lines)

    def _repeated(self) -> Iterator[Finding]:
        """Yield a note on rows that say the same of the same person as others: amounts of tax would be added."""
        said = f"substr(text, strpos(text, {_nul()}))"
        groups = f"SELECT max(_line) AS line, count(*) AS rows FROM records GROUP BY id, {said} HAVING count(*) > 1"
        query = f"SELECT sum(rows - 1), list(line ORDER BY line)[:{_MOST_NAMED}] FROM ({groups})"
        ((count, lines),) = self._engine.execute(query).fetchall()
        if count:
            more = count > len(lines)
            values = {"count": f"{count:,}", "seen": ", ".join(map(str, lines)) + ", …" * more}
            yield Finding("records-repeated", {**values, "seen_zh": "、".join(map(str, lines)) + "…" * more}, self.name)


def _folded_sql(text: str) -> str:
    """Write a text as ``folded`` does, in half width and without blanks around it."""
    half = f"translate({text}, {quoted(_WIDE_OR_BLANK)}, {quoted(_HALF)})"
    trimmed = f"trim({half}, ' ' || chr(9) || chr(10) || chr(13) || chr(160))"
    return f"CASE WHEN regexp_full_match({text}, '[!-~]*') THEN {text} ELSE {trimmed} END"


def _nul() -> str:
    """Write what stands between cells as SQL."""
    return f"chr({ord(SEPARATOR)})"
