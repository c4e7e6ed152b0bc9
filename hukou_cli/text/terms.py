"""What a message says is allowed, and other words put in its gaps, by the name that stands there behind ``@``."""

from typing import Final

from hukou_cli.text.language import Texts

TERMS: Final[Texts] = {
    "text": {"en": "text in quotes", "zh": "带引号的文字"},
    "nothing": {"en": "those known here, of which there is none", "zh": "（此处尚无可选项）"},
    "options": {
        "en": "What each stands for, and may be called: hukou policy show {city}",
        "zh": "各选项的含义，以及可直接填写的名称：hukou policy show {city}",
    },
    "fill": {"en": "Fill it in; ", "zh": "请填写；"},
    "fill-number": {"en": "Fill it in, 0 where there is none; ", "zh": "请填写，没有则填 0；"},
    "table": {"en": "a table", "zh": "表"},
    "list": {"en": "a list", "zh": "列表"},
    "filled-list": {"en": "a list of at least one", "zh": "至少有一项的列表"},
    "flag": {"en": "true or false", "zh": "true 或 false"},
    "date": {"en": "a date, as 1986-03-12", "zh": "日期，如 1986-03-12"},
    "number": {"en": "a number", "zh": "数"},
    "whole-number": {"en": "a whole number", "zh": "整数"},
    "quantity": {"en": "a quantity", "zh": "数量"},
    "condition": {"en": "a condition", "zh": "条件"},
    "choice-use": {
        "en": "a quantity; a choice is compared, as degree == 'master'",
        "zh": "数量；选项须比较，如 degree == 'master'",
    },
    "id": {"en": "a name of lower-case letters, digits and _", "zh": "由小写字母、数字和 _ 组成的名称"},
    "month": {"en": 'a month in quotes, as "2020-08"', "zh": '带引号的月份，如 "2020-08"'},
    "round": {
        "en": 'a round: a year as 2025, a period as "2026-1", or a day as "2026-05-10"',
        "zh": '申报批次：年份如 2025，期次如 "2026-1"，或申请日如 "2026-05-10"',
    },
    "option": {
        "en": "an option in quotes, or several in brackets after `in`",
        "zh": "带引号的选项，或 in 后括号内多个选项",
    },
    "kind-insurance": {"en": "insurance", "zh": "社保"},
    "kind-home": {"en": "own homes", "zh": "自有住所"},
    "record-set": {"en": "a set of records of one kind", "zh": "一类记录的集合"},
    "month-set": {
        "en": "a set of months (events are days and amounts years, both of the policy's own city alone)",
        "zh": "月份的集合（事件按日、金额按年，均只算本市的）",
    },
    "events-or-studies": {"en": "events or studies", "zh": "事件或就读记录"},
    "year-set": {"en": "a set of calendar years with income tax", "zh": "有个人所得税的自然年的集合"},
    "full-years": {"en": "a number of months that are full years, as 36", "zh": "整年的月数，如 36"},
    "positive": {"en": "a number above 0", "zh": "大于 0 的数"},
    "factor": {"en": "a number above 0 and at most 1", "zh": "大于 0 且不超过 1 的数"},
    "end": {"en": "the end", "zh": "结尾"},
    "toml-rest-of-line": {"en": "the line goes on after its value", "zh": "值写完后，同一行还有多余内容"},
    "toml-value": {"en": "a value is missing, or is not written as one", "zh": "缺少值，或值的写法不对"},
    "toml-equals": {"en": "there is no = behind a key", "zh": "键之后须写 ="},
    "toml-heading": {"en": "a heading lacks its ] or ]]", "zh": "表名缺少 ] 或 ]]"},
    "toml-quotes": {"en": "a text lacks its closing quote", "zh": "引号没有成对"},
    "toml-brackets": {"en": "a bracket or a brace is not closed", "zh": "方括号或大括号没有成对"},
    "toml-twice": {"en": "a key or a table is given twice", "zh": "同一个键或表写了两次"},
    "toml-key": {
        "en": "a line begins with neither a key nor a heading; another key than of a-z, 0-9, - and _ stands in quotes",
        "zh": "行首须是键或表名；键中有字母、数字、- 和 _ 以外的字符时须加引号",
    },
    "toml-escape": {
        "en": "a backslash in double quotes; single quotes take it as it is",
        "zh": "双引号中的反斜杠有特殊含义，请改用单引号",
    },
    "key-level": {"en": "level", "zh": "“学历”（level）"},
    "key-kind": {"en": "kind", "zh": "“种类”（kind）"},
}
