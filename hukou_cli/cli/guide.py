"""``hukou guide``: how one applies in a city, for anybody or for one applicant."""

from typing import Annotated

import typer

from hukou_cli.base.calendar import from_date
from hukou_cli.cli.arguments import CityArgument
from hukou_cli.cli.options import (
    LangOption,
    OnOption,
    PoliciesOption,
    ReportOption,
    RoundOption,
    catalog,
    day_of,
    read_applicant,
    round_of,
    today,
)


def guide(  # noqa: PLR0913, PLR0917 - one parameter an option
    city: CityArgument,
    lang: LangOption,
    applicant: Annotated[str | None, typer.Argument(show_default=False)] = None,
    round: RoundOption = None,  # noqa: A002 - the word of the field
    on: OnOption = None,
    report: ReportOption = None,
    policies: PoliciesOption = None,
) -> None:
    """Print when, where and in which steps one applies, with which papers, and what follows, every statement cited."""
    from hukou_cli.cli.report import check_report, tell_written, write_report
    from hukou_cli.render.guide import Guide, print_guide
    from hukou_cli.render.guide_markdown import guide_markdown
    from hukou_cli.render.layout import console
    from hukou_cli.scoring.score import score

    check_report(report)
    known, day, named = catalog(policies, city), day_of(on), round_of(round)
    edition = known.find_on(city, from_date(day)) if named is None else known.find(city, named)
    answer = None
    if applicant is not None:
        answer = score(read_applicant(applicant), edition, round, today=max(day, today()), on=day)
    chosen = answer.round if answer else named or edition.calendar.default(from_date(day))

    def page() -> Guide:  # it numbers the articles as it is read
        return Guide(edition, chosen, lang, answer)

    if report is not None:
        write_report(report, guide_markdown(page(), day), lang, (), lambda screen: print_guide(page(), day, screen))
    print_guide(page(), day, console())
    if report is not None:
        tell_written(report, lang)
