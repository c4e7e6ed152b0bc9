"""The screens of plans: at 80 and 40 columns, in both languages; the figures are those of tests/scoring/test_plan.py."""

import datetime
import io
import re
from decimal import Decimal
from pathlib import Path
from unicodedata import east_asian_width

import msgspec
import pytest
from rich.cells import cell_len
from rich.console import Console

from hukou_cli import load_applicant
from hukou_cli.applicant.document import applicant_of
from hukou_cli.policy.catalog import bundled
from hukou_cli.render.chart import PLAIN, signs_of
from hukou_cli.render.plan import print_plan
from hukou_cli.render.plan_answer import answer_sentences
from hukou_cli.scoring.plan import plan
from hukou_cli.scoring.plan_result import Plan
from hukou_cli.text.language import Language
from tests.support.catalog import CATALOG
from tests.support.screens import compare, screen
from tests.support.springfield import ranking

PEOPLE = Path(__file__).parent.parent / "data" / "plan"
TODAY = datetime.date(2026, 11, 29)


def planned(file: Path, city: str, until: int | None = None, line: str | None = None) -> Plan:
    edition = CATALOG.find_on(city, 20261129)
    fixed = None if line is None else Decimal(line)
    return plan(load_applicant(file), edition, until, today=TODAY, earlier=CATALOG.earlier(edition), line=fixed)


@pytest.mark.parametrize("width", [80, 40])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "city", "until"), [("bj-renter", "beijing", None), ("cd", "chengdu", 2029), ("gz", "guangzhou", None)]
)
def test_a_plan(name: str, city: str, until: int | None, language: Language, width: int) -> None:
    to = screen(width)
    print_plan(planned(PEOPLE / f"{name}.toml", city, until), language, to, shows_all=until is not None)
    compare(f"plan-{city}-{language}-{width}.txt", to, width)


def sentences(found: Plan, language: Language = "en") -> list[str]:
    return answer_sentences(found, language)


def page(found: Plan, width: int = 80, language: Language = "en", *, shows_all: bool = False) -> str:
    to = screen(width)
    print_plan(found, language, to, shows_all=shows_all)
    assert isinstance(to.file, io.StringIO)
    return to.file.getvalue()


def example(city: str, until: int | None = None) -> Plan:
    return planned(bundled() / city / "example.toml", city, until)


def test_what_a_plan_answers() -> None:
    last = "The last round is 2044; after that you no longer meet: Below the legal retirement age."
    assert sentences(planned(PEOPLE / "bj-renter.toml", "beijing")) == [
        "2027 is your best round: you get in if the line rises by no more than 2.12. After that you fall behind.",
        "It rose by 2.59 last time, and never by less: if it keeps rising like that, you do not get in up to 2034.",
        last,
    ]
    assert sentences(planned(PEOPLE / "bj-renter.toml", "beijing", line="115")) == [
        "You reach that line from 2027 (122.04) to 2030, and again from 2033 (116.04) to 2044.",
        last,
    ]
    assert sentences(planned(PEOPLE / "xa.toml", "xian", 2028)) == ["You meet the conditions from 2027-05-19 on."]


def test_the_best_round_is_the_best_of_all_and_not_of_those_whose_line_is_forecast() -> None:
    # 2043: 15 rounds after 2026 the total is 4 a round beyond 119.59 in 2036: 147.59 − 119.92 = 27.67, ÷ 17 = 1.62.
    found = example("beijing")
    assert sentences(found)[:2] == [
        "Up to 2034 you stay below the range in which the line is expected.",
        "2043 is your best round: you get in if the line rises by no more than 1.62 a year.",
    ]
    assert "2043   147.59" in page(found)  # shown, though later than the first rows
    assert sentences(example("beijing", 2031))[1] == (
        "2031 is your best round: you get in only if the line falls by at least 0.07 a year."
    )


@pytest.mark.slow
def test_what_missing_facts_leave_open_is_neither_a_no_nor_a_yes() -> None:
    assert sentences(planned(PEOPLE / "future.toml", "beijing"))[:3] == [
        "Up to 2033 you stay below the range in which the line is expected.",
        "Cannot tell if you get in.",
        (
            "It depends on what is missing: months with home and job both outside the six districts, years with "
            "100,000 yuan of income tax, of the last three."
        ),
    ]
    assert sentences(example("xiamen"))[0] == "Cannot tell if you meet the conditions."
    assert sentences(example("nanjing"))[0] == "Cannot tell if you reach the mark."
    assert sentences(example("suzhou"))[1] == ("The totals depend on what is missing: points for Tax (rule not seen).")
    assert sentences(example("fuzhou"))[:2] == [
        "You meet the conditions from 2026-12-01 to 2031-03-07.",
        "For other times it cannot be told.",
    ]


def test_a_line_that_is_open_changes_within_limits() -> None:
    # From 2028-05 a home outside the six districts: 2 a year for it, 3 with the job there too, at most 12: in any case
    # after six years, in the round of 2035.
    said = page(planned(PEOPLE / "future.toml", "beijing"), 200)
    assert (
        "· 2030–2035 Home and job outside the six districts 0.00 → 12.00 (depends on: months with home and job both "
        "outside the six districts)" in said
    )


@pytest.mark.slow
def test_lines_that_are_open_for_long_take_one_line_each() -> None:
    nearly_nothing = applicant_of({"birth_date": "1990-01-01"})
    said = page(plan(nearly_nothing, CATALOG.find("beijing"), today=TODAY), 200).partition("What changes")[2]
    told = [line for line in said.splitlines() if line.startswith("·")]
    assert sum("Stable employment" in line for line in told) == 1
    assert sum("Stable residence" in line for line in told) == 1


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_intervals_cut_no_figure(language: Language, width: int) -> None:
    said = page(planned(PEOPLE / "future.toml", "beijing"), width, language)
    assert "…" not in said
    assert all(f"{year}" in said for year in range(2027, 2037))
    assert "101.21–109.21" in said
    assert "?" in said


def test_within_the_band_the_answer_is_open() -> None:
    lines = page(planned(PEOPLE / "bj-renter.toml", "beijing")).splitlines()
    marks = {line.split()[1]: line.split()[0] for line in lines if re.match(r"\S +20[23]\d ", line)}
    assert (marks["2027"], marks["2028"], marks["2035"]) == ("?", "✗", "·")  # 122.04 of 120.56–124.46; 119.04 < 121.20


def test_a_line_that_stays_as_it_is_is_told_only_where_it_stops() -> None:
    assert "0.00 Age" not in page(example("guangzhou"))  # the points for age begin to fall in 2029
    job = {
        "city": "springfield",
        "from": "2020-01",
        "to": "2050-12",
        "planned": True,
    }  # 12 a year, up to the round of 2051
    said = page(plan(applicant_of({"insurance": [job]}), ranking(), today=TODAY), 80)
    assert "· normally +12.00 x" in said
    assert "· 2052–2056 no change: x" in said


def test_who_can_never_apply_is_told_so_and_why() -> None:
    applicant = load_applicant(PEOPLE / "bj-renter.toml")
    old = msgspec.structs.replace(applicant, person={**applicant.person, "birth_date": datetime.date(1955, 1, 1)})
    found = plan(old, CATALOG.find("beijing"), today=TODAY)
    assert sentences(found) == [
        "As your file stands you cannot apply at any time up to 2056; not met: Below the legal retirement age."
    ]
    assert sentences(found, "zh") == ["按现有填写，到2056年始终不能申请；不符合：不超过法定退休年龄。"]


def test_rounds_after_the_end_of_the_rules_are_marked() -> None:
    said = page(planned(PEOPLE / "tj.toml", "tianjin", 2029), shows_all=True)
    assert "(✗)  2028-2  105.92   110  4.08 short" in said
    assert "(✓)  2029-1  115.00   110" in said
    assert "By the present rules: you can apply from 2029-1 (115.00) to 2055-2." in said


def test_to_be_ranked_is_no_yes_yet() -> None:
    found = planned(PEOPLE / "gz.toml", "guangzhou")
    said = page(found)
    assert "✓" not in said.partition("What changes")[0]
    # The total, the base score that ranks, and how it stands to the 208 of 2023: (156 - 208) ÷ 7, (138 - 208) ÷ 6.
    assert "·  2030   166.00     156.00   must fall 7.43     150" in said
    assert "✗  2029   148.00     138.00  must fall 11.67     150  2.00 short" in said
    assert sentences(found)[2:5] == [  # 2033: 0, 2038: (288 - 208) ÷ 15
        "The last cut-off that is known was 208 in 2023, of the base score.",
        "In 2033: you get in if the line does not rise.",
        "2038 is your best round: you get in if the line rises by no more than 5.33 a year.",
    ]


def test_a_route_that_needs_no_points_is_told_beside_them() -> None:
    said = sentences(example("nanjing"))[2]
    assert said == "Without points you can settle from 2026-12-01 on: Own home (since 2024-05-11, without points)."


def test_a_city_that_is_open_to_all_says_so() -> None:
    assert sentences(example("jinan"))[0].startswith("Settling is open to all here: no points are needed")
    assert sentences(example("jinan"), "zh")[0].startswith("本市落户全面放开，不凭积分")


@pytest.mark.parametrize(("language", "said"), [("en", "must fall 12.33"), ("zh", "须降 12.33")])
def test_a_rise_below_0_is_a_fall(language: Language, said: str) -> None:
    assert said in page(example("beijing"), 80, language)  # 107.59 − 119.92 in 2027


def test_what_begins_and_ends_as_usual_takes_one_line() -> None:
    said = page(example("hangzhou"), 200).partition("What changes")[2].partition("Not certain")[0]
    assert len(said.strip().splitlines()) == 4  # insurance, home, residence, age
    assert " 0.00 " not in page(example("tianjin"), 200)


def test_why_no_line_is_forecast() -> None:
    (why, *_) = sentences(planned(bundled() / "shenzhen" / "example.toml", "shenzhen", 2028))
    assert why == "No line is forecast: it was 319.8 in 2023 under a quota of 20,000, which is 10,000 now."
    (why, *_) = sentences(planned(bundled() / "foshan" / "example.toml", "foshan", 2028))
    assert why == "No cut-off of any round is known: nothing can be said about when you would be admitted."


def test_what_stands_still_is_said_before_the_rounds() -> None:
    to = screen(200)
    print_plan(planned(PEOPLE / "straight.toml", "beijing", 2028), "en", to, shows_all=True)
    assert isinstance(to.file, io.StringIO)
    said, _, rounds = to.file.getvalue().partition("2027   97.67")
    assert "Given as a number, so it does not grow:" in said
    assert rounds


def test_without_colour_a_page_says_the_same() -> None:
    found = planned(PEOPLE / "bj-renter.toml", "beijing")
    coloured = Console(
        file=io.StringIO(), width=80, force_terminal=True, color_system="standard", highlight=False, no_color=False
    )
    print_plan(found, "en", coloured, shows_all=False)
    assert isinstance(coloured.file, io.StringIO)
    assert "\x1b[" in coloured.file.getvalue()
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured.file.getvalue()) == page(found)


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize(("language", "head"), [("zh", "得分"), ("en", "Yours")])
def test_figures_stand_below_their_heading(language: Language, head: str, width: int) -> None:
    lines = page(planned(PEOPLE / "bj-renter.toml", "beijing"), width, language).splitlines()
    at = next(number for number, line in enumerate(lines) if head in line)
    right = cell_len(lines[at].partition(head)[0] + head)
    rows = [line for line in lines[at:] if line.startswith(("✗", "?"))]
    assert len(rows) == 8
    assert {cell_len(line[: re.search(r"1\d\d\.\d\d", line).end()]) for line in rows} == {right}  # type: ignore[union-attr]


def test_a_narrow_page_has_no_chart_and_every_figure() -> None:
    said = page(planned(PEOPLE / "bj-renter.toml", "beijing"), 40)
    assert not set("●│░") & set(said)
    assert "120.56–124.46" in said


def test_the_chart_has_signs_that_are_one_column_wide_on_a_chinese_terminal() -> None:
    said = page(planned(PEOPLE / "bj-renter.toml", "beijing"), 80, "zh")
    assert "* 得分  | 分数线  - 区间" in said
    assert not set("●│░") & set(said)
    to = Console(file=io.TextIOWrapper(io.BytesIO(), "gbk"), width=80)
    assert signs_of(to, "en") == signs_of(screen(80), "zh") == PLAIN
    assert signs_of(screen(80), "en") != PLAIN
    assert {east_asian_width(sign) for sign in "".join(PLAIN)} == {"Na"}


def test_a_plan_without_its_chart_has_room_for_what_is_lacking() -> None:
    to = screen(100)
    print_plan(planned(PEOPLE / "bj-young.toml", "beijing"), "en", to, shows_all=False, has_chart=False)
    assert isinstance(to.file, io.StringIO)
    assert "120.56–124.46  Seven unbroken years of social" in to.file.getvalue()
