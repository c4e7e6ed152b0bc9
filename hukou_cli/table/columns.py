"""The columns of a table, mapped to facts by id, or by label in either language."""

from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

import msgspec

from hukou_cli.base.errors import Finding, InvalidOption, InvalidTable, nearest
from hukou_cli.base.redaction import harmless
from hukou_cli.base.spreadsheet import letters_of
from hukou_cli.facts.labels import facts_by_label, plain
from hukou_cli.facts.types import Fact, RecordKind
from hukou_cli.policy.edition import Edition
from hukou_cli.text.language import Language

ID, CITY, ROUND = "id", "city", "round"

ROW = "row"
"""The column of a row's line, where no column identifies it."""

LINE, ROW_ID = "_line", "_row_id"
"""The columns of that line, and of the text that identifies the row, in the queries of a batch."""

RANK, ADMITTED, ELIGIBLE, LINE_KIND = "rank", "admitted", "eligible", "line_kind"

_NAMES = {ID: ("id", "编号"), CITY: ("city", "城市"), ROUND: ("round", "申报批次", "批次")}

_STAFF_NUMBERS = (
    "工号", "员工号", "员工编号", "职工号", "职工编号", "职工工号", "人员编号",
    "employee id", "employee no", "employee no.", "employee number", "staff id", "staff no", "staff number",
)  # fmt: skip
"""The names of a column that identifies the rows where none is called id: no name of a person, which two may bear, and
no number of a row in a sheet."""


class Header(msgspec.Struct, frozen=True):
    """The columns of a table, the place where they are named, and their types in the engine where they have one.

    ``counted`` are facts, by id, that the table has no column of: their cells are filled in from dated records.
    ``records`` are the columns that hold such records. ``lettered`` says whether it is the header of a sheet, and
    ``sheet`` which, where a workbook is read by several.
    """

    columns: Sequence[str]
    file: str = ""
    line: int = 0
    kinds: Mapping[str, str] = {}
    counted: frozenset[str] = frozenset()
    records: frozenset[str] = frozenset()
    lettered: bool = False
    sheet: str = ""

    @property
    def letters(self) -> dict[str, str] | None:
        """The letters of each column, behind the sheet that they name; None where it is none of a sheet."""
        if not self.lettered:
            return None
        named = "" if not self.sheet else f"{self.sheet}!" if self.sheet.isalnum() else f"'{self.sheet}'!"
        return {
            column: f"{named}{letters_of(at)}" for at, column in enumerate(self.columns) if column not in self.counted
        }

    def finding(self, code: str, **values: str) -> Finding:
        """Return a finding at the header."""
        return Finding(code=code, values=values, file=self.file, line=self.line)


class ColumnMap(msgspec.Struct, frozen=True):
    """The columns of a table by their meaning.

    ``facts`` has the column of each fact, ``special`` those of ``id``, ``city`` and ``round``; ``other`` are those that
    the policy does not know.
    """

    facts: Mapping[str, str]
    special: Mapping[str, str]
    other: tuple[str, ...]


def facts_asked(edition: Edition, limits: Mapping[str, tuple[int, int]]) -> dict[str, bool]:
    """Return the facts that a table may have columns for, and whether every row needs them: those come first.

    ``limits`` has the lowest and highest value of each fact; one that can have but one value is not asked for.
    """
    needed = dict.fromkeys(_missing(ColumnMap({}, {}, ()), edition, limits), True)
    asked = [name for name in edition.facts if name in edition.used or name in edition.narrowed.values()]
    return needed | {name: name in needed for name in asked if has_begun(edition.facts[name], limits[name])}


def blank_header(edition: Edition, limits: Mapping[str, tuple[int, int]], language: Language) -> list[str]:
    """Return a header with a column for everything: the id, then the facts as ``facts_asked`` lists them."""
    return column_labels(edition, facts_asked(edition, limits), language)


def column_labels(edition: Edition, facts: Iterable[str], language: Language) -> list[str]:
    """Return the headings of the id and of facts: each fact by its label, or by its id where another has that label."""
    labels = facts_by_label(edition.facts)
    names = {name: edition.facts[name].name.by_language[language] for name in facts}
    own = _NAMES[ID][0 if language == "en" else 1]
    return [own, *(label if len(labels[plain(label)]) == 1 else name for name, label in names.items())]


def names_of(header: Iterable[str]) -> dict[str, str]:
    """Return the name of each column of a table in the queries of a batch: ``_c0``, ``_c1`` and so on."""
    return {column: f"_c{at}" for at, column in enumerate(header)}


def ranking_columns(keys: int) -> list[str]:
    """Return the columns that a ranking by so many keys adds; no column of the table may have such a name."""
    names = (
        "ranked",
        "reached",
        "below",
        "line",
        "code",
        "column",
        "seen",
        "rank",
        "tied",
        *(f"key{at}" for at in range(keys)),
    )
    return [f"hukou_{name}" for name in names]


def special_columns(header: Iterable[str]) -> dict[str, str]:
    """Find the columns that name the row, its city and its round."""
    found: dict[str, str] = {}
    folded = {column: plain(column) for column in header}
    for column, word in folded.items():
        for name, labels in _NAMES.items():
            if word in labels:
                found.setdefault(name, column)
    numbers = [column for column, word in folded.items() if word.replace("_", " ") in _STAFF_NUMBERS]
    if numbers:
        found.setdefault(ID, numbers[0])
    return found


def id_notes(header: Header) -> list[Finding]:
    """Return a note where the column that identifies the rows is called otherwise than id."""
    column = special_columns(header.columns).get(ID)
    if column is None or plain(column) in _NAMES[ID]:
        return []
    return [header.finding("column-is-id", seen=harmless(column))]


def map_columns(header: Header, edition: Edition) -> ColumnMap:
    """Find the fact of every column.

    Raises InvalidTable where a column may be two facts, or a fact is in two columns.
    """
    special = special_columns(header.columns)
    labels = facts_by_label(edition.facts)
    facts: dict[str, str] = {}
    other: list[str] = []
    found: list[Finding] = []
    for column in header.columns:
        if column in special.values() or column in header.counted or column in header.records:
            continue
        meant = [column] if column in edition.facts else labels.get(plain(column), [])
        if len(meant) > 1:
            found.append(header.finding("column-ambiguous", seen=harmless(column), allowed=" ".join(meant)))
        elif not meant:
            other.append(column)
        elif meant[0] in facts:
            values = {"fact": meant[0], "seen": harmless(facts[meant[0]]), "other": harmless(column)}
            found.append(header.finding("fact-in-two-columns", **values))
        else:
            facts[meant[0]] = column
    if found:
        raise InvalidTable(found)
    counted = {name: name for name in header.counted if name in edition.facts and name not in facts}
    return ColumnMap({**facts, **counted}, special, tuple(other))


_SLIP, _GUESS = 80, 70
"""The least likeness of two names, of 100, where one is a slip of the pen, and where one may stand for the other."""


def misspelt(columns: ColumnMap, edition: Edition, likeness: int = _SLIP) -> dict[str, str]:
    """Return the columns that are no fact but spelt nearly as one that no column is, by id or label, and that fact."""
    labels = {label: facts[0] for label, facts in facts_by_label(edition.facts).items()}
    strange = [column for column in columns.other if column not in edition.neighbours.facts]
    near = {column: nearest(plain(column), labels, likeness) for column in strange}
    meant = {column: labels[label] for column, label in near.items() if label is not None}
    return {column: fact for column, fact in meant.items() if fact not in columns.facts}


def check_complete(columns: ColumnMap, edition: Edition, limits: Mapping[str, tuple[int, int]], header: Header) -> None:
    """Raise InvalidTable with the facts that every row needs and that the table has no column for."""
    near = {fact: column for column, fact in misspelt(columns, edition, _GUESS).items()}
    found = []
    for name in _missing(columns, edition, limits):
        words, column = edition.facts[name].name, near.get(name, "")
        code = "column-misspelt" if column else "no-column"
        found.append(header.finding(code, fact=name, zh=words.zh, en=words.en, seen=harmless(column)))
    records = [f"`{column}`" for column in columns.other if column in get_args(RecordKind)]
    if found and records:
        found.insert(0, header.finding("records-in-table", seen=" ".join(records)))
    if found:
        raise InvalidTable(found)


def _missing(columns: ColumnMap, edition: Edition, limits: Mapping[str, tuple[int, int]]) -> list[str]:
    missing = []
    for name, fact in edition.facts.items():
        if (
            name in columns.facts
            or name not in edition.used
            or name in edition.defaults
            or name in edition.relevance
            or not has_begun(fact, limits[name])
        ):
            continue
        by = edition.narrowed.get(name)
        if by is not None and by in columns.facts:
            continue  # the choice that narrows it may leave one option
        missing.append(name)
    return missing


def has_begun(fact: Fact, span: tuple[int, int]) -> bool:
    """Return whether months can count for a fact yet, where they count from a certain one."""
    return fact.since is None or span[0] != span[1]


def columns_named(wanted: Iterable[str], header: Header) -> tuple[str, ...]:
    """Find columns as a user names them, capitals aside; ``id``, ``city`` and ``round`` by any of their names.

    Raises InvalidOption with every one that is not there, and the nearest that is.
    """
    known = {column: column for column in header.columns}
    by_name = special_columns(known) | {plain(column): column for column in known} | known
    unknown = [name for name in wanted if plain(name) not in by_name and name not in by_name]
    if unknown:
        listed = ", ".join(map(harmless, known))
        raise InvalidOption(
            header.finding("no-such-column", seen=harmless(name), nearest=nearest(name, known) or "", allowed=listed)
            for name in unknown
        )
    return tuple(dict.fromkeys(by_name.get(name) or by_name[plain(name)] for name in wanted))


BINARY = ("FLOAT", "DOUBLE")
"""The types that hold numbers as binary fractions."""


def check_exact(columns: Iterable[str], header: Header) -> None:
    """Raise InvalidTable where columns hold binary fractions: the number that was meant cannot be told from them."""
    found = [column for column in columns if header.kinds.get(column) in BINARY]
    if found:
        raise InvalidTable(
            [Finding(code="binary-fractions", values={"seen": harmless(" ".join(found))}, file=header.file)]
        )


def check_free(kept: Sequence[str], written: Iterable[str], header: Header) -> None:
    """Raise InvalidTable where a column kept is called like another, or like one that is written, capitals aside."""
    names = [name.lower() for name in kept]
    others = {name.lower() for name in written}
    taken = [name for at, name in enumerate(kept) if names[at] in others or names[at] in names[:at]]
    if taken:
        raise InvalidTable([header.finding("column-name-taken", seen=harmless(" ".join(taken)))])
