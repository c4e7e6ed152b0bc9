"""The words of a long table of dated records: what its columns are called, and the kinds of records in it."""

from collections.abc import Mapping
from typing import NamedTuple

from hukou_cli.text.language import Language


class Words(NamedTuple):
    """What a column or a kind of record is called in each language, and other names that it may bear."""

    zh: str
    en: str
    also: tuple[str, ...] = ()

    def of(self, language: Language) -> str:
        """Return the name in a language."""
        return self.zh if language == "zh" else self.en


ID, KIND, EVENT = "id", "kind", "event"
"""The columns that a record has beside the keys of an applicant's file: whose it is, what kind it is of, and, as
``kind`` is taken by that, what kind of event it tells."""

HEADINGS: Mapping[str, Words] = {
    ID: Words("编号", "id"),
    KIND: Words("类别", "kind", ("记录类别", "种类", "类型", "kind of record", "type")),
    "city": Words("城市", "city", ("所在城市", "市", "参保城市", "参保地")),
    "from": Words("起", "from", ("开始", "起始", "开始月份", "起始月份", "起始年月", "开始日期", "起始日期", "start")),
    "to": Words("止", "to", ("结束", "终止", "截止", "结束月份", "终止年月", "结束日期", "终止日期", "end")),
    "district": Words("区", "district", ("所在区", "区县", "行政区")),
    "kinds": Words("险种", "insurances", ("kinds",)),
    "base": Words("缴费基数", "contribution base", ("base", "月缴费基数")),
    "back_paid": Words("补缴月份", "back-paid months", ("back_paid", "补缴")),
    "excused": Words("非本人原因补缴", "excused back payments", ("excused",)),
    "tenure": Words("居住方式", "tenure", ("住房性质", "居住类型", "住所类型")),
    "spouse_tenure": Words("配偶的居住方式", "spouse's tenure", ("spouse_tenure",)),
    "registered": Words("已备案", "declared", ("registered", "备案", "是否备案", "租赁备案", "是否登记备案")),
    "share": Words("产权份额", "share held", ("share", "份额")),
    "endorsed": Words("签注月份", "endorsed in", ("endorsed", "签注")),
    "level": Words("取得的学历", "level earned", ("level", "学历", "学历层次")),
    "part_time": Words("在职就读", "part-time", ("part_time", "是否在职")),
    "year": Words("年度", "year", ("纳税年度", "年份")),
    "income": Words("税额", "income tax", ("income", "个税税额", "纳税额", "个人所得税税额")),
    EVENT: Words("情形", "event", ("具体情形", "kind of event")),
    "date": Words("日期", "date", ("发生日期",)),
    "planned": Words("计划中", "planned", ("计划",)),
}
"""The columns, by the key of the record in an applicant's file."""

KINDS: Mapping[str, Words] = {
    "insurance": Words("社保", "insurance", ("社会保险", "参保", "参保记录", "社保记录")),
    "home": Words("住房", "home", ("住所", "居住", "住所记录", "居住记录", "residence", "housing")),
    "permit": Words("居住证", "permit", ("居住证记录", "residence permit")),
    "study": Words("就读", "study", ("学历", "学习", "教育", "学习记录", "education")),
    "marriage": Words("婚姻", "marriage", ("结婚", "婚姻记录")),
    "tax": Words("个税", "tax", ("个人所得税", "纳税", "纳税记录", "income tax")),
    "penalty": Words("处罚", "penalty", ("违法犯罪", "违法", "处罚记录")),
    "commendation": Words("表彰", "commendation", ("表彰奖励", "奖励", "荣誉", "表彰记录", "honour")),
    "blood_donation": Words("献血", "blood donation", ("无偿献血", "献血记录", "blood_donation")),
}
"""The kinds of records, by their table in an applicant's file."""

NONE = frozenset({"无", "没有", "none", "[]"})
"""What stands for none: in the first month of a kind that somebody has no record of, in a list that is empty."""


def by_name(words: Mapping[str, Words]) -> dict[str, str]:
    """Return every name of some columns or kinds, in lower case, and the id that it stands for.

    >>> by_name(KINDS)["社会保险"], by_name(HEADINGS)["起"]
    ('insurance', 'from')
    """
    return {name.lower(): id_ for id_, named in words.items() for name in (id_, named.zh, named.en, *named.also)}
