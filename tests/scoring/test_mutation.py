"""Every number in a rule matters: one more or one less, and some worked example fails."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hukou_cli.base.errors import HukouError, InvalidPolicy
from hukou_cli.base.toml_source import parse_toml, path_text, read_text
from hukou_cli.policy.cases import Case, CaseFile, cases_beside, load_cases
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.load import build_edition
from hukou_cli.scoring.examples import run_case
from tests.support.catalog import CATALOG

pytestmark = pytest.mark.mutation

EDITIONS = [CATALOG.load(path) for path in CATALOG.all()]
FILES: dict[str, CaseFile] = {
    edition.path: load_cases(cases_beside(edition)) for edition in EDITIONS if cases_beside(edition).is_file()
}
RULES = (
    "dates",
    "periods",
    "district_lists",
    "wages",
    "facts",
    "derived",
    "constraint",
    "gate",
    "indicator",
    "veto",
    "route",
    "place",
    "result",
    "caveat",
)
ADVICE = ("lever", "procedure")
WORDS = {"name", "meaning", "advice", "note", "source", "text", "choices", "id"}
SLOW = 0.005
NUMBER = re.compile(r"(?<![\w.])[0-9]+(?:\.[0-9]+)?(?![\w.])")

Place = tuple[str | int, ...]


def numbers(value: Any, path: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Give every place in a table that holds a number, with the table's values one more and one less there."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in WORDS:
                yield from numbers(item, (*path, key))
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from numbers(item, (*path, at))
    elif isinstance(value, int) and not isinstance(value, bool):
        yield from ((path, value + step) for step in (1, -1))
    elif isinstance(value, str):
        for match in NUMBER.finditer(value):
            for near in around(match[0]):
                yield path, value[: match.start()] + near + value[match.end() :]


def around(number: str) -> list[str]:
    """One more and one less, in the last place written; the parts of a date keep their width."""
    digits = len(number.partition(".")[2])
    units = int(number.replace(".", ""))
    texts = [f"{units + step:0{len(number.replace('.', ''))}}" for step in (1, -1) if units + step >= 0]
    return [f"{text[:-digits]}.{text[-digits:]}" if digits else text for text in texts]


def changed(table: Any, path: Place, value: Any) -> Any:
    """Give a table with one value changed; what the path does not touch is shared with the old one."""
    if not path:
        return value
    copied: Any = list(table) if isinstance(table, list) else dict(table)
    copied[path[0]] = changed(table[path[0]], path[1:], value)
    return copied


def seconds(case: Case, file: CaseFile, edition: Edition) -> float:
    """Measure how long an example takes: with facts missing many combinations are gone through."""
    started = time.perf_counter()
    run_case(case, file.base, edition)
    return time.perf_counter() - started


class Watch:
    """The worked examples of a file: the quick ones first, among them those that speak of the rule that was changed."""

    def __init__(self, file: CaseFile, edition: Edition) -> None:
        self.file = file
        self.path = edition.path
        self.order = list(file.case)
        self.slow = {case.id for case in file.case if seconds(case, file, edition) > SLOW}
        self.words = {case.id: f"{case.facts} {case.records} {case.expect}" for case in file.case}

    def notices(self, policy: dict[str, Any], vocabulary: dict[str, Any], named: str) -> bool:
        """Tell whether a changed rule is noticed: it does not load, or some worked example fails."""
        try:
            edition = build_edition(policy, vocabulary, self.path)
            for case in sorted(self.order, key=lambda case: (case.id in self.slow, named not in self.words[case.id])):
                if run_case(case, self.file.base, edition):
                    self.order.remove(case)
                    self.order.insert(0, case)  # the next change is likely noticed by the same one
                    return True
        except (HukouError, AssertionError, ValueError):
            return True
        return False


def rule_name(policy: dict[str, Any], path: Place) -> str:
    """Give the id of the rule that a path leads into."""
    rule = policy[str(path[0])][path[1]] if len(path) > 1 else {}
    return str(rule["id"] if isinstance(rule, dict) and "id" in rule else path[1:2])


def tables_of(edition: Edition) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the tables of a policy and of the shared facts without what no example asks for; it takes time to check."""
    policy = parse_toml(read_text(Path(edition.path)), edition.path, InvalidPolicy)
    return without_advice(policy), without_advice(CATALOG.vocabulary())


def without_advice(table: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if key not in ADVICE}


@pytest.mark.parametrize(
    "edition", [edition for edition in EDITIONS if edition.path in FILES], ids=lambda edition: edition.id
)
def test_a_changed_number_fails_some_case(edition: Edition) -> None:
    watch = Watch(FILES[edition.path], edition)
    policy, vocabulary = tables_of(edition)
    rules = {key: policy[key] for key in RULES if key in policy}
    unnoticed = []
    for path, value in numbers(rules):
        text = f"{path_text(path)} = {value}"
        is_equivalent = any(known in text for known in watch.file.equivalent)
        if not is_equivalent and not watch.notices(changed(policy, path, value), vocabulary, rule_name(policy, path)):
            unnoticed.append(text)
    assert not unnoticed, "\n".join(unnoticed)


def test_a_changed_number_of_the_retirement_rule_fails_some_case() -> None:
    edition = CATALOG.find("beijing")
    watch = Watch(FILES[edition.path], edition)
    policy, vocabulary = tables_of(edition)
    unnoticed = [
        f"{path_text(path)} = {value}"
        for path, value in numbers({"derived": vocabulary["derived"]})
        if not watch.notices(policy, changed(vocabulary, path, value), "birth_date")
    ]
    assert not unnoticed, "\n".join(unnoticed)
