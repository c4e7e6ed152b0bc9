"""Sets of events and of calendar years, evaluated over one applicant's records."""

from hukou_cli.applicant.records import Event
from hukou_cli.base import calendar
from hukou_cli.base.decimals import FEN
from hukou_cli.records.view import RecordView
from hukou_cli.rules.record_sets import Both, Counting, Either, Period, RecordSet, SetFormula, TaxYears, Without


def events_of(node: SetFormula, view: RecordView) -> list[Event]:
    """Return the events of a set, up to the counting day; two on one day are two."""
    match node:
        case RecordSet(kind, tags, where):
            if not view.records.events:
                return []
            until = view.round_end() if view.till_round_end and kind == "penalty" else view.as_of
            events = view.records.events if where else view.events
            known = [event for event in events if event.kind == kind and event.day <= until]
            is_any = view.in_doubt and bool(tags)
            return [event for event in known if view.selection.has_all(event.tags, tags) or (is_any and not event.tags)]
        case Both(Period() as period, other) | Both(other, Period() as period):
            return [event for event in events_of(other, view) if _is_day_in(event.day, period, view)]
        case Without(left, Period() as period):
            return [event for event in events_of(left, view) if not _is_day_in(event.day, period, view)]
        case Both(left, right) | Without(left, right):
            others = {event.path for event in events_of(right, view)}
            return [event for event in events_of(left, view) if (event.path in others) is isinstance(node, Both)]
        case Either(left, right):
            each = [*events_of(left, view), *events_of(right, view)]
            return list({event.path: event for event in each}.values())
        case _:
            return []  # a period alone, or a set that is not of events, holds none


def years_of(node: SetFormula, view: RecordView) -> set[int]:
    """Return the calendar years of a set, up to that of the counting day."""
    match node:
        case TaxYears(amount):
            return {year for year, fen in tax_paid(view).items() if fen >= amount * FEN and year * 12 <= view.last}
        case RecordSet("tax"):
            return {year for year in tax_paid(view) if year * 12 <= view.last}
        case Both(Period() as period, other) | Both(other, Period() as period):
            return {year for year in years_of(other, view) if _is_year_in(year, period, view)}
        case Without(left, Period() as period):
            return {year for year in years_of(left, view) if not _is_year_in(year, period, view)}
        case Both(left, right):
            return years_of(left, view) & years_of(right, view)
        case Either(left, right):
            return years_of(left, view) | years_of(right, view)
        case Without(left, right):
            return years_of(left, view) - years_of(right, view)
        case _:
            return set()  # a period alone, or a set that is not of years, holds none


def tax_paid(view: RecordView) -> dict[int, int]:
    """Return the income tax paid in the policy's own city in each calendar year told, in fen."""
    paid: dict[int, int] = {}
    for tax in view.taxes:
        paid[tax.year] = paid.get(tax.year, 0) + tax.fen
    return paid


def has_any(counting: Counting, view: RecordView) -> bool:
    """Return whether a set has anything in it."""
    match counting.sort:
        case "days":
            return bool(events_of(counting.formula, view))
        case "years":
            return bool(years_of(counting.formula, view))
        case "months":
            return bool(view.covered(counting.formula))


def _is_day_in(day: int, period: Period, view: RecordView) -> bool:
    """Return whether a day falls into a period; ``last`` looks back from the counting day, exact to the day."""
    if period.bound == "last":
        return calendar.months_earlier(view.as_of, period.amount) < day <= view.as_of
    month = calendar.month_of(day)
    return bool(view.period_months(period) & calendar.month_set(month, month))


def _is_year_in(year: int, period: Period, view: RecordView) -> bool:
    """Return whether a calendar year, up to the counting day, lies within a period."""
    return not calendar.month_set(year * 12, year * 12 + 11) & view.until & ~view.period_months(period)
