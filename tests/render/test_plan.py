"""The screens of plans: at 80 and 40 columns, in both languages; the figures are those of tests/scoring/test_plan.py."""

import datetime
import io
from decimal import Decimal
from pathlib import Path

import pytest

from hukou_cli import load_applicant
from hukou_cli.policy.catalog import Catalog, bundled
from hukou_cli.render.plan import print_plan
from hukou_cli.render.plan_answer import answer_sentences
from hukou_cli.scoring.plan import plan
from hukou_cli.scoring.plan_result import Plan
from hukou_cli.text.language import Language
from tests.support.screens import compare, screen

PEOPLE = Path(__file__).parent.parent / "data" / "plan"
TODAY = datetime.date(2026, 11, 29)


def planned(file: Path, city: str, until: int | None = None, line: str | None = None) -> Plan:
    catalog = Catalog()
    edition = catalog.find_on(city, 20261129)
    fixed = None if line is None else Decimal(line)
    return plan(load_applicant(file), edition, until, today=TODAY, earlier=catalog.earlier(edition), line=fixed)


@pytest.mark.parametrize("width", [80, 40])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "city", "until"), [("bj-renter", "beijing", None), ("cd", "chengdu", 2029), ("gz", "guangzhou", None)]
)
def test_a_plan(name: str, city: str, until: int | None, language: Language, width: int) -> None:
    to = screen(width)
    print_plan(planned(PEOPLE / f"{name}.toml", city, until), language, to, shows_all=until is not None)
    compare(f"plan-{city}-{language}-{width}.txt", to, width)


def sentences(found: Plan) -> list[str]:
    return answer_sentences(found, "en")


def test_what_a_plan_answers() -> None:
    last = "The last round is 2044; after that fails: Below the legal retirement age."
    assert sentences(planned(PEOPLE / "bj-renter.toml", "beijing")) == [
        "2027 is your best round: you get in if the line rises by no more than 2.12. After that you fall behind.",
        "It rose by 2.59 last time, and never by less: if it goes on so, you do not get in.",
        last,
    ]
    assert sentences(planned(PEOPLE / "bj-renter.toml", "beijing", line="115")) == [
        "You reach that line from 2027 (122.04) to 2030, and again from 2033 (116.04) to 2044.",
        last,
    ]
    assert sentences(planned(PEOPLE / "bj-young.toml", "beijing"))[:2] == [
        "You stay below the whole band in which the line is expected.",
        "2034 is your best round: you get in if the line rises by no more than −5.55 a year.".replace(
            "you get in if the line rises by no more than −5.55", "you get in only if the line falls by at least 5.55"
        ),
    ]
    assert sentences(planned(PEOPLE / "xa.toml", "xian", 2028)) == ["You meet the conditions from 2027-05-19 on."]


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
    assert "Given as a number, and stands still:" in said
    assert rounds
