"""The screen, the page and the JSON of what a change of rules does to people."""

import json
from decimal import Decimal

import msgspec
import pytest

from hukou_cli.render.population import print_comparison
from hukou_cli.render.population_json import comparison_json
from hukou_cli.render.population_report import comparison_charts, comparison_markdown, histogram
from hukou_cli.scoring.population import Asked, Comparison
from hukou_cli.text.language import Language
from tests.support.populations import ROWS, compared
from tests.support.screens import compare, screen


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    bad = {**ROWS[0], "id": "Q", "work": "many"}
    return compared(tmp_path_factory.mktemp("people"), [*ROWS, bad], asked=Asked("people.csv", "district", quota=3))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_screen(found: Comparison, language: Language) -> None:
    to = screen(80)
    print_comparison(found, language, to)
    compare(f"population-{language}-80.txt", to, 80)


def test_the_json_has_every_figure(found: Comparison) -> None:
    answer = json.loads(comparison_json(found, "en"), parse_float=Decimal)
    assert answer["rows"] == {
        "read": 11, "scored_in_both": 10, "scored_before_alone": 0, "scored_after_alone": 0, "scored_in_neither": 1,
        "passed_over": 0,
        "reasons": {
            side: [{"column": "work", "code": "not-a-whole-number", "rows": 1}] for side in ("before", "after")
        },
    }  # fmt: skip
    assert (answer["gain"], answer["lose"], answer["same"], answer["change"]) == (5, 0, 5, 8)
    assert answer["passing"]["after"] == {
        "kind": "quota", "points": 10, "round": None, "quota": 3, "ties": "admit_all", "passed": 4,
    }  # fmt: skip
    assert sum(each["people"] for each in answer["changes"]) == 10
    assert sum(each["change"] * each["people"] for each in answer["changes"]) == 8


def test_the_json_masks_a_file_name_and_a_header_that_are_identity_numbers(found: Comparison) -> None:
    named = msgspec.structs.replace(found, table="000000198506151233.csv", by="000000198506151233", by_fact=None)
    answer = json.loads(comparison_json(named, "en"))
    assert (answer["table"], answer["by"]) == ("****************33.csv", "****************33")


def test_the_page_has_the_tables_and_bars_of_ten_people(found: Comparison) -> None:
    page = comparison_markdown(found, "en")
    assert "**gain 5 (50.0 %) · lose 0 (0.0 %) · the same 5 (50.0 %)**" in page
    assert "| rent | 5 | 0 | +0.80 | +8.00 |" in page
    (chart,) = comparison_charts(found, "en")
    assert chart.count('class="bar"') == 6  # 0, 0.5, 1, 1.5, 2 and 3


def test_no_change_has_a_bar_of_its_own() -> None:
    changes = [(Decimal(-3), 1), (Decimal(0), 7), (Decimal("0.25"), 2), (Decimal("0.75"), 1), (Decimal(16), 1)]
    assert histogram(changes, 19) == [  # of the width 1
        (Decimal(-3), Decimal(-3), 1),
        (Decimal(0), Decimal(0), 7),
        (Decimal("0.25"), Decimal("0.75"), 3),
        (Decimal(16), Decimal(16), 1),
    ]
