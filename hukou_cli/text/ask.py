"""The words of the interview."""

from hukou_cli.text.language import Texts

ASK: Texts = {
    "head": {"en": "{0} · {1}", "zh": "{0} · {1}"},
    "intro": {
        "en": "Nothing is saved unless you say so at the end.\n? why this is asked · u not known · b back · q quit",
        "zh": "除非最后选择保存，什么都不留下。\n? 为什么问 · u 不清楚 · b 上一题 · q 退出",
    },
    "most": {"en": "(at most {0} more questions)", "zh": "（最多还有{0}题）"},
    "most_one": {"en": "(at most one more question)", "zh": "（最多还有1题）"},
    "most_last": {"en": "(the last question)", "zh": "（最后一题）"},
    "question": {"en": "{0} · {1} {2}", "zh": "{0} · {1}{2}"},
    "insurance": {"en": "Social insurance", "zh": "社会保险"},
    "home": {"en": "Homes", "zh": "住所"},
    "permit": {"en": "Residence permits", "zh": "居住证"},
    "study": {"en": "Studies that earned a degree", "zh": "取得学历的就读经历"},
    "marriage": {"en": "Marriage", "zh": "婚姻"},
    "tax": {"en": "Individual income tax", "zh": "个人所得税"},
    "defaults": {
        "en": "Does any of these hold? Their numbers with blanks between; Enter for none.",
        "zh": "有没有下列情况？填编号，用空格隔开；都没有就按回车。",
    },
    "line_insurance": {
        "en": "One job a line: FROM TO{0}. Leave TO out while it goes on. An empty line ends the list.",
        "zh": "每份工作一行：起 止{0}。仍在缴纳的不写止。空行结束。",
    },
    "line_home": {
        "en": "One home a line: FROM TO {1}{0}. Leave TO out while it goes on. An empty line ends the list.",
        "zh": "每处一行：起 止 {1}{0}。仍在居住的不写止。空行结束。",
    },
    "line_permit": {
        "en": "From issue to expiry: FROM TO{0}. Leave TO out while it is valid. An empty line ends the list.",
        "zh": "每张一行：签发 到期{0}。仍有效的可不写到期。空行结束。",
    },
    "line_study": {
        "en": "One a line: FROM TO and the number of what it earned; add part-time if it was beside a job. "
        "An empty line ends the list.",
        "zh": "每段一行：入学 毕业，再写所得学历的编号；在职就读的加“在职”。空行结束。",
    },
    "line_marriage": {"en": "One a line: FROM TO. An empty line ends the list.", "zh": "每段一行：起 止。空行结束。"},
    "line_tax": {
        "en": "One year a line: YEAR YUAN of tax paid, not of income. An empty line ends the list.",
        "zh": "每年一行：年份 税额（元），不是收入。空行结束。",
    },
    "key_district": {"en": " DISTRICT", "zh": " 区"},
    "key_registered": {"en": "; add declared where it is registered with the city", "zh": "；已登记备案的加“已备案”"},
    "key_kinds": {"en": "; name the insurances if not all five", "zh": "；不是五险都缴的写明险种"},
    "key_back_paid": {"en": "; back2014-05 for a month paid later", "zh": "；补缴的月份写 补缴2014-05"},
    "key_endorsed": {"en": "; endorsed2017-02 for a month of endorsement", "zh": "；签注的月份写 签注2017-02"},
    "yes_no": {"en": "yes or no", "zh": "是或否"},
    "date": {"en": "year-month-day", "zh": "年-月-日"},
    "months": {"en": "months", "zh": "月数"},
    "count": {"en": "a number", "zh": "数目"},
    "yuan": {"en": "yuan", "zh": "金额（元）"},
    "number": {"en": "a number", "zh": "数值"},
    "none": {"en": "None.", "zh": "没有。"},
    "unread": {
        "en": "The line above was not read, and is not in the list. Write it again, or Enter to leave it out.",
        "zh": "上面那行没有读懂，未记入。请重写；再按一次回车则不计。",
    },
    "counted": {"en": "{0}: {1}", "zh": "{0}：{1}"},
    "break": {"en": "! break: {0}", "zh": "! 中断：{0}"},
    "break_paid": {
        "en": "if it was paid later: b, and a line for these months, with back{0} for each",
        "zh": "若已补缴：填 b 返回，为这几个月补一行，每个月写“补缴{0}”",
    },
    "why": {"en": "It decides:", "zh": "它决定："},
    "so_far": {"en": "So far: {0}", "zh": "目前：{0}"},
    "if_no_others": {
        "en": "(if none of what is still to be asked in one list holds)",
        "zh": "（假定后面清单中的情况都没有）",
    },
    "settled": {"en": "The answer is certain now.", "zh": "结果已定。"},
    "go_on": {
        "en": "At most {0} more for the exact total. Go on? [Y/n]",
        "zh": "再答最多{0}题可得准确结果。继续吗？[Y/n]",
    },
    "nothing_open": {"en": "{0} questions; nothing is left open.", "zh": "共{0}题，没有未定项。"},
    "left_open": {"en": "{0} questions. Still open: {1}", "zh": "共{0}题。仍未定：{1}"},
    "save": {
        "en": "Save your answers, for you alone? [FILE · y: me.toml · Enter: no]",
        "zh": "保存答案吗？写入一个只有您能读的文件。[文件名；y 即 me.toml；直接回车不保存]",
    },
    "saved": {
        "en": "{0} written. Next: hukou score {0} · hukou plan {0} · hukou whatif {0}",
        "zh": "已写入 {0}。下一步：hukou score {0} · hukou plan {0} · hukou whatif {0}",
    },
    "kept": {
        "en": "Not ended yet: {0}. What was typed there is in the file, and does not count until the list is ended.",
        "zh": "尚未列完：{0}。已填的各行保存在文件中，列完之前不计。",
    },
    "typed": {"en": "Typed so far:", "zh": "已填："},
    "typed_on": {
        "en": "Go on with the next line; an empty line ends the list, `new` begins it anew.",
        "zh": "请接着填下一行；空行结束；填“重填”则从头填起。",
    },
    "unsaved": {"en": "Nothing was saved.", "zh": "没有保存任何内容。"},
    "stopped": {
        "en": "Stopped. `hukou ask CITY FILE` goes on from a saved file.",
        "zh": "已中断。保存后可用 `hukou ask 城市 文件` 接着回答。",
    },
    "empty": {
        "en": "An answer, or u where it is not known.",
        "zh": "请回答；不清楚就填 u。",
    },
    "first": {"en": "This is the first question.", "zh": "这已是第一题。"},
    "one": {
        "en": "A number from 1 to {0}, or the words behind it; u where it is not known.",
        "zh": "请填 1 至 {0} 的编号，或其后的文字；不清楚就填 u。",
    },
    "ids": {"en": "Numbers from 1 to {0}, or Enter.", "zh": "请填 1 至 {0} 的编号，或直接回车。"},
}
