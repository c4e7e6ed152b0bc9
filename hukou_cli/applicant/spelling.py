"""Records as people write them, brought to the spelling of their tables before they are decoded."""

import datetime
from collections.abc import Mapping
from functools import lru_cache

from hukou_cli.base.decimals import whole_number
from hukou_cli.base.folding import half_width
from hukou_cli.facts.reading import FLAGS
from hukou_cli.text.records import RECORD_WORDS

GOES_ON = frozenset({"至今", "现在", "now", "present"})
"""Words such as 至今 that people write as the end of a record without an end."""

_MONTHS = ("from", "to", "back_paid", "excused", "endorsed")
_FLAGS = ("registered", "part_time", "planned")
_NAMES = ("city", "district", "level")
"""The keys whose values are names, some with brackets in full width; whoever looks them up folds them."""


def respelt(tables: Mapping[str, object]) -> dict[str, object]:
    """Return tables of records with every value in its usual spelling; what has another form stays as it is.

    Flags and options may be words of either language, months and years whole numbers, dates TOML's own, all texts in
    full width.

    An end that says that it goes on is left out.

    >>> respelt({"home": [{"tenure": "租房", "registered": "是", "from": 201401, "to": "至今"}]})
    {'home': [{'tenure': 'rented', 'registered': True, 'from': '201401'}]}
    """
    return {
        kind: [_record(record) if isinstance(record, dict) else record for record in listed]
        if isinstance(listed, list)
        else listed
        for kind, listed in tables.items()
    }


def _record(record: Mapping[str, object]) -> dict[str, object]:
    return {
        key: [_value(key, item) for item in value] if isinstance(value, list) else _value(key, value)
        for key, value in record.items()
        if not (key == "to" and isinstance(value, str) and value.strip().lower() in GOES_ON)
    }


def _value(key: str, value: object) -> object:
    """Return one value of a record by its key; a date as text, as it may be written too."""
    if isinstance(value, str):
        return _word(key, value)
    if key in _MONTHS and type(value) is int:
        return str(value)
    return value.isoformat() if isinstance(value, datetime.date) else value


@lru_cache(maxsize=1 << 14)  # a table of many people has the same words over and over
def _word(key: str, written: str) -> object:
    """Return what a text stands for."""
    if key in _NAMES:
        return written.strip()
    text = half_width(written)
    if key in _FLAGS:
        return FLAGS.get(text.lower(), text)
    if key in _MONTHS or key == "date":
        return "".join(text.split()) if "年" in text else text
    if key == "year" and text.isdecimal():
        return whole_number(text)
    return RECORD_WORDS.get(key, {}).get(text.lower(), text)
