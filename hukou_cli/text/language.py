"""The two languages of the program, and which of them a locale stands for."""

from collections.abc import Mapping
from typing import Literal

Language = Literal["zh", "en"]

Texts = Mapping[str, Mapping[Language, str]]
"""Texts in both languages by their keys."""


def language_of(locale: str) -> Language:
    """Return the language for the name of a locale: Chinese where it begins so, else English.

    >>> language_of("zh_TW.UTF-8"), language_of("C.UTF-8"), language_of("")
    ('zh', 'en', 'en')
    """
    return "zh" if locale.startswith("zh") else "en"
