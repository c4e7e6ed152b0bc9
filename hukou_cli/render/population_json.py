"""What a change of rules does to people, as JSON."""

from hukou_cli.base.bilingual import pick
from hukou_cli.base.redaction import visible
from hukou_cli.render.json_text import encoded
from hukou_cli.render.population import group_name
from hukou_cli.scoring.population import (
    PERCENTS,
    SIDES,
    Bar,
    Comparison,
    EditionInRound,
    GroupChange,
    LineChange,
    Turned,
)
from hukou_cli.text.language import Language


def comparison_json(found: Comparison, language: Language) -> str:
    """Return a comparison as JSON text; ``docs/population.md`` describes it."""
    rows = found.rows
    passing: dict[str, object] | None = None
    if found.passing is not None:
        passing = {side: _bar(found.bars[side]) for side in SIDES}
        passing |= _turned(found.passing)
    answer: dict[str, object] = {
        "before": _edition(found.before),
        "after": _edition(found.after),
        "table": visible(found.table),
        "rows": {
            "read": rows.read,
            "scored_in_both": rows.both,
            "scored_before_alone": rows.only_before,
            "scored_after_alone": rows.only_after,
            "scored_in_neither": rows.neither,
            "passed_over": rows.passed_over,
            "reasons": {
                side: [
                    {"column": visible(one.column), "code": one.code, "rows": one.rows} for one in found.reasons[side]
                ]
                for side in SIDES
            },
        },
        "gain": found.gain,
        "lose": found.lose,
        "same": found.same,
        "change": found.change,
        "quantiles": {
            "percent": PERCENTS,
            "change": found.quantiles["change"],
            **{f"total_{side}": found.quantiles[side] for side in SIDES},
        },
        "changes": [{"change": change, "people": people} for change, people in found.changes],
        "eligible": _turned(found.eligible),
        "passing": passing,
        "lines": [_line(line, language) for line in found.lines],
        "outside_lines": found.outside_lines,
        "by": None if found.by is None else visible(found.by),
        "groups": [_group(group, found, language) for group in found.groups],
        "more_groups": found.more_groups,
    }
    return encoded(answer)


def _edition(at: EditionInRound) -> dict[str, object]:
    return {"edition": at.edition.id, "named": at.named, "round": str(at.round), "rules_ended": at.has_ended}


def _bar(bar: Bar) -> dict[str, object]:
    return {
        "kind": bar.kind,
        "points": bar.points,
        "round": None if bar.round is None else str(bar.round),
        "quota": None if bar.ranking is None else bar.ranking.quota,
        "ties": bar.ties,
        "passed": bar.passed,
    }


def _turned(turned: Turned) -> dict[str, object]:
    return {
        "both": turned.both,
        "newly": turned.newly,
        "no_longer": turned.no_longer,
        "neither": turned.neither,
        "and_rejected_after": turned.rejected_after,
        "and_rejected_before": turned.rejected_before,
    }


def _line(line: LineChange, language: Language) -> dict[str, object]:
    return {
        "id": line.id,
        "name": pick(line.name, language),
        "in": list(line.sides),
        "gain": line.gain,
        "lose": line.lose,
        "change": line.change,
    }


def _group(group: GroupChange, found: Comparison, language: Language) -> dict[str, object]:
    return {
        "value": None if group.value is None else visible(group.value),
        "name": group_name(group, found, language),
        "people": group.people,
        "gain": group.gain,
        "lose": group.lose,
        "change": group.change,
        "median": group.median,
        "newly": group.newly,
        "no_longer": group.no_longer,
    }
