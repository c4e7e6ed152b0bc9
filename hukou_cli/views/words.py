"""The words of the screen in both languages, and the names that a policy gives to things."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Protocol

from hukou_cli.exact import ratio_text
from hukou_cli.formula import nodes
from hukou_cli.formula.describe import Label
from hukou_cli.formula.names import Fact, Value, Words
from hukou_cli.messages import Language
from hukou_cli.policy.edition import LINES, TOTAL, Edition
from hukou_cli.policy.model import (
    CONFIDENCES,
    Confidence,
    Document,
    Gate,
    Indicator,
    Route,
    Source,
    Veto,
    sources_of,
)
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.result import Check, Line, Met, Score

SCREEN: dict[str, dict[Language, str]] = {
    "round": {"en": "round {}", "zh": "{}年申报批次"},
    "round_period": {"en": "round {}", "zh": "{}期申报批次"},
    "round_day": {"en": "applying on {}", "zh": "{} 申请"},
    "edition": {"en": "edition {}", "zh": "版本 {}"},
    "checked": {"en": "checked {}", "zh": "核对于 {}"},
    "sources": {"en": "Sources", "zh": "依据"},
    "rests_on": {"en": "rules rest on", "zh": "规则依据"},
    "gates": {"en": "Conditions to apply", "zh": "申请条件"},
    "routes": {"en": "Routes (one is enough)", "zh": "途径（符合其一即可）"},
    "other_routes": {"en": "Routes without points", "zh": "不计分的途径"},
    "place": {"en": "Where the hukou is registered", "zh": "落户地点"},
    "no_place": {"en": "none of the places of the policy", "zh": "不符合政策所列任何地点"},
    "places": {"en": "Where the hukou is registered, the first that holds", "zh": "落户地点（依次取第一个符合的）"},
    "always": {"en": "always", "zh": "均可"},
    "purpose": {
        "en": "These points give access to public services. They are not points for hukou.",
        "zh": "此积分用于享受公共服务，不用于落户。",
    },
    "batch_counts": {"en": "read {} = scored {} + rejected {}", "zh": "读取 {} 行 = 计分 {} 行 + 未计分 {} 行"},
    "batch_rejects": {"en": "rejected rows are listed in {}", "zh": "未计分行见 {}"},
    "batch_more": {
        "en": "There are more; --rejects FILE lists all of them.",
        "zh": "还有更多；--rejects 文件 可列出全部。",
    },
    "batch_rows": {"en": "{} rows, {} a second", "zh": "{} 行，每秒 {} 行"},
    "batch_left": {"en": "{} s left", "zh": "剩余 {} 秒"},
    "rank_quota": {
        "en": "{} above, {} tied at {}, quota {}, admitted {}",
        "zh": "线上 {} 人，{} 人同为 {} 分，落户规模 {}，入围 {} 人",
    },
    "rank_all": {
        "en": "no quota: {} ranked, all admitted, the lowest at {}",
        "zh": "不限规模：{} 人全部入围，最低 {} 分",
    },
    "rank_only": {"en": "{} ranked, without a quota", "zh": "{} 人排名，未设落户规模"},
    "rank_nobody": {"en": "nobody is ranked", "zh": "无人可排名"},
    "rank_strict": {
        "en": "Those tied at the quota are equal on every key: none of them is admitted.",
        "zh": "规模处同分者各项均相同：都不入围。",
    },
    "unseen": {"en": "The figures were not seen", "zh": "未见具体数值"},
    "recognises": {"en": "Months in other cities that count", "zh": "其他城市计入的月数"},
    "recognised": {"en": "{0} of {1}, {2}, {3} each", "zh": "{1}的{0}，{2}，每月计 {3} 个月"},
    "insurance": {"en": "insurance", "zh": "社保"},
    "home": {"en": "homes", "zh": "住所"},
    "permit": {"en": "residence permits", "zh": "居住证"},
    "all_months": {"en": "all months", "zh": "不限起始月"},
    "from_month": {"en": "since {}", "zh": "{}起"},
    "by_route": {"en": "Eligible, by this route: {}.", "zh": "符合条件，途径：{}。"},
    "eligible_plain": {"en": "Eligible.", "zh": "符合条件。"},
    "without_points": {"en": "Without points, a route holds: {}.", "zh": "另有不计分的途径可用：{}。"},
    "nearest_way": {"en": "No route holds. Nearest: {} – it lacks {}.", "zh": "不符合任何途径。最近的：{}，尚缺：{}。"},
    "way_open": {"en": "no route is certain", "zh": "尚无确定符合的途径"},
    "period": {"en": "period {}", "zh": "第{}期"},
    "application": {"en": "the day of application", "zh": "申请日"},
    "previous_month_end": {"en": "the end of the month before the application", "zh": "申请上一月的月末"},
    "lines": {"en": "Points", "zh": "得分"},
    "of": {"en": "{} of {}{}", "zh": "{} / {}{}"},
    "enough": {"en": "{0}{2}, {1} needed", "zh": "{0}{2}，须满 {1}{2}"},
    "core": {"en": "Insurance + residence", "zh": "社保与居住"},
    "share": {"en": "{} % of the total", "zh": "占总分 {}%"},
    "share_at_line_short": {
        "en": "at the line: {} % (the policy's reference applicant)",
        "zh": "线上占比 {}%（政策参照申请人）",
    },
    "no_share": {"en": "no share: the total is not above 0", "zh": "总分不大于 0，不计占比"},
    "total": {"en": "Total", "zh": "总分"},
    "sum": {"en": "the lines added", "zh": "各行相加"},
    "new_city": {
        "en": "Replace the invented rules by the city's own, then run: hukou policy test {0} --policies {1}",
        "zh": "请将虚构的规则换成该市的规则，然后运行：hukou policy test {0} --policies {1}",
    },
    "no_number": {"en": "number not seen", "zh": "文号未见"},
    "count_of": {"en": "from records: {}", "zh": "按记录：{}"},
    "run_of": {"en": "from records: the unbroken run of {}", "zh": "按记录：连续的 {}"},
    "no_change": {"en": "No rule changed.", "zh": "规则没有变化。"},
    "result_rules": {"en": "Result", "zh": "结果"},
    "pass": {"en": "Pass mark", "zh": "达标条件"},
    "examples": {"en": "Worked examples under both", "zh": "算例在两版本下的得分"},
    "gain_lose": {
        "en": "Gain: {}, lose: {}, the same: {}, open: {}, not to be scored under both: {}.",
        "zh": "{} 个得分增加，{} 个减少，{} 个不变，{} 个未定，{} 个不能同时按两版本计分。",
    },
    "more_checks": {"en": "and {} more", "zh": "另有 {} 项"},
    "more_examples": {"en": "… and {} more: --all shows them.", "zh": "……另有 {} 个：--all 可全部显示。"},
    "case_head": {"en": "Case", "zh": "算例"},
    "before_head": {"en": "Before", "zh": "前"},
    "after_head": {"en": "After", "zh": "后"},
    "difference_head": {"en": "Change", "zh": "变化"},
    "answer_marks": {
        "en": "Answer: ✓ yes, ✗ no, ? open, · eligible with no line to compare.",
        "zh": "结论：✓ 是，✗ 否，? 未定，· 符合条件但无分数线可比。",
    },
    "answer_head": {"en": "Answer", "zh": "结论"},
    "comparison": {"en": "Cities compared", "zh": "城市比较"},
    "group_no_points": {"en": "No points needed", "zh": "无须积分"},
    "group_points": {"en": "By points, nearest to the line first", "zh": "按积分，距分数线由近到远"},
    "group_missing": {"en": "Open: facts are missing", "zh": "缺少事实，尚不能确定"},
    "group_service": {"en": "Points for public services, not for hukou", "zh": "用于公共服务的积分，不用于落户"},
    "group_not_scored": {"en": "Not scored", "zh": "不能计分"},
    "comparison_note": {
        "en": "Facts given straight count for their own city; records count where they happened. "
        "hukou score FILE --city CITY shows one city in full.",
        "zh": "直接填写的事实只用于其所属城市；记录按发生地计算。hukou score 文件 --city 城市 可看单个城市的全部细节。",
    },
    "no_line": {"en": "no line known", "zh": "分数线未知"},
    "cutoff_short": {"en": "Cut-off", "zh": "入围分"},
    "mark": {"en": "Pass mark", "zh": "达标分"},
    "entry_mark": {"en": "Least to be ranked", "zh": "参加排名的最低分"},
    "cutoff": {"en": "Cut-off {}", "zh": "{}年入围分"},
    "above": {"en": "{} above", "zh": "高出 {} 分"},
    "below": {"en": "{} below", "zh": "低 {} 分"},
    "level": {"en": "exactly at it; ties at the line are all admitted", "zh": "恰在线上；线上同分全部入围"},
    "level_strict": {"en": "exactly at it", "zh": "恰在线上"},
    "admitted": {"en": "{} admitted, quota {}", "zh": "入围 {} 人，落户规模 {}"},
    "eligible_reached": {"en": "Eligible, and at or above the line of {}.", "zh": "符合申请条件，达到{}年分数线。"},
    "eligible_below": {"en": "Eligible, but below the line of {}.", "zh": "符合申请条件，未达到{}年分数线。"},
    "eligible_pass": {"en": "Eligible, and at or above the pass mark.", "zh": "符合申请条件，已达标。"},
    "eligible_fail": {"en": "Eligible, but below the pass mark.", "zh": "符合申请条件，未达标。"},
    "eligible": {"en": "Eligible. No line to compare with is known.", "zh": "符合申请条件。尚无可比的分数线。"},
    "not_eligible": {"en": "Not eligible: {}.", "zh": "不符合申请条件：{}。"},
    "reached_open": {
        "en": "Eligible; whether the line of {} is reached is open.",
        "zh": "符合申请条件；是否达到{}年分数线尚不能确定。",
    },
    "pass_open": {
        "en": "Eligible; whether the pass mark is reached is open.",
        "zh": "符合申请条件；是否达标尚不能确定。",
    },
    "ranked": {"en": "Eligible, with enough points to be ranked.", "zh": "符合申请条件，达到参加排名的最低分。"},
    "not_ranked": {
        "en": "Not to be ranked: the conditions are met, the least number of points is not reached.",
        "zh": "不能参加排名：符合其他申请条件，未达到参加排名的最低分。",
    },
    "ranked_open": {
        "en": "Eligible; whether the points are enough to be ranked is open.",
        "zh": "符合申请条件；是否达到参加排名的最低分尚不能确定。",
    },
    "no_cutoff": {"en": "No cut-off of the ranking is known.", "zh": "排名的入围分未知。"},
    "rank_key": {"en": "Ranked by: {}", "zh": "排名：{}"},
    "rank_then": {"en": "equal ones by: {}", "zh": "同分依次按：{}"},
    "result": {"en": "Result", "zh": "结果"},
    "pass_rule": {"en": "Pass mark: {}", "zh": "达标：{}"},
    "rank_rule": {"en": "To be ranked: {}", "zh": "参加排名：{}"},
    "ranked_by": {"en": "Ranked by: {}", "zh": "排名依次按：{}"},
    "ties_admit_all": {"en": "Who is equal at the quota is admitted alike.", "zh": "在名额处并列的一并入围。"},
    "eligible_open": {"en": "Whether the conditions are met is open: {}.", "zh": "是否符合申请条件尚不能确定：{}。"},
    "between": {"en": "Between {} and {}; decided by: {}.", "zh": "总分在 {} 与 {} 之间；取决于：{}。"},
    "decided_by": {"en": "Decided by: {}.", "zh": "取决于：{}。"},
    "depends": {"en": "depends on: {}", "zh": "取决于：{}"},
    "settled": {"en": "the same whatever is not given", "zh": "与未填写的事实无关"},
    "share_open": {"en": "{} to {} % of the total", "zh": "占总分 {}% 至 {}%"},
    "distance_open": {"en": "from {} to {}", "zh": "{}至{}"},
    "at_line": {"en": "exactly at it", "zh": "恰在线上"},
    "unknown": {"en": "Not given, so left open", "zh": "未填写，结果因此未定"},
    "no_difference": {"en": "makes no difference", "zh": "不影响结果"},
    "undecided": {"en": "open", "zh": "未定"},
    "optional": {"en": "optional; narrows: {}", "zh": "可不填；用于缩小：{}"},
    "assumed": {"en": "Assumed, as not given", "zh": "未填写，按默认"},
    "notes": {"en": "Noticed", "zh": "提示"},
    "caveats": {"en": "Not certain", "zh": "说明"},
    "estimate": {"en": "An estimate, not an official decision.", "zh": "本结果为估算，不是官方认定。"},
    "steps": {"en": "How each figure came about", "zh": "逐步计算"},
    "rule": {"en": "rule", "zh": "规则"},
    "rounded": {"en": "rounded half up to {}", "zh": "四舍五入为 {}"},
    "yes": {"en": "yes", "zh": "是"},
    "no": {"en": "no", "zh": "否"},
    "official": {"en": "official text", "zh": "官方文本"},
    "secondary": {"en": "secondary", "zh": "转述"},
    "inferred": {"en": "inferred", "zh": "推断"},
    "unverified": {"en": "unverified", "zh": "未核实"},
    "ranking": {"en": "yearly ranking under a quota", "zh": "年度排名，总量控制"},
    "pass_mark": {"en": "fixed pass mark", "zh": "达标制"},
    "conditions": {"en": "conditions, no points", "zh": "条件制，不计分"},
    "open": {"en": "open to all", "zh": "全面放开"},
    "ranking_short": {"en": "ranking", "zh": "排名"},
    "pass_mark_short": {"en": "pass mark", "zh": "达标"},
    "conditions_short": {"en": "conditions", "zh": "条件"},
    "unseen_short": {"en": "{}, figures not seen", "zh": "{}，未见具体数值"},
    "service_short": {"en": "services only", "zh": "仅公共服务"},
    "confidence_head": {"en": "Rules by source", "zh": "规则依据"},
    "open_short": {"en": "open", "zh": "放开"},
    "day": {"en": "{1} of {0}", "zh": "{0} {1}"},
    "this_year": {"en": "the year of the round", "zh": "申报当年"},
    "year_before": {"en": "the year before the round", "zh": "申报上一年"},
    "other_year": {"en": "the year of the round {}", "zh": "申报年份 {}"},
    "proportion": {"en": "Main proportion", "zh": "主要比例"},
    "share_at_line": {
        "en": "The [reference] applicant reaches the line of round {1} with {2} months, {3} points, of which insurance "
        "and residence are {0} %. No national rule gives a number; here more than half is asked.",
        "zh": "[reference] 参照申请人在{1}年批次以 {2} 个月达到分数线（{3} 分），其中社保与居住占 {0}%。"
        "国家规定未给出数值，此处以过半为准。",
    },
    "type_months": {"en": "months", "zh": "月数"},
    "type_count": {"en": "whole number", "zh": "整数"},
    "type_yuan": {"en": "yuan", "zh": "金额（元）"},
    "type_number": {"en": "number", "zh": "数"},
    "type_flag": {"en": "true or false", "zh": "true 或 false"},
    "type_date": {"en": "date", "zh": "日期"},
    "months": {"en": " months", "zh": " 个月"},
    "yuan": {"en": " yuan", "zh": " 元"},
    "count": {"en": "", "zh": ""},
    "number": {"en": "", "zh": ""},
    "facts": {"en": "Facts asked for", "zh": "所需事实"},
    "vetoes": {"en": "Vetoes", "zh": "一票否决"},
    "rounds": {"en": "Rounds", "zh": "历年批次"},
    "regime": {"en": "regime", "zh": "制度"},
    "in_force": {"en": "in force {} to {}", "zh": "施行期 {} 至 {}"},
    "today": {"en": "now", "zh": "今"},
    "counted_to": {"en": "counted to", "zh": "计算截止"},
    "required": {"en": "must be given", "zh": "必填"},
    "default": {"en": "default {}", "zh": "默认 {}"},
    "year": {"en": "Year", "zh": "年份"},
    "quota": {"en": "Quota", "zh": "落户规模"},
    "cutoff_head": {"en": "Cut-off", "zh": "入围分"},
    "admitted_head": {"en": "Admitted", "zh": "入围人数"},
    "city_head": {"en": "City", "zh": "城市"},
    "edition_head": {"en": "Edition", "zh": "版本"},
    "number_head": {"en": "Document", "zh": "文号"},
    "regime_head": {"en": "Regime", "zh": "制度"},
    "rounds_head": {"en": "Rounds", "zh": "批次"},
    "checked_head": {"en": "Checked", "zh": "核对"},
    "class_head": {"en": "Class", "zh": "规模等级"},
    "people_head": {"en": "{} {}", "zh": "{1}年{0}"},
    "below_people": {"en": "< {}", "zh": "<{}"},
    "of_year": {"en": "{} ({})", "zh": "{}（{}年）"},
    "city_count": {"en": "{} cities.", "zh": "共 {} 个城市。"},
    "people_unit": {
        "en": "Permanent residents of the urban area, in units of 10,000; –: not seen.",
        "zh": "城区常住人口，单位万人；–：未见。",
    },
    "regime_note": {
        "en": "Regime: of the latest policy file; –: there is none, and local rules decide. *: its rules were "
        "not seen.",
        "zh": "制度：取自最新的政策文件；–：尚无政策文件，以当地规定为准。*：未见其规则。",
    },
    "size_title": {"en": "How large", "zh": "城市规模"},
    "class_open": {"en": "class not known", "zh": "等级不明"},
    "people": {"en": "{1} people", "zh": "{0} 万人"},
    "fewer_people": {"en": "fewer than {1} people", "zh": "少于 {0} 万人"},
    "no_people": {"en": "figure not seen", "zh": "未见人口数"},
    "expected": {"en": "What the national rule expects", "zh": "国家规定"},
    "expected_of": {"en": "{}: {}", "zh": "{}：{}"},
    "by_series": {"en": "{} ({})", "zh": "{}（{}）"},
    "regime_in_force": {"en": "The city's own policy", "zh": "本市政策"},
    "no_policy": {
        "en": "There is no policy file for this city. The rule above is that of its class; local rules decide, and "
        "they were not looked at.",
        "zh": "尚无该市政策文件。以上为国家规定；具体以当地规定为准（未查阅）。",
    },
    "agrees": {"en": "Agrees with the national rule for: {}.", "zh": "与国家对{}的规定一致。"},
    "more_open": {
        "en": "More open than the national rule asks for: {}.",
        "zh": "比国家对{}的规定更宽。",
    },
    "stricter": {
        "en": "Stricter than the national rule for: {}.",
        "zh": "比国家对{}的规定更严。",
    },
    "read_more": {"en": "Its rules: hukou policy show {}", "zh": "详细规则：hukou policy show {}"},
    "line_head": {"en": "Line", "zh": "指标"},
    "points_head": {"en": "Points", "zh": "得分"},
    "arithmetic_head": {"en": "Arithmetic", "zh": "算式"},
    "source_head": {"en": "Source", "zh": "依据"},
    "derived": {"en": "Derived quantities", "zh": "派生量"},
    "cap": {"en": "at most {}", "zh": "最高 {}"},
    "fine": {"en": "{}: no findings", "zh": "{}：没有问题"},
    "warning": {"en": "warning", "zh": "提示"},
    "error": {"en": "error", "zh": "错误"},
    "cases_passed": {"en": "{} passed, {} failed", "zh": "{} 个通过，{} 个失败"},
    "as_of": {"en": "the counting day", "zh": "计算截止日"},
    "age_on": {"en": "the day age is taken", "zh": "年龄计算日"},
}


def say(key: str, language: Language, *gaps: object) -> str:
    """Give a phrase of the screen with its gaps filled."""
    return SCREEN[key][language].format(*gaps)


def round_text(round_: RoundId, language: Language) -> str:
    """Name a round."""
    return say("round_day" if round_.day else "round_period" if round_.period else "round", language, round_)


def pick(words: Words, language: Language) -> str:
    """Give one language of a text."""
    return words.zh if language == "zh" else words.en


_NAMED = {LINES: "sum", TOTAL: "total", "as_of": "as_of", "age_on": "age_on"}
"""The names that every policy may use and that have words of ours."""


def labels(edition: Edition, language: Language) -> Label:
    """Give the function that names an edition's facts, options, dates, derived quantities, lines and groups."""
    lines = {indicator.id: indicator.name for indicator, _ in edition.indicators}

    def label(name: str, option: str) -> str:
        fact = edition.facts.get(name)
        if option and fact:
            return pick(fact.choices[option], language)
        table = edition.tables.get(name)
        words = table.name if table else fact.name if fact else lines.get(name) or edition.file.groups.get(name)
        if words is None and name in edition.file.date_names:
            words = edition.date_words(name)
        if words is not None:
            return pick(words, language)
        return say(_NAMED[name], language) if name in _NAMED else name

    return label


def value_text(fact: Fact | None, value: Value, language: Language) -> str:
    """Write a fact's value as people say it: an option by its name, a flag as yes or no."""
    match value:
        case bool():
            return say("yes" if value else "no", language)
        case str():
            return pick(fact.choices[value], language) if fact else value
        case int():
            return fact.text(value) if fact else str(value)


def shortfall(check: Check | Met, score: Score, language: Language) -> str:
    """Say how far a measured condition is met, as ``79 of 84 months``; nothing for a plain yes or no."""
    node = check.formula
    if check.step is None or not isinstance(node, nodes.Compare) or not isinstance(node.left, nodes.Name):
        return ""
    fact = score.edition.facts.get(node.left.id)
    if fact is None or fact.type not in ("months", "yuan", "count", "number") or node.operator not in (">=", ">"):
        return ""
    seen, needed = check.step.parts
    return say(
        "enough" if check.passed else "of",
        language,
        fact.text(seen.value),
        ratio_text(needed.value, node.right.den),
        say(fact.type, language),
    )


def measured(check: Check | Met, score: Score, language: Language) -> str:
    """Name a condition, with how far it is met where it is measured, or what decides it where it is open."""
    measure = shortfall(check, score, language)
    if check.passed is None:
        measure = say("depends", language, facts_text(check.decided_by, score.edition, language))
    name = pick(check.rule.name, language)
    if not measure:
        return name
    return f"{name}（{measure}）" if language == "zh" else f"{name} ({measure})"


def left_open(line: Line, edition: Edition, language: Language) -> str:
    """Say of a line without a calculation what decides it, or that its points are the same in any case."""
    if line.points is not None:
        return say("settled", language)
    return say("depends", language, facts_text(line.decided_by, edition, language))


def facts_text(names: Iterable[str], edition: Edition, language: Language) -> str:
    """Name facts one after another."""
    return listed((pick(edition.facts[name].name, language) for name in names), language)


def listed(names: Iterable[str], language: Language) -> str:
    """Write names one after another."""
    return ("、" if language == "zh" else ", ").join(names)


def clauses(said: Iterable[str], language: Language) -> str:
    """Write clauses, which may hold commas, one after another."""
    return ("；" if language == "zh" else "; ").join(said)


def rank_names(edition: Edition, language: Language) -> list[str]:
    """Name what orders the applicants, first key first."""
    label = labels(edition, language)
    return [label(name, "") for name in edition.file.result.rank_by]


def number_text(edition: Edition, language: Language) -> str:
    """Give the document number of an edition, or say that it was not seen."""
    return edition.file.policy.number or say("no_number", language)


def title_text(edition: Edition, language: Language) -> str:
    """Give the title of an edition's measures with the document number."""
    return f"{pick(edition.file.policy.title, language)} · {number_text(edition, language)}"


def document_text(document: Document) -> str:
    """Name a document by its title and number."""
    return " ".join(part for part in (document.title, document.number) if part)


def confidences(edition: Edition, language: Language) -> str:
    """Say how sure an edition is."""
    return ", ".join(f"{say(kind, language)} {count}" for kind, count in confidence_counts(edition).items())


def confidence_counts(edition: Edition) -> dict[Confidence, int]:
    """Count how many of an edition's rules are as sure as each kind of source, the weakest they cite.

    Of an edition whose rules were not seen it is how sure its documents are.
    """
    file = edition.file
    rules: list[Gate | Indicator | Veto | Route] = [*file.gate, *file.indicator, *file.veto, *file.route]
    each = [{confidence_of(source, edition) for source in sources_of(rule.source)} for rule in rules]
    weakest = [max(kinds, key=CONFIDENCES.index) for kinds in each]
    weakest = weakest or [document.confidence for document in file.document]
    return {kind: weakest.count(kind) for kind in CONFIDENCES if kind in weakest}


class Citing(Protocol):
    """What cites documents: an edition, or the table of cities."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """The documents by id."""


def confidence_of(source: Source, file: Citing) -> Confidence:
    """Give the confidence of a source: its own, or its document's."""
    return source.confidence or file.documents[source.document].confidence


def signed(points: Decimal) -> str:
    """Write points with a true minus."""
    return str(points).replace("-", "−")


def spanned(limits: tuple[Decimal, Decimal]) -> str:
    """Write points, or their limits as ``96.50–110.50`` where they are open."""
    low, high = map(signed, limits)
    if low == high:
        return low
    return f"{low} – {high}" if "−" in low + high else f"{low}–{high}"
