"""A dated record typed on one line, as ``2012-07 2019-02 rented 朝阳``: words in any order behind the dates."""

import re
from collections.abc import Mapping

from hukou_cli.applicant.spelling import GOES_ON
from hukou_cli.base import calendar
from hukou_cli.base.errors import Finding
from hukou_cli.base.folding import fold_city_name, half_width
from hukou_cli.base.redaction import harmless, looks_like_identity_number
from hukou_cli.facts.reading import read_fact
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.record_keys import record_keys
from hukou_cli.text.records import RECORD_WORDS

LEVEL_OF = "degree"
"""The fact whose options are the levels of study."""

FLAG_WORDS: Mapping[str, tuple[str, bool]] = {
    **dict.fromkeys(("declared", "registered", "备案", "已备案", "已申报", "登记备案"), ("registered", True)),
    **dict.fromkeys(("undeclared", "未备案", "未申报"), ("registered", False)),
    **dict.fromkeys(("part-time", "在职", "非全日制", "兼读"), ("part_time", True)),
    **dict.fromkeys(("full-time", "全日制", "脱产"), ("part_time", False)),
}
"""Words that set a flag of a record, with the flag and its value."""

_LISTED = re.compile("(?:(back|补缴)|(endorsed|签注))[:：]?(.+)")
_BETWEEN = re.compile(r"\s(?:[-–—]|to|until)\s|[\s,，、;；~～]+|到|至(?!今)|(?=至今)")


def read_line(kind: str, line: str, edition: Edition) -> dict[str, object] | Finding:
    """Return a record of a kind as a file would have it, or what is wrong with the line.

    Dates stand first: of a stretch of time the first month and, unless it goes on, the last; of taxes the year and the
    yuan. Behind them, in any order, stand words that the kind knows: a district, a city if it is another than the
    policy's, a tenure, insurances, a level of study or its number, ``declared``, ``part-time``, and months as
    ``back2014-05``.

    Args:
        kind: The kind of records, of those that are told on lines: all but events.
        line: What was typed.
        edition: The policy, whose districts and levels are known.

    >>> from hukou_cli.policy.catalog import Catalog
    >>> read_line("insurance", "2012-07 2019-02 朝阳 补缴2014-05", Catalog().find("beijing"))
    {'city': 'beijing', 'from': '2012-07', 'to': '2019-02', 'district': 'chaoyang', 'back_paid': ['2014-05']}

    """
    words = [word for word in _BETWEEN.split(half_width(line)) if word]
    if looks_like_identity_number(line):
        return Finding(code="identity-number", values={"seen": harmless(line)})
    found = _Words(kind, edition)
    for word in words:
        problem = found.take(word)
        if problem is not None:
            return problem
    return found.record()


def _is_date(word: str) -> bool:
    return calendar.read_any_month(word) is not None or calendar.read_day(word) is not None


class _Words:
    """The words of one line as far as they are read."""

    def __init__(self, kind: str, edition: Edition) -> None:
        self.kind, self.edition = kind, edition
        self.keys = record_keys([edition], kind)
        self.dates: list[str] = []
        self.told: dict[str, object] = {}
        self.lists: dict[str, list[str]] = {}

    def take(self, word: str) -> Finding | None:
        """Read one word; return what is wrong with it."""
        if word in GOES_ON:
            return None
        if self.kind == "tax":
            self.dates.append(word.removesuffix("年").removesuffix("元") if word != "年" else word)
            return None
        if _is_date(word):
            self.dates.append(word)
            return None
        key = self._key_of(word)
        if key is None:
            return Finding(code="typed-word", values={"seen": harmless(word)})
        name, value = key
        if name in ("kinds", "back_paid", "endorsed"):
            self.lists.setdefault(name, []).append(str(value))
        elif self.told.setdefault(name, value) != value:
            return Finding(code="typed-twice", values={"seen": harmless(word)})
        return None

    def _key_of(self, word: str) -> tuple[str, object] | None:
        """Return the key that a word stands for, and its value."""
        edition, folded = self.edition, word.lower()
        if (listed := _LISTED.fullmatch(folded)) is not None:
            return ("back_paid" if listed[1] else "endorsed"), listed[3]
        if folded in FLAG_WORDS and FLAG_WORDS[folded][0] in ("registered", "part_time"):
            return FLAG_WORDS[folded]
        if self.kind == "study":
            return self._level(word)
        if word in edition.spellings.districts:
            return "district", edition.spellings.districts[word]
        key = {"home": "tenure", "insurance": "kinds"}.get(self.kind)
        if key and folded in RECORD_WORDS[key]:
            return key, RECORD_WORDS[key][folded]
        if fold_city_name(word) in edition.spellings.city:
            return "city", edition.file.policy.city
        return ("city", word) if fold_city_name(word) in edition.neighbours.places else None

    def _level(self, word: str) -> tuple[str, object] | None:
        """Return a level of study by its number in the list of options, or by its name."""
        fact = self.edition.facts[LEVEL_OF]
        options = [*fact.choices]
        if word.isdecimal() and 1 <= int(word) <= len(options):
            return "level", options[int(word) - 1]
        read = read_fact(fact, word, 0)
        return None if isinstance(read, Finding) else ("level", read)

    def record(self) -> dict[str, object] | Finding:
        """Return the record; what it lacks is wrong."""
        least, most = (2, 2) if self.kind == "tax" else (1, 2)
        if not least <= len(self.dates) <= most:
            return Finding(code="typed-dates-tax" if self.kind == "tax" else "typed-dates-span")
        place: dict[str, object] = {} if self.kind in ("study", "marriage") else {"city": self.edition.file.policy.city}
        if self.kind == "tax":
            year, income = self.dates
            return {**place, "year": int(year) if year.isdecimal() else year, "income": income}
        record = {**place, "from": self.dates[0], **dict(zip(("to",), self.dates[1:], strict=False)), **self.told}
        if self.kind == "home" and "tenure" not in record:
            return Finding(code="typed-no-tenure")
        if self.kind == "study" and "level" not in record:
            return Finding(code="typed-no-level")
        is_let = record.get("tenure") in ("rented", "dormitory")
        if is_let and "registered" in self.keys:
            record.setdefault("registered", False)  # the question says to write it where it is so
        return record | self.lists
