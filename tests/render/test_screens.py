"""The screen as it stands, at 80 and 120 columns, in both languages: compared with the pages beside this file.

``HUKOU_RESET_SCREENS=1`` writes them anew; who does so answers for the difference.
"""

import datetime
import io
import re
from decimal import Decimal
from pathlib import Path

import pytest
from rich.console import Console

from hukou_cli import find_policy, load_applicant, score
from hukou_cli.applicant.document import applicant_of
from hukou_cli.base.calendar import month_text
from hukou_cli.policy.cases import cases_beside, load_cases
from hukou_cli.policy.catalog import Catalog, bundled
from hukou_cli.policy.citations import citations_of
from hukou_cli.render.policy import print_policy
from hukou_cli.render.policy_list import markdown_list
from hukou_cli.render.remarks import by_weight
from hukou_cli.render.score_text import print_score
from hukou_cli.render.sentences import measured
from hukou_cli.scoring.breaks import Unbroken, breaks_of
from hukou_cli.scoring.score import count_traces
from hukou_cli.text.language import Language
from tests.support.screens import compare, screen

SAMPLES = Path(__file__).parent.parent / "policy" / "sample"
BEIJING = find_policy("beijing")
TODAY = datetime.date(2026, 11, 30)
EXAMPLE = load_applicant(bundled() / "beijing" / "example.toml")


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_breakdown(language: Language, width: int) -> None:
    to = screen(width)
    print_score(score(EXAMPLE, BEIJING, 2026), language, to)
    compare(f"score-{language}-{width}.txt", to, width)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_explanation(language: Language) -> None:
    to = screen(80)
    result = score(EXAMPLE, BEIJING, 2026)
    print_score(result, language, to, traces=count_traces(result))
    compare(f"explain-{language}-80.txt", to, 80)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_who_is_not_eligible_sees_what_is_missing(language: Language) -> None:
    from msgspec.structs import replace

    short = replace(EXAMPLE, set_={"insured_streak_months": "79", "detentions": "1", "study_overlap_months": "3"})
    to = screen(80)
    print_score(score(short, BEIJING, 2026), language, to)
    compare(f"not-eligible-{language}-80.txt", to, 80)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_not_given_is_left_open(language: Language) -> None:
    from msgspec.structs import replace

    names = ["retirement_category", "insured_streak_months", "own_home_months", "degree"]
    facts: dict[str, object] = {**dict.fromkeys(names, "unknown"), "study_overlap_months": "3"}
    to = screen(80)
    print_score(score(replace(EXAMPLE, set_=facts), BEIJING, 2026), language, to)
    compare(f"open-{language}-80.txt", to, 80)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_open_pass_mark(language: Language) -> None:
    facts = {"birth_date": "1990-07-01", "insured_months": 48, "tax": "20000.50"}
    to = screen(80)
    print_score(score(facts, Catalog([SAMPLES]).find("springfield"), 2024), language, to, traces={})
    compare(f"open-pass-mark-{language}-80.txt", to, 80)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_pass_mark(language: Language) -> None:
    facts = {"birth_date": "1990-07-01", "degree": "bachelor", "insured_months": 48, "tax": "20000.50"}
    to = screen(80)
    print_score(score(facts, Catalog([SAMPLES]).find("springfield"), 2024), language, to)
    compare(f"pass-mark-{language}-80.txt", to, 80)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("year", [2018, 2026])
def test_a_policy(language: Language, year: int) -> None:
    from msgspec.structs import replace

    edition = find_policy("beijing", year)
    edition = replace(edition, path=f"policies/{edition.id}.toml")
    to = screen(80)
    print_policy(edition, language, to)
    compare(f"policy-{year}-{language}-80.txt", to, 80)


def test_how_far_an_amount_is_reached_is_in_yuan() -> None:
    edition = find_policy("dongguan", "2017-05-10")
    facts = {**load_cases(cases_beside(edition)).base, "income_tax_yuan": "5999.99"}
    result = score(facts, edition, "2017-05-10")
    needs = [measured(need, result, "en") for way in result.route_checks for need in way.needs]
    assert [need for need in needs if need.endswith("(5999.99 of 6000 yuan)")]


def test_a_policy_without_derived_quantities_has_no_heading_for_them() -> None:
    to = screen(80)
    print_policy(find_policy("dongguan", "2024-06-01"), "en", to)
    assert isinstance(to.file, io.StringIO)
    assert "Derived quantities" not in to.file.getvalue()


def test_a_line_named_for_a_derived_quantity_shows_the_rule_of_it() -> None:
    edition = find_policy("zhongshan", 2016)
    result = score({**load_cases(cases_beside(edition)).base, "permit_months": 59}, edition, 2016)
    to = screen(120)
    print_score(result, "en", to)
    assert isinstance(to.file, io.StringIO)
    assert "5 × 4 years (59 months)" in " ".join(to.file.getvalue().split())


def test_a_policy_whose_figures_were_not_seen_says_so() -> None:
    assert "| ranking, figures not seen |" in markdown_list([find_policy("guangzhou", 2021)], "en")
    assert "| pass mark, some indicators not seen |" in markdown_list([find_policy("suzhou")], "en")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_answer_stands_in_the_first_three_rows_of_at_most_24(language: Language) -> None:
    to = screen(80)
    print_score(score(EXAMPLE, BEIJING, 2026), language, to)
    rows = to.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert len(rows) <= 24
    verdict = {"zh": "符合申请条件，未达到2026年分数线。", "en": "Eligible, but below the line of 2026."}
    assert verdict[language] in rows[:3]
    assert any("103.59" in row and "119.92" in row and "16.33" in row for row in rows[:3])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_round_to_come_takes_24_rows_too_with_what_may_happen_to_the_line(language: Language) -> None:
    """Of 2027 nothing is published: 107.59 points are 12.33 less than the 119.92 of 2026."""
    to = screen(80)
    print_score(score(EXAMPLE, BEIJING, 2027), language, to)
    rows = to.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert len(rows) <= 24
    assert any("107.59" in row and "119.92" in row and "12.33" in row for row in rows[:3])


def test_every_line_with_points_shows_its_arithmetic_and_the_mark_of_its_articles() -> None:
    result = score(EXAMPLE, BEIJING, 2026)
    to = screen(120)
    print_score(result, "en", to, with_sources=True)
    page = to.file.getvalue()  # type: ignore[attr-defined]
    assert "own home before 2020-08 (35 ÷ 12) 2.92" in page
    assert "2 × 8 years (96 months) + 2 years (30 months) = 18, capped at 12" in " ".join(page.split())
    top, _, below = page.partition("\nSources\n")
    for line in result.lines:
        (mark,) = re.findall(rf"^(\[\d+\]) {re.escape(line.indicator.name.en)}$", below, re.MULTILINE)
        assert mark in top
        articles = below.partition(f"\n{mark} ")[2].partition("\n[")[0]
        assert all(cited.article.zh in articles for cited in citations_of(line.indicator.source))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh", "2014-04：连续缴纳社会保险月数140，不中断则为186；−0.29分；若已补缴"),
        ("en", "2014-04:unbrokenmonthsofsocialinsurance140insteadof186;−0.29points;ifitwaspaid"),
    ],
)
def test_a_break_in_insurance_is_told_with_its_month_and_what_it_cost(language: Language, told: str) -> None:
    """From 2010-07 to 2025-12 are 186 months: 45 before the hole of 2014-04, 140 after it.

    The month itself is 3 ÷ 12 points of employment, and 0.04 of residence: 186 ÷ 24 = 7.75 in place of 7.71.
    """
    jobs = [{"city": "beijing", "from": "2010-07", "to": "2014-03"}, {"city": "beijing", "from": "2014-05"}]
    person = {"city": "beijing", "birth_date": "1984-05-20", "insurance": jobs, "home": [], "study": [], "tax": []}
    result = score(applicant_of(person | {"facts": {"degree": "none"}}), BEIJING, 2026)
    (hole,) = breaks_of(result)
    assert (month_text(hole.first), month_text(hole.last), hole.lost, hole.run) == ("2014-04", "2014-04", 45, 140)
    assert hole.unbroken == Unbroken(run=186, points=Decimal("-0.29"), gates=(), routes=())
    to = screen(80)
    print_score(result, language, to)
    assert told in "".join(to.file.getvalue().split())  # type: ignore[attr-defined]


def test_of_many_routes_that_fail_the_nearest_two_are_shown_and_the_others_counted() -> None:
    facts = {"has_residence_permit": True, "employed": True, "tax_paid": True, "title_level": "none"}
    facts |= {"permit_counted_months": 70, "insured_permit_months": 68, "certificate_fits_post": False}
    facts |= {f"base_{of}": 0 for of in ("10_of_48", "13_of_48", "20_of_48", "30_of_48")} | {"filing_multiple": "1.35"}
    result = score(facts, find_policy("shanghai"), "2026-11-20")
    assert len(result.nearest_routes) == 2
    to = screen(80)
    print_score(result, "en", to)
    page = to.file.getvalue()  # type: ignore[attr-defined]
    shown = [way for way in result.route_checks if f"✗ {way.route.name.en} [" in page]
    assert shown == sorted(result.nearest_routes, key=result.route_checks.index)
    assert f"{len(result.route_checks) - 2} more routes are not met" in page


@pytest.mark.parametrize(
    ("city", "most"), [("guangzhou", 28), ("foshan", 24), ("nanjing", 24), ("chengdu", 24), ("suzhou", 24)]
)
def test_the_example_of_a_city_takes_few_rows(city: str, most: int) -> None:
    """With the row that names the command which tells what would change the result."""
    result = score(load_applicant(bundled() / city / "example.toml"), find_policy(city), today=TODAY)
    to = screen(80)
    print_score(result, "zh", to, what_if=f"做什么能改变结果：hukou whatif policies/{city}/example.toml")
    assert len(printed(to).splitlines()) <= most


def test_the_only_route_beside_points_takes_one_line_with_what_it_asks_for() -> None:
    result = score(load_applicant(bundled() / "foshan" / "example.toml"), find_policy("foshan"), today=TODAY)
    to = screen(80)
    print_score(result, "zh", to)
    assert "\n✗ 不计分的途径：住房落户（2024年5月13日起，不凭积分），条件：在佛山拥有住房 [7]\n" in printed(to)


def test_what_to_give_first_stands_first_and_what_nobody_has_seen_is_not_asked_for() -> None:
    """In Suzhou 1,255 points hang on insurance, 450 on residence; rules that were not seen stand with the answer."""
    result = score({"birth_date": "1990-01-01", "degree": "none"}, find_policy("suzhou"), today=TODAY)
    first = by_weight(result)
    conditions = {"has_residence_permit", "residence_streak_months", "insured_now", "lawful_dwelling", "owns_home"}
    assert set(first[: len(conditions)]) == conditions
    assert first.index("insured_months") < first.index("residence_months") < first.index("own_home_area")
    to = screen(80)
    print_score(result, "zh", to)
    assert "未见计分规则：住房（75平方米以下）、纳税、社会贡献、表彰奖励" in printed(to)
    assert "的分值" not in printed(to)
    print_score(result, "zh", to, traces=count_traces(result))
    assert "tax_points" in printed(to)  # all is told with --explain


def printed(to: Console) -> str:
    assert isinstance(to.file, io.StringIO)
    return to.file.getvalue()
