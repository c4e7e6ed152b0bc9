"""``hukou whatif``: what each step is worth, and the smallest sets of steps that are enough."""

from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hukou_cli.applicant.document import Applicant
from hukou_cli.base.calendar import from_date
from hukou_cli.base.errors import Finding, InvalidOption
from hukou_cli.base.redaction import visible
from hukou_cli.cli.options import (
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
    read_applicant,
    today,
)
from hukou_cli.cli.private_file import write_private
from hukou_cli.cli.score import city_of
from hukou_cli.cli.stdout import write_line, write_utf8
from hukou_cli.text.language import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console

    from hukou_cli.scoring.whatif_result import WhatIf


class Format(StrEnum):
    """The output formats of a what-if."""

    table = "table"
    json = "json"
    csv = "csv"
    markdown = "markdown"


def whatif(  # noqa: PLR0913, PLR0917 - one parameter an option
    lang: LangOption,
    applicant: Annotated[str, typer.Argument()],
    city: CityOption = None,
    goal: Annotated[bool, typer.Option("--goal")] = False,  # noqa: FBT002
    sure: Annotated[bool, typer.Option("--sure")] = False,  # noqa: FBT002
    steps: Annotated[str | None, typer.Option("--steps", show_default=False)] = None,
    by: Annotated[int | None, typer.Option("--by", show_default=False)] = None,
    most: Annotated[int | None, typer.Option("--most", show_default=False)] = None,
    line: Annotated[str | None, typer.Option("--line", show_default=False)] = None,
    grow: GrowOption = None,
    check: Annotated[bool, typer.Option("--check")] = False,  # noqa: FBT002
    format: Annotated[Format, typer.Option("--format")] = Format.table,  # noqa: A002
    report: ReportOption = None,
    write: Annotated[Path | None, typer.Option("--write", show_default=False)] = None,
    on: OnOption = None,
    policies: PoliciesOption = None,
) -> None:
    """Print how many points each possible step adds; with ``--goal`` the smallest sets of steps that reach the line.

    With ``--check`` exit 1 unless some set is enough.
    """
    from hukou_cli.scoring.whatif import what_if

    if check and not (goal or sure):
        raise InvalidOption([Finding(code="check-needs-goal", place="--check")])
    if report is not None:
        from hukou_cli.cli.report import check_report, tell_written

        check_report(report)
    known = catalog(policies, city)
    person = read_applicant(applicant)
    day = day_of(on)
    edition = known.find_on(city_of(city, person, known), from_date(day))
    found = what_if(
        person,
        edition,
        steps.split(",") if steps else None,
        today=max(day, today()),
        on=day,
        earlier=known.earlier(edition),
        by=by,
        line=points_of(line),
        goal="sure" if sure else "middle" if goal else None,
        most=most,
        grow=tuple(grow.split(",")) if grow else (),
    )
    is_goal = goal or sure
    typed = as_typed(["hukou", "whatif", applicant, *(["--city", city] if city else [])])
    draw = partial(_draw, found, language=lang, typed=typed, is_goal=is_goal)
    if report is not None:
        from hukou_cli.cli.report import write_report

        charts = () if is_goal else _charts(found, lang)
        write_report(report, _markdown(found, lang, is_goal=is_goal), lang, charts, draw)
    if write is not None:
        _write(found, person, write, lang)
    else:
        _show(found, format, lang, draw, is_goal=is_goal)
    if report is not None and (write is not None or format is Format.table):
        tell_written(report, lang)
    if check and not found.is_enough:
        raise typer.Exit(1)


def _show(found: "WhatIf", form: Format, lang: Language, draw: "Callable[[Console], None]", *, is_goal: bool) -> None:
    """Print the answer in a format."""
    match form:
        case Format.table:
            from hukou_cli.render.layout import console

            draw(console())
        case Format.json:
            from hukou_cli.render.whatif_json import what_if_json

            write_utf8(what_if_json(found, lang))
        case Format.csv:
            from hukou_cli.render.whatif_json import what_if_csv

            write_utf8(what_if_csv(found))
        case Format.markdown:
            write_utf8(_markdown(found, lang, is_goal=is_goal))


def _draw(found: "WhatIf", to: "Console", language: Language, typed: str, *, is_goal: bool) -> None:
    """Print what steps are worth, or the sets that are enough."""
    from hukou_cli.render.ways_in import print_goal
    from hukou_cli.render.whatif import print_what_if

    (print_goal if is_goal else print_what_if)(found, language, to, typed)


def _charts(found: "WhatIf", language: Language) -> "Iterator[str]":
    from hukou_cli.render.whatif_chart import worth_chart

    return worth_chart(found, language)


def _markdown(found: "WhatIf", language: Language, *, is_goal: bool) -> str:
    from hukou_cli.render.whatif_markdown import goal_markdown, what_if_markdown

    return (goal_markdown if is_goal else what_if_markdown)(found, language)


def _write(found: "WhatIf", person: Applicant, output: Path, language: Language) -> None:
    """Write the applicant with the steps asked for, or with the first set that is enough."""
    from hukou_cli.render.planned_file import fact_notes, planned_file
    from hukou_cli.scoring.goal import go_together
    from hukou_cli.text.screen import say

    if found.goal is not None:
        steps = next((way.steps for way in found.goal.ways if way.steps), ())
    else:
        steps = tuple(worth.step for worth in found.steps) if found.has_chosen_steps else ()
    if not steps or not go_together(steps):
        code = "steps-not-together" if steps else "write-needs-steps"
        raise InvalidOption([Finding(code=code, values={"seen": " ".join(step.id for step in steps)}, place="--write")])
    write_private(output, planned_file(person, found, steps, language))
    write_line(say("planned_written", language, visible(str(output))))
    for note in fact_notes(steps, language):
        write_line(f"  {note}")
