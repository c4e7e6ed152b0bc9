"""What a terminal or a file sees whose encoding lacks signs or Chinese: words and plain signs, never a question mark."""

import os
import subprocess
import sys

import pytest
from rich.cells import cell_len

from tests.support.program import ROOT, run_program

pytestmark = pytest.mark.subprocess

EXAMPLE = "policies/beijing/example.toml"
SCREENS = (
    ("score", EXAMPLE),
    ("score", EXAMPLE, "--explain"),
    ("score", EXAMPLE, "--sources"),
    ("score", EXAMPLE, "--set", "degree=unknown"),
    ("score", EXAMPLE, "--set", "detentions=1", "--brief"),
    ("compare", EXAMPLE, "--cities", "beijing,wuhan,changsha,foshan,dalian"),
    ("policy", "show", "tianjin"),
    ("policy", "list"),
    ("policy", "diff", "beijing/2017-01-01", "beijing"),
    ("cities",),
    ("cities", "foshan"),
)
MACHINES = (
    ("score", EXAMPLE, "--format", "json"),
    ("score", EXAMPLE, "--format", "csv"),
    ("score", EXAMPLE, "--format", "markdown"),
    ("compare", EXAMPLE, "--cities", "beijing,wuhan", "--format", "json"),
    ("compare", EXAMPLE, "--cities", "beijing,wuhan", "--format", "csv"),
    ("compare", EXAMPLE, "--cities", "beijing,wuhan", "--format", "markdown"),
    ("policy", "list", "--latest", "--format", "markdown"),
    ("policy", "show", "beijing", "--format", "json"),
    ("policy", "columns", "beijing"),
)


def run(arguments: tuple[str, ...], encoding: str, language: str) -> subprocess.CompletedProcess[bytes]:
    variables = {"PYTHONIOENCODING": encoding, "NO_COLOR": "1"}
    return run_program([*arguments, "--lang", language], b"", ROOT, variables)


@pytest.mark.parametrize(("encoding", "language"), [("cp936", "zh"), ("cp936", "en"), ("ascii", "en"), ("ascii", "zh")])
@pytest.mark.parametrize("arguments", SCREENS, ids=" ".join)
def test_a_screen_has_words_for_what_cannot_be_shown(arguments: tuple[str, ...], encoding: str, language: str) -> None:
    done = run(arguments, encoding, language)
    printed = done.stdout.decode(encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "?" not in printed
    if encoding == "cp936" and "--brief" not in arguments:
        assert max(cell_len(row) for row in printed.splitlines()) <= 80


@pytest.mark.parametrize("arguments", MACHINES, ids=" ".join)
def test_what_programs_read_is_utf_8_whatever_the_locale(arguments: tuple[str, ...]) -> None:
    expected = run(arguments, "utf-8", "zh")
    for encoding in ("cp936", "ascii"):
        done = run(arguments, encoding, "zh")
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout == expected.stdout
    assert not expected.stdout.isascii()


def test_marks_are_words_in_cp936() -> None:
    printed = run(
        ("score", EXAMPLE, "--round", "2026", "--set", "insured_streak_months=79"), "cp936", "zh"
    ).stdout.decode("cp936")
    assert "[否] 连续缴纳社会保险7年及以上" in printed
    assert "[是] 其余 3 项条件符合" in printed
    assert "-5.54" in printed


def test_a_message_has_words_for_what_cannot_be_shown() -> None:
    done = run(("score", EXAMPLE, "--set", "degree=−5"), "ascii", "en")
    assert done.returncode == 2
    assert b"not-one-of" in done.stderr
    assert b"?" not in done.stderr


def test_english_is_the_default_where_chinese_cannot_be_shown() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "zh_CN.UTF-8"}
    command = [sys.executable, "-m", "hukou_cli", "score", EXAMPLE, "--round", "2026"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    assert b"Eligible, but below the line of 2026." in done.stdout


def test_brief_is_one_line_and_quiet_is_none() -> None:
    brief = run(("score", EXAMPLE, "--round", "2026", "--brief"), "utf-8", "en")
    assert brief.stdout.decode().count("\n") == 1
    assert b"103.59" in brief.stdout
    assert brief.stdout.rstrip().endswith(" · example".encode())  # which file it was, in a loop over many
    quiet = run(("score", EXAMPLE, "--check", "--quiet"), "utf-8", "en")
    assert (quiet.stdout, quiet.stderr, quiet.returncode) == (b"", b"", 1)
