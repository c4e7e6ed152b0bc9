"""Tables that are damaged, endless or packed to nothing: told for what they are, and read once."""

import contextlib
import datetime
import gzip
import time
from pathlib import Path

import duckdb
import pytest

from hukou_cli.base.errors import HukouError, InvalidTable
from hukou_cli.cli.options import today
from hukou_cli.policy.rounds import RoundId
from hukou_cli.table.plan import Plan
from hukou_cli.table.source.csv_framing import frame, whole_records
from hukou_cli.table.source.dialect import Dialect
from hukou_cli.table.source.parquet import ParquetChunk, ParquetSource
from hukou_cli.table.source.stream import RATIO, InputStream
from hukou_cli.table.worker import Reading, Worker
from tests.support.effort import grows_no_faster
from tests.support.springfield import edition_with
from tests.support.table_runs import run_table

DIALECT = Dialect("utf-8", ",", 2)


@pytest.mark.parametrize("line", [b'"a\n', b'a,"b\n', b'"a""\n', b'"\n'])
def test_lines_that_each_open_a_quote_are_read_once(line: bytes) -> None:
    """Each was read on from for a thousand lines: a file of a megabyte took minutes."""
    assert grows_no_faster(lambda count: [*frame(1, line * count, DIALECT)], 1500)
    assert grows_no_faster(lambda count: whole_records(line * count, DIALECT), 1500)


def test_empty_lines_after_rows_with_mistakes_are_no_mistake_of_ours(tmp_path: Path) -> None:
    """A chunk without rows, after one in which no row could be scored, had no table of scores."""
    edition, path = edition_with("insurance"), tmp_path / "in.csv"
    path.write_bytes(f"{next(iter(edition.facts))}\nmany\n".encode() + b"\n" * (3 << 20))
    answers = run_table(edition, path, RoundId(2026), 20260115, tmp_path)
    assert (answers.read, answers.rejected) == (1, 1)


def test_a_damaged_parquet_file_is_told_whatever_the_engine_calls_it() -> None:
    """A turned bit in the count of rows shows as an error that the engine gives no kind."""

    def ask(_: Reading) -> tuple[int, None]:
        raise duckdb.Error("metadata is corrupt. Column has 35 values but row group has 3 rows")

    with contextlib.closing(Worker(Plan(("id",)))) as worker, pytest.raises(InvalidTable) as error:
        worker.first_whole(ParquetChunk("in.parquet", "in.parquet", 0, 1, {"id": "BIGINT"}), ask)
    assert [finding.code for finding in error.value.findings] == ["not-parquet"]


def test_a_file_packed_to_nothing_is_refused(tmp_path: Path) -> None:
    """As a workbook is; a line of blanks packs a thousand to one, a table of people five to fifty."""
    path = tmp_path / "in.csv.gz"
    path.write_bytes(gzip.compress(b"degree\n" + b" " * (9 << 20), mtime=0))
    assert path.stat().st_size * RATIO < 9 << 20
    stream = InputStream(str(path))
    with pytest.raises(HukouError) as error:
        stream.make_rewindable()
    stream.close()
    assert [finding.code for finding in error.value.findings] == ["packed-too-well"]


def test_parquet_of_millions_of_values_in_few_bytes_is_refused(tmp_path: Path) -> None:
    """Three million rows of one text each take two kilobytes: a dictionary of one."""
    path = tmp_path / "in.parquet"
    duckdb.execute(f"COPY (SELECT 'male' AS retirement_category FROM range(3000000)) TO '{path}' (FORMAT parquet)")
    assert path.stat().st_size * RATIO < 3_000_000
    with contextlib.closing(InputStream(str(path))) as stream, pytest.raises(InvalidTable) as error:
        ParquetSource(str(path), stream)
    assert [finding.code for finding in error.value.findings] == ["packed-too-well"]


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the system has no such variable")
def test_a_time_zone_more_than_a_day_away_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock is read by UTC then: Python knows no such zone."""
    monkeypatch.setenv("TZ", "UTC+99")
    time.tzset()
    try:
        assert today() == datetime.datetime.now(tz=datetime.UTC).date()
    finally:
        monkeypatch.undo()
        time.tzset()
