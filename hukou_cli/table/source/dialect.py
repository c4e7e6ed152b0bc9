"""How a text file is written, told from its start: its encoding, and what separates its cells."""

import codecs

import msgspec

from hukou_cli.base.errors import Finding, InvalidTable
from hukou_cli.table.source.stream import HEAD

_LOOKED_AT, _MOST_NULS = 4096, 8
"""At the start of a text fewer than one byte in eight is NUL."""

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the files of spreadsheet programs begin."""


class Dialect(msgspec.Struct, frozen=True):
    """How a file's text is written: its encoding, what separates cells, how many there are in a row (0: any)."""

    encoding: str
    delimiter: str
    columns: int


def encoding_of(head: bytes, name: str) -> tuple[str, int]:
    """Tell how a text is encoded, and how long its mark is. Raises InvalidTable where it is no text we read."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise InvalidTable([Finding(code="utf-16", file=name)])
    if head.startswith(_WORKBOOKS):
        raise InvalidTable([Finding(code="workbook", file=name)])
    if head[:_LOOKED_AT].count(0) * _MOST_NULS > len(head[:_LOOKED_AT]):
        raise InvalidTable([Finding(code="not-text", file=name)])
    mark = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
    lines = head.split(b"\n")
    if mark or _decodes(head, "utf-8") or _mostly_utf8([line for line in lines if not line.isascii()]):
        return "utf-8", mark  # the rows that are not are told one by one
    if _decodes(head, "gb18030"):
        return "gb18030", mark
    if _mostly_utf8(lines):
        return "utf-8", mark
    raise InvalidTable([Finding(code="not-text", file=name)])


def delimiter_of(name: str, content: bytes) -> str:
    """Tell what separates cells: a tab where the name says so, else what the header has most of outside quotes."""
    if name.lower().removesuffix(".gz").endswith((".tsv", ".tab")):
        return "\t"
    bare = b"".join(content.partition(b"\n")[0].split(b'"')[::2])
    return max(",", "\t", ";", key=lambda mark: bare.count(mark.encode()))


def _decodes(head: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(head, final=len(head) < HEAD)
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(lines: list[bytes]) -> bool:
    """Tell whether most lines are UTF-8; those that are more than ASCII are so hardly ever by chance."""
    return sum(map(_is_utf8, lines)) * 2 > len(lines)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
