"""Names of things in words: rounds, facts, options, conditions, editions, and lists of them."""

import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from hukou_cli.base.bilingual import pick
from hukou_cli.base.decimals import percent, ratio_text
from hukou_cli.base.errors import Finding
from hukou_cli.base.redaction import visible
from hukou_cli.base.toml_source import overlay_path
from hukou_cli.facts.types import Fact, Value
from hukou_cli.policy.edition import LINES, TOTAL, Edition
from hukou_cli.policy.endings import Ending
from hukou_cli.policy.round_calendar import RoundState
from hukou_cli.policy.rounds import PublishedRound, RoundId, read_round
from hukou_cli.rules import ast
from hukou_cli.rules.prose import Label, arithmetic
from hukou_cli.scoring.result import Check, Line, Score
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say


def round_text(round_: RoundId, language: Language) -> str:
    """Return a round in words, as ``round 2026``."""
    if round_.period:
        return say("round_period", language, line_round_text(round_, language))
    return say("round_day" if round_.day else "round", language, round_)


def round_title(score: Score, language: Language) -> str:
    """Return the round of a score in words, marked where it is over or not announced: ``round 2024 (over)``."""
    return marked_round(score.round, score.round_state, language)


def marked_round(round_: RoundId, state: RoundState | None, language: Language) -> str:
    """Return a round in words, marked where it is over or not announced."""
    named = round_text(round_, language)
    key = _ROUND_MARKS.get(state or "")
    return f"{named}{say(key, language)}" if key else named


_ROUND_MARKS = {"over": "round_over", "projected": "round_projected"}
"""The key of the mark of a round by its state."""


_NAMED = {LINES: "sum", TOTAL: "total", "as_of": "as_of", "age_on": "age_on"}
"""Names that every policy may use, with the key of their words."""


def city_title(edition: Edition, language: Language) -> str:
    """Return the name of an edition's city, with that of its scheme where it has one."""
    heading = edition.file.policy
    scheme = f" {pick(heading.scheme_name, language)}" if heading.scheme_name is not None else ""
    return pick(heading.name, language) + scheme


def checked_text(edition: Edition, language: Language) -> str:
    """Return when an edition was last compared with its sources; of a draft, which nobody has, that it is one."""
    if edition.is_draft:
        return say("draft", language, edition.id)
    return say("checked", language, edition.file.policy.checked_on)


def dated_text(edition: Edition, language: Language) -> tuple[str, str]:
    """Return from when an edition is in force, and when it was last compared with its sources."""
    return say("edition", language, edition.file.policy.in_force_from), checked_text(edition, language)


def english_note(edition: Edition, language: Language) -> str:
    """Return how many texts of an edition have no English, and where to write it; else, and in Chinese, nothing."""
    if language != "en" or not edition.path:
        return ""
    from hukou_cli.base.translation import ARTICLE, texts_in  # no score has it to say in JSON

    lacking = sum(words.lacks_english for path, words in texts_in(edition.file) if path[-1] != ARTICLE)
    file = visible(overlay_path(Path(edition.path)).name)
    return say("english_lacking", language, lacking, edition.id, file) if lacking else ""


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


def rank_names(edition: Edition, language: Language) -> list[str]:
    """Return the names of the ranking keys, first key first."""
    label = labels(edition, language)
    return [label(name, "") for name in edition.file.result.rank_by]


def in_force_text(edition: Edition, language: Language) -> str:
    """Return from when, and up to when where that is known, an edition is in force."""
    heading = edition.file.policy
    if heading.in_force_to is None:
        return say("in_force", language, heading.in_force_from)
    return say("was_in_force", language, heading.in_force_from, heading.in_force_to)


def number_text(edition: Edition, language: Language) -> str:
    """Return the document number of an edition, or that it was not seen."""
    return edition.file.policy.number or say("no_number", language)


def title_text(edition: Edition, language: Language) -> str:
    """Return the title of an edition's measures with the document number."""
    return f"{pick(edition.file.policy.title, language)} · {number_text(edition, language)}"


def note_sentences(notes: Iterable[Finding], language: Language) -> list[str]:
    """Return notes as sentences that stand alone."""
    stop = "。" if language == "zh" else "."
    said = (note.sentence(language) for note in notes)
    return [f"{text[0].upper()}{text[1:]}{stop}" for text in said]


def ending_texts(found: Iterable[Ending], language: Language) -> list[str]:
    """Return a sentence for each thing that has ended or is about to."""
    said = []
    for ending in found:
        kind = "document" if ending.document else "edition"
        named = (ending.document.number or ending.document.title) if ending.document else ""
        said.append(say(f"{kind}_{'ended' if ending.has_ended else 'ends'}", language, ending.day, named))
    return said


def ending_mark(ending: Ending, language: Language) -> str:
    """Return in a few words what has ended or is about to: ``ended 2026-11-16``, and of which document."""
    said = say("ended" if ending.has_ended else "ends", language, ending.day)
    return f"{ending.document.number or ending.document.title} {said}" if ending.document else said


def line_texts(known: PublishedRound, edition: Edition, language: Language) -> list[str]:
    """Return the lines of a round, each with its kind, and with what it is of where that is not the total."""
    mark = "entry_mark" if edition.file.policy.regime == "ranking" else "mark"
    lines = (("cutoff_short", known.cutoff), ("published_line", known.published_line), (mark, known.pass_mark))
    told = [f"{say(kind, language)} {points}" for kind, points in lines if points is not None]
    if known.line_of is None:
        return told
    return [say("line_of", language, line, labels(edition, language)(known.line_of, "")) for line in told]


def line_name(known: PublishedRound, language: Language) -> str:
    """Return what the line of a round is called, as ``Cut-off 2026``."""
    kind = "cutoff" if known.cutoff is not None else "published_line_of"
    return say(kind, language, line_round_text(known.id, language))


def line_round_text(round_: RoundId, language: Language) -> str:
    """Return a round as the name of its line has it: ``2026年``, ``2026年第1期``."""
    return say("line_of_period" if round_.period else "line_of_year", language, round_.year, round_.period)


def line_row(score: Score, language: Language) -> tuple[str, Decimal] | None:
    """Return the name and the points of the line, or of the last one where that of the round is not published.

    None where there is neither, and where the rules ask for more than a total.
    """
    if score.cutoff is not None and score.line_kind in ("cutoff", "published_line"):
        known = score.cutoff
    elif score.last_line is not None:
        known = score.last_line.published
    elif score.line is not None and score.line_kind is not None:
        return say("mark", language), score.line
    else:
        return None
    assert known.line is not None
    named = line_name(known, language)
    if known.line_of is not None:
        named = say("line_of", language, named, labels(score.edition, language)(known.line_of, ""))
    return named, known.line


def share_at_line_text(edition: Edition, language: Language) -> str:
    """Return the reference applicant's share at the line in words; empty where the edition does not keep it."""
    reference = edition.file.reference
    if reference is None or reference.at_line is None:
        return ""
    at_line, round_ = reference.at_line, read_round(reference.round)
    of = reference.round if round_ is None else round_text(round_, language)
    return say("share_at_line", language, percent(at_line.share), of, at_line.months, at_line.total)


def share_text(score: Score, language: Language) -> str:
    """Return the share of insurance and residence in the total, or why there is none."""
    limits = score.core_share_range
    if limits is None:
        return say("undecided" if score.total_range[1] > 0 else "no_share", language)
    low, high = map(percent, limits)
    return say("share", language, low) if low == high else say("share_open", language, low, high)
