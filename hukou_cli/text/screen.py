"""The phrases of the screen in both languages, by key.

Those of one part stand in a file of its own: ``screen_score``, ``screen_comparison``, ``screen_plan``,
``screen_whatif``, ``screen_table``, ``screen_policy``, ``screen_population``, ``screen_procedure``,
``screen_national``.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module

from hukou_cli.text.language import Language, Texts

COMMON: Texts = {
    "round": {"en": "round {}", "zh": "{}年申报批次"},
    "round_period": {"en": "round {}", "zh": "{}申报批次"},
    "round_day": {"en": "applying on {}", "zh": "{} 申请"},
    "edition": {"en": "edition {}", "zh": "{} 版"},
    "checked": {"en": "checked {}", "zh": "{} 核对"},
    "draft": {"en": "draft: {}", "zh": "草案：{}"},
    "sources": {"en": "Sources", "zh": "依据"},
    "gates": {"en": "Conditions to apply", "zh": "申请条件"},
    "mark_open": {"en": "[open]", "zh": "[未定]"},
    "routes": {"en": "Routes (one is enough)", "zh": "途径（符合其一即可）"},
    "other_route": {"en": "Route without points: {}", "zh": "不计分的途径：{}"},
    "other_route_asks": {"en": "{}; condition: {}", "zh": "{}，条件：{}"},
    "other_routes": {"en": "Routes without points", "zh": "不计分的途径"},
    "place": {"en": "Where the hukou is registered", "zh": "落户地点"},
    "unseen": {"en": "The figures were not seen", "zh": "未见具体数值"},
    "lines": {"en": "Points", "zh": "得分"},
    "of": {"en": "{} of {}{}", "zh": "{} / {}{}"},
    "enough": {"en": "{0}{2}, {1} needed", "zh": "{0}{2}，须满 {1}{2}"},
    "share": {"en": "{} % from insurance and residence", "zh": "社保与居住占 {}%"},
    "no_share": {"en": "no share: the total is not above 0", "zh": "总分不大于 0，不计占比"},
    "total": {"en": "Total", "zh": "总分"},
    "sum": {"en": "all points added", "zh": "各项得分之和"},
    "no_number": {"en": "number not seen", "zh": "文号未见"},
    "round_head": {"en": "Round", "zh": "批次"},
    "cutoff_short": {"en": "Cut-off", "zh": "入围分"},
    "mark": {"en": "Pass mark", "zh": "达标分"},
    "entry_mark": {"en": "Minimum score to enter the ranking", "zh": "参加排名的最低分"},
    "cutoff": {"en": "Cut-off {}", "zh": "{}入围分"},
    "below": {"en": "{} below", "zh": "低 {} 分"},
    "eligible": {"en": "Eligible. No line to compare with is known.", "zh": "符合申请条件。尚无可比的分数线。"},
    "line_of_year": {"en": "{}", "zh": "{}年"},
    "line_of_period": {"en": "{0}-{1}", "zh": "{0}年第{1}期"},
    "line_ahead": {
        "en": "the line of {} is not published",
        "zh": "{}分数线尚未公布",
    },
    "last_line": {"en": "that of {} was {}", "zh": "{}为 {} 分"},
    "round_over": {"en": " (over)", "zh": "（已结束）"},
    "round_projected": {"en": " (not announced)", "zh": "（尚未公布）"},
    "pace_once": {"en": "", "zh": ""},
    "pace_year": {"en": " a year", "zh": "每年"},
    "pace_period": {"en": " a round", "zh": "每期"},
    "more_missing": {"en": "{} and {} more", "zh": "{}，另有 {} 项"},
    "rule_unseen": {"en": "its rule was not seen", "zh": "未见其计分规则"},
    "not_less": {"en": "at least {}", "zh": "至少{}"},
    "depends": {"en": "depends on: {}", "zh": "取决于：{}"},
    "depends_no_lower": {"en": "no lower limit; depends on: {}", "zh": "无下限；取决于：{}"},
    "depends_no_upper": {"en": "no upper limit; depends on: {}", "zh": "无上限；取决于：{}"},
    "settled": {"en": "not affected by the missing facts", "zh": "不受未填写各项影响"},
    "share_open": {"en": "{} to {} % from insurance and residence", "zh": "社保与居住占 {}% 至 {}%"},
    "from_to": {"en": "{} to {}", "zh": "{} 至 {}"},
    "undecided": {"en": "open", "zh": "未定"},
    "caveats": {"en": "Not certain", "zh": "尚不确定之处"},
    "estimate": {"en": "An estimate, not an official decision.", "zh": "本结果为估算，不是官方认定。"},
    "yes": {"en": "yes", "zh": "是"},
    "no": {"en": "no", "zh": "否"},
    "holds": {"en": "true", "zh": "成立"},
    "holds_not": {"en": "false", "zh": "不成立"},
    "official": {"en": "official text", "zh": "官方文本"},
    "secondary": {"en": "second-hand", "zh": "转述"},
    "inferred": {"en": "inferred", "zh": "推断"},
    "unverified": {"en": "unverified", "zh": "未核实"},
    "ranking": {"en": "yearly ranking under a quota", "zh": "年度排名，总量控制"},
    "pass_mark": {"en": "fixed pass mark", "zh": "达标制"},
    "conditions": {"en": "conditions, no points", "zh": "条件制，不计分"},
    "open": {"en": "open to all", "zh": "全面放开"},
    "months": {"en": " months", "zh": " 个月"},
    "yuan": {"en": " yuan", "zh": " 元"},
    "in_force": {"en": "in force since {}", "zh": "{} 起施行"},
    "was_in_force": {"en": "in force {} to {}", "zh": "{} 至 {} 施行"},
    "city_head": {"en": "City", "zh": "城市"},
    "number_head": {"en": "Document", "zh": "文号"},
    "regime_head": {"en": "Regime", "zh": "制度"},
    "named": {"en": "{}: {}", "zh": "{}：{}"},
    "bracketed": {"en": "{} ({})", "zh": "{}（{}）"},
    "score_line_head": {"en": "Line", "zh": "分数线"},
    "published_line": {"en": "Line published", "zh": "公布分数线"},
    "published_line_of": {"en": "Line published {}", "zh": "{}公布分数线"},
    "line_of": {"en": "{} (of {})", "zh": "{}（{}）"},
    "edition_ended": {"en": "These rules ended on {}.", "zh": "本版规则已于 {} 到期。"},
    "edition_ends": {"en": "These rules end on {}.", "zh": "本版规则将于 {} 到期。"},
    "document_ended": {"en": "{1}, which these rules rest on, ended on {0}.", "zh": "所依据的{1}已于 {0} 到期。"},
    "document_ends": {"en": "{1}, which these rules rest on, ends on {0}.", "zh": "所依据的{1}将于 {0} 到期。"},
    "ended": {"en": "ended {}", "zh": "已于 {} 到期"},
    "ends": {"en": "ends {}", "zh": "{} 到期"},
    "endings": {"en": "Ended by {}, or ends within {} days of it:", "zh": "截至 {0} 已到期，或其后 {1} 天内到期："},
    "as_of": {"en": "the counting day", "zh": "计算截止日"},
    "age_on": {"en": "the day age is taken", "zh": "年龄计算日"},
}
"""Words of several parts of the screen: names of rounds, lines and confidences, figures, lists."""

_SAID: dict[str, Mapping[Language, str]] = {**COMMON}
"""The phrases of the parts looked in so far: few screens need them all, and a score as JSON no other."""


_PARTS = ("score", "table", "comparison", "plan", "whatif", "policy", "population", "procedure", "national")


def screen_parts() -> Iterator[Texts]:
    """Yield the phrases part by part, each imported when it is asked for; a key stands in one of them."""
    yield COMMON
    for part in _PARTS:
        words: Texts = getattr(import_module(f"hukou_cli.text.screen_{part}"), part.upper())
        yield words


def say(key: str, language: Language, *gaps: object) -> str:
    """Return a phrase of the screen with its gaps filled; for one or two things in words of its own where it has some.

    >>> say("gates_met", "en", 2), say("gates_met", "en", 3)
    ('Both conditions are met', 'All 3 conditions are met')
    >>> say("share", "en", "70.87"), say("share", "zh", "70.87")
    ('70.87 % from insurance and residence', '社保与居住占 70.87%')
    """
    if key not in _SAID:
        for part in screen_parts():
            _SAID.update(part)
            if key in part:
                break
    form = f"{key}_{_FORMS[str(gaps[0])]}" if gaps and str(gaps[0]) in _FORMS else key
    return _SAID[form if form in _SAID else key][language].format(*gaps)


_FORMS = {"1": "one", "2": "two"}
"""The ending of the key of a phrase about so many things."""
