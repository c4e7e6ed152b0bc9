"""``hukou import`` as its users run it."""

import stat
import tomllib
from pathlib import Path

import pytest

from tests.support.program import ROOT, hukou, python, tells

pytestmark = pytest.mark.subprocess

DATA = ROOT / "tests/data/import"
DAY = ("--on", "2026-11-30")


def test_a_file_that_its_owner_alone_may_read_and_that_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "me.toml"
    done = hukou("import", DATA / "guangzhou.csv", "-o", file, *DAY, "--lang", "zh")
    assert done.returncode == 0
    assert f"hukou score {file}" in "".join(done.stdout.split("\n"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_bytes()
    again = hukou("import", DATA / "guangzhou.csv", "-o", file, *DAY)
    assert again.returncode == 2
    assert tells(again.stderr, str(file), "file-exists")
    assert file.read_bytes() == before


def test_what_is_written_is_scored_when_the_rest_is_filled_in() -> None:
    text = hukou("import", DATA / "beijing.xls", *DAY).stdout
    assert tomllib.loads(text)["insurance"] == tomllib.loads((DATA / "beijing.toml").read_text("utf-8"))["insurance"]
    filled = text.replace("#birth_date = 1990-01-31", "birth_date = 1990-01-31")
    done = hukou("score", "-", "--round", "2026", "--explain", stdin=filled)
    assert done.returncode == 0
    # July 2015 to December 2020: 66 months, unbroken to the end of 2020
    assert "2015-07 – 2020-12" in done.stdout


def test_the_rows_and_what_was_not_understood_go_to_standard_error() -> None:
    said = hukou("import", DATA / "guangzhou.csv", *DAY).stderr
    assert tells(said, f"{DATA / 'guangzhou.csv'}:17", "import-unknown-kind")
    assert "19 rows = 12 used + 6 skipped + 1 not understood" in said
    assert "000000198506151233" not in said


def test_districts_are_given_by_the_number_of_the_employer() -> None:
    given = ("--district", "1=海淀", "--district", "employer 2=chaoyang")
    tables = tomllib.loads(hukou("import", "-", "--city", "北京", *given, *DAY, stdin=CSV).stdout)["insurance"]
    assert [(each["from"], each["district"]) for each in tables] == [("2019-01", "haidian"), ("2019-03", "chaoyang")]
    for wrong, code in (
        ("1=浦东", "unknown-district"),
        ("3=海淀", "import-no-such-employer"),
        ("海淀", "import-not-a-district"),
    ):
        done = hukou("import", "-", "--city", "北京", "--district", wrong, *DAY, stdin=CSV)
        assert done.returncode == 2
        assert done.stderr.splitlines()[-2].endswith(f"[{code}]")


CSV = "费款所属期,险种,单位名称\n201901-201902,养老,某甲公司 13900000000\n201903,养老,某乙公司\n"


def test_names_of_employers_are_written_where_asked_for() -> None:
    plain, named = (
        hukou("import", "-", "--city", "北京", *more, *DAY, stdin=CSV).stdout for more in ((), ("--employers",))
    )
    assert "某甲公司" not in plain
    assert "# employer 1: 某甲公司 ***********\n" in named


def test_a_city_is_named_by_the_title_or_asked_for() -> None:
    done = hukou("import", "-", *DAY, stdin=CSV)
    assert (done.returncode, done.stdout) == (2, "")
    assert tells(done.stderr, "-", "import-no-city")
    done = hukou("import", "-", "--city", "保定", *DAY, stdin=CSV)  # which has no policy
    assert done.returncode == 0
    assert {each["city"] for each in tomllib.loads(done.stdout)["insurance"]} == {"保定"}
    assert hukou("import", "-", "--city", "保顶", *DAY, stdin=CSV).returncode == 2


def test_a_city_given_against_the_title_is_told() -> None:
    file = DATA / "guangzhou.csv"
    assert tells(hukou("import", file, "--city", "天津", *DAY).stderr, str(file), "import-another-city")
    assert "import-another-city" not in hukou("import", file, "--city", "guangzhou", *DAY).stderr


def test_bases_are_kept_where_the_city_counts_them_or_asked_for() -> None:
    bases = (
        CSV.replace("单位名称", "单位名称,缴费基数")
        .replace("00000000\n", "00000000,5000\n")
        .replace("乙公司\n", "乙公司,6000.5\n")
    )
    for arguments, kept in (
        (("北京",), [None, None]),
        (("北京", "--base"), [5000, 6000.5]),
        (("上海",), [5000, 6000.5]),
    ):
        done = hukou("import", "-", "--city", *arguments, *DAY, stdin=bases)
        assert [each.get("base") for each in tomllib.loads(done.stdout)["insurance"]] == kept


def test_several_files_are_one_applicant(tmp_path: Path) -> None:
    other = tmp_path / "medical.csv"
    other.write_text(
        "北京市医疗保险缴费明细\n年月,缴费基数,单位名称\n201901-201902,5000,某甲公司 13900000000\n", "utf-8"
    )
    done = hukou("import", "-", other, "--city", "北京", *DAY, stdin=CSV)
    assert [(each["from"], each["kinds"]) for each in tomllib.loads(done.stdout)["insurance"]] == [
        ("2019-01", ["pension", "medical"]),
        ("2019-03", ["pension"]),
    ]


def test_a_workbook_without_openpyxl_is_told_how_to_be_read() -> None:
    code = (
        "import sys\nsys.modules['openpyxl'] = None\n"
        "from hukou_cli.imports.file import tables_of\nfrom hukou_cli.base.errors import InvalidTable\n"
        "try:\n    tables_of(b'PK\\x03\\x04', 'a.xlsx')\n"
        "except InvalidTable as error:\n    print(error.findings[0].text('en'))\n"
    )
    assert "pip install 'hukou-cli[excel]'" in python(code)


def test_a_layout_of_ones_own_needs_words_and_no_code(tmp_path: Path) -> None:
    text = (ROOT / "policies/imports.toml").read_text(encoding="utf-8")
    (tmp_path / "imports.toml").write_text(text.replace("month = [\n", 'month = [\n    "所属账期",\n'), "utf-8")
    printout = CSV.replace("费款所属期", "所属账期")
    assert hukou("import", "-", "--city", "北京", *DAY, stdin=printout).returncode == 2
    done = hukou("import", "-", "--city", "北京", "--policies", tmp_path, *DAY, stdin=printout)
    assert len(tomllib.loads(done.stdout)["insurance"]) == 2
