"""The English of a file, ``<name>.en.toml`` beside it, laid over its Chinese.

The overlay mirrors the file: a table by its key, an element of a list by its ``id``, or by its number from 1 where it
has none. It holds texts alone. Its table ``articles`` is of no table of the file: it has the English of what citations
say of where in a document, by the Chinese, since many rules cite one place.
"""

from collections.abc import Iterator, Mapping

import msgspec

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.decoding import Model
from hukou_cli.base.errors import Finding
from hukou_cli.base.mismatches import unknown_key
from hukou_cli.base.toml_source import KeyPath

Table = dict[str, object]

ARTICLES, ARTICLE = "articles", "article"
"""The table of the overlay for the places in documents, and the key of a citation whose text they are."""


class Overlaid(msgspec.Struct, frozen=True):
    """A parsed file with the English laid over, and what in the overlay could not be.

    Attributes:
        table: The file; each text that the overlay has is a ``Bilingual`` in it.
        stale: Keys of the overlay that name nothing in the file, each with its place in the overlay.
        places: For each text laid over: its place in the file, and that in the overlay.

    """

    table: Table
    stale: list[tuple[KeyPath, Finding]]
    places: dict[KeyPath, KeyPath]


def lay_over(table: Table, overlay: Mapping[str, object]) -> Overlaid:
    """Lay the English of an overlay over a parsed file.

    >>> laid = lay_over({"gate": [{"id": "permit", "name": "居住证"}]}, {"gate": {"permit": {"name": "Permit"}}})
    >>> laid.table
    {'gate': [{'id': 'permit', 'name': Bilingual(zh='居住证', en='Permit')}]}
    >>> [path for path, _ in lay_over({"gate": []}, {"gate": {"permit": {"name": "Permit"}}}).stale]
    [('gate', 'permit')]
    """
    found = Overlaid({}, [], {})
    laid = _table(table, {key: words for key, words in overlay.items() if key != ARTICLES}, ((), ()), found)
    articles = overlay.get(ARTICLES)
    if not isinstance(articles, dict):
        return Overlaid(laid, found.stale, found.places)
    cited: set[str] = set()
    with_articles = _with_articles(laid, articles, cited)
    stale = [((ARTICLES, key), no_such_text((ARTICLES, key))) for key in articles if key not in cited]
    return Overlaid(with_articles, [*found.stale, *stale], found.places)  # type: ignore[arg-type]


def _with_articles(value: object, articles: Mapping[str, object], cited: set[str]) -> object:
    """Return a parsed value with the English of every article in it; ``cited`` takes those there are."""
    match value:
        case dict():
            laid = {key: _with_articles(item, articles, cited) for key, item in value.items()}
            place = value.get(ARTICLE)
            if isinstance(place, str) and isinstance(words := articles.get(place), str):
                cited.add(place)
                laid[ARTICLE] = Bilingual(zh=place, en=words)
            return laid
        case list():
            return [_with_articles(item, articles, cited) for item in value]
        case _:
            return value


_Places = tuple[KeyPath, KeyPath]
"""Where something stands in the file, and where in the overlay."""


def _laid(value: object, words: object, at: _Places, found: Overlaid) -> object:
    match value, words:
        case str(), str():
            found.places[at[0]] = at[1]
            return Bilingual(zh=value, en=words)
        case dict(), dict():
            return _table(value, words, at, found)
        case list(), dict():
            return _list(value, words, at, found)
        case _:
            found.stale.append((at[1], no_such_text(at[1])))
            return value


def _table(table: Table, words: Mapping[str, object], at: _Places, found: Overlaid) -> Table:
    laid = dict(table)
    for key, word in words.items():
        if key in table:
            laid[key] = _laid(table[key], word, ((*at[0], key), (*at[1], key)), found)
        else:
            found.stale.append(((*at[1], key), unknown_key(key, [str(known) for known in table])))
    return laid


def _list(items: list[object], words: Mapping[str, object], at: _Places, found: Overlaid) -> list[object]:
    laid = list(items)
    keys = [str(item.get("id", number)) if isinstance(item, dict) else "" for number, item in enumerate(items, 1)]
    for key, word in words.items():
        if key in keys:
            number = keys.index(key)
            laid[number] = _laid(items[number], word, ((*at[0], number), (*at[1], key)), found)
        else:
            found.stale.append(((*at[1], key), unknown_key(key, keys)))
    return laid


def no_such_text(path: KeyPath) -> Finding:
    """Return the finding for a key of the English file that belongs to no text."""
    return Finding(code="no-such-text", values={"seen": str(path[-1])})


def texts_in(part: object, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Bilingual]]:
    """Yield every text of a decoded file with its place."""
    match part:
        case Bilingual():
            yield path, part
        case Model():
            for field in msgspec.structs.fields(part):
                yield from texts_in(getattr(part, field.name), (*path, field.encode_name))
        case dict():
            for key, item in part.items():
                yield from texts_in(item, (*path, key))
        case tuple():
            for at, item in enumerate(part):
                yield from texts_in(item, (*path, at))
        case _:
            pass
