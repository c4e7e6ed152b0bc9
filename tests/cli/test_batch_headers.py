"""Headings and words of a table of scores in Chinese and English, and what ``hukou rank`` reads of them."""

import json
from pathlib import Path

import duckdb
import pytest

from hukou_cli.sql.output import result_columns
from hukou_cli.table.headings import headings_of
from hukou_cli.text.language import Language
from tests.support.catalog import CATALOG
from tests.support.csv_files import rows_of, write
from tests.support.people import GOOD
from tests.support.program import batch, run_checked

SHORT = {**GOOD, "id": "B2", "insured_streak_months": "83", "has_residence_permit": "false"}
"""Neither insured for 84 months in a row nor with a permit: two conditions that Beijing asks for."""


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.slow
def test_headings_are_unique_in_every_edition(language: Language) -> None:
    """Capitals aside, as the engine has it."""
    for path in CATALOG.all():
        edition = CATALOG.load(path)
        if edition.file.unseen is None:
            columns = ["rank", "admitted", *result_columns(edition)]
            named = [name.lower() for name in headings_of(columns, [edition], language).values()]
            assert len(set(named)) == len(columns)


@pytest.mark.subprocess
@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_headings_and_conditions_in_chinese(form: str, tmp_path: Path) -> None:
    out = tmp_path / f"out.{form}"
    table = write(tmp_path / "in.csv", [{**GOOD, "姓名": "甲", "工号": "007"}, {**SHORT, "姓名": "乙", "工号": "008"}])
    batch(table, "-o", out, "--headers", "zh", "--keep", "id,姓名,工号")
    if form == "csv":
        rows: list[dict[str, object]] = [dict(row) for row in rows_of(out)]
    elif form == "jsonl":
        rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    else:
        relation = duckdb.from_parquet(str(out))
        rows = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
    assert list(rows[0])[:6] == ["id", "姓名", "工号", "符合申请条件", "不符合的条件", "合法稳定就业"]
    assert list(rows[0])[-6:] == ["总分", "分数线", "分数线类别", "距分数线", "达线", "上次分数线每批次可升"]
    assert [str(row["总分"]) for row in rows] == (["106.0", "106.0"] if form == "jsonl" else ["106.00", "106.00"])
    assert [row["工号"] for row in rows] == ["007", "008"]
    assert rows[1]["不符合的条件"] == "持有本市居住证；连续缴纳社会保险7年及以上"
    assert rows[0]["分数线类别"] == "入围分"


@pytest.mark.subprocess
@pytest.mark.parametrize("headers", ["zh", "en", "id"])
def test_a_ranking_reads_back_what_a_batch_wrote(headers: str, tmp_path: Path) -> None:
    """Who is not eligible is not ranked, an earlier ranking is replaced, and the line of a round bars nobody."""
    rows = [GOOD, SHORT, {**GOOD, "id": "C3", "degree": "associate"}, {**GOOD, "id": "D4", "degree": "master"}]
    scores, ranked = tmp_path / "scores.csv", tmp_path / "ranked.csv"
    batch(write(tmp_path / "in.csv", rows), "-o", scores, "--headers", headers, "--quota", "3")
    again = ("rank", scores, "-o", ranked, "--headers", headers, "--quota", "2", "--lang", "en")
    said = run_checked(*again)[1]
    assert "1 above, 1 tied at 106, quota 2, admitted 2" in said
    words = {"zh": ["名次", "入围"], "en": ["Rank", "Admitted"], "id": ["rank", "admitted"]}[headers]
    found = rows_of(ranked)
    assert list(found[0])[:3] == [*words, "id"]
    assert list(found[0]).count(words[0]) == 1
    assert [(row["id"], row[words[0]], row[words[1]]) for row in found] == [
        ("D4", "1", "true"), ("A1", "2", "true"), ("C3", "3", "false"), ("B2", "", "false"),
    ]  # fmt: skip


@pytest.mark.subprocess
@pytest.mark.parametrize(
    ("header", "rank"),
    [("姓名,总分", "名次"), ("name,total", "rank"), ("Eligible,Total", "Rank"), ("姓名,score", "rank")],
)
def test_a_ranking_is_headed_as_its_table_is(header: str, rank: str, tmp_path: Path) -> None:
    table = tmp_path / "scores.csv"
    table.write_text(f"{header}\ntrue,5\n", encoding="utf-8")
    assert run_checked("rank", table)[0].decode().startswith(f"{rank},")
    assert run_checked("rank", table, "--headers", "en")[0].decode().startswith("Rank,")


@pytest.mark.subprocess
def test_rejects_have_headings_too_and_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [{**GOOD, "degree": "x", "总分": "1"}])
    batch(table, "-o", tmp_path / "out.csv", "--headers", "zh")
    (reject,) = rows_of(tmp_path / "out.rejects.csv")
    assert list(reject) == ["行号", "编号", "列", "内容", "代码", "问题", "处理办法"]
    assert "column-name-taken" in batch(table, "--headers", "zh", "--keep", "id,总分", code=2)[1]
    kept = batch(table, "--keep", "id,总分")[0]
    assert b"\xe6\x80\xbb\xe5\x88\x86" in kept


@pytest.mark.subprocess
def test_the_note_on_columns_left_out_says_how_to_keep_them(tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [{**GOOD, "姓名": "甲", "工号": "007"}])
    said = run_checked("batch", table, "--city", "北京", "--round", "2022", "--lang", "zh")[1]
    assert "不是本政策的填写项，未写入结果：姓名、工号" in said
    assert "--keep id,姓名" in said
    assert "--keep all" in said
