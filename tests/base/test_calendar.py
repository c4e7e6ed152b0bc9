"""Months and dates, against the calendar of the standard library."""

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukou_cli.base import calendar

DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2200, 12, 31))


def _add_months(day: datetime.date, count: int) -> datetime.date:
    """The same day ``count`` months later, or that month's last day: the convention under test, written anew."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return datetime.date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError(day)


@given(DAYS, DAYS)
def test_completed_months_are_the_most_that_have_passed(since: datetime.date, until: datetime.date) -> None:
    count = calendar.completed_months(calendar.from_date(since), calendar.from_date(until))
    if until < since:
        assert count == 0
    else:
        assert _add_months(since, count) <= until < _add_months(since, count + 1)


@given(DAYS, DAYS)
def test_completed_years_end_on_birthdays(since: datetime.date, until: datetime.date) -> None:
    count = calendar.completed_years(calendar.from_date(since), calendar.from_date(until))
    passed = until.year - since.year - ((until.month, until.day) < (since.month, since.day))
    assert count == max(0, passed)


@given(st.integers(1900, 2199), st.integers(1, 12))
def test_last_day_is_the_day_before_the_next_month(year: int, month: int) -> None:
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    assert calendar.last_day(year, month) == (following - datetime.timedelta(days=1)).day


@given(DAYS)
def test_dates_survive_their_text(day: datetime.date) -> None:
    assert calendar.read_date(day.isoformat()) == calendar.from_date(day)
    assert calendar.date_text(calendar.from_date(day)) == day.isoformat()


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [("2014-01", "2020-12", 84), ("2006-07", "2020-12", 174), ("2020-08", "2021-12", 17), ("2020-08", "2019-12", 0)],
)
def test_months_are_inclusive_at_both_ends(first: str, last: str, count: int) -> None:
    start, end = calendar.read_month(first), calendar.read_month(last)
    assert start is not None
    assert end is not None
    assert calendar.months_inclusive(start, end) == count


@pytest.mark.parametrize(
    "text", ["2023-02-29", "1900-02-29", "2023-13-01", "2023-00-10", "2023-1-1", "20230101", "２０２３-01-01", ""]
)
def test_refuses_days_that_are_not(text: str) -> None:
    assert calendar.read_date(text) is None


MONTHS = st.sets(st.integers(2000 * 12, 2030 * 12), max_size=40)


def _set_of(numbers: set[int]) -> int:
    found = 0
    for number in numbers:
        found |= calendar.month_set(number, number)
    return found


def _numbers_of(found: int) -> set[int]:
    return {month for first, last in calendar.spans_of(found) for month in range(first, last + 1)}


@given(MONTHS, MONTHS)
def test_month_sets_are_sets(first: set[int], second: set[int]) -> None:
    a, b = _set_of(first), _set_of(second)
    assert _numbers_of(a) == first
    assert _numbers_of(a | b) == first | second
    assert _numbers_of(a & b) == first & second
    assert _numbers_of(a & ~b) == first - second
    assert a.bit_count() == len(first)


@given(MONTHS)
def test_spans_do_not_touch(numbers: set[int]) -> None:
    spans = calendar.spans_of(_set_of(numbers))
    assert all(first <= last for first, last in spans)
    assert all(second[0] > first[1] + 1 for first, second in itertools.pairwise(spans))


@given(MONTHS, MONTHS, st.integers(0, 3), st.integers(0, 3), st.integers(2029 * 12, 2030 * 12))
def test_a_run_goes_back_until_a_hole_or_one_tolerated_too_many(
    numbers: set[int], tolerated: set[int], at_most: int, gap: int, last: int
) -> None:
    run: set[int] = set()
    used = missing = 0
    for month in range(last, 1990 * 12, -1):
        if month in numbers:
            if month in tolerated:
                used += 1
                if used > at_most:
                    break
            run.add(month)
            missing = 0
        else:
            missing += 1
            if missing > gap:
                break
    found = calendar.run_ending(_set_of(numbers), last, tolerated=_set_of(tolerated), at_most=at_most, gap=gap)
    assert _numbers_of(found) == run


@given(DAYS.filter(lambda day: day.year > 1950), st.integers(0, 400))
def test_months_earlier_is_the_latest_day_with_so_many_months_completed(day: datetime.date, count: int) -> None:
    earlier = calendar.months_earlier(calendar.from_date(day), count)
    assert calendar.completed_months(earlier, calendar.from_date(day)) >= count - 1
    assert _add_months(datetime.date(earlier // 10000, earlier // 100 % 100, earlier % 100), count) <= day


@pytest.mark.parametrize(
    ("number", "day"),
    [
        (
            "31107",
            19850301,
        ),  # 85 years of 365 days, 21 leap days from 1904 to 1984, the 29th of 1900, January, February, 1
        ("36526", 20000101),
        ("45658.0", 20250101),  # as a data frame writes it where a cell of the column is empty
        ("1985", None),  # a year
        ("198503", None),
        ("31107.5", None),
        ("031107", None),
        ("-31107", None),
    ],
)
def test_the_number_of_a_day_in_a_spreadsheet(number: str, day: int | None) -> None:
    assert calendar.spreadsheet_day(number) == day
