"""People and their dated records in one workbook: hire dates and leases as an office keeps them."""

import contextlib
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from hukou_cli.base.errors import HukouError
from hukou_cli.table.source.inputs import open_input
from hukou_cli.table.source.sheet_choice import Wanted
from tests.support.csv_files import rows_of, write
from tests.support.program import run_checked
from tests.support.workbooks import Fill, saved, workbook

PEOPLE = ["工号", "姓名", "出生日期", "退休类别", "持有本市居住证", "学历学位"]
RECORDS = ["工号", "类别", "城市", "起", "止", "区", "居住方式", "已备案", "取得的学历", "年度"]


def sheet_of(title: str, *rows: list[str]) -> Fill:
    def fill(sheet: Worksheet) -> None:
        sheet.title = title
        for row in rows:
            sheet.append([text or None for text in row])

    return fill


def staff(count: int) -> tuple[list[list[str]], list[list[str]]]:
    """Return rows of people and of their records: each hired in another month, in a rented home since."""
    people, records = [], []
    for at in range(count):
        id_, hired = f"A{at:03}", f"{2008 + at % 12}-{1 + at % 12:02}"
        people.append([id_, f"员工{at}", f"{1980 + at % 15}-03-12", "男", "是", "本科学历和学士学位"])
        records.append([id_, "社保", "北京", hired, "", "朝阳", "", "", "", ""])
        records.append([id_, "住房", "北京", hired, "", "朝阳", "租房", "是", "", ""])
        records.append([id_, "就读", "北京", "2001-09", "2005-07", "", "", "", "本科学历和学士学位", ""])
        records.append([id_, "个税", "", "", "", "", "", "", "", "无"])
    return people, records


def chosen(content: bytes, folder: Path, wanted: Wanted) -> tuple[list[str], list[str]]:
    with contextlib.closing(open_input(str(saved(folder, content)), None, wanted)) as source:
        return source.header, [note.code for note in source.notes]


@pytest.mark.parametrize("title", ["记录", "Sheet2"])
def test_the_sheet_of_records_is_known_by_its_name_or_its_columns(title: str, tmp_path: Path) -> None:
    people, records = staff(2)
    content = workbook(sheet_of(title, RECORDS, *records), sheet_of("员工", PEOPLE, *people))
    assert chosen(content, tmp_path, "people") == (PEOPLE, ["records-not-read"])
    assert chosen(content, tmp_path, "people_beside_records") == (PEOPLE, [])
    assert chosen(content, tmp_path, "records") == (RECORDS, [])


def test_two_sheets_of_records_are_not_read_by_half(tmp_path: Path) -> None:
    people, records = staff(2)
    sheets = [sheet_of(name, RECORDS, *records) for name in ("社保", "住房")]
    content = workbook(sheet_of("员工", PEOPLE, *people), *sheets)
    assert chosen(content, tmp_path, "people")[0] == PEOPLE
    with pytest.raises(HukouError, match="sheets-alike"):
        chosen(content, tmp_path, "records")


@pytest.mark.subprocess
def test_a_mistake_is_told_by_its_cell_in_the_sheet_that_has_it(tmp_path: Path) -> None:
    people, records = staff(2)
    people[0][PEOPLE.index("学历学位")] = "博士后"
    records[-3][RECORDS.index("起")] = "2012年13月"
    line = len(records) - 1  # the last but two, below the heading
    book = saved(tmp_path, workbook(sheet_of("员工", PEOPLE, *people), sheet_of("记录", RECORDS, *records)))
    options = ("--city", "北京", "--round", "2026", "--lang", "zh")
    run_checked("batch", book, "--records", book, "-o", tmp_path / "out.csv", *options)
    rejects = rows_of((tmp_path / "out.rejects.csv").read_bytes().removeprefix(b"\xef\xbb\xbf"))
    degree, start = get_column_letter(PEOPLE.index("学历学位") + 1), get_column_letter(RECORDS.index("起") + 1)
    cells = [(row["record"], row["cell"], row["column"]) for row in rejects]
    assert cells == [("", f"员工!{degree}2", "学历学位"), (str(line), f"记录!{start}{line}", "起")]
    said = run_checked("batch", book, "--records", book, "-o", "-", *options)[1]
    assert f"{book}:员工!{degree}2: 学历学位: " in said
    assert f"{book}:记录!{start}{line}: " in said


@pytest.mark.subprocess
def test_three_hundred_staff_are_scored_from_one_workbook_as_from_two_tables(tmp_path: Path) -> None:
    """The numbers of staff stand once, merged over the records of each, as offices write them; days as days."""
    people, records = staff(300)

    def fill(sheet: Worksheet) -> None:
        sheet_of("记录", RECORDS, *records)(sheet)
        for top in range(2, 2 + len(records), 4):
            sheet.merge_cells(start_row=top, end_row=top + 3, start_column=1, end_column=1)

    book = saved(tmp_path, workbook(sheet_of("员工", ["2026年员工表"], PEOPLE, *people), fill))
    csv = write(tmp_path / "staff.csv", [dict(zip(PEOPLE, row, strict=True)) for row in people])
    listed = write(tmp_path / "records.csv", [dict(zip(RECORDS, row, strict=True)) for row in records])
    options = ("--city", "北京", "--round", "2026", "--lang", "zh", "--keep", "工号")
    _, said = run_checked("batch", book, "--records", book, "-o", tmp_path / "one.csv", *options)
    run_checked("batch", csv, "--records", listed, "-o", tmp_path / "two.csv", *options)
    assert "读取 300 行 = 计分 300 行 + 未计分 0 行" in said
    one, two = (
        rows_of((tmp_path / name).read_bytes().removeprefix(b"\xef\xbb\xbf")) for name in ("one.csv", "two.csv")
    )
    assert one == two
    assert len({row["total"] for row in one}) == 12
    run_checked("batch", book, "--records", book, "-o", tmp_path / "out.xlsx", *options)
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")["得分"].max_row == 301
    lacking = run_checked("batch", book, *options, code=2)[1]
    assert "--records" in lacking
    assert "记录" in lacking
