"""How figures are written wherever a result is shown: a percent, points, an id in a CSV cell."""

import csv
import io

import pytest
from rich.console import Console

from hukou_cli.applicant.document import Applicant
from hukou_cli.policy.edition import Edition
from hukou_cli.render.score_csv import score_csv
from hukou_cli.render.score_markdown import score_markdown
from hukou_cli.render.score_text import print_score
from hukou_cli.scoring.result import Score
from hukou_cli.scoring.score import score


@pytest.fixture(scope="module")
def core_alone(beijing: Edition, person: dict[str, object]) -> Score:
    """Insurance and residence are all that gives points: 1960, so no points for age, and no degree."""
    return score({**person, "birth_date": "1960-06-15", "degree": "none", "outer_home_months": 0}, beijing, 2022)


def _screen(result: Score) -> str:
    to = Console(file=io.StringIO(), width=120, force_terminal=False, markup=False, highlight=False)
    print_score(result, "en", to)
    assert isinstance(to.file, io.StringIO)
    return to.file.getvalue()


def test_all_of_the_total_is_100_percent_in_every_format(core_alone: Score) -> None:
    assert core_alone.core == core_alone.total
    assert "| 100 % from insurance and residence |" in score_markdown(core_alone, "en")
    assert "| 社保与居住占 100% |" in score_markdown(core_alone, "zh")
    assert "100 % from insurance and residence" in _screen(core_alone)


def test_a_share_that_is_open_is_written_as_two_percents(beijing: Edition, person: dict[str, object]) -> None:
    """Of 60 core points and nothing else, the education that is not told makes 100 % or less."""
    facts = {**person, "birth_date": "1960-06-15", "degree": "unknown", "outer_home_months": 0}
    result = score(facts, beijing, 2022)
    assert "to 100 % from insurance and residence" in score_markdown(result, "en")
    assert "to 100 % from insurance and residence" in _screen(result)


@pytest.mark.parametrize(
    ("id_", "cell"),
    [
        ("-5", "-5"),
        ("+5.50", "+5.50"),
        ("-5..7", "'-5..7"),
        ("-5+1", "'-5+1"),
        ("=1+1", "'=1+1"),
        ("@a", "'@a"),
        ("\ta", "'\ta"),
        ("a=1", "a=1"),
        ("-5\n", "'-5\n"),
    ],
)
def test_an_id_that_a_spreadsheet_would_run_has_an_apostrophe(core_alone: Score, id_: str, cell: str) -> None:
    from msgspec.structs import replace

    (row,) = csv.DictReader(io.StringIO(score_csv(replace(core_alone, applicant=Applicant(id_)), "en"), newline=""))
    assert row["id"] == cell
