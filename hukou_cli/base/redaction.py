"""Identity numbers: known however they are written, so that none is taken for a fact or shown in the open."""

import re
import unicodedata

_NUMBER = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])")
_LENGTH = 18

APART = frozenset(
    " -\xad\u2212\ufeff"
    + "".join(map(chr, (*range(0x01, 0x20), *range(0x7F, 0xA0), *range(0x200B, 0x2016), *range(0x2028, 0x202F))))
    + "".join(map(chr, range(0x2060, 0x206A)))
)
"""What may stand between the digits, seen or not: blanks, hyphens, and all that a screen does not show."""


def looks_like_identity_number(given: object) -> bool:
    """Tell whether a value holds an 18-character identity number, however spaced or wide; no fact does.

    >>> looks_like_identity_number("000000 19850615 123X"), looks_like_identity_number("000000198506151")
    (True, False)
    """
    if not isinstance(given, str | int) or len(str(given)) < _LENGTH:
        return False
    plain = unicodedata.normalize("NFKC", str(given)).translate(dict.fromkeys(map(ord, APART)))
    return _NUMBER.search(plain) is not None
