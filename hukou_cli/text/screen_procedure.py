"""Words of how one applies, as ``hukou policy show`` ends with."""

from hukou_cli.text.language import Texts

PROCEDURE: Texts = {
    "procedure_not_seen": {
        "en": "How one applies under this edition was not seen in any source.",
        "zh": "本版如何办理，未见于任何来源。",
    },
    "guide": {"en": "{}: how to apply", "zh": "{}：怎样申请"},
    "guide_when": {"en": "When", "zh": "什么时候办"},
    "guide_all_year": {"en": "Applications are taken all year.", "zh": "全年受理。"},
    "guide_window": {"en": "Applications are taken from {} to {}.", "zh": "受理时间：{} 至 {}。"},
    "guide_window_ruled": {
        "en": "By these rules applications are taken from {} to {}; the notice of this round was not seen.",
        "zh": "按本版规则，受理时间为 {} 至 {}；本批次的通告未见。",
    },
    "guide_no_window": {
        "en": "The days of {} were not found.",
        "zh": "{}的受理时间未查到。",
    },
    "guide_last_window": {"en": "Those of {}: {} to {}.", "zh": "{}的受理时间：{} 至 {}。"},
    "guide_other_papers": {
        "en": "Not for what is claimed here: {}",
        "zh": "本次未涉及、不必带的：{}",
    },
    "guide_end": {
        "en": "Gathered from the sources named, not an official guide. Ask the office before you go.",
        "zh": "以上据所列来源整理，不是官方指南；办理前请向窗口确认。",
    },
    "part_where": {"en": "Where", "zh": "在哪里办"},
    "part_step": {"en": "Steps", "zh": "步骤"},
    "part_objection": {"en": "Objection and appeal", "zh": "异议与复核"},
    "part_after": {"en": "After admission", "zh": "获得资格之后"},
    "part_deadline": {"en": "The time left after admission", "zh": "获得资格后的办理期限"},
    "part_paper": {"en": "Papers", "zh": "材料"},
    "part_place": {"en": "Order of places of registration", "zh": "落户地点的顺序"},
    "part_not_seen": {"en": "Not seen in any source: {}", "zh": "以下各项没有查到：{}"},
    "channel_portal": {"en": "online", "zh": "网上"},
    "channel_window": {"en": "in person", "zh": "现场"},
    "channel_employer": {"en": "by the employer", "zh": "由单位"},
    "channel_of": {"en": "{} – {}", "zh": "{}：{}"},
    "paper_for": {"en": "{} (for: {})", "zh": "{}（用于：{}）"},
    "lasts": {"en": "{}; {}", "zh": "{}；{}"},
    "lasts_working_days": {"en": "{} working days", "zh": "{}个工作日"},
    "lasts_working_days_one": {"en": "1 working day", "zh": "1个工作日"},
    "lasts_calendar_days": {"en": "{} calendar days", "zh": "{}个自然日"},
    "lasts_calendar_days_one": {"en": "1 calendar day", "zh": "1个自然日"},
    "lasts_days": {"en": "{} days (working or calendar days: not seen)", "zh": "{}日（是否工作日未见）"},
    "lasts_months": {"en": "{} months", "zh": "{}个月"},
    "lasts_months_one": {"en": "1 month", "zh": "1个月"},
    "lasts_by": {"en": "by {}", "zh": "截至{}"},
    "day": {"en": "{1:02}-{2:02} of {0}", "zh": "{0}{1}月{2}日"},
    "this_year": {"en": "the year of the round", "zh": "申报当年"},
    "year_before": {"en": "the year before the round", "zh": "申报上一年"},
    "years_after": {"en": "year {} after the round", "zh": "申报后第{}年"},
    "years_before": {"en": "year {} before the round", "zh": "申报前第{}年"},
}
