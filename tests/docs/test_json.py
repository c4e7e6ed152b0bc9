"""json.md: every key is described, and what it shows is part of real answers."""

import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from hukou_cli import load_applicant, score
from hukou_cli.policy.catalog import Catalog
from hukou_cli.policy.rounds import RoundId
from hukou_cli.render.comparison import comparison_json
from hukou_cli.render.national import cities_json
from hukou_cli.render.plan_json import plan_csv, plan_json
from hukou_cli.render.policy_json import policies_json, policy_json
from hukou_cli.render.score_json import score_json
from hukou_cli.render.whatif_json import what_if_csv, what_if_json
from hukou_cli.scoring.comparison import compare
from hukou_cli.scoring.plan import plan
from hukou_cli.scoring.score import count_traces
from hukou_cli.scoring.whatif import what_if
from tests.support.catalog import CATALOG
from tests.support.pages import JSON, ROOT, blocks, code, run, table_after


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    """The example applicant's answer as JSON, with every key there is."""
    applicant = load_applicant(ROOT / "policies" / "beijing" / "example.toml")
    beijing = CATALOG.find("beijing")
    result = score(applicant, beijing, 2026, on=date(2026, 11, 29))
    answer = score_json(result, "en", traces=count_traces(result))
    found: dict[str, Any] = json.loads(answer, parse_float=Decimal)
    return found


def test_every_key_of_the_json_is_described(example: dict[str, Any]) -> None:
    plain = table_after(JSON, "### The answer")
    explained = table_after(JSON, "With `--explain` there are three more:")
    assert [code(row[0]) for row in [*plain, *explained]] == list(example)
    for heading, part in {
        "### Edition": example["edition"],
        "### How one applies": example["procedure"],
        "### Statements": example["procedure"]["step"][0],
        "### Papers": example["papers"][0],
        "### Gates and vetoes": example["gates"][0],
        "### Lines": example["lines"][0],
        "### Sources": example["lines"][0]["sources"][0],
        "### Share at the line": example["share_at_line"],
        "### Cut-off": example["cutoff"],
        "### Steps": example["lines"][0]["steps"],
    }.items():
        assert [code(row[0]) for row in table_after(JSON, heading)] == list(part)
    assert list(example["vetoes"][0]) == list(example["gates"][0])
    assert list(example["caveats"][0]) == ["id", "text"]


def test_every_key_of_a_plan_is_described(catalog: Catalog) -> None:
    applicant, edition = load_applicant(ROOT / "tests" / "data" / "plan" / "bj-renter.toml"), catalog.find("beijing")
    found = plan(applicant, edition, 2028, today=date(2026, 11, 29), earlier=catalog.earlier(edition))
    answer = json.loads(plan_json(found, "en"))
    for heading, part in {
        "## Plans": answer,
        "### The line ahead": answer["line"],
        "### A round ahead": answer["rounds"][1],
        "### A change": answer["rounds"][1]["changes"][0],
        "### A cause": answer["rounds"][1]["changes"][0]["because"][0],
        "### When one gets in": answer["answer"],
    }.items():
        assert [code(row[0]) for row in table_after(JSON, heading)] == list(part)
    header = plan_csv(found).partition("\n")[0].split(",")
    assert all(f"`{name}`" in JSON.partition("With `--format csv` each round is a row")[2] for name in header)


def test_every_key_of_a_what_if_is_described(catalog: Catalog) -> None:
    applicant, edition = load_applicant(ROOT / "tests" / "data" / "plan" / "bj-renter.toml"), catalog.find("beijing")
    asked = {"today": date(2026, 11, 29), "earlier": catalog.earlier(edition)}
    found = what_if(applicant, edition, goal="middle", **asked)  # type: ignore[arg-type]
    answer = json.loads(what_if_json(found, "en"))
    for heading, part in {
        "## What-ifs": answer,
        "### A round if nothing else changes": answer["rounds"][0],
        "### A step": answer["steps"][0],
        "### The smallest sets": answer["goal"],
        "### A set": answer["goal"]["sets"][0],
    }.items():
        assert [code(row[0]) for row in table_after(JSON, heading)] == list(part)
    rows = (what_if_csv(found), what_if_csv(what_if(applicant, edition, **asked)))  # type: ignore[arg-type]
    described = JSON.partition("With `--format csv` each step and round is a row")[2].partition("\n\n")[0]
    header = [name for text in rows for name in text.partition("\n")[0].split(",")]
    assert all(f"`{name}`" in described for name in header)


KINDS: dict[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "whole number": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "true": lambda value: value is True,
    "false": lambda value: value is False,
    "null": lambda value: value is None,
    "date": lambda value: isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) is not None,
    "object": lambda value: isinstance(value, dict),
    "list of text": lambda value: is_list_of(value, str),
    "list of objects": lambda value: is_list_of(value, dict),
    "list of numbers or dates": lambda value: is_list_of(value, (int, str)),
    "list of two numbers": lambda value: is_list_of(value, (int, float, type(None))) and len(value) == 2,
}
"""What the pages call the types of JSON."""

PLANNED = [
    ("beijing", "bj-renter"), ("beijing", "future"), ("beijing", "bj-young"), ("tianjin", "tj"), ("chengdu", "cd"),
    ("xian", "xa"), ("guangzhou", "gz"),
    *((city, None) for city in ("shenzhen", "hangzhou", "nanjing", "foshan", "suzhou", "jinan", "tianjin", "guangzhou")),
]  # fmt: skip


def is_list_of(value: Any, kind: type | tuple[type, ...]) -> bool:
    return isinstance(value, list) and all(isinstance(item, kind) for item in value)


def assert_as_described(part: dict[str, Any], heading: str) -> None:
    """Compare every value of an object with the type that its table gives."""
    for name, types, _ in table_after(JSON, heading):
        kinds = [kind for kind in re.split(r", or |, | or (?!dates)", types) if kind]
        assert any(KINDS[kind](part[code(name)]) for kind in kinds), (heading, name, types, part[code(name)])
    assert {code(row[0]) for row in table_after(JSON, heading)} == part.keys()


@pytest.mark.parametrize(("city", "person"), PLANNED)
def test_plans_have_the_types_that_are_described(city: str, person: str | None, catalog: Catalog) -> None:
    file = ROOT / "policies" / city / "example.toml"
    applicant = load_applicant(file if person is None else ROOT / "tests" / "data" / "plan" / f"{person}.toml")
    edition = catalog.find_on(city, 20261129)
    answer = json.loads(
        plan_json(plan(applicant, edition, 2030, today=date(2026, 11, 29), earlier=catalog.earlier(edition)), "zh")
    )
    assert_as_described(answer, "## Plans")
    assert_as_described(answer["line"], "### The line ahead")
    assert_as_described(answer["answer"], "### When one gets in")
    for row in answer["rounds"]:
        assert_as_described(row, "### A round ahead")
        for change in row["changes"]:
            assert_as_described(change, "### A change")
            for cause in change["because"]:
                assert_as_described(cause, "### A cause")
        assert all(turn.keys() == {"kind", "id", "passed"} for turn in row["turns"])


def test_every_key_of_a_comparison_is_described() -> None:
    applicant = load_applicant(ROOT / "policies" / "beijing" / "example.toml")
    standings = compare(applicant, [CATALOG.find("beijing")], date(2026, 11, 23))
    answer = json.loads(comparison_json(standings, None, "en"))
    assert list(answer) == ["schema", "estimate", "id", "cities"]
    assert [code(row[0]) for row in table_after(JSON, "### Cities")] == list(answer["cities"][0])


def test_the_shortened_json_is_part_of_the_real_one(example: dict[str, Any]) -> None:
    answer, steps = (json.loads(text, parse_float=Decimal) for text in blocks(JSON, "json"))
    assert list(answer) == [key for key in example if key not in ("facts", "counts", "derived")]
    assert is_part(answer, example)
    assert example["lines"][0]["id"] == "employment"
    assert is_part(steps, example["lines"][0])


def is_part(short: object, full: object) -> bool:
    """Tell whether a JSON value is another with items of lists and keys of objects left out."""
    match short, full:
        case dict(), dict():
            return all(key in full and is_part(value, full[key]) for key, value in short.items())
        case list(), list():
            return all(any(is_part(item, whole) for whole in full) for item in short)
        case _:
            return short == full


@pytest.mark.parametrize("text", blocks(JSON, "console"))
def test_the_csv_is_the_one_shown(text: str) -> None:
    command, _, printed = text.removeprefix("$ ").partition("\n")
    done = run(command, ROOT)
    assert (done.stdout, done.stderr, done.returncode) == (printed, "", 0)


def test_every_key_of_a_policy_is_described(catalog: Catalog) -> None:
    edition, day = catalog.find("dongguan", RoundId(2017, 0, 20170510)), date(2026, 11, 23)
    listed = json.loads(policies_json([edition], "en", day), parse_float=Decimal)
    assert (list(listed), listed["schema"]) == (["schema", "policies"], "hukou-policies/1")
    heading = listed["policies"][0]
    whole = json.loads(policy_json(edition, "en", day), parse_float=Decimal)
    rules = {key: value for key, value in whole.items() if key not in heading}
    assert (rules.pop("schema"), {key: whole[key] for key in heading}) == ("hukou-policy/1", heading)
    for title, part in {
        "### An edition in the list": heading,
        "### A published round": heading["rounds"][0],
        "### Rules of a policy": rules,
        "### A rule": whole["gates"][0],
        "### A fact": whole["facts"][0],
    }.items():
        assert [code(row[0]) for row in table_after(JSON, title)] == list(part)
    assert list(whole["routes"][0]) == ["id", "name", "note", "needs", "sources"]
    assert list(whole["routes"][0]["needs"][0]) == ["name", "rule", "sources"]
    assert list(whole["lines"][0]) == ["id", "name", "rule", "sources", "core", "group", "unseen", "note"]
    assert list(whole["documents"][0]) == ["id", "title", "number", "urls", "found_on", "confidence", "note"]


def test_a_policy_as_json_has_the_figures_of_its_file(catalog: Catalog) -> None:
    known = json.loads(policy_json(catalog.find("beijing"), "zh", date(2026, 11, 23)), parse_float=Decimal)
    (last,) = [known for known in known["rounds"] if known["round"] == 2026]
    assert (last["cutoff"], last["quota"], last["admitted"]) == (Decimal("119.92"), 6000, 6003)
    (zone,) = [line for line in known["lines"] if line["id"] == "zone"]
    assert zone["sources"][0]["quote"] == "累计12个月按满1年积分，不足12个月不积分，最高加12分"


def test_every_key_of_the_cities_is_described(catalog: Catalog) -> None:
    answer = json.loads(cities_json(catalog.profiles(["beijing"]), "en"), parse_float=Decimal)
    (city,) = answer["cities"]
    for heading, part in {
        "## Cities": answer,
        "### A city": city,
        "### Sizes": city["sizes"][0],
        "### Rules": city["rules"][0],
        "### National texts": city["national"][0],
        "### Policy": city["policy"],
    }.items():
        assert [code(row[0]) for row in table_after(JSON, heading)] == list(part)
