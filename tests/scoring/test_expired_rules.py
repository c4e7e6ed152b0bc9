"""Rules that have ended by the round asked for: enough by them is no yes, since those that follow were not seen."""

import contextlib
import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from hukou_cli import Score, find_policy, load_applicant, score, score_table
from hukou_cli.base.bilingual import Bilingual
from hukou_cli.policy.catalog import bundled
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.render.comparison import comparison_markdown
from hukou_cli.render.verdict import asides, headline, mark
from hukou_cli.scoring.comparison import compare
from hukou_cli.table.plan import Request
from hukou_cli.table.routing import find_partitions
from hukou_cli.table.source.inputs import open_input
from tests.support.catalog import CATALOG
from tests.support.screens import screen
from tests.support.springfield import edition_with

TODAY = datetime.date(2026, 11, 30)


def ending(day: str, **policy: Any) -> Edition:
    """Build a city with one line and a pass mark of 1, whose rules end on a day."""
    heading = {
        "city": "springfield", "name": Bilingual(zh="春田", en="Springfield"), "title": "x", "regime": "pass_mark",
        "in_force_from": "2024-01-01", "in_force_to": day, "checked_on": "2026-11-29",
    }  # fmt: skip
    return edition_with("insurance", **{"policy": heading, **policy})


def scored(city: str, round_: str | None) -> Score:
    return score(load_applicant(bundled() / city / "example.toml"), find_policy(city), round_, today=TODAY)


@pytest.mark.parametrize(
    ("city", "round_", "zh", "en"),
    [
        ("chengdu", "2028-06-01", "按 2027-02-19 到期的规则会达标；2028年的规定未见。",
         "Enough by rules that end on 2027-02-19; those of 2028 were not seen."),
        ("tianjin", "2030-1", "按 2026-12-31 到期的规则会达标；2030年的规定未见。",
         "Enough by rules that end on 2026-12-31; those of 2030 were not seen."),
        ("tianjin", None, "按 2026-12-31 到期的规则会达标；2027年的规定未见。",
         "Enough by rules that end on 2026-12-31; those of 2027 were not seen."),
        ("shenzhen_talent", None, "按 2020-01-31 到期的规则会达标；现行规定未见。",
         "Enough by rules that end on 2020-01-31; those of today were not seen."),
    ],
)  # fmt: skip
def test_enough_by_rules_that_have_ended_is_no_yes(city: str, round_: str | None, zh: str, en: str) -> None:
    result = scored(city, round_)
    assert (result.reached, result.is_enough, result.passed) == (None, True, False)
    assert (headline(result, "zh"), headline(result, "en")) == (zh, en)
    assert mark(result, screen(80), "zh").plain == "·"


def test_a_past_round_that_somebody_named_is_answered_as_history() -> None:
    result = scored("shenzhen_talent", "2018-01-31")
    assert (result.passed, result.expired_on) == (True, None)


def test_what_is_not_enough_says_by_which_rules() -> None:
    result = score({"counted": 0}, ending("2026-12-31"), 2027, today=TODAY)
    assert (result.reached, result.passed, result.expired_on) == (False, False, datetime.date(2026, 12, 31))
    assert headline(result, "en") == "Eligible, but below the pass mark."
    assert "By rules that end on 2026-12-31; those of 2027 were not seen." in asides(result, "en")


@pytest.mark.parametrize(
    ("round_", "reached"),
    [
        (2026, [(True, "0.00"), (False, "-1.00")]),
        (2027, [(None, "0.00"), (False, "-1.00")]),  # the rules end with 2026: enough by them is no yes
        (None, [(None, "0.00"), (False, "-1.00")]),  # none is to come by them in 2027
    ],
)
def test_a_table_tells_of_ended_rules_as_a_score_does(round_: int | None, reached: list[tuple[bool, str]]) -> None:
    """The mark is 1 point: who has 1 is at the line, who has 0 one below."""
    today = TODAY if round_ else datetime.date(2027, 1, 15)
    with duckdb.connect() as engine:
        table = engine.sql("SELECT * FROM (VALUES (1), (0)) AS people(counted)")
        found = score_table(table, ending("2026-12-31"), round_, today=today).project("reached, distance").fetchall()
    assert [(told, str(distance)) for told, distance in found] == reached
    alone = [score({"counted": counted}, ending("2026-12-31"), round_, today=today).reached for counted in (1, 0)]
    assert alone == [told for told, _ in reached]


def test_rows_that_name_a_past_round_are_of_their_time(tmp_path: Path) -> None:
    """Without a round it is that of the ended rules' last day, of which nothing is to come; one named is history."""
    table = tmp_path / "in.csv"
    table.write_text("city,round\nshenzhen_talent,2020-01-31\nshenzhen_talent,\n", encoding="utf-8")
    request = Request(None, None, None, "en", "csv", TODAY, TODAY)
    with contextlib.closing(open_input(str(table))) as source:
        found, _ = find_partitions(source, CATALOG, request)
    assert [(str(one.round), one.has_ended) for one in found] == [("2020-01-31", False), ("2020-01-31", True)]


@pytest.mark.parametrize(
    ("day", "round_", "outlasts"),
    [
        ("2026-12-31", RoundId(2026), False),
        ("2026-12-31", RoundId(2027), True),
        ("2027-01-01", RoundId(2027), False),  # the year begins while they are in force
    ],
)
def test_a_round_outlasts_rules_that_end_before_it_begins(day: str, round_: RoundId, outlasts: bool) -> None:  # noqa: FBT001
    assert ending(day).calendar.outlasts_rules(round_) is outlasts


@pytest.mark.parametrize(("round_", "outlasts"), [(RoundId(2026, 1), False), (RoundId(2026, 2), True)])
def test_a_period_begins_with_its_part_of_the_year(round_: RoundId, outlasts: bool) -> None:  # noqa: FBT001
    months = {"1": {"as_of": {"year": 0, "month": 3, "day": 31}}, "2": {"as_of": {"year": 0, "month": 9, "day": 30}}}
    edition = ending("2026-06-30", periods=months, dates={"age_on": {"year": 0, "month": 1, "day": 1}})
    assert edition.calendar.outlasts_rules(round_) is outlasts


def test_a_round_that_the_file_lists_is_of_its_rules() -> None:
    told = {"year": 2027, "source": {"document": "law", "article": "1"}}
    assert not ending("2026-12-31", round=[told]).calendar.outlasts_rules(RoundId(2027))
    assert score({"counted": 1}, ending("2026-12-31", round=[told]), 2027, today=TODAY).passed


def test_a_comparison_calls_no_such_city_possible_now() -> None:
    person = load_applicant(bundled() / "tianjin/example.toml")
    found = compare(person, [find_policy("tianjin")], TODAY)
    assert found[0].score is not None
    assert (found[0].score.total, found[0].score.passed) == (Decimal("368.28"), False)
    assert "· 按 2026-12-31 到期的规则会达标；2027年的规定未见。" in comparison_markdown(found, "zh")
