"""Tables of a TOML or JSON file into typed, frozen models, and every problem of shape at once.

``msgspec`` converts and stops at the first problem; only then is the table walked again beside the type, so that
a good file pays nothing and a bad one is told everything.
"""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import msgspec
from msgspec.inspect import type_info

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.errors import Finding, nearest
from hukou_cli.base.redaction import harmless
from hukou_cli.base.toml_source import KeyPath, line_of, path_text
from hukou_cli.text.errors import TERMS

Shape = TypeVar("Shape")


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A table of a file: typed, frozen, unknown keys refused."""


def convert(table: object, shape: type[Shape]) -> Shape | list[tuple[KeyPath, Finding]]:
    """Convert a parsed table to ``shape``, or list everything in it that does not fit, each with its path."""
    try:
        return msgspec.convert(table, shape, dec_hook=_text)
    except msgspec.ValidationError as error:
        problems = list(_problems(table, type_info(shape), ()))
        return problems or [((), Finding(code="wrong-shape", values={"reason": str(error)}))]


def _text(kind: type, value: object) -> object:
    """Take a text of a file, which stands in Chinese; one with its English laid over is taken as it is."""
    if kind is Bilingual and isinstance(value, str):
        return Bilingual(zh=value, en=value)
    if isinstance(value, kind):
        return value
    raise TypeError(kind)


def dates_as_text(value: Any) -> Any:  # noqa: ANN401 - any TOML value
    """Write every date of a parsed file as text, which serves both as a date and as a fact's value."""
    match value:
        case dict():
            return {key: dates_as_text(item) for key, item in value.items()}
        case list():
            return [dates_as_text(item) for item in value]
        case datetime.date():
            return value.isoformat()
        case _:
            return value


def unique_keys(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    """Make a JSON object of its pairs, as ``object_pairs_hook``; TOML refuses duplicate keys, ``json`` does not.

    Raises ValueError where a key is there twice.
    """
    table = dict(pairs)
    if len(table) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for at, name in enumerate(names) if name in names[:at])
        raise ValueError(f"duplicate key {twice}")
    return table


def located(problems: Sequence[tuple[KeyPath, Finding]], file: str, text: str) -> list[Finding]:
    """Turn paths into places of a file, ordered by line."""
    found = [finding.at(file=file, line=line_of(text, path), place=path_text(path)) for path, finding in problems]
    return sorted(found, key=lambda finding: finding.line)


def _problems(value: object, kind: Any, path: KeyPath) -> Iterator[tuple[KeyPath, Finding]]:  # noqa: ANN401 - a msgspec type
    """Walk a value beside its type. The types are those of ``msgspec.inspect``, matched by name."""
    match type(kind).__name__:
        case "Metadata":
            term = (kind.extra_json_schema or {}).get("title")
            for at, finding in _problems(value, kind.type, path):
                misspelt = term in TERMS and at == path and finding.code == "wrong-type"
                allowed = {**finding.values, "allowed": f"@{term}"}
                yield at, finding._replace(values=allowed) if misspelt else finding
        case "UnionType":
            yield from _in_union(value, kind, path)
        case "StructType":
            if isinstance(value, dict):
                yield from _in_struct(value, kind, path)
            else:
                term = kind.cls.__name__.lower()
                yield from _wrong(value, f"@{term}" if term in TERMS else "@table", path)
        case "DictType":
            if not isinstance(value, dict):
                yield from _wrong(value, "@table", path)
                return
            for key, item in value.items():
                yield from _problems(key, kind.key_type, (*path, key))
                yield from _problems(item, kind.value_type, (*path, key))
        case "VarTupleType" | "ListType":
            if not isinstance(value, list):
                yield from _wrong(value, "@list", path)
                return
            if len(value) < (kind.min_length or 0):
                yield from _wrong("", "@filled-list", path)
            for position, item in enumerate(value):
                yield from _problems(item, kind.item_type, (*path, position))
        case "CustomType":
            if not isinstance(value, str | kind.cls):
                yield from _wrong(value, "@text", path)
        case "LiteralType":
            if value not in kind.values:
                yield path, not_one_of(value, [str(allowed) for allowed in kind.values])
        case name:
            try:
                msgspec.convert(value, _PLAIN[name](kind))
            except msgspec.ValidationError:
                if name == "IntType" and type(value) is int:
                    values = {"seen": harmless(value), "allowed": f"{kind.ge} – {'' if kind.le is None else kind.le}"}
                    yield path, Finding(code="out-of-range", values=values)
                else:
                    yield from _wrong(value, _PLAIN_TERMS[name], path)


def _in_struct(table: dict[str, object], kind: Any, path: KeyPath) -> Iterator[tuple[KeyPath, Finding]]:  # noqa: ANN401
    fields = {field.encode_name: field for field in kind.fields}
    for key, value in table.items():
        if key in fields:
            yield from _problems(value, fields[key].type, (*path, key))
        else:
            yield (*path, key), unknown_key(key, fields)
    for key, field in fields.items():
        if field.required and key not in table:
            yield path, Finding(code="missing-key", values={"key": key})


def _in_union(value: Any, kind: Any, path: KeyPath) -> Iterator[tuple[KeyPath, Finding]]:  # noqa: ANN401
    """Blame the member of a union that is of the value's own type, else the first member that does not fit."""
    members = [member for member in kind.types if type(member).__name__ != "NoneType"]
    for member in members:
        plain = member.type if type(member).__name__ == "Metadata" else member
        if (type(value).__name__, type(plain).__name__) in _ALIKE:
            yield from _problems(value, member, path)
            return
    answers = [list(_problems(value, member, path)) for member in members]
    if all(answers):
        yield from answers[0]


def unknown_key(key: str, known: Sequence[str] | dict[str, Any]) -> Finding:
    """Say that a key means nothing here, and which it may have been meant for."""
    values = {"key": harmless(key), "nearest": nearest(key, known) or "", "allowed": " ".join(known)}
    return Finding(code="unknown-key", values=values)


def not_one_of(value: object, allowed: Sequence[str]) -> Finding:
    """Say that a word is not one of those allowed, and which it may have been meant for."""
    known = " ".join(allowed) or "@nothing"
    values = {"seen": harmless(value), "nearest": nearest(str(value), allowed) or "", "allowed": known, "help": ""}
    return Finding(code="not-one-of", values=values)


def _wrong(value: object, allowed: str, path: KeyPath) -> Iterator[tuple[KeyPath, Finding]]:
    yield path, Finding(code="wrong-type", values={"seen": harmless(value), "allowed": allowed})


_ALIKE = {
    ("dict", "StructType"),
    ("dict", "DictType"),
    ("list", "VarTupleType"),
    ("list", "ListType"),
    ("str", "StrType"),
    ("int", "IntType"),
}
"""Types of a value and the types of ``msgspec.inspect`` that hold such values."""

_PLAIN_TERMS = {
    "StrType": "@text",
    "IntType": "@whole-number",
    "DecimalType": "@number",
    "BoolType": "@flag",
    "DateType": "@date",
    "AnyType": "@text",
}


def _plain_types() -> dict[str, Any]:
    """Rebuild the plain type with its limits from what ``msgspec.inspect`` tells of it."""
    import datetime
    from decimal import Decimal
    from typing import Annotated

    def limited(plain: type, *names: str) -> Any:  # noqa: ANN401
        def build(kind: Any) -> Any:  # noqa: ANN401
            limits = {name: getattr(kind, name) for name in names if getattr(kind, name) is not None}
            return Annotated[plain, msgspec.Meta(**limits)] if limits else plain

        return build

    return {
        "StrType": limited(str, "pattern", "min_length", "max_length"),
        "IntType": limited(int, "ge", "le"),
        "DecimalType": limited(Decimal),
        "BoolType": limited(bool),
        "DateType": limited(datetime.date),
        "AnyType": limited(object),
    }


_PLAIN = _plain_types()
