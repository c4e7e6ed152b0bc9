"""The verdict in sentences: eligible or not, at the line or not, by how much, and what decides it."""

from collections.abc import Sequence
from decimal import Decimal

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from hukou_cli.base.bilingual import pick
from hukou_cli.base.points_text import spanned
from hukou_cli.base.redaction import harmless
from hukou_cli.render.edition_text import line_round_text, round_title
from hukou_cli.render.labels import labels
from hukou_cli.render.layout import marks
from hukou_cli.render.sentences import clauses, facts_text, listed, measured, sentences
from hukou_cli.scoring.result import Check, Limits, RouteCheck, Score
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say


def mark(score: Score, to: Console, language: Language) -> Text:
    """Return the mark of the answer: ✓ yes, ✗ no, ? open as facts are missing, · eligible with no line to compare."""
    return Text("·", style="bold") if is_uncompared(score) else marks(to, language)[answer_truth(score)]


def answer_truth(score: Score) -> bool | None:
    """Return the answer: yes, no, or None where missing facts decide it."""
    return None if score.is_open else score.passed


def is_uncompared(score: Score) -> bool:
    """Return whether the answer is no plain yes: eligible with no line to compare, or by rules that have ended."""
    is_ahead = score.edition.is_scored and not score.has_line and score.enters_ranking is not False
    return not score.is_open and bool((score.eligible and is_ahead) or (score.is_enough and not score.passed))


def distance_text(limits: Limits, language: Language) -> str:
    """Return the distance from the line in words: ``16.33 below``, ``3.00 to 5.00 above``, ``at worst 9.00 below``."""
    low, high = limits
    if low == high:
        return _apart(low, language)
    if low.is_finite() and high.is_finite():
        if low * high > 0:
            near, far = sorted(map(abs, limits))
            return say("above_between" if low > 0 else "below_between", language, near, far)
        return say("distance_open", language, _apart(low, language), _apart(high, language))
    if low.is_finite():
        return say("not_less" if low > 0 else "below_at_worst", language, _apart(low, language))
    if high.is_finite():
        return say("not_less" if high < 0 else "above_at_best", language, _apart(high, language))
    return say("undecided", language)


def headline(score: Score, language: Language, width: int | None = None) -> str:
    """Return whether the applicant is in; a condition that fails is named where there is one alone.

    Args:
        score: The result.
        language: The language of the sentence.
        width: Columns that the sentence may take; several things named are counted instead where that is too long.

    """
    if score.eligible and score.last_line is not None and _is_ranked(score):
        return say(_AHEAD[score.enters_ranking], language, _unpublished(score, language))
    if score.eligible:
        return _against_line(score, language)
    if score.eligible is None:
        missing = deciding_eligibility(score)
        named = say("eligible_open", language, facts_text(missing, score.edition, language, most=MOST_MISSING))
        return named if len(missing) == 1 or _fits(named, width) else say("eligible_open_of", language, len(missing))
    gates, vetoes = _failing(score)
    if not gates and not vetoes:
        return say("no_route", language, len(score.route_checks))
    if len(gates) + len(vetoes) == 1:
        return _not_eligible([*vetoes, *gates], score, language)
    said = [say("unmet_of", language, len(gates), len(score.gates))] if gates else []
    said += [say("ruled_out_of", language, len(vetoes))] if vetoes else []
    return say("not_eligible", language, clauses(said, language))


def _fits(text: str, width: int | None) -> bool:
    return width is None or cell_len(text) <= width


def _failing(score: Score) -> tuple[list[Check], list[Check]]:
    """Return the gates that are certainly not met, and the vetoes that certainly apply."""
    return (
        [check for check in score.gates if check.passed is False],
        [check for check in score.vetoes if check.passed is False],
    )


def _not_eligible(shown: Sequence[Check], score: Score, language: Language, *, more: int = 0) -> str:
    """Return the sentence that names what rules out and what is not met, and says how much else does."""
    said = []
    for key, is_veto in (("ruled_out", True), ("unmet", False)):
        named = [
            measured(check, score, language, is_quoted=True) for check in shown if (check in score.vetoes) is is_veto
        ]
        said += [say(key, language, listed(named, language))] if named else []
    said += [say("more_checks", language, more)] if more else []
    return say("not_eligible", language, clauses(said, language))


def deciding_eligibility(score: Score) -> list[str]:
    """Return the missing facts on which it hangs whether somebody is eligible."""
    checks = [*score.gates, *score.vetoes]
    if score.edition.needs_route and not score.routes:
        checks += [need for route in score.route_checks if route.passed is None for need in route.needs]
    deciding = {name for check in checks if check.passed is None for name in check.decided_by}
    return [name for name in score.unknown if name in deciding]


def brief_line(score: Score, language: Language) -> str:
    """Return city, round, whether one is in, the total with its distance from the line, and the id, on one line."""
    name = pick(score.edition.file.policy.name, language)
    who = harmless(score.applicant_id) if score.applicant_id else ""
    parts = (name, round_title(score, language), headline(score, language), figures(score, language), who)
    return " · ".join(part for part in parts if part)


def asides(score: Score, language: Language) -> list[str]:
    """Return what belongs to the answer beside its headline: routes without points, and the least to be ranked."""
    said = []
    if score.expired_on is not None and not score.is_enough:
        said.append(say("expired", language, score.expired_on, _rules_not_seen(score, language)))
    if score.edition.is_scored and score.routes:
        said.append(say("without_points", language, _named_routes(score, language)))
    said += [*_entry(score, language), *_no_cutoff(score, language)]
    if score.unseen:
        names = (pick(line.indicator.name, language) for line in score.unseen)
        said.append(say("unseen_lines", language, listed(names, language)))
    return said


def _rules_not_seen(score: Score, language: Language) -> str:
    """Return which rules were not seen where these have ended: those of the round's year, or of the day."""
    if score.edition.calendar.outlasts_rules(score.round):
        return say("rules_of", language, score.round.year)
    return say("rules_now", language)


MOST_MISSING = 2
"""How many missing facts the answer names; a list below it has all."""


def figures(score: Score, language: Language) -> str:
    """Return the total and its distance from the line, or how much the last line may rise; empty without points."""
    if not score.lines:
        return ""
    if not any(limit.is_finite() for limit in score.total_range):
        return say("total_open", language)
    points = say("points", language, spanned(score.total_range))
    if score.line_of is not None:
        named = labels(score.edition, language)(score.line_of, "")
        points = say("points_of", language, named, spanned(score.compared_range))
    elif not score.has_line and score.last_line is None and score.entry_mark is not None:
        return _against_entry(score, score.entry_mark, points, language)
    if score.last_line is not None:
        return clauses([points, _rise_text(score, language)], language)
    limits = score.distance_range
    if limits is None or score.line is None:
        return points
    is_level = score.distance is not None and not score.distance
    key = "figures_level" if is_level else "figures"
    told = say(key, language, points, distance_text(limits, language), score.line, _line_name(score, language))
    if is_level and score.line_kind != "pass_mark" and score.edition.file.result.ties == "admit_all":
        told += say("level", language)
    cutoff = None if score.line_kind == "pass_mark" else score.cutoff
    if score.compared is not None and cutoff is not None and cutoff.admitted and cutoff.quota:
        told += say("admitted", language, f"{cutoff.admitted:,}", f"{cutoff.quota:,}")
    return told


def _against_entry(score: Score, mark: Decimal, points: str, language: Language) -> str:
    """Return how far the total is from the least to be ranked, where no cut-off is known."""
    limits = (score.total_range[0] - mark, score.total_range[1] - mark)
    key = "figures" if any(limits) else "figures_level"
    return say(key, language, points, distance_text(limits, language), mark, say("the_entry_mark", language))


def _line_name(score: Score, language: Language) -> str:
    """Return what the line is called within a sentence."""
    return say(f"the_{score.line_kind}", language, line_round_text(score.round, language))


def _apart(distance: Decimal, language: Language) -> str:
    return say("above" if distance > 0 else "below", language, abs(distance)) if distance else say("at_line", language)


def answer(score: Score, language: Language, *, most: int | None = None) -> str:
    """Return whether the applicant is eligible and at the line, or which conditions fail or are open.

    Args:
        score: The result.
        language: The language of the sentence.
        most: How many conditions are named at most; the others are counted. By default all are named.

    """
    if score.eligible:
        return sentences([_against_line(score, language), *_no_cutoff(score, language)], language)
    if score.eligible is None:
        missing = facts_text(deciding_eligibility(score), score.edition, language, most=MOST_MISSING)
        return say("eligible_open", language, missing)
    gates, vetoes = _failing(score)
    if not gates and not vetoes:
        return " ".join(_nearest(checked, score, language) for checked in score.nearest_routes[:1])
    failing = [*vetoes, *gates]
    shown = failing[:most]
    return _not_eligible(shown, score, language, more=len(failing) - len(shown))


_AHEAD = {None: "eligible_ahead", True: "ranked_ahead"}
"""The key of the sentence where the line is not published, by whether the points are enough to be ranked."""

_REACHED = {
    "pass_mark": {True: "eligible_pass", False: "eligible_fail", None: "pass_open"},
    "cutoff": {True: "eligible_reached", False: "eligible_below", None: "reached_open"},
    "published_line": {True: "eligible_reached", False: "eligible_below", None: "reached_open"},
}
"""The key of the sentence by kind of line, and by whether it is reached; None is open."""


def _against_line(score: Score, language: Language) -> str:
    """Return, for somebody eligible, whether the line is reached, or the route where no points are needed."""
    edition = score.edition
    if score.is_enough and score.expired_on is not None:
        key = "expired_pass" if edition.is_scored else "expired_eligible"
        return say(key, language, score.expired_on, _rules_not_seen(score, language))
    if not edition.is_scored:
        named = _named_routes(score, language)
        return say("by_route", language, named) if named else say("eligible_plain", language)
    if not _is_ranked(score):
        return say("ranked_open" if score.enters_ranking is None else "not_ranked", language)
    if score.last_line is not None:
        return say(_AHEAD[score.enters_ranking], language, line_ahead_text(score, language))
    if score.line_kind is None:
        return say("ranked" if score.enters_ranking else "eligible", language)
    return say(_REACHED[score.line_kind][score.reached], language, line_round_text(score.round, language))


def _is_ranked(score: Score) -> bool:
    """Return whether the points are certainly enough to be ranked, or no least total is asked for."""
    return not score.edition.has_entry_mark or bool(score.enters_ranking)


def line_ahead_text(score: Score, language: Language) -> str:
    """Return that the line of a round is not published, and by how much the last one may rise until then."""
    return clauses([_unpublished(score, language), _rise_text(score, language)], language)


def _unpublished(score: Score, language: Language) -> str:
    return say("line_ahead", language, line_round_text(score.round, language))


def _rise_text(score: Score, language: Language) -> str:
    """Return by how much the last line may rise until a round whose line is not published."""
    last = score.last_line
    assert last is not None
    of, points = line_round_text(last.published.id, language), last.published.line
    rise = score.may_rise
    if rise is None or not rise or score.eligible is False:
        if rise == 0 and score.eligible:
            return say("may_not_rise", language, of, points)
        return say("last_line" if score.eligible else "last_line_alone", language, of, points)
    pace = "pace_once" if last.rounds == 1 else "pace_period" if score.round.period else "pace_year"
    return say("may_rise" if rise > 0 else "must_fall", language, of, points, abs(rise), say(pace, language))


def _named_routes(score: Score, language: Language) -> str:
    return clauses((pick(checked.route.name, language) for checked in score.route_checks if checked.passed), language)


def _entry(score: Score, language: Language) -> list[str]:
    """Return whether the total is enough to be ranked, where other points decide about admission."""
    if score.line_of is None or score.entry_mark is None:
        return []
    key = {True: "entry_reached", False: "entry_missed", None: "entry_open"}[score.enters_ranking]
    return [say(key, language, spanned(score.total_range), score.entry_mark)]


def _no_cutoff(score: Score, language: Language) -> list[str]:
    """Return, for who may be ranked, that no cut-off is known."""
    is_known = score.has_line or score.last_line is not None
    may_be_ranked = score.eligible and score.edition.has_entry_mark and score.enters_ranking is not False
    return [say("no_cutoff", language)] if may_be_ranked and not is_known else []


def _nearest(checked: RouteCheck, score: Score, language: Language) -> str:
    lacking = clauses((measured(check, score, language) for check in checked.lacking), language)
    return say("nearest_route", language, pick(checked.route.name, language), lacking)
