"""The scores of a table laid aside in private files, to be read into an engine: where one score is not the answer."""

import contextlib
import itertools
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from hukou_cli.sql.cells import quoted
from hukou_cli.sql.edition import ENTERS_RANKING, REACHED, key_column
from hukou_cli.table.columns import ELIGIBLE, ROW
from hukou_cli.table.plan import Plan
from hukou_cli.table.pool import Pool
from hukou_cli.table.rejects import reject_headings
from hukou_cli.table.sink import column_types
from hukou_cli.table.source.inputs import Source, workers_for
from hukou_cli.table.tally import Tally
from hukou_cli.table.temp_file import TempFile
from hukou_cli.table.worker import Worker

if TYPE_CHECKING:
    from hukou_cli.table.counting import Counting

_AS_WRITTEN = "auto_detect=false, delim=',', quote='\"', escape='\"', new_line='\\n'"
"""How the engine reads what the chunks wrote."""

Progress = Callable[[int, int], None]
"""Called after each chunk with the bytes of the input and the rows that are done."""


def figures_alone(plan: Plan, kept: dict[str, str]) -> Plan:
    """Return a plan of one partition that writes the line of a row, what is kept, and the figures that are compared.

    Args:
        plan: The plan.
        kept: The source column of each that is written out again, by the name it is written under.

    """
    (partition,) = plan.partitions
    edition = partition.edition
    marks = [name for name in (ENTERS_RANKING, REACHED) if name in plan.columns]
    lines = [indicator.id for indicator, _ in edition.indicators]
    columns = (ROW, *kept, ELIGIBLE, *lines, "total", *marks, *map(key_column, partition.keys))
    partition = msgspec.structs.replace(partition, kept=kept, safe=False)
    names = {name: name for name in columns}
    return msgspec.structs.replace(plan, partitions=(partition,), columns=columns, headings=names, form="csv")


class ScoresAside:
    """The scores and the rejects of a table, on disk, in files without a name.

    Args:
        plan: How the table is scored, as ``figures_alone`` gives it.

    """

    def __init__(self, plan: Plan) -> None:
        self.plan, self.tally = plan, Tally()
        with contextlib.ExitStack() as opened:
            folder = Path(tempfile.gettempdir())
            self._scores, self._rejects = TempFile(folder), TempFile(folder)
            opened.callback(self._scores.close)
            opened.callback(self._rejects.close)
            self._opened = opened.pop_all()

    def close(self) -> None:
        """Remove the files."""
        self._opened.close()

    def score(self, source: Source, workers: int, progress: Progress, counting: "Counting | None" = None) -> None:
        """Score a table, which must be rewindable where it is read again.

        Args:
            source: The table.
            workers: How many chunks are scored at once.
            progress: Called after each chunk.
            counting: Counts facts from dated records; None where there are none.

        """

        def made() -> Worker:
            return Worker(self.plan) if counting is None else counting.worker(self.plan)

        size = 0
        pool = Pool(workers_for(source, workers), made)
        results = pool.answers(source.chunks(workers), lambda worker, chunk: worker.results(chunk))
        with contextlib.closing(results):
            for result in itertools.chain.from_iterable(results):
                self._scores.append(result.scores)
                self._rejects.append(result.rejects)
                for file in (result.scores, result.rejects, result.ids):
                    file.close()
                self.tally += result.tally
                size += result.size
                progress(size, self.tally.read)

    @property
    def scores_sql(self) -> str:
        """SQL of the scores, each column of its type."""
        return self._read(self._scores, column_types(self.plan))

    @property
    def rejects_sql(self) -> str:
        """SQL of the rejects, all columns as text."""
        headings = reject_headings(None, self.plan)
        return self._read(self._rejects, dict.fromkeys(headings, "VARCHAR"))

    @staticmethod
    def _read(file: TempFile, types: dict[str, str]) -> str:
        typed = ", ".join(f"{quoted(name)}: {quoted(kind)}" for name, kind in types.items())
        return f"read_csv({quoted(file.path)}, {_AS_WRITTEN}, header=false, columns={{{typed}}})"
