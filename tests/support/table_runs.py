"""Rows of text through a batch, as its command runs it."""

import contextlib
import datetime
from collections.abc import Sequence
from pathlib import Path

import msgspec

from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.table.pipeline import run_batch
from hukou_cli.table.plan import Request, header_of, plan_table
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
) -> Answers:
    """Score rows, or a file of them; rows get an ``id``: their number from 0."""
    path = table if isinstance(table, Path) else folder / "table.csv"
    if not isinstance(table, Path):
        write(path, [{"id": str(at), **row} for at, row in enumerate(table)], columns=["id", *edition.facts])
    day = datetime.date(today // 10000, today // 100 % 100, today % 100)
    request = Request(city="x", round=round_, keep=None, language="en", form="csv", today=day, on=day)
    with contextlib.closing(open_input(str(path))) as source:
        partitions, unrouted = find_partitions(source, OneEdition(edition), request)  # type: ignore[arg-type]
        plan = plan_table(header_of(source), partitions, request, unrouted)
        sink = Sink(plan, folder / "scores.csv", folder / "rejects.csv", "csv", force=True)
        summary = run_batch(source, plan, sink, workers, lambda *_: None, lambda: None)
    return Answers(
        scores=_rows_if_there(folder / "scores.csv"),
        rejects=_rows_if_there(folder / "rejects.csv"),
        read=summary.tally.read,
        scored=summary.tally.scored,
        rejected=summary.tally.rejected,
    )


def _rows_if_there(path: Path) -> list[dict[str, str]]:
    return rows_of(path) if path.exists() else []
