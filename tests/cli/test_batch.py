"""``hukou batch`` as people run it: files in, files out, and what is said of them."""

import gzip
import json
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from hukou_cli import Edition, InvalidTable, find_policy, score, score_table
from tests.support.csv_files import rows_of, write
from tests.support.people import GOOD, LABELS
from tests.support.program import HUKOU, batch, run_checked, tells
from tests.support.published import LINES, facts_of, published

pytestmark = pytest.mark.subprocess


def test_the_published_list_of_2020_comes_out_equal(tmp_path: Path) -> None:
    """All 5,406 combinations, every line and every total, from the facts that were worked out from them."""
    people = published()
    table = [{"id": str(at), **{k: str(v).lower() for k, v in facts_of(row).items()}} for at, row in enumerate(people)]
    out = tmp_path / "scores.csv"
    _, said = run_checked(
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


def test_rejects_name_the_row(tmp_path: Path) -> None:
    """By its id as the table has it, masked where it must be; a spreadsheet counts no line breaks within cells."""
    rows = [{**GOOD, "degree": "x"}, {**GOOD, "id": "000000198506151233"}, {**GOOD, "id": "=1+1", "city": "nowhere"}]
    rows = [{"city": "beijing", **row} for row in rows]
    run_checked("batch", write(tmp_path / "in.csv", rows), "-o", tmp_path / "out.csv")
    assert [(row["line"], row["id"], row["code"]) for row in rows_of(tmp_path / "out.rejects.csv")] == [
        ("2", "A1", "not-one-of"), ("3", "****************33", "identity-number"), ("4", "'=1+1", "row-of-unknown-city"),
    ]  # fmt: skip


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
    assert f"the column “{column}” is no fact" in batch(table, "--keep", "all")[1]
    with pytest.raises(InvalidTable, match="column-near-fact"):
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
    assert "there is no column for months of social insurance" in said
    assert "(`insured_months`), but there is “累计交纳社会保险月数”" in said


def test_columns_are_named_in_any_capitals(tmp_path: Path) -> None:
    table = write(
        tmp_path / "in.csv", [{("编号" if name == "id" else name): text for name, text in GOOD.items()} | {"Team": "x"}]
    )
    assert [(row["编号"], row["Team"]) for row in rows_of(batch(table, "--keep", "id,team")[0])] == [("A1", "x")]
    scores = write(tmp_path / "scores.csv", [{"Total": "5"}])
    assert rows_of(run_checked("rank", scores)[0]) == rows_of(run_checked("rank", scores, "--by", "TOTAL")[0])


@pytest.mark.parametrize("name", ["hukou_ranked", "hukou_key0", "rank_key_total", "'=1+1"])
def test_a_kept_column_takes_no_other_ones_name(name: str, tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [{**GOOD, name: "false", "=1+1": "x"}])
    assert "column-name-taken" in batch(table, "--rank", "--keep", f"id,=1+1,{name}", code=2)[1]


def test_what_is_not_known_opens_what_hangs_on_it(tmp_path: Path) -> None:
    """The years of a tax matter where it is paid, and it is not known whether it is."""
    facts = dict.fromkeys(find_policy("shenzhen_talent").facts, "") | {"income_tax": "unknown"}
    _, said = run_checked("batch", write(tmp_path / "in.csv", [facts]), "--city", "shenzhen_talent", "--lang", "en")
    assert tells(said, "income_tax", "missing-fact")
    assert tells(said, "income_tax_years", "missing-fact")


def test_a_round_that_is_not_announced_is_told_with_the_line_known(tmp_path: Path) -> None:
    said = run_checked(
        "batch", write(tmp_path / "in.csv", [GOOD]), "--city", "beijing", "--round", "2040", "--lang", "en"
    )[1]
    assert "  The round of 2040 is not announced yet; it is projected by the present rules.\n" in said
    assert "  the line of 2040 is not published; that of 2026 was 119.92\n" in said
    assert "Beijing · round 2040 · beijing/2020-07-16" in said


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
    command = [*HUKOU, "batch", "-", "-o", "out.csv", "--city", "beijing"]
    running = subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    with running:
        assert running.stdin is not None
        running.stdin.write((header + row * 400_000).encode())
        running.stdin.flush()
        assert running.poll() is None
        running.send_signal(stop)
        # A signal just before a read of the pipe is seen when that read ends, so the pipe is closed now.
        running.stdin.close()
        running.wait()
    assert running.returncode in (130, -signal.SIGKILL)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    row = ",".join(GOOD.values()) + "\n"
    (tmp_path / "in.csv").write_text(",".join(GOOD) + "\n" + row * 20_000, encoding="utf-8")
    command = f"ulimit -f 100; exec {sys.executable} -m hukou_cli batch in.csv -o out.csv --city beijing --lang en"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "out.csv: cannot write the result: File too large" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_a_packed_file_cut_short_is_refused(tmp_path: Path) -> None:
    rows = [{**GOOD, "id": str(at * 7919 % 100_003)} for at in range(60_000)]
    packed = gzip.compress(write(tmp_path / "in.csv", rows).read_bytes())
    (tmp_path / "in.csv.gz").write_bytes(packed[: len(packed) * 9 // 10])
    assert tells(batch(tmp_path / "in.csv.gz", "-o", tmp_path / "out.csv", code=2)[1], "in.csv.gz", "file-unreadable")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "in.csv.gz"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "table-empty"), (b"id,,degree\n", "no name above column 2"), (b"degree,degree\n1,2\n", "header-name-twice"),
        (b"\xff\xfei\0d\0", "utf-16"), (b"\0\1\2\n", "not-text"), (b'"id,degree\nx,y\n', "header-broken-quotes"),
        (b"a,b\n1,2\n", "no-fact-columns"), (b"degree,sex\nnone,male\n", "there is no column for date of birth (`birth_date`)"),
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
    assert "the column “detentoins” is no fact and is not read [column-near-fact]\n  Did you mean `detentions`?" in said
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
    assert (
        "the column “tax_year_over_100k” is no fact and is not read [column-near-fact]\n  Did you mean `tax_years_over_100k`?"
        in said
    )
    assert ("columns-dropped" in said) is not bool(keep)


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


def test_what_cannot_matter_may_be_unknown() -> None:
    """Dongguan asks whether a relative owns the home of those alone who own none: it says where the hukou goes.

    A row tells nothing of the place, so that there it matters to nobody; the months of the permit do.
    """
    head = "employed,pension_by_employer_now,permit_streak_months,owns_home,relative_owns_home\n"
    rows = "true,true,12,true,unknown\ntrue,true,12,false,unknown\ntrue,true,unknown,false,true\n"
    dongguan = ("--city", "dongguan", "--round", "2026-11-25", "--lang", "en")
    out, said = run_checked("batch", "-", *dongguan, stdin=(head + rows).encode())
    assert [(row["row"], row["routes"]) for row in rows_of(out)] == [("2", "one_year"), ("3", "one_year")]
    assert tells(said, "-:4: permit_streak_months", "missing-fact")
    assert "scored though a fact is missing, which makes no difference to the row: 1\n" in said


def test_a_fraction_of_a_whole_amount_is_told_as_one() -> None:
    _, said = run_checked("batch", "-", "--lang", "en", stdin=b"donation_36m,city,round\n12000.50,chengdu,2022-01-01\n")
    assert "donation_36m: 12000.50 has more than 0 decimal places" in said


def test_the_query_printed_gives_what_a_batch_gives(beijing: Edition) -> None:
    text = run_checked("policy", "sql", "beijing", "--round", "2022")[0].decode()
    assert "第四条（三）" in text
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
    first = run_checked("policy", "sql", "wuhan", "--round", "2026-05-10")[0].decode().splitlines()[0]
    assert first == "-- 市人民政府关于调整完善积分落户政策相关条件的实施意见"
