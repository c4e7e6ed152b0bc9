"""``hukou policy sql``: the query that scores a table of facts."""

from hukou_cli.cli.options import CityArgument, PoliciesOption, RoundOption, catalog, round_of, today
from hukou_cli.cli.stdout import write_utf8


def sql(
    city: CityArgument,
    round: RoundOption = None,  # noqa: A002
    policies: PoliciesOption = None,
) -> None:
    """Print the query that scores a table of facts, each line with the article behind it; integer arithmetic only."""
    from hukou_cli.base.calendar import from_date
    from hukou_cli.sql.edition import policy_sql

    named = round_of(round)
    edition = catalog(policies).find(city, named)
    write_utf8(policy_sql(edition, named or edition.calendar.default(from_date(today()))))
