"""Set expressions: what they mean is tested with records; here what is refused, and where."""

import pytest

from hukou_cli.base.errors import InvalidPolicy
from hukou_cli.rules.record_set_parser import parse_set
from hukou_cli.rules.record_sets import (
    Both,
    Either,
    Full,
    Held,
    Joined,
    Longest,
    Period,
    RecordSet,
    Where,
    Without,
    counted_in,
    record_sets_in,
)

LISTS = ("centre",)


def test_operators_bind_as_in_python() -> None:
    parsed = parse_set("home.owned | insurance - back_paid & since('2018-01')", LISTS)
    paid = Without(RecordSet("insurance"), RecordSet("back_paid"))
    assert parsed.formula == Either(RecordSet("home", ("owned",)), Both(paid, Period("since", 2018 * 12)))
    assert parsed.sort == "months"
    assert parsed.kinds == {"home", "insurance"}


def test_repaid_months_taken_away_are_those_of_the_insurance_before_them() -> None:
    parsed = parse_set("insurance.pension - back_paid | insurance - back_paid.medical", LISTS)
    pension = Without(RecordSet("insurance", ("pension",)), RecordSet("back_paid", ("pension",)))
    other = Without(RecordSet("insurance"), RecordSet("back_paid", ("medical",)))
    assert parsed.formula == Either(pension, other)


def test_a_district_condition_alone_holds_for_every_record_beside_it() -> None:
    outside = (Where("district", "centre", inside=False),)
    both = Both(RecordSet("home", ("owned",), outside), RecordSet("insurance", (), outside))
    assert parse_set("home.owned & insurance & outside('centre')", LISTS).formula == both
    assert parse_set("outside(home.owned & insurance, 'centre')", LISTS).formula == both
    one = Both(RecordSet("home", ("owned",), outside), RecordSet("insurance"))
    assert parse_set("outside(home.owned, 'centre') & insurance", LISTS).formula == one


def test_a_condition_on_the_city_stands_like_one_on_the_district() -> None:
    nearby = Where("city", "province")
    one = RecordSet("insurance", ("pension",), (nearby,))
    assert parse_set("in_cities(insurance.pension, 'province')", LISTS, ("province",)).formula == one
    both = RecordSet("insurance", (), (Where("district", "centre"), nearby))
    assert parse_set("in_cities(in_district(insurance, 'centre'), 'province')", LISTS, ("province",)).formula == both


def test_records_may_be_measured_one_by_one() -> None:
    owned, declared, dormitory = (
        RecordSet("home", tags) for tags in (("owned",), ("rented", "registered"), ("dormitory",))
    )
    assert parse_set("longest(full(home.owned))", LISTS).formula == Longest(Full(owned))
    joined = Joined((owned, declared, dormitory))
    assert parse_set("full(home.owned | home.rented.registered | home.dormitory)", LISTS).formula == Full(joined)
    assert parse_set("full(home.owned | (home.rented.registered | home.dormitory))", LISTS).formula == Full(joined)


def test_measures_mean_the_same_in_any_order() -> None:
    orders = (
        "longest(full(held(home)))",
        "longest(held(full(home)))",
        "held(full(longest(home)))",
        "full(longest(held(home)))",
    )
    assert {parse_set(text, LISTS).formula for text in orders} == {Longest(Full(Held(RecordSet("home"))))}
    assert parse_set("full(full(home))", LISTS).formula == Full(RecordSet("home"))


def test_a_condition_around_a_measure_holds_for_the_records_in_it() -> None:
    centre = (Where("district", "centre"),)
    joined = Joined((RecordSet("home", ("owned",), centre), RecordSet("home", ("rented",), centre)))
    assert parse_set("in_district(full(home.owned | home.rented), 'centre')", LISTS).formula == Full(joined)
    assert parse_set("full(in_district(home.owned | home.rented, 'centre'))", LISTS).formula == Full(joined)


def test_repaid_months_taken_from_measured_insurance_are_of_that_insurance() -> None:
    parsed = parse_set("full(insurance.pension) - back_paid", LISTS)
    assert parsed.formula == Without(Full(RecordSet("insurance", ("pension",))), RecordSet("back_paid", ("pension",)))


def test_what_is_taken_away_is_not_counted_but_is_named() -> None:
    parsed = parse_set("full(home.owned | home.family) - held(permit) & insurance", LISTS)
    owned, family, permit, insurance = (
        RecordSet("home", ("owned",)), RecordSet("home", ("family",)), RecordSet("permit"), RecordSet("insurance"),
    )  # fmt: skip
    assert parsed.formula == Both(Without(Full(Joined((owned, family))), Held(permit)), insurance)
    assert counted_in(parsed.formula) == (Joined((owned, family)), insurance)
    assert record_sets_in(parsed.formula) == (owned, family, permit, insurance)


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("in_cities(insurance, 'centre')", "not-one-of", 22),
        ("full(insurance | home)", "wrong-arguments", 1),
        ("full(home.owned | full(home.rented))", "wrong-arguments", 1),
        ("full(home.owned | in_district(home.rented, 'centre'))", "wrong-arguments", 1),
        ("full(home.owned & home.rented)", "wrong-arguments", 1),
        ("full(since('2018-01'))", "wrong-arguments", 1),
        ("longest()", "wrong-arguments", 1),
        ("insurance &", "formula-syntax", 12),
        ("insurrance", "unknown-name", 1),
        ("insurance & hoem.owned", "unknown-name", 13),
        ("insurance + home", "set-not-allowed", 1),
        ("insurance and home", "set-not-allowed", 1),
        ("insurance[0]", "set-not-allowed", 1),
        ("insurance & home.ownd", "unknown-name", 13),
        ("back_paid.pention", "unknown-name", 1),
        ("permit.valid", "unknown-name", 1),
        ("held(penalty)", "wrong-arguments", 1),
        ("full(blood_donation)", "wrong-arguments", 1),
        ("outside(penalty, 'centre')", "wrong-kind", 1),
        ("insurance & anywhere(home)", "wrong-kind", 1),
        ("anywhere(tax)", "wrong-kind", 1),
        ("elsewhere(tax)", "wrong-arguments", 1),
        ("elsewhere(marriage)", "wrong-arguments", 1),
        ("elsewhere(insurance & home)", "wrong-arguments", 1),
        ("elsewhere(in_district(home.owned, 'centre'))", "wrong-arguments", 1),
        ("tax_years(100000) - outside(penalty, 'centre')", "wrong-kind", 1),
        ("since('2018-1')", "wrong-arguments", 1),
        ("insurance & since(2018)", "wrong-arguments", 13),
        ("insurance & last(0)", "wrong-arguments", 13),
        ("insurance & last(True)", "wrong-arguments", 13),
        ("insurance & sinse('2018-01')", "unknown-function", 13),
        ("insurance & outside('center')", "not-one-of", 21),
        ("insurance & outside('centre', 'centre')", "not-one-of", 21),
        ("since('2018-01')", "wrong-kind", 1),
        ("outside('centre')", "wrong-kind", 1),
        ("insurance | penalty", "wrong-kind", 1),
        ("insurance | since('2018-01')", "wrong-kind", 1),
        ("since('2018-01') - insurance", "wrong-kind", 1),
        ("insurance - outside('centre')", "wrong-kind", 1),
        ("__import__('os')", "unknown-function", 1),
        ("(" * 100 + "insurance" + ")" * 100, "formula-too-deep", 33),
    ],
)
def test_refuses_with_the_column(text: str, code: str, column: int) -> None:
    with pytest.raises(InvalidPolicy) as caught:
        parse_set(text, LISTS)
    (finding,) = caught.value.findings
    if code == "not-one-of" and "'centre', 'centre'" in text:
        assert finding.code in ("not-one-of", "set-not-allowed")
        return
    assert (finding.code, finding.column) == (code, column)
