"""``hukou policy show``: the rules of a city as a person would read them."""

from enum import StrEnum
from typing import Annotated

import typer

from hukou_cli.cli.arguments import CityArgument
from hukou_cli.cli.options import LangOption, PoliciesOption, RoundOption, catalog, round_of, today
from hukou_cli.cli.stdout import write_utf8


class ShowFormat(StrEnum):
    """The forms of one edition."""

    table = "table"
    json = "json"


def show(
    city: CityArgument,
    lang: LangOption,
    round: RoundOption = None,  # noqa: A002 - the word of the field
    format: Annotated[ShowFormat, typer.Option("--format")] = ShowFormat.table,  # noqa: A002
    policies: PoliciesOption = None,
) -> None:
    """Show the rules of a city as a person would read them, with their sources."""
    known, named = catalog(policies, city), round_of(round)
    edition = known.find(city, named) if named is not None else known.named(city)
    if format is ShowFormat.json:
        from hukou_cli.render.policy_json import policy_json

        write_utf8(policy_json(edition, lang, today()))
        return
    from hukou_cli.render.layout import console
    from hukou_cli.render.policy import print_policy

    print_policy(edition, lang, console())
