"""Words of what an applicant can do, as ``hukou whatif`` shows them."""

from hukou_cli.text.language import Texts

WHATIF: Texts = {
    "whatif": {"en": "what each step is worth", "zh": "每一步值多少分"},
    "whatif_from": {"en": "from {}", "zh": "自 {} 起"},
    "whatif_base": {"en": "if nothing else changes", "zh": "维持现状"},
    "whatif_line_forecast": {"en": "line, if it rises as in {}", "zh": "分数线（按{}涨幅）"},
    "whatif_may_apply": {"en": "conditions to apply", "zh": "申请条件"},
    "whatif_met": {"en": "met", "zh": "符合"},
    "whatif_not_met": {"en": "not met", "zh": "不符合"},
    "whatif_beside": {"en": "{}, beside: {}", "zh": "{}（另有：{}）"},
    "whatif_together": {"en": "all of these together", "zh": "以上各步都做"},
    "whatif_opens": {"en": "From {} on met only with this step: {} ({})", "zh": "{}起，做了才符合：{}（{}）"},
    "whatif_closes": {"en": "From {} on no longer met with this step: {} ({})", "zh": "{}起，做了就不再符合：{}（{}）"},
    "whatif_nothing": {"en": "No points in these rounds: {}.", "zh": "以下步骤在这些批次中不加分：{}。"},
    "whatif_no_steps": {
        "en": "The policy file lists no steps, or all of them are done.",
        "zh": "政策文件没有列出可以做的事，或者都已做到。",
    },
    "whatif_none_useful": {
        "en": "No step brings points or meets a further condition in these rounds.",
        "zh": "在以上批次中，没有能加分或多满足一项条件的步骤。",
    },
    "whatif_signs": {
        "en": "+ a further condition or route is met with it; − one is no longer met.",
        "zh": "+ 做了会多符合一项条件或途径；− 做了会少符合一项。",
    },
    "whatif_open": {
        "en": "The total depends on what is missing: {}. Steps that do not depend on it are still listed.",
        "zh": "总分取决于未填写的：{}。不受其影响的步骤仍列出分值。",
    },
    "goal_open": {
        "en": "Cannot tell which steps are enough: the total depends on what is missing: {}. "
        "How to give it: see “Missing” and “To check” of hukou score.",
        "zh": "无法判断哪些组合够用：总分取决于未填写的：{}。怎样填写，见 hukou score 的“未填写”和“请核对”。",
    },
    "whatif_given_straight": {
        "en": "Cannot be tried: {}. They change what you gave as plain numbers; write dated records instead of: {}.",
        "zh": "无法试算：{}。这些步骤要改动的项目直接填写了数值，请改为填写记录：{}。",
    },
    "whatif_not_known": {
        "en": "Cannot be tried, as the present state is missing: {}. Give: {}.",
        "zh": "现状未填写，无法试算：{}。请填写：{}。",
    },
    "whatif_refused": {
        "en": "Contradicts other facts in the file: {}.",
        "zh": "与文件中的其他内容矛盾：{}。",
    },
    "whatif_scored": {
        "en": "Each figure: your score by the whole policy with that step alone, less your score without it.",
        "zh": "各数字为采取这一步后按整部政策重新计算的得分，减去维持现状的得分。",
    },
    "whatif_asks": {"en": "{}: what the step costs you.", "zh": "{}：这一步需要付出的。"},
    "whatif_assumed": {
        "en": "No source says how long these take; assumed: {}.",
        "zh": "所需时间没有依据，暂设为：{}。",
    },
    "whatif_takes": {"en": "{} {} months", "zh": "{} {} 个月"},
    "whatif_rules_ended": {
        "en": "The rules end on {}. Later rounds are still calculated by them; the new rules may differ.",
        "zh": "现行规定 {} 到期。其后的批次仍按现行规定计算，新规定可能不同。",
    },
    "whatif_most": {"en": "Worth the most: {} ({} in {}).", "zh": "分值最高的一步：{0}（{2} {1} 分）。"},
    "whatif_worth_head": {"en": "What each step is worth", "zh": "每一步值多少分"},
    "whatif_chart": {
        "en": "Each step in the round in which it adds the most; a whole bar is the most of all.",
        "zh": "每一步取加分最多的批次；最长的条为其中最高。",
    },
    "whatif_told": {"en": "What to know", "zh": "须知"},
    "whatif_more_rows": {
        "en": "{} more, worth less or only later: --format csv",
        "zh": "另有 {} 步，分值较小或较晚才有：见 --format csv",
    },
    "whatif_more": {"en": "The fewest steps that are enough: {}", "zh": "最少要做哪些才够：{}"},
    "whatif_plan": {"en": "When you get in, round by round: {}", "zh": "何时能入围，逐批次看：{}"},
    "asks_money": {"en": "money", "zh": "花钱"},
    "asks_income": {"en": "income", "zh": "收入"},
    "asks_time": {"en": "time", "zh": "时间"},
    "asks_exam": {"en": "exam", "zh": "考试"},
    "asks_employer": {"en": "employer", "zh": "单位"},
    "asks_health": {"en": "health", "zh": "健康"},
    "goal": {"en": "the fewest steps that are enough", "zh": "最少要做哪些才够"},
    "goal_enough": {"en": "Enough for {}: {}.", "zh": "{}够用：{}。"},
    "goal_enough_now": {"en": "Enough for {} if nothing else changes.", "zh": "维持现状，{}就够了。"},
    "goal_head": {"en": "The fewest steps that are enough", "zh": "最少要做哪些才够"},
    "goal_line_middle": {"en": "the line rises as in {0} ({1}{2})", "zh": "分数线按{0}涨幅（{2} {1} 分）"},
    "goal_line_sure": {"en": "the upper end of where the line is expected", "zh": "分数线推算区间的上限"},
    "goal_line_fixed": {"en": "line {}", "zh": "分数线 {}"},
    "goal_line_conditions": {"en": "every condition, and one route", "zh": "各项条件及一条途径"},
    "goal_ranked": {
        "en": "These sets are enough to be ranked, and no more: who gets in of those ranked is decided by a cut-off "
        "that no one knows before.",
        "zh": "这些组合只够参加排名：排名者中谁能入围由入围分决定，事先无人知晓。",
    },
    "goal_most": {"en": "at most {} steps, from {}", "zh": "至多 {} 步，自 {} 起"},
    "goal_steps_head": {"en": "Steps", "zh": "步数"},
    "goal_what_head": {"en": "What", "zh": "步骤"},
    "goal_never": {"en": "not up to {}, if nothing else changes", "zh": "维持现状，到{}为止都不够"},
    "goal_later": {"en": "Later, if {} is missed", "zh": "错过{}以后"},
    "goal_before": {"en": "Before {}: no set of up to {} steps is enough.", "zh": "{}之前：{} 步之内都不够。"},
    "goal_after": {"en": "From {} on: no set of up to {} steps is enough.", "zh": "{}起：{} 步之内都不够。"},
    "goal_none": {"en": "No set of up to {} steps is enough from {} to {}.", "zh": "{1}至{2}：{0} 步之内都不够。"},
    "goal_more_ways": {"en": "And {} more sets: --format json.", "zh": "另有 {} 组：见 --format json。"},
    "goal_sure_no": {
        "en": "To reach the upper end of where the line is expected in {} ({}): no set of up to {} steps is enough.",
        "zh": "要在{}达到推算区间的上限（{}）：{} 步之内都不够。",
    },
    "goal_sure_yes": {
        "en": "Some sets reach the upper end of where the line is expected in {} ({}): --sure.",
        "zh": "{}有组合达到推算区间的上限（{}）：见 --sure。",
    },
    "goal_reduced": {
        "en": "As many steps are offered, sets of {} were tried; more: --most {}.",
        "zh": "可选的步骤较多，只试了 {} 步以内的组合；要试更多步，请加 --most {}。",
    },
    "goal_tried": {
        "en": "{:,} sets were tried for each of {} rounds; those shown were scored again from scratch.",
        "zh": "每个批次试了 {:,} 种组合，共 {} 个批次；所列各组均已从头重算。",
    },
    "goal_tried_once": {
        "en": "{:,} sets were tried for that round; those shown were scored again from scratch.",
        "zh": "这个批次试了 {:,} 种组合；所列各组均已从头重算。",
    },
    "goal_write": {"en": "Write the first set as planned records: {}", "zh": "把第一组写成计划中的记录：{}"},
    "planned_file": {"en": "{}: planned by hukou whatif", "zh": "{}：由 hukou whatif 写入的计划"},
    "planned_fact": {
        "en": "{} holds from {} on; for rounds that count up to an earlier day the file says too much.",
        "zh": "{} 自 {} 起才成立；计算截止日更早的批次，本文件会多算。",
    },
    "planned_grows": {
        "en": "{} grows by a month a month from {} on, which a file cannot say: give it for the round.",
        "zh": "{} 自 {} 起逐月增加，文件无法写明，请按批次填写月数。",
    },
    "planned_written": {
        "en": "{0} written. Next: hukou plan {0}",
        "zh": "已写入 {0}。下一步：hukou plan {0}",
    },
    "and_others": {"en": "{} (or {} more)", "zh": "{}（或另外 {} 区）"},
    "years_both": {"en": "{} and {}", "zh": "{}和{}"},
}
