"""The verdict in sentences: eligible or not, at the line or not, by how much, and what decides it."""

from decimal import Decimal

from rich.text import Text

from hukou_cli.base.bilingual import pick
from hukou_cli.render.labels import clauses, facts_text, labels, line_round_text, listed, measured, sentences
from hukou_cli.render.number import signed
from hukou_cli.scoring.result import RouteCheck, Score
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say


def mark(score: Score) -> Text:
    """Return the mark of the answer: ✓ yes, ✗ no, ? open as facts are missing, · eligible with no line to compare."""
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
    """Return the distance from the line in words, and how many were admitted there; or that there is no line yet."""
    limits = score.distance_range
    if limits is None:
        return say("line_unpublished", language, line_round_text(score.round, language))
    if score.distance is None:
        known = [_apart(distance, "at_line", language) for distance in limits if distance.is_finite()]
        ends = [limit.is_finite() for limit in limits]
        text = say(_DISTANCES[ends[0], ends[1]], language, *known)
    else:
        all_admitted = score.edition.passes is None and score.edition.file.result.ties == "admit_all"
        text = _apart(score.distance, "level" if all_admitted else "at_line", language)
    cutoff = score.cutoff
    if cutoff and cutoff.admitted and cutoff.quota:
        text += f" ({say('admitted', language, f'{cutoff.admitted:,}', f'{cutoff.quota:,}')})"
    return text


_DISTANCES = {
    (True, True): "distance_open",
    (True, False): "distance_from",
    (False, True): "distance_to",
    (False, False): "undecided",
}
"""The key of the words by whether the lower and the upper limit of a distance are known."""


def _apart(distance: Decimal, level: str, language: Language) -> str:
    return say("above" if distance > 0 else "below", language, abs(distance)) if distance else say(level, language)


def verdict(score: Score, language: Language) -> str:
    """Return the answer, then the limits of an open total and the missing facts that decide it."""
    said = [answer(score, language)]
    if score.edition.is_scored and score.routes:
        said.append(say("without_points", language, _named_routes(score, language)))
    if score.total is None and score.lines:
        said.append(_open_total(score, language))
    elif score.is_open and score.decided_by:
        said.append(say("decided_by", language, facts_text(score.decided_by, score.edition, language)))
    return sentences(said, language)


def _open_total(score: Score, language: Language) -> str:
    """Return the limits of the total, the facts that decide it, and the lines whose rules were not seen."""
    unseen = {line.indicator.points_fact for line in score.unseen}
    told = [name for name in score.total_decided_by if name not in unseen]
    reasons = [say("deciding", language, facts_text(told, score.edition, language))] if told else []
    if unseen:
        names = (pick(line.indicator.name, language) for line in score.unseen)
        reasons.append(say("not_seen", language, listed(names, language)))
    low, high = score.total_range
    kind = "between" if high.is_finite() and low.is_finite() else "total_from" if low.is_finite() else "total_to"
    kind = kind if low.is_finite() or high.is_finite() else "total_open"
    limits = [signed(limit) for limit in (low, high) if limit.is_finite()]
    return say(kind, language, *limits, clauses(reasons, language))


def answer(score: Score, language: Language, *, most: int | None = None) -> str:
    """Return whether the applicant is eligible and at the line, or which conditions fail or are open.

    Args:
        score: The result.
        language: The language of the sentence.
        most: How many conditions are named at most; the others are counted. By default all are named.

    """
    if score.eligible:
        return _against_line(score, language)
    checks = (*score.gates, *score.vetoes)
    if score.edition.needs_route and score.eligible is False and all(check.passed for check in checks):
        return " ".join(_nearest(checked, score, language) for checked in score.nearest_routes[:1])
    deciding = [check for check in checks if check.passed is False] or [
        check for check in checks if check.passed is None
    ]
    named = [measured(check, score, language) for check in deciding[:most]]
    if most is not None and len(deciding) > most:
        named.append(say("more_checks", language, len(deciding) - most))
    told = clauses(named or [say("route_open", language)], language)
    return say("eligible_open" if score.eligible is None else "not_eligible", language, told)


_REACHED = {
    "entry_mark": {True: "ranked", False: "not_ranked", None: "ranked_open"},
    "pass_mark": {True: "eligible_pass", False: "eligible_fail", None: "pass_open"},
    "cutoff": {True: "eligible_reached", False: "eligible_below", None: "reached_open"},
    "published_line": {True: "eligible_reached", False: "eligible_below", None: "reached_open"},
}
"""The key of the sentence by kind of line, and by whether it is reached; None is open."""


def _against_line(score: Score, language: Language) -> str:
    """Return, for somebody eligible, whether the line is reached, or the route where no points are needed."""
    edition = score.edition
    if not edition.is_scored:
        named = _named_routes(score, language)
        return say("by_route", language, named) if named else say("eligible_plain", language)
    if score.last_line is not None:
        return say("eligible_ahead", language, line_ahead_text(score, language))
    if score.line_kind is None:
        return say("eligible", language)
    said = [say(_REACHED[score.line_kind][score.reached], language, line_round_text(score.round, language))]
    if score.line_kind == "entry_mark" and score.reached is not False and score.cutoff is None:
        said.append(_other_cutoffs(score, language))
    return sentences(said, language)


def line_ahead_text(score: Score, language: Language) -> str:
    """Return that the line of a round is not published, and by how much the last one may rise until then."""
    last = score.last_line
    assert last is not None
    told = [line_round_text(round_, language) for round_ in (score.round, last.published.id)]
    rise = score.may_rise
    if rise is None or not rise:
        return say("line_ahead" if rise is None else "may_not_rise", language, *told, last.published.line)
    pace = "pace_once" if last.rounds == 1 else "pace_period" if score.round.period else "pace_year"
    kind = "may_rise" if rise > 0 else "must_fall"
    return say(kind, language, *told, last.published.line, abs(rise), say(pace, language))


def _named_routes(score: Score, language: Language) -> str:
    return clauses((pick(checked.route.name, language) for checked in score.route_checks if checked.passed), language)


def _other_cutoffs(score: Score, language: Language) -> str:
    """Return that no cut-off is known, or of which points other than the total those known are."""
    edition = score.edition
    others = [known.line_of for id_, known in edition.calendar.rounds.items() if id_ <= score.round and known.line_of]
    if not others:
        return say("no_cutoff", language)
    return say("cutoff_of_others", language, labels(edition, language)(others[-1], ""))


def _nearest(checked: RouteCheck, score: Score, language: Language) -> str:
    lacking = clauses((measured(check, score, language) for check in checked.lacking), language)
    return say("nearest_route", language, pick(checked.route.name, language), lacking)
