"""Rows that are no applicant's: blank ones, and those that hold the sums of columns. They are passed over and told."""

from collections.abc import Callable, Collection
from typing import Any

from hukou_cli.sql.cells import quoted
from hukou_cli.table.columns import names_of
from hukou_cli.table.plan import Plan
from hukou_cli.table.source.sums import SUMS
from hukou_cli.table.tally import Tally

_UNFILLED = ("empty-row", "missing-fact", "row-of-unknown-city", "row-of-unknown-round", "city-without-round")
"""The mistakes of which a row has one where nobody's facts are in it."""


def rows_of_nobody_sql(source: str, columns: Collection[str], worded: Collection[str], empty: Collection[str]) -> str:
    """Write the query of the rows that are nobody's: ``_line``, and whether it ``is_blank``.

    A row is blank where no cell has text.

    Args:
        source: SQL of the rows that may be nobody's, with ``_line``.
        columns: SQL of every column, a text that is NULL where empty.
        worded: Those of them in which a row of sums has a word for them.
        empty: Those of them in which it has no text.

    """
    held = " OR ".join(map(sums_sql, worded)) or "FALSE"
    blank = f"trim(concat({', '.join(columns)}), ' \u3000') = ''"
    return (
        f"SELECT _line, {blank} AS is_blank FROM {source} "
        f"WHERE {blank} OR (({held}) AND COALESCE({', '.join((*empty, 'NULL'))}) IS NULL)"
    )


def sums_sql(column: str) -> str:
    """Write the condition of a text that is a word for the sums of columns, and nothing else."""
    word = f"regexp_replace(lower({column}), '[\\s\u3000:：]', '', 'g')"
    return f"{word} IN ({', '.join(map(quoted, SUMS))})"


def unfilled_sql(problems: str) -> str:
    """Write the query of the lines that have a mistake of a row that may be nobody's."""
    return f"SELECT _line FROM {problems} WHERE split_part(_what, ' ', 2) IN ({', '.join(map(quoted, _UNFILLED))})"


def unscored_rows_of_nobody_sql(plan: Plan, source: str, problems: str) -> str:
    """Write the query of the rows with mistakes that are nobody's, as ``rows_of_nobody_sql`` does.

    A row holds sums where a column that is no fact says so, and no column of a date, a flag or a choice has text.

    Args:
        plan: How the table is scored.
        source: SQL of all rows.
        problems: SQL of a table of their mistakes.

    """
    names = names_of(plan.header).values()
    types = {column: one.edition.facts[name].type for one in plan.partitions for name, column in one.facts.items()}
    empty = [column for column, kind in types.items() if kind in ("date", "flag", "choice")]
    rows = f"(SELECT * FROM {source} SEMI JOIN ({unfilled_sql(problems)}) USING (_line) WHERE _problem IS NULL)"
    return rows_of_nobody_sql(rows, names, [name for name in names if name not in types], empty)


def count_rows_of_nobody(rows: Callable[[str], list[tuple[Any, ...]]], nobody: str) -> Tally:
    """Count the rows of a table as ``rows_of_nobody_sql`` gives it; ``rows`` runs a query."""
    lines = "list(_line ORDER BY _line) FILTER (NOT is_blank)"
    ((blank, sums),) = rows(f"SELECT count(*) FILTER (is_blank), {lines} FROM {nobody}")
    return Tally(blank=blank, sums=tuple(sums or ()))
