"""A sheet of a workbook as the rows of text that a batch reads: each by its number in the sheet."""

from collections.abc import Iterator

from hukou_cli.base.errors import Finding
from hukou_cli.base.redaction import harmless
from hukou_cli.base.spreadsheet import letters_of
from hukou_cli.table.source.header import checked_header
from hukou_cli.table.source.sheet_choice import Wanted, choose_sheet
from hukou_cli.table.source.sheet_head import read_head
from hukou_cli.table.source.stream import InputStream
from hukou_cli.table.source.sums import SUMS
from hukou_cli.table.source.text_source import LARGEST, LONGEST_LINE, SMALLEST, Rows, RowWriter, StreamSource, TextChunk
from hukou_cli.table.workbook.book import Workbook
from hukou_cli.table.workbook.merged import MergedCells
from hukou_cli.table.workbook.sheet import Cells, Seen, SheetRow


class SheetChunk(TextChunk, frozen=True):
    """A run of rows of a sheet, as numbered rows of CSV; ``read`` has the bytes of the sheet that they were."""

    count: int
    read: int

    @property
    def size(self) -> int:
        """Bytes of the sheet, unpacked."""
        return self.read

    def rows(self, *, again: bool) -> Rows:  # noqa: ARG002 - they are numbered at once
        """Return the rows, each with its line and problem."""
        return Rows(self.line, self.count, self.content, numbered=True)


class SheetSource(StreamSource):
    """A sheet of a workbook: the one of a name, or else the first that is a table of what is ``wanted``."""

    from_office = True
    lettered = True

    def __init__(self, name: str, stream: InputStream, sheet: str | None, wanted: Wanted) -> None:
        stream.make_rewindable()
        self._book = Workbook(stream.start(), name)
        self._sheet, head, notes = choose_sheet(self._book, sheet, wanted)
        self.sheet = "" if wanted == "people" else self._sheet.name
        self._all_merged = self._book.merged(self._sheet)
        if self._all_merged:
            head = read_head(self._book, self._sheet, self._all_merged) or head
        header = checked_header(list(head.cells), name, head.line, lettered=True)
        super().__init__(name, stream, header, head.line)
        self.size = self._book.size_of(self._sheet)
        if head.above:
            values = {"seen": harmless(head.above), "line": str(head.line)}
            notes = (*notes, Finding("header-below", values, name, head.line))
        self.notes = notes
        self._seen, self._merged = Seen(), MergedCells((), ())

    def make_rewindable(self) -> None:
        """Do nothing: the rows can be read more than once."""

    def chunks(self, workers: int) -> Iterator[SheetChunk]:  # noqa: ARG002 - a sheet is read from its start
        """Yield the rows that have text."""
        reader, part = self._book.reader(self._sheet)
        self._seen, self._merged = reader.seen, MergedCells(self._all_merged, SUMS)
        width, written = len(self.header), 0
        with part, self._book.translated_errors(), self._stream.translated_errors():
            rows, first, size, most, count = RowWriter(","), 0, 0, SMALLEST, 0
            for row in reader.rows(part):
                is_above = row.number <= self.header_line
                self._merged.fill(row, width, is_above=is_above)
                if is_above:
                    continue
                first = first or row.number
                size += self._write(row, rows)
                count += 1
                if size >= most:
                    yield SheetChunk(first, rows.rows(first).content, count, reader.done - written)
                    written, most = reader.done, LARGEST // 2
                    rows, first, size, count = RowWriter(","), 0, 0, 0
            yield SheetChunk(first, rows.rows(first).content, count, reader.done - written)

    def noticed(self) -> tuple[Finding, ...]:
        """Return notes on what was noticed while the rows were read."""
        seen, merged = self._seen, self._merged
        found: list[tuple[str, Cells]] = [
            ("formulas-read", seen.formulas),
            ("formulas-without-value", seen.valueless),
            ("errors-in-cells", seen.errors),
            ("merged-filled", merged.filled),
            ("merged-across", merged.across),
        ]
        notes = [Finding(code, _told(cells), self.name) for code, cells in found if cells.count]
        if seen.hidden_rows:
            notes.append(Finding("hidden-rows", {"count": f"{seen.hidden_rows:,}"}, self.name))
        hidden = seen.hidden_columns & set(range(len(self.header)))
        if hidden:
            letters = [letters_of(column) for column in sorted(hidden)]
            values = {"seen": ", ".join(letters), "seen_zh": "、".join(letters)}
            notes.append(Finding("hidden-columns", values, self.name))
        return tuple(notes)

    def _write(self, row: SheetRow, rows: RowWriter) -> int:
        """Write a row, as CSV for the engine; return its characters."""
        width = len(self.header)
        texts, beyond = [""] * width, ""
        for column, text in row.cells.items():
            if column < width:
                texts[column] = text
            else:
                beyond = beyond or f"{letters_of(column)}{row.number}"
        size = sum(map(len, texts))
        if row.is_too_long or (size * 4 > LONGEST_LINE and len("".join(texts).encode()) > LONGEST_LINE):
            rows.add_broken(row.number, "line-too-long", texts[0], width)
        elif beyond:
            rows.add_broken(row.number, "cell-without-heading", beyond, width)
        else:
            rows.add(row.number, texts)
        return size + width


def _told(cells: Cells) -> dict[str, str]:
    """Return what a note says of cells: how many, and the first of them."""
    more = cells.count > len(cells.first)
    return {
        "count": f"{cells.count:,}",
        "seen": ", ".join(cells.first) + ", …" * more,
        "seen_zh": "、".join(cells.first) + "…" * more,
    }
