"""The difference of two editions as a screen: changed rules, and who gains or loses on the worked examples."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from hukou_cli.base.bilingual import pick
from hukou_cli.base.points_text import signed_difference, spanned
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.procedure import Channel, Paper, Statement
from hukou_cli.render.edition_text import english_note, in_force_text, title_text
from hukou_cli.render.labels import labels
from hukou_cli.render.layout import hanging, indented, marks, print_parts, section
from hukou_cli.render.procedure import channel_text, paper_text, statement_text
from hukou_cli.render.sentences import clauses
from hukou_cli.render.verdict import mark
from hukou_cli.rules.prose import words
from hukou_cli.scoring.edition_diff import Change, Diff, ExampleChange, Rule
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

if TYPE_CHECKING:
    from hukou_cli.policy.model import Gate, Indicator, Route, Veto

MOST_SHOWN = 10
"""Examples shown of those that gain most, and of those that lose most, unless all are asked for."""


def print_diff(found: Diff, language: Language, to: Console, *, all_examples: bool = False) -> None:
    """Print the headings, each table's changes, then the examples."""
    parts: list[RenderableType] = [*_headings(found, language)]
    for table in dict.fromkeys(change.table for change in found.changes):
        changes = [change for change in found.changes if change.table == table]
        title = say(table, language)
        if table == "procedure":
            parts += section(title, *_procedure(changes, found, language))
        elif table == "facts":
            parts += section(title, hanging(_facts(changes, found, language), ""))
        else:
            parts += section(title, *(part for change in changes for part in _changed(change, found, language)))
    if not found.changes:
        parts += [Text(say("no_change", language)), Text()]
    parts += section(
        say("examples", language), *_examples(found, language, to, most=None if all_examples else MOST_SHOWN)
    )
    print_parts(parts, to, language)


def _headings(found: Diff, language: Language) -> Iterator[RenderableType]:
    for sign, edition in (("−", found.before), ("+", found.after)):
        heading = edition.file.policy
        yield hanging([f"{sign} {edition.id} · {title_text(edition, language)}"], "bold")
        yield Text(f"  {say(heading.regime, language)} · {in_force_text(edition, language)}", style="dim")
    for note in filter(None, (english_note(edition, language) for edition in (found.before, found.after))):
        yield Text(note, style="dim")
    yield Text()


def _facts(changes: list[Change], found: Diff, language: Language) -> Iterator[str]:
    for change in changes:
        is_new = change.id not in found.before.facts
        fact = (found.after if is_new else found.before).facts[change.id]
        yield f"{'+' if is_new else '−'} {say('bracketed', language, pick(fact.name, language), change.id)}"


def _procedure(changes: list[Change], found: Diff, language: Language) -> Iterator[RenderableType]:
    """Yield what is said of how one applies, part by part; of an edition that says nothing, that it was not seen."""
    for sign, edition in (("−", found.before), ("+", found.after)):
        if edition.file.procedure is None:
            yield Text(f"{sign} {say('named', language, edition.id, say('procedure_not_seen', language))}")
    for part in dict.fromkeys(change.id.partition(".")[0] for change in changes):
        yield Text(say(f"part_{part}", language), style="bold")
        for change in changes:
            if change.id.startswith(f"{part}."):
                yield from _sides(change, found, language)


def _changed(change: Change, found: Diff, language: Language) -> Iterator[RenderableType]:
    """Yield a rule's name, then its words before and after."""
    edition = found.before if change.before is not None else found.after
    yield Text(say("bracketed", language, _named(change, edition, language), change.id), style="bold")
    yield from _sides(change, found, language)


def _sides(change: Change, found: Diff, language: Language) -> Iterator[RenderableType]:
    """Yield the words of a rule before and after."""
    for sign, rule, of in (("−", change.before, found.before), ("+", change.after, found.after)):
        if rule is not None:
            yield indented(f"{sign} {_words(rule, of, language)}", 1, "red" if sign == "−" else "green")


def _named(change: Change, edition: Edition, language: Language) -> str:
    file = edition.file
    rules: list[Gate | Veto | Route | Indicator] = [*file.gate, *file.veto, *file.route, *file.indicator]
    if change.table not in ("derived", "result"):
        return next(pick(rule.name, language) for rule in rules if rule.id == change.id)
    return labels(edition, language)(change.id, "") if change.table == "derived" else say(change.id, language)


def _words(rule: Rule, edition: Edition, language: Language) -> str:
    match rule:
        case Channel():
            return channel_text(rule, language)
        case Statement():
            note = [pick(rule.note, language)] if rule.note else []
            return " · ".join([statement_text(rule, language), *note])
        case Paper():
            return paper_text(rule, edition, language)
        case None:
            return ""
    label = labels(edition, language)
    parts = rule if isinstance(rule, tuple) else (rule,)
    return clauses((words(part, label, language) for part in parts), language)


def _examples(found: Diff, language: Language, to: Console, *, most: int | None) -> Iterator[RenderableType]:
    """Yield the counts of the examples, then a table of those that gain or lose most."""
    known = [(example.difference, example) for example in found.examples if example.difference is not None]
    gains = sorted(((by, one) for by, one in known if by > 0), key=lambda pair: (-pair[0], pair[1].case.id))
    loses = sorted(((by, one) for by, one in known if by < 0), key=lambda pair: (pair[0], pair[1].case.id))
    same, still_open = len(known) - len(gains) - len(loses), len(found.examples) - len(known)
    yield Text(say("gain_lose", language, len(gains), len(loses), same, still_open, found.left_out))
    shown = [*gains[:most], *reversed(loses[:most])]
    if shown:
        yield _table(shown, language, to)
        yield Text(say("answer_marks", language, marks(to, language)[None].plain), style="dim")
    if len(shown) < len(gains) + len(loses):
        yield Text(say("more_examples", language, len(gains) + len(loses) - len(shown)), style="dim")


def _table(examples: Sequence[tuple[Decimal, ExampleChange]], language: Language, to: Console) -> Table:
    table = Table.grid()
    answer = 8 + 2 * marks(to, language)[None].cell_len
    for column, justify in (
        (to.width - 30 - answer, "left"),
        (10, "right"),
        (10, "right"),
        (10, "right"),
        (answer, "right"),
    ):
        table.add_column(width=column, justify=justify, overflow="fold")  # type: ignore[arg-type]
    table.add_row(*(say(f"{head}_head", language) for head in ("case", "before", "after", "difference", "answer")))
    for difference, example in examples:
        style = "green" if difference > 0 else "red"
        table.add_row(
            f"{example.of.file.policy.in_force_from} {example.case.id}",
            spanned(example.before.total_range),
            spanned(example.after.total_range),
            Text(signed_difference(difference), style=style),
            mark(example.before, to, language) + Text(" → ") + mark(example.after, to, language),
        )
    return table
