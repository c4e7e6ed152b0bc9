"""The declaration of a fact: its type, limits, default and names."""

from __future__ import annotations  # read when TOML is decoded, which a start does not do

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.calendar import EARLIEST, LATEST, date_text, month_of, months_inclusive, read_month
from hukou_cli.base.decimals import from_text, ratio_text
from hukou_cli.base.decoding import Model

if TYPE_CHECKING:
    from collections.abc import Mapping

FactType = Literal["months", "count", "yuan", "number", "flag", "choice", "date"]
RecordKind = Literal[
    "insurance", "home", "permit", "study", "marriage", "tax", "penalty", "commendation", "blood_donation"
]
"""The kinds of dated records, each a table of an applicant's file."""

Id = Annotated[str, msgspec.Meta(pattern="^[a-z][a-z0-9_]{0,63}$", title="id")]
NUMBER = r"^-?[0-9]{1,15}(\.[0-9]{1,9})?$"
MONTH = "^[0-9]{4}-(0[1-9]|1[0-2])$"
"""The patterns of a number and a month in a file: texts, since ``Meta`` compiles a pattern at each start."""

WholeNumber = Annotated[int, msgspec.Meta(ge=1 - 10**15, le=10**15 - 1)]
"""With as many digits as a text by ``NUMBER`` may have."""


LARGEST: Mapping[FactType, int] = {"months": 1800, "count": 10_000, "yuan": 10**12, "number": 10**9}


class Streak(Model, frozen=True, kw_only=True):
    """The rule by which an unbroken run of months up to the counting day is counted."""

    of: Annotated[str, msgspec.Meta(description="set expression whose months make the run")]
    tolerated: Annotated[
        str | None, msgspec.Meta(description="set expression of months that are part of the run up to `at_most`")
    ] = None
    at_most: Annotated[int, msgspec.Meta(ge=0, description="how many tolerated months the run may hold")] = 0
    gap: Annotated[int, msgspec.Meta(ge=0, description="months that may be missing in a row; they do not count")] = 0
    gap_days: Annotated[
        int,
        msgspec.Meta(ge=0, description="days that may lie between two records; in place of `gap`, exact to the day"),
    ] = 0
    renewable: Annotated[
        bool,
        msgspec.Meta(description="whether a run that ended `gap_days` before the counting day counts too"),
    ] = False


class Fact(Model, frozen=True, kw_only=True):
    """One fact that an applicant is asked for: its type, limits, default and names."""

    type: Annotated[FactType, msgspec.Meta(description="months, count, yuan, number, flag, choice or date")]
    name: Bilingual
    meaning: Annotated[Bilingual | None, msgspec.Meta(description="what exactly is counted")] = None
    advice: Annotated[Bilingual | None, msgspec.Meta(description="what to do when the value given is refused")] = None
    scope: Annotated[
        Literal["person", "city"],
        msgspec.Meta(description="person: the same everywhere, as a birth date; city: true of one city, as months"),
    ] = "city"
    default: Annotated[
        bool | int | str | None, msgspec.Meta(description="assumed, and said so, when the fact is not given")
    ] = None
    when: Annotated[str | None, msgspec.Meta(description="condition under which the fact matters at all")] = None
    since: Annotated[
        Annotated[str, msgspec.Meta(pattern=MONTH, title="month")] | None,
        msgspec.Meta(description="first month that can count; sets the maximum"),
    ] = None
    max: Annotated[
        Annotated[int, msgspec.Meta(ge=0)] | None,
        msgspec.Meta(description="largest value; `since` sets it for months"),
    ] = None
    until: Annotated[str, msgspec.Meta(description="the date of [dates] that `since` counts to")] = "as_of"
    from_age: Annotated[
        Annotated[int, msgspec.Meta(ge=0)] | None,
        msgspec.Meta(
            description="years of age from which months can count, by which they are limited where they are missing; "
            "16 for insurance counted from records, 0 for homes and permits"
        ),
    ] = None
    decimals: Annotated[int, msgspec.Meta(ge=0, le=6, description="decimal places a number or amount may have")] = 0
    allowed: Annotated[tuple[Decimal, ...], msgspec.Meta(description="the only values a number may have")] = ()
    count: Annotated[
        str | None, msgspec.Meta(description="set expression by which dated records give the fact; a flag: not empty")
    ] = None
    records: Annotated[
        str | None,
        msgspec.Meta(
            description="set expression of dated records that bear on the fact and do not give it: where there are "
            "some, its default is not assumed and it is asked for"
        ),
    ] = None
    excluded_by: Annotated[
        str | None,
        msgspec.Meta(description="for a flag: set expression of dated records; where there are some, it is false"),
    ] = None
    streak: Annotated[Streak | None, msgspec.Meta(description="the unbroken run by which records give the fact")] = None
    choices: Annotated[dict[Id, Bilingual], msgspec.Meta(description="the options of a choice, by id")] = {}
    of_round: Annotated[
        bool,
        msgspec.Meta(
            description="for a date: a day between `opens` and `closes` of one round; it may lie ahead, and in a plan "
            "every other round has its first day in its place"
        ),
    ] = False
    grows: Annotated[
        bool,
        msgspec.Meta(description="for months that no records give: they go on by a month a month under `--grow`"),
    ] = False
    also: Annotated[
        dict[Id, tuple[str, ...]],
        msgspec.Meta(
            description="other words for an option, as people say 大专 for 大学专科; of options not there, none"
        ),
    ] = {}
    narrowed_by: Annotated[
        str | None, msgspec.Meta(description="another choice that leaves only some of the options, as the sex does")
    ] = None
    narrowing: Annotated[
        dict[Id, tuple[Id, ...]],
        msgspec.Meta(description="for each option of `narrowed_by`: the options of this fact that are left"),
    ] = {}

    @property
    def den(self) -> int:
        """The denominator of the fact's value: 1, or a power of ten for numbers and amounts with decimals."""
        return int(10**self.decimals)

    @property
    def words(self) -> dict[str, str]:
        """Every word for an option of a choice, and the option: its id, or a word that no other option has."""
        labels = [
            (label, option)
            for option, words in self.choices.items()
            for label in {words.zh, words.en, *self.also.get(option, ())}
        ]
        shared = Counter(label for label, _ in labels)
        return {label: option for label, option in labels if shared[label] == 1} | {id_: id_ for id_ in self.choices}

    def text(self, value: Value) -> str:
        """Write a value of this fact as its applicant would; a flag as ``true`` or ``false``."""
        match value:
            case bool():
                return str(value).lower()
            case str():
                return value
            case int():
                return date_text(value) if self.type == "date" else ratio_text(value, self.den)


UNKNOWN = "unknown"
"""What an applicant may write for any fact: it is not known, and its default is not to be assumed."""

Value = bool | int | str
"""What a name stands for: a condition is a bool, a choice its option's id, a date ``yyyymmdd``, a quantity its
numerator."""


def limits(fact: Fact, dates: Mapping[str, int] | None = None) -> tuple[int, int]:
    """Return the lowest and highest value of a fact: in a round with these dates, or without dates in any round.

    A flag has 0 and 1; a choice has no limits but its options, and gets zeros.
    """
    match fact.type:
        case "date":
            return EARLIEST, dates[fact.until] if dates else LATEST
        case "flag":
            return 0, 1
        case "choice":
            return 0, 0
        case "months" | "count" | "yuan" | "number":
            largest = LARGEST[fact.type] if fact.max is None else fact.max
            if dates and fact.since:
                return 0, min(largest, months_inclusive(read_month(fact.since) or 0, month_of(dates[fact.until])))
            return 0, int(max(fact.allowed, default=Decimal(largest)) * fact.den)


def latest_day(fact: Fact, most: int, today: int) -> int:
    """Return the last day that a date may be: not after today, but a day of application may lie ahead in its period.

    Args:
        fact: The fact, a date.
        most: Its upper limit in the round, ``yyyymmdd``.
        today: ``yyyymmdd``.

    """
    return most if fact.of_round else min(most, today)


ONLY_FOR: Mapping[str, tuple[FactType, ...]] = {
    "since": ("months",),
    "max": ("months", "count", "yuan", "number"),
    "from_age": ("months", "count"),
    "decimals": ("yuan", "number"),
    "allowed": ("number",),
    "choices": ("choice",),
    "also": ("choice",),
    "count": ("months", "count", "flag", "yuan"),
    "excluded_by": ("flag",),
    "streak": ("months",),
    "of_round": ("date",),
    "grows": ("months",),
    "narrowed_by": ("choice",),
    "narrowing": ("choice",),
}
"""The keys of a fact that mean something for some types only."""


def default_value(fact: Fact) -> Value | None:
    """Return a fact's declared default as a value; None where there is none, or it is not one the fact can have."""
    given, most = fact.default, limits(fact)[1]
    match fact.type:
        case "flag":
            return given if isinstance(given, bool) else None
        case "choice":
            return given if isinstance(given, str) and given in fact.choices else None
        case "months" | "count" | "yuan" | "number":
            read = None if isinstance(given, bool) else from_text(str(given))
            value = read[0] * fact.den // read[1] if read and read[0] * fact.den % read[1] == 0 else -1
            listed = not fact.allowed or Decimal(value) / fact.den in fact.allowed
            return value if 0 <= value <= most and listed else None
        case "date":
            return None


def least_value(fact: Fact, lowest: int) -> Value:
    """Return the first value that a fact may have: its first option, no, or its lowest number or day."""
    match fact.type:
        case "choice":
            return next(iter(fact.choices))
        case "flag":
            return False
        case "months" | "count" | "yuan" | "number" | "date":
            return lowest
