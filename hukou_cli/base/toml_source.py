"""Where a key stands in a TOML text, for messages: the parser gives values but no lines."""

import re
from functools import lru_cache

KeyPath = tuple[str | int, ...]

_HEADER = r"\s*(\[\[?)\s*([^\]]+?)\s*\]"
_KEY = r"\s*((?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'))*)\s*="
_PART = r"[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'"


def line_of(text: str, path: KeyPath) -> int:
    r"""Give the line (from 1) of the deepest part of ``path`` that the text names; 0 if it names none of it.

    Keys of inline tables have no line of their own: the line of the key that holds them is given.

    >>> line_of('a = 1\n[[gate]]\nid = "x"\n[[gate]]\nid = "y"\n', ("gate", 1, "id"))
    5
    """
    lines = _lines(text)
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 0


def path_text(path: KeyPath) -> str:
    """Write a path as people do: ``gate[2].source.document``, arrays counted from 1."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


@lru_cache(maxsize=4)
def _lines(text: str) -> dict[KeyPath, int]:
    """Map every path that a line of the text opens to that line."""
    lines: dict[KeyPath, int] = {}
    counts: dict[KeyPath, int] = {}
    table: KeyPath = ()
    closing = ""  # the quotes that would end a multi-line string
    for number, line in enumerate(text.splitlines(), start=1):
        if closing:
            closing = "" if closing in line else closing
            continue
        if header := re.match(_HEADER, line):
            table = _numbered(tuple(_parts(header[2])), counts, is_array=header[1] == "[[")
            lines.setdefault(table, number)
        elif key := re.match(_KEY, line):
            path = table + tuple(_parts(key[1]))
            lines.setdefault(path, number)
            rest = line[key.end() :]
            for quotes in ('"""', "'''"):
                if rest.count(quotes) == 1:
                    closing = quotes
    return lines


def _parts(dotted: str) -> list[str]:
    return [part.strip("\"'") for part in re.findall(_PART, dotted)]


def _numbered(names: KeyPath, counts: dict[KeyPath, int], *, is_array: bool) -> KeyPath:
    """Put the index of the array element that each part of a header stands in behind its name."""
    path: KeyPath = ()
    for position, name in enumerate(names):
        path = (*path, name)
        if is_array and position == len(names) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
