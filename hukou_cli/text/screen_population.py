"""Words of populations: what ``hukou policy compare`` and ``hukou policy simulate`` say."""

from typing import Final

from hukou_cli.text.language import Texts

POPULATION: Texts = {
    "population_title": {"en": "What the change of rules does to {} people", "zh": "规则变化对 {} 人的影响"},
    "population_title_one": {"en": "What the change of rules does to 1 person", "zh": "规则变化对 1 人的影响"},
    "population_rows": {
        "en": "{}: read {} = scored under both {} + before alone {} + after alone {} + neither {}",
        "zh": "{}：读取 {} 行 = 两版均计分 {} 行 + 仅前版计分 {} 行 + 仅后版计分 {} 行 + 均未计分 {} 行",
    },
    "population_rows_all": {
        "en": "{}: read {}, all scored under both",
        "zh": "{}：读取 {} 行，两版均全部计分",
    },
    "population_passed_over": {"en": " + skipped {}", "zh": " + 跳过 {} 行"},
    "population_reasons_both": {"en": "not scored under either", "zh": "两版均未计分的原因"},
    "population_reasons_before": {"en": "not scored before", "zh": "前版未计分的原因"},
    "population_reasons_after": {"en": "not scored after", "zh": "后版未计分的原因"},
    "population_reason": {"en": "{1} ({0} rows)", "zh": "{1}（{0} 行）"},
    "population_reason_one": {"en": "{1} (1 row)", "zh": "{1}（1 行）"},
    "population_reason_of": {"en": "“{0}” {1} [{2}]", "zh": "“{0}”{1} [{2}]"},
    "population_reason_of_row": {"en": "{0} [{1}]", "zh": "{0} [{1}]"},
    "reason_identity-number": {"en": "is an identity number", "zh": "写成了身份证号"},
    "reason_control-character": {"en": "has a control character", "zh": "含控制字符"},
    "reason_not-a-flag": {"en": "is neither yes nor no", "zh": "不是“是”或“否”"},
    "reason_not-one-of": {"en": "is none of its options", "zh": "不在可选范围内"},
    "reason_not-a-date": {"en": "is no date", "zh": "不是日期"},
    "reason_date-too-late": {"en": "is too late", "zh": "日期过晚"},
    "reason_date-too-early": {"en": "is too early", "zh": "日期过早"},
    "reason_not-a-whole-number": {"en": "is no whole number", "zh": "不是整数"},
    "reason_negative": {"en": "is below zero", "zh": "小于零"},
    "reason_above-maximum": {"en": "is above the most there can be", "zh": "超过上限"},
    "reason_not-a-number": {"en": "is no number", "zh": "不是数"},
    "reason_too-many-places": {"en": "has too many decimals", "zh": "小数位过多"},
    "reason_not-one-of-numbers": {"en": "is none of the numbers allowed", "zh": "不是可填的数"},
    "reason_missing-fact": {"en": "is left empty", "zh": "未填写"},
    "reason_contradicts": {"en": "contradicts another column", "zh": "与另一列矛盾"},
    "reason_more-than-life": {"en": "has more months than were lived", "zh": "月数多于年龄"},
    "reason_constraint": {"en": "does not fit other columns", "zh": "与其他列不符"},
    "reason_too-few-cells": {"en": "too few cells", "zh": "单元格过少"},
    "reason_too-many-cells": {"en": "too many cells", "zh": "单元格过多"},
    "reason_broken-quotes": {"en": "a quote is never closed", "zh": "引号未闭合"},
    "reason_line-too-long": {"en": "the line is too long", "zh": "一行过长"},
    "reason_nul-byte": {"en": "a NUL byte", "zh": "含 NUL 字节"},
    "reason_other": {"en": "cannot be read", "zh": "无法读取"},
    "population_reject_hint": {
        "en": "each with what to do: hukou batch {} --city {} --round {} -o scores.csv",
        "zh": "逐行原因和改法：hukou batch {} --city {} --round {} -o 得分.csv",
    },
    "population_expired": {
        "en": "the rules end on {}, before this round",
        "zh": "规则于 {} 到期，早于该批次",
    },
    "population_points": {"en": "Totals", "zh": "总分"},
    "population_gain_lose": {
        "en": "gain {} ({} %) · lose {} ({} %) · the same {} ({} %)",
        "zh": "增加 {} 人（{}%） · 减少 {} 人（{}%） · 不变 {} 人（{}%）",
    },
    "population_mean": {"en": "mean change {} · sum {}", "zh": "人均变化 {} 分 · 合计 {} 分"},
    "population_nobody": {
        "en": "No row is scored under both editions, so there is nothing to compare.",
        "zh": "没有两版均能计分的行，无从比较。",
    },
    "population_lowest": {"en": "lowest", "zh": "最低"},
    "population_highest": {"en": "highest", "zh": "最高"},
    "population_median": {"en": "median", "zh": "中位数"},
    "population_percent": {"en": "{} %", "zh": "{}%"},
    "population_change": {"en": "change", "zh": "变化"},
    "population_before": {"en": "before", "zh": "前版"},
    "population_after": {"en": "after", "zh": "后版"},
    "population_passing": {"en": "Who passes", "zh": "谁达到要求"},
    "population_quota_all": {
        "en": "under a quota of {}, equal scores admitted together, all scored rows taken for the applicants",
        "zh": "落户规模 {}，同分者一并入围；以全部计分行为申请人",
    },
    "population_quota_strict": {
        "en": "under a quota of {}, equal scores beyond it not admitted, all scored rows taken for the applicants",
        "zh": "落户规模 {}，名额外的同分者不入围；以全部计分行为申请人",
    },
    "population_quota_both": {
        "en": "under a quota of {}; ties by each edition's own rule; all scored rows taken for the applicants",
        "zh": "落户规模 {}，同分按各版规定；以全部计分行为申请人",
    },
    "population_bar_given": {"en": "at the line given, {}", "zh": "所给分数线 {} 分"},
    "population_bar_quota": {"en": "cut-off {}, admitted {}", "zh": "入围分 {}，入围 {} 人"},
    "population_bar_pass_mark": {"en": "pass mark {}", "zh": "达标分 {}"},
    "population_bar_rules": {"en": "pass by the rules", "zh": "按规则达标"},
    "population_bar_cutoff": {"en": "cut-off {} of this round", "zh": "本批次入围分 {}"},
    "population_bar_published_line": {"en": "line {} of this round", "zh": "本批次公布分数线 {}"},
    "population_bar_last_line": {
        "en": "line {} of {}, the last one published",
        "zh": "最近一次公布的分数线 {}（{}）",
    },
    "population_bar_none": {"en": "nobody is ranked", "zh": "无人可排名"},
    "population_bar_passed": {"en": "{}: {} pass", "zh": "{}：{} 人达到"},
    "population_turned": {
        "en": "newly {} · no longer {} · both times {} · neither time {}",
        "zh": "新达到 {} 人 · 不再达到 {} 人 · 两次均达到 {} 人 · 两次均未达到 {} 人",
    },
    "population_alone": {
        "en": "beside these, pass before and not scored after {}, pass after and not scored before {}",
        "zh": "此外，前版达到而后版未计分 {} 人，后版达到而前版未计分 {} 人",
    },
    "population_line_moves": {
        "en": "Where a quota decides, the line moves with the scores: --quota N tells who gets in then.",
        "zh": "按落户规模排名的，分数线会随得分变动：加 --quota N 可看届时谁能入围。",
    },
    "population_no_bar": {
        "en": "No line of these rounds is known. --line POINTS or --quota N tells who passes.",
        "zh": "这些批次的分数线未知。加 --line 分数 或 --quota N 可看谁达到要求。",
    },
    "population_eligible": {
        "en": "conditions met: before {}, after {}; newly {}, no longer {}",
        "zh": "符合申请条件：前版 {} 人，后版 {} 人；新符合 {} 人，不再符合 {} 人",
    },
    "population_lines": {"en": "What brings it, rule by rule", "zh": "各项规则的影响"},
    "population_lines_same": {"en": "the same for everybody: {} rules", "zh": "对所有人均无变化：{} 项"},
    "population_lines_same_one": {"en": "the same for everybody: 1 rule", "zh": "对所有人均无变化：1 项"},
    "population_lines_more": {"en": "… and {} more rules: --format json", "zh": "……另有 {} 项：--format json"},
    "population_only_before": {"en": "{} (dropped)", "zh": "{}（后版已取消）"},
    "population_only_after": {"en": "{} (new)", "zh": "{}（后版新增）"},
    "population_outside": {"en": "limits on sums of rules", "zh": "多项合计的限额"},
    "population_gain_head": {"en": "gain", "zh": "增加"},
    "population_lose_head": {"en": "lose", "zh": "减少"},
    "population_mean_head": {"en": "mean", "zh": "人均"},
    "population_sum_head": {"en": "sum", "zh": "合计"},
    "population_people_head": {"en": "people", "zh": "人数"},
    "population_newly_head": {"en": "newly", "zh": "新达到"},
    "population_no_longer_head": {"en": "no longer", "zh": "不再"},
    "population_by": {"en": "By {}", "zh": "按“{}”分组"},
    "population_empty": {"en": "(empty)", "zh": "（空）"},
    "population_groups_more": {
        "en": "… and {} more groups: --format json or --report",
        "zh": "……另有 {} 组：--format json 或 --report",
    },
    "population_groups_more_one": {
        "en": "… and 1 more group: --format json or --report",
        "zh": "……另有 1 组：--format json 或 --report",
    },
    "population_method": {
        "en": "Of n people scored under both. Exact sums; means rounded half up. “25 %”: the ⌈n ÷ 4⌉th lowest.",
        "zh": "以两版均计分的 n 人为准。合计为精确值，人均四舍五入；“25%”指由低到高第 ⌈n÷4⌉ 人。",
    },
    "population_chart": {"en": "How many people have each change of the total", "zh": "总分变化的人数分布"},
    "people_invented": {
        "en": "Written: {1}: {0} invented people\nunder {2}, {3}, seed {4}. Each fact is drawn by itself:\n"
        "they show how rules work, and are no statistics of real applicants.",
        "zh": "已写入 {1}：{0} 名虚构人员\n按 {2}、{3}，种子 {4}。各项分别随机抽取，\n"
        "可看出规则如何起作用，不代表真实的申请人。",
    },
    "draft_written": {
        "en": "Written: {0}, a copy of {2}. Change its rules; then\n"
        "· what you changed:        hukou policy diff {1} {0}\n"
        "· people to try it on:     hukou policy people {1} --rows 200000 -o people.csv\n"
        "· what it does to people:  hukou policy compare {1} {0} people.csv",
        "zh": "已写入 {0}，内容同 {2}。改好规则后：\n"
        "· 看改了什么：      hukou policy diff {1} {0}\n"
        "· 生成虚构的人员：  hukou policy people {1} --rows 200000 -o 人员.csv\n"
        "· 看有什么影响：    hukou policy compare {1} {0} 人员.csv",
    },
    "report_made_of_many": {
        "en": "Made on {} by hukou-cli {}, which sends nothing anywhere. This page has figures of groups and no row of "
        "the table; a group of few people may still tell of each.",
        "zh": "{} 由 hukou-cli {} 生成，未向任何地方发送数据。本页只有合计，没有逐人数据；"
        "人数很少的组仍可能看出个人情况。",
    },
    "simulation_chart": {
        "en": "How many of those who are ranked have how many points; green: at the line or above, red: below it, "
        "amber: where the line lies",
        "zh": "参加排名者的得分分布：绿色为达到入围分，红色为未达到，黄色为入围分所在",
    },
    "simulation_title": {"en": "The line under a quota of {}", "zh": "落户规模 {} 人时的入围分"},
    "simulation_rows": {
        "en": "{}: read {} = scored {} (of them ranked {}) + not scored {}",
        "zh": "{}：读取 {} 行 = 计分 {} 行（其中参加排名 {} 行）+ 未计分 {} 行",
    },
    "simulation_line": {"en": "The line of these people is {}.", "zh": "这些人的入围分为 {} 分。"},
    "simulation_between": {"en": "The line lies between {} and {}.", "zh": "入围分在 {} 分至 {} 分之间。"},
    "simulation_at_least": {
        "en": "The line is at least {}; how high it may be cannot be told.",
        "zh": "入围分不低于 {} 分；可能高到多少不能确定。",
    },
    "simulation_at_most": {
        "en": "The line is at most {}; how low it may be cannot be told from a list that ends there.",
        "zh": "入围分不高于 {} 分；名单到此为止，可能低到多少不能确定。",
    },
    "simulation_all": {
        "en": "There may be places for everybody who is ranked; the lowest of them has {}.",
        "zh": "参加排名者可能全部入围；其中最低 {} 分。",
    },
    "simulation_middle": {
        "en": "In the table itself, the same share of people has {} or more.",
        "zh": "在表中，占同样比例的人得 {} 分或以上。",
    },
    "simulation_ties_all": {
        "en": "{} above it, {} with it, all of them admitted: {}.",
        "zh": "高于它 {} 人，与它同分 {} 人，一并入围，共 {} 人。",
    },
    "simulation_ties_strict": {
        "en": "{} above it are admitted; {} with it are not, as there are not places for all of them.",
        "zh": "高于它的 {} 人入围；与它同分的 {} 人因名额不足均不入围。",
    },
    "simulation_own": {"en": "The line published of {}: {}.", "zh": "{}公布的分数线：{} 分。"},
    "simulation_last": {"en": "The last line published, of {}: {}.", "zh": "最近一次公布的分数线（{}）：{} 分。"},
    "simulation_differs": {
        "en": "They differ, so the table is not all who applied, or its figures are not those that were approved.",
        "zh": "两者不同，可见表中并非全部申请人，或所填数字与审核结果不同。",
    },
    "simulation_forecast": {
        "en": "From the lines of past rounds alone, without this table: {} to {}.",
        "zh": "不看此表，仅按历次分数线推算：{} 至 {} 分。",
    },
    "simulation_tried": {
        "en": "Such forecasts tried on {} past rounds: {} held the line; the middle was off by {} on average, {} at "
        "most.",
        "zh": "用以往 {} 个批次检验这一推算：{} 次含入围分；中间值平均差 {} 分，最多差 {} 分。",
    },
    "simulation_tried_one": {
        "en": "Such a forecast tried on 1 past round: {1} held the line; the middle was off by {3}.",
        "zh": "用以往 1 个批次检验这一推算：{1} 次含入围分；中间值差 {3} 分。",
    },
    "simulation_basis": {"en": "What this rests on", "zh": "这一结果的前提"},
    "simulation_scale": {"en": "the line is of: {}", "zh": "入围分所指：{}"},
    "simulation_complete": {
        "en": "--complete: the table holds everybody who applies, with the figures that will be approved. Somebody "
        "more can only raise the line, somebody less only lower it",
        "zh": "--complete：表中已含全部申请人，数字与审核结果一致。多一个人，入围分只会升；少一个人，只会降",
    },
    "simulation_sample": {
        "en": "the {0} rows are a simple random sample of {1} applicants: then the interval holds the line in at least "
        "{2} of 100 samples (hypergeometric, exact; no normal curve, nothing drawn)",
        "zh": "{0} 行是从 {1} 名申请人中简单随机抽取的：每抽 100 次，至少 {2} 次区间含入围分"
        "（按超几何分布精确计算，不作正态近似，不作模拟抽样）",
    },
    "simulation_sample_only": {
        "en": "of any other table, as the staff of a firm or those who answered, the interval says nothing",
        "zh": "其他来源的表，如一个单位的员工、自愿填报者，不适用这一区间",
    },
    "simulation_list": {
        "en": "--list: nobody below its lowest score is in the table. A smaller quota is answered exactly, a larger "
        "one by an upper limit alone",
        "zh": "--list：表中没有低于其最低分的人。名额较少时结果准确，名额更多时只能给出上限",
    },
    "simulation_unknown": {
        "en": "rows that could not be scored and may stand anywhere, for which both limits allow: {}",
        "zh": "{} 行未能计分，名次不定；上下限均已计及",
    },
    "simulation_no_forecast": {
        "en": "it is no forecast: who will apply next, and what they will have by then, is not in the table",
        "zh": "这不是预测：今后谁会申请、到时有多少分，表中没有",
    },
}

REASON_CODES: Final = frozenset(key.removeprefix("reason_") for key in POPULATION if key.startswith("reason_"))
"""The codes of mistakes in rows that have words of their own where they are counted."""
