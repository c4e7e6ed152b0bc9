"""What the exported query of an edition is run on, and what DuckDB answers, for the tests of other engines."""

from collections import Counter
from collections.abc import Sequence
from functools import cache

import duckdb

from hukou_cli.base.errors import InvalidApplicant
from hukou_cli.facts.types import Value
from hukou_cli.policy.cases import cases_beside, load_cases
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.examples import score_case
from hukou_cli.sql.cells import literal, sql_type
from hukou_cli.sql.dialect import Dialect
from hukou_cli.sql.export import policy_sql
from tests.support.catalog import CATALOG
from tests.support.random_facts import random_rows
from tests.support.sql_rows import row_of

TODAY, SEED, RANDOM_ROWS = 20261130, 1, 60

Row = tuple[Value | None, ...]
Answers = Counter[tuple[object, ...]]


@cache
def editions() -> list[Edition]:
    """Load every edition of every city of points."""
    return [
        edition for edition in map(CATALOG.load, CATALOG.all()) if edition.is_scored and edition.file.unseen is None
    ]


def round_of(edition: Edition) -> RoundId:
    return edition.calendar.default(TODAY)


def exported(edition: Edition, dialect: Dialect) -> str:
    return policy_sql(edition, round_of(edition), dialect)


@cache
def rows_of(edition: Edition) -> Sequence[Row]:
    """Give random rows, and the facts of the cases, whatever their round; a fact that no rule takes may be NULL."""
    rows: list[Row] = [*random_rows(edition, round_of(edition), RANDOM_ROWS, SEED)]
    file = load_cases(cases_beside(edition))
    for case in file.case:
        try:
            result = score_case(case, file.base, edition)
        except InvalidApplicant:
            continue
        if not result.unknown:
            rows.append(row_of(result))
    return rows


@cache
def table_of(edition: Edition) -> str:
    """Write a script that makes the table of facts, in words that DuckDB and PostgreSQL have in common."""
    columns = ", ".join(f"{name} {sql_type(fact)}" for name, fact in edition.facts.items())
    rows = (", ".join("NULL" if fact is None else literal(fact) for fact in row) for row in rows_of(edition))
    values = ", ".join(f"({row})" for row in rows)
    return (
        f"DROP TABLE IF EXISTS applicants; CREATE TABLE applicants ({columns}); INSERT INTO applicants VALUES {values};"
    )


def answers_of_duckdb(edition: Edition, query: str | None = None) -> Answers:
    """Count the answers of DuckDB to its own query, or to another."""
    with duckdb.connect() as engine:
        engine.execute(table_of(edition))
        return Counter(engine.execute(query or exported(edition, Dialect.duckdb)).fetchall())
