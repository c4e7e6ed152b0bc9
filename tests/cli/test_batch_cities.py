"""Tables whose rows name their own city or round."""

import gzip
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from hukou_cli import find_policy, score
from tests.support.csv_files import rows_of, write
from tests.support.people import GOOD, SELECTED
from tests.support.program import batch, run_checked, tells
from tests.support.springfield import ranked_by

pytestmark = pytest.mark.subprocess


def test_mixed_cities_and_rounds(tmp_path: Path) -> None:
    rows = [
        {**GOOD, "city": "北京", "round": "2022"}, {**GOOD, "id": "A2", "city": "beijing", "round": "2018"},
        {**GOOD, "id": "A3", "city": "atlantis", "round": "2022"}, {**GOOD, "id": "A4", "city": "beijing", "round": "1999"},
    ]  # fmt: skip
    content, said = run_checked("batch", write(tmp_path / "in.csv", rows), "--lang", "en")
    assert run_checked("batch", "-", "--lang", "en", stdin=(tmp_path / "in.csv").read_bytes())[0] == content
    (tmp_path / "in.csv.gz").write_bytes(gzip.compress((tmp_path / "in.csv").read_bytes()))
    assert run_checked("batch", tmp_path / "in.csv.gz", "--lang", "en")[0] == content
    scored = {row["id"]: row for row in rows_of(content)}
    assert scored["A1"]["total"] == "106.00"
    assert "in.csv:4: city: no city that can be scored: “atlantis”" in said
    assert tells(said, "in.csv:5: round", "row-of-unknown-round")
    rejects = tmp_path / "rejects.csv"
    run_checked("batch", tmp_path / "in.csv", "-o", tmp_path / "out.csv", "--rejects", rejects)
    assert [(row["column"], row["value"]) for row in rows_of(rejects)] == [("city", "atlantis"), ("round", "1999")]
    early = find_policy("beijing", 2018)
    alone = score({name: text for name, text in rows[1].items() if name in early.facts}, early, 2018)
    assert ("A2" in scored) is (alone.total is not None)


@pytest.mark.parametrize("round_", ["'2022年'", "'2022.0'", "2022::DECIMAL(6, 2)", "2022::DOUBLE", "2022::SMALLINT"])
def test_a_round_is_the_year_that_it_is_written_as(round_: str, tmp_path: Path) -> None:
    duckdb.execute(f"COPY (SELECT {SELECTED}, {round_} AS round) TO '{tmp_path / 'in.parquet'}'")
    out, _ = run_checked("batch", tmp_path / "in.parquet", "--city", "beijing")
    assert [row["total"] for row in rows_of(out)] == ["106.00"]


def test_a_day_of_application_is_the_day_that_it_is_written_as(tmp_path: Path) -> None:
    """Wuhan takes applications all year; that the rows lack facts is told of their own cells."""
    for day in ("TIMESTAMP '2024-05-01'", "'2024/5/1'", "DATE '2024-05-01'"):
        duckdb.execute(f"COPY (SELECT 'x' AS birth_date, {day} AS round) TO '{tmp_path / 'in.parquet'}'")
        said = run_checked("batch", tmp_path / "in.parquet", "--city", "wuhan", "--lang", "en")[1]
        assert tells(said, "in.parquet:1: birth_date", "not-a-date")
        assert "applying on 2024-05-01" in said


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl"])
def test_a_table_of_several_cities_keeps_every_place(form: str, tmp_path: Path) -> None:
    """Beijing has hundredths, Shanghai whole points; the last city rounds no other.

    190 months of insurance: 190 x 3 / 12 = 47.50; own home 172 / 12 = 14.33 and 17 / 12 = 1.42; one month rented
    0.5 / 12 = 0.04; bachelor 15; below 45: 20; 48 months outside the six districts: 8. Together 106.29.
    """
    rows = [{**GOOD, "insured_months": "190", "city": "beijing", "round": "2022"}]
    rows.append(dict.fromkeys(rows[0], "") | {"id": "A2", "city": "shanghai_points"})
    out = tmp_path / f"out.{form}"
    run_checked("batch", write(tmp_path / "in.csv", rows), "-o", out, "--lang", "en")
    found = duckdb.execute(f"SELECT CAST(total AS DECIMAL(9, 4)) FROM '{out}' WHERE id = 'A1'").fetchall()
    assert found == [(Decimal("106.2900"),)]


def test_a_label_of_one_city_is_no_fact_of_another(tmp_path: Path) -> None:
    """Cities ask for other things under one id, as detentions in the city: a row is as if its city stood alone.

    What is missing is named as that city names it.
    """
    rows = [{**GOOD, "city": "beijing", "round": "2022"}, {**GOOD, "id": "A2", "city": "shenzhen", "round": "2023"}]
    rows = [{**row, "近3年内在深行政拘留次数": "2"} for row in rows]
    out, said = run_checked("batch", write(tmp_path / "in.csv", rows), "--lang", "zh")
    assert [row["total"] for row in rows_of(out)] == ["106.00"]
    assert "in.csv:3: " in said
    row = {"birth_date": "1985-03-12", "持有本市居住证": "是"}
    labels = [{"id": "A1", "city": "guangzhou", **row}, {"id": "A2", "city": "beijing", **row}]
    said = run_checked("batch", write(tmp_path / "in.csv", labels), "--lang", "zh")[1]
    assert "in.csv:2: has_residence_permit: 未填写“持有在广州办理的" in said
    assert "in.csv:3: degree: 未填写“学历学位”（degree） [missing-fact]\n  请填写；" in said
    assert (
        "in.csv:3: insured_months: 未填写“累计缴纳社会保险月数”（insured_months） [missing-fact]\n  请填写，没有则填 0；"
        in said
    )


def test_a_city_first_named_late_is_found(tmp_path: Path) -> None:
    """After more names that are no city than a table is ever of cities."""
    rows = [{**GOOD, "city": f"nowhere{at}"} for at in range(20_000)]
    table = write(tmp_path / "in.csv", [*rows, {**GOOD, "id": "last", "city": "Beijing"}])
    out = tmp_path / "out.csv"
    _, said = run_checked("batch", table, "--round", "2022", "-o", out, "--lang", "en")
    assert "read 20,001 = scored 1 + rejected 20,000" in said
    assert [(row["id"], row["city"], row["total"]) for row in rows_of(out)] == [("last", "Beijing", "106.00")]


def test_a_table_with_too_many_ways_to_name_a_round_is_refused(tmp_path: Path) -> None:
    rows = [{**GOOD, "city": "beijing", "round": "2022" + " " * at} for at in range(1001)]
    _, said = run_checked("batch", write(tmp_path / "in.csv", rows), "--lang", "en", code=2)
    assert "the rows name their cities and rounds in more than 1000 ways" in said


def test_a_city_whose_latest_points_were_not_seen_has_its_earlier_rounds(tmp_path: Path) -> None:
    """As `--city` and `--round` score it too."""
    facts = {
        "id": "X", "birth_date": "1985-05-05", "degree": "none", "senior_technical_class": "true", "skill_level": "none",
        "title_level": "none", "permit_months": "24", "insured_streak_months": "24", "pension_months": "24",
        "medical_months": "24", "unemployment_months": "24", "injury_months": "24", "maternity_months": "24",
        "owns_home": "true", "own_home_area": "0", "home_in_encouraged_area": "true", "award_class": "none", "blood_ml": "1",
        "fixed_home": "true",
    }  # fmt: skip
    alone, _ = run_checked("batch", write(tmp_path / "a.csv", [facts]), "--city", "qingdao", "--round", "2018")
    mixed, _ = run_checked("batch", write(tmp_path / "b.csv", [{**facts, "city": "qingdao", "round": "2018"}]))
    assert rows_of(mixed)[0]["total"] == rows_of(alone)[0]["total"] != ""


def test_a_broken_row_is_of_no_city(tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [{**GOOD, "city": "beijing", "round": "2022"}])
    table.write_text(table.read_text(encoding="utf-8") + "too,few\n", encoding="utf-8")
    out, _ = run_checked("batch", table, "--city", "shanghai_points", "--round", "2024", "--rank")
    assert [row["id"] for row in rows_of(out)] == ["A1"]


def test_a_mistake_in_a_policy_is_told_also_where_rows_name_their_city(tmp_path: Path) -> None:
    policies = ranked_by('["nonsense"]', tmp_path / "p")
    table = write(tmp_path / "in.csv", [{**GOOD, "city": "springfield", "round": "2024"}])
    said = run_checked("batch", table, "--policies", policies, "--lang", "en", code=2)[1]
    assert tells(said, "result.rank_by[1]", "not-one-of")


def test_a_row_of_no_edition_says_whether_its_city_or_its_round_is_not_known(tmp_path: Path) -> None:
    rows = [("beijing", "2022"), ("上海", "1999"), ("atlantis", "2022"), ("hangzhou", "2022"), ("beijing", "1999")]
    table = write(tmp_path / "in.csv", [{**GOOD, "city": city, "round": round_} for city, round_ in rows])
    batch(table, "-o", tmp_path / "out.csv")
    told = [(row["line"], row["code"]) for row in rows_of(tmp_path / "out.rejects.csv")]
    city, round_ = "row-of-unknown-city", "row-of-unknown-round"
    # Hangzhou's table of 2022 was not seen, that of 2023 was.
    assert told == [("3", round_), ("4", city), ("5", round_), ("6", round_)]


def test_a_city_that_has_no_such_round_is_told_where_the_round_is_asked_for(tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [{**GOOD, "city": "beijing"}, {**GOOD, "city": "shanghai"}])
    _, said = run_checked("batch", table, "--round", "2022", "--lang", "en")
    assert "in.csv:3: city: no edition of “shanghai” covers the round asked for" in said


def test_a_row_that_names_no_city_or_round_is_listed_too(tmp_path: Path) -> None:
    """Where the command names none for it."""
    rows = [{**GOOD, "city": "beijing", "round": "2022"}, {**GOOD, "city": "", "round": "2022"}]
    rows.append({**GOOD, "city": "shanghai_points", "round": ""})
    table = write(tmp_path / "in.csv", rows)
    run_checked("batch", table, "--round", "1999", "-o", tmp_path / "out.csv")
    told = [(row["line"], row["code"], row["value"]) for row in rows_of(tmp_path / "out.rejects.csv")]
    assert told == [("3", "row-of-unknown-city", ""), ("4", "row-of-unknown-round", "")]
