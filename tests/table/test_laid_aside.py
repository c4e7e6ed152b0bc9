"""Scores laid aside in many parts, and texts that one chunk hands to the next: a table of many small chunks."""

import contextlib
import datetime
from pathlib import Path

import duckdb
import pytest

from hukou_cli.policy.rounds import RoundId
from hukou_cli.sql.partition import Partition
from hukou_cli.table import sink
from hukou_cli.table.pipeline import run_batch
from hukou_cli.table.plan import Request, header_of, plan_table
from hukou_cli.table.ranking import Places, ranked_by_policy
from hukou_cli.table.sink import Sink
from hukou_cli.table.source import csv_table, text_source
from hukou_cli.table.source.inputs import open_input
from tests.support.springfield import edition_with

ROWS = 400
DAY = datetime.date(2026, 1, 1)


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks of 500 bytes, some 60 rows, and parts that are made one as soon as there are three."""
    for module, name in (
        (text_source, "SMALLEST"),
        (text_source, "LARGEST"),
        (csv_table, "DIVISIBLE"),
    ):
        monkeypatch.setattr(module, name, 500)
    monkeypatch.setattr(sink, "MOST_PARTS", 3)


def scored(texts: list[str], output: Path, *, ranked: bool = False) -> list[tuple[str, str]]:
    """The ids and totals that are written of a table in which the points are a count of months."""
    edition = edition_with("insurance", facts={"counted": {"type": "months", "name": "x"}})
    table = output.with_name("in.csv")
    rows = [f"r{at},{text}" for at, text in enumerate(texts)]
    table.write_text("\n".join(["id,counted", *rows]) + "\n", encoding="utf-8")
    form = "parquet" if output.suffix == ".parquet" else "csv"
    request = Request("x", RoundId(2026), None, "en", form, DAY, DAY, ranked, safe=form == "csv")  # type: ignore[arg-type]
    with contextlib.closing(open_input(str(table))) as source:
        plan = plan_table(header_of(source), [Partition(edition, RoundId(2026))], request)
        ranking = ranked_by_policy(plan, Places(quota=1)) if ranked else None
        into = Sink(plan, output, None, form, force=True, ranked=ranking)  # type: ignore[arg-type]
        summary = run_batch(source, plan, into, 2, lambda *_: None, lambda: None)
    assert summary.tally.scored == len(texts)
    return duckdb.execute(f"SELECT id, CAST(total AS VARCHAR) FROM '{output}'").fetchall()


@pytest.mark.parametrize("name", ["out.parquet", "out.csv"])
def test_parts_keep_the_order_of_the_rows(name: str, tmp_path: Path) -> None:
    found = scored([str(at % 97) for at in range(ROWS)], tmp_path / name)
    assert [(id_, float(total)) for id_, total in found] == [(f"r{at}", at % 97) for at in range(ROWS)]


def test_parts_are_ranked(tmp_path: Path) -> None:
    found = scored([str(at) for at in range(ROWS)], tmp_path / "out.csv", ranked=True)
    assert [id_ for id_, _ in found] == [f"r{at}" for at in reversed(range(ROWS))]


def test_a_text_that_is_converted_hands_nothing_to_the_next_chunk(tmp_path: Path) -> None:
    """A chunk whose only odd texts are converted handed on a fact without any text, and the next chunk broke."""
    found = scored(["1", "１２", *["3"] * ROWS], tmp_path / "out.csv")
    assert [float(total) for _, total in found] == [1, 12, *[3] * ROWS]
