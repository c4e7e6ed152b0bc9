"""``hukou plan``: every round to come for one applicant, and when one gets in."""

from enum import StrEnum
from typing import Annotated

import typer

from hukou_cli.base.calendar import from_date
from hukou_cli.cli import completion
from hukou_cli.cli.options import (
    CityOption,
    LangOption,
    OnOption,
    PoliciesOption,
    catalog,
    day_of,
    language,
    points_of,
    today,
)
from hukou_cli.cli.score import SetOption, city_of, with_facts
from hukou_cli.cli.stdout import write_utf8


class Format(StrEnum):
    """The output formats of a plan."""

    table = "table"
    json = "json"
    csv = "csv"


GrowOption = Annotated[str | None, typer.Option("--grow", show_default=False, autocompletion=completion.growing_facts)]


def plan(  # noqa: PLR0913, PLR0917 - one parameter an option
    lang: LangOption,
    applicant: Annotated[str, typer.Argument()],
    city: CityOption = None,
    until: Annotated[int | None, typer.Option("--until")] = None,
    line: Annotated[str | None, typer.Option("--line", show_default=False)] = None,
    format: Annotated[Format, typer.Option("--format")] = Format.table,  # noqa: A002
    set_: SetOption = None,
    grow: GrowOption = None,
    chart: Annotated[bool, typer.Option("--chart/--no-chart")] = True,  # noqa: FBT002
    check: Annotated[bool, typer.Option("--check")] = False,  # noqa: FBT002
    on: OnOption = None,
    policies: PoliciesOption = None,
) -> None:
    """Score every round to come, and say when one gets in; with ``--check``, exit 1 unless one does for certain."""
    from hukou_cli.scoring.plan import plan as plan_ahead

    known = catalog(policies)
    person = with_facts(applicant, set_ or [])
    day = day_of(on)
    edition = known.find_on(city_of(city, person, known), from_date(day))
    found = plan_ahead(
        person,
        edition,
        until,
        today=max(day, today()),
        on=day,
        earlier=known.earlier(edition),
        line=points_of(line),
        grow=tuple(grow.split(",")) if grow else (),
    )
    match format:
        case Format.table:
            from hukou_cli.render.layout import console
            from hukou_cli.render.plan import print_plan

            print_plan(found, language(lang), console(), shows_all=until is not None, has_chart=chart)
        case Format.json:
            from hukou_cli.render.plan_json import plan_json

            write_utf8(plan_json(found, language(lang)))
        case Format.csv:
            from hukou_cli.render.plan_json import plan_csv

            write_utf8(plan_csv(found))
    if check and not any(row.passes and not row.rules_ended for row in found.rows):
        raise typer.Exit(1)
