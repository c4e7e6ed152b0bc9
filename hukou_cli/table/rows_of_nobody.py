"""Rows that are no applicant's: blank ones, and those that hold the sums of columns. They are passed over and told."""

from hukou_cli.sql.cells import quoted
from hukou_cli.table.columns import names_of
from hukou_cli.table.engine import Engine
from hukou_cli.table.plan import Plan

SUMS = (
    "合计", "总计", "小计", "共计", "累计", "总和", "平均", "平均值",
    "total", "totals", "grandtotal", "subtotal", "sum", "average",
)  # fmt: skip
"""The words for the sums of columns, in lower case and without blanks."""

_UNFILLED = ("empty-row", "missing-fact", "row-of-unknown-city", "row-of-unknown-round", "city-without-round")
"""The mistakes of which a row has one where nobody's facts are in it."""


def rows_of_nobody_sql(plan: Plan, source: str, problems: str) -> str:
    """Write the query of the rows with mistakes that are nobody's: ``_line``, and whether it ``is_blank``.

    A row is blank where no cell has text. It holds sums where a column that is no fact has a word for them, and no
    column of a date, a flag or a choice has text.

    Args:
        plan: How the table is scored.
        source: SQL of all rows.
        problems: SQL of a table of their mistakes.

    """
    names = names_of(plan.header).values()
    types = {column: one.edition.facts[name].type for one in plan.partitions for name, column in one.facts.items()}
    worded = [column for column, kind in types.items() if kind in ("date", "flag", "choice")]
    words = (f"regexp_replace(lower({name}), '[\\s\u3000:：]', '', 'g')" for name in names if name not in types)
    held = " OR ".join(f"{word} IN ({', '.join(map(quoted, SUMS))})" for word in words) or "FALSE"
    blank = f"trim(concat({', '.join(names)}), ' \u3000') = ''"
    unfilled = f"SELECT _line FROM {problems} WHERE split_part(_what, ' ', 2) IN ({', '.join(map(quoted, _UNFILLED))})"
    return (
        f"SELECT _line, {blank} AS is_blank FROM {source} SEMI JOIN ({unfilled}) USING (_line) WHERE _problem IS NULL "
        f"AND ({blank} OR (({held}) AND COALESCE({', '.join((*worded, 'NULL'))}) IS NULL))"
    )


def count_rows_of_nobody(engine: Engine, nobody: str) -> tuple[int, tuple[int, ...]]:
    """Count the blank rows of a table as ``rows_of_nobody_sql`` gives it, and list the lines of the sums."""
    lines = "list(_line ORDER BY _line) FILTER (NOT is_blank)"
    ((blank, sums),) = engine.rows(f"SELECT count(*) FILTER (is_blank), {lines} FROM {nobody}")
    return blank, tuple(sums or ())
