"""A table of text, as one job that counts its lines and one that scores them."""

import codecs
import posixpath
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

import msgspec

from hukou_cli.base.errors import Finding, InvalidOption, InvalidTable
from hukou_cli.policy.catalog import Catalog
from hukou_cli.spark.files import text_source
from hukou_cli.spark.lines import REJECT, SCHEMA, SCORE, SUMMARY, LinePlan, Run, RunSummary, TextFile, score_lines
from hukou_cli.spark.task import require_balance, seal
from hukou_cli.table.columns import CITY, ROUND, special_columns
from hukou_cli.table.plan import Plan, Request, header_of, plan_table
from hukou_cli.table.routing import partition_of_all
from hukou_cli.table.tally import Tally

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_PART_BITS = 33
"""Spark's increasing ids have the number of a row in its part in so many bits, and above them that of the part."""

_FILLED = "value <> '' AND (NOT startswith(value, '\\r') OR trim(BOTH '\\r' FROM value) <> '')"
"""Condition of a line that is not empty; nearly all are told by their first sign."""


class TextTable(NamedTuple):
    """A table of text, and how it is scored.

    Attributes:
        path: What the user calls it.
        files: The addresses of its files.
        texts: How each is read.
        above: How many lines above the rows of all are not empty.
        plan: The plan of all.
        notes: What was passed over above the headers.

    """

    path: str
    files: Sequence[str]
    texts: Sequence[TextFile]
    above: int
    plan: Plan
    notes: Sequence[Finding]


class _Counted(NamedTuple):
    """The runs of each part of the job, and how many lines of the files are not empty."""

    runs: dict[int, list[Run]]
    filled: int


def plan_text(
    path: str, files: Sequence[str], head_of: Callable[[str], bytes], catalog: Catalog, request: Request
) -> TextTable:
    """Plan a table of text, of one file or of several with the same columns.

    Args:
        path: What the user calls it.
        files: The addresses of its files.
        head_of: Gives the first bytes of a file.
        catalog: The policies.
        request: The user's options.

    Raises:
        InvalidTable: A file is no table, its columns are not those of the first, or they are wrong.
        InvalidOption: Rows name their city or round, or no city is given.
        NotFound: There is no such city or round.

    """
    first = text_source(files[0], head_of(files[0]))
    require_one_round(first.header, path)
    plan = plan_table(header_of(first), [partition_of_all(catalog, request)], request)
    texts, notes, above = [], list(plan.notes), 0
    for file, name in zip(files, _names(files), strict=True):
        head = head_of(file)
        source = text_source(file, head)  # not kept: it holds a megabyte
        if (source.header, source.dialect.delimiter) != (first.header, first.dialect.delimiter):
            told = {"allowed": first.name}
            raise InvalidTable([Finding(code="other-columns", values=told, file=file, line=source.header_line)])
        texts.append(TextFile(name, source.dialect, source.lines_above, source.from_office))
        notes += source.notes
        above += _filled(head, source.lines_above)
    return TextTable(path, files, texts, above, plan, notes)


def require_one_round(header: Sequence[str], file: str) -> None:
    """Raise InvalidOption where a column names the city or the round of each row."""
    special = special_columns(header)
    named = [special[name] for name in (CITY, ROUND) if name in special]
    if named:
        raise InvalidOption([Finding(code="spark-one-round", values={"seen": ", ".join(named)}, file=file)])


def score_text(spark: "SparkSession", table: TextTable, output: str) -> Tally:
    """Score the lines of a table into a folder; return how many rows of each kind were committed.

    Raises InvalidTable where a quoted cell may span lines.
    """
    lines = spark.read.option("lineSep", "\n").text(table.path)
    counted = _count(lines, table)
    plan = LinePlan(table.plan, table.texts, counted.runs)
    rows = lines.selectExpr("concat(CAST(value AS BINARY), X'0A')").mapInArrow(partial(score_lines, seal(plan)), SCHEMA)
    ordered = rows.sortWithinPartitions("kind", "file", "at").select("kind", "file", "value")
    writer = ordered.write.mode("overwrite").option("partitionOverwriteMode", "static").option("lineSep", "\n")
    writer.partitionBy("kind", "file").text(output)
    return _committed(spark, output, len(table.files), counted.filled - table.above)


def _names(files: Sequence[str]) -> list[str]:
    """Return what each file is called in the answer: its path, without the folder that all have in common."""
    paths = list(map(_path, files))
    folder = posixpath.commonpath(list(map(posixpath.dirname, paths)))
    return [posixpath.relpath(path, folder) for path in paths]


def _path(file: str) -> str:
    """Return the path of a file's address, which Spark spells in more than one way."""
    return unquote(urlsplit(file).path)


def _count(lines: "DataFrame", table: TextTable) -> _Counted:
    """Count the lines of each part of a job. Raises InvalidTable where a line leaves a quoted cell open."""
    from pyspark.sql.functions import col, expr
    from pyspark.sql.functions import max as max_

    mark = table.texts[0].dialect.delimiter
    quoted = '"[^"]*+(?:""[^"]*+)*+'
    opens = f'^(?:(?:{quoted}"|[^"{mark}]*+){mark})*+{quoted}$'
    at = "monotonically_increasing_id()"
    told = lines.selectExpr(
        "value", "_metadata.file_path AS file", "_metadata.file_block_start AS start", f"{at} AS at"
    )
    told = told.withColumn("part", expr(f"shiftright(at, {_PART_BITS})"))
    found = told.groupBy("file", "start", "part").agg(
        expr("min(at)"),
        expr("count(*)"),
        expr(f"count(CASE WHEN {_FILLED} THEN TRUE END)"),
        max_(expr("instr(value, '\"') > 0") & col("value").rlike(opens)),
    )
    numbers = {_path(file): at for at, file in enumerate(table.files)}
    runs: dict[int, list[tuple[int, Run]]] = {}
    lines_of, last, filled = [0] * len(numbers), [-1] * len(numbers), 0
    for file, _, part, first, count, texts, is_open in sorted(map(tuple, found.collect())):
        number = numbers.get(_path(file))
        if number is None:
            raise InvalidTable([Finding(code="changed-while-read", file=table.path)])
        if is_open:
            raise InvalidTable([Finding(code="quotes-over-lines", file=table.files[number])])
        assert first > last[number], "the parts of a file come in its order"
        runs.setdefault(part, []).append((first, Run(number, lines_of[number] + 1, count)))
        lines_of[number], last[number], filled = lines_of[number] + count, first, filled + texts
    return _Counted(
        {part: [run for _, run in sorted(held, key=lambda pair: pair[0])] for part, held in runs.items()}, filled
    )


def _filled(head: bytes, above: int) -> int:
    """Return how many of the lines above the first row are not empty."""
    lines = head.removeprefix(codecs.BOM_UTF8).split(b"\n")[:above]
    return sum(bool(line.strip(b"\r")) for line in lines)


def _committed(spark: "SparkSession", output: str, files: int, expected: int) -> Tally:
    """Return the sums of what was committed. Raises Unbalanced where they are not those of what was read."""
    written = spark.read.schema("value string, kind string, file string").option("lineSep", "\n").text(output)
    of_kind = {kind: written.where(written.kind == kind) for kind in (SCORE, REJECT, SUMMARY)}
    told = (msgspec.json.decode(row.value, type=RunSummary, dec_hook=_counter) for row in of_kind[SUMMARY].collect())
    tally = sum((one.tally for one in told), Tally())
    scored = of_kind[SCORE].count() - files  # without the headings
    rejected = of_kind[REJECT].selectExpr("file", "substring_index(value, ',', 1)").distinct().count() - files
    require_balance(expected, tally, scored, rejected)
    return tally


def _counter(_: type, pairs: list[tuple[object, int]]) -> Counter[object]:
    """Return counts of the pairs that they are in JSON."""
    return Counter({tuple(key) if isinstance(key, list) else key: count for key, count in pairs})
