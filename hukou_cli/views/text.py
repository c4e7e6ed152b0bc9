"""The screen: a score, a policy, findings, for a person at a terminal of 80 columns or more."""

import re
from collections.abc import Iterable
from decimal import Decimal

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from hukou_cli.errors import harmless
from hukou_cli.formula import nodes
from hukou_cli.formula.describe import Label, arithmetic, headline, quantity_text, words
from hukou_cli.formula.evaluate import Step
from hukou_cli.formula.nodes import Formula
from hukou_cli.messages import Language
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.model import Source, Sources, sources_of
from hukou_cli.scoring.result import Line, Score, Way
from hukou_cli.views.words import (
    Citing,
    confidence_counts,
    confidence_of,
    document_text,
    facts_text,
    labels,
    left_open,
    measured,
    pick,
    round_text,
    say,
    value_text,
)

BAR = 10
NARROWEST, WIDEST = 40, 200


def console(*, stderr: bool = False) -> Console:
    """Open the one console: nothing in a value is read as markup, an emoji or a thing to colour."""
    opened = Console(markup=False, emoji=False, highlight=False, stderr=stderr, soft_wrap=False)
    opened.width = min(max(opened.width, NARROWEST), WIDEST)
    return opened


def print_score(score: Score, language: Language, to: Console, *, explain: bool = False) -> None:
    """Print the breakdown of a score; ``explain`` adds every step with the sources of every rule."""
    cited = _Cited(score.edition, language)
    parts = [
        *_heading(score, language),
        *_gates(score, cited, language, to.width),
        *_ways(score, cited, language, to.width),
        *(_lines(score, cited, language, to.width) if score.lines else ()),
        *(_summary(score, language, to.width) if score.lines else ()),
        *_said(score, language),
        *_not_given(score, language),
    ]
    if explain:
        parts += _explained(score, language)
    parts += _footnotes(score, cited, language)
    print_parts(parts, to)


def print_parts(parts: Iterable[RenderableType], to: Console) -> None:
    """Print parts of a page, without the blanks that fill lines up."""
    with to.capture() as page:
        for part in parts:
            to.print(part)
    to.file.write(re.sub(r" +((?:\x1b\[[0-9;]*m)*)(?=\n)", r"\1", page.get()))


class _Cited:
    """Numbers the documents in the order they are cited, so that a line needs only ``[2] 第五条(一)``."""

    def __init__(self, edition: Edition, language: Language) -> None:
        self.edition = edition
        self.language = language
        self.order: list[str] = []

    def marks(self, source: Sources) -> str:
        return "; ".join(self.mark(cited) for cited in sources_of(source))

    def mark(self, source: Source) -> str:
        if source.document not in self.order:
            self.order.append(source.document)
        return f"[{self.order.index(source.document) + 1}]{source.article}"  # no blank: a line never breaks inside

    def listed(self) -> Iterable[str]:
        for at, document_id in enumerate(self.order, start=1):
            document = self.edition.documents[document_id]
            note = f" · {pick(document.note, self.language)}" if document.note else ""
            yield f"[{at}] {document_text(document)} · {say(document.confidence, self.language)}{note}"


def _heading(score: Score, language: Language) -> list[RenderableType]:
    heading = score.edition.file.policy
    who = f" · {harmless(score.applicant_id)}" if score.applicant_id else ""
    title = Text(f"{pick(heading.name, language)} · {round_text(score.round, language)}{who}", style="bold")
    named = f"{pick(heading.title, language)} · {heading.number}"
    dated = f"{say('edition', language, heading.in_force_from)} · {say('checked', language, heading.checked_on)}"
    return [title, Text(named), Text(f"{dated} · {confidences(score.edition, language)}", style="dim"), Text()]


def confidences(edition: Edition, language: Language) -> str:
    """Say how sure an edition is: how many of its rules are as sure as each kind of source."""
    counts = ", ".join(f"{say(kind, language)} {count}" for kind, count in confidence_counts(edition).items())
    return f"{say('rests_on', language)}: {counts or say('no_rules', language)}"


def _checks_table(width: int) -> Table:
    """Lay out mark, condition and source."""
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


def _ways(score: Score, cited: _Cited, language: Language, width: int) -> list[RenderableType]:
    """Show each route and, below it, its needs; of a route that does not hold what it lacks stands first."""
    table = _checks_table(width)
    for way in score.ways:
        table.add_row(
            _MARKS[way.passed],
            Text(pick(way.route.name, language), style="bold" if way.passed else ""),
            "",
            Text(cited.marks(way.route.source), style="dim"),
        )
        for check in way.needs:
            mark = Text("  ") + _MARKS[check.passed]
            source = Text(cited.marks(check.rule.source), style="dim") if check.rule.source else ""
            table.add_row("", mark + Text(f" {measured(check, score, language)}", style="dim"), "", source)
    title = "routes" if score.edition.needs_route else "other_routes"
    return section(say(title, language), table) if table.row_count else []


_MARKS = {True: Text("✓", style="green"), False: Text("✗", style="bold red"), None: Text("?", style="bold yellow")}


def _lines(score: Score, cited: _Cited, language: Language, width: int) -> list[RenderableType]:
    label = labels(score.edition, language)
    most = max((abs(units) for line in score.lines for units in (line.low, line.high)), default=0)
    table = _points_table(score, width)
    for line in score.lines:
        style = "" if line.low or line.high else "dim"
        shown = Text(_line_arithmetic(line, score.edition, label, language), style=style)
        shown.append(f"\n{cited.marks(line.indicator.source)}", style="dim")
        name = Text(pick(line.indicator.name, language), style=style)
        table.add_row(name, Text(spanned(line.points_range), style=style), _bar(line, most), shown)
    return section(say("lines", language), table)


def _points_table(score: Score, width: int) -> Table:
    """Lay out name, points, bar and arithmetic in fixed widths, gaps included: what need not be measured is faster."""
    ranges = [score.total_range, score.core_range, *(line.points_range for line in score.lines)]
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
    """Show a line's calculation up to its points, the last rounding included where it changes the figure."""
    if line.points is None or line.step is None:
        return left_open(line, edition, language)
    text = arithmetic(line.step, label, language)
    exact = Decimal(line.step.value) / Decimal(line.formula.den)
    return text if exact == line.points else f"{text} ≈ {signed(line.points)}"


def signed(points: Decimal) -> str:
    """Write points with a true minus."""
    return str(points).replace("-", "−")


def spanned(limits: tuple[Decimal, Decimal]) -> str:
    """Write points, or their limits as ``96.50–110.50`` where they are open."""
    low, high = map(signed, limits)
    if low == high:
        return low
    return f"{low} – {high}" if "−" in low + high else f"{low}–{high}"


def _bar(line: Line, most: int) -> Text:
    """Draw points as a bar; a deduction in a lighter shade, so that it shows without colour too.

    Of a line that is open what is certain is drawn so, and what is possible beyond it in a middle shade.
    """

    def length(units: int) -> int:
        return max((abs(units) * BAR + most // 2) // most, 1) if units else 0

    sure = line.low if line.low > 0 else min(line.high, 0)
    drawn = Text(" " + "█" * length(sure), style="cyan") if sure > 0 else Text(" " + "░" * length(sure), style="red")
    drawn.append("▒" * (max(length(line.low), length(line.high)) - length(sure)), style="yellow")
    return drawn


def _summary(score: Score, language: Language, width: int) -> list[RenderableType]:
    table = _points_table(score, width)
    table.add_row(say("core", language), spanned(score.core_range), "", share_text(score, language))
    total = Text(spanned(score.total_range), style="bold")
    table.add_row(Text(say("total", language), style="bold"), total, "", "")
    if score.cutoff is not None:
        table.add_row(
            say("cutoff", language, score.cutoff.year), str(score.cutoff.cutoff), "", _distance(score, language)
        )
    return [table, Text()]


def _said(score: Score, language: Language) -> list[RenderableType]:
    """Say the answer in a sentence, then where the hukou is registered."""
    style = "bold green" if score.passed else "bold yellow"
    parts: list[RenderableType] = [Text(_verdict(score, language), style=style)]
    if score.edition.file.policy.purpose == "service":
        parts.append(Text(say("purpose", language), style="bold"))
    if score.registration:
        parts.append(Text(f"{say('place', language)}: {place_text(score, language)}"))
    return [*parts, Text()]


def place_text(score: Score, language: Language) -> str:
    """Name the place where the hukou would be registered, or say that none holds or that it is open."""
    if score.place is not None:
        return pick(score.place.name, language)
    is_open = any(holds is None for _, holds in score.registration)
    return say("place_open" if is_open else "no_place", language)


def share_text(score: Score, language: Language) -> str:
    """Say which share of the total the core lines have."""
    limits = score.core_share_range
    if limits is None:
        return say("undecided" if score.total_range[1] > 0 else "no_share", language)
    low, high = ((share * 100).quantize(Decimal("0.01")) for share in limits)
    return say("share", language, low) if low == high else say("share_open", language, low, high)


def _not_given(score: Score, language: Language) -> list[RenderableType]:
    """List the facts that are missing, with their ids, and say of each whether it makes a difference."""
    if not score.unknown:
        return []
    label = labels(score.edition, language)
    shown = []
    for name in score.unknown:
        note = "" if name in score.decided_by else f" · {say('no_difference', language)}"
        shown.append(f"· {label(name, '')}  ({name}){note}")
    return section(say("unknown", language), hanging(shown, ""))


def _distance(score: Score, language: Language) -> str:
    limits, cutoff = score.distance_range, score.cutoff
    assert limits is not None
    assert cutoff is not None
    if score.distance is None:
        low, high = (_apart(distance, "at_line", language) for distance in limits)
        text = say("distance_open", language, low, high)
    else:
        ties = "level" if score.edition.file.result.ties == "admit_all" else "level_strict"
        text = _apart(score.distance, ties, language)
    if cutoff.admitted and cutoff.quota:
        text += f" ({say('admitted', language, f'{cutoff.admitted:,}', f'{cutoff.quota:,}')})"
    return text


def _apart(distance: Decimal, level: str, language: Language) -> str:
    return say("above" if distance > 0 else "below", language, abs(distance)) if distance else say(level, language)


def _verdict(score: Score, language: Language) -> str:
    """Say what is certain of the answer, then between which totals it lies and which missing facts decide it."""
    said = [_answer(score, language)]
    if score.edition.is_scored and score.routes:
        said.append(say("without_points", language, _named_ways(score, language)))
    facts = facts_text(score.decided_by, score.edition, language)
    if score.total is None and score.lines:
        said.append(say("between", language, *map(signed, score.total_range), facts))
    elif facts:
        said.append(say("decided_by", language, facts))
    return ("" if language == "zh" else " ").join(said)


def _answer(score: Score, language: Language) -> str:
    checks = (*score.gates, *score.vetoes)
    if score.edition.needs_route and score.eligible is False and all(check.passed for check in checks):
        return " ".join(_nearest(way, score, language) for way in score.nearest_ways[:1])
    if not score.eligible:
        deciding = [check for check in checks if check.passed is False] or [
            check for check in checks if check.passed is None
        ]
        separator = "；" if language == "zh" else "; "
        named = separator.join(measured(check, score, language) for check in deciding)
        named = named or say("way_open", language)
        return say("eligible_open" if score.eligible is None else "not_eligible", language, named)
    if score.routes and not score.edition.is_scored:
        return say("by_route", language, _named_ways(score, language))
    if not score.edition.is_scored:
        return say("eligible_plain", language)
    if not score.has_line:
        return say("eligible", language)
    if score.edition.passes is not None:
        return say({True: "eligible_pass", False: "eligible_fail", None: "pass_open"}[score.reached], language)
    assert score.cutoff is not None
    key = {True: "eligible_reached", False: "eligible_below", None: "reached_open"}[score.reached]
    return say(key, language, score.cutoff.year)


def _named_ways(score: Score, language: Language) -> str:
    return ("、" if language == "zh" else "; ").join(pick(way.route.name, language) for way in score.ways if way.passed)


def _nearest(way: Way, score: Score, language: Language) -> str:
    lacking = ("；" if language == "zh" else "; ").join(measured(check, score, language) for check in way.lacking)
    return say("nearest_way", language, pick(way.route.name, language), lacking)


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


_TRUTHS = {True: "yes", False: "no", None: "undecided"}


def _explained(score: Score, language: Language) -> Iterable[RenderableType]:
    """Every gate and line: its rule in words, its sources with their words, and its steps."""
    tree = _Tree(score, language)
    yield Text(say("steps", language), style="bold underline")
    for check in (*score.gates, *score.vetoes):
        yield Text(f"\n{pick(check.rule.name, language)}", style="bold")
        yield from tree.cited(check.rule.source, 1)
        yield from tree.rule(check.step, check.formula, _TRUTHS[check.passed], 1)
    for way in score.ways:
        yield Text(f"\n{pick(way.route.name, language)}", style="bold")
        yield from tree.cited(way.route.source, 1)
        for need in way.needs:
            yield indented(pick(need.rule.name, language), 1, "")
            yield from tree.cited(need.rule.source, 2)
            yield from tree.rule(need.step, need.formula, _TRUTHS[need.passed], 2)
    for line in score.lines:
        yield Text(f"\n{pick(line.indicator.name, language)} {spanned(line.points_range)}", style="bold")
        yield from tree.cited(line.indicator.source, 1)
        yield from tree.rule(line.step, line.formula, "undecided" if line.points is None else "settled", 1)
    yield Text()


def cite(source: Source, file: Citing, language: Language) -> str:
    """Write a source in full: document, article, the words quoted, and how sure it is."""
    quote = f"：“{source.quote}”" if source.quote else ""
    confidence = say(confidence_of(source, file), language)
    return f"§ {document_text(file.documents[source.document])} {source.article}{quote} · {confidence}"


class _Tree:
    """Steps as an indented tree. A derived quantity is opened where it first appears."""

    def __init__(self, score: Score, language: Language) -> None:
        self.score = score
        self.language = language
        self.label = labels(score.edition, language)
        self.opened: set[str] = set()

    def cited(self, source: Sources | None, depth: int) -> Iterable[RenderableType]:
        for cited in sources_of(source):
            yield indented(cite(cited, self.score.edition, self.language), depth, "dim")

    def rule(self, step: Step | None, formula: Formula, known: str, depth: int) -> Iterable[RenderableType]:
        """Show the steps of a rule; of one that could not be calculated its words, and what is known of it."""
        if step is None:
            text = f"{words(formula, self.label, self.language)} = {say(known, self.language)}"
            yield indented(text, depth, "")
        else:
            yield from self.steps(step, depth)

    def steps(self, step: Step, depth: int) -> Iterable[RenderableType]:
        node = step.node
        if isinstance(node, nodes.Number | nodes.Day):
            return
        if not isinstance(node, nodes.Conditional):
            is_condition = isinstance(node, nodes.Condition)
            value = say("yes" if step.value else "no", self.language) if is_condition else quantity_text(step)
            yield indented(f"{headline(step, self.label, self.language)} = {value}", depth, "")
            depth += 1
        if isinstance(node, nodes.Name | nodes.Flag) and node.id in self.score.derived and node.id not in self.opened:
            self.opened.add(node.id)
            table = self.score.edition.tables.get(node.id)
            yield from self.cited(table.source if table else None, depth)
            yield from self.steps(self.score.derived[node.id], depth)
        if isinstance(node, nodes.Name | nodes.Flag) and node.id not in self.opened:
            account = self.score.account(node.id)
            if account is not None:
                self.opened.add(node.id)
                from hukou_cli.views.counts import count_lines  # only where something was counted

                edition, fact = self.score.edition, self.score.edition.facts[node.id]
                for line in count_lines(account, fact.since, edition, self.language):
                    yield indented(line, depth, "")
        for part in step.parts:
            yield from self.steps(part, depth)


def indented(text: str, depth: int, style: str) -> RenderableType:
    """Set a paragraph in by two columns a level."""
    return Padding(hanging([text], style), (0, 0, 0, 2 * depth))


def hanging(lines: Iterable[str], style: str) -> RenderableType:
    """Set lines so that what wraps stands under the text, not under its mark."""
    table = Table.grid()
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for line in lines:
        mark, _, rest = line.partition(" ")
        is_marked = mark in ("·", "§") or mark.startswith("[")
        if is_marked:
            table.add_row(Text(f"{mark} ", style=style), Text(rest, style=style))
        else:
            return Text(line, style=style)
    return table


def section(title: str, *body: RenderableType) -> list[RenderableType]:
    """Set a title over a part of the page and a blank line under it."""
    return [Text(title, style="bold underline"), *body, Text()]
