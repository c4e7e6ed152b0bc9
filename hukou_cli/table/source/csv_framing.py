"""CSV framing: where the records of a file begin and end, which are broken, and how the engine is given them.

``_record_end`` is the one state machine: it reads on, line by line, while a quoted cell is open. Cutting a stream into
chunks, line numbers and the rows written for the engine rest on it. Most chunks skip it: a regular expression proves
that every line is a record, and they go to the engine unchanged.
"""

import codecs
import io
import re
from collections.abc import Iterator, Sequence
from functools import cache, partial
from itertools import compress, count, repeat

import msgspec

from hukou_cli.table.source.dialect import Dialect
from hukou_cli.table.source.text_source import LARGEST, LONGEST_LINE, Rows, RowWriter, TextChunk, cut

MOST_LINES = 1000
"""Lines that a quoted cell may span; beyond them its quote counts as never closed."""

MOST_OPEN = 4 * LONGEST_LINE
"""Bytes of them, which are held until the quote is closed."""

_OPEN = "open"
"""In place of a problem: a quoted cell is still open where the lines end; lines to come may close it."""

_AS_OPEN = b'"'
"""An open cell reads on as if its quote stood before the next line."""

_ONLY_BREAKS = re.compile(rb"[\r\n]*+")
"""Pattern of a content without any character but line breaks."""

QUOTED = r'"[^"]*+(?:""[^"]*+)*+'
"""Pattern of a quoted cell without its closing quote."""


class Record(msgspec.Struct, frozen=True):
    """One record: the line of the file that it starts on, its bytes, and its problem (a code of text/errors.py)."""

    line: int
    content: bytes
    problem: str


class CsvChunk(TextChunk, frozen=True):
    """A run of whole records of a CSV file, and the number of its lines."""

    dialect: Dialect
    lines: int

    def divided(self) -> Iterator["CsvChunk"]:
        """Yield the records in chunks of ``LARGEST``."""
        whole = partial(whole_records, dialect=self.dialect)
        for line, content, lines in cut(io.BytesIO(self.content), self.line, repeat(LARGEST), whole):
            yield CsvChunk(line, content, self.dialect, lines)

    def rows(self, *, again: bool) -> Rows:
        """Return the rows unchanged where every line is one; else, or ``again``, each with its line and problem."""
        if _ONLY_BREAKS.fullmatch(self.content):  # millions of empty lines pack well
            return Rows(self.line, 0, b"", numbered=True)
        return (None if again else _plain_rows(self)) or _numbered_rows(self)


def frame(line: int, content: bytes, dialect: Dialect) -> Iterator[Record]:
    r"""Yield the records of a content that ends with a line break and starts on ``line``. Empty lines are no records.

    Of a record with a broken quote only the first line is lost: framing goes on with the next.

    >>> text = b'id,note\nA,"two\nlines"\nB,"open\nC,3\n'
    >>> [(record.line, record.content, record.problem) for record in frame(1, text, Dialect("utf-8", ",", 2))]
    [(1, b'id,note', ''), (2, b'A,"two\nlines"', ''), (4, b'B,"open', 'broken-quotes'), (5, b'C,3', '')]
    """
    lines = content.split(b"\n")
    lines.pop()
    following, closings = 0, dict[int, int]()
    is_text = not _text_problem(content, dialect.encoding, len(content))
    for at in compress(count(), lines):  # passes over empty lines, of which there may be millions
        if at < following:
            continue
        first, start, end, problem = lines[at], line + at, at + 1, ""
        if not is_text or b'"' in first or len(first) > LONGEST_LINE:  # all other lines are whole records
            end, problem = _record_end(lines, at, dialect, closings)
        if problem == _OPEN:
            end, problem = at + 1, "broken-quotes"
        if end > at + 1 and not problem:
            first = b"\n".join(lines[at:end])
        following = end
        if first.strip(b"\r"):
            yield Record(start, first.removesuffix(b"\r"), problem)


def _record_end(lines: list[bytes], at: int, dialect: Dialect, closings: dict[int, int]) -> tuple[int, str]:
    """Return the index after the last line of the record that starts at line ``at``, and its problem.

    A line that is no text, holds a NUL or is too long is a record, whatever its quotes. ``closings`` is of these lines,
    empty at first; see ``_closing``.
    """
    first = lines[at]
    problem = _text_problem(first, dialect.encoding)
    if problem or b'"' not in first:
        return at + 1, problem
    pattern = _line_pattern(dialect.delimiter)
    found = pattern.fullmatch(first)
    if found is None:
        return at + 1, "broken-quotes"
    if found["open"] is None:
        return at + 1, ""
    last = _closing(lines, at + 1, pattern, closings)
    if last >= min(at + MOST_LINES, len(lines)):
        return at + 1, "broken-quotes" if at + MOST_LINES <= len(lines) else _OPEN
    is_closed = pattern.fullmatch(_AS_OPEN + lines[last]) is not None
    if not is_closed or sum(map(len, lines[at : last + 1])) > MOST_OPEN:
        return at + 1, "broken-quotes"
    return last + 1, _text_problem(b"\n".join(lines[at : last + 1]), dialect.encoding)


def _closing(lines: list[bytes], at: int, pattern: re.Pattern[bytes], closings: dict[int, int]) -> int:
    """Return the first line from ``at`` on that closes or breaks a quoted cell which is open; the end where none does.

    What is found is kept in ``closings``: a file may open a quote in each line and close none.
    """
    passed = []
    while at < len(lines) and at not in closings:
        if b'"' in lines[at]:
            found = pattern.fullmatch(_AS_OPEN + lines[at])
            if found is None or found["open"] is None:
                break
        passed.append(at)
        at += 1
    at = closings.get(at, at)
    closings.update(dict.fromkeys(passed, at))
    return at


@cache
def _line_pattern(delimiter: str) -> re.Pattern[bytes]:
    """Compile the grammar of a record's line: cells, of which the last may be ``open``."""
    cell = rf'(?:{QUOTED}"|[^"{delimiter}]*+)'
    return re.compile(rf"(?:{cell}{delimiter})*+(?:{cell}\r?|(?P<open>{QUOTED}))".encode())


def _text_problem(content: bytes, encoding: str, longest: int = LONGEST_LINE) -> str:
    if len(content) > longest:
        return "line-too-long"
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return "not-in-encoding"
    return "nul-byte" if b"\0" in content else ""


def whole_records(content: bytes, dialect: Dialect) -> int:
    """Return the size in bytes of the whole records at the start of a content, so that no chunk ends within one.

    Only lines with an odd number of quotes are framed: no other can leave a cell open.
    """
    end = content.rfind(b"\n") + 1
    if b'"' not in content:
        return end
    lines = content[:end].split(b"\n")[:-1]
    odd = (line.count(b'"') & 1 for line in lines)
    following, closings = 0, dict[int, int]()
    for at in compress(count(), odd):
        if at >= following:
            following, problem = _record_end(lines, at, dialect, closings)
            if problem == _OPEN:
                return len(b"\n".join((*lines[:at], b"")))
    return end


def cells_of(record: Record, dialect: Dialect) -> list[str]:
    """Split a record that is not broken into its cells, without their quotes.

    >>> cells_of(Record(1, b'a,"b, ""c"" d",', ""), Dialect("utf-8", ",", 3))
    ['a', 'b, "c" d', '']
    """
    cell = rf'(?:\A|{dialect.delimiter})({QUOTED}"|[^"{dialect.delimiter}]*+)'
    found: list[str] = re.findall(cell, record.content.decode(dialect.encoding))
    return [cell[1:-1].replace('""', '"') if cell.startswith('"') else cell for cell in found]


def _plain_rows(chunk: CsvChunk) -> Rows | None:
    """Return the chunk unchanged, but in UTF-8, if every line is proved to be one row; else None.

    Of empty lines and rows with other than their cells the engine makes fewer rows than lines; the caller counts them.
    """
    content, dialect = chunk.content, chunk.dialect
    if dialect.encoding != "utf-8":
        try:
            content = content.decode(dialect.encoding).encode()
        except UnicodeDecodeError:
            return None
    if b'"' in content and not _plainly_quoted(dialect.delimiter).fullmatch(content):
        return None
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n")
    if b"\0" in content or b"\r" in content or content.startswith(codecs.BOM_UTF8):
        return None  # the engine would drop a byte order mark from the first cell
    if dialect.columns == 1 and (b"\n\n" in content or content.startswith(b"\n")):
        return None
    return Rows(chunk.line, chunk.lines, content, numbered=False)


def rows_at(rows: Rows, lines: Sequence[int], delimiter: str) -> Rows | None:
    r"""Return some rows of a chunk that the engine read unchanged, each with its line; None where one cannot tell.

    Without a quote no row takes several lines, and the engine passes over empty lines alone: where there are none,
    every line is the row of its number.

    Args:
        rows: The chunk.
        lines: The lines of the rows.
        delimiter: The delimiter of cells.

    >>> rows_at(Rows(2, 3, b"a,1\nb,2\nc,3\n", numbered=False), [3], ",").content
    b'3,,b,2\n'

    """
    if rows.numbered or b'"' in rows.content:
        return None
    mark, texts = delimiter.encode(), rows.content.split(b"\n")
    if texts.index(b"") < rows.count:
        return None
    found = [b"%d%b%b%b\n" % (line, mark, mark, texts[line - rows.line]) for line in lines]
    return Rows(rows.line, len(found), b"".join(found), numbered=True)


@cache
def _plainly_quoted(delimiter: str) -> re.Pattern[bytes]:
    """Compile lines in which every quoted cell is whole and on one line: others the engine reads in its own way."""
    quoted = QUOTED.replace('[^"]', r'[^"\n]')
    return re.compile(rf'[^"]*+(?:(?<![^{delimiter}\n]){quoted}"(?=[{delimiter}\r\n])[^"]*+)*+'.encode())


def _numbered_rows(chunk: CsvChunk) -> Rows:
    """Write a chunk record by record: each with its line, its problem, and as many cells as columns.

    Empty cells beyond the last column are dropped.
    """
    mark, columns = chunk.dialect.delimiter, chunk.dialect.columns
    rows = RowWriter(mark)
    for record in frame(chunk.line, chunk.content, chunk.dialect):
        text, problem = record.content.decode(chunk.dialect.encoding, "replace"), record.problem
        whole = text
        if not problem:
            count = sum(map(str.count, text.split('"')[::2], repeat(mark))) if '"' in text else text.count(mark)
            surplus = count + 1 - columns
            if surplus > 0:
                whole, *cells = text.rsplit(mark, surplus)
                problem = "" if {"", '""'}.issuperset(cells) else "too-many-cells"
            elif surplus < 0:
                problem = "too-few-cells"
        if problem:
            rows.add_broken(record.line, problem, text, columns)
        elif "\r" in whole:  # outside quotes the engine would end the row there
            rows.add(record.line, cells_of(record, chunk.dialect)[:columns])
        else:
            rows.add_text(record.line, whole)
    return rows.rows(chunk.line)
