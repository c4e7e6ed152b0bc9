"""``hukou ask`` as its users run it, over a pipe of answers."""

import json
import os
import signal
import stat
import subprocess
import time
import tomllib
from pathlib import Path

import pytest

from tests.support.program import HUKOU, environment, hukou

pytestmark = pytest.mark.subprocess

OWNER = """\
2012-07 朝阳

1990-03-08
2015-06


2012-07 2019-02 租房 朝阳
2019-03 自有 大兴


y
5
2008-09 2012-06 5

"""
"""Answers in the order in which Beijing asks: insurance, birth, permit, tax, homes, the list, on, degree,
study.

They are those of tests/data/plan/bj-owner.toml: 97.67 = 162 x 0.25 + R(5/12) + R(80/24) + R(77/12) + 15 + min(12, 14) + 20.
"""


def test_the_answers_give_the_score_of_the_file_and_are_saved_where_told(tmp_path: Path) -> None:
    file = tmp_path / "me.toml"
    done = hukou("ask", "beijing", "--round", "2026", "-o", file, "--lang", "zh", stdin=OWNER)
    assert (done.returncode, done.stderr) == (0, "")
    assert "97.67 分，比2026年入围分 119.92 低 22.25 分" in done.stdout
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = hukou("score", file, "--round", "2026", "--format", "json")
    assert json.loads(again.stdout)["total"] == 97.67
    resumed = hukou("ask", "beijing", file, "--round", "2026", "--lang", "zh", stdin="")
    assert resumed.returncode == 0
    assert "97.67 分" in resumed.stdout


def test_nothing_is_saved_unless_it_is_said(tmp_path: Path) -> None:
    done = hukou("ask", "beijing", "--round", "2026", cwd=tmp_path, stdin=OWNER + "\n")
    assert done.returncode == 0
    assert "Nothing was saved." in done.stdout
    assert [*tmp_path.iterdir()] == []
    done = hukou("ask", "beijing", "--round", "2026", cwd=tmp_path, stdin=OWNER + "me.toml\n")
    assert [file.name for file in tmp_path.iterdir()] == ["me.toml"]


def test_going_back_asks_again_and_a_mistake_asks_once_more() -> None:
    answers = OWNER.replace("1990-03-08\n", "1990-02-30\n1991-03-08\nb\n1990-03-08\n")
    done = hukou("ask", "beijing", "--round", "2026", "--lang", "zh", stdin=answers + "\n")
    assert "[no-such-day]" in done.stdout
    assert "97.67 分，比2026年入围分 119.92 低 22.25 分" in done.stdout


def test_a_line_that_was_not_read_is_not_nothing_at_all() -> None:
    """An empty line behind one that was refused meant that there was no insurance: 84 months were 0."""
    answers = OWNER.replace(
        "2012-07 朝阳\n\n1990", "2012年7月起 朝阳\n\n2012年7月至今 朝阳\n\n返回\n2012.7到现在 朝阳\n\n1990"
    )
    done = hukou("ask", "beijing", "--round", "2026", "--lang", "zh", stdin=answers + "\n")
    assert done.stdout.count("未记入") == 1
    assert "97.67 分，比2026年入围分 119.92 低 22.25 分" in done.stdout


def test_the_question_before_is_asked_again_from_where_the_answer_is_certain() -> None:
    done = hukou("ask", "beijing", "--round", "2027", "--lang", "zh", stdin="无\n返回\n2012-07 朝阳\n\nq\n")
    assert done.stdout.count("1 · 社会保险") == 2
    assert "连续缴纳社会保险月数：174 个月" in done.stdout


def test_why_a_question_is_asked() -> None:
    done = hukou("ask", "beijing", "--round", "2026", stdin="?\nq\n")
    assert done.returncode == 0
    assert "It decides:" in done.stdout
    assert "Stable employment" in done.stdout


def test_what_is_not_known_stays_open(tmp_path: Path) -> None:
    done = hukou("ask", "beijing", "--round", "2026", cwd=tmp_path, stdin="u\n" * 12)
    assert [*tmp_path.iterdir()] == []
    assert done.returncode == 0
    assert "Still open:" in done.stdout


def test_a_line_that_is_no_yes_or_no_is_not_taken_for_a_yes(tmp_path: Path) -> None:
    """What was pasted for a later question was lost where it was asked whether to go on, and a yes became a file."""
    answers = "2012-07 朝阳\n\n1990-03-08\n2015-06\n\n\n2012-07 2019-02 租房 朝阳\nn\ny\n"
    done = hukou("ask", "beijing", "--round", "2027", "--lang", "zh", cwd=tmp_path, stdin=answers)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("继续吗") == 2
    assert [file.name for file in tmp_path.iterdir()] == ["me.toml"]


def test_an_option_that_is_none_is_answered_by_its_numbers() -> None:
    done = hukou("ask", "beijing", "--round", "2026", "--lang", "zh", stdin=OWNER.replace("y\n5\n", "y\n17\n5\n"))
    assert "请填 1 至 9 的编号" in done.stdout
    assert "97.67 分" in done.stdout


def test_answers_that_end_too_early_are_told() -> None:
    done = hukou("ask", "beijing", "--round", "2026", stdin="2012-07 朝阳\n")
    assert done.returncode == 2
    assert done.stderr.splitlines()[0].endswith("[answers-ended]")


def test_answers_that_end_too_early_are_in_the_file_that_the_command_names(tmp_path: Path) -> None:
    file = tmp_path / "me.toml"
    done = hukou("ask", "beijing", "--round", "2026", "-o", file, stdin="2012-07 朝阳\n\n1990-03-08\n2015")
    assert done.returncode == 2
    assert done.stderr.splitlines()[0].endswith("[answers-ended-saved]")
    assert "birth_date = 1990-03-08" in file.read_text(encoding="utf-8")
    resumed = hukou("ask", "beijing", file, "--round", "2026", stdin="q\n")
    assert "1 · Residence permits" in resumed.stdout


def test_a_file_that_cannot_be_written_is_told_before_the_questions_or_asked_for_again(tmp_path: Path) -> None:
    done = hukou("ask", "beijing", "-o", tmp_path / "no" / "me.toml", "--lang", "zh", stdin=OWNER)
    assert (done.returncode, done.stdout) == (2, "")
    assert "没有这个文件或文件夹 [cannot-write]" in done.stderr
    done = hukou("ask", "beijing", "--round", "2026", cwd=tmp_path, stdin=f"{OWNER}no/me.toml\nme.toml\n")
    assert done.returncode == 0
    assert "[cannot-write]" in done.stdout
    assert [file.name for file in tmp_path.iterdir()] == ["me.toml"]


@pytest.mark.parametrize(
    "answers", ["x\n" * 1000, "2012-07 " + "长" * 100_000 + "\n", "\x1b[31m\x00\n", "?" * 5000 + "\n"]
)
def test_odd_answers_are_told_in_a_line(answers: str) -> None:
    done = hukou("ask", "beijing", "--round", "2026", stdin=answers, COLUMNS="20", TERM="dumb", LANG="C")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) < 200


def test_an_interrupt_ends_it_without_a_trace(tmp_path: Path) -> None:
    command = [*HUKOU, "ask", "beijing", "--round", "2026", "--lang", "en"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, env=environment()
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        os.write(running.stdin.fileno(), "2012-07 朝阳\n\n".encode())
        seen = b""
        while b"\n2 " not in seen:
            seen += os.read(running.stdout.fileno(), 4096)
        time.sleep(0.2)
        running.send_signal(signal.SIGINT)
        out, error = running.communicate(timeout=20)
    assert running.returncode == 130
    assert b"Traceback" not in error
    assert b"Stopped." in out
    assert [*tmp_path.iterdir()] == []


LANGUAGES = ("en", "zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_of_a_list_that_was_not_ended_are_kept_and_do_not_count(language: str, tmp_path: Path) -> None:
    """They were lost; and half a list counted as the whole would have been a certain verdict on too little."""
    half, whole = tmp_path / "half.toml", tmp_path / "whole.toml"
    first, last = OWNER[: OWNER.index("2012-07 2019-02")], OWNER[OWNER.index("2019-03") :]
    options = ("--round", "2026", "--lang", language)
    done = hukou("ask", "beijing", *options, "-o", half, stdin=f"{first}2012-07 2019-02 租房 朝阳\n")
    assert (done.returncode, "[answers-ended-saved]" in done.stderr) == (2, True)
    assert {"en": "Not ended yet: Homes.", "zh": "尚未列完：住所。"}[language] in done.stdout
    scored = json.loads(hukou("score", half, "--round", "2026", "--format", "json").stdout)
    assert scored["total"] is None
    assert "own_home_months" in scored["decided_by"]
    assert "records-unfinished" in {note["code"] for note in scored["notes"]}
    told = hukou("score", half, *options).stdout
    assert {"en": "the list of [[home]] is not complete", "zh": "[[home]] 尚未列完"}[language] in told
    resumed = hukou("ask", "beijing", half, *options, "-o", whole, stdin=last)
    assert (resumed.returncode, resumed.stderr) == (0, "")
    typed = {"en": "  1 2012-07 2019-02 rented undeclared chaoyang", "zh": "  1 2012-07 2019-02 租房 未备案 朝阳"}
    assert typed[language] in resumed.stdout
    assert json.loads(hukou("score", whole, "--round", "2026", "--format", "json").stdout)["total"] == 97.67


def test_a_list_may_be_begun_anew_and_one_not_known_to_its_end_stays_open(tmp_path: Path) -> None:
    file = tmp_path / "me.toml"
    answers = "2010-01 海淀\n2011-13\nb\nnew\n2012-07 朝阳\nb\nu\n" + "u\n" * 9
    done = hukou("ask", "beijing", "--round", "2026", "-o", file, stdin=answers)
    assert (done.returncode, done.stderr) == (0, "")
    saved = tomllib.loads(file.read_text(encoding="utf-8"))
    assert saved["unfinished"] == ["insurance"]
    assert [record["from"] for record in saved["insurance"]] == ["2012-07"]


def test_one_wrong_line_costs_no_other() -> None:
    """What the records of a list say together was found at its end, and every line was to be typed again."""
    answers = OWNER.replace("2019-03 自有 大兴\n", "2019-03 2018-01 自有 大兴\n2019-03 自有 大兴\n")
    done = hukou("ask", "beijing", "--round", "2026", "--lang", "zh", stdin=answers + "\n")
    assert done.stdout.count("[to-before-from]") == 1
    assert "97.67 分，比2026年入围分 119.92 低 22.25 分" in done.stdout


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, None])
def test_what_was_typed_is_in_the_file_named_whatever_ends_it(stop: signal.Signals | None, tmp_path: Path) -> None:
    """An interrupt, a signal that ends the program, a reader that has gone."""
    file = tmp_path / "me.toml"
    command = [*HUKOU, "ask", "beijing", "--round", "2026", "--lang", "en", "-o", str(file)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        os.write(running.stdin.fileno(), "2012-07 2015-03 朝阳\n".encode())
        seen = b""
        while not seen.endswith("朝阳\n  > ".encode()):
            seen += os.read(running.stdout.fileno(), 4096)
        if stop is None:
            running.stdout.close()
            os.write(running.stdin.fileno(), "2015-04 海淀\n?\n?\n?\n".encode())
            running.stdin.close()
        else:
            while running.poll() is None:  # a signal before it reads is heeded by the next
                running.send_signal(stop)
                time.sleep(0.01)
        code = running.wait(timeout=20)
        assert running.stderr is not None
        assert running.stderr.read() == b""
    assert code == (0 if stop is None else 130)
    saved = tomllib.loads(file.read_text(encoding="utf-8"))
    assert saved["unfinished"] == ["insurance"]
    assert saved["insurance"][0] == {"city": "beijing", "from": "2012-07", "to": "2015-03", "district": "chaoyang"}


def test_a_break_is_told_where_it_costs_months() -> None:
    """From 2016-06 to the counting day, 2025-12, are 115 months; without the hole from 2012-07 on 162."""
    answers = "2012-07 2015-03 朝阳\n2016-06 海淀\n\nq\n"
    done = hukou("ask", "beijing", "--round", "2026", stdin=answers)
    assert "! break: 2015-04 – 2016-05: unbroken months of social insurance 115 instead of" in done.stdout
    assert "back2015-04" in done.stdout
    repaid = answers.replace("\n\nq", "\n\n返回\n2015-04 2016-05 海淀 补缴2015-04\n\nq")
    done = hukou("ask", "beijing", "--round", "2026", "--lang", "zh", stdin=repaid)
    assert done.stdout.count("! 中断：2015-04") == 1
