"""The cells of a table's rows as SQL: the text of each, and the value that it stands for.

A cell is read here only where it is written canonically: plain digits, a plain decimal, an ISO date, an option's id,
``true`` or ``false``. Every other text goes to ``facts.reading.read_fact``, once per distinct text; what it stands for
comes back as *spellings*, a table of ``part`` (the number of the partition), ``fact``, ``text`` and ``value``.

The steps give for each fact ``_t_FACT``, the text (NULL where empty), and ``_v_FACT``, the value that it stands for,
NULL where it stands for none. ``sql.fact_values`` goes on from there.
"""

from collections.abc import Collection
from typing import NamedTuple

from hukou_cli.base.calendar import EARLIEST, date_text
from hukou_cli.base.redaction import looks_like_identity_number
from hukou_cli.facts.types import UNKNOWN, Fact, Value, latest_day
from hukou_cli.sql.formula import identifier
from hukou_cli.sql.partition import Partition

MOST_WHOLE_DIGITS = 15

ID = "_id"
"""Stands for the text that identifies a row, among the names of facts."""

WRONG_RECORDS = "records"
"""In place of the problem of a row that is broken as a whole: its dated records are wrong, and its cells are read."""

IS_READ = f"(_problem IS NULL OR _problem = '{WRONG_RECORDS}')"
"""SQL condition of a row that is not broken as a whole, so that its cells can be read."""

_PLAIN_DIGITS = 4
"""Digits of nearly every count, and fewer than those of any number that is shorter in base 16."""


class Spellings(NamedTuple):
    """The values of the texts of a partition that are not canonical: SQL of their table, and the facts it has."""

    table: str = ""
    part: int = 0
    facts: frozenset[str] = frozenset()


NO_SPELLINGS = Spellings()


def read_steps(partition: Partition, source: str, carried: Collection[str] = ()) -> list[tuple[str, str]]:
    """Write the steps that read every cell: its text, and the value where that is written canonically.

    Args:
        partition: The rows and their columns.
        source: SQL of a table with ``_line``, ``_problem`` and the source columns as text, NULL where empty.
        carried: The columns of the source that every step hands on.

    Returns:
        The name and the query of each step. The last has ``_problem``, ``carried`` and ``read_columns``.

    """
    columns, facts = partition.facts, partition.edition.facts
    own = ["_problem", *carried]
    cast = [*own, f"{partition.id or 'CAST(NULL AS VARCHAR)'} AS {ID}"]
    cast += [f"{column} AS {text_of(name)}" for name, column in columns.items()]
    cast += [f"{taken} AS {_taken(name)}" for name in columns if (taken := _cast(facts[name], columns[name]))]
    read = [*own, ID, *map(text_of, columns), f"CASE WHEN {_PLAIN_ID} THEN {ID} END AS {value_of(ID)}"]
    read += [f"{_canonical(partition, name)} AS {value_of(name)}" for name in columns]
    return [
        ("cast", f"SELECT {', '.join(cast)} FROM {source}"),
        ("read", f'SELECT {", ".join(read)} FROM "cast"'),
    ]


def unread_sql(name: str) -> str:
    """Write the condition of a row whose text of a fact, or whose id, stands for no value."""
    known = "" if name == ID else f" AND {text_of(name)} <> '{UNKNOWN}'"
    return f"({value_of(name)} IS NULL{known} AND {text_of(name)} IS NOT NULL)"


def text_of(name: str) -> str:
    """Return the column of a fact's text."""
    return ID if name == ID else identifier(f"_t_{name}")


def value_of(name: str) -> str:
    """Return the column of the value that a fact's text stands for."""
    return identifier(f"_v_{name}")


def literal(value: Value) -> str:
    """Write a value as SQL."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return str(value)
        case str():
            return quoted(value)


def quoted(text: str) -> str:
    """Write text as SQL."""
    return "'" + text.replace("'", "''") + "'"


def listed(texts: Collection[str]) -> str:
    """Write texts as a list of SQL."""
    return ", ".join(map(quoted, texts)) or "NULL"


def _taken(name: str) -> str:
    return identifier(f"_k_{name}")


_LETTERS, _SEVENTEEN_DIGITS, _LONGEST_ID = "[ -~\u4e00-\u9fff]*", "[0-9]([ -/:-@[-`{-~]*[0-9]){16}", 60
_PLAIN_ID = (
    f"((strlen({ID}) < 17 AND CAST(encode({ID}) AS VARCHAR) = {ID}) OR (length({ID}) <= {_LONGEST_ID} "
    f"AND regexp_full_match({ID}, '{_LETTERS}') AND NOT regexp_matches({ID}, '{_SEVENTEEN_DIGITS}')))"
)
"""SQL condition of an id that the reader need not check: visible ASCII and Chinese signs that hold no identity number.

What else than such a sign stands between digits is then ASCII, and named so: the engine compiles the patterns in each
plan, and the class of all letters takes a millisecond, that of all other characters, sixteen times, half of the plan.
As bytes, what is not visible ASCII is written in another way, which is the quicker test.
"""


def _cast(fact: Fact, column: str) -> str:
    """Write the engine's cast of a text. It reads ``12.6`` as 13, ``1e3`` as 1000; ``_canonical`` excludes those."""
    match fact.type:
        case "date":
            return f"TRY_CAST({column} AS DATE)"
        case "months" | "count":
            return f"TRY_CAST({column} AS BIGINT)"
        case "yuan" | "number" if fact.decimals:  # a decimal writes all its places: without its point, the numerator
            decimal = f"TRY_CAST({column} AS DECIMAL({MOST_WHOLE_DIGITS + fact.decimals}, {fact.decimals}))"
            return f"TRY_CAST(replace(CAST({decimal} AS VARCHAR), '.', '') AS BIGINT)"
        case "yuan" | "number":
            return f"TRY_CAST({column} AS BIGINT)"
        case "flag" | "choice":
            return ""


def _canonical(partition: Partition, name: str) -> str:
    """Write the value of a text that is written canonically; NULL for all others."""
    fact, text, taken = partition.edition.facts[name], text_of(name), _taken(name)
    most = partition.edition.calendar.window(partition.round).limits[name][1]
    match fact.type:
        case "flag":
            return f"CASE {text} WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END"
        case "choice":
            return f"CASE WHEN {text} IN ({listed(options_of(fact))}) THEN {text} END"
        case "date":
            first, last = (f"DATE '{date_text(day)}'" for day in (EARLIEST, latest_day(fact, most, partition.today)))
            day = f"year({taken}) * 10000 + month({taken}) * 100 + day({taken})"
            test = f"CAST({taken} AS VARCHAR) = {text} AND {taken} BETWEEN {first} AND {last}"
            return f"CASE WHEN {test} THEN {day} END"
        case "months" | "count" | "yuan" | "number":
            return f"CASE WHEN {_plain(fact, text, taken, most)} AND {taken} <= {most} THEN {taken} END"


def _plain(fact: Fact, text: str, taken: str, most: int) -> str:
    """Write the condition of a text that is a number in plain digits, without a sign, and one that the fact may have.

    A whole number's own digits are as many as the text is long: whatever else the engine takes is longer (``12.6``,
    ``+9``, ``0xff``) or has an exponent (``1e2``), and then the number ends in ``00``. That is quicker than a pattern,
    which the few others are left to.
    """
    fraction = rf"(\.[0-9]{{1,{fact.decimals}}})?" if fact.decimals else ""
    test = f"regexp_full_match({text}, '[0-9]{{1,{MOST_WHOLE_DIGITS}}}{fraction}')"
    if not fact.decimals:
        digits = range(len("100"), min(len(str(most)), _PLAIN_DIGITS) + 1)
        longer = "".join(f" WHEN {taken} < {10**n} AND {taken} % 100 <> 0 THEN {n}" for n in digits)
        test = f"(strlen({text}) = CASE WHEN {taken} < 10 THEN 1 WHEN {taken} < 100 THEN 2{longer} END OR {test})"
    if fact.allowed:
        numerators = [int(number * fact.den) for number in fact.allowed if number * fact.den % 1 == 0]
        test += f" AND {taken} IN ({', '.join(map(str, numerators)) or 'NULL'})"
    return test


def options_of(fact: Fact) -> list[str]:
    """Return the options that a cell may hold; ``unknown`` marks a missing fact, whatever the options are."""
    return [option for option in fact.choices if option != UNKNOWN and not looks_like_identity_number(option)]


def sql_type(fact: Fact) -> str:
    """Return the type of a fact's column."""
    return {"flag": "BOOLEAN", "choice": "VARCHAR"}.get(fact.type, "BIGINT")
