"""One fact of an applicant: from what was written to an exact value, or to what is wrong with it."""

import datetime
import re
from decimal import Decimal

from hukou_cli.base import decimals
from hukou_cli.base.calendar import EARLIEST, LATEST, date_text, from_date, read_day
from hukou_cli.base.errors import Finding, nearest
from hukou_cli.base.folding import half_width, has_wide_digits
from hukou_cli.base.redaction import first_unseen, harmless, looks_like_identity_number
from hukou_cli.facts.types import Fact, Value, latest_day

_DIGITS = r"[0-9]{1,15}"
_WITH_UNIT = r"([0-9]{1,15}) ?(?:个月|months?)"  # texts: a pattern compiled here would be so at each start
_NO_FRACTION = r"\.0{1,9}\Z"
FLAGS = {
    **dict.fromkeys(("true", "yes", "y", "是", "√", "✓"), True),
    **dict.fromkeys(("false", "no", "n", "否", "×", "✗"), False),
}
"""The words for yes and no, in lower case."""

_HAS = {"有": True, "无": False, "没有": False}
_ASKS_WHETHER_HAD = "[^无未不没]*(?<!自)有[^无未不没]*"
"""The names of flags that those words answer: 持有本市居住证, and none that denies anything."""


def read_fact(fact: Fact, given: object, most: int, today: int = LATEST, *, suggest: bool = True) -> Value | Finding:
    """Return the value of what was written for a fact, or the finding that says why it has none.

    The one reader of a file's key, an option of the command line and a table's cell. Months and counts are whole
    numbers, amounts and numbers decimals within ``fact.decimals``; all may be written as text too, as ``--set`` and
    tables do. A choice is an option's id or label, a date ``yyyy-mm-dd`` or as spreadsheets write it, year first.
    Blanks around a text, full-width digits and signs, and capitals of options and flags make no difference.

    Args:
        fact: The fact.
        given: What was written: a value of TOML, JSON or Python, or text.
        most: The largest value, in units of ``1 / fact.den``; of a date the latest day, ``yyyymmdd``.
        today: The day after which no date may lie, ``yyyymmdd``.
        suggest: Whether a finding names the nearest option of a choice, which takes time.

    """
    if type(given) is int and 0 <= given <= most and fact.type in ("months", "count"):
        return given
    if looks_like_identity_number(given):
        return Finding(code="identity-number", values={"seen": harmless(given)})
    if isinstance(given, str):
        fault = _no_value(given.strip())
        if fault is not None:
            return fault
        given = half_width(given)
    match fact.type:
        case "flag":
            return _flag(fact, given)
        case "choice":
            return _choice(fact, given, suggest=suggest)
        case "date":
            return _date(given, latest_day(fact, most, today))
        case "months":
            return _whole_number(_without_unit(given), most)
        case "count":
            return _whole_number(given, most)
        case "yuan" | "number":
            return _number(fact, given, most)


def _no_value(text: str) -> Finding | None:
    """Return what a spreadsheet left in place of a value: an error, a formula, the cover of a merged cell, or ####."""
    if text[:1] not in ("#", "="):
        return None
    from hukou_cli.base.spreadsheet import ERRORS, MERGED  # few texts look like these

    code = "formula-error" if text in ERRORS else "formula-without-value" if text.startswith("=") else ""
    if text.startswith(f"{MERGED} "):
        code, text = "merged-cell", text.removeprefix(MERGED).strip()
    elif len(text) > 1 and not text.strip("#"):
        code = "column-too-narrow"
    return Finding(code=code, values={"seen": harmless(text)}) if code else None


def _without_unit(given: object) -> object:
    match = re.fullmatch(_WITH_UNIT, given) if isinstance(given, str) else None
    return match[1] if match else given


def is_converted(text: str) -> bool:
    """Return whether a text is read without its full-width digits, the blanks around it, or the unit of months.

    >>> is_converted("１８９"), is_converted(" 189"), is_converted("189个月"), is_converted("189")
    (True, True, True, False)
    """
    return text != text.strip() or has_wide_digits(text) or re.fullmatch(_WITH_UNIT, text) is not None


def check_id(text: str) -> Finding | None:
    """Return what is wrong with the text that identifies an applicant: an identity number, a character unseen."""
    if looks_like_identity_number(text):
        return Finding(code="identity-number", values={"seen": harmless(text)})
    if first_unseen(text.replace("\n", "\x00")):
        return Finding(code="control-character", values={"seen": harmless(text)})
    return None


def _flag(fact: Fact, given: object) -> bool | Finding:
    if isinstance(given, bool):
        return given
    known = FLAGS.get(given.lower()) if isinstance(given, str) else None
    if known is None and isinstance(given, str) and re.fullmatch(_ASKS_WHETHER_HAD, fact.name.zh):
        known = _HAS.get(given)
    return Finding(code="not-a-flag", values={"seen": harmless(given)}) if known is None else known


def _choice(fact: Fact, given: object, *, suggest: bool) -> str | Finding:
    if isinstance(given, str):
        option = given if given in fact.choices else fact.words.get(given) or _option_named(fact, given)
        if option is not None:
            return option
    near = _meant(fact, str(given)[:100]) if suggest else ""
    values = {"seen": harmless(given), "nearest": near, "allowed": " ".join(fact.choices), "help": "@options"}
    names = {option: words.zh if words.zh in fact.words else option for option, words in fact.choices.items()}
    in_chinese = {"allowed_zh": "；".join(names.values())}
    in_chinese |= {"nearest_zh": " / ".join(names[option] for option in near.split(" / ")) if near else ""}
    return Finding(code="not-one-of", values=values | in_chinese)


def _option_named(fact: Fact, given: str) -> str | None:
    """Return the one option that a text names but for capitals and width, or of whose name it is a part.

    A part is what stands before a bracket, and each of several with 、 between. None where there is no such option, or
    several: 男 is 男（原60周岁）, 高中 is 高中、中专（不积分）, and 女 may be two.
    """
    word = given.casefold()
    names = [(half_width(label).casefold(), option) for label, option in fact.words.items()]
    alike = {option for name, option in names if name == word}
    parts = [(name.partition("(")[0].strip(), option) for name, option in names]
    alike = alike or {option for name, option in parts if name == word}
    alike = alike or {option for name, option in parts if word in name.split("、")}
    return alike.pop() if len(alike) == 1 else None


def _meant(fact: Fact, word: str) -> str:
    """Return the options that a word may mean.

    Those whose id or name holds the word (``female``); else the one with the longest id or name that begins the word
    (``male`` of ``male_60``); else the one spelt most alike; "" where none is.
    """
    labels = {option: option for option in fact.choices}
    for option, words in fact.choices.items():
        labels |= {words.zh: option, words.en.lower(): option}
    folded = word.lower()
    holding = {option: None for label, option in labels.items() if word and folded in label}
    begun = max((label for label in labels if folded.startswith(label)), key=len, default=None)
    close = begun or nearest(word, labels)
    return " / ".join(holding) or (labels[close] if close else "")


def _date(given: object, latest: int) -> int | Finding:
    if isinstance(given, datetime.datetime) and not _is_day(given):
        return Finding(code="not-a-date", values={"seen": harmless(given)})
    day = from_date(given) if isinstance(given, datetime.date) else read_day(given) if isinstance(given, str) else None
    if day is None:
        from hukou_cli.base.day_findings import no_day

        return no_day(given)
    if EARLIEST <= day <= latest:
        return day
    seen = harmless(given)
    if day > latest:
        return Finding(code="date-too-late", values={"seen": seen, "allowed": date_text(latest)})
    return Finding(code="date-too-early", values={"seen": seen, "allowed": date_text(EARLIEST)})


def _is_day(given: datetime.datetime) -> bool:
    """Return whether a time is a midnight of no time zone, as data frames hold dates."""
    clock = (given.hour, given.minute, given.second, given.microsecond, getattr(given, "nanosecond", 0))
    return given.tzinfo is None and not any(clock)


def _whole_number(given: object, most: int) -> int | Finding:
    values = {"seen": harmless(given), "allowed": str(most)}
    if isinstance(given, bool) or not isinstance(given, int | str | Decimal):
        return Finding(code="not-a-whole-number", values=values)
    if isinstance(given, str) and not given.isascii():
        return Finding(code="not-a-whole-number", values=values)
    text = _digits(given)
    if not text.isdecimal():
        text = re.sub(_NO_FRACTION, "", text)
    if text.startswith("-") and re.fullmatch(_DIGITS, text[1:]):
        return Finding(code="negative", values=values)
    if not re.fullmatch(_DIGITS, text):
        too_long = text.isascii() and text.isdigit()
        return Finding(code="above-maximum" if too_long else "not-a-whole-number", values=values)
    return int(text) if int(text) <= most else Finding(code="above-maximum", values=values)


def _digits(given: int | str | Decimal) -> str:
    """Write a number as digits; a Decimal may be held with an exponent, or with zeros that say nothing."""
    if not isinstance(given, Decimal):
        return str(given)
    text = decimals.written_out(given)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(fact: Fact, given: object, most: int) -> int | Finding:
    """Read an amount or a number as a numerator over ``fact.den``."""
    values = {"seen": harmless(given), "allowed": decimals.ratio_text(most, fact.den), "places": str(fact.decimals)}
    read = decimals.from_text(_digits(given)) if isinstance(given, int | str | Decimal) else None
    if read is None or isinstance(given, bool):
        return Finding(code="not-a-number", values=values)
    numerator, den = read
    if numerator < 0:
        return Finding(code="negative", values=values)
    scaled, left_over = divmod(numerator * fact.den, den)
    if left_over:
        return Finding(code="too-many-places", values=values)
    if fact.allowed and Decimal(scaled) / fact.den not in fact.allowed:
        return Finding(code="not-one-of-numbers", values={**values, "allowed": " ".join(map(str, fact.allowed))})
    return scaled if scaled <= most else Finding(code="above-maximum", values=values)
