"""The language of help pages and of usage errors: that of ``--lang``, before or behind the command, or the locale's."""

import re
from subprocess import CompletedProcess

import pytest
from rich.cells import cell_len

from hukou_cli.cli.stderr import broken
from tests.support import program

pytestmark = pytest.mark.subprocess

CHINESE = "zh_CN.UTF-8"


def hukou(*words: str, locale: str = "C.UTF-8", stdin: str = "", columns: int = 80) -> CompletedProcess[str]:
    """Run the program under a locale, at a width."""
    return program.hukou(*words, stdin=stdin, LANG=locale, COLUMNS=str(columns))


@pytest.mark.parametrize("command", [[], ["score"], ["compare"], ["cities"], ["batch"], ["rank"], ["policy", "new"]])
def test_a_help_page_is_in_the_language_of_the_locale(command: list[str]) -> None:
    chinese, english = hukou(*command, "--help", locale=CHINESE), hukou(*command, "-h")
    assert (chinese.returncode, chinese.stderr) == (0, "")
    assert " 用法：" in chinese.stdout
    assert " Usage: " in english.stdout
    assert "显示本帮助。" in chinese.stdout
    for word in ("Usage", "OPTIONS", "COMMAND", "Arguments", "Options", "Commands", "default", "required", "env var"):
        assert word not in chinese.stdout
    assert "…" not in english.stdout.replace("COL,…", "").replace("CITY,…", "")


@pytest.mark.parametrize("locale", [CHINESE, "C.UTF-8"])
def test_no_help_page_shows_a_type_of_python_or_the_brackets_of_typer(locale: str) -> None:
    for command in ("score", "compare", "plan", "cities", "batch", "rank", "policy new", "policy check", "policy diff"):
        page = hukou(*command.split(), "--help", locale=locale, columns=120).stdout
        assert not re.search(r"[<>{}]|x>=|TEXT|INTEGER|PATH\b", page), command


def test_chinese_help_is_wrapped_and_not_cut() -> None:
    page = hukou("score", "--help", columns=80, locale=CHINESE).stdout
    words = "".join(line.strip("│ ") for line in page.splitlines()).replace(" ", "")
    assert "默认为目前还能申报的批次，没有则为下一批次。" in words
    assert not any(line.lstrip("│ ").startswith(("，", "。", "、", "；")) for line in page.splitlines())


@pytest.mark.parametrize(
    "words", [["--lang", "zh", "score", "-h"], ["--lang=zh", "score", "-h"], ["score", "-h", "--lang", "zh"]]
)
def test_the_language_stands_before_or_behind_the_command(words: list[str]) -> None:
    assert "用法：" in hukou(*words).stdout


def test_the_last_language_counts() -> None:
    assert "there is no such file" in hukou("--lang", "zh", "score", "nobody.toml", "--lang", "en").stderr
    assert "没有这个文件" in hukou("--lang", "zh", "score", "nobody.toml").stderr


def test_the_program_alone_prints_its_help() -> None:
    for words in ([], ["--lang", "zh"], ["policy"]):
        done = hukou(*words, locale=CHINESE)
        assert (done.returncode, done.stderr) == (2, "")
        assert done.stdout.count("用法：") == 1


MISTAKES = [
    (["scor"], "no-such-command", "there is no command “scor”", "没有“scor”这个命令"),
    (["policy", "shwo"], "no-such-command", "`show`", "是否应为 `show`？"),
    (["score", "--roun", "3"], "no-such-option", "Did you mean `--round`?", "没有 --roun 这个选项"),
    (["score", "-x"], "no-such-option", "there is no option -x", "没有 -x 这个选项"),
    (["compare"], "missing-argument", "APPLICANT is missing", "缺少申请人"),
    (["policy", "diff", "beijing"], "missing-argument", "AFTER is missing", "缺少新版"),
    (["score", "--city"], "option-without-value", "--city needs a value", "--city 之后缺少值"),
    (["score", "--check=1"], "option-with-value", "--check takes no value", "--check 不带值"),
    (["score", "a", "b c"], "extra-arguments", "b c", "多出了命令不需要的内容：b c"),
    (["plan", "a", "beijing"], "extra-arguments", "Did you mean `--city beijing`?", "是否应为 `--city beijing`？"),
    (["compare", "a", "beijing", "天津"], "extra-arguments", "`--cities beijing,天津`", "`--cities beijing,天津`"),
    (["score", "a", "--format", "xml"], "not-one-of", "table json csv markdown", "“xml”不"),
    (["cities", "--regime", "no"], "not-one-of", "ranking pass_mark conditions open none", "ranking"),
    (["--lang", "fr", "score"], "not-one-of", "zh en", "zh en"),
    (["rank", "a.csv", "--quota", "0"], "wrong-type", "a whole number above 0", "“0”不是大于 0 的整数"),
    (["batch", "a.csv", "--threads", "65"], "out-of-range", "65 is not within 1 – 64", "65 不在 1 – 64 之内"),
    (["rank", "a.csv", "--quota", "many"], "wrong-type", "a whole number", "整数"),
    (["policy", "new", "x", "--from", "1.1.2025"], "wrong-type", "a date", "日期"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "code", "english", "chinese"), MISTAKES, ids=[" ".join(row[0]) for row in MISTAKES])
def test_a_wrong_command_line_is_told_in_the_language(words: list[str], code: str, english: str, chinese: str) -> None:
    for said, done in ((english, hukou(*words)), (chinese, hukou(*words, locale=CHINESE))):
        assert (done.returncode, done.stdout) == (2, "")
        assert code in done.stderr
        assert said in done.stderr


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("a = 1 2", "同一行还有多余内容"),
        ("a = ", "= 之后缺少值"),
        ("a 1", "键之后须写 ="),
        ("[a", "表名缺少 ]"),
        ('a = "x', "引号没有成对"),
        ("a = [1", "方括号或大括号没有成对"),
        ("a = 1\na = 2", "同一个键或表写了两次"),
        ("[a]\n[a]", "同一个键或表写了两次"),
        ('a = "C:\\q"', "请改用单引号"),
        ("年 = 1", "以外的字符时须加引号"),
    ],
)
def test_what_is_wrong_in_toml_is_told_in_chinese(text: str, chinese: str) -> None:
    done = hukou("score", "-", stdin=text, locale=CHINESE)
    assert done.returncode == 2
    assert chinese in done.stderr


def test_a_long_message_is_broken_where_the_terminal_ends() -> None:
    """A sentence of 60 Chinese characters, each two columns wide, on 40 columns; as it is on a stream that is none."""
    sentence = "数" * 60 + "。"
    parts = broken(f"a.csv:1: {sentence}", 40).split("\n")
    assert all(cell_len(part) <= 40 for part in parts)
    assert all(part.startswith("  ") for part in parts[1:])
    assert "".join(part.strip() for part in parts).replace(" ", "") == f"a.csv:1:{sentence}"
    assert broken(sentence, 0) == sentence
    assert broken("short", 40) == "short"


def test_the_place_of_a_wrong_value_is_its_option() -> None:
    assert hukou("rank", "a.csv", "--format", "json").stderr.startswith("--format: “json” is not one of csv parquet")


def test_the_language_may_stand_before_a_command_of_a_group() -> None:
    assert (
        hukou("policy", "--lang", "zh", "list", "--latest").stdout
        == hukou("policy", "list", "--latest", "--lang", "zh").stdout
    )
    assert "用法" in hukou("policy", "--help", "--lang", "zh").stdout
