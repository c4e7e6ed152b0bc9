"""Who is ranked, in what order, and who is admitted: ``hukou batch --rank`` and ``hukou rank``."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support.csv_files import rows_of, write
from tests.support.people import GOOD
from tests.support.program import batch, run_checked, tells
from tests.support.published import DATA
from tests.support.springfield import ranked_by

pytestmark = pytest.mark.subprocess


def ranks(keys: Sequence[tuple[Decimal, ...]]) -> list[int]:
    """Rank by the definition: one more than there are above."""
    counts, above, found = Counter(keys), 0, dict[tuple[Decimal, ...], int]()
    for key in sorted(counts, reverse=True):
        found[key], above = above + 1, above + counts[key]
    return [found[key] for key in keys]


@pytest.mark.parametrize(
    ("year", "said"),
    [
        (2018, "5,989 above, 30 tied at 90.75, quota 6,000, admitted 6,019"),
        (2020, "5,978 above, 54 tied at 97.13, quota 6,000, admitted 6,032"),
        (2021, "5,937 above, 108 tied at 100.88, quota 6,000, admitted 6,045"),
        (2022, "5,920 above, 86 tied at 105.42, quota 6,000, admitted 6,006"),
        (2023, "5,910 above, 93 tied at 109.92, quota 6,000, admitted 6,003"),
        (2024, "5,941 above, 61 tied at 114.46, quota 6,000, admitted 6,002"),
        (2025, "5,975 above, 27 tied at 117.33, quota 6,000, admitted 6,002"),
    ],
)
def test_a_published_list_gives_the_published_cutoff(year: int, said: str, tmp_path: Path) -> None:
    out = tmp_path / "ranked.csv"
    assert (
        run_checked("rank", DATA / f"beijing-{year}-scores.csv", "--quota", 6000, "-o", out, "--lang", "en")[1].strip()
        == said
    )
    rows = rows_of(out)
    keys = [(Decimal(row["score"]),) for row in rows]
    assert [int(row["rank"]) for row in rows] == ranks(keys)
    assert [row["admitted"] == "true" for row in rows] == [rank <= 6000 for rank in ranks(keys)]


def test_ranking_does_not_depend_on_the_order_of_rows(tmp_path: Path) -> None:
    rows = [
        {"id": f"p{at}", "total": str(at * 7 % 5), "months": str(at % 3), "eligible": str(at != 4).lower()}
        for at in range(40)
    ]
    one = run_checked("rank", write(tmp_path / "a.csv", rows), "--by", "total,months", "--quota", "5")[0]
    other = run_checked("rank", write(tmp_path / "b.csv", rows[::-1]), "--by", "total,months", "--quota", "5")[0]
    assert one == other
    ranked = rows_of(one)
    keys = [(Decimal(row["total"]), Decimal(row["months"])) for row in ranked if row["eligible"] == "true"]
    assert [int(row["rank"]) for row in ranked if row["rank"]] == ranks(keys)
    assert ranked[-1] == {"rank": "", "admitted": "false", "id": "p4", "total": "3", "months": "1", "eligible": "false"}


def test_strict_ties_admit_none_beyond_the_quota_and_a_complete_list_without_one_admits_all(tmp_path: Path) -> None:
    table = write(tmp_path / "a.csv", [{"score": text} for text in ("5", "4", "4.00", "4")])
    assert "3 tied at 4, quota 3, admitted 4" in run_checked("rank", table, "--quota", "3", "--lang", "en")[1]
    assert "quota 3, admitted 1" in run_checked("rank", table, "--quota", "3", "--ties", "strict", "--lang", "en")[1]
    assert "all admitted" in run_checked("rank", table, "--no-quota", "--complete", "--lang", "en")[1]
    refused = run_checked("rank", write(tmp_path / "b.csv", [{"score": "5"}, {"score": "1e2"}]), code=2)[1]
    assert tells(refused, "b.csv:3: score", "not-a-score")


@pytest.mark.parametrize("options", [(), ("--no-quota",)])
def test_who_gets_in_is_not_said_without_a_quota_given_or_a_complete_list(
    options: tuple[str, ...], tmp_path: Path
) -> None:
    """The staff of one company all stand within the 6,000 places of Beijing, at whatever distance below its line."""
    content, said = batch(write(tmp_path / "in.csv", [GOOD]), "--rank", *options)
    (row,) = rows_of(content)
    assert (row["rank"], row["line"], row["distance"], row["reached"]) == ("1", "105.42", "0.58", "true")  # 106.00
    scores = write(tmp_path / "scores.csv", [{"score": "5"}])
    content, said_of_scores = run_checked("rank", scores, *options, "--lang", "en")
    assert rows_of(content) == [{"rank": "1", "score": "5"}]
    assert b"admitted" not in content
    assert "admitted" not in said + said_of_scores + ",".join(row)


@pytest.mark.parametrize("options", [("--complete",), ("--quota", "6000"), ("--quota", "2")])
def test_nobody_is_called_admitted_below_the_line_of_the_round(options: tuple[str, ...], tmp_path: Path) -> None:
    """The cut-off of 2022 is 105.42. 106.00 is above it; 101.50, with an associate degree, is not, and had not got in."""
    table = write(tmp_path / "in.csv", [GOOD, {**GOOD, "id": "A2", "degree": "associate"}])
    scores = tmp_path / "scores.csv"
    batch(table, "-o", scores)
    of_rank = ("--quota", "6000") if options == ("--complete",) else options
    for content, said in (batch(table, "--rank", *options), run_checked("rank", scores, *of_rank, "--lang", "en")):
        assert [(row["rank"], row["id"], row["admitted"], row["reached"]) for row in rows_of(content)] == [
            ("1", "A1", "", "true"),
            ("2", "A2", "", "false"),
        ]
        assert (
            "2 ranked. Who gets in is not said, and `admitted` is empty: 1 of those within the quota lie below" in said
        )
        assert "all within" not in said
    content, said = batch(table, "--quota", "1")
    assert [(row["id"], row["admitted"]) for row in rows_of(content)] == [("A1", "true"), ("A2", "false")]


def test_a_complete_list_needs_a_quota(tmp_path: Path) -> None:
    """The quota of a round that is not announced is known to nobody, and a table of scores is of no city."""
    table = write(tmp_path / "in.csv", [GOOD])
    asked = ("--city", "beijing", "--round", "2040", "--rank", "--complete", "--lang", "en")
    assert "how many are admitted" in run_checked("batch", table, *asked, code=2)[1]
    scores = write(tmp_path / "scores.csv", [{"score": "5"}])
    assert "quota-unknown" in run_checked("rank", scores, "--complete", "--lang", "en", code=2)[1]
    assert "quota-and-none" in run_checked("rank", scores, "--quota", "1", "--no-quota", "--lang", "en", code=2)[1]


def test_the_line_of_a_past_round_is_no_bar_to_be_ranked(tmp_path: Path) -> None:
    """A total of 98.00 is below the cut-off of 2022, 105.42, and stands second of two all the same."""
    table = write(tmp_path / "in.csv", [{**GOOD, "id": "A2", "degree": "associate"}, GOOD])
    scores = tmp_path / "scores.csv"
    batch(table, "-o", scores)
    assert [(row["id"], row["reached"], row["line_kind"]) for row in rows_of(scores)] == [
        ("A2", "false", "cutoff"),
        ("A1", "true", "cutoff"),
    ]
    ranked = rows_of(run_checked("rank", scores)[0])
    assert [(row["rank"], row["id"]) for row in ranked] == [("1", "A1"), ("2", "A2")]
    assert ranked == rows_of(batch(table, "--rank")[0])


def test_a_complete_list_is_ranked_under_the_quota_of_its_round(tmp_path: Path) -> None:
    table = write(
        tmp_path / "in.csv",
        [GOOD, {**GOOD, "id": "A2", "degree": "doctor"}, {**GOOD, "id": "A3", "insured_streak_months": "3"}],
    )
    content, said = batch(table, "--rank", "--complete")
    assert [(row["rank"], row["admitted"], row["id"], row["total"]) for row in rows_of(content)] == [
        ("1", "true", "A2", "128.00"), ("2", "true", "A1", "106.00"), ("", "false", "A3", "106.00"),
    ]  # fmt: skip
    assert "2 ranked, all within the quota of 6,000, the lowest at 106.00\n" in said
    assert "The ranks are those of this table alone." not in said
    assert "The ranks are those of this table alone." in batch(table, "--quota", "6000")[1]
    assert "quota 1, admitted 1" in batch(table, "--rank", "--quota", "1")[1]


def test_what_a_policy_ranks_by_is_told_by_its_value(tmp_path: Path) -> None:
    row = {"birth_date": "1990-01-01", "degree": "bachelor", "insured_months": "123"}
    table = write(
        tmp_path / "in.csv", [{"id": id_, **row, "patents": patents} for id_, patents in (("a", "2.5"), ("b", "10"))]
    )
    policies = ranked_by('["patents", "quarters"]', tmp_path / "p")
    options = ("--city", "springfield", "--round", "2024", "--policies", policies, "--quota", "2", "--lang", "en")
    ranked, said = run_checked("batch", table, *options)
    assert [(row["rank"], row["id"]) for row in rows_of(ranked)] == [("1", "b"), ("2", "a")]
    assert "2 ranked, all within the quota of 2, the lowest at patents 2.5, quarters 30.75" in said


@pytest.mark.parametrize(("form", "headers"), [("csv", "id"), ("csv", "zh"), ("parquet", "en")])
def test_a_ranking_can_be_made_again_from_its_scores(form: str, headers: str, tmp_path: Path) -> None:
    """Guangzhou orders by the base score, months of medical insurance and months with a permit; 150 points is the least.

    a, b: 64 + 20 + 90 + 10 + 30 = 214. c has no more, but six months more of medical insurance. d is below 150.
    """
    months = dict.fromkeys(("pension_months", "unemployment_months", "injury_months", "maternity_months"), "119")
    row = {
        "birth_date": "1992-06-15", "permit_months": "101", "permit_streak_months": "101", "rented_months": "72", **months,
        "medical_months": "113", "housing_fund_months": "62", "degree": "associate", "employed": "true",
        "has_residence_permit": "true", "owns_home": "false",
    }  # fmt: skip
    low = dict.fromkeys(("permit_months", "permit_streak_months", *months, "medical_months"), "48")
    low |= {"degree": "none", "housing_fund_months": "0", "rented_months": "0"}
    rows = [
        {"id": "a", **row},
        {"id": "b", **row},
        {"id": "c", **row, "medical_months": "119"},
        {"id": "d", **row, **low},
    ]
    table = write(tmp_path / "in.csv", rows)
    asked = ("--city", "guangzhou", "--round", "2025", "--keep", "id")
    ranked, said = run_checked("batch", table, *asked, "--quota", "2", "--lang", "en")
    found = [(row["rank"], row["id"], row["base"], row["eligible"], row["enters_ranking"]) for row in rows_of(ranked)]
    assert found[:3] == [(rank, id_, "214.00", "true", "true") for rank, id_ in (("1", "c"), ("2", "a"), ("2", "b"))]
    assert (found[3][:2], found[3][3:]) == (("", "d"), ("true", "false"))
    assert "2 tied at Base score 214.00, months of medical insurance 113" in said
    scores = tmp_path / f"scores.{form}"
    run_checked("batch", table, *asked, "--headers", headers, "-o", scores)
    again = [list(row.values()) for row in rows_of(run_checked("rank", scores, "--quota", "2")[0])]
    assert again == [list(row.values()) for row in rows_of(ranked)]


def test_json_lines_are_the_same_whether_ranked_or_not(tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [GOOD])
    alone, ranked = (batch(table, "--format", "jsonl", *rank)[0] for rank in ([], ["--rank"]))
    assert ranked.replace(b'"rank":1,', b"") == alone


def test_who_is_not_ranked_is_not_admitted_without_a_quota_either(tmp_path: Path) -> None:
    table = write(tmp_path / "s.csv", [{"score": "10", "eligible": "true"}, {"score": "20", "eligible": "false"}])
    ranked = rows_of(run_checked("rank", table, "--no-quota", "--complete")[0])
    assert [row["admitted"] for row in ranked] == ["true", "false"]


def test_a_quota_ranks(tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [GOOD, {**GOOD, "id": "A2", "insured_months": "100"}])
    out, said = batch(table, "--quota", "1")
    assert [(row["rank"], row["admitted"], row["id"]) for row in rows_of(out)] == [
        ("1", "true", "A1"),
        ("2", "false", "A2"),
    ]
    assert "quota 1, admitted 1" in said
    above = write(tmp_path / "above.csv", [GOOD, {**GOOD, "id": "A2", "degree": "doctor"}])
    out, _ = batch(above, "--no-quota", "--complete")
    assert [row["admitted"] for row in rows_of(out)] == ["true", "true"]


def test_a_table_is_ranked_whatever_its_columns_are_called(tmp_path: Path) -> None:
    table, once = tmp_path / "scores.csv", tmp_path / "once.csv"
    names = ["_line", "_key0", "_rank", "_seen", "total", "eligible"]
    table.write_text(",".join(names) + "\n1,2,3,4,97.1,是\n1,2,3,4,99,no\n1,2,3,4,98,TRUE\n", encoding="utf-8")
    run_checked("rank", table, "--quota", "1", "-o", once)
    expected = [("1", "true", "98"), ("2", "false", "97.1"), ("", "false", "99")]
    assert [(row["rank"], row["admitted"], row["total"]) for row in rows_of(once)] == expected
    again, _ = run_checked("rank", once, "--quota", "1")  # what is ranked again is ranked anew
    assert again == once.read_bytes()


@pytest.mark.parametrize("column", ["eligible", "Eligible"])
def test_who_is_not_eligible_is_not_ranked_however_the_column_is_written(column: str, tmp_path: Path) -> None:
    table = write(tmp_path / "scores.csv", [{"total": "97", column: "false"}, {"total": "90", column: "true"}])
    assert [(row["rank"], row["total"]) for row in rows_of(run_checked("rank", table)[0])] == [("1", "90"), ("", "97")]


def test_without_a_mark_who_is_eligible_is_ranked(tmp_path: Path) -> None:
    """As in scores of several cities, of which some have no mark."""
    rows = [
        {"total": "97", "eligible": "true", "reached": ""},
        {"total": "90", "eligible": "true", "reached": "true"},
        {"total": "95", "eligible": "true", "reached": "false"},
        {"total": "99", "eligible": "false", "reached": ""},
        {"total": "98", "eligible": "", "reached": "true"},
    ]
    ranked = rows_of(run_checked("rank", write(tmp_path / "scores.csv", rows))[0])
    assert [(row["rank"], row["total"]) for row in ranked if row["rank"]] == [("1", "97"), ("2", "90")]


def test_noughts_behind_a_score_change_nothing(tmp_path: Path) -> None:
    rows = [{"total": "97.130000000000000000"}, {"total": "97.14"}]
    ranked = rows_of(run_checked("rank", write(tmp_path / "scores.csv", rows))[0])
    assert [(row["rank"], row["total"]) for row in ranked] == [("1", "97.14"), ("2", "97.130000000000000000")]


def test_equal_scores_spelt_differently_stand_in_one_order(tmp_path: Path) -> None:
    rows = [{"id": "A", "total": "4"}, {"id": "A", "total": "4.00"}]
    first = run_checked("rank", write(tmp_path / "one.csv", rows))[0]
    assert run_checked("rank", write(tmp_path / "two.csv", rows[::-1]))[0] == first


def test_who_is_ranked_is_said_plainly(tmp_path: Path) -> None:
    table = tmp_path / "scores.csv"
    table.write_text("total,eligible\n97,true\n98,1\n", encoding="utf-8")
    _, said = run_checked("rank", table, "--lang", "en", code=2)
    assert "scores.csv:3: eligible: “1” is not true or false" in said


def test_repeated_ids_are_named_by_a_ranking(tmp_path: Path) -> None:
    scores = write(tmp_path / "scores.csv", [{"id": id_, "score": "5"} for id_ in "ABACBA"])
    assert "2 ids occur more than once: A (3 rows), B (2 rows)\n" in run_checked("rank", scores, "--lang", "en")[1]
