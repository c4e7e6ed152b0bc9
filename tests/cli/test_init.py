"""``hukou init`` as its users run it."""

import json
import re
import stat
from pathlib import Path

import pytest

from tests.support.program import hukou, tells

pytestmark = pytest.mark.subprocess


def test_writes_a_file_that_its_owner_alone_may_read(tmp_path: Path) -> None:
    file = tmp_path / "me.toml"
    done = hukou("init", "北京", "-o", str(file), "--lang", "zh")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"hukou score {file}" in "".join(done.stdout.split("\n"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = hukou("init", "beijing", "-o", str(file))
    assert again.returncode == 2
    assert tells(again.stderr, str(file), "file-exists")


def test_an_example_is_scored_as_it_is() -> None:
    text = hukou("init", "beijing", "--example").stdout
    done = hukou("score", "-", "--round", "2026", "--format", "json", stdin=text)
    assert json.loads(done.stdout)["total"] == 103.59
    assert hukou("init", "--example").stderr.splitlines()[0].endswith("[no-city]")


def test_a_city_that_is_not_scored_is_named() -> None:
    done = hukou("init", "青岛")
    assert done.returncode == 2
    assert done.stderr.splitlines()[0].endswith("[not-scored]")


def test_who_has_no_file_is_told_how_to_begin(tmp_path: Path) -> None:
    empty = tmp_path / "me.toml"
    empty.touch()
    for arguments, code in ((), "no-applicant"), ((str(empty),), "file-empty"):
        told, advice = hukou("score", *arguments).stderr.splitlines()
        assert told.endswith(f"[{code}]")
        assert "hukou init CITY -o " in advice


def test_a_schema_for_editors() -> None:
    schema = json.loads(hukou("policy", "schema", "--applicant", "--lang", "zh").stdout)
    assert schema["properties"]["birth_date"]["description"].startswith("出生日期")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_screen_names_the_next_command_and_that_one_works(language: str, tmp_path: Path) -> None:
    """From nothing to a plan on a page, by what the screens say and nothing else."""
    words, seen = ["init", "beijing", "--example", "-o", "me.toml"], []
    for following in ("score", "whatif", "plan", "plan", None):
        done = hukou(*words, "--lang", language, cwd=tmp_path, COLUMNS="200")
        assert (done.returncode, done.stderr) == (0, ""), words
        seen.append(words[0])
        told = [line.split()[1:] for line in re.findall(rf"hukou {following} [\w.\- ]*", done.stdout)]
        words = next((line for line in told if line not in (words, [])), [])
    assert seen == ["init", "score", "whatif", "plan", "plan"]
    assert (tmp_path / "plan.html").stat().st_size > 0


def test_a_table_is_told_apart_from_an_applicant(tmp_path: Path) -> None:
    (tmp_path / "staff.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    done = hukou("plan", "staff.csv", "--lang", "en", cwd=tmp_path)
    assert done.returncode == 2
    assert tells(done.stderr, "staff.csv", "table-no-applicant")
    assert "hukou import staff.csv -o me.toml" in done.stderr
