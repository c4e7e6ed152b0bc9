"""Parquet files, and other typed tables, as the rows of text that a batch reads."""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import msgspec

from hukou_cli.base.errors import Finding, InvalidTable
from hukou_cli.sql.output import written_name
from hukou_cli.table.columns import names_of
from hukou_cli.table.source.header import check_header
from hukou_cli.table.source.stream import BOMB, RATIO, InputStream
from hukou_cli.table.source.text_source import LONGEST_LINE

_ROW_NUMBER = "file_row_number"
"""What the engine calls the number of a row of Parquet."""

_LARGEST = 250_000
"""Rows of the largest chunk."""

_LONG = 256_000_000
"""Bytes of a column in a row group, unpacked, from which on one core alone reads: its pages may be as long."""

_SHORT = re.compile(r"(BOOLEAN|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL\(.*\)|FLOAT|DOUBLE|DATE|TIME\w*|UUID)( .*)?")
"""The types whose values are short and never hold a NUL."""


class ParquetChunk(msgspec.Struct, frozen=True):
    """A run of ``size`` rows of a Parquet file from row ``first`` (0 is the first), by the path the engine reads."""

    name: str
    path: str
    first: int
    size: int
    kinds: Mapping[str, str]


class ParquetSource:
    """A Parquet file. ``kinds`` has the type of each column."""

    from_office = False
    notes: tuple[Finding, ...] = ()
    records: frozenset[str] = frozenset()
    lettered = False
    sheet = ""

    def __init__(self, name: str, stream: InputStream) -> None:
        import duckdb

        self.name, self._stream, self.header_line = name, stream, 0
        self._path = stream.path()
        try:
            with duckdb.connect() as engine:
                columns = engine.execute("DESCRIBE SELECT * FROM read_parquet(?)", [self._path]).fetchall()
                counted = engine.execute("SELECT count(*) FROM read_parquet(?)", [self._path]).fetchone()
                held = engine.execute(
                    "SELECT sum(num_values), max(total_uncompressed_size) FROM parquet_metadata(?)", [self._path]
                ).fetchone()
        except duckdb.Error:
            raise InvalidTable([Finding(code="not-parquet", file=name)]) from None
        if held and (held[0] or 0) > max(
            BOMB, RATIO * Path(self._path).stat().st_size
        ):  # a byte of text each, at least
            raise InvalidTable([Finding(code="packed-too-well", values={"allowed": str(RATIO)}, file=name)])
        self.size = int(counted[0]) if counted else 0
        self.has_long_groups = held is not None and (held[1] or 0) > _LONG
        self.kinds: Mapping[str, str] = {str(column[0]): str(column[1]) for column in columns}
        self.header = list(self.kinds)
        check_header(self.header, name, 1)
        if _ROW_NUMBER in map(str.lower, self.header):
            raise InvalidTable([Finding(code="column-reserved", values={"seen": _ROW_NUMBER}, file=name)])

    def noticed(self) -> tuple[Finding, ...]:
        """Return notes on what was noticed while the chunks were read: none of Parquet."""
        return ()

    def make_rewindable(self) -> None:
        """Do nothing: the rows can be read more than once."""

    def require_unchanged(self) -> None:
        """Refuse a file that was written since it was opened. Raises InvalidTable."""
        self._stream.require_unchanged()

    def close(self) -> None:
        """Close the file."""
        self._stream.close()

    def chunks(self, workers: int) -> Iterator[ParquetChunk]:
        """Yield the rows in runs."""
        step = min(_LARGEST, max(1, -(-self.size // workers)))
        for first in range(0, self.size, step):
            yield ParquetChunk(self.name, self._path, first, min(step, self.size - first), self.kinds)


def texts_sql(kinds: Mapping[str, str], facts: Collection[str]) -> str:
    """Write the columns of a typed table as text, called as ``names_of`` says; NULL where empty.

    A decimal of a fact (``facts`` has its name) is written without trailing zeros: 189.00 is 189.
    """
    texts = []
    for column, name in names_of(kinds).items():
        text = f"CAST({written_name(column)} AS VARCHAR)"
        if kinds[column].startswith("DECIMAL") and not kinds[column].endswith(",0)"):
            text = rf"regexp_replace({text}, '^(-?)\.', '\10.')"  # a type of decimals alone writes .50
            text = f"rtrim(rtrim({text}, '0'), '.')" if name in facts else text
        texts.append(f"NULLIF({text}, '') AS {name}")
    return ", ".join(texts)


def broken_sql(kinds: Mapping[str, str]) -> str:
    """Write the code of what no row of text may have: a NUL, or too many bytes; NULL where the row is fine."""
    texts = [f"CAST({written_name(column)} AS VARCHAR)" for column, kind in kinds.items() if not _SHORT.fullmatch(kind)]
    held = " OR ".join(f"contains({text}, chr(0))" for text in texts) or "FALSE"
    size = " + ".join(f"COALESCE(strlen({text}), 0)" for text in texts) or "0"
    return f"CASE WHEN {held} THEN 'nul-byte' WHEN {size} > {LONGEST_LINE} THEN 'line-too-long' END"
