"""Which sheet of a workbook is the table."""

from typing import NamedTuple

from hukou_cli.base.errors import Finding, InvalidOption, InvalidTable, nearest
from hukou_cli.base.redaction import harmless
from hukou_cli.table.source.header import names_in
from hukou_cli.table.source.sheet_head import SheetHead, read_head
from hukou_cli.table.workbook.book import Sheet, Workbook


class Choice(NamedTuple):
    """The sheet that is read, its head, and a note where others have text."""

    sheet: Sheet
    head: SheetHead
    notes: tuple[Finding, ...] = ()


def choose_sheet(book: Workbook, wanted: str | None) -> Choice:
    """Return the sheet that is read: the one named, or else the first table.

    Raises:
        InvalidOption: No sheet is called as ``wanted``.
        InvalidTable: There is no text, or several sheets hold the same columns, of which only one would be read.

    """
    if wanted is not None:
        sheet = _named(book, wanted)
        head = read_head(book, sheet)
        if head is None:
            raise InvalidTable([Finding(code="table-empty", file=book.name)])
        return Choice(sheet, head)
    heads = {sheet: head for sheet in book.sheets if not sheet.is_hidden and (head := read_head(book, sheet))}
    if not heads:
        raise InvalidTable([Finding(code="table-empty", file=book.name)])
    chosen = next((sheet for sheet, head in heads.items() if head.is_table), next(iter(heads)))
    others = [sheet for sheet in heads if sheet != chosen]
    alike = [sheet for sheet in others if heads[sheet].is_table and _are_alike(heads[sheet], heads[chosen])]
    if alike:
        raise InvalidTable([Finding(code="sheets-alike", values=_names([chosen, *alike]), file=book.name)])
    if not others:
        return Choice(chosen, heads[chosen])
    values = {"sheet": harmless(chosen.name), **_names(others), "example": harmless(others[0].name)}
    return Choice(chosen, heads[chosen], (Finding(code="sheets-not-read", values=values, file=book.name),))


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
