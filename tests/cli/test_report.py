"""``--report`` as its users run it."""

import stat
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from hukou_cli.policy.catalog import bundled
from tests.support.program import hukou, tells

pytestmark = pytest.mark.subprocess

EXAMPLE = bundled() / "beijing" / "example.toml"


@pytest.mark.parametrize(
    ("command", "figure"),
    [
        ("score", "107.59"),
        ("compare", "107.59"),
        ("plan", "107.59"),
        ("whatif", "+17.04"),
        ("whatif --goal", "136.63"),
        ("guide beijing", "107.59"),
    ],
)
def test_a_result_as_page_markdown_and_picture(command: str, figure: str, tmp_path: Path) -> None:
    files = {ending: tmp_path / f"me.{ending}" for ending in ("html", "md", "svg")}
    for file in files.values():
        done = hukou(*command.split(), EXAMPLE, "--on", "2026-11-30", "--lang", "zh", "--report", file)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.endswith(f"已写入 {file}\n")
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    page = files["html"].read_text(encoding="utf-8")
    assert page.startswith('<!doctype html>\n<html lang="zh-Hans">')
    assert figure in page
    assert "未向任何地方发送数据" in page
    assert files["md"].read_text(encoding="utf-8").startswith("# ")
    drawn = files["svg"].read_text(encoding="utf-8")
    ET.fromstring(drawn)  # noqa: S314 - our own
    assert figure in drawn
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "").replace("https://www.textualize.io", "")


@pytest.mark.parametrize("command", ["plan", "whatif", "whatif --goal"])
def test_markdown_on_the_screen_is_that_of_the_report(command: str, tmp_path: Path) -> None:
    file = tmp_path / "me.md"
    arguments = (*command.split(), EXAMPLE, "--on", "2026-11-30", "--lang", "en", "--format", "markdown")
    done = hukou(*arguments, "--report", file)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == file.read_text(encoding="utf-8")


def test_a_report_replaces_nothing_and_has_a_known_form(tmp_path: Path) -> None:
    file = tmp_path / "me.html"
    file.touch()
    assert tells(hukou("score", EXAMPLE, "--report", file).stderr, str(file), "file-exists")
    nowhere = tmp_path / "no" / "me.html"
    done = hukou("whatif", EXAMPLE, "--report", nowhere)
    assert (done.returncode, done.stdout) == (2, "")
    assert tells(done.stderr, str(nowhere), "cannot-write")
    wrong = tmp_path / "me.pdf"
    done = hukou("score", EXAMPLE, "--report", wrong)
    assert (done.returncode, done.stdout) == (2, "")
    assert tells(done.stderr, str(wrong), "report-form")
    assert not wrong.exists()
