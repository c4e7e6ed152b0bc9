"""A fact counted from dated records."""

import msgspec

from hukou_cli.facts.types import Value


class Counted(msgspec.Struct, frozen=True):
    """A fact counted from records: its value, and the month set, the days or the years that made it.

    Attributes:
        value: The value; the lowest one where the records leave some months open.
        months: The months counted, as a month set.
        days: The days of the events counted, as ``yyyymmdd``.
        years: The years counted.
        is_bare: Whether there was no record of any kind that the expression names, so that the value is a 0 assumed.
        most: The highest value where the records leave some months open; else None.
        open_months: Those months, as a month set.
        lost: Of an unbroken run, the months before the hole that ended it, as a month set.

    """

    value: Value
    months: int = 0
    days: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    is_bare: bool = False
    most: int | None = None
    open_months: int = 0
    lost: int = 0
