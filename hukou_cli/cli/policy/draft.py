"""``hukou policy draft``: a copy of an edition to change, as the draft of a reform."""

from pathlib import Path
from typing import Annotated

import typer

from hukou_cli.base.errors import Finding, InvalidOption
from hukou_cli.cli.options import LangOption, PoliciesOption, catalog, completed_by
from hukou_cli.cli.stdout import write_line


def draft(
    edition: Annotated[str, typer.Argument(metavar="CITY", autocompletion=completed_by("editions"))],
    lang: LangOption,
    output: Annotated[Path, typer.Option("-o", "--output")] = Path("draft.toml"),
    policies: PoliciesOption = None,
) -> None:
    """Copy the rules of a city into a file to change, as the draft of a reform."""
    from hukou_cli.base.redaction import visible
    from hukou_cli.base.toml_source import read_text
    from hukou_cli.cli.private_file import write_private
    from hukou_cli.policy.edition import is_edition_file
    from hukou_cli.text.screen import say

    if output.suffix != ".toml" or is_edition_file(str(output)):
        raise InvalidOption([Finding("draft-is-toml", file=str(output))])
    found = catalog(policies).named(edition)
    schema, rest = read_text(Path(found.path)).split("\n", 1)  # the schema stands beside the folders of cities
    write_private(output, rest if schema.startswith("#:schema") else f"{schema}\n{rest}")
    write_line(say("draft_written", lang, visible(str(output)), visible(edition), found.id))
