"""Exact numbers at the edges: ratios of integers in, decimal text out. The only file that rounds.

Inside the program a quantity is an integer numerator over a denominator that the formula fixes;
no float holds a point, a month or an amount.
"""

import re
from decimal import Decimal

_NUMBER = re.compile(r"(-?)([0-9]{1,15})(?:\.([0-9]{1,9}))?")
_SHOWN_PLACES = 4

RANK_PLACES = 9
"""How many decimal places a key that orders applicants may have."""

SHARE_PLACES = 4
"""How many decimal places a share of the total has."""


def half_up(numerator: int, denominator: int, places: int) -> int:
    """Round a ratio half up on its magnitude (四舍五入) and return it in units of ``10**-places``.

    >>> half_up(3 * 7, 2 * 12, 2), half_up(-3 * 7, 2 * 12, 2)  # 0.875, -0.875
    (88, -88)
    """
    doubled = 2 * abs(numerator) * 10**places
    units: int = (doubled + denominator) // (2 * denominator)
    return -units if numerator < 0 else units


def to_decimal(units: int, places: int) -> Decimal:
    """Turn units of ``10**-places`` into a Decimal with exactly that many places.

    >>> to_decimal(4725, 2)
    Decimal('47.25')
    """
    return Decimal(units).scaleb(-places)


def places_of(denominator: int, most: int) -> int | None:
    """Give how many decimal places every ratio over a denominator needs; None where they are more than ``most``.

    >>> places_of(1, 9), places_of(40, 9), places_of(12, 9)
    (0, 3, None)
    """
    return next((places for places in range(most + 1) if 10**places % denominator == 0), None)


def from_text(text: str) -> tuple[int, int] | None:
    """Read plain decimal text as ``(numerator, denominator)``, the denominator a power of ten; None if it is not that.

    >>> from_text("-10.50"), from_text("1e3"), from_text("１２")
    ((-1050, 100), None, None)
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    sign, whole, fraction = match.groups(default="")
    numerator = int(whole + fraction)
    return (-numerator if sign else numerator), 10 ** len(fraction)


def ratio_text(numerator: int, denominator: int) -> str:
    """Show a ratio: in full where it ends within four places, else cut there and marked with ``…``.

    >>> ratio_text(189, 4), ratio_text(-245, 24), ratio_text(40, 2), ratio_text(-1, 16)
    ('47.25', '-10.2083…', '20', '-0.0625')
    """
    sign = "-" if numerator < 0 else ""
    units, left_over = divmod(abs(numerator) * 10**_SHOWN_PLACES, denominator)
    text = f"{units // 10**_SHOWN_PLACES}.{units % 10**_SHOWN_PLACES:0{_SHOWN_PLACES}}"
    return sign + (text + "…" if left_over else text.rstrip("0").rstrip("."))


def percent(share: Decimal) -> str:
    """Write a share as a number of percent, without zeros at its end.

    >>> percent(Decimal("0.7087")), percent(Decimal("1.0000")), percent(Decimal("0.5000"))
    ('70.87', '100', '50')
    """
    return f"{(share * 100).normalize():f}"
