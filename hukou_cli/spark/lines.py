"""A table of text, scored line by line in the parts of a job.

A part holds runs of lines of one file or several. Which, a count has told before, so that each row has its true line.
"""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from hukou_cli.base.errors import Finding, InvalidTable
from hukou_cli.spark.task import Sealed, opened, told_by_code
from hukou_cli.table.plan import Plan
from hukou_cli.table.rejects import reject_headings
from hukou_cli.table.sink import csv_row
from hukou_cli.table.source.csv_framing import CsvChunk
from hukou_cli.table.source.dialect import Dialect
from hukou_cli.table.source.text_source import LARGEST
from hukou_cli.table.tally import Tally
from hukou_cli.table.temp_file import TempFile
from hukou_cli.table.worker import Worker

if TYPE_CHECKING:
    import pyarrow as pa

SCORE, REJECT, SUMMARY = "score", "reject", "summary"
"""What a row of the answer holds: lines of scores, lines of rejects, or how many rows there were of each kind."""

SCHEMA = "kind string, file string, at bigint, value string"
"""The columns of the answer: ``at`` is the place of a row among those of its part."""

_MARK = "\ufeff"


class TextFile(msgspec.Struct, frozen=True):
    """A file of the table.

    Attributes:
        name: What it is called in the answer.
        dialect: How it is written.
        above: The lines above its first row.
        marked: Whether its answer begins with the byte order mark.

    """

    name: str
    dialect: Dialect
    above: int
    marked: bool


class Run(msgspec.Struct, frozen=True):
    """A run of ``count`` lines, from ``line`` on, of the file of a number."""

    file: int
    line: int
    count: int


class RunSummary(msgspec.Struct, frozen=True):
    """How many rows of each kind there are in a run."""

    run: Run
    tally: Tally


class LinePlan(msgspec.Struct, frozen=True):
    """By which plan the lines are scored, of which files, and the runs that each part of the job holds."""

    plan: Plan
    files: Sequence[TextFile]
    runs: Mapping[int, Sequence[Run]]


def score_lines(sealed: Sealed, batches: "Iterable[pa.RecordBatch]") -> "Iterator[pa.RecordBatch]":
    """Score the lines of a part, one a cell with its line break, into rows of the answer. Raises TaskFailed."""
    import pyarrow as pa
    from pyspark import TaskContext

    with told_by_code():
        context = TaskContext.get()
        assert context is not None
        plan: LinePlan = opened(sealed)
        rows = _answer(plan, plan.runs.get(context.partitionId(), ()), _Lines(batches))
        for at, (kind, file, text) in enumerate(rows):
            yield pa.RecordBatch.from_pydict({"kind": [kind], "file": [file], "at": [at], "value": [text]})


def _answer(plan: LinePlan, runs: Sequence[Run], lines: "_Lines") -> Iterator[tuple[str, str, str]]:
    """Yield the kind, the file and the text of each row of the answer, without the last line break."""
    worker = Worker(plan.plan)
    try:
        for run in runs:
            file, tally = plan.files[run.file], Tally()
            if run.line == 1:
                yield from _headings(plan.plan, file)
            above = max(0, min(run.count, file.above + 1 - run.line))
            lines.skip(above)
            for line, content in lines.take(run.line + above, run.count - above):
                result = worker.score(CsvChunk(line, content, file.dialect))
                tally += result.tally
                for kind, written in ((SCORE, result.scores), (REJECT, result.rejects), ("", result.ids)):
                    if (text := _text_of(written)) and kind:
                        yield kind, file.name, text
            yield SUMMARY, file.name, _told(RunSummary(run, tally))
        lines.require_end()
    finally:
        worker.close()


def _told(summary: RunSummary) -> str:
    """Return the JSON of a summary: counts as lists of pairs, since keys are not all texts."""
    fields = msgspec.structs.asdict(summary.tally).items()
    tally = {name: list(value.items()) if isinstance(value, Counter) else value for name, value in fields}
    return msgspec.json.encode({"run": summary.run, "tally": tally}).decode()


def _headings(plan: Plan, file: TextFile) -> Iterator[tuple[str, str, str]]:
    """Yield the first line of the scores and of the rejects of a file."""
    mark = _MARK if file.marked else ""
    for kind, names in ((SCORE, plan.headings.values()), (REJECT, reject_headings(plan.partitions[0].words, plan))):
        yield kind, file.name, csv_row(names, mark).decode().removesuffix("\n")


def _text_of(file: TempFile) -> str:
    """Return what a file holds, without the last line break, and close it."""
    size = os.fstat(file.handle).st_size
    content = b""
    while len(content) < size:
        content += os.pread(file.handle, size - len(content), len(content))
    file.close()
    return content.decode().removesuffix("\n")


class _Lines:
    """The lines of a part, of which Spark gives some thousands at a time."""

    def __init__(self, batches: "Iterable[pa.RecordBatch]") -> None:
        self._batches = iter(batches)
        self._content: memoryview | bytes = b""
        self._ends: Sequence[int] = [0]  # where each line of a batch begins, and the last ends
        self._at = 0

    def skip(self, count: int) -> None:
        """Pass over lines."""
        for _ in self.take(0, count):
            pass

    def take(self, line: int, count: int) -> Iterator[tuple[int, bytes]]:
        """Yield so many lines in chunks, each with the number of its first; ``line`` is that of the first of all."""
        parts: list[memoryview | bytes] = []
        size = held = 0
        while count:
            taken = min(count, len(self._ends) - 1 - self._at)
            if not taken:
                self._read()
                continue
            part = self._content[self._ends[self._at] : self._ends[self._at + taken]]
            parts.append(part)
            self._at, count, size, held = self._at + taken, count - taken, size + len(part), held + taken
            if size >= LARGEST or not count:
                yield line, b"".join(parts)
                line, size, held = line + held, 0, 0
                parts.clear()

    def require_end(self) -> None:
        """Raise InvalidTable where there are more lines than were counted."""
        if self._at < len(self._ends) - 1 or any(batch.num_rows for batch in self._batches):
            raise InvalidTable([Finding(code="changed-while-read")])

    def _read(self) -> None:
        """Read the next batch. Raises InvalidTable where there is none."""
        batch = next(self._batches, None)
        if batch is None:
            raise InvalidTable([Finding(code="changed-while-read")])
        lines = batch.column(0)
        _, ends, content = lines.buffers()
        whole = memoryview(ends).cast("B")
        listed = whole.cast("q") if str(lines.type).startswith("large") else whole.cast("i")
        self._ends, self._at = listed[lines.offset : lines.offset + len(lines) + 1], 0
        self._content = memoryview(content)
