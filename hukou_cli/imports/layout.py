"""What the columns of a printout are: its heading found, and the sections of a table that has several."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

import msgspec

from hukou_cli.imports.grid import Grid, Row
from hukou_cli.imports.period import read_period
from hukou_cli.imports.vocabulary import Column, Kinds, Role, Vocabulary, fold

_PERIODS = ("month", "month_paid", "start", "end", "paid_on")
_PERSONAL = ("person", "ignored")
MONTHS: tuple[Role, ...] = ("of_month", "base_of_month")
"""The roles of the twelve columns of a year."""

_FEWEST = 2
"""Known columns that make a row a heading, beside that of the month or within it."""

_OF_A_YEAR: tuple[Role, ...] = (*MONTHS, "month", "months", "base", "amount")
"""The roles of columns that tell of a whole year where its months have columns of their own."""

_DIGIT = re.compile(r"[0-9]")


class Layout(msgspec.Struct, frozen=True, dict=True):
    """The columns of a heading, and those of its names that are not known."""

    columns: tuple[Column | None, ...]
    unknown: tuple[str, ...] = ()

    @cached_property
    def places(self) -> dict[tuple[Role | None, Kinds], list[int]]:
        """The positions of the columns of each meaning."""
        found: dict[tuple[Role | None, Kinds], list[int]] = {}
        for at, column in enumerate(self.columns):
            if column is not None:
                found.setdefault((column.role, column.kinds), []).append(at)
        return found

    def at(self, role: Role | None, kinds: Kinds = frozenset()) -> list[int]:
        """Return the positions of the columns of a role, for some kinds of insurance or for the row."""
        return self.places.get((role, kinds), [])

    def first(self, role: Role) -> int | None:
        """Return the position of the first column of a role for the row; None where there is none."""
        return next(iter(self.at(role)), None)

    @cached_property
    def of_months(self) -> list[tuple[int, Column]]:
        """The columns for the months of a year, each with its position; none where a row tells its months itself."""
        return [(at, column) for at, column in enumerate(self.columns) if column is not None and column.month]

    @cached_property
    def of_one_month(self) -> "dict[Role | None, Layout]":
        """The layouts of what a row of a year says of one month: its other columns, the month, and its cell.

        By the role of the cell; None for one that is a tick and tells no more.
        """
        kept = [None if column is None or column.role in _OF_A_YEAR else column for column in self.columns]
        roles: tuple[Role | None, ...] = ("amount", "base", "mark", None)
        return {role: Layout((*kept, Column("month"), *([Column(role)] if role else []))) for role in roles}

    @cached_property
    def kinds(self) -> list[Kinds]:
        """The kinds of insurance that have columns of their own."""
        told = (kinds for role, kinds in self.places if role not in _PERSONAL and role not in _PERIODS)
        return [kinds for kinds in dict.fromkeys(told) if kinds]

    @property
    def is_of_employers(self) -> bool:
        """Whether the rows tell where somebody worked and nothing of payments."""
        paid: tuple[Role, ...] = ("kind", "mark", "is_repaid", "is_paid", "base", "amount", *MONTHS)
        return bool(self.at("employer")) and not self.kinds and not any(self.at(role) for role in paid)


class Section(msgspec.Struct, frozen=True):
    """Rows under one heading, the rows of titles above it, the name of its sheet; rows without a heading are notes."""

    titles: tuple[Row, ...]
    headings: tuple[Row, ...]
    rows: tuple[Row, ...]
    layout: Layout | None
    sheet: str


def sections_of(grid: Grid, words: Vocabulary) -> Iterator[Section]:
    """Yield the sections of a table, each from its titles to those of the next."""
    titles: list[Row] = []
    headings: list[Row] = []
    rows: list[Row] = []
    layout: Layout | None = None
    at = 0
    while at < len(grid.rows):
        found = _heading(grid.rows[at : at + 2], words)
        if found is None:
            rows.append(grid.rows[at])
            at += 1
            continue
        above = _titles_below(rows) if layout is not None else len(rows)
        kept, next_titles = rows[: len(rows) - above], rows[len(rows) - above :]
        if layout is not None:
            yield Section(tuple(titles), tuple(headings), tuple(kept), layout, grid.name)
        titles, rows = next_titles, []
        layout, height = found
        headings = list(grid.rows[at : at + height])
        at += height
    yield Section(tuple(titles), tuple(headings), tuple(rows), layout, grid.name)


def texts_of(row: Row) -> list[str]:
    """Return the different texts of a row, as a merged cell has the same in all that it covers."""
    return list(dict.fromkeys(filter(None, row.cells)))


def _titles_below(rows: Sequence[Row]) -> int:
    """Count the rows at the end that hold one text or none, and no month: the titles of what follows."""
    count = 0
    for row in reversed(rows):
        texts = texts_of(row)
        if len(texts) > 1 or any(read_period(text) for text in texts):
            break
        count += 1
    return count


def _heading(rows: Sequence[Row], words: Vocabulary) -> tuple[Layout, int] | None:
    """Return the layout of a heading of one row or two, and its rows; None where these are no heading."""
    cells = rows[0].cells
    if len(set(filter(None, cells))) < _FEWEST or any(_DIGIT.search(cell) and read_period(cell) for cell in cells):
        return None
    is_heading = _are_told(_columns(cells, words))
    if len(rows) > 1 and (is_heading or _adds_columns(cells, rows[1].cells, words)):
        names = _joined(cells, rows[1].cells, words)
        if names is not None and _are_told(_columns(names, words)):
            return _layout(names, words), 2
    return (_layout(cells, words), 1) if is_heading else None


def _columns(names: Sequence[str], words: Vocabulary) -> list[Column | None]:
    return [words.column(name) if name else None for name in names]


def _layout(names: Sequence[str], words: Vocabulary) -> Layout:
    columns = _columns(names, words)
    unknown = dict.fromkeys(name for name, column in zip(names, columns, strict=True) if name and column is None)
    return Layout(_resolved(columns), tuple(unknown))


def _are_told(columns: Sequence[Column | None]) -> bool:
    """Return whether columns are those of payments: the month among them, and another."""
    told = {column for column in columns if column is not None and column.role not in _PERSONAL}
    roles = {column.role for column in told if not column.kinds}
    return len(told) >= _FEWEST and (bool(roles & {"month", "month_paid"}) or {"start", "end"} <= roles)


def _adds_columns(above: Sequence[str], below: Sequence[str], words: Vocabulary) -> bool:
    """Return whether a row above a heading names columns that the heading leaves blank."""
    if any(map(_DIGIT.search, above)):
        return False
    blank = [name for at, name in enumerate(above) if name and (at >= len(below) or below[at] in ("", name))]
    return any(column is not None and column.role not in _PERSONAL for column in _columns(blank, words))


def _joined(above: Sequence[str], below: Sequence[str], words: Vocabulary) -> list[str] | None:
    """Return the names of columns under groups of columns; None where the second row is none of names."""
    size = max(len(above), len(below))
    upper, lower = [*above, *[""] * (size - len(above))], [*below, *[""] * (size - len(below))]
    own = [name for group, name in zip(upper, lower, strict=True) if name and name != group]
    known = [words.column(name) for name in own]
    if len(own) < _FEWEST or any(
        column is None or (_DIGIT.search(name) and not column.month) for name, column in zip(own, known, strict=True)
    ):
        return None
    names, group = [], ""
    for head, name in zip(upper, lower, strict=True):
        group = head or group
        whole = f"{group}{name}"
        is_whole = words.column(whole) is not None
        names.append(head if not name or name == head else whole if is_whole else name)
    return names


def _resolved(columns: Sequence[Column | None]) -> tuple[Column | None, ...]:
    """Return the columns with what ``month_paid`` means beside the others."""
    is_owed = any(column is not None and column.role in ("month", "start") for column in columns)
    role: Role = "paid_on" if is_owed else "month"
    return tuple(
        Column(role, column.kinds) if column is not None and column.role == "month_paid" else column
        for column in columns
    )


def title_kinds(section: Section, words: Vocabulary) -> Kinds:
    """Return the one kind of insurance that the nearest title, or the name of the sheet, names; none where several."""
    texts = [text for row in reversed(section.titles) for text in texts_of(row)]
    for text in (*texts, section.sheet):
        kinds = words.kinds_in(text) if ":" not in fold(text) else frozenset()
        if kinds:
            return kinds if len(kinds) == 1 else frozenset()
    return frozenset()
