"""``hukou cities`` as its users run it."""

import json

import pytest
from rich.cells import cell_len

from tests.support.program import hukou

pytestmark = pytest.mark.subprocess


def test_lists_every_city() -> None:
    done = hukou("cities")
    assert (done.returncode, done.stderr) == (0, "")
    assert "105 cities." in done.stdout
    assert "shanghai 上海" in done.stdout
    assert "jinjiang 晋江" in done.stdout


def test_a_narrow_screen_cuts_no_figure() -> None:
    """A column of 7 broke 2,475.89 after the point, and a name within a word."""
    lines = hukou("cities", COLUMNS="40").stdout.splitlines()
    at = lines.index("shanghai 上海")
    assert " ".join(" ".join(lines[at + 1 : at + 3]).split()) == (
        "super-mega city · census 2020: 1,987.3 · yearbook 2022: 2,475.89 · conditions"
    )
    assert max(map(cell_len, lines)) <= 40


@pytest.mark.parametrize("name", ["suzhou", "苏州", "苏州市", "Suzhou"])
def test_tells_one_city_by_any_of_its_names(name: str) -> None:
    printed = hukou("cities", name).stdout
    assert "5,000,800 people" in printed
    assert "large city (I) (census): fully relaxed" in printed
    assert "mega city (yearbook): points" in printed
    assert "hukou policy show suzhou" in printed


def test_a_city_without_a_policy_is_told_that_local_rules_decide() -> None:
    printed = " ".join(hukou("cities", "nanning").stdout.split())
    assert "There is no policy file for this city." in printed
    assert "local rules decide" in printed
    assert "尚无该市政策文件" in hukou("cities", "南宁", "--lang", "zh").stdout


@pytest.mark.parametrize("class_", ["mega", "特大城市"])
def test_by_class_a_city_is_listed_under_each_class_it_has(class_: str) -> None:
    printed = hukou("cities", "--class", class_).stdout
    assert "16 cities." in printed  # 14 of the census, and Suzhou and Hefei by the yearbook
    assert "hefei" in printed
    assert "beijing" not in printed


def test_by_regime() -> None:
    listed = json.loads(hukou("cities", "--regime", "open", "--format", "json").stdout)["cities"]
    assert {"zhengzhou", "jinan", "shenyang", "dalian"} <= {city["id"] for city in listed}
    assert {city["policy"]["regime"] for city in listed} == {"open"}
    without = json.loads(hukou("cities", "--regime", "none", "--format", "json").stdout)["cities"]
    assert without
    assert all(city["policy"] is None for city in without)


def test_both_filters_hold_together() -> None:
    printed = hukou("cities", "--class", "mega", "--regime", "open").stdout
    assert "dalian" in printed
    assert "wuxi" not in printed


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nanjin"], "Did you mean `nanjing`"),
        (["atlantis"], "unknown-large-city"),
        (["\x1b[31m"], "\ufffd[31m"),
        (["--class", "huge"], "not-one-of"),
        (["--class", "meg"], "Did you mean `mega`"),
        (["--regime", "lottery"], "lottery"),
        (["--format", "csv"], "csv"),
    ],
)
def test_wrong_use_is_told_on_stderr_with_exit_2(arguments: list[str], words: str) -> None:
    done = hukou("cities", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr


@pytest.mark.parametrize("city", ["qingdao", "青岛"])
def test_a_city_whose_table_was_not_seen_is_not_scored_and_says_where_to_look(city: str) -> None:
    for language, words in (("en", "is not scored."), ("zh", "不能计分。")):
        done = hukou("score", "--city", city, "--set", "degree=bachelor", "--lang", language)
        assert (done.returncode, done.stdout) == (2, "")
        said, look = done.stderr.splitlines()
        assert words in said
        assert look.startswith("  ")
