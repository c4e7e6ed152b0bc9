"""How one applies as a Markdown page: the same statements as on the screen, with what stands under each."""

import datetime
from collections.abc import Iterable, Iterator

from hukou_cli.policy.endings import endings
from hukou_cli.render.edition_text import ending_texts
from hukou_cli.render.guide import Guide
from hukou_cli.render.layout import is_mark
from hukou_cli.render.verdict import figures, headline
from hukou_cli.text.screen import say


def guide_markdown(guide: Guide, today: datetime.date) -> str:
    """Return how one applies as a Markdown page.

    Args:
        guide: What is known of it.
        today: The day by which rules and documents are named as ended.

    """
    language = guide.language
    parts = [f"# {guide.title(today)}", guide.document()]
    if guide.score is not None:
        told = figures(guide.score, language)
        parts += [f"**{headline(guide.score, language)}**", *([told] if told else [])]
    parts += [f"! {line}" for line in ending_texts(endings(guide.edition.file, today), language)]
    parts += guide.unseen()
    for heading, body in guide.sections():
        parts += [f"## {heading}", "\n".join(_items(body))]
    if lacking := guide.lacking():
        parts.append(f"**{lacking}**")
    if cited := [*guide.sources()]:
        parts += [f"## {say('sources', language)}", "\n".join(_items(cited))]
    return "\n\n".join([*parts, say("guide_end", language)]) + "\n"


def _items(statements: Iterable[str]) -> Iterator[str]:
    """Yield statements as items of a list, the lines under each on lines of their own."""
    for statement in statements:
        first, *below = statement.split("\n")
        number, _, rest = first.partition(" ")
        mark, text = (number, rest) if is_mark(number) and number.endswith(".") else ("-", first)
        yield "  \n".join([f"{mark} {text}", *(f"{' ' * (len(mark) + 1)}{line}" for line in below)])
