"""``--report`` as its users run it."""

import stat
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from hukou_cli.policy.catalog import bundled
from tests.support.program import hukou, tells

pytestmark = pytest.mark.subprocess

EXAMPLE = bundled() / "beijing" / "example.toml"


@pytest.mark.parametrize("command", ["score", "compare"])
def test_a_result_as_page_markdown_and_picture(command: str, tmp_path: Path) -> None:
    files = {ending: tmp_path / f"me.{ending}" for ending in ("html", "md", "svg")}
    for file in files.values():
        done = hukou(command, EXAMPLE, "--on", "2026-11-30", "--lang", "zh", "--report", file)
        assert (done.returncode, done.stderr) == (0, "")
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert files["html"].read_text(encoding="utf-8").startswith('<!doctype html>\n<html lang="zh-Hans">')
    assert files["md"].read_text(encoding="utf-8").startswith("# ")
    drawn = files["svg"].read_text(encoding="utf-8")
    ET.fromstring(drawn)  # noqa: S314 - our own
    assert "107.59" in drawn
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "").replace("https://www.textualize.io", "")


def test_a_report_replaces_nothing_and_has_a_known_form(tmp_path: Path) -> None:
    file = tmp_path / "me.html"
    file.touch()
    assert tells(hukou("score", EXAMPLE, "--report", file).stderr, str(file), "file-exists")
    wrong = tmp_path / "me.pdf"
    done = hukou("score", EXAMPLE, "--report", wrong)
    assert (done.returncode, done.stdout) == (2, "")
    assert tells(done.stderr, str(wrong), "report-form")
    assert not wrong.exists()
