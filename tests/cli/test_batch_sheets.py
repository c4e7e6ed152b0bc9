"""Sheets as people keep them: titles, blank rows, sums of columns, full-width digits."""

import json
from pathlib import Path

import duckdb
import pytest

from tests.support.csv_files import rows_of, write
from tests.support.people import GOOD
from tests.support.program import batch, run_checked, tells

pytestmark = pytest.mark.subprocess

HEADER, ROW, GAPS = ",".join(GOOD), ",".join(GOOD.values()), "," * (len(GOOD) - 1)
SUMS = {"id": "合 计", "insured_months": "567", "own_home_months": "378"}
"""The sums of three rows as a sheet writes them: no date, no choice."""


@pytest.mark.parametrize("times", [1, 2, 60])
def test_full_width_digits_and_blanks_are_converted_and_counted(times: int, tmp_path: Path) -> None:
    """Two cells of digits and one with a blank in each second row, the same texts in every chunk."""
    odd = {**GOOD, "insured_months": "１８９", "birth_date": "１９８０-06-15", "own_home_months": " 189"}
    _, said = batch(write(tmp_path / "in.csv", [odd, GOOD] * times), "-o", tmp_path / "out.csv")
    assert f"cells with full-width digits, blanks around them or a unit, converted: {3 * times}\n" in said
    assert [row["total"] for row in rows_of(tmp_path / "out.csv")] == ["106.00"] * 2 * times
    chinese = run_checked("batch", tmp_path / "in.csv", "--city", "北京", "--round", "2022", "--lang", "zh")[1]
    assert f"已转换全角数字、首尾空格和单位：{3 * times} 格\n" in chinese


def test_words_in_full_width_are_not_told_as_converted(tmp_path: Path) -> None:
    """The bracket of a label is its own: `男（原60周岁）` is read as it is written; so is one word of it."""
    rows = [{**GOOD, "retirement_category": text} for text in ("男（原60周岁）", "男", "MALE")]
    rows += [{**GOOD, "has_residence_permit": text} for text in ("√", "Y", "是")]
    content, said = batch(write(tmp_path / "in.csv", rows))
    assert [row["total"] for row in rows_of(content)] == ["106.00"] * 6
    assert "converted" not in said


def test_what_may_be_several_options_is_refused_with_the_list(tmp_path: Path) -> None:
    said = batch(write(tmp_path / "in.csv", [{**GOOD, "retirement_category": "女"}]))[1]
    assert tells(said, "retirement_category", "not-one-of")
    assert "female_55 female_50" in said


@pytest.mark.parametrize(
    "title", ["2026年员工积分测算表" + GAPS, "2026年员工积分测算表", "人事部,,2026年11月" + GAPS[2:]]
)
def test_a_title_above_the_header_is_passed_over_and_told(title: str, tmp_path: Path) -> None:
    table = tmp_path / "in.csv"
    wrong = ROW.replace("189", "x", 1)
    table.write_text(f"{title}\n{GAPS}\n\n{HEADER}\n{ROW}\n{wrong}\n", encoding="utf-8")
    content, said = batch(table)
    assert [row["total"] for row in rows_of(content)] == ["106.00"]
    assert tells(said, f"{table}:4", "header-below")
    assert tells(said, f"{table}:6: insured_months", "not-a-whole-number")
    chinese = run_checked("batch", table, "--city", "北京", "--round", "2022", "--lang", "zh")[1]
    assert "表头在第 4 行，其上各行未读取" in chinese
    table.write_text("得分表,\n\n姓名,总分\n甲,97.13\n乙,98\n", encoding="utf-8")
    ranked, said = run_checked("rank", table, "--lang", "en")
    assert [row["姓名"] for row in rows_of(ranked)] == ["乙", "甲"]
    assert tells(said, f"{table}:3", "header-below")


def test_blank_rows_and_sums_are_passed_over_and_told(tmp_path: Path) -> None:
    """A row that only remarks on others is no blank one; the sums are in lines 5 and 8."""
    table = tmp_path / "in.csv"
    sums = ",".join(SUMS.get(name, "") for name in GOOD)
    note = "制表人" + GAPS
    total = sums.replace("合 计", "Total")
    table.write_text(f"{HEADER}\n{ROW}\n{GAPS}\n{GAPS}\n{sums}\n{note}\n{ROW}\n{total}\n", encoding="utf-8")
    out = tmp_path / "out.csv"
    _, said = batch(table, "-o", out, "--strict", code=1)
    assert len(rows_of(out)) == 2
    assert [(row["line"], row["code"]) for row in rows_of(tmp_path / "out.rejects.csv")] == [("6", "empty-row")]
    assert "read 7 = scored 2 + rejected 1 + skipped 4: blank rows 2, total rows 2 (lines 5, 8)" in said
    chinese = run_checked("batch", table, "--city", "北京", "--round", "2022", "--lang", "zh")[1]
    assert "读取 7 行 = 计分 2 行 + 未计分 1 行 + 跳过 4 行：空行 2 行、合计行 2 行（第 5、8 行）" in chinese
    table.write_text(f"{HEADER}\n{sums}\n{ROW}\n{sums}\n", encoding="utf-8")
    assert "stand more than once" not in batch(table)[1]


@pytest.mark.parametrize("changed", [{"id": "合计王"}, {"birth_date": "1980-06-15"}, {"has_residence_permit": "x"}])
def test_a_row_that_may_be_somebody_is_no_sum(changed: dict[str, str], tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [GOOD, {**dict.fromkeys(GOOD, ""), **SUMS, **changed}])
    assert "read 2 = scored 1 + rejected 1\n" in batch(table)[1] + "\n"


def test_blank_rows_and_sums_of_a_table_of_several_cities(tmp_path: Path) -> None:
    rows = [
        {"city": "beijing", "name": "n", **GOOD},
        dict.fromkeys(GOOD, ""),
        {"name": "总计：", "insured_months": "189"},
    ]
    table = write(tmp_path / "in.csv", rows)
    said = run_checked("batch", table, "--round", "2022", "--lang", "en")[1]
    assert "read 3 = scored 1 + rejected 0 + skipped 2: blank rows 1, total rows 1 (lines 4)" in said


@pytest.mark.parametrize("flagged", [True, False])
def test_a_ranking_passes_over_blank_rows_and_sums_as_a_batch_does(flagged: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """The sum of two totals, 195, stands in line 5, a mean in line 7; the one in line 8 is called so."""
    rows = [("甲", "97"), ("乙", "98"), ("", ""), ("合 计", "195"), ("丙", "100"), ("平均：", ""), ("平均王", "99")]
    flags = [{"eligible": "true"} if flagged and score and "计" not in name else {} for name, score in rows]
    table = write(
        tmp_path / "scores.csv",
        [
            {"姓名": name, "score": score, "eligible": "", **flag}
            for (name, score), flag in zip(rows, flags, strict=True)
        ],
    )
    if not flagged:
        table.write_text(
            table.read_text(encoding="utf-8").replace(",eligible", "").replace(",\n", "\n"), encoding="utf-8"
        )
    ranked, said = run_checked("rank", table, "--lang", "en")
    assert [(row["rank"], row["姓名"]) for row in rows_of(ranked)] == [
        ("1", "丙"), ("2", "平均王"), ("3", "乙"), ("4", "甲"),
    ]  # fmt: skip
    assert "skipped 3: blank rows 1, total rows 2 (lines 5, 7)\n" in said
    assert "4 ranked" in said
    assert "跳过 3 行：空行 1 行、合计行 2 行（第 5、7 行）" in run_checked("rank", table, "--lang", "zh")[1]


def test_a_sum_that_is_eligible_is_somebody(tmp_path: Path) -> None:
    rows = [{"id": "sum", "total": "97", "eligible": "true"}, {"id": "total", "total": "98", "eligible": "false"}]
    ranked, said = run_checked("rank", write(tmp_path / "scores.csv", rows), "--lang", "en")
    assert [(row["rank"], row["id"]) for row in rows_of(ranked)] == [("1", "sum"), ("", "total")]
    assert "skipped" not in said


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_blank_rows_and_sums_of_other_forms(form: str, tmp_path: Path) -> None:
    rows = [GOOD, dict.fromkeys(GOOD), {**dict.fromkeys(GOOD), **SUMS}]
    lines = tmp_path / "in.jsonl"
    lines.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    if form == "parquet":
        duckdb.sql(f"COPY (FROM read_json('{lines}')) TO '{tmp_path / 'in.parquet'}' (FORMAT parquet)")
    said = batch(tmp_path / f"in.{form}")[1]
    assert "read 3 = scored 1 + rejected 0 + skipped 2" in said


def test_a_row_with_records_says_what_is_lacking_in_them(tmp_path: Path) -> None:
    table = tmp_path / "in.jsonl"
    row = {**GOOD, "insurance": [{"city": "beijing", "from": "2010-07"}]}
    del row["insured_months"]
    table.write_text(json.dumps(row) + "\n", encoding="utf-8")
    said = batch(table)[1]
    assert tells(said, f"{table}:1: tax_years_over_100k", "missing-fact")
    assert "there is no [[tax]] record: add one, or write tax = [] if there is none" in said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_spreadsheets_number_of_a_day_is_told_in_tables_files_and_options(language: str, tmp_path: Path) -> None:
    """31,107 days from 1899-12-31, and the 1900-02-29 that spreadsheets count: 1985-03-01."""
    said = batch(write(tmp_path / "in.csv", [{**GOOD, "birth_date": "31107"}]), "--lang", language)[1]
    assert "31107" in said
    person = tmp_path / "me.toml"
    person.write_text('city = "beijing"\nbirth_date = 31107\n[[insurance]]\ncity = "beijing"\nfrom = 31107\n', "utf-8")
    for told in (
        said,
        run_checked("score", person, "--lang", language, code=2)[1],
        run_checked("score", "--city", "beijing", "--set", "birth_date=31107", "--lang", language, code=2)[1],
    ):
        findings = [line for line in told.splitlines() if "[spreadsheet-day]" in line]
        assert findings
        assert all("1985-03-01" in line for line in findings)
        assert "Write 1985-03-01" in told or "请写作 1985-03-01" in told


@pytest.mark.parametrize(
    ("header", "kept"),
    [
        (("姓名", "工号"), "工号"),
        (("员工编号", "工号"), "员工编号"),
        (("Employee ID", "name"), "Employee ID"),
        (("工号", "编号"), "编号"),  # the column of that name goes first
        (("序号", "姓名"), "row"),  # neither a number in the sheet nor a name is one's own
    ],
)
def test_a_staff_number_identifies_rows_where_no_column_is_called_id(
    header: tuple[str, str], kept: str, tmp_path: Path
) -> None:
    rows = [dict(zip(header, cells, strict=True)) for cells in (("甲", "7"), ("乙", "8"), ("甲", "7"))]
    facts = {name: text for name, text in GOOD.items() if name != "id"}
    table = write(tmp_path / "in.csv", [{**row, **facts} for row in rows])
    content, said = batch(table)
    assert next(iter(rows_of(content)[0])) == kept
    assert ("[column-is-id]" in said) is (kept not in ("row", "编号"))
    assert ("1 id occurs more than once" in said) is (kept != "row")
    kept_names = rows_of(batch(table, "--keep", f"id,{header[0]}" if kept != "row" else header[1])[0])
    assert kept_names[0][header[0] if kept != "row" else header[1]] in ("甲", "7")
    scores = write(tmp_path / "scores.csv", [{**row, "score": "5"} for row in rows])
    ranked = run_checked("rank", scores, "--lang", "en")[1]
    assert ("[column-is-id]" in ranked, "more than once" in ranked) == (
        "[column-is-id]" in said,
        "more than once" in said,
    )
