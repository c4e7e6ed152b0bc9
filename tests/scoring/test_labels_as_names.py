"""Facts named by their labels in a file and on the command line, as in a table."""

import pytest
from msgspec.structs import replace

from hukou_cli import find_policy, score
from hukou_cli.applicant.document import parse_applicant
from hukou_cli.base.errors import InvalidApplicant

BEIJING = find_policy("beijing")
BY_ID = """
city = "beijing"
birth_date = 1987-03-12
retirement_category = "male"
degree = "bachelor"
[facts]
has_residence_permit = true
insured_streak_months = 162
insured_months = 162
insured_months_since_2020_08 = 65
own_home_months = 0
rented_months_since_2020_08 = 0
"""
NAMES = {
    "birth_date": '"出生日期"',
    "retirement_category": '"Retirement Category"',
    "degree": '"学历学位"',
    "has_residence_permit": '"持有本市居住证"',
    "insured_months_since_2020_08": '"2020年8月起的社保月数"',
}


def test_a_label_in_either_language_names_its_fact() -> None:
    text = BY_ID
    for name, label in NAMES.items():
        text = text.replace(f"\n{name} =", f"\n{label} =")
    assert all(label in text for label in NAMES.values())
    first, second = (score(parse_applicant(each), BEIJING, 2026) for each in (BY_ID, text))
    # 162 x 0.25 = 40.50; 97 / 24 = 4.04; 15; 38 on 2025-01-01: 20
    assert second.total == first.total
    assert second.lines[0].points == first.lines[0].points


def test_a_label_on_the_command_line_wins_over_the_file() -> None:
    person = replace(parse_applicant(BY_ID), set_={"学历学位": "研究生学历和硕士学位"})
    found = score(person, BEIJING, 2026)
    assert next(line.points for line in found.lines if line.indicator.id == "education") == 26


def test_an_unknown_name_brings_the_nearest_label() -> None:
    person = replace(parse_applicant(BY_ID), set_={"学历学": "博士"})
    with pytest.raises(InvalidApplicant) as told:
        score(person, BEIJING, 2026)
    (finding,) = told.value.findings
    assert (finding.code, finding.nearest) == ("unknown-fact", "学历学位")
    assert "持有本市居住证" in finding.text("zh")
    assert "has_residence_permit" not in finding.text("zh")
