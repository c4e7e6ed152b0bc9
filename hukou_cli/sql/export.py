"""The query of an edition, written out for people and for other engines.

DuckDB's is the query itself; the others are translated from it by sqlglot, an extra. Every engine calculates with whole
numbers: what is not below 0 is divided by the engine's own division of integers, never by way of a float.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from hukou_cli.base.errors import Finding, InvalidOption
from hukou_cli.facts.types import Fact
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.sql.cells import sql_type
from hukou_cli.sql.dialect import Dialect
from hukou_cli.sql.edition import score_sql

if TYPE_CHECKING:
    from sqlglot import exp


_DIVIDE_INTEGERS = (Dialect.postgres, Dialect.trino)
"""Engines whose ``/`` of integers is an integer; sqlglot would take numerics or doubles for DuckDB's ``//``."""

LONGEST_NAME = 63
"""The letters of a name that PostgreSQL keeps."""

_JOINED = ("concat_ws(' '", ")")
_JOINED_IN = {Dialect.bigquery: ("COALESCE(ARRAY_TO_STRING([", "], ' '), '')")}
"""What stands around names to be joined by blanks, NULL left out; in BigQuery, those of an array, or nothing."""


def policy_sql(edition: Edition, round_: RoundId, dialect: Dialect = Dialect.duckdb, table: str = "applicants") -> str:
    """Write the query of an edition for people and other engines, under a comment on the columns the table must have.

    Args:
        edition: Whose rules apply.
        round_: Sets the dates of the rules.
        dialect: The engine that is to run it.
        table: The name of the table.

    Raises:
        NotFound: The edition cannot be scored: its table of points is not published.
        InvalidOption: sqlglot is not installed, which another dialect needs.

    """
    edition.require_scorable()
    heading = edition.file.policy
    text = [
        " ".join(filter(None, (heading.title.zh, heading.number))),
        f"{edition.id}, round {round_}, checked {heading.checked_on}. An estimate is not an official decision.",
        f"SQL of {dialect}. Points are whole numbers, in units of 1/{10**heading.decimals}.",
        f"The table {table} holds no NULL, and a column for each fact:",
        *(f"  {name}: {_kind(fact, dialect)}" for name, fact in edition.facts.items()),
    ]
    query = score_sql(edition, round_, table)
    if dialect is not Dialect.duckdb:
        query = translated(query, dialect)
    return "".join(f"-- {line}\n" for line in text) + query


def translated(query: str, dialect: Dialect) -> str:
    """Translate a query of ``score_sql``: its comments stay, and each column stands on a line of its own.

    Raises:
        InvalidOption: sqlglot is not installed, or a name is longer than the engine keeps.

    """
    _require_sqlglot(dialect)
    from sqlglot import exp, parse_one

    tree = parse_one(query, read="duckdb")
    assert isinstance(tree, exp.Select)
    if dialect is Dialect.postgres:
        _refuse_long_names({name.name for name in tree.find_all(exp.Identifier)})
    for division in [*tree.find_all(exp.IntDiv)] if dialect in _DIVIDE_INTEGERS else ():
        parts = {"this": division.this, "expression": division.expression}
        division.replace(exp.Div(**parts, typed=True, safe=False))
    steps = ",\n".join(
        f"{_written(step.args['alias'], dialect)} AS (\n{_select(step.this, dialect, '  ')}\n)" for step in tree.ctes
    )
    return f"WITH {steps}\n{_select(tree, dialect)}\n"


def _refuse_long_names(names: Iterable[str]) -> None:
    """Raise InvalidOption where PostgreSQL would cut names, so that two of them could become one."""
    long = sorted(name for name in names if len(name) > LONGEST_NAME)
    if long:
        values = {"seen": " ".join(long), "allowed": str(LONGEST_NAME)}
        raise InvalidOption([Finding("name-too-long", values, place="--dialect")])


def _select(query: "exp.Select", dialect: Dialect, margin: str = "") -> str:
    from sqlglot import exp

    line = f"\n{margin}  , "
    columns = line.join(_column(column, dialect, f"\n{margin}      , ") for column in query.selects)
    source = query.find(exp.From)
    assert source is not None
    return f"{margin}SELECT\n{margin}    {columns}\n{margin}{_written(source, dialect)}"


def _column(column: "exp.Expr", dialect: Dialect, between: str) -> str:
    """Write a column; names that are joined stand on a line each."""
    from sqlglot import exp

    joined = column.find(exp.ConcatWs)
    if joined is None:
        return _written(column, dialect)
    opening, closing = _JOINED_IN.get(dialect, _JOINED)
    names = [_written(name, dialect) for name in joined.expressions[1:]]
    listed = between.join(["", *names] if dialect not in _JOINED_IN else names)
    joined.replace(exp.Var(this=opening))  # written as it stands
    return _written(column, dialect).replace(opening, f"{opening}{listed}{closing}")


def _written(part: "exp.Expr", dialect: Dialect) -> str:
    from sqlglot import ErrorLevel

    return part.sql(dialect=dialect.value, unsupported_level=ErrorLevel.RAISE)


def _kind(fact: Fact, dialect: Dialect) -> str:
    """Write the type of a fact's column, and what its values are."""
    name = sql_type(fact)
    if dialect is not Dialect.duckdb:
        _require_sqlglot(dialect)
        from sqlglot import exp

        name = _written(exp.DataType.build(name, dialect="duckdb"), dialect)
    match fact.type:
        case "flag":
            return name
        case "choice":
            return f"{name}, one of {' '.join(fact.choices)}"
        case "date":
            return f"{name}, as 19860312"
        case _:
            return name if fact.den == 1 else f"{name}, in units of 1/{fact.den}"


_OLDEST_SQLGLOT = 30
"""Before, Spark's division of integers was one of floats."""


def _require_sqlglot(dialect: Dialect) -> None:
    needed = Finding(code="no-sqlglot", place="--dialect", values={"seen": dialect, "allowed": str(_OLDEST_SQLGLOT)})
    try:
        import sqlglot
    except ImportError:
        raise InvalidOption([needed]) from None
    if int(sqlglot.__version__.partition(".")[0]) < _OLDEST_SQLGLOT:  # type: ignore[attr-defined]
        raise InvalidOption([needed])
