"""Messages of policy files: formulas, rules that contradict themselves, and `hukou policy check`."""

from hukou_cli.text.language import Texts

POLICY: Texts = {
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
    "circular": {"en": "goes round in a circle: {seen}", "zh": "循环引用：{seen}"},
    "line-of-decimals": {
        "en": "“{seen}” has more than 9 decimals, which no points have",
        "zh": "“{seen}”的小数超过 9 位，分数没有这么多小数",
    },
    "narrowed-by-assumed": {
        "en": "“{seen}” narrows it, and has a “{key}”: what nobody gave would exclude options\nLeave out that “{key}”.",
        "zh": "由“{seen}”限定选项，而该项有 {key}：无人填写的值会排除选项\n删去该项的 {key}。",
    },
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
    "wage-twice": {
        "en": "{seen} has a wage in an earlier row already\nEach month has one wage.",
        "zh": "{seen} 在前面的行中已有平均工资\n每月只能有一个。",
    },
    "duplicate-id": {"en": "duplicate id “{seen}”", "zh": "标识“{seen}”重复"},
    # ------------------------------------------------------------ checks
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
    "kind-without-words": {
        "en": "the kind of event `{seen}` has no words: rules would name it by its id\nKinds with words: {allowed}",
        "zh": "事件种类 `{seen}` 没有名称，规则中只能显示代号\n有名称的种类：{allowed}",
    },
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
        "zh": "没有 [reference] 示例申请人，无法检查“主要比例”",
    },
    "draft": {
        "en": "a draft: no city finds it; name it by its path\nTo be found by its city it must be {allowed} "
        "in a folder of --policies.",
        "zh": "这是草案，不能按城市找到，须写出路径\n要按城市找到，应存为 --policies 所指文件夹中的 {allowed}。",
    },
    "draft-is-toml": {
        "en": "a draft is a TOML file that is called by no date\nName it so: draft.toml",
        "zh": "草案为 TOML 文件，文件名不能是日期\n如 草案.toml。",
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
        "zh": "文件未记下 [reference] 示例申请人达到分数线时的数值，请写：{allowed}",
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
    # ------------------------------------------------------------ levers
    "not-for-advice": {
        "en": "`{seen}` is not for advice: family, honours, penalties and offences are nobody's step towards points\n"
        "Remove the lever; `hukou score --set` takes any value that a person writes.",
        "zh": "`{seen}` 不作建议：婚姻家庭、荣誉、处罚和违法犯罪都不是为了积分去做的事\n"
        "请删去此项；本人可用 hukou score --set 填写任何值。",
    },
    "lever-writes-nothing": {
        "en": "a lever that writes nothing\nGive it a `record`, a `fact`, or facts that it `grows`.",
        "zh": "这一步什么都不改变\n请写 record、fact 或 grows。",
    },
    "lever-one-way": {
        "en": "a fact is changed in one way, not by: {seen}\nKeep one of ladder, options, amounts, add and value.",
        "zh": "填写项只能以一种方式改变，现为：{seen}\n请在 ladder、options、amounts、add、value 中只留一个。",
    },
    "ladder-order": {
        "en": "not in rising order, each once: {seen}\nThe order is: {allowed}",
        "zh": "未按由低到高的次序排列，或有重复：{seen}\n次序为：{allowed}",
    },
    "takes-without-source": {
        "en": "no source tells how long it takes\n"
        "Cite one as `source`, or write assumed = true, which every result says.",
        "zh": "所需月数没有来源\n请用 source 引用来源，或写 assumed = true，结果会说明此为假定。",
    },
    "lever-placeholder": {
        "en": "nothing is put in the place of `{seen}`\nFilled in here: {allowed}",
        "zh": "`{seen}` 无可代入的内容\n此处可代入：{allowed}",
    },
}
