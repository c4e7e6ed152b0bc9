"""What an applicant's records are silent on is not zero: it is missing where it can matter, with what to write."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hukou_cli import Edition, InvalidApplicant, Score, load_applicant, score
from hukou_cli.applicant.document import Applicant, applicant_of
from hukou_cli.policy.catalog import bundled
from tests.support.springfield import edition_with

EXAMPLE = bundled() / "beijing" / "example.toml"
HERE = {"city": "beijing", "from": "2010-07"}
PERSON: dict[str, Any] = {
    "birth_date": "1987-03-12",
    "retirement_category": "male",
    "degree": "bachelor",
    "insurance": [{**HERE, "district": "haidian"}],
    "home": [],
    "study": [],
    "tax": [],
    "facts": {"beijing": {"has_residence_permit": True}},
}
"""Insured 2010-07 to 2025-12, 186 months: 46.50. Until 2020-07 rented without a word, 121 months: 5.04, rounded each."""


def scored(edition: Edition, *left_out: str, **changed: Any) -> Score:
    person = {name: value for name, value in PERSON.items() if name not in left_out} | changed
    return score(applicant_of(person), edition, 2026)


def told(result: Score) -> dict[str, dict[str, str]]:
    return {note.code: dict(note.values) for note in result.notes if note.code.endswith("-not-told")}


def example_with(set_: dict[str, object]) -> Applicant:
    """Return the example's applicant with facts of the command line."""
    from msgspec.structs import replace

    return replace(load_applicant(EXAMPLE), set_=set_)


def test_an_applicant_who_tells_all_has_nothing_missing(beijing: Edition) -> None:
    """46.50 for the insurance, 5.04 for the rental, 15 for the degree, 20 for the age."""
    result = scored(beijing)
    assert result.unknown == ()
    assert result.total == Decimal("86.54")


@pytest.mark.parametrize(
    ("kind", "low", "high"),
    [
        # A study: 48 months of 3.50 a year are 14 points less.
        ("study", "72.54", "86.54"),
        # Three years of tax: 2 points each.
        ("tax", "86.54", "92.54"),
    ],
)
def test_a_kind_that_is_not_told_leaves_what_it_can_change(beijing: Edition, kind: str, low: str, high: str) -> None:
    assert scored(beijing, kind).total_range == (Decimal(low), Decimal(high))


def test_no_home_told_leaves_the_points_of_homes_open(beijing: Edition) -> None:
    """A rental declared since 2020-08 gives 65 / 24 = 2.71; a home outside the six districts 2 a year for 8 years."""
    result = scored(beijing, "home")
    assert result.total is None
    low, high = result.total_range
    assert low <= Decimal("86.54")
    assert high >= Decimal("89.25")
    assert {"own_home_months", "rented_months_since_2020_08", "outer_home_months"} <= set(result.decided_by)
    assert "outer_home_and_job_months" not in result.unknown  # the job is in Haidian
    assert told(result)["records-not-told"]["kind"] == "home"


def test_a_degree_that_no_study_bears_leaves_the_deduction_open(beijing: Edition) -> None:
    """With the bachelor's the example has 103.59; the same study as a master's takes 36 months at most, 10.50 points."""
    result = score(example_with({"degree": "master"}), beijing, 2026)
    assert result.unknown == ("study_overlap_months",)
    assert result.total_range == (Decimal("109.63"), Decimal("120.13"))
    assert not result.passed
    remedy = told(result)["study-not-told"]
    assert (remedy["level"], remedy["fact"]) == ("master", "study_overlap_months")


def test_the_remedies_work(beijing: Edition) -> None:
    remedies: list[dict[str, object]] = [{"study_overlap_months": 0}, {"study": "[]"}]
    for remedy in remedies:
        assert score(example_with({"degree": "master", **remedy}), beijing, 2026).total == Decimal("120.13")


@pytest.mark.parametrize("written", ["[]", " [ ] ", []])
def test_the_command_line_says_that_there_is_none(beijing: Edition, written: object) -> None:
    """No home at all: 121 months until 2020-07 count as rented, none after."""
    values = score(example_with({"home": written}), beijing, 2026).values
    assert (values["own_home_months"], values["rented_months_since_2020_08"], values["outer_home_months"]) == (0, 0, 0)


@pytest.mark.parametrize("written", ["none", "beijing", 0])
def test_the_command_line_tells_no_records(beijing: Edition, written: object) -> None:
    with pytest.raises(InvalidApplicant) as raised:
        score(example_with({"home": written}), beijing, 2026)
    assert [finding.code for finding in raised.value.findings] == ["set-records"]


def test_files_say_that_there_is_none(beijing: Edition, tmp_path: Path) -> None:
    toml = 'city = "beijing"\nhome = []\ntax = []\nstudy = []\ndegree = "none"\n[[insurance]]\ncity = "beijing"\nfrom = "2010-07"\n'
    json = '{"city": "beijing", "home": [], "tax": [], "degree": "none", "insurance": [{"city": "beijing", "from": "2010-07"}]}'
    for name, text in (("me.toml", toml), ("me.json", json)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        result = score(load_applicant(tmp_path / name), beijing, 2026)
        assert result.values["own_home_months"] == 0
        assert "own_home_months" not in result.assumed
        assert "tax_years_over_100k" not in result.unknown


def rental(**more: object) -> list[dict[str, object]]:
    return [{**HERE, "tenure": "rented", "district": "haidian", **more}]


def test_a_rental_that_may_be_registered_is_not_zero(beijing: Edition) -> None:
    """65 months since 2020-08: 2.71 where it is registered."""
    result = scored(beijing, home=rental())
    assert result.total_range == (Decimal("86.54"), Decimal("89.25"))
    assert result.unknown == ("rented_months_since_2020_08",)
    assert told(result)["registered-not-told"]["seen"] == "home[1]"
    assert "records-not-used" not in [note.code for note in result.notes]  # a rule takes it, if it is registered
    assert "records-not-used" in [note.code for note in scored(beijing, home=rental(registered=False)).notes]
    assert scored(beijing, home=rental(registered=False)).total == Decimal("86.54")
    assert scored(beijing, home=rental(registered=True)).total == Decimal("89.25")


def test_what_cannot_matter_is_not_asked_for(beijing: Edition) -> None:
    """Before 2020-08 no rule asks whether a rental is registered; who has no insurance has none while studying."""
    assert scored(beijing, home=rental(to="2020-07")).unknown == ()
    assert "study_overlap_months" not in scored(beijing, "study", insurance=[]).unknown
    assert scored(beijing, "study", degree="none").unknown == ()


def test_who_tells_facts_alone_has_the_defaults(beijing: Edition) -> None:
    facts = {"insured_months": 186, "insured_months_since_2020_08": 65, "penalty": []}
    result = score({**facts, "degree": "bachelor", "birth_date": "1987-03-12"}, beijing, 2026)
    assert result.values["tax_years_over_100k"] == 0
    assert {"study_overlap_months", "tax_years_over_100k"} <= set(result.assumed)


def test_people_have_no_penalties_unless_they_tell_some(beijing: Edition) -> None:
    result = scored(beijing)
    assert {"criminal_record", "detentions", "honour"} <= set(result.assumed)


def test_a_permit_without_endorsements_told_leaves_them_open() -> None:
    """A permit of 2019-03 to 2021-08 may have been endorsed in 2019, 2020 and 2021, once a year."""
    permit = {"city": "springfield", "from": "2019-03", "to": "2021-08"}
    edition = edition_with("endorsed", kind="count")
    found = score(applicant_of({"permit": [permit]}), edition, 2022)
    assert (found.unknown, found.total_range) == (("counted",), (Decimal(0), Decimal(3)))
    asked = [note.sentence("zh") for note in found.notes if note.code == "endorsed-not-told"]
    assert asked == ["第 1 条居住证记录未写签注；请在 endorsed 中列出历次签注的月份，没有的写 endorsed = []"]
    told = [
        score(applicant_of({"permit": [{**permit, "endorsed": given}]}), edition, 2022) for given in ([], ["2020-03"])
    ]
    assert [result.values["counted"] for result in told] == [0, 1]
    both = [{**permit, "endorsed": ["2020-03"]}, {"city": "springfield", "from": "2021-09"}]
    assert score(applicant_of({"permit": both}), edition, 2022).total_range == (
        Decimal(1),
        Decimal(2),
    )  # 2021-09 to 2021-12


def test_a_permit_elsewhere_is_not_asked_about_here() -> None:
    permit = {"city": "shelbyville", "from": "2019-03"}
    found = score(applicant_of({"permit": [permit]}), edition_with("endorsed", kind="count"), 2022)
    assert found.values["counted"] == 0
