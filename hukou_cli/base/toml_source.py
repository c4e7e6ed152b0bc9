"""Text files of the user's: reading them, parsing TOML, and the line on which a key stands."""

import codecs
import re
from functools import lru_cache
from pathlib import Path

import tomli

from hukou_cli.base.errors import Finding, HukouError, NotFound
from hukou_cli.base.redaction import harmless

LARGEST_FILE = 4 * 1024 * 1024
"""Bytes above which a file is refused as no applicant and no policy."""

KeyPath = tuple[str | int, ...]
"""Keys and indices (from 0) from the root of a file to a value: ``("gate", 1, "id")``."""

_HEADER = r"\s*(\[\[?)\s*([^\]]+?)\s*\]"
_KEY = r"\s*((?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'))*)\s*="
_PART = r"[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'"


def overlay_path(path: Path) -> Path:
    """Return the path of the English texts of a file, which ``translation`` lays over it.

    >>> overlay_path(Path("beijing/2020-07-16.toml")).name
    '2020-07-16.en.toml'
    """
    return path.with_suffix(".en.toml")


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file, without its byte order mark.

    Raises:
        NotFound: There is no such file, it is a folder, cannot be read, is too large or not UTF-8.

    """
    file = str(path)
    try:
        if path.is_dir():
            raise NotFound([Finding(code="file-is-folder", file=file)])
        with path.open("rb") as opened:
            return decode(opened.read(LARGEST_FILE + 1), file)
    except FileNotFoundError:
        raise NotFound([Finding(code="file-missing", file=file)]) from None
    except OSError as error:
        reason = harmless(error.strerror or type(error).__name__)
        raise NotFound([Finding(code="file-unreadable", values={"reason": reason}, file=file)]) from None


def names_beside(path: Path) -> frozenset[str]:
    """Return the names of the files in the folder of a file that was read."""
    return frozenset(file.name for file in path.parent.iterdir() if file.is_file())


def decode(content: bytes, file: str) -> str:
    """Decode the bytes of a UTF-8 file, without its byte order mark.

    Raises:
        NotFound: They are more than ``LARGEST_FILE`` or not UTF-8.

    """
    if len(content) > LARGEST_FILE:
        limit = str(LARGEST_FILE // 1024 // 1024)
        raise NotFound([Finding(code="file-too-large", values={"allowed": limit}, file=file)])
    content = content.removeprefix(codecs.BOM_UTF8)  # not by its own codec, a module more at each start
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise NotFound([Finding(code="not-utf8", file=file, line=line)]) from None


def parse_toml(text: str, file: str, error_class: type[HukouError]) -> dict[str, object]:
    """Parse TOML; a number with a decimal point stays text, which is exact.

    Args:
        text: The TOML document.
        file: Its name, for messages.
        error_class: What is raised where the text is not TOML.

    Raises:
        HukouError: Of the class given, with the line of the mistake.

    >>> from hukou_cli.base.errors import InvalidPolicy
    >>> parse_toml("points = 0.1", "a.toml", InvalidPolicy)
    {'points': '0.1'}

    """
    try:
        _require_writable_numbers(text)
        return tomli.loads(text, parse_float=str)
    except (tomli.TOMLDecodeError, RecursionError, ValueError) as error:
        from hukou_cli.base.syntax_faults import toml_faults

        raise error_class(toml_faults(error, file, text)) from None


def _require_writable_numbers(text: str) -> None:
    """Raise ValueError for a number to the base 16, 8 or 2 so long that Python would not write it as a decimal one."""
    if ("0x" in text or "0o" in text or "0b" in text) and re.search(r"0[xob][\da-fA-F_]{3500}", text):
        raise ValueError("Exceeds the limit")


def line_of(text: str, path: KeyPath) -> int:
    r"""Return the line (from 1) of the deepest part of ``path`` that a TOML text names; 0 if it names none of it.

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
