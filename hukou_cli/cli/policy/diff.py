"""``hukou policy diff``: what two editions have differently."""

from typing import Annotated

import typer

from hukou_cli.cli.options import LangOption, PoliciesOption, catalog, completed_by


def diff(
    before: Annotated[str, typer.Argument(autocompletion=completed_by("editions"))],
    after: Annotated[str, typer.Argument(autocompletion=completed_by("editions"))],
    lang: LangOption,
    all_: Annotated[bool, typer.Option("--all")] = False,  # noqa: FBT002
    policies: PoliciesOption = None,
) -> None:
    """Compare two editions: what changed, and who gains and loses on their worked examples."""
    from hukou_cli.policy.cases import cases_beside, load_cases
    from hukou_cli.render.edition_diff import print_diff
    from hukou_cli.render.layout import console
    from hukou_cli.scoring.edition_diff import diff as compare_editions

    known = catalog(policies)
    old, new = known.named(before), known.named(after)
    examples = [
        (edition, load_cases(cases_beside(edition)))
        for edition in dict.fromkeys([old, new])
        if cases_beside(edition).is_file()
    ]
    print_diff(compare_editions(old, new, examples), lang, console(), all_examples=all_)
