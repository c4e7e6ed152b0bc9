"""What a number of a sheet is by its format, a plain number or a day, and the text that a person sees for it.

A sheet holds a day as the number of days since a first one, and only the format tells. Numbers are taken as the
decimals that the file holds and rounded to 15 digits, as spreadsheet programs show them: 87.1 may be held as
87.099999999999994, which is the binary fraction that it became.
"""

import datetime
import re
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import Literal

import msgspec

Kind = Literal["number", "percent", "padded", "day", "month"]

_SHOWN = Context(prec=15, rounding=ROUND_HALF_UP)
_PLAIN = re.compile(r"-?[1-9][0-9]{0,14}|0")
_LONGEST = 400
"""Digits before or after the point: more than any number of a sheet has."""

_LITERAL = re.compile(r'"[^"]*"?|\\.|[_*].|E[+-]', re.DOTALL)
"""What a format shows as it stands, and the sign of an exponent."""

_BRACKETS = re.compile(r"\[[^\]]*\]")
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_ZEROS = re.compile("0{2,}")
_GENERAL = ("general", "standard")

_DAYS, _MONTHS, _CLOCKS = (14, 15, 16, 22, 28, 29, 30, 31, 51, 53, 54, 58), (17, 27, 36, 50, 52, 57), (18, 19, 20, 21)
_CHINESE_CLOCKS = (32, 33, 34, 35, 55, 56)
_BUILT_IN: dict[int, Kind] = {
    9: "percent",
    10: "percent",
    **dict.fromkeys((*_DAYS, *_CLOCKS, *_CHINESE_CLOCKS), "day"),
    **dict.fromkeys(_MONTHS, "month"),
}
"""The formats that a file names by number alone (ECMA-376, 18.8.30); 27 to 36 and 50 to 58 as in Chinese programs."""

_FIRST_DAY = datetime.date(1899, 12, 30)
"""Day 0 after February 1900, in which spreadsheets count a day 29 that was none: their day 60."""

_FALSE_LEAP_DAY, _FIRST_DAY_OF_1904 = 60, datetime.date(1904, 1, 1)
_MOST_DAYS = 2958465
"""9999-12-31."""

_SECONDS = 24 * 60 * 60


class Format(msgspec.Struct, frozen=True):
    """What a number format makes of a number; ``width`` has the digits of one that is padded with zeros."""

    kind: Kind = "number"
    width: int = 0


def format_of(number: int, code: str | None) -> Format:
    """Return what a format is: by its code, or where the file has none by its number.

    >>> format_of(0, 'yyyy"年"m"月"').kind, format_of(31, None).kind, format_of(2, "0.00").kind
    ('month', 'day', 'number')
    """
    if code is None:
        return Format(_BUILT_IN.get(number, "number"))
    first = code.partition(";")[0]
    bare = _LITERAL.sub("", first)
    if _ELAPSED.search(bare) or bare.lower() in _GENERAL:
        return Format()
    bare = _BRACKETS.sub("", bare).lower()
    if _ZEROS.fullmatch(bare):
        return Format("padded", len(bare))
    if re.search("[ymdhs]", bare):
        return Format("month" if "y" in bare and "m" in bare and not re.search("[dhs]", bare) else "day")
    return Format("percent" if "%" in bare else "number")


def number_text(written: str, shown: Format, *, from_1904: bool = False) -> str:
    """Return a number as a person sees it: without an exponent or zeros that say nothing, a day as ``yyyy-mm-dd``.

    A month alone (``2020年3月``) is ``yyyy-mm``. What is no number is returned as it is.

    Args:
        written: The number as the file has it.
        shown: Its format.
        from_1904: Whether days are counted from 1904, as old programs for the Mac did.

    >>> number_text("87.099999999999994", Format()), number_text("43891", Format("day"))
    ('87.1', '2020-03-01')

    """
    if shown.kind == "number" and _PLAIN.fullmatch(written):
        return written
    try:
        value = Decimal(written)
    except InvalidOperation:
        return written
    if not value.is_finite() or abs(value.adjusted()) > _LONGEST:
        return written
    if shown.kind in ("day", "month"):
        return _day_text(value, from_1904=from_1904, is_month=shown.kind == "month") or _digits(value)
    if shown.kind == "percent":
        return f"{_digits(value * 100)}%"
    return _digits(value).zfill(shown.width)


def _digits(value: Decimal) -> str:
    text = f"{_SHOWN.plus(value):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("", "-0") else text


def _day_text(value: Decimal, *, from_1904: bool, is_month: bool) -> str:
    """Return a day, with its time where it is no midnight; a time alone; empty where there is no such day."""
    if not 0 <= value <= _MOST_DAYS:
        return ""
    days, seconds = divmod(int((value * _SECONDS).to_integral_value(ROUND_HALF_UP)), _SECONDS)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if days == 0 and not from_1904:
        return clock if seconds else ""
    if days == _FALSE_LEAP_DAY and not from_1904:
        return ""
    first = _FIRST_DAY_OF_1904 if from_1904 else _FIRST_DAY
    try:
        day = first + datetime.timedelta(days + (days < _FALSE_LEAP_DAY and not from_1904))
    except OverflowError:
        return ""
    if seconds:
        return f"{day} {clock}"
    return f"{day:%Y-%m}" if is_month and day.day == 1 else str(day)
