"""Plans: rounds ahead against figures worked by hand, when one gets in, and what stands still."""

import datetime
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from hukou_cli import Applicant, InvalidApplicant, InvalidOption, NotFound, load_applicant, score
from hukou_cli.applicant.document import applicant_of
from hukou_cli.base import calendar
from hukou_cli.policy.catalog import bundled
from hukou_cli.policy.rounds import RoundId, day_round, read_round
from hukou_cli.scoring.plan import plan
from hukou_cli.scoring.plan_days import first_days
from hukou_cli.scoring.plan_result import Plan, PlanRow
from hukou_cli.scoring.score import score_under
from tests.support.catalog import CATALOG

PEOPLE = Path(__file__).parent.parent / "data" / "plan"
TODAY = datetime.date(2026, 11, 29)


def planned(
    name: str, city: str, until: int | None = None, *, line: str | None = None, on: datetime.date = TODAY
) -> Plan:
    applicant = load_applicant(PEOPLE / f"{name}.toml")
    edition = CATALOG.find_on(city, on.year * 10000 + on.month * 100 + on.day)
    fixed = None if line is None else Decimal(line)
    return plan(applicant, edition, until, today=TODAY, on=on, earlier=CATALOG.earlier(edition), line=fixed)


def row(found: Plan, round_: int | str) -> PlanRow:
    return next(row for row in found.rows if row.round == read_round(round_))


def totals(found: Plan, *rounds: int | str) -> list[str]:
    return [str(row(found, round_).score.total) for round_ in rounds]


def decimals(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


# ---------------------------------------------------------------- a ranking whose line is forecast


def test_the_rounds_of_a_renter() -> None:
    # 2027: 258 months · 0.25 = 64.50; 181 ÷ 24 = 7.54; 26; tax of 2024 and 2025: 4; 45 years on 2026-01-01: 20.
    # Each round +3.00; tax 2 in 2028, 0 from 2029; age 16, 12, 8, 4, 0 from 2028 on.
    found = planned("bj-renter", "beijing")
    assert totals(found, 2027, 2028, 2029, 2030, 2031, 2032) == [
        "122.04", "119.04", "116.04", "115.04", "114.04", "113.04",
    ]  # fmt: skip
    assert totals(found, 2033, 2034) == ["116.04", "119.04"]
    assert [row.round for row in found.rows] == [RoundId(year) for year in range(2027, 2045)]


def test_the_last_round_is_the_one_before_a_condition_ends() -> None:
    # 63 years, 756 months, on 2043-06-15; tested on 1 January of the year before the round: 2044 is the last.
    # The owner: 58 years, 696 months, on 2048-03-08.
    renter, owner = planned("bj-renter", "beijing"), planned("bj-owner", "beijing")
    assert (renter.answer.last, renter.until) == (RoundId(2044), 2044)
    assert (owner.answer.last, owner.until) == (RoundId(2049), 2049)
    assert renter.answer.ended_by == owner.answer.ended_by == ("below_retirement_age",)


def test_how_much_the_line_may_rise() -> None:
    found = planned("bj-renter", "beijing")  # last line 119.92: +2.12, −0.88 ÷ 2, −3.88 ÷ 3, rounded down
    assert [row(found, year).score.may_rise for year in (2027, 2028, 2029)] == decimals("2.12", "-0.44", "-1.30")


def test_where_a_total_stands_to_the_band() -> None:
    found = planned("bj-renter", "beijing")
    first, second = found.rows[:2]
    assert (first.line, first.band) == (Decimal("122.51"), (Decimal("120.56"), Decimal("124.46")))
    assert (first.standing, first.passes) == ("below_middle", False)  # 120.56 ≤ 122.04 < 122.51
    assert (second.band, second.standing) == ((Decimal("121.20"), Decimal("129.00")), "below")  # 119.04
    assert row(found, 2034).band == (Decimal("125.04"), Decimal("156.24"))
    assert (row(found, 2035).band, row(found, 2035).standing) == (None, None)  # eight rises are known
    assert (found.answer.possible, found.answer.on_trend, found.answer.nearest) == (RoundId(2027), None, RoundId(2027))
    assert found.windows == ()


def test_the_rounds_of_an_owner() -> None:
    # 174 · 0.25 = 43.50; 17 ÷ 12, 80 ÷ 24 and 77 ÷ 12: 1.42 + 3.33 + 6.42; 15; zone 12; age 20. Then +4.00 a round.
    found = planned("bj-owner", "beijing", until=2034)
    assert totals(found, 2027, 2034) == ["101.67", "129.67"]
    assert [row.round.year for row in found.rows] == list(range(2027, 2035))
    assert found.answer.possible == RoundId(2033)  # 125.67 ≥ 124.40
    assert found.answer.last == RoundId(2049)  # also where the plan is shorter


def test_who_may_not_apply_yet() -> None:
    found = planned("bj-young", "beijing")  # 78 of 84 months at 2026-12, 90 at 2027-12
    assert [row.score.eligible for row in found.rows[:2]] == [False, True]
    assert found.rows[0].passes is False


def test_a_line_of_ones_own() -> None:
    found = planned("bj-renter", "beijing", line="115")
    assert found.kind == "fixed"
    assert [(window.first, window.last) for window in found.windows] == [
        (RoundId(2027), RoundId(2030)),  # 115.04
        (RoundId(2033), RoundId(2044)),  # 116.04
    ]
    assert row(found, 2030).reached is True
    assert row(found, 2031).reached is False  # 114.04


def test_what_changes_and_why() -> None:
    found = planned("bj-renter", "beijing")
    changes = {change.line: change for change in row(found, 2028).changes}
    assert {line: str(change.change) for line, change in changes.items()} == {
        "employment": "3.00",
        "tax": "-2.00",
        "age": "-4.00",
    }
    assert {line: change.is_usual for line, change in changes.items()} == {
        "employment": True,
        "tax": False,
        "age": False,
    }
    (months,) = changes["employment"].causes
    assert (months.name, months.before, months.after) == ("insured_months", "258", "270")
    (age,) = changes["age"].causes
    assert (age.name, age.before, age.after) == ("age", "45", "46")
    assert [change.line for change in row(found, 2034).changes] == ["employment"]


# ---------------------------------------------------------------- marks, routes, other lines


def test_a_pass_mark_whose_rules_end() -> None:
    # 2027-1: 24 months: 20 + 4 · 6 + 6 + 10 + 10; 2027-2: 30 months: 24.98 + 4 · 7.50 + 26; 2028-1: 30 + 36 + 26;
    # 2028-2: 36 + 4 · 10.98 + 26; 2029-1: 42 + 52 + 6 + 5 + 10. 2026-2 closed on 2026-10-31.
    found = planned("tj", "tianjin", until=2030)
    rounds = ("2027-1", "2027-2", "2028-1", "2028-2", "2029-1")
    assert totals(found, *rounds) == ["70.00", "80.98", "92.00", "105.92", "115.00"]
    assert [row(found, round_).reached for round_ in rounds] == [False, False, False, False, True]
    assert all(row.rules_ended for row in found.rows)  # on 2026-12-31
    assert found.windows[0].first == RoundId(2029, 1)


def test_an_entry_mark() -> None:
    # 8 · 4 + 10 · 4 + 30 + 10 in 2027, then +18 a round; 150 to be ranked; 45 years at the end of 2037.
    found = planned("gz", "guangzhou")
    assert totals(found, 2027, 2028, 2029, 2030) == ["112.00", "130.00", "148.00", "166.00"]
    assert [row(found, year).score.rank_points for year in (2027, 2030)] == decimals("102.00", "156.00")
    assert [(window.first, window.last) for window in found.windows] == [(RoundId(2030), RoundId(2038))]
    assert (found.kind, found.answer.last) == ("entry_mark", RoundId(2038))


def test_an_answer_that_comes_and_goes() -> None:
    # 2027-08-31: 35 months: 2 · (20 + 5) + 40, 36 needed; 2027-09-01: 36: 2 · 30 + 40. Age 46 from 2029-05 on: −40.
    found = planned("cd", "chengdu", until=2029)
    assert [(str(window.first), str(window.last)) for window in found.windows] == [
        ("2027-09-01", "2029-04-30"),
        ("2029-09-01", "None"),
    ]
    assert totals(found, "2027-09-01", "2029-05-01", "2029-09-01") == ["100.00", "90.00", "100.00"]


def test_a_planned_lease_closes_a_gap() -> None:
    # On 2029-05-01 a lease registered since 2026-12-01 has 29 full months: 2 · 10 beside the 90.
    applicant, edition = load_applicant(PEOPLE / "cd.toml"), CATALOG.find_on("chengdu", 20261129)
    assert applicant.records is not None
    home = next(record for record in applicant.records.spans if record.kind == "home")
    months = calendar.month_set(calendar.month_of(20261201), calendar.LAST_MONTH)
    lease = msgspec.structs.replace(
        home,
        path=("home", 1),
        first=20261201,
        begun_by=20261201,
        months=months,
        tags=frozenset(("rented", "registered")),
        planned=True,
    )
    with_lease = msgspec.structs.replace(applicant.records, spans=(*applicant.records.spans, lease))
    found = plan(msgspec.structs.replace(applicant, records=with_lease), edition, 2029, today=TODAY)
    assert totals(found, "2029-05-01") == ["110.00"]
    assert [(window.first < day_round(20290501), window.last) for window in found.windows] == [(True, None)]


def test_the_very_day_on_which_a_route_holds() -> None:
    found = planned("xa", "xian", until=2028)  # twelve full months from 2026-05-20 are complete on 2027-05-19
    (window,) = found.windows
    assert (str(window.first), window.last) == ("2027-05-19", None)
    assert [row.score.routes for row in found.rows if row.round == window.first] == [("residence_outside",)]


EVERY_DAY = [("cd", "chengdu"), ("xa", "xian")]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "city"), EVERY_DAY)
def test_nothing_changes_between_the_days_that_are_scored(name: str, city: str) -> None:
    found = planned(name, city, until=2029)
    applicant = load_applicant(PEOPLE / f"{name}.toml")
    first, last = found.rows[0].round.day, found.rows[-1].round.day
    day, answers = _date(first), dict[int, bool | None]()
    while day <= _date(last):
        number = day.year * 10000 + day.month * 100 + day.day
        answer = score_under(applicant, found.edition, day_round(number))
        answers[number] = bool(answer.eligible and answer.reached is not False)
        day += datetime.timedelta(1)
    days = list(answers)
    turned = {after for before, after in pairwise(days) if answers[before] != answers[after]}
    starts = {window.first.day for window in found.windows} - {first}
    ends = {days[days.index(window.last.day) + 1] for window in found.windows if window.last is not None}
    assert turned == starts | ends


def _date(day: int) -> datetime.date:
    return datetime.date(day // 10000, day // 100 % 100, day % 100)


def test_the_first_days_of_months() -> None:
    days = first_days(20261129, 2027)
    assert [str(days[0]), str(days[1]), str(days[-1]), len(days)] == ["2026-12-01", "2027-01-01", "2027-12-01", 13]
    assert first_days(20261201, 2026) == []


# ---------------------------------------------------------------- what goes on, what stands still


def test_what_is_given_as_a_number_stands_still() -> None:
    found = planned("straight", "beijing", until=2030)
    assert totals(found, 2027, 2030) == ["97.67", "97.67"]
    assert set(found.stands_still) >= {"insured_months", "own_home_months", "insured_streak_months"}
    assert "has_residence_permit" not in found.stands_still
    assert found.goes_on == ()


def test_months_given_as_numbers_may_grow() -> None:
    # The numbers are of the round that is scored by default, 2027, and not of the last one known, 2026, from which the
    # design of plans expected 113.67; 36 months later +9.00 of employment, and of
    # residence R(101 ÷ 12) − R(65 ÷ 12) = 8.42 − 5.42: 97.67 + 12.00. The zone line is at its cap of 12.
    applicant, edition = load_applicant(PEOPLE / "straight.toml"), CATALOG.find("beijing")
    found = plan(applicant, edition, 2030, today=TODAY, grow=("all",))
    assert totals(found, 2027, 2030) == ["97.67", "109.67"]
    assert found.stands_still == ("rented_months_since_2020_08", "study_overlap_months")  # 0: none that go on
    assert "insured_months" in found.grown
    assert "study_overlap_months" not in found.grown


def test_what_a_constraint_ties_to_a_fact_grows_with_it() -> None:
    applicant, edition = load_applicant(PEOPLE / "straight.toml"), CATALOG.find("beijing")
    found = plan(applicant, edition, 2030, today=TODAY, grow=("insured_months",))
    assert {"insured_months", "insured_months_since_2020_08"} <= set(found.grown)
    streak = plan(applicant, edition, 2030, today=TODAY, grow=("outer_home_months",))
    assert "outer_home_months" in streak.grown


def test_months_grow_to_what_there_can_be_at_most() -> None:
    applicant, edition = load_applicant(PEOPLE / "straight.toml"), CATALOG.find("beijing")
    more = msgspec.structs.replace(applicant, set_={"insured_months_since_2020_08": "77"})  # all there are in 2027
    found = plan(more, edition, 2028, today=TODAY, grow=("all",))
    assert [row.score.values["insured_months_since_2020_08"] for row in found.rows] == [77, 89]


@pytest.mark.parametrize("name", ["study_overlap_months", "degree", "insured_moths", "rented_months_since_2020_08"])
def test_what_cannot_grow_is_refused(name: str) -> None:
    applicant, edition = load_applicant(PEOPLE / "straight.toml"), CATALOG.find("beijing")
    with pytest.raises(InvalidOption, match="cannot-grow"):
        plan(applicant, edition, 2030, today=TODAY, grow=(name,))


def test_what_goes_on_by_itself() -> None:
    found = planned("bj-owner", "beijing", until=2027)
    assert found.goes_on == (("insurance", 2012 * 12 + 6), ("home", 2019 * 12 + 2), ("permit", 2013 * 12 + 4))
    assert found.stands_still == ()


def test_what_is_told_only_up_to_a_year() -> None:
    assert planned("bj-renter", "beijing", until=2027).not_told == (("tax", 2026),)
    assert planned("bj-owner", "beijing", until=2027).not_told == ()
    assert planned("tj", "tianjin", until=2027).not_told == (("endorsed", 2027),)  # the last one: 2026-02


TIANJIN = {
    "birth_date": "1991-05-10",
    "retirement_category": "male",
    "degree": "associate",
    "insurance": [{"city": "tianjin", "from": "2025-01"}],
    "home": [{"city": "tianjin", "from": "2025-01", "tenure": "rented", "registered": False}],
    "permit": [{"city": "tianjin", "from": "2026-05-20"}],
}


def tianjin(**facts: object) -> Applicant:
    told = {"employed": True, "new_build_home": "none", "certificate_matches_post": False, "married": False}
    return applicant_of({**TIANJIN, "facts": {"tianjin": {**told, **facts}}})


def test_a_day_of_one_round_is_forgotten_in_the_others() -> None:
    # Age 10 up to 35 years, then 5, on the day of submission: 35 on 2027-04-10, 36 on 2027-05-10, so 36 in 2027-2.
    # A permit from 2026-05-20 on is there on the first day of 2027-1, and was not on 2026-04-01.
    edition = CATALOG.find_on("tianjin", 20261129)
    found = plan(tianjin(submitted_on="2026-04-01"), edition, 2027, today=TODAY)
    assert found.opening_days == ("submitted_on",)
    assert [row.score.values["submitted_on"] for row in found.rows] == [20270101, 20270701]
    assert ["has_residence_permit" in row.score.failed_gates for row in found.rows] == [False, False]
    assert [age(row) for row in found.rows] == decimals("10.00", "5.00")


def test_a_day_of_one_round_stays_in_that_round() -> None:
    edition = CATALOG.find_on("tianjin", 20261129)
    found = plan(tianjin(submitted_on="2027-09-15"), edition, 2027, today=TODAY)
    assert [row.score.values["submitted_on"] for row in found.rows] == [20270101, 20270915]
    assert plan(tianjin(), edition, 2027, today=TODAY).opening_days == ()


def age(row: PlanRow) -> Decimal | None:
    return next(line.points for line in row.score.lines if line.indicator.id == "age")


def test_a_day_that_is_none_is_refused_as_by_a_score() -> None:
    with pytest.raises(InvalidApplicant, match="submitted_on"):
        plan(tianjin(submitted_on="2027-13-01"), CATALOG.find_on("tianjin", 20261129), 2027, today=TODAY)


def test_months_that_no_record_gives_may_grow() -> None:
    # The base is 2027-1 (2026-12), the next period ends six months later: 66 + 6. The spouse's stay as they are.
    edition = CATALOG.find_on("tianjin", 20261129)
    person = tianjin(housing_fund_months=66, married=True, spouse_insured_months=18)
    found = plan(person, edition, 2027, today=TODAY, grow=("housing_fund_months",))
    assert [row.score.values["housing_fund_months"] for row in found.rows] == [66, 72]
    assert [row.score.values["spouse_insured_months"] for row in found.rows] == [18, 18]
    assert (found.grown, found.stands_still) == (("housing_fund_months",), ("spouse_insured_months",))
    assert plan(person, edition, 2027, today=TODAY, grow=("all",)).stands_still == ()


def test_planned_records_count_in_their_rounds() -> None:
    found = planned("future", "beijing", until=2031)
    values = [row(found, year).score.values["own_home_months_since_2020_08"] for year in (2028, 2029, 2031)]
    assert values == [0, 8, 32]  # from 2028-05 to the December before


EXAMPLES = [city for city in CATALOG.cities() if (bundled() / city / "example.toml").is_file()]


@pytest.mark.parametrize("city", EXAMPLES)
def test_a_plan_gives_what_score_gives(city: str) -> None:
    _assert_like_scores(city, 2029, _some)


@pytest.mark.slow
@pytest.mark.parametrize("city", EXAMPLES)
def test_every_round_of_a_plan_to_2040_is_what_score_gives(city: str) -> None:
    _assert_like_scores(city, 2040, list)


def _assert_like_scores(city: str, until: int, chosen: Callable[[Sequence[PlanRow]], list[PlanRow]]) -> None:
    edition = CATALOG.find_on(city, 20261129)
    applicant = load_applicant(bundled() / city / "example.toml")
    end = edition.file.policy.in_force_to
    if edition.file.unseen is not None or (end is not None and end < TODAY):
        with pytest.raises(NotFound):
            plan(applicant, edition, 2028, today=TODAY)
        return
    found = plan(applicant, edition, until, today=TODAY, earlier=CATALOG.earlier(edition))
    covered = [row for row in found.rows if edition.calendar.covers(row.round)]
    assert covered
    for row_ in chosen(covered):
        alone = score(applicant, edition, str(row_.round))
        assert (row_.score.total_range, row_.score.eligible) == (alone.total_range, alone.eligible)
        assert (row_.score.may_rise, row_.score.failed_gates) == (alone.may_rise, alone.failed_gates)


def _some(rows: Sequence[PlanRow]) -> list[PlanRow]:
    """Take a few rows from the whole span."""
    return [*rows[:2], *rows[2::7]]


# ---------------------------------------------------------------- which rounds, and what is refused


def test_a_round_whose_result_is_known_is_over() -> None:
    assert planned("bj-owner", "beijing").rows[0].round == RoundId(2027)
    assert planned("bj-owner", "beijing", on=datetime.date(2026, 5, 16)).rows[0].round == RoundId(2026)
    assert planned("bj-owner", "beijing", on=datetime.date(2026, 5, 17)).rows[0].round == RoundId(2027)
    assert planned("gz", "guangzhou", until=2028).rows[0].round == RoundId(2026)


@pytest.mark.parametrize("until", [2025, 2057])
def test_a_year_that_is_past_or_too_far_is_refused(until: int) -> None:
    with pytest.raises(InvalidOption, match="until-out-of-range"):
        planned("bj-owner", "beijing", until=until)


def test_a_year_without_a_round_to_come_is_refused() -> None:
    with pytest.raises(NotFound, match="no-round-ahead"):
        planned("bj-owner", "beijing", until=2026)


def test_rules_that_have_ended_are_told() -> None:
    with pytest.raises(NotFound, match="rules-ended"):
        planned("tj", "tianjin", on=datetime.date(2027, 1, 2))


def test_a_fixed_line_is_refused_where_the_rules_have_one() -> None:
    for name, city in (("tj", "tianjin"), ("gz", "guangzhou"), ("xa", "xian")):
        with pytest.raises(InvalidOption, match="line-is-fixed"):
            planned(name, city, line="100")


def test_missing_facts_leave_a_standing_open() -> None:
    applicant = load_applicant(PEOPLE / "bj-renter.toml")
    person = {key: value for key, value in applicant.person.items() if key != "degree"}
    edition = CATALOG.find("beijing")
    without = msgspec.structs.replace(applicant, person=person)
    found = plan(without, edition, 2027, today=TODAY, earlier=CATALOG.earlier(edition))
    (first,) = found.rows
    assert (first.score.total, first.standing, first.passes) == (None, None, None)  # 96.04 to 133.04, or so
    assert "degree" in first.score.decided_by


def test_a_condition_that_never_holds_ends_the_plan_at_once() -> None:
    applicant = load_applicant(PEOPLE / "bj-renter.toml")
    old = msgspec.structs.replace(applicant, person={**applicant.person, "birth_date": datetime.date(1955, 1, 1)})
    edition = CATALOG.find("beijing")
    found = plan(old, edition, today=TODAY, earlier=CATALOG.earlier(edition))
    assert len(found.rows) == 1
    assert found.rows[0].score.failed_gates == ("below_retirement_age",)
    assert found.answer.possible is None


@pytest.mark.parametrize(("city", "kind"), [("shenzhen", "last_known"), ("foshan", "none"), ("hangzhou", "pass_mark")])
def test_what_a_plan_compares_with(city: str, kind: str) -> None:
    applicant = load_applicant(bundled() / city / "example.toml")
    edition = CATALOG.find_on(city, 20261129)
    assert plan(applicant, edition, 2028, today=TODAY).kind == kind
