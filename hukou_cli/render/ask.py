"""What the interview says: a question with what may be answered, why it is asked, and where one stands."""

from collections.abc import Iterator, Mapping, Sequence

from hukou_cli.base.bilingual import pick
from hukou_cli.base.calendar import month_text
from hukou_cli.base.folding import fold_city_name
from hukou_cli.facts.types import Fact
from hukou_cli.policy.citations import citations_of
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.record_keys import record_keys, record_options
from hukou_cli.records.typed_line import LEVEL_OF
from hukou_cli.render.labels import value_text
from hukou_cli.render.record_help import record_word
from hukou_cli.render.remarks import break_text, shown_breaks
from hukou_cli.render.sentences import facts_text, listed
from hukou_cli.render.sources import cite_short
from hukou_cli.render.verdict import figures, headline
from hukou_cli.scoring.interview import Question, Standing
from hukou_cli.scoring.result import Score
from hukou_cli.text.ask import ASK
from hukou_cli.text.language import Language
from hukou_cli.text.rules import RULES
from hukou_cli.text.screen import say

_BARE = frozenset({"city", "from", "to", "district", "tenure", "kinds", "level", "year", "income"})
"""The keys of a record of which the value alone is typed."""

_MARKS: Mapping[str, Mapping[Language, str]] = {
    "back_paid": {"en": "back", "zh": "补缴"},
    "endorsed": {"en": "endorsed", "zh": "签注"},
}
"""The word typed before a month that was paid late or endorsed, by the key of its list."""

_FLAGS: Mapping[str, Mapping[bool, Mapping[Language, str]]] = {
    "registered": {True: {"en": "declared", "zh": "已备案"}, False: {"en": "undeclared", "zh": "未备案"}},
    "part_time": {True: {"en": "part-time", "zh": "在职"}, False: {"en": "full-time", "zh": "全日制"}},
}
"""The words for the flags of a record."""


def told(key: str, language: Language, *gaps: object) -> str:
    """Return a phrase of the interview."""
    return ASK[key][language].format(*gaps)


def question_lines(question: Question, number: int, found: Standing, language: Language) -> Iterator[str]:
    """Yield a question under its number, how many may follow, and what may be answered."""
    edition = found.score.edition
    most = found.left - 1
    rest = told({0: "most_last", 1: "most_one"}.get(most, "most"), language, most)
    if question.sort == "fact":
        fact = edition.facts[question.id]
        name = pick(fact.name, language)
        yield told("question", language, number, name, rest)
        if fact.meaning:
            yield pick(fact.meaning, language)
        yield from fact_lines(fact, language)
        return
    yield told("question", language, number, told(question.id, language), rest)
    if question.sort == "records":
        yield _line_form(question.id, edition, language)
        if question.id == "study":
            yield from numbered([pick(words, language) for words in edition.facts[LEVEL_OF].choices.values()])
    else:
        yield from numbered([pick(edition.facts[name].name, language) for name in question.facts])


def fact_lines(fact: Fact, language: Language) -> Iterator[str]:
    """Yield what may be answered for a fact: its options under numbers, or the form of its value."""
    if fact.choices:
        yield from numbered([pick(words, language) for words in fact.choices.values()])
    else:
        yield told("yes_no" if fact.type == "flag" else fact.type, language)


def numbered(names: Sequence[str]) -> list[str]:
    """Return names under their numbers."""
    width = len(str(len(names)))
    return [f"  {at:>{width}} {name}" for at, name in enumerate(names, start=1)]


def _line_form(kind: str, edition: Edition, language: Language) -> str:
    """Return how a record of a kind is typed on a line."""
    keys = record_keys([edition], kind)
    asked = [key for key in ("district", "kinds", "registered", "back_paid", "endorsed") if key in keys]
    extra = "".join(told(f"key_{key}", language) for key in asked)
    tenures = [RULES[f"tag.{tenure}"][language] for tenure in record_options([edition], "home")]
    return told(f"line_{kind}", language, extra, "|".join(tenures))


def kept_lines(records: Sequence[Mapping[str, object]], edition: Edition, language: Language) -> Iterator[str]:
    """Yield the records of a list that was not ended as they were typed, and how to go on."""
    yield told("typed", language)
    yield from numbered([typed_line(record, edition, language) for record in records])
    yield told("typed_on", language)


def typed_line(record: Mapping[str, object], edition: Edition, language: Language) -> str:
    """Return a record, of the form of an applicant's file, as ``read_line`` reads it; other keys under their names."""
    own = edition.spellings.city
    return " ".join(
        _typed(key, item, edition, language)
        for key, value in record.items()
        for item in (value if isinstance(value, list) else [value])
        if key != "city" or fold_city_name(str(item)) not in own
    )


def _typed(key: str, item: object, edition: Edition, language: Language) -> str:
    """Return what is typed for one value of a record."""
    if isinstance(item, bool) and key in _FLAGS:
        return _FLAGS[key][item][language]
    word = record_word(edition, key, item) if language == "zh" and isinstance(item, str) else item
    if key in _MARKS:
        return f"{_MARKS[key][language]}{word}"
    return str(word) if key in _BARE else f"{key}={word}"


def why_lines(question: Question, score: Score, language: Language) -> Iterator[str]:
    """Yield the conditions and lines that a question decides, with their articles."""
    yield told("why", language)
    names = set(question.facts)
    checks = [*score.gates, *score.vetoes, *(need for route in score.route_checks for need in route.needs)]
    rules = [check.rule for check in checks if check.passed is None and names & set(check.decided_by)]
    lines = [line.indicator for line in score.lines if names & set(line.decided_by)]
    for rule in (*rules, *lines):
        articles = [cite_short(cited, score.edition, language) for cited in citations_of(rule.source)]
        yield f"· {pick(rule.name, language)}  {listed(articles, language)}"


def count_lines(question: Question, score: Score, language: Language) -> Iterator[str]:
    """Yield what the records just told come to, and what a break in them costs."""
    for name in question.facts:
        if name in score.counts:
            fact = score.edition.facts[name]
            value = value_text(fact, score.values[name], language)
            unit = say(fact.type, language) if fact.type in ("months", "yuan") else ""
            yield "  " + told("counted", language, pick(fact.name, language), f"{value}{unit}")
    for hole in shown_breaks(score):
        if hole.kind == question.id:
            paid = told("break_paid", language, month_text(hole.first))
            yield "  " + told("break", language, break_text(hole, score, language, paid=paid))


def _blank(language: Language) -> str:
    return "" if language == "zh" else " "


def so_far(found: Standing, language: Language) -> str:
    """Return where one stands: the total, and that defaults are taken to hold until they are asked."""
    points = figures(found.score, language) or headline(found.score, language)
    text = told("so_far", language, points)
    is_assuming = any(question.sort == "defaults" for question in found.open)
    return f"{text}{_blank(language)}{told('if_no_others', language)}" if is_assuming else text


def end_lines(found: Standing, asked: int, language: Language) -> Iterator[str]:
    """Yield the verdict, the total, and what is left open."""
    yield headline(found.score, language)
    points = figures(found.score, language)
    if points:
        yield points
    matter = [name for name in found.score.unknown if name in found.score.decided_by]
    open_ = facts_text(matter, found.score.edition, language)
    yield told("left_open", language, asked, open_) if matter else told("nothing_open", language, asked)
