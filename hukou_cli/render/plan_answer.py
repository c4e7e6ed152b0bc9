"""The answer of a plan in sentences: when one gets in, how surely, and until when."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise, takewhile

from hukou_cli.base.bilingual import pick
from hukou_cli.base.decimals import to_decimal
from hukou_cli.base.points_text import signed, spanned
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.round_calendar import LastLine
from hukou_cli.policy.rounds import RoundId
from hukou_cli.render.edition_text import line_round_text
from hukou_cli.render.labels import labels
from hukou_cli.render.sentences import facts_text, listed, measured
from hukou_cli.scoring.past_lines import PastLines
from hukou_cli.scoring.plan_answer import windows_of
from hukou_cli.scoring.plan_result import Plan, PlanRow, PlanWindow
from hukou_cli.scoring.rounds_ahead import LineAhead
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say


def answer_sentences(plan: Plan, language: Language) -> list[str]:
    """Return the sentences that answer when one gets in, the first that fits first."""
    if all(row.score.eligible is False for row in plan.rows) and not plan.windows:
        said = [say("plan_never", language, plan.until, _failing(plan.rows[-1], language))]
    elif plan.kind == "forecast":
        said = list(_forecast(plan, language))
    elif plan.kind in ("last_known", "none") and plan.edition.is_scored:
        said = list(_unknown_line(plan, language))
    else:
        said = list(_windows(plan, language))
    said += _open(plan, language)
    said += _without_points(plan, language)
    if plan.answer.last is not None:
        names = listed((_condition(plan, id_, language) for id_ in plan.answer.ended_by), language)
        key = "plan_last_day" if plan.answer.last.day else "plan_last"
        said.append(say(key, language, round_name(plan.answer.last, language), names))
    return said


def _without_points(plan: Plan, language: Language) -> Iterator[str]:
    """Yield, beside points, when a route holds that needs none."""
    edition = plan.edition
    if not edition.is_scored or edition.needs_route or not edition.routes:
        return
    for number, route in enumerate(edition.file.route):
        found = windows_of(plan.rows, lambda row, at=number: row.score.route_checks[at].passed)  # type: ignore[misc]
        if spans := [_window(window, plan, language, with_total=False) for window in found]:
            when = say("plan_again", language).join(spans)
            yield say("plan_without_points", language, when, pick(route.name, language))


def _open(plan: Plan, language: Language) -> Iterator[str]:
    """Yield what decides where the answer is open, or else where totals alone are."""
    undecided = [row for row in plan.rows if _is_open(row, plan)]
    names = dict.fromkeys(name for row in undecided or plan.rows for name in row.score.decided_by)
    if names:
        yield say("plan_open" if undecided else "plan_open_totals", language, facts_text(names, plan.edition, language))


def _is_open(row: PlanRow, plan: Plan) -> bool:
    """Return whether missing facts decide if a row is enough, or, of a line not known, if one may apply."""
    if plan.kind in ("last_known", "none") and plan.edition.is_scored:
        return row.score.eligible is None
    if plan.kind == "entry_mark":
        return row.score.eligible is not False and (row.reached is None or (row.reached and row.score.eligible is None))
    return row.passes is None and bool(row.score.decided_by)


def round_name(round_: RoundId, language: Language) -> str:
    """Return a round within a sentence: ``2027``, ``2027年``, ``2027-1期`` or a day."""
    return str(round_) if round_.day else line_round_text(round_, language)


def line_ahead_name(kind: LineAhead, past: PastLines, language: Language) -> str:
    """Return what the line of later rounds is called, by what it is."""
    match kind:
        case "forecast":
            return say("whatif_line_forecast", language, line_round_text(past.known[-1].round, language))
        case "entry_mark":
            return say("entry_mark", language)
        case "pass_mark":
            return say("mark", language)
        case _:
            return say("score_line_head", language)


def _forecast(plan: Plan, language: Language) -> Iterator[str]:
    answer, rows = plan.answer, {row.round: row for row in plan.rows}
    if answer.sure is not None and answer.sure == answer.on_trend:
        yield say(
            "plan_sure", language, round_name(answer.sure, language), spanned(rows[answer.sure].score.total_range)
        )
    elif answer.on_trend is not None:
        row = rows[answer.on_trend]
        yield say("plan_on_trend", language, round_name(row.round, language), spanned(row.score.total_range), row.line)
        yield say("plan_in_round", language, round_name(row.round, language), _needs(row, language))
    elif answer.nearest is not None or answer.best is not None:
        if answer.possible is None:
            yield say("plan_below_up_to", language, _horizon(plan, language))
        yield _best(plan, rows, language)
        if answer.possible is not None:
            yield _rose(plan, language)
    else:
        yield from _undecided(plan, language)
    if answer.on_trend is None and answer.beyond is not None:
        drawn = plan.past.forecast
        yield say("plan_beyond", language, round_name(answer.beyond, language), 0 if drawn is None else drawn.furthest)


def _undecided(plan: Plan, language: Language) -> Iterator[str]:
    """Say that it cannot be told whether one gets in, and up to when it can: below the band, whatever is missing."""
    below = list(takewhile(lambda row: row.standing == "below" or row.score.eligible is False, plan.rows))
    if any(row.standing == "below" for row in below):
        yield say("plan_below_up_to", language, round_name(below[-1].round, language))
    if len(below) < len(plan.rows):
        yield say("plan_undecided", language)


def _horizon(plan: Plan, language: Language) -> str:
    """Return the last round whose line is forecast."""
    return round_name(next(row.round for row in reversed(plan.rows) if row.band is not None), language)


def _rose(plan: Plan, language: Language) -> str:
    """Return by how much the line last rose, whether it ever rose by less, and that one does not get in so."""
    lines = plan.past.points
    rises = [after - before for before, after in pairwise(lines)]
    last = signed(to_decimal(rises[-1], plan.edition.file.policy.decimals))
    key = "plan_rose_least" if rises[-1] == min(rises) else "plan_rose"
    return say(key, language, last, _horizon(plan, language))


def _best(plan: Plan, rows: dict[RoundId, PlanRow], language: Language) -> str:
    """Return which round is the best, what it needs, and that what follows is worse where that is so."""
    best = plan.answer.best or plan.answer.nearest
    assert best is not None
    said = say("plan_best", language, round_name(best, language), _needs(rows[best], language))
    later = [row for row in plan.rows if row.round > best and row.standing is not None]
    if later and all(row.standing == "below" for row in later) and rows[best].standing not in ("below", None):
        said += ("" if language == "zh" else " ") + say("plan_falls_behind", language)
    return said


def _needs(row: PlanRow, language: Language) -> str:
    """Return by how much the line may rise a round, or must fall, for a row to get in."""
    limits = row.score.may_rise_range
    rise = Decimal(0) if limits is None else limits[0]
    if not rise:
        return say("plan_needs_no_rise", language)
    last = row.score.last_line
    pace = "pace_once" if last is not None and last.rounds == 1 else "pace_period" if row.round.period else "pace_year"
    return say("plan_needs_fall" if rise < 0 else "plan_needs_rise", language, abs(rise), say(pace, language))


def _unknown_line(plan: Plan, language: Language) -> Iterator[str]:
    """Say that no forecast is made, and why; then what is exact all the same."""
    why, known = plan.past.why_none, plan.past.known
    places = plan.edition.file.policy.decimals
    last = known[-1] if known else None
    of = "" if last is None else round_name(last.round, language)
    points = "" if last is None else signed(Decimal(last.line).scaleb(-places))
    if why == "quota_changed" and last is not None:
        yield say("plan_quota_changed", language, of, points, f"{plan.past.quota or 0:,}", f"{last.quota or 0:,}")
    elif why == "too_few" and last is not None:
        yield say("plan_too_few", language, of, points, len(known))
    elif why == "refused" and last is not None:
        yield say("plan_no_series", language, of, points)
    elif plan.kind == "none":
        yield say("plan_no_line", language)
    yield from _paces(plan, language)
    spans = [_window(window, plan, language) for window in windows_of(plan.rows, lambda row: row.score.eligible)]
    if spans:
        yield say("plan_eligible", language, say("plan_again", language).join(spans))


_FROM = {"pass_mark": "plan_apply", "entry_mark": "plan_ranked", "fixed": "plan_reach", "none": "plan_meet"}
"""The key of the sentence that says when it is enough, by what it is compared with."""


def _windows(plan: Plan, language: Language) -> Iterator[str]:
    if plan.edition.file.policy.regime == "open":
        yield say("plan_open_to_all", language)
    open_ = any(_is_open(row, plan) for row in plan.rows)
    if not plan.windows:
        last = round_name(plan.rows[-1].round, language)
        undecided = "plan_undecided_conditions" if plan.kind == "none" else "plan_undecided_marks"
        yield say(undecided, language) if open_ else say("plan_not_by", language, last)
        return
    spans = say("plan_again", language).join(_window(window, plan, language) for window in plan.windows)
    said = say(_FROM[plan.kind], language, spans)
    first = next((row for row in plan.rows if row.round == plan.windows[0].first), None)
    if first is not None and first.rules_ended:
        said = say("plan_by_ended_rules", language, f"{said[0].lower()}{said[1:]}")
    yield said
    if open_:
        yield say("plan_undecided_else", language)
    if plan.kind == "entry_mark":
        yield from _of_the_ranked(plan, language)


def _of_the_ranked(plan: Plan, language: Language) -> Iterator[str]:
    """Say who gets in of those ranked: as far as a past cut-off tells, which may be of other points than the total."""
    yield say("plan_ranked_only", language)
    best = next((row for row in plan.rows if row.round == plan.answer.best), None)
    last = None if best is None else best.score.last_line
    if last is None:
        return
    yield last_cutoff_text(plan.edition, last, language)
    yield from _paces(plan, language)


def last_cutoff_text(edition: Edition, last: LastLine, language: Language) -> str:
    """Return the last cut-off that is known, and of which points it is."""
    known = last.published
    named = "" if known.line_of is None else labels(edition, language)(known.line_of, "")
    of = say("plan_points_of", language, f"{named[0].lower()}{named[1:]}") if named else ""
    return say("plan_last_cutoff", language, known.line, line_round_text(known.id, language), of)


def _paces(plan: Plan, language: Language) -> Iterator[str]:
    """Say of the first round that the last line does not rule out, and of the best one, what they need."""
    rows = {row.round: row for row in plan.rows}
    best = plan.answer.best
    if best is None:
        return
    open_ = (row for row in plan.rows if row.score.eligible and row.reached is not False)
    first = next((row for row in open_ if (row.score.may_rise or 0) >= 0), rows[best])
    if first.round != best and first.score.may_rise is not None:
        yield say("plan_in_round", language, round_name(first.round, language), _needs(first, language))
    yield _best(plan, rows, language)


def _window(window: PlanWindow, plan: Plan, language: Language, *, with_total: bool = True) -> str:
    """Return from when to when, with the total at the beginning."""
    row = next((row for row in plan.rows if with_total and row.round == window.first), None)
    first = round_name(window.first, language) if row is None else _with_total(row, language)
    if window.last is None:
        return say("plan_from", language, first)
    if window.last == window.first:
        return first
    return say("plan_span", language, first, round_name(window.last, language))


def _with_total(row: PlanRow, language: Language) -> str:
    """Return a round, with its total where something of that is known."""
    name = round_name(row.round, language)
    if not row.score.lines or not any(limit.is_finite() for limit in row.score.total_range):
        return name
    return say("plan_with_total", language, name, spanned(row.score.total_range))


def _failing(row: PlanRow, language: Language) -> str:
    """Return the conditions that a row fails, by name."""
    checks = [check for check in (*row.score.gates, *row.score.vetoes) if check.passed is False]
    if not checks:
        return say("plan_no_route", language)
    return listed((measured(check, row.score, language) for check in checks), language)


def _condition(plan: Plan, id_: str, language: Language) -> str:
    rules = {check.id: check.rule.name for row in plan.rows[:1] for check in (*row.score.gates, *row.score.vetoes)}
    return pick(rules[id_], language) if id_ in rules else id_
