"""Line breaks in Chinese: between any two characters, but not before a closing sign, nor in a number and its unit."""

from rich.cells import cell_len
from rich.console import Console, JustifyMethod, OverflowMethod
from rich.containers import Lines
from rich.text import Text

_CLOSING = frozenset("，。；：、？！）〕》」”’…)]}%,.;:")
_OPENING = frozenset("（〔《「“‘([{")

_FIRST_WIDE = "\u2e80"
"""The first character of the blocks that take two columns, as Chinese ones do."""


def has_wide(text: str) -> bool:
    """Return whether a text has characters that take two columns.

    >>> has_wide("北京"), has_wide("Beijing · 2026")
    (True, False)
    """
    return max(text, default="") >= _FIRST_WIDE


def break_offsets(text: str, width: int) -> list[int]:
    """Return where a line is broken so that each piece fits a width in columns.

    >>> text = "养老保险满4年（44 / 48 个月），居住证有效"
    >>> [text[a:b] for a, b in zip([0, *break_offsets(text, 24)], [*break_offsets(text, 24), None])]
    ['养老保险满4年', '（44 / 48 个月），居住证', '有效']
    """
    offsets: list[int] = []
    start = taken = allowed = 0
    for at, each in enumerate(text):
        if at > start and _may_break(text, at):
            allowed = at
        columns = cell_len(each)
        if taken + columns > width and not each.isspace():
            start = allowed if allowed > start else at
            offsets.append(start)
            taken = cell_len(text[start:at])
        taken += columns
    return offsets


def _may_break(text: str, at: int) -> bool:
    """Return whether a line may end before a character."""
    before, after = text[at - 1], text[at]
    if after in _CLOSING or after.isspace() or before in _OPENING:
        return False
    if before.isspace():
        last = text[:at].rstrip()[-1:]
        return "/" not in (last, after) and not (last.isdigit() and after >= _FIRST_WIDE)
    if before + after == "个月":
        return False
    is_date = (before.isdigit() and after >= _FIRST_WIDE) or (before in "年月" and after.isdigit())
    return (before >= _FIRST_WIDE or after >= _FIRST_WIDE) and not is_date


class ChineseText(Text):
    """Text that wraps by ``break_offsets``; rich takes a Chinese sentence for one long word."""

    @classmethod
    def of(cls, text: Text) -> "ChineseText":
        """Return the same text with its styles."""
        return cls(
            text.plain,
            style=text.style,
            justify=text.justify,
            overflow=text.overflow,
            no_wrap=text.no_wrap,
            end=text.end,
            spans=text.spans,
        )

    def wrap(  # noqa: PLR0913 - as in rich
        self,
        console: Console,
        width: int,
        *,
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        tab_size: int = 8,
        no_wrap: bool | None = None,
    ) -> Lines:
        """Return the lines of the text; the parameters are rich's."""
        if no_wrap or self.no_wrap:
            return super().wrap(console, width, justify=justify, overflow=overflow, tab_size=tab_size, no_wrap=no_wrap)
        lines = Lines()
        for line in self.split(allow_blank=True):
            pieces = line.divide(break_offsets(line.plain, width))
            for piece in pieces:
                piece.rstrip()
            pieces.justify(console, width, justify=justify or self.justify or "left", overflow=overflow or "fold")
            lines.extend(pieces)
        return lines
