"""policy-format.md and applicant.md: keys with their defaults, functions, formulas, findings of the check."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from hukou_cli.base.decimals import ratio_text
from hukou_cli.base.decoding import Model
from hukou_cli.base.errors import InvalidPolicy
from hukou_cli.facts import record_tables, types
from hukou_cli.facts.types import Value
from hukou_cli.policy import cases as policy_cases
from hukou_cli.policy import citations, lever, model, national, procedure, rounds, vocabulary, wages
from hukou_cli.policy.cases import Case, CaseFile
from hukou_cli.policy.validation import lint
from hukou_cli.rules.evaluator import evaluate
from hukou_cli.rules.parser import DEEPEST, FUNCTIONS, LONGEST, MOST_DIGITS, MOST_PLACES, parse, parse_quantity
from hukou_cli.text.errors import messages
from tests.support.pages import (
    APPLICANT,
    CITY,
    FORMAT,
    blocks,
    code,
    table_after,
)
from tests.support.program import python
from tests.support.scopes import Scope

# The page of each table of keys, and the heading or the line that the table follows.
TABLES: dict[type[Model], tuple[str, str]] = {
    model.PolicyFile: (FORMAT, "## The tables"),
    model.Heading: (FORMAT, "### `[policy]`"),
    citations.Document: (FORMAT, "### `[[document]]`"),
    citations.Citation: (FORMAT, "### `source`"),
    rounds.RoundDate: (FORMAT, "### `[dates]`"),
    types.Fact: (FORMAT, "## Facts"),
    types.Streak: (FORMAT, "#### Unbroken runs"),
    model.Readings: (FORMAT, "#### Disputed readings"),
    model.Reading: (FORMAT, "The keys of a reading:"),
    wages.WageTable: (FORMAT, "#### Wages"),
    wages.WageRow: (FORMAT, "The keys of a row:"),
    vocabulary.Vocabulary: (FORMAT, "### Shared facts"),
    vocabulary.Silence: (FORMAT, "Its one key:"),
    model.DerivedTable: (FORMAT, "## Derived quantities"),
    model.Gate: (FORMAT, "### `[[gate]]`"),
    model.Veto: (FORMAT, "### `[[veto]]`"),
    model.Constraint: (FORMAT, "### `[[constraint]]`"),
    model.Indicator: (FORMAT, "## Indicators"),
    model.Row: (FORMAT, "### Rows"),
    model.Alternative: (FORMAT, "### Best of"),
    model.Route: (FORMAT, "### `[[route]]`"),
    model.Need: (FORMAT, "The needs of a route:"),
    model.Place: (FORMAT, "### `[[place]]`"),
    procedure.Procedure: (FORMAT, "### `[procedure]`"),
    procedure.Channel: (FORMAT, "### `[[procedure.where]]`"),
    procedure.Statement: (FORMAT, "### Statements"),
    procedure.Paper: (FORMAT, "### `[[paper]]`"),
    model.Recognition: (FORMAT, "### `[[recognises]]`"),
    model.Unseen: (FORMAT, "### `[unseen]`"),
    model.Result: (FORMAT, "## The result"),
    rounds.PublishedRound: (FORMAT, "## Rounds"),
    model.PastLineTable: (FORMAT, "## The line of later rounds"),
    model.Reference: (FORMAT, "## The reference applicant"),
    model.AtLine: (FORMAT, "### `at_line`"),
    lever.Lever: (FORMAT, "## Levers"),
    lever.FalseMaterial: (FORMAT, "### `[false_material]`"),
    model.Caveat: (FORMAT, "## Caveats"),
    record_tables.InsuranceTable: (APPLICANT, "### `[[insurance]]`"),
    record_tables.HomeTable: (APPLICANT, "### `[[home]]`"),
    record_tables.PermitTable: (APPLICANT, "### `[[permit]]`"),
    record_tables.StudyTable: (APPLICANT, "### `[[study]]`"),
    record_tables.MarriageTable: (APPLICANT, "### `[[marriage]]`"),
    record_tables.TaxTable: (APPLICANT, "### `[[tax]]`"),
    record_tables.EventTable: (APPLICANT, "### Events"),
    national.CityFile: (FORMAT, "## The large cities"),
    national.Series: (FORMAT, "### `[series.ID]`"),
    national.NationalText: (FORMAT, "### `[national.ID]`"),
    national.Rule: (FORMAT, "### `[rule.ID]`"),
    national.SizeClass: (FORMAT, "### `[class.ID]`"),
    national.LargeCity: (FORMAT, "### `[city.ID]`"),
    national.Size: (FORMAT, "The keys of a size:"),
    CaseFile: (CITY, "## 12. Write the cases"),
    Case: (CITY, "Each `[[case]]` has these keys."),
}


# What the names of the formulas on policy-format.md stand for.
VALUES: dict[str, Value] = {
    "paid": 35,
    "lived": 7,
    "tax": 1250,
    "local": True,
    "degree": "master",
    "born": 19730601,
    "as_of": 20190101,
}


def default_text(field: msgspec.structs.FieldInfo) -> str:
    """Write a key's default as the tables do."""
    if field.required:
        return "required"
    default = field.default_factory() if field.default is msgspec.NODEFAULT else field.default
    match default:
        case None:
            return "none"
        case msgspec.Struct():
            return "empty"
        case ("total",):
            return '`["total"]`'
        case ("pension", *_):
            return "all five"
        case bool():
            return f"`{str(default).lower()}`"
        case str():
            return f'`"{default}"`'
        case int():
            return f"`{default}`"
        case _:
            assert not default
            return "empty"


def declared_models() -> set[type[Model]]:
    of_policies = (model, citations, procedure, rounds, types, policy_cases, national, wages, lever, vocabulary)
    declared = (value for module in (*of_policies, record_tables) for value in vars(module).values())

    return {
        item
        for item in declared
        if isinstance(item, type) and issubclass(item, Model) and item not in (Model, record_tables.RecordTables)
    }


def test_every_table_of_the_format_is_described() -> None:
    assert set(TABLES) == declared_models()


@pytest.mark.parametrize("shape", TABLES, ids=lambda shape: shape.__name__)
def test_a_table_lists_just_the_keys_there_are(shape: type[Model]) -> None:
    rows = table_after(*TABLES[shape])
    fields = msgspec.structs.fields(shape)
    assert [(code(row[0]), row[2]) for row in rows] == [(field.encode_name, default_text(field)) for field in fields]
    assert all(len(row) == 4 and row[1] and row[3] for row in rows)


def test_the_types_of_facts_and_their_largest_values() -> None:
    rows = [(code(row[0]), row[2].replace(",", "")) for row in table_after(FORMAT, "The types:")]
    largest = {kind: str(most) for kind, most in types.LARGEST.items()}
    assert rows == [(kind, largest.get(kind, "")) for kind in get_args(types.FactType)]


def test_every_function_is_described() -> None:
    described = [code(row[0]).partition("(")[0] for row in table_after(FORMAT, "### Functions")]
    assert list(dict.fromkeys(described)) == list(FUNCTIONS)


def test_the_limits_of_formulas_are_those_of_the_parser() -> None:
    text = " ".join(FORMAT.split())
    assert f"at most {LONGEST:,} characters in a formula, {DEEPEST} levels of nesting, {MOST_DIGITS} digits" in text
    assert f"rounded half up to `n` decimals, 0 to {MOST_PLACES}." in text


@pytest.mark.parametrize(("text", "expected"), [row[:2] for row in table_after(FORMAT, "### Examples")])
def test_a_formula_has_the_value_shown(text: str, expected: str) -> None:
    node = parse_quantity(code(text), Scope())
    assert ratio_text(evaluate(node, VALUES).value, node.den) == expected


@pytest.mark.parametrize(("text", "expected"), [row[:2] for row in table_after(FORMAT, "### What is refused")])
def test_a_formula_is_refused_with_the_code_shown(text: str, expected: str) -> None:
    with pytest.raises(InvalidPolicy) as caught:
        parse(code(text), Scope())
    assert [finding.code for finding in caught.value.findings] == [code(expected)]


def test_every_finding_of_the_check_is_described() -> None:
    described = {code(row[0]) for row in table_after(FORMAT, "## What the check says")}
    elsewhere = {"main-proportion", "line-not-reached", "not-at-line"}
    assert described == {*codes_found_by(Path(lint.__file__)), *elsewhere}
    assert described <= set(messages())


def codes_found_by(module: Path) -> Iterator[str]:
    """Give the codes of the findings that a module makes."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding":
            (code,) = (keyword.value for keyword in node.keywords if keyword.arg == "code")
            assert isinstance(code, ast.Constant), ast.unparse(node)
            yield str(code.value)


def test_the_query_is_printed_as_shown() -> None:
    (program,), (shown,) = blocks(FORMAT, "python"), blocks(FORMAT, "sql")
    assert shown.strip() in python(program)
