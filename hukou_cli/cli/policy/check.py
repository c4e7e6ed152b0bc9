"""``hukou policy check``: the form of policy files, their formulas, their sources."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hukou_cli.base.errors import HukouError
from hukou_cli.cli.options import LangOption, PoliciesOption, catalog, completed_by

if TYPE_CHECKING:  # loaded where they are needed
    from hukou_cli.policy.catalog import Catalog


def check(
    lang: LangOption,
    policy: Annotated[
        list[str] | None, typer.Argument(show_default=False, autocompletion=completed_by("cities"))
    ] = None,
    policies: PoliciesOption = None,
) -> None:
    """Check policy files: their form, their formulas, their sources, the main-proportion rule."""
    from hukou_cli.base.toml_source import names_beside, read_text
    from hukou_cli.policy.validation.lint import Lint
    from hukou_cli.policy.validation.lint import check as lint
    from hukou_cli.render.layout import console
    from hukou_cli.render.lint import print_lint
    from hukou_cli.scoring.core_share import check_proportion

    known, screen, failed = catalog(policies), console(), False
    paths = [path for name in policy for path in _files_of(name, known)] if policy else known.all()
    for path in paths:
        try:
            edition = known.load(path)
            found = lint(edition, read_text(path), names_beside(path))
            found += check_proportion(edition, known.large_cities())
        except HukouError as error:
            found = [Lint("error", finding) for finding in error.findings]
        failed |= any(result.level == "error" for result in found)
        print_lint(str(path), found, lang, screen)
    if failed:
        raise typer.Exit(1)


def _files_of(name: str, known: "Catalog") -> list[Path]:
    """Return the policy files that a name stands for: the file itself, or all editions of a city."""
    path = Path(name)
    return [path] if path.suffix == ".toml" or path.exists() else known.editions(known.city_id(name))
