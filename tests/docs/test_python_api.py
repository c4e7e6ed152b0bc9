"""python-api.md: every public name with its parameters and attributes; the examples give what it shows."""

import doctest
import inspect
import re

import pytest

import hukou_cli
from hukou_cli import api
from tests.support.pages import DOCS, PYTHON, ROOT, code, table_after


def test_the_examples_of_the_python_page_give_what_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    failed, tried = doctest.testfile(str(DOCS / "python-api.md"), module_relative=False)
    assert (failed, tried > 0) == (0, True)


def test_the_python_page_has_every_public_name() -> None:
    described = {code(heading) for heading in re.findall(r"^### (`\w+`)$", PYTHON, re.MULTILINE)}
    described |= {code(row[0]) for row in table_after(PYTHON, "### `HukouError`")}
    assert described == set(api.__all__)


@pytest.mark.parametrize("name", [name for name in api.__all__ if name[0].islower()])
def test_the_python_page_has_every_parameter(name: str) -> None:
    function = getattr(hukou_cli, name)
    rows = table_after(PYTHON, f"### `{name}`")
    assert [code(row[0]) for row in rows] == list(inspect.signature(function).parameters)


@pytest.mark.parametrize(
    "name",
    [
        "Applicant",
        "PredictionInterval",
        "Check",
        "Edition",
        "Finding",
        "Forecast",
        "Line",
        "Plan",
        "PlanRow",
        "Score",
        "Trial",
    ],
)
def test_the_attributes_on_the_python_page_are_there(name: str) -> None:
    shape = getattr(hukou_cli, name)
    there = {*dir(shape), *getattr(shape, "__struct_fields__", ()), *getattr(shape, "_fields", ())}
    for row in table_after(PYTHON, f"### `{name}`"):
        assert {code(attribute) for attribute in row[0].split(", ")} <= there
