"""Facts of a table's rows counted from dated records: which columns they fill, and the worker that fills them."""

import csv
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from hukou_cli.base.calendar import from_date
from hukou_cli.base.errors import Finding
from hukou_cli.base.redaction import harmless
from hukou_cli.base.spreadsheet import formula_safe
from hukou_cli.sql.cells import WRONG_RECORDS
from hukou_cli.sql.partition import Partition
from hukou_cli.table.columns import ID, Header, map_columns, special_columns
from hukou_cli.table.person import Counted, Mistake, Part, Person, PersonCounter
from hukou_cli.table.plan import Plan, Request
from hukou_cli.table.record_table import RecordCounts, RecordSums, RecordTable, folded
from hukou_cli.table.rejects import facts_counted, told_sql
from hukou_cli.table.source.inputs import Chunk
from hukou_cli.table.source.text_source import Rows, RowWriter
from hukou_cli.table.tally import Tally
from hukou_cli.table.worker import ChunkResult, Reading, Worker

CountPeople = Callable[[Sequence[Person]], Iterable[Counted]]
"""Counts the facts of people, in their order."""


def with_counted_facts(header: Header, partitions: Sequence[Partition]) -> Header:
    """Return a header with a column for each fact that records may give and that the table has no column of."""
    counted: dict[str, None] = {}
    for edition in {one.edition.id: one.edition for one in partitions}.values():
        own = map_columns(header, edition).facts
        counted |= {name: None for name in edition.facts if name in facts_counted(edition) and name not in own}
    added = [name for name in counted if name not in header.columns]
    return Header([*header.columns, *added], header.file, header.line, header.kinds, frozenset(added), header.records)


class Counting:
    """What the workers of one table share to count facts from records.

    Args:
        header: The columns of the table itself.
        plan: The plan of the table with the columns of counted facts.
        request: The user's options.
        table: The long table of records; None for none.

    """

    def __init__(self, header: Header, plan: Plan, request: Request, table: RecordTable | None) -> None:
        self.header, self.plan, self.table = header, plan, table
        self.safe = any(partition.safe for partition in plan.partitions)
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
        self.count_people = _here(PersonCounter(parts, keys, headings, request.language, from_date(request.today)))

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
            cells = (shown, harmless(own), shown)
            rejects.append(("", str(line), *(formula_safe(cell) if self.safe else cell for cell in cells), *told))
        return rejects


def _part(partition: Partition) -> Part:
    return Part(partition.edition, partition.round, {name: _number(column) for name, column in partition.facts.items()})


def _number(column: str) -> int:
    """Return the number of a column of ``names_of``."""
    return int(column.removeprefix("_c"))


def _here(counter: PersonCounter) -> CountPeople:
    """Return the counting of people one after the other in this process."""
    return lambda people: map(counter.count, people)


class RecordWorker(Worker):
    """A worker that fills facts counted from records into the rows of a chunk before it scores them."""

    def __init__(self, plan: Plan, counting: Counting) -> None:
        super().__init__(plan)
        self._counting = counting
        self._table = Worker(Plan(tuple(counting.header.columns)), self.engine)
        self._owners: list[tuple[int, str]] = []

    def close(self) -> None:
        """Close the engine and the files."""
        self._table.input.close()
        super().close()

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

        def read(reading: Reading) -> tuple[int, list[tuple[Any, ...]]]:
            found = self.rows(f"SELECT * FROM {reading.source}")
            return len(found), found

        rows = self._table.first_whole(chunk, read)
        filled, told = self._filled(rows)
        self.input.write(filled.content)
        mistakes = self.keep("told", told_sql(told, safe=self._counting.safe)) if told else ""
        return Reading(self.text_sql(filled, ","), filled.count, numbered=True, told=mistakes)

    def _filled(self, rows: Sequence[tuple[Any, ...]]) -> tuple[Rows, list[tuple[int, str, Mistake]]]:
        """Return rows with the cells of facts filled in from records, and the mistakes in these by line and id."""
        people = self._people(rows)
        counted = dict(zip(people, self._counting.count_people(list(people.values())), strict=True))
        self._counting.add(
            with_records=len(people),
            broken=sum(row[1] is not None for row in rows),
            differing=sum(each.differing for each in counted.values()),
        )
        writer, told = RowWriter(","), []
        columns, id_at = len(self.plan.header), self._counting.id_at
        for line, problem, *cells in rows:
            if problem is not None:
                writer.add_broken(line, problem, str(cells[0] or ""), columns)
                continue
            found = counted.get(line, Counted())
            written = ["" if cell is None else str(cell) for cell in cells] + [""] * (columns - len(cells))
            id_ = "" if id_at is None else written[id_at]
            for at in self._counting.kinds_at.values():
                written[at] = ""
            for at, text in found.cells.items():
                written[at] = text
            told += [(line, id_, mistake) for mistake in found.mistakes]
            writer.add(line, written, WRONG_RECORDS if found.is_wrong else "")
        return writer.rows(0), told

    def _people(self, rows: Sequence[tuple[Any, ...]]) -> dict[int, Person]:
        """Return the rows that have records, by line; of all that may have some keep who they are."""
        counting, id_at = self._counting, self._counting.id_at
        columns = len(self.plan.header)
        ids = (
            {line: folded(cells[id_at] or "") for line, problem, *cells in rows if problem is None}
            if id_at is not None
            else {}
        )
        listed = counting.table.rows_of(list(ids.values())) if counting.table is not None else {}
        self._owners = [(line, id_) for line, id_ in ids.items() if id_ in listed]
        people = {}
        for line, problem, *cells in rows:
            part = None if problem is not None else counting.part_of(cells)
            own = listed.get(ids.get(line, ""), "")
            json = {kind: text for kind, at in counting.kinds_at.items() if (text := cells[at])}
            if part is not None and (own or json):
                people[line] = Person(part, (*cells, *[None] * (columns - len(cells))), own, json)
        return people
