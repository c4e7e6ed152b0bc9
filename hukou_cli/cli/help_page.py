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


def _value_words(value: Text) -> Text:
    """Return what stands for a value without typer's brackets, and nothing for Python's name of a type, ``<str>``."""
    words = "" if value.plain == "<str>" else value.plain.strip("<>")
    return Text(words, style=value.style, overflow="fold")


def frame_help(language: Language) -> None:
    """Give the help pages of this run the words of a language."""
    for name in filter(str.isupper, FRAME):
        setattr(rich_utils, name, FRAME[name][language])
    rich_utils.RANGE_STRING = ""  # the texts of the options say what numbers they take
    rich_utils.highlighter = _Highlighter()
    setattr(rich_utils, "types_highlighter", _value_words)  # noqa: B010 - only called
