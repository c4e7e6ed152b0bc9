"""``hukou whatif``: what each step is worth, and the smallest sets of steps that are enough."""

import shlex
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hukou_cli.applicant.document import Applicant
from hukou_cli.base.calendar import from_date
from hukou_cli.base.errors import Finding, InvalidOption
from hukou_cli.cli.options import (
    CityOption,
    LangOption,
    OnOption,
    PoliciesOption,
    catalog,
    day_of,
    language,
    points_of,
    read_applicant,
    today,
)
from hukou_cli.cli.private_file import write_private
from hukou_cli.cli.score import city_of
from hukou_cli.cli.stdout import write_line, write_utf8
from hukou_cli.text.language import Language

if TYPE_CHECKING:
    from hukou_cli.scoring.whatif_result import WhatIf


class Format(StrEnum):
    """The output formats of a what-if."""

    table = "table"
    json = "json"
    csv = "csv"


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
    format: Annotated[Format, typer.Option("--format")] = Format.table,  # noqa: A002
    write: Annotated[Path | None, typer.Option("--write", show_default=False)] = None,
    on: OnOption = None,
    policies: PoliciesOption = None,
) -> None:
    """Print how many points each possible step adds; with ``--goal`` the smallest sets of steps that reach the line."""
    from hukou_cli.scoring.whatif import what_if

    known = catalog(policies)
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
    )
    if write is not None:
        _write(found, person, write, language(lang))
        return
    match format:
        case Format.table:
            from hukou_cli.render.layout import console
            from hukou_cli.render.ways_in import print_goal
            from hukou_cli.render.whatif import print_what_if

            typed = shlex.join(["hukou", "whatif", applicant, *(["--city", city] if city else [])])
            show = print_goal if goal or sure else print_what_if
            show(found, language(lang), console(), typed)
        case Format.json:
            from hukou_cli.render.whatif_json import what_if_json

            write_utf8(what_if_json(found, language(lang)))
        case Format.csv:
            from hukou_cli.render.whatif_json import what_if_csv

            write_utf8(what_if_csv(found))


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
    write_line(say("planned_written", language, output))
    for note in fact_notes(steps, language):
        write_line(f"  {note}")
