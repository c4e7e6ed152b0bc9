"""Typer's help pages in the user's language: the words of their frame, and line breaks of Chinese."""

from rich.text import Text
from typer import rich_utils

from hukou_cli.render.line_breaks import ChineseText
from hukou_cli.text.help import FRAME
from hukou_cli.text.language import Language


class _Highlighter(rich_utils.OptionHighlighter):
    """Highlights options, in a text that wraps as Chinese does: rich would cut a long sentence off."""

    def __call__(self, text: str | Text) -> Text:
        """Return a text with its options highlighted."""
        return ChineseText.of(super().__call__(text))


def frame_help(language: Language) -> None:
    """Give the help pages of this run the words of a language."""
    for name in filter(str.isupper, FRAME):
        setattr(rich_utils, name, FRAME[name][language])
    rich_utils.highlighter = _Highlighter()
