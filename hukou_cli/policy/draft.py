"""A draft: a policy file in no folder of policies. It takes its English from the edition that it was copied from."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from hukou_cli.base.errors import InvalidPolicy
from hukou_cli.base.toml_source import overlay_path, parse_toml, read_text
from hukou_cli.base.translation import ARTICLE, ARTICLES
from hukou_cli.policy.repetition import written_out

Table = dict[str, object]


def english_of_origin(table: Table, editions: Callable[[str], Sequence[Path]]) -> Table:
    """Return the English of a draft: of each text that still stands as in the edition of its city and day.

    Args:
        table: The parsed draft.
        editions: Lists the files of a city's editions, the latest first.

    Returns:
        What would stand in the file of English beside the draft; nothing where the city has no edition.

    """
    heading = table.get("policy")
    if not isinstance(heading, dict):
        return {}
    folder = "_".join(str(heading[key]) for key in ("city", "scheme") if key in heading)
    files = editions(folder)
    origin = next(
        (file for file in files if file.stem == str(heading.get("in_force_from"))), files[0] if files else None
    )
    if origin is None or not overlay_path(origin).is_file():
        return {}
    english = overlay_path(origin)
    words = parse_toml(read_text(english), str(english), InvalidPolicy)
    articles = words.pop(ARTICLES, {})
    old, _ = written_out(parse_toml(read_text(origin), str(origin), InvalidPolicy))
    new, _ = written_out(table)
    kept = _unchanged(new, old, words)
    cited = set(_articles(new))
    laid = {place: text for place, text in articles.items() if place in cited} if isinstance(articles, dict) else {}
    return {**(kept if isinstance(kept, dict) else {}), **({ARTICLES: laid} if laid else {})}


def with_english(inherited: Table, own: Mapping[str, object]) -> Table:
    """Return English with that of a draft's own laid over.

    >>> with_english({"gate": {"permit": {"name": "Permit"}}}, {"gate": {"age": {"name": "Age"}}})
    {'gate': {'permit': {'name': 'Permit'}, 'age': {'name': 'Age'}}}
    """
    merged = dict(inherited)
    for key, words in own.items():
        before = merged.get(key)
        merged[key] = with_english(before, words) if isinstance(before, dict) and isinstance(words, dict) else words
    return merged


def _unchanged(new: object, old: object, words: object) -> object:
    """Return those words of which the text is the same in both; None for none."""
    match new, old, words:
        case str(), str(), str():
            return words if new == old else None
        case dict(), dict(), dict():
            return _each(new, old, words)
        case list(), list(), dict():
            return _each(_by_key(new), _by_key(old), words)
        case _:
            return None


def _each(new: Mapping[str, object], old: Mapping[str, object], words: Mapping[str, object]) -> Table | None:
    found = {key: _unchanged(new.get(key), old.get(key), word) for key, word in words.items()}
    return {key: word for key, word in found.items() if word is not None} or None


def _by_key(items: Sequence[object]) -> Table:
    """Return the elements of a list by what the English calls them: their id, or their number from 1."""
    return {str(item.get("id", at)): item for at, item in enumerate(items, 1) if isinstance(item, dict)}


def _articles(value: object) -> "list[str]":
    """Return all that citations say of where in a document."""
    if isinstance(value, list):
        return [place for item in value for place in _articles(item)]
    if not isinstance(value, dict):
        return []
    own = [value[ARTICLE]] if isinstance(value.get(ARTICLE), str) else []
    return own + [place for item in value.values() for place in _articles(item)]
