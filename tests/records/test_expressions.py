"""Set expressions at work: a made-up city whose facts use every function, on records counted by hand."""

from decimal import Decimal
from typing import Any

import pytest

from hukou_cli import InvalidPolicy, score
from hukou_cli.applicant.document import applicant_of
from tests.support.springfield import ELSEWHERE, HOMES, JOBS, SHELBYVILLE, edition_with, recognising


@pytest.mark.parametrize(
    ("count", "months"),
    [
        ("insurance", 22),  # 6 + 9 + 7
        ("insurance.medical", 13),  # 6 + 7: the second job paid pension only
        ("insurance & since('2020-01')", 10),
        ("insurance & before('2020-01')", 12),
        ("insurance - since('2020-01')", 12),
        ("insurance & last(12)", 10),  # 2020-01 to 2020-12 without 2020-04 and 2020-05
        ("insurance & last_years(1)", 10),
        ("home.owned & insurance & outside('centre')", 0),
        ("home & insurance & in_district('centre')", 3),  # 2019-04 to 2019-06
        ("home.owned | home.family", 21),  # 2019-04 to 2020-12
        ("home - home.owned", 12),
        ("(home.owned | insurance) - home.family", 12),
        ("marriage & insurance", 5),  # 2020-08 to 2020-12
    ],
)
def test_months(count: str, months: int) -> None:
    facts = {"insurance": JOBS, "home": HOMES, "marriage": [{"from": "2020-08"}]}
    assert score(applicant_of(facts), edition_with(count), 2021).values["counted"] == months


@pytest.mark.parametrize(
    ("count", "days"),
    [
        ("blood_donation", 4),
        ("blood_donation & last(12)", 3),  # after 2019-12-15, up to 2020-12-15, exact to the day
        ("blood_donation & last_years(1)", 2),
        ("blood_donation & since('2020-01')", 2),
        ("blood_donation - since('2020-01')", 2),
        ("commendation.city | blood_donation", 5),
        ("penalty", 0),
    ],
)
def test_days(count: str, days: int) -> None:
    """Counting day 2020-12-15; a donation of the day after does not count."""
    dates = ["2019-12-15", "2019-12-16", "2020-02-29", "2020-12-15", "2020-12-16"]
    facts = {
        "insurance": JOBS,
        "blood_donation": [{"date": date} for date in dates],
        "commendation": [{"kind": "city", "date": "2010-05-01"}, {"kind": "street", "date": "2011-05-01"}],
    }
    result = score(applicant_of({**facts, "penalty": [{"date": "2021-01-01"}]}), edition_with(count, "count"), 2021)
    assert result.values["counted"] == days


def test_an_amount_is_of_a_calendar_year() -> None:
    tax = [{"city": "springfield", "year": year, "income": 50000} for year in (2015, 2018, 2019, 2020, 2021)]
    for count, years in (("tax_years(50000)", 4), ("tax_years(50000) & last_years(2)", 2), ("tax_years(50001)", 0)):
        facts = {"insurance": JOBS, "tax": tax}
        assert score(applicant_of(facts), edition_with(count, "count"), 2021).values["counted"] == years


@pytest.mark.parametrize(("gap", "months"), [(0, 7), (1, 7), (2, 22), (3, 22)])
def test_a_run_goes_on_over_a_gap_that_is_tolerated(gap: int, months: int) -> None:
    """2020-04 and 2020-05 are missing: two months in a row."""
    streak = {"of": "insurance", "gap": gap}
    fact = {"type": "months", "name": "x", "streak": streak}
    edition = edition_with("insurance", facts={"counted": fact})
    assert score(applicant_of({"insurance": JOBS}), edition, 2021).values["counted"] == months


DAYS = [
    {"city": "springfield", "from": "2019-03-15", "to": "2019-06-20", "tenure": "owned", "district": "north"},
    {
        "city": "springfield",
        "from": "2019-06-21",
        "to": "2019-08-14",
        "tenure": "owned",
        "share": "0.4",
        "district": "south",
    },
    {"city": "springfield", "from": "2020-10-02", "tenure": "owned", "share": "0.5", "district": "south"},
]


@pytest.mark.parametrize(
    ("count", "months"),
    [
        ("home.owned", 9),  # March to August 2019, October to December 2020
        ("full(home.owned)", 7),  # 2019-03-15 to 08-14 without a break: 5; 2020-10-02 to the counting day 12-15: 2
        ("full(in_district(home.owned, 'centre'))", 3),  # 03-15 to 06-20: 3 and six days
        ("full(home.owned) & since('2020-01')", 2),
        ("longest(home.owned)", 4),  # March to June 2019
        ("longest(full(home.owned))", 3),
        ("held(home.owned)", 3),  # the home of 2020-10 alone: the others had ended
        ("longest(full(held(home.owned)))", 2),
        ("held(in_district(home.owned, 'centre'))", 0),
        ("home.owned.half", 7),  # the second home is held to 40 %
    ],
)
def test_records_with_days(count: str, months: int) -> None:
    assert score(applicant_of({"home": DAYS}), edition_with(count), 2021).values["counted"] == months


@pytest.mark.parametrize(("count", "least", "most"), [("in_district", 6, 13), ("outside", 9, 16)])
def test_a_job_without_a_district_may_be_in_any(count: str, least: int, most: int) -> None:
    """The third job, 2020-06 to 2020-12, has seven months."""
    result = score(applicant_of({"insurance": JOBS}), edition_with(f"{count}(insurance, 'centre')"), 2021)
    assert result.total_range == (Decimal(least), Decimal(most))


@pytest.mark.parametrize(
    ("second", "count", "months"),
    [
        ("2019-07-16", "full(home.owned | home.rented)", 12),  # 2019-01-01 to 2019-12-31 without a day between
        (
            "2019-07-16",
            "full(home.owned) | full(home.rented)",
            11,
        ),  # six and five, and half a month of each is left over
        ("2019-07-17", "full(home.owned | home.rented)", 11),  # a day between: six and five
        ("2019-03-10", "full(home.owned | home.rented)", 12),  # both at once for a while
        ("2019-07-16", "full(home.owned | home.dormitory)", 6),
    ],
)
def test_homes_of_two_sorts_may_be_measured_as_one(second: str, count: str, months: int) -> None:
    homes = [
        {"city": "springfield", "from": "2019-01-01", "to": "2019-07-15", "tenure": "owned"},
        {"city": "springfield", "from": second, "to": "2019-12-31", "tenure": "rented"},
    ]
    assert score(applicant_of({"home": homes}), edition_with(count), 2021).values["counted"] == months


@pytest.mark.parametrize(("gap_days", "months"), [(59, 7), (60, 12)])
def test_a_gap_between_permits_is_counted_to_the_day(gap_days: int, months: int) -> None:
    """From 2020-04-01 to 2020-05-30 are 60 days: 30 of April and 30 of May."""
    permits = [
        {"city": "springfield", "from": "2019-11-20", "to": "2020-03-31"},
        {"city": "springfield", "from": "2020-05-31", "to": "2020-11-30"},
    ]
    fact = {"type": "months", "name": "x", "streak": {"of": "permit", "gap_days": gap_days, "renewable": True}}
    edition = edition_with("insurance", facts={"counted": fact})
    assert score(applicant_of({"permit": permits}), edition, 2021).values["counted"] == months


@pytest.mark.parametrize(("expiry", "months"), [("2020-10-16", 10), ("2020-10-15", 0)])
def test_a_permit_that_ran_out_too_long_before_the_counting_day_is_no_run(expiry: str, months: int) -> None:
    """The counting day is 2020-12-15: after 10-16 come 60 days up to it (15 + 30 + 15), after 10-15 one more."""
    fact = {"type": "months", "name": "x", "streak": {"of": "permit", "gap_days": 60, "renewable": True}}
    edition = edition_with("insurance", facts={"counted": fact})
    permit = {"city": "springfield", "from": "2020-01-01", "to": expiry}
    assert score(applicant_of({"permit": [permit]}), edition, 2021).values["counted"] == months


@pytest.mark.parametrize(("last", "months"), [("2020-12-15", 12), ("2020-12-14", 0)])
def test_a_run_with_gaps_reaches_the_counting_day(last: str, months: int) -> None:
    """A home left on the day before 2020-12-15 is left: a day may lie between two homes, not behind the last."""
    homes = [
        {"city": "springfield", "tenure": "owned", "from": "2019-11-20", "to": "2020-03-31"},
        {"city": "springfield", "tenure": "owned", "from": "2020-04-02", "to": last},
    ]
    fact = {"type": "months", "name": "x", "streak": {"of": "full(home.owned)", "gap_days": 1}}
    edition = edition_with("insurance", facts={"counted": fact})
    assert score(applicant_of({"home": homes}), edition, 2021).values["counted"] == months


@pytest.mark.parametrize(
    ("first", "second", "months"),
    [
        ({"from": "2019-11-20", "to": "2020-03-31"}, {"from": "2020-04-01"}, 12),  # 2019-11-20 to 2020-12-15
        ({"from": "2019-11-20", "to": "2020-03-31"}, {"from": "2020-04-02"}, 8),  # a day lies between: from 04-02
        ({"from": "2019-11-20", "to": "2020-03-31"}, {"from": "2020-04-01", "to": "2020-12-14"}, 0),
        ({"from": "2019-11-20", "to": "2020-03-31"}, {"from": "2020-03-10"}, 12),
        ({"from": "2019-12"}, {"from": "2020-12-10"}, 12),  # 2019-12-01 to 2020-12-15
    ],
)
def test_a_run_of_full_months_is_exact_to_the_day(first: dict[str, str], second: dict[str, str], months: int) -> None:
    homes = [{"city": "springfield", "tenure": "owned", **span} for span in (first, second)]
    fact = {"type": "months", "name": "x", "streak": {"of": "full(home.owned)"}}
    edition = edition_with("insurance", facts={"counted": fact})
    assert score(applicant_of({"home": homes}), edition, 2021).values["counted"] == months


@pytest.mark.parametrize(
    ("span", "months"),
    [
        ({"from": "2020-11", "to": "2020-12-14"}, 0),
        ({"from": "2020-11", "to": "2020-12-15"}, 2),
        ({"from": "2020-11", "to": "2020-12"}, 2),
        ({"from": "2020-12-15"}, 1),
        ({"from": "2020-12-16"}, 0),
    ],
)
def test_what_is_held_runs_on_the_counting_day(span: dict[str, str], months: int) -> None:
    """The counting day is 2020-12-15: a permit that ended before, or begins after, in the same month is not held."""
    permit = {"city": "springfield", **span}
    result = score(applicant_of({"permit": [permit]}), edition_with("held(permit)"), 2021)
    assert result.values["counted"] == months


PERMITS = [  # the counting day is 2020-12-15
    {"city": "springfield", "from": "2019-01-20", "to": "2019-06-09"},
    {"city": "springfield", "from": "2019-08-09", "to": "2020-03-31"},  # 60 days after the first, 61 before the next
    {"city": "springfield", "from": "2020-06-01"},
]


@pytest.mark.parametrize(
    ("count", "months"),
    [
        ("permit", 6 + 8 + 7),
        ("month_end(permit)", 5 + 8 + 7),  # not June 2019, of which the permit held 9 days; December runs on the 15th
        ("held(permit, 59)", 7),
        ("held(permit, 60)", 7),
        ("held(permit, 61)", 6 + 8 + 7),
        ("month_end(held(permit, 61))", 5 + 8 + 7),
        ("full(permit, 60)", 14 + 6),  # 20 January 2019 to 31 March; 1 June to 15 December
        ("full(permit, 61)", 22),  # 20 January 2019 to 15 December 2020
        ("longest(full(permit, 60))", 7),
        ("full(held(permit, 61))", 4 + 7 + 6),  # 20 January to 9 June; 9 August to 31 March; 1 June to 15 December
    ],
)
def test_permits_that_were_interrupted(count: str, months: int) -> None:
    result = score(applicant_of({"permit": PERMITS}), edition_with(count), 2021)
    assert result.values["counted"] == months


@pytest.mark.parametrize(
    ("start", "begun"),
    [("2020-04-01", True), ("2020-04-02", True), ("2020-04-03", False), ("2020-03", True), ("2020-05", False)],
)
def test_a_record_began_by_a_day_with_that_day(start: str, begun: bool) -> None:  # noqa: FBT001 - a value of the fact
    home = {"city": "springfield", "from": start, "tenure": "owned"}
    edition = edition_with("begun(held(home.owned), '2020-04-02')", **BOUGHT)
    assert score(applicant_of({"home": [home], "insurance": [PAID]}), edition, 2021).values["bought"] is begun


def test_whether_a_record_that_tells_the_month_alone_began_by_a_day_is_asked() -> None:
    home = {"city": "springfield", "from": "2020-04", "tenure": "owned"}
    edition = edition_with("begun(held(home.owned), '2020-04-02')", **BOUGHT)
    assert score(applicant_of({"home": [home], "insurance": [PAID]}), edition, 2021).unknown == ("bought",)


PAID = {"city": "springfield", "from": "2020-01"}
WORDS = "x"
BOUGHT: dict[str, Any] = {
    "facts": {
        "bought": {"type": "flag", "name": WORDS, "count": "begun(held(home.owned), '2020-04-02')"},
        "paid": {"type": "months", "name": WORDS, "count": "insurance"},
    },
    "indicator": [
        {"id": "points", "name": WORDS, "points": "1 if bought else 0", "source": {"document": "law", "article": "1"}}
    ],
}

LEASES = [
    {"city": "springfield", "from": "2019-01", "to": "2019-11", "tenure": "rented", "district": "north"},  # 11 months
    {"city": "springfield", "from": "2019-12", "to": "2020-10", "tenure": "rented", "district": "south"},  # 11 months
    {"city": "springfield", "from": "2020-11", "tenure": "rented", "district": "north"},  # 2 months, 1 of them full
]


@pytest.mark.parametrize(
    ("count", "months"),
    [
        ("by_district(home.rented, 11)", 24),
        ("by_district(home.rented, 12)", 13),
        ("by_district(home.rented, 13)", 13),
        ("by_district(home.rented, 14)", 0),
        ("by_district(full(home.rented), 12)", 12),
        ("by_district(full(home.rented), 13)", 0),
    ],
)
def test_months_count_where_there_are_enough_in_one_district(count: str, months: int) -> None:
    result = score(applicant_of({"home": LEASES}), edition_with(count), 2021)
    assert result.values["counted"] == months


@pytest.mark.parametrize(
    ("start", "months"),
    [("2019-12-15", 12), ("2019-12-16", 12), ("2019-12-17", 11), ("2018-05-01", 23)],
)
def test_a_lease_counts_from_the_day_of_the_permit(start: str, months: int) -> None:
    """The lease begins on 2019-01-01 and the counting day is 2020-12-15, both included."""
    lease = {"city": "springfield", "from": "2019-01-01", "tenure": "rented"}
    facts = {"home": [lease], "permit": [{"city": "springfield", "from": start}]}
    result = score(applicant_of(facts), edition_with("full(during(home.rented, permit))"), 2021)
    assert result.values["counted"] == months


def test_a_lease_that_hangs_on_a_permit_is_asked_for_where_none_is_listed() -> None:
    words, count = "x", "full(during(home.rented, permit))"
    facts = {
        name: {"type": "months", "name": words, "count": count}
        for name, count in (("counted", count), ("paid", "insurance"))
    }
    edition = edition_with(count, facts=facts)
    insured = [{"city": "springfield", "from": "2020-01"}]
    assert score(applicant_of({"home": LEASES, "insurance": insured}), edition, 2021).unknown == ("counted",)
    assert (
        score(applicant_of({"permit": PERMITS, "insurance": insured, "home": []}), edition, 2021).values["counted"] == 0
    )


def test_endorsements_of_a_permit_are_counted() -> None:
    permit = {"city": "springfield", "from": "2018-01", "endorsed": ["2018-01", "2019-02", "2020-03", "2021-02"]}
    facts = {"permit": [permit]}
    assert score(applicant_of(facts), edition_with("endorsed"), 2021).values["counted"] == 3
    assert score(applicant_of(facts), edition_with("endorsed & last(24)"), 2021).values["counted"] == 2


# ---------------------------------------------------------------- other cities


def test_an_expression_may_ask_for_other_cities() -> None:
    facts = {"insurance": [*JOBS, *ELSEWHERE]}
    lists: dict[str, Any] = {"city_lists": {"near": SHELBYVILLE}}
    for count, months in (
        ("in_cities(insurance, 'near')", 9),
        ("insurance | in_cities(insurance, 'near')", 28),  # 22 + 6: the three months are counted once
        ("insurance", 22),
    ):
        result = score(applicant_of(facts), edition_with(count, **lists), 2021)
        assert result.values["counted"] == months
        others = [note.values["seen"] for note in result.notes if note.code == "other-city"]
        assert others == (["ogdenville"] if "in_cities" in count else ["ogdenville", "谢尔比维尔"])


def test_records_of_every_other_city_are_elsewhere() -> None:
    """Springfield from 2019-01 to 2020-03 and 2020-06 to 2020-12; Ogdenville and Shelbyville from 2018-01 to 2019-03."""
    facts = applicant_of({"insurance": [*JOBS, *ELSEWHERE]})
    for count, months in (
        ("elsewhere(insurance)", 15),
        ("elsewhere(insurance) & insurance", 3),
        ("insurance - elsewhere(insurance)", 19),
        ("elsewhere(insurance.medical) & since('2019-03')", 1),
    ):
        assert score(facts, edition_with(count), 2021).values["counted"] == months


def test_insurance_in_two_cities_at_once_is_told() -> None:
    found = score(applicant_of({"insurance": [*JOBS, *ELSEWHERE]}), edition_with("insurance"), 2021)
    told = [note.sentence("en") for note in found.notes if note.code == "insured-in-two-cities"]
    assert told == ["2019-01 – 2019-03: insurance in Springfield and in 谢尔比维尔 at once; check which was paid"]


def test_a_study_may_count_wherever_the_school_is() -> None:
    study = {"city": "ogdenville", "from": "2018-03", "to": "2018-08", "level": "bachelor"}
    for count, months, others in (
        ("insurance & study", 0, ["ogdenville"]),
        ("insurance & anywhere(study)", 4, []),  # insured from 2018-05 on
    ):
        facts = {"insurance": [{"city": "springfield", "from": "2018-05"}], "study": [study]}
        result = score(applicant_of(facts), edition_with(count), 2021)
        assert result.values["counted"] == months
        assert [note.values["seen"] for note in result.notes if note.code == "other-city"] == others


@pytest.mark.parametrize(
    ("factor", "since", "months"),
    [
        (1, None, 28),  # 22 of its own and the six of 2018
        (1, "2018-10", 25),  # October to December 2018
        ("0.5", None, 25),  # 22 + 6 ÷ 2
        ("0.4", None, 24),  # 22 + 2.4
        ("0.1", "2018-10", 22),  # 22 + 0.3
    ],
)
def test_months_of_a_recognised_city_count(factor: object, since: str | None, months: int) -> None:
    result = score(applicant_of({"insurance": [*JOBS, *ELSEWHERE]}), recognising(factor, since), 2021)
    assert result.values["counted"] == months
    assert [note.values["seen"] for note in result.notes if note.code == "other-city"] == ["ogdenville"]


def test_a_month_back_paid_elsewhere_is_taken_away_too() -> None:
    elsewhere = {"city": "shelbyville", "from": "2018-07", "to": "2018-12", "back_paid": ["2018-08"]}
    edition = recognising(count="insurance - back_paid")
    assert score(applicant_of({"insurance": [*JOBS, elsewhere]}), edition, 2021).values["counted"] == 27


@pytest.mark.parametrize(
    ("count", "months"),
    [
        ("insurance.pension - back_paid", 11),  # 2020-03: 2020-05 was paid on time in the second job
        ("insurance.medical - back_paid", 12),  # that a month of pension was repaid takes nothing from it
        ("insurance - back_paid", 12),  # in every month something was paid on time
        ("back_paid", 0),
        ("back_paid.pension", 1),
        ("excused.pension", 0),
    ],
)
def test_a_repaid_month_is_one_of_that_insurance_that_nobody_paid_on_time(count: str, months: int) -> None:
    jobs = [
        {"city": "springfield", "from": "2020-01", "to": "2020-12", "kinds": ["medical"]},
        {
            "city": "springfield",
            "from": "2020-01",
            "to": "2020-05",
            "kinds": ["pension"],
            "back_paid": ["2020-03", "2020-05"],
            "excused": ["2020-05"],
        },
        {"city": "springfield", "from": "2020-05", "to": "2020-12", "kinds": ["pension"]},
    ]
    assert score(applicant_of({"insurance": jobs}), edition_with(count), 2021).values["counted"] == months


def test_recognised_months_join_an_unbroken_run() -> None:
    """2018-07 to 2020-03 is 21 months: six of them elsewhere. The run ends in 2020-03, the round's counting month."""
    fact = {"type": "months", "name": "x", "streak": {"of": "insurance"}}
    dates = {"as_of": {"year": 0, "month": 3, "day": 31}, "age_on": {"year": 0, "month": 1, "day": 1}}
    rule = {"cities": "near", "kinds": ["insurance"], "source": {"document": "law", "article": "9"}}
    policy: dict[str, Any] = {"facts": {"counted": fact}, "dates": dates, "city_lists": {"near": SHELBYVILLE}}
    for recognises, factor, months in (([], 1, 15), ([rule], 1, 21), ([rule], "0.5", 18)):
        rules = [{**known, "factor": factor} for known in recognises]
        edition = edition_with("insurance", **policy, recognises=rules)
        assert score(applicant_of({"insurance": [*JOBS, *ELSEWHERE]}), edition, 2020).values["counted"] == months


def test_a_home_elsewhere_does_not_count_where_only_insurance_is_recognised() -> None:
    homes = [{"city": "shelbyville", "from": "2018-01", "to": "2018-12", "tenure": "owned"}]
    facts = {"insurance": JOBS, "home": homes}
    assert score(applicant_of(facts), recognising(count="home"), 2021).values["counted"] == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [({"factor": 0}, "wrong-type"), ({"factor": "1.01"}, "wrong-type"), ({"cities": "far"}, "not-one-of")],
)
def test_a_recognition_that_cannot_be_is_refused(change: dict[str, object], code: str) -> None:
    rule = {"cities": "near", "kinds": ["insurance"], "source": {"document": "law", "article": "9"}, **change}
    with pytest.raises(InvalidPolicy) as caught:
        edition_with("insurance", city_lists={"near": SHELBYVILLE}, recognises=[rule])
    assert [finding.code for finding in caught.value.findings] == [code]


def test_a_policy_may_set_its_own_retirement_age() -> None:
    """Flat 60 for all, in place of the national rule: somebody of 60 years and 0 months has reached it."""
    facts = {
        "birth_date": {"until": "age_on"},
        "retirement_category": {},
        "counted": {"type": "months", "name": "x"},
    }
    gate = {
        "id": "age", "name": "x", "require": "not retirement_age_reached",
        "source": {"document": "law", "article": "1"},
    }  # fmt: skip
    person = {"birth_date": "1965-01-01", "retirement_category": "male", "counted": 1}
    national = edition_with("insurance", facts=facts, gate=[gate])
    own = edition_with(
        "insurance",
        facts=facts,
        gate=[gate],
        derived={"retirement_age_reached": "completed_years(birth_date, age_on) >= 60"},
    )
    assert score(person, national, 2026).eligible is True  # 60 years and 1 month under the national rule
    assert score(person, own, 2026).eligible is False


@pytest.mark.parametrize(("start", "months"), [("2020-12-14", 1), ("2020-12-15", 1), ("2020-12-16", 0)])
def test_a_record_that_begins_after_the_counting_day_holds_no_month_end(start: str, months: int) -> None:
    """The counting day is 2020-12-15."""
    permits = [{"city": "springfield", "from": start}]
    result = score(applicant_of({"permit": permits}), edition_with("month_end(permit)"), 2021)
    assert result.values["counted"] == months
