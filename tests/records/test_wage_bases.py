"""Months counted by the base that insurance was paid on, measured by the average wage of the time."""

from typing import Any

import pytest

from hukou_cli import InvalidApplicant, InvalidPolicy, score
from hukou_cli.applicant.document import applicant_of
from hukou_cli.policy.edition import Edition
from hukou_cli.render.count_trace import count_lines, set_words
from hukou_cli.scoring.result import Score
from hukou_cli.scoring.score import count_traces
from tests.support.springfield import edition_with

SOURCE = {"document": "law", "article": "1"}
ROWS: list[dict[str, Any]] = [
    {"from": "2019-07", "to": "2020-03", "yuan": 10000, "source": SOURCE},
    {"from": "2020-04", "to": "2020-09", "yuan": "12000.10", "source": SOURCE},
]


def edition(count: str = "base_at_least(insurance, 'average', 1.3)", rows: Any = ROWS, **policy: Any) -> Edition:
    """Return a city with average wages from 2019-07 to 2020-09; the counting day is 2020-12-15."""
    return edition_with(count, wages={"average": {"name": "平均工资", "rows": rows}}, **policy)


def job(start: str, end: str | None, base: object = None, **more: object) -> dict[str, object]:
    told = {"to": end, "base": base}
    return {"city": "springfield", "from": start} | {key: value for key, value in told.items() if value} | more


def scored(*jobs: dict[str, object], **facts: object) -> Score:
    return score(applicant_of({"insurance": list(jobs), "facts": facts}), edition(), 2021)


@pytest.mark.parametrize(
    ("base", "months"),
    [
        ("12999.99", 0),
        (13000, 9),  # 1.3 × 10,000: 2019-07 to 2020-03
        ("15600.12", 9),  # 1.3 × 12,000.10 = 15,600.13
        ("15600.13", 15),
    ],
)
def test_a_month_counts_from_the_very_threshold_on(base: object, months: int) -> None:
    result = scored(job("2019-07", "2020-09", base))
    assert (result.values["counted"], result.unknown) == (months, ())


def test_each_month_is_measured_by_the_wage_of_its_time() -> None:
    """13,000 is enough up to 2020-03, then 15,600.13 is needed: of the second job the months from 2020-06 on."""
    assert scored(job("2019-09", "2020-05", 13000), job("2020-06", "2020-09", 20000)).values["counted"] == 7 + 4


@pytest.mark.parametrize(
    ("jobs", "limits"),
    [
        ([job("2019-06", "2020-09", 20000)], (15, 16)),  # 2019-06 has no wage
        ([job("2019-07", None, 20000)], (15, 18)),  # nor have 2020-10 to 2020-12
        ([job("2019-07", "2019-12", 20000), job("2020-01", "2020-04")], (6, 10)),  # four months without a base
        ([job("2020-10", "2020-11")], (0, 2)),
    ],
)
def test_what_is_not_known_leaves_the_count_open(jobs: list[dict[str, object]], limits: object) -> None:
    result = scored(*jobs)
    assert (result.lines[0].points_range, result.unknown) == (limits, ("counted",))


def test_what_one_record_leaves_open_another_may_decide() -> None:
    result = scored(job("2019-07", "2019-12"), job("2019-07", "2019-12", 20000))
    assert (result.values["counted"], result.unknown) == (6, ())


def test_what_is_given_straight_stands() -> None:
    result = scored(job("2019-07", None, 20000), counted=16)
    assert (result.values["counted"], result.unknown) == (16, ())


def test_repaid_months_and_those_of_long_ago_are_left_out() -> None:
    jobs = [job("2019-07", "2020-09", 20000, back_paid=["2020-04"])]
    rule = edition("base_at_least(insurance, 'average', 1.3) - back_paid & last(12)")
    result = score(applicant_of({"insurance": jobs}), rule, 2021)
    assert result.values["counted"] == 8  # 2020-01 to 2020-09 without 2020-04


def test_months_before_the_window_leave_nothing_open() -> None:
    rule = edition("base_at_least(insurance, 'average', 1.3) & last(12)")
    result = score(applicant_of({"insurance": [job("2010-01", "2020-09", 20000)]}), rule, 2021)
    assert (result.values["counted"], result.unknown) == (9, ())


def test_a_job_of_another_city_is_no_month_of_it() -> None:
    result = scored(job("2019-07", "2019-09", 20000), job("2019-10", "2020-03", 20000, city="shelbyville"))
    assert (result.values["counted"], result.unknown) == (3, ())


def notes(*jobs: dict[str, object]) -> list[str]:
    return [note.sentence("en") for note in scored(*jobs).notes if note.code in ("no-wage", "no-base")]


def test_the_months_that_are_open_are_told_with_what_to_give() -> None:
    no_wage, no_base = notes(job("2019-06", "2019-12", 20000), job("2020-01", "2020-02"))
    assert no_wage == (
        "the average wage of 2019-06 is not in this policy, so it is open whether these months count; count them "
        "yourself and give: x (`counted`, 6 to 9)"
    )
    assert no_base == (
        "the insurance of 2020-01 – 2020-02 has no `base`, so it is open whether these months count; add it, or give: "
        "x (`counted`, 6 to 9)"
    )


def test_a_base_too_low_beside_one_not_written_asks_for_the_latter() -> None:
    (note,) = notes(job("2019-07", "2019-12", 9000), job("2019-07", "2019-12"))
    assert note.startswith("the insurance of 2019-07 – 2019-12 has no `base`")


def test_nothing_is_told_of_bases_to_whoever_writes_none() -> None:
    assert notes(job("2019-06", "2019-12")) == []


def test_the_account_tells_bases_and_thresholds() -> None:
    jobs = [job("2019-09", "2020-05", 13000), job("2020-06", "2020-07"), job("2020-08", "2020-10", 20000)]
    result = scored(*jobs)
    account = count_traces(result)["counted"]
    assert list(count_lines(account, None, result.edition, "en")) == [
        "from records: 2019-09 – 2020-03, 2020-08 – 2020-09",
        "9 to 12 in all; open: 2020-06 – 2020-07, 2020-10",
        "enough 2019-09 – 2020-03: base 13,000 yuan (insurance 1); 1.3 × 10,000 is 13,000",
        "enough 2020-08 – 2020-09: base 20,000 yuan (insurance 3); 1.3 × 12,000.1 is 15,600.13",
        "left out 2020-04 – 2020-05: too low: base 13,000 yuan (insurance 1); 1.3 × 12,000.1 is 15,600.13",
        "open 2020-06 – 2020-07: no base is written in insurance 2",
        "open 2020-10: the policy has no average wage for them: base 20,000 yuan (insurance 3)",
    ]
    assert list(count_lines(account, None, result.edition, "zh"))[4:] == [
        "不计 2020-04 – 2020-05：未达到：基数13,000元（第 1 条参保记录）；1.3×12,000.1＝15,600.13元",
        "待定 2020-06 – 2020-07：第 2 条参保记录未写缴费基数",
        "待定 2020-10：本政策未收录当月适用的平均工资：基数20,000元（第 3 条参保记录）",
    ]


def test_the_rule_in_words() -> None:
    rule = edition("base_at_least(insurance.pension, 'average', 2) - back_paid & last(48)")
    formula = rule.counts["counted"].formula
    assert set_words(formula, rule, "zh") == "最近48个月内的基数达平均工资2倍的养老参保（不含补缴）"
    english = "insurance (pension) with a base of at least 2 × 平均工资 but not back-paid within the last 48 months"
    assert set_words(formula, rule, "en") == english


@pytest.mark.parametrize("base", ["-1", "12000.005", "1e4", "many"])
def test_a_base_that_is_no_amount_is_told_with_its_place(base: str) -> None:
    with pytest.raises(InvalidApplicant) as refused:
        scored(job("2019-07", "2019-08", base))
    assert [(found.code, found.place) for found in refused.value.findings] == [("not-an-amount", "insurance[1].base")]


@pytest.mark.parametrize(
    ("count", "code"),
    [
        ("base_at_least(insurance, 'averages', 1.3)", "not-one-of"),
        ("base_at_least(insurance, 'average')", "wrong-arguments"),
        ("base_at_least(insurance, 'average', 0)", "wrong-arguments"),
        ("base_at_least(insurance, 'average', 1e1)", "wrong-arguments"),
        ("base_at_least(home, 'average', 1.3)", "wrong-arguments"),
        ("base_at_least(back_paid, 'average', 1.3)", "wrong-arguments"),
        ("full(base_at_least(insurance, 'average', 1.3))", "wrong-arguments"),
    ],
)
def test_what_is_no_such_expression_is_refused(count: str, code: str) -> None:
    with pytest.raises(InvalidPolicy) as refused:
        edition(count)
    assert [found.code for found in refused.value.findings] == [code]


@pytest.mark.parametrize(
    ("change", "code"),
    [({"yuan": "0"}, "not-an-amount"), ({"yuan": "1.005"}, "not-an-amount"), ({"from": "2020-11"}, "to-before-from"),
     ({"from": "2020-03"}, "wage-twice")],
)  # fmt: skip
def test_a_table_of_wages_that_cannot_be_is_refused(change: dict[str, str], code: str) -> None:
    with pytest.raises(InvalidPolicy) as refused:
        edition(rows=[ROWS[0], {**ROWS[1], **change}])
    assert [found.code for found in refused.value.findings] == [code]
