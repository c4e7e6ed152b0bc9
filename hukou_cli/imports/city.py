"""The city that a printout is of, where its title says so."""

import re
from collections.abc import Collection, Iterable

from hukou_cli.imports.vocabulary import fold

_ABOUT_INSURANCE = ("保险", "社保", "参保", "医保", "医疗保障", "社会保障")
_NO_TITLE = ("公司", ":")
_PROVINCE = re.compile(r"^.{2,3}?省")
_LONGEST = 12


def city_of(titles: Iterable[str], places: Collection[str]) -> str:
    """Return the one city with whose name titles about insurance begin; empty where there is none, or more than one.

    Args:
        titles: The texts above, between and below the tables.
        places: The names of all cities, folded.

    >>> city_of(["北京市社会保险个人权益记录", "上海市某某保险有限公司"], {"北京", "上海"})
    '北京'
    >>> city_of(["打印日期：2026-11-30", "社会保险缴费明细"], {"北京"})
    ''

    """
    found = {place for title in titles if (place := _beginning(fold(title), places))}
    return found.pop() if len(found) == 1 else ""


def _beginning(title: str, places: Collection[str]) -> str:
    if any(word in title for word in _NO_TITLE) or not any(word in title for word in _ABOUT_INSURANCE):
        return ""
    bare = _PROVINCE.sub("", title)
    return next((bare[:size] for size in range(_LONGEST, 1, -1) if bare[:size] in places), "")
