"""Workbooks as they are written: exact numbers, texts that no program runs, everything of the table in one file."""

import contextlib
import datetime
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukou_cli.base.errors import HukouError
from hukou_cli.base.spreadsheet import letters_of
from hukou_cli.cli.table_options import TableFormat, form_of
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.sql.partition import Partition
from hukou_cli.table.pipeline import rank_table, run_batch
from hukou_cli.table.plan import Request, header_of, plan_table
from hukou_cli.table.ranking import Places, ranked_by_policy, ranked_of
from hukou_cli.table.sink import Sink
from hukou_cli.table.source.inputs import open_input
from hukou_cli.table.workbook.sheet import MOST_ROWS
from hukou_cli.table.workbook.writer import Column, SheetTable, write_workbook
from tests.support.csv_files import rows_of, write
from tests.support.people import GOOD
from tests.support.program import batch, python, run_checked
from tests.support.workbooks import texts_of

if TYPE_CHECKING:
    from hukou_cli.table.output import Form

ROUND = RoundId(2022)
DAY = datetime.date(2026, 11, 25)


def written(edition: Edition, table: Path, output: Path, *, ranked: bool = False) -> None:
    """Score a table into a file, the form by its name, with all its columns."""
    form: Form = "xlsx" if output.suffix == ".xlsx" else "csv"
    request = Request(
        city="x",
        round=ROUND,
        keep="all",
        language="en",
        form=form,
        today=DAY,
        on=DAY,
        ranked=ranked,
        safe=form == "csv",
    )
    with contextlib.closing(open_input(str(table))) as source:
        plan = plan_table(header_of(source), [Partition(edition, ROUND)], request)
        ranking = ranked_by_policy(plan, Places(quota=1)) if ranked else None
        sink = Sink(
            plan, output, None, form, force=True, ranked=ranking, remarks=lambda summary: [f"read {summary.tally.read}"]
        )
        run_batch(source, plan, sink, 1, lambda *_: None, lambda: None)


def rows_in(path: Path, sheet: str) -> list[dict[str, Any]]:
    book = openpyxl.load_workbook(path)
    header, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def table_of(columns: Sequence[Column], *rows: Sequence[str]) -> bytes:
    out = io.BytesIO()
    write_workbook(out, [SheetTable("t", columns, len(rows), lambda: iter(rows))], ("r", ["remark"]))
    return out.getvalue()


def test_the_points_of_a_workbook_are_those_of_csv(beijing: Edition, tmp_path: Path) -> None:
    """87.1 is nearest to a binary fraction that begins 87.09999: the file holds the decimals 87.1."""
    changes = [{"id": f"A{at}", "insured_months": str(at), "insured_months_since_2020_08": "0"} for at in range(60, 75)]
    table = write(tmp_path / "in.csv", [{**GOOD, **change} for change in changes])
    for name in ("out.csv", "out.xlsx"):
        written(beijing, table, tmp_path / name)
    plain = rows_of(tmp_path / "out.csv")
    header, *found = texts_of((tmp_path / "out.xlsx").read_bytes())
    assert len({row["total"] for row in plain}) > 10
    for row, texts in zip(plain, found, strict=True):
        shown = {header[at]: text for at, text in texts.items()}
        for name in ("total", "employment", "residence", "distance"):
            assert shown[name] == row[name].rstrip("0").rstrip(".")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["Scores"]
    (total,) = (cell for cell in sheet[1] if cell.value == "total")
    assert sheet.cell(2, total.column).number_format == "0.00"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", f"A1:{letters_of(sheet.max_column - 1)}16")
    assert total.font.bold


@given(st.lists(st.decimals(-(10**6), 10**6, places=3, allow_nan=False), min_size=1, max_size=20))
@pytest.mark.laws
def test_every_number_comes_back(numbers: list[Any]) -> None:
    columns = [Column("n", "number", 3)]
    found = texts_of(table_of(columns, *[(f"{number:f}",) for number in numbers]))
    expected = [text.rstrip("0").rstrip(".") for text in (f"{number:f}" for number in numbers)]
    assert [row[0] for row in found[1:]] == ["0" if text in ("-0", "") else text for text in expected]


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=20))
@pytest.mark.laws
def test_every_text_comes_back_also_what_xml_cannot_hold(texts: list[str]) -> None:
    found = texts_of(table_of([Column("t"), Column("end")], *[(text, "x") for text in texts]))
    assert [row.get(0, "") for row in found[1:]] == [text.strip() for text in texts]


def test_texts_that_a_program_would_run_are_texts(beijing: Edition, tmp_path: Path) -> None:
    """No apostrophe stands before them, as in CSV: a cell of text is none of a formula."""
    evil = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "\t=1", "#N/A", '=HYPERLINK("http://x")']
    table = write(tmp_path / "in.csv", [{**GOOD, "id": text, "=note": text} for text in evil])
    written(beijing, table, tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["Scores"]
    assert [cell.value for cell in sheet[1]][:2] == ["id", "=note"]
    for at, text in enumerate(evil, 2):
        assert [(cell.value, cell.data_type) for cell in sheet[at][:2]] == [(text, "s")] * 2


def test_kept_columns_are_numbers_days_and_flags_where_all_of_them_are(beijing: Edition, tmp_path: Path) -> None:
    """An id stays a text, and so does what a card or a telephone may be, or a number with a zero first."""
    kept = {
        "id": ("1024", "1025"), "hired": ("2015-03-01", ""), "pay": ("12000.5", "9000"), "phone": ("13900000000",) * 2,
        "code": ("007", "008"), "card": ("6222000000000000000",) * 2, "member": ("true", "false"), "mixed": ("1", "x"),
        "old": ("1899-01-01",) * 2,
    }  # fmt: skip
    rows = [{**GOOD, **{name: texts[at] for name, texts in kept.items()}} for at in range(2)]
    written(beijing, write(tmp_path / "in.csv", rows), tmp_path / "out.xlsx")
    first, second = rows_in(tmp_path / "out.xlsx", "Scores")
    assert {name: first[name] for name in kept} == {
        "id": "1024", "hired": datetime.datetime.fromisoformat("2015-03-01"), "pay": 12000.5, "phone": "13900000000", "code": "007",
        "card": "6222000000000000000", "member": True, "mixed": "1", "old": "1899-01-01",
    }  # fmt: skip
    assert (second["hired"], second["pay"], second["member"]) == (None, 9000, False)


def test_rejects_and_remarks_have_sheets_of_their_own(beijing: Edition, tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [GOOD, {**GOOD, "id": "A2", "degree": "x", "insured_months": "-1"}])
    written(beijing, table, tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["Scores", "Not scored", "Remarks"]
    rejects = rows_in(tmp_path / "out.xlsx", "Not scored")
    assert [(row["line"], row["id"], row["column"], row["code"]) for row in rejects] == [
        (3, "A2", "insured_months", "negative"),
        (3, "A2", "degree", "not-one-of"),
    ]
    assert book["Remarks"]["A1"].value == "read 2"
    written(beijing, write(tmp_path / "in.csv", [GOOD]), tmp_path / "out.xlsx")
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames == ["Scores", "Remarks"]


def test_a_ranking_in_and_out_of_workbooks(beijing: Edition, tmp_path: Path) -> None:
    """A batch that ranks, and its scores ranked again: the same ranks, numbers still numbers."""
    months = {"A1": "189", "A2": "201", "A3": "189", "A4": "120"}
    rows = [{**GOOD, "id": id_, "insured_months": each} for id_, each in months.items()]
    table = write(tmp_path / "in.csv", rows)
    written(beijing, table, tmp_path / "ranked.xlsx", ranked=True)
    ranked = rows_in(tmp_path / "ranked.xlsx", "Scores")
    assert [(row["rank"], row["id"], row["admitted"]) for row in ranked] == [
        (1, "A2", True), (2, "A1", False), (2, "A3", False), (4, "A4", False),
    ]  # fmt: skip
    written(beijing, table, tmp_path / "scores.xlsx")
    with contextlib.closing(open_input(str(tmp_path / "scores.xlsx"), "Scores")) as source:
        options = ranked_of(source, None, Places(quota=1), "admit_all", None)
        output = tmp_path / "again.xlsx"
        rank_table(source, options, output, "xlsx", 1, lambda: None, lambda _: [], "en", force=True)
    assert rows_in(tmp_path / "again.xlsx", "Scores") == ranked


@pytest.mark.slow
def test_more_rows_than_a_sheet_holds_go_on_in_the_next() -> None:
    count = MOST_ROWS + 5

    def rows() -> Any:
        return ((str(at),) for at in range(count))

    out = io.BytesIO()
    write_workbook(out, [SheetTable("t", [Column("n", "number")], count, rows)], ("r", []))
    book = openpyxl.load_workbook(out, read_only=True)
    assert book.sheetnames == ["t", "t (2)", "r"]
    assert [row[0] for row in book["t (2)"].iter_rows(values_only=True)] == ["n", *range(MOST_ROWS - 1, count)]


def test_a_text_longer_than_a_cell_holds_ends_in_an_ellipsis() -> None:
    assert texts_of(table_of([Column("t")], ("x" * 40_000,)))[1][0] == "x" * 32_766 + "…"


def test_a_workbook_needs_a_file_and_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(HukouError, match="neither to standard output nor into a pipe"):
        form_of("-", TableFormat.xlsx)
    assert form_of(str(tmp_path / "out.xlsx"), None) == "xlsx"
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(HukouError, match=r"pip install 'hukou-cli\[excel\]'"):
        form_of(str(tmp_path / "out.xlsx"), None)


@pytest.mark.subprocess
def test_the_command_writes_words_for_people_and_says_where_the_rejects_are(tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [GOOD, {**GOOD, "degree": "x"}])
    _, said = batch(table, "-o", tmp_path / "out.xlsx")
    assert "rejected rows are listed in sheet “Not scored” of" in said
    (row,) = rows_in(tmp_path / "out.xlsx", "Scores")
    assert (row["id"], row["Eligible"], row["Line reached"]) == ("A1", "yes", "yes")
    remarks = [cell.value for cell in openpyxl.load_workbook(tmp_path / "out.xlsx")["Remarks"]["A"]]
    assert remarks[0] == "Table: in.csv"
    assert "read 2 = scored 1 + rejected 1" in remarks
    assert "Sources:" in remarks
    assert any("no column for these, so that every row takes the default" in str(line) for line in remarks)
    assert not (tmp_path / "out.rejects.csv").exists()
    batch(table, "-o", tmp_path / "out.xlsx", "--headers", "id", "--rejects", tmp_path / "r.csv", "--force")
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames == ["Scores", "Remarks"]
    assert len(rows_of(tmp_path / "r.csv")) == 1
    code = "import sys; from hukou_cli.table.source.inputs import open_input; open_input({!r}); print(*sys.modules)"
    assert "openpyxl" not in python(code.format(str(table))).split()
    run_checked("rank", tmp_path / "out.xlsx", "--quota", "1", "-o", tmp_path / "ranked.xlsx")
    assert rows_in(tmp_path / "ranked.xlsx", "Scores")[0]["admitted"] is True
    assert list(tmp_path.glob(".*")) == []
