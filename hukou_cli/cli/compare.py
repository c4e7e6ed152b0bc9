"""``hukou compare``: one applicant under the policies of many cities."""

import re
from enum import StrEnum
from functools import partial
from typing import Annotated

import typer

from hukou_cli.cli.options import (
    LangOption,
    OnOption,
    PoliciesOption,
    ReportOption,
    RoundOption,
    catalog,
    completed_by,
    day_of,
    named_cities,
    read_applicant,
    round_of,
    today,
)
from hukou_cli.cli.stdout import write_utf8


class Format(StrEnum):
    """The output formats of a comparison."""

    table = "table"
    json = "json"
    csv = "csv"
    markdown = "markdown"


def compare(  # noqa: PLR0913, PLR0917 - one parameter an option
    lang: LangOption,
    applicant: Annotated[str, typer.Argument()],
    cities: Annotated[
        str | None,
        typer.Option("--cities", autocompletion=completed_by("city_list"), show_default=False, callback=named_cities),
    ] = None,
    round: RoundOption = None,  # noqa: A002 - the word of the field
    on: OnOption = None,
    format: Annotated[Format, typer.Option("--format")] = Format.table,  # noqa: A002
    report: ReportOption = None,
    policies: PoliciesOption = None,
) -> None:
    """Compare cities for one applicant: those that need no points, then by distance to the line."""
    from hukou_cli.render import comparison as view
    from hukou_cli.render.layout import console
    from hukou_cli.scoring.comparison import compare as compare_cities
    from hukou_cli.scoring.comparison import editions_for

    if report is not None:
        from hukou_cli.cli.report import check_report, tell_written, write_report

        check_report(report)
    known = catalog(policies)
    person = read_applicant(applicant)
    named = dict.fromkeys(known.city_ids(re.split("[,，、]", cities))) if cities else None
    day, round_ = day_of(on), round_of(round)
    editions = editions_for(known, named, day, round_)
    standings = compare_cities(person, editions, max(day, today()), on=day, round_=round_)
    if report is not None:
        page = view.comparison_markdown(standings, lang)
        draw = partial(view.print_comparison, standings, person.id, lang)
        write_report(report, page, lang, (), draw)
    match format:
        case Format.table:
            view.print_comparison(standings, person.id, lang, console())
            if report is not None:
                tell_written(report, lang)
        case Format.json:
            write_utf8(view.comparison_json(standings, person.id, lang))
        case Format.csv:
            write_utf8(view.comparison_csv(standings, lang))
        case Format.markdown:
            write_utf8(view.comparison_markdown(standings, lang))
