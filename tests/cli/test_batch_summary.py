"""What ``hukou batch`` says of a whole table: eligible rows, the line, the median, repeated ids, columns left out."""

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from hukou_cli import find_policy, load_applicant, score
from hukou_cli.policy.catalog import bundled
from tests.support.csv_files import rows_of, write
from tests.support.people import GOOD
from tests.support.program import batch, run_checked

pytestmark = pytest.mark.subprocess


def person(id_: str, **changed: str) -> dict[str, str]:
    return {**GOOD, "id": id_, **changed}


def test_eligible_rows_the_line_and_the_median_are_told(tmp_path: Path) -> None:
    """Totals of the eligible are 106.00, 101.50 (associate 10.50 for bachelor 15), 117.00 (master 26) and 101.50.

    The cut-off of 2022 is 105.42, and the median is (101.50 + 106.00) / 2. Too few months in a row: not eligible.
    """
    table = [
        person("1"),
        person("2", degree="associate"),
        person("3", degree="master"),
        person("4", insured_streak_months="83", degree="doctor"),
        person("5", degree="associate"),
    ]
    content, said = batch(write(tmp_path / "in.csv", table))
    assert [(row["total"], row["distance"], row["reached"]) for row in rows_of(content)] == [
        ("106.00", "0.58", "true"),
        ("101.50", "-3.92", "false"),
        ("117.00", "11.58", "true"),
        ("128.00", "22.58", "true"),
        ("101.50", "-3.92", "false"),
    ]
    assert "eligible 4; of them at or above the line 2; their median total 103.75\n" in said
    chinese = run_checked("batch", tmp_path / "in.csv", "--city", "beijing", "--round", "2022", "--lang", "zh")[1]
    assert "符合申请条件 4 行；其中达到分数线 2 行；符合者总分的中位数为 103.75\n" in chinese


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_a_round_whose_line_is_not_published_is_compared_with_none(form: str, tmp_path: Path) -> None:
    out = tmp_path / f"out.{form}"
    asked = ("--city", "beijing", "--round", "2030", "--lang", "en")
    _, said = run_checked("batch", write(tmp_path / "in.csv", [GOOD]), "-o", out, *asked)
    if form == "csv":
        (row,) = rows_of(out)
        assert [row[name] for name in ("line", "line_kind", "distance", "reached")] == ["", "", "", ""]
    elif form == "jsonl":
        (found,) = map(json.loads, out.read_text(encoding="utf-8").splitlines())
        assert [found[name] for name in ("line", "line_kind", "distance", "reached")] == [None] * 4
    else:
        read = duckdb.execute(f"SELECT line, line_kind, distance, reached FROM '{out}'")
        assert read.fetchall() == [(None,) * 4]
        types = duckdb.execute(f"DESCRIBE SELECT line, line_kind, distance, reached FROM '{out}'").fetchall()
        assert [kind for _, kind, *_ in types] == ["DECIMAL(18,2)", "VARCHAR", "DECIMAL(18,2)", "BOOLEAN"]
    assert "eligible 1; the line of this round is not published; their median total" in said


def test_how_much_the_last_line_may_rise_is_told_where_none_is_published(tmp_path: Path) -> None:
    """The cut-off of 2026 is 119.92, and 2029 three rounds on: a third of the distance, rounded down, also below 0."""
    table = write(tmp_path / "in.csv", [person(degree, degree=degree) for degree in ("none", "bachelor", "doctor")])
    ahead, known = (
        rows_of(run_checked("batch", table, "--city", "beijing", "--round", year)[0]) for year in ("2029", "2026")
    )
    units = {row["id"]: int(row["total"].replace(".", "")) - 11992 for row in ahead}
    assert [units[id_] > 0 for id_ in units] == [False, False, True]
    assert any(distance % 3 for distance in units.values())
    for row in ahead:
        assert int(Decimal(row["may_rise"]) * 100) == units[row["id"]] // 3
        assert (row["line"], row["distance"]) == ("", "")
    assert [row["may_rise"] for row in known] == [""] * 3
    headed = run_checked("batch", table, "--city", "beijing", "--round", "2029", "--headers", "zh")[0].decode()
    assert headed.splitlines()[0].endswith(",达线,上次分数线每批次可升")
    out = tmp_path / "out.parquet"
    run_checked("batch", table, "--city", "beijing", "--round", "2029", "-o", out)
    assert duckdb.execute(f"SELECT typeof(may_rise) FROM '{out}'").fetchall() == [("DECIMAL(18,2)",)] * 3


@pytest.mark.parametrize(("answers", "open_"), [(["", ""], 2), (["true", ""], 1), (["true", "false"], 0), ([], 2)])
def test_rows_whose_figures_can_be_counted_in_two_ways_are_told(answers: list[str], open_: int, tmp_path: Path) -> None:
    """A year without a permit may or may not be added; who says which holds has counted accordingly."""
    person = example_of("shanghai")
    rows = [{"id": id_, **person} for id_ in "ab"]
    if answers:
        rows = [{**row, "earlier_permit_accepted": answer} for row, answer in zip(rows, answers, strict=True)]
    said = run_checked(
        "batch", write(tmp_path / "in.csv", rows), "--city", "shanghai", "--on", "2026-11-30", "--lang", "en"
    )[1]
    assert "read 2 = scored 2" in said
    assert ("that can be counted in two ways, taken as it is: 2" in said) is (open_ == 2)
    assert ("that can be counted in two ways, taken as it is: 1" in said) is (open_ == 1)
    assert "depending on “the centre accepts the permit from before a late renewal” (`earlier_permit_accepted`)" in said


def example_of(city: str) -> dict[str, str]:
    """The facts of a city's invented applicant, as a row."""
    edition = find_policy(city)
    found = score(load_applicant(bundled() / city / "example.toml"), edition, "2026-11-30")
    return {name: fact.text(found.values[name]) for name, fact in edition.facts.items() if name in found.values}


def test_the_cut_off_of_the_base_is_compared_with_the_base(tmp_path: Path) -> None:
    """Guangzhou asks for 150 points to be ranked; who is admitted the base decides: 208 in 2023."""
    row = {"id": "a", "birth_date": "1992-06-15", "degree": "none", "insured_months": "84"}
    asked = ("--city", "guangzhou", "--lang", "en", "--keep", "id")
    months = ("permit_months", "permit_streak_months", "pension_months", "unemployment_months", "injury_months",
              "maternity_months", "medical_months")  # fmt: skip
    row |= dict.fromkeys(months, "48") | {"housing_fund_months": "0", "rented_months": "0"}
    row |= {"employed": "true", "has_residence_permit": "true", "owns_home": "true"}
    table = write(tmp_path / "in.csv", [row, {**row, "id": "b", "degree": "bachelor", "housing_fund_months": "60"}])
    columns = ("base", "total", "enters_ranking", "line", "line_kind", "distance", "reached", "may_rise")

    def found(round_: str) -> tuple[list[list[str]], str]:
        scores, said = run_checked("batch", table, *asked, "--round", round_)
        return [[row[column] for column in columns] for row in rows_of(scores)], said

    # 8 × 4, 20 for the home, 2 × 5 × 4 and 30 for the age: 122; with 2 × 5 of the fund 132, and 30 for the diploma.
    assert found("2023")[0] == [
        ["122.00", "122.00", "false", "208.00", "cutoff", "-86.00", "false", ""],
        ["132.00", "162.00", "true", "208.00", "cutoff", "-76.00", "false", ""],
    ]
    ahead, said = found("2025")  # two rounds after 2023: (122 - 208) ÷ 2, (132 - 208) ÷ 2
    assert ahead == [
        ["122.00", "122.00", "false", "", "", "", "", "-43.00"],
        ["132.00", "162.00", "true", "", "", "", "", "-38.00"],
    ]
    assert "Minimum score to enter the ranking: 150" in said
    assert "the line of 2025 is not published; that of 2023 was 208 (of Base score)" in said.replace("\n  ", " ")
    assert "of them with enough to be ranked 1" in said


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        (["A17", "B2", "A17", "", "", "C", "B2", "A17"], "2 ids occur more than once: A17 (3 rows), B2 (2 rows)"),
        (["1", "2", "3"], ""),
        (["a", "b", "b", "c"], "1 id occurs more than once: b (2 rows)"),  # in order, but for that
        ([*"abcd", *"abcd"], "4 ids occur more than once: a (2 rows), b (2 rows), c (2 rows) …"),
    ],
)
@pytest.mark.parametrize("keep", ["id", "none"])
def test_repeated_ids_are_counted(ids: Sequence[str], said: str, keep: str, tmp_path: Path) -> None:
    """Whether the rows are scored or rejected, and whether or not the ids are written out."""
    table = [person(id_, insured_months="x" if at % 2 else "189") for at, id_ in enumerate(ids)]
    told = batch(write(tmp_path / "in.csv", table), "--keep", keep)[1]
    assert said in told
    assert bool(said) == ("more than once" in told)


def test_a_repeated_identity_number_is_masked(tmp_path: Path) -> None:
    said = batch(write(tmp_path / "in.csv", [person("000000198506151233")] * 2))[1]
    assert "1 id occurs more than once: ****************33 (2 rows)" in said
    assert "000000198506151233" not in said


def test_columns_that_stand_at_their_default_are_named_once(tmp_path: Path) -> None:
    said = batch(write(tmp_path / "in.csv", [GOOD, GOOD]))[1]
    assert said.count("columns-defaulted") == 1
    told = next(line for line in said.splitlines() if "columns-defaulted" in line)
    assert "criminal record; declared dormitory months since 2020-08; insured months during the study claimed" in told
    assert "criminal_record" not in told
    full = dict.fromkeys(("criminal_record", "honour", "false_material_ban", "outer_home_held"), "false")
    full |= dict.fromkeys(
        ("dormitory_months_since_2020_08", "study_overlap_months", "outer_home_and_job_months", "innovation_points",
         "tax_years_over_100k", "tax_violations", "detentions"), "0")  # fmt: skip
    assert "columns-defaulted" not in batch(write(tmp_path / "full.csv", [{**GOOD, **full}]))[1]


WOMAN = {name: text for name, text in GOOD.items() if name != "retirement_category"} | {"sex": "female"}


@pytest.mark.parametrize("column", [True, False])
def test_a_choice_that_changes_nothing_is_not_needed(column: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """On 2021-01-01, the day on which ages are reckoned in 2022, a woman of 40 is below 50 and 55, one of 52 below 55.

    So the category of the first changes nothing, and that of the second decides; one of 57 is above both.
    """
    born = {"young": "1980-06-15", "between": "1968-06-15", "above": "1963-06-15"}
    lacking = {"retirement_category": ""} if column else {}
    rows = [{**WOMAN, **lacking, "id": id_, "birth_date": day} for id_, day in born.items()]
    out = tmp_path / "out.csv"
    _, said = batch(write(tmp_path / "in.csv", rows), "-o", out)
    assert [(row["id"], row["eligible"], row["failed_gates"], row["total"]) for row in rows_of(out)] == [
        ("young", "true", "", "106.00"),
        ("above", "false", "below_retirement_age", "86.00"),  # 20 points fewer: no longer below 46
    ]
    assert [(row["line"], row["code"], row["column"]) for row in rows_of(tmp_path / "out.rejects.csv")] == [
        ("3", "missing-fact", "retirement_category")
    ]
    assert "read 3 = scored 2 + rejected 1" in said
    assert "scored though a fact is missing, which makes no difference to the row: 2" in said


@pytest.mark.parametrize(("good", "is_told"), [(11, True), (12, False)])
def test_where_most_rows_have_a_mistake_the_commonest_are_told(tmp_path: Path, *, good: int, is_told: bool) -> None:
    """Eleven of 22 rows are half; of 23 fewer. Each of the eleven has a wrong degree, three a wrong category too."""
    wrong = [person(f"w{at}", degree="PhD", retirement_category="retired" if at < 3 else "male") for at in range(11)]
    rows = [*wrong, *(person(f"g{at}") for at in range(good))]
    said = batch(write(tmp_path / "in.csv", rows))[1]
    told = "the commonest mistakes: degree [not-one-of] 11 times; retirement_category [not-one-of] 3 times"
    assert (told in said) == is_told, said
