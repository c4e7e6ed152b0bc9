"""A table of text, as one job that counts its lines and one that scores them."""

import codecs
import posixpath
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import msgspec

from hukou_cli.base.errors import Finding, InvalidOption, InvalidTable
from hukou_cli.policy.catalog import Catalog
from hukou_cli.spark.files import Files
from hukou_cli.spark.lines import REJECT, SCHEMA, SCORE, SUMMARY, Run, RunSummary, TextFile, TextTable, score_lines
from hukou_cli.spark.task import require_balance, scored_by
from hukou_cli.table.columns import CITY, ROUND, special_columns
from hukou_cli.table.plan import Request, header_of, plan_table
from hukou_cli.table.routing import partition_of_all
from hukou_cli.table.source.csv_framing import QUOTED
from hukou_cli.table.source.csv_table import CsvSource
from hukou_cli.table.source.stream import InputStream
from hukou_cli.table.tally import Tally
from hukou_cli.table.temp_file import TempFile

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_NO_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{", b"[", b"\x1f\x8b")
"""How a workbook begins, an old one, JSON, and what is packed and not called so."""

_PART_BITS = 33
"""Spark's increasing ids have the number of a row in its part in so many bits, and above them that of the part."""

_FILLED = "value <> '' AND (NOT startswith(value, '\\r') OR trim(BOTH '\\r' FROM value) <> '')"
"""Condition of a line that is not empty; nearly all are told by their first sign."""


def plan_text(
    path: str, addresses: Sequence[str], head_of: Callable[[str], bytes], catalog: Catalog, request: Request
) -> TextTable:
    """Plan a table of text, of one file or of several with the same columns.

    Args:
        path: What the user calls it.
        addresses: Those of its files.
        head_of: Gives the first bytes of a file.
        catalog: The policies.
        request: The user's options.

    Raises:
        InvalidTable: A file is no table, its columns are not those of the first, or they are wrong.
        InvalidOption: Rows name their city or round, or no city is given.
        NotFound: There is no such city or round.

    """
    first = _source(addresses[0], head_of(addresses[0]))
    require_one_round(first.header, path)
    plan = plan_table(header_of(first), [partition_of_all(catalog, request)], request)
    files, notes, filled_above = [], list(plan.notes), 0
    folder = posixpath.commonpath([posixpath.dirname(_path(address)) for address in addresses])
    for address in addresses:
        source = _source(address, head := head_of(address))  # not kept: it holds a megabyte
        if (source.header, source.dialect.delimiter) != (first.header, first.dialect.delimiter):
            told = {"allowed": first.name}
            raise InvalidTable([Finding(code="other-columns", values=told, file=address, line=source.header_line)])
        name, above = posixpath.relpath(_path(address), folder), source.lines_above
        filled_above += sum(bool(line.strip(b"\r")) for line in head.removeprefix(codecs.BOM_UTF8).split(b"\n")[:above])
        files.append(TextFile(address, name, source.dialect, above, source.from_office))
        notes += source.notes
    return TextTable(path, msgspec.structs.replace(plan, notes=tuple(notes)), files, filled_above)


def require_one_round(header: Sequence[str], file: str) -> None:
    """Raise InvalidOption where a column names the city or the round of each row."""
    if named := [name for special, name in special_columns(header).items() if special in (CITY, ROUND)]:
        raise InvalidOption([Finding(code="spark-one-round", values={"seen": ", ".join(named)}, file=file)])


def score_text(spark: "SparkSession", table: TextTable, output: str) -> Tally:
    """Score the lines of a table into a folder; return how many rows of each kind were committed.

    Raises InvalidTable where a quoted cell may span lines, Unbalanced.
    """
    lines = spark.read.option("lineSep", "\n").text(table.path)
    runs, filled = _count(lines, table)
    rows = scored_by(lines, score_lines, msgspec.structs.replace(table, runs=runs), SCHEMA)
    writer = rows.sortWithinPartitions("kind", "file", "at").drop("at").write.mode("overwrite")
    writer.options(partitionOverwriteMode="static", compression="none").partitionBy("kind", "file").text(output)
    written = spark.read.schema("value string, kind string, file string").option("lineSep", "\n").text(output)
    summaries = [RunSummary.read(row.value) for row in written.where(f"kind = '{SUMMARY}'").collect()]
    tally = sum((summary.tally for summary in summaries), Tally())
    require_balance("does-not-add-up", filled - table.filled_above, tally.read)
    size = sum(Files(spark).size(f"{output}/kind={kind}") for kind in (SCORE, REJECT))  # no file is read again
    require_balance("bytes-do-not-add-up", sum(summary.size for summary in summaries), size)
    return tally


def _source(address: str, head: bytes) -> CsvSource:
    """Return a file of text, by how it begins. Raises InvalidTable."""
    if head.startswith(_NO_TEXT):
        raise InvalidTable([Finding(code="spark-form", file=address)])
    with closing(TempFile()) as copy:
        copy.write(head)
        with closing(InputStream(copy.path)) as stream:
            return CsvSource(address, stream)


def _path(address: str) -> str:
    """Return the path of a file's address, which Spark spells in more than one way."""
    return unquote(urlsplit(address).path)


def _count(lines: "DataFrame", table: TextTable) -> tuple[dict[int, list[Run]], int]:
    """Count the lines: return the runs of each part of the job, and how many lines are not empty.

    Raises InvalidTable where a line leaves a quoted cell open.
    """
    from pyspark.sql.functions import col, expr
    from pyspark.sql.functions import max as max_

    mark = table.files[0].dialect.delimiter
    opens = f'^(?:(?:{QUOTED}"|[^"{mark}]*+){mark})*+{QUOTED}$'
    # cheaper than ``_metadata``, which Spark copies each line for
    block = ("input_file_name() AS file", "input_file_block_start() AS start", "monotonically_increasing_id() AS at")
    blocks = lines.selectExpr("value", *block).groupBy("file", "start")
    is_open = max_(expr("contains(value, '\"')") & col("value").rlike(opens))  # of which ``instr`` takes half the job
    found = blocks.agg(expr("min(at)"), expr("count(*)"), expr(f"count_if({_FILLED})"), is_open).collect()
    numbers = {_path(file.address): at for at, file in enumerate(table.files)}
    runs: dict[int, list[Run]] = {}
    ends: dict[int, tuple[int, int]] = {}
    for file, start, at, count, _, opened in sorted(found, key=lambda block: block[2]):
        number = numbers.get(_path(file))
        if number is None or opened:
            code = "changed-while-read" if number is None else "quotes-over-lines"
            raise InvalidTable([Finding(code=code, file=file)])
        before, line = ends.get(number, (-1, 1))
        assert start > before, "the parts of a file come in its order"
        runs.setdefault(at >> _PART_BITS, []).append(Run(number, line, count))
        ends[number] = (start, line + count)
    return runs, sum(block[4] for block in found)
