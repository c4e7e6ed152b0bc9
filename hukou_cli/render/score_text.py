"""A score as a screen of 80 columns or more."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from hukou_cli.base.bilingual import pick
from hukou_cli.base.redaction import harmless
from hukou_cli.policy.citations import Citation, Citations, citations_of
from hukou_cli.policy.edition import Edition
from hukou_cli.render.explain import explained
from hukou_cli.render.labels import (
    ending_texts,
    facts_text,
    labels,
    left_open,
    line_row,
    listed,
    measured,
    rank_names,
    round_text,
    share_text,
    title_text,
    value_text,
)
from hukou_cli.render.layout import hanging, print_parts, section
from hukou_cli.render.number import signed, spanned
from hukou_cli.render.sources import confidences, document_lines
from hukou_cli.render.verdict import distance_text, verdict
from hukou_cli.rules.prose import Label, arithmetic
from hukou_cli.scoring.result import Line, Score
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

if TYPE_CHECKING:  # only where something was counted
    from hukou_cli.records.trace import CountTrace

BAR = 10


def print_score(
    score: Score, language: Language, to: Console, *, traces: "Mapping[str, CountTrace] | None" = None
) -> None:
    """Print the breakdown of a score; with ``traces``, how facts were counted, every step and source of every rule."""
    cited = _Cited(score.edition, language)
    parts = [
        *_heading(score, language),
        *_gates(score, cited, language, to.width),
        *_routes(score, cited, language, to.width),
        *(_lines(score, cited, language, to.width) if score.lines else ()),
        *(_summary(score, language, to.width) if score.lines else ()),
        *_said(score, language),
        *_not_given(score, language),
    ]
    if traces is not None:
        parts += explained(score, traces, language)
    parts += _footnotes(score, cited, language)
    print_parts(parts, to)


class _Cited:
    """Footnotes: documents numbered in the order of citation, so that a line shows only ``[2] 第五条(一)``."""

    def __init__(self, edition: Edition, language: Language) -> None:
        self.edition = edition
        self.language = language
        self.order: list[str] = []

    def marks(self, source: Citations | None) -> str:
        return "; ".join(self.mark(cited) for cited in citations_of(source))

    def mark(self, source: Citation) -> str:
        if source.document not in self.order:
            self.order.append(source.document)
        return f"[{self.order.index(source.document) + 1}]{source.article}"  # no blank: a line never breaks inside

    def listed(self) -> Iterable[str]:
        for at, document_id in enumerate(self.order, start=1):
            yield f"[{at}] {document_lines(self.edition.documents[document_id], self.language)}"


def _heading(score: Score, language: Language) -> list[RenderableType]:
    heading = score.edition.file.policy
    who = f" · {harmless(score.applicant_id)}" if score.applicant_id else ""
    title = Text(f"{pick(heading.name, language)} · {round_text(score.round, language)}{who}", style="bold")
    named = title_text(score.edition, language)
    dated = [
        say("edition", language, heading.in_force_from),
        say("checked", language, heading.checked_on),
        f"{say('rests_on', language)}: {confidences(score.edition, language)}",
    ]
    ending = [Text(line, style="bold yellow") for line in ending_texts(score.endings, language)]
    return [*ending, title, Text(named), Text(" · ".join(dated), style="dim"), Text()]


def _checks_table(width: int) -> Table:
    """Return an empty table of mark, condition and source."""
    table = Table.grid()
    named = (width - 3) * 5 // 9
    for column in (2, named, 1, width - 3 - named):
        table.add_column(width=column, overflow="fold")
    return table


def _gates(score: Score, cited: _Cited, language: Language, width: int) -> list[RenderableType]:
    table = _checks_table(width)
    for check in (*score.gates, *(veto for veto in score.vetoes if not veto.passed)):
        table.add_row(
            _MARKS[check.passed],
            measured(check, score, language),
            "",
            Text(cited.marks(check.rule.source), style="dim"),
        )
    return section(say("gates", language), table) if table.row_count else []


def _routes(score: Score, cited: _Cited, language: Language, width: int) -> list[RenderableType]:
    """Return each route with its needs; of a route that is far from holding, only the needs that it lacks."""
    table = _checks_table(width)
    near = {
        checked.route.id
        for checked in (*score.nearest_routes, *(checked for checked in score.route_checks if checked.passed))
    }
    for checked in score.route_checks:
        table.add_row(
            _MARKS[checked.passed],
            Text(pick(checked.route.name, language), style="bold" if checked.passed else ""),
            "",
            Text(cited.marks(checked.route.source), style="dim"),
        )
        for check in checked.needs:
            if check.passed and checked.route.id not in near:
                continue
            need = Table.grid(expand=True)
            need.add_column(width=4)
            need.add_column(overflow="fold", ratio=1)
            need.add_row(Text("  ") + _MARKS[check.passed], Text(measured(check, score, language), style="dim"))
            source = Text(cited.marks(check.rule.source), style="dim") if check.rule.source else ""
            table.add_row("", need, "", source)
    title = "routes" if score.edition.needs_route else "other_routes"
    return section(say(title, language), table) if table.row_count else []


_MARKS = {True: Text("✓", style="green"), False: Text("✗", style="bold red"), None: Text("?", style="bold yellow")}


def _lines(score: Score, cited: _Cited, language: Language, width: int) -> list[RenderableType]:
    label = labels(score.edition, language)
    known = [limit for line in score.lines for limit in line.points_range if limit.is_finite()]
    most = int(max(map(abs, known), default=Decimal(0)) * 10**score.edition.file.policy.decimals)
    table = _points_table(score, width)
    for line in score.lines:
        style = "" if line.low or line.high else "dim"
        shown = Text(_line_arithmetic(line, score.edition, label, language), style=style)
        shown.append(f"\n{cited.marks(line.indicator.source)}", style="dim")
        name = Text(pick(line.indicator.name, language), style=style)
        table.add_row(name, Text(spanned(line.points_range), style=style), _bar(line, most), shown)
    return section(say("lines", language), table)


def _points_table(score: Score, width: int) -> Table:
    """Return an empty table of name, points, bar and arithmetic; fixed widths save rich the measuring."""
    ranges = [score.total_range, score.core_range, *(line.points_range for line in score.lines)]
    ranges += [score.rank_range] if score.rank_range else []
    widest = max(len(spanned(limits)) for limits in ranges)
    points = max(8, widest + 1)
    free = width - points - BAR - 2
    table = Table.grid()
    table.add_column(width=free * 4 // 11, overflow="fold")
    table.add_column(width=points, justify="right", no_wrap=True)
    table.add_column(width=BAR + 2, no_wrap=True)
    table.add_column(width=free - free * 4 // 11, overflow="fold")
    return table


def _line_arithmetic(line: Line, edition: Edition, label: Label, language: Language) -> str:
    """Return a line's calculation up to its points, with the last rounding where that changes the figure."""
    if line.points is None or line.step is None:
        return left_open(line, edition, language)
    text = arithmetic(line.step, label, language)
    exact = Decimal(line.step.value) / Decimal(line.formula.den)
    return text if exact == line.points else f"{text} ≈ {signed(line.points)}"


def _bar(line: Line, most: int) -> Text:
    """Return points as a bar; a deduction is lighter, so that it shows without colour too.

    Of an open line the certain part is drawn so, and the possible part beyond it in a middle shade.
    """

    def length(units: int) -> int:
        return min(max((abs(units) * BAR + most // 2) // most, 1), BAR) if units and most else BAR if units else 0

    sure = line.low if line.low > 0 else min(line.high, 0)
    drawn = Text(" " + "█" * length(sure), style="cyan") if sure > 0 else Text(" " + "░" * length(sure), style="red")
    drawn.append("▒" * (max(length(line.low), length(line.high)) - length(sure)), style="yellow")
    return drawn


def _summary(score: Score, language: Language, width: int) -> list[RenderableType]:
    table = _points_table(score, width)
    table.add_row(say("core", language), spanned(score.core_range), "", share_text(score, language))
    total = Text(spanned(score.total_range), style="bold")
    table.add_row(Text(say("total", language), style="bold"), total, "", "")
    row = line_row(score, language)
    if row is not None:
        table.add_row(row[0], str(row[1]), "", distance_text(score, language))
    if score.rank_range is not None:
        first, *others = rank_names(score.edition, language)
        then = say("rank_then", language, listed(others, language)) if others else ""
        table.add_row(say("rank_key", language, first), Text(spanned(score.rank_range), style="bold"), "", then)
    return [table, Text()]


def _said(score: Score, language: Language) -> list[RenderableType]:
    """Return the verdict in sentences, then the place of registration."""
    style = "bold green" if score.passed else "bold yellow"
    parts: list[RenderableType] = [Text(verdict(score, language), style=style)]
    if score.edition.file.policy.purpose == "service":
        parts.append(Text(say("purpose", language), style="bold"))
    place = place_text(score, language)
    if place:
        parts.append(Text(f"{say('place', language)}: {place}"))
    return [*parts, Text()]


def place_text(score: Score, language: Language) -> str:
    """Return the place of registration by name, or that none holds, or the facts that decide it.

    Nothing where a place asks for what no fact tells, and none before it holds.
    """
    if score.place is not None:
        return pick(score.place.name, language)
    is_open = any(holds is None for _, holds in score.registration)
    if not is_open:
        is_decided = bool(score.registration) and len(score.registration) == len(score.edition.places)
        return say("no_place", language) if is_decided else ""
    return say("depends", language, facts_text(score.place_decided_by, score.edition, language))


def _not_given(score: Score, language: Language) -> list[RenderableType]:
    """Return the missing facts with their ids, and of each whether it makes a difference."""
    if not score.unknown:
        return []
    label = labels(score.edition, language)
    shown = []
    for name in score.unknown:
        matters = name in score.decided_by or name in score.place_decided_by
        note = "" if matters else f" · {say('no_difference', language)}"
        shown.append(f"· {label(name, '')}  ({name}){note}")
    return section(say("unknown", language), hanging(shown, ""))


def _footnotes(score: Score, cited: _Cited, language: Language) -> list[RenderableType]:
    edition = score.edition
    parts = section(say("sources", language), hanging(cited.listed(), "dim"))
    if score.assumed:
        label = labels(edition, language)
        shown = (
            f"{label(name, '')} = {value_text(edition.facts[name], score.values[name], language)}  ({name})"
            for name in score.assumed
        )
        parts += section(say("assumed", language), hanging((f"· {line}" for line in shown), "dim"))
    if score.notes:
        notes = (f"· {finding.sentence(language)}" for finding in score.notes)
        parts += section(say("notes", language), hanging(notes, ""))
    if score.caveats:
        caveats = (f"· {pick(caveat.text, language)}" for caveat in score.caveats)
        parts += section(say("caveats", language), hanging(caveats, ""))
    return [*parts, Text(say("estimate", language), style="italic")]
