"""The line of a table of applicants: ten people whose points are worked out by hand."""

import contextlib
import re
from decimal import Decimal
from pathlib import Path

from hukou_cli.policy.rounds import RoundId
from hukou_cli.render.simulation import beside_texts, print_simulation
from hukou_cli.render.simulation_report import simulation_charts, simulation_markdown
from hukou_cli.scoring.forecast import Accuracy
from hukou_cli.scoring.population import EditionInRound
from hukou_cli.scoring.simulation import Basis, Simulation
from hukou_cli.table.population_pipeline import scoring_of
from hukou_cli.table.simulation import Wanted, simulate_applicants, simulate_scores
from hukou_cli.table.source.inputs import open_input
from tests.support.csv_files import write
from tests.support.populations import HALF, MONTHS, REQUEST, ROUND, ROWS, lines_of
from tests.support.screens import compare, screen
from tests.support.springfield import ranking

FACTS = {"work": MONTHS, "rented": {**MONTHS, "name": "r"}}


def simulated(
    folder: Path, rows: list[dict[str, str]], quota: int, basis: Basis, applicants: tuple[int, int] | None = None
) -> Simulation:
    """Find the line of the rows of a file; of rows without facts from their scores."""
    path = folder / "people.csv"
    write(path, rows, columns=list(rows[0]))
    at, wanted = EditionInRound(HALF, "x", ROUND, has_ended=False), Wanted(quota, basis, applicants, 95, "people.csv")
    with contextlib.closing(open_input(str(path))) as source:
        if "work" not in rows[0]:
            return simulate_scores(source, at, wanted, None, (), 1)
        scoring = scoring_of(source, at, REQUEST, None, None, (), 1)
        return simulate_applicants(source, at, scoring, wanted, (), 1, lambda *_: None)


def test_all_applicants(tmp_path: Path) -> None:
    found = simulated(tmp_path, ROWS, 3, "complete")
    assert (found.limits.low, found.limits.high) == (Decimal(9), Decimal(9))  # 10, 10, 9
    assert (found.pool.rows, found.pool.unknown, found.pool.people_ranked) == (10, 0, 10)


def test_a_row_that_cannot_be_scored_opens_the_upper_end(tmp_path: Path) -> None:
    rows = [*ROWS, {**ROWS[0], "id": "Q", "work": "many"}, dict.fromkeys(ROWS[0], "")]
    found = simulated(tmp_path, rows, 3, "complete")
    assert (found.limits.low, found.limits.high) == (Decimal(9), Decimal(10))  # below them: 9; above: the second, 10
    assert (found.pool.rows, found.pool.unknown, found.passed_over) == (11, 1, 1)
    to = screen(80)
    print_simulation(found, "en", to)
    compare("simulation-en-80.txt", to, 80)
    to = screen(80)
    print_simulation(found, "zh", to)
    compare("simulation-zh-80.txt", to, 80)


def test_the_report_has_the_answer_and_bars_of_the_scores(tmp_path: Path) -> None:
    found = simulated(tmp_path, ROWS, 3, "complete")
    page = simulation_markdown(found, "en")
    assert "# The line under a quota of 3" in page
    assert "**The line of these people is 9.00.**" in page
    (chart,) = simulation_charts(found, "en")
    kinds = re.findall(r'<span>([^<]*)</span>.*?class="(sure|less|open)"', chart)
    assert [name for name, kind in kinds if kind == "sure"] == ["9.00", "10.00"]
    assert ("8.00", "less") in kinds


def test_past_forecasts_are_told_with_their_error(tmp_path: Path) -> None:
    """Of lines of 10, 20, 30, 40 and 52: by the last rise of four 50, off by 2, and no rise had differed till then."""
    rounds = [
        {"year": year, "quota": 3, "cutoff": line}
        for year, line in zip(range(2020, 2025), (10, 20, 30, 40, 52), strict=True)
    ]
    edition = ranking(*rounds, indicator=lines_of("rented"), facts=FACTS)
    path = tmp_path / "people.csv"
    write(path, ROWS, columns=list(ROWS[0]))
    at = EditionInRound(edition, "x", RoundId(2025), has_ended=False)
    with contextlib.closing(open_input(str(path))) as source:
        scoring = scoring_of(source, at, REQUEST, None, None, (), 1)
        wanted = Wanted(3, "complete", None, 95, "people.csv")
        found = simulate_applicants(source, at, scoring, wanted, (), 1, lambda *_: None)
    assert found.tried == Accuracy(rounds=1, held=0, of=1, mean_error=200, largest_error=200)
    assert "Such a forecast tried on 1 past round: 0 held the line; the middle was off by 2.00." in list(
        beside_texts(found, "en")
    )


def test_a_table_of_scores_is_read_as_it_stands(tmp_path: Path) -> None:
    scores = [{"name": f"P{at}", "score": score} for at, score in enumerate(("9.50", "12.00", "9.50", "7"))]
    found = simulated(tmp_path, scores, 2, "list")
    assert found.limits.low == found.limits.high == Decimal("9.50")
    assert simulated(tmp_path, scores, 5, "list").limits.high == Decimal(7)
