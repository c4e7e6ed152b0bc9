"""Which certificate to claim: each level in the file is scored, the best stands first."""

from datetime import date
from decimal import Decimal

from hukou_cli import Edition, Score, score
from hukou_cli.applicant.document import applicant_of
from hukou_cli.policy.catalog import Catalog

COLLEGE: dict[str, object] = {"from": "2004-09", "to": "2007-07", "level": "associate"}
EVENINGS: dict[str, object] = {"from": "2013-03", "to": "2017-01", "level": "bachelor", "part_time": True}


def scored(edition: Edition, *studies: dict[str, object], **more: object) -> Score:
    person: dict[str, object] = {
        "birth_date": "1983-03-02",
        "retirement_category": "male",
        "degree": "bachelor",
        "insurance": [{"city": "beijing", "from": "2007-07"}],
        "study": list(studies),
        "home": [],
        "tax": [],
        "facts": {"beijing": {"has_residence_permit": True, "criminal_record": False, **more}},
    }
    return score(applicant_of(person), edition, 2026)


def test_the_best_certificate_stands_first(beijing: Edition) -> None:
    """Insured 222 months: 55.50; rented 157 before 2020-08: 6.54; age 20.

    Associate: 10.50 less one month, 0.29: 92.25. Bachelor: 15.00 less 48 months, 14.00: 83.04.
    """
    result = scored(beijing, COLLEGE, EVENINGS)
    assert result.total == Decimal("83.04")
    totals = {claim.degree: claim.total_range for claim in result.claims}
    assert totals == {
        "associate": (Decimal("92.25"), Decimal("92.25")),
        "bachelor": (Decimal("83.04"), Decimal("83.04")),
    }
    assert [claim.degree for claim in result.claims] == ["associate", "bachelor"]
    note = next(note for note in result.notes if note.code == "claims-compared")
    assert note.values["seen"] == "associate: 92.25, bachelor: 83.04"


def test_one_level_or_one_still_studied_is_compared_with_nothing(beijing: Edition) -> None:
    assert scored(beijing, EVENINGS).claims == ()
    assert scored(beijing, EVENINGS, {"from": "2024-09", "level": "master"}).claims == ()


def test_a_count_given_straight_holds_for_the_certificate_claimed_alone(beijing: Edition) -> None:
    assert scored(beijing, COLLEGE, EVENINGS, study_overlap_months=47).claims == ()


def test_a_certificate_of_a_city_without_the_deduction(catalog: Catalog) -> None:
    """Shenzhen's table of 2023 gives nothing for education, so that there is nothing to choose."""
    person: dict[str, object] = {"birth_date": "1985-01-01", "degree": "bachelor", "study": [COLLEGE, EVENINGS]}
    assert score(applicant_of(person), catalog.find("shenzhen"), 2023).claims == ()


def told(city: str, catalog: Catalog) -> dict[str, str]:
    """Return the notes on somebody with a diploma and an evening degree, insured since 2014, in a city."""
    person = {
        "birth_date": "1990-03-08",
        "insurance": [{"city": city, "from": "2014-07"}],
        "permit": [{"city": city, "from": "2014-08"}],
        "study": [COLLEGE | {"from": "2008-09", "to": "2011-06"}, EVENINGS | {"from": "2015-09", "to": "2018-06"}],
        "home": [],
        "tax": [],
    }
    edition = catalog.find(city)
    return {note.code: note.text("en") for note in score(applicant_of(person), edition, on=date(2026, 11, 29)).notes}


def test_studies_that_are_compared_are_not_called_unused(catalog: Catalog) -> None:
    notes = told("guangzhou", catalog)  # it gives points for the certificate and counts nothing from studies
    assert "claims-compared" in notes
    assert "study" not in notes.get("records-not-used", "")


def test_an_open_total_of_a_certificate_is_told_as_such(catalog: Catalog) -> None:
    """Suzhou's tax, service and awards were not seen, and Hangzhou's deductions: totals have no upper or lower end."""
    assert "associate degree (大学专科): ≥ " in told("suzhou", catalog)["claims-compared"]
    assert "associate degree (大学专科): ≤ " in told("hangzhou", catalog)["claims-compared"]
    assert not any("Infinity" in text for city in ("suzhou", "hangzhou") for text in told(city, catalog).values())
