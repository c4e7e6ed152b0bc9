"""A run that begins late though insurance was paid before: the result says which kinds lack, or that too much is repaid."""

import pytest

from hukou_cli import Edition, score
from hukou_cli.applicant.document import applicant_of

PERSON: dict[str, object] = {
    "city": "beijing", "birth_date": "1986-06-15", "retirement_category": "male", "degree": "none", "home": [], "study": [],
    "tax": [],
}  # fmt: skip


def told(edition: Edition, *jobs: dict[str, object], **given: object) -> tuple[object, list[str]]:
    insurance = [{"city": "beijing", **job} for job in jobs]
    facts = {"beijing": {"has_residence_permit": True, **given}}
    found = score(applicant_of({**PERSON, "insurance": insurance, "facts": facts}), edition, 2027)
    said = [note.sentence("zh") for note in found.notes if note.code.startswith("run-")]
    return found.values["insured_streak_months"], said


TWO: dict[str, object] = {"from": "2012-07", "to": "2020-12", "kinds": ["pension", "medical"]}


def test_insurances_that_lack_before_a_run_are_named(beijing: Edition) -> None:
    """From 2020-06 to 2026-12 are 79 months."""
    said = "连续缴纳社会保险月数自 2020-06 起算：2012-07 – 2020-05 未参加失业、工伤、生育"
    assert told(beijing, TWO, {"from": "2020-06"}) == (79, [said])


@pytest.mark.parametrize(("repaid", "months", "said"), [
    (["2014-01", "2014-02", "2014-03", "2014-04", "2014-05"], 174, []),
    (["2014-01", "2014-02", "2014-03", "2014-04", "2014-05", "2014-06"], 155,
     ["连续缴纳社会保险月数自 2014-02 起算：补缴月数超过允许的月数，之前的 19 个月不计"]),
])  # fmt: skip
def test_months_lost_by_too_many_repaid_are_told(
    beijing: Edition, repaid: list[str], months: int, said: list[str]
) -> None:
    """From 2012-07 to 2026-12 are 174; of six repaid the sixth from the end, 2014-01, ends the run: 19 months go."""
    assert told(beijing, {"from": "2012-07", "back_paid": repaid}) == (months, said)


@pytest.mark.parametrize("jobs", [
    [{"from": "2012-07"}],
    [{"from": "2012-07", "to": "2014-03"}, {"from": "2014-06"}],  # a hole is told as a break
    [{**TWO, "to": "2018-12"}, {"from": "2020-06"}],
])  # fmt: skip
def test_nothing_is_told_of_a_run_from_the_start_or_after_a_hole(
    beijing: Edition, jobs: list[dict[str, object]]
) -> None:
    assert told(beijing, *jobs)[1] == []


def test_nothing_is_told_of_a_run_that_was_given(beijing: Edition) -> None:
    assert told(beijing, TWO, {"from": "2020-06"}, insured_streak_months=84) == (84, [])
