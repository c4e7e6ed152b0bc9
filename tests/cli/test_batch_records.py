"""``hukou batch --records``: dated records in a table of their own, each used or told, mistakes at their own line."""

import json
from pathlib import Path

import duckdb
import openpyxl
import pytest

from hukou_cli import reject_table, score, score_table
from hukou_cli.policy.edition import Edition
from hukou_cli.table.columns import Header
from hukou_cli.table.counters import FEW
from hukou_cli.table.record_columns import blank_records, map_record_columns
from hukou_cli.text.record_table import KINDS
from tests.support.csv_files import rows_of
from tests.support.program import batch, tells

pytestmark = pytest.mark.subprocess

HEADINGS = "工号,出生日期,退休类别,学历学位,持有本市居住证"
HEADER = "编号,类别,城市,起,止,区,居住方式,已备案,取得的学历,年度,备注"
RECORDS = """{0},社保,北京,2012-07,2019年2月,朝阳,,,,,甲公司
{0},社保,北京,2019/3,至今,海淀,,,,,
{0},住房,北京,201207,2018-12,朝阳,租房,是,,,
{0},住房,北京市,１/２０１９,,昌平,自有,,,,
{0},就读,beijing,2003-09,2007-07,,,,本科学历和学士学位,,
{0},个税,,,,,,,,无,
"""
FILE = {
    "birth_date": "1985-03-12", "retirement_category": "male", "degree": "bachelor", "has_residence_permit": True,
    "insurance": [
        {"city": "beijing", "from": "2012-07", "to": "2019-02", "district": "chaoyang"},
        {"city": "beijing", "from": "2019-03", "district": "haidian"},
    ],
    "home": [
        {"city": "beijing", "from": "2012-07", "to": "2018-12", "district": "chaoyang", "tenure": "rented", "registered": True},
        {"city": "beijing", "from": "2019-01", "district": "changping", "tenure": "owned"},
    ],
    "study": [{"city": "beijing", "from": "2003-09", "to": "2007-07", "level": "bachelor"}],
    "tax": [],
}  # fmt: skip
"""What those rows say, as one applicant's file has it."""


def person(id_: str, degree: str = "bachelor") -> str:
    return f"{id_},1985-03-12,male,{degree},是"


def run(folder: Path, people: list[str], records: str, *options: object, encoding: str = "utf-8", code: int = 0) -> str:
    table, long = folder / "staff.csv", folder / "records.csv"
    table.write_text("\n".join((HEADINGS, *people, "")), encoding=encoding)
    long.write_text(f"{HEADER}\n{records}", encoding=encoding)
    return batch(table, "--records", long, "-o", folder / "out.csv", "--force", *options, code=code)[1]


def test_records_beside_people_count_as_in_one_applicants_file(beijing: Edition, tmp_path: Path) -> None:
    """The rows stand in another order, of another person between them, in the encoding of office software."""
    mine, others = RECORDS.format("A1").splitlines(), RECORDS.format("A2").splitlines()
    mixed = "".join(f"{line}\n" for pair in zip(reversed(mine), others, strict=True) for line in pair)
    said = run(tmp_path, [person(" Ａ1"), person("A2")], mixed, encoding="gb18030")
    alone = score(FILE, beijing, 2022)
    first, second = rows_of((tmp_path / "out.csv").read_bytes()[3:])
    assert first["total"] == second["total"] == str(alone.total)
    assert {line.indicator.id: first[line.indicator.id] for line in alone.lines} == {
        line.indicator.id: str(line.points) for line in alone.lines
    }
    assert "read 2 = scored 2 + rejected 0\n" in said
    assert "records read 12 = used 12 + of rejected people 0 + of nobody in the table 0\n" in said
    assert "not read: 备注 [record-columns-dropped]" in said


def test_rows_of_json_may_hold_their_records(beijing: Edition, tmp_path: Path) -> None:
    table = tmp_path / "staff.jsonl"
    broken = {**FILE, "id": "A2", "insurance": [{"city": "beijing", "from": "2019-03", "to": "2018-01"}]}
    table.write_text("".join(f"{json.dumps(row)}\n" for row in ({"id": "A1", **FILE}, broken)))
    out, said = batch(table)
    (row,) = rows_of(out)
    assert row["total"] == str(score(FILE, beijing, 2022).total)
    assert "read 2 = scored 1 + rejected 1\n" in said
    assert tells(said, f"{table}:2: insurance[1].to", "to-before-from")


def test_every_mistake_stands_at_the_line_of_its_record(tmp_path: Path) -> None:
    wrong = """A1,社保,北京,2012-07,2011-01,朝羊,,,,,
A1,社保,北京,三月,,,租房,,,,
A1,房子,北京,2012-07,,,,,,,
A1,住房,,2012-07,,,合租,大概,,,
A1,居住证,,无,,,,,,,
A1,居住证,北京,2015-01,,,,,,,
"""
    said = run(tmp_path, [person("A1", "学士后")], wrong + RECORDS.format("A2"), "--lang", "en")
    rejects = rows_of(tmp_path / "out.rejects.csv")
    assert [(row["line"], row["record"], row["column"], row["value"], row["code"]) for row in rejects] == [
        ("2", "", "学历学位", "学士后", "not-one-of"),
        ("2", "2", "止", "2011-01", "record-ends-too-early"),
        ("2", "2", "区", "朝羊", "unknown-district"),
        ("2", "3", "居住方式", "租房", "cell-not-of-kind"),
        ("2", "3", "起", "三月", "record-not-a-month"),
        ("2", "4", "类别", "房子", "unknown-record-kind"),
        ("2", "5", "居住方式", "合租", "not-one-of"),
        ("2", "5", "已备案", "大概", "not-a-flag"),
        ("2", "5", "城市", "", "record-cell-empty"),
        ("2", "6", "起", "", "none-beside-records"),
        *(("", str(line), "编号", "A2", "record-of-nobody") for line in range(8, 14)),
    ]
    assert (
        next(row["hint"] for row in rejects if row["column"] == "城市") == "Fill it in, as Beijing."
    )  # no TOML in a table
    assert "records read 12 = used 0 + of rejected people 6 + of nobody in the table 6\n" in said


def test_what_records_leave_open_is_named_and_what_makes_no_difference_is_not(tmp_path: Path) -> None:
    """Nothing is said of A2's tax, nor of whether A3's rentals are declared; of A4 nothing at all is."""
    silent = "".join(RECORDS.format("A2").splitlines(keepends=True)[:-1])
    undeclared = RECORDS.format("A3").replace("租房,是", "租房,").replace("自有", "租房")
    people = [person("A1"), person("A2"), person("A3"), person("A4")]
    said = run(tmp_path, people, RECORDS.format("A1") + silent + undeclared)
    told = {(row["id"], row["column"]): row["hint"] for row in rows_of(tmp_path / "out.rejects.csv")}
    assert [id_ for id_, _ in told if id_ != "A4"] == ["A2", "A3"]
    assert "a row of that kind with `none`" in told["A2", "tax_years_over_100k"]
    assert "of the homes in lines 15, 16: yes or no" in told["A3", "rented_months_since_2020_08"]
    assert "Add the person's dated records" in told["A4", "insured_months"]
    assert "without any dated record, so that nothing is counted for it: 1 row\n" in said
    assert [row["工号"] for row in rows_of(tmp_path / "out.csv")] == ["A1"]


def test_what_a_cell_gives_wins_over_records_and_is_told(beijing: Edition, tmp_path: Path) -> None:
    table, long = tmp_path / "staff.csv", tmp_path / "records.csv"
    table.write_text(f"{HEADINGS},insured_months\n{person('A1')},90\n{person('A2')},\n")
    long.write_text(f"{HEADER}\n{RECORDS.format('A1')}{RECORDS.format('A2')}")
    out, said = batch(table, "--records", long)
    totals = [row["total"] for row in rows_of(out)]
    assert totals == [str(score({**FILE, **given}, beijing, 2022).total) for given in ({"insured_months": 90}, {})]
    assert "differs from what the records come to, and counts: 1 row\n" in said


def test_records_of_nobody_count_for_a_strict_run_and_identity_numbers_are_masked(tmp_path: Path) -> None:
    said = run(
        tmp_path, [person("A1")], RECORDS.format("A1") + RECORDS.format("000000198503121234"), "--strict", code=1
    )
    content = (tmp_path / "out.rejects.csv").read_text()
    assert "000000198503121234" not in said + content
    assert content.count("****************34") == 18  # id, value and problem of six records
    assert "of nobody in the table 6 · records of nobody are listed in " in said


def test_a_table_of_records_that_cannot_be_told_apart_is_refused(tmp_path: Path) -> None:
    """A row without an id or with a broken quote may be anybody's: everybody's figures would be in doubt."""
    merged = RECORDS.format("A1") + RECORDS.format("").splitlines()[0]
    assert tells(run(tmp_path, [person("A1")], merged, code=2), f"{tmp_path}/records.csv:8", "record-without-id")
    broken = RECORDS.format("A1") + 'A1,社保,北京,"2012-07,\n'
    assert tells(run(tmp_path, [person("A1")], broken, code=2), f"{tmp_path}/records.csv:8", "broken-quotes")
    assert not (tmp_path / "out.csv").exists()


def test_rows_of_a_template_and_sums_are_passed_over(tmp_path: Path) -> None:
    above = "各部门参保与住房记录,,,,,,,,,,\n"
    long = tmp_path / "records.csv"
    long.write_text(f"{above}{HEADER}\n,社保,,,,,,,,,\n{RECORDS.format('A1')},,,,,,,,,,\n合计,,,,,,,,,,6\n")
    table = tmp_path / "staff.csv"
    table.write_text(f"{HEADINGS}\n{person('A1')}\n")
    said = batch(table, "--records", long)[1]
    assert (
        "records read 9 = used 6 + of rejected people 0 + of nobody in the table 0 + skipped 3: blank rows 2, " in said
    )
    assert "total rows 1 (lines 11)" in said


def test_a_table_of_records_without_its_columns_is_refused_whole(tmp_path: Path) -> None:
    table, long = tmp_path / "staff.csv", tmp_path / "records.csv"
    table.write_text(f"{HEADINGS}\n{person('A1')}\n")
    long.write_text("姓名,类别,起,开始\n甲,社保,2012-07,2012-07\n")
    said = batch(table, "--records", long, code=2)[1]
    assert said.count("[no-record-column]") == 2  # whose it is, and where
    assert tells(said, f"{long}:1", "record-key-twice")


def test_rows_told_twice_are_named(tmp_path: Path) -> None:
    """Lines 2 to 7 are A1's; line 8 is line 6 again, and line 9 the same of another person."""
    study = RECORDS.format("A1").splitlines()[4]
    said = run(tmp_path, [person("A1"), person("A2")], f"{RECORDS.format('A1')}{study}\n{study.replace('A1', 'A2')}\n")
    assert "same of the same person as others: 1 (lines 8) [records-repeated]" in said


def test_people_and_records_may_be_sheets_of_one_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheets = {"人员": f"{HEADINGS}\n{person('A1')}", "记录": f"{HEADER}\n{RECORDS.format('A1')}"}
    for name, text in sheets.items():
        sheet = book.create_sheet(name)
        for line in text.splitlines():
            sheet.append([cell or None for cell in line.split(",")])
    del book["Sheet"]
    path = tmp_path / "staff.xlsx"
    book.save(path)
    said = batch(path, "--records", path, "--records-sheet", "记录", "-o", tmp_path / "out.csv")[1]
    assert "records read 6 = used 6 + " in said
    assert "[sheet-without-records]" in batch(path, "--records-sheet", "记录", code=2)[1]


def test_python_counts_as_the_command_does(beijing: Edition, tmp_path: Path) -> None:
    people = [person("A1"), person("A2"), person("A3", "学士后")]
    wrong = RECORDS.format("A2").replace("2019年2月", "2011-02")
    run(tmp_path, people, RECORDS.format("A1") + wrong + RECORDS.format("A3"))
    (row,) = rows_of(tmp_path / "out.csv")
    table, records = tmp_path / "staff.csv", tmp_path / "records.csv"
    scored = score_table(table, beijing, 2022, records=records).project("工号, total").fetchall()
    assert [(id_, str(total)) for id_, total in scored] == [("A1", row["total"])]
    relation = duckdb.connect().sql(f"FROM read_csv('{table}', all_varchar = true)")
    assert reject_table(relation, beijing, 2022, records=records).fetchall() == [
        (2, 8, None, "2011-02", "record-ends-too-early"),
        (3, None, "degree", "学士后", "not-one-of"),
    ]
    lines = tmp_path / "staff.jsonl"
    lines.write_text(json.dumps({"id": "A1", **FILE}))
    assert str(score_table(lines, beijing, 2022).project("total").fetchall()[0][0]) == row["total"]


def test_each_person_is_counted_by_their_own_city(tmp_path: Path) -> None:
    table, long = tmp_path / "staff.jsonl", tmp_path / "records.csv"
    rows = [{"id": "A1", "city": "beijing", **FILE}, {"id": "A2", "city": "广州", **FILE}]
    kinds = ("insurance", "home", "study", "tax")
    table.write_text("".join(f"{json.dumps({k: v for k, v in row.items() if k not in kinds})}\n" for row in rows))
    long.write_text(f"{HEADER}\n{RECORDS.format('A1')}{RECORDS.format('A2')}")
    out = tmp_path / "out.csv"
    batch(table, "--records", long, "-o", out)
    told = {row["id"]: row for row in (*rows_of(out), *rows_of(tmp_path / "out.rejects.csv"))}
    assert "column" not in told["A1"]
    assert told["A2"].get("column", "") not in ("insured_months", "insured_streak_months")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_blank_table_of_records_is_read_and_nobodys(lang: str, beijing: Edition, tmp_path: Path) -> None:
    header, *rows = blank_records(beijing, "zh" if lang == "zh" else "en")
    assert {KINDS[kind].zh if lang == "zh" else kind for kind in ("insurance", "home", "tax")} <= {
        row[1] for row in rows
    }
    assert not map_record_columns(Header(header)).notes
    assert len(map_record_columns(Header(header)).headings) == len(header) - 1
    long, table = tmp_path / "records.csv", tmp_path / "staff.csv"
    long.write_text("".join(",".join(row) + "\n" for row in (header, *rows)))
    table.write_text(f"{HEADINGS}\n{person('A1')}\n")
    told = f"records read {len(rows)} = used 0 + of rejected people 0 + of nobody in the table 0 + skipped {len(rows)}"
    assert told in batch(table, "--records", long)[1]


def test_many_people_are_counted_in_processes_as_a_few_are_here(tmp_path: Path) -> None:
    """Twice as many as are counted in this process; the one with a mistake and the one without records stand between."""
    ids = [f"A{at:04}" for at in range(2 * FEW)]
    wrong = RECORDS.format(ids[700]).replace("2019年2月", "2011-02")
    records = "".join(RECORDS.format(id_) for at, id_ in enumerate(ids) if at not in (600, 700)) + wrong
    said = run(tmp_path, [person(id_) for id_ in ids], records)
    rows = rows_of(tmp_path / "out.csv")
    assert [row["工号"] for row in rows] == [id_ for at, id_ in enumerate(ids) if at not in (600, 700)]
    assert len({row["total"] for row in rows}) == 1
    assert {row["line"] for row in rows_of(tmp_path / "out.rejects.csv")} == {"602", "702"}
    assert f"records read {len(ids) * 6 - 6:,} = used {len(ids) * 6 - 12:,} + of rejected people 6 + " in said
