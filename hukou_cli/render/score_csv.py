"""A score as a CSV header and one row."""

from hukou_cli.render.csv_cell import csv_text
from hukou_cli.render.number import figure
from hukou_cli.scoring.result import Score


def score_csv(score: Score) -> str:
    """Return a score as a CSV header and one row, with the columns of a batch."""
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
    return csv_text([row])
