"""What a break in insurance or a permit costs: the same applicant without it, by arithmetic written out."""

from decimal import Decimal

import pytest

from hukou_cli import find_policy
from hukou_cli.applicant.document import applicant_of
from hukou_cli.scoring.breaks import Break, Unbroken, breaks_of
from hukou_cli.scoring.result import Score
from hukou_cli.scoring.score import score
from tests.support.people import BEIJING


def chengdu(*jobs: tuple[str, str], round_: str = "2026-11-30") -> Score:
    """Score somebody of Chengdu insured in some spans, who has lived there in an own home since 2020."""
    insurance = [{"city": "chengdu", "from": first, "to": last} for first, last in jobs]
    home = [{"city": "chengdu", "from": "2020-01", "tenure": "owned"}]
    person = {"city": "chengdu", "birth_date": "1988-01-01", "insurance": insurance, "home": home}
    return score(applicant_of(person), find_policy("chengdu"), round_)


def only(result: Score) -> Break:
    (hole,) = breaks_of(result)
    return hole


def test_a_break_costs_what_the_whole_years_before_it_would_have_given() -> None:
    """Up to 2026-10: 68 months since 2021-03 give 5 × 10 + 5 for pension and for health each; 33 + 3 + 68 = 104: 85."""
    result = chengdu(("2018-03", "2020-11"), ("2021-03", "2026-10"))
    hole = only(result)
    assert (hole.lost, hole.run) == (33, 68)
    assert hole.unbroken == Unbroken(run=104, points=Decimal("-60.00"), gates=(), routes=())


def test_a_condition_that_fails_by_the_break_alone_is_named() -> None:
    """36 months unbroken are asked for of each: 20 since 2025-03; without the hole 20 + 1 + 30 = 51."""
    result = chengdu(("2022-08", "2025-01"), ("2025-03", "2026-10"))
    hole = only(result)
    assert (hole.lost, hole.run) == (30, 20)
    assert hole.unbroken is not None
    assert (hole.unbroken.run, hole.unbroken.gates) == (51, ("pension_36_months", "medical_36_months"))


def test_a_break_before_a_full_year_is_lost_in_whole_months_may_cost_nothing() -> None:
    """Up to 2026-10: 60 months since 2021-11 give 50; 2 + 1 + 60 = 63 are 5 years and 3 months: 50 as well."""
    hole = only(chengdu(("2021-08", "2021-09"), ("2021-11", "2026-10")))
    assert hole.unbroken is not None
    assert hole.unbroken.is_same


def test_a_run_that_was_given_straight_has_no_break() -> None:
    jobs = [{"city": "beijing", "from": "2010-07", "to": "2014-03"}, {"city": "beijing", "from": "2014-05"}]
    person = {"city": "beijing", "birth_date": "1984-05-20", "insurance": jobs}
    assert breaks_of(score(applicant_of(person), BEIJING, 2026))
    given = {**person, "facts": {"insured_streak_months": 186}}
    assert not breaks_of(score(applicant_of(given), BEIJING, 2026))


@pytest.mark.parametrize("kinds", [["pension", "medical", "unemployment", "injury", "maternity"], ["medical"]])
def test_a_break_of_one_insurance_is_closed_by_that_one(kinds: list[str]) -> None:
    """Guangzhou and others count each insurance by itself; Chengdu's pension run is not touched by a hole in health."""
    whole = {"city": "chengdu", "from": "2018-03", "to": "2026-10"}
    others = [kind for kind in ("pension", "unemployment", "injury", "maternity") if kind not in kinds]
    parts = [{"city": "chengdu", "from": "2018-03", "to": "2020-11", "kinds": kinds}]
    parts += [{"city": "chengdu", "from": "2021-03", "to": "2026-10", "kinds": kinds}]
    listed = [{**whole, "kinds": others}, *parts] if others else parts
    person = {"city": "chengdu", "birth_date": "1988-01-01", "insurance": listed}
    hole = only(score(applicant_of(person), find_policy("chengdu"), "2026-11-30"))
    assert hole.unbroken is not None
    assert hole.unbroken.points == Decimal(-60 if not others else -30)
