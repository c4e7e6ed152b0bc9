"""The forms of a rule: tiers, tables within the highest of several, needs that routes share, tables written once."""

import io
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from hukou_cli import Edition, InvalidPolicy, score
from hukou_cli.render.policy import print_policy
from hukou_cli.rules.prose import arithmetic, words
from tests.support.screens import screen
from tests.support.springfield import edition_with
from tests.support.sql_rows import row_of, run_query

SOURCE = {"document": "law", "article": "1"}
YEARS = [{"up_to": 36, "year": 10, "month": "0.83"}, {"year": 12, "month": 1}]
FACTS: dict[str, Any] = {
    "paid": {"type": "months", "name": "缴费月数"},
    "title": {"type": "choice", "name": "职称", "choices": {"none": "无", "junior": "初级", "senior": "高级"}},
    "tax": {"type": "yuan", "name": "纳税", "decimals": 2, "default": 0},
    "skilled": {"type": "flag", "name": "技能", "default": False},
}


def line(**form: Any) -> dict[str, Any]:
    return {"id": "points", "name": "分", "source": SOURCE, **form}


def city(*indicators: dict[str, Any], **policy: Any) -> Edition:
    return edition_with("insurance", facts=FACTS, indicator=list(indicators), **policy)


def points(edition: Edition, **facts: object) -> Decimal | None:
    """Score an applicant in both readings, and give the first line."""
    result = score({"title": "none", "paid": 0, **facts}, edition, 2021)
    with duckdb.connect() as engine:
        (answer,) = run_query(engine, edition, 2021, [row_of(result)])
    points = result.lines[0].points
    assert points is not None
    assert points * 100 in answer
    return points


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        (0, "0"),
        (11, "9.13"),  # 11 × 0.83
        (12, "10"),
        (35, "29.13"),  # 2 × 10 + 11 × 0.83
        (36, "30"),
        (37, "31"),  # 3 × 10 + 1 × 1
        (65, "59"),  # 3 × 10 + 2 × 12 + 5 × 1
    ],
)
def test_years_within_a_tier_count_at_its_rate_and_months_beyond_them_too(months: int, expected: str) -> None:
    assert points(city(line(tiers="paid", rows=YEARS)), paid=months) == Decimal(expected)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [("0", "0"), ("10.50", "5.25"), ("100", "50"), ("150", "62.50"), ("250", "77.50"), ("1000", "77.50")],
)
def test_each_unit_counts_at_the_rate_of_its_tier_whatever_the_order_of_the_rows(amount: str, expected: str) -> None:
    """100 at 0.5 are 50; the next 100 at 0.25 are 25; the next 25 at 0.1 are 2.5; what lies beyond counts nothing."""
    rows = [{"unit": 0}, {"up_to": 200, "unit": "1 / 4"}, {"up_to": 100, "unit": "0.5"}, {"up_to": 225, "unit": "0.1"}]
    assert points(city(line(tiers="tax", rows=rows)), tax=amount) == Decimal(expected)


def test_a_tier_is_shown_as_what_lies_in_it_times_its_rate() -> None:
    edition = city(line(tiers="paid", rows=YEARS, cap=50))
    (shown,) = score({"title": "none", "paid": 65}, edition, 2021).lines
    assert shown.step is not None
    assert (
        arithmetic(shown.step, lambda name, option: option or name, "en")
        == "3 × 10 + 2 × 12 + 5 × 1 = 59, capped at 50"
    )
    (_, scale), *_ = city(line(tiers="paid", rows=YEARS)).indicators
    said = "paid: up to 36 → 10 a full year, 0.83 a month beyond; beyond 36 → 12 a full year, 1 a month beyond"
    assert words(scale, lambda name, option: option or name, "en") == said


def test_the_highest_of_several_may_be_tables() -> None:
    edition = city(
        line(
            best_of=[
                {
                    "name": "甲",
                    "choice": "title",
                    "rows": [{"option": "senior", "points": 30}],
                    "others": 5,
                    "when": "skilled",
                },
                {"name": "乙", "bands": "tax", "rows": [{"from": 1000, "points": 10}], "others": 1},
                {"name": "丙", "tiers": "paid", "rows": [{"year": 2}]},
            ]
        )
    )
    assert points(edition) == 1  # none; below 1,000; no year
    assert points(edition, title="senior") == 1  # the title counts with the skill alone
    assert points(edition, skilled=True) == 5
    assert points(edition, title="senior", skilled=True, tax=1000, paid=84) == 30
    assert points(edition, tax=1000) == 10
    assert points(edition, tax=1000, paid=83) == 12  # six full years


def test_a_row_may_be_for_several_options_and_bands_stand_in_any_order() -> None:
    rows = [{"option": ["junior", "senior"], "points": 7}]
    assert points(city(line(choice="title", rows=rows, others=0)), title="junior") == 7
    bands = [{"from": 24, "points": 9}, {"from": 12, "points": 4}]
    edition = city(line(bands="paid", rows=bands, others=1))
    assert [points(edition, paid=months) for months in (11, 12, 23, 24)] == [1, 4, 4, 9]


def test_routes_share_needs() -> None:
    edition = city(
        needs={"year": {"name": "满1年", "require": "paid >= 12"}},
        route=[
            {
                "id": "titled",
                "name": "职称",
                "source": SOURCE,
                "need": ["year", {"name": "高级", "require": "title == 'senior'"}],
            },
            {"id": "waiting", "name": "年限", "source": SOURCE, "need": ["year"]},
        ],
        policy=HEADING | {"regime": "conditions"},
        result={},
    )
    assert score({"title": "none", "paid": 12}, edition, 2021).routes == ("waiting",)
    assert score({"title": "senior", "paid": 12}, edition, 2021).routes == ("titled", "waiting")
    assert score({"title": "senior", "paid": 11}, edition, 2021).routes == ()


HEADING = {
    "city": "springfield", "name": "春田", "title": "x", "number": "1", "in_force_from": "2020-01-01", "checked_on": "2026-11-23",
}  # fmt: skip


def test_a_gate_written_once_stands_for_each() -> None:
    gate = {
        "each": {"paid": "缴费", "tax": "纳税"}, "id": "{id}_needed", "name": "须{name}", "require": "{id} >= 12",
        "source": SOURCE,
    }  # fmt: skip
    edition = city(line(points=1), gate=[gate])
    assert [(rule.id, rule.name.zh) for rule, _ in edition.gates] == [
        ("paid_needed", "须缴费"),
        ("tax_needed", "须纳税"),
    ]
    assert score({"title": "none", "paid": 11, "tax": 12}, edition, 2021).failed_gates == ("paid_needed",)


@pytest.mark.parametrize(
    ("form", "code", "place"),
    [
        ({"tiers": "paid", "rows": [{"up_to": 30, "year": 1}, {"year": 2}]}, "wrong-type", "indicator[1].rows[1].up_to"),
        ({"tiers": "paid", "rows": [{"up_to": 0, "unit": 1}, {"unit": 2}]}, "wrong-type", "indicator[1].rows[1].up_to"),
        ({"tiers": "paid", "rows": [{"up_to": 36, "year": 1}]}, "tiers-end", "indicator[1].rows[1]"),
        ({"tiers": "paid", "rows": [{"year": 1}, {"year": 2}]}, "duplicate-id", "indicator[1].rows[2].up_to"),
        ({"tiers": "paid", "rows": [{"up_to": 12, "year": 1}, {"unit": 2}]}, "tiers-mixed", "indicator[1].rows"),
        ({"tiers": "paid", "rows": [{"month": 1}]}, "missing-key", "indicator[1].rows[1]"),
        ({"tiers": "paid", "rows": [{"points": 1, "unit": 1}]}, "unknown-key", "indicator[1].rows[1].points"),
        ({"tiers": "paid", "rows": []}, "one-form", "indicator[1]"),
        ({"tiers": "paid", "rows": YEARS, "others": 0}, "one-form", "indicator[1]"),
        ({"tiers": "paid - 1", "rows": YEARS}, "whole-of-negative", "indicator[1]"),
        ({"tiers": "padi", "rows": YEARS}, "unknown-name", "indicator[1].tiers"),
        ({"tiers": "paid", "rows": [{"year": "padi"}]}, "unknown-name", "indicator[1].rows[1].year"),
        ({"best_of": [{"name": "甲"}]}, "one-form", "indicator[1].best_of[1]"),
        ({"best_of": [{"name": "甲", "points": 1, "when": "padi"}]}, "unknown-name", "indicator[1].best_of[1].when"),
        ({"each": {"a": "甲"}, "id": "{nr}", "points": 1}, "wrong-type", "indicator[1].id"),
        ({"each": {"a": "甲"}, "id": "{id}", "name": "{nmae}", "points": 1}, "unknown-placeholder", "indicator[1].name"),
        ({"each": {"a": "甲", "b": "乙"}, "id": "same", "points": 1}, "duplicate-id", "indicator[1]"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_rows_is_told_at_the_row(form: dict[str, Any], code: str, place: str) -> None:
    with pytest.raises(InvalidPolicy) as caught:
        city(line(**form))
    assert [(finding.code, finding.place) for finding in caught.value.findings] == [(code, place)]


def test_a_need_that_is_not_there_is_told() -> None:
    with pytest.raises(InvalidPolicy) as caught:
        city(line(points=1), route=[{"id": "r", "name": "x", "source": SOURCE, "need": ["yaer"]}])
    assert [(finding.code, finding.place) for finding in caught.value.findings] == [("not-one-of", "route[1].need[1]")]


def test_all_options_without_points_are_told_in_one_message() -> None:
    with pytest.raises(InvalidPolicy) as caught:
        city(line(choice="title", rows=[{"option": "none", "points": 0}]))
    (finding,) = caught.value.findings
    assert finding.sentence("en") == "no row gives the points of these options: junior senior"


def test_a_table_within_the_highest_of_several_stands_under_its_name() -> None:
    edition = city(
        line(
            best_of=[
                {"name": "甲", "choice": "title", "rows": [{"option": "senior", "points": 30}], "others": 5},
                {"name": "乙", "tiers": "paid", "rows": YEARS},
            ]
        )
    )
    to = screen(80)
    print_policy(edition, "zh", to)
    assert isinstance(to.file, io.StringIO)
    shown = to.file.getvalue()
    table = "  · 甲\n    职称\n      高级  30\n      无     5\n      初级   5\n"
    scale = "  · 乙\n    缴费月数\n      36以内  每满一年10，不足一年的每月0.83\n      超过36  每满一年12，不足一年的每月1\n"
    assert table + scale in shown


def test_a_default_that_no_rule_uses_is_not_told_as_assumed() -> None:
    result = score({"title": "none", "paid": 12}, city(line(points="0.5 * tax + paid")), 2021)
    assert (result.total, result.assumed) == (Decimal(12), ("tax",))  # of tax and skilled, both of which have a default
