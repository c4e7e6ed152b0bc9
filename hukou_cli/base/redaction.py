"""Redaction of the user's values in messages: identity numbers masked, control characters marked, long texts cut."""

import re
from collections.abc import Iterator

UNSEEN = r"\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"
"""Control characters and others that are not shown, as ranges of a pattern."""

# Patterns stay text: they are compiled when a value is shown, not at every start.
_SEPARATOR = rf"\\[befnrt]|[{UNSEEN}\s\xad\u2010-\u2015\u2212\xb7./\\_-]"
"""Also a tab and the like as a file writes it, with two characters."""
_DIGIT = " {0,3}+[0-9]"
_PARTED = f"(?!19|20)[0-9]{_DIGIT * 5} {{0,3}}+(?:1 {{0,3}}+9|2 {{0,3}}+0){_DIGIT * 9} {{0,3}}+[0-9Xx]"
"""A number in parts, each separator written as a blank: no region has a code of 19 or 20, as dates begin, and
the year of birth follows it."""
_IDENTITY_NUMBER = rf"(?<![0-9])(?:[0-9]{{17}}[0-9Xx]|{_PARTED})(?![0-9])"
"""An 18-character resident identity number."""
_MASK = "*" * 16
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_LENGTH = 18
_LONGEST_SHOWN = 60
_LONGEST_READ = 1000
_LONGEST_NUMBER = 10_000
"""Bits of a number that is written in digits."""


def looks_like_identity_number(given: object) -> bool:
    """Return whether a value holds an identity number, in digits of any script and however they are separated.

    >>> looks_like_identity_number("000000 19850615 123X"), looks_like_identity_number("000000198506151")
    (True, False)
    >>> looks_like_identity_number("ID٠٠٠٠٠٠/１９８５０６１５/1233")
    True
    """
    return isinstance(given, str | int) and next(_identity_numbers(_as_written(given)), None) is not None


def visible(text: str) -> str:
    """Return a text with a mark for each control character, and identity numbers masked."""
    masked = _masked(text)
    return masked if masked.isprintable() else re.sub(f"[{UNSEEN}]", _REPLACEMENT, masked)


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

    >>> harmless(16**5000 - 1)[:8]  # more digits than Python writes
    '0xffffff'
    >>> harmless("a\x1b[31mb"), harmless("000000198506151233"), harmless("000000\u200b19850615 1233")
    ('a�[31mb', '****************33', '****************33')
    """
    text = visible(_as_written(value)[:_LONGEST_READ])
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def _masked(text: str) -> str:
    """Return a text with all characters of an identity number masked but the last two."""
    parts, shown = [], 0
    for start, end in _identity_numbers(text):
        parts += [text[shown:start], _MASK, _plain(text[start:end]).replace(" ", "")[-2:]]
        shown = end
    return "".join((*parts, text[shown:]))


def _identity_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Find identity numbers: where each begins, and where it ends."""
    if len(text) < _LENGTH:
        return
    digits = sum(map(text.count, "0123456789")) if text.isascii() else sum(map(str.isdigit, text))
    if digits < _LENGTH - 1:  # as in nearly every text: no pattern is compiled for it
        return
    for match in re.finditer(_IDENTITY_NUMBER, _plain(text)):
        yield match.span()


def _plain(text: str) -> str:
    """Write the digits of any script and an X as ASCII, separators as blanks; each character stays in its place."""
    if not text.isascii():
        text = "".join(map({character: _ascii(character) for character in set(text)}.__getitem__, text))
    return re.sub(_SEPARATOR, lambda found: " " * len(found[0]), text)


def _ascii(character: str) -> str:
    """Write a digit, or an X, of another script or width as ASCII; any other character as it is."""
    import unicodedata

    plain = unicodedata.normalize("NFKC", character)
    return str(unicodedata.decimal(plain, plain)) if len(plain) == 1 else character


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
        case int() if value.bit_length() > _LONGEST_NUMBER:
            return hex(value)  # as a file may write it: Python refuses to write so many digits
        case _:
            return str(value)
