"""Records against the age of the applicant.

What began before birth is wrong, or of the homes of others counts from birth; what began too young is to be checked.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from hukou_cli.applicant.records import Record, Records, named_records
from hukou_cli.base import calendar
from hukou_cli.base.errors import Finding
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.policy.edition import WORKING_AGE
from hukou_cli.records.view import RecordView

MARRIAGEABLE_AGE = 20
"""Years of age from which a woman may marry, and a man later: article 1047 of the Civil Code."""

_OF_OTHERS = frozenset(("family", "spouse"))
"""Tenures of homes that are somebody else's, who may be older."""


def before_birth(view: RecordView, born: int) -> Iterator[tuple[KeyPath, Finding]]:
    """Yield what began before the birth date; the home of a relative or a spouse may be older than the applicant.

    Args:
        view: The records.
        born: The birth date, ``yyyymmdd``.

    """
    earliest = calendar.first_of(calendar.month_of(born))
    for record in view.records.spans:
        if 0 < record.first < earliest and record.tags.isdisjoint(_OF_OTHERS):
            values = {"seen": calendar.month_text(calendar.month_of(record.first)), "other": calendar.date_text(born)}
            yield (*record.path, "from"), Finding(code="before-birth", values=values)


def since_birth(records: Records, born: int | None) -> Records:
    """Return records with the homes of others, which may be older than the applicant, from the month of birth on.

    Args:
        records: All records of the applicant.
        born: The birth date, ``yyyymmdd``; None where it is not known.

    """
    if born is None:
        return records
    birth = calendar.month_of(born)
    first = calendar.first_of(birth)
    older = [record for record in records.spans if record.first < first and not record.tags.isdisjoint(_OF_OTHERS)]
    if not older:
        return records
    months = calendar.month_set(birth, calendar.LAST_MONTH)
    cut = {
        record.path: replace(record, months=record.months & months, first=min(first, record.last)) for record in older
    }
    return replace(records, spans=tuple([cut.get(record.path, record) for record in records.spans]))


def too_young(view: RecordView, born: int) -> Iterator[Finding]:
    """Note employees' insurance from before the working age, and marriages from before one may marry.

    The law allows exceptions, and medical insurance alone may be that of a resident: so it is to be checked, not wrong.

    Args:
        view: The records.
        born: The birth date, ``yyyymmdd``.

    """
    spans = view.records.spans
    jobs = [record for record in spans if record.kind == "insurance" and record.tags != {"medical"}]
    marriages = [record for record in spans if record.kind == "marriage"]
    yield from _begun_before(WORKING_AGE, jobs, born, "insured-too-young")
    yield from _begun_before(MARRIAGEABLE_AGE, marriages, born, "married-too-young")


def _begun_before(age: int, records: list[Record], born: int, code: str) -> Iterator[Finding]:
    """Note the records that began before an age, in years, with the month of the first."""
    since = calendar.month_of(born) + 12 * age
    early = [record for record in records if record.first and calendar.month_of(record.first) < since]
    if early:
        first = calendar.month_text(min(calendar.month_of(record.first) for record in early))
        values = {"other": first, "age": str(age), **named_records(record.path for record in early)}
        yield Finding(code=code, values=values)
