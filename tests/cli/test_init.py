"""``hukou init`` as its users run it."""

import json
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
