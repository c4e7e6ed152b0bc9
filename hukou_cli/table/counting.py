"""Facts of a table's rows counted from dated records: which columns they fill, and the worker that fills them."""

import csv
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from hukou_cli.base.bilingual import pick
from hukou_cli.base.calendar import from_date
from hukou_cli.base.errors import Finding
from hukou_cli.base.redaction import harmless
from hukou_cli.base.spreadsheet import formula_safe
from hukou_cli.sql.cells import WRONG_RECORDS
from hukou_cli.sql.partition import Partition
from hukou_cli.table.columns import ID, Header, map_columns, special_columns
from hukou_cli.table.counters import Counters, task_of
from hukou_cli.table.person import Counted, Mistake, Part, Person, PersonCounter
from hukou_cli.table.plan import Plan, Request
from hukou_cli.table.record_table import RecordCounts, RecordSums, RecordTable, folded
from hukou_cli.table.rejects import facts_counted, told_sql
from hukou_cli.table.source.inputs import Chunk
from hukou_cli.table.source.text_source import Rows, RowWriter
from hukou_cli.table.tally import Tally
from hukou_cli.table.worker import ChunkResult, Reading, Worker

Told = tuple[int, str, Mistake]
"""A mistake in records, with the line and the id of the person's row."""

SLICE = 10_000
"""Rows that are counted at once: memory holds no more people with their records for each worker."""


def with_counted_facts(header: Header, partitions: Sequence[Partition]) -> Header:
    """Return a header with a column for each fact that records may give and that the table has no column of."""
    counted: dict[str, None] = {}
    for edition in {one.edition.id: one.edition for one in partitions}.values():
        own = map_columns(header, edition).facts
        counted |= {name: None for name in edition.facts if name in facts_counted(edition) and name not in own}
    added = [name for name in counted if name not in header.columns]
    return msgspec.structs.replace(header, columns=[*header.columns, *added], counted=frozenset(added))


class Counting:
    """What the workers of one table share to count facts from records.

    Args:
        header: The columns of the table itself.
        plan: The plan of the table with the columns of counted facts.
        request: The user's options.
        table: The long table of records; None for none.
        folders: The folders of policies of one's own.
        processes: How many processes count at most.

    """

    def __init__(  # noqa: PLR0913, PLR0917
        self,
        header: Header,
        plan: Plan,
        request: Request,
        table: RecordTable | None,
        folders: Sequence[Path] = (),
        processes: int = 1,
    ) -> None:
        self.header, self.plan, self.table = header, plan, table
        self.safe = any(partition.safe for partition in plan.partitions)
        self.letters = {} if table is None else table.letters
        self.names = {name: header for partition in plan.partitions for name, header in _names(partition)}
        self.with_records = self.broken = self.differing = 0
        self._guard = threading.Lock()
        names = list(header.columns)
        own = special_columns(names).get(ID)
        self.id_at = None if own is None else names.index(own)
        self.kinds_at = {name: names.index(name) for name in header.records}
        parts = [_part(one) for one in plan.partitions]
        self._parts_of = [one.named for one in plan.partitions]
        keys = () if table is None else table.keys
        headings = {} if table is None else table.columns.headings
        told = parts, keys, headings, request.language, from_date(request.today)
        self.counters = Counters(PersonCounter(*told), task_of(folders, *told), processes)

    def worker(self, plan: Plan) -> "RecordWorker":
        """Return a worker that fills the rows before it scores them."""
        return RecordWorker(plan, self)

    def close(self) -> None:
        """End the counting."""
        self.counters.close()

    def part_of(self, cells: Sequence[str | None]) -> int | None:
        """Return the number of the partition of a row; None where it is of no edition."""
        unrouted = self.plan.unrouted
        if unrouted is None:
            return 0
        pair = tuple(None if column is None else cells[_number(column)] for column in (unrouted.city, unrouted.round))
        return next((at for at, named in enumerate(self._parts_of) if pair in named), None)

    def add(self, with_records: int, broken: int, differing: int) -> None:
        """Count rows with records, rows broken as a whole, and those that give a fact otherwise than their records."""
        with self._guard:
            self.with_records += with_records
            self.broken += broken
            self.differing += differing

    def sums(self, tally: Tally) -> RecordSums:
        """Return what became of the records, once all rows are scored."""
        rows = None if self.table is None else self.table.counts()
        without = tally.scored + tally.rejected - self.with_records - self.broken
        return RecordSums(rows, without, self.differing)

    def nobodys(self, counts: RecordCounts) -> list[tuple[str, ...]]:
        """Return the rejects of the first records of ids that no row has."""
        assert self.table is not None
        own = self.table.columns.id
        rejects = []
        for line, id_ in counts.first:
            shown = harmless(id_)
            finding = Finding("record-of-nobody", {"seen": shown})
            told = (finding.code, finding.sentence(self.plan.language), finding.remedy(self.plan.language))
            cells: tuple[str, ...] = (shown, harmless(own), shown)
            if self.plan.letters is not None:
                cells = (f"{self.letters[own]}{line}" if own in self.letters else "", *cells)
            rejects.append(("", str(line), *(formula_safe(cell) if self.safe else cell for cell in cells), *told))
        return rejects


def _part(partition: Partition) -> Part:
    return Part(partition.edition, partition.round, {name: _number(column) for name, column in partition.facts.items()})


def _names(partition: Partition) -> Iterator[tuple[str, str]]:
    """Yield what the column of each fact is called: its header, or its label where headings are in words."""
    for name, column in partition.facts.items():
        header = partition.headers.get(column, name)
        in_words = partition.words if header == name else None
        yield name, header if in_words is None else pick(partition.edition.facts[name].name, in_words)


def _number(column: str) -> int:
    """Return the number of a column of ``names_of``."""
    return int(column.removeprefix("_c"))


class Filler:
    """Fills facts counted from records into the rows of a chunk.

    Attributes:
        told: The mistakes in records so far.
        owners: The rows so far whose records are in the long table: line and folded id.

    """

    def __init__(self, counting: Counting) -> None:
        self.told: list[Told] = []
        self.owners: list[tuple[int, str]] = []
        self._counting, self._writer = counting, RowWriter(",")

    def fill(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Fill in some rows: each its line, its problem and its cells."""
        counting, columns, writer = self._counting, len(self._counting.plan.header), self._writer
        people = self._people(rows)
        counted = dict(zip(people, counting.counters.counted(list(people.values())), strict=True))
        broken = sum(row[1] is not None for row in rows)
        counting.add(len(people), broken, sum(each.differing for each in counted.values()))
        for line, problem, *cells in rows:
            if problem is not None:
                writer.add_broken(line, problem, cells[0] or "", columns)
                continue
            found = counted.get(line, _NOTHING)
            written = ["" if cell is None else cell for cell in cells]
            written += [""] * (columns - len(cells))
            for at in counting.kinds_at.values():
                written[at] = ""
            for at, text in found.cells.items():
                written[at] = text
            id_ = "" if counting.id_at is None else written[counting.id_at]
            self.told += [(line, id_, mistake) for mistake in found.mistakes]
            writer.add(line, written, WRONG_RECORDS if found.is_wrong else "")

    def rows(self) -> Rows:
        """Return the rows."""
        return self._writer.rows(0)

    def _people(self, rows: Sequence[tuple[Any, ...]]) -> dict[int, Person]:
        """Return the rows that have records, by line."""
        counting, columns = self._counting, len(self._counting.plan.header)
        whole = [(line, cells) for line, problem, *cells in rows if problem is None]
        ids: dict[int, str] = {}
        listed: dict[str, str] = {}
        if counting.table is not None and counting.id_at is not None:
            ids = {line: folded(cells[counting.id_at] or "") for line, cells in whole}
            listed = counting.table.rows_of(list(ids.values()))
            self.owners += [(line, id_) for line, id_ in ids.items() if id_ in listed]
        people = {}
        for line, cells in whole:
            own = listed.get(ids.get(line, ""), "")
            json = {kind: text for kind, at in counting.kinds_at.items() if (text := cells[at])}
            part = counting.part_of(cells) if own or json else None
            if part is not None:
                people[line] = Person(part, (*cells, *[None] * (columns - len(cells))), own, json)
        return people


_NOTHING = Counted()


class RecordWorker(Worker):
    """A worker that fills facts counted from records into the rows of a chunk before it scores them."""

    def __init__(self, plan: Plan, counting: Counting) -> None:
        super().__init__(plan)
        self._tries_whole = False  # the people of a chunk are held with their records
        self._counting = counting
        self._table = Worker(Plan(tuple(counting.header.columns)), self.engine)
        self._owners: list[tuple[int, str]] = []

    def close(self) -> None:
        """Close the engine and the files."""
        self._table.input.close()
        super().close()

    def interrupt(self) -> None:
        """Stop what is under way."""
        self._counting.close()
        super().interrupt()

    def score(self, chunk: Chunk) -> ChunkResult:
        """Score a chunk into private files."""
        result = super().score(chunk)
        if self._counting.table is not None and self._owners:
            with Path(result.rejects.path).open(encoding="utf-8", newline="") as file:
                rejected = {int(row[0]) for row in csv.reader(file)}
            ids = [id_ for _, id_ in self._owners]
            self._counting.table.scored(ids, [line not in rejected for line, _ in self._owners])
        return result

    def read(self, chunk: Chunk, *, numbered: bool) -> Reading:  # noqa: ARG002 - they are numbered anyway
        """Return a chunk with its facts counted."""
        filler = self._table.first_whole(chunk, self._filled)
        rows, self._owners = filler.rows(), filler.owners
        self.input.write(rows.content)
        mistakes = ""
        if filler.told:
            counting = self._counting
            mistakes = self.keep("told", told_sql(filler.told, counting.names, counting.letters, safe=counting.safe))
        return Reading(self.text_sql(rows, ","), rows.count, numbered=True, told=mistakes)

    def _filled(self, reading: Reading) -> tuple[int, Filler]:
        """Return how many rows a reading has, and, where that is all, what they are with their facts filled in."""
        filler = Filler(self._counting)
        ((count,),) = self.rows(f"SELECT count(*) FROM {reading.source}")
        if count == reading.count:  # else it is read again
            answer = self.engine.execute(f"SELECT * FROM {reading.source}")
            while rows := answer.fetchmany(SLICE):
                filler.fill(rows)
        return count, filler
