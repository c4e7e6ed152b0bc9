"""The columns of a long table of dated records, mapped to the keys of records in an applicant's file."""

from collections.abc import Mapping

import msgspec

from hukou_cli.base.errors import Finding, InvalidTable
from hukou_cli.base.redaction import harmless
from hukou_cli.facts.labels import plain
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.record_keys import kinds_looked_at, record_keys
from hukou_cli.table.columns import ID, Header, special_columns
from hukou_cli.table.record_rows import KEYS
from hukou_cli.text.language import Language
from hukou_cli.text.record_table import EVENT, HEADINGS, KIND, KINDS, by_name

NEEDED = (ID, KIND, "city")
"""The columns without which no record can be read."""

_KEYS = by_name(HEADINGS)


class RecordColumns(msgspec.Struct, frozen=True):
    """The columns of a long table that are read.

    Attributes:
        id: The column that says whose the records are.
        headings: The column of each other key.
        notes: What is passed over.

    """

    id: str
    headings: Mapping[str, str]
    notes: tuple[Finding, ...] = ()


def map_record_columns(header: Header) -> RecordColumns:
    """Find the key of every column.

    Raises InvalidTable with the keys that two columns have, and with those that every record needs and no column has.
    """
    headings: dict[str, str] = {}
    own = special_columns(header.columns).get(ID)
    if own is not None:
        headings[ID] = own
    found: list[Finding] = []
    dropped: list[str] = []
    for column in header.columns:
        key = _KEYS.get(plain(column))
        if column == own:
            continue
        if key is None:
            dropped.append(harmless(column))
        elif key in headings:
            values = {"seen": harmless(headings[key]), "other": harmless(column), **_named(key)}
            found.append(header.finding("record-key-twice", **values))
        else:
            headings[key] = column
    seen = harmless(" ".join(header.columns))
    found += [header.finding("no-record-column", seen=seen, **_named(key)) for key in NEEDED if key not in headings]
    if found:
        raise InvalidTable(found)
    notes = []
    if dropped:
        notes.append(header.finding("record-columns-dropped", zh="、".join(dropped), en=", ".join(dropped)))
    return RecordColumns(headings.pop(ID), headings, tuple(notes))


def blank_records(edition: Edition, language: Language) -> list[list[str]]:
    """Return a blank table of records: a header of the columns that some count looks at, and a row for each kind.

    A row of a kind alone is nobody's, and passed over where it is not filled in.
    """
    kinds = [kind for kind in KINDS if kind in kinds_looked_at([edition])]
    asked = {EVENT if key == "kind" else key for kind in kinds for key in record_keys([edition], kind) & {*KEYS[kind]}}
    columns = [key for key in HEADINGS if key in (ID, KIND) or key in asked]
    rows = [[KINDS[kind].of(language) if key == KIND else "" for key in columns] for kind in kinds]
    return [[HEADINGS[key].of(language) for key in columns], *rows]


def _named(key: str) -> dict[str, str]:
    """Return what a column is called, as values of a finding."""
    return {"key": key, "what_en": HEADINGS[key].en, "what_zh": HEADINGS[key].zh}
