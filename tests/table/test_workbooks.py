"""Workbooks as offices keep them: what a person sees in a cell is what is scored, and nothing is lost in silence."""

import contextlib
import datetime
import io
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from hukou_cli.base.errors import HukouError
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.table.source.inputs import open_input
from hukou_cli.table.workbook.number_formats import format_of, number_text
from tests.support.csv_files import write
from tests.support.people import GOOD, LABELS
from tests.support.table_runs import Answers, run_table
from tests.support.workbooks import (
    Fill,
    changed,
    packed,
    parts_of,
    people,
    saved,
    texts_of,
    typed,
    with_strings,
    workbook,
)

ROUND, TODAY = RoundId(2022), 20261125


def scored(edition: Edition, content: bytes, folder: Path) -> Answers:
    return run_table(edition, saved(folder, content), ROUND, TODAY, folder)


def told(content: bytes, folder: Path, sheet: str | None = None) -> list[str]:
    """Return the codes of what is wrong with a file, or of the notes on it once it has been read."""
    path = saved(folder, content)
    try:
        with contextlib.closing(open_input(str(path), sheet)) as source:
            for _ in source.chunks(1):
                pass
            findings = [*source.notes, *source.noticed()]
    except HukouError as error:
        findings = list(error.findings)
    for finding in findings:
        assert str(path) in finding.text("en")
        assert finding.text("zh") != finding.text("en")
    return [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("number", "code", "written", "text"),
    [
        (0, None, "189", "189"),
        (0, None, "189.0", "189"),
        (0, None, "87.1", "87.1"),
        (0, None, "87.099999999999994", "87.1"),  # 87.1 as the nearest binary fraction, as Excel writes it
        (0, None, "0.30000000000000004", "0.3"),  # 0.1 + 0.2 in a formula
        (0, None, "1.1000000000000001E-2", "0.011"),
        (0, None, "1E+20", "100000000000000000000"),
        (0, None, "-0", "0"),
        (0, None, "1E+999999999", "1E+999999999"),  # a number of a billion digits is not written out
        (2, "0.00", "12.5", "12.5"),
        (0, '0"个月"', "84", "84"),
        (0, "#,##0.00;[Red]-#,##0.00", "1234.5", "1234.5"),
        (0, "0.00E+00", "12345", "12345"),
        (0, "000", "7", "007"),
        (9, None, "0.85", "85%"),
        (0, "0.0%", "0.855", "85.5%"),
        (14, None, "43891", "2020-03-01"),
        (31, None, "43891", "2020-03-01"),  # 2020年3月1日, in Chinese programs a format by number alone
        (57, None, "43891", "2020-03"),  # 2020年3月
        (0, 'yyyy"年"m"月"', "43891", "2020-03"),
        (0, 'yyyy"年"m"月"', "43892", "2020-03-02"),  # a day shown as its month is still that day
        (0, "[$-804]yyyy年m月d日;@", "43891", "2020-03-01"),
        (0, "yyyy-mm-dd hh:mm", "43891.5", "2020-03-01 12:00:00"),
        (0, "m/d", "43891", "2020-03-01"),
        (0, "[h]:mm", "43891", "43891"),  # hours that passed, and no day
        (14, None, "1", "1900-01-01"),
        (14, None, "60", "60"),  # 1900-02-29, which never was
        (14, None, "61", "1900-03-01"),
        (14, None, "-5", "-5"),
        (14, None, "9999999", "9999999"),
        (20, None, "0.75", "18:00:00"),
    ],
)
def test_a_number_is_what_a_person_sees(number: int, code: str | None, written: str, text: str) -> None:
    assert number_text(written, format_of(number, code)) == text


def test_days_of_old_programs_for_the_mac_count_from_1904() -> None:
    assert number_text("42429", format_of(14, None), from_1904=True) == "2020-03-01"  # 1462 days less


def numbers() -> st.SearchStrategy[tuple[Any, str]]:
    whole = st.integers(-(10**15) + 1, 10**15 - 1).map(lambda value: (value, str(value)))
    places = st.decimals(-(10**9), 10**9, allow_nan=False, places=4)
    return whole | places.map(lambda value: (value, f"{value.normalize():f}" if value else "0"))


def others() -> st.SearchStrategy[tuple[Any, str]]:
    days = st.dates(datetime.date(1900, 3, 1), datetime.date(9999, 12, 31)).map(lambda day: (day, str(day)))
    flags = st.booleans().map(lambda flag: (flag, str(flag).lower()))
    signs = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="\ufffe\uffff_")
    words = st.text(signs).map(lambda text: (text, text.strip()))
    return days | flags | words.filter(lambda pair: not pair[1].startswith(("=", "#")))


@pytest.mark.laws
@given(st.lists(numbers() | others(), min_size=1, max_size=30))
def test_every_cell_comes_back_as_it_was_typed(cells: list[tuple[Any, str]]) -> None:
    """Numbers without an end that says nothing, days by their ISO form, texts without the blanks around them."""

    def fill(sheet: Worksheet) -> None:
        sheet.append([value for value, _ in cells])

    expected = {at: text for at, (_, text) in enumerate(cells) if text}
    assert list(texts_of(workbook(fill))) == ([expected] if expected else [])


def test_a_workbook_and_csv_give_the_same_scores_and_rejects(beijing: Edition, tmp_path: Path) -> None:
    """Days and numbers as such, full-width digits, mistakes, a blank row between, under labels."""
    changes: list[dict[str, str]] = [
        {"id": "甲"},
        {"id": "乙", "insured_months": "１８９"},
        {"id": "丙", "birth_date": "1980年6月15日"},
        {"id": "丁", "degree": "研修班"},
        {"id": "戊", "insured_months": "-3"},
        {"id": "己", "birth_date": "1985"},
        {"id": "庚", "outer_home_months": ""},
    ]
    labels = {"id": "编号", **LABELS}
    rows = [{labels[name]: text for name, text in {**GOOD, **change}.items()} for change in changes]

    def fill(sheet: Worksheet) -> None:
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append(typed(row))

    (tmp_path / "csv").mkdir()
    plain = run_table(beijing, write(tmp_path / "in.csv", rows, "utf-8-sig"), ROUND, TODAY, tmp_path / "csv")
    found = scored(beijing, workbook(fill), tmp_path)
    for row in found.rejects:
        assert re.fullmatch(f"[A-Z]{row['line']}", row.pop("cell"))
    assert found == plain
    assert (found.scored, found.rejected) == (4, 3)


def test_title_rows_sums_and_names_in_two_rows(beijing: Edition, tmp_path: Path) -> None:
    """A title over all columns, groups above the names, sums below; lines are those of the sheet."""
    names = {"id": "工号", **LABELS}

    def fill(sheet: Worksheet) -> None:
        sheet.append(["2026年员工积分测算表"])
        sheet.merge_cells("A1:L1")
        sheet.append([])
        groups = ["社保" if "社保" in name or "保险" in name else name for name in names.values()]
        sheet.append([name if name not in groups[:at] else None for at, name in enumerate(groups)])
        sheet.append([None if name in groups else name for name in names.values()])
        for at, name in enumerate(groups, 1):
            if name != "社保":
                sheet.merge_cells(start_row=3, end_row=4, start_column=at, end_column=at)
        sheet.merge_cells("E3:G3")
        sheet.append(typed(GOOD))
        sheet.append(typed({**GOOD, "degree": "x"}))
        sheet.append(["合 计", None, None, None, 168, 378])
        sheet.merge_cells("A7:D7")
        sheet.append(["制表人：人事部"])
        sheet.merge_cells("A8:L8")

    content = workbook(fill)
    found = scored(beijing, content, tmp_path)
    assert [row["total"] for row in found.scores] == ["106.00"]
    assert [(row["line"], row["code"]) for row in found.rejects] == [("6", "not-one-of"), ("8", "empty-row")]
    assert found.read == 4
    assert told(content, tmp_path) == ["header-below"]


def test_what_stands_for_no_value_costs_its_row_and_says_why(beijing: Edition, tmp_path: Path) -> None:
    """A formula never calculated, one that failed, cells merged across, a text beside the table."""

    def fill(sheet: Worksheet) -> None:
        people(*[{"id": f"A{at}"} for at in range(2, 7)])(sheet)
        at = list(GOOD).index("insured_months") + 1
        sheet.cell(2, at).value = "=1+188"
        sheet.cell(3, at).value = "#N/A"
        sheet.merge_cells(start_row=4, end_row=4, start_column=at, end_column=at + 1)
        sheet.cell(5, len(GOOD) + 2).value = "旁注"

    found = scored(beijing, workbook(fill), tmp_path)
    assert [(row["line"], row["cell"], row["id"], row["column"], row["code"]) for row in found.rejects] == [
        ("2", "F2", "A2", "insured_months", "formula-without-value"),
        ("3", "F3", "A3", "insured_months", "formula-error"),
        ("4", "G4", "A4", "insured_months_since_2020_08", "merged-cell"),
        ("5", "N5", "", "", "cell-without-heading"),
    ]
    assert [row["id"] for row in found.scores] == ["A6"]
    assert found.rejects[2]["problem"] == "the merged cell F4:G4 covers this column"
    assert found.rejects[3]["value"] == "N5"
    assert told(workbook(fill), tmp_path) == ["formulas-without-value", "errors-in-cells", "merged-across"]


def test_a_formula_counts_as_last_calculated_and_a_merged_column_for_each_row(beijing: Edition, tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        people({"id": "A1"}, {"id": "A2"}, {"id": "A3"})(sheet)
        at = list(GOOD).index("insured_months") + 1
        sheet.cell(2, at).value = "=180+9"
        sheet.merge_cells(start_row=2, end_row=3, start_column=3, end_column=3)
        sheet.row_dimensions[4].hidden = True
        sheet.column_dimensions["C"].hidden = True

    content = changed(workbook(fill), "sheet1.xml", b"<f>180+9</f><v />", b"<f>180+9</f><v>189</v>")
    assert [row["total"] for row in scored(beijing, content, tmp_path).scores] == ["106.00"] * 3
    assert told(content, tmp_path) == ["formulas-read", "merged-filled", "hidden-rows", "hidden-columns"]


def notes_sheet(sheet: Worksheet) -> None:
    sheet.title = "说明"
    sheet.append(["本表仅供参考"])
    sheet.append(["请如实填写"])


def test_sheets_that_the_program_writes_itself_are_not_named(tmp_path: Path) -> None:
    def remarks(sheet: Worksheet) -> None:
        sheet.title = "说明"
        sheet.append(["原表：staff.xlsx"])

    assert told(workbook(people({}, title="得分"), remarks), tmp_path) == []
    assert told(workbook(people({}, title="员工"), remarks), tmp_path) == ["sheets-not-read"]


def test_the_first_table_is_read_and_others_are_named(beijing: Edition, tmp_path: Path) -> None:
    content = workbook(notes_sheet, people({}, title="员工"))
    assert [row["id"] for row in scored(beijing, content, tmp_path).scores] == ["A1"]
    assert told(content, tmp_path) == ["sheets-not-read"]
    assert told(content, tmp_path, "员工") == []
    assert told(content, tmp_path, "职工") == ["no-such-sheet"]
    with contextlib.closing(open_input(str(saved(tmp_path, content)))) as source:
        assert "read is the sheet “员工”; other sheets with text are not: 说明" in source.notes[0].text("en")


def test_two_sheets_of_the_same_columns_are_not_read_by_half(tmp_path: Path) -> None:
    content = workbook(people({}, title="研发部"), people({}, title="市场部"))
    assert told(content, tmp_path) == ["sheets-alike"]
    assert told(content, tmp_path, "市场部") == []


def sheet_of(rows: bytes) -> bytes:
    """Return a workbook whose rows are this XML."""
    empty = workbook(lambda sheet: sheet.append([1]))
    one = b'<row r="1"><c r="A1" t="n"><v>1</v></c></row>'
    return changed(empty, "sheet1.xml", one, rows)


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, b"x")
    return out.getvalue()


GOOD_BOOK = workbook(people({}))
DOCTYPE = b'<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "workbook-old"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * (1 << 20) + "EncryptedPackage".encode("utf-16-le"), "workbook-password"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "page"),
        (b"PK\x03\x04 no workbook", "workbook-damaged"),
        (archive("a.csv"), "workbook-damaged"),
        (archive("mimetype", "content.xml"), "workbook-other"),
        (archive("[Content_Types].xml", "xl/workbook.bin"), "workbook-other"),
        (GOOD_BOOK[: len(GOOD_BOOK) // 2], "workbook-damaged"),
        (changed(GOOD_BOOK, "sheet1.xml", b"<worksheet", DOCTYPE), "workbook-damaged"),
        (changed(GOOD_BOOK, "sheet1.xml", b"</row>", b""), "workbook-damaged"),
        (changed(GOOD_BOOK, "workbook.xml", b"<sheet ", b"<sheet x='"), "workbook-damaged"),
        (with_strings(sheet_of(b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), b"<si><t>"), "workbook-damaged"),
        (with_strings(sheet_of(b'<row r="1"><c r="A1" t="s"><v>1</v></c></row>'), b"<si/>"), "workbook-damaged"),
        (sheet_of(b'<row r="2"/><row r="1"/>'), "workbook-damaged"),
        (sheet_of(b'<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'), "workbook-damaged"),
        (sheet_of(b'<row r="1"><c r="XFE1"><v>1</v></c></row>'), "workbook-damaged"),
        (sheet_of(b'<row r="1048577"><c r="A1"><v>1</v></c></row>'), "workbook-damaged"),
        (sheet_of(b'<row r="1"><c r="A1" t="s"><v>-1</v></c></row>'), "workbook-damaged"),
        (sheet_of(b"<row " + b"x" * (2 << 20) + b"='1'/>"), "workbook-damaged"),
        (sheet_of(b"".join(b"<x%d/>" % at for at in range(2000))), "workbook-damaged"),
        (sheet_of(b'<row r="1"/><row r="2"/>'), "table-empty"),
        (
            sheet_of(b"".join(b'<row r="%d" s="1"><c r="A%d"/></row>' % (at, at) for at in range(1, 20000))),
            "table-empty",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_told_as_what_it_is(content: bytes, code: str, tmp_path: Path) -> None:
    assert told(content, tmp_path) == [code]


def test_texts_by_number_in_pieces_and_without_how_they_are_pronounced() -> None:
    """As programs write them: a text with two fonts, one with its pronunciation, under prefixes, and a number in one."""
    strings = (
        b"<si><r><t>\xe5\xb7\xa5</t></r><r><t xml:space='preserve'>\xe5\x8f\xb7 </t></r></si>"
        b"<si><t>\xe7\x94\xb2</t><rPh><t>jia</t></rPh></si><x:si xmlns:x='x'><x:t>189</x:t></x:si>"
    )
    row = b'<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="b"><v>1</v></c></row>'
    assert list(texts_of(with_strings(sheet_of(row), strings))) == [{0: "工号", 1: "甲", 2: "189", 3: "true"}]


def test_a_part_that_unpacks_to_far_more_than_it_is_is_not_unpacked(tmp_path: Path) -> None:
    assert told(sheet_of(b" " * (65 << 20)), tmp_path) == ["workbook-too-large"]


def test_a_text_as_long_as_a_book_costs_its_row(beijing: Edition, tmp_path: Path) -> None:
    long = b'<c r="M2" t="inlineStr"><is><t>' + b"x" * 1_100_000 + b"</t></is></c></row>"
    content = workbook(people({"id": "A1"}, {"id": "A2"}))
    found = scored(
        beijing, changed(content, "sheet1.xml", b'</c></row><row r="3"', b"</c>" + long + b'<row r="3"'), tmp_path
    )
    assert [(row["line"], row["code"]) for row in found.rejects] == [("2", "line-too-long")]
    assert [row["id"] for row in found.scores] == ["A2"]


@pytest.mark.slow
def test_as_many_empty_rows_as_a_sheet_can_have_are_no_rows(beijing: Edition, tmp_path: Path) -> None:
    empty = b"".join(b'<row r="%d" spans="1:12" s="1" customFormat="1"/>' % at for at in range(3, 1048577))
    content = changed(workbook(people({})), "sheet1.xml", b"</sheetData>", empty + b"</sheetData>")
    assert scored(beijing, content, tmp_path).read == 1


@pytest.mark.laws
@given(part=st.integers(0, 20), at=st.integers(0, 10**6), cut=st.integers(0, 30), put=st.binary(max_size=20))
def test_no_change_of_bytes_is_more_than_a_finding(part: int, at: int, cut: int, put: bytes) -> None:
    """In a part of the workbook, or in the file itself."""
    parts = parts_of(GOOD_BOOK)
    names = sorted(parts)
    if part >= len(names):
        content = _spliced(GOOD_BOOK, at, cut, put)
    else:
        content = packed(parts | {names[part]: _spliced(parts[names[part]], at, cut, put)})
    with contextlib.suppress(HukouError):
        list(texts_of(content))


def _spliced(content: bytes, at: int, cut: int, put: bytes) -> bytes:
    at %= len(content)
    return content[:at] + put + content[at + cut :]


def test_without_the_extra_it_is_told_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(HukouError, match=r"pip install 'hukou-cli\[excel\]'"):
        open_input(str(saved(tmp_path, GOOD_BOOK)))


def test_a_sheet_is_named_of_workbooks_alone(tmp_path: Path) -> None:
    with pytest.raises(HukouError, match="sheet-of-no-workbook"):
        open_input(str(write(tmp_path / "in.csv", [GOOD])), "员工")


@pytest.mark.parametrize("fill", [people({}), people({}, title="x")])
def test_a_workbook_packed_again_is_read(fill: Fill, beijing: Edition, tmp_path: Path) -> None:
    import gzip

    assert scored(beijing, gzip.compress(workbook(fill)), tmp_path).scored == 1
