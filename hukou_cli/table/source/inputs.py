"""Open a table; its first bytes tell its format: gzip, Parquet, a workbook, JSON lines (a ``{``), else CSV or TSV."""

import codecs
import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias

from hukou_cli.base.errors import Finding, HukouError, InvalidOption, InvalidTable
from hukou_cli.base.spreadsheet import OLE, ZIP
from hukou_cli.table.source.csv_table import CsvSource
from hukou_cli.table.source.parquet import ParquetSource
from hukou_cli.table.source.stream import InputStream

if TYPE_CHECKING:  # most tables are CSV
    from hukou_cli.table.source.csv_framing import CsvChunk
    from hukou_cli.table.source.json_lines import JsonChunk
    from hukou_cli.table.source.parquet import ParquetChunk
    from hukou_cli.table.source.sheet_choice import Wanted
    from hukou_cli.table.source.sheet_table import SheetChunk

_PRETTY = re.compile(rb"\{\s*\n")
"""How an object begins that is written over several lines."""

Chunk: TypeAlias = "CsvChunk | JsonChunk | ParquetChunk | SheetChunk"
"""A run of whole rows, and the line of the first."""


class Source(Protocol):
    """A table to read: its ``header``, which is on ``header_line`` (0: on none), and its rows in chunks.

    ``size`` is the sum of the sizes of its chunks, 0 where not known. ``kinds`` has the type of each column where the
    columns are typed. ``from_office`` says whether it looks like a table of office software. ``notes`` tells what was
    passed over above the header. ``records`` are the columns that hold dated records. ``lettered`` says whether people
    know its columns by letters too, as those of a sheet; ``sheet`` is its name, where another of the workbook is read.
    """

    name: str
    header: list[str]
    header_line: int
    size: int
    kinds: Mapping[str, str]
    from_office: bool
    notes: tuple[Finding, ...]
    records: frozenset[str]
    lettered: bool
    sheet: str

    def chunks(self, workers: int) -> Iterator[Chunk]:
        """Yield the rows, for so many workers. Raises NotFound where they cannot be read to their end."""

    def noticed(self) -> tuple[Finding, ...]:
        """Return notes on what was noticed while the chunks were read."""

    def make_rewindable(self) -> None:
        """Let the chunks be read more than once."""

    def require_unchanged(self) -> None:
        """Raise InvalidTable where the file was written since ``make_rewindable``: the chunks read again may differ."""

    def close(self) -> None:
        """Close the file."""


def open_input(name: str, sheet: str | None = None, wanted: "Wanted" = "people") -> Source:
    """Open a table, by its path or ``-`` for standard input; of a workbook the ``sheet`` of a name, or what is wanted.

    Raises:
        NotFound: There is no such file, or it cannot be read.
        InvalidTable: It is no table, or its header is not one.
        InvalidOption: There is no such sheet.

    """
    stream = InputStream(name)
    try:
        if stream.head.startswith(ZIP):
            from hukou_cli.table.source.sheet_table import SheetSource

            return SheetSource(name, stream, sheet, wanted)
        if stream.head.startswith(OLE):
            from hukou_cli.table.workbook.book import old_workbook

            stream.make_rewindable()
            raise old_workbook(stream.start(), name)
        if sheet is not None:
            raise InvalidOption([Finding(code="sheet-of-no-workbook", file=name)])
        if stream.is_parquet:
            return ParquetSource(name, stream)
        start = stream.head.removeprefix(codecs.BOM_UTF8).lstrip()
        if start.startswith(b"[") or _PRETTY.match(start):
            raise InvalidTable([Finding(code="json-not-lines", file=name)])
        if start.startswith(b"{"):
            from hukou_cli.table.source.json_lines import JsonSource

            return JsonSource(name, stream)
        return CsvSource(name, stream)
    except HukouError:
        stream.close()
        raise


def workers_for(source: Source, workers: int) -> int:
    """Return how many workers may read a table at once: one where each would hold long pages of it."""
    return 1 if isinstance(source, ParquetSource) and source.has_long_groups else workers


@contextlib.contextmanager
def told_of_sheets(notes: Sequence[Finding]) -> Iterator[None]:
    """Add to what is wrong with the columns of a sheet which other sheets there are: one of them may be meant.

    Raises InvalidTable.
    """
    try:
        yield
    except InvalidTable as error:
        others = [note for note in notes if note.code in ("sheets-not-read", "records-not-read")]
        raise InvalidTable([*error.findings, *others]) from None
