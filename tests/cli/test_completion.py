"""Completion in bash, zsh and fish: the shells themselves are asked."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.program import ROOT
from tests.support.shells import completed, offered, program_in

pytestmark = pytest.mark.subprocess

EXAMPLE = ROOT / "policies/beijing/example.toml"
PEOPLE = ROOT / "tests/data/people.csv"

LINES = {
    "hukou score --city beij": "hukou score --city beijing",
    "hukou score --city=beij": "hukou score --city=beijing",
    "hukou score --city 青": "hukou score --city 青岛",
    "hukou policy show gua": "hukou policy show guangzhou",
    "hukou compare x.toml --cities beijing,tia": "hukou compare x.toml --cities beijing,tianjin",
    "hukou score --city beijing --set degree=mas": "hukou score --city beijing --set degree=master",
    "hukou score --city beijing --set insured_mo": "hukou score --city beijing --set insured_months",
    "hukou score --city tianjin --round 2026-": "hukou score --city tianjin --round 2026-",
    f"hukou score {EXAMPLE} --set own_home_mo": f"hukou score {EXAMPLE} --set own_home_months",
    "hukou cities --class meg": "hukou cities --class mega",
    "hukou cities --regime rank": "hukou cities --regime ranking",
    "hukou score --format mark": "hukou score --format markdown",
    "hukou policy diff beijing/2017": "hukou policy diff beijing/2017-01-01",
    "hukou policy test beijing --show list-2020-258": "hukou policy test beijing --show list-2020-258-months-aged-47",
    "hukou --lang zh po": "hukou --lang zh policy",
    f"hukou batch {PEOPLE} --keep 学": f"hukou batch {PEOPLE} --keep 学历学位",
    f"hukou batch {PEOPLE} --city beijing --keep id,学": f"hukou batch {PEOPLE} --city beijing --keep id,学历学位",
    f"hukou plan {EXAMPLE} --grow own_home_mo": f"hukou plan {EXAMPLE} --grow own_home_months",
    f"hukou plan {EXAMPLE} --grow own_home_months,insured_st": f"hukou plan {EXAMPLE} --grow own_home_months,insured_streak_months",
}
"""What is typed before TAB is pressed, and what stands there then."""


@pytest.mark.parametrize("shell", ["bash", "zsh"])
@pytest.mark.parametrize("line", LINES)
def test_tab_completes_the_line(line: str, shell: str, tmp_path: Path) -> None:
    assert completed(shell, line, tmp_path) == LINES[line]


@pytest.mark.parametrize("line", LINES)
def test_fish_offers_the_same(line: str, tmp_path: Path) -> None:
    wanted = LINES[line].split()[-1]
    assert any(word.startswith(wanted) for word in offered(line, tmp_path))


def test_candidates_carry_their_meaning(tmp_path: Path) -> None:
    assert offered("hukou score --city beij", tmp_path) == {"beijing": "北京"}
    assert offered("hukou policy schem", tmp_path) == {
        "schema": "Print the JSON Schema of a policy file, for editors; with --applicant that of an applicant's file."
    }


@pytest.mark.parametrize(
    "words",
    [
        ["score", "--policies", "nowhere", "--city", ""],
        ["score", "--city", "atlantis", "--set", ""],
        ["score", "broken.toml", "--set", ""],
        ["policy", "diff", "atlantis/", ""],
        ["nothing", "--set", ""],
        ["batch", "broken.toml", "--keep", ""],
        ["batch", "missing.csv", "--keep", ""],
        ["batch", "-", "--keep", ""],
        ["score", "'", ""],
    ],
    ids=" ".join,
)
def test_what_cannot_be_completed_is_silent(words: list[str], tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("city = ", encoding="utf-8")
    line = ["hukou", *words]
    variables = {"_HUKOU_COMPLETE": "complete_bash", "COMP_WORDS": "\n".join(line), "COMP_CWORD": str(len(line) - 1)}
    env = {**program_in(tmp_path), **variables}
    done = subprocess.run(["hukou"], env=env, cwd=tmp_path, capture_output=True, check=False)
    assert done.stderr == b""
    assert b"Traceback" not in done.stdout


def test_nothing_is_compiled_and_rich_is_not_imported(tmp_path: Path) -> None:
    code = (
        "import sys, atexit\n"
        "sys.argv = ['hukou']\n"
        "from hukou_cli.cli import main\n"
        "atexit.register(lambda: print(*sorted(sys.modules)))\n"
        "main()\n"
    )
    for line in (
        "hukou score --city beijing --set ",
        "hukou score --city beijing --round ",
        "hukou batch --",
        "hukou ",
    ):
        variables = {"_HUKOU_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": line}
        env = {**program_in(tmp_path), **variables}
        done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
        modules = set(done.stdout.splitlines()[-1].split())
        assert "hukou_cli.cli.options" in modules
        assert line != "hukou batch --" or "msgspec" not in modules
        assert line != "hukou " or "hukou_cli.cli.score" not in modules
        assert modules & {"hukou_cli.policy.compiler", "hukou_cli.policy.load", "rich.console", "duckdb"} == set()
