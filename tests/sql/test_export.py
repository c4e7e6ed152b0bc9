"""The query of an edition in the SQL of other engines: the same hundredths in each, for every city of points."""

import csv
import os
import re
import sys
from collections import Counter

import pytest
import sqlglot
from sqlglot import exp

from hukou_cli.base.errors import InvalidOption
from hukou_cli.policy.edition import Edition
from hukou_cli.sql.dialect import Dialect
from hukou_cli.sql.export import translated
from tests.support import postgres
from tests.support.catalog import CATALOG
from tests.support.exported import answers_of_duckdb, editions, exported, table_of

OTHERS = [dialect for dialect in Dialect if dialect is not Dialect.duckdb]
TYPES = {
    Dialect.spark: "BIGINT STRING BOOLEAN",
    Dialect.postgres: "BIGINT TEXT BOOLEAN",
    Dialect.trino: "BIGINT VARCHAR BOOLEAN",
    Dialect.bigquery: "INT64 STRING BOOL",
}


@pytest.fixture(scope="module")
def guangzhou() -> Edition:
    return CATALOG.find("guangzhou")


def comments(query: str) -> Counter[str]:
    return Counter(re.findall(r"/\* .*? \*/", query))


@pytest.mark.parametrize("dialect", OTHERS)
def test_a_translation_keeps_every_comment_and_divides_whole_numbers(guangzhou: Edition, dialect: Dialect) -> None:
    ours, theirs = exported(guangzhou, Dialect.duckdb), exported(guangzhou, dialect)
    assert comments(theirs) == comments(ours)
    number, text, flag = TYPES[dialect].split()
    assert f"--   birth_date: {number}, as 19860312\n" in theirs
    assert f"--   degree: {text}, one of none " in theirs
    assert f"--   employed: {flag}\n" in theirs
    assert f"SQL of {dialect}." in theirs
    tree = sqlglot.parse_one(theirs, read=dialect.value)
    whole = exp.Div if dialect in (Dialect.postgres, Dialect.trino) else exp.IntDiv
    divisions = len([*sqlglot.parse_one(ours, read="duckdb").find_all(exp.IntDiv)])
    assert len([*tree.find_all(whole)]) == len([*tree.find_all(exp.Div, exp.IntDiv)]) == divisions > 10
    assert {cast.to.this for cast in tree.find_all(exp.Cast)} == {exp.DataType.Type.BIGINT}
    assert sqlglot.parse_one(tree.sql(dialect=dialect.value), read=dialect.value) == tree


def test_names_that_are_joined_stand_on_a_line_each(guangzhou: Edition) -> None:
    first, second = "'employment' END", "'age_limit' END"
    for dialect in Dialect:
        lines = exported(guangzhou, dialect).splitlines()
        at = next(at for at, line in enumerate(lines) if first in line)
        assert second in lines[at + 1]
        assert "ARRAY_TO_STRING([" in "".join(lines) or dialect is not Dialect.bigquery  # it has no CONCAT_WS


def test_a_name_that_postgres_would_cut_is_refused() -> None:
    """Of 64 letters it keeps 63, so that two ids that end otherwise would be one column."""
    query = f"WITH rows AS (SELECT x AS {'a' * 64} FROM applicants) SELECT {'a' * 64} FROM rows"
    with pytest.raises(InvalidOption, match="name-too-long"):
        translated(query, Dialect.postgres)
    assert "a" * 64 in translated(query, Dialect.trino)


def test_without_sqlglot_it_is_told_how_to_install_it(guangzhou: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlglot", None)
    assert exported(guangzhou, Dialect.duckdb)
    with pytest.raises(InvalidOption, match=r"pip install 'hukou-cli\[sql\]'") as caught:
        exported(guangzhou, Dialect.spark)
    assert [finding.code for finding in caught.value.findings] == ["no-sqlglot"]


def test_an_old_sqlglot_that_divides_by_way_of_floats_is_refused(
    guangzhou: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlglot, "__version__", "25.34.1")
    with pytest.raises(InvalidOption, match="sqlglot, 30 or newer"):
        exported(guangzhou, Dialect.spark)


@pytest.mark.slow
@pytest.mark.parametrize("dialect", [Dialect.trino, Dialect.bigquery])
def test_what_is_not_run_means_the_same_as_sqlglot_reads_it(dialect: Dialect) -> None:
    """No Trino and no BigQuery is here: the translation is translated back, and run by DuckDB."""
    for edition in editions()[::4]:
        tree = sqlglot.parse_one(exported(edition, dialect), read=dialect.value)
        for division in [*tree.find_all(exp.Div)]:  # of integers, in Trino
            division.replace(exp.IntDiv(this=division.this, expression=division.expression))
        assert answers_of_duckdb(edition, tree.sql(dialect="duckdb")) == answers_of_duckdb(edition), edition.id


@pytest.mark.slow
@pytest.mark.skipif(
    not postgres.is_installed() and not os.environ.get("CI"),
    reason="PostgreSQL is not installed: apt-get install postgresql",
)
def test_postgres_gives_every_line_and_total_of_every_edition() -> None:
    script = "".join(
        f"{table_of(edition)}\nCOPY ({exported(edition, Dialect.postgres)}) TO STDOUT (FORMAT csv);\n\\echo END\n"
        for edition in editions()
    )
    with postgres.server() as run:
        *told, rest = run(script).split("END\n")
    assert not rest
    for edition, text in zip(editions(), told, strict=True):
        expected = Counter(
            tuple(str(value).lower()[0] if isinstance(value, bool) else str(value) for value in row)
            for row in answers_of_duckdb(edition).elements()
        )
        assert Counter(map(tuple, csv.reader(text.splitlines()))) == expected, edition.id
