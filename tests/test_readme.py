"""What the README claims, as far as a test can run it; ``.ci/run`` runs its two set-up commands."""

import os
import re

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


def test_the_screen_shown_is_the_screen_printed() -> None:
    ((command, shown),) = re.findall(r"```\n\$ hukou (score .*?)\n(.*?)```", README, re.DOTALL)
    assert hukou(*command.split(), cwd=ROOT).stdout == shown


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
