"""A score as a screen: the answer, the conditions, the points with their arithmetic, and what to check."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from hukou_cli.base.bilingual import pick
from hukou_cli.base.points_text import spanned
from hukou_cli.base.redaction import harmless
from hukou_cli.policy.edition import Edition
from hukou_cli.render.bar import BAR, bar, full_bar
from hukou_cli.render.checks import checks, routes
from hukou_cli.render.explain import explained
from hukou_cli.render.footnotes import Footnotes, doubts, sources
from hukou_cli.render.labels import ending_texts, labels, left_open, listed, rank_names, round_title, share_text
from hukou_cli.render.layout import NARROW, indented, print_parts
from hukou_cli.render.remarks import assumed, closing, remarks
from hukou_cli.render.verdict import asides, figures, headline
from hukou_cli.rules.prose import Label, arithmetic, quantity_text
from hukou_cli.scoring.result import Limits, Line, Score
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say
from hukou_cli.text.signs import can_write

if TYPE_CHECKING:  # only where something was counted
    from hukou_cli.records.trace import CountTrace

WIDEST_NAME = 36
"""The widest column of names; longer names are wrapped."""


def print_score(
    score: Score,
    language: Language,
    to: Console,
    *,
    traces: "Mapping[str, CountTrace] | None" = None,
    with_sources: bool = False,
) -> None:
    """Print a score, the answer first.

    Args:
        score: The result.
        language: The language of the page.
        to: The screen.
        traces: How facts were counted; with them every step of every rule is printed too.
        with_sources: Whether the articles behind each rule are printed, with quotes and links.

    """
    notes = Footnotes(score)
    parts = [
        *_answer(score, language, to),
        *checks(score, notes, language, to),
        *routes(score, notes, language, to),
        *(_lines(score, notes, language, to.width) if score.lines else ()),
        *remarks(score, language, to.width, is_full=traces is not None),
    ]
    if traces is not None:
        parts += [Text(), *explained(score, traces, notes, language), *assumed(score, language)]
    elif with_sources:
        parts.append(Text())
    if with_sources or traces is not None:
        parts += [*sources(notes, language, with_rules=traces is None), *doubts(score, language)]
    end = closing(score, language, counts_doubts=not with_sources and traces is None)
    print_parts([*parts, Text(end, style="italic")], to, language)


def _answer(score: Score, language: Language, to: Console) -> Iterator[RenderableType]:
    """Yield city, round and document; whether one is in; the total and how far it is from the line."""
    heading = score.edition.file.policy
    name = pick(heading.name, language)
    if heading.scheme_name is not None:
        name += f" {pick(heading.scheme_name, language)}"
    number = heading.number
    if number is not None and not can_write(number, to.encoding):
        number = say("edition", language, heading.in_force_from)
    named = (name, round_title(score, language), number or "", say("checked", language, heading.checked_on))
    who = harmless(score.applicant_id) if score.applicant_id else None
    titles = [" · ".join(part for part in (*named[:shown], who) if part) for shown in (4, 3, 2)]
    title = next((title for title in titles if cell_len(title) <= to.width), titles[-1])
    yield Text(title, style="bold")
    yield Text(headline(score, language, to.width), style="bold green" if score.passed else "bold yellow")
    told = figures(score, language)
    if told:
        yield Text(told, style="bold")
    yield from (Text(line) for line in asides(score, language))
    if title == titles[-1] and number:
        yield Text(" · ".join((number, named[-1])), style="dim")
    yield from (Text(line, style="bold yellow") for line in ending_texts(score.endings, language))
    if heading.purpose == "service":
        yield Text(say("purpose", language), style="bold")
    yield Text()


def _lines(score: Score, notes: Footnotes, language: Language, width: int) -> Iterator[RenderableType]:
    """Yield each line with points, what they add up to, and the lines without points by name alone."""
    rows = [*_line_rows(score, notes, language), *_sum_rows(score, language)]
    if width < NARROW:
        yield from _stacked(rows, score)
    else:
        yield _in_columns(rows, score, width)
    empty = [line for line in score.lines if not line.low and not line.high]
    if empty:
        names = (pick(line.indicator.name, language) + notes.mark(line.indicator) for line in empty)
        yield Text(say("no_points", language, listed(names, language)), style="dim")
    yield Text()


Row = tuple[Text, Limits, str]
"""A name, the points, and how they came about."""


def _line_rows(score: Score, notes: Footnotes, language: Language) -> Iterator[Row]:
    label = labels(score.edition, language)
    for line in score.lines:
        if line.low or line.high:
            name = Text(pick(line.indicator.name, language)).append(f" {notes.mark(line.indicator)}", style="dim")
            yield name, line.points_range, _short_arithmetic(line, score.edition, label, language)


def _sum_rows(score: Score, language: Language) -> Iterator[Row]:
    """Yield the total with the share of insurance and residence, and the points that order applicants first."""
    yield Text(say("total", language), style="bold"), score.total_range, share_text(score, language)
    if score.rank_range is not None:
        first, *others = rank_names(score.edition, language)
        then = say("rank_then", language, listed(others, language)) if others else ""
        yield Text(say("rank_key", language, first), style="bold"), score.rank_range, then


def _in_columns(rows: list[Row], score: Score, width: int) -> Table:
    """Lay out name, points, bar and arithmetic beside one another; fixed widths save rich the measuring."""
    full = full_bar(score)
    points = max(len(spanned(limits)) for _, limits, _ in rows)
    free = width - points - BAR - 4
    name = min(max(row[0].cell_len for row in rows), free * 2 // 5, WIDEST_NAME)
    table = Table.grid()
    for column in (name, 1, points, 1, BAR, 1):
        table.add_column(width=column, overflow="fold", justify="right" if column == points else "left")
    table.add_column(width=free - name + 1, overflow="fold")
    for named, limits, shown in rows:
        table.add_row(named, "", spanned(limits), "", bar(limits, full), "", Text(shown))
    return table


def _stacked(rows: list[Row], score: Score) -> Iterator[RenderableType]:
    """Yield each name with its points, and the arithmetic indented below it."""
    full = full_bar(score)
    for named, limits, shown in rows:
        yield Text.assemble(named, " ", (spanned(limits), "bold"), " ", bar(limits, full), overflow="fold")
        if shown:
            yield indented(shown, 1, "")


def _short_arithmetic(line: Line, edition: Edition, label: Label, language: Language) -> str:
    """Return a line's calculation; what it comes to only where that is rounded to the points beside it."""
    if line.points is None or line.step is None:
        return left_open(line, edition, language)
    text, value = arithmetic(line.step, label, language), quantity_text(line.step)
    for sign in (" = ", " → "):
        text = text.removesuffix(f"{sign}{value}") if "…" not in value else text
    return text
