"""Tables that are read twice, and that somebody writes meanwhile: both readings must be of one table."""

import contextlib
import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from hukou_cli.base.errors import InvalidTable
from hukou_cli.policy.catalog import Catalog
from hukou_cli.table.pipeline import run_batch
from hukou_cli.table.plan import Request, header_of, plan_table
from hukou_cli.table.routing import find_partitions
from hukou_cli.table.sink import Sink
from hukou_cli.table.source.inputs import open_input
from tests.support.people import GOOD
from tests.support.populations import ROWS, compared

Change = Callable[[Path], None]


def append(file: Path) -> None:
    with file.open("a", encoding="utf-8") as opened:
        opened.write("P99,1,1,north\n")


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def exchange(file: Path) -> None:
    """Write as many bytes: other figures."""
    file.write_bytes(file.read_bytes().replace(b"9", b"8"))


def scored(table: Path, change: Change, catalog: Catalog) -> int:
    """Score the rows of a table, which is changed when the first are scored; return how many were."""
    day = datetime.date(2026, 11, 30)
    request = Request("beijing", None, (), "en", "csv", day, day)
    with contextlib.closing(open_input(str(table))) as source:
        partitions, unrouted = find_partitions(source, catalog, request)
        sink = Sink(
            plan := plan_table(header_of(source), partitions, request, unrouted),
            table.with_name("scores.csv"),
            table.with_name("rejects.csv"),
            "csv",
            force=False,
        )
        return run_batch(source, plan, sink, 1, lambda *_: change(table), lambda: None).tally.scored


@pytest.mark.parametrize("change", [append, cut, exchange])
def test_a_table_that_is_compared(tmp_path: Path, change: Change) -> None:
    with pytest.raises(InvalidTable) as caught:
        compared(tmp_path, ROWS, listing=tmp_path / "out.csv", progress=lambda *_: change(tmp_path / "people.csv"))
    assert [(found.code, found.file) for found in caught.value.findings] == [
        ("changed-while-read", str(tmp_path / "people.csv"))
    ]
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("change", [append, cut, exchange])
def test_a_table_whose_rows_name_their_round(tmp_path: Path, change: Change, catalog: Catalog) -> None:
    """Their cities and rounds are read first."""
    table = tmp_path / "people.csv"
    table.write_text(f"{','.join(GOOD)},round\n{','.join(GOOD.values())},2022\n", encoding="utf-8")
    with pytest.raises(InvalidTable) as caught:
        scored(table, change, catalog)
    assert [found.code for found in caught.value.findings] == ["changed-while-read"]
    assert [file.name for file in tmp_path.iterdir()] == ["people.csv"]


@pytest.mark.parametrize("change", [append, cut, exchange])
def test_a_table_that_is_read_once_is_scored_as_it_was_read(tmp_path: Path, change: Change, catalog: Catalog) -> None:
    table = tmp_path / "people.csv"
    table.write_text(f"{','.join(GOOD)}\n{','.join(GOOD.values())}\n", encoding="utf-8")
    assert scored(table, change, catalog) == 1
