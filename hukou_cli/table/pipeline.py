"""The pipelines of ``hukou batch`` and ``hukou rank``, from a source to committed files."""

import contextlib
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from hukou_cli.sql.output import written_name
from hukou_cli.table.aside import engine_on_disk
from hukou_cli.table.columns import ID, special_columns
from hukou_cli.table.output import AtomicOutput, Ending, Form, copy_answer
from hukou_cli.table.plan import Plan
from hukou_cli.table.pool import Pool
from hukou_cli.table.ranking import Ranked, load, rank
from hukou_cli.table.repeated_ids import repeated_ids
from hukou_cli.table.sink import Remarks, Sink, Summary, csv_row
from hukou_cli.table.source.inputs import Source, workers_for
from hukou_cli.table.temp_file import TempFile
from hukou_cli.table.worker import Worker
from hukou_cli.text.language import Language

if TYPE_CHECKING:
    from hukou_cli.table.counting import Counting

Progress = Callable[[int, int], None]
"""Called after each chunk with the bytes of the input and the rows that are done."""


def run_batch(  # noqa: PLR0913, PLR0917
    source: Source,
    plan: Plan,
    sink: Sink,
    workers: int,
    progress: Progress,
    ending: Ending,
    counting: "Counting | None" = None,
) -> Summary:
    """Score a table chunk by chunk into a sink, in the order of the input, rank it where asked, and publish it.

    Args:
        source: The table.
        plan: Its columns and partitions.
        sink: Takes the results; it is closed at the end.
        workers: How many chunks are scored at once.
        progress: Called after each chunk.
        ending: Called before the files get their names.
        counting: Counts facts from dated records; None where there are none.

    Raises:
        InvalidTable: Rows name their city or round, and the table changed since those were read.
        OutputError: A file cannot be written; then nothing is left of any.

    """
    size = 0

    def made() -> Worker:
        return Worker(plan) if counting is None else counting.worker(plan)

    with contextlib.closing(sink), sink.translated_errors():
        pool = Pool(workers_for(source, workers), made)
        results = pool.answers(source.chunks(workers), lambda worker, chunk: worker.results(chunk))
        with contextlib.closing(results):
            for result in itertools.chain.from_iterable(results):
                sink.append(result)
                size += result.size
                progress(size, sink.summary.tally.read)
        if plan.unrouted is not None:  # the cities and rounds were read before
            source.require_unchanged()
        if counting is not None:
            sink.summary.records = found = counting.sums(sink.summary.tally)
            if found.rows is not None and found.rows.first:
                nobodys = TempFile()
                nobodys.write(b"".join(map(csv_row, counting.nobodys(found.rows))))
                sink.append_rejects(nobodys)
                nobodys.close()
        sink.finish(workers)
        sink.commit(ending)
    return sink.summary


def rank_table(  # noqa: PLR0913, PLR0917
    source: Source,
    ranked: Ranked,
    output: Path | None,
    form: Form,
    workers: int,
    ending: Ending,
    remarks: Remarks,
    language: Language,
    *,
    force: bool,
) -> Summary:
    """Rank a table of scores into a file, or to standard output.

    Args:
        source: The table.
        ranked: The options.
        output: The file; None is standard output.
        form: The form of the output.
        workers: How many chunks are read at once.
        ending: Called before the file gets its name.
        remarks: Gives the lines for the last sheet of a workbook.
        language: The language of the names of its sheets.
        force: Whether a file that exists is replaced.

    Raises:
        InvalidTable: A score is no number, or a row cannot be read.
        OutputError: The file cannot be written.

    """
    marked = source.from_office and form == "csv"
    with contextlib.closing(AtomicOutput(output, force=force, marked=marked)) as file:
        with engine_on_disk(workers) as engine, file.translated_errors():
            summary = Summary(load(engine, source, ranked.keys, workers))
            summary.outcome, query = rank(engine, ranked, file.mark)
            named = special_columns(source.header).get(ID)
            if named is not None:
                summary.repeated = repeated_ids(engine, f"(SELECT NULLIF({written_name(named)}, '') AS id FROM scores)")
            if form == "xlsx":
                from hukou_cli.table.answer_sheets import write_answer

                ids = [] if named is None else [named]
                write_answer(engine, query, file, ids, None, remarks(summary), language, ranked.headings)
            else:
                copy_answer(engine, query, file.engine_path, form)
        file.flush()
        ending()
        file.commit()
    return summary
