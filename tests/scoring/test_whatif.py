"""What-if: steps against figures worked by hand, the smallest sets, and what is never offered."""

import datetime
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from hukou_cli import Applicant, InvalidApplicant, InvalidOption, load_applicant, score
from hukou_cli.applicant.document import applicant_of, parse_applicant
from hukou_cli.base.bilingual import Bilingual
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.lever import Lever
from hukou_cli.policy.rounds import read_round
from hukou_cli.scoring.plan import plan
from hukou_cli.scoring.step import with_steps
from hukou_cli.scoring.steps import offer_of
from hukou_cli.scoring.whatif import what_if
from hukou_cli.scoring.whatif_result import WayIn, WhatIf, Worth
from tests.support.catalog import CATALOG

PEOPLE = Path(__file__).parent.parent / "data" / "plan"
TODAY = datetime.date(2026, 11, 29)
BEIJING = CATALOG.find_on("beijing", 20261129)


def asked(
    name: str | Applicant,
    city: str | Edition,
    *steps: str,
    goal: bool = False,
    by: int | None = None,
    line: str | None = None,
    most: int | None = None,
) -> WhatIf:
    applicant = load_applicant(PEOPLE / f"{name}.toml") if isinstance(name, str) else name
    edition = CATALOG.find_on(city, 20261129) if isinstance(city, str) else city
    return what_if(
        applicant,
        edition,
        steps or None,
        today=TODAY,
        earlier=CATALOG.earlier(edition),
        by=by,
        line=None if line is None else Decimal(line),
        goal="middle" if goal else None,
        most=most,
    )


def worth(found: WhatIf, step: str) -> list[str]:
    return [str(effect.worth) for effect in of(found, step).effects]


def of(found: WhatIf, step: str) -> Worth:
    return next(each for each in found.steps if each.step.id == step)


def ways(found: WhatIf, round_: int | str) -> dict[frozenset[str], str]:
    """Return the ways in of a round, each with its total."""
    assert found.goal is not None
    these = [way for way in found.goal.ways if way.round == read_round(str(round_))]
    return {ids(way): str(way.score.total) for way in these}


def ids(way: WayIn) -> frozenset[str]:
    return frozenset(step.id for step in way.steps)


# ---------------------------------------------------------------- what a step is worth


def test_an_own_home_outside_the_six_districts() -> None:
    # From 2026-12: R(1 ÷ 12) = 0.08 in 2027; R(13 ÷ 12) = 1.08 and a year of zone, 2; R(37 ÷ 12) = 3.08 and three
    # years, 6; R(85 ÷ 12) = 7.08 and the cap of 12.
    found = asked("bj-renter", "beijing")
    assert [str(before.round) for before in found.rounds] == ["2027", "2028", "2030", "2034"]
    assert [str(before.total) for before in found.rounds] == ["122.04", "119.04", "115.04", "119.04"]
    assert worth(found, "own_home:mentougou") == ["0.08", "3.08", "9.08", "19.08"]
    assert worth(found, "own_home:dongcheng") == ["0.08", "1.08", "3.08", "7.08"]
    assert of(found, "own_home:mentougou").effects[1].lines == {"residence": Decimal("1.08"), "zone": Decimal("2.00")}


def test_a_declared_rental_takes_the_place_of_the_other() -> None:
    found = asked("bj-renter", "beijing", "registered_rental")  # R(n ÷ 24) of 1, 13, 37, 85 months
    assert worth(found, "registered_rental") == ["0.04", "0.54", "1.54", "3.54"]
    step = of(found, "registered_rental").step
    assert (step.ends, step.last_day) == ((("home", 0),), 20261130)


def test_a_year_of_tax_counts_for_three_rounds() -> None:
    found = asked("bj-renter", "beijing", "tax")  # of 2026: rounds 2027 to 2029; of 2027: 2028 to 2030
    assert worth(found, "tax:1") == ["2.00", "2.00", "0.00", "0.00"]
    assert worth(found, "tax:2") == ["2.00", "4.00", "2.00", "0.00"]


def test_a_degree_beside_the_job_costs_what_it_deducts() -> None:
    # 36 months from 2026-12 to 2029-11, insured in each: 26 − 15 − 3.5 · 36 ÷ 12 = 0.50 from round 2030 on.
    assert worth(asked("bj-young", "beijing", "degree"), "degree:master") == ["0.00", "0.00", "0.50", "0.50"]
    # The example's bachelor's degree, 19 months beside a job, costs 3.5 · 19 ÷ 12 = 5.54, which falls away.
    example = load_applicant(Path(BEIJING.path).parent / "example.toml")
    assert worth(asked(example, "beijing", "degree"), "degree:master")[2] == "6.04"


def test_a_level_that_is_there_already_is_not_offered() -> None:
    found = asked("bj-renter", "beijing")  # a master's degree
    assert [each.step.id for each in found.steps if each.step.lever.id == "degree"] == ["degree:doctor"]
    # 48 months, to 2030-11: 37 − 26 − 3.5 · 36 ÷ 12 = 0.50, of which round 2030 sees nothing yet.
    assert worth(found, "degree:doctor") == ["0.00", "0.00", "0.00", "0.50"]


def test_a_step_that_opens_a_route() -> None:
    found = asked("xa", "xian")
    opened = {each.step.id: [effect.opens for effect in each.effects] for each in found.steps}
    assert opened["degree:bachelor"] == [(), (), ("education",), ("education",)]  # 30 months, from 2029-06 on
    assert all(effect.worth == 0 for each in found.steps for effect in each.effects)


# ---------------------------------------------------------------- the smallest sets


def test_one_year_of_tax_is_enough_for_the_next_round() -> None:
    found = asked("bj-renter", "beijing", goal=True)
    assert found.goal is not None
    assert ways(found, 2027) == {frozenset({"tax:1"}): "124.04"}  # 122.04 + 2 ≥ 122.51
    assert found.goal.earliest[:2] == (None, read_round("2027"))
    assert found.goal.ways[0].standing == "above_middle"
    # 122.04 + 2 + 0.08 and 0.04 less of a rental that the home replaces stay below 124.46
    assert found.goal.sure == (read_round("2027"), Decimal("124.46"), False)


def test_a_home_and_two_years_of_tax_are_enough_for_the_round_after() -> None:
    found = asked("bj-renter", "beijing", "own_home", "tax", goal=True)
    assert ways(found, 2028) == {frozenset({"own_home:mentougou", "tax:2"}): "126.12"}  # 119.04 + 3.08 + 4 ≥ 125.10
    assert ways(found, 2029) == {frozenset({"own_home:mentougou", "tax:3"}): "128.12"}  # 116.04 + 6.08 + 6 ≥ 127.69


def test_of_amounts_that_pass_the_least_is_told() -> None:
    found = asked("bj-renter", "beijing", "tax", goal=True, line="122.05")
    assert ways(found, 2027) == {frozenset({"tax:1"}): "124.04"}
    assert ways(found, 2028) == {frozenset({"tax:2"}): "123.04"}  # 119.04 + 4, by three years no more yet


def test_where_nothing_is_needed_that_is_the_answer() -> None:
    found = asked("bj-renter", "beijing", "tax", goal=True, line="122.04")
    assert found.goal is not None
    assert ways(found, 2027) == {frozenset(): "122.04"}
    assert [way.round for way in found.goal.ways] == [read_round("2027")]
    assert found.goal.earliest[0] == read_round("2027")


def test_after_a_round_in_which_nothing_is_needed_nothing_is_searched() -> None:
    found = asked("gz", "guangzhou", goal=True)
    assert found.goal is not None
    assert found.goal.earliest[:2] == (read_round("2030"), read_round("2028"))  # 166 ≥ 150; with a home 130 + 20
    assert ways(found, 2028)[frozenset({"own_home"})] == "150.00"
    assert ways(found, 2030) == {frozenset(): "166.00"}
    assert max(way.round for way in found.goal.ways) == read_round("2030")


def test_a_registered_rental_for_a_pass_mark() -> None:
    found = asked("tj", "tianjin", "registered_rental", goal=True)
    assert ways(found, "2028-2") == {frozenset({"registered_rental"}): "115.42"}  # 105.92 + 6 · 19 ÷ 12
    assert ways(found, "2029-1") == {frozenset(): "115.00"}


def test_a_registered_rental_closes_a_gap() -> None:
    # 90.00 on 2029-05-01, after the 46th birthday; 29 full months: 2 · 10, the rest of 5 months is less than 6.
    found = asked("cd", "chengdu", "registered_rental")
    step = of(found, "registered_rental").step
    edition, day = found.edition, read_round("2029-05-01")
    assert day is not None
    applicant = with_steps(load_applicant(PEOPLE / "cd.toml"), [step], edition.calendar.window(day))
    assert score(applicant, edition, "2029-05-01").total == Decimal("110.00")


def test_a_total_that_hangs_on_missing_facts() -> None:
    text = (PEOPLE / "bj-renter.toml").read_text(encoding="utf-8").replace('degree = "master"\n', "")
    found = asked(parse_applicant(text), "beijing", goal=True)
    assert "degree" in found.decided_by
    assert found.goal is None
    assert [before.total for before in found.rounds] == [None] * 4
    assert worth(found, "tax:1") == ["2.00", "2.00", "0.00", "0.00"]  # whatever the degree
    assert worth(found, "own_home:mentougou")[1] == "3.08"
    assert [each.why for each in found.not_offered if each.lever.id == "degree"] == ["not_known"]


# ---------------------------------------------------------------- what is offered, and what is not


def test_facts_given_straight_stand_in_the_way_of_records() -> None:
    found = asked("straight", "beijing")
    against = {each.lever.id: each for each in found.not_offered}
    assert against["own_home"].why == "given_straight"
    assert "own_home_months" in against["own_home"].facts
    assert against["degree"].facts == ("study_overlap_months",)
    assert "insured_months" in found.stands_still  # in every round 162, as is said
    assert asked("bj-renter", "beijing").stands_still == ()
    assert worth(found, "tax:1") == ["2.00", "2.00", "0.00", "0.00"]  # no fact of tax is given straight


def test_what_the_city_does_not_ask_for_is_not_offered() -> None:
    found = asked("bj-renter", "beijing")
    assert {"title", "skill", "blood_donation"} <= {
        each.lever.id for each in found.not_offered if each.why == "not_asked"
    }
    assert "permit" in {each.lever.id for each in found.not_offered if each.why == "already"}


def test_nothing_is_offered_that_no_policy_declares() -> None:
    for city in ("beijing", "guangzhou", "tianjin", "chengdu"):
        edition = CATALOG.find_on(city, 20261129)
        changed = {name for lever in edition.levers for name in (lever.fact, *lever.with_, *lever.grows) if name}
        assert changed.isdisjoint({"birth_date", "sex", "married", "honour", "criminal_record", "false_material_ban"})
        assert {lever.table for lever in edition.levers}.isdisjoint({"marriage", "penalty", "commendation"})


def test_a_step_that_the_rules_refuse_is_not_offered() -> None:
    # A count that a constraint bounds: nobody has more months outside the six districts than months there in all.
    lever = Lever(id="outer", name=Bilingual(zh="外", en="out"), fact="outer_home_and_job_months", amounts=(60,))
    edition = msgspec.structs.replace(BEIJING, levers=(lever,))
    found = asked("straight", edition, goal=True, line="97.70")  # 82 months of a home outside: 60 is possible
    assert [each.step.id for each in found.steps] == ["outer"]
    lever = msgspec.structs.replace(lever, amounts=(83,))
    found = asked("straight", msgspec.structs.replace(edition, levers=(lever,)), goal=True, line="97.70")
    assert [step.id for step in found.refused] == ["outer"]
    assert found.steps == ()
    assert found.goal is not None
    assert found.goal.ways == ()


def test_a_step_that_does_something_only_beside_another_is_told_there() -> None:
    # With a home outside: a further year of zone in 2028, three in 2030; in 2034 the cap of 12 is reached without it.
    moved = of(asked("bj-renter", "beijing"), "job:mentougou")
    assert moved.beside is not None
    assert moved.beside.id == "own_home:mentougou"
    assert [str(effect.worth) for effect in moved.effects] == ["0.00", "1.00", "3.00", "0.00"]


def test_two_steps_that_do_nothing_alone_are_told_together() -> None:
    # A post of three stars is 20, a listed post with an employer in a zone for twelve months its condition: from
    # 2026-12 on these are complete in 2027-11.
    post = of(asked("cd", "chengdu"), "shortage_post:three")
    assert post.beside is not None
    assert post.beside.id == "post"
    assert [str(effect.worth) for effect in post.effects] == ["0.00", "20.00", "20.00", "20.00"]


def test_a_move_within_what_no_rule_tells_apart_is_not_offered() -> None:
    found = asked("bj-renter", "beijing")  # at work in Haidian, one of the six districts
    assert "job:dongcheng" not in {each.step.id for each in found.steps}


def test_the_smallest_sets_of_a_renter() -> None:
    assert ways(asked("bj-renter", "beijing", goal=True), 2028) == {
        frozenset({"own_home:mentougou", "tax:2"}): "126.12",  # 119.04 + 3.08 + 4 ≥ 125.10
        frozenset({"own_home:mentougou", "job:mentougou", "tax:1"}): "125.12",  # 119.04 + 3.08 + 1 + 2
    }


def test_the_smallest_sets_of_who_wants_to_be_ranked() -> None:
    # 130 in 2028, 150 needed: a home 20; three donations 6, a rental of a year 5, a trade of the list 10; four
    # donations 8, the trade 10, a year of volunteering 2.
    found = ways(asked("gz", "guangzhou", "own_home", "blood_donation", "registered_rental", "shortage_job",
                       "volunteering", goal=True), 2028)  # fmt: skip
    assert found == {
        frozenset({"own_home"}): "150.00",
        frozenset({"blood_donation:3", "registered_rental", "shortage_job"}): "151.00",
        frozenset({"blood_donation:3", "shortage_job", "volunteering:2"}): "150.00",  # 6 + 10 + 4
        frozenset({"blood_donation:4", "shortage_job", "volunteering:1"}): "150.00",
    }


def test_what_grows_goes_on_from_what_there_is() -> None:
    found = asked("tj", "tianjin", "housing_fund")  # 0.25 a month: 1, 7, 19 and 43 months by the counting days
    assert worth(found, "housing_fund") == ["0.25", "1.75", "4.75", "10.75"]


def test_a_donation_each_half_year() -> None:
    found = asked("gz", "guangzhou", "blood_donation")  # on 2026-12-01, 2027-06-01, …: two by 2027-09-30, at 2 each
    assert worth(found, "blood_donation:1") == ["2.00", "2.00", "2.00", "0.00"]  # five years on it is past
    assert worth(found, "blood_donation:3")[:2] == ["4.00", "6.00"]


def test_a_second_time_of_a_count_given_straight() -> None:
    text = (PEOPLE / "gz.toml").read_text(encoding="utf-8") + "blood_donations = 1\n"
    found = asked(parse_applicant(text), "guangzhou", "blood_donation")
    assert worth(found, "blood_donation:2")[:2] == ["4.00", "4.00"]  # as a number it does not get too old


def test_steps_are_planned_records_of_the_city() -> None:
    found = asked("bj-renter", "beijing", "own_home:mentougou", "degree")
    home, study = of(found, "own_home:mentougou").step, of(found, "degree:doctor").step
    assert home.rows == (
        (
            "home",
            {"city": "beijing", "from": "2026-12", "tenure": "owned", "district": "mentougou", "planned": True},
        ),
    )
    ((kind, row),) = study.rows
    assert (kind, row["from"], row["to"], row["level"], row["part_time"]) == (
        "study", "2026-12", "2030-11", "doctor", True,
    )  # fmt: skip
    assert [(change.fact, change.since, change.value) for change in study.facts] == [("degree", 20301201, "doctor")]


def test_the_first_tax_year_offered_is_one_of_which_less_is_told() -> None:
    table = {
        "city": "beijing",
        "birth_date": "1990-03-08",
        "tax": [{"city": "beijing", "year": 2026, "income": 120000, "planned": True}],
    }
    offer = offer_of(applicant_of(table), BEIJING, TODAY, {})
    assert [step.rows[0][1]["year"] for step in offer.steps if step.id == "tax:1"] == [2027]


def test_months_that_nobody_knows_stay_unknown_when_they_go_on() -> None:
    # Work in a park adds a month a month to both counts. Of work in all nobody knows how long it was: not 0.
    edition = CATALOG.find_on("chongqing", 20261129)
    person = applicant_of({"facts": {"work_months": "unknown", "park_work_months": 4}})
    offer = offer_of(person, edition, TODAY, {"park_work_months": 4})
    (park,) = [step for step in offer.steps if step.lever.id == "park_work"]
    assert [(change.fact, change.value, change.grows) for change in park.facts] == [("park_work_months", 4, True)]
    assert {each.lever.id: each.facts for each in offer.not_offered}["work"] == ("work_months",)
    known = offer_of(person, edition, TODAY, {"park_work_months": 4, "work_months": 0})
    (work,) = [step for step in known.steps if step.lever.id == "work"]
    assert [(change.fact, change.value) for change in work.facts] == [("work_months", 0)]


@pytest.mark.parametrize(("district", "offered"), [("haidian", ["there"]), ("mentougou", []), (None, ["there"])])
def test_a_home_elsewhere_is_not_the_home_of_a_lever_in_one_district(district: str | None, offered: list[str]) -> None:
    home: dict[str, bool | int | str | tuple[str, ...]] = {"table": "home", "tenure": "owned", "district": "mentougou"}
    lever = Lever(id="there", name=Bilingual(zh="门头沟自有住房", en="a home in Mentougou"), record=home)
    own = {"city": "beijing", "from": "2020-01", "tenure": "owned", **({"district": district} if district else {})}
    offer = offer_of(applicant_of({"home": [own]}), msgspec.structs.replace(BEIJING, levers=(lever,)), TODAY, {})
    assert [step.id for step in offer.steps] == offered


def test_months_given_as_numbers_grow_as_in_a_plan() -> None:
    straight = load_applicant(PEOPLE / "straight.toml")
    found = what_if(straight, BEIJING, today=TODAY, grow=("all",))
    planned = plan(straight, BEIJING, today=TODAY, grow=("all",))
    totals = {row.round: row.score.total for row in planned.rows}
    assert [before.total for before in found.rounds] == [totals[before.round] for before in found.rounds]
    still = what_if(straight, BEIJING, today=TODAY)
    # Insurance brings 3 a year, and no more than 3: R(12 × 3 ÷ 12) from one round to the next.
    assert (found.rounds[1].total or 0) - (still.rounds[1].total or 0) >= 3
    assert found.grown == planned.grown
    assert set(found.stands_still) | set(found.grown) == set(still.stands_still)


def test_being_ranked_is_not_enough() -> None:
    found = what_if(
        load_applicant(PEOPLE / "gz.toml"), CATALOG.find_on("guangzhou", 20261129), today=TODAY, goal="middle"
    )
    assert found.goal is not None
    assert found.goal.ways
    assert not found.is_enough
    assert asked("bj-renter", "beijing", goal=True).is_enough


def test_cut_offs_of_later_rounds_are_not_known_on_a_day() -> None:
    known = what_if(load_applicant(PEOPLE / "bj-renter.toml"), BEIJING, today=TODAY, on=datetime.date(2023, 12, 31))
    assert known.past.known[-1].round.year == 2023
    assert asked("bj-renter", "beijing").past.known[-1].round.year > 2023


def test_records_are_added_and_not_read_again() -> None:
    renter = load_applicant(PEOPLE / "bj-renter.toml")
    step = of(asked(renter, "beijing"), "own_home:mentougou").step
    with_home = with_steps(renter, [step], BEIJING.calendar.window(read_round("2028") or BEIJING.calendar.latest))
    assert renter.records is not None
    assert with_home.records is not None
    told, added = renter.records.spans, with_home.records.spans[-1]
    assert all(new is old for new, old in zip(with_home.records.spans, told, strict=False))
    assert (added.kind, added.path, len(with_home.records.spans)) == ("home", ("home", 1), len(told) + 1)


def many(number: int) -> Edition:
    """Return Beijing with so many levers of eleven steps each."""
    points = (1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12)
    levers = [
        Lever(id=f"award_{at}", name=Bilingual(zh="奖", en="award"), fact="innovation_points", amounts=points)
        for at in range(number)
    ]
    return msgspec.structs.replace(BEIJING, levers=tuple(levers))


def test_of_very_many_steps_sets_of_two_are_tried() -> None:
    few, lots = asked("bj-renter", many(3), goal=True), asked("bj-renter", many(4), goal=True)  # 33 and 44 steps
    assert few.goal is not None
    assert lots.goal is not None
    assert (few.goal.most, few.goal.is_reduced, lots.goal.most, lots.goal.is_reduced) == (3, False, 2, True)
    wanted = asked("bj-renter", many(4), goal=True, most=3)
    assert wanted.goal is not None
    assert wanted.goal.most == 3


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"by": 2057}, "until-out-of-range"),
        ({"most": 6}, "most-out-of-range"),
        ({"most": 0}, "most-out-of-range"),
    ],
)
def test_options_out_of_range(given: dict[str, int], code: str) -> None:
    with pytest.raises(InvalidOption) as caught:
        asked("bj-renter", "beijing", goal=True, **given)  # type: ignore[arg-type]
    assert [finding.code for finding in caught.value.findings] == [code]


def test_a_step_that_is_not_offered() -> None:
    with pytest.raises(InvalidOption) as caught:
        asked("bj-renter", "beijing", "own_hom")
    (finding,) = caught.value.findings
    assert (finding.code, finding.values["nearest"]) == ("unknown-step", "own_home")


def test_a_ranking_without_a_forecast_needs_a_line() -> None:
    edition = CATALOG.find_on("shenzhen", 20261129)
    applicant = load_applicant(Path(edition.path).parent / "example.toml")
    with pytest.raises(InvalidOption) as caught:
        asked(applicant, edition, goal=True)
    assert [finding.code for finding in caught.value.findings] == ["goal-needs-line"]


def test_a_mistake_in_the_file_is_told_as_a_score_tells_it() -> None:
    text = (PEOPLE / "bj-renter.toml").read_text(encoding="utf-8").replace('"2005-07"', '"2027-07"', 1)
    with pytest.raises(InvalidApplicant) as caught:
        asked(parse_applicant(text), "beijing")
    assert [finding.code for finding in caught.value.findings] == ["month-in-future"]


@pytest.mark.parametrize(
    ("told", "may_apply"),
    [({}, True), ({"criminal_record": True}, False), ({"has_residence_permit": "unknown"}, None)],
)
def test_conditions_that_facts_leave_open_are_not_said_to_fail(told: dict[str, object], may_apply: object) -> None:
    person = load_applicant("policies/beijing/example.toml")
    found = asked(msgspec.structs.replace(person, set_={**person.set_, **told}), "beijing")
    assert [each.may_apply for each in found.rounds] == [may_apply] * len(found.rounds)
