"""Rows of text through a batch, as its command runs it."""

import contextlib
import datetime
from collections.abc import Sequence
from pathlib import Path

import msgspec

from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.table.counting import Counting, with_counted_facts
from hukou_cli.table.pipeline import run_batch
from hukou_cli.table.plan import Request, header_of, plan_table
from hukou_cli.table.record_table import RecordSums, RecordTable
from hukou_cli.table.routing import find_partitions
from hukou_cli.table.sink import Sink
from hukou_cli.table.source.inputs import open_input
from tests.support.csv_files import rows_of, write


class OneEdition:
    """Answers like the catalog, with one edition whatever is asked."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    def find(self, city: str, round_: RoundId | None = None) -> Edition:  # noqa: ARG002
        return self.edition

    def cities(self) -> list[str]:
        return [self.edition.file.policy.city]


class Answers(msgspec.Struct):
    """What came of a table."""

    scores: list[dict[str, str]]
    rejects: list[dict[str, str]]
    read: int
    scored: int
    rejected: int
    records: RecordSums | None = None

    @property
    def lines_rejected(self) -> set[int]:
        return {int(row["line"]) for row in self.rejects}


def run_table(
    edition: Edition,
    table: Sequence[dict[str, str]] | Path,
    round_: RoundId,
    today: int,
    folder: Path,
    *,
    workers: int = 1,
    records: Path | None = None,
) -> Answers:
    """Score rows, or a file of them; rows get an ``id``: their number from 0. ``records`` is a long table."""
    path = table if isinstance(table, Path) else folder / "table.csv"
    if not isinstance(table, Path):
        write(path, [{"id": str(at), **row} for at, row in enumerate(table)], columns=["id", *edition.facts])
    day = datetime.date(today // 10000, today // 100 % 100, today % 100)
    request = Request(
        city="x",
        round=round_,
        keep=None,
        language="en",
        form="csv",
        today=day,
        on=day,
        from_records=records is not None,
    )
    with contextlib.ExitStack() as opened:
        source = opened.enter_context(contextlib.closing(open_input(str(path))))
        partitions, unrouted = find_partitions(source, OneEdition(edition), request)  # type: ignore[arg-type]
        counting, header = None, header_of(source)
        listed = None
        if records is not None:
            with contextlib.closing(open_input(str(records))) as long:
                listed = opened.enter_context(contextlib.closing(RecordTable(long, workers)))
        if listed is not None or header.records:
            plan = plan_table(with_counted_facts(header, partitions), partitions, request, unrouted)
            counting = Counting(header, plan, request, listed)
        else:
            plan = plan_table(header, partitions, request, unrouted)
        sink = Sink(plan, folder / "scores.csv", folder / "rejects.csv", "csv", force=True)
        summary = run_batch(source, plan, sink, workers, lambda *_: None, lambda: None, counting)
    return Answers(
        scores=_rows_if_there(folder / "scores.csv"),
        rejects=_rows_if_there(folder / "rejects.csv"),
        read=summary.tally.read,
        scored=summary.tally.scored,
        rejected=summary.tally.rejected,
        records=summary.records,
    )


def _rows_if_there(path: Path) -> list[dict[str, str]]:
    return rows_of(path) if path.exists() else []
