"""What stands beside a column of a table to be filled in: what it is, what may be written, what an empty cell means."""

from collections.abc import Iterator

from hukou_cli.base.bilingual import Bilingual, pick
from hukou_cli.base.decimals import ratio_text
from hukou_cli.facts.types import Fact
from hukou_cli.policy.citations import Citations, citations_of
from hukou_cli.policy.edition import Edition
from hukou_cli.render.count_trace import set_words
from hukou_cli.render.sources import article_text
from hukou_cli.scoring.dependencies import RuleIndex
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say
from hukou_cli.text.terms import TERMS

_TYPES = {"months": "template_months", "count": "template_whole", "yuan": "template_amount"}


def meaning_of(name: str, edition: Edition, language: Language) -> str:
    """Return what a fact means, and how it is counted from records."""
    fact = edition.facts[name]
    counting = edition.streaks[name][0] if name in edition.streaks else edition.counts.get(name)
    lines = [pick(fact.meaning, language)] if fact.meaning else []
    if counting:
        key = "run_of" if fact.streak else "count_of"
        lines.append(say(key, language, set_words(counting.formula, edition, language)))
    return "\n".join(lines)


def allowed_text(fact: Fact, span: tuple[int, int], language: Language) -> str:
    """Return what may be written for a fact; ``span`` has its lowest and highest value, in units of ``1 / den``."""
    if fact.type in ("choice", "flag"):
        return say("template_list", language)
    if fact.type == "date":
        return TERMS["date"][language]
    if fact.allowed:
        return " / ".join(map(str, fact.allowed))
    return say(_TYPES.get(fact.type, "template_number"), language, *(ratio_text(end, fact.den) for end in span))


def used_for(name: str, edition: Edition, language: Language) -> str:
    """Return the rules that a fact may change, each with the articles behind it, one a line."""
    found = RuleIndex(edition).dependents({name}, set()).rules
    rules = [rule for number, rule in enumerate(_rules(edition)) if found >> number & 1]
    return "\n".join(dict.fromkeys(_rule_text(*rule, language) for rule in rules))


def _rules(edition: Edition) -> Iterator[tuple[Bilingual, Citations | None]]:
    """Yield the names of the rules of an edition and their sources, in the order of their numbers in ``RuleIndex``."""
    for gate, _ in edition.gates:
        yield gate.name, gate.source
    for veto, _ in edition.vetoes:
        yield veto.name, veto.source
    for route, needs in edition.routes:
        for need, _ in needs:
            yield need.name, need.source or route.source
    for indicator, _ in edition.indicators:
        yield indicator.name, indicator.source


def _rule_text(name: Bilingual, source: Citations | None, language: Language) -> str:
    articles = dict.fromkeys(article_text(each, language) for each in citations_of(source))
    named = pick(name, language)
    return say("bracketed", language, named, ("、" if language == "zh" else ", ").join(articles)) if articles else named
