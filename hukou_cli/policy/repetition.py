"""Tables written once for several, as a gate for each of the five insurances: ``each`` in a list of tables."""

import re
from collections.abc import Iterator, Mapping

from hukou_cli.base.errors import Finding
from hukou_cli.base.redaction import harmless
from hukou_cli.base.toml_source import KeyPath

Table = dict[str, object]

EACH = "each"

Origins = Mapping[str, list[int]]
"""For each list of tables: which table of the file each one comes from."""


def written_out(table: Table) -> tuple[Table, Origins]:
    """Write every table of a parsed policy file that has ``each`` once for each of its entries.

    In the copy for an entry ``{id}`` is the entry's key, and ``{name}`` its word.

    >>> gate = {"each": {"pension": "养老", "medical": "医疗"}, "id": "{id}_4", "name": "{name}满4年"}
    >>> table, origins = written_out({"gate": [{"id": "permit"}, gate]})
    >>> table["gate"][1:]
    [{'id': 'pension_4', 'name': '养老满4年'}, {'id': 'medical_4', 'name': '医疗满4年'}]
    >>> origins
    {'gate': [0, 1, 1]}
    """
    found, origins = dict(table), {}
    for key, items in table.items():
        if isinstance(items, list) and any(_entries(item) for item in items):
            copies = [(at, copy) for at, item in enumerate(items) for copy in _copies(item)]
            found[key] = [copy for _, copy in copies]
            origins[key] = [at for at, _ in copies]
    return found, origins


def origin_of(path: KeyPath, origins: Origins) -> KeyPath:
    """Return the place in the file of a place in the tables written out."""
    match path:
        case (str(table), int(at), *rest) if table in origins:
            return (table, origins[table][at], *rest)
        case _:
            return path


def unknown_placeholders(table: Table) -> Iterator[tuple[KeyPath, Finding]]:
    """Yield each ``{word}`` in a gate or indicator that no entry of ``each`` fills, with its place in the file."""
    for key in ("gate", "indicator"):
        items = table.get(key)
        for at, item in enumerate(items if isinstance(items, list) else ()):
            known = {"{id}", "{name}"} if _entries(item) else set()
            for path, text in _texts(item, (key, at)):
                seen = next((found for found in _PLACEHOLDER.findall(text) if found not in known), None)
                if seen is not None:
                    yield path, Finding(code="unknown-placeholder", values={"seen": harmless(seen)})


_PLACEHOLDER = re.compile(r"\{\w*\}")


def _texts(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    match value:
        case str():
            yield path, value
        case dict() | list():
            for key, item in value.items() if isinstance(value, dict) else enumerate(value):
                yield from _texts(item, (*path, key))
        case _:
            pass


def _entries(item: object) -> dict[str, str]:
    """Return the entries of ``each``; none where it is not a table of words, which the format refuses."""
    each = item.get(EACH) if isinstance(item, dict) else None
    return each if isinstance(each, dict) and all(isinstance(word, str) for word in each.values()) else {}


def _copies(item: object) -> list[object]:
    entries = _entries(item)
    if not entries or not isinstance(item, dict):
        return [item]
    once = {key: value for key, value in item.items() if key != EACH}
    return [_filled(once, id_, word) for id_, word in entries.items()]


def _filled(value: object, id_: str, word: str) -> object:
    match value:
        case str():
            return value.replace("{id}", id_).replace("{name}", word)
        case dict():
            return {key: _filled(item, id_, word) for key, item in value.items()}
        case list():
            return [_filled(item, id_, word) for item in value]
        case _:
            return value
