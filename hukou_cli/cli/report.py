"""``--report``: the result in a file, as a page, as Markdown or as the picture of the screen."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from hukou_cli.base.errors import Finding, InvalidOption
from hukou_cli.base.redaction import visible
from hukou_cli.cli.options import today
from hukou_cli.cli.private_file import check_new, write_private
from hukou_cli.cli.stdout import write_line
from hukou_cli.text.language import Language

if TYPE_CHECKING:
    from rich.console import Console

CELL = Decimal("12.2")
"""The width of a column in the picture that rich draws."""

WIDTH = 100
"""The columns of the screen that is drawn as a picture."""


def check_report(report: Path | None) -> None:
    """Refuse a report that cannot be written, before anything is worked out.

    Raises:
        InvalidOption: Its file has an ending of no known form.
        OutputError: There is such a file, or its folder takes none.

    """
    if report is None:
        return
    if report.suffix.lower() not in (".html", ".md", ".svg"):
        raise InvalidOption([Finding(code="report-form", file=str(report))])
    check_new(report)


def write_report(  # noqa: PLR0913, PLR0917
    report: Path,
    markdown: str,
    language: Language,
    charts: Iterable[str],
    draw: "Callable[[Console], None]",
    made: str = "report_made",
) -> None:
    """Write a report as the ending of its file says. Raises OutputError where the file is there already.

    Args:
        report: The file.
        markdown: The result as Markdown.
        language: The language of the page.
        charts: What stands before the first section of a page.
        draw: Prints the result to a screen, of which a picture is made.
        made: The key of the words at the end of a page.

    """
    match report.suffix.lower():
        case ".md":
            text = markdown
        case ".svg":
            text = _picture(markdown.partition("# ")[2].partition("\n")[0], draw)
        case _:
            from hukou_cli import __version__
            from hukou_cli.render.report import report_page
            from hukou_cli.text.screen import say

            text = report_page(markdown, language, charts, say(made, language, today(), __version__))
    write_private(report, text)


def tell_written(report: Path, language: Language) -> None:
    """Print the name of the report below the screen."""
    from hukou_cli.text.screen import say

    write_line(say("report_written", language, visible(str(report))))


def _picture(title: str, draw: "Callable[[Console], None]") -> str:
    """Return the screen of a result as SVG, with the fonts of the machine: rich's own form fetches one from the web."""
    import html
    import io

    from rich._export_format import CONSOLE_SVG_FORMAT
    from rich.console import Console
    from rich.terminal_theme import DEFAULT_TERMINAL_THEME
    from rich.text import Text

    console = partial(Console, width=WIDTH, markup=False, emoji=False, highlight=False, color_system="standard")
    printed = io.StringIO()
    draw(console(file=printed, force_terminal=True))
    screen = console(file=io.StringIO(), record=True)
    screen.print(Text.from_ansi(printed.getvalue()))
    form = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    form = form.replace("font-variant-east-asian: full-width;", "")
    drawn = screen.export_svg(title=title, theme=DEFAULT_TERMINAL_THEME, code_format=form)
    drawn = drawn.replace("<svg ", '<svg role="img" ', 1).replace(">", f"><title>{html.escape(title)}</title>", 1)
    return re.sub('<text ([^>]*) x="([0-9.]+)"([^>]*) textLength="[0-9.]+"([^>]*)>([^<]*)</text>', _in_cells, drawn)


def _in_cells(text: "re.Match[str]") -> str:
    """Return a text of the picture with its wide characters, which rich counts as one, in two columns each.

    Wide and narrow ones become texts of their own, so that each stands in the column it has on a terminal, whatever
    the widths in a font are.
    """
    import html

    from rich.cells import cell_len

    kind, at, more, clipped = text[1], Decimal(text[2]), text[3], text[4]
    drawn = []
    for columns, run in groupby(html.unescape(text[5]), key=cell_len):
        shown = "".join(run)
        words = shown.strip("\xa0\n")
        if columns and words:
            start = at + CELL * columns * (len(shown) - len(shown.lstrip("\xa0\n")))
            size = ' style="font-size: 22px"' if columns > 1 else ""
            length = f'x="{start}"{more} textLength="{CELL * columns * len(words)}"{clipped}{size}'
            drawn.append(f"<text {kind} {length}>{html.escape(words).replace(chr(0xA0), '&#160;')}</text>")
        at += CELL * columns * len(shown)
    return "".join(drawn)
