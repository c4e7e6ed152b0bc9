"""``hukou policy columns``: the header of a table for ``hukou batch``, or a workbook to fill in."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hukou_cli.base.errors import Finding, InvalidOption, OutputError
from hukou_cli.cli.arguments import CityArgument
from hukou_cli.cli.options import LangOption, PoliciesOption, RoundOption, catalog, round_of, today
from hukou_cli.cli.stdout import write_utf8

if TYPE_CHECKING:  # loaded where they are needed
    from hukou_cli.policy.edition import Edition
    from hukou_cli.policy.round_calendar import Window
    from hukou_cli.text.language import Language

OTHER_FORMATS = {".xls", ".ods", ".et", ".parquet", ".json", ".jsonl"}
"""Endings of files that are no CSV: spreadsheets call CSV under such a name damaged."""


def columns(  # noqa: PLR0913, PLR0917 - one parameter an option
    city: CityArgument,
    lang: LangOption,
    output: Annotated[Path | None, typer.Option("-o", "--output")] = None,
    records: Annotated[bool, typer.Option("--records")] = False,  # noqa: FBT002
    round: RoundOption = None,  # noqa: A002
    policies: PoliciesOption = None,
) -> None:
    """Print the header of a table for `hukou batch`, or write a workbook to fill in; or those of dated records."""
    import csv
    import io

    from hukou_cli.base.calendar import from_date
    from hukou_cli.table.columns import blank_header
    from hukou_cli.table.record_columns import blank_records

    if output is not None and output.suffix.lower() in OTHER_FORMATS:
        raise InvalidOption([Finding(code="header-is-csv", file=str(output))])
    named = round_of(round)
    edition = catalog(policies, city).find(city, named)
    edition.require_scorable()
    window = edition.calendar.window(named or edition.calendar.default(from_date(today())))
    if output is not None and output.suffix.lower() == ".xlsx":
        _write_template(output, edition, window, lang, with_records=records)
        return
    rows = [blank_header(edition, window.limits, lang)]
    if records:
        rows = blank_records(edition, lang)
    if output is None:
        written = io.StringIO(newline="")
        csv.writer(written, lineterminator="\n").writerows(rows)
        write_utf8(written.getvalue())
        return
    try:
        with output.open("x", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
    except FileExistsError:
        raise OutputError([Finding(code="file-exists", file=str(output))]) from None


def _write_template(
    output: Path, edition: "Edition", window: "Window", lang: "Language", *, with_records: bool
) -> None:
    """Write a workbook to be filled in. Raises OutputError."""
    from hukou_cli.base.calendar import from_date
    from hukou_cli.cli.template import template_of
    from hukou_cli.table.workbook.book import require_openpyxl
    from hukou_cli.table.workbook.template import template_workbook

    require_openpyxl(str(output))
    template = template_of(edition, window, lang, from_date(today()), with_records=with_records)
    content = template_workbook(template)
    try:
        with output.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise OutputError([Finding(code="file-exists", file=str(output))]) from None
