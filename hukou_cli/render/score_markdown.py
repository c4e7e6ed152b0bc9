"""A score as a Markdown page."""

from collections.abc import Iterator

from hukou_cli.base.bilingual import pick
from hukou_cli.policy.citations import Citations, citations_of
from hukou_cli.render.labels import (
    ending_texts,
    labels,
    left_open,
    line_row,
    measured,
    rank_names,
    round_text,
    share_text,
    shortfall,
    title_text,
    value_text,
)
from hukou_cli.render.number import figure
from hukou_cli.render.sources import document_links, document_text
from hukou_cli.render.verdict import distance_text, verdict
from hukou_cli.rules.prose import arithmetic
from hukou_cli.scoring.result import Score
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

_MARKS = {True: "✓", False: "✗", None: "?"}


def score_markdown(score: Score, language: Language) -> str:
    """Return a score as a Markdown page: conditions, lines with their arithmetic, what was assumed, sources."""
    heading = score.edition.file.policy
    parts = [
        *_title(score, language),
        f"**{verdict(score, language)}**",
        "",
        *_checks(score, language),
        *(_lines(score, language) if score.lines else ()),
        "",
        *_missing(score, language),
        *(f"- {pick(caveat.text, language)}" for caveat in score.caveats),
        *(("", say("purpose", language)) if heading.purpose == "service" else ()),
        *_sources(score, language),
    ]
    return "\n".join([*parts, "", say("estimate", language), ""])


def _title(score: Score, language: Language) -> Iterator[str]:
    heading = score.edition.file.policy
    for line in ending_texts(score.endings, language):
        yield from (f"**{line}**", "")
    dated = f"{say('edition', language, heading.in_force_from)}, {say('checked', language, heading.checked_on)}"
    yield f"# {pick(heading.name, language)} · {round_text(score.round, language)}"
    yield from ("", f"{title_text(score.edition, language)} · {dated}", "")


def _checks(score: Score, language: Language) -> Iterator[str]:
    """Yield the conditions, the vetoes that hold, and each route with its needs below it."""
    yield from (f"## {say('gates', language)}", "")
    for check in (*score.gates, *(veto for veto in score.vetoes if not veto.passed)):
        said = f"{pick(check.rule.name, language)} {shortfall(check, score, language)}".rstrip()
        yield f"- {_MARKS[check.passed]} {measured(check, score, language) if check.passed is None else said}"
    if score.route_checks:
        yield from ("", f"## {say('routes' if score.edition.needs_route else 'other_routes', language)}", "")
    for checked in score.route_checks:
        yield f"- {_MARKS[checked.passed]} {pick(checked.route.name, language)}"
        yield from (f"  - {_MARKS[check.passed]} {measured(check, score, language)}" for check in checked.needs)


def _lines(score: Score, language: Language) -> Iterator[str]:
    """Yield the lines as a table, then the core, the total and the ranking points."""
    edition = score.edition
    label = labels(edition, language)
    heads = (say(key, language) for key in ("line_head", "lines", "arithmetic_head", "source_head"))
    yield from ("", f"## {say('lines', language)}", "", f"| {' | '.join(heads)} |", "| --- | ---: | --- | --- |")
    for line in score.lines:
        cited = citations_of(line.indicator.source)[0]
        source = f"{document_text(edition.documents[cited.document])} {cited.article}"
        shown = arithmetic(line.step, label, language) if line.step else left_open(line, edition, language)
        yield f"| {pick(line.indicator.name, language)} | {figure(line.points_range)} | {shown} | {source} |"
    yield f"| {say('core', language)} | {figure(score.core_range)} | {share_text(score, language)} | |"
    yield f"| **{say('total', language)}** | **{figure(score.total_range)}** | | |"
    row = line_row(score, language)
    if row is not None:
        yield f"| {row[0]} | {row[1]} | {distance_text(score, language)} | |"
    if score.rank_range is not None:
        first = say("rank_key", language, rank_names(edition, language)[0])
        yield f"| **{first}** | **{figure(score.rank_range)}** | | |"


def _missing(score: Score, language: Language) -> Iterator[str]:
    """Yield the missing facts, then those that stand at their default."""
    edition, label = score.edition, labels(score.edition, language)
    if score.unknown:
        missing = (f"{label(name, '')} `{name}`" for name in score.unknown)
        yield from (f"{say('unknown', language)}: {', '.join(missing)}", "")
    if score.assumed:
        values = score.values
        assumed = (f"`{name}` = {value_text(edition.facts[name], values[name], language)}" for name in score.assumed)
        yield from (f"{say('assumed', language)}: {', '.join(assumed)}", "")


def _sources(score: Score, language: Language) -> Iterator[str]:
    """Yield the documents that checks and lines cite, with links."""
    rules: list[Citations | None] = [check.rule.source for check in (*score.gates, *score.vetoes)]
    rules += [
        part
        for checked in score.route_checks
        for part in (checked.route.source, *(need.rule.source for need in checked.needs))
    ]
    rules += [line.indicator.source for line in score.lines]
    cited = dict.fromkeys(cited.document for source in rules for cited in citations_of(source))
    if cited:
        yield from ("", f"## {say('sources', language)}", "")
    for id_ in cited:
        document = score.edition.documents[id_]
        links = "".join(f" <http://{link}>" for link in document_links(document))
        yield f"- {document_text(document)} · {say(document.confidence, language)}{links}"
