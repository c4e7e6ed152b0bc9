"""What is published of the rounds of an edition, as parts of a screen."""

from collections.abc import Iterable

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from hukou_cli.base.bilingual import pick
from hukou_cli.policy.citations import citations_of
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import PublishedRound, RoundId
from hukou_cli.render.edition_text import line_texts
from hukou_cli.render.sentences import clauses
from hukou_cli.render.sources import cite_short
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say


def round_parts(edition: Edition, language: Language, *, narrow: bool) -> Iterable[RenderableType]:
    """Yield a row a round: its lines, quota, admitted and applicants; below, what else is known, and sources.

    On a narrow screen the numbers stand below the lines, each with its heading.
    """
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", ratio=1)
    heads = [say(head, language) for head in ("year", "score_line_head", "quota", "admitted_head", "applicants_head")]
    if not narrow:
        for _ in range(3):
            table.add_column(justify="right", no_wrap=True)
        table.add_row(*heads)
    for known in edition.calendar.told:
        part = [pick(known.part, language)] if known.part else []
        shown = [*part, *line_texts(known, edition, language)]
        numbers = [f"{value:,}" if value else "–" for value in (known.quota, known.admitted, known.applicants)]
        if narrow:
            shown += [f"{head} {number}" for head, number in zip(heads[2:], numbers, strict=True) if number != "–"]
            numbers = []
        sources = (cite_short(source, edition, language) for source in citations_of(known.source))
        text = Text("\n".join([*shown, *_told(known, language)]) or "–")
        text.append(f"\n{clauses(sources, language)}", style="dim")
        table.add_row(str(RoundId(known.year, known.period or 0)), text, *numbers)
    yield table


def _told(known: PublishedRound, language: Language) -> Iterable[str]:
    """Yield what is told of a round beside its numbers: whether it was held, by which measures, when it was open."""
    if not known.held:
        yield say("not_held", language)
    if known.under:
        yield say("held_under", language, pick(known.under, language))
    opens, closes = [moment and moment.replace("T", " ")[:16] for moment in (known.opens, known.closes)]
    if opens or closes:
        key = "closes_on" if not opens else "opens_on" if not closes else "open_between"
        yield say(key, language, *(moment for moment in (opens, closes) if moment))
    if known.note:
        yield pick(known.note, language)
