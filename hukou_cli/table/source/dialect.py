"""The dialect of a text file, detected from its first bytes: encoding and delimiter."""

import codecs

import msgspec

from hukou_cli.base.errors import Finding, InvalidTable
from hukou_cli.table.source.stream import HEAD

_SAMPLE, _MOST_NULS = 4096, 8
"""A text has fewer than one NUL in eight bytes of its first 4096."""

_PAGES = (b"<!doctype", b"<html", b"<head", b"<meta", b"<table", b"<style", b"<?xml", b"%pdf-")
"""First letters of web pages, XML and PDF, which many systems export under the name of a workbook (.xls)."""


class Dialect(msgspec.Struct, frozen=True):
    """How a CSV file is written: its encoding, the delimiter of cells, the cells of a row (0: any number)."""

    encoding: str
    delimiter: str
    columns: int


def encoding_of(head: bytes, name: str) -> tuple[str, int]:
    """Return the encoding, ``utf-8`` or ``gb18030``, and the bytes of the byte order mark.

    A file with some lines that are not UTF-8 is UTF-8 all the same; these rows are rejected one by one.

    Raises:
        InvalidTable: The file is a page (HTML, XML, PDF), UTF-16 or no text.

    """
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise InvalidTable([Finding(code="utf-16", file=name)])
    if head.removeprefix(codecs.BOM_UTF8).lstrip()[:16].lower().startswith(_PAGES):
        raise InvalidTable([Finding(code="page", file=name)])
    return text_encoding_of(head, name)


def text_encoding_of(head: bytes, name: str) -> tuple[str, int]:
    """Return the encoding of a text, as ``encoding_of`` does, whatever kind of text it is. Raises InvalidTable."""
    if head[:_SAMPLE].count(0) * _MOST_NULS > len(head[:_SAMPLE]):
        raise InvalidTable([Finding(code="not-text", file=name)])
    bom = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
    lines = head.split(b"\n")
    if bom or _decodes(head, "utf-8") or _mostly_utf8([line for line in lines if not line.isascii()]):
        return "utf-8", bom
    if _decodes(head, "gb18030"):
        return "gb18030", bom
    if _mostly_utf8(lines):
        return "utf-8", bom
    raise InvalidTable([Finding(code="not-text", file=name)])


def delimiter_of(name: str, content: bytes) -> str:
    """Return the delimiter: a tab for .tsv and .tab, else comma, tab or semicolon, which the header has most."""
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
    """Tell whether most lines are UTF-8. Lines of other encodings are so hardly ever by chance, unless ASCII."""
    return sum(_decodes(line, "utf-8") for line in lines) * 2 > len(lines)
