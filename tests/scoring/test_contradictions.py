"""Facts that contradict each other: what was not written is not told as if it had been."""

import pytest
from msgspec.structs import replace

from hukou_cli import find_policy, load_applicant
from hukou_cli.applicant.document import applicant_of
from hukou_cli.base.errors import Finding, InvalidApplicant
from hukou_cli.policy.catalog import bundled
from hukou_cli.scoring.score import score

FACTS = {"birth_date": "1987-03-12", "insured_months": 120, "outer_home_and_job_months": 50}


def contradiction(person: dict[str, object]) -> Finding:
    with pytest.raises(InvalidApplicant) as caught:
        score(applicant_of(person), find_policy("beijing"), 2026)
    (found,) = caught.value.findings
    assert found.code == "constraint"
    return found


def test_what_stands_for_a_fact_not_given_is_told_as_that_with_what_to_write() -> None:
    """Nothing was said of a home outside the six districts: 0 months of it are no answer of the applicant."""
    found = contradiction({"facts": FACTS})
    assert "城六区外自有住所月数 = 0（未填写）" in found.sentence("zh")
    assert "= 50，" in found.sentence("zh")
    assert "请一并填写城六区外自有住所月数（`outer_home_months`）" in found.remedy("zh")
    assert "outside the six districts = 0 (not given)" in found.sentence("en")
    assert "Give this too: months of an own home outside the six districts (`outer_home_months`)." in found.remedy("en")


def test_what_was_given_is_told_as_it_was() -> None:
    found = contradiction({"facts": FACTS | {"outer_home_months": 12, "own_home_months": 12, "outer_home_held": True}})
    assert "城六区外自有住所月数 = 12，但" in found.sentence("zh")
    assert "未填写" not in found.text("zh")


def test_what_records_give_is_told_as_counted() -> None:
    """From 2018-01 to 2025-12 are 96 months outside the six districts; 150 with a job there as well are too many."""
    example = load_applicant(bundled() / "beijing" / "example.toml")
    with pytest.raises(InvalidApplicant) as caught:
        score(replace(example, set_={"outer_home_and_job_months": "150"}), find_policy("beijing"), 2026)
    (found,) = caught.value.findings
    assert "城六区外自有住所月数 = 96（按记录）" in found.sentence("zh")
