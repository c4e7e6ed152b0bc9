"""Options that the commands on whole tables share, and checks of the files that they read and write."""

import contextlib
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from hukou_cli.base.errors import Finding, InvalidOption
from hukou_cli.cli.options import STDIO
from hukou_cli.text.language import Language

if TYPE_CHECKING:
    from hukou_cli.table.output import Form
    from hukou_cli.table.record_table import RecordTable


class Headers(StrEnum):
    """The headings of a table of scores."""

    id = "id"
    zh = "zh"
    en = "en"


class TableFormat(StrEnum):
    """The forms of a table."""

    csv = "csv"
    parquet = "parquet"
    jsonl = "jsonl"
    xlsx = "xlsx"


def plain_name(output: str | None) -> str | None:
    """Return ``-`` for every name of standard output: another might replace the file that it leads to."""
    return STDIO if output in ("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1") else output


TableArgument = Annotated[str, typer.Argument(show_default=False)]
SheetOption = Annotated[str | None, typer.Option("--sheet", show_default=False)]
OutputOption = Annotated[str, typer.Option("-o", "--output", callback=plain_name)]
TableFormatOption = Annotated[TableFormat | None, typer.Option("--format", show_default=False)]
HeadersOption = Annotated[Headers | None, typer.Option("--headers", show_default=False)]
ForceOption = Annotated[bool, typer.Option("--force")]
QuotaOption = Annotated[int | None, typer.Option("--quota", min=1, show_default=False)]
RecordsOption = Annotated[str | None, typer.Option("--records", show_default=False)]
RecordsSheetOption = Annotated[str | None, typer.Option("--records-sheet", show_default=False)]
NoQuotaOption = Annotated[bool, typer.Option("--no-quota")]
CompleteOption = Annotated[bool, typer.Option("--complete")]


def headings_language(headers: Headers) -> Language | None:
    """Return the language of headings; None for ids."""
    return None if headers is Headers.id else "zh" if headers is Headers.zh else "en"


def form_of(output: str, chosen: TableFormat | None) -> "Form":
    """Return the form of the output: as chosen, or as its name says.

    Raises:
        InvalidOption: Its name says nothing, or it is a workbook that would go to standard output or into a pipe.
        InvalidTable: It is a workbook, and openpyxl is not installed.

    """
    from hukou_cli.table.output import SUFFIXES

    is_stream = output == STDIO or (Path(output).exists() and not Path(output).is_file())
    found = SUFFIXES.get("." + chosen) if chosen else SUFFIXES.get(Path(output).suffix.lower())
    if found is None and not chosen and (output == STDIO or Path(output).is_char_device()):
        found = "csv"
    if found is None:
        raise InvalidOption([Finding(code="unknown-format", file=output)])
    if found == "xlsx":
        if is_stream and not Path(output).is_dir():
            raise InvalidOption([Finding(code="workbook-to-stream", file=output)])
        from hukou_cli.table.workbook.book import require_openpyxl

        require_openpyxl(output)
    return found


def target_of(output: str, table: str, *, force: bool) -> Path | None:
    """Return the file of the answer, once it is known to be writable; None is standard output. Raises OutputError."""
    from hukou_cli.table.output import check_output

    target = None if output == STDIO else Path(output)
    if target is not None:
        check_output(target, source_of(table), force=force)
    return target


def source_of(table: str) -> Path:
    """Return the path of what is read."""
    return Path("/dev/stdin" if table == STDIO else table)


class Tables(NamedTuple):
    """The table of the people and that of their dated records, if there is one; of workbooks the sheets asked for."""

    people: str
    sheet: str | None
    records: str | None
    records_sheet: str | None


def open_records(tables: Tables, workers: int, opened: contextlib.ExitStack) -> "RecordTable | None":
    """Read the long table of dated records, if there is one."""
    if tables.records is None:
        return None
    from hukou_cli.table.record_table import RecordTable
    from hukou_cli.table.source.inputs import open_input

    with contextlib.closing(open_input(tables.records, tables.records_sheet, "records")) as source:
        return opened.enter_context(contextlib.closing(RecordTable(source, workers)))


def check_records(tables: Tables, files: tuple[Path | None, Path | None]) -> None:
    """Raise OutputError or InvalidOption where the table of records cannot be read beside what else is.

    It would be written over, or comes from standard input as the people do, or only its sheet is named.
    """
    from hukou_cli.table.output import check_output

    if tables.records is None:
        if tables.records_sheet is not None:
            raise InvalidOption([Finding(code="sheet-without-records")])
        return
    if tables.records == tables.people == STDIO:
        raise InvalidOption([Finding(code="records-and-table-stdin")])
    for file in files:
        if file is not None:
            check_output(file, source_of(tables.records), force=True)


def records_told(listed: "RecordTable | None", language: Language) -> list[str]:
    """Return what became of dated records, once all rows are scored; nothing where there are none."""
    if listed is None:
        return []
    from hukou_cli.render.table_summary import records_line

    rows = listed.counts()
    return [records_line(rows.used, rows.rejected, rows.nobodys, rows.blank, rows.sums, "", language)]
