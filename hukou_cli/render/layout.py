"""The page: the one console, and how paragraphs, lists and sections are laid out on it."""

import re
from collections.abc import Iterable

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

NARROWEST, WIDEST = 40, 200

NARROW = 70
"""Columns of a screen below which the cells of a row stand one below another."""


def console(*, stderr: bool = False) -> Console:
    """Open the one console: nothing in a value is read as markup, an emoji or a thing to colour."""
    opened = Console(markup=False, emoji=False, highlight=False, stderr=stderr, soft_wrap=False)
    opened.width = min(max(opened.width, NARROWEST), WIDEST)
    return opened


def print_parts(parts: Iterable[RenderableType], to: Console) -> None:
    """Print parts of a page, without the blanks that fill lines up."""
    with to.capture() as page:
        for part in parts:
            to.print(part)
    to.file.write(re.sub(r" +((?:\x1b\[[0-9;]*m)*)(?=\n)", r"\1", page.get()))


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
