"""Redaction of the user's values in messages: identity numbers masked, control characters marked, long texts cut."""

import re

IDENTITY_NUMBER = r"(?<![0-9])[0-9]{16}([0-9][0-9Xx])(?![0-9])"
"""An 18-character resident identity number; its group is the end that stays in the open."""

UNSEEN = r"\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"
"""Control characters and others that are not shown, as ranges of a pattern."""

BETWEEN_DIGITS = rf"{UNSEEN} \xad\u2010-\u2015\u2212-"
"""What may stand between the digits of an identity number: those, blanks, hyphens and minus signs."""

# Patterns stay text: they are compiled when a value is shown, not at every start.
_MASK = "*" * 16
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_LENGTH = 18
_LONGEST_SHOWN = 60
_LONGEST_READ = 1000


def looks_like_identity_number(given: object) -> bool:
    """Return whether a value holds an identity number, however spaced or wide.

    >>> looks_like_identity_number("000000 19850615 123X"), looks_like_identity_number("000000198506151")
    (True, False)
    """
    if not isinstance(given, str | int) or len(str(given)) < _LENGTH:
        return False
    import unicodedata

    plain = re.sub(f"[{BETWEEN_DIGITS}]", "", unicodedata.normalize("NFKC", str(given)))
    return re.search(IDENTITY_NUMBER, plain) is not None


def visible(text: str) -> str:
    """Return a text with a mark for each control character, and identity numbers masked."""
    return re.sub(f"[{UNSEEN}]", _REPLACEMENT, _masked(text))


def first_unseen(text: str) -> int:
    """Return the position (from 1) of the first control character, line feeds and tabs apart.

    0 where there is none.
    """
    if text.isprintable():  # as nearly every text is: no pattern is compiled for it
        return 0
    match = re.search(f"[{UNSEEN}]", text.replace("\n", " ").replace("\t", " "))
    return match.start() + 1 if match else 0


def harmless(value: object) -> str:
    r"""Return a value of the user's on one line: no control characters, at most 60 characters, identity numbers masked.

    >>> harmless("a\x1b[31mb"), harmless("000000198506151233"), harmless("000000\u200b19850615 1233")
    ('a�[31mb', '****************33', '****************33')
    """
    text = _masked(_as_written(value)[:_LONGEST_READ])
    if looks_like_identity_number(text):  # in parts, or in wide digits
        return _MASK + visible(text[-2:])
    text = visible(text)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def _masked(text: str) -> str:
    return re.sub(IDENTITY_NUMBER, rf"{_MASK}\1", text)


def _as_written(value: object) -> str:
    """Write a value as its file does, not as Python would; what a table or a list holds is left out."""
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case dict():
            return "{…}" if value else "{}"
        case list():
            return "[…]" if value else "[]"
        case _:
            return str(value)
