"""Tables as text: where the records of a CSV file are, which are broken, and on which line each starts.

A block is a run of whole records. Most blocks go to the engine as they are; one in which records span lines, lines are
empty or a row is broken is written anew, each row with its line and with what is wrong with it.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import compress, count, repeat

import msgspec

from hukou_cli.table.source.dialect import Dialect

LONGEST_LINE = 1_000_000
"""More bytes than any row has."""

MOST_LINES = 1000
"""How many lines a quoted cell may span before its quote counts as broken."""

_LONGEST_SHOWN = 1000
"""More characters than are shown of a broken row."""

_WIDEST = 4
"""Bytes of the longest character."""


class Block(msgspec.Struct, frozen=True):
    """Whole records, the line of the file that the first starts on, and how many line breaks they hold."""

    line: int
    content: bytes
    breaks: int


class Rows(msgspec.Struct, frozen=True):
    """A block as the engine reads it: ``count`` rows. ``numbered`` ones have their line and problem before them."""

    line: int
    count: int
    content: bytes
    numbered: bool


def split(
    stream: io.BufferedIOBase, head: bytes, line: int, sizes: Iterator[int], dialect: Dialect | None
) -> Iterator[Block]:
    """Cut a stream, of which ``head`` was read already, into blocks of whole records of about the sizes asked for.

    Without a dialect every line is a record.
    """
    rest = head
    for size in sizes:
        chunk = stream.read(size)
        if not chunk:
            break
        if dialect is not None and (b'"' in chunk or b'"' in rest):
            rest, chunk = b"", rest + chunk
            end = _last_end(chunk, dialect)
        else:
            end = chunk.rfind(b"\n") + 1
        if not end:
            rest += chunk
            continue
        block = b"".join((rest, memoryview(chunk)[:end]))
        breaks = block.count(b"\n")
        yield Block(line, block, breaks)
        line += breaks
        rest = chunk[end:]
    if rest:
        rest = rest if rest.endswith(b"\n") else rest + b"\n"
        yield Block(line, rest, rest.count(b"\n"))


def _last_end(content: bytes, dialect: Dialect) -> int:
    """Find where the last whole record ends, so that a block begins where a record does whatever the block's size.

    A quote that is still open at the end is left to what follows. Only lines with an odd number of quotes can open one.
    """
    end = content.rfind(b"\n") + 1
    lines = content[:end].split(b"\n")[:-1]
    odd = map(int.__and__, map(bytes.count, lines, repeat(b'"')), repeat(1))
    following = 0
    for at in compress(count(), odd):
        if at < following:
            continue
        following = _following(lines, at, dialect)
        if following > len(lines):
            return len(b"\n".join((*lines[:at], b"")))
    return end


def plain_rows(block: Block, dialect: Dialect) -> Rows | None:
    """Give a block as it is, where every line is one row; None where it must be read line by line.

    Empty lines are no rows: they show later, when there are fewer rows than lines.
    """
    content = block.content
    if dialect.encoding != "utf-8":
        try:
            content = content.decode(dialect.encoding).encode()
        except UnicodeDecodeError:
            return None
    if b'"' in content and not _plainly_quoted(content, dialect.delimiter):
        return None
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n")
    if b"\0" in content or b"\r" in content or content.startswith(codecs.BOM_UTF8):
        return None  # the engine would take a mark that a cell begins with for the file's
    if dialect.columns == 1 and (b"\n\n" in content or content.startswith(b"\n")):
        return None
    return Rows(block.line, block.breaks, content, numbered=False)


def _plainly_quoted(content: bytes, delimiter: str) -> bool:
    """Tell whether quotes stand only where cells begin and end, or doubled within, and no quoted cell spans lines.

    Of other quotes the engine makes what the reading line by line refuses.
    """
    parts = content.split(b'"')  # outside quotes and inside, in turn; an empty one outside is a quote within
    outside, inside = parts[::2], parts[1::2]
    if len(outside) == len(inside) or any(map(bytes.count, inside, repeat(b"\n"))):
        return False
    mark = delimiter.encode()
    after, before = {part[:1] for part in outside[1:]}, {part[-1:] for part in outside[:-1]}
    return after <= {b"", mark, b"\r", b"\n"} and before <= {b"", mark, b"\n"}


def numbered_rows(block: Block, dialect: Dialect) -> Rows:
    """Write a block anew: each row with its line, with what is wrong with it, and with just the cells there must be."""
    return _numbered_lines(block, dialect) or _numbered_records(block, dialect)


def _numbered_lines(block: Block, dialect: Dialect) -> Rows | None:
    """Write a block anew in which every line is a row, whole or broken; None where it may be otherwise."""
    text = (_decoded(block.content, dialect.encoding) or '"').replace("\r\n", "\n")
    lines = text.split("\n")
    if any(mark in text for mark in '"\0\r') or max(map(len, lines)) > LONGEST_LINE // _WIDEST:
        return None
    mark, most = dialect.delimiter, dialect.columns - 1
    rows = []
    for number, (line, found) in enumerate(zip(lines, map(str.count, lines, repeat(mark)), strict=True), block.line):
        if not line:
            continue
        surplus = mark * (found - most)
        if found >= most and line.endswith(surplus):  # cells beyond the last that are empty are none
            rows.append(f"{number}{mark}{mark}{line.removesuffix(surplus)}\n")
        else:
            rows.append(f'{number}{mark}{_miscounted(found, most)}{mark}"{line}"{mark * most}\n')
    return Rows(block.line, len(rows), "".join(rows).encode(), numbered=True)


def _numbered_records(block: Block, dialect: Dialect) -> Rows:
    """Write a block anew record by record."""
    rows = RowWriter(dialect.delimiter)
    for line, problem, found in records(block, dialect):
        if problem:
            rows.add_broken(line, problem, found[0], dialect.columns)
        else:
            rows.add(line, found)
    return rows.written(block.line)


class RowWriter:
    """Writes numbered rows as the engine reads them."""

    def __init__(self, delimiter: str) -> None:
        self._rows: list[str] = []
        # the csv module quotes what its line ending is made of: both breaks, of which one is then taken off
        self._writer = csv.writer(self, delimiter=delimiter, lineterminator="\n\r")

    def add(self, line: int, cells: Iterable[str]) -> None:
        """Add a row: its line, its cells."""
        self._writer.writerow([line, "", *cells])

    def add_broken(self, line: int, problem: str, text: str, columns: int) -> None:
        """Add a row of so many columns that is broken as a whole: its line, what is wrong with it, how it begins."""
        self._writer.writerow([line, problem, text[:_LONGEST_SHOWN].replace("\0", "\ufffd"), *[""] * (columns - 1)])

    def write(self, row: str) -> None:
        """Take a row from the csv module."""
        self._rows.append(row.removesuffix("\r"))

    def written(self, line: int) -> Rows:
        """Give the rows, of a block that starts on a line."""
        return Rows(line, len(self._rows), "".join(self._rows).encode(), numbered=True)


def records(block: Block, dialect: Dialect) -> Iterator[tuple[int, str, list[str]]]:
    """Give every record of a block: its line, what is wrong with it, and its cells; of a broken one its text."""
    lines = block.content.split(b"\n")
    lines.pop()
    at = 0
    while at < len(lines):
        first, start = lines[at], block.line + at
        at += 1
        text = _decoded(first.removesuffix(b"\r"), dialect.encoding)
        if not first.strip(b"\r"):
            continue
        if text is None:
            yield start, "not-in-encoding", [first.decode(dialect.encoding, "replace")]
        elif "\0" in text:
            yield start, "nul-byte", [text]
        elif len(first) > LONGEST_LINE:
            yield start, "line-too-long", [text]
        elif '"' not in text:
            yield _checked(start, text.split(dialect.delimiter), text, dialect)
        else:
            last = _closing(lines, at - 1, dialect)
            if last is None or last == len(lines):
                yield start, "broken-quotes", [text]
                continue
            record = b"\n".join(lines[at - 1 : last + 1])
            whole = _decoded(record, dialect.encoding)
            at = last + 1
            if whole is None:
                yield start, "not-in-encoding", [text]
                continue
            if "\0" in whole:
                yield start, "nul-byte", [text]
                continue
            if len(record) > LONGEST_LINE:
                yield start, "line-too-long", [text]
                continue
            csv.field_size_limit(max(LONGEST_LINE, csv.field_size_limit()))  # no cell of a row is longer
            cells = next(csv.reader(io.StringIO(whole.removesuffix("\r"), newline=""), delimiter=dialect.delimiter))
            yield _checked(start, cells, text, dialect)


def _following(lines: list[bytes], at: int, dialect: Dialect) -> int:
    """Find the line after the record that starts at a line; beyond the lines where it may go on after them."""
    first = lines[at]
    single = b"\0" in first or len(first) > LONGEST_LINE or _decoded(first, dialect.encoding) is None
    last = None if single else _closing(lines, at, dialect)
    return (at if last is None else last) + 1


def _closing(lines: list[bytes], at: int, dialect: Dialect) -> int | None:
    """Find the line on which the record that starts at a line ends; None where its quotes are broken.

    It is one beyond the last line where a quote is still open there, and may yet be closed.
    """
    cell = _patterns(dialect.delimiter)
    joined = lines[at]
    for last in range(at, min(at + MOST_LINES, len(lines))):
        if last > at:
            joined += b"\n" + lines[last]
            if b'"' not in lines[last]:
                continue
        if cell[0].fullmatch(joined):
            return last
        if not cell[1].fullmatch(joined):
            return None
    return len(lines) if at + MOST_LINES > len(lines) else None


@cache
def _patterns(delimiter: str) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """Give what a whole record looks like, and one whose last cell's quote is still open."""
    mark = re.escape(delimiter.encode())
    cell = rb'(?:"(?:[^"]|"")*+"|[^"' + mark + rb"]*+)"
    return (
        re.compile(cell + rb"(?:" + mark + cell + rb")*+\r?"),
        re.compile(rb"(?:" + cell + mark + rb')*+"(?:[^"]|"")*+'),
    )


def _checked(line: int, cells: list[str], text: str, dialect: Dialect) -> tuple[int, str, list[str]]:
    if not dialect.columns:
        return line, "", cells
    if len(cells) >= dialect.columns and not any(cells[dialect.columns :]):  # as the engine has it
        return line, "", cells[: dialect.columns]
    return line, _miscounted(len(cells), dialect.columns), [text]


def _miscounted(found: int, right: int) -> str:
    return "too-many-cells" if found > right else "too-few-cells"


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None
