"""The catalogues hold every word that the program says, in both languages, and no other: read from the code's AST."""

import ast
import re
import string
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from hukou_cli.base.errors import Finding
from hukou_cli.facts.types import FactType
from hukou_cli.policy.citations import Confidence
from hukou_cli.policy.lever import Asks
from hukou_cli.policy.model import Regime
from hukou_cli.policy.national import Departure
from hukou_cli.policy.procedure import PROCEDURE_PARTS
from hukou_cli.policy.rounds import ApplicationDate
from hukou_cli.policy.validation.lint import Level
from hukou_cli.rules.record_sets import SORTS, TAGS, Period
from hukou_cli.scoring.comparison import GROUPS
from hukou_cli.scoring.edition_diff import Table
from hukou_cli.scoring.population import SIDES
from hukou_cli.scoring.score_line import LineKind
from hukou_cli.table.headings import RESERVED
from hukou_cli.table.rejects import CELL, RECORD, REJECT_COLUMNS
from hukou_cli.text.errors import message, message_parts, messages
from hukou_cli.text.language import Language
from hukou_cli.text.rules import RULES
from hukou_cli.text.screen import screen_parts
from hukou_cli.text.screen_population import REASON_CODES
from hukou_cli.text.terms import TERMS
from tests.support.catalog import CATALOG
from tests.support.code import PACKAGE, nodes_of

SCREEN = {key: words for part in screen_parts() for key, words in part.items()}
CATALOGUES = {"errors": messages(), "terms": TERMS, "screen": SCREEN, "rules": RULES}

KINDS = ("insurance", "home", "permit", "study", "marriage")
DATED = ("tax", "penalty", "commendation", "blood_donation")
PARTS = ("back_paid", "excused", "endorsed")
HOMES = ("home.owned", "home.owned.half", "home.rented", "home.dormitory", "home.family")
SCREEN_BUILT = {
    *(f"column_{column}" for column in RESERVED if column != "total"),
    *(f"reject_{column}" for column in (*REJECT_COLUMNS[1:], RECORD, CELL)),
    *(f"line_{kind}" for kind in get_args(LineKind)),
    *(f"reason_{code}" for code in REASON_CODES),
    "report_made_of_many",  # handed by the commands on populations
    *(f"group_{group}" for group in GROUPS),
    *(key for regime in get_args(Regime) for key in (regime, f"{regime}_short")),
    *get_args(Confidence),
    *get_args(Departure),
    *get_args(ApplicationDate),
    *get_args(Level),
    *(f"part_{part}" for part in PROCEDURE_PARTS),
    *(f"channel_{kind}" for kind in ("portal", "window", "employer")),
    *(f"lasts_{kind}" for kind in ("working_days", "calendar_days", "days", "months")),
    *(f"type_{kind}" for kind in get_args(FactType)),
    *get_args(Table),  # the sections of a difference
    *(f"{head}_head" for head in ("case", "before", "after", "difference", "answer")),  # of a difference
    *(f"{head}_head" for head in ("city", "edition", "regime", "number", "confidence", "checked")),  # of the policies
    "insurance", "home", "permit",  # what other cities' months count as
    "months", "yuan",  # the units of a fact
    "pass", "entry_mark",  # the rules of a result
    *(f"count_{confidence}" for confidence in get_args(Confidence)),  # the rules by confidence
    *(key for key in SCREEN if key.removesuffix("_one").removesuffix("_two") in SCREEN.keys() - {key}),  # of one or two
    "the_pass_mark", "the_entry_mark", "the_cutoff", "the_published_line",  # the line within a sentence
    *(f"{kind}_{harm}" for kind in ("absent", "present") for harm in ("bars", "costs")),  # of a default
    *(f"{what}_{when}" for what in ("edition", "document") for when in ("ended", "ends")),
    *(f"plan_not_told_{what}" for what in ("tax", "endorsed")),  # what a plan lacks
    *(f"asks_{what}" for what in get_args(Asks)),  # what a step asks
    *(f"whatif_{why}" for why in ("given_straight", "not_known")),  # why a lever cannot be tried
    *(f"population_{side}" for side in SIDES),
    *(f"population_reasons_{side}" for side in (*SIDES, "both")),
    *(f"population_only_{side}" for side in SIDES),
    *(f"simulation_ties_{ties}" for ties in ("all", "strict")),
    "simulation_complete", "simulation_list",  # what a table holds
    *(f"population_{name}_head" for name in ("gain", "lose", "mean", "sum", "people", "newly", "no_longer")),
    *(f"population_quota_{ties}" for ties in ("all", "strict", "both")),
    *(f"population_bar_{kind}" for kind in ("given", "pass_mark", "cutoff", "published_line")),  # what is to be reached
}  # fmt: skip
"""The keys that the code puts together, or takes from data."""

EVENT_TAGS = (
    "criminal", "serious_crime", "minor_crime", "detention", "public_order", "offence", "law", "tax", "credit", "market",
    "drug", "rehabilitation", "detoxification", "dishonest", "false_material", "model_worker", "moral_model", "courage",
)  # fmt: skip
RULES_BUILT = {
    "not_given", "of_records",  # where a value comes from
    "record",  # the words of a record, put together in text/rules.py
    *(f"kind.{kind}" for kind in (*KINDS, *DATED)),
    *(f"records.{kind}" for kind in (*KINDS, *PARTS, *HOMES, "home.rented.registered", "home.dormitory.registered", "study.degree", *DATED)),
    *(f"tag.{tag}" for tag in (*(tag for tags in TAGS.values() for tag in tags), "spouse", "part_time", "full_time", *EVENT_TAGS)),
    *get_args(get_type_hints(Period)["bound"]),
    "years", "months",  # completed_years, completed_months
    "broken", "tolerated",  # why months of a run are left out
}  # fmt: skip
MESSAGES_BUILT = {
    f"header-{problem}" for problem in ("not-in-encoding", "nul-byte", "line-too-long", "broken-quotes", "empty-name")
}
TERMS_BUILT = {"kind-insurance", "kind-home", "key-level", "key-kind", "place-column"}


def modules(text_module: str = "") -> Iterator[Path]:
    """Give the modules outside text/; with a name, those that import ``say`` of that module of text/."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.parent.name != "text" and (
            not text_module or re.search(rf"{text_module} import .*\bsay\b", path.read_text(encoding="utf-8"))
        ):
            yield path


@cache
def constants(module: Path) -> set[str]:
    """Give every text of a module but docstrings, parts of an f-string, keys of a dictionary and subscripts."""
    skipped: set[int] = set()
    for node in nodes_of(module):
        parts: list[ast.expr | None] = []
        match node:
            case ast.Expr(value) | ast.Subscript(slice=value):
                parts = [value] if isinstance(value, ast.Constant) else []
            case ast.Dict(keys):
                parts = [*keys]
            case ast.JoinedStr(values):
                parts = [*values]
        skipped |= {id(part) for part in parts}
    return {
        node.value
        for node in nodes_of(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped
    }


def said_directly(module: Path, text_module: str) -> set[str]:
    """Give the keys written out in calls of ``say``, under whatever name it was imported."""
    names = {
        alias.asname or alias.name
        for node in nodes_of(module)
        if isinstance(node, ast.ImportFrom) and node.module == f"hukou_cli.text.{text_module}"
        for alias in node.names
        if alias.name == "say"
    }
    calls = (node for node in nodes_of(module) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    firsts = (call.args[0] for call in calls if isinstance(call.func, ast.Name) and call.func.id in names)
    return {
        part.value
        for first in firsts
        for part in (
            [first]
            if isinstance(first, ast.Constant)
            else [first.body, first.orelse]
            if isinstance(first, ast.IfExp)
            else []
        )
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


@pytest.mark.parametrize(("text_module", "built"), [("screen", SCREEN_BUILT), ("rules", RULES_BUILT)])
def test_every_phrase_is_said_and_every_phrase_said_is_there(text_module: str, built: set[str]) -> None:
    catalogue = CATALOGUES[text_module]
    used = {text for module in modules(text_module) for text in constants(module)}
    assert set(catalogue) - used - built == set(), "said nowhere"
    missing = {
        (module, key) for module in modules() for key in said_directly(module, text_module) if key not in catalogue
    }
    assert missing == set()
    assert built <= set(catalogue)


def test_every_kind_of_event_that_a_policy_names_has_words() -> None:
    named = {node for path in CATALOG.all() for node in CATALOG.load(path).named_records}
    assert {tag for node in named if SORTS[node.kind] == "days" for tag in node.tags} - set(EVENT_TAGS) == set()


def test_every_message_is_told_and_every_message_told_is_there() -> None:
    texts = {text for module in modules() for text in constants(module)}
    in_sql = {code for text in texts for code in re.findall(r"'([a-z0-9-]+)'", text)}
    assert set(messages()) - texts - in_sql - MESSAGES_BUILT == set(), "told nowhere"
    told = {
        (module, keyword.value.value)
        for module in modules()
        for node in nodes_of(module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding"
        for keyword in node.keywords
        if keyword.arg == "code" and isinstance(keyword.value, ast.Constant)
    }
    assert {(module, code) for module, code in told if code not in messages()} == set()
    assert set(messages()) >= MESSAGES_BUILT


def test_a_message_stands_in_one_part_alone() -> None:
    assert sum(len(part) for part in message_parts()) == len(messages())


def test_every_term_is_used_and_every_term_used_is_there() -> None:
    used = {text[1:] for module in modules() for text in constants(module) if re.fullmatch(r"@[a-z-]+", text)}
    titles = {
        str(keyword.value.value)
        for module in modules()
        for node in nodes_of(module)
        if isinstance(node, ast.keyword)
        and (keyword := node).arg == "title"
        and isinstance(keyword.value, ast.Constant)
    }  # msgspec's name of a type, which a message tells where a value is of another
    assert set(TERMS) - used - titles - TERMS_BUILT == set(), "used nowhere"
    assert used <= set(TERMS)
    assert titles <= set(TERMS)


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_entry_stands_in_both_languages_with_the_same_gaps(name: str) -> None:
    for key, words in CATALOGUES[name].items():
        assert set(words) == {"zh", "en"}, key
        if name == "screen" and key in ("people", "fewer_people"):
            continue  # in units of 10,000 in Chinese, in ones in English: a gap each
        gaps = {language: gaps_of(text, language) for language, text in words.items()}
        assert gaps["zh"] == gaps["en"], key


def gaps_of(text: str, language: Language) -> list[str]:
    """Give the gaps of a template, sorted; those of one language (``city_zh``, or ``zh`` alone) without it."""
    gaps = [gap for _, gap, _, _ in string.Formatter().parse(text) if gap is not None]
    numbered = [gap or str(at) for at, gap in enumerate(gaps)]
    return sorted({gap.removesuffix(f"_{language}") for gap in numbered if gap != language})


@pytest.mark.parametrize("language", get_args(Language))
def test_every_message_begins_with_its_words_and_ends_with_its_code(language: Language) -> None:
    for code, words in messages().items():
        gaps = {gap: "…" for _, gap, _, _ in string.Formatter().parse("".join(words.values())) if gap}
        first = Finding(code=code, values=gaps).text(language).splitlines()[0]
        assert first.endswith(f" [{code}]"), code
        assert not first.startswith(code), code


HALF_WIDTH = re.compile(r"[\u4e00-\u9fff”}] ?[,:;(]|[,:;)][\u4e00-\u9fff]")
"""Punctuation of ASCII at a Chinese character or after a gap; what stands within code has others beside it."""


def test_chinese_has_its_own_punctuation() -> None:
    assert [
        key for entries in CATALOGUES.values() for key, words in entries.items() if HALF_WIDTH.search(words["zh"])
    ] == [
        "wide-signs"  # which lists the signs of ASCII
    ]
    between = re.compile(r"[\u4e00-\u9fff][,:;()][\u4e00-\u9fff]")
    pages = sorted((Path(__file__).parent.parent / "render/screens").glob("*-zh-*.txt"))
    found = [
        (page.name, line)
        for page in pages
        for line in page.read_text(encoding="utf-8").splitlines()
        if between.search(line)
    ]
    assert (found, len(pages) > 10) == ([], True)


def test_a_key_stands_in_one_part_of_the_screen_only() -> None:
    assert len(SCREEN) == sum(map(len, screen_parts()))


def test_the_same_words_stand_in_one_entry_only() -> None:
    entries: dict[tuple[str, str], Mapping[Language, str]] = {}
    doubled = []
    for name, catalogue in CATALOGUES.items():
        for key, words in catalogue.items():
            first = entries.setdefault((words["zh"], words["en"]), words)
            doubled += [f"{name}: {key}"] if first is not words else []
    assert doubled == []


def test_a_gap_is_filled_in_the_language_of_the_message() -> None:
    values = {"seen_en": "one", "seen_zh": "一", "allowed": "@flag"}
    assert message("wrong-type", values, "en")[0].startswith("“one”")
    assert message("wrong-type", values, "zh")[0].startswith("“一”")
