"""What stands beside a column of dated records: what it is, the words to choose from."""

from collections.abc import Collection, Mapping, Sequence

from hukou_cli.policy.edition import Edition
from hukou_cli.policy.record_keys import record_options
from hukou_cli.text.applicant_file import APPLICANT_FILE
from hukou_cli.text.language import Language
from hukou_cli.text.record_table import EVENT, KIND, KINDS
from hukou_cli.text.rules import RULES
from hukou_cli.text.screen import say

_MEANINGS = {
    KIND: "record_kind",
    "city": "record_city",
    "year": "record_year",
    "date": "record_date",
    EVENT: "record_event",
    "tenure": "record_tenure",
    "excused": "record_excused",
}
"""The phrases of the columns that mean the same of every kind."""

_FLAGS = ("registered", "part_time", "planned")
_EVENTS = ("penalty", "commendation", "blood_donation")


def record_word(edition: Edition, key: str, value: str) -> str:
    """Return a value of a record in Chinese words: a district, a level of study, a tenure, an insurance, an event."""
    if key == "district":
        return edition.file.districts[value].zh if value in edition.file.districts else value
    if key == "level":
        words = edition.facts["degree"].choices.get(value) if "degree" in edition.facts else None
        return words.zh if words else value
    if key in {"tenure", "spouse_tenure", "kinds", "kind"}:
        return RULES.get(f"tag.{value}", {}).get("zh", value)
    return value


def record_choices(key: str, kinds: Sequence[str], edition: Edition, language: Language) -> tuple[str, ...]:
    """Return the words to choose from in a column of records of some kinds; none where anything may be written."""
    if key == KIND:
        return tuple(KINDS[kind].of(language) for kind in kinds)
    if key in _FLAGS:
        return (say("yes", language), say("no", language))
    ids: list[str] = []
    if key == "district":
        ids = [*edition.file.districts]
    elif key in ("tenure", "spouse_tenure"):
        ids = [tenure for tenure in record_options([edition], "home") if key == "tenure" or tenure != "spouse"]
    elif key == "level" and "degree" in edition.facts:
        ids = [*edition.facts["degree"].choices]
    elif key == EVENT:
        ids = [option for kind in kinds if kind in _EVENTS for option in record_options([edition], kind)]
    word = "kind" if key == EVENT else key
    return tuple(dict.fromkeys(record_word(edition, word, id_) if language == "zh" else id_ for id_ in ids))


def record_meaning(key: str, own: Mapping[str, Collection[str]], language: Language) -> str:
    """Return what a column says of the records of each kind that has its key; of several the same once.

    ``own`` has the keys of each kind.
    """
    if key in _MEANINGS:
        return say(_MEANINGS[key], language)
    told: dict[str, list[str]] = {}
    for kind, keys in own.items():
        words = APPLICANT_FILE.get(f"{kind}.{key}") or APPLICANT_FILE.get(key)
        if key in keys and words and "{0}" not in words[language]:
            told.setdefault(words[language], []).append(KINDS[kind].of(language))
    joined = "、" if language == "zh" else ", "
    return "\n".join(say("named", language, joined.join(kinds), meaning) for meaning, kinds in told.items())
