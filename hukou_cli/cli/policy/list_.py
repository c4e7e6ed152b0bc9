"""``hukou policy list``: every edition, and what has ended or soon will."""

from enum import StrEnum
from typing import Annotated

import typer

from hukou_cli.cli.options import LangOption, PoliciesOption, catalog, today
from hukou_cli.cli.stdout import write_utf8


class ListFormat(StrEnum):
    """The forms of the list."""

    table = "table"
    markdown = "markdown"
    json = "json"


def list_(
    lang: LangOption,
    latest: Annotated[bool, typer.Option("--latest")] = False,  # noqa: FBT002
    format: Annotated[ListFormat, typer.Option("--format")] = ListFormat.table,  # noqa: A002
    policies: PoliciesOption = None,
) -> None:
    """List every edition: city, date, document, regime, rounds, last check, and what has ended or soon will."""
    from hukou_cli.render.layout import console
    from hukou_cli.render.policy_list import markdown_endings, markdown_list, print_list

    known = catalog(policies)
    paths = [known.editions(city)[0] for city in known.cities()] if latest else known.all()
    editions = [known.load(path) for path in paths]
    match format:
        case ListFormat.markdown:
            text = markdown_list(editions, lang) + markdown_endings(editions, lang, today())
            write_utf8(text)
        case ListFormat.json:
            from hukou_cli.render.policy_json import policies_json

            write_utf8(policies_json(editions, lang, today()))
        case ListFormat.table:
            print_list(editions, lang, console(), today())
