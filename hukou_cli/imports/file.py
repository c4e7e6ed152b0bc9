"""The tables of a printout's file, whatever form it has: by its first bytes, not by its name."""

import codecs
import io

from hukou_cli.base.errors import Finding, InvalidTable
from hukou_cli.base.spreadsheet import OLE, ZIP
from hukou_cli.imports.grid import MOST_BYTES, Grid, too_large
from hukou_cli.imports.html_tables import read_html_tables
from hukou_cli.imports.text_table import decoded, read_text_table
from hukou_cli.imports.workbook import read_workbook
from hukou_cli.table.source.stream import InputStream
from hukou_cli.table.workbook.book import old_workbook

_PDF, _IMAGES = b"%pdf-", (b"\xff\xd8\xff", b"\x89PNG")
_PAGES = (b"<!doctype", b"<html", b"<head", b"<meta", b"<table", b"<style", b"<?xml", b"<body", b"<div")


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
    if content.startswith(OLE):
        raise old_workbook(io.BytesIO(content), file)
    if content.startswith(ZIP):
        return read_workbook(content, file)
    start = content.removeprefix(codecs.BOM_UTF8).lstrip()[:16].lower()
    code = ""
    if start.startswith(_PDF):
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
