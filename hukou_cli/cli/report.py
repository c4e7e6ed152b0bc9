"""``--report``: the result in a file, as a page, as Markdown or as the picture of the screen."""

import re
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from hukou_cli.base.errors import Finding, InvalidOption
from hukou_cli.cli.options import today
from hukou_cli.cli.private_file import write_private
from hukou_cli.text.language import Language

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 100
"""The columns of the screen that is drawn as a picture."""


def check_report(report: Path | None) -> None:
    """Raise InvalidOption where a report's file has an ending of no known form, before anything is worked out."""
    if report is not None and report.suffix.lower() not in (".html", ".md", ".svg"):
        raise InvalidOption([Finding(code="report-form", file=str(report))])


def write_report(
    report: Path,
    markdown: str,
    language: Language,
    charts: Iterable[str],
    draw: "Callable[[Console], None]",
) -> None:
    """Write a report as the ending of its file says. Raises OutputError where the file is there already.

    Args:
        report: The file.
        markdown: The result as Markdown.
        language: The language of the page.
        charts: What stands before the first section of a page.
        draw: Prints the result to a screen, of which a picture is made.

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

            text = report_page(markdown, language, charts, say("report_made", language, today(), __version__))
    write_private(report, text)


def _picture(title: str, draw: "Callable[[Console], None]") -> str:
    """Return the screen of a result as SVG, with the fonts of the machine: rich's own form fetches one from the web."""
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
    drawn = screen.export_svg(title=title, theme=DEFAULT_TERMINAL_THEME, code_format=form)
    return re.sub('textLength="([0-9.]+)"([^>]*)>([^<]*)<', _with_wide_characters, drawn)


def _with_wide_characters(text: "re.Match[str]") -> str:
    """Return a text of the picture with the length of its columns: rich counts a wide character as one."""
    import html
    from decimal import Decimal

    from rich.cells import cell_len

    shown = html.unescape(text[3])
    length = Decimal(text[1]) / len(shown) * cell_len(shown)
    return f'textLength="{length:.1f}"{text[2]}>{text[3]}<'
