"""Layout of a screen: the console, paragraphs, lists and sections."""

import re
from collections.abc import Iterable

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from hukou_cli.render.line_breaks import ChineseText, has_wide
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say
from hukou_cli.text.signs import can_write, legible

NARROWEST, WIDEST = 40, 200

NARROW = 70
"""Width below which the cells of a row are stacked, in columns."""


SCREEN_ROWS = 24
"""The rows of a small terminal."""


def console(*, stderr: bool = False) -> Console:
    """Return a console that reads no markup, emoji or highlighting into values, 40 to 200 columns wide."""
    opened = Console(markup=False, emoji=False, highlight=False, stderr=stderr, soft_wrap=False)
    width, height = opened.size
    opened.size = (min(max(width, NARROWEST), WIDEST), height)  # both: else each print asks the terminal again
    return opened


def print_parts(
    parts: Iterable[RenderableType], to: Console, language: Language, *, answer: RenderableType | None = None
) -> None:
    """Print parts of a page without trailing blanks, with substitutes for signs that the encoding lacks.

    Args:
        parts: The parts.
        to: The screen.
        language: The language of the substitutes.
        answer: What a page that is longer than a screen ends with, as its head has scrolled away.

    """
    page = _page(parts, to, language)
    if answer is not None and page.count("\n") > SCREEN_ROWS:
        page += _page([answer], to, language)
    to.file.write(page)


def _page(parts: Iterable[RenderableType], to: Console, language: Language) -> str:
    encoding = None if can_write(_SIGNS, to.encoding) else to.encoding
    with to.capture() as page:
        for part in parts:
            to.print(Group(_prepared(part, to, encoding, language)))  # a Text by itself would become a plain one
    return re.sub(r" +((?:\x1b\[[0-9;]*m)*)(?=\n)", r"\1", page.get())


_SIGNS = "✓✗−–·█▌░▒…→北"
"""Some of the signs of a screen; an encoding that has these has all."""


def _prepared(part: RenderableType, to: Console, encoding: str | None, language: Language) -> RenderableType:
    """Return a part of a page with texts that wrap as Chinese does, before it is laid out.

    Args:
        part: The part.
        to: The screen.
        encoding: The encoding, where it lacks some signs, for which substitutes are put; else None.
        language: The language of the substitutes.

    """

    def prepared(inner: RenderableType) -> RenderableType:
        return _prepared(inner, to, encoding, language)

    match part:
        case str():
            text = legible(part, encoding, language) if encoding else part
            return ChineseText(text) if has_wide(text) else text
        case Text():
            if encoding:
                pieces = ((legible(piece.text, encoding, language), piece.style or "") for piece in part.render(to))
                part = Text.assemble(*pieces, overflow=part.overflow, no_wrap=part.no_wrap)
            return ChineseText.of(part) if has_wide(part.plain) else part
        case Padding():
            return Padding(prepared(part.renderable), (part.top, part.right, part.bottom, part.left))
        case Table():
            for column in part.columns:
                column.header = prepared(column.header)
                column._cells = [prepared(cell) for cell in column._cells]  # noqa: SLF001 - no other way
            return part
    return part


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
        if is_mark(mark):
            table.add_row(Text(f"{mark} ", style=style), Text(rest, style=style))
        else:
            return Text(line, style=style)
    return table


def is_mark(word: str) -> bool:
    """Return whether a word stands before an entry of a list: a bullet, a sign, a number, or the mark of a source."""
    return (
        word in ("·", "§", "−", "+") or word.startswith("[") or word.removesuffix(".").isdecimal() != word.isdecimal()
    )


def section(title: str, *body: RenderableType) -> list[RenderableType]:
    """Return a part of the page with a title above and a blank line below."""
    return [Text(title, style="bold underline"), *body, Text()]


def marks(to: Console, language: Language) -> dict[bool | None, Text]:
    """Return the marks of yes, no and open: signs, or words where the encoding lacks the signs."""
    shown = {True: "✓", False: "✗", None: "?" if can_write("✓✗", to.encoding) else say("mark_open", language)}
    return {
        passed: Text(legible(shown[passed], to.encoding, language), style=style)
        for passed, style in _MARK_STYLES.items()
    }


_MARK_STYLES = {True: "green", False: "bold red", None: "bold yellow"}
