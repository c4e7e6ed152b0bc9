"""The rows of a long table that one person has, as the tables of records that an applicant's file would have."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple, get_args

import msgspec

from hukou_cli.applicant.spelling import GOES_ON
from hukou_cli.base.errors import Finding, nearest
from hukou_cli.base.folding import half_width
from hukou_cli.base.redaction import harmless
from hukou_cli.facts.record_tables import RecordTables
from hukou_cli.records.typed_line import FLAG_WORDS
from hukou_cli.text.language import Language
from hukou_cli.text.record_table import EVENT, HEADINGS, KIND, KINDS, NONE, by_name

LISTS = ("kinds", "back_paid", "excused", "endorsed")
"""The keys whose cells hold several months or insurances."""

_WHOLE = frozenset({"五险", "五险齐全", "全部", "all"})
"""What stands for all insurances, which is what no list of them says."""

_BETWEEN = re.compile(r"[\s,，、;；/+]+")
_KIND_NAMES = by_name(KINDS)


def _keys_of_kinds() -> dict[str, tuple[str, ...]]:
    """Return the keys that a record of each kind may have, the first of them a date."""
    kinds = {field.name: get_args(field.type)[0] for field in msgspec.structs.fields(RecordTables)}
    keys = {kind: [field.encode_name for field in msgspec.structs.fields(table)] for kind, table in kinds.items()}
    return {kind: tuple(sorted(names, key=lambda name: name not in _FIRST)) for kind, names in keys.items()}


_FIRST = ("from", "date", "year")
KEYS: Mapping[str, tuple[str, ...]] = _keys_of_kinds()
"""The keys that a record of each kind may have; the first is that of its time."""

SEPARATOR = "\0"
"""Stands between the cells of a person's rows; no cell holds a NUL."""


class Misread(NamedTuple):
    """A mistake in a row of records: its line, the key of the column, and what is wrong."""

    line: int
    key: str
    finding: Finding


class PersonRecords(NamedTuple):
    """The records of one person, as ``read_records`` takes them.

    Attributes:
        tables: The records of each kind; an empty list where a row says that there is none.
        lines: The line of each record in the table.
        misread: The mistakes of rows that are not among the records, or not wholly.

    """

    tables: dict[str, list[dict[str, object]]]
    lines: dict[tuple[str, int], int]
    misread: list[Misread]


class RecordReader:
    """Reads the rows of a person.

    Args:
        keys: The key of each column in the order of the cells.
        language: The language of what is allowed.

    """

    def __init__(self, keys: Sequence[str], language: Language) -> None:
        self._keys, self._language = tuple(keys), language
        self._kind_at, self._size = self._keys.index(KIND), len(self._keys) + 1

    def read(self, text: str) -> PersonRecords:
        """Read the rows of a person: the line and the cells of each, with NULs between."""
        found = PersonRecords({}, {}, [])
        cells = text.split(SEPARATOR)
        none: dict[str, int] = {}
        for at in range(0, len(cells), self._size):
            self._read_row(int(cells[at]), cells[at + 1 : at + self._size], found, none)
        for kind, line in none.items():
            if found.tables.setdefault(kind, []):
                values = {"kind_en": KINDS[kind].en, "kind_zh": KINDS[kind].zh}
                found.misread.append(Misread(line, KEYS[kind][0], Finding("none-beside-records", values)))
        return found

    def _read_row(self, line: int, cells: Sequence[str], found: PersonRecords, none: dict[str, int]) -> None:
        """Read one row into what was found."""
        name = cells[self._kind_at]
        kind = _KIND_NAMES.get(name) or _KIND_NAMES.get(half_width(name).lower())
        if kind is None:
            allowed = [words.of(self._language) for words in KINDS.values()]
            values = {"seen": harmless(name), "nearest": nearest(name, allowed) or ""}
            values["allowed"] = ("、" if self._language == "zh" else ", ").join(allowed)
            found.misread.append(Misread(line, KIND, Finding("unknown-record-kind", values)))
            return
        record: dict[str, object] = {}
        own_keys = KEYS[kind]
        for key, cell in zip(self._keys, cells, strict=True):
            if not cell or key == KIND or not (written := cell.strip()):
                continue
            own = "kind" if key == EVENT else key
            if own not in own_keys:
                values = {"seen": harmless(written), "kind_en": KINDS[kind].en, "kind_zh": KINDS[kind].zh}
                found.misread.append(Misread(line, key, Finding("cell-not-of-kind", values)))
            elif own in _WORDED:
                if (value := _value(own, written)) is not None:
                    record[own] = value
            elif own == own_keys[0] and half_width(written).lower() in NONE:
                none[kind] = line
                return
            else:
                record[own] = written
        listed = found.tables.setdefault(kind, [])
        found.lines[kind, len(listed)] = line
        listed.append(record)


_WORDED = frozenset((*LISTS, "to", "registered", "part_time"))
"""The keys whose cells may hold words that a file has not."""


def _value(key: str, text: str) -> object:
    """Return what a cell of such a key stands for in a file; None where it stands for what is left out there."""
    word = half_width(text).lower()
    if key == "to":
        return None if word in GOES_ON else text
    if key in LISTS:
        if word in _WHOLE and key == "kinds":
            return None
        return [] if word in NONE else [part for part in _BETWEEN.split(half_width(text)) if part]
    flag = FLAG_WORDS.get(word)
    return flag[1] if flag is not None and flag[0] == key else text


def heading_of(key: str, headings: Mapping[str, str], language: Language) -> str:
    """Return the heading of a column; what it would be called where there is none."""
    return headings.get(key) or HEADINGS[key].of(language)
