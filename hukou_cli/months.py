"""Months and dates as integers: a month is ``year * 12 + month - 1``, a date is ``yyyymmdd``.

The only file that subtracts dates.
"""

import datetime
import re

EARLIEST, LATEST = 19000101, 99991231
"""The first and the last date that a fact may have."""

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def read_month(text: str) -> int | None:
    """Read ``"2020-08"`` as a month number, None if it is not a month.

    >>> read_month("2020-08") - read_month("1998-07"), read_month("2020-13")
    (265, None)
    """
    match = _MONTH.fullmatch(text)
    return int(match[1]) * 12 + int(match[2]) - 1 if match else None


def read_date(text: str) -> int | None:
    """Read ``"1986-03-12"`` as ``19860312``; None if it is not written so or there is no such day.

    >>> read_date("1986-03-12"), read_date("2023-02-29")
    (19860312, None)
    """
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    try:
        return from_date(datetime.date(int(match[1]), int(match[2]), int(match[3])))
    except ValueError:
        return None


def from_date(day: datetime.date) -> int:
    """Write a date as the integer ``yyyymmdd``."""
    return day.year * 10000 + day.month * 100 + day.day


def date_text(day: int) -> str:
    """Write ``19860312`` as ``1986-03-12``."""
    return f"{day // 10000:04}-{day // 100 % 100:02}-{day % 100:02}"


def month_of(day: int) -> int:
    """Give the month number of a date."""
    return day // 10000 * 12 + day // 100 % 100 - 1


def first_of(month: int) -> int:
    """Give the first day of a month number as a date."""
    return month // 12 * 10000 + (month % 12 + 1) * 100 + 1


def last_of(month: int) -> int:
    """Give the last day of a month number as a date.

    >>> last_of(read_month("2024-02"))
    20240229
    """
    return month // 12 * 10000 + (month % 12 + 1) * 100 + last_day(month // 12, month % 12 + 1)


def months_inclusive(first: int, last: int) -> int:
    """Count the months from ``first`` to ``last``, both included; 0 where there is none.

    >>> months_inclusive(read_month("2014-01"), read_month("2020-12"))
    84
    """
    return max(0, last - first + 1)


def completed_years(since: int, until: int) -> int:
    """Count the years completed between two dates, never below 0.

    >>> completed_years(19730601, 20190101), completed_years(19730101, 20190101)
    (45, 46)
    """
    return max(0, (until - since) // 10000)


def completed_months(since: int, until: int) -> int:
    """Count the months completed between two dates, never below 0.

    A month is complete on the same day of a later month, or on that month's last day where it has no such day.

    >>> completed_months(19670512, 20280111), completed_months(19670512, 20280112)
    (727, 728)
    >>> completed_months(19650131, 20250228)
    721
    """
    reached = until % 100 >= since % 100 or until % 100 == last_day(until // 10000, until // 100 % 100)
    return max(0, month_of(until) - month_of(since) - (not reached))


def last_day(year: int, month: int) -> int:
    """Give the number of days of a month."""
    if month == 2:  # noqa: PLR2004 - February
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31
