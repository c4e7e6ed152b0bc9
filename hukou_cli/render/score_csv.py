"""A score as a CSV header and one row."""

from hukou_cli.render.csv_cell import cell, csv_text, limit_cells
from hukou_cli.render.edition_text import ending_texts
from hukou_cli.render.footnotes import Footnotes
from hukou_cli.render.verdict import headline
from hukou_cli.scoring.result import Score
from hukou_cli.text.language import Language


def score_csv(score: Score, language: Language) -> str:
    """Return a score as a CSV header and one row: the columns of a batch, then line, distance, round, verdict, endings.

    A figure that missing facts leave open is an empty cell; the limits of the total have columns of their own.
    """
    row: dict[str, object] = {
        "id": score.applicant_id or "",
        "eligible": cell(score.eligible),
        "failed_gates": " ".join(score.failed_gates),
    }
    if score.route_checks:
        row["routes"] = " ".join(score.routes)
    if score.lines:
        row |= {line.indicator.id: cell(line.points) for line in score.lines}
        row |= {"core_share": cell(score.core_share), "total": cell(score.total)}
        if score.edition.has_entry_mark:
            row["enters_ranking"] = cell(score.enters_ranking)
        row |= {"line": cell(score.line), "distance": cell(score.distance), "reached": cell(score.reached)}
        last = None if score.last_line is None else score.last_line.published.line
        row |= {"last_line": cell(last), "may_rise": cell(score.may_rise)}
        row |= limit_cells("total", score.total_range)
    row |= {
        "city": score.edition.file.policy.folder,
        "edition": score.edition.id,
        "round": str(score.round),
        "verdict": headline(score, language),
        "sources": " ".join(Footnotes(score).documents()),
        "endings": " ".join(ending_texts(score.endings, language)),
    }
    return csv_text([row])
