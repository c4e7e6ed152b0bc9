"""The messages of findings in both languages, by code: what is wrong, and on a second line what to do.

Gaps are filled from the finding's values; for ``{seen}`` in Chinese ``seen_zh`` is taken where there is one.
``{nearest}`` becomes a question when there is a near word and nothing when there is none; a value that starts with
``@`` is a term of ``TERMS``.
"""

from collections.abc import Mapping

from hukou_cli.text.language import Language

TERMS: dict[str, dict[Language, str]] = {
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

MESSAGES: dict[str, dict[Language, str]] = {
    # ------------------------------------------------------------ files
    "file-missing": {
        "en": "there is no such file\nCheck the name and the folder.",
        "zh": "没有这个文件\n请核对文件名和所在文件夹。",
    },
    "file-is-folder": {"en": "this is a folder\nName a file in it.", "zh": "这是一个文件夹\n请给出其中的文件。"},
    "file-unreadable": {"en": "cannot be read: {reason}", "zh": "无法读取：{reason}"},
    "file-too-large": {
        "en": "larger than {allowed} MB, so it is not such a file\nAn applicant or a policy takes a few KB.",
        "zh": "超过 {allowed} MB，不是此类文件\n申请人或政策文件只有几 KB。",
    },
    "file-exists": {
        "en": "this file already exists\nWrite to another place, or move the file away first.",
        "zh": "文件已存在\n请写到别处，或先移走该文件。",
    },
    "file-empty": {
        "en": "the file is empty\n"
        'Begin with city = "beijing" and birth_date = 1990-01-31; `hukou policy show CITY` lists what it may hold.',
        "zh": '文件是空的\n可先写 city = "beijing" 和 birth_date = 1990-01-31；可填写的各项见 hukou policy show 城市。',
    },
    "not-utf8": {"en": "not UTF-8 text\nSave the file as UTF-8.", "zh": "不是 UTF-8 文本\n请另存为 UTF-8。"},
    "wide-signs": {
        "en": "{signs} at “{seen}” is typed in full width, or as a curly quote\n"
        'Outside of text, signs are half-width: quotes ", and = [ ] {{ }} , : #',
        "zh": "“{seen}”处的 {signs} 是全角符号或弯引号\n"
        '文字以外须用英文半角符号：引号 "，等号 =，方括号 [ ]，花括号 {{ }}，逗号 , 冒号 : 井号 #',
    },
    "not-toml": {
        "en": "not TOML: {reason}, at “{seen}”\n"
        'Text and months stand in quotes, as from = "2020-08"; a date, which must exist, without, as 2020-08-15; '
        "a table as [[home]] stands alone on its line.",
        "zh": "不是合法的 TOML，见“{seen}”：{reason}\n"
        '文字和月份须加引号，如 from = "2020-08"；日期不加引号且须存在，如 2020-08-15；[[home]] 这样的表名独占一行。',
    },
    "not-json": {
        "en": "not JSON: {reason}\nNames, text and months stand in double quotes; no comma before }} or ].",
        "zh": "不是合法的 JSON：{reason}\n名称、文字和月份须加双引号；}} 和 ] 之前不写逗号。",
    },
    "no-such-folder": {"en": "there is no such folder of policies", "zh": "没有这个政策文件夹"},
    # ------------------------------------------------------------ shape of a table
    "unknown-key": {
        "en": "unknown key `{key}`\n{nearest}Known here: {allowed}",
        "zh": "未知的键 `{key}`\n{nearest}此处可用：{allowed}",
    },
    "no-such-text": {
        "en": "`{seen}` is no text of the policy\nEnglish is written of names, meanings, notes and caveats alone.",
        "zh": "`{seen}` 不是政策文件中的文字\n英文只写名称、含义、说明等文字。",
    },
    "no-english": {"en": "“{seen}” has no English\nAdd it to {allowed}.", "zh": "“{seen}”缺少英文\n请补入 {allowed}。"},
    "missing-key": {"en": "`{key}` is missing\nAdd it.", "zh": "缺少 `{key}`\n请补上。"},
    "misspelt-fact": {
        "en": "`{seen}` is not one of the shared facts\n{nearest}A fact of your own needs `type` and `name`.",
        "zh": "`{seen}` 不是各城市共用的填写项\n{nearest}本市自己的填写项须写 type 和 name。",
    },
    "unknown-placeholder": {
        "en": "nothing is put in the place of `{seen}`\n"
        "With `each` in the same table, {{id}} becomes the id of an entry and {{name}} its word.",
        "zh": "`{seen}` 无可代入的内容\n同一表中写有 each 时，{{id}} 代入其标识，{{name}} 代入其名称。",
    },
    "wrong-type": {"en": "“{seen}” is not {allowed}", "zh": "“{seen}”不是{allowed}"},
    "out-of-range": {"en": "{seen} is not within {allowed}", "zh": "{seen} 不在 {allowed} 之内"},
    "wrong-shape": {"en": "does not fit: {reason}", "zh": "不符合格式：{reason}"},
    "not-one-of": {
        "en": "“{seen}” is not one of {allowed}\n{nearest}{help}",
        "zh": "“{seen}”不在可选项中：{allowed}\n{nearest}{help}",
    },
    # ------------------------------------------------------------ formulas
    "formula-syntax": {"en": "cannot be read from “{seen}” on", "zh": "自“{seen}”处起无法解析"},
    "formula-not-allowed": {
        "en": "“{seen}” is not part of the rule language\n"
        "Numbers, names, + - * / and comparisons are; see docs/policy-format.md.",
        "zh": "“{seen}”不属于规则语言\n可用数字、名称、+ - * / 和比较；见 docs/policy-format.md。",
    },
    "set-not-allowed": {
        "en": "“{seen}” is not part of a set expression\n"
        "Names of records, & | - and functions as since('2018-01') are; see docs/policy-format.md.",
        "zh": "“{seen}”不属于集合表达式\n可用记录名称、& | - 和 since('2018-01') 等函数；见 docs/policy-format.md。",
    },
    "formula-too-long": {
        "en": "the formula is longer than {allowed} characters\nSplit it into derived quantities.",
        "zh": "公式超过 {allowed} 个字符\n请拆成几个中间量。",
    },
    "formula-too-deep": {
        "en": "the formula is nested deeper than {allowed} levels\nSplit it into derived quantities.",
        "zh": "公式嵌套超过 {allowed} 层\n请拆成几个中间量。",
    },
    "number-too-long": {"en": "a number of more than {allowed} digits", "zh": "数字超过 {allowed} 位"},
    "unknown-name": {
        "en": "there is no “{seen}”\n{nearest}Known: {allowed}",
        "zh": "没有“{seen}”\n{nearest}可用：{allowed}",
    },
    "unknown-function": {
        "en": "there is no function “{seen}”\n{nearest}Known: {allowed}",
        "zh": "没有函数“{seen}”\n{nearest}可用：{allowed}",
    },
    "wrong-arguments": {
        "en": "“{seen}” is not how it is called\nWrite {allowed}.",
        "zh": "“{seen}”的写法不对\n应为 {allowed}。",
    },
    "wrong-kind": {"en": "“{seen}” stands where there must be {allowed}", "zh": "“{seen}”处应为{allowed}"},
    "divide-by-number": {
        "en": "“{seen}” is not a number above 0\nOnly a number written out can divide.",
        "zh": "“{seen}”不是大于 0 的数\n只能除以写明的数。",
    },
    "circular": {"en": "derived from itself: {seen}", "zh": "中间量循环引用：{seen}"},
    # ------------------------------------------------------------ rules that contradict themselves
    "one-form": {
        "en": "must have exactly one form: points (a derived one: formula), choice, bands, tiers, best_of or unseen\n"
        "choice, bands and tiers go with `rows`; choice and bands may have `others`.",
        "zh": "须恰有一种计分形式：points（中间量为 formula）、choice、bands、tiers、best_of 或 unseen\n"
        "choice、bands、tiers 须有 rows；choice 和 bands 可有 others。",
    },
    "one-duration": {
        "en": "several durations in one statement: {seen}\nKeep one, or write one statement for each.",
        "zh": "一条内写了几个时限：{seen}\n请只留一个，或分成几条。",
    },
    "seen-and-not-seen": {
        "en": "`{seen}` is called not seen, and something is stated of it\n"
        "Remove one of the two; a `note` may say what of it was not seen.",
        "zh": "`{seen}` 既写作未见，又有内容\n请删去其一；内容中未见之处可写在 note 里。",
    },
    "asks-or-when": {
        "en": "a place has either `when`, which facts decide, or `asks`, which no fact tells\nRemove one of the two.",
        "zh": "地点只能有 when（由填写项判定）或 asks（填写项无从判定）之一\n请删去其一。",
    },
    "no-others": {
        "en": "no row gives the points of these options: {seen}\nAdd rows for them, or `others`, as others = 0.",
        "zh": "以下选项没有分值：{seen}\n请补上各行，或用 others 一并给出，如 others = 0。",
    },
    "bands-hole": {
        "en": "no row gives points for values below {seen}, the lowest `from`\nAdd `others`, as others = 0.",
        "zh": "未规定低于 {seen}（最低的 from）时的分值\n请补上 others，如 others = 0。",
    },
    "tiers-end": {
        "en": "no tier goes beyond {seen}\nLeave `up_to` out of the last tier; `unit = 0` where no more counts.",
        "zh": "未规定超过 {seen} 的部分\n末档不写 up_to；不再计分的写 unit = 0。",
    },
    "tiers-mixed": {
        "en": "some tiers count by the year and some by the unit\nWrite `year` in all of them, or `unit` in all.",
        "zh": "有的档按年计，有的按单位计\n请各档都用 year，或都用 unit。",
    },
    "class-hole": {
        "en": "the classes of size leave a gap or overlap here\n"
        "The largest stands first, without `below`; the last has no `from`; each ends where the one before begins.",
        "zh": "规模档在此有缺口或重叠\n从大到小列出；首档不写 below，末档不写 from，每档止于上一档的起点。",
    },
    "bad-default": {"en": "“{seen}” is not a value that `{fact}` can have", "zh": "“{seen}”不是 `{fact}` 可取的值"},
    "control-character": {
        "en": "“{seen}” holds a control character\nType the text anew.",
        "zh": "“{seen}”含有控制字符\n请重新输入。",
    },
    "not-for-type": {
        "en": "`{key}` does not apply to a fact of type {seen}",
        "zh": "`{key}` 不适用于 {seen} 类型的填写项",
    },
    "not-a-rank-key": {
        "en": "applicants cannot be ordered by “{seen}”\n"
        "A key is a quantity in decimals: no date or flag, and x * 12, not x / 9.",
        "zh": "不能按“{seen}”排序\n应为小数位数有限的数量：不能是日期或是否，写 x * 12，不写 x / 9。",
    },
    "reserved-id": {
        "en": "“{seen}” has a meaning of its own here\nChoose another name.",
        "zh": "“{seen}”另有含义\n请换一个名称。",
    },
    "count-and-streak": {
        "en": "`{fact}` has both `count` and `streak`\nKeep one; of a shared fact, name the new fact differently.",
        "zh": "`{fact}` 同时有 count 和 streak\n请只留其一；若为共用的填写项，请另起名称。",
    },
    "gap-days-alone": {
        "en": "`gap_days` stands alone\nLeave `gap` and `tolerated` out, or write `gap` in months.",
        "zh": "gap_days 须单独使用\n请去掉 gap 和 tolerated，或以月数写 gap。",
    },
    "closes-before-opens": {
        "en": "applications close on {seen}, before they open on {other}",
        "zh": "申报截止于 {seen}，早于开始的 {other}",
    },
    "round-not-held": {
        "en": "a round that was not held has no {key}\nLeave it out, or leave `held = false` out.",
        "zh": "未开展的批次不应有 {key}\n请删去此项，或删去 held = false。",
    },
    "duplicate-id": {"en": "duplicate id “{seen}”", "zh": "标识“{seen}”重复"},
    # ------------------------------------------------------------ lint
    "whole-of-negative": {
        "en": "`{seen}` can be below 0, where whole() is not defined\nWrite max(0, …) around it.",
        "zh": "`{seen}` 可能小于 0，此时 whole() 无定义\n请用 max(0, …) 包住。",
    },
    "too-large": {
        "en": "`{seen}` can exceed 64-bit arithmetic\nGive its facts a `max`.",
        "zh": "`{seen}` 可能超出 64 位整数\n请为相关填写项设 max。",
    },
    "unused-fact": {"en": "the fact `{seen}` is used by no rule", "zh": "没有规则用到填写项 `{seen}`"},
    "unused-need": {"en": "no route asks for the need `{seen}`", "zh": "条件 `{seen}` 没有途径引用"},
    "unused-wages": {"en": "no count measures by the wages `{seen}`", "zh": "平均工资表 `{seen}` 没有计数引用"},
    "unused-document": {"en": "the document `{seen}` is cited by no rule", "zh": "依据 `{seen}` 未被引用"},
    "shadowed-name": {"en": "`{seen}` is both a fact and a derived quantity", "zh": "`{seen}` 既是填写项又是中间量"},
    "no-cases": {
        "en": "there are no cases beside this file\nWrite {allowed}.",
        "zh": "此文件旁没有算例\n请编写 {allowed}。",
    },
    "no-rounds": {
        "en": "there is no round, so that no cut-off can be shown",
        "zh": "没有任何批次，无法给出入围分",
    },
    "pass-without-source": {
        "en": "the pass mark rests on no source\nAdd `source` to [result]: the document and the article that say it.",
        "zh": "达标分没有依据\n请在 [result] 中写 source：载明该分值的文件和条款。",
    },
    "no-pass-mark": {
        "en": "the regime is a pass mark, but [result] has no `pass`",
        "zh": "达标制而 [result] 没有 pass",
    },
    "regime-and-lines": {
        "en": "the regime is “{seen}”; only ranking and pass_mark have indicators, where the table of points was seen",
        "zh": "制度为“{seen}”：只有排名制、达标制且见到分值表时才应有指标",
    },
    "no-conditions": {
        "en": "the regime is conditions, but there is no [[gate]] or [[route]]",
        "zh": "条件制却没有 [[gate]] 或 [[route]]",
    },
    "person-not-shared": {
        "en": "`{seen}` is a fact about a person but no shared fact\nAdd it to facts.toml, or make it the city's.",
        "zh": "`{seen}` 是个人的填写项，但不在共用的 facts.toml 中\n请加入 facts.toml，或改为城市的填写项。",
    },
    "period-all-year": {
        "en": "“{seen}” is a day of application, but an edition with periods has none\nWrite year, month and day.",
        "zh": "“{seen}”以申请日为准，分期的版本没有申请日\n请写 year、month、day。",
    },
    "line-without-ranking": {
        "en": "[line] tells how the cut-offs of a ranking move, but these rules fix a mark\nRemove [line].",
        "zh": "[line] 说明排名入围分如何变动，而本政策的分数要求是固定的\n请删去 [line]。",
    },
    "no-reference": {
        "en": "no [reference] applicant: the main-proportion rule cannot be checked",
        "zh": "没有 [reference] 参照申请人，无法检查“主要比例”",
    },
    "wrong-folder": {
        "en": "the city is “{seen}” but the file stands in “{allowed}”",
        "zh": "城市为“{seen}”，而文件在“{allowed}”中",
    },
    "wrong-file-name": {
        "en": "in force from {seen}, so the file must be {allowed}",
        "zh": "自 {seen} 施行，文件名应为 {allowed}",
    },
    "main-proportion": {
        "en": "insurance and residence make up {seen} at the line, not above one half",
        "zh": "达到分数线时，社保与居住占 {seen}，未超过一半",
    },
    "not-at-line": {
        "en": "the policy does not keep what its [reference] applicant has at the line: write {allowed}",
        "zh": "文件未记下 [reference] 参照申请人达到分数线时的数值，请写：{allowed}",
    },
    "line-not-reached": {
        "en": "the [reference] applicant never reaches {seen}, however many months are added",
        "zh": "无论增加多少个月，[reference] 申请人都达不到 {seen}",
    },
    "procedure-silent": {
        "en": "of how one applies, `{seen}` is neither stated nor called not seen\nState it, or name it in `not_seen`.",
        "zh": "如何办理中的 `{seen}` 既无内容，也未写作未见\n请写出内容，或列入 not_seen。",
    },
    "weak-source": {"en": "rests on unverified sources alone", "zh": "仅依据未核实的来源"},
    "case-failed": {
        "en": "{seen} is {actual}, the case expects {allowed}",
        "zh": "{seen} 得 {actual}，算例应为 {allowed}",
    },
    # ------------------------------------------------------------ applicants
    "unknown-fact": {
        "en": "there is no fact `{fact}`\n{nearest}Known: {allowed}",
        "zh": "没有名为 `{fact}` 的填写项\n{nearest}可用：{allowed}",
    },
    "belongs-to-city": {
        "en": "`{fact}` is true of one city only\nPut it under [facts.{city}].",
        "zh": "`{fact}` 只对某一城市成立\n请写在 [facts.{city}] 下。",
    },
    "two-values": {
        "en": "`{fact}` is “{seen}” here and “{other}” elsewhere\nKeep one.",
        "zh": "`{fact}` 此处为“{seen}”，别处为“{other}”\n请只留一个。",
    },
    "missing-fact": {
        "en": "{en} (`{fact}`) is missing\n{help}`hukou score` shows what is left open where it is not known.",
        "zh": "未填写“{zh}”（{fact}）\n{help}不知道时可用 hukou score 查看得分区间。",
    },
    "nothing-known": {
        "en": "nothing that this policy asks for is given yet\nGive at least one of: {allowed}",
        "zh": "未提供本政策所需的信息\n请至少填写一项：{allowed}",
    },
    "contradicts": {
        "en": "`{fact}` is “{seen}”, which does not go with {other}\nWith that it can be: {allowed}",
        "zh": "`{fact}` 为“{seen}”，与 {other} 矛盾\n此时只能是：{allowed}",
    },
    "no-combination": {
        "en": "whatever {seen} is, it contradicts the other facts: {rule} must hold\nCheck the facts given.",
        "zh": "{seen} 无论取何值都与其他填写项矛盾：须满足 {rule}\n请核对已填写的内容。",
    },
    "identity-number": {
        "en": "“{seen}” looks like an identity number\nNo rule needs it: leave it out, or use any other mark.",
        "zh": "“{seen}”像是身份证号码\n规则不需要它：请删去或改用其他编号。",
    },
    "not-a-flag": {
        "en": "“{seen}” is not true or false\nWrite true or false, yes or no, 是 or 否.",
        "zh": "“{seen}”不是“是”或“否”\n请写 是 或 否、true 或 false。",
    },
    "not-a-date": {
        "en": "“{seen}” is not a date\nWrite it with the year first, as 1986-03-12 or 1986/3/12.",
        "zh": "“{seen}”不是日期\n请先写年份，如 1986-03-12 或 1986/3/12 或 1986年3月12日。",
    },
    "no-such-day": {
        "en": "there is no day {seen}\nCheck the month and the day.",
        "zh": "没有 {seen} 这一天\n请核对月和日。",
    },
    "date-too-late": {
        "en": "{seen} is after {allowed}, the last day that can be\nCheck the year.",
        "zh": "{seen} 晚于可能的最后一天 {allowed}\n请核对年份。",
    },
    "date-too-early": {
        "en": "{seen} is before {allowed}, the first day that can be\nCheck the year.",
        "zh": "{seen} 早于可能的第一天 {allowed}\n请核对年份。",
    },
    "not-a-whole-number": {
        "en": "“{seen}” is not a whole number\nWrite digits alone, without blanks, commas or units: 0 to {allowed}.",
        "zh": "“{seen}”不是整数\n请只写数字，不带空格、逗号和单位：0 至 {allowed} 的整数。",
    },
    "negative": {"en": "{seen} is below 0\nGive 0 to {allowed}.", "zh": "{seen} 小于 0\n请填 0 至 {allowed}。"},
    "above-maximum": {
        "en": "{seen} is too large: at most {allowed} is possible\nCheck it, and the day up to which it counts.",
        "zh": "{seen} 过大，最多为 {allowed}\n请核对该数和计算截止日。",
    },
    "not-a-number": {
        "en": "“{seen}” is not a number\nGive 0 to {allowed}, as 12.5.",
        "zh": "“{seen}”不是数\n请填 0 至 {allowed}，如 12.5。",
    },
    "too-many-places": {
        "en": "{seen} has more than {places} decimal places\nWrite at most {places}.",
        "zh": "{seen} 的小数位数超过 {places} 位\n请至多写 {places} 位小数。",
    },
    "not-one-of-numbers": {"en": "{seen} is not one of {allowed}", "zh": "{seen} 不在可取的值中：{allowed}"},
    "to-before-from": {
        "en": "`to` is {seen}, before `from`, which is {other}\n"
        "Both months are included; leave `to` out while it goes on.",
        "zh": "`to` 为 {seen}，早于 `from` 的 {other}\n首尾两月均计入；仍在持续的不写 to。",
    },
    "month-out-of-range": {
        "en": "{seen} is not within {allowed}\nCheck the year.",
        "zh": "{seen} 不在 {allowed} 之内\n请核对年份。",
    },
    "year-in-future": {
        "en": "{seen} is in the future\nGive years up to {allowed}.",
        "zh": "{seen} 年尚未到来\n请填写不晚于 {allowed} 的年份。",
    },
    "cannot-grow": {
        "en": "`{seen}` is no fact that can grow here\nThose given as months that can: {allowed}",
        "zh": "“{seen}”不是此处可以逐月增加的填写项\n以月数填写、可逐月增加的：{allowed}",
    },
    "until-out-of-range": {
        "en": "{seen} is no year that can be planned to\nGive a year of {allowed}.",
        "zh": "不能规划到 {seen} 年\n请填写 {allowed} 之间的年份。",
    },
    "line-is-fixed": {
        "en": "the rules of {city} fix what is to be reached\nLeave --line out.",
        "zh": "{city} 的规定已写明须达到的要求\n请不用 --line。",
    },
    "no-round-ahead": {
        "en": "{city} has no round to come up to {seen}\nGive a later year with --until.",
        "zh": "到 {seen} 年为止，{city} 没有尚未结束的申报批次\n请用 --until 填写更晚的年份。",
    },
    "rules-ended": {
        "en": "the rules of {city} ended on {seen}, and none that follow are known\n"
        "Ask the city; `hukou score` still tells what the ended rules gave.",
        "zh": "{city} 的规定已于 {seen} 到期，其后的规定未见\n请向当地确认；hukou score 仍可按已到期的规定计算。",
    },
    "planned-is-past": {
        "en": "{seen} is past, and `planned` is for what is still to come\nLeave `planned` out.",
        "zh": "{seen} 已经过去，planned 只用于尚未发生的记录\n请删去 planned。",
    },
    "month-in-future": {
        "en": "{seen} is in the future\nGive months up to {allowed}; leave `to` out while it goes on. "
        "For what is still to come write `planned = true`.",
        "zh": "{seen} 尚未到来\n请填写不晚于 {allowed} 的月份；仍在持续的不写 to，打算以后才有的加上 planned = true。",
    },
    "month-outside-record": {
        "en": "{seen} is not a month of this record\nList months from `from` to `to` only.",
        "zh": "{seen} 不在本条记录的月份之内\n只能列出 from 至 to 之间的月份。",
    },
    "month-twice": {"en": "duplicate month {seen}\nKeep one.", "zh": "月份 {seen} 重复\n请只留一个。"},
    "before-birth": {
        "en": "{seen} is before the date of birth, {other}\nOne of the two is wrong.",
        "zh": "{seen} 早于出生日期 {other}\n两者必有一误，请核对。",
    },
    "not-a-share": {
        "en": "“{seen}” is not a share of a home\nWrite a number above 0 and at most 1, as 0.5.",
        "zh": "“{seen}”不是住房份额\n请写大于 0 且不超过 1 的数，如 0.5。",
    },
    "not-a-spouses": {
        "en": '`spouse_tenure` is “{seen}”, but the home is not the spouse\'s\nWrite tenure = "spouse" with it.',
        "zh": '`spouse_tenure` 为“{seen}”，但住所不是配偶的\n请同时写 tenure = "spouse"。',
    },
    "wage-twice": {
        "en": "{seen} has a wage in an earlier row already\nEach month has one wage.",
        "zh": "{seen} 在前面的行中已有平均工资\n每月只能有一个。",
    },
    "not-an-amount": {
        "en": "“{seen}” is not an amount in yuan\nWrite for example 120000 or 120000.50.",
        "zh": "“{seen}”不是金额（元）\n例如 120000 或 120000.50。",
    },
    "unknown-district": {
        "en": "{city_en} has no district “{seen}”\n{nearest}Known: {allowed_en}",
        "zh": "{city_zh}没有“{seen}”区\n{nearest}可用：{allowed_zh}",
    },
    # ------------------------------------------------------------ what is noticed and no mistake
    "other-city": {"en": "records of {seen} are not counted in {city_en}", "zh": "{seen}的记录不计入{city_zh}"},
    "unknown-place": {
        "en": "no city is called “{seen}”\n"
        "{nearest}Name a city or prefecture in Chinese or pinyin, for a county its prefecture, for abroad `overseas`.",
        "zh": "没有名为“{seen}”的城市\n"
        "{nearest}请写地级以上城市的名称（中文或拼音均可）；县和县级市写所属地级市，境外写 境外。",
    },
    "kind-not-counted": {
        "en": "the {key} of {record}, “{seen}”, counts for nothing here; what counts: {allowed}",
        "zh": "{record}的{key}为“{seen}”，本版本不计；可计的：{allowed}",
    },
    "kind-not-given": {
        "en": "{record} has no {key} and counts for nothing here; what counts: {allowed}",
        "zh": "{record}未写{key}，本版本不计；可计的：{allowed}",
    },
    "claims-compared": {
        "en": "the total for each certificate that could be claimed, the best first: {seen}",
        "zh": "改填其他学历时的总分，由高到低：{seen}",
    },
    "records-not-used": {
        "en": "no rule uses {seen}",
        "zh": "没有规则用到{seen}",
    },
    "counted-once": {
        "en": "{seen} is in more than one record of {kind} and counts once",
        "zh": "{seen} 在多条{kind}记录中出现，只计一次",
    },
    "no-district": {
        "en": "{seen}: no district is given; add it, as points depend on it",
        "zh": "{seen}未写所在区；得分与此有关，请补上",
    },
    "no-wage": {
        "en": "the average wage of {seen} is not in this policy, so it is open whether these months count; "
        "count them yourself and give: {en}",
        "zh": "本政策未收录 {seen} 适用的平均工资，这些月份是否计入待定；请自行核对后直接填写：{zh}",
    },
    "no-base": {
        "en": "the insurance of {seen} has no `base`, so it is open whether these months count; add it, or give: {en}",
        "zh": "{seen} 的参保记录未写 `base`（月缴费基数），这些月份是否计入待定；请补写，或直接填写：{zh}",
    },
    "own-home-first": {
        "en": "in {seen} there is an own home and a rented one; the own home counts",
        "zh": "{seen} 既有自有住所又有租住，按自有住所计",
    },
    "not-asked": {
        "en": "not used by this policy: {seen}",
        "zh": "本政策不需要：{seen}",
    },
    "round-ahead": {
        "en": "the round of {en} is not announced yet; it is projected by the present rules",
        "zh": "{zh}批次尚未公布，按现行规则推算",
    },
    "round-over": {
        "en": "the round of {en} is over",
        "zh": "{zh}批次已结束",
    },
    "round-past": {
        "en": "the round of {en} is past and nothing of it was seen; it is projected by the rules known",
        "zh": "{zh}批次已过，未见其公布，按已知规则推算",
    },
    "records-not-told": {
        "en": "there is no [[{kind}]] record: add one, or write {kind} = [] if there is none",
        "zh": "没有 [[{kind}]] 记录：请补上；确实没有的，请写 {kind} = []",
    },
    "study-not-claimed": {
        "en": "{record} earned {seen}, but the education claimed is {other}; the record counts for nothing",
        "zh": "{record}取得的是{seen}，而所填学历为{other}；该记录不计",
    },
    "study-not-told": {
        "en": 'no [[study]] record has level = "{level}": add one, or write {fact} = 0 if it is none',
        "zh": '没有 level = "{level}" 的 [[study]] 记录：请补上；确实为零的，请写 {fact} = 0',
    },
    "registered-not-told": {
        "en": "{seen}: is the rental declared to the city? Write registered = true or registered = false",
        "zh": "{seen}未写租住是否已登记备案；请写 registered = true 或 registered = false",
    },
    "set-records": {
        "en": "`{key}` is a table of dated records, which stand in a file\n"
        "Here only {key}=[] can be said: there are none.",
        "zh": "`{key}` 是带日期的记录，须写在文件里\n此处只能写 {key}=[]，表示没有此类记录。",
    },
    "fact-is-table": {
        "en": "`{fact}` is a fact, not a table\nWrite {fact} = VALUE.",
        "zh": "`{fact}` 是填写项，不是表\n请写 {fact} = 值。",
    },
    "goes-on": {
        "en": "records without `to` count up to {seen}",
        "zh": "未写 to 的记录计至 {seen}",
    },
    "given-and-counted": {
        "en": "{fact} is given as {seen}, the records come to {other}; what is given counts",
        "zh": "{fact}填为 {seen}，按记录计算为 {other}；以填写的为准",
    },
    "readings-differ": {
        "en": "sources disagree on {fact}: {seen}, or {other} if “{en}” holds (`{key}`)",
        "zh": "{fact}的算法各来源不一：为 {seen}；若“{zh}”（{key}）则为 {other}",
    },
    "constraint": {"en": "{seen}, but {rule} must hold", "zh": "{seen}，但须满足 {rule}"},
    # ------------------------------------------------------------ tables of many applicants
    "output-exists": {
        "en": "this file already exists\nName another, or add --force to replace it.",
        "zh": "已有同名文件\n请换一个名称，或加 --force 覆盖。",
    },
    "output-is-input": {
        "en": "this is the input\nName another file: the input is never written over.",
        "zh": "这就是输入文件\n请换一个名称：不会覆盖输入文件。",
    },
    "table-empty": {
        "en": "there is no row in this file\nThe first row names the columns, the others are applicants.",
        "zh": "文件中没有任何行\n第一行为列名，其余每行一名申请人。",
    },
    "old-line-ends": {
        "en": "lines end in a carriage return alone\nSave the table as CSV (UTF-8) for Windows or Unix.",
        "zh": "各行仅以回车符结尾\n请另存为 CSV（UTF-8），不要选旧式 Mac 格式。",
    },
    "json-not-lines": {
        "en": "JSON, but not one object a line\nWrite each applicant as an object on a line of its own.",
        "zh": "是 JSON，但不是每行一个对象\n请把每名申请人写成单独一行的对象。",
    },
    "not-text": {
        "en": "neither UTF-8 nor GB18030 text\nSave the table as CSV (UTF-8).",
        "zh": "既不是 UTF-8 也不是 GB18030 文本\n请另存为 CSV（UTF-8）。",
    },
    "utf-16": {
        "en": "UTF-16 text\nSave the table as CSV (UTF-8) instead of Unicode text.",
        "zh": "UTF-16 文本\n请另存为 CSV（UTF-8），而不是 Unicode 文本。",
    },
    "not-parquet": {"en": "not a whole Parquet file", "zh": "不是完整的 Parquet 文件"},
    "header-not-in-encoding": {
        "en": "the header is not UTF-8 text\nSave the table as CSV (UTF-8).",
        "zh": "表头不是 UTF-8 文本\n请另存为 CSV（UTF-8）。",
    },
    "header-nul-byte": {
        "en": "the header holds a NUL byte\nSave the table as CSV (UTF-8).",
        "zh": "表头含有 NUL 字节\n请另存为 CSV（UTF-8）。",
    },
    "header-line-too-long": {"en": "the header is too long to be one", "zh": "表头过长"},
    "header-broken-quotes": {
        "en": "a quote in the header is never closed\nWrite a quote inside quotes twice.",
        "zh": "表头的引号未闭合\n引号内的引号须写两次。",
    },
    "header-empty-name": {
        "en": "no name above column {seen}\nName it, or remove the column.",
        "zh": "第 {seen} 列没有列名\n请填写列名或删去该列。",
    },
    "page": {
        "en": "this is a web page, XML or PDF, not a table as text, whatever its name ends in\n"
        "Open it in a spreadsheet program and save it as CSV (UTF-8).",
        "zh": "这是网页、XML 或 PDF，不是文本表格（与文件名的后缀无关）\n请用表格软件打开，另存为 CSV（UTF-8）。",
    },
    "workbook": {
        "en": "this is a workbook of a spreadsheet program, not a table as text\nSave it as CSV (UTF-8).",
        "zh": "这是电子表格工作簿，不是文本表格\n请另存为 CSV（UTF-8）。",
    },
    "header-is-title": {
        "en": "this line is no header: it holds “{seen}” alone\nRemove it, so that the first line names the columns.",
        "zh": "此行不是列名：其中只有“{seen}”\n请删去该行，使第一行为列名。",
    },
    "header-below": {
        "en": "the header is in line {line}; what stands above it is not read: “{seen}”",
        "zh": "表头在第 {line} 行，其上各行未读取：“{seen}”",
    },
    "records-in-table": {
        "en": "batch reads no dated records, and {seen} is one: a row has counts\n"
        "Give the counts, or write a file for each person and score it: hukou score FILE.toml",
        "zh": "批量计分不读取逐段记录，而 {seen} 是记录；每行只填写月数等数值\n"
        "请填写各项数值，或为每人写一个文件分别计分：hukou score 文件.toml",
    },
    "header-name-twice": {
        "en": "two columns are named “{seen}”\nKeep one, or give the other another name; capitals make no difference.",
        "zh": "有两列都叫“{seen}”\n请只留一列，或改名；大小写视为相同。",
    },
    "column-ambiguous": {
        "en": "the column “{seen}” may be several facts: {allowed}\nName it by one of these.",
        "zh": "列“{seen}”可能是多个填写项：{allowed}\n请用其中一个作列名。",
    },
    "fact-in-two-columns": {
        "en": "`{fact}` is in two columns, “{seen}” and “{other}”\nKeep one.",
        "zh": "`{fact}` 出现在“{seen}”和“{other}”两列\n请只留一列。",
    },
    "no-fact-columns": {
        "en": "no column is a fact\n"
        "The first row names the columns by fact or label, between commas, tabs or semicolons. Known: {allowed}",
        "zh": "没有一列是填写项\n第一行须以填写项的名称或代号作列名，以半角逗号、制表符或分号分隔。可用：{allowed}",
    },
    "no-column": {
        "en": "there is no column for {en} (`{fact}`)\nAdd one; without it no row can be scored.",
        "zh": "没有“{zh}”（{fact}）这一列\n请添加该列；缺少它任何一行都不能计分。",
    },
    "column-misspelt": {
        "en": "there is no column for {en} (`{fact}`), but there is “{seen}”\n"
        "Rename it if that is meant; without the fact no row can be scored.",
        "zh": "没有“{zh}”（{fact}）这一列，但有“{seen}”\n若指该列请改名；缺少该项任何一行都不能计分。",
    },
    "no-city-column": {
        "en": "no city given\nAdd --city CITY, or a column `city`. Known: {allowed}",
        "zh": "未指定城市\n请加 --city 城市，或在表中加 city 列。现有：{allowed}",
    },
    "no-row-of-a-city": {
        "en": "no row names a city that can be scored\nAdd --city CITY, or name one: {allowed}",
        "zh": "没有一行写有可计分的城市\n请加 --city 城市，或写明：{allowed}",
    },
    "no-row-of-a-round": {
        "en": "no row names a round that its city has: “{seen}”\n"
        "Write it as `hukou policy list` does: 2025, 2026-1, 2026-05-10.",
        "zh": "没有一行写有该城市的批次：“{seen}”\n请按 hukou policy list 所列填写，如 2025、2026-1、2026-05-10。",
    },
    "no-such-column": {
        "en": "there is no column “{seen}”\n{nearest}Known: {allowed}",
        "zh": "没有“{seen}”这一列\n{nearest}现有：{allowed}",
    },
    "column-name-taken": {
        "en": "a column kept has the name of one that is written: {seen}\nGive it another name, or keep it out.",
        "zh": "保留的列与输出列同名：{seen}\n请改名或不保留。",
    },
    "column-reserved": {
        "en": "a column is called {seen}, a name that reading Parquet needs\nGive it another name.",
        "zh": "有一列名为 {seen}，读取 Parquet 需用此名\n请改名。",
    },
    "column-near-fact": {
        "en": "the column “{seen}” is no fact and is not read\n{nearest}",
        "zh": "列“{seen}”不是填写项，未读取\n{nearest}",
    },
    "columns-dropped": {
        "en": "not used by this policy, and not in the output: {en}\n"
        "Keep all such columns with --keep all, some by name: --keep {example}",
        "zh": "不是本政策的填写项，未写入结果：{zh}\n加 --keep all 可全部保留，只保留几列时写列名：--keep {example}",
    },
    "columns-defaulted": {
        "en": "no column for these, so that every row takes the default: {en}\n"
        "Add a column for what is otherwise for somebody; hukou policy show {city} gives the defaults.",
        "zh": "表中没有以下各列，每行均按默认值计：{zh}\n有人并非如此的，请加上该列；默认值：hukou policy show {city}",
    },
    "binary-fractions": {
        "en": "columns of binary fractions, which are not exact: {seen}\nStore them as integers, decimals or text.",
        "zh": "以下各列以二进制小数存储，不精确：{seen}\n请存为整数、定点小数或文本。",
    },
    "unknown-format": {
        "en": "the file name does not tell the format\nEnd it in .csv, .parquet or .jsonl, or add --format.",
        "zh": "无法由文件名判断格式\n请用 .csv、.parquet 或 .jsonl 结尾，或加 --format。",
    },
    "header-is-csv": {
        "en": "the header of a table is written as CSV\nName the file so: FILE.csv. Spreadsheets open it.",
        "zh": "表头写为 CSV\n请以 .csv 结尾，电子表格软件可以打开。",
    },
    "rejects-are-csv": {
        "en": "rejected rows are listed as CSV\nName the file so: FILE.csv",
        "zh": "未计分行以 CSV 列出\n请将文件命名为 .csv。",
    },
    "rejects-to-stdout": {
        "en": "rejects do not go to standard output\nName a file for them.",
        "zh": "未计分行不写到标准输出\n请为其指定文件。",
    },
    "one-file-twice": {
        "en": "the scores and the rejects would go to the same file\nName another for one of them.",
        "zh": "得分与未计分行将写入同一文件\n请为其一换名。",
    },
    "output-is-stream": {
        "en": "standard output or standard error goes to this file already\nName another file.",
        "zh": "标准输出或标准错误已写入该文件\n请换一个文件。",
    },
    "nothing-to-rank": {
        "en": "{city} gives no points, so there is nothing to rank by",
        "zh": "{city}不计分，无从排名",
    },
    "rank-one-city": {
        "en": "a ranking is of one city and one round; the rows are of {seen}\nSplit the table, or leave --rank out.",
        "zh": "排名只针对一个城市的一个批次，表中有：{seen}\n请拆分表格，或去掉 --rank。",
    },
    "rank-by-what": {
        "en": "there is no column of scores\nAdd --by COLUMN. Columns here: {allowed}",
        "zh": "未找到得分列\n请加 --by 列名。现有：{allowed}",
    },
    "not-a-score": {
        "en": "“{seen}” is not a score\nWrite an exact decimal of at most 9 places, as 97.13, or remove the row.",
        "zh": "“{seen}”不是分数\n请写准确的十进制数，至多 9 位小数，如 97.13，或删去该行。",
    },
    "quota-and-none": {
        "en": "--quota and --no-quota exclude each other\nKeep one.",
        "zh": "--quota 与 --no-quota 不能同时使用\n请只留一个。",
    },
    "quota-unknown": {
        "en": "how many are admitted in this round is not known\n"
        "Add --quota N, or --no-quota if everybody who is ranked is admitted.",
        "zh": "本批次的落户规模未知\n请加 --quota N；若参加排名者全部入围，请加 --no-quota。",
    },
    "too-few-cells": {
        "en": "this row has fewer cells than the header, which has {allowed}\nCheck it for a missing separator.",
        "zh": "此行单元格少于表头的 {allowed} 个\n请检查是否缺少分隔符。",
    },
    "too-many-cells": {
        "en": "this row has more cells than the header, which has {allowed}\nPut a cell with a separator in quotes.",
        "zh": "此行单元格多于表头的 {allowed} 个\n含分隔符的单元格须加引号。",
    },
    "broken-quotes": {
        "en": "a quote in this row is not closed, or stands inside a cell\n"
        "Put the whole cell in quotes, and write a quote inside it twice.",
        "zh": "此行的引号未闭合，或出现在单元格中间\n请给整个单元格加引号，其中的引号写两次。",
    },
    "empty-row": {
        "en": "no fact is filled in\nFill the row in, or remove it.",
        "zh": "此行没有填写任何一项\n请填写，或删去该行。",
    },
    "nul-byte": {"en": "this row holds a NUL byte\nType it anew.", "zh": "此行含有 NUL 字节\n请重新输入。"},
    "not-in-encoding": {
        "en": "this row is not text in the encoding of the file\nSave the whole table as CSV (UTF-8).",
        "zh": "此行不是文件所用编码的文本\n请将整个表格另存为 CSV（UTF-8）。",
    },
    "line-too-long": {
        "en": "this row is longer than a million bytes\nShorten it, or close the quotes that it opens.",
        "zh": "此行超过一百万字节\n请缩短，或补全未闭合的引号。",
    },
    "not-a-json-row": {
        "en": "this line is not one JSON object of plain values, each key once\nWrite one object a line.",
        "zh": "此行不是一个 JSON 对象（值须为简单值，键不重复）\n每行写一个对象。",
    },
    "late-column": {
        "en": "a key of this line is in none of the first lines\nGive every key in the first line, null where unknown.",
        "zh": "此行有首部各行没有的键\n请在第一行写出所有键，没有值的写 null。",
    },
    "too-mixed": {
        "en": "the rows name their cities and rounds in more than {allowed} ways\nSplit the table.",
        "zh": "各行的城市与批次写法超过 {allowed} 种\n请拆分表格。",
    },
    "row-of-unknown-city": {
        "en": "no city that can be scored: “{seen}”\n"
        "Name one of `hukou policy list`; --city counts where none is named; `hukou score --city` says why one cannot.",
        "zh": "不能计分的城市：“{seen}”\n"
        "请按 hukou policy list 所列名称填写，空白处可用 --city；hukou score --city 说明某城市为何不能计分。",
    },
    "city-without-round": {
        "en": "no edition of “{seen}” covers the round asked for\nGive another --round, or a column `round`.",
        "zh": "“{seen}”没有适用于所问批次的政策\n请换 --round，或以 round 列逐行写明。",
    },
    "row-of-unknown-round": {
        "en": "no edition of the city covers the row's round: “{seen}”\n"
        "Write a round that `hukou policy list` shows, the day of application where it shows none, or nothing.",
        "zh": "该城市没有适用于此行批次的政策：“{seen}”\n"
        "请填写 hukou policy list 所列批次；未列批次的城市请填申请日，或留空。",
    },
    "stopped": {"en": "nothing was written", "zh": "未写出任何文件"},
    # ------------------------------------------------------------ commands
    "unknown-city": {
        "en": "there is no policy for “{seen}”\n"
        "{nearest}Known: {allowed}. The national rule for other cities: hukou cities CITY",
        "zh": "没有“{seen}”的政策\n{nearest}现有：{allowed}。其他城市的国家规定：hukou cities 城市",
    },
    "unknown-large-city": {
        "en": "“{seen}” is not one of the {allowed} cities of the list\n"
        "{nearest}It holds cities of 1 million people or more: hukou cities. The policies: hukou policy list",
        "zh": "“{seen}”不在所列 {allowed} 个城市之中\n"
        "{nearest}名单为城区人口100万以上的城市：hukou cities；政策：hukou policy list",
    },
    "no-city": {
        "en": "no city given\nAdd --city CITY, or `city` to the applicant. Known: {allowed}",
        "zh": "未指定城市\n请加 --city 城市，或在申请人文件中写 city。现有：{allowed}",
    },
    "unknown-round": {
        "en": "no edition of {city} covers the round {seen}\nKnown rounds: {allowed}",
        "zh": "{city}没有适用于 {seen} 批次的政策\n已知批次：{allowed}",
    },
    "round-of-no-city": {
        "en": "none of the cities has the round {seen}\n`hukou policy list` shows the rounds of each.",
        "zh": "所比较的城市都没有 {seen} 批次\n各城市的批次见 hukou policy list。",
    },
    "no-round-held": {
        "en": "{city} held no round in {seen}\nKnown rounds: {allowed}",
        "zh": "{city}没有开展 {seen} 批次的申报\n已知批次：{allowed}",
    },
    "no-such-command": {
        "en": "there is no command “{seen}”\n{nearest}Commands: {allowed}",
        "zh": "没有“{seen}”这个命令\n{nearest}可用的命令：{allowed}",
    },
    "no-such-option": {
        "en": "there is no option {seen}\n{nearest}All options: {help}",
        "zh": "没有 {seen} 这个选项\n{nearest}全部选项：{help}",
    },
    "missing-argument": {
        "en": "{seen} is missing\nWhat to write there: {help}",
        "zh": "缺少{seen}\n应写什么：{help}",
    },
    "option-without-value": {
        "en": "{seen} needs a value\nWhat to write there: {help}",
        "zh": "{seen} 之后缺少值\n应写什么：{help}",
    },
    "option-with-value": {"en": "{seen} takes no value\nWrite it alone.", "zh": "{seen} 不带值\n请单独写。"},
    "extra-arguments": {
        "en": "more words than the command takes: {seen}\nA name with a blank stands in quotes. Usage: {help}",
        "zh": "多出了命令不需要的内容：{seen}\n名称中有空格时须加引号。用法：{help}",
    },
    "wrong-usage": {"en": "{reason}\nUsage: {help}", "zh": "命令行有误：{reason}\n用法：{help}"},
    "unknown-case": {
        "en": "no case is called “{seen}”\n{nearest}Known: {allowed}",
        "zh": "没有算例“{seen}”\n{nearest}可用：{allowed}",
    },
    "unknown-edition": {
        "en": "{city} has no edition “{seen}”\nKnown: {allowed}",
        "zh": "{city}没有“{seen}”这一版\n现有：{allowed}",
    },
    "not-a-round": {
        "en": "“{seen}” is not a round\nWrite a year (2025), a period (2026-1), or a day of application (2026-05-10).",
        "zh": "“{seen}”不是申报批次\n请写年份（2025）、期次（2026-1）或申请日（2026-05-10）。",
    },
    "round-needed": {
        "en": "{city} takes applications all year; give the day of application\nWrite it as 2026-05-10.",
        "zh": "{city}全年受理，请给出申请日期\n写法如 2026-05-10。",
    },
    "not-scored": {"en": "{city_en} is not scored. {en}\n", "zh": "{city_zh}不能计分。{zh}\n"},
    "not-an-assignment": {
        "en": "“{seen}” is not FACT=VALUE\nWrite for example --set insured_months=189",
        "zh": "“{seen}”不是“填写项=值”的形式\n例如 --set insured_months=189",
    },
    "facts-of-no-city": {
        "en": "these facts have no city\nWrite them under the city, as [facts.beijing], or add `city` to the file.",
        "zh": "未指明这些填写项属于哪个城市\n请写在城市之下，如 [facts.beijing]，或在文件中写 city。",
    },
    "no-applicant": {
        "en": "no applicant given\nName an applicant's file, or - for standard input, or give facts with --set.",
        "zh": "没有申请人\n请给出申请人文件，或用 - 从标准输入读取，或用 --set 填写。",
    },
    "stdin-is-terminal": {
        "en": "standard input is the terminal\nPipe a file in, as: hukou score - < FILE",
        "zh": "标准输入是终端\n请用管道输入文件，如：hukou score - < 文件",
    },
    "folder-missing": {
        "en": "there is no folder {seen}\nMake it first, or name another.",
        "zh": "没有文件夹 {seen}\n请先建立，或换一个。",
    },
    "cannot-write": {"en": "cannot write the result: {reason}", "zh": "无法写出结果：{reason}"},
    "too-many": {"en": "and {seen} more", "zh": "另有 {seen} 条"},
    "unexpected": {
        "en": "internal error: {reason}\nPlease report it with the command you ran.",
        "zh": "程序内部错误：{reason}\n请连同所用命令一并报告。",
    },
}


def message(code: str, values: Mapping[str, str], language: Language) -> tuple[str, str]:
    """Return a message with its gaps filled: what is wrong, and what to do or nothing.

    >>> message("wrong-type", {"seen": "x", "allowed": "@flag"}, "en")
    ('“x” is not true or false', '')
    """
    city = values.get("city", "CITY" if language == "en" else "城市")
    gaps = {gap: _gap(gap, values.get(f"{gap}_{language}", value), city, language) for gap, value in values.items()}
    what, _, remedy = MESSAGES[code][language].format_map(gaps).partition("\n")
    return what, remedy.strip()


def _gap(gap: str, value: str, city: str, language: Language) -> str:
    """Return what fills a gap: a question for the nearest word, the words of a term, else the value itself."""
    if gap == "nearest":
        if not value:
            return ""
        return f"Did you mean `{value}`? " if language == "en" else f"是否应为 `{value}`？"
    return TERMS[value[1:]][language].replace("{city}", city) if value[:1] == "@" and value[1:] in TERMS else value
