"""The words of rules: formulas, sets of dated records, and how a count of months came about."""

from hukou_cli.text.language import Language

RULES: dict[str, dict[Language, str]] = {
    # ------------------------------------------------------------ formulas
    "min": {"en": "min", "zh": "取小"},
    "max": {"en": "max", "zh": "取大"},
    "whole": {"en": "whole", "zh": "取整"},
    "rest": {"en": "{} beyond full years", "zh": "{}中不足一年的月数"},
    "round": {"en": "round", "zh": "四舍五入"},
    "years": {"en": "full years from {} to {}", "zh": "{}至{}的周年数"},
    "months": {"en": "full months from {} to {}", "zh": "{}至{}的足月数"},
    "if": {"en": "{1} if {0}, else {2}", "zh": "若{0}则{1}，否则{2}"},
    "and": {"en": " and ", "zh": "且"},
    "or": {"en": " or ", "zh": "或"},
    "not": {"en": "not “{}”", "zh": "非“{}”"},
    "in": {"en": "{} is {}", "zh": "{}为{}"},
    "below": {"en": "below {}", "zh": "{}以下"},
    "from": {"en": "{} and over", "zh": "{}及以上"},
    "up_to": {"en": "up to {}", "zh": "{}以内"},
    "beyond": {"en": "beyond {}", "zh": "超过{}"},
    "any": {"en": "all", "zh": "全部"},
    "each": {"en": "{} each", "zh": "每个{}"},
    "per_year": {"en": "{} a full year", "zh": "每满一年{}"},
    "per_month": {"en": "{} a month beyond", "zh": "不足一年的每月{}"},
    "rates": {"en": ", ", "zh": "，"},
    "by": {"en": "by {}", "zh": "按{}计"},
    "unmet": {"en": "not: {} → 0", "zh": "不满足：{} → 0"},
    # ------------------------------------------------------------ sets of records
    "tagged": {"en": "{0} ({1})", "zh": "{1}{0}"},
    "outside": {"en": "{1} outside {0}", "zh": " {} 以外的{}"},
    "inside": {"en": "{1} in {0}", "zh": " {} 的{}"},
    "without": {"en": "{} but not {}", "zh": "{}（除{}）"},
    "full": {"en": "{} in completed months", "zh": "满月计的{}"},
    "longest": {"en": "the longest of {}", "zh": "最长一处的{}"},
    "held": {"en": "{} still held", "zh": "至今仍有的{}"},
    "since": {"en": "since {}", "zh": "{}起"},
    "before": {"en": "before {}", "zh": "{}以前"},
    "last": {"en": "within the last {} months", "zh": "最近{}个月内"},
    "last_month": {"en": "in the month of the counting day", "zh": "计算截止日当月"},
    "last_years": {"en": "within the {} calendar years before", "zh": "前{}个自然年内"},
    "tax_years": {"en": "income tax of {} yuan or more", "zh": "年纳税{}元以上"},
    # ------------------------------------------------------------ records by kind and tags
    "records.insurance": {"en": "insurance", "zh": "参保"},
    "records.back_paid": {"en": "back-paid", "zh": "补缴"},
    "records.excused": {"en": "back-paid for a fault of others", "zh": "非本人原因补缴"},
    "records.home": {"en": "a home", "zh": "有住所"},
    "records.home.owned": {"en": "an own home", "zh": "自有住所"},
    "records.home.rented": {"en": "a rented home", "zh": "租房"},
    "records.home.dormitory": {"en": "a dormitory", "zh": "单位宿舍"},
    "records.home.family": {"en": "a relative's home", "zh": "亲属住所"},
    "records.home.rented.registered": {"en": "a declared rental", "zh": "已申报的租房"},
    "records.home.dormitory.registered": {"en": "a declared dormitory", "zh": "已申报的宿舍"},
    "records.permit": {"en": "a residence permit", "zh": "居住证"},
    "records.endorsed": {"en": "an endorsement of the permit", "zh": "居住证签注"},
    "records.study": {"en": "study", "zh": "就读记录"},
    "records.study.degree": {"en": "the study of the degree claimed", "zh": "所填学历的就读记录"},
    "records.marriage": {"en": "a marriage", "zh": "婚姻"},
    "tag.pension": {"en": "pension", "zh": "养老"},
    "tag.medical": {"en": "medical", "zh": "医疗"},
    "tag.unemployment": {"en": "unemployment", "zh": "失业"},
    "tag.injury": {"en": "injury", "zh": "工伤"},
    "tag.maternity": {"en": "maternity", "zh": "生育"},
    "tag.owned": {"en": "owned", "zh": "自有"},
    "tag.rented": {"en": "rented", "zh": "租房"},
    "tag.dormitory": {"en": "dormitory", "zh": "宿舍"},
    "tag.family": {"en": "relative's", "zh": "亲属"},
    "tag.registered": {"en": "declared", "zh": "已申报"},
    "tag.half": {"en": "at least half of it", "zh": "份额过半"},
    "tag.part_time": {"en": "part-time", "zh": "在职"},
    "tag.full_time": {"en": "full-time", "zh": "全日制"},
    # ------------------------------------------------------------ how a count came about
    "counted": {"en": "from records: {}", "zh": "按记录：{}"},
    "nothing": {"en": "from records: none", "zh": "按记录：无"},
    "recognised": {"en": "of these {} in other cities, each as {}", "zh": "其中 {} 为其他城市互认，每月计 {} 个月"},
    "repeated": {"en": "counted once {}: in {}", "zh": "{} 只计一次：{}均有"},
    "left_out": {"en": "left out {}: {}", "zh": "不计 {}：{}"},
    "no_record": {"en": "without {}", "zh": "无{}"},
    "not_within": {"en": "not {}", "zh": "不在{}"},
    "overlaps": {"en": "overlaps {} ({})", "zh": "与{}重叠（{}）"},
    "not_since": {"en": "before {}", "zh": "早于{}"},
    "first": {"en": "before {}, the first month that counts", "zh": "早于可计的首月 {}"},
    "broken": {"en": "before a break", "zh": "在中断之前"},
    "tolerated": {"en": "beyond the back-paid months that are tolerated", "zh": "超过容许的补缴月数"},
    # ------------------------------------------------------------ records by their number in the applicant's file
    "record": {"en": "{} {}", "zh": "{} {}"},
    "and_records": {"en": " and ", "zh": "、"},
    "kind.insurance": {"en": "insurance", "zh": "参保记录"},
    "kind.home": {"en": "home", "zh": "住所记录"},
    "kind.permit": {"en": "permit", "zh": "居住证记录"},
    "kind.study": {"en": "study", "zh": "学习记录"},
    "kind.marriage": {"en": "marriage", "zh": "婚姻记录"},
}


def say(key: str, language: Language, *gaps: object) -> str:
    """Return the words for a part of a rule with its gaps filled.

    >>> say("since", "en", "2020-08"), say("since", "zh", "2020-08")
    ('since 2020-08', '2020-08起')
    """
    return RULES[key][language].format(*gaps)
