"""SQL of what a change of rules does to people: two tables of scores of the same rows, joined by their line.

``before`` and ``after`` have a row for each person that the edition scores: ``hukou_row`` (the line), ``hukou_id``,
``hukou_by``, ``eligible``, ``total`` and the lines in whole units of ``10**-places``, as all sums are of whole numbers.
``passes_before`` and ``passes_after`` say who passes, ``rejected_before`` and ``rejected_after`` who is not scored.
"""

from collections.abc import Collection, Iterable, Sequence

from hukou_cli.scoring.population import SIDES, Side
from hukou_cli.sql.output import decimal_sql, formula_safe_sql, written_name

BY, PERSON, ROW_OF = "hukou_by", "hukou_id", "hukou_row"
"""The columns that have what people are grouped by, what identifies them, and their line."""

MEANT = "hukou_meant"
"""The table of the texts by which people are grouped: as ``written``, and the option or flag that is ``meant``."""

ANSWER = (
    "row", "total_before", "total_after", "change", "eligible_before", "eligible_after",
    "passes_before", "passes_after", "rejected_before", "rejected_after",
)  # fmt: skip
"""The columns of the table that is written, beside those of the user's own."""


def side_sql(read: str, units: Iterable[str], whole: int, others: Iterable[str]) -> str:
    """Write the query of ``before`` or ``after``.

    Args:
        read: SQL of the scores as they were laid aside.
        units: The columns of points.
        whole: How many units a point has.
        others: SQL of further columns.

    """
    points = (f"CAST({written_name(name)} * {whole} AS BIGINT) AS {written_name(name)}" for name in units)
    return f"SELECT {', '.join((*others, *points))} FROM {read}"


def rejected_sql(read: str) -> str:
    """Write the query of the rows that an edition does not score, each with its mistakes and the codes of them."""
    codes = "string_agg(DISTINCT code, ' ' ORDER BY code) AS codes"
    mistakes = "list(DISTINCT {'column': COALESCE(\"column\", ''), 'code': code}) AS mistakes"
    return f"SELECT CAST(line AS BIGINT) AS {ROW_OF}, {codes}, {mistakes} FROM {read} WHERE line <> '' GROUP BY line"


def people_sql() -> str:
    """Write the query of everybody: a row for each line that either edition scores or rejects."""
    joined = f"before b FULL JOIN after a USING ({ROW_OF})"
    for side in SIDES:
        joined += f" LEFT JOIN passes_{side} USING ({ROW_OF}) FULL JOIN rejected_{side} USING ({ROW_OF})"
    return (
        f"SELECT {ROW_OF}, COALESCE(b.{PERSON}, a.{PERSON}) AS {PERSON}, COALESCE(b.{BY}, a.{BY}) AS {BY}, "
        "b.total AS before, a.total AS after, a.total - b.total AS change, "
        "b.eligible AS eligible_before, a.eligible AS eligible_after, "
        "passes_before.passes AS passes_before, passes_after.passes AS passes_after, "
        f"rejected_before.codes AS rejected_before, rejected_after.codes AS rejected_after FROM {joined}"
    )


def counts_sql() -> str:
    """Write the query that counts, in one row, whom both editions score, one alone, and neither."""
    tests = [
        f"before IS {'NOT ' * old}NULL AND after IS {'NOT ' * new}NULL"
        for old, new in ((True, True), (True, False), (False, True), (False, False))
    ]
    return f"SELECT {', '.join(f'count(*) FILTER ({test})' for test in tests)} FROM people"


def turned_sql(what: str) -> str:
    """Write the query that counts who passes, or is eligible: both times, newly, no longer, never; then by one alone.

    The first four are of people whom both editions score; the last two of those whom the other one rejects.
    """
    both = "change IS NOT NULL"
    old, new = (f"COALESCE({what}_{side}, FALSE)" for side in SIDES)
    tests = [
        *(f"{both} AND {x} AND {y}" for x, y in ((old, new), (f"NOT {old}", new), (old, f"NOT {new}"))),
        f"{both} AND NOT {old} AND NOT {new}",
        f"after IS NULL AND {old}",
        f"before IS NULL AND {new}",
    ]
    return f"SELECT {', '.join(f'count(*) FILTER ({test})' for test in tests)} FROM people"


def frequencies_sql(column: str) -> str:
    """Write the query that counts, for each value of a column, the people whom both editions score; lowest first."""
    return f"SELECT {column}, count(*) FROM people WHERE change IS NOT NULL GROUP BY 1 ORDER BY 1"


def lines_sql(lines: Sequence[str], known: Collection[tuple[Side, str]]) -> str:
    """Write the query that gives, in one row, for each line who gains, who loses, and the sum of the change.

    A line that an edition does not have gives no points there.
    """
    figures = []
    for name in lines:
        old, new = (
            f"{alias}.{written_name(name)}" if (side, name) in known else "0"
            for side, alias in zip(SIDES, "ba", strict=True)
        )
        change = f"({new} - {old})"
        figures += [f"count(*) FILTER ({change} > 0)", f"count(*) FILTER ({change} < 0)", f"sum({change})"]
    return f"SELECT {', '.join(figures)} FROM before b JOIN after a USING ({ROW_OF})"


def groups_sql(most: int) -> str:
    """Write the query of the groups, largest first: people, gains, losses, sum, median, newly and no longer passing.

    Behind these stands how many groups there are; ``most`` of them are given. The median is the lowest change that half
    of the people, at least, do not exceed. The table ``hukou_meant`` has the option that a text stands for.
    """
    meant = f"COALESCE(m.meant, p.{BY}) AS {BY}"
    named = f"SELECT p.* REPLACE ({meant}) FROM people p LEFT JOIN {MEANT} m ON m.written = p.{BY}"
    own = f"({named} WHERE change IS NOT NULL) AS people"
    counted = f"SELECT {BY}, change, count(*) AS n FROM {own} GROUP BY ALL"
    running = (
        f"SELECT {BY}, change, sum(n) OVER (PARTITION BY {BY} ORDER BY change) AS upto, "
        f"sum(n) OVER (PARTITION BY {BY}) AS n FROM ({counted})"
    )
    medians = f"SELECT {BY}, min(change) FILTER (2 * upto >= n) AS median FROM ({running}) GROUP BY {BY}"
    old, new = (f"COALESCE(passes_{side}, FALSE)" for side in SIDES)
    figures = (
        "count(*) AS people, count(*) FILTER (change > 0) AS gain, count(*) FILTER (change < 0) AS lose, "
        f"sum(change) AS change, count(*) FILTER (NOT {old} AND {new}) AS newly, "
        f"count(*) FILTER ({old} AND NOT {new}) AS no_longer"
    )
    grouped = f"SELECT {BY}, {figures} FROM {own} GROUP BY {BY}"
    return (
        f"SELECT g.{BY}, people, gain, lose, change, median, newly, no_longer, count(*) OVER () FROM ({grouped}) AS g "
        f"JOIN ({medians}) AS m ON g.{BY} IS NOT DISTINCT FROM m.{BY} ORDER BY people DESC, g.{BY} LIMIT {most}"
    )


def reasons_sql(side: Side, most: int) -> str:
    """Write the query of why an edition rejects rows: the column, the code and the rows of a mistake, most first."""
    each = f"SELECT unnest(mistakes) AS m FROM rejected_{side}"
    return f"SELECT m['column'], m['code'], count(*) FROM ({each}) GROUP BY ALL ORDER BY 3 DESC, 1, 2 LIMIT {most}"


def texts_sql(most: int) -> str:
    """Write the query of the texts by which people are grouped, at most so many."""
    return f"SELECT DISTINCT {BY} FROM people WHERE change IS NOT NULL AND {BY} IS NOT NULL LIMIT {most}"


def answer_sql(places: int, identified: str | None, by: str | None, mark: str, *, safe: bool) -> str:
    """Write the query of the table that is written: a row a person, in the order of the input.

    Args:
        places: The decimals of points.
        identified: The heading of what identifies people; None where nothing does.
        by: The heading of what they are grouped by; None where nothing is.
        mark: The text that the first heading begins with.
        safe: Whether text that a spreadsheet would run is made harmless.

    """
    write = formula_safe_sql if safe else str
    texts = [(PERSON, identified), (BY, by)]
    points = [("before", "total_before"), ("after", "total_after"), ("change", "change")]
    flags = [f"{what}_{side}" for what in ("eligible", "passes") for side in SIDES]
    columns = [
        f"{ROW_OF} AS {written_name(mark + 'row')}",
        *(f"{write(column)} AS {written_name(name)}" for column, name in texts if name is not None),
        *(f"{decimal_sql(column, places)} AS {name}" for column, name in points),
        *flags,
        *(f"rejected_{side}" for side in SIDES),
    ]
    return f"SELECT {', '.join(columns)} FROM people ORDER BY {ROW_OF}"
