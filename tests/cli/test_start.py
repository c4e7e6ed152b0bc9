"""A command in a Python that starts for it, as users have it, says and does what it does in one that has started."""

from pathlib import Path

import pytest

from hukou_cli.cli.app import COMMANDS
from hukou_cli.policy.catalog import bundled
from tests.support.csv_files import write
from tests.support.people import GOOD
from tests.support.program import run_cold, run_warm

pytestmark = pytest.mark.subprocess

EXAMPLE = str(bundled() / "beijing" / "example.toml")
WORDS = {
    "init": ["beijing", "-o", "me.toml"],
    "import": ["nobody.csv"],
    "ask": ["beijing", "--round", "2026"],
    "score": [EXAMPLE, "--round", "2026", "--explain"],
    "compare": [EXAMPLE, "--city", "beijing", "--city", "shanghai"],
    "plan": [EXAMPLE, "--json"],
    "whatif": [EXAMPLE],
    "guide": ["beijing"],
    "cities": [],
    "batch": ["people.csv", "-o", "scores.csv", "--city", "beijing", "--round", "2022"],
    "rank": ["people.csv", "-o", "ranked.csv", "--city", "beijing", "--round", "2022"],
    "policy": ["show", "beijing"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_start_of_its_own_makes_no_difference(command: str, tmp_path: Path) -> None:
    assert_alike([command, *WORDS[command]], {}, tmp_path)


@pytest.mark.parametrize("encoding", ["cp936", "ascii", "utf-8"])
@pytest.mark.parametrize(
    "words", [["score", EXAMPLE, "--lang", "zh"], ["score", "−5.toml"], ["policy", "columns", "beijing"]]
)
def test_an_encoding_is_heeded_as_by_a_start_of_its_own(words: list[str], encoding: str, tmp_path: Path) -> None:
    assert_alike(words, {"PYTHONIOENCODING": encoding}, tmp_path)


def assert_alike(words: list[str], variables: dict[str, str], tmp_path: Path) -> None:
    found = []
    for run in (run_cold, run_warm):
        folder = tmp_path / run.__name__
        folder.mkdir()
        write(folder / "people.csv", [GOOD])
        done = run(words, b"", folder, variables)
        written = {file.name: file.read_bytes() for file in folder.iterdir()}
        found.append((done.returncode, done.stdout, done.stderr, written))
    assert found[0] == found[1]
    assert found[0][0] in {0, 1, 2}
