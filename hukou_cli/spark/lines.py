"""A table of text, scored line by line in the parts of a job.

A part holds runs of lines of one file or several. Which, a count has told before, so that each row has its true line.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from hukou_cli.base.errors import Finding, InvalidTable
from hukou_cli.table.plan import Plan
from hukou_cli.table.rejects import reject_headings
from hukou_cli.table.sink import csv_row
from hukou_cli.table.source.csv_framing import CsvChunk
from hukou_cli.table.source.dialect import Dialect
from hukou_cli.table.source.text_source import DIVISIBLE
from hukou_cli.table.tally import Tally
from hukou_cli.table.temp_file import TempFile
from hukou_cli.table.worker import Worker

if TYPE_CHECKING:
    import pyarrow as pa

SCORE, REJECT, SUMMARY = "score", "reject", "summary"
"""What a row of the answer holds: lines of scores, lines of rejects, or how many rows there were of each kind."""

SCHEMA = "kind string not null, file string not null, at bigint, value string"
"""The columns of the answer: ``at`` is the place of a row among those of its part."""

_MARK = "\ufeff"


class TextFile(msgspec.Struct, frozen=True):
    """A file of the table.

    Attributes:
        address: Where Spark finds it.
        name: What it is called in the answer.
        dialect: How it is written.
        above: The lines above its first row.
        marked: Whether its answer begins with the byte order mark.

    """

    address: str
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
    """How many rows of each kind there are in a run, and how many bytes of scores and rejects."""

    run: Run
    size: int
    tally: Tally

    def json(self) -> str:
        """Return it as JSON: counts as lists of pairs, since keys are not all texts."""
        fields = msgspec.structs.asdict(self.tally).items()
        tally = {name: list(value.items()) if isinstance(value, Counter) else value for name, value in fields}
        return msgspec.json.encode({"run": self.run, "size": self.size, "tally": tally}).decode()

    @classmethod
    def read(cls, text: str) -> "RunSummary":
        """Read what ``json`` returned."""

        def counter(_: type, pairs: list[tuple[object, int]]) -> Counter[object]:
            return Counter({tuple(key) if isinstance(key, list) else key: count for key, count in pairs})

        return msgspec.json.decode(text, type=cls, dec_hook=counter)


class TextTable(msgspec.Struct, frozen=True):
    """A table of text, of one file or of several with the same columns.

    Attributes:
        path: What the user calls it.
        plan: By which its lines are scored.
        files: Its files.
        filled_above: The lines above the first rows of the files that are not empty.
        runs: The runs of lines that each part of the job holds, once they are counted.

    """

    path: str
    plan: Plan
    files: Sequence[TextFile]
    filled_above: int
    runs: Mapping[int, Sequence[Run]] = {}


def score_lines(batches: "Iterable[pa.RecordBatch]", table: TextTable) -> "Iterator[pa.RecordBatch]":
    """Score the lines of a part, one a cell without its line break, into rows of the answer, each a batch."""
    import pyarrow as pa
    from pyspark import TaskContext

    context = TaskContext.get()
    assert context is not None
    for at, (kind, file, text) in enumerate(_answer(table, table.runs.get(context.partitionId(), ()), _Lines(batches))):
        texts = pa.array([text.removesuffix(b"\n")], pa.string())  # the writer of Spark ends each row with a break
        yield pa.RecordBatch.from_pydict({"kind": [kind], "file": [file], "at": [at], "value": texts})


def _answer(table: TextTable, runs: Sequence[Run], lines: "_Lines") -> Iterator[tuple[str, str, bytes]]:
    """Yield the kind, the file and the text of each row of the answer."""
    with closing(Worker(table.plan)) as worker:
        for run in runs:
            file, tally, size = table.files[run.file], Tally(), 0
            for kind, text, told in _scored(worker, file, run, lines):
                tally, size = tally + told, size + len(text)
                if text:
                    yield kind, file.name, text
            yield SUMMARY, file.name, RunSummary(run, size, tally).json().encode()
    lines.require_end()


def _scored(worker: Worker, file: TextFile, run: Run, lines: "_Lines") -> Iterator[tuple[str, bytes, Tally]]:
    """Yield the kind and the text of each row of the answer to a run, and what rows are first told of with it."""
    if run.line == 1:
        yield SCORE, csv_row(worker.plan.headings.values(), _MARK * file.marked), Tally()
        headings = reject_headings(worker.plan.partitions[0].words, worker.plan)
        yield REJECT, csv_row(headings, _MARK * file.marked), Tally()
    for line, count, content in lines.take(run.line, run.count):
        above = min(count, max(0, file.above + 1 - line))
        rows = content.split(b"\n", above)[-1]
        for result in worker.results(CsvChunk(line + above, rows, file.dialect, count - above)):
            result.ids.close()
            yield SCORE, _content_of(result.scores), result.tally
            yield REJECT, _content_of(result.rejects), Tally()


def _content_of(file: TempFile) -> bytes:
    """Return what a file holds, and close it."""
    with closing(file):
        return Path(file.path).read_bytes()


class _Lines:
    """The lines of a part, of which Spark gives some thousands at a time."""

    def __init__(self, batches: "Iterable[pa.RecordBatch]") -> None:
        self._arrays: Iterator[pa.Array] = (batch.column(0) for batch in batches)

    def take(self, line: int, count: int) -> Iterator[tuple[int, int, bytes]]:
        """Yield so many lines, from ``line`` on, in chunks: the number of the first, how many there are, their text.

        Raises InvalidTable where there are fewer.
        """
        texts, taken, size = list["pa.Buffer"](), 0, 0  # of hundreds of texts: not added up for each
        while count:
            if (array := next(self._arrays, None)) is None:
                raise InvalidTable([Finding(code="changed-while-read")])
            if len(array) > count:
                self._arrays = chain([array[count:]], self._arrays)
            texts.append(_text_of(array[:count]))
            lines = min(count, len(array))
            count, taken, size = count - lines, taken + lines, size + texts[-1].size
            if not count or size >= 3 * DIVISIBLE:  # a worker has room for it
                yield line, taken, b"".join(texts)
                line, texts, taken, size = line + taken, [], 0, 0

    def require_end(self) -> None:
        """Raise InvalidTable where there are more lines than were counted."""
        if any(map(len, self._arrays)):
            raise InvalidTable([Finding(code="changed-while-read")])


def _text_of(lines: "pa.Array") -> "pa.Buffer":
    """Return lines, each with its line break."""
    import pyarrow as pa
    import pyarrow.compute as pc

    lists = pa.ListArray.from_arrays([0, len(lines) + 1], pa.concat_arrays([lines, pa.array([""], lines.type)]))
    return pc.binary_join(lists, pa.scalar("\n", lines.type))[0].as_buffer()
