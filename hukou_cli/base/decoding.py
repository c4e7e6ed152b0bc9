"""Decoding parsed TOML or JSON into typed, frozen models, with every problem of form at once.

``msgspec`` converts and stops at the first problem; only then is the table walked again beside the type, so that
a good file pays nothing and a bad one is told everything.
"""

import datetime
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import msgspec

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.errors import Finding
from hukou_cli.base.toml_source import KeyPath, line_of, path_text

Shape = TypeVar("Shape")
Value = TypeVar("Value", bound=Hashable)


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A table of a file: typed, frozen, unknown keys refused."""


def of_keys(shape: type[Shape], values: dict[str, Any]) -> Shape:
    """Make a table from the values of its keys, all others at their defaults: so it is kept in a compiled edition."""
    return shape(**values)


def convert(table: object, shape: type[Shape]) -> Shape | list[tuple[KeyPath, Finding]]:
    """Decode a parsed table.

    Args:
        table: The table as the parser gives it.
        shape: The type to decode it to.

    Returns:
        The value of that type, or everything in the table that does not fit, each with its path.

    """
    try:
        return msgspec.convert(table, shape, dec_hook=_text)
    except msgspec.ValidationError as error:
        from hukou_cli.base.mismatches import mismatches, type_info  # a good file has none

        problems = list(mismatches(table, type_info(shape), ()))  # type: ignore[arg-type]  # types are hashable
        place = str(error).partition("`$.")[2].rstrip("`")  # the sentence before it is about Python's types
        return problems or [((), Finding(code="wrong-shape", place=place))]


def _text(kind: type, value: object) -> object:
    """Decode a text: plain text is Chinese with no English; what is bilingual already stays as it is."""
    if kind is Bilingual and isinstance(value, str):
        return Bilingual(zh=value, en=value)
    if isinstance(value, kind):
        return value
    raise TypeError(kind)


def dates_as_text(value: Any) -> Any:  # noqa: ANN401 - any TOML value
    """Return a parsed value with every date in it as ISO text, which serves as a date and as a fact's value."""
    match value:
        case str():  # as nearly every value is
            return value
        case dict():
            return {key: dates_as_text(item) for key, item in value.items()}
        case list():
            return [dates_as_text(item) for item in value]
        case datetime.date():
            return value.isoformat()
        case _:
            return value


def unique_keys(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    """Return a JSON object from its pairs: an ``object_pairs_hook`` that refuses duplicate keys, as TOML does.

    Raises:
        ValueError: A key occurs twice.

    """
    table = dict(pairs)
    if len(table) < len(pairs):
        _, twice = next(repeats(name for name, _ in pairs))
        raise ValueError(f"duplicate key {twice}")
    return table


def repeats(values: Iterable[Value]) -> Iterator[tuple[int, Value]]:
    """Yield each value that stands earlier too, with its position, in time that grows as their number does.

    >>> [*repeats(["a", "b", "a", "a"])]
    [(2, 'a'), (3, 'a')]
    """
    seen = set()
    for at, value in enumerate(values):
        if value in seen:
            yield at, value
        seen.add(value)


def located(problems: Sequence[tuple[KeyPath, Finding]], file: str, text: str) -> list[Finding]:
    """Return findings with file, line and dotted place in the place of their paths, ordered by line."""
    found = [finding.at(file=file, line=line_of(text, path), place=path_text(path)) for path, finding in problems]
    return sorted(found, key=lambda finding: finding.line)
