"""``hukou plan``: every round to come for one applicant, and when one gets in."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hukou_cli.base.calendar import from_date
from hukou_cli.cli.options import (
    STDIO,
    CityOption,
    GrowOption,
    LangOption,
    OnOption,
    PoliciesOption,
    ReportOption,
    as_typed,
    catalog,
    day_of,
    points_of,
    today,
)
from hukou_cli.cli.score import SetOption, city_of, with_facts
from hukou_cli.cli.stdout import write_utf8
from hukou_cli.text.language import Language

if TYPE_CHECKING:
    from hukou_cli.scoring.plan_result import Plan


class Format(StrEnum):
    """The output formats of a plan."""

    table = "table"
    json = "json"
    csv = "csv"
    markdown = "markdown"


def plan(  # noqa: PLR0913, PLR0917 - one parameter an option
    lang: LangOption,
    applicant: Annotated[str, typer.Argument()],
    city: CityOption = None,
    until: Annotated[int | None, typer.Option("--until")] = None,
    line: Annotated[str | None, typer.Option("--line", show_default=False)] = None,
    format: Annotated[Format, typer.Option("--format")] = Format.table,  # noqa: A002
    report: ReportOption = None,
    set_: SetOption = None,
    grow: GrowOption = None,
    chart: Annotated[bool, typer.Option("--chart/--no-chart")] = True,  # noqa: FBT002
    check: Annotated[bool, typer.Option("--check")] = False,  # noqa: FBT002
    on: OnOption = None,
    policies: PoliciesOption = None,
) -> None:
    """Score every round to come, and say when one gets in; with ``--check``, exit 1 unless one does for certain."""
    from hukou_cli.scoring.plan import plan as plan_ahead

    if report is not None:
        from hukou_cli.cli.report import check_report, tell_written

        check_report(report)
    known = catalog(policies, city)
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
    if report is not None:
        _report(found, report, lang, shows_all=until is not None, has_chart=chart)
    match format:
        case Format.table:
            from hukou_cli.render.layout import console
            from hukou_cli.render.plan import print_plan

            may_step, has_report = bool(edition.levers) and not set_, report is not None
            following = _following(applicant, city, lang, may_step=may_step, has_report=has_report)
            print_plan(found, lang, console(), shows_all=until is not None, has_chart=chart, following=following)
            if report is not None:
                tell_written(report, lang)
        case Format.json:
            from hukou_cli.render.plan_json import plan_json

            write_utf8(plan_json(found, lang))
        case Format.csv:
            from hukou_cli.render.plan_json import plan_csv

            write_utf8(plan_csv(found))
        case Format.markdown:
            from hukou_cli.render.plan_markdown import plan_markdown

            write_utf8(plan_markdown(found, lang, shows_all=until is not None))
    if check and not any(row.passes and not row.rules_ended for row in found.rows):
        raise typer.Exit(1)


def _report(found: "Plan", report: Path, language: Language, *, shows_all: bool, has_chart: bool) -> None:
    """Write a plan to the file of ``--report``."""
    from hukou_cli.cli.report import write_report
    from hukou_cli.render.plan import print_plan
    from hukou_cli.render.plan_chart import plan_chart
    from hukou_cli.render.plan_markdown import plan_markdown

    write_report(
        report,
        plan_markdown(found, language, shows_all=shows_all),
        language,
        plan_chart(found, language) if has_chart else (),
        lambda screen: print_plan(found, language, screen, shows_all=shows_all, has_chart=has_chart),
    )


def _following(applicant: str, city: str | None, language: Language, *, may_step: bool, has_report: bool) -> str:
    """Return the commands that tell more: what steps are worth, where there are any, and the plan as a page."""
    if applicant == STDIO:
        return ""
    from hukou_cli.text.screen import say

    named = [applicant, *(["--city", city] if city else [])]
    page = as_typed(["hukou", "plan", *named, "--report", "plan.html"])
    steps = say("score_what_if", language, as_typed(["hukou", "whatif", *named]))
    as_page = say("plan_as_page", language, page)
    return "\n".join([*([steps] if may_step else []), *([] if has_report else [as_page])])
