"""Which sheet of a workbook is the table."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, get_args

from hukou_cli.base.errors import Finding, InvalidOption, InvalidTable, nearest
from hukou_cli.base.redaction import harmless
from hukou_cli.facts.labels import plain
from hukou_cli.table.source.header import names_in
from hukou_cli.table.source.sheet_head import SheetHead, read_head
from hukou_cli.table.workbook.book import Sheet, Workbook
from hukou_cli.text.language import Language
from hukou_cli.text.record_table import HEADINGS, KIND, by_name
from hukou_cli.text.screen import say


class Choice(NamedTuple):
    """The sheet that is read, its head, and notes on others that have text."""

    sheet: Sheet
    head: SheetHead
    notes: tuple[Finding, ...] = ()


Wanted = Literal["people", "people_beside_records", "records"]
"""What is looked for: the people, the people where records of the same workbook are read too, or those records."""

_RECORD_SHEETS = ("记录", "逐段记录", "records", "dated records")
"""Names of a sheet of dated records."""

_BESIDE = {
    "template_sheet": ("template_help", "template_options"),
    "sheet_scores": ("sheet_rejects", "sheet_remarks"),
}
"""Titles of the sheets of people that the program writes, and of those beside them, which nobody expects to be read."""

_COLUMNS = by_name(HEADINGS)


def choose_sheet(book: Workbook, name: str | None, wanted: Wanted) -> Choice:
    """Return the sheet that is read: the one named, or else the first table of the kind wanted.

    Raises:
        InvalidOption: No sheet is called so.
        InvalidTable: There is no text, or several sheets hold the same columns, of which only one would be read.

    """
    if name is not None:
        sheet = _named(book, name)
        head = read_head(book, sheet)
        if head is None:
            raise InvalidTable([Finding(code="table-empty", file=book.name)])
        return Choice(sheet, head)
    heads = {sheet: head for sheet in book.sheets if not sheet.is_hidden and (head := read_head(book, sheet))}
    if not heads:
        raise InvalidTable([Finding(code="table-empty", file=book.name)])
    records = [sheet for sheet, head in heads.items() if _has_records(sheet, head)]
    people = [sheet for sheet in heads if sheet not in records]
    chosen, *others = _first(heads, (records if wanted == "records" else people) or [*heads])
    alike = [sheet for sheet in others if heads[sheet].is_table and _are_alike(heads[sheet], heads[chosen])]
    if alike:
        raise InvalidTable([Finding(code="sheets-alike", values=_names([chosen, *alike]), file=book.name)])
    if wanted == "records" and records:
        return Choice(chosen, heads[chosen])
    return Choice(chosen, heads[chosen], tuple(_notes(book.name, chosen, others, records, wanted)))


def _first(heads: Mapping[Sheet, SheetHead], sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return some sheets, with the first that is a table before the others."""
    first = next((sheet for sheet in sheets if heads[sheet].is_table), sheets[0])
    return [first, *(sheet for sheet in sheets if sheet != first)]


def _notes(file: str, chosen: Sheet, others: list[Sheet], records: list[Sheet], wanted: Wanted) -> Iterator[Finding]:
    """Yield notes on the sheets that are not read: those of records, and others."""
    ours = {
        say(beside, language)
        for language in get_args(Language)
        for people, names in _BESIDE.items()
        for beside in names
        if say(people, language) == chosen.name
    }
    others = [sheet for sheet in others if sheet.name not in ours]
    if others:
        values = {"sheet": harmless(chosen.name), **_names(others), "example": harmless(others[0].name)}
        yield Finding(code="sheets-not-read", values=values, file=file)
    if records and wanted == "people" and chosen not in records:
        yield Finding(code="records-not-read", values={"file": file, **_names(records)}, file=file)


def _has_records(sheet: Sheet, head: SheetHead) -> bool:
    """Return whether a sheet holds dated records, by its name or by its columns."""
    keys = {_COLUMNS.get(plain(name)) for name in head.cells}
    return plain(sheet.name) in _RECORD_SHEETS or ({KIND, "city"} <= keys and not keys.isdisjoint(("from", "year")))


def _named(book: Workbook, wanted: str) -> Sheet:
    for sheet in book.sheets:
        if sheet.name == wanted or sheet.name.strip().casefold() == wanted.strip().casefold():
            return sheet
    near = nearest(wanted, [sheet.name for sheet in book.sheets]) or ""
    values = {"seen": harmless(wanted), "nearest": harmless(near), **_names(list(book.sheets))}
    raise InvalidOption([Finding(code="no-such-sheet", values=values, file=book.name)])


def _names(sheets: list[Sheet]) -> dict[str, str]:
    names = [harmless(sheet.name) for sheet in sheets]
    return {"allowed": ", ".join(names), "allowed_zh": "、".join(names)}


def _are_alike(one: SheetHead, other: SheetHead) -> bool:
    """Return whether two sheets share more than half of their columns."""
    names, others = ({name.lower() for name in names_in(list(head.cells)) if name} for head in (one, other))
    return len(names & others) * 2 > max(len(names), len(others))
