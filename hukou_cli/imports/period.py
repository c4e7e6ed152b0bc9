"""The months that a cell of a printout names: one, or a span of them."""

import re
from typing import NamedTuple

from hukou_cli.base.calendar import read_month
from hukou_cli.base.folding import half_width

_SIGNED = "|".join(rf"{sign}(\d{{1,2}})(?!\d)(?:{sign}\d{{1,2}}(?!\d))?" for sign in ("-", "/", r"\."))
_MONTH = rf"(\d{{4}})(?:年(\d{{1,2}})月(?:\d{{1,2}}日)?|{_SIGNED}|(\d{{2}})(?:\d{{2}})?)"
"""A month, or a day of it; each of its groups but the first is the month of one spelling."""

_ONE = re.compile(_MONTH, re.ASCII)
_TO = r"(?:至|到|~|〜|-{1,2}|–|—{1,2}|―|−)"
_SPAN = re.compile(rf"{_MONTH}{_TO}{_MONTH}", re.ASCII)
_STILL = r"(?:至今|迄今|今|现在|目前|present|now)"
_OPEN = re.compile(rf"{_MONTH}{_TO}?{_STILL}", re.ASCII | re.IGNORECASE)
_END_OPEN = re.compile(_STILL, re.IGNORECASE)
_YEAR = re.compile(r"(\d{4})年?度?", re.ASCII)
_TIME = re.compile(r"[ T]0?0:00(?::00)?$")
_MARK = "*"
"""Stands at a span of which some months were repaid; which ones is not said."""


STILL = 9999 * 12 + 11
"""The last month of a span that goes on."""


class Period(NamedTuple):
    """Months, as month numbers, both included; ``is_marked`` where some of them, not named, were repaid."""

    first: int
    last: int
    is_marked: bool = False

    @property
    def length(self) -> int:
        """The number of months."""
        return self.last - self.first + 1


def read_period(text: str) -> Period | None:
    """Read a month, a span of months or a year in any usual spelling; None where it is none.

    >>> spans = ("201905-202004", "2019年05月至2020年4月", "2019-05-2020-04", "2019.05~2020.04", "20190501-20200430")
    >>> {read_period(text) for text in spans} == {Period(2019 * 12 + 4, 2020 * 12 + 3)}
    True
    >>> {read_period(text) for text in ("202103", "2021-03-01", "2021/3", "2021-03-01 00:00:00")}
    {Period(first=24254, last=24254, is_marked=False)}
    >>> read_period("*2019"), read_period("202113"), read_period("202005-201905"), read_period("201905-12")
    (Period(first=24228, last=24239, is_marked=True), None, None, None)
    >>> {read_period(text) for text in ("201905至今", "2019-05 - 至今", "2019.05~present")} == {Period(24232, STILL)}
    True
    """
    bare = "".join(_TIME.sub("", half_width(text)).split())
    is_marked, bare = _MARK in bare, bare.replace(_MARK, "")
    if (one := _ONE.fullmatch(bare)) is not None:
        month = _month(*one.groups())
        return None if month is None else Period(month, month, is_marked)
    if (span := _SPAN.fullmatch(bare)) is not None:
        half = len(span.groups()) // 2
        first, last = _month(*span.groups()[:half]), _month(*span.groups()[half:])
        return None if first is None or last is None or last < first else Period(first, last, is_marked)
    if (open_ := _OPEN.fullmatch(bare)) is not None:
        month = _month(*open_.groups())
        return None if month is None else Period(month, STILL, is_marked)
    if (year := _YEAR.fullmatch(bare)) is not None:
        return Period(int(year[1]) * 12, int(year[1]) * 12 + 11, is_marked)
    return None


def read_end(text: str) -> int | None:
    """Read the month in which a span ends, or that it goes on; None where it is neither.

    >>> read_end("2020-04"), read_end("至今") == STILL, read_end("")
    (24243, True, None)
    """
    if _END_OPEN.fullmatch(half_width(text).strip()) is not None:
        return STILL
    period = read_period(text)
    return None if period is None else period.last


def _month(year: str, *month: str | None) -> int | None:
    return read_month(f"{year}-{next(filter(None, month), ''):0>2}")
