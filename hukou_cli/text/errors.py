"""The messages of findings in both languages, by code: what is wrong, and on a second line what to do.

A part stands in a file of its own: ``errors_files``, ``errors_policy``, ``errors_applicant``, ``errors_table``,
``errors_commands``, ``errors_import``, ``errors_workbook``.

Gaps are filled from the finding's values; for ``{seen}`` in Chinese ``seen_zh`` is taken where there is one.
``{nearest}`` becomes a question when there is a near word and nothing when there is none; a value that starts with
``@`` is a term of ``TERMS``.
"""

from collections.abc import Mapping
from functools import cache

from hukou_cli.text.errors_applicant import APPLICANT
from hukou_cli.text.language import Language, Texts


@cache
def message_parts() -> tuple[Texts, ...]:
    """Return the parts. That of one applicant comes first: a score with notes needs no other, which saves 4 ms."""
    from hukou_cli.text.errors_commands import COMMANDS
    from hukou_cli.text.errors_files import FILES
    from hukou_cli.text.errors_import import IMPORT
    from hukou_cli.text.errors_policy import POLICY
    from hukou_cli.text.errors_table import TABLE
    from hukou_cli.text.errors_workbook import WORKBOOK

    return APPLICANT, FILES, POLICY, TABLE, COMMANDS, IMPORT, WORKBOOK


@cache
def messages() -> Texts:
    """Return every message by its code."""
    return {code: words for part in message_parts() for code, words in part.items()}


def message(code: str, values: Mapping[str, str], language: Language) -> tuple[str, str]:
    """Return a message with its gaps filled: what is wrong, and what to do or nothing.

    A value whose name ends in a language fills the gap without that ending, in that language.

    >>> message("wrong-type", {"seen": "x", "allowed": "@flag"}, "en")
    ('“x” is not true or false', '')
    """
    city = values.get("city", "CITY" if language == "en" else "城市")
    ending = f"_{language}"
    own = {gap.removesuffix(ending): value for gap, value in values.items() if gap.endswith(ending)}
    gaps = {gap: _gap(gap, value, city, language) for gap, value in {**values, **own}.items()}
    words = APPLICANT.get(code) or messages()[code]
    what, _, remedy = words[language].format_map(gaps).partition("\n")
    return what, remedy.strip()


def _gap(gap: str, value: str, city: str, language: Language) -> str:
    """Return what fills a gap: a question for the nearest word, the words of a term, else the value itself."""
    if gap == "nearest":
        if not value:
            return ""
        return f"Did you mean `{value}`? " if language == "en" else f"是否应为 `{value}`？"
    if gap != "reason" and value[:1] != "@":
        return value
    from hukou_cli.text.terms import REASONS, TERMS  # most gaps take the value as it is

    if gap == "reason" and language == "zh" and value in REASONS:
        return REASONS[value]
    return TERMS[value[1:]][language].replace("{city}", city) if value[:1] == "@" and value[1:] in TERMS else value
