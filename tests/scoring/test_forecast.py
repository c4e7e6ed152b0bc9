"""Forecasts of the line: figures worked by hand from Beijing's published lines, and when there is none."""

from typing import Any

import pytest

from hukou_cli import back_test, forecast
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.forecast import PredictionInterval, accuracy
from hukou_cli.scoring.past_lines import PastLines, past_lines
from tests.support.catalog import CATALOG
from tests.support.springfield import ranking

# Published: 2018 to 2026, in hundredths. The rises: 283 355 375 454 450 454 287 259.
BEIJING = (9075, 9358, 9713, 10088, 10542, 10992, 11446, 11733, 11992)
SOURCE = {"document": "law", "article": "1"}


@pytest.mark.parametrize(
    ("rounds", "band"),
    [  # rise 259, spread 454 - 259 = 195
        (1, PredictionInterval(12056, 12251, 12446)),  # 11992 + 259, ± 195
        (2, PredictionInterval(12120, 12510, 12900)),
        (5, PredictionInterval(12312, 13287, 14262)),  # 11992 + 5·259 = 13287, ± 975
        (8, PredictionInterval(12504, 14064, 15624)),
        (9, None),  # eight rises are known
        (0, None),
    ],
)
def test_the_last_rise_goes_on_within_the_spread_of_rises(rounds: int, band: PredictionInterval | None) -> None:
    ahead = forecast(BEIJING)
    assert ahead is not None
    assert ahead.ahead(rounds) == band


def test_a_forecast_from_2024_held_2025_and_missed_2026() -> None:
    ahead = forecast(BEIJING[:7])  # rise 454, spread 454 - 283 = 171
    assert ahead is not None
    one, two = ahead.ahead(1), ahead.ahead(2)
    assert (one, two) == (PredictionInterval(11729, 11900, 12071), PredictionInterval(12012, 12354, 12696))
    assert one is not None
    assert two is not None
    assert (one.holds(11733), two.holds(11992)) == (True, False)
    assert (one.holds(11729), one.holds(12071), one.holds(12072)) == (True, True, False)


def test_the_line_may_fall() -> None:
    ahead = forecast([400, 390, 385, 365])  # rises -10 -5 -20: the spread is 15
    assert ahead is not None
    assert ahead.ahead(2) == PredictionInterval(295, 325, 355)


@pytest.mark.parametrize("known", range(4))
def test_nothing_is_forecast_from_fewer_than_four_lines(known: int) -> None:
    assert forecast(BEIJING[:known]) is None
    assert back_test(BEIJING[:known]) == ()


def test_the_back_test_has_the_figures_worked_by_hand() -> None:
    # One round ahead the middle was off by 79, 4, 4, 167 and 28: 282 ÷ 5 = 56.4.
    found = {each.rounds: each for each in accuracy(back_test(BEIJING))}
    assert {rounds: (each.held, each.of) for rounds, each in found.items()} == {
        1: (5, 5),
        2: (3, 4),
        3: (3, 3),
        4: (2, 2),
        5: (1, 1),
    }
    assert [each.mean_error for each in found.values()] == [56, 170, 251, 256, 29]
    assert [each.largest_error for each in found.values()][:4] == [167, 362, 350, 366]


def test_no_trial_sees_the_line_that_it_forecasts() -> None:
    changed = (*BEIJING[:-1], 1)
    alike = [trial.band for trial in back_test(BEIJING)]
    assert [trial.band for trial in back_test(changed)] == alike


# ---------------------------------------------------------------- which lines can be compared


def years(*lines: str | None, first: int = 2020, **more: Any) -> list[dict[str, Any]]:
    """Tell a line a year; None is a year whose line is not known."""
    return [
        {"year": first + at, "admitted": 5, **({} if line is None else {"cutoff": line}), **more}
        for at, line in enumerate(lines)
    ]


def found(*rounds: dict[str, Any], **policy: Any) -> tuple[list[int], str | None]:
    lines = past_lines(ranking(*rounds, **policy))
    return [past.round.year for past in lines.known], lines.why_none


def test_lines_without_a_gap_are_comparable() -> None:
    assert found(*years("10", "11", "12", "13")) == ([2020, 2021, 2022, 2023], None)


def test_a_line_over_a_gap_is_no_rise() -> None:
    assert found(*years("10", None, "12", "13", "14", "15")) == ([2022, 2023, 2024, 2025], None)
    assert found(*years("10", "11", "12", None, "14")) == ([2024], "too_few")


def test_a_year_without_a_round_is_a_gap() -> None:
    closed = {"year": 2021, "held": False}
    assert found(*years("10"), closed, *years("12", "13", "14", first=2022)) == ([2022, 2023, 2024], "too_few")


def test_lines_under_another_quota_are_not_comparable() -> None:
    other = years("8", "9", "10", quota=100)
    same = years("11", "12", "13", "14", first=2023, quota=200)
    assert found(*other, *same) == ([2023, 2024, 2025, 2026], None)
    unknown = years("10")
    assert found(*unknown, *years("11", "12", "13", first=2021, quota=200))[1] is None


def test_nothing_is_forecast_once_the_quota_has_changed() -> None:
    lines = past_lines(ranking(*years("10", "11", "12", "13", quota=200), {"year": 2024, "quota": 100}))
    assert (lines.forecast, lines.why_none, lines.quota) == (None, "quota_changed", 100)
    same = past_lines(ranking(*years("10", "11", "12", "13", quota=200), {"year": 2024, "quota": 200}))
    assert same.why_none is None


def test_without_a_line_there_is_nothing_to_say() -> None:
    assert found(*years(None, None)) == ([], "no_line")


def test_a_policy_may_say_that_past_lines_tell_nothing() -> None:
    lines = years("10", "11", "12", "13")
    assert found(*lines, line={"forecast": False, "source": SOURCE})[1] == "refused"
    assert found(*lines, line={"since": 2021, "source": SOURCE}) == ([2021, 2022, 2023], "too_few")


def test_a_line_of_part_of_the_points_is_no_line_of_the_total() -> None:
    assert found(*years("10", "11", "12", "13", line_of="points")) == ([], "no_line")


def of_city(city: str) -> PastLines:
    edition = CATALOG.find(city)
    return past_lines(edition, CATALOG.earlier(edition))


def test_the_lines_of_beijing_are_joined_over_its_editions() -> None:
    lines = of_city("beijing")
    assert lines.points == BEIJING
    assert [past.round for past in lines.known] == [RoundId(year) for year in range(2018, 2027)]
    assert lines.why_none is None


def test_without_since_an_edition_has_its_own_lines_alone() -> None:
    old = CATALOG.find("beijing", RoundId(2018))
    assert CATALOG.earlier(old) == []
    assert past_lines(old).points == BEIJING[:2]


@pytest.mark.parametrize(
    ("city", "why"), [("shenzhen", "quota_changed"), ("guangzhou", "no_line"), ("tianjin", "no_line")]
)
def test_other_cities_have_no_series(city: str, why: str) -> None:
    assert of_city(city).why_none == why
