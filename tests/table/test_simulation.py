"""The line of a table of applicants: ten people whose points are worked out by hand."""

import contextlib
from decimal import Decimal
from pathlib import Path

from hukou_cli.render.simulation import print_simulation
from hukou_cli.scoring.population import EditionInRound
from hukou_cli.scoring.simulation import Basis, Simulation
from hukou_cli.table.population_pipeline import scoring_of
from hukou_cli.table.simulation import Wanted, simulate_applicants, simulate_scores
from hukou_cli.table.source.inputs import open_input
from tests.support.csv_files import write
from tests.support.populations import HALF, REQUEST, ROUND, ROWS
from tests.support.screens import compare, screen


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


def test_a_table_of_scores_is_read_as_it_stands(tmp_path: Path) -> None:
    scores = [{"name": f"P{at}", "score": score} for at, score in enumerate(("9.50", "12.00", "9.50", "7"))]
    found = simulated(tmp_path, scores, 2, "list")
    assert found.limits.low == found.limits.high == Decimal("9.50")
    assert simulated(tmp_path, scores, 5, "list").limits.high == Decimal(7)
