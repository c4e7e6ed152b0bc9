"""Lists, clauses and sentences, and what of a condition or a line is open."""

import re
from collections.abc import Iterable
from decimal import Decimal

from hukou_cli.base.bilingual import pick
from hukou_cli.base.errors import Finding
from hukou_cli.policy.edition import Edition
from hukou_cli.render.labels import shortfall
from hukou_cli.rules.prose import Label, arithmetic
from hukou_cli.scoring.result import Check, Line, Score
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say


def measured(check: Check, score: Score, language: Language, *, is_quoted: bool = False) -> str:
    """Return a condition's name with how far it is met, or with the facts that decide it where it is open.

    A fact that is called as the condition is not named twice. Within a sentence that says that the condition is not met
    its name is quoted, as it says what is asked for: 未满足“无刑事犯罪记录”.
    """
    name = pick(check.rule.name, language)
    if is_quoted:
        name = f"“{name.replace('“', '‘').replace('”', '’')}”"
    if check.passed is None:
        deciding = facts_text(check.decided_by, score.edition, language)
        measure = say("depends", language, deciding) if deciding != name else ""
    else:
        measure = shortfall(check, score, language)
    return say("bracketed", language, name, measure) if measure else name


def left_open(line: Line, edition: Edition, language: Language, *, most: int | None = None) -> str:
    """Return, for a line that was not calculated, the facts that decide it, or that none of those missing does.

    Args:
        line: The line.
        edition: The policy.
        language: The language of the text.
        most: How many facts are named, the others counted; by default all are named.

    """
    if line.points is not None:
        return say("settled", language)
    own = line.indicator.points_fact
    is_unseen = line.indicator.unseen is not None and own in line.decided_by
    others = [name for name in line.decided_by if name != own or not is_unseen]
    if not others:
        return say("rule_unseen", language)
    low, high = line.points_range
    kind = "depends_no_lower" if not low.is_finite() else "depends" if high.is_finite() else "depends_no_upper"
    said = say(kind, language, facts_text(others, edition, language, most=most))
    return clauses([said, say("rule_unseen", language)], language) if is_unseen else said


def line_arithmetic(line: Line, edition: Edition, label: Label, language: Language) -> str:
    """Return a line's calculation up to its points, with the last rounding where that changes the figure."""
    if line.points is None or line.step is None:
        return left_open(line, edition, language)
    text = arithmetic(line.step, label, language)
    if Decimal(line.step.value) / Decimal(line.formula.den) == line.points:
        return text
    from hukou_cli.base.points_text import signed

    return f"{text} ≈ {signed(line.points)}"


def facts_text(names: Iterable[str], edition: Edition, language: Language, *, most: int | None = None) -> str:
    """Return a list of facts by name; beyond so many, if there are two more at least, how many more there are."""
    return listed((pick(edition.facts[name].name, language) for name in names), language, most=most)


def listed(names: Iterable[str], language: Language, *, most: int | None = None) -> str:
    """Return a list of names, with the commas of the language; full ones where a Chinese name has one of a list.

    >>> listed(["本人、配偶有住房", "学历"], "zh"), listed(["空行 2 行", "合计行 2 行（第 5、8 行）"], "zh")
    ('本人、配偶有住房，学历', '空行 2 行、合计行 2 行（第 5、8 行）')

    Args:
        names: The names.
        language: The language.
        most: How many are named; if there are two more at least, it is said how many. By default all are named.

    """
    named = [*names]
    if most is not None and len(named) > most + 1:
        return say("more_missing", language, listed(named[:most], language), len(named) - most)
    if language == "en":
        return ", ".join(named)
    bare = [re.sub("（[^）]*）", "", name) for name in named]
    is_split = any("、" in name for name in bare) and not any("，" in name for name in bare)
    return ("，" if is_split else "、").join(named)


def clauses(said: Iterable[str], language: Language) -> str:
    """Return a list of clauses, which may hold commas, with the semicolons of the language."""
    return ("；" if language == "zh" else "; ").join(said)


def sentences(said: Iterable[str], language: Language) -> str:
    """Return sentences as a paragraph; Chinese takes no blanks between them."""
    return ("" if language == "zh" else " ").join(said)


def note_sentences(notes: Iterable[Finding], language: Language) -> list[str]:
    """Return notes as sentences that stand alone."""
    stop = "。" if language == "zh" else "."
    said = (note.sentence(language) for note in notes)
    return [f"{text[0].upper()}{text[1:]}{stop}" for text in said]
