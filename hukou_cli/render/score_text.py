"""A score as a screen: the answer, the conditions, the points with their arithmetic, and what to check."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from hukou_cli.base.bilingual import pick
from hukou_cli.base.calendar import date_text
from hukou_cli.base.points_text import spanned
from hukou_cli.base.redaction import harmless
from hukou_cli.render.bar import BAR, bar, full_bar
from hukou_cli.render.checks import checks, routes
from hukou_cli.render.edition_text import checked_text, city_title, ending_texts, round_title, share_text
from hukou_cli.render.footnotes import Footnotes, doubts, sources
from hukou_cli.render.labels import labels, rank_names
from hukou_cli.render.layout import NARROW, indented, print_parts
from hukou_cli.render.line_breaks import has_wide
from hukou_cli.render.remarks import assumed, closing, remarks
from hukou_cli.render.sentences import left_open, listed, sentences
from hukou_cli.render.verdict import asides, figures, headline
from hukou_cli.rules.ast import Bands, Completed, Name
from hukou_cli.rules.brief import brief_arithmetic
from hukou_cli.rules.evaluator import Step
from hukou_cli.rules.prose import Label
from hukou_cli.scoring.result import Limits, Line, Score
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say
from hukou_cli.text.signs import can_write

if TYPE_CHECKING:  # only where something was counted
    from hukou_cli.records.trace import CountTrace

MOST_FACTS = 2
"""How many of the missing facts that decide a line are named beside it; the list below has all."""

WIDEST_NAME = 36
"""The widest column of names; longer names are wrapped."""


def print_score(  # noqa: PLR0913 - what a screen may have
    score: Score,
    language: Language,
    to: Console,
    *,
    traces: "Mapping[str, CountTrace] | None" = None,
    with_sources: bool = False,
    what_if: str = "",
) -> None:
    """Print a score, the answer first.

    Args:
        score: The result.
        language: The language of the page.
        to: The screen.
        traces: How facts were counted; with them every step of every rule is printed too.
        with_sources: Whether the articles behind each rule are printed, with quotes and links.
        what_if: The command that tells what would change the result; "" where none would.

    """
    notes = Footnotes(score)
    parts = [
        *_answer(score, language, to),
        *checks(score, notes, language, to, is_full=traces is not None),
        *routes(score, notes, language, to),
        *(_lines(score, notes, language, to.width) if score.lines else ()),
        *remarks(score, language, to.width, is_full=traces is not None),
    ]
    if traces is not None:
        from hukou_cli.render.explain import explained

        parts += [Text(), *explained(score, traces, notes, language), *assumed(score, language)]
    elif with_sources:
        parts.append(Text())
    if with_sources or traces is not None:
        parts += [*sources(notes, language, with_rules=traces is None), *doubts(score, language)]
    if what_if:
        parts.append(Text(what_if))
    end = closing(score, language, counts_doubts=not with_sources and traces is None)
    told = sentences((headline(score, language, to.width), figures(score, language)), language)
    print_parts([*parts, Text(end, style="italic")], to, language, answer=Text(told, style="bold"))


def _answer(score: Score, language: Language, to: Console) -> Iterator[RenderableType]:
    """Yield city, round and document; whether one is in; the total and how far it is from the line."""
    heading = score.edition.file.policy
    number = heading.number
    if number is not None and not can_write(number, to.encoding):
        number = say("edition", language, heading.in_force_from)
    if score.edition.is_draft:  # it only copies the document
        number = None
    rules = [part for part in (number, checked_text(score.edition, language)) if part]
    named = city_title(score.edition, language), round_title(score, language), *rules
    who = [harmless(score.applicant_id)] if score.applicant_id else []
    titles = [" · ".join((*named[:shown], *who)) for shown in (4, 3, 2)]
    title = next((title for title in titles if cell_len(title) <= to.width), titles[-1])
    yield Text(title, style="bold")
    yield Text(headline(score, language, to.width), style="bold green" if score.passed else "bold yellow")
    told = figures(score, language)
    if told:
        yield Text(told, style="bold")
    yield from (Text(line) for line in asides(score, language))
    if title == titles[-1]:
        yield Text(" · ".join(rules), style="dim")
    ends = [ending for ending in score.endings if ending.document is not None or score.expired_on is None]
    yield from (Text(line, style="bold yellow") for line in ending_texts(ends, language))
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
        yield Text(_without_points(empty, notes, language, width), style="dim")


def _without_points(lines: Sequence[Line], notes: Footnotes, language: Language, width: int) -> str:
    """Return the lines without points that fit on one row, at least one, and how many more there are."""
    space = "" if language == "zh" else " "
    names = [f"{pick(line.indicator.name, language)}{space}{notes.mark(line.indicator)}" for line in lines]
    shortened = (listed(names, language, most=most) for most in range(len(names), 0, -1))
    texts = [say("no_points", language, named) for named in shortened]
    return next((text for text in texts if cell_len(text) <= width), texts[-1])


Row = tuple[Text, Limits, str]
"""A name, the points, and how they came about."""


def _line_rows(score: Score, notes: Footnotes, language: Language) -> Iterator[Row]:
    label = labels(score.edition, language)
    for line in score.lines:
        if line.low or line.high:
            name = Text(pick(line.indicator.name, language)).append(f" {notes.mark(line.indicator)}", style="dim")
            yield name, line.points_range, _how(line, score, label, language)


def _how(line: Line, score: Score, label: Label, language: Language) -> str:
    """Return a line's calculation, or what decides it."""
    if line.points is None or line.step is None:
        return left_open(line, score.edition, language, most=MOST_FACTS)
    shown = brief_arithmetic(line.step, label, language)
    day = _day_of_age(line.step, score)
    return say("bracketed", language, shown, date_text(day)) if day and "→" not in shown else shown


def _day_of_age(step: Step, score: Score) -> int | None:
    """Return the day on which an age is taken that alone gives a line its band; None where it is something else."""
    node = step.node
    derived = score.derived.get(node.operand.id) if isinstance(node, Bands) and isinstance(node.operand, Name) else None
    return derived.parts[1].value if derived is not None and isinstance(derived.node, Completed) else None


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
    name = _name_width(rows, free)
    table = Table.grid()
    for column in (name, 1, points, 1, BAR, 1, free - name + 1):
        table.add_column(width=column, overflow="fold")
    for named, limits, shown in rows:
        table.add_row(named, "", spanned(limits).rjust(points), "", bar(limits, full), "", Text(shown))
    return table


def _name_width(rows: list[Row], free: int) -> int:
    """Return the width of the names, of what names and arithmetic share, that takes the fewest rows."""
    longest = min(max(row[0].cell_len for row in rows), WIDEST_NAME, free * 3 // 5)

    def height(width: int) -> int:
        return sum(max(_height(name.plain, width), _height(shown, free - width + 1)) for name, _, shown in rows)

    return max(range(min(longest, free // 4), longest + 1), key=lambda width: (-height(width), width))


def _height(text: str, width: int) -> int:
    """Return how many rows a text takes, roughly for Chinese, which may be broken between any two characters."""
    if cell_len(text) <= width:
        return 1
    if has_wide(text):
        return -(-cell_len(text) // (width - 2))
    rows, taken = 1, 0
    for word in text.split(" "):
        if taken and taken + 1 + len(word) > width:
            rows, taken = rows + 1, 0
        taken += len(word) + (1 if taken else 0)
    return rows


def _stacked(rows: list[Row], score: Score) -> Iterator[RenderableType]:
    """Yield each name with its points, and the arithmetic indented below it."""
    full = full_bar(score)
    for named, limits, shown in rows:
        yield Text.assemble(named, " ", (spanned(limits), "bold"), " ", bar(limits, full), overflow="fold")
        if shown:
            yield indented(shown, 1, "")
