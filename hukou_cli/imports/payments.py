"""Rows of a printout as payments: what each row says was paid, what was passed over, and what was not understood."""

import msgspec

from hukou_cli.base.calendar import FIRST_MONTH, month_set, month_text, read_day
from hukou_cli.base.decimals import fen_from_text
from hukou_cli.base.errors import Finding
from hukou_cli.base.folding import half_width
from hukou_cli.facts.reading import FLAGS
from hukou_cli.imports.grid import Row
from hukou_cli.imports.layout import Layout, texts_of
from hukou_cli.imports.paid_kinds import PaidKinds, paid_kinds
from hukou_cli.imports.period import STILL, Period, read_end, read_period
from hukou_cli.imports.row_cells import Passed, Table, amount_text, cell, refused
from hukou_cli.imports.vocabulary import Kinds, Mark, Role, Vocabulary, fold
from hukou_cli.table.source.sums import SUMS

_SUM_ENDS = tuple(word for word in SUMS if not word.isascii())
_LONGEST_SUM = 12
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
        goes_on: Whether the row says that it goes on: it is read up to this month.
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
    goes_on: bool = False
    paid_in: int | None = None


Outcome = list[Payment] | Passed | Finding


def read_row(row: Row, table: Table) -> Outcome:
    """Read one row under a heading: its payments, why it has none, or what is not understood."""
    if not any(row.cells):
        return Passed("blank")
    texts = texts_of(row)
    if len(texts) == 1 and read_day(half_width(texts[0])) is not None:  # the day on which it was printed
        return Passed("note")
    period = period_of(row, table.layout)
    if period is None:
        return without_period(row, table)
    goes_on, period = period.last == STILL, until(period, table.this_month)
    if period.first < FIRST_MONTH or period.last > table.this_month:
        seen = month_text(period.last if period.last > table.this_month else period.first)
        return refused("import-month-ahead", seen, month_text(table.this_month))
    months = month_set(period.first, period.last)
    mark = _mark(row, table)
    if isinstance(mark, Finding):
        return mark
    if mark == "refunded":
        return refused("import-refunded", _span(period))
    if mark in ("unpaid", "top_up", "elsewhere"):
        return Passed(mark, months)
    kinds = paid_kinds(row, table, period)
    if isinstance(kinds, Finding | Passed):
        return kinds
    base = _base(row, table, frozenset())
    if isinstance(base, Finding):
        return base
    paid_in = None if any(map(table.layout.at, _MARKS)) else read_period(cell(row, table.layout.first("paid_on")))
    common = Payment(
        kinds=frozenset(),
        months=months,
        is_repaid=mark == "repaid",
        base=base,
        employer=cell(row, table.layout.first("employer")),
        employer_code=cell(row, table.layout.first("employer_code")),
        district=cell(row, table.layout.first("district")),
        line=row.line,
        is_marked=period.is_marked,
        goes_on=goes_on,
        paid_in=paid_in.last if paid_in else None,
    )
    return _payments(row, table, common, kinds)


def _payments(row: Row, table: Table, common: Payment, paid: list[PaidKinds]) -> list[Payment] | Finding:
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


def employment(row: Row, layout: Layout, this_month: int) -> Payment | Passed | None:
    """Read a row of where somebody worked; None where it has no month."""
    if not any(row.cells):
        return Passed("blank")
    period = period_of(row, layout)
    if period is None:
        return None
    period = until(period, this_month)
    return Payment(
        kinds=frozenset(),
        months=month_set(period.first, period.last),
        employer=cell(row, layout.first("employer")),
        district=cell(row, layout.first("district")),
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


def without_period(row: Row, table: Table) -> Passed | Finding:
    """Return why a row that names no month is passed over, or that it is not understood."""
    passed = without_month(row, table.words)
    if passed is not None:
        return passed
    cells = [cell(row, table.layout.first(role)) for role in ("month", "start", "end")]
    return refused("import-not-a-month", next(filter(None, cells), ""))


def until(period: Period, this_month: int) -> Period:
    """Return a period, up to this month where it goes on."""
    return period._replace(last=max(period.first, this_month)) if period.last == STILL else period


def period_of(row: Row, layout: Layout) -> Period | None:
    """Return the months that a row tells of; None where it names none."""
    month = cell(row, layout.first("month"))
    if month:
        return read_period(month)
    begins, ends = (cell(row, layout.first(role)) for role in ("start", "end"))
    start, last = read_period(begins), read_end(ends)
    if start is None or last is None or last < start.first:
        return None
    return Period(start.first, last, start.is_marked or "*" in ends)


def _mark(row: Row, table: Table) -> Mark | Finding:
    """Return what the columns of marks say together: the least of it."""
    said: list[Mark] = ["paid"]
    for at in table.layout.at("mark"):
        mark = table.words.mark(cell(row, at))
        if mark is None:
            return refused("import-unknown-mark", cell(row, at))
        said.append(mark)
    said += [table.words.mark(cell(row, at)) or "paid" for at in table.layout.at("remark")]
    for flag in (_flag(row, table, "is_repaid", "repaid", "paid"), _flag(row, table, "is_paid", "paid", "unpaid")):
        if isinstance(flag, Finding):
            return flag
        said += [flag] if flag else []
    order: tuple[Mark, ...] = ("refunded", "unpaid", "elsewhere", "top_up", "repaid", "paid")
    return next(mark for mark in order if mark in said)


def _flag(row: Row, table: Table, role: Role, yes: Mark, no: Mark) -> Mark | Finding | None:
    """Return what a column that answers yes or no says; an empty cell says nothing where it asks of repayment."""
    for at in table.layout.at(role):
        text = cell(row, at)
        if not text and role == "is_repaid":
            continue
        flag = FLAGS.get(fold(text), {"1": True, "0": False, "有": True, "无": False, "-": False}.get(fold(text)))
        mark = (yes if flag else no) if flag is not None else table.words.mark(text)
        return mark or refused("import-unknown-mark", text)
    return None


def _base(row: Row, table: Table, kinds: Kinds) -> int | Finding | None:
    """Return the monthly base of the row, or of kinds of insurance, in fen; None where none is told."""
    for at in table.layout.at("base", kinds):
        text = amount_text(cell(row, at))
        if table.words.is_nothing(text):
            continue
        amount = fen_from_text(text)
        return refused("import-not-an-amount", text) if amount is None else amount
    return None


def _span(period: Period) -> str:
    first, last = month_text(period.first), month_text(period.last)
    return first if first == last else f"{first} – {last}"
