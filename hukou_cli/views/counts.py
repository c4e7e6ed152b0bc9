"""How a count is told: the spans that made it, and what was left out and why, so that a calendar can check it."""

from collections.abc import Iterator
from typing import assert_never

from hukou_cli.formula.names import Words
from hukou_cli.formula.sets import Both, Either, Period, RecordSet, SetFormula, TaxYears, Without
from hukou_cli.messages import Language
from hukou_cli.months import date_text, month_text
from hukou_cli.policy.edition import Edition
from hukou_cli.scoring.counting import Counted, Dropped, spans_text

_RECORDS: dict[str, Words] = {
    "insurance": Words(zh="参保", en="insured"),
    "back_paid": Words(zh="补缴", en="back-paid"),
    "excused": Words(zh="非本人原因补缴", en="back-paid for a fault of others"),
    "home": Words(zh="有住所", en="a home"),
    "home.owned": Words(zh="自有住所", en="an own home"),
    "home.rented": Words(zh="租房", en="a rented home"),
    "home.dormitory": Words(zh="单位宿舍", en="a dormitory"),
    "home.family": Words(zh="亲属住所", en="a relative's home"),
    "home.rented.registered": Words(zh="已申报的租房", en="a declared rental"),
    "home.dormitory.registered": Words(zh="已申报的宿舍", en="a declared dormitory"),
    "permit": Words(zh="居住证", en="a residence permit"),
    "study": Words(zh="在读", en="in study"),
    "study.degree": Words(zh="所填学历的就读期", en="in the study of the degree claimed"),
    "marriage": Words(zh="婚姻", en="married"),
}

_SAY: dict[str, Words] = {
    "counted": Words(zh="按记录：{}", en="from records: {}"),
    "nothing": Words(zh="按记录：无", en="from records: none"),
    "left_out": Words(zh="不计 {}：{}", en="left out {}: {}"),
    "not": Words(zh="非{}", en="not {}"),
    "outside": Words(zh="不在 {} 的{}", en="{1} outside {0}"),
    "inside": Words(zh="在 {} 的{}", en="{1} in {0}"),
    "and": Words(zh="且", en=" and "),
    "or": Words(zh="或", en=" or "),
    "without": Words(zh="{}（除{}）", en="{} but not {}"),
    "since": Words(zh="{}起", en="since {}"),
    "before": Words(zh="{}以前", en="before {}"),
    "last": Words(zh="最近{}个月内", en="within the last {} months"),
    "last_years": Words(zh="前{}个自然年内", en="within the {} calendar years before"),
    "not_since": Words(zh="早于{}", en="before {}"),
    "tax_years": Words(zh="年纳税{}元以上", en="income tax of {} yuan or more"),
    "first": Words(zh="早于可计的首月 {}", en="before {}, the first month that counts"),
    "broken": Words(zh="在中断之前", en="before a break"),
    "tolerated": Words(zh="超过容许的补缴月数", en="beyond the back-paid months that are tolerated"),
}


def count_lines(counted: Counted, first: str | None, edition: Edition, language: Language) -> Iterator[str]:
    """Tell a count line by line; ``first`` is the fact's first month that can count."""

    def say(key: str, *gaps: object) -> str:
        return _in(_SAY[key], language).format(*gaps)

    parts = [spans_text(counted.months)] if counted.months else []
    parts += [date_text(day) for day in counted.days] + [str(year) for year in counted.years]
    yield say("counted", ", ".join(parts)) if parts else say("nothing")
    for dropped in counted.dropped:
        yield say("left_out", spans_text(dropped.months), _reason(dropped, first, edition, language))


def _reason(dropped: Dropped, first: str | None, edition: Edition, language: Language) -> str:
    def say(key: str, *gaps: object) -> str:
        return _in(_SAY[key], language).format(*gaps)

    match dropped.by:
        case "since":
            return say("first", first)
        case str(key):
            return say(key)
        case Period(bound="since", amount=month) if dropped.kept:
            return say("not_since", month_text(month))
        case formula:
            named = set_words(formula, edition, language)
            return say("not", named) if dropped.kept else named


def set_words(node: SetFormula, edition: Edition, language: Language) -> str:
    """Describe a set expression in words."""

    def say(key: str, *gaps: object) -> str:
        return _in(_SAY[key], language).format(*gaps)

    match node:
        case RecordSet(kind, tags, where):
            key = ".".join((kind, *tags))
            named = _in(_RECORDS[key], language) if key in _RECORDS else key
            for condition in where:
                districts = edition.file.district_lists[condition.listed]
                listed = "/".join(_in(edition.file.districts[district], language) for district in districts)
                named = say("inside" if condition.inside else "outside", listed, named)
            return named
        case Period(bound, amount):
            return say(bound, month_text(amount) if bound in ("since", "before") else amount)
        case TaxYears(amount):
            return say("tax_years", f"{amount:,}")
        case Both(left, right):
            return f"{set_words(left, edition, language)}{say('and')}{set_words(right, edition, language)}"
        case Either(left, right):
            return f"{set_words(left, edition, language)}{say('or')}{set_words(right, edition, language)}"
        case Without(left, right):
            return say("without", set_words(left, edition, language), set_words(right, edition, language))
        case _:
            assert_never(node)


def _in(words: Words, language: Language) -> str:
    return words.by_language[language]
