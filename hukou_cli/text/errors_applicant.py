"""Messages of one applicant: facts and dated records."""

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
    "more-than-life": {
        "en": "{seen} months are more than the {allowed} since the date of birth, {other}\nOne of the two is wrong.",
        "zh": "{seen} 个月，多于出生日期 {other} 以来的 {allowed} 个月\n两者必有一误，请核对。",
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
    "set-records": {
        "en": "`{key}` is a table of dated records, which stand in a file\n"
        "Here only {key}=[] can be said: there are none.",
        "zh": "`{key}` 是带日期的记录，须写在文件里\n此处只能写 {key}=[]，表示没有此类记录。",
    },
    "fact-is-table": {
        "en": "`{fact}` is a fact, not a table\nWrite {fact} = VALUE.",
        "zh": "`{fact}` 是填写项，不是表\n请写 {fact} = 值。",
    },
    "constraint": {"en": "{seen}, but {rule} must hold", "zh": "{seen}，但须满足 {rule}"},
}
