"""How a count is told: the spans that made it, and what was left out and why, so that a calendar can check it."""

from collections.abc import Iterator
from typing import assert_never

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.calendar import date_text, month_text, spans_text
from hukou_cli.base.decimals import ratio_text
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.policy.edition import Edition
from hukou_cli.records.trace import CountTrace, Excluded
from hukou_cli.rules.record_sets import PART_OF, Both, Either, Period, RecordSet, SetFormula, TaxYears, Where, Without
from hukou_cli.text.language import Language

_RECORDS: dict[str, Bilingual] = {
    "insurance": Bilingual(zh="参保", en="insurance"),
    "back_paid": Bilingual(zh="补缴", en="back-paid"),
    "excused": Bilingual(zh="非本人原因补缴", en="back-paid for a fault of others"),
    "home": Bilingual(zh="有住所", en="a home"),
    "home.owned": Bilingual(zh="自有住所", en="an own home"),
    "home.rented": Bilingual(zh="租房", en="a rented home"),
    "home.dormitory": Bilingual(zh="单位宿舍", en="a dormitory"),
    "home.family": Bilingual(zh="亲属住所", en="a relative's home"),
    "home.rented.registered": Bilingual(zh="已申报的租房", en="a declared rental"),
    "home.dormitory.registered": Bilingual(zh="已申报的宿舍", en="a declared dormitory"),
    "permit": Bilingual(zh="居住证", en="a residence permit"),
    "endorsed": Bilingual(zh="居住证签注", en="an endorsement of the permit"),
    "study": Bilingual(zh="就读记录", en="study"),
    "study.degree": Bilingual(zh="所填学历的就读记录", en="the study of the degree claimed"),
    "marriage": Bilingual(zh="婚姻", en="a marriage"),
}

_TAGS: dict[str, Bilingual] = {
    "pension": Bilingual(zh="养老", en="pension"),
    "medical": Bilingual(zh="医疗", en="medical"),
    "unemployment": Bilingual(zh="失业", en="unemployment"),
    "injury": Bilingual(zh="工伤", en="injury"),
    "maternity": Bilingual(zh="生育", en="maternity"),
    "owned": Bilingual(zh="自有", en="owned"),
    "rented": Bilingual(zh="租房", en="rented"),
    "dormitory": Bilingual(zh="宿舍", en="dormitory"),
    "family": Bilingual(zh="亲属", en="relative's"),
    "registered": Bilingual(zh="已申报", en="declared"),
    "half": Bilingual(zh="份额过半", en="at least half of it"),
    "part_time": Bilingual(zh="在职", en="part-time"),
    "full_time": Bilingual(zh="全日制", en="full-time"),
}

_KINDS: dict[str, Bilingual] = {
    "insurance": Bilingual(zh="参保记录", en="insurance"),
    "home": Bilingual(zh="住所记录", en="home"),
    "permit": Bilingual(zh="居住证记录", en="permit"),
    "study": Bilingual(zh="学习记录", en="study"),
    "marriage": Bilingual(zh="婚姻记录", en="marriage"),
}

_SAY: dict[str, Bilingual] = {
    "record": Bilingual(zh="{} {}", en="{} {}"),
    "and_records": Bilingual(zh="、", en=" and "),
    "repeated": Bilingual(zh="{} 只计一次：{}均有", en="counted once {}: in {}"),
    "overlaps": Bilingual(zh="与{}重叠（{}）", en="overlaps {} ({})"),
    "recognised": Bilingual(zh="其中 {} 为其他城市互认，每月计 {} 个月", en="of these {} in other cities, each as {}"),
    "counted": Bilingual(zh="按记录：{}", en="from records: {}"),
    "nothing": Bilingual(zh="按记录：无", en="from records: none"),
    "left_out": Bilingual(zh="不计 {}：{}", en="left out {}: {}"),
    "not": Bilingual(zh="无{}", en="without {}"),
    "not_within": Bilingual(zh="不在{}", en="not {}"),
    "tagged": Bilingual(zh="{1}{0}", en="{0} ({1})"),
    "outside": Bilingual(zh=" {} 以外的{}", en="{1} outside {0}"),
    "inside": Bilingual(zh=" {} 的{}", en="{1} in {0}"),
    "and": Bilingual(zh="且", en=" and "),
    "or": Bilingual(zh="或", en=" or "),
    "without": Bilingual(zh="{}（除{}）", en="{} but not {}"),
    "full": Bilingual(zh="满月计的{}", en="{} in completed months"),
    "longest": Bilingual(zh="最长一处的{}", en="the longest of {}"),
    "held": Bilingual(zh="至今仍有的{}", en="{} still held"),
    "since": Bilingual(zh="{}起", en="since {}"),
    "before": Bilingual(zh="{}以前", en="before {}"),
    "last": Bilingual(zh="最近{}个月内", en="within the last {} months"),
    "last_month": Bilingual(zh="计算截止日当月", en="in the month of the counting day"),
    "last_years": Bilingual(zh="前{}个自然年内", en="within the {} calendar years before"),
    "not_since": Bilingual(zh="早于{}", en="before {}"),
    "tax_years": Bilingual(zh="年纳税{}元以上", en="income tax of {} yuan or more"),
    "first": Bilingual(zh="早于可计的首月 {}", en="before {}, the first month that counts"),
    "broken": Bilingual(zh="在中断之前", en="before a break"),
    "tolerated": Bilingual(zh="超过容许的补缴月数", en="beyond the back-paid months that are tolerated"),
}


def count_lines(account: CountTrace, first: str | None, edition: Edition, language: Language) -> Iterator[str]:
    """Tell a count line by line; ``first`` is the fact's first month that can count."""

    def say(key: str, *gaps: object) -> str:
        return _in(_SAY[key], language).format(*gaps)

    counted = account.counted
    parts = [spans_text(counted.months)] if counted.months else []
    parts += [date_text(day) for day in counted.days] + [str(year) for year in counted.years]
    yield say("counted", ", ".join(parts)) if parts else say("nothing")
    for added in account.recognised:
        yield say("recognised", spans_text(added.months), ratio_text(*added.factor))
    for repeated in account.repeated:
        yield say("repeated", spans_text(repeated.months), _named(repeated.records, language))
    for dropped in account.dropped:
        yield say("left_out", spans_text(dropped.months), _reason(dropped, first, edition, language))


def _reason(dropped: Excluded, first: str | None, edition: Edition, language: Language) -> str:
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
            if dropped.records:
                return say("overlaps", named, _named(dropped.records, language))
            if not dropped.kept:
                return named
            return say("not_within" if isinstance(formula, Period) else "not", named)


def _named(records: tuple[KeyPath, ...], language: Language) -> str:
    """Name records as the applicant's file numbers them: ``home 2``."""
    return _in(_SAY["and_records"], language).join(
        _in(_SAY["record"], language).format(_in(_KINDS[str(kind)], language), int(at) + 1) for kind, at in records
    )


def set_words(node: SetFormula, edition: Edition, language: Language) -> str:
    """Describe a set expression in words."""

    def say(key: str, *gaps: object) -> str:
        return _in(_SAY[key], language).format(*gaps)

    match node:
        case RecordSet(kind, _, where):
            names = [()] if kind in PART_OF else node.names()  # a month repaid is that, of whichever insurance
            named = say("or").join(_record_words(kind, tags, language) for tags in names)
            for condition in where:
                listed = "/".join(_in(place, language) for place in _listed(condition, edition))
                named = say("inside" if condition.inside else "outside", listed, named)
            named = say("held", named) if node.is_held else named
            named = say("full", named) if node.is_full else named
            return say("longest", named) if node.is_longest else named
        case Period("last", 1):
            return say("last_month")
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


def _record_words(kind: str, tags: tuple[str, ...], language: Language) -> str:
    """Name records of a kind by their tags; a tag that has no words of its own, as a level, stands as it is."""
    whole = _RECORDS.get(".".join((kind, *tags)))
    if whole is not None:
        return _in(whole, language)
    named = [_in(_TAGS[tag], language) if tag in _TAGS else tag for tag in tags]
    return _in(_SAY["tagged"], language).format(_in(_RECORDS[kind], language), "、".join(named))


def _listed(condition: Where, edition: Edition) -> list[Bilingual]:
    """Give the names of the places that a condition lists."""
    if condition.of == "city":
        return list(edition.file.city_lists[condition.listed].values())
    return [edition.file.districts[district] for district in edition.file.district_lists[condition.listed]]


def _in(words: Bilingual, language: Language) -> str:
    return words.by_language[language]
