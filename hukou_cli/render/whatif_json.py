"""A what-if as JSON (``hukou-whatif/1``) and as CSV."""

from collections.abc import Iterable

from hukou_cli.base.bilingual import pick
from hukou_cli.base.calendar import date_text, month_text
from hukou_cli.base.toml_source import path_text
from hukou_cli.policy.rounds import RoundId
from hukou_cli.render.csv_cell import cell, csv_text
from hukou_cli.render.json_text import encoded
from hukou_cli.scoring.step import Step
from hukou_cli.scoring.whatif_result import Goal, WayIn, WhatIf, Worth
from hukou_cli.text.language import Language

SCHEMA = "hukou-whatif/1"


def what_if_json(found: WhatIf, language: Language) -> str:
    """Return a what-if as JSON, ``hukou-whatif/1``; docs/json.md describes the keys."""
    heading = found.edition.file.policy
    barred = found.edition.file.false_material
    return encoded(
        {
            "schema": SCHEMA,
            "estimate": True,
            "city": heading.city,
            "scheme": heading.scheme,
            "purpose": heading.purpose,
            "edition": found.edition.id,
            "regime": heading.regime,
            "id": found.applicant_id,
            "on": found.on,
            "from": month_text(found.begins),
            "line_kind": found.kind,
            "rounds": [
                {
                    "round": before.round.plain,
                    "total": before.total,
                    "eligible": before.may_apply,
                    "line": before.line,
                    "rules_ended": before.rules_ended,
                }
                for before in found.rounds
            ],
            "steps": [_worth(worth, language) for worth in found.steps],
            "together": [effect.worth for effect in found.together] or None,
            "cannot": [{"lever": each.lever.id, "why": each.why, "facts": each.facts} for each in found.not_offered],
            "refused": [step.id for step in found.refused],
            "decided_by": found.decided_by,
            "stands_still": found.stands_still,
            "grown": found.grown,
            "first_days": found.first_days,
            "goal": None if found.goal is None else _goal(found.goal),
            "false_material": None if barred is None else pick(barred.text, language),
        }
    )


def _worth(worth: Worth, language: Language) -> dict[str, object]:
    step = worth.step
    return {
        **_step(step, language),
        "beside": worth.beside and worth.beside.id,
        "worth": [effect.worth for effect in worth.effects],
        "lines": [effect.lines for effect in worth.effects],
        "opens": [effect.opens for effect in worth.effects],
        "closes": [effect.closes for effect in worth.effects],
    }


def _step(step: Step, language: Language) -> dict[str, object]:
    lever = step.lever
    return {
        "id": step.id,
        "lever": lever.id,
        "text": pick(step.name, language),
        "asks": lever.asks,
        "caution": None if lever.caution is None else pick(lever.caution, language),
        "takes": step.takes,
        "assumed": lever.assumed,
        "adds": {kind: [row for other, row in step.rows if other == kind] for kind, _ in step.rows},
        "sets": [
            {"fact": change.fact, "since": date_text(change.since), "value": change.value, "grows": change.grows}
            for change in step.facts
        ],
        "ends": [{"record": path_text(path), "last_day": date_text(step.last_day)} for path in step.ends],
        "districts": step.districts,
    }


def _goal(goal: Goal) -> dict[str, object]:
    return {
        "line": goal.kind,
        "most": goal.most,
        "rounds": [round_.plain for round_ in goal.rounds],
        "tried": goal.tried,
        "scored": goal.scored,
        "frontier": [{"steps": size, "round": _plain(goal.earliest[size])} for size in _improving(goal.earliest)],
        "without": [round_.plain for round_ in goal.without],
        "sets": [_way(way) for way in goal.ways],
        "left_off": goal.left_off,
        "sure": None
        if goal.sure is None
        else {"round": goal.sure[0].plain, "line": goal.sure[1], "reached": goal.sure[2]},
    }


def _improving(earliest: Iterable[RoundId | None]) -> list[int]:
    """Return the numbers of steps that are enough sooner than fewer are; none is always told."""
    sizes, best = [], None
    for size, round_ in enumerate(earliest):
        if not size or (round_ is not None and (best is None or round_ < best)):
            sizes.append(size)
            best = round_
    return sizes


def _way(way: WayIn) -> dict[str, object]:
    return {
        "round": way.round.plain,
        "steps": [step.id for step in way.steps],
        "total": way.score.total if way.score.lines else None,
        "eligible": way.score.eligible,
        "line": way.line,
        "standing": way.standing,
        "rank_points": way.score.rank_points,
        "may_rise": way.score.may_rise,
        "verified": True,
    }


def _plain(round_: RoundId | None) -> int | str | None:
    return None if round_ is None else round_.plain


def what_if_csv(found: WhatIf) -> str:
    """Return what steps are worth as CSV, a row for each step and round; with a goal, a row for each set."""
    if found.goal is not None:
        return csv_text(
            [
                {
                    "round": str(way.round),
                    "number": len(way.steps),
                    "steps": " ".join(step.id for step in way.steps),
                    "total": cell(way.score.total if way.score.lines else None),
                    "line": cell(way.line),
                    "standing": way.standing or "",
                }
                for way in found.goal.ways
            ]
            or [dict.fromkeys(("round", "number", "steps", "total", "line", "standing"), "")]
        )
    return csv_text(
        [
            {
                "step": worth.step.id,
                "beside": "" if worth.beside is None else worth.beside.id,
                "round": str(before.round),
                "worth": cell(effect.worth),
                "opens": " ".join(effect.opens),
                "closes": " ".join(effect.closes),
                "asks": " ".join(worth.step.lever.asks),
            }
            for worth in found.steps
            for before, effect in zip(found.rounds, worth.effects, strict=True)
        ]
        or [dict.fromkeys(("step", "beside", "round", "worth", "opens", "closes", "asks"), "")]
    )
