"""What a message says is allowed, and other words put in its gaps, by the name that stands there behind ``@``."""

from collections.abc import Mapping

from hukou_cli.text.language import Texts

TERMS: Texts = {
    "text": {"en": "text in quotes", "zh": "带引号的文字"},
    "nothing": {"en": "those known here, of which there is none", "zh": "（此处尚无可选项）"},
    "options": {
        "en": "What each stands for, and may be called: hukou policy show {city}",
        "zh": "各选项的含义，以及可直接填写的名称：hukou policy show {city}",
    },
    "fill": {"en": "Fill it in; ", "zh": "请填写；"},
    "fill-number": {"en": "Fill it in, 0 where there is none; ", "zh": "请填写，没有则填 0；"},
    "fill-or-record": {
        "en": "Add the person's dated records, or fill it in, 0 where there is none; ",
        "zh": "请补上此人的记录，或直接填写，没有则填 0；",
    },
    "table": {"en": "a table", "zh": "表"},
    "list": {"en": "a list", "zh": "列表"},
    "filled-list": {"en": "a list of at least one", "zh": "至少有一项的列表"},
    "flag": {"en": "true or false", "zh": "true 或 false"},
    "date": {"en": "a date, as 1986-03-12", "zh": "日期，如 1986-03-12"},
    "number": {"en": "a number", "zh": "数"},
    "whole-number": {"en": "a whole number", "zh": "整数"},
    "count": {"en": "a whole number above 0", "zh": "大于 0 的整数"},
    "quantity": {"en": "a quantity", "zh": "数量"},
    "condition": {"en": "a condition", "zh": "条件"},
    "choice-use": {
        "en": "a quantity; a choice is compared, as degree == 'master'",
        "zh": "数量；选项须比较，如 degree == 'master'",
    },
    "id": {"en": "a name of lower-case letters, digits and _", "zh": "由小写字母、数字和 _ 组成的名称"},
    "month": {"en": 'a month, written as "2020-08"', "zh": '月份，应写作 "2020-08"'},
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
    "place-column": {"en": "{} (column {})", "zh": "{}（第 {} 列）"},
    # ------------------------------------------------------------ what is wrong in TOML or JSON, and what to write
    "quotes-unpaired": {
        "en": "a text lacks its closing quote, or goes over the end of its line",
        "zh": "引号没有成对，或文字中有换行",
    },
    "brackets-unpaired": {
        "en": "a bracket or a brace is not closed",
        "zh": "方括号或大括号没有成对",
    },
    "nested-too-deep": {"en": "lists or tables stand in one another too deep", "zh": "列表或表的嵌套层数过多"},
    "number-too-long": {"en": "a number has too many digits", "zh": "数字的位数过多"},
    "toml-rest-of-line": {"en": "the line goes on after its value", "zh": "值写完后，同一行还有多余内容"},
    "toml-value": {"en": "what stands there is no value", "zh": "值的写法不对"},
    "toml-no-value": {"en": "a value is missing behind the =", "zh": "= 之后缺少值"},
    "toml-text": {"en": 'text stands in quotes, as "bachelor"', "zh": '文字须加英文引号，如 "本科"'},
    "toml-month": {"en": 'a month stands in quotes, as "2020-08"', "zh": '月份须加英文引号，如 "2020-08"'},
    "toml-date": {
        "en": "a date has two digits for the month and two for the day, as 1986-03-05",
        "zh": "日期的月和日须各写两位，如 1986-03-05",
    },
    "toml-day": {"en": "there is no such day", "zh": "没有这一天"},
    "toml-flag": {
        "en": "true and false are written in small letters",
        "zh": '是否类填 true 或 false（小写），或加引号写 "是"、"否"',
    },
    "toml-number": {
        "en": "a number is written without commas and without a unit",
        "zh": "数字须单独写，不带逗号和单位",
    },
    "toml-equals": {"en": "there is no = behind a key", "zh": "键之后须写 ="},
    "toml-heading": {"en": "a heading lacks its ] or ]]", "zh": "表名缺少 ] 或 ]]"},
    "toml-none-and-some": {
        "en": "an empty list above says that there are none; remove that line",
        "zh": "前面已用空列表 [] 写明没有此类记录，请删去那一行",
    },
    "toml-twice": {"en": "a key or a table is given twice", "zh": "同一个键或表写了两次"},
    "toml-key": {
        "en": "a line begins with neither a key nor a heading; another key than of a-z, 0-9, - and _ stands in quotes",
        "zh": "行首须是键或表名；键中有字母、数字、- 和 _ 以外的字符时须加引号",
    },
    "toml-escape": {
        "en": "a backslash in double quotes; single quotes take it as it is",
        "zh": "双引号中的反斜杠有特殊含义，请改用单引号",
    },
    "toml-control": {
        "en": "a character that is not shown; type the line anew",
        "zh": "含有看不见的字符，请重新输入这一行",
    },
    "json-name": {"en": 'a name stands in double quotes, as "city"', "zh": '名称须加英文双引号，如 "city"'},
    "json-single-quotes": {"en": "JSON takes double quotes alone", "zh": "JSON 只用双引号，不用单引号"},
    "json-comma": {"en": "a comma must stand before it", "zh": "此处之前缺少逗号"},
    "json-comma-too-many": {
        "en": "the comma before it is one too many; remove it",
        "zh": "此处之前多了一个逗号，请删去",
    },
    "json-colon": {
        "en": 'a colon must stand before it, as "degree": "bachelor"',
        "zh": '此处之前缺少冒号，如 "degree": "bachelor"',
    },
    "json-no-value": {"en": "a value is missing before it", "zh": "此处之前缺少值"},
    "json-value": {
        "en": "this is no value: text, months and dates stand in double quotes; a number is written as 12.5",
        "zh": "这不是一个值：文字、月份和日期须加双引号，数字写作 12.5",
    },
    "json-small": {
        "en": "true, false and null are written in small letters, and null in place of None",
        "zh": "true、false、null 须小写，不写 None",
    },
    "json-brackets": {"en": "this bracket closes none of its kind", "zh": "括号不成对：此处没有可闭合的同类括号"},
    "json-more": {"en": "the text goes on after its closing brace", "zh": "最后的大括号之后还有多余内容"},
    "json-escape": {"en": "a backslash in a text is written twice", "zh": "文字中的反斜杠须写两次"},
    "json-comment": {"en": "JSON has no comments; remove it", "zh": "JSON 不能写注释，请删去"},
    "json-twice": {"en": "this name is given twice; keep one", "zh": "这个名称写了两次，请只留一个"},
    # ------------------------------------------------------------ keys of a record
    "key-level": {"en": "level", "zh": "“学历”（level）"},
    "key-kind": {"en": "kind", "zh": "“种类”（kind）"},
}

REASONS: Mapping[str, str] = {
    "No such file or directory": "没有这个文件或文件夹",
    "Permission denied": "没有权限",
    "Operation not permitted": "没有权限",
    "Read-only file system": "所在磁盘只能读取",
    "No space left on device": "磁盘已满",
    "Disk quota exceeded": "超出磁盘配额",
    "Is a directory": "这是一个文件夹",
    "Not a directory": "路径中有一段不是文件夹",
    "File name too long": "文件名太长",
    "Input/output error": "磁盘读写出错",
}
"""What systems say of a file that cannot be read or written, in Chinese; others stay as they are."""
