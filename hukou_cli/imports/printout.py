"""A printout read as a whole: its records, and what became of every row of it."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath

import msgspec

from hukou_cli.base.calendar import read_day, spans_text
from hukou_cli.base.errors import Finding, InvalidTable
from hukou_cli.base.folding import half_width
from hukou_cli.imports.city import city_of
from hukou_cli.imports.grid import Grid, Row
from hukou_cli.imports.layout import Layout, Section, sections_of, texts_of, title_kinds
from hukou_cli.imports.payments import Payment, employment, read_row, without_month
from hukou_cli.imports.period import read_period
from hukou_cli.imports.personal import personal_cells
from hukou_cli.imports.records import counted, placed
from hukou_cli.imports.row_cells import Passed, PassedOver, Table
from hukou_cli.imports.vocabulary import KINDS, Kinds, Vocabulary
from hukou_cli.imports.year_rows import PartlyRead, read_year

_MOST_EMPLOYERS = 200
"""Employers above which a printout is not of one person."""


_MOST_SPANS = 20
"""Spans of lines that are named."""

_FEWEST_CELLS = 3
"""Cells of a row that may be a payment; one with fewer is a label and its value."""


class Printout(msgspec.Struct, frozen=True):
    """What one file says.

    Attributes:
        payments: What was paid.
        city: The city that its titles name; empty where they name none.
        rows: All rows that it has.
        passed: The rows that were passed over, by the reason.
        passed_months: The months that those were about, as month sets.
        passed_lines: The lines of those that are about no month: titles, headings, sums, notes.
        not_understood: A finding for each row that was not understood.
        unknown_columns: Names of columns that are not known, and were not read.
        valueless: Formulas of which the file holds no value.
        personal: Cells with identity numbers, phone numbers or names; none of them is kept.

    """

    payments: tuple[Payment, ...]
    city: str
    rows: int
    passed: Mapping[PassedOver, int]
    passed_months: Mapping[PassedOver, int]
    passed_lines: tuple[int, ...]
    not_understood: tuple[Finding, ...]
    unknown_columns: tuple[str, ...]
    valueless: tuple[str, ...]
    personal: int

    @property
    def used(self) -> int:
        """Rows of which all was understood, and is in the payments."""
        return self.rows - sum(self.passed.values()) - len(self.not_understood)


class _Reading:
    """What has been read so far."""

    def __init__(self, file: str, words: Vocabulary, this_month: int) -> None:
        self.file, self.words, self.this_month = file, words, this_month
        self.passed: Counter[PassedOver] = Counter()
        self.passed_months: Counter[PassedOver] = Counter()
        self.passed_lines: list[int] = []
        self.not_understood: list[Finding] = []
        self.payments: list[tuple[str, Payment]] = []
        self.employments: list[tuple[Kinds, Payment]] = []

    def pass_over(self, rows: Sequence[Row], passed: Passed) -> None:
        """Count rows that are passed over; those without text are blank."""
        for row in rows:
            self.passed[passed.why if any(row.cells) else "blank"] += 1
            self.passed_months[passed.why] |= passed.months
            if any(row.cells) and not passed.months:
                self.passed_lines.append(row.line)

    def refuse(self, finding: Finding, row: Row, sheet: str) -> None:
        """Keep a row that was not understood."""
        self.not_understood.append(finding.at(file=self.file, line=row.line, place=sheet))

    def read(self, section: Section, layout: Layout) -> None:
        """Read the rows under a heading."""
        kinds = title_kinds(section, self.words) or self.words.kinds_in(PurePath(self.file).stem)
        table = Table(layout, kinds, self.words, self.this_month)
        for row in section.rows:
            texts = texts_of(row)
            if len(texts) == 1 and (named := self.words.kinds_in(texts[0])):  # a title between the rows
                table = table._replace(kinds=named)
            outcome = read_year(row, table) if layout.of_months else read_row(row, table)
            if isinstance(outcome, PartlyRead):
                self.refuse(outcome.finding, row, section.sheet)
                outcome = outcome.payments
            if isinstance(outcome, Finding):
                self.refuse(outcome, row, section.sheet)
            elif isinstance(outcome, Passed):
                self.pass_over([row], outcome)
            else:
                self.payments += [(section.sheet, payment) for payment in outcome]

    def read_employers(self, section: Section, layout: Layout) -> None:
        """Read the rows of where somebody worked."""
        kinds = title_kinds(section, self.words) or frozenset(KINDS)
        for row in section.rows:
            outcome = employment(row, layout, self.this_month) or without_month(row, self.words)
            if isinstance(outcome, Passed):
                self.pass_over([row], outcome)
            elif outcome is not None:
                self.employments.append((kinds, outcome))
            else:
                self.refuse(Finding(code="import-not-a-month", values={"seen": ""}), row, section.sheet)

    def unread(self, section: Section) -> None:
        """Pass over rows without a heading that is known; those with months are not understood."""
        for row in section.rows:
            texts = [text for text in texts_of(row) if read_day(half_width(text)) is None]  # a day is no payment's
            if len(texts) >= _FEWEST_CELLS and any(map(read_period, texts)):
                self.refuse(Finding(code="import-no-heading"), row, section.sheet)
            else:
                self.pass_over([row], Passed("note"))

    def settled(self) -> Iterator[Payment]:
        """Yield the payments with their months; rows of which these stay open are not understood."""
        refused: dict[tuple[str, int], Finding] = {}
        for sheet, payment in self.payments:
            settled = counted(payment, self.employments)
            if settled is not None:
                yield settled
            elif (sheet, payment.line) not in refused:
                refused[sheet, payment.line] = _open(payment).at(file=self.file, line=payment.line, place=sheet)
        self.not_understood += refused.values()


def read_printout(
    grids: Sequence[Grid], file: str, words: Vocabulary, this_month: int, places: Collection[str]
) -> Printout:
    """Read the tables of one file.

    Args:
        grids: The tables.
        file: The name of the file, for messages.
        words: What headings and cells mean.
        this_month: The month number of this month; later ones are mistakes.
        places: The names of all cities, folded.

    Raises:
        InvalidTable: Nothing in it is a payment, or it is of several people.

    """
    sections = [section for grid in grids for section in sections_of(grid, words)]
    reading = _Reading(file, words, this_month)
    tells_payments = any(section.layout and not section.layout.is_of_employers for section in sections)
    for section in sections:
        reading.pass_over(section.titles, Passed("title"))
        reading.pass_over(section.headings, Passed("heading"))
        if section.layout is None:
            reading.unread(section)
        elif section.layout.is_of_employers and tells_payments:
            reading.read_employers(section, section.layout)
        else:
            reading.read(section, section.layout)
    _check_is_of_one(sections, reading, file)
    settled = list(reading.settled())
    payments = placed(settled, [payment for _, payment in reading.employments])
    if not payments:
        raise InvalidTable(_nothing(reading, file))
    titles = [text for section in sections for row in (*section.titles, *section.rows) for text in texts_of(row)[:1]]
    columns = dict.fromkeys(name for section in sections if section.layout for name in section.layout.unknown)
    return Printout(
        payments=tuple(payments),
        city=city_of([*titles, *(grid.name for grid in grids)], places),
        rows=sum(len(grid.rows) for grid in grids),
        passed=reading.passed,
        passed_months=reading.passed_months,
        passed_lines=tuple(reading.passed_lines),
        not_understood=tuple(sorted(reading.not_understood, key=lambda finding: finding.line)),
        unknown_columns=tuple(columns),
        valueless=tuple(f"{grid.name}!{cell}" for grid in grids for cell in grid.valueless),
        personal=personal_cells(sections),
    )


def _open(payment: Payment) -> Finding:
    """Return the finding of a row that says how many of its months were paid, and not which."""
    values = {"seen": str(payment.count), "months": spans_text(payment.months)}
    return Finding(code="import-months-open", values=values)


def _check_is_of_one(sections: Iterable[Section], reading: _Reading, file: str) -> None:
    """Raise InvalidTable where the columns of persons, or the employers, are of several people."""
    named = {payment.employer for _, payment in reading.payments}
    several = len(named) > _MOST_EMPLOYERS
    for section in sections:
        for at in section.layout.at("person") if section.layout else ():
            told = {row.cells[at] for row in section.rows if at < len(row.cells) and _has_month(row)}
            several = several or len(told - {""}) > 1
    if several:
        raise InvalidTable([Finding(code="import-several-people", file=file)])


def _has_month(row: Row) -> bool:
    return any(read_period(text) for text in texts_of(row))


def _nothing(reading: _Reading, file: str) -> list[Finding]:
    """Return what is wrong with a file that has no payment: its rows, or that no heading in it is known."""
    if reading.not_understood and any(found.code != "import-no-heading" for found in reading.not_understood):
        return [*gathered(reading.not_understood), Finding(code="import-nothing", file=file)]
    return [Finding(code="import-unknown-layout", file=file)]


def gathered(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the first of findings that are alike but for their lines, then the lines of the others."""
    alike: dict[tuple[str, str, tuple[tuple[str, str], ...]], list[Finding]] = {}
    for finding in findings:
        alike.setdefault((finding.code, finding.place, tuple(finding.values.items())), []).append(finding)
    for first, *more in alike.values():
        yield first
        if more:
            values = {"count": str(len(more)), "seen": lines_text([finding.line for finding in more])}
            yield Finding(code="import-more-rows", values=values, file=first.file)


def lines_text(lines: Sequence[int]) -> str:
    """Write lines as spans of those that follow one another.

    >>> lines_text([1, 2, 3, 20])
    '1-3, 20'
    """
    spans: list[list[int]] = []
    for line in sorted(set(lines)):
        if spans and line == spans[-1][1] + 1:
            spans[-1][1] = line
        else:
            spans.append([line, line])
    texts = [str(first) if first == last else f"{first}-{last}" for first, last in spans]
    return ", ".join(texts[:_MOST_SPANS]) + ("…" if len(texts) > _MOST_SPANS else "")
