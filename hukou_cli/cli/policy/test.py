"""``hukou policy test``: the worked examples beside the policies."""

from typing import TYPE_CHECKING, Annotated

import typer

from hukou_cli.base.errors import Finding, InvalidApplicant, NotFound, nearest
from hukou_cli.base.redaction import harmless
from hukou_cli.cli.arguments import AnyCityArgument
from hukou_cli.cli.options import LangOption, PoliciesOption, catalog, completed_by
from hukou_cli.cli.stdout import write_line

if TYPE_CHECKING:  # loaded where they are needed
    from hukou_cli.policy.cases import Case, CaseFile
    from hukou_cli.policy.edition import Edition


def run_cases(
    lang: LangOption,
    city: AnyCityArgument = None,
    show: Annotated[str | None, typer.Option("--show", autocompletion=completed_by("cases"))] = None,
    policies: PoliciesOption = None,
) -> None:
    """Run the worked examples beside the policies. Exits 1 when one fails."""
    from hukou_cli.policy.cases import cases_beside, lines_of_cases, load_cases
    from hukou_cli.scoring.examples import run_case
    from hukou_cli.text.screen import say

    known = catalog(policies)
    passed = failed = 0
    ids: list[str] = []
    for path in known.editions(known.city_id(city)) if city else known.all():
        edition = known.load(path)
        beside = cases_beside(edition)
        if not beside.is_file():
            continue
        file = load_cases(beside)
        ids += [case.id for case in file.case]
        for case in file.case:
            if show not in (None, case.id):
                continue
            if show:
                _show_case(case, file, edition, lang)
            differences = run_case(case, file.base, edition)
            passed, failed = passed + (not differences), failed + bool(differences)
            lines = lines_of_cases(beside, file) if differences else {}
            for difference in differences:
                figure = f"{case.id}.expect.{difference.values.get('seen')}"
                line = lines.get(figure) or lines.get(difference.place) or lines[case.id]
                told = difference.at(file=str(beside), line=line)
                write_line(told.text(lang))
    if show and show not in ids:
        values = {"seen": harmless(show), "nearest": nearest(show, ids) or "", "allowed": " ".join(dict.fromkeys(ids))}
        raise NotFound([Finding(code="unknown-case", values=values)])
    write_line(say("cases_passed", lang, passed, failed))
    if failed:
        raise typer.Exit(1)


def _show_case(case: "Case", file: "CaseFile", edition: "Edition", lang: LangOption) -> None:
    """Print every step of a case, as `hukou score --explain` does; of one that is refused, why."""
    from hukou_cli.render.layout import console
    from hukou_cli.render.score_text import print_score
    from hukou_cli.scoring.examples import score_case
    from hukou_cli.scoring.score import count_traces

    write_line(f"{edition.id} · {case.id}\n{case.why}\n")
    try:
        score = score_case(case, file.base, edition)
    except InvalidApplicant as error:
        for finding in error.findings:
            write_line(finding.text(lang))
        return
    print_score(score, lang, console(), traces=count_traces(score))
