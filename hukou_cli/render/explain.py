"""The explanation of a score: each rule in words, its sources with quotes, and the steps of its calculation."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from hukou_cli.base.bilingual import pick
from hukou_cli.base.points_text import spanned
from hukou_cli.policy.citations import Citations, citations_of
from hukou_cli.render.footnotes import Footnotes
from hukou_cli.render.labels import labels
from hukou_cli.render.layout import indented
from hukou_cli.render.sources import cite
from hukou_cli.rules import ast
from hukou_cli.rules.ast import Formula, names_in
from hukou_cli.rules.brief import headline
from hukou_cli.rules.evaluator import Step
from hukou_cli.rules.prose import quantity_text, words
from hukou_cli.rules.record_sets import CLAIMED
from hukou_cli.scoring.result import Score
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

if TYPE_CHECKING:  # only where something was counted
    from hukou_cli.records.trace import CountTrace

_TRUTHS = {True: "yes", False: "no", None: "undecided"}

_HOLDS = {True: "holds", False: "holds_not", None: "undecided"}


def explained(
    score: Score, traces: "Mapping[str, CountTrace]", notes: Footnotes, language: Language
) -> Iterable[RenderableType]:
    """Yield every gate, veto, route and line with its rule in words, its sources and its steps."""
    tree = _Tree(score, traces, language)
    yield Text(say("steps", language), style="bold underline")
    for check in (*score.gates, *score.vetoes):
        yield Text(f"\n{pick(check.rule.name, language)} {notes.mark(check.rule)}", style="bold")
        yield from tree.cited(check.rule.source, 1)
        yield from tree.rule(check.step, check.formula, _HOLDS[check.passed], 1)
    for checked in score.route_checks:
        yield Text(f"\n{pick(checked.route.name, language)} {notes.mark(checked.route)}", style="bold")
        yield from tree.cited(checked.route.source, 1)
        for need in checked.needs:
            yield indented(pick(need.rule.name, language), 1, "")
            yield from tree.cited(need.rule.source, 2)
            yield from tree.rule(need.step, need.formula, _HOLDS[need.passed], 2)
    for line in score.lines:
        name = f"{pick(line.indicator.name, language)} {notes.mark(line.indicator)}"
        yield Text(f"\n{name} {spanned(line.points_range)}", style="bold")
        yield from tree.cited(line.indicator.source, 1)
        yield from tree.rule(line.step, line.formula, "undecided" if line.points is None else "settled", 1)
    yield Text()


class _Tree:
    """Steps as an indented tree. A derived quantity is expanded where it first appears."""

    def __init__(self, score: Score, traces: "Mapping[str, CountTrace]", language: Language) -> None:
        self.score = score
        self.traces = traces
        self.language = language
        self.label = labels(score.edition, language)
        self.opened: set[str] = set()

    def cited(self, source: Citations | None, depth: int) -> Iterable[RenderableType]:
        for cited in citations_of(source):
            yield indented(cite(cited, self.score.edition, self.language), depth, "dim")

    def rule(self, step: Step | None, formula: Formula, known: str, depth: int) -> Iterable[RenderableType]:
        """Yield the steps of a rule; without steps, where facts are missing, its words and what is known of it."""
        if step is None:
            text = say("named", self.language, words(formula, self.label, self.language), say(known, self.language))
            yield indented(text, depth, "")
            for name in names_in(formula):
                yield from self.counted(name, depth + 1)
        else:
            yield from self.steps(step, depth)

    def counted(self, name: str, depth: int) -> Iterable[RenderableType]:
        """Yield how a fact was counted from records; of a disputed one, how each reading counts it and who does."""
        edition, trace = self.score.edition, self.traces.get(name)
        readings = edition.file.readings.get(name)
        if name in self.opened or (trace is None and readings is None):
            return
        self.opened.add(name)
        for reading in (readings.no, readings.yes) if readings else ():
            count = self.score.counts.get(reading.fact)
            if count is not None:
                fact = edition.facts[reading.fact]
                yield indented(f"{pick(fact.name, self.language)} = {fact.text(count.value)}", depth, "")
                yield from self.cited(reading.source, depth + 1)
                yield from self.counted(reading.fact, depth + 1)
        if trace is not None:
            from hukou_cli.render.count_trace import count_lines  # only where something was counted

            for line in count_lines(
                trace, edition.facts[name].since, edition, self.language, claimed=self.score.values.get(CLAIMED)
            ):
                yield indented(line, depth, "")

    def steps(self, step: Step, depth: int) -> Iterable[RenderableType]:
        node = step.node
        if isinstance(node, ast.Number | ast.Day):
            return
        if not isinstance(node, ast.Conditional):
            said = headline(step, self.label, self.language)
            if isinstance(node, ast.Condition):
                holds = _TRUTHS[bool(step.value)] if isinstance(node, ast.Flag) else _HOLDS[bool(step.value)]
                shown = say("named", self.language, said, say(holds, self.language))
            else:
                shown = f"{said} = {quantity_text(step)}"
            yield indented(shown, depth, "")
            depth += 1
        if isinstance(node, ast.Name | ast.Flag) and node.id in self.score.derived and node.id not in self.opened:
            self.opened.add(node.id)
            table = self.score.edition.tables.get(node.id)
            yield from self.cited(table.source if table else None, depth)
            yield from self.steps(self.score.derived[node.id], depth)
        if isinstance(node, ast.Name | ast.Flag) and node.id not in self.opened:
            yield from self.counted(node.id, depth)
        parts = step.parts[:1] if isinstance(node, ast.Tiers) else step.parts  # its headline shows what it adds up
        for part in parts:
            yield from self.steps(part, depth)
