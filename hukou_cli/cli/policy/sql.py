"""``hukou policy sql``: the query that scores a table of facts."""

from typing import Annotated

import typer

from hukou_cli.cli.arguments import CityArgument
from hukou_cli.cli.options import LangOption, PoliciesOption, RoundOption, catalog, round_of, today
from hukou_cli.cli.stdout import write_utf8
from hukou_cli.sql.dialect import Dialect


def sql(
    city: CityArgument,
    lang: LangOption,
    round: RoundOption = None,  # noqa: A002
    dialect: Annotated[Dialect, typer.Option("--dialect")] = Dialect.duckdb,
    policies: PoliciesOption = None,
) -> None:
    """Print the query that scores a table of facts, each line with the article behind it; integer arithmetic only."""
    del lang  # for help and errors; ``chosen_language`` reads it
    from hukou_cli.base.calendar import from_date
    from hukou_cli.sql.export import policy_sql

    named = round_of(round)
    edition = catalog(policies, city).find(city, named)
    write_utf8(policy_sql(edition, named or edition.calendar.default(from_date(today())), dialect))
