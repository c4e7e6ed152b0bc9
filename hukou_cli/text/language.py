"""The two languages of the program, and which of them a locale stands for."""

from typing import Literal

Language = Literal["zh", "en"]


def language_of(locale: str) -> Language:
    """Return the language for the name of a locale: Chinese where it begins so, else English.

    >>> language_of("zh_TW.UTF-8"), language_of("C.UTF-8"), language_of("")
    ('zh', 'en', 'en')
    """
    return "zh" if locale.startswith("zh") else "en"
