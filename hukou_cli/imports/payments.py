"""Rows of a printout as payments: what each row says was paid, what was passed over, and what was not understood."""

import re
from typing import Literal, NamedTuple

import msgspec

from hukou_cli.base.calendar import FIRST_MONTH, month_set, month_text, read_day
from hukou_cli.base.decimals import fen_from_text
from hukou_cli.base.errors import Finding
from hukou_cli.base.half_width import half_width
from hukou_cli.base.redaction import harmless
from hukou_cli.facts.reading import FLAGS
from hukou_cli.imports.grid import Row
from hukou_cli.imports.layout import Layout, texts_of
from hukou_cli.imports.period import Period, read_period
from hukou_cli.imports.personal import without_numbers
from hukou_cli.imports.vocabulary import Kinds, Mark, Role, Vocabulary, fold
from hukou_cli.table.rows_of_nobody import SUMS

PassedOver = Literal["title", "heading", "blank", "sum", "note", "other_insurance", "unpaid", "top_up", "elsewhere"]
"""Why a row gives no payment and is no mistake."""

_SUM_ENDS = tuple(word for word in SUMS if not word.isascii())
_LONGEST_SUM = 12
_AMOUNT = re.compile(r"[0-9]+(?:\.[0-9]*)?")
_SMALL = 100
"""Numbers under a span below it may be months; amounts of a month's insurance are not that small."""
_MARKS: tuple[Role, ...] = ("mark", "remark", "is_repaid")


class Payment(msgspec.Struct, frozen=True):
    """What one row says of one or several kinds of insurance.

    Attributes:
        kinds: The kinds of insurance.
        months: The months, as a month set.
        count: How many of them were paid, where that is fewer and which is not said; else None.
        is_repaid: Whether they were repaid later.
        base: The monthly contribution base, in fen; None where none is told.
        employer: The name of the employer; empty where none is told.
        employer_code: Its number, which stands for it where no name is told; empty where none is told.
        district: The district, as it is written; empty where none is told.
        line: The line of the row.
        is_marked: Whether some of the months, not named, were repaid.
        is_inferred: Whether the months were taken from those of work, as the row says only how many.
        paid_in: The month in which it was paid; None where that is not told, or where a mark says more.

    """

    kinds: Kinds
    months: int
    count: int | None = None
    is_repaid: bool = False
    base: int | None = None
    employer: str = ""
    employer_code: str = ""
    district: str = ""
    line: int = 0
    is_marked: bool = False
    is_inferred: bool = False
    paid_in: int | None = None


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


Outcome = list[Payment] | Passed | Finding


def read_row(row: Row, table: Table) -> Outcome:
    """Read one row under a heading: its payments, why it has none, or what is not understood."""
    if not any(row.cells):
        return Passed("blank")
    texts = texts_of(row)
    if len(texts) == 1 and read_day(half_width(texts[0])) is not None:  # the day on which it was printed
        return Passed("note")
    period = _period(row, table.layout)
    if period is None:
        return _without_period(row, table)
    if period.first < FIRST_MONTH or period.last > table.this_month:
        seen = month_text(period.last if period.last > table.this_month else period.first)
        return _finding("import-month-ahead", seen, month_text(table.this_month))
    months = month_set(period.first, period.last)
    mark = _mark(row, table)
    if isinstance(mark, Finding):
        return mark
    if mark == "refunded":
        return _finding("import-refunded", _span(period))
    if mark in ("unpaid", "top_up", "elsewhere"):
        return Passed(mark, months)
    kinds = _kinds(row, table, period)
    if isinstance(kinds, Finding | Passed):
        return kinds
    base = _base(row, table, frozenset())
    if isinstance(base, Finding):
        return base
    paid_in = None if any(map(table.layout.at, _MARKS)) else read_period(_cell(row, table.layout.first("paid_on")))
    common = Payment(
        kinds=frozenset(),
        months=months,
        is_repaid=mark == "repaid",
        base=base,
        employer=_cell(row, table.layout.first("employer")),
        employer_code=_cell(row, table.layout.first("employer_code")),
        district=_cell(row, table.layout.first("district")),
        line=row.line,
        is_marked=period.is_marked,
        paid_in=paid_in.last if paid_in else None,
    )
    return _payments(row, table, common, kinds)


class _Paid(NamedTuple):
    """Kinds that a row says were paid, whether in only so many of its months, and whether repaid."""

    kinds: Kinds
    only: int | None = None
    is_repaid: bool = False


def _payments(row: Row, table: Table, common: Payment, paid: list[_Paid]) -> list[Payment] | Finding:
    found = []
    for each in paid:
        base = _base(row, table, each.kinds)
        if isinstance(base, Finding):
            return base
        found.append(
            msgspec.structs.replace(
                common,
                kinds=each.kinds,
                count=each.only,
                is_repaid=common.is_repaid or each.is_repaid,
                base=common.base if base is None else base,
            )
        )
    return found


def employment(row: Row, layout: Layout) -> Payment | Passed | None:
    """Read a row of where somebody worked; None where it has no month."""
    if not any(row.cells):
        return Passed("blank")
    period = _period(row, layout)
    if period is None:
        return None
    return Payment(
        kinds=frozenset(),
        months=month_set(period.first, period.last),
        employer=_cell(row, layout.first("employer")),
        district=_cell(row, layout.first("district")),
        line=row.line,
    )


def without_month(row: Row, words: Vocabulary) -> Passed | None:
    """Return why a row without a month is passed over: it holds sums, or a note; None where it is neither."""
    texts = texts_of(row)
    first = fold(texts[0]).strip(":")
    is_sum = any(fold(text).strip(":") in SUMS for text in texts)
    if is_sum or first.startswith(_SUM_ENDS) or (len(first) <= _LONGEST_SUM and first.endswith(_SUM_ENDS)):
        return Passed("sum")
    is_alone = len(texts) == 1 and any(map(str.isalpha, first))
    if is_alone or first.startswith(words.words.notes) or all(":" in half_width(text) for text in texts):
        return Passed("note")
    return None


def _without_period(row: Row, table: Table) -> Passed | Finding:
    passed = without_month(row, table.words)
    if passed is not None:
        return passed
    cells = [_cell(row, table.layout.first(role)) for role in ("month", "start", "end")]
    return _finding("import-not-a-month", next(filter(None, cells), ""))


def _period(row: Row, layout: Layout) -> Period | None:
    month = _cell(row, layout.first("month"))
    if month:
        return read_period(month)
    start, end = (read_period(_cell(row, layout.first(role))) for role in ("start", "end"))
    if start is None or end is None or end.last < start.first:
        return None
    return Period(start.first, end.last, start.is_marked or end.is_marked)


def _mark(row: Row, table: Table) -> Mark | Finding:
    """Return what the columns of marks say together: the least of it."""
    said: list[Mark] = ["paid"]
    for at in table.layout.at("mark"):
        mark = table.words.mark(_cell(row, at))
        if mark is None:
            return _finding("import-unknown-mark", _cell(row, at))
        said.append(mark)
    said += [table.words.mark(_cell(row, at)) or "paid" for at in table.layout.at("remark")]
    for flag in (_flag(row, table, "is_repaid", "repaid", "paid"), _flag(row, table, "is_paid", "paid", "unpaid")):
        if isinstance(flag, Finding):
            return flag
        said += [flag] if flag else []
    order: tuple[Mark, ...] = ("refunded", "unpaid", "elsewhere", "top_up", "repaid", "paid")
    return next(mark for mark in order if mark in said)


def _flag(row: Row, table: Table, role: Role, yes: Mark, no: Mark) -> Mark | Finding | None:
    """Return what a column that answers yes or no says; an empty cell says nothing where it asks of repayment."""
    for at in table.layout.at(role):
        text = _cell(row, at)
        if not text and role == "is_repaid":
            continue
        flag = FLAGS.get(fold(text), {"1": True, "0": False, "有": True, "无": False, "-": False}.get(fold(text)))
        mark = (yes if flag else no) if flag is not None else table.words.mark(text)
        return mark or _finding("import-unknown-mark", text)
    return None


def _kinds(row: Row, table: Table, period: Period) -> list[_Paid] | Passed | Finding:
    """Return what a row says was paid; where nothing was, that it is passed over."""
    layout, words, months = table.layout, table.words, month_set(period.first, period.last)
    at = layout.first("kind")
    if at is None and layout.kinds:
        return _of_columns(row, table, period)
    kinds = table.kinds
    if at is not None:
        kinds = words.kinds_in(_cell(row, at))
        if not kinds and words.is_other_insurance(_cell(row, at)):
            return Passed("other_insurance", months)
        if not kinds:
            return _finding("import-unknown-kind", _cell(row, at))
    if not kinds:
        return Finding(code="import-no-kind")
    cells = [_cell(row, each) for role in ("base", "amount") for each in layout.at(role)]
    is_told_by_mark = bool(layout.at("mark") or layout.at("is_paid")) and not any(cells)
    if cells and all(map(words.is_nothing, cells)) and not is_told_by_mark:
        return Passed("unpaid", months)
    if wrong := _no_amounts(cells, words):
        return _finding("import-not-an-amount", wrong[0])
    count = _count(row, layout.at("months"), period)
    if isinstance(count, Finding):
        return count
    return Passed("unpaid", months) if count == 0 else [_Paid(kinds, count)]


def _of_columns(row: Row, table: Table, period: Period) -> list[_Paid] | Passed | Finding:
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


def _of_kinds(row: Row, table: Table, kinds: Kinds, period: Period) -> _Paid | Finding | None:
    """Return what the columns of some kinds of insurance say; None where that they were not paid."""
    layout, words = table.layout, table.words
    if places := layout.at("months", kinds):
        count = _count(row, places, period)
        return count if isinstance(count, Finding) else None if count == 0 else _Paid(kinds, count)
    for at in (*layout.at("mark", kinds), *layout.at(None, kinds)):
        text = _cell(row, at)
        if words.is_nothing(text):
            return None
        mark = "paid" if fold(text) in words.words.ticks else words.mark(text)
        if mark in ("paid", "repaid"):
            return _Paid(kinds, is_repaid=mark == "repaid")
        if mark is not None:
            return None if mark == "unpaid" else _finding("import-unknown-mark", text)
        return _of_number(text, kinds, period)
    cells = [_cell(row, at) for role in ("amount", "base") for at in layout.at(role, kinds)]
    if not cells or all(map(words.is_nothing, cells)):
        return None
    wrong = _no_amounts(cells, words)
    return _finding("import-not-an-amount", wrong[0]) if wrong else _Paid(kinds)


def _no_amounts(cells: list[str], words: Vocabulary) -> list[str]:
    """Return the cells that are no amounts, as those with a minus sign, which take a payment back."""
    return [cell for cell in cells if not words.is_nothing(cell) and _AMOUNT.fullmatch(_amount(cell)) is None]


def _amount(text: str) -> str:
    """Return an amount without its unit and the commas between its digits."""
    return half_width(text).removeprefix("¥").removesuffix("元").replace(",", "")


def _of_number(text: str, kinds: Kinds, period: Period) -> _Paid | Finding:
    """Read a number under a kind of insurance: the months of the span that were paid, or an amount."""
    plain = _amount(text)
    if _AMOUNT.fullmatch(plain) is None:
        return _finding("import-unknown-mark", text)
    if plain.isdecimal() and int(plain) < max(_SMALL, period.length + 1) and period.length > 1:
        return _checked_count(int(plain), text, kinds, period)
    return _Paid(kinds)


def _checked_count(count: int, text: str, kinds: Kinds, period: Period) -> _Paid | Finding:
    if count > period.length:
        return _finding("import-too-many-months", text, str(period.length))
    return _Paid(kinds, None if count == period.length else count)


def _count(row: Row, places: list[int], period: Period) -> int | Finding | None:
    """Return in how many of the months something was paid, None for all; of one month a running sum may be told."""
    for at in places[:1]:
        text = half_width(_cell(row, at)).removesuffix("个月").removesuffix("月")
        if not text and len(places) == 1:
            return 0
        if not text.isdecimal() or not text.isascii():
            return 0 if text in ("-", "--", "—") else _finding("import-not-a-count", text)
        if int(text) > period.length > 1:
            return _finding("import-too-many-months", text, str(period.length))
        return None if int(text) >= period.length else int(text)
    return None


def _base(row: Row, table: Table, kinds: Kinds) -> int | Finding | None:
    """Return the monthly base of the row, or of kinds of insurance, in fen; None where none is told."""
    for at in table.layout.at("base", kinds):
        text = _amount(_cell(row, at))
        if table.words.is_nothing(text):
            continue
        amount = fen_from_text(text)
        return _finding("import-not-an-amount", text) if amount is None else amount
    return None


def _cell(row: Row, at: int | None) -> str:
    return row.cells[at] if at is not None and at < len(row.cells) else ""


def _span(period: Period) -> str:
    first, last = month_text(period.first), month_text(period.last)
    return first if first == last else f"{first} – {last}"


def _finding(code: str, seen: str, allowed: str = "") -> Finding:
    values = {"seen": harmless(without_numbers(seen))}
    return Finding(code=code, values=values | ({"allowed": allowed} if allowed else {}))
