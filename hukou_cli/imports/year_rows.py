"""Rows of a printout that tell of a year, with a column for each of its twelve months."""

from typing import NamedTuple

from hukou_cli.base.calendar import month_set, month_text
from hukou_cli.base.errors import Finding
from hukou_cli.imports.grid import Row
from hukou_cli.imports.paid_kinds import is_amount
from hukou_cli.imports.payments import Outcome, Payment, period_of, read_row, without_period
from hukou_cli.imports.row_cells import Passed, Table, cell, refused
from hukou_cli.imports.vocabulary import Column, Role, Vocabulary, fold

_MONTHS = 12


class PartlyRead(NamedTuple):
    """What is certain in a row of which some cell was not understood, and what that was."""

    payments: list[Payment]
    finding: Finding


def read_year(row: Row, table: Table) -> Outcome | PartlyRead:
    """Read one row under a heading with twelve months: each of its cells as a row of that month alone."""
    if not any(row.cells):
        return Passed("blank")
    layout, words = table.layout, table.words
    period = period_of(row, layout)
    if period is None:
        return without_period(row, table)
    if period.first % _MONTHS or period.length != _MONTHS:
        return refused("import-not-a-year", cell(row, layout.first("month")))
    payments: list[Payment] = []
    passed: list[Passed] = []
    wrong: list[Finding] = []
    kept = [*row.cells, *[""] * (len(layout.columns) - len(row.cells))][: len(layout.columns)]
    for at, column in layout.of_months:
        text = cell(row, at)
        if words.is_nothing(text):
            continue
        month = month_text(period.first + column.month - 1)
        one = Row(row.line, (*kept, month, text))
        outcome = read_row(one, table._replace(layout=layout.of_one_month[_role(text, column, words)]))
        if isinstance(outcome, Finding):
            wrong.append(outcome if month in outcome.seen else refused(outcome.code, f"{month} {outcome.seen}"))
        elif isinstance(outcome, Passed):
            passed.append(outcome)
        else:
            payments += outcome
    if wrong:
        alike = [finding.seen for finding in wrong if finding.code == wrong[0].code]
        told = Finding(code=wrong[0].code, values={**wrong[0].values, "seen": ", ".join(alike)})
        return PartlyRead(payments, told)
    if payments or passed:
        return payments or passed[0]
    return Passed("unpaid", month_set(period.first, min(period.last, max(period.first, table.this_month))))


def _role(text: str, column: Column, words: Vocabulary) -> Role | None:
    """Return what a cell under a month is: an amount, a base, a mark, or a tick, which tells no more."""
    if is_amount(text):
        return "base" if column.role == "base_of_month" else "amount"
    return None if fold(text) in words.words.ticks else "mark"
