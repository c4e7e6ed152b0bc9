"""JSON lines: one object a line, its keys the columns; written as CSV for the engine."""

import codecs
import json
from collections.abc import Iterator
from typing import get_args

from hukou_cli.base.decoding import unique_keys
from hukou_cli.base.errors import Finding, InvalidTable
from hukou_cli.facts.types import RecordKind
from hukou_cli.table.source.header import check_header
from hukou_cli.table.source.stream import HEAD, InputStream
from hukou_cli.table.source.text_source import (
    LARGEST,
    LONGEST_LINE,
    Rows,
    RowWriter,
    StreamSource,
    TextChunk,
    chunk_sizes,
)


class JsonChunk(TextChunk, frozen=True):
    """A run of lines of JSON; ``records`` are the keys that may hold lists of dated records."""

    header: tuple[str, ...]
    records: frozenset[str] = frozenset()

    def rows(self, *, again: bool) -> Rows:  # noqa: ARG002 - they are read one by one at once
        """Return the rows, each with its line and problem: numbers as they are written, flags as true and false."""
        rows, known = RowWriter(","), frozenset(self.header)
        for at, line in enumerate(self.content.split(b"\n"), self.line):
            if not line.strip():
                continue
            found, problem = None, ""
            if len(line) > LONGEST_LINE:
                problem = "line-too-long"
            elif (found := _object(line)) is None:
                problem = "not-a-json-row"
            elif not found.keys() <= known:
                problem = "late-column"
            elif any(isinstance(value, dict | list) for key, value in found.items() if key not in self.records):
                problem = "not-a-json-row"
            elif b"\\u0000" in line and any("\0" in str(value) for value in found.values()):
                problem = "nul-byte"
            if problem or found is None:
                rows.add_broken(at, problem, line.decode(errors="replace"), len(self.header))
            else:
                rows.add(at, [self._cell(key, found.get(key)) for key in self.header])
        return rows.rows(self.line)

    def _cell(self, key: str, value: object) -> str:
        """Return a value as the text of a cell; records as JSON."""
        if key in self.records and value is not None:
            return json.dumps(value, ensure_ascii=False)
        return _text(value)


class JsonSource(StreamSource):
    """A file of JSON lines. Its columns are the keys of the lines within its first ``HEAD`` bytes.

    Where a kind of dated records is a key of these with a list, all kinds that are keys hold records.
    """

    def __init__(self, name: str, stream: InputStream) -> None:
        self._start = len(codecs.BOM_UTF8) if stream.head.startswith(codecs.BOM_UTF8) else 0
        lines = stream.head[self._start :].split(b"\n")
        whole = lines if len(stream.head) < HEAD else lines[:-1]
        if not whole:
            raise InvalidTable([Finding(code="header-line-too-long", file=name, line=1)])
        found = [_object(line) or {} for line in whole]
        super().__init__(name, stream, list(dict.fromkeys(key for row in found for key in row)), 0)
        kinds = frozenset(self.header).intersection(get_args(RecordKind))
        if any(isinstance(row.get(kind), list) for row in found for kind in kinds):
            self.records = kinds
        if not self.header:
            raise InvalidTable([Finding(code="table-empty", file=name)])
        check_header(self.header, name, 1)

    def chunks(self, workers: int) -> Iterator[JsonChunk]:
        """Yield the lines."""
        sizes = chunk_sizes(self.size, workers, LARGEST)
        for line, content, _ in self._cut(self._start, 1, sizes, _whole_lines):
            yield JsonChunk(line, content, tuple(self.header), self.records)


def _object(line: bytes) -> dict[str, object] | None:
    """Read one JSON object, its numbers as they are written.

    The standard library reads it: msgspec takes the last of several equal keys, and this is to refuse them. None where
    it is no object, a key is there twice, or a text holds half of a surrogate pair.
    """
    try:
        found = json.loads(
            line.decode(), parse_float=str, parse_int=_whole, parse_constant=str, object_pairs_hook=unique_keys
        )
        if b"\\u" in line:
            json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _whole_lines(content: bytes) -> int:
    return content.rfind(b"\n") + 1


def _whole(text: str) -> str:
    return "0" if text == "-0" else text


def _text(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
