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

from hukou_cli.policy.catalog import Catalog
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.score import score
from tests.support.published import DATA, LINES, facts_of, published
from tests.support.sql_rows import row_of, run_query

pytestmark = pytest.mark.slow


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
