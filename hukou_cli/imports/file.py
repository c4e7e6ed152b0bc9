"""The tables of a printout's file, whatever form it has: by its first bytes, not by its name."""

import codecs

from hukou_cli.base.errors import Finding, InvalidTable
from hukou_cli.imports.grid import MOST_BYTES, Grid, too_large
from hukou_cli.imports.html_tables import read_html_tables
from hukou_cli.imports.text_table import decoded, read_text_table
from hukou_cli.imports.workbook import read_workbook
from hukou_cli.table.source.stream import InputStream

_ZIP, _OLE, _PDF, _IMAGES = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%pdf-", (b"\xff\xd8\xff", b"\x89PNG")
_PAGES = (b"<!doctype", b"<html", b"<head", b"<meta", b"<table", b"<style", b"<?xml", b"<body", b"<div")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The part in which a workbook with a password has its content."""


def read_grids(file: str) -> list[Grid]:
    """Read the tables of a file, or of ``-`` standard input.

    Raises:
        NotFound: There is no such file, or it cannot be read.
        InvalidTable: It holds no table that can be read here; what to do instead is told.

    """
    stream = InputStream(file)
    try:
        with stream.translated_errors():
            content = stream.start().read(MOST_BYTES + 1)
    finally:
        stream.close()
    return tables_of(content, file)


def tables_of(content: bytes, file: str) -> list[Grid]:
    """Read the tables of a file's bytes. Raises InvalidTable."""
    if len(content) > MOST_BYTES:
        raise too_large(file)
    if content.startswith(_ZIP):
        return read_workbook(content, file)
    start = content.removeprefix(codecs.BOM_UTF8).lstrip()[:16].lower()
    code = ""
    if content.startswith(_OLE):
        code = "import-password" if _ENCRYPTED in content else "import-old-workbook"
    elif start.startswith(_PDF):
        code = "import-certificate"
    elif content.startswith(_IMAGES):
        code = "import-picture"
    elif not content.strip():
        code = "import-empty"
    if code:
        raise InvalidTable([Finding(code=code, file=file)])
    if start.startswith(_PAGES):
        return read_html_tables(decoded(content, file), file)
    return [read_text_table(content, file)]
