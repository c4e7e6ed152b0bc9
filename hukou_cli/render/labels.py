"""Names of a policy's facts, options, dates and lines, and how far a condition is met."""

from hukou_cli.base.bilingual import pick
from hukou_cli.base.decimals import ratio_text
from hukou_cli.facts.types import Fact, Value
from hukou_cli.policy.edition import LINES, TOTAL, Edition
from hukou_cli.rules import ast
from hukou_cli.rules.prose import Label
from hukou_cli.scoring.result import Check, Score
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

_NAMED = {LINES: "sum", TOTAL: "total", "as_of": "as_of", "age_on": "age_on"}
"""Names that every policy may use, with the key of their words."""


def labels(edition: Edition, language: Language) -> Label:
    """Return the function that names an edition's facts, options, dates, derived quantities, lines and groups."""
    lines = {indicator.id: indicator.name for indicator, _ in edition.indicators}

    def label(name: str, option: str) -> str:
        fact = edition.facts.get(name)
        if option and fact:
            return pick(fact.choices[option], language)
        table = edition.tables.get(name)
        words = table.name if table else fact.name if fact else lines.get(name) or edition.file.groups.get(name)
        if words is None and name in edition.file.date_names:
            words = edition.calendar.date_name(name)
        if words is not None:
            return pick(words, language)
        return say(_NAMED[name], language) if name in _NAMED else name

    return label


def value_text(fact: Fact | None, value: Value, language: Language) -> str:
    """Return a fact's value in words: an option by its name, a flag as yes or no."""
    match value:
        case bool():
            return say("yes" if value else "no", language)
        case str():
            return pick(fact.choices[value], language) if fact else value
        case int():
            return fact.text(value) if fact else str(value)


def shortfall(check: Check, score: Score, language: Language) -> str:
    """Return how far a measured condition is met, as ``79 of 84 months``; empty for a plain yes or no."""
    node = check.formula
    if check.step is None or not isinstance(node, ast.Compare) or not isinstance(node.left, ast.Name):
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
        say(fact.type, language) if fact.type in ("months", "yuan") else "",
    )


def rank_names(edition: Edition, language: Language) -> list[str]:
    """Return the names of the ranking keys, first key first."""
    label = labels(edition, language)
    return [label(name, "") for name in edition.file.result.rank_by]
