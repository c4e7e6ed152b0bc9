"""Findings about a text that should be a date and is none, such as a spreadsheet's day number."""

from hukou_cli.base.calendar import date_text, spreadsheet_day, written_day
from hukou_cli.base.errors import Finding
from hukou_cli.base.redaction import harmless


def no_day(given: object) -> Finding:
    """Return what is wrong with what ``calendar.read_day`` does not read.

    It is a day of no calendar, the number by which a spreadsheet holds a day, or no date at all.
    """
    text, values = str(given), {"seen": harmless(given)}
    if written_day(text) is not None:
        return Finding(code="no-such-day", values=values)
    day = None if isinstance(given, bool) else spreadsheet_day(text)
    if day is not None:
        return Finding(code="spreadsheet-day", values={**values, "allowed": date_text(day)})
    return Finding(code="not-a-date", values=values)
