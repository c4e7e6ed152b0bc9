"""The pages in Chinese: what they show is what is printed, what they name is there, and they agree with the English."""

import json
import os
import re
import tomllib
from pathlib import Path

import msgspec
import pytest
from typer._click.core import Command, Context
from typer.core import TyperGroup

from hukou_cli.base.decoding import Model
from hukou_cli.cli.app import build
from hukou_cli.facts import record_tables
from tests.support.program import ROOT, hukou, python, run_checked

FILES = [ROOT / "README.zh.md", *sorted((ROOT / "docs/zh").glob("*.md"))]
PAGES = {path.name: path.read_text(encoding="utf-8") for path in FILES}
TABLES = {
    record_tables.InsuranceTable: "### `[[insurance]]` 社保",
    record_tables.HomeTable: "### `[[home]]` 住所",
    record_tables.PermitTable: "### `[[permit]]` 居住证",
    record_tables.StudyTable: "### `[[study]]` 就读",
    record_tables.MarriageTable: "### `[[marriage]]` 婚姻",
    record_tables.TaxTable: "### `[[tax]]` 个人所得税",
    record_tables.EventTable: "### 事件",
}
CONSOLE = [
    (name, block) for name, page in PAGES.items() for block in re.findall(r"```console\n(.*?)```", page, re.DOTALL)
]


def blocks(page: str, kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", page, re.DOTALL)


@pytest.mark.parametrize("name", PAGES)
def test_each_page_and_its_english_lead_to_each_other(name: str) -> None:
    path = next(path for path in FILES if path.name == name)
    english = ROOT / ("README.md" if name == "README.zh.md" else f"docs/{name}")
    assert f"[English]({os.path.relpath(english, path.parent)})" in PAGES[name]
    assert f"[中文]({os.path.relpath(path, english.parent)})" in english.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_links_and_files_are_there(name: str) -> None:
    folder = next(path for path in FILES if path.name == name).parent
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", PAGES[name]):
        assert (folder / target).is_file(), target
    for file in re.findall(r"`((?:tests|policies|docs)/[\w./-]+)`", PAGES[name]):
        assert (ROOT / file).exists(), file


@pytest.mark.parametrize("name", PAGES)
def test_the_toml_and_json_can_be_read(name: str) -> None:
    for text in blocks(PAGES[name], "toml"):
        tomllib.loads(text)
    for text in blocks(PAGES[name], "json"):
        json.loads(text)


@pytest.mark.parametrize("shape", TABLES, ids=lambda shape: shape.__name__)
def test_the_keys_of_records_are_those_there_are(shape: type[Model]) -> None:
    rest = PAGES["applicant.md"].partition(f"\n{TABLES[shape]}\n")[2]
    table = re.search(r"(?:^\|.*\n)+", rest, re.MULTILINE)
    assert table
    rows = [[cell.strip() for cell in row.split("|")[1:-1]] for row in table[0].splitlines()[2:]]
    fields = msgspec.structs.fields(shape)
    assert [(row[0], row[1] == "是") for row in rows] == [(f"`{each.encode_name}`", each.required) for each in fields]


def test_the_commands_and_options_named_are_there() -> None:
    program = build()
    command: Command
    for line in re.findall(r"(?:`|^)(hukou [^`\n]*)", "\n".join(PAGES.values()), re.MULTILINE):
        command, words = program, line.split()[1:]
        while words and isinstance(command, TyperGroup) and words[0] in command.commands:
            command = command.commands[words.pop(0)]
        known = {name for each in command.get_params(Context(command)) for name in each.opts}
        assert not isinstance(command, TyperGroup) or command is program, line
        assert {word for word in words if word.startswith("-") and word != "-"} <= known, line


@pytest.mark.parametrize("name", PAGES)
def test_signs_are_full_width(name: str) -> None:
    prose = re.sub(r"```.*?```|`[^`]*`|<!-- cities -->.*<!-- /cities -->", "", PAGES[name], flags=re.DOTALL)
    assert re.findall(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!(][\u4e00-\u9fff]", re.sub(r"\]\([^)]*\)", "]", prose)) == []
    assert "事实" not in prose


@pytest.mark.subprocess
@pytest.mark.parametrize(("name", "block"), CONSOLE, ids=[f"{name}-{block.split()[2]}" for name, block in CONSOLE])
def test_what_a_command_is_shown_to_print_it_prints(name: str, block: str, tmp_path: Path) -> None:
    for folder in ("tests", "policies"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    command, _, shown = block.removeprefix("$ hukou ").partition("\n")
    done = hukou(*command.split(), cwd=tmp_path)
    assert done.returncode == 0, name
    assert "".join(shown.split()) in "".join((done.stdout + done.stderr).split())


@pytest.mark.subprocess
def test_the_python_of_the_readme_runs_and_its_open_answer_is_the_one_given() -> None:
    assert python(*blocks(PAGES["README.zh.md"], "python")) == "103.59 True\n"
    done = hukou(
        "score", ROOT / "policies/beijing/example.toml", "--round", 2026, "--set", "degree=unknown", "--lang", "zh"
    )
    (quoted,) = re.findall(r"例如“(.*?)”", "".join(PAGES["README.zh.md"].split()))
    assert quoted in "".join(done.stdout.split())


@pytest.mark.subprocess
def test_the_cities_are_those_there_are() -> None:
    """``HUKOU_RESET_CITIES=1`` writes them anew."""
    table = run_checked("policy", "list", "--format", "markdown", "--lang", "zh")[0].decode().partition("\n\n")[0]
    listed = f"<!-- cities -->\n{table.rstrip()}\n<!-- /cities -->"
    path = ROOT / "docs/zh/cities.md"
    text = path.read_text(encoding="utf-8")
    if os.environ.get("HUKOU_RESET_CITIES"):
        text = re.sub(r"<!-- cities -->\n.*?<!-- /cities -->", lambda _: listed, text, flags=re.DOTALL)
        path.write_text(text, encoding="utf-8")
    assert listed in text


def test_the_yearly_lists_are_those_of_the_english_page() -> None:
    rows = re.findall(r"^\| 20\d\d \| \d,.*$", PAGES["accuracy.md"], re.MULTILINE)
    english = (ROOT / "docs/accuracy.md").read_text(encoding="utf-8")
    assert len(rows) == 7
    assert all(f"\n{row}\n" in english for row in rows)
    told = {"是": "yes", "否": "no"}
    trials = re.findall(r"^(\| 20\d\d \| 20\d\d \|.*\| )(.) \|$", PAGES["accuracy.md"], re.MULTILINE)
    assert [f"{row}{told[held]} |" for row, held in trials] == re.findall(
        r"^\| 20\d\d \| 20\d\d \|.*$", english, re.MULTILINE
    )
    shares = re.findall(r"^\| `[a-z_]+/.*%", PAGES["accuracy.md"], re.MULTILINE)
    assert [row.replace("%", " %") for row in shares] == re.findall(r"^\| `[a-z_]+/.*%", english, re.MULTILINE)


def english_of(name: str) -> str:
    return (ROOT / ("README.md" if name == "README.zh.md" else f"docs/{name}")).read_text(encoding="utf-8")


def levels(page: str) -> list[int]:
    """Give the levels of the headings of a page, in their order."""
    return [
        len(found) for found in re.findall(r"^(#+) ", re.sub(r"```.*?```", "", page, flags=re.DOTALL), re.MULTILINE)
    ]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_the_sections_of_its_english(name: str) -> None:
    assert levels(PAGES[name]) == levels(english_of(name))


def commands_in(page: str) -> set[str]:
    """Give the commands that a page names, as ``policy show``."""
    program, found = build(), set()
    for line in re.findall(r"(?:`|^|\$ )hukou ([^`\n]*)", page, re.MULTILINE):
        words, command = line.split(), ""
        if words and words[0] in program.commands:
            command = words[0]
            inner = program.commands[command]
            if isinstance(inner, TyperGroup):
                command = f"{command} {words[1]}" if words[1:] else ""
            found |= {command} - {""}
    return found


@pytest.mark.parametrize("name", PAGES)
def test_a_page_names_the_commands_of_its_english(name: str) -> None:
    assert commands_in(english_of(name)) - commands_in(PAGES[name]) == set()


WRITTEN = [
    command.replace("\\|", "|")
    for row in re.findall(r"^\|.*", PAGES["README.zh.md"], re.MULTILINE)
    for command in re.findall(r"`(hukou (?!--)[^`…]*)`", row)
]
ANSWERS = {"hukou ask 北京": "q\n"}
PREPARED = {
    "缴费明细.csv": "tests/data/import/guangzhou.csv",
    "staff.csv": "tests/data/people.csv",
    "records.csv": "tests/data/staff_records.csv",
}


@pytest.mark.subprocess
def test_every_command_of_the_chinese_readme_runs(tmp_path: Path) -> None:
    """In the order in which they stand, on the files that they name: those of ``tests/data``, and what they write."""
    for folder in ("tests", "policies"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    for name, source in PREPARED.items():
        (tmp_path / name).write_bytes((ROOT / source).read_bytes())
    (tmp_path / "me.toml").write_bytes((ROOT / "policies/beijing/example.toml").read_bytes())
    failed = []
    for command in WRITTEN:
        words = [
            word
            for word in command.split()[1:]
            if word not in ("-o", "me.toml") or ("init" not in command and "import" not in command)
        ]
        words = ["200" if word == "200000" else word for word in words]  # so many people take long
        words = ["other.csv" if word == "staff.csv" and "columns" in words else word for word in words]
        done = hukou(*words, cwd=tmp_path, stdin=ANSWERS.get(command, ""))
        if done.returncode not in ((0, 1) if "--check" in command else (0,)):
            failed.append((command, done.stderr[:200]))
    assert (failed, len(WRITTEN) > 25) == ([], True)
