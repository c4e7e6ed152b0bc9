"""The cells of one row of a printout with its section, and the refusal of a row."""

from typing import Literal, NamedTuple

from hukou_cli.base.errors import Finding
from hukou_cli.base.folding import half_width
from hukou_cli.base.redaction import harmless
from hukou_cli.imports.grid import Row
from hukou_cli.imports.layout import Layout
from hukou_cli.imports.personal import without_numbers
from hukou_cli.imports.vocabulary import Kinds, Vocabulary

PassedOver = Literal["title", "heading", "blank", "sum", "note", "other_insurance", "unpaid", "top_up", "elsewhere"]
"""Why a row gives no payment and is no mistake."""


class Passed(NamedTuple):
    """A row that gives no payment, why, and the months that it is about."""

    why: PassedOver
    months: int = 0


class Table(NamedTuple):
    """What all rows of a section share: its columns, the kinds that its title names, the words, and this month."""

    layout: Layout
    kinds: Kinds
    words: Vocabulary
    this_month: int


def cell(row: Row, at: int | None) -> str:
    """Return a cell of a row; empty where the column or the cell is not there."""
    return row.cells[at] if at is not None and at < len(row.cells) else ""


def amount_text(text: str) -> str:
    """Return an amount without its unit and the commas between its digits."""
    return half_width(text).removeprefix("¥").removesuffix("元").replace(",", "")


def refused(code: str, seen: str, allowed: str = "") -> Finding:
    """Return the finding of a row that is not understood for what it holds; numbers of persons are masked."""
    values = {"seen": harmless(without_numbers(seen))}
    return Finding(code=code, values=values | ({"allowed": allowed} if allowed else {}))
