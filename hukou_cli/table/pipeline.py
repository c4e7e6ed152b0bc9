"""A whole batch: every chunk of the input scored, written and counted; all of it, or nothing that stays."""

import contextlib
import csv
import io
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from hukou_cli.base.decimals import SHARE_PLACES
from hukou_cli.scoring.ranking import Ranking
from hukou_cli.sql.cells import quoted
from hukou_cli.sql.edition import REACHED, key_column, rank_groups
from hukou_cli.sql.table import written_name
from hukou_cli.table.output import AtomicOutput
from hukou_cli.table.plan import Plan
from hukou_cli.table.pool import Pool
from hukou_cli.table.ranking import DECIMAL, ELIGIBLE, Ranked, engine_for_sorting, load, rank
from hukou_cli.table.rejects import REJECT_COLUMNS
from hukou_cli.table.source.inputs import Source
from hukou_cli.table.temp_file import TempFile, write_all
from hukou_cli.table.worker import MOST_TOLD, ChunkResult, Worker

if TYPE_CHECKING:
    import duckdb

Form = Literal["csv", "parquet", "json"]

SUFFIXES: dict[str, Form] = {".csv": "csv", ".parquet": "parquet", ".jsonl": "json", ".ndjson": "json", ".json": "json"}

OPTIONS: dict[Form, str] = {"csv": "FORMAT csv, HEADER true", "parquet": "FORMAT parquet", "json": "FORMAT json"}

Progress = Callable[[int, int], None]
"""Told how many bytes of the input, and how many rows, are result."""

Ending = Callable[[], None]
"""Told when all is written and only the names are left to give, so that nothing parts what belongs together."""


class Summary(msgspec.Struct):
    """How a batch ended. ``problems`` are the first, told where no file holds them; there may be ``more``."""

    read: int = 0
    scored: int = 0
    rejected: int = 0
    problems: list[list[str]] = []
    more: bool = False
    outcome: Ranking | None = None


class Targets(msgspec.Struct, frozen=True):
    """Where the answers go. ``output`` is None for standard output, ``rejects`` for no file of them.

    ``marked`` says whether files of CSV begin with the mark of UTF-8; what a pipe gets has none.
    """

    output: Path | None
    rejects: Path | None
    form: Form
    force: bool
    marked: bool = False


_MARK = "\ufeff"


def run_batch(  # noqa: PLR0913, PLR0917
    plan: Plan,
    source: Source,
    targets: Targets,
    workers: int,
    progress: Progress,
    ending: Ending,
    ranked: Ranked | None = None,
) -> Summary:
    """Score a table into files. Raises OutputError where they cannot be written; then nothing is left of them."""
    direct = ranked is None and targets.form == plan.form
    with contextlib.ExitStack() as opened:
        output = opened.enter_context(contextlib.closing(AtomicOutput(targets.output, force=targets.force)))
        rejects = None
        if targets.rejects is not None:
            rejects = AtomicOutput(targets.rejects, force=targets.force, is_main=False)
            opened.enter_context(contextlib.closing(rejects))
            with rejects.translated_errors():
                write_all(rejects.handle, _csv_row(REJECT_COLUMNS, _mark(rejects, targets)))
        between = None if direct else opened.enter_context(contextlib.closing(TempFile(output.folder)))
        with output.translated_errors():
            into = between or output
            if plan.form == "csv":
                write_all(into.handle, _csv_row(plan.columns, _mark(output, targets) if direct else ""))
            summary = _scored(plan, source, into, rejects, workers, progress)
            if between is not None:
                summary.outcome = _finish(plan, between, output, targets, workers, ranked)
        output.flush()
        if rejects is not None and summary.rejected:
            rejects.flush()
            ending()
            rejects.commit()  # before the scores: where these then cannot, nothing is missing that nobody is told of
        ending()
        output.commit()
        if rejects is not None and not summary.rejected:
            rejects.remove_previous()  # what an earlier run rejected is no longer so
    return summary


def _scored(  # noqa: PLR0913, PLR0917
    plan: Plan,
    source: Source,
    into: AtomicOutput | TempFile,
    rejects: AtomicOutput | None,
    workers: int,
    progress: Progress,
) -> Summary:
    """Write the scores to an open file, and the problems to theirs, chunk by chunk."""
    summary, size = Summary(), 0
    answers = Pool(workers, lambda: Worker(plan)).answers(source.chunks(workers), Worker.score)
    with contextlib.closing(answers):
        for result in answers:
            into.append(result.scores)
            if result.rejected:
                _keep_problems(result, rejects, summary)
            result.scores.close()
            result.rejects.close()
            summary.read += result.read
            summary.scored += result.scored
            summary.rejected += result.rejected
            size += result.size
            progress(size, summary.read)
    return summary


def _keep_problems(result: ChunkResult, rejects: AtomicOutput | None, summary: Summary) -> None:
    if rejects is not None:
        with rejects.translated_errors():
            rejects.append(result.rejects)
    elif not summary.more:
        with Path(result.rejects.path).open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            summary.problems += islice(rows, MOST_TOLD - len(summary.problems))
            summary.more = next(rows, None) is not None


def _csv_row(cells: tuple[str, ...], mark: str) -> bytes:
    written = io.StringIO(mark)
    written.seek(len(mark))
    csv.writer(written, lineterminator="\n").writerow(cells)
    return written.getvalue().encode()


def column_types(plan: Plan) -> dict[str, str]:
    """Give the type of every column that is written."""
    places = {"core_share": SHARE_PLACES}
    for partition in plan.partitions:
        lines = [indicator.id for indicator, _ in partition.edition.indicators]
        for name in (*lines, *rank_groups(partition.edition), "total"):  # of several cities the one with most places
            places[name] = max(places.get(name, 0), partition.edition.file.policy.decimals)
    points = {name: f"DECIMAL(18, {most})" for name, most in places.items()}
    keys = {key_column(key): DECIMAL for partition in plan.partitions for key in partition.keys}
    types = points | keys | dict.fromkeys((ELIGIBLE, REACHED), "BOOLEAN")
    return {name: types.get(name, "VARCHAR") for name in plan.columns}


def _finish(  # noqa: PLR0913, PLR0917
    plan: Plan, between: TempFile, into: AtomicOutput, targets: Targets, workers: int, ranked: Ranked | None
) -> Ranking | None:
    """Turn the scores, now as CSV, into another format, ranked or not."""
    typed = ", ".join(f"{quoted(name)}: {quoted(kind)}" for name, kind in column_types(plan).items())
    read = (
        f"read_csv({quoted(between.path)}, auto_detect=false, header=true, delim=',', quote='\"', escape='\"', "
        f"new_line='\\n', columns={{{typed}}})"
    )
    with engine_for_sorting(workers) as engine:
        if ranked is None:
            options = f"{OPTIONS[targets.form]}, USE_TMP_FILE false"
            engine.execute(f"COPY (SELECT * FROM {read}) TO {quoted(into.engine_path)} ({options})")
            return None
        keys = ", ".join(
            f"CAST({written_name(key)} AS {DECIMAL}) AS hukou_key{at}" for at, key in enumerate(ranked.keys)
        )
        ranks = f"eligible AND {REACHED}" if REACHED in plan.columns else "eligible"
        lists = ", ".join(
            f"COALESCE({name}, '') AS {name}" for name in ("failed_gates", "routes") if name in plan.columns
        )
        alike = f"* REPLACE ({lists})" if targets.form == "json" else "*"  # an empty list, as where it is not ranked
        engine.execute(f"CREATE TABLE scores AS SELECT {alike}, {keys}, {ranks} AS hukou_ranked FROM {read}")
        return _ranked_into(into, engine, ranked, targets)


def _ranked_into(
    output: AtomicOutput, engine: "duckdb.DuckDBPyConnection", ranked: Ranked, targets: Targets
) -> Ranking:
    mark = _mark(output, targets) if targets.form == "csv" else ""
    return rank(engine, ranked, output.engine_path, OPTIONS[targets.form], mark)


def _mark(output: AtomicOutput, targets: Targets) -> str:
    """Give what a file of CSV begins with."""
    return _MARK if targets.marked and not output.is_stream else ""


def rank_table(source: Source, ranked: Ranked, targets: Targets, workers: int, ending: Ending) -> Ranking:
    """Rank a table of scores into a file, or to standard output. Raises InvalidTable, OutputError."""
    with contextlib.closing(AtomicOutput(targets.output, force=targets.force)) as output:
        with engine_for_sorting(workers) as engine, output.translated_errors():
            load(engine, source, ranked.keys, workers)
            outcome = _ranked_into(output, engine, ranked, targets)
        output.flush()
        ending()
        output.commit()
    return outcome
