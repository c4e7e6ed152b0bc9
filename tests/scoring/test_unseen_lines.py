"""Lines whose rules were not seen: what is seen is scored, the rest is an interval, and what is missing is named."""

import json
from decimal import Decimal
from typing import Any

import pytest

from hukou_cli import Edition, score
from hukou_cli.base.decimals import limits_text
from hukou_cli.base.errors import InvalidPolicy, InvalidTable
from hukou_cli.render.score_json import score_json
from hukou_cli.render.verdict import asides, figures
from hukou_cli.table.columns import Header, check_complete, map_columns
from tests.support.springfield import edition_with

SOURCE = {"document": "law", "article": "1"}
SEEN = {"id": "points", "name": "x", "points": "counted", "source": SOURCE}


def unseen(id_: str, name: str, kind: str = "adds", **keys: object) -> dict[str, object]:
    return {"id": id_, "name": name, "unseen": kind, "source": SOURCE, **keys}


def edition(*lines: dict[str, object], **policy: Any) -> Edition:
    return edition_with("insurance", indicator=[SEEN, *lines], result={"pass": "total >= 60"}, **policy)


def test_a_capped_line_that_was_not_seen_makes_an_interval_and_is_named() -> None:
    found = score({"counted": 50}, edition(unseen("tax", "纳税", cap=40), unseen("award", "表彰", cap=10)))
    assert limits_text(found.total_range) == "50.00..100.00"
    assert (found.reached, found.is_open, found.passed) == (None, True, False)
    assert [line.indicator.id for line in found.unseen] == ["tax", "award"]
    assert figures(found, "zh") == "50.00–100.00 分，比达标分 60 低 10.00 分至高出 40.00 分"
    assert figures(found, "en") == "50.00–100.00 points, 10.00 below to 40.00 above 60, the pass mark"
    assert asides(found, "zh") == ["未见计分规则：纳税、表彰。"]
    assert asides(found, "en") == ["Rules not seen: 纳税, 表彰."]


def test_what_is_seen_may_be_enough() -> None:
    found = score({"counted": 60}, edition(unseen("tax", "纳税", cap=40)))
    assert (limits_text(found.total_range), found.reached, found.passed) == ("60.00..100.00", True, True)


def test_what_is_not_seen_may_be_too_little() -> None:
    found = score({"counted": 19}, edition(unseen("tax", "纳税", cap=40)))
    assert (limits_text(found.total_range), found.reached, found.is_open) == ("19.00..59.00", False, False)


def test_without_a_known_cap_the_total_is_a_lower_bound() -> None:
    found = score({"counted": 20}, edition(unseen("tax", "纳税")))
    assert limits_text(found.total_range) == "20.00.."
    assert found.reached is None
    assert figures(found, "zh").startswith("≥ 20.00 分")
    assert asides(found, "zh") == ["未见计分规则：纳税。"]
    written = json.loads(score_json(found, "en"))
    assert (written["total"], written["total_range"], written["unseen"]) == (None, [20, None], ["tax"])
    assert written["pass_mark"]["distance_range"] == [-40, None]


def test_a_deduction_that_was_not_seen_makes_an_upper_bound() -> None:
    found = score({"counted": 70}, edition(unseen("fines", "扣分", "deducts")))
    assert limits_text(found.total_range) == "..70.00"
    assert figures(found, "en").startswith("≤ 70.00 points")
    bounded = score({"counted": 70}, edition(unseen("fines", "扣分", "deducts", floor=-10)))
    assert (limits_text(bounded.total_range), bounded.reached) == ("60.00..70.00", True)


def test_a_missing_fact_is_told_beside_what_was_not_seen() -> None:
    days = edition(unseen("tax", "纳税", cap=40), facts={"counted": {"type": "months", "name": "月数", "max": 9},
        "served": {"type": "flag", "name": "服务"}}, gate=[{"id": "g", "name": "g", "require": "served", "source": SOURCE}])  # fmt: skip
    found = score({"served": True}, days)
    assert figures(found, "en").startswith("0.00–49.00 points")
    assert (found.total_decided_by, asides(found, "en")) == (("counted", "tax_points"), ["Rules not seen: 纳税."])


def test_who_was_told_the_points_gives_them() -> None:
    policy = edition(unseen("tax", "纳税", cap=40))
    assert score({"counted": 20, "tax_points": "12.5"}, policy).total == Decimal("32.50")
    assert score({"counted": 20, "tax_points": 41}, policy).total == Decimal("60.00")


def test_a_condition_settles_a_line_that_was_not_seen() -> None:
    policy = edition(unseen("tax", "纳税", cap=40, when="counted >= 12"))
    settled = score({"counted": 11}, policy)
    assert (settled.total, settled.unknown) == (Decimal("11.00"), ())
    assert score({"counted": 12}, policy).total_range == (Decimal(12), Decimal(52))


def test_a_table_needs_a_column_of_the_points() -> None:
    policy = edition(unseen("tax", "纳税", cap=40))
    window = policy.calendar.window(policy.calendar.default(20260101))
    with pytest.raises(InvalidTable) as caught:
        check_complete(map_columns(Header(["counted"]), policy), policy, window.limits, Header(["counted"]))
    assert [finding.values["fact"] for finding in caught.value.findings] == ["tax_points"]
    both = Header(["counted", "tax_points"])
    check_complete(map_columns(both, policy), policy, window.limits, both)


def test_a_line_is_seen_or_not() -> None:
    with pytest.raises(InvalidPolicy) as caught:
        edition(unseen("tax", "纳税", points=3))
    assert [finding.code for finding in caught.value.findings] == ["one-form"]
