"""A chunk is scored as a whole, or in parts from where many of its rows are not scored as they stand."""

from pathlib import Path

import pytest

from hukou_cli.policy.rounds import RoundId
from hukou_cli.table import worker
from hukou_cli.table.source import csv_framing, csv_table, text_source
from tests.support.springfield import edition_with
from tests.support.table_runs import run_table

ROWS = 400
BAD = {"few": {7, 250, 399}, "many from the middle on": set(range(200, ROWS))}


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks of 2,000 bytes, some 200 rows, that are divided into parts of 500."""
    monkeypatch.setattr(text_source, "SMALLEST", 500)
    monkeypatch.setattr(csv_table, "DIVISIBLE", 2000)
    for module in (csv_framing, worker):
        monkeypatch.setattr(module, "LARGEST", 500)


@pytest.mark.parametrize("kind", ["plain", "lines in quotes", "broken quotes"])
@pytest.mark.parametrize("bad", BAD)
def test_every_row_is_told_with_its_line(kind: str, bad: str, tmp_path: Path) -> None:
    """A cell of two lines, or a quote that is never closed, stands in each fiftieth row; a part ends in neither."""
    edition = edition_with("insurance", facts={"counted": {"type": "months", "name": "x"}})
    note = {"plain": "n", "lines in quotes": '"a\nb"', "broken quotes": 'a"b'}[kind]
    lines, rejected, total = ["id,note,counted"], set(), dict[str, str]()
    for at in range(ROWS):
        is_noted, text = at % 50 == 0, "x" if at in BAD[bad] else str(at)
        if at in BAD[bad] or (is_noted and kind == "broken quotes"):
            rejected.add(len(lines) + 1)
        else:
            total[f"r{at}"] = f"{at}.00"
        lines += f"r{at},{note if is_noted else 'n'},{text}".split("\n")
    table = tmp_path / "in.csv"
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = run_table(edition, table, RoundId(2026), 20260101, tmp_path, workers=2)
    assert {row["id"]: row["total"] for row in found.scores} == total
    assert [row["id"] for row in found.scores] == list(total)
    assert found.lines_rejected == rejected
    assert (found.read, found.scored, found.rejected) == (ROWS, len(total), len(rejected))
