"""add-a-city.md: its example is a city that passes, and its commands print what it shows."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from hukou_cli import score
from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.toml_source import names_beside
from hukou_cli.policy.cases import cases_beside, load_cases
from hukou_cli.policy.catalog import Catalog
from hukou_cli.policy.scaffold import new_city
from hukou_cli.policy.validation import lint
from hukou_cli.scoring import examples
from hukou_cli.scoring.core_share import check_proportion
from tests.support.pages import CITY, blocks, code, run, table_after


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write the files of the page as the page lays them out."""
    for name, text in re.findall(r"^File `([^`]+)`:\n\n```toml\n(.*?)^```$", CITY, re.MULTILINE | re.DOTALL):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_the_example_is_the_skeleton_of_a_new_city(folder: Path) -> None:
    name = Bilingual(zh="示例", en="Sample City")
    for path, text in new_city("sample", name, date(2025, 1, 1), date(2026, 11, 23)).items():
        assert (folder / "my-policies" / path).read_text(encoding="utf-8") == text


def test_the_example_city_passes_the_check_and_its_cases(folder: Path) -> None:
    policies = Catalog([folder / "my-policies"])
    (path,) = policies.editions("sample")
    edition = policies.load(path)
    assert lint.check(edition, path.read_text(encoding="utf-8"), names_beside(path)) == []
    assert check_proportion(edition, policies.large_cities()) == []
    cases = load_cases(cases_beside(edition))
    assert cases.case
    for case in cases.case:
        assert examples.run_case(case, cases.base, edition) == []


def test_what_a_case_may_expect_is_described(folder: Path) -> None:
    edition = Catalog([folder / "my-policies"]).find("sample")
    cases = load_cases(cases_beside(edition))
    lists: dict[str, Any] = dict.fromkeys(("caveats", "no_caveats", "assumed", "not_assumed"), ())
    case = msgspec.structs.replace(cases.case[0], expect=lists)
    result = score({**cases.base, **case.facts}, edition, case.round)
    lines = {line.indicator.id for line in result.lines}
    rows = table_after(CITY, "`expect` may name any of these. What it does not name is not compared.")
    described = {code(row[0]) for row in rows}
    assert described == {"the id of a line", "invalid", *examples.answers(result, case)} - lines


@pytest.mark.parametrize("text", blocks(CITY, "console"))
def test_the_commands_of_the_page_print_what_it_shows(folder: Path, text: str) -> None:
    command, _, printed = text.removeprefix("$ ").partition("\n")
    done = run(command, folder)
    assert (done.stdout, done.stderr, done.returncode) == (printed, "", 0)


@pytest.mark.parametrize("text", blocks(CITY, "sh"))
def test_the_other_commands_of_the_page_run(folder: Path, text: str) -> None:
    command = text.strip().partition(" > ")[0]
    done = run(command, folder)
    assert (done.stderr, done.returncode) == ("", 0)
    assert done.stdout


@pytest.mark.parametrize(
    ("command", "file", "old", "new", "shown"),
    [
        ("check my-policies/sample/2025-01-01.toml", "2025-01-01.toml", "insured_months >=", "insured_moths >=", 1),
        (
            "test sample --policies my-policies",
            "2025-01-01.cases.toml",
            "insurance = 40\nexpect.total",
            "insurance = 40.33\nexpect.total",
            2,
        ),
    ],
)
def test_a_mistake_is_told_as_the_page_shows(
    folder: Path, command: str, file: str, old: str, new: str, shown: int
) -> None:
    path = folder / "my-policies" / "sample" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    done = run(f"hukou policy {command} --lang en", folder)
    assert done.returncode == 1
    assert done.stdout.startswith(blocks(CITY, "text")[shown].rstrip().removesuffix("…"))
