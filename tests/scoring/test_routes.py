"""Which route is nearest where none holds, and how far its needs are met."""

from hukou_cli import find_policy, score
from hukou_cli.render.sentences import measured
from hukou_cli.render.verdict import answer, headline

SHANGHAI = find_policy("shanghai")
DAY = "2026-11-20"
FACTS: dict[str, object] = {
    "has_residence_permit": True,
    "employed": True,
    "tax_paid": True,
    "permit_counted_months": 70,
    "insured_permit_months": 68,
    "certificate_fits_post": True,
    "title_level": "intermediate",
    "base_10_of_48": 40,
    "base_13_of_48": 40,
    "base_20_of_48": 0,
    "base_30_of_48": 0,
    "filing_multiple": "1.35",
}


def nearest(**facts: object) -> str:
    return score({**FACTS, **facts}, SHANGHAI, DAY).nearest_routes[0].route.id


def test_the_nearest_route_lacks_least_beside_months() -> None:
    assert nearest() == "standard"
    assert nearest(title_level="none", certificate_fits_post=False) == "high_base"


def test_of_routes_that_lack_only_months_the_soonest_is_nearest() -> None:
    lingang = {"work_area": "lingang", "area_recommended": True}
    assert nearest(**lingang, work_area_months=30) == "lingang_5"  # 6 months, against 16
    assert nearest(**lingang, work_area_months=19) == "standard"  # 17 months


def test_a_route_of_which_nothing_is_met_is_not_the_nearest() -> None:
    """An award not won is one need, and further away than years."""
    fresh = score({**FACTS, "title_level": "none"}, SHANGHAI, DAY)
    assert "major_contribution" not in [way.route.id for way in fresh.nearest_routes]


def test_no_route_is_nearest_where_one_holds() -> None:
    held = score({**FACTS, "permit_counted_months": 84, "insured_permit_months": 84}, SHANGHAI, DAY)
    assert held.routes == ("standard",)
    assert held.nearest_routes == ()


def test_who_meets_no_route_is_told_the_nearest_though_a_condition_is_open() -> None:
    """No gate fails where one is open: "Not eligible: ." named nothing."""
    found = score({**FACTS, "has_residence_permit": "unknown"}, SHANGHAI, DAY)
    assert (found.eligible, found.failed_gates) == (False, ("no_route",))
    assert "still missing: " in answer(found, "en")
    assert "还差：" in answer(found, "zh")


def test_a_need_with_decimals_is_told_in_its_own_unit() -> None:
    way = score({**FACTS, "filing_multiple": "1.25"}, SHANGHAI, DAY).route_checks[0]
    result = score({**FACTS, "filing_multiple": "1.25"}, SHANGHAI, DAY)
    assert measured(way.needs[-1], result, "en").endswith("(1.25 of 1.3)")
    assert measured(way.needs[0], result, "en").endswith("(70 of 84 months)")


def test_who_is_eligible_by_one_route_is_not_told_that_another_decides() -> None:
    changsha = find_policy("changsha")
    facts = {"degree": "associate", "employed": True, "joins_relative": False}
    assert headline(score(facts, changsha, DAY), "en") == "Eligible, by this route: College graduates who work here."
    open_ = headline(score({**facts, "employed": False}, changsha, DAY), "en")
    assert open_.endswith("Missing: another of the cases holds, as for homes or work.")
