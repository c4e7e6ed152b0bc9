"""Which insurances a row of a printout says were paid, and in how many of its months."""

import re
from typing import NamedTuple

from hukou_cli.base.calendar import month_set
from hukou_cli.base.decimals import whole_number
from hukou_cli.base.errors import Finding
from hukou_cli.base.folding import half_width
from hukou_cli.imports.grid import Row
from hukou_cli.imports.period import Period
from hukou_cli.imports.row_cells import Passed, Table, amount_text, cell, refused
from hukou_cli.imports.vocabulary import Kinds, Vocabulary, fold

_AMOUNT = re.compile(r"[0-9]+(?:\.[0-9]*)?")
_SMALL = 100
"""Numbers under a span below it may be months; amounts of a month's insurance are not that small."""


class PaidKinds(NamedTuple):
    """Kinds that a row says were paid, whether in only so many of its months, and whether repaid."""

    kinds: Kinds
    only: int | None = None
    is_repaid: bool = False


def paid_kinds(row: Row, table: Table, period: Period) -> list[PaidKinds] | Passed | Finding:
    """Return what a row says was paid; where nothing was, that it is passed over."""
    layout, words, months = table.layout, table.words, month_set(period.first, period.last)
    at = layout.first("kind")
    if at is None and layout.kinds:
        return _of_columns(row, table, period)
    kinds = table.kinds
    if at is not None:
        kinds = words.kinds_in(cell(row, at))
        if not kinds and words.is_other_insurance(cell(row, at)):
            return Passed("other_insurance", months)
        if not kinds:
            return refused("import-unknown-kind", cell(row, at))
    if not kinds:
        return Finding(code="import-no-kind")
    cells = [cell(row, each) for role in ("base", "amount") for each in layout.at(role)]
    is_told_by_mark = bool(layout.at("mark") or layout.at("is_paid")) and not any(cells)
    if cells and all(map(words.is_nothing, cells)) and not is_told_by_mark:
        return Passed("unpaid", months)
    if wrong := _no_amounts(cells, words):
        return refused("import-not-an-amount", wrong[0])
    count = _count(row, layout.at("months"), period)
    if isinstance(count, Finding):
        return count
    return Passed("unpaid", months) if count == 0 else [PaidKinds(kinds, count)]


def _of_columns(row: Row, table: Table, period: Period) -> list[PaidKinds] | Passed | Finding:
    """Return what the columns of each kind of insurance say was paid."""
    found = []
    row_count = _count(row, table.layout.at("months"), period)
    if isinstance(row_count, Finding):
        return row_count
    for kinds in table.layout.kinds:
        paid = _of_kinds(row, table, kinds, period)
        if isinstance(paid, Finding):
            return paid
        if paid is not None:
            found.append(paid._replace(only=row_count if paid.only is None else paid.only))
    return found or Passed("unpaid", month_set(period.first, period.last))


def _of_kinds(row: Row, table: Table, kinds: Kinds, period: Period) -> PaidKinds | Finding | None:
    """Return what the columns of some kinds of insurance say; None where that they were not paid."""
    layout, words = table.layout, table.words
    if places := layout.at("months", kinds):
        count = _count(row, places, period)
        return count if isinstance(count, Finding) else None if count == 0 else PaidKinds(kinds, count)
    for at in (*layout.at("mark", kinds), *layout.at(None, kinds)):
        text = cell(row, at)
        if words.is_nothing(text):
            return None
        mark = "paid" if fold(text) in words.words.ticks else words.mark(text)
        if mark in ("paid", "repaid"):
            return PaidKinds(kinds, is_repaid=mark == "repaid")
        if mark is not None:
            return None if mark == "unpaid" else refused("import-unknown-mark", text)
        return _of_number(text, kinds, period)
    cells = [cell(row, at) for role in ("amount", "base") for at in layout.at(role, kinds)]
    if not cells or all(map(words.is_nothing, cells)):
        return None
    wrong = _no_amounts(cells, words)
    return refused("import-not-an-amount", wrong[0]) if wrong else PaidKinds(kinds)


def _no_amounts(cells: list[str], words: Vocabulary) -> list[str]:
    """Return the cells that are no amounts, as those with a minus sign, which take a payment back."""
    return [cell for cell in cells if not words.is_nothing(cell) and not is_amount(cell)]


def is_amount(text: str) -> bool:
    """Return whether a cell is an amount, with or without its unit."""
    return _AMOUNT.fullmatch(amount_text(text)) is not None


def _of_number(text: str, kinds: Kinds, period: Period) -> PaidKinds | Finding:
    """Read a number under a kind of insurance: the months of the span that were paid, or an amount."""
    plain = amount_text(text)
    if not is_amount(text):
        return refused("import-unknown-mark", text)
    if plain.isdecimal() and whole_number(plain) < max(_SMALL, period.length + 1) and period.length > 1:
        return _checked_count(int(plain), text, kinds, period)
    return PaidKinds(kinds)


def _checked_count(count: int, text: str, kinds: Kinds, period: Period) -> PaidKinds | Finding:
    if count > period.length:
        return refused("import-too-many-months", text, str(period.length))
    return PaidKinds(kinds, None if count == period.length else count)


def _count(row: Row, places: list[int], period: Period) -> int | Finding | None:
    """Return in how many of the months something was paid, None for all; of one month a running sum may be told."""
    for at in places[:1]:
        text = half_width(cell(row, at)).removesuffix("个月").removesuffix("月")
        if not text and len(places) == 1:
            return 0
        if not text.isdecimal() or not text.isascii():
            return 0 if text in ("-", "--", "—") else refused("import-not-a-count", text)
        if whole_number(text) > period.length > 1:
            return refused("import-too-many-months", text, str(period.length))
        return None if whole_number(text) >= period.length else int(text)
    return None
