"""Rows that lack a fact which changes nothing for them: a made-up city, whose rules are written out in each test."""

from pathlib import Path
from typing import Any

import pytest

from hukou_cli import find_policy
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from tests.support.people import GOOD
from tests.support.springfield import edition_with
from tests.support.table_runs import run_table

ROUND = RoundId(2026)
FACTS: dict[str, dict[str, Any]] = {
    "paid": {"type": "months"},
    "since": {"type": "months"},
    "times": {"type": "count", "max": 12},
    "born": {"type": "date", "until": "age_on"},
    "local": {"type": "flag"},
}


def city(points: str, gate: str = "True", require: str = "") -> Edition:
    source = {"document": "law", "article": "1"}
    constraint = [{"require": require, "facts": ["since", "paid"], "advice": "x"}] if require else []
    return edition_with(
        "insurance",
        facts={name: {"name": name, **fact} for name, fact in FACTS.items()},
        derived={},
        constraint=constraint,
        gate=[{"id": "enough", "name": "x", "require": gate, "source": source}] if gate != "True" else [],
        indicator=[{"id": "points", "name": "x", "points": points, "source": source}],
        result={},
    )


@pytest.mark.parametrize(
    ("points", "gate", "row", "total"),
    [
        ("10 if local else paid / 12", "True", {"local": "true"}, "10.00"),  # paid is asked for of others alone
        ("10 if local else paid / 12", "True", {"local": "false"}, None),
        ("min(paid, 60) + times", "True", {"times": "3"}, None),  # 3 to 63
        ("min(paid + 60, 60)", "True", {"times": "3"}, "60.00"),  # no less than the cap, however many
        ("5 if paid >= 10 and paid < 20 else 0", "True", {"times": "3"}, None),  # 0 at both ends and 5 between them
        ("rest(paid) * times", "True", {"times": "0"}, None),  # 0, but nothing says that rest(paid) is of one mind
        ("times", "paid >= 84 or local", {"times": "3", "local": "true"}, "3.00"),
        ("times", "paid >= 84 or local", {"times": "3", "local": "false"}, None),
        ("paid", "True", {"paid": "7", "times": ""}, "7.00"),  # a fact that no rule asks for
        ("paid if times == 5 else paid", "True", {"paid": "7"}, "7.00"),  # all thirteen are tried
        ("paid + (1 if times == 5 else 0)", "True", {"paid": "7"}, None),
        ("paid if completed_years(born, as_of) >= 18 else 0", "True", {"paid": "0"}, "0.00"),
        ("paid if completed_years(born, as_of) >= 18 else 0", "True", {"paid": "1"}, None),
        ("min(max(paid, times), 0) + since", "True", {"since": "2"}, "2.00"),  # both are missing
        ("paid - paid + since", "True", {"since": "2"}, None),  # who reads the formula knows better
    ],
)
def test_a_number_that_changes_nothing_is_not_needed(
    points: str, gate: str, row: dict[str, str], total: str | None, tmp_path: Path
) -> None:
    found = run_table(city(points, gate), [{**dict.fromkeys(FACTS, ""), **row}], ROUND, 20260101, tmp_path)
    assert [one["total"] for one in found.scores] == ([] if total is None else [total])
    assert {one["code"] for one in found.rejects} == ({"missing-fact"} if total is None else set())


@pytest.mark.parametrize(
    ("since", "paid", "total"),
    [
        ("", "5", None),  # at most 5, so that its range is not the one that is tried
        ("5", "", None),
        ("0", "", "0.00"),
        ("", "1800", "0.00"),  # whatever it is, it keeps the constraint
    ],
)
def test_a_range_that_a_constraint_shortens_is_not_taken_for_whole(
    since: str, paid: str, total: str | None, tmp_path: Path
) -> None:
    edition = city("max(0, min(since, paid) - 1800)", require="since <= paid")
    row = {**dict.fromkeys(FACTS, ""), "since": since, "paid": paid}
    found = run_table(edition, [row], ROUND, 20260101, tmp_path)
    assert [one["total"] for one in found.scores] == ([] if total is None else [total])


@pytest.mark.parametrize(("born", "total"), [("1990-01-01", None), ("2025-12-01", None), ("", None)])
def test_months_end_at_those_of_a_life(born: str, total: str | None, tmp_path: Path) -> None:
    """Nobody has 1,800 months: the end that is tried is what a life has room for, and no row is scored by one end."""
    row = {**dict.fromkeys(FACTS, ""), "birth_date": born}
    edition = edition_with(
        "insurance",
        facts={"counted": {"type": "months", "name": "x", "count": "insurance"}, "birth_date": {}},
        indicator=[
            {"id": "points", "name": "x", "points": "min(counted, 10) + 0 * completed_years(birth_date, as_of)",
             "source": {"document": "law", "article": "1"}}
        ],
        result={},
    )  # fmt: skip
    found = run_table(edition, [{"counted": "", "birth_date": row["birth_date"]}], ROUND, 20260101, tmp_path)
    assert [one["total"] for one in found.scores] == ([] if total is None else [total])


def test_a_birth_date_that_cannot_be_read_is_the_mistake_that_is_told(tmp_path: Path) -> None:
    """Without a date nothing says how many months a life has, and no other mistake is told of the row."""
    row = {name: text for name, text in GOOD.items() if name != "id"} | {"birth_date": "x"}
    found = run_table(find_policy("beijing"), [row], RoundId(2022), 20260101, tmp_path)
    assert [(one["column"], one["code"]) for one in found.rejects] == [("birth_date", "not-a-date")]
