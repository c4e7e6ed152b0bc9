"""A score as a CSV header and one row."""

from hukou_cli.render.csv_cell import csv_text
from hukou_cli.render.number import figure
from hukou_cli.scoring.result import Score


def score_csv(score: Score) -> str:
    """Return a score as a CSV header and one row, with the columns of a batch, and what is known of the line."""
    row: dict[str, object] = {
        "id": score.applicant_id or "",
        "eligible": "" if score.eligible is None else str(score.eligible).lower(),
        "failed_gates": " ".join(score.failed_gates),
    }
    if score.route_checks:
        row["routes"] = " ".join(score.routes)
    if score.lines:
        row |= {line.indicator.id: figure(line.points_range) for line in score.lines}
        row["core_share"] = figure(score.core_share_range) if score.core_share_range else ""
        row["total"] = figure(score.total_range)
        row |= {
            "line": "" if score.line is None else score.line,
            "distance": "" if score.distance_range is None else figure(score.distance_range),
            "reached": "" if score.reached is None else str(score.reached).lower(),
            "last_line": "" if score.last_line is None else score.last_line.published.line,
            "may_rise": "" if score.may_rise_range is None else figure(score.may_rise_range),
        }
    return csv_text([row])
