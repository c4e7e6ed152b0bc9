"""``hukou plan`` as its users run it: formats, exit codes, and what is refused."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.support.program import hukou, tells

pytestmark = pytest.mark.subprocess

RENTER = str(Path(__file__).parent.parent / "data" / "plan" / "bj-renter.toml")
DAY = ("--on", "2026-11-29", "--lang", "en")


def test_a_plan_as_a_table() -> None:
    done = hukou("plan", RENTER, *DAY)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Beijing · rounds 2027–2044 · renter" in done.stdout
    assert "120.56–124.46" in done.stdout


def test_a_plan_as_json_and_csv() -> None:
    done = hukou("plan", RENTER, *DAY, "--until", "2028", "--format", "json")
    answer = json.loads(done.stdout)
    assert (answer["schema"], answer["until"], [row["round"] for row in answer["rounds"]]) == (
        "hukou-plan/1",
        2028,
        [2027, 2028],
    )
    assert answer["rounds"][0]["total"] == 122.04
    done = hukou("plan", RENTER, *DAY, "--until", "2028", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["round"], row["total"], row["standing"], row["may_rise"]) for row in rows] == [
        ("2027", "122.04", "below_middle", "2.12"),
        ("2028", "119.04", "below", "-0.44"),
    ]


def test_check_asks_whether_some_round_is_enough() -> None:
    assert hukou("plan", RENTER, *DAY, "--check").returncode == 1
    assert hukou("plan", RENTER, *DAY, "--line", "122.04", "--check").returncode == 0
    assert hukou("plan", RENTER, *DAY, "--line", "122.05", "--until", "2034", "--check").returncode == 1


def test_a_fact_may_be_set_on_the_command_line() -> None:
    done = hukou("plan", RENTER, *DAY, "--until", "2027", "--set", "tax_years_over_100k=0", "--format", "csv")
    assert [row["total"] for row in csv.DictReader(io.StringIO(done.stdout))] == ["118.04"]  # 4 less


def test_a_yes_by_rules_that_have_ended_is_none_for_certain() -> None:
    newcomer = str(Path(RENTER).parent / "tj.toml")
    assert hukou("plan", newcomer, "--city", "tianjin", *DAY, "--check").returncode == 1


def test_where_no_fact_can_grow_that_is_said() -> None:
    done = hukou("plan", RENTER, *DAY, "--grow", "insured_months")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Those given as months that can: none" in done.stderr


def test_what_is_refused() -> None:
    for option, value, code in (("--until", "2057", "until-out-of-range"), ("--line", "high", "not-a-number")):
        done = hukou("plan", RENTER, *DAY, option, value)
        assert (done.returncode, done.stdout) == (2, "")
        assert tells(done.stderr, option, code)
