"""Problems that mistakes of form would hide: names and formulas, checked with stand-ins for what does not fit."""

import re
from collections.abc import Iterable

from hukou_cli.base.decoding import convert
from hukou_cli.base.errors import Finding
from hukou_cli.base.mending import mended
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.policy import model
from hukou_cli.policy.compiler import compile_edition
from hukou_cli.policy.vocabulary import Vocabulary

Problems = list[tuple[KeyPath, Finding]]

_NAMING = ("facts", "derived", "dates", "periods", "districts", "district_lists", "city_lists", "needs")
"""The tables whose keys are names that formulas use."""

_SYNTAX = frozenset({
    "formula-syntax", "formula-not-allowed", "formula-too-long", "formula-too-deep", "number-too-long",
    "unknown-function", "wrong-arguments",
})  # fmt: skip
"""The codes of formulas that are not of the language, whatever their names stand for."""

_WORD = re.compile("[a-z][a-z0-9_]*")


def hidden_problems(table: dict[str, object], problems: Problems, vocabulary: Vocabulary) -> Problems:
    """Return what is wrong with the names and formulas of a policy file that has mistakes of form.

    Each mistake is replaced by a stand-in and the file compiled; what a stand-in alone may cause is left out.

    Args:
        table: The parsed file.
        problems: Its mistakes of form.
        vocabulary: The facts that all cities share.

    """
    file = convert(mended(table, model.PolicyFile), model.PolicyFile)
    found = [] if isinstance(file, list) else compile_edition(file, vocabulary, "")
    replaced = [
        (*path, finding.values["key"]) if finding.code == "missing-key" else path
        for path, finding in problems
        if finding.code != "unknown-key"  # left out, not replaced
    ]
    if not isinstance(found, list):
        return []
    places, names, unnamed = set(replaced), _names(replaced), _without_name(replaced)
    around = {place[:size] for place in replaced for size in range(len(place) + 1)}
    return [
        (path, finding)
        for path, finding in found
        if path not in around
        and not any(path[:size] in places for size in range(len(path)))
        and (finding.code in _SYNTAX or not _names_any(names, unnamed, path, f"{finding.seen} {_text_at(table, path)}"))
    ]


def _names(replaced: Iterable[KeyPath]) -> set[str]:
    """Return the names that formulas use of what was replaced."""
    return {str(place[1]) for place in replaced if place[0] in _NAMING and len(place) > 1}


def _without_name(replaced: Iterable[KeyPath]) -> set[str | int]:
    """Return the tables in which what tells one entry from another was replaced."""
    return {place[0] for place in replaced if place[-1] in ("id", "group", "year", "period")}


def _names_any(names: set[str], unnamed: set[str | int], path: KeyPath, text: str) -> bool:
    """Return whether a problem names what was replaced, in its place or its ``text``: a stand-in may be its cause."""
    if names & {*_WORD.findall(text), *map(str, path[1:2])}:
        return True
    return (path[-1] == "document" and "document" in unnamed) or (path[0] in ("result", "paper") and bool(unnamed))


def _text_at(table: object, path: KeyPath) -> str:
    """Return the text at a place of a parsed file, empty where there is none."""
    for key in path:
        try:
            table = table[key]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            return ""
    return table if isinstance(table, str) else ""
