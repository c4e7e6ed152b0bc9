"""What CSV and JSON lines share: a stream cut into chunks, and rows written as the engine reads them."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import repeat

import msgspec

from hukou_cli.base.errors import Finding
from hukou_cli.table.source.stream import InputStream

LONGEST_LINE = 1_000_000
"""Bytes of the longest row that is read."""

SMALLEST, LARGEST = 1 << 20, 6 << 20
"""Bytes in a chunk: enough that planning a query costs little, few enough that memory does not grow with the file."""

DIVISIBLE = 18 << 20
"""Bytes in a chunk that is divided into those of ``LARGEST`` where many of its rows are not scored as they stand."""

_SMALLEST_READ = 1 << 18
"""Bytes of a chunk whose lines are very short."""

_MOST_LINES = 200_000
"""About the most lines in a chunk: each takes memory beside its bytes."""

_LONGEST_SHOWN = 1000
"""Characters of a broken row that are kept for its message."""


class TextChunk(msgspec.Struct, frozen=True):
    """A run of whole rows of a text file, and the line of the file that the first starts on."""

    line: int
    content: bytes

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return len(self.content)


class Rows(msgspec.Struct, frozen=True):
    """Rows as CSV for the engine. ``numbered`` ones have two more columns in front: their line, and their problem."""

    line: int
    count: int
    content: bytes
    numbered: bool


class RowWriter:
    """Writes numbered rows as CSV."""

    def __init__(self, delimiter: str) -> None:
        self._rows: list[str] = []
        self._delimiter = delimiter
        # the csv module quotes cells with any character of the line terminator: name both, take one off again
        self._writer = csv.writer(self, delimiter=delimiter, lineterminator="\n\r")

    def add(self, line: int, cells: Iterable[str], problem: str = "") -> None:
        """Add a row: its line, its cells, and what is wrong though they can be read."""
        self._writer.writerow([line, problem, *cells])

    def add_text(self, line: int, text: str) -> None:
        """Add a row: its line, its cells as CSV."""
        self._rows.append(f"{line}{self._delimiter}{self._delimiter}{text}\n")

    def add_broken(self, line: int, problem: str, text: str, columns: int) -> None:
        """Add a row that is broken as a whole: its line, the code of the problem, how its text begins."""
        self._writer.writerow([line, problem, text[:_LONGEST_SHOWN].replace("\0", "\ufffd"), *[""] * (columns - 1)])

    def write(self, row: str) -> None:
        """Take a row from the csv module."""
        self._rows.append(row.removesuffix("\r"))

    def rows(self, line: int) -> Rows:
        """Return the rows added, of a chunk that starts on a line."""
        return Rows(line, len(self._rows), "".join(self._rows).encode(), numbered=True)


class StreamSource:
    """A table that is read from its start to its end, its head first. ``size`` is in bytes, 0 where not known."""

    kinds: Mapping[str, str] = {}
    """The types of the columns in the engine: none, for text."""
    from_office = False
    """Whether it looks like a table of office software, which reads UTF-8 only after a byte order mark."""
    notes: tuple[Finding, ...] = ()
    """What was passed over above the header."""
    records: frozenset[str] = frozenset()
    """The columns that hold dated records."""
    lettered = False
    """Whether people know its columns by letters too."""
    sheet: str = ""
    """The name of the sheet, where another of the workbook may be read too."""

    def __init__(self, name: str, stream: InputStream, header: list[str], header_line: int) -> None:
        self.name, self.size, self.header, self.header_line = name, stream.size, header, header_line
        self._stream = stream

    def noticed(self) -> tuple[Finding, ...]:
        """Return notes on what was noticed while the chunks were read: none of a text."""
        return ()

    def make_rewindable(self) -> None:
        """Let the chunks be read more than once."""
        self._stream.make_rewindable()
        self.size = self._stream.size

    def require_unchanged(self) -> None:
        """Refuse a file that was written since ``make_rewindable``. Raises InvalidTable."""
        self._stream.require_unchanged()

    def close(self) -> None:
        """Close the file."""
        self._stream.close()

    def _cut(
        self, start: int, line: int, sizes: Iterator[int], whole: Callable[[bytes], int]
    ) -> Iterator[tuple[int, bytes, int]]:
        """Cut what follows the first ``start`` bytes, from a line on. Raises NotFound where it cannot be read on."""
        with self._stream.translated_errors():
            yield from cut(self._stream.start(start), line, sizes, whole)


def cut(
    stream: io.BufferedIOBase, line: int, sizes: Iterator[int], whole: Callable[[bytes], int]
) -> Iterator[tuple[int, bytes, int]]:
    """Cut a stream, which starts on a line, into runs of whole rows: the line that each starts on, it, its lines.

    ``sizes`` has the bytes to read for each run; ``whole`` tells how many bytes of a content are whole rows. Of a line
    that is longer than ``LONGEST_LINE`` the rest is passed over, so that it takes no memory.
    """
    rest, most = b"", LARGEST
    for size in sizes:
        part = stream.read(min(size, most))
        if not part:
            break
        end = part.rfind(b"\n") + 1
        content, rest = b"".join((rest, memoryview(part)[:end])), part[end:]
        del part  # a chunk is large: it is copied once, and held once
        if (end := whole(content)) < len(content):
            content, rest = content[:end], content[end:] + rest
        if content:
            lines = content.count(b"\n")
            yield line, content, lines
            line, most = line + lines, max(_SMALLEST_READ, len(content) * _MOST_LINES // lines)
        rest = rest[: rest.rfind(b"\n") + 1 + LONGEST_LINE + 1]
    if rest:
        content = rest if rest.endswith(b"\n") else rest + b"\n"
        yield line, content, content.count(b"\n")


def chunk_sizes(size: int, workers: int, largest: int) -> Iterator[int]:
    """Yield the bytes of each chunk of a file of ``size`` bytes (0: not known), ``largest`` at most.

    Every worker gets as many chunks as the others, at least two. The first is small: from it the worker learns what
    kind of rows to expect.
    """
    yield from repeat(SMALLEST, workers)
    each = max(2, -(-size // (workers * largest)))
    yield from repeat(min(largest, max(SMALLEST, size // (workers * each) + 1)) if size else LARGEST // 2)
