"""The list of editions as a screen and as a Markdown table."""

import datetime
from collections.abc import Iterable

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from hukou_cli.base.bilingual import pick
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.endings import SOON, endings
from hukou_cli.render.edition_text import ending_mark, number_text
from hukou_cli.render.layout import NARROW, print_parts
from hukou_cli.render.sources import confidences
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say
from hukou_cli.text.signs import full_width


def print_list(editions: Iterable[Edition], language: Language, to: Console, today: datetime.date) -> None:
    """Print a row an edition, with what of it has ended by a day or ends soon after; one below another where narrow."""
    rows = [_row(edition, language, today) for edition in editions]
    if to.width < NARROW:
        print_parts([part for row in rows for part in _stacked(row)], to, language)
        return
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold underline", expand=True)
    for head in ("city_head", "edition_head", "regime_head", "rounds_head", "checked_head"):
        narrow = {"max_width": len("2020–2026")} if head == "rounds_head" else {"no_wrap": True}
        table.add_column(say(head, language), overflow="fold", **narrow)
    table.add_column(say("number_head", language), overflow="fold", ratio=1)
    for row in rows:
        table.add_row(*row)
    print_parts([table], to, language)


def _row(edition: Edition, language: Language, today: datetime.date) -> tuple[str, str, str, str, str, Text]:
    """Return city, first day, regime, years of the rounds, day of the last check, and number with what ends."""
    heading, years = edition.file.policy, sorted({round_.year for round_ in edition.calendar.rounds})
    name = f"{heading.folder} {pick(heading.name, language)}" if language == "zh" else heading.folder
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))
    regime = say(f"{heading.regime}_short", language)
    marks = [ending_mark(ending, language) for ending in endings(edition.file, today)]
    ends = (Text(f"! {said}", style="bold yellow") for said in marks)
    named = Text("\n").join([Text(number_text(edition, language)), *ends])
    return name, str(heading.in_force_from), regime, span, str(heading.checked_on), named


def _stacked(row: tuple[str, str, str, str, str, Text]) -> list[RenderableType]:
    """Return a row as paragraphs: the city with its edition, the rest indented."""
    name, since, regime, span, checked, named = row
    more = " · ".join(part for part in (regime, span, checked) if part)
    return [Text(f"{name} {since}", style="bold"), *(Padding(part, (0, 0, 0, 2)) for part in (Text(more), named))]


def markdown_list(editions: Iterable[Edition], language: Language) -> str:
    """Return a Markdown table with a row an edition: regime, document, confidence and the day of the last check."""
    heads = ("city", "edition", "regime", "number", "confidence", "checked")
    rows = [[say(f"{head}_head", language) for head in heads], ["---"] * len(heads)]
    for edition in editions:
        heading = edition.file.policy
        scheme = full_width(f" ({pick(heading.scheme_name, language)})", language) if heading.scheme_name else ""
        until = f" – {heading.in_force_to}" if heading.in_force_to else ""
        regime = say(f"{heading.regime}_short", language)
        if edition.file.unseen:
            regime = say("unseen_short", language, regime)
        if edition.file.unseen_lines:
            regime = say("partly_short", language, regime)
        if heading.purpose == "service":
            regime += f" · {say('service_short', language)}"
        rows.append(
            [
                f"{pick(heading.name, language)}{scheme} `{heading.folder}`",
                f"{heading.in_force_from}{until}",
                regime,
                number_text(edition, language).replace("|", "/"),
                confidences(edition, language),
                str(heading.checked_on),
            ]
        )
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def markdown_endings(editions: Iterable[Edition], language: Language, today: datetime.date) -> str:
    """Return a Markdown list of what has ended by a day or ends soon after; empty where nothing does."""
    marks = [
        f"- `{edition.id}`: {ending_mark(ending, language)}\n"
        for edition in editions
        for ending in endings(edition.file, today)
    ]
    return "".join([f"\n{say('endings', language, today, SOON)}\n\n", *marks]) if marks else ""
