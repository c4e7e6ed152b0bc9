"""What changes in a plan and why: days of birthdays, taxes that leave, caps, conditions that turn, usual changes."""

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from hukou_cli import Applicant, Edition, load_applicant
from hukou_cli.applicant.document import applicant_of
from hukou_cli.policy.catalog import bundled
from hukou_cli.policy.rounds import RoundId, read_round
from hukou_cli.scoring.changes import LineChange
from hukou_cli.scoring.plan import plan
from hukou_cli.scoring.plan_result import Plan, PlanRow
from tests.support.catalog import CATALOG

PEOPLE = Path(__file__).parent.parent / "data" / "plan"
TODAY = datetime.date(2026, 11, 29)


def edition_of(city: str) -> Edition:
    return CATALOG.find_on(city, 20261129)


def planned(person: str | Applicant, city: str, until: int | None = None) -> Plan:
    applicant = load_applicant(PEOPLE / f"{person}.toml") if isinstance(person, str) else person
    return plan(applicant, edition_of(city), until, today=TODAY, earlier=CATALOG.earlier(edition_of(city)))


def example_of(city: str) -> Applicant:
    return load_applicant(bundled() / city / "example.toml")


def row(found: Plan, round_: int | str) -> PlanRow:
    return next(row for row in found.rows if row.round == read_round(round_))


def change(found: Plan, round_: int | str, line: str) -> LineChange:
    return next(change for change in row(found, round_).changes if change.line == line)


def test_the_birthday_behind_a_change_and_the_day_it_is_counted_to() -> None:
    # Born on 1980-06-15: 46 on 2026-06-15; the round of 2028 counts years of age to 2027-01-01.
    (cause,) = change(planned("bj-renter", "beijing", 2028), 2028, "age").causes
    assert (cause.before, cause.after, cause.on, cause.counted_on) == ("45", "46", 20260615, 20270101)


def test_the_birthday_of_somebody_born_on_29_february() -> None:
    # Years are complete on 1 March where there is no 29 February: 46 on 2030-03-01.
    applicant = load_applicant(PEOPLE / "cd.toml")
    born: dict[str, Any] = {**applicant.person, "birth_date": datetime.date(1984, 2, 29)}
    found = planned(Applicant(**{**_fields(applicant), "person": born}), "chengdu", 2030)
    (told,) = [each for each in found.rows if any(one.line == "age" and one.change for one in each.changes)]
    assert str(told.round) == "2030-04-01"  # age is counted to the end of the month before
    assert change(found, "2030-04-01", "age").causes[0].on == 20300301


def _fields(applicant: Applicant) -> dict[str, Any]:
    return {name: getattr(applicant, name) for name in Applicant.__struct_fields__}


def test_a_tax_that_leaves_the_last_three_years() -> None:
    found = planned("bj-renter", "beijing", 2029)
    assert [change(found, year, "tax").causes[0].left for year in (2028, 2029)] == [(2024,), (2025,)]


def test_a_line_that_comes_to_its_cap() -> None:
    # An own home outside the six districts from 2023-03 on: min(12, 2 a full year). At 2026-12 46 months: 6; then 8, 10,
    # and 12 at 2029-12 (82 months). After that nothing more.
    applicant = load_applicant(PEOPLE / "bj-owner.toml")
    person = {**applicant.person, "insurance": [{"city": "beijing", "from": "2012-07", "district": "chaoyang"}]}
    person |= {"home": [{"city": "beijing", "from": "2023-03", "tenure": "owned", "district": "daxing"}]}
    person |= {"permit": [{"city": "beijing", "from": "2013-05"}], "facts": {"beijing": {"criminal_record": False}}}
    person |= {"study": [{"city": "beijing", "from": "2008-09", "to": "2012-06", "level": "bachelor"}]}
    found = planned(applicant_of(person), "beijing", 2031)
    capped = {
        year: [each for each in row(found, year).changes if each.capped_at is not None] for year in range(2028, 2032)
    }
    assert {year: [(str(each.change), str(each.capped_at)) for each in each_of] for year, each_of in capped.items()} == {
        2028: [], 2029: [], 2030: [("2.00", "12.00")], 2031: [],
    }  # fmt: skip


def test_conditions_turn_with_the_round_in_which_they_do() -> None:
    # 78 of 84 months in a row at 2026-12, 90 at 2027-12.
    found = planned("bj-young", "beijing", 2029)
    assert [[(turn.kind, turn.passed) for turn in each.turns] for each in found.rows] == [[], [("gate", True)], []]
    turned = planned(
        "xa", "xian", 2030
    )  # a permit from 2026-05-20 on: twelve full months on 2027-05-19, 36 on 2029-05-19
    told = {str(each.round): [turn.id for turn in each.turns] for each in turned.rows if each.turns}
    assert told == {"2027-05-19": ["residence_outside"], "2029-05-19": ["long_residence"]}


def test_a_condition_that_ends_between_two_first_days_ends_on_its_day() -> None:
    # A woman born on 1992-03-08, in a post of 55 years: retired at 58, on 2050-03-08.
    found = planned(example_of("wuhan"), "wuhan")
    assert [(window.first, str(window.last)) for window in found.windows] == [(found.rows[0].round, "2050-03-07")]
    assert (str(found.answer.last), found.answer.ended_by) == ("2050-03-07", ("below_retirement_age",))


def test_what_tells_only_once_a_year_is_usual_in_that_period() -> None:
    # Tianjin counts full years of an own home from 2023-06-18 on: a year more in every second period, 12 points each.
    # Before, that was an exception in every year of the plan.
    found = planned(example_of("tianjin"), "tianjin", 2031)
    homes = [each for told in found.rows for each in told.changes if each.line == "own_home"]
    assert {(each.change, each.is_usual) for each in homes} == {(Decimal("12.00"), True)}


def test_what_goes_on_for_long_and_ends_is_one_exception_and_not_many() -> None:
    # Hangzhou gives 1.50 a quarter until the cap of 120, and nothing in the years after: one exception at the beginning.
    found = planned(example_of("hangzhou"), "hangzhou")
    told = [
        (each.round, one.change)
        for each in found.rows
        for one in each.changes
        if one.line == "insurance" and not one.is_usual
    ]
    assert {points for _, points in told} == {Decimal("1.50")}
    assert told[0][0] == RoundId(2027, 1)


def test_the_day_of_a_round_is_no_cause() -> None:
    # 46 on 2036-10-12, so in the round that opens on 2037-01-01; the day of submission moves with every round.
    found = planned(example_of("tianjin"), "tianjin", 2037)
    assert [cause.name for cause in change(found, "2037-1", "age").causes] == ["age"]
    assert change(found, "2037-1", "age").causes[0].on == 20361012
