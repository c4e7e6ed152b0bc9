"""What a default is worth: the figures of the law for one detention, one tax violation, an honour, and so on."""

import datetime
from decimal import Decimal

from hukou_cli import defaults_of, find_policy
from hukou_cli.scoring.defaults import Default
from hukou_cli.scoring.result import Score
from hukou_cli.scoring.score import score
from tests.support.people import BEIJING, PERSON


def worths(result: Score) -> dict[str, tuple[Decimal | None, bool]]:
    return {each.fact: (each.points, each.bars) for each in defaults_of(result)}


def test_what_bars_stands_first_then_the_most_points() -> None:
    """Beijing's law: 30 off a detention, 12 off a tax violation, 20 for an honour; a ban bars from applying."""
    result = score(PERSON, BEIJING, 2022)
    harmful = [(each.fact, each.points, each.bars) for each in defaults_of(result) if each.is_harmful]
    assert harmful[0][2]
    assert [points for _, points, bars in harmful if not bars][:2] == [Decimal("-30.00"), Decimal("-14.00")]
    assert worths(result)["tax_violations"] == (Decimal("-12.00"), False)
    assert worths(result)["honour"] == (Decimal("20.00"), False)
    assert {each.fact for each in defaults_of(result) if each.bars} >= {"criminal_record", "false_material_ban"}


def test_months_of_study_may_cost_what_the_law_takes_off_at_most() -> None:
    """3.5 a year for the insured months of a study, 48 of them at most: 14 points."""
    assert worths(score(PERSON, BEIJING, 2022))["study_overlap_months"] == (Decimal("-14.00"), False)


def test_every_assumed_fact_is_there_once() -> None:
    result = score(PERSON, BEIJING, 2022)
    assert sorted(each.fact for each in defaults_of(result)) == sorted(result.assumed)
    assert result.assumed


def test_a_fact_that_was_given_is_no_default() -> None:
    result = score({**PERSON, "detentions": 0}, BEIJING, 2022)
    assert "detentions" not in worths(result)


def test_where_facts_are_missing_the_known_lines_tell_the_worth() -> None:
    """Without a birth date the age is open; a detention takes 30 all the same."""
    result = score({name: value for name, value in PERSON.items() if name != "birth_date"}, BEIJING, 2022)
    assert result.total is None
    assert worths(result)["detentions"] == (Decimal("-30.00"), False)


def test_an_amount_that_nothing_limits_has_no_worth() -> None:
    """Shenzhen's talent scheme has points for the tax of a company, without an upper end of the amount."""
    edition = find_policy("shenzhen_talent")
    result = score({"birth_date": "1990-01-01"}, edition, "2020-01-31", on=datetime.date(2020, 1, 31))
    assert "company_tax" in result.assumed
    assert worths(result)["company_tax"] == (None, False)


def test_a_default_that_holds_may_bar_when_it_does_not() -> None:
    """Tianjin asks for a lawful hukou inside mainland China, which is taken for granted."""
    result = score({"degree": "bachelor"}, find_policy("tianjin"), on=datetime.date(2026, 11, 30))
    assert worths(result)["has_mainland_hukou"][1]
    assert not Default("x", Decimal("0.00"), bars=False).is_harmful
