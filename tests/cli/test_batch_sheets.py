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
    assert f"cells with full-width digits or blanks around them, converted: {3 * times}\n" in said
    assert [row["total"] for row in rows_of(tmp_path / "out.csv")] == ["106.00"] * 2 * times
    chinese = run_checked("batch", tmp_path / "in.csv", "--city", "北京", "--round", "2022", "--lang", "zh")[1]
    assert f"已转换全角数字和首尾空格：{3 * times} 格\n" in chinese


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
    assert "read 7 = scored 2 + rejected 1 + passed over 4: blank rows 2, rows of sums 2 (lines 5, 8)" in said
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
    assert "read 3 = scored 1 + rejected 0 + passed over 2: blank rows 1, rows of sums 1 (lines 4)" in said


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_blank_rows_and_sums_of_other_forms(form: str, tmp_path: Path) -> None:
    rows = [GOOD, dict.fromkeys(GOOD), {**dict.fromkeys(GOOD), **SUMS}]
    lines = tmp_path / "in.jsonl"
    lines.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    if form == "parquet":
        duckdb.sql(f"COPY (FROM read_json('{lines}')) TO '{tmp_path / 'in.parquet'}' (FORMAT parquet)")
    said = batch(tmp_path / f"in.{form}")[1]
    assert "read 3 = scored 1 + rejected 0 + passed over 2" in said


def test_a_table_of_records_says_what_to_do(tmp_path: Path) -> None:
    table = tmp_path / "in.jsonl"
    row = {**GOOD, "insurance": [{"city": "beijing", "from": "2010-07"}]}
    del row["insured_months"]
    table.write_text(json.dumps(row) + "\n", encoding="utf-8")
    said = batch(table, code=2)[1]
    assert "batch reads no dated records, and `insurance` is one" in said
    assert "hukou score FILE.toml" in said
