"""The published lists of Beijing: every score of 2020 can be produced, and each year's cut-off and number admitted agree.

``beijing-2020-lines.csv`` holds the distinct combinations of line scores, how many people have each, and one set of
facts that gives them. The facts were worked out from the scores by the rules, since the list has none: so the test
proves that each published score can be produced, and would fail for a rate, a step or a cap that cannot give one of
them. It does not prove what the facts of these people were. No column identifies a person.
"""

import csv
from collections import Counter
from decimal import Decimal

import duckdb
import pytest

from hukou_cli.base import calendar
from hukou_cli.base.decimals import half_up
from hukou_cli.policy.catalog import Catalog
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.score import score
from tests.support.published import DATA, LINES, facts_of, published
from tests.support.sql_rows import row_of, run_query

pytestmark = pytest.mark.slow

BEFORE_FIRST_MONTH = (0, 1, 12)
"""How many months before the first insured one a home is bought."""


def month_before(last: int, months: int) -> str:
    """Return the month that lies so many months before a month number, as ``2006-04``."""
    return calendar.month_text(last - months)


def with_deed(row: dict[str, str], earlier: int) -> dict[str, object]:
    """Return a published owner as dated records: insured without a break up to 2019-12, the home bought before that."""
    last, insured = 2019 * 12 + 11, int(row["employment_months"])
    counted = ("insured_streak_months", "insured_months", "own_home_months", "own_home_months_since_2020_08")
    facts = {name: value for name, value in facts_of(row).items() if name not in counted}
    return {
        **{name: value for name, value in facts.items() if name != "rented_months_since_2020_08"},
        "outer_home_held": True,
        "insurance": [{"city": "beijing", "from": month_before(last, insured - 1)}],
        "home": [{"city": "beijing", "from": month_before(last, insured - 1 + earlier), "tenure": "owned"}],
    }


@pytest.mark.parametrize("earlier", BEFORE_FIRST_MONTH)
def test_a_deed_before_the_first_insured_month_moves_no_published_score(beijing: Edition, earlier: int) -> None:
    """Everybody of 2020 who owned a home in all insured months: the published residence and total come out."""
    owners = [row for row in published() if row["own_pre"] == row["employment_months"]]
    different = []
    for row in owners:
        result = score(with_deed(row, earlier), beijing, 2020)
        residence = next(line.points for line in result.lines if line.indicator.id == "residence")
        if (residence, result.total) != (Decimal(row["residence"]), Decimal(row["total"])):
            different.append(row)
    assert (different, sum(int(row["n"]) for row in owners)) == ([], 371)


@pytest.mark.parametrize(("year", "since_2020_08"), [(2021, 5), (2022, 17), (2024, 41), (2026, 65)])
def test_nor_any_residence_of_an_owner_since_the_split(beijing: Edition, year: int, since_2020_08: int) -> None:
    """Own months on either side of 2020-08 are divided by twelve and rounded apart: every length from 84 months on."""
    last, different = (year - 1) * 12 + 11, []
    longest = last - (1998 * 12 + 6) + 1  # since 1998-07
    for insured in range(84, longest + 1):
        before = insured - since_2020_08
        expected = sum(Decimal(half_up(months, 12, 2)) / 100 for months in (before, since_2020_08))
        for earlier in BEFORE_FIRST_MONTH:
            facts: dict[str, object] = {
                "birth_date": "1983-06-15",
                "degree": "none",
                "insurance": [{"city": "beijing", "from": month_before(last, insured - 1)}],
                "home": [
                    {"city": "beijing", "from": month_before(last, insured - 1 + earlier), "tenure": "owned"},
                ],
            }
            lines = score(facts, beijing, year).lines
            residence = next(line.points for line in lines if line.indicator.id == "residence")
            different += [(insured, earlier, residence)] if residence != expected else []
    assert not different


def test_every_line_and_total_of_2020_can_be_produced(beijing: Edition) -> None:
    people, different = 0, []
    for row in published():
        result = score(facts_of(row), beijing, 2020)
        lines = {line.indicator.id: line.points for line in result.lines}
        expected = {name: Decimal(row[column]) for name, column in LINES.items()}
        if lines != expected or result.total != Decimal(row["total"]) or not result.eligible or not result.reached:
            different.append(row)
        people += int(row["n"])
    assert not different
    assert people == 6032


def test_the_sql_reading_gives_the_same_lines(beijing: Edition) -> None:
    rows = published()
    scores = [score(facts_of(row), beijing, 2020) for row in rows]
    with duckdb.connect() as engine:
        answers = run_query(engine, beijing, 2020, [row_of(result) for result in scores])
    for row, answer in zip(rows, answers, strict=True):
        expected = [int(Decimal(row[column]) * 100) for column in LINES.values()]
        assert answer[0] is True
        assert list(answer[2:-2]) == expected
        assert answer[-1] == int(Decimal(row["total"]) * 100)


@pytest.mark.parametrize(
    ("year", "above", "tied"),
    [
        (2018, 5989, 30),
        (2020, 5978, 54),
        (2021, 5937, 108),
        (2022, 5920, 86),
        (2023, 5910, 93),
        (2024, 5941, 61),
        (2025, 5975, 27),
    ],
)
def test_a_round_agrees_with_its_published_list(catalog: Catalog, year: int, above: int, tied: int) -> None:
    with (DATA / f"beijing-{year}-scores.csv").open(encoding="utf-8", newline="") as file:
        scores = sorted((Decimal(row["score"]) for row in csv.DictReader(file)), reverse=True)
    known = catalog.find("beijing", RoundId(year)).calendar.rounds[RoundId(year)]
    assert known.quota is not None
    assert known.cutoff == scores[known.quota - 1] == scores[-1]
    assert known.admitted == len(scores) == above + tied
    assert Counter(scores)[known.cutoff] == tied
