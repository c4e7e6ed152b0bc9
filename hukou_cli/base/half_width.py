"""Full-width digits, letters and signs, as a Chinese keyboard types them, in half width."""

_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
"""The full-width forms of visible ASCII, and the wide blank; nothing else, as ² is not 2."""

_BLANKS = " \t\r\n\xa0"


def half_width(text: str) -> str:
    """Return a text with full-width ASCII in half width and without blanks around it; what it says stays the same.

    >>> half_width(" １８９ "), half_width("１９８７－０３－１２"), half_width("1²")
    ('189', '1987-03-12', '1²')
    """
    return (text if text.isascii() else text.translate(_HALF)).strip(_BLANKS)


def has_wide_digits(text: str) -> bool:
    """Return whether a text holds full-width digits, which ``half_width`` converts.

    >>> has_wide_digits("１８9"), has_wide_digits("189（个月）")
    (True, False)
    """
    return not text.isascii() and any("\uff10" <= character <= "\uff19" for character in text)
