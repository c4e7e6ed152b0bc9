"""What the README claims, as far as a test can run it; ``.ci/run`` runs its two set-up commands."""

import os
import re
from pathlib import Path

import pytest

from tests.support.program import ROOT, hukou, python, run_checked

pytestmark = pytest.mark.subprocess

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("mark", "word"), [("install", "policies/beijing/example.toml"), ("tests", "pytest")])
def test_ci_finds_the_command_after_its_mark(mark: str, word: str) -> None:
    """Both make a new virtual environment, since ``.ci/run`` runs just these lines."""
    (command,) = re.findall(rf"<!-- {mark} -->\n```sh\n(.*?)```", README, re.DOTALL)
    assert command.startswith("python3 -m venv .venv && ")
    assert word in command
    assert f"readme_command {mark}" in (ROOT / ".ci/run").read_text(encoding="utf-8")


def _words(picture: str) -> list[str]:
    return re.findall("<text[^>]*>([^<]*)</text>", picture)


@pytest.mark.parametrize(("page", "language"), [("README.md", "en"), ("README.zh.md", "zh")])
def test_the_picture_is_that_of_the_screen(page: str, language: str, tmp_path: Path) -> None:
    """``HUKOU_RESET_CITIES=1`` draws it anew. Its figures stand in the words for who does not see it, too."""
    picture, drawn = f"docs/score.{language}.svg", tmp_path / "score.svg"
    example = ROOT / "policies/beijing/example.toml"
    done = hukou("score", example, "--round", "2026", "--lang", language, "--quiet", "--report", drawn)
    assert (done.returncode, done.stdout) == (0, "")
    text = drawn.read_text(encoding="utf-8")
    if os.environ.get("HUKOU_RESET_CITIES"):
        (ROOT / picture).write_text(text, encoding="utf-8")
    assert _words((ROOT / picture).read_text(encoding="utf-8")) == _words(text)
    assert len(text) < 60_000
    ((told, shown),) = re.findall(r"!\[(.*?)\]\((.*?)\)", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    assert shown == picture
    assert all(figure in "".join(_words(text)) for figure in re.findall(r"[0-9]+\.[0-9]+", told))


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_the_two_commands_for_a_result_of_ones_own_work_in_an_empty_folder(page: str, tmp_path: Path) -> None:
    ((commands),) = re.findall(r"<!-- own -->\n```sh\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    first, second = (command.removeprefix("hukou ").split() for command in commands.splitlines())
    done = hukou(*first, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    file = tmp_path / "me.toml"
    file.write_text(
        re.sub("^#(birth_date|degree)", r"\1", file.read_text(encoding="utf-8"), flags=re.MULTILINE), "utf-8"
    )
    done = hukou(*second, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_python_example_runs() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert python(code).startswith("103.59 True [('employment', Decimal('46.25'))")


def test_the_open_answer_quoted_is_the_one_given() -> None:
    done = hukou(
        "score", ROOT / "policies/beijing/example.toml", "--round", "2026", "--set", "degree=unknown", "--lang", "en"
    )
    (quoted,) = re.findall(r'"([0-9.]+–.*? cut-off 2026)"', " ".join(README.split()))
    assert quoted in " ".join(done.stdout.split())


@pytest.mark.parametrize(("page", "options"), [("README.md", ["--latest"]), ("docs/cities.md", [])])
def test_the_cities_are_those_there_are(page: str, options: list[str]) -> None:
    """The table alone: what has ended, which follows it, hangs on the day. ``HUKOU_RESET_CITIES=1`` writes it anew."""
    command = ["policy", "list", *options, "--format", "markdown", "--lang", "en"]
    table = run_checked(*command)[0].decode().partition("\n\n")[0].rstrip("\n")
    listed = f"<!-- cities -->\n{table}\n<!-- /cities -->"
    text = (ROOT / page).read_text(encoding="utf-8")
    if os.environ.get("HUKOU_RESET_CITIES"):
        text = re.sub(r"<!-- cities -->\n.*?<!-- /cities -->", lambda _: listed, text, flags=re.DOTALL)
        (ROOT / page).write_text(text, encoding="utf-8")
    assert listed in text, f"make it anew: hukou {' '.join(command)}"
