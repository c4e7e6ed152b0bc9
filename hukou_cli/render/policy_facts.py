"""What an edition asks of an applicant, fact by fact, as parts of a screen."""

from collections.abc import Iterable

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from hukou_cli.base.bilingual import pick
from hukou_cli.facts.types import Fact, default_value
from hukou_cli.policy.citations import citations_of
from hukou_cli.policy.edition import Edition
from hukou_cli.render.count_trace import set_words
from hukou_cli.render.labels import labels, value_text
from hukou_cli.render.layout import indented
from hukou_cli.render.sentences import facts_text
from hukou_cli.render.sources import cite
from hukou_cli.rules.prose import words
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say


def fact_parts(edition: Edition, language: Language) -> Iterable[RenderableType]:
    """Yield each fact by name, with its id, type and default; below, its meaning, how it is counted, its options."""
    for name, fact in edition.facts.items():
        heading = Text(say("bracketed", language, pick(fact.name, language), name), style="bold")
        kind = say(f"type_{fact.type}", language)
        yield heading.append(f" · {kind} · {default_of(name, edition, language)}", style="not bold")
        if fact.meaning:
            yield indented(pick(fact.meaning, language), 1, "dim")
        counting = edition.streaks[name][0] if name in edition.streaks else edition.counts.get(name)
        if counting:
            counted = set_words(counting.formula, edition, language)
            yield indented(say("run_of" if fact.streak else "count_of", language, counted), 1, "dim")
        yield from (indented(line, 1, "dim") for line in _readings_of(name, edition, language))
        if fact.choices:
            yield _options(fact, language)


def default_of(name: str, edition: Edition, language: Language) -> str:
    """Return what a fact is taken for where it is not given, in words, or that it must be given."""
    fact = edition.facts[name]
    default = default_value(fact)
    if default is not None:
        told = say("default", language, value_text(fact, default, language))
        if name not in edition.relevance:
            return told
        where = words(edition.relevance[name], labels(edition, language), language)
        return say("default_where", language, told, where)
    narrows = [narrowed for narrowed, by in edition.narrowed.items() if by == name]
    if narrows and name not in edition.used:
        return say("optional", language, facts_text(narrows, edition, language))
    return say("required", language)


def _options(fact: Fact, language: Language) -> RenderableType:
    """Return a row for each option: its id, and what it stands for, either of which may be written."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for option, stands_for in fact.choices.items():
        table.add_row(f"  {option}", pick(stands_for, language))
    return table


def _readings_of(name: str, edition: Edition, language: Language) -> Iterable[str]:
    """Yield the readings of a fact whose count is disputed, each with its sources, and the question that decides."""
    readings = edition.file.readings.get(name)
    if readings is None:
        return
    yield say("readings", language, pick(edition.facts[readings.decided_by].name, language), readings.decided_by)
    for answer, reading in (("no", readings.no), ("yes", readings.yes)):
        counted = say("bracketed", language, pick(edition.facts[reading.fact].name, language), reading.fact)
        yield say("named", language, say(answer, language), counted)
        yield from (f"  {cite(source, edition, language)}" for source in citations_of(reading.source))
