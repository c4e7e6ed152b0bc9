"""A record that can matter is never dropped: it decides a fact, or the fact is asked for, or the record is told."""

from typing import Any

import pytest

from hukou_cli import InvalidApplicant, Score, score
from hukou_cli.applicant.document import applicant_of
from hukou_cli.policy.edition import Edition
from tests.support.catalog import CATALOG

EDITIONS = [edition for path in CATALOG.all() if (edition := CATALOG.load(path)).file.unseen is None]
ASKED_FOR = [edition for edition in EDITIONS if "criminal_record" in edition.facts]
PERSON = {"birth_date": "1985-06-15", "retirement_category": "male"}


def scored(edition: Edition, facts: dict[str, object] | None = None, **records: Any) -> Score:
    day = "2026-05-10" if edition.calendar.is_open_all_year and edition.file.policy.in_force_to is None else None
    return score(applicant_of({**PERSON, "facts": facts or {"employed": True}, **records}), edition, day)


def crime(**more: str) -> dict[str, str]:
    return {"kind": "criminal", "date": "2012-03-01", **more}


@pytest.mark.parametrize("edition", ASKED_FOR, ids=lambda edition: edition.id)
@pytest.mark.parametrize("place", [{}, {"city": "lhasa"}])
def test_a_crime_decides_the_criminal_record_wherever_it_was(edition: Edition, place: dict[str, str]) -> None:
    result = scored(edition, penalty=[crime(**place)])
    assert result.values["criminal_record"] is True
    assert "criminal_record" not in result.assumed


@pytest.mark.parametrize(
    "edition", [each for each in EDITIONS if each.file.policy.city == "beijing"], ids=lambda edition: edition.id
)
def test_a_study_elsewhere_counts_and_is_not_said_to_be_left_out(edition: Edition) -> None:
    study = {"city": "tianjin", "from": "2015-01", "to": "2017-07", "level": "bachelor"}
    result = scored(edition, {"degree": "bachelor"}, insurance=[{"city": "beijing", "from": "2016-08"}], study=[study])
    assert result.values["study_overlap_months"] == 12
    assert "other-city" not in {note.code for note in result.notes}


@pytest.mark.parametrize("edition", ASKED_FOR, ids=lambda edition: edition.id)
def test_a_penalty_of_no_kind_told_may_be_a_crime(edition: Edition) -> None:
    result = scored(edition, penalty=[{"date": "2012-03-01"}])
    assert "criminal_record" not in result.values
    assert "criminal_record" not in result.assumed


@pytest.mark.parametrize(
    ("city", "facts"),
    [
        ("foshan/2016-05-17", ["personal_tax"]),
        ("zhongshan/2014-10-30", ["income_tax_yuan"]),
        ("shenzhen_talent/2017-01-01", ["income_tax"]),
        ("qingdao/2015-09-08", ["income_tax"]),
        ("beijing/2017-01-01", ["tax_over_threshold"]),
    ],
)
def test_tax_that_a_record_does_not_tell_enough_of_is_asked_for(city: str, facts: list[str]) -> None:
    edition = next(edition for edition in EDITIONS if edition.id == city)
    result = scored(edition, tax=[{"city": edition.file.policy.city, "year": 2015, "income": 5000}])
    assert not set(facts) & (set(result.assumed) | set(result.values))


def test_a_crime_after_the_counting_day_and_within_the_round_leaves_the_gate_open(beijing: Edition) -> None:
    """Round 2021 counts to 2020-12-31; whether one may apply after a crime of 2021-03 a record cannot tell."""
    before, within = (
        score(applicant_of({**PERSON, "penalty": [crime(date=day)]}), beijing, 2021)
        for day in ("2020-12-31", "2021-03-01")
    )
    assert before.values["criminal_record"] is True
    assert "criminal_record" in within.unknown


def test_an_offence_elsewhere_counts_only_where_no_place_is_named(beijing: Edition) -> None:
    """Beijing deducts for detentions in Beijing, and for offences against tax wherever they were."""
    penalty = [{"kind": kind, "city": "tianjin", "date": "2023-03-01"} for kind in ("detention", "tax")]
    result = scored(beijing, penalty=penalty)
    assert (result.values["detentions"], result.values["tax_violations"]) == (0, 1)
    assert ("other-city", "tianjin") in {(note.code, note.values.get("seen")) for note in result.notes}


def test_records_that_no_rule_uses_are_told(beijing: Edition) -> None:
    result = scored(
        beijing,
        insurance=[{"city": "beijing", "from": "2010-01"}],
        home=[{"city": "beijing", "from": "2010-01", "tenure": "family", "district": "朝阳"}],
        marriage=[{"from": "2012-01"}],
        blood_donation=[{"date": "2015-05-01"}],
    )
    told = next(note.values["seen"] for note in result.notes if note.code == "records-not-used")
    assert told.split() == ["home[1]", "blood_donation[1]"]


def test_a_count_given_beside_other_records_is_neither_assumed_nor_contradicted(beijing: Edition) -> None:
    home = [{"city": "beijing", "from": "2010-01", "tenure": "owned"}]
    result = scored(beijing, {"insured_months": 180, "insured_months_since_2020_08": 65}, home=home)
    assert result.values["insured_months"] == 180
    assert "insured_months" not in result.assumed
    assert "given-and-counted" not in {note.code for note in result.notes}


def test_a_scheme_has_a_table_of_its_own() -> None:
    talent = next(edition for edition in EDITIONS if edition.id == "shenzhen_talent/2017-01-01")
    facts = {"shenzhen": {"income_tax": 1000}, "shenzhen_talent": {"income_tax": 2000}}
    assert score(applicant_of({**PERSON, "facts": facts}), talent).values["income_tax"] == 2000_00


@pytest.mark.parametrize("city", ["shenzhen_talent", "shenzhen"])
def test_a_word_unknown_to_every_scheme_is_an_error_in_its_table(city: str) -> None:
    edition = next(edition for edition in EDITIONS if edition.id.startswith(f"{city}/"))
    with pytest.raises(InvalidApplicant) as raised:
        score(applicant_of({**PERSON, "facts": {"shenzhen_talent": {"incom_tax": 1}}}), edition)
    assert {finding.code for finding in raised.value.findings} == {"unknown-fact"}


def test_a_spouses_home_counts_from_the_marriage(beijing: Edition) -> None:
    """A14 of the public cases: 2006-05 to 2020-07 are 171 months, 2020-08 to 2020-12 five."""
    home = [{"city": "beijing", "from": "2005-09", "tenure": "spouse", "district": "朝阳"}]
    insurance = [{"city": "beijing", "from": "2004-01"}]
    result = score(
        applicant_of({**PERSON, "home": home, "insurance": insurance, "marriage": [{"from": "2006-05"}]}), beijing, 2021
    )
    assert (result.values["own_home_months"], result.values["own_home_months_since_2020_08"]) == (176, 5)
    unmarried = score(applicant_of({**PERSON, "home": home, "insurance": insurance}), beijing, 2021)
    assert "own_home_months" in unmarried.unknown
