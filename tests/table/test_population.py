"""What a change of rules does to people: ten of them worked out by hand, and what holds for any table."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hukou_cli.scoring.population import Asked, GroupChange, Reason, Turned
from tests.support.populations import HALF, LAW, MONTHS, ROUND, ROWS, WHOLE, city, compared, passing
from tests.support.springfield import ranking
from tests.support.table_runs import run_table


def points(*figures: str) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, figures))


def test_ten_people(tmp_path: Path) -> None:
    found = compared(tmp_path, ROWS)
    assert (found.gain, found.lose, found.same) == (5, 0, 5)
    assert found.change == Decimal(8)  # 2 + 1 + 3 + 0.5 + 1.5
    # of ten: the 1st, ⌈0.5⌉ = 1st, ⌈2.5⌉ = 3rd, 5th, ⌈7.5⌉ = 8th, ⌈9.5⌉ = 10th and 10th lowest
    assert found.quantiles["change"] == points("0", "0", "0", "0", "1.5", "3", "3")
    assert found.quantiles["before"] == points("0", "0", "6", "7.5", "9", "10", "10")
    assert found.quantiles["after"] == points("0", "0", "6", "8", "10", "12", "12")
    assert [(line.id, line.gain, line.lose, line.change) for line in found.lines] == [
        ("work", 0, 0, Decimal(0)),
        ("rent", 5, 0, Decimal(8)),
    ]
    assert found.outside_lines == 0
    assert found.passing is None  # no line of the round is known


def test_a_quota_of_three_with_ties_under_both(tmp_path: Path) -> None:
    found = compared(tmp_path, ROWS, asked=Asked("people.csv", quota=3))
    before, after = found.bars["before"], found.bars["after"]
    assert (before.points, before.passed) == (Decimal(9), 4)  # 10 10 9 9: the third has 9, as has the fourth
    assert (after.points, after.passed) == (Decimal(10), 4)  # 12 11 10 10
    assert found.passing == Turned(3, 1, 1, 5, 0, 0)  # newly the fifth, with 11; no longer the fourth, with 9


def test_strict_ties_admit_none_beyond_the_quota(tmp_path: Path) -> None:
    strict = {"ties": "strict"}
    found = compared(
        tmp_path,
        ROWS,
        city("rented / 2", result=strict),
        city("rented", result=strict),
        Asked("people.csv", quota=3),
    )
    assert (found.bars["before"].passed, found.bars["after"].passed) == (2, 2)  # 10 10; 12 11
    assert found.passing == Turned(1, 1, 1, 7, 0, 0)


def test_a_line_that_is_given_and_one_that_is_published(tmp_path: Path) -> None:
    given_ = compared(tmp_path, ROWS, asked=Asked("people.csv", line=Decimal(10)))
    assert given_.passing == Turned(2, 2, 0, 6, 0, 0)  # 10 and 10 before; 12, 11, 10 and 10 after
    own = compared(tmp_path, ROWS, city("rented / 2", cutoff="9"), city("rented", cutoff="10"))
    assert [bar.kind for bar in own.bars.values()] == ["cutoff", "cutoff"]
    assert own.passing == Turned(3, 1, 1, 5, 0, 0)  # as under the quota, whose cut-offs these are


def test_each_edition_has_its_own_pass_mark(tmp_path: Path) -> None:
    found = compared(tmp_path, ROWS, passing("rented / 2", 8), passing("rented", 9))
    assert [(bar.kind, bar.points, bar.passed) for bar in found.bars.values()] == [
        ("pass_mark", Decimal(8), 5),  # 10 10 9 9 8
        ("pass_mark", Decimal(9), 5),  # 12 11 10 10 9
    ]
    assert found.passing == Turned(5, 0, 0, 5, 0, 0)
    stricter = compared(tmp_path, ROWS, passing("rented / 2", 8), passing("rented / 2", 9))
    assert stricter.passing == Turned(4, 0, 1, 5, 0, 0)


def test_groups(tmp_path: Path) -> None:
    found = compared(tmp_path, ROWS, asked=Asked("people.csv", by="district", quota=3))
    assert found.groups == (
        GroupChange("south", 6, 3, 0, Decimal(5), Decimal(0), 1, 0),  # 3, 0.5, 0, 0, 1.5, 0: the third lowest is 0
        GroupChange("north", 4, 2, 0, Decimal(3), Decimal(0), 0, 1),  # 0, 2, 1, 0: the second lowest is 0
    )


def test_spellings_of_an_option_are_one_group(tmp_path: Path) -> None:
    plain = {"type": "choice", "name": "学历", "choices": {"none": "无", "master": "硕士"}}
    facts = {"degree": plain, "permit": {"type": "flag", "name": "居住证"}}
    gates = [{"id": "asked", "name": "a", "require": "degree != 'none' or permit", "source": LAW}]
    old, new = (city(rent, facts=facts, gate=gates) for rent in ("rented / 2", "rented"))
    words = ["master", "硕士", "MASTER", "none", "无", *["none"] * 5]
    rows = [
        {**row, "学历": word, "permit": "是" if at % 2 else "yes"}
        for at, (row, word) in enumerate(zip(ROWS, words, strict=True))
    ]
    found = compared(tmp_path, rows, old, new, Asked("people.csv", by="学历"))
    assert [(group.value, group.people) for group in found.groups] == [("none", 7), ("master", 3)]
    assert found.by_fact is not None
    assert found.by_fact.name.zh == "学历"
    flagged = compared(tmp_path, rows, old, new, Asked("people.csv", by="permit"))
    assert [(group.value, group.people) for group in flagged.groups] == [("true", 10)]


def test_rows_that_one_edition_does_not_score_are_counted_apart(tmp_path: Path) -> None:
    asking = city("rented", facts={"owner": {"type": "flag", "name": "o"}}, gate=[
        {"id": "owner", "name": "o", "require": "owner", "source": LAW}
    ])  # fmt: skip
    rows = [{**row, "owner": "" if at == 1 else "yes"} for at, row in enumerate(ROWS)]
    rows += [{**ROWS[0], "id": "Q", "work": "many", "owner": "yes"}, dict.fromkeys(rows[0], "")]
    found = compared(tmp_path, rows, after=asking, asked=Asked("people.csv", quota=3), listing=tmp_path / "out.csv")
    assert found.rows == type(found.rows)(read=12, both=9, only_before=1, only_after=0, neither=1, passed_over=1)
    assert found.passing is not None
    assert found.passing.rejected_after == 1  # the second, with 10 before
    assert found.reasons["before"] == (Reason("work", "not-a-whole-number", 1),)
    assert set(found.reasons["after"]) == {Reason("work", "not-a-whole-number", 1), Reason("owner", "missing-fact", 1)}
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file))
    assert len(written) == 11
    assert written[1] | {"passes_before": ""} == {
        "row": "3", "id": "P1", "total_before": "10.00", "total_after": "", "change": "", "eligible_before": "true",
        "eligible_after": "", "passes_before": "", "passes_after": "", "rejected_before": "",
        "rejected_after": "missing-fact",
    }  # fmt: skip
    assert (written[10]["rejected_before"], written[10]["total_after"]) == ("not-a-whole-number", "")


def test_a_line_that_one_edition_does_not_have_gives_nothing_there(tmp_path: Path) -> None:
    lines = [{"id": "work", "name": "w", "points": "work", "source": LAW}]
    without = ranking({"year": 2024}, indicator=lines, facts={"work": MONTHS, "rented": {**MONTHS, "name": "r"}})
    found = compared(tmp_path, ROWS, WHOLE, without)
    assert [(line.id, line.sides, line.lose, line.change) for line in found.lines if line.lose] == [
        ("rent", ("before",), 5, Decimal(-16))  # 4 + 2 + 6 + 1 + 3
    ]
    assert (found.gain, found.lose, found.change) == (0, 5, Decimal(-16))


@pytest.mark.slow
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(st.tuples(st.integers(0, 30), st.integers(-1, 12)), min_size=1, max_size=30),
    quota=st.integers(1, 12),
)
def test_any_table(tmp_path: Path, people: list[tuple[int, int]], quota: int) -> None:
    rows = [{"id": str(at), "work": str(work), "rented": str(rented)} for at, (work, rented) in enumerate(people)]
    asked = Asked("people.csv", quota=quota)
    same = compared(tmp_path, rows, WHOLE, WHOLE, asked)
    assert (same.gain, same.lose, same.change) == (0, 0, Decimal(0))
    assert same.passing is not None
    assert (same.passing.newly, same.passing.no_longer) == (0, 0)
    out = tmp_path / "out.csv"
    out.unlink(missing_ok=True)
    found = compared(tmp_path, rows, HALF, WHOLE, asked, out)
    kinds = found.rows
    assert kinds.read == len(people) == kinds.both + kinds.neither
    assert found.gain + found.lose + found.same == kinds.both
    assert sum(number for _, number in found.changes) == kinds.both
    assert found.passing is not None
    assert found.passing.both + found.passing.newly + found.passing.no_longer + found.passing.neither == kinds.both
    scores = [run_table(edition, rows, ROUND, 20261130, tmp_path).scores for edition in (HALF, WHOLE)]
    with out.open(encoding="utf-8", newline="") as file:
        listed = {row["id"]: (row["total_before"], row["total_after"]) for row in csv.DictReader(file)}
    joined = {
        old["id"]: (old["total"], new["total"]) for old, new in zip(*scores, strict=True) if old["id"] == new["id"]
    }
    assert {id_: totals for id_, totals in listed.items() if totals != ("", "")} == joined
    assert found.change == sum((Decimal(new) - Decimal(old) for old, new in joined.values()), Decimal(0))
