"""Checks of a parsed table against its type: every missing or unknown key and wrong value at once, as findings."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import msgspec

from hukou_cli.base.errors import Finding, nearest
from hukou_cli.base.redaction import harmless
from hukou_cli.base.toml_source import KeyPath

Problems = Iterator[tuple[KeyPath, Finding]]
"""The findings, each with the path of the key in the file."""


@cache  # a large model takes longer to describe than a table to be walked
def type_info(shape: Any) -> Any:  # noqa: ANN401 - a type, and what ``msgspec`` makes of it
    """Return the description of a type, with those of its fields, by which a table is walked."""
    from msgspec import inspect

    return inspect.type_info(shape)


def mismatches(value: object, kind: Any, path: KeyPath) -> Problems:  # noqa: ANN401 - a msgspec type
    """Walk a value beside its type and give what does not fit. Types of ``msgspec.inspect`` are matched by name."""
    match type(kind).__name__:
        case "Metadata":
            yield from _in_named(value, kind, path)
        case "UnionType":
            yield from _in_union(value, kind, path)
        case "StructType" | "DictType" as name:
            in_table = _in_struct if name == "StructType" else _in_dict
            yield from in_table(value, kind, path) if isinstance(value, dict) else _wrong(value, "@table", path)
        case "VarTupleType" | "ListType":
            yield from _in_list(value, kind, path) if isinstance(value, list) else _wrong(value, "@list", path)
        case "CustomType":
            if not isinstance(value, str | kind.cls):
                yield from _wrong(value, "@text", path)
        case "LiteralType":
            if all(type(value) is not type(allowed) or value != allowed for allowed in kind.values):
                yield path, not_one_of(value, [str(allowed) for allowed in kind.values])
        case name:
            yield from _in_plain(value, kind, name, path)


def _in_named(value: object, kind: Any, path: KeyPath) -> Problems:  # noqa: ANN401
    """Check a type with a title; where that is a term, a value of another type is told to be none of that."""
    from hukou_cli.text.terms import TERMS  # a good file has no words to say

    term = (kind.extra_json_schema or {}).get("title")
    for at, finding in mismatches(value, kind.type, path):
        is_told = term in TERMS and at == path and finding.code == "wrong-type"
        yield at, finding._replace(values={**finding.values, "allowed": f"@{term}"}) if is_told else finding


def _in_struct(table: dict[str, object], kind: Any, path: KeyPath) -> Problems:  # noqa: ANN401
    fields = {field.encode_name: field for field in kind.fields}
    for key, value in table.items():
        if key in fields:
            yield from mismatches(value, fields[key].type, (*path, key))
        else:
            yield (*path, key), unknown_key(key, fields)
    for key, field in fields.items():
        if field.required and key not in table:
            yield path, Finding(code="missing-key", values={"key": key})


def _in_dict(table: dict[str, object], kind: Any, path: KeyPath) -> Problems:  # noqa: ANN401
    for key, item in table.items():
        yield from mismatches(key, kind.key_type, (*path, key))
        yield from mismatches(item, kind.value_type, (*path, key))


def _in_list(items: list[object], kind: Any, path: KeyPath) -> Problems:  # noqa: ANN401
    if len(items) < (kind.min_length or 0):
        yield from _wrong("", "@filled-list", path)
    for position, item in enumerate(items):
        yield from mismatches(item, kind.item_type, (*path, position))


def _in_union(value: Any, kind: Any, path: KeyPath) -> Problems:  # noqa: ANN401
    """Blame the member of a union that is of the value's own type, else the first member that does not fit."""
    members = [member for member in kind.types if type(member).__name__ != "NoneType"]
    for member in members:
        plain = member.type if type(member).__name__ == "Metadata" else member
        if (type(value).__name__, type(plain).__name__) in _ALIKE:
            yield from mismatches(value, member, path)
            return
    answers = [list(mismatches(value, member, path)) for member in members]
    if all(answers):
        yield from answers[0]


def _in_plain(value: object, kind: Any, name: str, path: KeyPath) -> Problems:  # noqa: ANN401
    """Check text, a number, a flag or a date by converting it; an integer of the wrong size is out of range."""
    try:
        msgspec.convert(value, _PLAIN[name](kind))
    except msgspec.ValidationError:
        if name == "IntType" and type(value) is int:
            values = {"seen": harmless(value), "allowed": f"{kind.ge} – {'' if kind.le is None else kind.le}"}
            yield path, Finding(code="out-of-range", values=values)
        else:
            yield from _wrong(value, _PLAIN_TERMS[name], path)


def unknown_key(key: str, known: Sequence[str] | dict[str, Any]) -> Finding:
    """Return the finding for an unknown key, with the nearest known one."""
    values = {"key": harmless(key), "nearest": nearest(key, known) or "", "allowed": " ".join(known)}
    return Finding(code="unknown-key", values=values)


def not_one_of(value: object, allowed: Sequence[str]) -> Finding:
    """Return the finding for a value that is none of those allowed, with the nearest of these."""
    known = " ".join(allowed) or "@nothing"
    values = {"seen": harmless(value), "nearest": nearest(str(value), allowed) or "", "allowed": known, "help": ""}
    return Finding(code="not-one-of", values=values)


def _wrong(value: object, allowed: str, path: KeyPath) -> Problems:
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
    """Return by name how a plain type of ``msgspec.inspect`` is rebuilt, limits included, to convert one value."""
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
