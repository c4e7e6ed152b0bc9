"""Words of policies: ``hukou policy show``, ``list``, ``diff``, ``check``."""

from hukou_cli.text.language import Texts
from hukou_cli.text.rules import RULES
from hukou_cli.text.terms import TERMS

POLICY: Texts = {
    "best_of": {"en": "the highest of:", "zh": "取最高一项："},
    "at_most": {"en": "at most {}", "zh": "最多{}"},
    "at_least": {"en": "at least {}", "zh": "最少{}"},
    "only_if": {"en": "only if: {}", "zh": "前提：{}"},
    "places": {"en": "Where the hukou is registered, the first that holds", "zh": "落户地点（依次取第一个符合的）"},
    "asked_for": {"en": "if: {}", "zh": "条件：{}"},
    "procedure": {"en": "How to apply", "zh": "如何办理"},
    "always": {"en": "always", "zh": "均可"},
    "wages": {"en": "Average wages that bases are measured by", "zh": "用以比较缴费基数的平均工资"},
    "wage": {"en": "{} – {}: {} yuan a month", "zh": "{} – {}：每月{}元"},
    "recognises": {"en": "Months in other cities that count", "zh": "其他城市计入的月数"},
    "recognised": {"en": "{0} in {1}, {2}, each counted as {3} months", "zh": "{1}的{0}，{2}，每月计 {3} 个月"},
    "insurance": TERMS["kind-insurance"],
    "home": {"en": "homes", "zh": "住所"},
    "permit": {"en": "residence permits", "zh": "居住证"},
    "all_months": {"en": "all months", "zh": "不限起始月"},
    "from_month": RULES["since"],
    "period": {"en": "period {}", "zh": "第{}期"},
    "application": {"en": "the day of application", "zh": "申请日"},
    "previous_month_end": {"en": "the end of the month before the application", "zh": "申请上一月的月末"},
    "new_city": {
        "en": "The rules in it are invented. Replace them by the city's own; then\n"
        "· what is still wrong:   hukou policy check {0} --policies {1}\n"
        "· the worked examples:   hukou policy test {0} --policies {1}",
        "zh": "其中的规则是虚构的，请换成该市的规则；然后：\n"
        "· 检查写法和依据：  hukou policy check {0} --policies {1}\n"
        "· 核对算例：        hukou policy test {0} --policies {1}",
    },
    "count_of": RULES["counted"],
    "readings": {
        "en": "from records two ways, as sources disagree; what decides: {} ({})",
        "zh": "来源不一，按记录有两种算法，由此决定：{}（{}）",
    },
    "run_of": {"en": "from records: the unbroken run of {}", "zh": "按记录：连续的{}"},
    "english_lacking": {
        "en": "{0} texts of {1} have no English and are shown in Chinese; write it into {2}",
        "zh": "{1} 有 {0} 处没有英文，以中文显示；可写入 {2}",
    },
    "english_lacking_one": {
        "en": "1 text of {1} has no English and is shown in Chinese; write it into {2}",
        "zh": "{1} 有 1 处没有英文，以中文显示；可写入 {2}",
    },
    "no_change": {"en": "No rule changed.", "zh": "规则没有变化。"},
    "pass": {"en": "Pass mark", "zh": "达标条件"},
    "examples": {"en": "Worked examples under both", "zh": "算例在两版本下的得分"},
    "gain_lose": {
        "en": "Gain: {}, lose: {}, the same: {}, open: {}, not to be scored under both: {}.",
        "zh": "{} 个得分增加，{} 个减少，{} 个不变，{} 个未定，{} 个不能同时按两版本计分。",
    },
    "more_examples": {"en": "… and {} more: --all shows them.", "zh": "……另有 {} 个：--all 可全部显示。"},
    "case_head": {"en": "Case", "zh": "算例"},
    "before_head": {"en": "Before", "zh": "前"},
    "after_head": {"en": "After", "zh": "后"},
    "difference_head": {"en": "Change", "zh": "变化"},
    "answer_marks": {
        "en": "Answer: ✓ yes, ✗ no, {} open, · eligible with no line to compare.",
        "zh": "结论：✓ 是，✗ 否，{} 未定，· 符合条件但无分数线可比。",
    },
    "result": {"en": "Result", "zh": "结果"},
    "pass_rule": {"en": "Pass mark: {}", "zh": "达标：{}"},
    "rank_rule": {"en": "To enter the ranking: {}", "zh": "参加排名：{}"},
    "ranked_by": {"en": "Ranked by: {}", "zh": "排名依次按：{}"},
    "ties_admit_all": {"en": "Ties at the quota are all admitted.", "zh": "名额边界上的同分者一并入围。"},
    "partly_short": {"en": "{}, some indicators not seen", "zh": "{}，部分指标未见"},
    "optional": {"en": "optional; narrows: {}", "zh": "可不填；填写后可缩小“{}”的范围"},
    "ranking_short": {"en": "ranking", "zh": "排名"},
    "pass_mark_short": {"en": "pass mark", "zh": "达标"},
    "conditions_short": {"en": "conditions", "zh": "条件"},
    "unseen_short": {"en": "{}, figures not seen", "zh": "{}，未见具体数值"},
    "service_short": {"en": "services only", "zh": "仅公共服务"},
    "confidence_head": {"en": "Rules by source", "zh": "规则依据"},
    "open_short": {"en": "open", "zh": "放开"},
    "proportion": {"en": "Main proportion", "zh": "主要比例"},
    "share_at_line": {
        "en": "An example applicant who just reaches the line ({1}; {2} months, {3} points) has {0} % from insurance "
        "and residence. No national rule gives a number; here more than half is asked.",
        "zh": "刚达线的示例申请人（{1}；{2} 个月，{3} 分）中，社保与居住占 {0}%。国家规定未给出数值，此处以过半为准。",
    },
    "template_sheet": {"en": "Applicants", "zh": "申请人"},
    "template_help": {"en": "How to fill it in", "zh": "填写说明"},
    "template_options": {"en": "Options", "zh": "选项"},
    "template_title": {"en": "{}, {}: a table of applicants", "zh": "{}{}：申请人表"},
    "template_how": {
        "en": "Fill in one row for each applicant on the sheet “{}”; columns in dark blue are needed in every row, and "
        "an empty cell in another takes what is said here. Then: "
        "hukou batch FILE.xlsx -o scores.xlsx --city {} --round {}",
        "zh": "在“{}”表中每名申请人填一行；深蓝色的列每行必填，其余的列留空即按下表所述处理。填好后："
        "hukou batch 文件.xlsx -o 得分.xlsx --city {} --round {}",
    },
    "template_how_records": {
        "en": "Fill in one row for each applicant on the sheet “{}”, and one for each job, home and so on under "
        "“Records”, all that somebody has of a kind, with “none” for its first month where there is none; columns in "
        "dark blue are needed in every row. Then: "
        "hukou batch FILE.xlsx --records FILE.xlsx -o scores.xlsx --city {} --round {}",
        "zh": "在“{}”表中每名申请人填一行；每段参保、住房等在“记录”表中填一行，同类的须填全，没有的在“起”一格写“无”；"
        "深蓝色的列每行必填。填好后："
        "hukou batch 文件.xlsx --records 文件.xlsx -o 得分.xlsx --city {} --round {}",
    },
    "record_kind": {"en": "what the row tells of", "zh": "这一行写的是什么"},
    "record_city": {"en": "the city where it was", "zh": "所在城市"},
    "record_year": {
        "en": "the calendar year; “none” if no tax was paid in any",
        "zh": "自然年；从未缴纳个税的写“无”",
    },
    "record_date": {"en": "the day, as 2023-05-06", "zh": "发生的日期，如 2023-05-06"},
    "record_event": {"en": "what it was", "zh": "具体是哪一种"},
    "record_tenure": {"en": "how one lived there", "zh": "以哪种方式居住"},
    "record_excused": {
        "en": "those of the months paid later that were late for no fault of one's own",
        "zh": "补缴月份中非本人原因的",
    },
    "template_records": {"en": "Records", "zh": "记录"},
    "template_columns": {
        "en": "Column / Id / What it is / What to write / If empty / Used for / Example (invented)",
        "zh": "列名 / 标识 / 含义 / 填写内容 / 不填时 / 用于 / 示例（虚构）",
    },
    "template_id": {
        "en": "a number of the row of your own, as of staff; no identity number",
        "zh": "自编的编号，如工号；不要填身份证号",
    },
    "template_list": {"en": "choose from the list", "zh": "从列表中选择"},
    "template_whole": {"en": "whole number, {} to {}", "zh": "整数，{} 至 {}"},
    "template_months": {"en": "months, {} to {}", "zh": "月数，{} 至 {}"},
    "template_amount": {"en": "yuan, {} to {}", "zh": "金额（元），{} 至 {}"},
    "template_number": {"en": "number, {} to {}", "zh": "数字，{} 至 {}"},
    "template_row": {"en": "the number of the row counts", "zh": "以行号代替"},
    "type_months": {"en": "months", "zh": "月数"},
    "type_count": {"en": "whole number", "zh": "整数"},
    "type_yuan": {"en": "yuan", "zh": "金额（元）"},
    "type_number": {"en": "number", "zh": "数"},
    "type_choice": {"en": "one of these", "zh": "下列之一"},
    "type_flag": {"en": "yes or no", "zh": "是或否"},
    "type_date": {"en": "date", "zh": "日期"},
    "facts": {"en": "Facts asked for", "zh": "填写项"},
    "vetoes": {"en": "Vetoes", "zh": "一票否决"},
    "rounds": {"en": "Rounds", "zh": "历年批次"},
    "regime": {"en": "regime", "zh": "制度"},
    "required": {"en": "must be given", "zh": "必填"},
    "default": {"en": "default: {}", "zh": "默认：{}"},
    "default_where": {"en": "{} (matters only if: {})", "zh": "{}（仅当{}时有影响）"},
    "year": {"en": "Year", "zh": "年份"},
    "quota": {"en": "Quota", "zh": "落户规模"},
    "admitted_head": {"en": "Admitted", "zh": "入围人数"},
    "edition_head": {"en": "Edition", "zh": "版本"},
    "rounds_head": {"en": "Rounds", "zh": "批次"},
    "checked_head": {"en": "Checked", "zh": "核对"},
    "applicants_head": {"en": "Applicants", "zh": "申报人数"},
    "not_held": {"en": "no round was held", "zh": "未开展申报"},
    "held_under": {"en": "under other measures: {}; not scored", "zh": "依据{}；不计分"},
    "open_between": {"en": "applications {} to {}", "zh": "{} 至 {} 申报"},
    "opens_on": {"en": "applications from {}", "zh": "{} 起申报"},
    "closes_on": {"en": "applications until {}", "zh": "{} 截止申报"},
    "derived": {"en": "Derived quantities", "zh": "中间量"},
    "fine": {"en": "{}: no findings", "zh": "{}：没有问题"},
    "warning": {"en": "warning", "zh": "提示"},
    "error": {"en": "error", "zh": "错误"},
    "cases_passed": {"en": "{} passed, {} failed", "zh": "{} 个通过，{} 个失败"},
}
