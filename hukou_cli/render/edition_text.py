"""Editions in words, with their rounds and the lines of these."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from hukou_cli.base.bilingual import pick
from hukou_cli.base.decimals import percent
from hukou_cli.base.redaction import visible
from hukou_cli.base.toml_source import overlay_path
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.endings import Ending
from hukou_cli.policy.round_calendar import RoundState
from hukou_cli.policy.rounds import PublishedRound, RoundId, read_round
from hukou_cli.render.labels import labels
from hukou_cli.scoring.result import Score
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
