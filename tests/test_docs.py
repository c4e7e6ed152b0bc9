"""What the pages of ``docs/`` claim: keys, functions, examples, figures and links."""

import ast
import doctest
import inspect
import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

import hukou_cli
from hukou_cli import api, load_applicant, score
from hukou_cli.applicant import record_tables
from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.decimals import percent, ratio_text
from hukou_cli.base.decoding import Model
from hukou_cli.base.errors import InvalidPolicy
from hukou_cli.base.toml_source import names_beside
from hukou_cli.facts import types
from hukou_cli.facts.types import Value
from hukou_cli.policy import cases as policy_cases
from hukou_cli.policy import citations, model, national, procedure, round_tables, wages
from hukou_cli.policy.cases import Case, CaseFile, cases_beside, load_cases
from hukou_cli.policy.catalog import Catalog
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.policy.scaffold import new_city
from hukou_cli.policy.validation import lint
from hukou_cli.render.comparison import comparison_json
from hukou_cli.render.national import cities_json
from hukou_cli.render.plan_json import plan_csv, plan_json
from hukou_cli.render.policy_json import policies_json, policy_json
from hukou_cli.render.score_json import score_json
from hukou_cli.rules.evaluator import evaluate
from hukou_cli.rules.parser import DEEPEST, FUNCTIONS, LONGEST, MOST_DIGITS, MOST_PLACES, parse, parse_quantity
from hukou_cli.scoring import examples
from hukou_cli.scoring.comparison import compare
from hukou_cli.scoring.core_share import check_proportion
from hukou_cli.scoring.forecast import accuracy, back_test
from hukou_cli.scoring.past_lines import past_lines
from hukou_cli.scoring.plan import plan
from hukou_cli.scoring.score import count_traces
from hukou_cli.text.errors import MESSAGES
from tests.support.people import PERSON
from tests.support.program import hukou, python
from tests.support.scopes import Scope

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted(DOCS.glob("*.md"))}
PAGES["../CONTRIBUTING.md"] = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PAGES["../CHANGELOG.md"] = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
FORMAT, CITY, JSON = PAGES["policy-format.md"], PAGES["add-a-city.md"], PAGES["json.md"]
ACCURACY, APPLICANT, BATCH = PAGES["accuracy.md"], PAGES["applicant.md"], PAGES["batch.md"]
PYTHON, ARCHITECTURE = PAGES["python-api.md"], PAGES["architecture.md"]

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)

# The page of each table of keys, and the heading or the line that the table follows.
TABLES: dict[type[Model], tuple[str, str]] = {
    model.PolicyFile: (FORMAT, "## The tables"),
    model.Heading: (FORMAT, "### `[policy]`"),
    citations.Document: (FORMAT, "### `[[document]]`"),
    citations.Citation: (FORMAT, "### `source`"),
    round_tables.RoundDate: (FORMAT, "### `[dates]`"),
    types.Fact: (FORMAT, "## Facts"),
    types.Streak: (FORMAT, "#### Unbroken runs"),
    model.Readings: (FORMAT, "#### Disputed readings"),
    model.Reading: (FORMAT, "The keys of a reading:"),
    wages.WageTable: (FORMAT, "#### Wages"),
    wages.WageRow: (FORMAT, "The keys of a row:"),
    model.Vocabulary: (FORMAT, "### Shared facts"),
    model.Silence: (FORMAT, "Its one key:"),
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
    round_tables.PublishedRound: (FORMAT, "## Rounds"),
    model.PastLineTable: (FORMAT, "## The line of later rounds"),
    model.Reference: (FORMAT, "## The reference applicant"),
    model.AtLine: (FORMAT, "### `at_line`"),
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


def table_after(page: str, line: str) -> list[list[str]]:
    """Give the rows of the first table after a line of a page, without its two rows of heading."""
    _, found, rest = page.partition(f"\n{line}\n")
    assert found, line
    first = re.search(r"(?:^\|.*\n)+", rest, re.MULTILINE)
    assert first, line
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in first[0].splitlines()[2:]]


def code(cell: str) -> str:
    """Take the marks of code off a cell."""
    return cell.strip("`")


def blocks(page: str, kind: str) -> list[str]:
    """Give the fenced blocks of a kind."""
    return [text for language, text in FENCE.findall(page) if language == kind]


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
    declared = (
        value
        for module in (model, procedure, round_tables, types, policy_cases, record_tables, national, wages)
        for value in vars(module).values()
    )
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
    assert described <= set(MESSAGES)


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


@pytest.mark.parametrize("page", PAGES)
def test_the_toml_and_json_on_a_page_can_be_read(page: str) -> None:
    for text in blocks(PAGES[page], "toml"):
        tomllib.loads(text)
    for text in blocks(PAGES[page], "json"):
        json.loads(text)


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", PAGES[page]):
        if target.startswith("https://"):
            continue
        file, _, anchor = target.partition("#")
        path = (DOCS / page).parent / file
        assert not file or path.is_file(), target
        if anchor:
            text = path.read_text(encoding="utf-8") if file else PAGES[page]
            assert anchor in set(anchors(text)), target


@pytest.mark.parametrize("page", PAGES)
def test_the_files_named_are_there(page: str) -> None:
    for name in re.findall(r"`((?:tests|policies|hukou_cli|docs)/[\w./-]+)`", PAGES[page]):
        assert (ROOT / name).exists(), name


def anchors(page: str) -> Iterator[str]:
    """Give the anchors of a page's headings."""
    for heading in HEADING.findall(FENCE.sub("", page)):
        yield re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


# ---------------------------------------------------------------- the example of add-a-city.md


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


def run(command: str, at: Path) -> subprocess.CompletedProcess[str]:
    """Run a command of a page as its reader would, in a folder."""
    program, *arguments = command.split()
    assert program == "hukou"
    return hukou(*arguments, cwd=at)


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


# ---------------------------------------------------------------- json.md


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    """The example applicant's answer as JSON, with every key there is."""
    applicant = load_applicant(ROOT / "policies" / "beijing" / "example.toml")
    beijing = Catalog().find("beijing")
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
        "### When one gets in": answer["answer"],
    }.items():
        assert [code(row[0]) for row in table_after(JSON, heading)] == list(part)
    assert list(answer["rounds"][1]["changes"][0]) == ["line", "change", "usual", "because"]
    header = plan_csv(found).partition("\n")[0].split(",")
    assert all(f"`{name}`" in JSON.partition("With `--format csv` each round is a row")[2] for name in header)


def test_every_key_of_a_comparison_is_described() -> None:
    applicant = load_applicant(ROOT / "policies" / "beijing" / "example.toml")
    standings = compare(applicant, [Catalog().find("beijing")], date(2026, 11, 23))
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
    assert list(whole["documents"][0]) == ["id", "title", "number", "url", "confidence", "note"]


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


# ---------------------------------------------------------------- accuracy.md


def test_every_uncertainty_of_beijing_is_told(catalog: Catalog) -> None:
    told = {
        2026: "The measures of 2020, rounds 2020 and later:",
        2019: "The trial measures, rounds 2018 and 2019:",
    }
    for year, line in told.items():
        caveats = [caveat.id for caveat, _ in catalog.find("beijing", RoundId(year)).caveats]
        assert [code(row[0]) for row in table_after(ACCURACY, line)] == caveats


def test_the_yearly_lists_shown_are_the_rounds_of_the_policies(catalog: Catalog) -> None:
    for year, quota, cutoff, above, tied, admitted in table_after(ACCURACY, "### Seven yearly lists"):
        known = catalog.find("beijing", RoundId(int(year))).calendar.rounds[RoundId(int(year))]
        shown = [int(text.replace(",", "")) for text in (quota, above, tied, admitted)]
        assert (known.quota, known.cutoff, known.admitted) == (shown[0], Decimal(cutoff), shown[3])
        assert shown[1] + shown[2] == shown[3]


def test_the_forecasts_shown_are_made_again_from_the_policies(catalog: Catalog) -> None:
    edition = catalog.find("beijing")
    lines = past_lines(edition, catalog.earlier(edition))
    made = [
        [
            str(lines.known[trial.known - 1].round),
            str(lines.known[trial.known + trial.rounds - 1].round),
            str(trial.rounds),
            *(str(Decimal(points).scaleb(-2)) for points in (trial.band.low, trial.band.middle, trial.band.high)),
            str(Decimal(trial.line).scaleb(-2)),
            "yes" if trial.held else "no",
        ]
        for trial in back_test(lines.points)
    ]
    assert table_after(ACCURACY, "Every trial:") == made
    by_rounds = accuracy(back_test(lines.points))
    assert table_after(ACCURACY, "By rounds ahead:") == [
        [str(each.rounds), str(each.held), str(each.of), *(str(Decimal(error).scaleb(-2)) for error in errors)]
        for each in by_rounds
        for errors in [(each.mean_error, each.largest_error)]
    ]
    near = [each for each in by_rounds if each.rounds <= 3]
    assert f"{sum(each.held for each in near)} of {sum(each.of for each in near)} bands held" in ACCURACY


def test_the_shares_at_the_line_are_those_shown(catalog: Catalog) -> None:
    found = []
    for edition in map(catalog.load, catalog.all()):
        reference = edition.file.reference
        if reference is not None:
            at_line = reference.at_line
            assert at_line is not None
            figures = [str(reference.round), str(at_line.months), str(at_line.total), f"{percent(at_line.share)} %"]
            found.append([f"`{edition.id}`", *figures])
    assert table_after(ACCURACY, "### The share at the line") == found


def test_the_deduction_for_study_is_not_in_the_core(beijing: Edition) -> None:
    studied = {"degree": "master", "study_overlap_months": 36}
    facts = {**PERSON, "insured_months": 192, "own_home_months": 148, **studied}
    result = score(facts, beijing, 2022)
    lines = {line.indicator.id: line for line in result.lines}
    assert lines["study_overlap"].indicator.core is None
    text = " ".join(ACCURACY.split())
    assert f"employment {lines['employment'].points} and residence {lines['residence'].points}" in text
    assert f"of a total of {result.total} is {(result.core_share or 0) * 100:.2f} %" in text
    less = (result.core_range[0] + lines["study_overlap"].points_range[0]) / result.total_range[0]
    assert f"it would be {less * 100:.2f} %" in text


def test_the_python_of_batches_runs() -> None:
    (text,) = blocks(BATCH, "python")
    assert python(text).splitlines() == [
        "[(2, Decimal('91.67'))]",
        "[(3, 'insured_streak_months', '12.5', 'not-a-whole-number')]",
    ]


def test_the_readme_shows_what_a_batch_says(tmp_path: Path) -> None:
    (text,) = blocks((ROOT / "README.md").read_text(encoding="utf-8"), "console")
    command, _, told = text.removeprefix("$ ").partition("\n")
    (tmp_path / "tests/data").mkdir(parents=True)
    (tmp_path / "tests/data/people.csv").write_bytes((ROOT / "tests/data/people.csv").read_bytes())
    done = run(command, tmp_path)
    assert (done.stderr.split(), done.returncode) == (told.split(), 0)  # its long line is broken on the page


# ---------------------------------------------------------------- python-api.md


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
    "name", ["Applicant", "Band", "Check", "Edition", "Finding", "Forecast", "Line", "Score", "Trial"]
)
def test_the_attributes_on_the_python_page_are_there(name: str) -> None:
    shape = getattr(hukou_cli, name)
    there = {*dir(shape), *getattr(shape, "__struct_fields__", ()), *getattr(shape, "_fields", ())}
    for row in table_after(PYTHON, f"### `{name}`"):
        assert {code(attribute) for attribute in row[0].split(", ")} <= there


def test_what_the_architecture_says_where_to_find_is_there() -> None:
    table = ARCHITECTURE.partition("| where is | file | name |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| .*? \| `(hukou_cli/.*?)` \| `(\w+)` \|$", table, re.MULTILINE)
    assert len(rows) > 20
    for file, name in rows:
        assert re.search(rf"^ *(?:def |class )?{name}\b", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE), file
    for file in re.findall(r"\w+(?:/\w+)+\.py", ARCHITECTURE):
        assert any((folder / file).is_file() for folder in (ROOT, ROOT / "hukou_cli")), file
