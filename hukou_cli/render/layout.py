"""Layout of a screen: the console, paragraphs, lists and sections."""

import re
from collections.abc import Iterable

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

NARROWEST, WIDEST = 40, 200

NARROW = 70
"""Width below which the cells of a row are stacked, in columns."""


def console(*, stderr: bool = False) -> Console:
    """Return a console that reads no markup, emoji or highlighting into values, 40 to 200 columns wide."""
    opened = Console(markup=False, emoji=False, highlight=False, stderr=stderr, soft_wrap=False)
    opened.width = min(max(opened.width, NARROWEST), WIDEST)
    return opened


def print_parts(parts: Iterable[RenderableType], to: Console) -> None:
    """Print parts of a page without trailing blanks."""
    with to.capture() as page:
        for part in parts:
            to.print(part)
    to.file.write(re.sub(r" +((?:\x1b\[[0-9;]*m)*)(?=\n)", r"\1", page.get()))


def indented(text: str, depth: int, style: str) -> RenderableType:
    """Return a paragraph indented by two columns a level."""
    return Padding(hanging([text], style), (0, 0, 0, 2 * depth))


def hanging(lines: Iterable[str], style: str) -> RenderableType:
    """Return lines with a hanging indent: what wraps stands under the text, not under its bullet."""
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
    """Return a part of the page with a title above and a blank line below."""
    return [Text(title, style="bold underline"), *body, Text()]
