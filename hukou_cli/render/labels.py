"""How a screen names things: facts, options, conditions, documents, figures, one after another or alone."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Protocol

from hukou_cli.base.bilingual import pick
from hukou_cli.base.decimals import percent, ratio_text
from hukou_cli.facts.types import Fact, Value
from hukou_cli.policy.edition import LINES, TOTAL, Edition
from hukou_cli.policy.model import (
    CONFIDENCES,
    Citation,
    Confidence,
    Document,
    Gate,
    Indicator,
    Route,
    Veto,
    citations_of,
)
from hukou_cli.policy.rounds import RoundId
from hukou_cli.rules import ast
from hukou_cli.rules.prose import Label
from hukou_cli.scoring.result import Check, Line, Score
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say


def round_text(round_: RoundId, language: Language) -> str:
    """Name a round."""
    return say("round_day" if round_.day else "round_period" if round_.period else "round", language, round_)


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
            words = edition.calendar.date_name(name)
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


def shortfall(check: Check, score: Score, language: Language) -> str:
    """Say how far a measured condition is met, as ``79 of 84 months``; nothing for a plain yes or no."""
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


def measured(check: Check, score: Score, language: Language) -> str:
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


def sentences(said: Iterable[str], language: Language) -> str:
    """Write sentences one after another."""
    return ("" if language == "zh" else " ").join(said)


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


def document_links(document: Document) -> list[str]:
    """Return the addresses of a document, without a scheme, as the policy has them."""
    return document.url.split("；") if document.url else []


def document_lines(document: Document, language: Language) -> str:
    """Name a document, how sure it is and how it was seen; below that its addresses, one a line."""
    note = f" · {pick(document.note, language)}" if document.note else ""
    named = f"{document_text(document)} · {say(document.confidence, language)}{note}"
    return "\n".join([named, *document_links(document)])


def confidences(edition: Edition, language: Language) -> str:
    """Say how sure an edition is."""
    return ", ".join(f"{say(kind, language)} {count}" for kind, count in confidence_counts(edition).items())


def confidence_counts(edition: Edition) -> dict[Confidence, int]:
    """Count how many of an edition's rules are as sure as each kind of source, the weakest they cite.

    Of an edition whose rules were not seen it is how sure its documents are.
    """
    file = edition.file
    rules: list[Gate | Indicator | Veto | Route] = [*file.gate, *file.indicator, *file.veto, *file.route]
    each = [{confidence_of(source, edition) for source in citations_of(rule.source)} for rule in rules]
    weakest = [max(kinds, key=CONFIDENCES.index) for kinds in each]
    weakest = weakest or [document.confidence for document in file.document]
    return {kind: weakest.count(kind) for kind in CONFIDENCES if kind in weakest}


def share_at_line_text(edition: Edition, language: Language) -> str:
    """Say what the reference applicant of an edition has at the line; "" where the edition does not keep it."""
    reference = edition.file.reference
    if reference is None or reference.at_line is None:
        return ""
    at_line = reference.at_line
    share = percent(at_line.share)
    return say("share_at_line", language, share, reference.round, at_line.months, at_line.total)


class Citing(Protocol):
    """What cites documents: an edition, or the table of cities."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """The documents by id."""


def confidence_of(source: Citation, file: Citing) -> Confidence:
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


def share_text(score: Score, language: Language) -> str:
    """Say which share of the total insurance and residence have."""
    limits = score.core_share_range
    if limits is None:
        return say("undecided" if score.total_range[1] > 0 else "no_share", language)
    low, high = map(percent, limits)
    return say("share", language, low) if low == high else say("share_open", language, low, high)
