"""The list of editions as a screen and as a Markdown table."""

import datetime
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from hukou_cli.base.bilingual import pick
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.endings import SOON, endings
from hukou_cli.render.labels import ending_mark, number_text
from hukou_cli.render.layout import print_parts
from hukou_cli.render.sources import confidences
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say


def print_list(editions: Iterable[Edition], language: Language, to: Console, today: datetime.date) -> None:
    """Print a row an edition, with what of it has ended by a day or ends soon after."""
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold underline", expand=True)
    for head in ("city_head", "edition_head", "regime_head", "rounds_head", "checked_head"):
        narrow = {"max_width": len("2020–2026")} if head == "rounds_head" else {"no_wrap": True}
        table.add_column(say(head, language), overflow="fold", **narrow)
    table.add_column(say("number_head", language), overflow="fold", ratio=1)
    for edition in editions:
        heading, years = edition.file.policy, sorted({round_.year for round_ in edition.calendar.rounds})
        name = f"{heading.folder} {pick(heading.name, language)}" if language == "zh" else heading.folder
        span = f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))
        regime = say(f"{heading.regime}_short", language)
        dated, number = str(heading.checked_on), number_text(edition, language)
        marks = [ending_mark(ending, language) for ending in endings(edition.file, today)]
        named = Text("\n").join([Text(number), *(Text(f"! {said}", style="bold yellow") for said in marks)])
        table.add_row(name, str(heading.in_force_from), regime, span, dated, named)
    print_parts([table], to, language)


def markdown_list(editions: Iterable[Edition], language: Language) -> str:
    """Return a Markdown table with a row an edition: regime, document, confidence and the day of the last check."""
    heads = ("city", "edition", "regime", "number", "confidence", "checked")
    rows = [[say(f"{head}_head", language) for head in heads], ["---"] * len(heads)]
    for edition in editions:
        heading = edition.file.policy
        scheme = f" ({pick(heading.scheme_name, language)})" if heading.scheme_name else ""
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
