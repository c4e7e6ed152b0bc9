"""The answer in sentences: who may apply, whether the line is reached, what is missing, how far it is."""

from decimal import Decimal

from rich.text import Text

from hukou_cli.base.bilingual import pick
from hukou_cli.render.labels import clauses, facts_text, measured, signed
from hukou_cli.scoring.result import Score, Way
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say


def mark(score: Score) -> Text:
    """Mark the answer: certainly yes, certainly no, open as facts are missing, or eligible with no line to compare."""
    if score.is_open:
        return Text("?", style="bold yellow")
    if (
        score.eligible
        and score.edition.is_scored
        and (not score.has_line or (score.edition.has_entry_mark and score.reached))
    ):
        return Text("·", style="bold")
    return Text("✓", style="green") if score.passed else Text("✗", style="bold red")


def distance_text(score: Score, language: Language) -> str:
    """Say how far the total is from the line, and how many were admitted there."""
    limits = score.distance_range
    assert limits is not None
    if score.distance is None:
        low, high = (_apart(distance, "at_line", language) for distance in limits)
        text = say("distance_open", language, low, high)
    else:
        all_admitted = score.edition.passes is None and score.edition.file.result.ties == "admit_all"
        text = _apart(score.distance, "level" if all_admitted else "at_line", language)
    cutoff = score.cutoff
    if cutoff and cutoff.admitted and cutoff.quota:
        text += f" ({say('admitted', language, f'{cutoff.admitted:,}', f'{cutoff.quota:,}')})"
    return text


def _apart(distance: Decimal, level: str, language: Language) -> str:
    return say("above" if distance > 0 else "below", language, abs(distance)) if distance else say(level, language)


def verdict(score: Score, language: Language) -> str:
    """Say what is certain of the answer, then between which totals it lies and which missing facts decide it."""
    said = [answer(score, language)]
    if score.edition.is_scored and score.routes:
        said.append(say("without_points", language, _named_ways(score, language)))
    if score.total is None and score.lines:
        facts = facts_text(score.total_decided_by, score.edition, language)
        said.append(say("between", language, *map(signed, score.total_range), facts))
    elif score.is_open and score.decided_by:
        said.append(say("decided_by", language, facts_text(score.decided_by, score.edition, language)))
    return ("" if language == "zh" else " ").join(said)


def answer(score: Score, language: Language, *, most: int | None = None) -> str:
    """Say whether somebody may apply and whether the line is reached, or what fails or is open.

    ``most`` is how many conditions are named; the others are counted.
    """
    checks = (*score.gates, *score.vetoes)
    if score.edition.needs_route and score.eligible is False and all(check.passed for check in checks):
        return " ".join(_nearest(way, score, language) for way in score.nearest_ways[:1])
    if not score.eligible:
        deciding = [check for check in checks if check.passed is False] or [
            check for check in checks if check.passed is None
        ]
        named = [measured(check, score, language) for check in deciding[:most]]
        if most is not None and len(deciding) > most:
            named.append(say("more_checks", language, len(deciding) - most))
        told = clauses(named or [say("way_open", language)], language)
        return say("eligible_open" if score.eligible is None else "not_eligible", language, told)
    if score.routes and not score.edition.is_scored:
        return say("by_route", language, _named_ways(score, language))
    if not score.edition.is_scored:
        return say("eligible_plain", language)
    if not score.has_line:
        return say("eligible", language)
    if score.edition.has_entry_mark:
        said = say({True: "ranked", False: "not_ranked", None: "ranked_open"}[score.reached], language)
        if score.reached is False or score.cutoff is not None:
            return said
        return said + ("" if language == "zh" else " ") + say("no_cutoff", language)
    if score.edition.passes is not None:
        return say({True: "eligible_pass", False: "eligible_fail", None: "pass_open"}[score.reached], language)
    assert score.cutoff is not None
    key = {True: "eligible_reached", False: "eligible_below", None: "reached_open"}[score.reached]
    return say(key, language, score.cutoff.year)


def _named_ways(score: Score, language: Language) -> str:
    return clauses((pick(way.route.name, language) for way in score.ways if way.passed), language)


def _nearest(way: Way, score: Score, language: Language) -> str:
    lacking = clauses((measured(check, score, language) for check in way.lacking), language)
    return say("nearest_way", language, pick(way.route.name, language), lacking)
