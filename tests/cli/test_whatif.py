"""``hukou whatif`` as its users run it: formats, what is written, and what is refused."""

import csv
import io
import json
import stat
from decimal import Decimal
from pathlib import Path

import pytest

from hukou_cli import load_applicant, score
from tests.support.catalog import CATALOG
from tests.support.program import hukou, tells

pytestmark = pytest.mark.subprocess

PEOPLE = Path(__file__).parent.parent / "data" / "plan"
RENTER = str(PEOPLE / "bj-renter.toml")
DAY = ("--on", "2026-11-29", "--lang", "en")
BEIJING = CATALOG.find("beijing")


def test_what_each_step_is_worth_as_a_table() -> None:
    done = hukou("whatif", RENTER, *DAY)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Beijing · what each step is worth · renter · from 2026-12" in done.stdout
    assert "100,000 yuan of income tax in 2026 [income]" in done.stdout
    young = hukou("whatif", str(PEOPLE / "bj-young.toml"), *DAY)
    (degree,) = [line for line in young.stdout.splitlines() if line.startswith("master's")]
    assert degree.split()[-4:] == ["0.00", "0.00", "+0.50", "+0.50"]  # 26 − 15 − 10.50


def test_a_what_if_as_json_and_csv() -> None:
    answer = json.loads(hukou("whatif", RENTER, *DAY, "--format", "json").stdout)
    assert (answer["schema"], answer["from"], answer["goal"]) == ("hukou-whatif/1", "2026-12", None)
    assert [row["round"] for row in answer["rounds"]] == [2027, 2028, 2030, 2034]
    home = next(step for step in answer["steps"] if step["id"] == "own_home:mentougou")
    assert home["worth"] == [0.08, 3.08, 9.08, 19.08]
    assert home["adds"] == {
        "home": [
            {"city": "beijing", "from": "2026-12", "tenure": "owned", "district": "mentougou", "planned": True},
        ]
    }
    rows = list(csv.DictReader(io.StringIO(hukou("whatif", RENTER, *DAY, "--format", "csv").stdout)))
    assert [row["worth"] for row in rows if row["step"] == "tax:1"] == ["2.00", "2.00", "0.00", "0.00"]


def test_a_goal_as_json_and_csv() -> None:
    goal = json.loads(hukou("whatif", RENTER, *DAY, "--goal", "--format", "json").stdout)["goal"]
    assert goal["frontier"] == [{"steps": 0, "round": None}, {"steps": 1, "round": 2027}]
    assert goal["sets"][0] == {
        "round": 2027, "steps": ["tax:1"], "total": 124.04, "eligible": True, "line": 122.51,
        "standing": "above_middle", "rank_points": None, "may_rise": 4.12, "verified": True,  # 124.04 − 119.92, one round on
    }  # fmt: skip
    assert goal["without"] == [2031, 2032, 2033, 2034]
    rows = list(csv.DictReader(io.StringIO(hukou("whatif", RENTER, *DAY, "--goal", "--format", "csv").stdout)))
    assert (rows[0]["round"], rows[0]["steps"], rows[0]["total"]) == ("2027", "tax:1", "124.04")


def test_the_applicant_with_a_set_is_written(tmp_path: Path) -> None:
    planned = tmp_path / "planned.toml"
    chosen = ("--steps", "own_home:mentougou,tax:2", "--write", str(planned))
    done = hukou("whatif", RENTER, *DAY, *chosen)
    assert (done.returncode, done.stdout) == (0, f"{planned} written. Next: hukou plan {planned}\n")
    assert stat.S_IMODE(planned.stat().st_mode) == 0o600
    assert score(load_applicant(planned), BEIJING, 2028).total == Decimal("126.12")  # 119.04 + 3.08 + 4
    assert score(load_applicant(planned), BEIJING, 2026).total == score(load_applicant(RENTER), BEIJING, 2026).total
    assert "planned = true" in planned.read_text(encoding="utf-8")
    again = hukou("whatif", RENTER, *DAY, *chosen)
    assert again.returncode == 2
    assert tells(again.stderr, str(planned), "file-exists")


def test_the_first_set_of_a_goal_is_written(tmp_path: Path) -> None:
    planned = tmp_path / "planned.toml"
    hukou("whatif", RENTER, *DAY, "--goal", "--write", str(planned))
    assert score(load_applicant(planned), BEIJING, 2027).total == Decimal("124.04")


def test_what_a_file_cannot_hold_is_told(tmp_path: Path) -> None:
    planned = tmp_path / "planned.toml"
    young = str(PEOPLE / "bj-young.toml")
    done = hukou("whatif", young, *DAY, "--steps", "degree:master,registered_rental", "--write", str(planned))
    assert "degree holds from 2029-12-01 on" in done.stdout
    text = planned.read_text(encoding="utf-8")
    assert 'degree = "master"' in text
    assert "# degree holds from 2029-12-01 on" in text
    written = load_applicant(planned)
    # 114 months by 2029-12: 28.50; R(37 ÷ 24) = 1.54 of the rental and R(1 ÷ 24) = 0.04 before 2020-08;
    # 26 − 10.50; age 20
    assert score(written, BEIJING, 2030).total == Decimal("65.58")
    assert written.records is not None
    rented = [record for record in written.records.spans if record.kind == "home"]
    assert next((record.is_open, record.last) for record in rented) == (False, 20261130)


def test_a_json_file_is_written_as_toml(tmp_path: Path) -> None:
    given = tmp_path / "me.json"
    given.write_text(
        '{"city": "guangzhou", "birth_date": "1992-08-20", "degree": "secondary", "tax": [],'
        ' "insurance": [{"city": "guangzhou", "from": "2023-04"}], "permit": [{"city": "guangzhou", "from": "2023-06"}],'
        ' "home": [], "facts": {"guangzhou": {"employed": true}}}',
        encoding="utf-8",
    )
    planned = tmp_path / "planned.toml"
    done = hukou("whatif", str(given), *DAY, "--steps", "own_home,shortage_job", "--write", str(planned))
    assert done.returncode == 0
    found = score(load_applicant(planned), CATALOG.find("guangzhou"), 2028)
    assert found.total == Decimal("160.00")  # 130 + 20 + 10
    assert "shortage_job holds from" in done.stdout


def test_what_is_refused(tmp_path: Path) -> None:
    target = str(tmp_path / "planned.toml")
    for options, codes in (
        (("--steps", "own_hom"), ("--steps", "unknown-step")),
        (("--most", "9", "--goal"), ("--most", "most-out-of-range")),
        (("--by", "2099"), ("--by", "until-out-of-range")),
        (("--line", "high"), ("--line", "not-a-number")),
        (("--write", target), ("--write", "write-needs-steps")),
        (("--steps", "tax:1,tax:2", "--write", target), ("--write", "steps-not-together")),
    ):
        done = hukou("whatif", RENTER, *DAY, *options)
        assert (done.returncode, done.stdout) == (2, ""), options
        assert tells(done.stderr, *codes), done.stderr


def test_a_score_tells_the_command_that_says_what_would_change_it() -> None:
    asked = f"What would change it: hukou whatif {RENTER} --city beijing"
    done = hukou("score", RENTER, "--city", "beijing", *DAY)
    assert asked in " ".join(done.stdout.split())
    done = hukou("score", RENTER, *DAY, "--set", "degree=doctor")  # without the months of study that it deducts
    assert "--set changes a number alone, and not what goes with it." in " ".join(done.stdout.split())
    assert "hukou whatif" not in hukou("score", RENTER, *DAY, "--round", "2026").stdout  # that round is over
    assert "whatif" not in hukou("score", RENTER, *DAY, "--format", "json").stdout


def test_check_asks_whether_some_set_is_enough() -> None:
    assert hukou("whatif", RENTER, *DAY, "--goal", "--check", "--format", "json").returncode == 0
    assert hukou("whatif", RENTER, *DAY, "--goal", "--check", "--line", "400", "--format", "json").returncode == 1
    refused = hukou("whatif", RENTER, *DAY, "--check")
    assert (refused.returncode, "[check-needs-goal]" in refused.stderr) == (2, True)
