"""A plan as JSON (``hukou-plan/1``) and as CSV."""

from decimal import Decimal

from hukou_cli.base.bilingual import pick
from hukou_cli.base.calendar import date_text, month_text
from hukou_cli.base.decimals import to_decimal
from hukou_cli.policy.endings import endings
from hukou_cli.policy.rounds import RoundId
from hukou_cli.render.csv_cell import cell, csv_text, limit_cells
from hukou_cli.render.json_text import encoded, endings_list, ends
from hukou_cli.render.plan_answer import answer_sentences
from hukou_cli.render.sentences import sentences
from hukou_cli.scoring.changes import LAST_YEAR, Cause, LineChange
from hukou_cli.scoring.forecast import accuracy, back_test
from hukou_cli.scoring.plan_result import Plan, PlanRow
from hukou_cli.text.language import Language

SCHEMA = "hukou-plan/1"

CLAIMED_UP_TO = 3
"""Up to how many rounds ahead the back-test is counted together: further ahead there are too few trials."""


def plan_json(plan: Plan, language: Language) -> str:
    """Return a plan as JSON, ``hukou-plan/1``; docs/json.md describes the keys."""
    heading, first = plan.edition.file.policy, plan.rows[0].score
    return encoded(
        {
            "schema": SCHEMA,
            "estimate": True,
            "city": heading.folder,
            "scheme": heading.scheme,
            "purpose": heading.purpose,
            "edition": plan.edition.id,
            "regime": heading.regime,
            "checked_on": heading.checked_on,
            "endings": endings_list(endings(plan.edition.file, plan.on), language),
            "id": plan.applicant_id,
            "on": plan.on,
            "until": plan.until,
            "goes_on": [{"kind": kind, "from": month_text(month)} for kind, month in plan.goes_on],
            "stands_still": plan.stands_still,
            "grown": plan.grown,
            "not_told": [{"what": what, "from": year} for what, year in plan.not_told],
            "opening_days": plan.opening_days,
            "line": _line(plan, language),
            "rounds": [_row(row) for row in plan.rows],
            "windows": [{"from": window.first.plain, "to": _plain(window.last)} for window in plan.windows],
            "answer": _answer(plan, language),
            "decided_by": list(dict.fromkeys(name for row in plan.rows for name in row.score.decided_by)),
            "assumed": first.assumed,
            "caveats": [{"id": caveat.id, "text": pick(caveat.text, language)} for caveat in first.caveats],
        }
    )


def _plain(round_: RoundId | None) -> int | str | None:
    return None if round_ is None else round_.plain


def _line(plan: Plan, language: Language) -> dict[str, object]:
    """Write what the totals are compared with, the lines that it rests on, and how good such forecasts were."""
    places, past = plan.edition.file.policy.decimals, plan.past
    drawn = past.forecast if plan.kind == "forecast" else None
    table = plan.edition.file.line
    note = None if table is None or drawn is None else table.note
    return {
        "kind": plan.kind,
        "points": plan.rows[0].line if plan.kind in ("pass_mark", "entry_mark", "fixed") else None,
        "line_of": plan.rows[0].score.line_of,
        "known": [{"round": known.round.plain, "points": to_decimal(known.line, places)} for known in past.known],
        "rise": None if drawn is None else to_decimal(drawn.rise, places),
        "spread": None if drawn is None else to_decimal(drawn.spread, places),
        "rounds_ahead": None if drawn is None else drawn.furthest,
        "back_test": None if drawn is None else _back_test(past.points, places),
        "why_none": past.why_none if plan.kind in ("last_known", "none") and plan.edition.is_scored else None,
        "note": note and pick(note, language),
    }


def _back_test(lines: tuple[int, ...], places: int) -> dict[str, object]:
    """Write how many forecasts from earlier lines alone held, and by how much they were off."""
    found = accuracy(back_test(lines))
    near = [each for each in found if each.rounds <= CLAIMED_UP_TO]
    return {
        "up_to": CLAIMED_UP_TO,
        "held": sum(each.held for each in near),
        "of": sum(each.of for each in near),
        "by_rounds_ahead": [
            {
                "rounds": each.rounds,
                "held": each.held,
                "of": each.of,
                "mean_error": to_decimal(each.mean_error, places),
                "largest_error": to_decimal(each.largest_error, places),
            }
            for each in found
        ],
    }


def _row(row: PlanRow) -> dict[str, object]:
    score = row.score
    low, high = row.band or (None, None)
    has_points = bool(score.lines)
    return {
        "round": row.round.plain,
        "counted_to": _as_of(row),
        "announced": row.is_announced,
        "rules_ended": row.rules_ended,
        "total": score.total if has_points else None,
        "total_range": ends(score.total_range) if has_points else None,
        "rank_points": score.rank_points,
        "eligible": score.eligible,
        "failed_gates": score.failed_gates,
        "routes": score.routes,
        "line": row.line,
        "low": low,
        "high": high,
        "may_rise": score.may_rise,
        "may_rise_range": ends(score.may_rise_range),
        "standing": row.standing,
        "reached": row.reached,
        "passes": row.passes,
        "decided_by": score.decided_by,
        "changes": [_change(change) for change in row.changes],
        "turns": [{"kind": turn.kind, "id": turn.id, "passed": turn.passed} for turn in row.turns],
    }


def _as_of(row: PlanRow) -> str | None:
    """Return the counting day of a round."""
    day = row.score.values.get("as_of")
    return date_text(day) if isinstance(day, int) else None


def _change(change: LineChange) -> dict[str, object]:
    return {
        "line": change.line,
        "change": change.change,
        "before": ends(change.before),
        "after": ends(change.after),
        "usual": change.is_usual,
        "capped_at": change.capped_at,
        "decided_by": change.decided_by,
        "because": [_cause(cause) for cause in change.causes],
    }


def _cause(cause: Cause) -> dict[str, object]:
    return {
        "fact": cause.name,
        "before": cause.before,
        "after": cause.after,
        "on": None if cause.on is None else date_text(cause.on),
        "counted_on": None if cause.counted_on is None else date_text(cause.counted_on),
        "left": [date_text(day) if day > LAST_YEAR else day for day in cause.left],
    }


def _answer(plan: Plan, language: Language) -> dict[str, object]:
    answer = plan.answer
    return {
        "possible": _plain(answer.possible),
        "on_trend": _plain(answer.on_trend),
        "sure": _plain(answer.sure),
        "nearest": _plain(answer.nearest),
        "best": _plain(answer.best),
        "beyond": _plain(answer.beyond),
        "last": _plain(answer.last),
        "ended_by": answer.ended_by,
        "text": sentences(answer_sentences(plan, language), language),
    }


def plan_csv(plan: Plan) -> str:
    """Return the rounds of a plan as CSV, a row each; what is not known is an empty cell."""
    return csv_text([_cells(row) for row in plan.rows])


def _cells(row: PlanRow) -> dict[str, object]:
    score = row.score
    low, high = row.band or (None, None)
    limits = score.total_range if score.lines else (Decimal("-Infinity"), Decimal("Infinity"))
    return {
        "round": str(row.round),
        "total": cell(score.total if score.lines else None),
        **limit_cells("total", limits),
        "eligible": cell(score.eligible),
        "failed_gates": " ".join(score.failed_gates),
        "routes": " ".join(score.routes),
        "line": cell(row.line),
        "low": cell(low),
        "high": cell(high),
        "may_rise": cell(score.may_rise),
        "standing": row.standing or "",
        "reached": cell(row.reached),
        "passes": cell(row.passes),
        "rules_ended": cell(row.rules_ended),
    }
