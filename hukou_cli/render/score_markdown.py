"""A score as a Markdown page."""

from collections.abc import Iterable, Iterator, Mapping

from hukou_cli.base.bilingual import pick
from hukou_cli.base.points_text import spanned
from hukou_cli.policy.citations import Citations, citations_of
from hukou_cli.render.edition_text import dated_text, ending_texts, line_row, round_title, share_text, title_text
from hukou_cli.render.labels import labels, rank_names
from hukou_cli.render.remarks import break_text, default_lines, place_text, shown_breaks
from hukou_cli.render.sentences import clauses, line_arithmetic, listed, measured
from hukou_cli.render.sources import article_text, cited_documents, document_ids
from hukou_cli.render.verdict import asides, figures, headline
from hukou_cli.scoring.result import Score
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

Numbers = Mapping[str, int]
"""The number of each document in the list of sources."""

_MARKS = {True: "✓", False: "✗", None: "?"}


def score_markdown(score: Score, language: Language) -> str:
    """Return a score as a Markdown page: conditions, lines with their arithmetic, what was assumed, sources."""
    numbers = {id_: number for number, id_ in enumerate(document_ids(_cited(score)), start=1)}
    parts = [
        *_title(score, language),
        *_answer(score, language),
        *_checks(score, numbers, language),
        *(_lines(score, numbers, language) if score.lines else ()),
        "",
        *_missing(score, language),
        *_listed("break", (break_text(hole, score, language) for hole in shown_breaks(score)), language),
        *_listed("notes", (note.sentence(language) for note in score.notes), language),
        *_listed("caveats", (pick(caveat.text, language) for caveat in score.caveats), language),
        *_listed("sources", _numbered_sources(score, language), language),
    ]
    return "\n".join([*parts, "", say("estimate", language), ""])


def _title(score: Score, language: Language) -> Iterator[str]:
    for line in ending_texts(score.endings, language):
        yield from (f"**{line}**", "")
    dated = listed(dated_text(score.edition, language), language)
    yield f"# {pick(score.edition.file.policy.name, language)} · {round_title(score, language)}"
    yield from ("", f"{title_text(score.edition, language)} · {dated}", "")


def _answer(score: Score, language: Language) -> Iterator[str]:
    """Yield whether the applicant is in, the total with its distance from the line, and the place of registration."""
    yield from (f"**{headline(score, language)}**", "")
    told = figures(score, language)
    if told:
        yield from (told, "")
    for line in asides(score, language):
        yield from (line, "")
    if score.edition.file.policy.purpose == "service":
        yield from (say("purpose", language), "")
    place = place_text(score, language)
    if place:
        yield from (say("named", language, say("place", language), place), "")


def _listed(title: str, texts: Iterable[str], language: Language) -> Iterator[str]:
    """Yield a section of a list; nothing where the list is empty."""
    items = [f"- {text}" for text in texts]
    if items:
        yield from ("", f"## {say(title, language)}", "", *items)


def _checks(score: Score, numbers: Numbers, language: Language) -> Iterator[str]:
    """Yield the conditions, the vetoes that hold, and each route with its needs below it."""
    yield from (f"## {say('gates', language)}", "")
    for check in (*score.gates, *(veto for veto in score.vetoes if not veto.passed)):
        marks = _marks(check.rule.source, numbers)
        yield f"- {_MARKS[check.passed]} {measured(check, score, language)} {marks}".rstrip()
    if score.route_checks:
        yield from ("", f"## {say('routes' if score.edition.needs_route else 'other_routes', language)}", "")
    for checked in score.route_checks:
        marks = _marks(checked.route.source, numbers)
        yield f"- {_MARKS[checked.passed]} {pick(checked.route.name, language)} {marks}".rstrip()
        yield from (f"  - {_MARKS[check.passed]} {measured(check, score, language)}" for check in checked.needs)


def _lines(score: Score, numbers: Numbers, language: Language) -> Iterator[str]:
    """Yield the lines as a table, then the core, the total and the ranking points."""
    edition = score.edition
    label = labels(edition, language)
    heads = (say(key, language) for key in ("line_head", "lines", "arithmetic_head", "source_head"))
    yield from ("", f"## {say('lines', language)}", "", f"| {' | '.join(heads)} |", "| --- | ---: | --- | --- |")
    for line in score.lines:
        cells = (
            pick(line.indicator.name, language),
            spanned(line.points_range),
            line_arithmetic(line, edition, label, language),
            clauses(
                (
                    f"[{numbers[cited.document]}] {article_text(cited, language)}"
                    for cited in citations_of(line.indicator.source)
                ),
                language,
            ),
        )
        yield f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
    yield f"| {say('core', language)} | {spanned(score.core_range)} | {share_text(score, language)} | |"
    yield f"| **{say('total', language)}** | **{spanned(score.total_range)}** | | |"
    row = line_row(score, language)
    if row is not None:
        yield f"| {row[0]} | {row[1]} | | |"
    if score.rank_range is not None:
        first = say("rank_key", language, rank_names(edition, language)[0])
        yield f"| **{first}** | **{spanned(score.rank_range)}** | | |"


def _missing(score: Score, language: Language) -> Iterator[str]:
    """Yield the missing facts, then those that stand at their default."""
    label = labels(score.edition, language)
    if score.unknown:
        yield from _listed("unknown", (f"{label(name, '')} `{name}`" for name in score.unknown), language)
    yield from _listed("assumed", default_lines(score, language), language)


def score_sources(score: Score, language: Language) -> Iterator[str]:
    """Yield the documents that checks and lines cite, with links."""
    return cited_documents(_cited(score), score.edition, language)


def _numbered_sources(score: Score, language: Language) -> Iterator[str]:
    return (f"[{number}] {named}" for number, named in enumerate(score_sources(score, language), start=1))


def _cited(score: Score) -> list[Citations | None]:
    """Return what checks and lines rest on, in the order of the page."""
    rules: list[Citations | None] = [check.rule.source for check in (*score.gates, *score.vetoes)]
    rules += [
        part
        for checked in score.route_checks
        for part in (checked.route.source, *(need.rule.source for need in checked.needs))
    ]
    return [*rules, *(line.indicator.source for line in score.lines)]


def _marks(source: Citations | None, numbers: Numbers) -> str:
    """Return the numbers of the documents that a rule rests on: `` [1][4]``."""
    return "".join(f"[{number}]" for number in sorted({numbers[cited.document] for cited in citations_of(source)}))
