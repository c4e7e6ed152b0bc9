"""Identity numbers: known however they are written, so that none is taken for a fact or shown in the open."""

import re
import unicodedata

_NUMBER = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])")
_LENGTH = 18


def looks_like_identity_number(given: object) -> bool:
    """Tell whether a value holds an 18-character identity number, however spaced or wide; no fact does.

    >>> looks_like_identity_number("000000 19850615 123X"), looks_like_identity_number("000000198506151")
    (True, False)
    """
    if not isinstance(given, str | int) or len(str(given)) < _LENGTH:
        return False
    plain = unicodedata.normalize("NFKC", str(given)).replace(" ", "").replace("-", "")
    return _NUMBER.search(plain) is not None
