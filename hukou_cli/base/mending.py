"""A file with mistakes of form made to fit, so that its formulas and names can be checked in the same run."""

from typing import Any

from hukou_cli.base.mismatches import mismatches, type_info

_TEXTS = ("x", "0", "2000-01", "2000")
"""Texts of which one fits any pattern of the formats: an id, a number, a month, a round."""


def mended(table: object, shape: type) -> object:
    """Return a parsed table that fits a type: what does not fit is replaced by a stand-in, what is unknown left out.

    >>> from hukou_cli.base.decoding import Model
    >>> class Round(Model):
    ...     year: int
    ...     name: str = ""
    >>> mended({"year": "soon", "name": "first", "yaer": 1}, Round)
    {'year': 0, 'name': 'first'}
    """
    return _mended(table, type_info(shape))


def _mended(value: object, kind: Any) -> object:  # noqa: ANN401 - a type of msgspec.inspect
    if not any(True for _ in mismatches(value, kind, ())):
        return value
    match type(kind).__name__, value:
        case "Metadata", _:
            return _mended(value, kind.type)
        case "UnionType", dict() | list():
            names = ("StructType", "DictType") if isinstance(value, dict) else ("VarTupleType", "ListType")
            member = next((member for member in kind.types if type(_bare(member)).__name__ in names), None)
            return _stand_in(kind) if member is None else _mended(value, member)
        case "StructType", dict():
            fields = {field.encode_name: field for field in kind.fields}
            kept = {key: _mended(item, fields[key].type) for key, item in value.items() if key in fields}
            return kept | {
                key: _stand_in(field.type) for key, field in fields.items() if field.required and key not in kept
            }
        case "DictType", dict():
            fitting = {key for key in value if not any(True for _ in mismatches(key, kind.key_type, ()))}
            return {key: _mended(item, kind.value_type) for key, item in value.items() if key in fitting}
        case (("VarTupleType" | "ListType"), list()):
            return [_mended(item, kind.item_type) for item in value] or _stand_in(kind)
        case _:
            return _stand_in(kind)


def _bare(kind: Any) -> Any:  # noqa: ANN401
    return kind.type if type(kind).__name__ == "Metadata" else kind


def _stand_in(kind: Any) -> object:  # noqa: ANN401
    """Return the plainest value of a type."""
    match type(kind).__name__:
        case "Metadata":
            return _stand_in(kind.type)
        case "UnionType":
            return _stand_in(next(member for member in kind.types if type(member).__name__ != "NoneType"))
        case "StructType":
            return {field.encode_name: _stand_in(field.type) for field in kind.fields if field.required}
        case "DictType":
            return {}
        case "VarTupleType" | "ListType":
            return [_stand_in(kind.item_type)] * (kind.min_length or 0)
        case "LiteralType":
            return kind.values[0]
        case "BoolType":
            return False
        case "IntType":
            return kind.ge or 0
        case "DateType":
            return "2000-01-01"
        case "DecimalType":
            return "0"
        case _:
            return next((text for text in _TEXTS if not any(True for _ in mismatches(text, kind, ()))), "")
