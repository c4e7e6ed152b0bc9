"""What stands for a sign that an encoding lacks: a word for ✓, a hyphen for −, a number sign for █; never ``?``."""

import codecs
from collections.abc import Callable
from typing import Final

from hukou_cli.text.language import Language

_PLAIN: Final = {
    **dict.fromkeys("−–—░", "-"),
    **dict.fromkeys("█▉▊▋▌▓", "#"),
    **dict.fromkeys("▍▎▏", "|"),
    "▒": "=",
    "·": "-",
    "…": "...",
    "×": "x",
    "÷": "/",
    "≈": "~",
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
    "→": "->",
    "§": "*",
    **dict.fromkeys("“”", '"'),
    **dict.fromkeys("‘’", "'"),
    **dict(zip("，、。；：？！（）〔〕「」", ",,.;:?!()[]''", strict=True)),
}

_WORDS: dict[str, dict[Language, str]] = {
    "✓": {"en": "[yes]", "zh": "[是]"},
    "✗": {"en": "[no]", "zh": "[否]"},
}


_FULL_WIDTH: Final = (
    (" (", "（"),
    (") ", "）"),
    ("(", "（"),
    (")", "）"),
    ("） ", "）"),
    (", ", "，"),
    ("; ", "；"),
    (": ", "："),
)


def full_width(text: str, language: Language) -> str:
    """Return a text with the punctuation of its language: in Chinese brackets, commas and colons are full-width.

    >>> full_width("较小值(19, 48) ÷ 12", "zh"), full_width("min(19, 48) ÷ 12", "en")
    ('较小值（19，48）÷ 12', 'min(19, 48) ÷ 12')
    """
    if language == "zh":
        for half, full in _FULL_WIDTH:
            text = text.replace(half, full)
    return text


def can_write(text: str, encoding: str) -> bool:
    """Return whether an encoding has every character of a text.

    >>> can_write("−5.54 ✓", "utf-8"), can_write("北京", "gbk"), can_write("−5.54", "gbk")
    (True, True, False)
    """
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def substitute(character: str, encoding: str, language: Language) -> str:
    r"""Return what stands for one character: a word, a sign of ASCII, or, for any other, its number in Unicode.

    >>> substitute("✗", "gbk", "zh"), substitute("−", "ascii", "zh"), substitute("京", "ascii", "en")
    ('[否]', '-', '\\u4eac')
    """
    if character in _WORDS:
        words = _WORDS[character]
        return words[language] if can_write(words[language], encoding) else words["en"]
    return _PLAIN.get(character) or character.encode("ascii", "backslashreplace").decode()


def legible(text: str, encoding: str, language: Language) -> str:
    """Return a text with a substitute for each character that an encoding lacks.

    >>> legible("✗ −5.54 …", "gbk", "zh")
    '[否] -5.54 …'
    """
    if can_write(text, encoding):
        return text
    return "".join(each if can_write(each, encoding) else substitute(each, encoding, language) for each in text)


SUBSTITUTE: Final = "hukou-substitute"
"""The name of the error handler of ``register``, for ``errors=`` of a stream."""


def register(language: Callable[[], Language]) -> None:
    """Register the error handler ``SUBSTITUTE``, by which a stream writes substitutes for what it cannot encode.

    Args:
        language: Gives the language of the words, when they are first needed.

    """

    def handle(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeEncodeError):
            raise error
        lacking = error.object[error.start : error.end]
        return "".join(substitute(each, error.encoding, language()) for each in lacking), error.end

    codecs.register_error(SUBSTITUTE, handle)
