"""A whole batch: every piece of the input scored, written and counted; all of it, or nothing that stays."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec

from hukou_cli.batch.cells import quoted
from hukou_cli.batch.engine import Done, Run, Worker
from hukou_cli.batch.job import Job
from hukou_cli.batch.problems import MOST_TOLD, PROBLEM_COLUMNS
from hukou_cli.batch.query import written_name
from hukou_cli.batch.ranking import DECIMAL, ELIGIBLE, Ranked, engine_for_sorting, load, rank
from hukou_cli.batch.reader import Source
from hukou_cli.batch.scratch import Output, Scratch, told, write_all
from hukou_cli.exact import SHARE_PLACES
from hukou_cli.scoring.query import PASSES, key_column
from hukou_cli.scoring.rank import Outcome

Form = Literal["csv", "parquet", "json"]

SUFFIXES: dict[str, Form] = {".csv": "csv", ".parquet": "parquet", ".jsonl": "json", ".ndjson": "json", ".json": "json"}

OPTIONS: dict[Form, str] = {"csv": "FORMAT csv, HEADER true", "parquet": "FORMAT parquet", "json": "FORMAT json"}

Progress = Callable[[int, int], None]
"""Told how many bytes of the input, and how many rows, are done."""


class Summary(msgspec.Struct):
    """How a batch ended. ``problems`` are the first, told where no file holds them."""

    read: int = 0
    scored: int = 0
    rejected: int = 0
    problems: list[list[str]] = []
    outcome: Outcome | None = None


class Targets(msgspec.Struct, frozen=True):
    """Where the answers go. ``output`` and ``rejects`` are None for standard output, and for no file of rejects."""

    output: Path | None
    rejects: Path | None
    form: Form
    force: bool
    stdout: int = 1


def run_batch(  # noqa: PLR0913, PLR0917
    job: Job, source: Source, targets: Targets, workers: int, progress: Progress, ranked: Ranked | None = None
) -> Summary:
    """Score a table into files. Raises NotFound where they cannot be written; then nothing is left of them."""
    direct = ranked is None and targets.form == job.form
    output = Output(targets.output, force=targets.force) if targets.output is not None else None
    rejects: Output | None = None
    between: Scratch | None = None
    try:
        rejects = Output(targets.rejects, force=targets.force) if targets.rejects is not None else None
        if not direct:
            between = Scratch(targets.output.parent if targets.output is not None else None)
        handle = between.handle if between is not None else output.handle if output is not None else targets.stdout
        with told(targets.output or Path("-")):
            summary = _scored(job, source, handle, rejects, workers, progress)
            if between is not None:
                _finish(job, between, output, targets, workers, ranked, summary)
        if output is not None:
            output.keep()
        if rejects is not None and summary.rejected:
            rejects.keep()
        elif rejects is not None and targets.rejects is not None and targets.rejects.is_file():
            targets.rejects.unlink()  # what an earlier run rejected is no longer so
    finally:
        for left in (output, rejects):
            if left is not None:
                left.abandon()
        if between is not None:
            between.close()
    return summary


def _scored(  # noqa: PLR0913, PLR0917
    job: Job, source: Source, handle: int, rejects: Output | None, workers: int, progress: Progress
) -> Summary:
    """Write the scores to an open file, and the problems to theirs, piece by piece."""
    summary = Summary()
    if job.form == "csv":
        write_all(handle, _csv_row(job.columns))
    size = 0
    answers = Run(workers, lambda: Worker(job)).answers(source.pieces(workers), Worker.run)
    try:
        for done in answers:
            done.scores.pour(handle)
            if done.rejected:
                _keep_problems(done, rejects, summary)
            done.scores.close()
            done.problems.close()
            summary.read += done.read
            summary.scored += done.scored
            summary.rejected += done.rejected
            size += done.size
            progress(size, summary.read)
    finally:
        answers.close()
    return summary


def _keep_problems(done: Done, rejects: Output | None, summary: Summary) -> None:
    if rejects is not None:
        with told(rejects.path):
            if not summary.rejected:
                write_all(rejects.handle, _csv_row(PROBLEM_COLUMNS))
            done.problems.pour(rejects.handle)
    elif len(summary.problems) < MOST_TOLD:
        with Path(done.problems.path).open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                if len(summary.problems) == MOST_TOLD:
                    break
                summary.problems.append(row)


def _csv_row(cells: tuple[str, ...]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(cells)
    return written.getvalue().encode()


def column_types(job: Job) -> dict[str, str]:
    """Give the type of every column that is written."""
    types = dict.fromkeys(job.columns, "VARCHAR")
    for table in job.tables:
        places = table.edition.file.policy.decimals
        points = f"DECIMAL(18, {places})"
        types |= dict.fromkeys(map(key_column, table.keys), DECIMAL)
        types |= {indicator.id: points for indicator, _ in table.edition.indicators}
        if table.edition.indicators:
            types |= {"core_share": f"DECIMAL(18, {SHARE_PLACES})", "total": points}
    return {name: "BOOLEAN" if name in (ELIGIBLE, PASSES) else types[name] for name in job.columns}


def _finish(  # noqa: PLR0913, PLR0917
    job: Job,
    between: Scratch,
    output: Output | None,
    targets: Targets,
    workers: int,
    ranked: Ranked | None,
    summary: Summary,
) -> None:
    """Turn the scores, now as CSV, into another format, ranked or not."""
    typed = ", ".join(f"{quoted(name)}: {quoted(kind)}" for name, kind in column_types(job).items())
    read = (
        f"read_csv({quoted(between.path)}, auto_detect=false, header=true, delim=',', quote='\"', escape='\"', "
        f"new_line='\\n', columns={{{typed}}})"
    )
    result = None if output is not None else Scratch()
    path = output.engine_path if output is not None else result.path if result is not None else ""
    try:
        with engine_for_sorting(workers) as engine:
            if ranked is None:
                engine.execute(
                    f"COPY (SELECT * FROM {read}) TO {quoted(path)} ({OPTIONS[targets.form]}, USE_TMP_FILE false)"
                )
            else:
                keys = ", ".join(
                    f"CAST({written_name(key)} AS {DECIMAL}) AS hukou_key{at}" for at, key in enumerate(ranked.keys)
                )
                ranks = f"eligible AND {PASSES}" if PASSES in job.columns else "eligible"
                engine.execute(f"CREATE TABLE scores AS SELECT *, {keys}, {ranks} AS hukou_ranked FROM {read}")
                summary.outcome = rank(engine, ranked, path, OPTIONS[targets.form])
        if result is not None:
            result.pour(targets.stdout)
    finally:
        if result is not None:
            result.close()


def rank_table(  # noqa: PLR0913
    source: Source, ranked: Ranked, target: Path | None, form: Form, workers: int, *, force: bool
) -> Outcome:
    """Rank a table of scores into a file, or to standard output. Raises NotFound."""
    output = Output(target, force=force) if target is not None else None
    result = Scratch() if output is None else None
    try:
        with engine_for_sorting(workers) as engine, told(target or Path("-")):
            load(engine, source, ranked.keys, workers)
            path = output.engine_path if output is not None else result.path if result is not None else ""
            outcome = rank(engine, ranked, path, OPTIONS[form])
        if output is not None:
            output.keep()
        if result is not None:
            result.pour(1)
    finally:
        if output is not None:
            output.abandon()
        if result is not None:
            result.close()
    return outcome
