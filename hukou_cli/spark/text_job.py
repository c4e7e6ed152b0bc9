"""A table of text, as one job that counts its lines and one that scores them."""

import codecs
import posixpath
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from hukou_cli.base.errors import Finding, InvalidOption, InvalidTable
from hukou_cli.policy.catalog import Catalog
from hukou_cli.spark.files import text_source
from hukou_cli.spark.lines import REJECT, SCHEMA, SCORE, SUMMARY, LinePlan, Run, RunSummary, TextFile, score_lines
from hukou_cli.spark.task import require_balance, scored_by
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
    """A table of text, by the path that the user calls it: its files, its plan, and what was noticed above its rows."""

    path: str
    files: Sequence[TextFile]
    plan: Plan
    notes: Sequence[Finding]


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
    first = text_source(addresses[0], head_of(addresses[0]))
    require_one_round(first.header, path)
    plan = plan_table(header_of(first), [partition_of_all(catalog, request)], request)
    files, notes = [], list(plan.notes)
    folder = posixpath.commonpath([posixpath.dirname(_path(address)) for address in addresses])
    for address in addresses:
        head = head_of(address)
        source = text_source(address, head)  # not kept: it holds a megabyte
        if (source.header, source.dialect.delimiter) != (first.header, first.dialect.delimiter):
            told = {"allowed": first.name}
            raise InvalidTable([Finding(code="other-columns", values=told, file=address, line=source.header_line)])
        name, above = posixpath.relpath(_path(address), folder), source.lines_above
        filled = sum(bool(line.strip(b"\r")) for line in head.removeprefix(codecs.BOM_UTF8).split(b"\n")[:above])
        files.append(TextFile(address, name, source.dialect, above, filled, source.from_office))
        notes += source.notes
    return TextTable(path, files, plan, notes)


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
    runs, filled = _count(lines, table)
    rows = scored_by(lines, score_lines, LinePlan(table.plan, table.files, runs), SCHEMA)
    ordered = rows.sortWithinPartitions("kind", "file", "at").select("kind", "file", "value")
    writer = ordered.write.mode("overwrite").option("partitionOverwriteMode", "static").option("lineSep", "\n")
    writer.partitionBy("kind", "file").text(output)
    written = spark.read.schema("value string, kind string, file string").option("lineSep", "\n").text(output)
    of_kind = {kind: written.where(written.kind == kind) for kind in (SCORE, REJECT, SUMMARY)}
    tally = sum((RunSummary.read(row.value).tally for row in of_kind[SUMMARY].collect()), Tally())
    scored = of_kind[SCORE].count() - len(table.files)  # without the headings
    rejected = of_kind[REJECT].selectExpr("file", "substring_index(value, ',', 1)").distinct().count()
    above = sum(file.filled_above for file in table.files)
    require_balance(filled - above, tally, scored, rejected - len(table.files))
    return tally


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
    quoted = '"[^"]*+(?:""[^"]*+)*+'
    opens = f'^(?:(?:{quoted}"|[^"{mark}]*+){mark})*+{quoted}$'
    # cheaper than ``_metadata``, which Spark copies each line for
    block = ("input_file_name() AS file", "input_file_block_start() AS start", "monotonically_increasing_id() AS at")
    blocks = lines.selectExpr("value", *block).groupBy("file", "start")
    is_open = max_(expr("instr(value, '\"') > 0") & col("value").rlike(opens))
    found = blocks.agg(expr("min(at)"), expr("count(*)"), expr(f"count_if({_FILLED})"), is_open).collect()
    numbers = {_path(file.address): at for at, file in enumerate(table.files)}
    runs: dict[int, list[Run]] = {}
    lines_of, ends, filled_of_all = Counter[int](), dict[int, int](), 0
    for file, start, at, count, filled, opened in sorted(found, key=lambda block: block[2]):
        number = numbers.get(_path(file))
        if number is None:
            raise InvalidTable([Finding(code="changed-while-read", file=table.path)])
        if opened:
            raise InvalidTable([Finding(code="quotes-over-lines", file=table.files[number].address)])
        assert start > ends.get(number, -1), "the parts of a file come in its order"
        runs.setdefault(at >> _PART_BITS, []).append(Run(number, lines_of[number] + 1, count))
        lines_of[number], ends[number], filled_of_all = lines_of[number] + count, start, filled_of_all + filled
    return runs, filled_of_all
