"""Points as people and spreadsheets read them: with a true minus, with a sign, or with their limits where open."""

from decimal import Decimal


def signed(points: Decimal) -> str:
    """Return points with a true minus.

    >>> signed(Decimal("-5.54")), signed(Decimal("5.54"))
    ('−5.54', '5.54')
    """
    return str(points).replace("-", "−")


def signed_difference(points: Decimal) -> str:
    """Return a difference of points with its sign, plus included.

    >>> signed_difference(Decimal("3.00")), signed_difference(Decimal("-16.33")), signed_difference(Decimal("0.00"))
    ('+3.00', '−16.33', '0.00')
    """
    return f"+{points}" if points > 0 else signed(points)


def spanned(limits: tuple[Decimal, Decimal]) -> str:
    """Return points, or their limits where they are open, for the screen.

    >>> spanned((Decimal("96.50"), Decimal("110.50"))), spanned((Decimal("-2.00"), Decimal("3.00")))
    ('96.50–110.50', '−2.00 – 3.00')
    >>> spanned((Decimal("96.50"), Decimal("Infinity")))
    '≥ 96.50'
    """
    low, high = map(signed, limits)
    if low == high:
        return low
    if not all(limit.is_finite() for limit in limits):
        return f"≥ {low}" if limits[0].is_finite() else f"≤ {high}" if limits[1].is_finite() else "–"
    return f"{low} – {high}" if "−" in low + high else f"{low}–{high}"
