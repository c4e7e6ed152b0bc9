"""Words of the rounds to come, as ``hukou plan`` shows them."""

from typing import Final

from hukou_cli.text.language import Texts

PLAN: Final[Texts] = {
    "plan": {"en": "rounds {}", "zh": "{}各批次推算"},
    "plan_ahead": {"en": "the rounds ahead are not announced", "zh": "以下批次均未公布"},
    "plan_rules_ended": {
        "en": "The rules end on {}. What lies after that goes by them all the same, its marks in brackets; the new "
        "ones may differ.",
        "zh": "现行规定 {} 到期。其后各行仍按现行规定计算（标记加括号），新规定可能不同。",
    },
    "plan_never": {
        "en": "As your file stands you cannot apply at any time up to {}; not met: {}.",
        "zh": "按现有填写，到{}年始终不能申请；不符合：{}。",
    },
    "plan_no_route": {"en": "any route", "zh": "任何途径"},
    "plan_sure": {
        "en": "You get in in {}: {} is at or above the top of the range in which the line is expected.",
        "zh": "{}可望入围：{}分，达到分数线推算区间的上限。",
    },
    "plan_on_trend": {
        "en": "You get in in {} if the line keeps rising as it last did: {}, the line at {}.",
        "zh": "如分数线继续按最近一次的涨幅上升，{}可以入围：{}分，分数线 {}。",
    },
    "plan_rose": {
        "en": "It rose by {} last time: if it keeps rising like that, you do not get in up to {}.",
        "zh": "分数线最近一次上升 {} 分：照此趋势，到{}不能入围。",
    },
    "plan_rose_least": {
        "en": "It rose by {} last time, and never by less: if it keeps rising like that, you do not get in up to {}.",
        "zh": "分数线最近一次上升 {} 分，从未更少：照此趋势，到{}不能入围。",
    },
    "plan_below_up_to": {
        "en": "Up to {} you stay below the range in which the line is expected.",
        "zh": "到{}为止，得分一直低于分数线的推算区间。",
    },
    "plan_undecided": {"en": "Cannot tell if you get in.", "zh": "能否入围不能确定。"},
    "plan_undecided_marks": {"en": "Cannot tell if you reach the mark.", "zh": "能否达到分数线不能确定。"},
    "plan_undecided_conditions": {
        "en": "Cannot tell if you meet the conditions.",
        "zh": "是否符合条件不能确定。",
    },
    "plan_open_to_all": {
        "en": "Settling is open to all here: no points are needed, one route is enough.",
        "zh": "本市落户全面放开，不凭积分，符合一项途径即可。",
    },
    "plan_without_points": {"en": "Without points you can settle {}: {}.", "zh": "{}可不凭积分落户：{}。"},
    "plan_undecided_else": {"en": "For other times it cannot be told.", "zh": "其余时间不能确定。"},
    "plan_best": {"en": "{} is your best round: {}", "zh": "{}最有希望：{}"},
    "plan_needs_rise": {
        "en": "you get in if the line rises by no more than {}{}.",
        "zh": "分数线{1}上升不超过 {0} 分，即可入围。",
    },
    "plan_needs_no_rise": {"en": "you get in if the line does not rise.", "zh": "分数线不上升，即可入围。"},
    "plan_needs_fall": {
        "en": "you get in only if the line falls by at least {}{}.",
        "zh": "分数线{1}下降至少 {0} 分，方可入围。",
    },
    "plan_falls_behind": {"en": "After that you fall behind.", "zh": "此后差距拉大。"},
    "plan_beyond": {
        "en": "If both went on you would get in in {}, further ahead than {} known rises can tell.",
        "zh": "若一直如此，{}入围，但这已超出 {} 次涨幅所能推算的范围。",
    },
    "plan_quota_changed": {
        "en": "No line is forecast: it was {1} in {0} under a quota of {3}, which is {2} now.",
        "zh": "不推算分数线：{0}的 {1} 分是在落户规模 {3} 人时形成的，现为 {2} 人。",
    },
    "plan_too_few": {
        "en": "No line is forecast: it was {1} in {0}; lines known that can be compared: {2}, and four are needed.",
        "zh": "不推算分数线：{0}为 {1} 分；可比的分数线已知 {2} 个，至少要有四个。",
    },
    "plan_no_series": {
        "en": "No line is forecast: by the policy file the line of {} ({}) tells nothing of later ones.",
        "zh": "不推算分数线：{}的 {} 分不能说明以后的分数线。",
    },
    "plan_no_line": {
        "en": "No cut-off of any round is known: nothing can be said about when you would be admitted.",
        "zh": "历次入围分均未查到，因此何时入围无从推算。",
    },
    "plan_in_round": {"en": "In {}: {}", "zh": "{}：{}"},
    "plan_by_ended_rules": {"en": "By the present rules: {}", "zh": "按现行规定：{}"},
    "plan_eligible": {"en": "You meet the conditions to apply {}.", "zh": "符合申请条件：{}。"},
    "plan_apply": {"en": "You can apply {}.", "zh": "可以申请：{}。"},
    "plan_ranked": {"en": "You are ranked {}.", "zh": "可以参加排名：{}。"},
    "plan_reach": {"en": "You reach that line {}.", "zh": "达到该分数线：{}。"},
    "plan_meet": {"en": "You meet the conditions {}.", "zh": "符合条件：{}。"},
    "plan_ranked_only": {
        "en": "Who gets in of those ranked is decided by a cut-off that no one knows before.",
        "zh": "参加排名的人中谁能入围，由事后才知道的入围分决定。",
    },
    "plan_last_cutoff": {
        "en": "The last cut-off that is known was {0} in {1}{2}.",
        "zh": "已知最近的入围分为{1}的 {0} 分{2}。",
    },
    "plan_points_of": {"en": ", of the {}", "zh": "（按{}）"},
    "plan_mark_head": {"en": "Needed", "zh": "须满"},
    "plan_not_by": {"en": "Not up to {}.", "zh": "直到{}都不能。"},
    "plan_with_total": {"en": "{} ({})", "zh": "{}（{}分）"},
    "plan_from": {"en": "from {} on", "zh": "{}起"},
    "plan_span": {"en": "from {} to {}", "zh": "{}至{}"},
    "plan_again": {"en": ", and again ", "zh": "；"},
    "plan_open": {"en": "It depends on what is missing: {}.", "zh": "取决于未填写的：{}。"},
    "plan_open_totals": {
        "en": "The totals depend on what is missing: {}.",
        "zh": "得分高低取决于未填写的：{}。",
    },
    "plan_last_day": {
        "en": "The last day is {}; after that you no longer meet: {}.",
        "zh": "最后可申请的一天是 {}，此后不再符合：{}。",
    },
    "plan_last": {
        "en": "The last round is {}; after that you no longer meet: {}.",
        "zh": "最后可申报的批次是{}，此后不再符合：{}。",
    },
    "plan_goes_on": {"en": "Assumed to go on: {}", "zh": "推算中继续累计：{}"},
    "plan_since": {"en": "{} since {}", "zh": "{}（{}起）"},
    "plan_stands_still": {
        "en": "Given as a number, so it does not grow: {}",
        "zh": "按数字填写，推算中不随时间变化：{}",
    },
    "plan_may_grow": {"en": "{} (months that go on: --grow all)", "zh": "{}（会逐月增加的，可加 --grow all）"},
    "plan_not_told": {"en": "Not counted: {}", "zh": "未计入：{}"},
    "plan_not_told_tax": {"en": "tax of {} and later", "zh": "{}年及以后的个税"},
    "plan_not_told_endorsed": {"en": "endorsements of {} and later", "zh": "{}年及以后的签注"},
    "plan_opening_days": {"en": "Taken as the first day of each round: {}", "zh": "按各批次首日计算：{}"},
    "plan_day_head": {"en": "From", "zh": "自"},
    "plan_total_head": {"en": "Yours", "zh": "得分"},
    "plan_rise_head": {"en": "May rise", "zh": "可升"},
    "plan_band_head": {"en": "From – to", "zh": "区间"},
    "plan_more": {
        "en": "{} more rows, up to {}: --until YEAR, --format csv",
        "zh": "另有 {} 行，至{}：--until 年份、--format csv",
    },
    "plan_chart": {"en": "{} you  {} line  {} band", "zh": "{} 得分  {} 分数线  {} 区间"},
    "plan_rank_head": {"en": "Ranked by", "zh": "排名分"},
    "plan_must_fall": {"en": "must fall {}", "zh": "须降 {}"},
    "plan_depends": {"en": "{} (depends on: {})", "zh": "{}（取决于：{}）"},
    "plan_short": {"en": "{} short", "zh": "差 {} 分"},
    "plan_nearest": {"en": "nearest: {}; not met: {}", "zh": "最接近：{}；尚不符合：{}"},
    "plan_route": {"en": "by this route: {}", "zh": "符合：{}"},
    "plan_route_open": {"en": "open: {}", "zh": "未定：{}"},
    "plan_grown": {"en": "Grows by one month every month: {}", "zh": "每月加一个月：{}"},
    "plan_changes": {"en": "What changes", "zh": "变化"},
    "plan_each": {"en": "normally", "zh": "通常每批次"},
    "plan_each_period": {"en": "normally in period {}", "zh": "通常每年第{}期"},
    "plan_each_month": {"en": "{}, and so each month", "zh": "{}，此后每月如此"},
    "plan_no_change": {"en": "no change: {}", "zh": "{}无变化"},
    "plan_together": {"en": "{} together ({})", "zh": "共 {}（{}）"},
    "plan_sum": {"en": "{} {}: {}", "zh": "{} {}：{}"},
    "plan_each_round": {"en": "{} each", "zh": "{}每批次"},
    "plan_each_year": {"en": "{} each year", "zh": "{}每年"},
    "plan_capped": {"en": "then at its cap of {}", "zh": "至此封顶 {} 分"},
    "plan_at_cap": {"en": "{}: at its cap of {}", "zh": "{}已封顶 {} 分"},
    "plan_left": {"en": "{}; no longer counted: {}", "zh": "{}；不再计入：{}"},
    "plan_on": {"en": "{} on {}", "zh": "{}（{}）"},
    "plan_counted_on": {"en": "{}, counted on {}", "zh": "{}（以 {} 计）"},
    "plan_met": {"en": "now met: {}", "zh": "开始符合：{}"},
    "plan_not_met": {"en": "no longer met: {}", "zh": "不再符合：{}"},
    "plan_cause": {"en": "{} {} → {}", "zh": "{} {}→{}"},
    "plan_rounds": {"en": "{}–{}", "zh": "{}—{}"},
    "plan_as_page": {"en": "As a page to print or send: {}", "zh": "生成可打印的网页：{}"},
    "plan_rounds_head": {"en": "Rounds to come", "zh": "今后各批次"},
    "plan_days_head": {"en": "Days to come on which something changes", "zh": "今后有变化的日子"},
    "plan_basis": {"en": "What goes on, and what stands still", "zh": "哪些继续累计，哪些不变"},
    "chart_title": {"en": "Points and line, round by round", "zh": "各批次的得分与分数线"},
    "chart_total": {"en": "your points", "zh": "得分"},
    "chart_total_open": {"en": "where your points may lie, as facts are missing", "zh": "缺填写项时得分的范围"},
    "chart_not_eligible": {"en": "a condition to apply is not met, or open", "zh": "申请条件不符合或未定"},
    "chart_past": {"en": "lines published", "zh": "已公布的分数线"},
    "chart_band": {"en": "where the line is expected", "zh": "分数线推算区间"},
    "chart_last": {"en": "the last line, to compare with", "zh": "最近一次的分数线，供比较"},
    "plan_line_drawn": {"en": "How the line is forecast", "zh": "分数线如何推算"},
    "plan_drawn": {
        "en": "it rises as in {}, by {} a round; each round the band widens by {} up and down, as much as rises have "
        "differed since {} ({} to {})",
        "zh": "按{}的涨幅每批次上升 {} 分；区间为每次多或少 {} 分，即{}以来历次涨幅之差（{}至{}）",
    },
    "plan_tested": {
        "en": "tried on earlier rounds, up to {0} rounds ahead, the line fell within the band {1} times of {2}; the "
        "middle was off by {3} on average; with only {4} lines this is a hint, no more",
        "zh": "用以往批次检验（往后推 {0} 个批次以内），{2} 次中有 {1} 次落在区间内；居中值的平均误差：{3}；"
        "只有 {4} 个批次，仅供参考",
    },
    "plan_error": {"en": "{} ({} ahead)", "zh": "{1}个批次后 {0}"},
    "plan_may_rise": {
        "en": "“May rise”: by how much a round the last line, {} in {}, may rise so that you still get in",
        "zh": "“可升”：最近的分数线（{1} {0}）每批次最多可上升多少，仍可入围",
    },
}
