"""The line of a table of applicants under a quota, as Markdown and as a chart for a page."""

from collections.abc import Iterator

from hukou_cli.render.population import points
from hukou_cli.render.population_report import histogram
from hukou_cli.render.report import counted_bars
from hukou_cli.render.simulation import answer_text, basis_texts, beside_texts, heading_texts, rows_text, title_text
from hukou_cli.scoring.simulation import Simulation
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say


def simulation_markdown(found: Simulation, language: Language) -> str:
    """Return the line under a quota as a Markdown page."""
    parts = [
        f"# {title_text(found, language)}",
        *heading_texts(found, language),
        rows_text(found, language),
        f"**{answer_text(found, language)}**",
        "\n".join(f"- {text}" for text in beside_texts(found, language)),
        f"## {say('simulation_basis', language)}",
        "\n".join(f"- {text}" for text in basis_texts(found, language)),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def simulation_charts(found: Simulation, language: Language) -> Iterator[str]:
    """Yield the histogram of the scores, as bars; nothing where all are the same."""
    scores, limits = tuple(reversed(found.pool.ranked)), found.limits
    if len(scores) < 2:  # noqa: PLR2004
        return
    rows = []
    for low, high, people in histogram(scores):
        above = limits.high is not None and low >= limits.high
        below = limits.low is not None and high < limits.low
        name = points(low) if low == high else say("from_to", language, points(low), points(high))
        rows.append((name, people, "sure" if above else "less" if below else "open"))
    yield counted_bars(rows, say("simulation_chart", language))
