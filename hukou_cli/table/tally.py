"""How many rows of a table there are of each kind."""

from collections import Counter
from decimal import Decimal

import msgspec

from hukou_cli.base.decimals import to_decimal


class Tally(msgspec.Struct, frozen=True):
    """How many rows of a chunk, or of several, there are of each kind.

    Attributes:
        scored: The rows that are scored.
        rejected: The rows with a mistake.
        mistakes: How often each mistake stands in them, by the column and the code.
        blank: The rows without any text.
        sums: The lines of the rows that hold sums of columns.
        converted: The cells whose full-width digits, or blanks around the text, were converted.
        without: The rows that are scored without a fact that changes nothing for them.
        disputed: The scored rows with a figure that can be counted in two ways, and no answer in which.
        eligible: The eligible rows.
        entering: Those of them that reach the least total to be ranked, where one is asked for.
        reached: Those of them that reach the line.
        totals: How many eligible rows have each total, in units of the last place; empty for several cities.

    """

    scored: int = 0
    rejected: int = 0
    mistakes: Counter[tuple[str, str]] = msgspec.field(default_factory=Counter)
    blank: int = 0
    sums: tuple[int, ...] = ()
    converted: int = 0
    without: int = 0
    disputed: int = 0
    eligible: int = 0
    entering: int = 0
    reached: int = 0
    totals: Counter[int] = msgspec.field(default_factory=Counter)

    def __add__(self, other: "Tally") -> "Tally":
        """Return the rows of both."""
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__struct_fields__))

    @property
    def passed_over(self) -> int:
        """The rows that are nobody's: blank ones and sums."""
        return self.blank + len(self.sums)

    @property
    def read(self) -> int:
        """The rows read."""
        return self.scored + self.rejected + self.passed_over

    def median(self, places: int) -> Decimal | None:
        """Return the median total of the eligible rows; None where there is none, or no total.

        >>> Tally(totals=Counter({9713: 1, 9714: 1, 11992: 2})).median(2)
        Decimal('108.53')
        """
        middle = [(self.totals.total() - 1) // 2, self.totals.total() // 2]
        found, below = [], 0
        for units, rows in sorted(self.totals.items()):
            found += [units for at in middle if below <= at < below + rows]
            below += rows
        return None if not found else to_decimal(sum(found), places) / 2
