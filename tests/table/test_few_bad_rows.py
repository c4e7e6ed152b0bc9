"""A few bad rows among many good ones: each is told with its line, however the lines of the file are made."""

from pathlib import Path

import pytest

from hukou_cli.policy.rounds import RoundId
from tests.support.people import GOOD
from tests.support.program import batch, tells
from tests.support.springfield import edition_with
from tests.support.table_runs import run_table

EDITION = edition_with("insurance", facts={"counted": {"type": "months", "name": "x"}})
ROWS = 40
BAD = [{0}, {17}, {ROWS - 1}, {3, 4, 21}, {0, ROWS - 1}, set(range(0, ROWS, 2)), set(range(1, ROWS)), set(range(ROWS))]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{min(bad)}-{max(bad)}-{len(bad)}")
@pytest.mark.parametrize("kind", ["plain", "quoted", "crlf", "blank line", "short row", "long row", "one column"])
def test_bad_rows_are_told_with_their_lines(kind: str, bad: set[int], tmp_path: Path) -> None:
    """The line of a row is that of the file; a blank line is none, and a row of other cells is a bad one too."""
    header = "counted" if kind == "one column" else "id,note,counted"
    lines, expected, total = [header], set(), dict[str, str]()
    for at in range(ROWS):
        if kind == "blank line" and at == 20:
            lines.append("")
        if kind in ("short row", "long row") and at == 20:
            lines.append(f"x{at},y" if kind == "short row" else f"x{at},y,7,8")
            expected.add(len(lines))
        text, note = "x" if at in bad else str(at), '"a, ""b"""' if kind == "quoted" and at % 7 == 0 else "n"
        lines.append(text if kind == "one column" else f"r{at},{note},{text}")
        if at in bad:
            expected.add(len(lines))
        else:
            total[f"r{at}"] = f"{at}.00"
    table = tmp_path / "in.csv"
    ends = "\r\n" if kind == "crlf" else "\n"
    table.write_bytes((ends.join(lines) + ends).encode())
    found = run_table(EDITION, table, RoundId(2026), 20260101, tmp_path)
    assert found.lines_rejected == expected
    assert (found.read, found.scored, found.rejected) == (
        ROWS + len(expected - bad_lines(lines)),
        len(total),
        len(expected),
    )
    if kind != "one column":
        assert {row["id"]: row["total"] for row in found.scores} == total


def bad_lines(lines: list[str]) -> set[int]:
    """The lines, from 1, of those of the forty rows that hold no number."""
    return {at for at, line in enumerate(lines, 1) if at > 1 and line.split(",")[-1] == "x"}


@pytest.mark.subprocess
def test_a_bad_row_in_the_second_chunk(tmp_path: Path) -> None:
    """More than a megabyte, so that there is one; the row is in line 30,001."""
    header, row = ",".join(GOOD), ",".join(GOOD.values())
    rows = [row] * 29_999 + [row.replace("189", "x", 1)] + [row] * 2_000
    table = tmp_path / "in.csv"
    table.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    said = batch(table, "-o", tmp_path / "out.csv")[1]
    assert "read 32,000 = scored 31,999 + rejected 1" in said
    rejects = (tmp_path / "out.rejects.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[0] for line in rejects[1:]] == ["30001"]
    assert not tells(said, f"{table}:30001: insured_months", "not-a-whole-number")
