"""Policy files from disk: TOML text to an edition, with every problem in a file told at once."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from hukou_cli.base.decoding import Shape, convert, dates_as_text, located
from hukou_cli.base.errors import Finding, InvalidPolicy
from hukou_cli.base.mending import mended
from hukou_cli.base.redaction import first_unseen, harmless
from hukou_cli.base.toml_source import KeyPath, parse_toml, read_text
from hukou_cli.base.translation import lay_over, no_such_text, overlay_path
from hukou_cli.policy import model
from hukou_cli.policy.compiler import compile_edition
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.neighbours import Neighbours
from hukou_cli.policy.repetition import origin_of, written_out

Table = dict[str, object]
Problems = list[tuple[KeyPath, Finding]]


class Overlay(msgspec.Struct, frozen=True):
    """The English texts beside a file: where they stand, as they are written, and parsed."""

    path: str
    text: str
    table: Table

    def located(self, problems: Problems) -> list[Finding]:
        """Turn paths into places of the overlay."""
        return located(problems, self.path, self.text)


def load_edition(path: Path, vocabulary: Table, neighbours: Neighbours) -> Edition:
    """Load one edition. ``vocabulary`` is the parsed ``facts.toml``, whose words the file may use.

    Raises InvalidPolicy with everything that is wrong in the file, NotFound where it cannot be read.
    """
    text = read_text(path)
    edition = build_edition(parse_toml(text, str(path), InvalidPolicy), vocabulary, str(path), text, read_overlay(path))
    return msgspec.structs.replace(edition, neighbours=neighbours)


def load_translated(path: Path) -> Table:
    """Parse a TOML file and lay its English over it, if some stands beside it.

    Raises:
        InvalidPolicy: with what cannot be parsed, holds a control character, or is English of nothing.
        NotFound: where it cannot be read.

    """
    text = read_text(path)
    table, overlay = parse_toml(text, str(path), InvalidPolicy), read_overlay(path)
    check_characters(table, str(path), text, overlay)
    if overlay is None:
        return table
    laid = lay_over(table, overlay.table)
    if laid.stale:
        raise InvalidPolicy(overlay.located(laid.stale))
    return laid.table


def build_edition(
    table: Table, vocabulary: Table, path: str = "", text: str = "", overlay: Overlay | None = None
) -> Edition:
    """Build an edition from a parsed policy file and its English; ``path`` and ``text`` serve its messages.

    Raises InvalidPolicy with everything that is wrong.
    """
    check_characters(table, path, text, overlay)
    tables, origins = written_out(table)
    laid = lay_over(tables, overlay.table if overlay else {})
    shared = fit(vocabulary, model.Vocabulary, "facts.toml", "")
    filled = dates_as_text(with_shared_facts(laid.table, vocabulary))
    file = convert(filled, model.PolicyFile)
    edition = [*file, *_behind(filled, file, shared)] if isinstance(file, list) else compile_edition(file, shared, path)
    problems = edition if isinstance(edition, list) else []
    found = located([(origin_of(at, origins), found) for at, found in problems if at not in laid.places], path, text)
    if overlay:  # English of what is no text does not fit there, and is a mistake of the overlay
        no_texts = [laid.places[at] for at, _ in problems if at in laid.places]
        found += overlay.located([*laid.stale, *((at, no_such_text(at)) for at in no_texts)])
    if found or isinstance(edition, list):
        raise InvalidPolicy(found)
    return edition


def _behind(table: Table, problems: Problems, shared: model.Vocabulary) -> Problems:
    """Return what is wrong with the names and formulas of a file that has mistakes of form.

    Each mistake is replaced by a stand-in; what may be wrong because of a stand-in alone is left out.
    """
    file = convert(mended(table, model.PolicyFile), model.PolicyFile)
    found = [] if isinstance(file, list) else compile_edition(file, shared, "")
    if not isinstance(found, list):
        return []
    replaced = [
        (*path, finding.values["key"]) if finding.code == "missing-key" else path
        for path, finding in problems
        if finding.code != "unknown-key"
    ]
    names = {str(path[1]) for path in replaced if path[0] in _NAMING and len(path) > 1}
    lists = {path[0] for path in replaced if path[-1] in ("id", "group", "year", "period")}
    return [
        (path, finding)
        for path, finding in found
        if not any(path[: len(place)] == place[: len(path)] for place in replaced)
        and not names & set(_WORD.findall(f"{path[1:2]} {finding.values.get('seen', '')} {_text_at(table, path)}"))
        and not ("document" in lists and path[-1] == "document")
        and not (lists and path[0] == "result")
    ]


_NAMING = ("facts", "derived", "dates", "periods", "districts", "district_lists", "city_lists", "needs")
"""The tables whose keys are names that formulas use."""

_WORD = re.compile("[a-z][a-z0-9_]*")


def _text_at(table: object, path: KeyPath) -> str:
    """Return the text at a place of a parsed file, empty where there is none."""
    for key in path:
        try:
            table = table[key]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            return ""
    return table if isinstance(table, str) else ""


def read_overlay(path: Path) -> Overlay | None:
    """Read the English texts beside a file; None where there are none. Raises InvalidPolicy, NotFound."""
    beside = overlay_path(path)
    if not beside.is_file():
        return None
    text = read_text(beside)
    return Overlay(str(beside), text, parse_toml(text, str(beside), InvalidPolicy))


def read_heading(path: Path) -> object:
    """Parse ``[policy]`` of a policy file, with its English, and nothing after it, as that takes long."""
    overlay = overlay_path(path)
    tables = [_first_table(file) for file in (path, overlay) if file.is_file()]
    return lay_over(tables[0], tables[1] if len(tables) > 1 else {}).table.get("policy")


def _first_table(path: Path) -> Table:
    """Parse a file up to its second header."""
    text = read_text(path)
    start = text.find("\n[") + 1
    end = text.find("\n[", start)
    return parse_toml(text if end < 0 else text[:end], str(path), InvalidPolicy)


def with_shared_facts(table: Table, vocabulary: Table) -> Table:
    """Fill each fact of a policy from the shared word of the same name; what the policy says itself wins."""
    facts, shared = table.get("facts"), vocabulary.get("facts")
    if not isinstance(facts, Mapping) or not isinstance(shared, Mapping):
        return table
    filled = {
        name: {**shared.get(name, {}), **fact} if isinstance(fact, Mapping) else fact for name, fact in facts.items()
    }
    return {**table, "facts": filled}


def check_characters(table: Table, path: str, text: str, overlay: Overlay | None) -> None:
    """Raise InvalidPolicy for every text in a parsed file, or in its English, that a screen would obey."""
    found = []
    for parsed, file, written in (
        ((table, path, text), (overlay.table, overlay.path, overlay.text)) if overlay else ((table, path, text),)
    ):
        plain = bool(written) and "\\" not in written and not first_unseen(written)  # then no text in it can hold one
        found += [] if plain else located(list(control_characters(parsed, ())), file, written)
    if found:
        raise InvalidPolicy(found)


def control_characters(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, Finding]]:
    """Find every text in a parsed file that holds a character which a screen would obey."""
    match value:
        case str():
            at = first_unseen(value)
            if at:
                yield path, Finding(code="control-character", values={"seen": harmless(value)}, column=at)
        case dict():
            for key, item in value.items():
                yield from control_characters(item, (*path, key))
        case list():
            for at, item in enumerate(value):
                yield from control_characters(item, (*path, at))
        case _:
            pass


def fit(table: object, shape: type[Shape], file: str, text: str) -> Shape:
    """Convert a parsed table. Raises InvalidPolicy with everything in it that does not fit."""
    found = convert(table, shape)
    if isinstance(found, list):
        raise InvalidPolicy(located(found, file, text))
    return found
