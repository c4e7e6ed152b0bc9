"""A score as a Markdown page."""

from collections.abc import Iterator

from hukou_cli.base.bilingual import pick
from hukou_cli.base.decimals import percent
from hukou_cli.policy.model import citations_of
from hukou_cli.render.csv_cell import figure
from hukou_cli.render.labels import (
    document_text,
    labels,
    left_open,
    measured,
    rank_names,
    round_text,
    shortfall,
    title_text,
    value_text,
)
from hukou_cli.rules.prose import arithmetic
from hukou_cli.scoring.result import Score
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say


def score_markdown(score: Score, language: Language) -> str:
    """Write a score as a Markdown page."""
    edition, heading = score.edition, score.edition.file.policy
    label = labels(edition, language)
    title = f"{pick(heading.name, language)} · {round_text(score.round, language)}"
    dated = f"{say('edition', language, heading.in_force_from)}, {say('checked', language, heading.checked_on)}"
    text = [
        f"# {title}",
        "",
        f"{title_text(edition, language)} · {dated}",
        "",
        f"## {say('gates', language)}",
        "",
    ]
    for check in (*score.gates, *(veto for veto in score.vetoes if not veto.passed)):
        mark = {True: "✓", False: "✗", None: "?"}[check.passed]
        said = f"{pick(check.rule.name, language)} {shortfall(check, score, language)}".rstrip()
        text.append(f"- {mark} {measured(check, score, language) if check.passed is None else said}")
    if score.ways:
        title = "routes" if score.edition.needs_route else "other_routes"
        text += ["", f"## {say(title, language)}", "", *_markdown_ways(score, language)]
    text += _markdown_lines(score, language) if score.lines else []
    text.append("")
    if score.unknown:
        missing = (f"{label(name, '')} `{name}`" for name in score.unknown)
        text += [f"{say('unknown', language)}: {', '.join(missing)}", ""]
    if score.assumed:
        values = score.values
        assumed = (f"`{name}` = {value_text(edition.facts[name], values[name], language)}" for name in score.assumed)
        text += [f"{say('assumed', language)}: {', '.join(assumed)}", ""]
    text += [f"- {pick(caveat.text, language)}" for caveat in score.caveats]
    if heading.purpose == "service":
        text += ["", say("purpose", language)]
    return "\n".join([*text, "", say("estimate", language), ""])


def _markdown_ways(score: Score, language: Language) -> Iterator[str]:
    """Write each route with its needs below it."""
    marks = {True: "✓", False: "✗", None: "?"}
    for way in score.ways:
        yield f"- {marks[way.passed]} {pick(way.route.name, language)}"
        for check in way.needs:
            yield f"  - {marks[check.passed]} {measured(check, score, language)}"


def _markdown_lines(score: Score, language: Language) -> list[str]:
    """Write the lines as a table, the core and the total below them."""
    edition = score.edition
    label = labels(edition, language)
    heads = [say(key, language) for key in ("line_head", "lines", "arithmetic_head", "source_head")]
    text = ["", f"## {say('lines', language)}", "", f"| {' | '.join(heads)} |", "| --- | ---: | --- | --- |"]
    for line in score.lines:
        cited = citations_of(line.indicator.source)[0]
        source = f"{document_text(edition.documents[cited.document])} {cited.article}"
        shown = arithmetic(line.step, label, language) if line.step else left_open(line, edition, language)
        text.append(f"| {pick(line.indicator.name, language)} | {figure(line.points_range)} | {shown} | {source} |")
    share = ""
    if score.core_share is not None:
        share = say("share", language, percent(score.core_share))
    elif score.core_share_range is not None:
        share = say("share_open", language, *map(percent, score.core_share_range))
    text.append(f"| {say('core', language)} | {figure(score.core_range)} | {share} | |")
    text.append(f"| **{say('total', language)}** | **{figure(score.total_range)}** | | |")
    if score.rank_range is not None:
        first = say("rank_key", language, rank_names(edition, language)[0])
        text.append(f"| **{first}** | **{figure(score.rank_range)}** | | |")
    return text
