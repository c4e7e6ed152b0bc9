"""The sink of a batch: scores into one file, rejects into another, both whole or not at all."""

import contextlib
import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Sequence
from itertools import islice, starmap
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from hukou_cli.base.decimals import SHARE_PLACES
from hukou_cli.scoring.ranking import Ranking, key_places
from hukou_cli.sql.cells import MOST_WHOLE_DIGITS, quoted
from hukou_cli.sql.edition import ENTERS_RANKING, REACHED, key_column, rank_groups
from hukou_cli.sql.output import MAY_RISE, line_places, written_name
from hukou_cli.table.aside import engine_on_disk
from hukou_cli.table.columns import ELIGIBLE
from hukou_cli.table.output import AtomicOutput, Ending, Form, copy_answer
from hukou_cli.table.plan import Plan
from hukou_cli.table.ranking import DECIMAL, Ranked, is_ranked_sql, rank
from hukou_cli.table.rejects import reject_headings
from hukou_cli.table.repeated_ids import RepeatedIds, repeated_ids
from hukou_cli.table.tally import Tally
from hukou_cli.table.temp_file import TempFile, write_all
from hukou_cli.table.worker import MOST_TOLD, ChunkResult

if TYPE_CHECKING:
    import duckdb

    from hukou_cli.table.record_table import RecordSums

MOST_PARTS = 500
"""Files in which scores are laid aside, before they are made one: a process may have some 1,000 open."""

_EMPTY = "''"

_MEMORY_OF_IDS = "256MB"
"""The memory in which ids are counted; what does not fit goes to the disk."""


class Summary(msgspec.Struct):
    """The result of a batch, or of a ranking.

    Attributes:
        tally: How many rows there are of each kind.
        problems: The first rejects where no file holds them.
        more: Whether there are more of them.
        repeated: The ids that stand more than once.
        outcome: The ranking, if any.
        records: What became of dated records; None where facts are not counted from any.

    """

    tally: Tally = msgspec.field(default_factory=Tally)
    problems: list[list[str]] = []
    more: bool = False
    repeated: RepeatedIds = RepeatedIds()
    outcome: Ranking | None = None
    records: "RecordSums | None" = None


Remarks = Callable[[Summary], Sequence[str]]
"""Gives the lines for the last sheet of a workbook, from what came of the table."""


class Sink:
    """Takes the results of the chunks in their order. No file has its name before ``commit``.

    Scores that are ranked, or of which a file cannot be put together from those of the chunks, are laid aside as
    Parquet until ``finish``.

    Args:
        plan: The plan of the table.
        output: The file of the scores; None is standard output.
        rejects: The file of the rejects; None keeps the first of them in ``summary``.
        form: The form of the scores.
        force: Whether files that exist are replaced.
        marked: Whether files of CSV begin with the byte order mark.
        ranked: The ranking, where there is one.
        remarks: Gives the lines for the last sheet of a workbook.

    """

    def __init__(  # noqa: PLR0913
        self,
        plan: Plan,
        output: Path | None,
        rejects: Path | None,
        form: Form,
        *,
        force: bool,
        marked: bool = False,
        ranked: Ranked | None = None,
        remarks: Remarks = lambda _: (),
    ) -> None:
        self.summary = Summary()
        self._has_rejects = False
        self._plan, self._form, self._ranked, self._remarks = plan, form, ranked, remarks
        words = plan.partitions[0].words
        with contextlib.ExitStack() as opened:
            self._output = AtomicOutput(output, force=force, marked=marked and form == "csv")
            opened.callback(self._output.close)
            self._rejects: AtomicOutput | None = None
            if rejects is not None:
                self._rejects = AtomicOutput(rejects, force=force, marked=marked, is_main=False)
                opened.callback(self._rejects.close)
                with self._rejects.translated_errors():
                    write_all(
                        self._rejects.handle,
                        csv_row(reject_headings(words, plan), self._rejects.mark),
                    )
            self._listed: TempFile | None = None
            if rejects is None and form == "xlsx":
                self._listed = TempFile(self._output.folder)
                opened.callback(self._listed.close)
            self._ids: TempFile | None = None
            if any(partition.id is not None for partition in plan.partitions):
                self._ids = TempFile(Path(tempfile.gettempdir()))
                opened.callback(self._ids.close)
            self._parts: list[TempFile] = []
            opened.callback(lambda: _close_all(self._parts))
            if plan.form == "csv":
                with self.translated_errors():
                    write_all(self._output.handle, csv_row(plan.headings.values(), self._output.mark))
            self._opened = opened.pop_all()

    def translated_errors(self) -> contextlib.AbstractContextManager[None]:
        """Turn errors of the system and of the engine into findings about the output; see ``AtomicOutput``."""
        return self._output.translated_errors()

    def append(self, result: ChunkResult) -> None:
        """Append the scores and rejects of a chunk, and close its files."""
        if self._plan.form == "parquet":
            if result.tally.scored:
                self._lay_aside(result.scores)
        else:
            self._output.append(result.scores)
        if result.tally.rejected:
            self.append_rejects(result.rejects)
        if self._ids is not None:
            self._ids.append(result.ids)
        _close_all((result.scores, result.rejects, result.ids))
        self.summary.tally += result.tally

    def _lay_aside(self, scores: TempFile) -> None:
        """Lay the scores of a chunk aside, on the disk."""
        part = TempFile(self._output.folder)
        self._parts.append(part)
        part.append(scores)
        if len(self._parts) == MOST_PARTS:
            query, parts = self._parts_sql(), self._parts
            self._parts = [TempFile(self._output.folder), *parts]
            with engine_on_disk(1) as engine:
                copy_answer(engine, query, self._parts[0].path, "parquet")
            del self._parts[1:]
            _close_all(parts)

    def append_rejects(self, rejects: TempFile) -> None:
        """Append rejects; where no file takes them, keep the first."""
        self._has_rejects = True
        if self._rejects is not None:
            with self._rejects.translated_errors():
                self._rejects.append(rejects)
        elif self._listed is not None:
            self._listed.append(rejects)
        elif not self.summary.more:
            with Path(rejects.path).open(encoding="utf-8", newline="") as file:
                rows = csv.reader(file)
                self.summary.problems += islice(rows, MOST_TOLD - len(self.summary.problems))
                self.summary.more = next(rows, None) is not None

    def finish(self, workers: int) -> None:
        """Count the ids, and rank the scores laid aside, or turn them into the form of the output."""
        if self._ids is not None and self.summary.tally.read > 1:
            ids = (
                f"read_csv({quoted(self._ids.path)}, auto_detect=false, delim=',', quote='\"', escape='\"', "
                "new_line='\\n', header=false, columns={'id': 'VARCHAR'})"
            )
            with engine_on_disk(1) as engine:  # more take a third more time of the processor
                engine.execute(f"SET memory_limit = '{_MEMORY_OF_IDS}'")
                self.summary.repeated = repeated_ids(engine, ids)
        if self._plan.form != "parquet":
            return
        columns = ", ".join(starmap(_typed, column_types(self._plan).items()))
        read = f"(SELECT {columns} FROM ({self._parts_sql()}))"
        headings = self._plan.headings.items()
        named = ", ".join(f"{written_name(id_)} AS {written_name(name)}" for id_, name in headings)
        with engine_on_disk(workers if self._ranked else 1) as engine:  # one thread copies rows in order at least cost
            query = f"SELECT {named} FROM {read}"
            if self._ranked is not None:
                engine.execute(f"CREATE TABLE scores AS {self._ranked_sql(self._ranked, read)}")
                self.summary.outcome, query = rank(engine, self._ranked, self._output.mark)
            if self._form == "xlsx":
                self._write_workbook(engine, query)
            else:
                copy_answer(engine, query, self._output.engine_path, self._form)

    def _parts_sql(self) -> str:
        """Write the query of the scores laid aside, in their order."""
        if not self._parts:
            return f"SELECT {', '.join(f'NULL AS {written_name(name)}' for name in self._plan.columns)} LIMIT 0"
        return f"FROM read_parquet([{', '.join(quoted(part.path) for part in self._parts)}])"

    def _write_workbook(self, engine: "duckdb.DuckDBPyConnection", query: str) -> None:
        """Write the scores, the rejects that no file takes, and the remarks as sheets."""
        from hukou_cli.table.answer_sheets import Rejects, write_answer

        first = self._plan.partitions[0]
        ids = [name for name, column in first.kept.items() if column == first.id]
        rejects = None
        if self._listed is not None and self._has_rejects:
            header = reject_headings(first.words, self._plan)
            rejects = Rejects(header, self._listed, 2 if self._plan.from_records else 1)
        remarks = self._remarks(self.summary)
        write_answer(engine, query, self._output, ids, rejects, remarks, self._plan.language, first.words)

    def _ranked_sql(self, ranked: Ranked, read: str) -> str:
        """Write the query of the table that ``rank`` reads."""
        columns = self._plan.columns
        keys = ", ".join(
            f"CAST({written_name(key)} AS {DECIMAL}) AS hukou_key{at}" for at, key in enumerate(ranked.keys)
        )
        edition = self._plan.partitions[0].edition
        lists = ", ".join(f"COALESCE({name}, '') AS {name}" for name in ("failed_gates", "routes") if name in columns)
        alike = f"* REPLACE ({lists})" if self._form == "json" else "*"  # an empty list, as where it is not ranked
        reached = REACHED if edition.passes is None or edition.has_entry_mark else "NULL"
        ranks = is_ranked_sql(edition)
        return f"SELECT {alike}, {keys}, {ranks} AS hukou_ranked, {reached} AS hukou_reached FROM {read}"

    def commit(self, ending: Ending) -> None:
        """Publish the files, the rejects before the scores: if publishing the scores fails, no rejected row is lost.

        ``ending`` is called before each gets its name.
        """
        self._output.flush()
        if self._rejects is not None and self._has_rejects:
            self._rejects.flush()
            ending()
            self._rejects.commit()
        ending()
        self._output.commit()
        if self._rejects is not None and not self._has_rejects:
            self._rejects.remove_previous()  # what an earlier run rejected is no longer so

    def close(self) -> None:
        """Close every file; remove those that were not committed."""
        self._opened.close()


def csv_row(cells: Iterable[str], mark: str = "") -> bytes:
    """Write a row of CSV, behind the mark of a file where it is the first."""
    written = io.StringIO(mark)
    written.seek(len(mark))
    csv.writer(written, lineterminator="\n").writerow(cells)
    return written.getvalue().encode()


def _close_all(files: Iterable[TempFile]) -> None:
    for file in files:
        file.close()


def _typed(name: str, kind: str) -> str:
    """Write a column laid aside with its type; an empty text is none."""
    column = written_name(name)
    return f"{f'NULLIF({column}, {_EMPTY})' if kind == 'VARCHAR' else f'CAST({column} AS {kind})'} AS {column}"


def column_types(plan: Plan) -> dict[str, str]:
    """Return the type of every column that is written."""
    places = {"core_share": SHARE_PLACES}
    for partition in plan.partitions:
        lines = [indicator.id for indicator, _ in partition.edition.indicators]
        for name in (*lines, *rank_groups(partition.edition), "total", MAY_RISE):  # of several cities the most places
            places[name] = max(places.get(name, 0), partition.edition.file.policy.decimals)
        for name in ("line", "distance"):
            places[name] = max(places.get(name, 0), line_places(partition))
    points = {name: f"DECIMAL(18, {most})" for name, most in places.items()}
    keys: dict[str, int] = {}
    for partition in plan.partitions:
        for key in partition.keys:
            keys[key] = max(keys.get(key, 0), key_places(partition.edition, key))
    whole = MOST_WHOLE_DIGITS
    orders = {key_column(key): f"DECIMAL({whole + most}, {most})" if most else "BIGINT" for key, most in keys.items()}
    types = points | orders | dict.fromkeys((ELIGIBLE, ENTERS_RANKING, REACHED), "BOOLEAN")
    return {name: types.get(name, "VARCHAR") for name in plan.columns}
