"""Years whose income tax counts and of which no record tells: they count as none, and the result says so."""

from decimal import Decimal

import pytest

from hukou_cli import Edition, load_applicant, score
from hukou_cli.applicant.document import applicant_of
from hukou_cli.policy.catalog import bundled
from hukou_cli.render.score_json import score_json

PERSON: dict[str, object] = {
    "city": "beijing", "birth_date": "1986-06-15", "retirement_category": "male", "degree": "none", "home": [], "study": [],
    "insurance": [{"city": "beijing", "from": "2012-01"}], "facts": {"beijing": {"has_residence_permit": True}},
}  # fmt: skip


def told(edition: Edition, round_: int, *years: int, city: str = "beijing", **more: object) -> list[str]:
    taxes = [{"city": city, "year": year, "income": 120000} for year in years]
    found = score(applicant_of({**PERSON, "tax": taxes, **more}), edition, round_)
    return [note.sentence("zh") for note in found.notes if note.code == "tax-not-told"]


@pytest.mark.parametrize(
    ("round_", "years", "said"),
    [
        (2026, (2023, 2024, 2025), []),  # the three years before 2026
        (2027, (2023, 2024, 2025), ["未写 2026年的个人所得税，按没有计算"]),
        (2030, (2023, 2024, 2025), ["未写 2027、2028、2029年的个人所得税，按没有计算"]),
        (2026, (2023, 2025), ["未写 2024年的个人所得税，按没有计算"]),  # a gap
        (2026, (2025,), ["未写 2023、2024年的个人所得税，按没有计算"]),
        (2026, (), []),  # there is none
    ],
)
def test_years_that_count_without_a_record_are_told(
    beijing: Edition, round_: int, years: tuple[int, ...], said: list[str]
) -> None:
    assert told(beijing, round_, *years) == said


def test_a_year_with_tax_paid_elsewhere_is_no_silence(beijing: Edition) -> None:
    assert told(beijing, 2026, 2023, 2024, 2025, city="shanghai") == []


def test_a_count_given_straight_does_not_hang_on_records(beijing: Edition) -> None:
    (name,) = (name for name, counting in beijing.counts.items() if counting.sort == "years")
    assert told(beijing, 2027, 2025, facts={"beijing": {"has_residence_permit": True, name: 3}}) == []


def test_the_example_of_beijing_is_told_of_2026(beijing: Edition) -> None:
    """Its tax line of 2027 counts 2024 to 2026 and has 4 points by the records of 2024 and 2025 alone."""
    found = score(load_applicant(bundled() / "beijing/example.toml"), beijing, 2027)
    line = next(line for line in found.lines if line.indicator.id == "tax")
    assert line.points == Decimal(4)
    assert "no income tax of 2026 is told: it counts as none" in score_json(found, "en")
