"""What is worth noticing in a printout and is no mistake: what was not read, gaps, overlaps, what is left to say."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from hukou_cli.base.calendar import month_set, month_text, spans_of, spans_text, union
from hukou_cli.base.errors import Finding
from hukou_cli.base.redaction import harmless
from hukou_cli.imports.payments import Payment
from hukou_cli.imports.printout import Printout, lines_text
from hukou_cli.imports.records import InsuranceRecord
from hukou_cli.imports.row_cells import PassedOver
from hukou_cli.imports.vocabulary import KINDS
from hukou_cli.text.rules import RULES

if TYPE_CHECKING:
    from hukou_cli.facts.record_tables import Insurances

_TOLD: Mapping[PassedOver, str] = {
    "other_insurance": "import-other-insurance",
    "unpaid": "import-unpaid",
    "top_up": "import-top-up",
    "elsewhere": "import-elsewhere",
}
_LATEST_IN_TIME = 1
"""Months after its own in which a month is still paid in time, as the collection of some cities goes."""


def notes_on_rows(printout: Printout, file: str) -> Iterator[Finding]:
    """Yield what of a file was not read: rows that are no payments, columns, formulas, personal data."""
    for why, code in _TOLD.items():
        if count := printout.passed.get(why):
            values = {"count": str(count), "months": spans_text(printout.passed_months.get(why, 0))}
            yield Finding(code=code, values=values, file=file)
    if printout.passed_lines:
        yield Finding(code="import-passed", values={"seen": lines_text(printout.passed_lines)}, file=file)
    if printout.unknown_columns:
        names = [harmless(name) for name in printout.unknown_columns]
        values = {"seen": ", ".join(names), "seen_zh": "、".join(names)}
        yield Finding(code="import-unknown-columns", values=values, file=file)
    if printout.valueless:
        yield Finding(code="import-formulas", values={"seen": " ".join(printout.valueless)}, file=file)
    if printout.personal:
        yield Finding(code="import-personal", values={"count": str(printout.personal)}, file=file)


def notes_on_payments(payments: Sequence[Payment]) -> Iterator[Finding]:
    """Yield what the payments of all files leave to be said or checked."""
    if marked := union(payment.months for payment in payments if payment.is_marked):
        yield _about("import-marked", marked)
    if going_on := union(payment.months for payment in payments if payment.goes_on):
        yield Finding(code="import-until-now", values={"months": month_text(spans_of(going_on)[-1][1])})
    if inferred := union(payment.months for payment in payments if payment.is_inferred):
        yield _about("import-inferred", inferred)
    late = union(
        payment.months
        for payment in payments
        if payment.paid_in is not None
        and payment.months.bit_count() == 1
        and payment.paid_in > spans_of(payment.months)[0][0] + _LATEST_IN_TIME
    )
    if late:
        yield _about("import-paid-late", late)
    if twice := _repaid_and_in_time(payments):
        yield _about("import-twice", twice)
    if shared := _shared(payments):
        yield _about("import-employers-overlap", shared)
    yield from _gaps(payments)


def _repaid_and_in_time(payments: Sequence[Payment]) -> int:
    """Return the months in which an insurance was both paid in time and repaid."""
    found = 0
    for kind in KINDS:
        own = [payment for payment in payments if kind in payment.kinds]
        in_time = union(payment.months for payment in own if not payment.is_repaid)
        found |= in_time & union(payment.months for payment in own if payment.is_repaid)
    return found


def _shared(payments: Sequence[Payment]) -> int:
    """Return the months in which several employers paid."""
    employers: dict[str, int] = {}
    for payment in payments:
        employers[payment.employer] = employers.get(payment.employer, 0) | payment.months
    once = twice = 0
    for months in employers.values():
        once, twice = once | months, twice | (once & months)
    return twice


def _gaps(payments: Sequence[Payment]) -> Iterator[Finding]:
    """Yield the months that are missing between the first and the last of insurances, those with the same together."""
    gaps: dict[int, list[Insurances]] = {}
    for kind in KINDS:
        months = union(payment.months for payment in payments if kind in payment.kinds)
        if spans := spans_of(months):
            gaps.setdefault(month_set(spans[0][0], spans[-1][1]) & ~months, []).append(kind)
    for missing, kinds in gaps.items():
        if missing:
            words = [RULES[f"tag.{kind}"] for kind in kinds]
            values = {
                "months": spans_text(missing),
                "kinds_en": ", ".join(word["en"] for word in words),
                "kinds_zh": "、".join(word["zh"] for word in words),
                "kinds": "",
            }
            yield Finding(code="import-gap", values=values)


def _about(code: str, months: int) -> Finding:
    return Finding(code=code, values={"months": spans_text(months)})


def notes_on_records(records: Sequence[InsuranceRecord], *, asks_district: bool) -> Iterator[Finding]:
    """Yield what is left to be written of the records: employers, districts, what goes on."""
    if any(not record.employer for record in records):
        yield Finding(code="import-no-employer")
    if asks_district and (open_ := sorted({record.employer for record in records if not record.district})):
        yield Finding(code="import-no-district", values={"seen": ", ".join(str(each) for each in open_ if each) or "–"})
    last = max(record.last for record in records)
    ending = [number for number, record in enumerate(records, start=1) if record.last == last]
    yield Finding(
        code="import-ends",
        values={"seen": ", ".join(map(str, ending)), "months": spans_text(month_set(last, last))},
    )
