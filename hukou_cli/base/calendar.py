"""Months and dates as integers: a month is ``year * 12 + month - 1``, a date is ``yyyymmdd``.

A *month set* is one int with a bit for each month since 1900-01, so that union, overlap and difference are ``|``,
``&`` and ``& ~``, and a count is ``bit_count``. The only file that subtracts dates.
"""

import datetime
import re
from collections.abc import Iterable

EARLIEST, LATEST = 19000101, 99991231
"""The first and the last date that a fact may have."""

FIRST_MONTH, LAST_MONTH = 1900 * 12, 2199 * 12 + 11
"""The first and the last month that a month set can hold."""

_DIGITS_AS_ZEROS = str.maketrans("123456789", "0" * 9)


def form_of(text: str) -> str:
    """Return the form of a text, every digit of it as 0; a pattern would take longer, and be compiled at each start.

    >>> form_of("2020-08"), form_of("２020-08")
    ('0000-00', '２000-00')
    """
    return text.translate(_DIGITS_AS_ZEROS)


def read_month(text: str) -> int | None:
    """Read the ISO month ``"2020-08"``, as policies write it, as a month number; None if it is not one.

    >>> read_month("2020-08") - read_month("1998-07"), read_month("2020-13")
    (265, None)
    """
    if form_of(text) != "0000-00":
        return None
    year, month = int(text[:4]), int(text[5:])
    return year * 12 + month - 1 if 1 <= month <= 12 else None  # noqa: PLR2004 - December


def read_date(text: str) -> int | None:
    """Read the ISO date ``"1986-03-12"`` as ``19860312``; None if it is not written so or there is no such day.

    >>> read_date("1986-03-12"), read_date("2023-02-29")
    (19860312, None)
    """
    if form_of(text) != "0000-00-00":
        return None
    try:
        return from_date(datetime.date(int(text[:4]), int(text[5:7]), int(text[8:])))
    except ValueError:
        return None


_WRITTEN_MONTH = r"([0-9]{4})(?:[-/.]([0-9]{1,2})|年([0-9]{1,2})月|([0-9]{2}))"
_MONTH_FIRST = r"([0-9]{1,2})[-/.]([0-9]{4})"
_WRITTEN_DAY = (
    r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)"
    r"(?:[ T]0?0:00(?::00(?:\.0+)?)?)?"
)


def written_month(text: str) -> str | None:
    """Normalise a month as people write it (2014/1, 201401, 2014年1月, 1/2014) to ISO ``yyyy-mm``.

    None where it is not written so; whether there is such a month is not asked.

    >>> written_month("2014/1"), written_month("201401"), written_month("2014年1月"), written_month("2014-13")
    ('2014-01', '2014-01', '2014-01', '2014-13')
    >>> written_month("1/2014"), written_month("2014"), written_month("1/14")
    ('2014-01', None, None)
    """
    if (match := re.fullmatch(_WRITTEN_MONTH, text)) is not None:
        return f"{match[1]}-{match[2] or match[3] or match[4]:0>2}"
    match = re.fullmatch(_MONTH_FIRST, text)
    return match and f"{match[2]}-{match[1]:0>2}"


def written_day(text: str) -> str | None:
    """Normalise a date of a spreadsheet or data frame (2026/3/1, 2026年3月1日, also with 00:00) to ISO ``yyyy-mm-dd``.

    None where it is not written so; whether there is such a day is not asked.

    >>> written_day("1986/3/12"), written_day("1986年3月12日"), written_day("1986-03-12 00:00:00")
    ('1986-03-12', '1986-03-12', '1986-03-12')
    >>> written_day("3/12/1986"), written_day("1986/13/1")
    (None, '1986-13-01')
    """
    match = re.fullmatch(_WRITTEN_DAY, text)
    if match is None:
        return None
    year, _, month, day, other_month, other_day = match.groups()
    return f"{year}-{month or other_month:0>2}-{day or other_day:0>2}"


def read_any_month(text: str) -> int | None:
    """Read a month in any usual spelling as a month number; None if it is not one.

    >>> read_any_month("2014年1月") == read_any_month("201401") == read_month("2014-01"), read_any_month("2014/13")
    (True, None)
    """
    month = read_month(text)  # nearly every month is written so
    return read_month(written_month(text) or "") if month is None else month


def read_day(text: str) -> int | None:
    """Read a date in any usual spelling, the year first, as ``19860312``; None if it is not one."""
    day = read_date(text)  # nearly every day is written so
    return read_date(written_day(text) or "") if day is None else day


_DAY_NUMBER = r"([1-9][0-9]{4})(?:\.0+)?"


def spreadsheet_day(text: str) -> int | None:
    """Read the number by which a spreadsheet holds a day, of the date system of 1900, as ``yyyymmdd``.

    Day 1 is 1900-01-01, and 60 a 1900-02-29 that never was, so that later ones count from 1899-12-30. None where it is
    no such number, or has other than five digits (1927-05-18 to 2173-10-13): fewer may be a year.

    >>> spreadsheet_day("31107"), spreadsheet_day("45658.0"), spreadsheet_day("1985")
    (19850301, 20250101, None)
    """
    match = re.fullmatch(_DAY_NUMBER, text)
    return match and from_date(datetime.date(1899, 12, 30) + datetime.timedelta(days=int(match[1])))


def from_date(day: datetime.date) -> int:
    """Write a date as the integer ``yyyymmdd``."""
    return day.year * 10000 + day.month * 100 + day.day


def date_text(day: int) -> str:
    """Write ``19860312`` as ``1986-03-12``."""
    return f"{day // 10000:04}-{day // 100 % 100:02}-{day % 100:02}"


def month_of(day: int) -> int:
    """Return the month number of a date."""
    return day // 10000 * 12 + day // 100 % 100 - 1


def first_of(month: int) -> int:
    """Return the first day of a month number as a date."""
    return month // 12 * 10000 + (month % 12 + 1) * 100 + 1


def last_of(month: int) -> int:
    """Return the last day of a month number as a date.

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
    """Return the number of days of a month."""
    if month == 2:  # noqa: PLR2004 - February
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def month_text(month: int) -> str:
    """Write a month number as ``2020-08``."""
    return f"{month // 12:04}-{month % 12 + 1:02}"


def month_set(first: int, last: int) -> int:
    """Return the set of the months from ``first`` to ``last``, both included; empty where there is none.

    >>> month_set(read_month("2014-01"), read_month("2020-12")).bit_count()
    84
    """
    first, last = max(first, FIRST_MONTH), min(last, LAST_MONTH)
    return 0 if last < first else ((1 << (last - first + 1)) - 1) << (first - FIRST_MONTH)


EVERY_MONTH = month_set(FIRST_MONTH, LAST_MONTH)
"""Every month that a month set can hold."""


_JANUARIES = EVERY_MONTH // ((1 << 12) - 1)
"""The month set of every January: the first bit of each twelve."""


def month_each_year(month: int) -> int:
    """Return the set of a month and of the same month in every later year."""
    return _JANUARIES << (month - FIRST_MONTH) & EVERY_MONTH


def union(sets: Iterable[int]) -> int:
    """Return the months that are in any of several month sets."""
    found = 0
    for months in sets:
        found |= months
    return found


def spans_of(months: int) -> list[tuple[int, int]]:
    """Return the unbroken spans of a month set, each as its first and last month.

    >>> [(month_text(a), month_text(b)) for a, b in spans_of(month_set(24240, 24242) | month_set(24245, 24245))]
    [('2020-01', '2020-03'), ('2020-06', '2020-06')]
    """
    spans = []
    while months:
        start = (months & -months).bit_length() - 1
        length = ((months >> start) ^ ((months >> start) + 1)).bit_length() - 1
        spans.append((FIRST_MONTH + start, FIRST_MONTH + start + length - 1))
        months &= ~(((1 << length) - 1) << start)
    return spans


def spans_text(months: int) -> str:
    """Write a month set as its spans: ``2014-05, 2015-01 – 2015-03``.

    >>> spans_text(month_set(24240, 24242) | month_set(24245, 24245))
    '2020-01 – 2020-03, 2020-06'
    """
    texts = []
    for first, last in spans_of(months):
        one = month_text(first)
        texts.append(one if first == last else f"{one} – {month_text(last)}")
    return ", ".join(texts)


def run_ending(months: int, last: int, *, tolerated: int = 0, at_most: int = 0, gap: int = 0) -> int:
    """Return the unbroken run of a month set that ends at the month ``last``, as a set.

    The run may hold at most ``at_most`` months of the set ``tolerated`` (repaid ones), and goes on over holes of up to
    ``gap`` months, which are not part of it.

    >>> run_ending(month_set(24240, 24245), 24245).bit_count(), run_ending(month_set(24240, 24243), 24245).bit_count()
    (6, 0)
    >>> run_ending(month_set(24240, 24242) | month_set(24244, 24245), 24245, gap=1).bit_count()
    5
    """
    run, edge = 0, last + 1
    for first, end in reversed(spans_of(months & month_set(FIRST_MONTH, last))):
        if edge - end - 1 > gap:
            break
        run |= month_set(first, end)
        edge = first
    held = run & tolerated
    for _ in range(at_most):
        held &= ~(1 << held.bit_length() >> 1)
    return run >> held.bit_length() << held.bit_length()


def day_after(day: int) -> int:
    """Return the next day; the last day there is stays.

    >>> day_after(20240229), day_after(20231231)
    (20240301, 20240101)
    """
    return LATEST if day == LATEST else from_date(_date(day) + datetime.timedelta(days=1))


def days_between(first: int, last: int) -> int:
    """Count the days that lie between two days, below 0 where they touch or overlap.

    >>> days_between(20200331, 20200401), days_between(20200331, 20200531)
    (0, 60)
    """
    return (_date(last) - _date(first)).days - 1


def blocks_of(spans: Iterable[tuple[int, int]], *, gap_days: int = 0) -> list[tuple[int, int]]:
    """Join stretches of days, each given by its first and last day, over gaps of at most so many days.

    >>> blocks_of([(20200401, 20200630), (20200101, 20200331)])
    [(20200101, 20200630)]
    """
    blocks: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if blocks and days_between(blocks[-1][1], first) <= gap_days:
            blocks[-1] = blocks[-1][0], max(blocks[-1][1], last)
        else:
            blocks.append((first, last))
    return blocks


def full_months(spans: Iterable[tuple[int, int]], until: int, *, gap_days: int = 0) -> int:
    """Return the months completed to the day (每满一个月) in stretches of days, up to a day, as a month set.

    Each unbroken stretch gives the months that it completes, counted from its first day and set down from the month of
    that day on; what is left over of it is dropped. A gap of at most ``gap_days`` breaks none, and its days count.

    >>> [full_months([span], 20231231).bit_count() for span in ((20100315, 20230930), (20100315, 20100514))]
    [162, 2]
    """
    cut = [(first, min(last, until)) for first, last in spans if first <= until]
    return union(months_completed(first, last) for first, last in blocks_of(cut, gap_days=gap_days))


def months_completed(first: int, last: int) -> int:
    """Return the months completed in one stretch of days, as ``full_months`` does."""
    start = month_of(first)
    return month_set(start, start + completed_months(first, day_after(last)) - 1)


def _date(day: int) -> datetime.date:
    return datetime.date(day // 10000, day // 100 % 100, day % 100)


def months_earlier(day: int, count: int) -> int:
    """Return the date ``count`` months before a date, or that month's last day where it has no such day.

    >>> months_earlier(20251231, 60), months_earlier(20260331, 1)
    (20201231, 20260228)
    """
    month = month_of(day) - count
    year, number = month // 12, month % 12 + 1
    return year * 10000 + number * 100 + min(day % 100, last_day(year, number))
