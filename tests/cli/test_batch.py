"""``hukou batch`` and ``hukou rank`` as people run them: files in, files out, and what is said of them."""

import contextlib
import csv
import datetime
import gzip
import json
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from lists import DATA, LINES, facts_of, published
from running import GOOD, LABELS, batch, hukou, rows_of, write

from hukou_cli import Edition, find_policy, reject_table, score, score_table
from hukou_cli.batch.columns import blank_header, check_complete, columns_of
from hukou_cli.errors import InvalidApplicant, NotFound
from hukou_cli.messages import Language
from hukou_cli.policy.catalog import Catalog
from hukou_cli.scoring.rank import outcome, ranks

SAMPLE = Path(__file__).parent.parent / "policy" / "sample"


def test_the_published_list_of_2020_comes_out_equal(tmp_path: Path) -> None:
    """All 5,406 combinations, every line and every total, to the hundredth."""
    people = published()
    table = [{"id": str(at), **{k: str(v).lower() for k, v in facts_of(row).items()}} for at, row in enumerate(people)]
    out = tmp_path / "scores.csv"
    _, said = hukou(
        "batch", write(tmp_path / "in.csv", table), "-o", out, "--city", "北京", "--round", "2020", "--lang", "en"
    )
    assert "read 5,406 = scored 5,406 + rejected 0" in said
    scored = rows_of(out)
    assert [row["id"] for row in scored] == [str(at) for at in range(len(people))]
    for row, expected in zip(scored, people, strict=True):
        assert row["eligible"] == "true"
        assert {name: Decimal(row[name]) for name in LINES} == {
            name: Decimal(expected[column]) for name, column in LINES.items()
        }
        assert Decimal(row["total"]) == Decimal(expected["total"])
    assert out.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "scores.csv"]


@pytest.mark.parametrize(
    ("year", "said"),
    [
        (2018, "5,989 above, 30 tied at 90.75, quota 6,000, admitted 6,019"),
        (2020, "5,978 above, 54 tied at 97.13, quota 6,000, admitted 6,032"),
        (2021, "5,937 above, 108 tied at 100.88, quota 6,000, admitted 6,045"),
        (2022, "5,920 above, 86 tied at 105.42, quota 6,000, admitted 6,006"),
        (2023, "5,910 above, 93 tied at 109.92, quota 6,000, admitted 6,003"),
        (2024, "5,941 above, 61 tied at 114.46, quota 6,000, admitted 6,002"),
        (2025, "5,975 above, 27 tied at 117.33, quota 6,000, admitted 6,002"),
    ],
)
def test_a_published_list_gives_the_published_cutoff(year: int, said: str, tmp_path: Path) -> None:
    out = tmp_path / "ranked.csv"
    assert (
        hukou("rank", DATA / f"beijing-{year}-scores.csv", "--quota", 6000, "-o", out, "--lang", "en")[1].strip()
        == said
    )
    rows = rows_of(out)
    keys = [(Decimal(row["score"]),) for row in rows]
    assert [int(row["rank"]) for row in rows] == ranks(keys)
    assert [row["admitted"] for row in rows].count("true") == outcome(keys, 6000).admitted


def test_ranking_does_not_depend_on_the_order_of_rows(tmp_path: Path) -> None:
    rows = [
        {"id": f"p{at}", "total": str(at * 7 % 5), "months": str(at % 3), "eligible": str(at != 4).lower()}
        for at in range(40)
    ]
    one = hukou("rank", write(tmp_path / "a.csv", rows), "--by", "total,months", "--quota", "5")[0]
    other = hukou("rank", write(tmp_path / "b.csv", rows[::-1]), "--by", "total,months", "--quota", "5")[0]
    assert one == other
    ranked = rows_of(one)
    keys = [(Decimal(row["total"]), Decimal(row["months"])) for row in ranked if row["eligible"] == "true"]
    assert [int(row["rank"]) for row in ranked if row["rank"]] == ranks(keys)
    assert ranked[-1] == {"rank": "", "admitted": "false", "id": "p4", "total": "3", "months": "1", "eligible": "false"}


def test_strict_ties_admit_none_beyond_the_quota_and_no_quota_admits_all(tmp_path: Path) -> None:
    table = write(tmp_path / "a.csv", [{"score": text} for text in ("5", "4", "4.00", "4")])
    assert "3 tied at 4, quota 3, admitted 4" in hukou("rank", table, "--quota", "3", "--lang", "en")[1]
    assert "quota 3, admitted 1" in hukou("rank", table, "--quota", "3", "--ties", "strict", "--lang", "en")[1]
    assert "all admitted" in hukou("rank", table, "--no-quota", "--lang", "en")[1]
    refused = hukou("rank", write(tmp_path / "b.csv", [{"score": "5"}, {"score": "1e2"}]), code=2)[1]
    assert "b.csv:3: score: not-a-score" in refused


def test_a_batch_is_ranked_under_the_quota_of_its_round(tmp_path: Path) -> None:
    table = write(
        tmp_path / "in.csv",
        [GOOD, {**GOOD, "id": "A2", "degree": "doctor"}, {**GOOD, "id": "A3", "insured_streak_months": "3"}],
    )
    content, said = batch(table, "--rank")
    assert [(row["rank"], row["admitted"], row["id"], row["total"]) for row in rows_of(content)] == [
        ("1", "true", "A2", "128.00"), ("2", "true", "A1", "106.00"), ("", "false", "A3", "106.00"),
    ]  # fmt: skip
    assert "2 ranked, all within the quota 6,000, the lowest at 106.00" in said
    assert "quota 1, admitted 1" in batch(table, "--rank", "--quota", "1")[1]


def ranked_by(keys: str, folder: Path) -> Path:
    """Write the made-up city anew, ranked by other keys, among them ``quarters``."""
    text = (SAMPLE / "springfield/2024-01-01.toml").read_text(encoding="utf-8")
    text = text.replace("[derived]", '[derived]\nquarters = "insured_months / 4"')
    (folder / "springfield").mkdir(parents=True)
    policy = folder / "springfield/2024-01-01.toml"
    policy.write_text(text.replace("[result]", f"[result]\nrank_by = {keys}"), encoding="utf-8")
    return folder


def test_what_a_policy_ranks_by_is_told_by_its_value(tmp_path: Path) -> None:
    row = {"birth_date": "1990-01-01", "degree": "bachelor", "insured_months": "123"}
    table = write(
        tmp_path / "in.csv", [{"id": id_, **row, "patents": patents} for id_, patents in (("a", "2.5"), ("b", "10"))]
    )
    policies = ranked_by('["patents", "quarters"]', tmp_path / "p")
    options = ("--city", "springfield", "--round", "2024", "--policies", policies, "--quota", "2", "--lang", "en")
    ranked, said = hukou("batch", table, *options)
    assert [(row["rank"], row["id"]) for row in rows_of(ranked)] == [("1", "b"), ("2", "a")]
    assert "2 ranked, all within the quota 2, the lowest at patents 2.5, quarters 30.75" in said


def test_a_ranking_can_be_made_again_from_its_scores(tmp_path: Path) -> None:
    """Guangzhou orders by the base score, months of medical insurance and months with a permit; 150 points is the least.

    a, b: 64 + 20 + 90 + 10 + 30 = 214. c has no more, but six months more of medical insurance. d is below 150.
    """
    months = dict.fromkeys(("pension_months", "unemployment_months", "injury_months", "maternity_months"), "119")
    row = {
        "birth_date": "1992-06-15", "permit_months": "101", "permit_streak_months": "101", "rented_months": "72", **months,
        "medical_months": "113", "housing_fund_months": "62", "degree": "associate", "employed": "true",
        "has_residence_permit": "true", "owns_home": "false",
    }  # fmt: skip
    low = dict.fromkeys(("permit_months", "permit_streak_months", *months, "medical_months"), "48")
    low |= {"degree": "none", "housing_fund_months": "0", "rented_months": "0"}
    rows = [
        {"id": "a", **row},
        {"id": "b", **row},
        {"id": "c", **row, "medical_months": "119"},
        {"id": "d", **row, **low},
    ]
    table, keys = write(tmp_path / "in.csv", rows), "medical_months,permit_streak_months"
    asked = ("--city", "guangzhou", "--round", "2025", "--keep", f"id,{keys}")
    ranked, said = hukou("batch", table, *asked, "--quota", "2", "--lang", "en")
    found = [(row["rank"], row["id"], row["base"], row["eligible"], row["reached"]) for row in rows_of(ranked)]
    assert found[:3] == [(rank, id_, "214.00", "true", "true") for rank, id_ in (("1", "c"), ("2", "a"), ("2", "b"))]
    assert (found[3][:2], found[3][3:]) == (("", "d"), ("true", "false"))
    assert "2 tied at Base score 214.00, months of medical insurance 113" in said
    scores = tmp_path / "scores.csv"
    hukou("batch", table, *asked, "-o", scores)
    assert hukou("rank", scores, "--by", f"base,{keys}", "--quota", "2")[0] == ranked


def test_json_lines_are_the_same_whether_ranked_or_not(tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [GOOD])
    alone, ranked = (batch(table, "--format", "jsonl", *rank)[0] for rank in ([], ["--rank"]))
    assert ranked.replace(b'"rank":1,"admitted":true,', b"") == alone


def test_rejects_stand_on_the_lines_that_an_editor_shows(tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [{**GOOD, "note": "two\nlines"}, {**GOOD, "note": ""}])
    lines = table.read_text(encoding="utf-8").splitlines()
    head, good = lines[0], lines[3]
    bad = good.replace("189", "12.6", 1)
    table.write_text(
        "\n".join([*lines, "", "too,few", bad, good.replace("A1", 'a"b'), good + ",x", good.replace("A1", "A9")]),
        encoding="utf-8",
    )
    out = tmp_path / "out.csv"
    _, said = batch(table, "-o", out, "--strict", code=1)
    assert "read 7 = scored 3 + rejected 4 · rejected rows are listed in" in said
    rejects = rows_of(tmp_path / "out.rejects.csv")
    assert [(row["line"], row["code"]) for row in rejects] == [
        ("6", "too-few-cells"), ("7", "not-a-whole-number"), ("8", "broken-quotes"), ("9", "too-many-cells"),
    ]  # fmt: skip
    shown = table.read_text(encoding="utf-8").splitlines()
    assert shown[6] == bad
    assert head.split(",")[5] == rejects[1]["column"] == "insured_months"
    assert [row["id"] for row in rows_of(out)] == ["A1", "A1", "A9"]


def test_a_spreadsheet_of_chinese_office_software(tmp_path: Path) -> None:
    """GB18030, labels as headers, CRLF, a column of names; full-width digits are told what to write."""
    rows = [{"编号": "甲", "姓名": "张三", **{label: GOOD[name] for name, label in LABELS.items()}} for _ in range(2)]
    rows[1] |= {"编号": "乙", LABELS["insured_months"]: "１８９", LABELS["has_residence_permit"]: "是"}
    content, said = batch(write(tmp_path / "in.csv", rows, "gb18030", "\r\n"))
    assert [(row["编号"], row["total"]) for row in rows_of(content)] == [("甲", "106.00")]
    assert (
        "in.csv:3: 累计缴纳社会保险月数: full-width: “１８９” is written in full-width digits\n  Type the digits 0-9"
        in said
    )
    rows[1] |= {LABELS["insured_months"]: "189", LABELS["degree"]: "大专"}
    worded = write(tmp_path / "worded.csv", rows, "gb18030")
    said = hukou("batch", worded, "--city", "北京", "--round", "2022", "--lang", "zh")[1]
    assert "worded.csv:3: 学历学位: not-one-of: “大专”不在可选项中：none secondary" in said
    assert "  各选项的含义，以及可直接填写的名称：hukou policy show 城市" in said
    assert "associate: 大学专科" in hukou("policy", "show", "beijing", "--lang", "zh")[0].decode()
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
    found = [line for line in said.splitlines() if line.startswith(str(table))]
    assert [line.split(": ")[0:2] for line in found] == [
        [f"{table}:3", "empty-row"], [f"{table}:4", "empty-row"], [f"{table}:5", "too-many-cells"],
    ]  # fmt: skip
    table.write_text(f"Staff of 2026{gaps}\n{header}\n{row}\n", encoding="utf-8")
    for command in (("batch", table, "--city", "beijing"), ("rank", table)):
        found = hukou(*command, "--lang", "en", code=2)[1].splitlines()
        assert found == [
            f"{table}:1: header-is-title: this line is no header: “Staff of 2026” stands in it alone",
            "  Remove it, so that the first line names the columns.",
        ]
    table.write_text(f",,\n{row}\n", encoding="utf-8")
    assert "header-empty-name: no name above column 1, 2, 3" in batch(table, code=2)[1]
    table.write_text(f"{header},,b,,\n{row}\n", encoding="utf-8")
    assert "header-empty-name: no name above column 13" in batch(table, code=2)[1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_blank_table_asks_for_every_fact(language: Language) -> None:
    """In every edition that can be scored: each column is one fact, and with them all no row lacks any."""
    for path in Catalog().all():
        edition = Catalog().load(path)
        if edition.file.unseen is None and edition.used:
            limits = edition.window(edition.default_round(20261125)).limits
            header = blank_header(edition, limits, language)
            columns = columns_of(header, edition)
            assert (len(columns.facts), columns.other) == (len(header) - 1, ())
            check_complete(columns, edition, limits)


def test_a_blank_table_opens_in_office_software_and_is_read(tmp_path: Path) -> None:
    table = tmp_path / "staff.csv"
    hukou("policy", "columns", "北京", "--round", "2022", "--lang", "zh", "-o", table)
    with table.open(encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file))
    assert header[0] == "编号"
    assert set(LABELS.values()) <= set(header)
    assert "file-exists" in hukou("policy", "columns", "beijing", "-o", table, code=2)[1]
    labels = LABELS | {"id": "编号"}
    with table.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, header, restval="").writerow({labels[name]: text for name, text in GOOD.items()})
    assert [row["total"] for row in rows_of(batch(table)[0])] == ["106.00"]
    assert hukou("policy", "columns", "beijing", "--lang", "en")[0].startswith(b"id,")


def test_rejects_name_the_row(tmp_path: Path) -> None:
    """By its id as the table has it, masked where it must be; a spreadsheet counts no line breaks within cells."""
    rows = [{**GOOD, "degree": "x"}, {**GOOD, "id": "000000198506151233"}, {**GOOD, "id": "=1+1", "city": "nowhere"}]
    rows = [{"city": "beijing", **row} for row in rows]
    hukou("batch", write(tmp_path / "in.csv", rows), "-o", tmp_path / "out.csv")
    assert [(row["line"], row["id"], row["code"]) for row in rows_of(tmp_path / "out.rejects.csv")] == [
        ("2", "A1", "not-one-of"), ("3", "****************33", "identity-number"), ("4", "'=1+1", "row-of-unknown-city"),
    ]  # fmt: skip


@pytest.mark.parametrize(("encoding", "marked"), [("gb18030", True), ("utf-8-sig", True), ("utf-8", False)])
def test_what_came_from_office_software_opens_there_again(encoding: str, marked: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """It takes UTF-8 for its own encoding where no mark stands before it; a pipe gets none."""
    rows = [{**GOOD, "编号": "甲"}, {**GOOD, "编号": "乙", "degree": "x"}]
    table = write(
        tmp_path / "in.csv", [{name: text for name, text in row.items() if name != "id"} for row in rows], encoding
    )
    for name, more in (("out.csv", []), ("ranked.csv", ["--rank"])):
        batch(table, "-o", tmp_path / name, *more)
    hukou("rank", tmp_path / "out.csv", "-o", tmp_path / "again.csv")
    for name in ("out.csv", "out.rejects.csv", "ranked.csv", "again.csv"):
        content = (tmp_path / name).read_bytes()
        assert content.startswith(b"\xef\xbb\xbf") is marked
        assert len(rows_of(content.removeprefix(b"\xef\xbb\xbf"))) == 1
    assert not batch(table)[0].startswith(b"\xef\xbb\xbf")
    batch(table, "-o", tmp_path / "out.jsonl", "--rejects", tmp_path / "r.csv")
    assert json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))["编号"] == "甲"


@pytest.mark.parametrize("form", ["tsv", "csv.gz", "jsonl", "parquet", "stdin"])
def test_every_input_gives_the_same(form: str, tmp_path: Path) -> None:
    rows = [{**GOOD, "id": f"A{at}", "insured_months": str(180 + at)} for at in range(5)]
    expected = batch(write(tmp_path / "plain.csv", rows))[0]
    path = tmp_path / f"in.{form}"
    stdin = b""
    if form == "tsv":
        path.write_text((tmp_path / "plain.csv").read_text(encoding="utf-8").replace(",", "\t"), encoding="utf-8")
    elif form == "csv.gz":
        path.write_bytes(gzip.compress((tmp_path / "plain.csv").read_bytes()))
    elif form == "jsonl":
        typed = [{**row, "insured_months": int(row["insured_months"]), "has_residence_permit": True} for row in rows]
        path.write_text("".join(json.dumps(row) + "\n" for row in typed), encoding="utf-8")
    elif form == "parquet":
        duckdb.sql(f"COPY (FROM '{tmp_path / 'plain.csv'}') TO '{path}'")
    else:
        stdin = (tmp_path / "plain.csv").read_bytes()
    assert batch("-" if stdin else path, stdin=stdin)[0] == expected


def test_outputs_hold_exact_decimals(tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [GOOD, {**GOOD, "id": "=1+1"}])
    batch(table, "-o", tmp_path / "out.parquet")
    found = duckdb.execute(f"SELECT id, total, typeof(total) FROM '{tmp_path / 'out.parquet'}'").fetchall()
    assert found == [("A1", Decimal("106.00"), "DECIMAL(18,2)"), ("=1+1", Decimal("106.00"), "DECIMAL(18,2)")]
    batch(table, "-o", tmp_path / "out.jsonl")
    first = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()[0], parse_float=Decimal)
    assert (first["id"], first["eligible"], first["total"]) == ("A1", True, Decimal("106.0"))
    assert rows_of(batch(table)[0])[1]["id"] == "'=1+1"


@pytest.mark.parametrize("column", ["honor", "获规定的荣誉表章"])
def test_a_column_spelt_nearly_as_a_fact_is_told(column: str, beijing: Edition, tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [{**GOOD, column: "true"}])
    assert f"column-near-fact: the column “{column}” is no fact" in batch(table, "--keep", "all")[1]
    with pytest.raises(NotFound, match="column-near-fact"):
        score_table(table, beijing, 2022)
    assert score_table(table, beijing, 2022, keep=[column]).project("total").fetchall() == [(Decimal("106.00"),)]


@pytest.mark.parametrize(
    "column", ["department", "gender", "status", "company", "created_at", "months", "姓名", "部门", "年龄", "学校"]
)
def test_an_ordinary_column_is_no_misspelt_fact(column: str, beijing: Edition, tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [{**GOOD, column: "x"}])
    assert "column-near-fact" not in batch(table)[1]
    assert score_table(table, beijing, 2022).project("total").fetchall() == [(Decimal("106.00"),)]


def test_a_column_that_lacks_is_told_with_the_one_that_may_be_meant(tmp_path: Path) -> None:
    row = {LABELS.get(name, name): text for name, text in GOOD.items()}
    wrong = {"累计交纳社会保险月数" if name == "累计缴纳社会保险月数" else name: text for name, text in row.items()}
    _, said = batch(write(tmp_path / "in.csv", [wrong]), code=2)
    assert "column-misspelt: there is no column for `insured_months`" in said
    assert "but “累计交纳社会保险月数”" in said


def test_columns_are_named_in_any_capitals(tmp_path: Path) -> None:
    table = write(
        tmp_path / "in.csv", [{("编号" if name == "id" else name): text for name, text in GOOD.items()} | {"Team": "x"}]
    )
    assert [(row["编号"], row["Team"]) for row in rows_of(batch(table, "--keep", "id,team")[0])] == [("A1", "x")]
    scores = write(tmp_path / "scores.csv", [{"Total": "5"}])
    assert rows_of(hukou("rank", scores)[0]) == rows_of(hukou("rank", scores, "--by", "TOTAL")[0])


def test_who_is_not_ranked_is_not_admitted_without_a_quota_either(tmp_path: Path) -> None:
    table = write(tmp_path / "s.csv", [{"score": "10", "eligible": "true"}, {"score": "20", "eligible": "false"}])
    assert [row["admitted"] for row in rows_of(hukou("rank", table, "--no-quota")[0])] == ["true", "false"]


def test_a_kept_column_is_called_what_no_spreadsheet_runs(tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [{**GOOD, "=1+1": "x", "row": "7", "-1": "y"}])
    kept = ("--keep", "id,row,=1+1,-1")
    for rank in ([], ["--rank"]):
        row = rows_of(batch(table, *kept, *rank)[0])[0]
        assert (row["'=1+1"], row["row"], row["-1"]) == ("x", "7", "y")
    assert json.loads(batch(table, *kept, "--format", "jsonl")[0])["=1+1"] == "x"


@pytest.mark.parametrize("name", ["hukou_ranked", "hukou_key0", "key_total", "'=1+1"])
def test_a_kept_column_takes_no_other_ones_name(name: str, tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [{**GOOD, name: "false", "=1+1": "x"}])
    assert "column-name-taken" in batch(table, "--rank", "--keep", f"id,=1+1,{name}", code=2)[1]


def test_what_is_not_known_opens_what_hangs_on_it(tmp_path: Path) -> None:
    """The years of a tax matter where it is paid, and it is not known whether it is."""
    facts = dict.fromkeys(find_policy("shenzhen_talent").facts, "") | {"income_tax": "unknown"}
    _, said = hukou("batch", write(tmp_path / "in.csv", [facts]), "--city", "shenzhen_talent", "--lang", "en")
    assert "income_tax: missing-fact" in said
    assert "income_tax_years: missing-fact" in said


def test_mixed_cities_and_rounds(tmp_path: Path) -> None:
    rows = [
        {**GOOD, "city": "北京", "round": "2022"}, {**GOOD, "id": "A2", "city": "beijing", "round": "2018"},
        {**GOOD, "id": "A3", "city": "atlantis", "round": "2022"}, {**GOOD, "id": "A4", "city": "beijing", "round": "1999"},
    ]  # fmt: skip
    content, said = hukou("batch", write(tmp_path / "in.csv", rows), "--lang", "en")
    assert hukou("batch", "-", "--lang", "en", stdin=(tmp_path / "in.csv").read_bytes())[0] == content
    (tmp_path / "in.csv.gz").write_bytes(gzip.compress((tmp_path / "in.csv").read_bytes()))
    assert hukou("batch", tmp_path / "in.csv.gz", "--lang", "en")[0] == content
    scored = {row["id"]: row for row in rows_of(content)}
    assert scored["A1"]["total"] == "106.00"
    assert "in.csv:4: city: row-of-unknown-city: no city that can be scored: “atlantis”" in said
    assert "in.csv:5: round: row-of-unknown-round" in said
    rejects = tmp_path / "rejects.csv"
    hukou("batch", tmp_path / "in.csv", "-o", tmp_path / "out.csv", "--rejects", rejects)
    assert [(row["column"], row["value"]) for row in rows_of(rejects)] == [("city", "atlantis"), ("round", "1999")]
    early = find_policy("beijing", 2018)
    alone = score({name: text for name, text in rows[1].items() if name in early.facts}, early, 2018)
    assert ("A2" in scored) is (alone.total is not None)


@pytest.mark.parametrize("round_", ["'2022年'", "'2022.0'", "2022::DECIMAL(6, 2)", "2022::DOUBLE", "2022::SMALLINT"])
def test_a_round_is_the_year_that_it_is_written_as(round_: str, tmp_path: Path) -> None:
    texts = ", ".join(f"'{text}' AS \"{name}\"" for name, text in GOOD.items())
    duckdb.execute(f"COPY (SELECT {texts}, {round_} AS round) TO '{tmp_path / 'in.parquet'}'")
    out, _ = hukou("batch", tmp_path / "in.parquet", "--city", "beijing")
    assert [row["total"] for row in rows_of(out)] == ["106.00"]


def test_a_day_of_application_is_the_day_that_it_is_written_as(tmp_path: Path) -> None:
    """Wuhan takes applications all year; that the rows lack facts is told of their own cells."""
    for day in ("TIMESTAMP '2024-05-01'", "'2024/5/1'", "DATE '2024-05-01'"):
        duckdb.execute(f"COPY (SELECT 'x' AS birth_date, {day} AS round) TO '{tmp_path / 'in.parquet'}'")
        said = hukou("batch", tmp_path / "in.parquet", "--city", "wuhan", "--lang", "en")[1]
        assert "in.parquet:1: birth_date: not-a-date" in said
        assert "applying on 2024-05-01" in said


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl"])
def test_a_table_of_several_cities_keeps_every_place(form: str, tmp_path: Path) -> None:
    """Beijing has hundredths, Shanghai whole points; the last city rounds no other.

    190 months of insurance: 190 x 3 / 12 = 47.50; own home 172 / 12 = 14.33 and 17 / 12 = 1.42; one month rented
    0.5 / 12 = 0.04; bachelor 15; below 45: 20; 48 months outside the six districts: 8. Together 106.29.
    """
    rows = [{**GOOD, "insured_months": "190", "city": "beijing", "round": "2022"}]
    rows.append(dict.fromkeys(rows[0], "") | {"id": "A2", "city": "shanghai_points"})
    out = tmp_path / f"out.{form}"
    hukou("batch", write(tmp_path / "in.csv", rows), "-o", out, "--lang", "en")
    found = duckdb.execute(f"SELECT CAST(total AS DECIMAL(9, 4)) FROM '{out}' WHERE id = 'A1'").fetchall()
    assert found == [(Decimal("106.2900"),)]


def test_a_label_of_one_city_counts_in_the_others_of_the_table(tmp_path: Path) -> None:
    """Beijing's name of the residence permit, which Guangzhou has under another one."""
    rows = [
        {"id": "A1", "city": "guangzhou", "持有本市居住证": "x"},
        {"id": "A2", "city": "beijing", "持有本市居住证": "x"},
    ]
    said = hukou("batch", write(tmp_path / "in.csv", rows), "--lang", "zh")[1]
    for line in (2, 3):
        assert f"in.csv:{line}: 持有本市居住证: not-a-flag" in said
        assert f"in.csv:{line}: has_residence_permit: missing-fact" not in said
    assert "in.csv:3: degree: missing-fact: 此处需要 `degree`（学历学位）\n  请填写；" in said
    assert (
        "in.csv:3: insured_months: missing-fact: 此处需要 `insured_months`（累计缴纳社会保险月数）\n  请填写，没有则填 0；"
        in said
    )


def test_a_round_that_is_not_announced_is_told_with_the_line_known(tmp_path: Path) -> None:
    said = hukou("batch", write(tmp_path / "in.csv", [GOOD]), "--city", "beijing", "--round", "2040", "--lang", "en")[1]
    assert "round-ahead: the round of 2040 is not announced; the rules known for 2026 are applied" in said
    assert "Beijing · round 2040 · beijing/2020-07-16" in said
    assert "Cut-off 2026 119.92" in said


def test_a_city_first_named_late_is_found(tmp_path: Path) -> None:
    """After more names that are no city than a table is ever of cities."""
    rows = [{**GOOD, "city": f"nowhere{at}"} for at in range(20_000)]
    table = write(tmp_path / "in.csv", [*rows, {**GOOD, "id": "last", "city": "Beijing"}])
    out = tmp_path / "out.csv"
    _, said = hukou("batch", table, "--round", "2022", "-o", out, "--lang", "en")
    assert "read 20,001 = scored 1 + rejected 20,000" in said
    assert [(row["id"], row["city"], row["total"]) for row in rows_of(out)] == [("last", "Beijing", "106.00")]


def test_a_table_with_too_many_ways_to_name_a_round_is_refused(tmp_path: Path) -> None:
    rows = [{**GOOD, "city": "beijing", "round": "2022" + " " * at} for at in range(1001)]
    _, said = hukou("batch", write(tmp_path / "in.csv", rows), "--lang", "en", code=2)
    assert "too-mixed: the rows name their cities and rounds in more than 1000 ways" in said


def test_a_city_whose_latest_points_were_not_seen_has_its_earlier_rounds(tmp_path: Path) -> None:
    """As `--city` and `--round` score it too."""
    facts = {
        "id": "X", "birth_date": "1985-05-05", "degree": "none", "senior_technical_class": "true", "skill_level": "none",
        "title_level": "none", "permit_months": "24", "insured_streak_months": "24", "pension_months": "24",
        "medical_months": "24", "unemployment_months": "24", "injury_months": "24", "maternity_months": "24",
        "owns_home": "true", "own_home_area": "0", "home_in_encouraged_area": "true", "award_class": "none", "blood_ml": "1",
    }  # fmt: skip
    alone, _ = hukou("batch", write(tmp_path / "a.csv", [facts]), "--city", "qingdao", "--round", "2018")
    mixed, _ = hukou("batch", write(tmp_path / "b.csv", [{**facts, "city": "qingdao", "round": "2018"}]))
    assert rows_of(mixed)[0]["total"] == rows_of(alone)[0]["total"] != ""


def test_a_broken_row_is_of_no_city(tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [{**GOOD, "city": "beijing", "round": "2022"}])
    table.write_text(table.read_text(encoding="utf-8") + "too,few\n", encoding="utf-8")
    out, _ = hukou("batch", table, "--city", "shanghai_points", "--round", "2024", "--rank")
    assert [row["id"] for row in rows_of(out)] == ["A1"]


def test_a_mistake_in_a_policy_is_told_also_where_rows_name_their_city(tmp_path: Path) -> None:
    policies = ranked_by('["nonsense"]', tmp_path / "p")
    table = write(tmp_path / "in.csv", [{**GOOD, "city": "springfield", "round": "2024"}])
    assert "result.rank_by[1]: not-one-of" in hukou("batch", table, "--policies", policies, "--lang", "en", code=2)[1]


def test_files_are_never_overwritten_nor_left_half_written(tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [GOOD])
    out = tmp_path / "out.csv"
    out.write_text("mine", encoding="utf-8")
    assert "output-exists" in batch(table, "-o", out, code=2)[1]
    assert out.read_text(encoding="utf-8") == "mine"
    batch(table, "-o", out, "--force")
    assert rows_of(out)[0]["total"] == "106.00"
    before = table.read_bytes()
    assert "output-is-input" in batch(table, "-o", table, "--force", code=2)[1]
    assert table.read_bytes() == before
    assert "folder-missing" in batch(table, "-o", tmp_path / "nowhere" / "out.csv", code=2)[1]
    assert "one-file-twice" in batch(table, "-o", tmp_path / "x.csv", "--rejects", tmp_path / "x.csv", code=2)[1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_stop_leaves_nothing(stop: signal.Signals, tmp_path: Path) -> None:
    """The input is a pipe that stays open, so that the run is in its middle."""
    header, row = ",".join(GOOD) + "\n", ",".join(GOOD.values()) + "\n"
    command = [sys.executable, "-m", "hukou_cli", "batch", "-", "-o", "out.csv", "--city", "beijing"]
    running = subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    with running:
        assert running.stdin is not None
        running.stdin.write((header + row * 400_000).encode())
        running.stdin.flush()
        assert running.poll() is None
        for _ in range(20):  # one that comes just before a read of the pipe begins is seen at the next
            running.send_signal(stop)
            with contextlib.suppress(subprocess.TimeoutExpired):
                running.wait(timeout=1)
                break
    assert running.returncode in (130, -signal.SIGKILL)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    row = ",".join(GOOD.values()) + "\n"
    (tmp_path / "in.csv").write_text(",".join(GOOD) + "\n" + row * 20_000, encoding="utf-8")
    command = f"ulimit -f 100; exec {sys.executable} -m hukou_cli batch in.csv -o out.csv --city beijing --lang en"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "out.csv: cannot-write: cannot write the result: File too large" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_a_packed_file_cut_short_is_refused(tmp_path: Path) -> None:
    rows = [{**GOOD, "id": str(at * 7919 % 100_003)} for at in range(60_000)]
    packed = gzip.compress(write(tmp_path / "in.csv", rows).read_bytes())
    (tmp_path / "in.csv.gz").write_bytes(packed[: len(packed) * 9 // 10])
    assert "in.csv.gz: file-unreadable" in batch(tmp_path / "in.csv.gz", "-o", tmp_path / "out.csv", code=2)[1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "in.csv.gz"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "table-empty"), (b"id,,degree\n", "header-empty-name: no name above column 2"), (b"degree,degree\n1,2\n", "header-name-twice"),
        (b"\xff\xfei\0d\0", "utf-16"), (b"\0\1\2\n", "not-text"), (b'"id,degree\nx,y\n', "header-broken-quotes"),
        (b"a,b\n1,2\n", "no-fact-columns"), (b"degree,sex\nnone,male\n", "no-column: there is no column for `birth_date`"),
        (b"degree,education\nnone,none\n", "fact-in-two-columns"), (b"{]\n", "table-empty"), (b"PAR1xxxx", "not-parquet"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused(content: bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(content)
    assert told in batch(path, "-o", tmp_path / "out.csv", code=2)[1]
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_columns_kept_and_misspelt(tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [{**GOOD, "name": "x", "detentoins": "3"}])
    content, said = batch(table)
    assert list(rows_of(content)[0])[:2] == ["id", "eligible"]
    assert "the column “detentoins” is no fact and is not read\n  Did you mean `detentions`?" in said
    assert list(rows_of(batch(table, "--keep", "all")[0])[0])[:4] == ["id", "name", "detentoins", "eligible"]
    assert next(iter(rows_of(batch(table, "--keep", "none")[0])[0])) == "eligible"
    assert list(rows_of(batch(table, "--keep", "degree")[0])[0])[:2] == ["degree", "eligible"]
    assert "no-such-column" in batch(table, "--keep", "nmae", code=2)[1]
    no_id = write(tmp_path / "no-id.csv", [{name: text for name, text in GOOD.items() if name != "id"}])
    assert rows_of(batch(no_id)[0])[0]["row"] == "2"


@pytest.mark.parametrize("column", [{}, {"city": "beijing"}, {"round": "2022"}])
@pytest.mark.parametrize("keep", [[], ["--keep", "all"]])
def test_a_misspelt_fact_is_never_passed_over_in_silence(
    column: dict[str, str], keep: list[str], tmp_path: Path
) -> None:
    table = write(tmp_path / "in.csv", [{**GOOD, **column, "tax_year_over_100k": "3"}])
    _, said = batch(table, *keep)
    assert "the column “tax_year_over_100k” is no fact and is not read\n  Did you mean `tax_years_over_100k`?" in said
    assert ("columns-dropped" in said) is not bool(keep)


def test_a_row_of_no_edition_says_whether_its_city_or_its_round_is_not_known(tmp_path: Path) -> None:
    rows = [("beijing", "2022"), ("上海", "1999"), ("atlantis", "2022"), ("hangzhou", "2022"), ("beijing", "1999")]
    table = write(tmp_path / "in.csv", [{**GOOD, "city": city, "round": round_} for city, round_ in rows])
    batch(table, "-o", tmp_path / "out.csv")
    told = [(row["line"], row["code"]) for row in rows_of(tmp_path / "out.rejects.csv")]
    city, round_ = "row-of-unknown-city", "row-of-unknown-round"
    assert told == [("3", round_), ("4", city), ("5", city), ("6", round_)]  # Hangzhou's table of points was not seen


def test_a_city_that_has_no_such_round_is_told_where_the_round_is_asked_for(tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [{**GOOD, "city": "beijing"}, {**GOOD, "city": "shanghai"}])
    _, said = hukou("batch", table, "--round", "2022", "--lang", "en")
    assert "in.csv:3: city: city-without-round: no edition of “shanghai” covers the round asked for" in said


@pytest.mark.parametrize(
    ("column", "keep", "told"),
    [
        ("Total", "all", "column-name-taken"),
        ("_line", "all", "column-name-taken"),
        ("Rank", "Rank", "column-name-taken"),
        ("ID", None, "header-name-twice"),
    ],
)
def test_no_column_takes_the_place_of_another_capitals_aside(
    column: str, keep: str | None, told: str, tmp_path: Path
) -> None:
    table = write(tmp_path / "in.csv", [{**GOOD, column: "7"}])
    _, said = batch(table, "--rank", *(["--keep", keep] if keep else []), code=2)
    assert told in said


def test_a_kept_column_never_hides_a_result_from_python(beijing: Edition) -> None:
    cells = ", ".join(f"'{text}' AS {name}" for name, text in {**GOOD, "Tax": "7"}.items())
    relation = duckdb.sql(f"SELECT {cells}")
    assert relation is not None
    with pytest.raises(NotFound, match="Tax"):
        score_table(relation, beijing, 2022, keep=["Tax"])


def test_a_quota_ranks(tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [GOOD, {**GOOD, "id": "A2", "insured_months": "100"}])
    out, said = batch(table, "--quota", "1")
    assert [(row["rank"], row["admitted"], row["id"]) for row in rows_of(out)] == [
        ("1", "true", "A1"),
        ("2", "false", "A2"),
    ]
    assert "quota 1, admitted 1" in said
    out, _ = batch(table, "--no-quota")
    assert [row["admitted"] for row in rows_of(out)] == ["true", "true"]


def test_a_table_is_ranked_whatever_its_columns_are_called(tmp_path: Path) -> None:
    table, once = tmp_path / "scores.csv", tmp_path / "once.csv"
    names = ["_line", "_key0", "_rank", "_seen", "total", "eligible"]
    table.write_text(",".join(names) + "\n1,2,3,4,97.1,是\n1,2,3,4,99,no\n1,2,3,4,98,TRUE\n", encoding="utf-8")
    hukou("rank", table, "--quota", "1", "-o", once)
    expected = [("1", "true", "98"), ("2", "false", "97.1"), ("", "false", "99")]
    assert [(row["rank"], row["admitted"], row["total"]) for row in rows_of(once)] == expected
    again, _ = hukou("rank", once, "--quota", "1")  # what is ranked again is ranked anew
    assert again == once.read_bytes()


@pytest.mark.parametrize("column", ["eligible", "Eligible"])
def test_who_is_not_eligible_is_not_ranked_however_the_column_is_written(column: str, tmp_path: Path) -> None:
    table = write(tmp_path / "scores.csv", [{"total": "97", column: "false"}, {"total": "90", column: "true"}])
    assert [(row["rank"], row["total"]) for row in rows_of(hukou("rank", table)[0])] == [("1", "90"), ("", "97")]


def test_without_a_mark_who_is_eligible_is_ranked(tmp_path: Path) -> None:
    """As in scores of several cities, of which some have no mark."""
    rows = [
        {"total": "97", "eligible": "true", "reached": ""},
        {"total": "90", "eligible": "true", "reached": "true"},
        {"total": "95", "eligible": "true", "reached": "false"},
        {"total": "99", "eligible": "false", "reached": ""},
        {"total": "98", "eligible": "", "reached": "true"},
    ]
    ranked = rows_of(hukou("rank", write(tmp_path / "scores.csv", rows))[0])
    assert [(row["rank"], row["total"]) for row in ranked if row["rank"]] == [("1", "97"), ("2", "90")]


def test_noughts_behind_a_score_change_nothing(tmp_path: Path) -> None:
    rows = [{"total": "97.130000000000000000"}, {"total": "97.14"}]
    ranked = rows_of(hukou("rank", write(tmp_path / "scores.csv", rows))[0])
    assert [(row["rank"], row["total"]) for row in ranked] == [("1", "97.14"), ("2", "97.130000000000000000")]


def test_equal_scores_spelt_differently_stand_in_one_order(tmp_path: Path) -> None:
    rows = [{"id": "A", "total": "4"}, {"id": "A", "total": "4.00"}]
    first = hukou("rank", write(tmp_path / "one.csv", rows))[0]
    assert hukou("rank", write(tmp_path / "two.csv", rows[::-1]))[0] == first


def test_what_cannot_matter_may_be_unknown() -> None:
    """Dongguan asks whether a relative owns the home of those alone who own none."""
    head = "employed,pension_by_employer_now,permit_streak_months,owns_home,relative_owns_home\n"
    rows = "true,true,12,true,unknown\ntrue,true,12,false,unknown\n"
    dongguan = ("--city", "dongguan", "--round", "2026-11-25", "--lang", "en")
    out, said = hukou("batch", "-", *dongguan, stdin=(head + rows).encode())
    assert [row["row"] for row in rows_of(out)] == ["2"]
    assert "-:3: relative_owns_home: missing-fact" in said


def test_a_fraction_of_a_whole_amount_is_told_as_one() -> None:
    _, said = hukou("batch", "-", "--lang", "en", stdin=b"donation_36m,city,round\n12000.50,chengdu,2022-01-01\n")
    assert "donation_36m: too-many-places: 12000.50 has more than 0 decimal places" in said


def test_who_is_ranked_is_said_plainly(tmp_path: Path) -> None:
    table = tmp_path / "scores.csv"
    table.write_text("total,eligible\n97,true\n98,1\n", encoding="utf-8")
    _, said = hukou("rank", table, "--lang", "en", code=2)
    assert "scores.csv:3: eligible: not-a-flag: “1” is not true or false" in said


def test_the_query_printed_gives_what_a_batch_gives(beijing: Edition) -> None:
    text = hukou("policy", "sql", "beijing", "--round", "2022")[0].decode()
    assert "第四条(三)" in text
    assert "." not in "".join(part for line in text.splitlines() for part in line.partition("--")[0].split("/*")[::2])
    values = score({name: value for name, value in GOOD.items() if name != "id"}, beijing, 2022).values
    columns = ", ".join(
        f'{"NULL" if values.get(name) is None else repr(values[name])} AS "{name}"' for name in beijing.facts
    )
    with duckdb.connect() as engine:
        engine.execute(f"CREATE TABLE applicants AS SELECT {columns}")
        (answer,) = engine.execute(text).fetchall()
    assert (answer[0], answer[-1]) == (True, 10600)


def test_a_query_names_its_measures_also_where_their_number_was_not_seen() -> None:
    first = hukou("policy", "sql", "wuhan", "--round", "2026-05-10")[0].decode().splitlines()[0]
    assert first == "-- 市人民政府关于调整完善积分落户政策相关条件的实施意见"


def test_a_relation_is_scored_where_it_is(beijing: Edition, tmp_path: Path) -> None:
    with duckdb.connect() as engine:
        texts = ", ".join(f"'{text}' AS \"{name}\"" for name, text in GOOD.items())
        wrong = texts.replace("'189'", "'x'")
        people = engine.sql(f"SELECT {texts} UNION ALL SELECT {wrong}")
        assert score_table(people, beijing, 2022).project("id, eligible, total").fetchall() == [
            ("A1", True, Decimal("106.00"))
        ]
        found = reject_table(people, beijing, 2022).fetchall()
        assert found == [
            (2, "insured_months", "x", "not-a-whole-number"),
            (2, "own_home_months", "x", "not-a-whole-number"),
        ]
        binary = people.project("* REPLACE (CAST(84 AS DOUBLE) AS insured_streak_months)")
        binary.write_parquet(str(tmp_path / "in.parquet"))
        for table in (binary, tmp_path / "in.parquet"):
            for ask in (score_table, reject_table):
                with pytest.raises(NotFound, match="binary-fractions"):
                    ask(table, beijing, 2022)
        engine.execute("CREATE TABLE hukou_rows (a INTEGER)")
        assert score_table(people, beijing, 2022).project("id").fetchall() == [("A1",)]


def test_a_decimal_column_is_its_value(beijing: Edition, tmp_path: Path) -> None:
    """As ``score`` takes a Decimal; what is kept stays as it is."""
    texts = ", ".join(f"'{text}' AS \"{name}\"" for name, text in GOOD.items())
    with duckdb.connect() as engine:
        decimals = "189.00 AS insured_months), 0::DECIMAL(38, 12) AS innovation_points, 1.50 AS pay"
        people = engine.sql(f"SELECT * REPLACE ({decimals} FROM (SELECT {texts})")
        people.write_parquet(str(tmp_path / "in.parquet"))
        for table in (people, tmp_path / "in.parquet"):
            found = score_table(table, beijing, 2022, keep=["id", "pay"]).project("id, pay, total").fetchall()
            assert found == [("A1", "1.50", Decimal("106.00"))]


@pytest.mark.parametrize("kind", ["TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"])
def test_midnight_is_its_day(kind: str, beijing: Edition, tmp_path: Path) -> None:
    """As data frames hold dates; another hour, or one in a time zone, is no day. What is kept stays as it is."""
    texts = ", ".join(f"'{text}' AS \"{name}\"" for name, text in GOOD.items())
    born = f"unnest(['1980-06-15', '1980-06-15 10:00:00'])::{kind}"
    with duckdb.connect() as engine:
        people = engine.sql(f"SELECT * REPLACE (b AS birth_date) FROM (SELECT {texts}, {born} AS b)")
        people.write_parquet(str(tmp_path / "in.parquet"))
        for table in (people, tmp_path / "in.parquet"):
            found = score_table(table, beijing, 2022, keep=["b"]).project("CAST(b AS VARCHAR), total").fetchall()
            assert found == [("1980-06-15 00:00:00", Decimal("106.00"))]
            wrong = reject_table(table, beijing, 2022).fetchall()
            assert wrong == [(2, "birth_date", "1980-06-15 10:00:00", "not-a-date")]
    out, _ = batch(tmp_path / "in.parquet")
    assert [row["total"] for row in rows_of(out)] == ["106.00"]
    facts = {name: text for name, text in GOOD.items() if name != "id"}
    born_at = datetime.datetime(1980, 6, 15)  # noqa: DTZ001 - of no time zone, as in a frame
    assert score({**facts, "birth_date": born_at}, beijing, 2022).total == Decimal("106.00")
    for other in (born_at.replace(hour=10), born_at.replace(tzinfo=datetime.UTC)):
        with pytest.raises(InvalidApplicant):
            score({**facts, "birth_date": other}, beijing, 2022)


def test_a_decimal_below_one_keeps_its_nought(beijing: Edition, tmp_path: Path) -> None:
    """The engine writes no digit before the point where the type has room for none."""
    texts = ", ".join(f"'{text}' AS \"{name}\"" for name, text in GOOD.items())
    own = "CAST(0 AS DECIMAL(2, 2)) AS rented_months_since_2020_08"
    with duckdb.connect() as engine:
        people = engine.sql(f"SELECT * REPLACE ({own}), CAST(-0.5 AS DECIMAL(2, 2)) AS pay FROM (SELECT {texts})")
        people.write_parquet(str(tmp_path / "in.parquet"))
        for table in (people, tmp_path / "in.parquet"):
            found = score_table(table, beijing, 2022, keep=["pay"]).project("pay, total").fetchall()
            assert found == [("-0.50", Decimal("106.00"))]
        halves = engine.sql("SELECT CAST(0.5 AS DECIMAL(2, 2)) AS total")
        halves.write_parquet(str(tmp_path / "scores.parquet"))
    assert rows_of(hukou("rank", tmp_path / "scores.parquet")[0]) == [{"rank": "1", "total": "0.50"}]


def test_an_identity_number_is_never_shown(beijing: Edition) -> None:
    with duckdb.connect() as engine:
        cells = {**GOOD, "id": "000000 19800615 001X", "degree": "00000019800615001x"}
        people = engine.sql("SELECT " + ", ".join(f"'{text}' AS {name}" for name, text in cells.items()))
        assert reject_table(people, beijing, 2022).fetchall() == [
            (1, None, "****************1X", "identity-number"),
            (1, "degree", "****************1x", "identity-number"),
        ]


def test_a_table_of_a_city_open_all_year_asks_for_the_day() -> None:
    wuhan = find_policy("wuhan")
    with duckdb.connect() as engine:
        people = engine.sql("SELECT 'A1' AS id")
        with pytest.raises(NotFound, match="round-needed"):
            score_table(people, wuhan)
        with pytest.raises(NotFound, match="unknown-round"):
            score_table(people, wuhan, 2026)
        with pytest.raises(NotFound, match="no-column"):  # the day is known, its facts are not
            score_table(people, wuhan, "2026-05-10")


def test_a_nul_in_a_relation_costs_its_row(beijing: Edition) -> None:
    texts = ", ".join(f"'{text}' AS \"{name}\"" for name, text in GOOD.items())
    with duckdb.connect() as engine:
        people = engine.sql(f"SELECT {texts}, unnest(['fine', 'a' || chr(0)]) AS note")
        assert score_table(people, beijing, 2022, keep=["note"]).project("note, total").fetchall() == [
            ("fine", Decimal("106.00"))
        ]
        assert reject_table(people, beijing, 2022).fetchall() == [(2, None, None, "nul-byte")]


def test_a_path_is_scored_too(beijing: Edition, tmp_path: Path) -> None:
    path = write(tmp_path / "in.csv", [GOOD], "gb18030")
    assert score_table(path, beijing, 2022).project("total").fetchall() == [(Decimal("106.00"),)]


def test_a_path_with_a_broken_row_is_refused_by_its_name_and_line(beijing: Edition, tmp_path: Path) -> None:
    path = write(tmp_path / "in.csv", [GOOD])
    path.write_text(path.read_text(encoding="utf-8") + "A2,1\n", encoding="utf-8")
    with pytest.raises(NotFound, match=r"in\.csv:3: too-few-cells"):
        score_table(path, beijing, 2022)
