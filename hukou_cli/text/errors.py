"""The messages of findings in both languages, by code: what is wrong, and on a second line what to do.

A part but ``NOTES`` stands in a file of its own: ``errors_files``, ``errors_policy``, ``errors_applicant``,
``errors_table``, ``errors_commands``, ``errors_import``, ``errors_workbook``.

Gaps are filled from the finding's values; for ``{seen}`` in Chinese ``seen_zh`` is taken where there is one.
``{nearest}`` becomes a question when there is a near word and nothing when there is none; a value that starts with
``@`` is a term of ``TERMS``.
"""

from collections.abc import Mapping
from functools import cache

from hukou_cli.text.language import Language, Texts

NOTES: Texts = {
    "insured-too-young": {
        "en": "{seen}: insured from {other}, before the age of {age}; check it and the date of birth",
        "zh": "{seen}自 {other} 起参保，未满 {age} 周岁，请核对与出生日期是否有误",
    },
    "married-too-young": {
        "en": "{seen}: married from {other}, before the age of {age}; check it and the date of birth",
        "zh": "{seen}自 {other} 起，未满 {age} 周岁，请核对与出生日期是否有误",
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
}
"""What is noticed about an applicant and no mistake: a score with notes needs no other part, which saves 4 ms."""


@cache
def message_parts() -> tuple[Texts, ...]:
    """Return the messages by part; a code stands in one of them."""
    from hukou_cli.text.errors_applicant import APPLICANT
    from hukou_cli.text.errors_commands import COMMANDS
    from hukou_cli.text.errors_files import FILES
    from hukou_cli.text.errors_import import IMPORT
    from hukou_cli.text.errors_policy import POLICY
    from hukou_cli.text.errors_table import TABLE
    from hukou_cli.text.errors_workbook import WORKBOOK

    return NOTES, APPLICANT, FILES, POLICY, TABLE, COMMANDS, IMPORT, WORKBOOK


@cache
def messages() -> Texts:
    """Return every message by its code."""
    return {code: words for part in message_parts() for code, words in part.items()}


def message(code: str, values: Mapping[str, str], language: Language) -> tuple[str, str]:
    """Return a message with its gaps filled: what is wrong, and what to do or nothing.

    A value whose name ends in a language fills the gap without that ending, in that language.

    >>> message("wrong-type", {"seen": "x", "allowed": "@flag"}, "en")
    ('“x” is not true or false', '')
    """
    city = values.get("city", "CITY" if language == "en" else "城市")
    ending = f"_{language}"
    own = {gap.removesuffix(ending): value for gap, value in values.items() if gap.endswith(ending)}
    gaps = {gap: _gap(gap, value, city, language) for gap, value in {**values, **own}.items()}
    words = NOTES.get(code) or messages()[code]
    what, _, remedy = words[language].format_map(gaps).partition("\n")
    return what, remedy.strip()


def _gap(gap: str, value: str, city: str, language: Language) -> str:
    """Return what fills a gap: a question for the nearest word, the words of a term, else the value itself."""
    if gap == "nearest":
        if not value:
            return ""
        return f"Did you mean `{value}`? " if language == "en" else f"是否应为 `{value}`？"
    if gap != "reason" and value[:1] != "@":
        return value
    from hukou_cli.text.terms import REASONS, TERMS  # most gaps take the value as it is

    if gap == "reason" and language == "zh" and value in REASONS:
        return REASONS[value]
    return TERMS[value[1:]][language].replace("{city}", city) if value[:1] == "@" and value[1:] in TERMS else value
