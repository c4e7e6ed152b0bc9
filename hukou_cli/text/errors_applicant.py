"""Messages of one applicant: facts, dated records, and what is noticed about them."""

from hukou_cli.text.language import Texts

APPLICANT: Texts = {
    # ------------------------------------------------------------ facts and records
    "unknown-fact": {
        "en": "there is no fact `{fact}`\n{nearest}Known: {allowed}",
        "zh": "没有名为 `{fact}` 的填写项\n{nearest}可用：{allowed}",
    },
    "belongs-to-city": {
        "en": "{fact} is true of one city only\nPut it under [facts.{city}].",
        "zh": "{fact}只对某一城市成立\n请写在 [facts.{city}] 下。",
    },
    "two-values": {
        "en": "{fact} is “{seen}” here and “{other}” elsewhere\nKeep one.",
        "zh": "{fact}此处为“{seen}”，别处为“{other}”\n请只留一个。",
    },
    "missing-fact": {
        "en": "{en} (`{fact}`) is missing\n{help}`hukou score` shows what is left open where it is not known.",
        "zh": "未填写“{zh}”（{fact}）\n{help}不知道时可用 hukou score 查看得分区间。",
    },
    "typed-word": {
        "en": "“{seen}” is no date, district or word that is known here\nType the line again, or ? for what is asked.",
        "zh": "“{seen}”不是日期、区名，也不是这里认识的词\n请重写这一行。",
    },
    "typed-twice": {
        "en": "“{seen}” says something else than a word before it\nType the line again.",
        "zh": "“{seen}”与前面的词不一致\n请重写这一行。",
    },
    "typed-dates-span": {
        "en": "one or two months are needed: the first, and the last unless it goes on\n"
        "Type for example 2012-07 2019-02",
        "zh": "须有一个或两个月份：起，以及止（仍在继续的不写）\n例如 2012-07 2019-02",
    },
    "typed-dates-tax": {
        "en": "a year and an amount are needed\nType for example 2025 3600",
        "zh": "须写年份和税额\n例如 2025 3600",
    },
    "typed-no-tenure": {
        "en": "whose home it is is missing\nAdd for example own or rented.",
        "zh": "缺少住所性质\n请加上自有、租房等。",
    },
    "typed-no-level": {
        "en": "what it earned is missing\nAdd the number of the degree.",
        "zh": "缺少所得学历\n请加上学历的编号。",
    },
    "answers-ended": {
        "en": "the answers have ended before the questions\nNothing was saved.",
        "zh": "答案已读完，问题还没有问完\n没有保存任何内容。",
    },
    "table-no-applicant": {
        "en": "this is a table, and an applicant's file is TOML or JSON\nThe payment details of one person: "
        "hukou import {seen} -o me.toml; many applicants: hukou batch {seen} --city CITY.",
        "zh": "这是一张表，申请人文件应为 TOML 或 JSON\n一个人的缴费明细：hukou import {seen} -o me.toml；"
        "多位申请人：hukou batch {seen} --city 城市。",
    },
    "answers-ended-saved": {
        "en": "the answers have ended before the questions\n`hukou ask CITY FILE` goes on from the file.",
        "zh": "答案已读完，问题还没有问完\n可用 `hukou ask 城市 文件` 接着回答。",
    },
    "answer-too-long": {
        "en": "the answer is longer than {allowed} characters",
        "zh": "答案超过 {allowed} 个字符",
    },
    "nothing-known": {
        "en": "nothing that this policy asks for is given yet\n"
        "Give at least one fact, as {allowed}; a line that begins with # does not count. "
        "A file with all of them: hukou init {city} -o me.toml",
        "zh": "未提供本政策所需的信息\n"
        "请至少填写一项，如：{allowed}；行首有 # 的行不算，填写时请去掉 #。"
        "列有全部填写项的文件：hukou init {city} -o me.toml",
    },
    "contradicts": {
        "en": "{fact} is “{seen}”, which does not go with {other}\nWith that it can be: {allowed}",
        "zh": "{fact}为“{seen}”，与{other}矛盾\n此时只能填：{allowed}",
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
        "zh": "“{seen}”不是“是”或“否”\n请写“是”或“否”，或 true、false。",
    },
    "not-a-date": {
        "en": "“{seen}” is not a date\nWrite it with the year first, as 1986-03-12 or 1986/3/12.",
        "zh": "“{seen}”不是日期\n请先写年份，如 1986-03-12 或 1986/3/12 或 1986年3月12日。",
    },
    "spreadsheet-day": {
        "en": "a spreadsheet's day number: {seen} is {allowed}\n"
        "Write {allowed}; of a whole column, set the format to yyyy-mm-dd and save it again.",
        "zh": "这是表格软件的日期序号：{seen} 即 {allowed}\n"
        "请写作 {allowed}；整列都如此的，请把该列的格式设为 yyyy-mm-dd 后重新保存。",
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
    "insured-too-young": {
        "en": "{seen}: insured from {other}, before the age of {age}; check it and the date of birth",
        "zh": "{seen}自 {other} 起参保，未满 {age} 周岁，请核对与出生日期是否有误",
    },
    "married-too-young": {
        "en": "{seen}: married from {other}, before the age of {age}; check it and the date of birth",
        "zh": "{seen}自 {other} 起，未满 {age} 周岁，请核对与出生日期是否有误",
    },
    "more-than-life": {
        "en": "{seen} months are more than the {allowed} since the date of birth, {other}\nOne of the two is wrong.",
        "zh": "{seen} 个月，多于出生日期 {other} 以来的 {allowed} 个月\n两者必有一误，请核对。",
    },
    "day-of-another-round": {
        "en": "{fact_en} {seen} is of another round: this one opens on {other}",
        "zh": "{fact_zh} {seen} 属于其他批次，本批次自 {other} 起",
    },
    "line-day-unknown": {
        "en": "when the line of {en} was published was not seen: on {seen} it may not have been known",
        "zh": "{zh}分数线的公布日期未见，{seen} 当天可能尚未公布",
    },
    "run-lacks-kinds": {
        "en": "{fact_en}: counted from {other} on; {seen} lacks these insurances: {what_en}",
        "zh": "{fact_zh}自 {other} 起算：{seen} 未参加{what_zh}",
    },
    "run-repaid": {
        "en": "{fact_en}: counted from {other} on; more months were repaid than allowed, {seen} before are lost",
        "zh": "{fact_zh}自 {other} 起算：补缴月数超过允许的月数，之前的 {seen} 个月不计",
    },
    "tax-not-told": {
        "en": "no income tax of {seen} is told: it counts as none",
        "zh": "未写 {seen}年的个人所得税，按没有计算",
    },
    "not-a-share": {
        "en": "“{seen}” is not a share of a home\nWrite a number above 0 and at most 1, as 0.5.",
        "zh": "“{seen}”不是住房份额\n请写大于 0 且不超过 1 的数，如 0.5。",
    },
    "not-a-spouses": {
        "en": '`spouse_tenure` is “{seen}”, but the home is not the spouse\'s\nWrite tenure = "spouse" with it.',
        "zh": '`spouse_tenure` 为“{seen}”，但住所不是配偶的\n请同时写 tenure = "spouse"。',
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
    "shared-pinyin": {
        "en": "several cities have the same pinyin ({allowed}), which is taken for one ({other}) here; "
        "name another in Chinese",
        "zh": "{allowed}的拼音相同，此处按{other}计，指其他城市的请写中文名称",
    },
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
        "en": "no rule uses {seen} directly",
        "zh": "没有规则直接用到{seen}",
    },
    "counted-once": {
        "en": "{seen} is in more than one record of {kind} and counts once",
        "zh": "{seen} 在多条{kind}记录中出现，只计一次",
    },
    "insured-in-two-cities": {
        "en": "{seen}: insurance in {city_en} and in {other} at once; check which was paid",
        "zh": "{seen} 在{city_zh}和{other}同时参保，请核对哪一处属实",
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
    "many-not-asked": {
        "en": "not used by this policy: {seen} and {more} more",
        "zh": "本政策不需要：{seen}，另有 {more} 项",
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
    "records-unfinished": {
        "en": "the list of [[{kind}]] is not complete: those in the file do not count until it is; "
        "`hukou ask {city} FILE` goes on from it, or add the rest and take {kind} out of `unfinished`",
        "zh": "[[{kind}]] 尚未列完，列完之前文件中的各条均不计：可用 `hukou ask {city} 文件` 接着填，"
        "或补齐后从 unfinished 中删去 {kind}",
    },
    "study-not-claimed": {
        "en": "{record} earned {seen}, but the education claimed is {other}; the record counts for nothing",
        "zh": "{record}取得的是{seen}，而所填学历为{other}；该记录不计",
    },
    "study-not-told": {
        "en": 'no [[study]] record has level = "{level}": add one, or write {fact} = 0 if it is none',
        "zh": '没有 level = "{level}" 的 [[study]] 记录：请补上；确实为零的，请写 {fact} = 0',
    },
    "endorsed-not-told": {
        "en": "{seen}: when was the permit endorsed? List the months as endorsed, or write endorsed = [] for never",
        "zh": "{seen}未写签注；请在 endorsed 中列出历次签注的月份，没有的写 endorsed = []",
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
}
