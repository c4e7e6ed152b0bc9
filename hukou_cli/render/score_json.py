"""A score as JSON, ``hukou-score/1``; docs/json.md describes the keys."""

from typing import TYPE_CHECKING

from hukou_cli.base.bilingual import pick
from hukou_cli.base.calendar import date_text, month_text
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.procedure import Statement
from hukou_cli.policy.round_calendar import LastLine
from hukou_cli.policy.rounds import RoundId, read_round
from hukou_cli.render.json_text import encoded, endings_list, ends, source_list
from hukou_cli.render.labels import labels, shortfall
from hukou_cli.rules import ast
from hukou_cli.rules.ast import Formula
from hukou_cli.rules.evaluator import Step
from hukou_cli.rules.prose import Label, arithmetic, quantity_text, words
from hukou_cli.rules.record_sets import CLAIMED
from hukou_cli.scoring.defaults import defaults_of
from hukou_cli.scoring.result import Check, Line, RouteCheck, Score
from hukou_cli.text.language import Language

if TYPE_CHECKING:  # records cost time to import, and only --explain needs them
    from collections.abc import Mapping

    from hukou_cli.records.trace import CountTrace
    from hukou_cli.scoring.breaks import Break

SCHEMA = "hukou-score/1"


def score_json(score: Score, language: Language, *, traces: "Mapping[str, CountTrace] | None" = None) -> str:
    """Return a score as JSON: exact decimal numbers, names and sentences in one language.

    Args:
        score: The result.
        language: The language of names and sentences.
        traces: How facts were counted from records; with them every step of the calculation is written too.

    """
    answer = {
        **_heading(score, language),
        **_verdict(score, language),
        "lines": [_line(line, score, language, explain=traces is not None) for line in score.lines],
        **_figures(score),
        **_remarks(score, language),
        "procedure": _procedure(score.edition, score.round, language),
        "papers": _papers(score.edition, language),
        **({} if traces is None else _explanation(score, traces, language)),
    }
    return encoded(answer)


def _heading(score: Score, language: Language) -> dict[str, object]:
    heading = score.edition.file.policy
    return {
        "schema": SCHEMA,
        "estimate": True,
        "city": heading.folder,
        "purpose": heading.purpose,
        "round": score.round.plain,
        "round_state": score.round_state,
        "edition": {
            "id": score.edition.id,
            "title": pick(heading.title, language),
            "number": heading.number,
            "issuer": heading.issuer and pick(heading.issuer, language),
            "regime": heading.regime,
            "checked_on": heading.checked_on,
        },
        "endings": endings_list(score.endings, language),
        "id": score.applicant_id,
    }


def _verdict(score: Score, language: Language) -> dict[str, object]:
    """Write whether the applicant is eligible, with every gate, veto and route, and the place of registration."""
    return {
        "passed": score.passed,
        "expired_on": score.expired_on,
        "eligible": score.eligible,
        "failed_gates": score.failed_gates,
        "gates": [_check(check, score, language) for check in score.gates],
        "vetoes": [_check(check, score, language) for check in score.vetoes],
        "routes": [_route(checked, score, language) for checked in score.route_checks],
        "place": _place(score, language),
    }


def _figures(score: Score) -> dict[str, object]:
    """Write the sums and how far they are from the line."""
    mark = None if score.edition.has_entry_mark else score.edition.pass_mark
    cutoff = None if score.line_kind == "pass_mark" else score.cutoff
    last = score.last_line
    distance = {"distance": score.distance, "distance_range": ends(score.distance_range)}
    has_points = bool(score.lines)  # the sum of no lines is no total of 0
    return {
        "core_points": score.core if has_points else None,
        "core_points_range": ends(score.core_range) if has_points else None,
        "core_share": score.core_share,
        "core_share_range": score.core_share_range,
        "share_at_line": _share_at_line(score.edition),
        "total": score.total if has_points else None,
        "total_range": ends(score.total_range) if has_points else None,
        "rank_points": score.rank_points,
        "rank_points_range": ends(score.rank_range),
        "enters_ranking": score.enters_ranking,
        "entry_mark": _entry_mark(score),
        "reached": score.reached,
        "line": score.line_kind and {"kind": score.line_kind, "points": score.line, "of": score.line_of, **distance},
        "last_line": last and _last_line(last),
        "may_rise": score.may_rise,
        "may_rise_range": ends(score.may_rise_range),
        "pass_mark": None if mark is None else {"points": mark, **distance},
        "cutoff": cutoff and {"year": cutoff.year, "points": cutoff.line, **distance},
    }


def _entry_mark(score: Score) -> dict[str, object] | None:
    """Write the least total to be ranked, and how far the total is from it; None where the rules ask for none."""
    mark = score.entry_mark
    if mark is None:
        return None
    limits = (score.total_range[0] - mark, score.total_range[1] - mark)
    distance = None if score.total is None else score.total - mark
    return {"points": mark, "distance": distance, "distance_range": ends(limits)}


def _last_line(last: LastLine) -> dict[str, object]:
    published = last.published
    return {
        "round": published.id.plain,
        "points": published.line,
        "of": published.line_of,
        "rounds_ahead": last.rounds,
    }


def _remarks(score: Score, language: Language) -> dict[str, object]:
    """Write what was missing, what was assumed, what was noticed and what is not certain."""
    return {
        "unknown": score.unknown,
        "decided_by": score.decided_by,
        "unseen": [line.indicator.id for line in score.unseen],
        "assumed": {name: _plain(score, name) for name in score.assumed},
        "defaults": [{"fact": each.fact, "points": each.points, "bars": each.bars} for each in defaults_of(score)],
        "claims": [{"degree": claim.degree, "total_range": ends(claim.total_range)} for claim in score.claims],
        "breaks": _breaks(score),
        "notes": [{"code": note.code, "text": note.sentence(language)} for note in score.notes],
        "caveats": [{"id": caveat.id, "text": pick(caveat.text, language)} for caveat in score.caveats],
    }


def _procedure(edition: Edition, round_: RoundId, language: Language) -> dict[str, object] | None:
    """Return where and how one applies, each statement with its sources; None where nothing of it was seen."""
    told = edition.file.procedure
    if told is None:
        return None
    statements = {"step": told.step, "objection": told.objection, "after": told.after}
    return {
        "where": [
            {
                "id": channel.id,
                "kind": channel.kind,
                "text": pick(channel.text, language),
                "url": channel.url,
                "sources": source_list(channel.source, edition),
            }
            for channel in told.where
        ],
        **{
            part: [_statement(statement, edition, round_, language) for statement in listed]
            for part, listed in statements.items()
        },
        "not_seen": told.not_seen,
    }


def _papers(edition: Edition, language: Language) -> list[dict[str, object]]:
    """Return what to bring, and the ids of the lines, gates, routes and places that each paper proves."""
    return [
        {
            "id": paper.id,
            "name": pick(paper.name, language),
            "for": paper.proves,
            "note": paper.note and pick(paper.note, language),
            "sources": source_list(paper.source, edition),
        }
        for paper in edition.file.paper
    ]


def _statement(statement: Statement, edition: Edition, round_: RoundId, language: Language) -> dict[str, object]:
    by = statement.by
    return {
        "id": statement.id,
        "text": pick(statement.text, language),
        "working_days": statement.working_days,
        "calendar_days": statement.calendar_days,
        "days": statement.days,
        "months": statement.months,
        "at_least": statement.at_least,
        "by": by and date_text((round_.year + by.year) * 10000 + by.month * 100 + by.day),
        "note": statement.note and pick(statement.note, language),
        "sources": source_list(statement.source, edition),
    }


def _explanation(score: Score, traces: "Mapping[str, CountTrace]", language: Language) -> dict[str, object]:
    """Write every fact, how those from records were counted, and the steps of each derived quantity."""
    from hukou_cli.render.count_trace import count_lines

    edition, label = score.edition, labels(score.edition, language)
    return {
        "facts": {name: _plain(score, name) for name in edition.facts},
        "counts": {
            name: list(
                count_lines(trace, edition.facts[name].since, edition, language, claimed=score.values.get(CLAIMED))
            )
            for name, trace in traces.items()
        },
        "derived": {
            name: _rule(score.derived.get(name), formula, label, language) for name, formula in edition.derived.items()
        },
    }


def _share_at_line(edition: Edition) -> dict[str, object] | None:
    """Write the reference applicant's figures at the line; None where the policy does not keep them."""
    reference = edition.file.reference
    if reference is None or reference.at_line is None:
        return None
    at_line, round_ = reference.at_line, read_round(reference.round)
    return {
        "share": at_line.share,
        "round": round_ and round_.plain,
        "months": at_line.months,
        "total": at_line.total,
    }


def _check(check: Check, score: Score, language: Language) -> dict[str, object]:
    return {"id": check.id} | _decided(check, score, language)


def _decided(check: Check, score: Score, language: Language) -> dict[str, object]:
    return {
        "name": pick(check.rule.name, language),
        "passed": check.passed,
        "decided_by": check.decided_by,
        "measure": shortfall(check, score, language) or None,
        "sources": source_list(check.rule.source, score.edition),
    }


def _route(checked: RouteCheck, score: Score, language: Language) -> dict[str, object]:
    return {
        "id": checked.route.id,
        "name": pick(checked.route.name, language),
        "passed": checked.passed,
        "needs": [_decided(check, score, language) for check in checked.needs],
        "sources": source_list(checked.route.source, score.edition),
    }


def _place(score: Score, language: Language) -> dict[str, object] | None:
    """Write the place of registration; None where no place holds, or it is open."""
    place = score.place
    if place is None:
        return None
    return {"id": place.id, "name": pick(place.name, language), "sources": source_list(place.source, score.edition)}


def _line(line: Line, score: Score, language: Language, *, explain: bool) -> dict[str, object]:
    label = labels(score.edition, language)
    written: dict[str, object] = {
        "id": line.indicator.id,
        "name": pick(line.indicator.name, language),
        "points": line.points,
        "points_range": ends(line.points_range),
        "decided_by": line.decided_by,
        "core": line.indicator.core,
        "capped": line.is_capped,
        "arithmetic": line.step and arithmetic(line.step, label, language),
        "sources": source_list(line.indicator.source, score.edition),
    }
    return written | {"steps": _rule(line.step, line.formula, label, language)} if explain else written


def _rule(step: Step | None, formula: Formula, label: Label, language: Language) -> dict[str, object]:
    """Write the steps of a formula; its words without a value where facts of it are missing."""
    if step is None:
        return {"rule": words(formula, label, language), "value": None}
    return _steps(step, label, language)


def _steps(step: Step, label: Label, language: Language) -> dict[str, object]:
    """Write a tree of steps: each in words with its value and the steps below it."""
    value: object = bool(step.value)
    if not isinstance(step.node, ast.Condition):
        value = quantity_text(step)
    written: dict[str, object] = {"rule": words(step.node, label, language), "value": value}
    if step.parts:
        written["steps"] = [_steps(part, label, language) for part in step.parts]
    return written


def _breaks(score: Score) -> list[dict[str, object]]:
    """Write the holes by which runs lost months."""
    if not any(counted.lost for counted in score.counts.values()):
        return []
    from hukou_cli.scoring.breaks import breaks_of  # few runs are broken

    return [_break(hole) for hole in breaks_of(score)]


def _break(hole: "Break") -> dict[str, object]:
    """Write a hole in a run of months, with the months that the run lost by it, and what that cost."""
    without = hole.unbroken
    return {
        "facts": hole.facts,
        "kind": hole.kind,
        "first": month_text(hole.first),
        "last": month_text(hole.last),
        "months_lost": hole.lost,
        "run": hole.run,
        "unbroken": without
        and {"run": without.run, "points": without.points, "gates": without.gates, "routes": without.routes},
    }


def _plain(score: Score, name: str) -> object:
    """Return a fact's value for JSON: a flag as a bool, a whole number as a number, all else as text.

    None where it is not known.
    """
    value = score.values.get(name)
    if value is None:
        return None
    fact = score.edition.facts[name]
    return value if isinstance(value, bool) or fact.type in ("months", "count") else fact.text(value)
