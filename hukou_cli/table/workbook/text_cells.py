"""Texts in the XML of a workbook: signs that XML cannot hold stand as ``_x0007_``."""

import re

LONGEST = 32_767
"""Characters of the longest text of a cell."""

_CODED = re.compile("_x([0-9A-Fa-f]{4})_")
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def decoded(text: str) -> str:
    r"""Return a text with its coded signs as they are.

    >>> decoded("a_x000D_b"), decoded("_x005F_x000D_")
    ('a\rb', '_x000D_')
    """
    return _CODED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def encoded(text: str) -> str:
    """Return a text as it stands in XML, at most as long as a cell may be; a longer one ends in an ellipsis.

    >>> encoded("<1 & 2>"), encoded("_x0007_")
    ('&lt;1 &amp; 2&gt;', '_x005F_x0007_')
    """
    if len(text) > LONGEST:
        text = f"{text[: LONGEST - 1]}…"
    if "_x" in text or not text.isprintable():
        text = _UNFIT.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
