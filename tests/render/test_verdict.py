"""The answer in a sentence: what is not met, how far the line is, what decides, and that it stands at the end too."""

import datetime
import io
from decimal import Decimal

import pytest

from hukou_cli import find_policy, load_applicant, score
from hukou_cli.applicant.document import applicant_of
from hukou_cli.policy.catalog import bundled
from hukou_cli.render.comparison import comparison_markdown
from hukou_cli.render.score_text import print_score
from hukou_cli.render.verdict import answer, distance_text, figures, headline
from hukou_cli.scoring.comparison import compare
from hukou_cli.scoring.result import Score
from hukou_cli.text.language import Language
from tests.support.people import BEIJING, PERSON
from tests.support.screens import screen

ENDLESS = Decimal("Infinity")


def page_of(result: Score, language: Language, width: int = 80) -> str:
    to = screen(width)
    print_score(result, language, to)
    assert isinstance(to.file, io.StringIO)
    return to.file.getvalue()


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh", "不符合申请条件：未满足“无刑事犯罪记录”。"),
        ("en", "Not eligible. Not met: “No criminal record”."),
    ],
)
def test_a_condition_that_is_not_met_is_not_told_as_if_it_were(language: Language, told: str) -> None:
    """Not "Not eligible: No criminal record": that says the opposite of what was given."""
    result = score({**PERSON, "criminal_record": True}, BEIJING, 2022)
    assert headline(result, language) == answer(result, language) == told


def test_what_rules_out_is_told_apart_from_conditions() -> None:
    """Beijing has four conditions and one veto: the veto is no fifth condition."""
    result = score({**PERSON, "criminal_record": True, "false_material_ban": True}, BEIJING, 2022)
    assert headline(result, "zh") == "不符合申请条件：4 项条件中有 1 项不符合；1 项一票否决。"
    assert "其余 3 项条件符合" in page_of(result, "zh")
    alone = score({**PERSON, "false_material_ban": True}, BEIJING, 2022)
    assert headline(alone, "zh").startswith("不符合申请条件：一票否决“弄虚作假")


def test_eligibility_names_what_decides_the_conditions_and_not_the_points() -> None:
    """Who has not said the birth date, the permit and the home: the home decides no condition."""
    left_out = ("has_residence_permit", "own_home_months")
    result = score({name: value for name, value in PERSON.items() if name not in left_out}, BEIJING, 2022)
    assert "own_home_months" in result.decided_by
    assert headline(result, "zh") == "尚不能确定是否符合申请条件，未填写：持有本市居住证。"


@pytest.mark.parametrize(
    ("limits", "zh", "en"),
    [
        ((Decimal(-172), ENDLESS), "最多低 172 分", "at worst 172 below"),
        ((Decimal(5), ENDLESS), "至少高出 5 分", "at least 5 above"),
        ((-ENDLESS, Decimal(430)), "最多高出 430 分", "at best 430 above"),
        ((-ENDLESS, Decimal(-7)), "至少低 7 分", "at least 7 below"),
        ((Decimal(149), Decimal(509)), "高出 149 至 509 分", "149 to 509 above"),
        ((Decimal(-90), Decimal(-12)), "低 12 至 90 分", "12 to 90 below"),
        ((Decimal(-90), Decimal(12)), "低 90 分至高出 12 分", "90 below to 12 above"),
    ],
)
def test_a_distance_that_is_open_says_on_which_side(limits: tuple[Decimal, Decimal], zh: str, en: str) -> None:
    assert (distance_text(limits, "zh"), distance_text(limits, "en")) == (zh, en)


def test_a_total_of_which_nothing_is_known_is_called_open() -> None:
    """Foshan's deductions were not seen and have no limit, so that neither end of the total is known."""
    result = score(load_applicant(bundled() / "foshan/example.toml"), find_policy("foshan"), "2026-11-30")
    assert figures(result, "zh") == "总分未定。"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_longer_than_a_screen_ends_with_the_answer(language: Language) -> None:
    long = score({"birth_date": "1990-01-01"}, find_policy("tianjin"), on=datetime.date(2026, 11, 30))
    page = page_of(long, language)
    assert len(page.splitlines()) > 24
    last = "".join(page.splitlines()[-2:])
    assert headline(long, language, 80)[:20] in last
    assert page.count(headline(long, language, 80)) == 2
    short = score(load_applicant(bundled() / "beijing/example.toml"), BEIJING, 2026)
    assert page_of(short, language).count(headline(short, language)) == 1


def test_a_long_list_of_missing_facts_takes_few_rows() -> None:
    """Fifty-six rows for one fact given were shown before; with --explain each still has its id."""
    result = score({"degree": "bachelor"}, BEIJING, 2026)
    assert len(page_of(result, "zh").splitlines()) <= 24
    assert len(page_of(result, "en").splitlines()) <= 30
    to = screen(80)
    print_score(result, "zh", to, traces={})
    assert isinstance(to.file, io.StringIO)
    assert "自有住所月数（own_home_months）" in to.file.getvalue()


def test_what_a_default_may_do_stands_beside_it() -> None:
    page = "".join(page_of(score(load_applicant(bundled() / "beijing/example.toml"), BEIJING, 2026), "zh").split())
    assert "无：因虚假材料在禁申报期内（有则不能申请）、行政拘留次数（有则−30.00）" in page
    assert "涉税违法记录数（有则−12.00）；另有2项（--explain）" in page


def test_names_stand_at_the_left_where_they_are_as_wide_as_the_points() -> None:
    result = score(load_applicant(bundled() / "suzhou/example.toml"), find_policy("suzhou"), "2026-11-30")
    rows = page_of(result, "zh").splitlines()
    assert [row for row in rows if row.startswith("年龄 [")]
    assert [row for row in rows if row.startswith("总分 ")]


def test_a_comparison_in_markdown_has_the_marks_of_the_screen() -> None:
    """Eligible in Beijing, where the line of 2027 is not published: · and not ✗."""
    person, day = load_applicant(bundled() / "beijing/example.toml"), datetime.date(2026, 11, 30)
    standings = compare(person, [BEIJING], day, on=day)
    assert "| · Eligible; the line of 2027 is not published" in comparison_markdown(standings, "en")


def test_what_asks_for_something_has_a_row_of_its_own() -> None:
    """No home is told, which decides; that records go on is merely told."""
    jobs = [{"city": "beijing", "from": "2010-07"}]
    person = {"city": "beijing", "birth_date": "1984-05-20", "degree": "bachelor", "insurance": jobs}
    rows = page_of(score(applicant_of(person), BEIJING, 2026), "en", 200).splitlines()
    asked = next(row for row in rows if "there is no [[home]] record" in row)
    assert "count up to" not in asked


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_first_screen_of_the_readme_fits_24_rows(language: Language) -> None:
    """With the round to come, as the install command of the README prints it."""
    example = load_applicant(bundled() / "beijing" / "example.toml")
    result = score(example, find_policy("beijing"), today=datetime.date(2026, 11, 30))
    to = screen(80)
    print_score(result, language, to, what_if="What would change it: hukou whatif policies/beijing/example.toml")
    assert isinstance(to.file, io.StringIO)
    assert len(to.file.getvalue().splitlines()) <= 24


def test_a_name_with_quotes_is_quoted_with_others() -> None:
    result = score(
        load_applicant(bundled() / "beijing/example.toml"), find_policy("chengdu"), today=datetime.date(2026, 11, 30)
    )
    assert "未满足“持有‘12+2’区域有效居住证”、" in answer(result, "zh")
