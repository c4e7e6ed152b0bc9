"""An answer as sheets of a workbook: laid aside as CSV, so that it takes no memory, and then written row by row."""

import contextlib
import csv
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from hukou_cli.sql.cells import quoted
from hukou_cli.table.output import AtomicOutput, copy_rows
from hukou_cli.table.temp_file import TempFile
from hukou_cli.table.workbook.writer import Column, SheetTable, write_workbook
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

if TYPE_CHECKING:
    import duckdb

_NUMBER = r"(0|-?[1-9][0-9]{0,8})(\.[0-9]{1,6})?|-0\.[0-9]{1,6}"
"""Texts that are a number to anybody: of at most nine digits, fewer than a telephone has, and without a zero first."""

_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"


class Rejects(NamedTuple):
    """The rejects that get a sheet: their headings, the file in which they are laid aside as CSV, how many are numbers.

    Those are the first columns.
    """

    header: Sequence[str]
    rows: TempFile
    numbers: int


def write_answer(  # noqa: PLR0913, PLR0917
    engine: "duckdb.DuckDBPyConnection",
    query: str,
    output: AtomicOutput,
    ids: Collection[str],
    rejects: Rejects | None,
    remarks: Sequence[str],
    language: Language,
    words: Language | None,
) -> None:
    """Write the answer of a query as a workbook.

    Args:
        engine: Runs the query.
        query: The query.
        output: The file.
        ids: The columns that identify rows.
        rejects: The rejects, where they get a sheet.
        remarks: The lines of the last sheet.
        language: The language of the names of sheets.
        words: The language of headings and flags; None for ids, and flags as such.

    """
    with contextlib.closing(TempFile(output.folder)) as aside:
        tables = [_sheet_of_query(engine, query, say("sheet_scores", language), ids, aside)]
        if words is not None:
            said = (say("no", words), say("yes", words))
            columns = [msgspec.structs.replace(column, words=said) for column in tables[0].columns]
            tables[0] = tables[0]._replace(columns=columns)
        if rejects is not None:
            types = dict.fromkeys(rejects.header, "VARCHAR")
            texts = rejects.header[rejects.numbers :]
            tables.append(_sheet_of(engine, types, say("sheet_rejects", language), texts, rejects.rows))
        with output.stream() as file:
            write_workbook(file, tables, (say("sheet_remarks", language), remarks))


def _sheet_of_query(
    engine: "duckdb.DuckDBPyConnection", query: str, title: str, texts: Collection[str], aside: TempFile
) -> SheetTable:
    """Lay the answer of a query aside, and return it as a table for a sheet.

    A column of texts is one of numbers, days or flags where all it has are so, unless it is among ``texts``.

    Args:
        engine: Runs the query.
        query: The query.
        title: The name of the sheet.
        texts: The columns that stay texts, as those that identify rows.
        aside: Where the rows are laid.

    """
    types = {str(row[0]): str(row[1]) for row in engine.execute(f"DESCRIBE {query}").fetchall()}
    copy_rows(engine, query, aside.path, "FORMAT csv, HEADER false")
    return _sheet_of(engine, types, title, texts, aside)


def _sheet_of(
    engine: "duckdb.DuckDBPyConnection", types: dict[str, str], title: str, texts: Collection[str], aside: TempFile
) -> SheetTable:
    names = [f"c{at}" for at in range(len(types))]
    typed = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in names)
    read = (
        f"read_csv({quoted(aside.path)}, auto_detect=false, header=false, delim=',', quote='\"', escape='\"', "
        f"new_line='\\n', max_line_size=20000000, columns={{{typed}}})"
    )
    asked = ["count(*)"]
    for name in names:
        text = f"NULLIF({name}, '')"
        is_day = f"regexp_full_match({text}, {quoted(_DAY)}) AND TRY_CAST({text} AS DATE) IS NOT NULL"
        asked += [
            f"COALESCE(bool_and(regexp_full_match({text}, {quoted(_NUMBER)})), FALSE)",
            f"COALESCE(bool_and(CASE WHEN {text} IS NOT NULL THEN {is_day} END), FALSE)",
            f"COALESCE(bool_and({text} IN ('true', 'false')), FALSE)",
            f"max(length(split_part({text}, '.', 2)))",
        ]
    found = engine.execute(f"SELECT {', '.join(asked)} FROM {read}").fetchone()
    assert found is not None
    columns = []
    for at, (name, type_) in enumerate(types.items()):
        columns.append(_column(name, type_, found[1 + 4 * at : 5 + 4 * at], is_text=name in texts))
    return SheetTable(title, columns, int(found[0]), _rows_of(aside))


def _column(heading: str, type_: str, seen: Sequence[object], *, is_text: bool) -> Column:
    """Return a column by its type in the engine; one of texts by what all its texts are."""
    numbers, days, flags, places = seen
    if type_ == "BOOLEAN":
        return Column(heading, "flag")
    if type_ != "VARCHAR":
        decimals = re.fullmatch(r"DECIMAL\([0-9]+,([0-9]+)\)", type_)
        return Column(heading, "number", int(decimals[1]) if decimals else 0)
    if is_text or not (numbers or days or flags):
        return Column(heading)
    if numbers:
        return Column(heading, "number", int(str(places or 0)))
    return Column(heading, "day" if days else "flag")


def _rows_of(aside: TempFile) -> Callable[[], Iterator[Sequence[str]]]:
    def rows() -> Iterator[Sequence[str]]:
        csv.field_size_limit(1 << 30)
        with Path(aside.path).open(encoding="utf-8", newline="") as file:
            yield from csv.reader(file)

    return rows
