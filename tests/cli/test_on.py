"""``--on DATE``: judged as if today were that day. So what these tests expect does not hang on the clock."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support.csv_files import write
from tests.support.people import GOOD
from tests.support.program import ROOT, hukou, run_checked

pytestmark = pytest.mark.subprocess

BEIJING, GUANGZHOU = (ROOT / "policies" / city / "example.toml" for city in ("beijing", "guangzhou"))
WORKER = """
birth_date = 1990-10-12
[[insurance]]
city = "guangzhou"
from = "2022-02"
[[insurance]]
city = "wuhan"
from = "2015-01"
to = "2022-01"
"""


def scored(*arguments: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(hukou("score", *arguments, "--format", "json").stdout)
    return found


def test_score_takes_the_round_to_come_on_the_day() -> None:
    before, after = (scored(str(BEIJING), "--on", day) for day in ("2026-05-16", "2026-05-17"))
    assert (before["round"], before["round_state"], before["cutoff"]) == (2026, "announced", None)
    assert before["last_line"] == {"round": 2025, "points": 117.33, "of": None, "rounds_ahead": 1}
    assert (after["round"], after["round_state"], after["cutoff"]) == (2027, "projected", None)
    assert after["last_line"] == {"round": 2026, "points": 119.92, "of": None, "rounds_ahead": 1}


def test_score_of_an_open_city_is_of_the_day() -> None:
    example = str(ROOT / "policies/wuhan/example.toml")
    assert scored(example, "--on", "2026年5月10日")["round"] == "2026-05-10"


def test_check_says_no_to_a_round_whose_line_is_not_published() -> None:
    """With an honour, 20 points, the 119.59 of 2034 are 139.59: 19.67 above the line of 2026; ÷ 8 = 2.458…"""
    asked = ("score", str(BEIJING), "--set", "honour=true", "--check", "--format", "json")
    ahead, known = hukou(*asked, "--round", "2034"), hukou(*asked, "--round", "2026")
    answer = json.loads(ahead.stdout, parse_float=Decimal)
    assert (ahead.returncode, answer["reached"], answer["may_rise"]) == (1, None, Decimal("2.45"))
    assert (known.returncode, json.loads(known.stdout)["reached"]) == (0, True)  # 103.59 + 20


@pytest.mark.parametrize(("day", "code"), [("soon", "not-a-date"), ("2026-02-30", "no-such-day")])
@pytest.mark.parametrize("command", ["score", "compare", "batch"])
def test_a_day_that_is_none_is_refused(command: str, day: str, code: str) -> None:
    done = hukou(command, str(BEIJING), "--on", day)
    assert (done.returncode, done.stdout) == (2, "")
    assert code in done.stderr
    assert "--on" in done.stderr


def test_compare_judges_guangzhou_in_the_round_that_can_still_be_applied_for() -> None:
    """Insured there from 2022-02: 44 months by September 2025, 56 by September 2026; 48 are needed."""

    def failed(*options: str) -> tuple[object, object, bool]:
        command = ("compare", "-", "--cities", "广州", "--on", "2026-11-29", "--format", "json", *options)
        (city,) = json.loads(hukou(*command, stdin=WORKER).stdout)["cities"]
        return city["round"], city["round_state"], "pension_four_years" in city["failed_gates"]

    assert failed()[:2] == (2026, "projected")
    assert failed("--round", "2025")[:2] == (2025, "over")
    assert (failed()[2], failed("--round", "2025")[2]) == (False, True)


def test_compare_takes_a_round_for_the_cities_that_have_such_rounds() -> None:
    command = ("compare", str(BEIJING), "--cities", "beijing,wuhan,shenzhen", "--on", "2026-11-29", "--format", "json")
    answer = json.loads(hukou(*command, "--round", "2021").stdout, parse_float=Decimal)
    rows = {row["city"]: row for row in answer["cities"]}
    assert (rows["beijing"]["round"], rows["beijing"]["line"]) == (2021, Decimal("100.88"))
    assert rows["wuhan"]["round"] == "2026-11-29"
    assert (rows["shenzhen"]["group"], rows["shenzhen"]["round"]) == ("not_scored", None)  # none was held
    assert "2021" in rows["shenzhen"]["refused"][0]


def test_compare_refuses_a_round_that_no_city_has() -> None:
    done = hukou("compare", str(BEIJING), "--cities", "beijing,wuhan", "--round", "2026-3")
    assert (done.returncode, done.stdout) == (2, "")
    assert "round-of-no-city" in done.stderr


def test_compare_leaves_out_what_had_not_begun_or_had_ended_on_the_day() -> None:
    rows = json.loads(hukou("compare", "-", "--on", "2018-06-01", "--format", "json", stdin=WORKER).stdout)["cities"]
    editions = {row["city"]: row["edition"] for row in rows}
    assert editions["beijing"] == "beijing/2017-01-01"
    assert editions["shenzhen_talent"] == "shenzhen_talent/2017-01-01"
    assert "zhengzhou" not in editions  # its rules begin in 2023


def test_a_file_may_tell_of_more_than_there_was_on_the_day() -> None:
    """The round of 2019 counts to 2018-12; that a job began after it is no mistake."""
    assert scored(str(BEIJING), "--on", "2019-03-01")["round"] == 2019


def test_batch_scores_rows_in_the_round_to_come_on_the_day(tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [GOOD])
    said = run_checked("batch", table, "--city", "beijing", "--on", "2026-11-29", "--lang", "en")[1]
    assert "Beijing · round 2027 · " in said
    assert "The round of 2027 is not announced yet" in said
    said = run_checked("batch", table, "--city", "beijing", "--on", "2025-03-01", "--lang", "zh")[1]
    assert "2026年申报批次" in said  # that of 2025 has a result and no closing day
