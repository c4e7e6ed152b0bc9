"""Exact decimals: rounding half up, and the text of ratios, points and percents. The only file that rounds.

Inside the program a quantity is an integer numerator over a denominator that the formula fixes;
no float holds a point, a month or an amount.
"""

from decimal import Decimal

_MOST_DIGITS, _MOST_PLACES, _MOST_ZEROS = 15, 9, 30
_SHOWN_PLACES = 4

RANK_PLACES = 9
"""Decimal places that a ranking key has at most."""

SHARE_PLACES = 4
"""Decimal places of a share of the total."""


def half_up(numerator: int, denominator: int, places: int) -> int:
    """Return a ratio rounded half up on its magnitude (四舍五入), in units of ``10**-places``.

    >>> half_up(3 * 7, 2 * 12, 2), half_up(-3 * 7, 2 * 12, 2)  # 0.875, -0.875
    (88, -88)
    """
    doubled = 2 * abs(numerator) * 10**places
    units: int = (doubled + denominator) // (2 * denominator)
    return -units if numerator < 0 else units


def least_units(points: Decimal, places: int) -> int:
    """Return the fewest units of ``10**-places`` that are not below some points.

    >>> least_units(Decimal("110"), 2), least_units(Decimal("99.995"), 2)
    (11000, 10000)
    """
    numerator, denominator = points.as_integer_ratio()
    below: int = -numerator * 10**places // denominator
    return -below


def to_decimal(units: int, places: int) -> Decimal:
    """Return units of ``10**-places`` as a Decimal with exactly that many places.

    >>> to_decimal(4725, 2)
    Decimal('47.25')
    """
    return Decimal(units).scaleb(-places)


LEAST_UNLIMITED = 10**8
"""Points from which on a limit only says that none is known: half the largest number a fact may be, and more."""


def limit_to_decimal(units: int, places: int) -> Decimal:
    """Return a limit of points as a Decimal, infinite where no limit is known.

    >>> limit_to_decimal(4725, 2), limit_to_decimal(10**11, 2), limit_to_decimal(-(10**11), 2)
    (Decimal('47.25'), Decimal('Infinity'), Decimal('-Infinity'))
    """
    if abs(units) < LEAST_UNLIMITED * 10**places:
        return to_decimal(units, places)
    return Decimal("Infinity").copy_sign(units)


def limits_text(limits: tuple[Decimal, Decimal]) -> str:
    """Return two limits as text; one that is not known is left out.

    >>> limits_text((Decimal("96.50"), Decimal("110.50"))), limits_text((Decimal("476"), Decimal("Infinity")))
    ('96.50..110.50', '476..')
    """
    return "..".join(str(limit) if limit.is_finite() else "" for limit in limits)


def places_of(denominator: int, most: int) -> int | None:
    """Return the decimal places that every ratio over a denominator needs; None where they are more than ``most``.

    >>> places_of(1, 9), places_of(40, 9), places_of(12, 9)
    (0, 3, None)
    """
    return next((places for places in range(most + 1) if 10**places % denominator == 0), None)


def whole_number(digits: str) -> int:
    """Read digits as a number; of more than a thousand the first thousand, which is more than any number that counts.

    Python refuses to read many thousands of them.

    >>> whole_number("0012"), whole_number("9" * 5000) == 10**1000 - 1
    (12, True)
    """
    return int(digits[:1000])


def from_text(text: str) -> tuple[int, int] | None:
    """Parse plain decimal text to ``(numerator, denominator)``, the denominator a power of ten; None for other text.

    >>> from_text("-10.50"), from_text("1e3"), from_text("１２")
    ((-1050, 100), None, None)
    """
    whole, point, fraction = text.removeprefix("-").partition(".")
    digits = whole + fraction
    if not (digits.isascii() and digits.isdigit() and 0 < len(whole) <= _MOST_DIGITS and len(fraction) <= _MOST_PLACES):
        return None
    if point and not fraction:
        return None
    numerator = int(digits)
    return (-numerator if text[0] == "-" else numerator), 10 ** len(fraction)


def written_out(number: Decimal) -> str:
    """Return a number without an exponent; with it where there would be more than ``_MOST_ZEROS`` zeros.

    >>> written_out(Decimal("1E-10")), written_out(Decimal("1e-999999999"))
    ('0.0000000001', '1E-999999999')
    """
    return f"{number:f}" if abs(number.adjusted()) <= _MOST_ZEROS else str(number)


FEN = 100
"""How many fen a yuan has."""


def fen_from_text(text: str) -> int | None:
    """Parse an amount of yuan, not below 0 and with at most two decimals, to fen; None for other text.

    >>> fen_from_text("12183"), fen_from_text("0.5"), fen_from_text("0.005"), fen_from_text("-1")
    (1218300, 50, None, None)
    """
    read = from_text(text)
    if read is None or read[0] < 0 or FEN % read[1]:
        return None
    return read[0] * (FEN // read[1])


def ratio_text(numerator: int, denominator: int) -> str:
    """Return a ratio as decimal text: whole where it ends within four places, else cut there with ``…`` behind.

    >>> ratio_text(189, 4), ratio_text(-245, 24), ratio_text(40, 2), ratio_text(-1, 16)
    ('47.25', '-10.2083…', '20', '-0.0625')
    """
    if denominator == 1:
        return str(numerator)
    sign = "-" if numerator < 0 else ""
    units, left_over = divmod(abs(numerator) * 10**_SHOWN_PLACES, denominator)
    text = f"{units // 10**_SHOWN_PLACES}.{units % 10**_SHOWN_PLACES:0{_SHOWN_PLACES}}"
    return sign + (text + "…" if left_over else text.rstrip("0").rstrip("."))


def yuan_text(fen: int, denominator: int = 1) -> str:
    """Return an amount of fen, or a ratio of fen, in yuan with commas.

    >>> yuan_text(1218300), yuan_text(1218300 * 13, 10)
    ('12,183', '15,837.9')
    """
    whole, point, rest = ratio_text(fen, FEN * denominator).partition(".")
    return f"{int(whole):,}{point}{rest}"


def percent(share: Decimal) -> str:
    """Return a share as percent, without zeros at its end.

    >>> percent(Decimal("0.7087")), percent(Decimal("1.0000")), percent(Decimal("0.5000"))
    ('70.87', '100', '50')
    """
    return f"{(share * 100).normalize():f}"
