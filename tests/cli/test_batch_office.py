"""Tables of office software, in and out."""

import csv
import json
from pathlib import Path

import pytest

from hukou_cli.table.columns import Header, blank_header, check_complete, map_columns
from hukou_cli.text.language import Language
from tests.support.catalog import CATALOG
from tests.support.csv_files import rows_of, write
from tests.support.people import GOOD, LABELS
from tests.support.program import batch, run_checked, write_to_pipe

pytestmark = pytest.mark.subprocess


def test_a_spreadsheet_of_chinese_office_software(tmp_path: Path) -> None:
    """GB18030, labels as headers, CRLF, a column of names; full-width digits are the digits that they are."""
    rows = [{"编号": "甲", "姓名": "张三", **{label: GOOD[name] for name, label in LABELS.items()}} for _ in range(2)]
    rows[1] |= {"编号": "乙", LABELS["insured_months"]: "１８９", LABELS["has_residence_permit"]: "是"}
    content, _ = batch(write(tmp_path / "in.csv", rows, "gb18030", "\r\n"))
    assert [(row["编号"], row["total"]) for row in rows_of(content)] == [("甲", "106.00"), ("乙", "106.00")]
    rows[1] |= {LABELS["insured_months"]: "189", LABELS["degree"]: "研修班"}
    worded = write(tmp_path / "worded.csv", rows, "gb18030")
    said = run_checked("batch", worded, "--city", "北京", "--round", "2022", "--lang", "zh")[1]
    assert "worded.csv:3: 学历学位: “研修班”不在可选项中：不以教育背景积分；高中" in said
    assert "  各选项的含义，以及可直接填写的名称：hukou policy show beijing" in said
    assert "  associate        大学专科" in run_checked("policy", "show", "beijing", "--lang", "zh")[0].decode()
    marked = tmp_path / "marked.csv"
    marked.write_bytes(b"\xef\xbb\xbf" + (tmp_path / "in.csv").read_bytes().decode("gb18030").encode())
    assert batch(marked)[0] == content


def test_rows_without_a_fact_and_names_without_a_column_are_told_in_one_line(tmp_path: Path) -> None:
    """As spreadsheets leave them: a blank row, a footer, unnamed columns at the end, a title above the header."""
    header, row, gaps = ",".join(GOOD), ",".join(GOOD.values()), "," * (len(GOOD) - 1)
    table = tmp_path / "in.csv"
    table.write_text(f"{header},,\n{row},,\n{gaps},,\n制表人{gaps},,\n{row},x,\n", encoding="utf-8")
    out, said = batch(table)
    assert [row["id"] for row in rows_of(out)] == ["A1"]
    found = [line for line in said.splitlines() if line.startswith(str(table)) and "columns-defaulted" not in line]
    assert [(line.split(": ")[0], line.rpartition(" ")[2]) for line in found] == [
        (f"{table}:4", "[empty-row]"),
        (f"{table}:5", "[too-many-cells]"),
    ]
    table.write_text(f"Staff of 2026{gaps}\n{row}\n", encoding="utf-8")
    for command in (("batch", table, "--city", "beijing"), ("rank", table)):
        found = run_checked(*command, "--lang", "en", code=2)[1].splitlines()
        assert found == [
            f"{table}:1: this line is no header: it holds “Staff of 2026” alone [header-is-title]",
            "  Remove it, so that the first line names the columns.",
        ]
    table.write_text(f",,\n{row}\n", encoding="utf-8")
    assert "no name above column 1, 2, 3" in batch(table, code=2)[1]
    table.write_text(f"{header},,b,,\n{row}\n", encoding="utf-8")
    assert "no name above column 13" in batch(table, code=2)[1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_blank_table_asks_for_every_fact(language: Language) -> None:
    """In every edition that can be scored: each column is one fact, and with them all no row lacks any."""
    for path in CATALOG.all():
        edition = CATALOG.load(path)
        if edition.file.unseen is None and edition.used:
            limits = edition.calendar.window(edition.calendar.default(20261125)).limits
            header = blank_header(edition, limits, language)
            columns = map_columns(Header(header), edition)
            assert (len(columns.facts), columns.other) == (len(header) - 1, ())
            check_complete(columns, edition, limits, Header(header))


def test_a_blank_table_opens_in_office_software_and_is_read(tmp_path: Path) -> None:
    table = tmp_path / "staff.csv"
    run_checked("policy", "columns", "北京", "--round", "2022", "--lang", "zh", "-o", table)
    with table.open(encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file))
    assert header[0] == "编号"
    assert set(LABELS.values()) <= set(header)
    assert "file-exists" in run_checked("policy", "columns", "beijing", "-o", table, code=2)[1]
    labels = LABELS | {"id": "编号"}
    with table.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, header, restval="").writerow({labels[name]: text for name, text in GOOD.items()})
    assert [row["total"] for row in rows_of(batch(table)[0])] == ["106.00"]
    assert run_checked("policy", "columns", "beijing", "--lang", "en")[0].startswith(b"id,")


@pytest.mark.parametrize(("encoding", "marked"), [("gb18030", True), ("utf-8-sig", True), ("utf-8", False)])
def test_what_came_from_office_software_opens_there_again(encoding: str, marked: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """It takes UTF-8 for its own encoding where no mark stands before it; a pipe gets none."""
    rows = [{**GOOD, "编号": "甲"}, {**GOOD, "编号": "乙", "degree": "x"}]
    table = write(
        tmp_path / "in.csv", [{name: text for name, text in row.items() if name != "id"} for row in rows], encoding
    )
    for name, more in (("out.csv", []), ("ranked.csv", ["--rank"])):
        batch(table, "-o", tmp_path / name, *more)
    run_checked("rank", tmp_path / "out.csv", "-o", tmp_path / "again.csv")
    for name in ("out.csv", "out.rejects.csv", "ranked.csv", "again.csv"):
        content = (tmp_path / name).read_bytes()
        assert content.startswith(b"\xef\xbb\xbf") is marked
        assert len(rows_of(content.removeprefix(b"\xef\xbb\xbf"))) == 1
    assert not batch(table)[0].startswith(b"\xef\xbb\xbf")
    piped, _ = write_to_pipe("batch", table, "--city", "beijing", "--round", "2022", "--format", "csv", cwd=tmp_path)
    assert piped == batch(table)[0]
    batch(table, "-o", tmp_path / "out.jsonl", "--rejects", tmp_path / "r.csv")
    assert json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))["编号"] == "甲"


def test_a_kept_column_is_called_what_no_spreadsheet_runs(tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [{**GOOD, "=1+1": "x", "row": "7", "-1": "y"}])
    kept = ("--keep", "id,row,=1+1,-1")
    for rank in ([], ["--rank"]):
        row = rows_of(batch(table, *kept, *rank)[0])[0]
        assert (row["'=1+1"], row["row"], row["-1"]) == ("x", "7", "y")
    assert json.loads(batch(table, *kept, "--format", "jsonl")[0])["=1+1"] == "x"
