"""Tables from Python: relations and paths in, relations out."""

import csv
import datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from hukou_cli import Edition, InvalidTable, find_policy, reject_table, score, score_table
from hukou_cli.base.errors import InvalidApplicant, NotFound
from tests.support.csv_files import rows_of, write
from tests.support.people import GOOD, SELECTED
from tests.support.program import batch, run_checked

pytestmark = pytest.mark.subprocess


def test_a_kept_column_never_hides_a_result_from_python(beijing: Edition) -> None:
    cells = ", ".join(f"'{text}' AS {name}" for name, text in {**GOOD, "Tax": "7"}.items())
    relation = duckdb.sql(f"SELECT {cells}")
    assert relation is not None
    with pytest.raises(InvalidTable, match="Tax"):
        score_table(relation, beijing, 2022, keep=["Tax"])


def test_a_relation_is_scored_where_it_is(beijing: Edition, tmp_path: Path) -> None:
    with duckdb.connect() as engine:
        wrong = SELECTED.replace("'189'", "'x'")
        people = engine.sql(f"SELECT {SELECTED} UNION ALL SELECT {wrong}")
        assert score_table(people, beijing, 2022).project("id, eligible, total").fetchall() == [
            ("A1", True, Decimal("106.00"))
        ]
        found = reject_table(people, beijing, 2022).fetchall()
        assert found == [
            (2, "insured_months", "x", "not-a-whole-number"),
            (2, "own_home_months", "x", "not-a-whole-number"),
        ]
        binary = people.project("* REPLACE (CAST(84 AS DOUBLE) AS insured_streak_months)")
        binary.write_parquet(str(tmp_path / "in.parquet"))
        for table in (binary, tmp_path / "in.parquet"):
            for ask in (score_table, reject_table):
                with pytest.raises(InvalidTable, match="binary-fractions"):
                    ask(table, beijing, 2022)
        engine.execute("CREATE TABLE hukou_rows (a INTEGER)")
        assert score_table(people, beijing, 2022).project("id").fetchall() == [("A1",)]


def test_a_decimal_column_is_its_value(beijing: Edition, tmp_path: Path) -> None:
    """As ``score`` takes a Decimal; what is kept stays as it is."""
    with duckdb.connect() as engine:
        decimals = "189.00 AS insured_months), 0::DECIMAL(38, 12) AS innovation_points, 1.50 AS pay"
        people = engine.sql(f"SELECT * REPLACE ({decimals} FROM (SELECT {SELECTED})")
        people.write_parquet(str(tmp_path / "in.parquet"))
        for table in (people, tmp_path / "in.parquet"):
            found = score_table(table, beijing, 2022, keep=["id", "pay"]).project("id, pay, total").fetchall()
            assert found == [("A1", "1.50", Decimal("106.00"))]


@pytest.mark.parametrize("kind", ["TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"])
def test_midnight_is_its_day(kind: str, beijing: Edition, tmp_path: Path) -> None:
    """As data frames hold dates; another hour, or one in a time zone, is no day. What is kept stays as it is."""
    born = f"unnest(['1980-06-15', '1980-06-15 10:00:00'])::{kind}"
    with duckdb.connect() as engine:
        people = engine.sql(f"SELECT * REPLACE (b AS birth_date) FROM (SELECT {SELECTED}, {born} AS b)")
        people.write_parquet(str(tmp_path / "in.parquet"))
        for table in (people, tmp_path / "in.parquet"):
            found = score_table(table, beijing, 2022, keep=["b"]).project("CAST(b AS VARCHAR), total").fetchall()
            assert found == [("1980-06-15 00:00:00", Decimal("106.00"))]
            wrong = reject_table(table, beijing, 2022).fetchall()
            assert wrong == [(2, "birth_date", "1980-06-15 10:00:00", "not-a-date")]
    out, _ = batch(tmp_path / "in.parquet")
    assert [row["total"] for row in rows_of(out)] == ["106.00"]
    facts = {name: text for name, text in GOOD.items() if name != "id"}
    born_at = datetime.datetime(1980, 6, 15)  # noqa: DTZ001 - of no time zone, as in a frame
    assert score({**facts, "birth_date": born_at}, beijing, 2022).total == Decimal("106.00")
    for other in (born_at.replace(hour=10), born_at.replace(tzinfo=datetime.UTC)):
        with pytest.raises(InvalidApplicant):
            score({**facts, "birth_date": other}, beijing, 2022)


def test_a_decimal_below_one_keeps_its_nought(beijing: Edition, tmp_path: Path) -> None:
    """The engine writes no digit before the point where the type has room for none."""
    own = "CAST(0 AS DECIMAL(2, 2)) AS rented_months_since_2020_08"
    with duckdb.connect() as engine:
        people = engine.sql(f"SELECT * REPLACE ({own}), CAST(-0.5 AS DECIMAL(2, 2)) AS pay FROM (SELECT {SELECTED})")
        people.write_parquet(str(tmp_path / "in.parquet"))
        for table in (people, tmp_path / "in.parquet"):
            found = score_table(table, beijing, 2022, keep=["pay"]).project("pay, total").fetchall()
            assert found == [("-0.50", Decimal("106.00"))]
        halves = engine.sql("SELECT CAST(0.5 AS DECIMAL(2, 2)) AS total")
        halves.write_parquet(str(tmp_path / "scores.parquet"))
    assert rows_of(run_checked("rank", tmp_path / "scores.parquet")[0]) == [{"rank": "1", "total": "0.50"}]


def test_an_identity_number_is_never_shown(beijing: Edition) -> None:
    with duckdb.connect() as engine:
        cells = {**GOOD, "id": "000000 19800615 001X", "degree": "00000019800615001x"}
        people = engine.sql("SELECT " + ", ".join(f"'{text}' AS {name}" for name, text in cells.items()))
        assert reject_table(people, beijing, 2022).fetchall() == [
            (1, None, "****************1X", "identity-number"),
            (1, "degree", "****************1x", "identity-number"),
        ]


def test_a_table_of_a_city_open_all_year_asks_for_the_day() -> None:
    wuhan = find_policy("wuhan")
    with duckdb.connect() as engine:
        people = engine.sql("SELECT 'A1' AS id")
        with pytest.raises(NotFound, match="round-needed"):
            score_table(people, wuhan)
        with pytest.raises(NotFound, match="unknown-round"):
            score_table(people, wuhan, 2026)
        with pytest.raises(InvalidTable, match="no-column"):  # the day is known, its facts are not
            score_table(people, wuhan, "2026-05-10")


def test_a_nul_in_a_relation_costs_its_row(beijing: Edition) -> None:
    with duckdb.connect() as engine:
        people = engine.sql(f"SELECT {SELECTED}, unnest(['fine', 'a' || chr(0)]) AS note")
        assert score_table(people, beijing, 2022, keep=["note"]).project("note, total").fetchall() == [
            ("fine", Decimal("106.00"))
        ]
        assert reject_table(people, beijing, 2022).fetchall() == [(2, None, None, "nul-byte")]


def test_the_limits_of_who_calls_are_left_alone(beijing: Edition, tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [{**GOOD, "note": "a\nb"}])
    before = csv.field_size_limit(5_000_000)
    try:
        assert score_table(table, beijing, 2022).project("total").fetchall() == [(Decimal("106.00"),)]
        assert csv.field_size_limit() == 5_000_000
    finally:
        csv.field_size_limit(before)


def test_a_path_is_scored_too(beijing: Edition, tmp_path: Path) -> None:
    path = write(tmp_path / "in.csv", [GOOD], "gb18030")
    assert score_table(path, beijing, 2022).project("total").fetchall() == [(Decimal("106.00"),)]


def test_a_path_with_a_broken_row_is_refused_by_its_name_and_line(beijing: Edition, tmp_path: Path) -> None:
    path = write(tmp_path / "in.csv", [GOOD])
    path.write_text(path.read_text(encoding="utf-8") + "A2,1\n", encoding="utf-8")
    with pytest.raises(InvalidTable, match=r"in\.csv:3: this row has fewer cells.*\[too-few-cells\]"):
        score_table(path, beijing, 2022)
