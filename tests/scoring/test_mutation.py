"""Every number in a rule matters: one more or one less, and some worked example fails."""

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hukou_cli.errors import HukouError
from hukou_cli.places import path_text
from hukou_cli.policy.catalog import Catalog
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.load import build_edition, read_table
from hukou_cli.scoring.cases import Case, CaseFile, cases_beside, load_cases, run_case
from hukou_cli.texts import read_text

CATALOG = Catalog()
EDITIONS = [CATALOG.load(path) for path in CATALOG.all()]
FILES: dict[str, CaseFile] = {
    edition.path: load_cases(cases_beside(edition)) for edition in EDITIONS if cases_beside(edition).is_file()
}
RULES = (
    "dates",
    "periods",
    "district_lists",
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
WORDS = {"name", "meaning", "advice", "note", "source", "text", "choices", "id"}
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


def _is_slow(case: Case) -> bool:
    """Whether a case has facts missing, so that many combinations are gone through: these come last."""
    return "unknown" in case.expect or "decided_by" in case.expect


def changed(table: dict[str, Any], path: Place, value: Any) -> dict[str, Any]:
    copied = copy.deepcopy(table)
    at: Any = copied
    for part in path[:-1]:
        at = at[part]
    at[path[-1]] = value
    return copied


def survives(file: CaseFile, policy: dict[str, Any], vocabulary: dict[str, Any], path: str, order: list[Case]) -> bool:
    """Whether a changed rule goes unnoticed: it loads, and every worked example still passes."""
    try:
        edition = build_edition(policy, vocabulary, path)
        for at, case in enumerate(order):
            if run_case(case, file.base, edition):
                order.insert(0, order.pop(at))  # the next change is likely caught by the same one
                return False
    except (HukouError, AssertionError, ValueError):
        return False
    return True


@pytest.mark.parametrize(
    "edition", [edition for edition in EDITIONS if edition.path in FILES], ids=lambda edition: edition.id
)
def test_a_changed_number_fails_some_case(edition: Edition) -> None:
    file = FILES[edition.path]
    policy, vocabulary = read_table(read_text(Path(edition.path)), edition.path), CATALOG.vocabulary()
    order = sorted(file.case, key=_is_slow)
    rules = {key: policy[key] for key in RULES if key in policy}
    unnoticed = [
        f"{path_text(path)} = {value}"
        for path, value in numbers(rules)
        if survives(file, changed(policy, path, value), vocabulary, edition.path, order)
    ]
    surprising = [text for text in unnoticed if not any(known in text for known in file.equivalent)]
    assert not surprising, "\n".join(surprising)


def test_a_changed_number_of_the_retirement_rule_fails_some_case() -> None:
    edition = CATALOG.find("beijing")
    file = FILES[edition.path]
    policy, vocabulary = read_table(read_text(Path(edition.path)), edition.path), CATALOG.vocabulary()
    order = list(file.case)
    unnoticed = [
        f"{path_text(path)} = {value}"
        for path, value in numbers({"derived": vocabulary["derived"]})
        if survives(file, policy, changed(vocabulary, path, value), edition.path, order)
    ]
    assert not unnoticed, "\n".join(unnoticed)
