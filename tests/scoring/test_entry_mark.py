"""A ranking that asks for a least number of points: who reaches it is ranked, which is no yes yet.

Where the cut-offs are of a part of the points, as in Guangzhou of the base, that part is compared with them.
"""

import io
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from rich.console import Console

from hukou_cli import InvalidPolicy, score
from hukou_cli.base.toml_source import parse_toml
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.load import Parsed, build_edition
from hukou_cli.render.policy import print_policy
from hukou_cli.render.score_json import score_json
from hukou_cli.render.score_markdown import score_markdown
from hukou_cli.render.score_text import print_score
from hukou_cli.render.verdict import answer, asides, figures, mark
from hukou_cli.scoring.result import Score
from tests.support.catalog import CATALOG
from tests.support.screens import screen

SAMPLE = Path(__file__).parent.parent / "policy" / "sample" / "springfield" / "2024-01-01.toml"
VOCABULARY = CATALOG.vocabulary()
GROUPS = '[groups]\nbase = "基础分"\n'
RANKING = (
    ('regime = "pass_mark"', 'regime = "ranking"'),
    ('pass = "total >= 60 and base >= 40"', 'pass = "total >= 60"\nrank_by = ["base", "insured_months"]'),
    ("[derived]\n", f"{GROUPS}\n[derived]\n"),
)
PERSON = {"birth_date": "1990-07-01", "degree": "bachelor"}


def ranking(*changes: tuple[str, str]) -> Edition:
    """Make the sample city a ranking by its base score."""
    text = SAMPLE.read_text(encoding="utf-8")
    for old, new in (*RANKING, *changes):
        assert old in text
        text = text.replace(old, new)
    english = Parsed("x.en.toml", "", {"groups": {"base": "Base score"}}) if GROUPS in text else None
    return build_edition(parse_toml(text, "x.toml", InvalidPolicy), VOCABULARY, "x.toml", overlay=english)


def scored(months: object, *changes: tuple[str, str]) -> Score:
    return score({**PERSON, "insured_months": months}, ranking(*changes), 2024)


def page(result: Score) -> str:
    to = Console(file=io.StringIO(), width=80, color_system=None, markup=False, emoji=False, highlight=False)
    print_score(result, "en", to)
    assert isinstance(to.file, io.StringIO)
    return to.file.getvalue()


def test_who_reaches_it_is_ranked_and_not_told_yes() -> None:
    result = scored(48)  # 40 + 15.5 = 55.5 of base, 10 for age, 0.25 for talent
    assert (result.enters_ranking, result.reached, result.passed) == (True, None, False)
    assert (result.line_kind, result.line, result.entry_mark) == (None, None, Decimal(60))
    assert (result.rank_points, result.total) == (Decimal("55.5"), Decimal("65.75"))
    assert (
        answer(result, "en") == "Eligible, with enough points to enter the ranking. No cut-off of the ranking is known."
    )
    assert answer(result, "zh") == "符合申请条件，达到参加排名的最低分。排名的入围分未知。"
    assert mark(result, screen(80), "en").plain == "·"


def test_who_does_not_reach_it_is_told_no() -> None:
    result = scored(36)  # 30 + 15.5 + 10 = 55.5
    assert (result.enters_ranking, result.reached, result.passed) == (False, None, False)
    assert answer(result, "en").startswith("Not in the ranking")
    assert mark(result, screen(80), "en").plain == "✗"


def test_missing_facts_leave_it_open() -> None:
    result = scored("unknown")
    assert result.rank_points is None
    assert result.rank_range is not None
    low, high = result.rank_range
    assert low < high
    assert mark(result, screen(80), "en").plain == "?"


def known_line(cutoff: str, year: int = 2024) -> tuple[str, str]:
    """Add a round whose cut-off is of the base score."""
    round_ = f'[[round]]\nyear = {year}\nquota = 10\ncutoff = {cutoff}\nline_of = "base"\n'
    return "[reference]\n", f'{round_}source = {{ document = "law", article = "7" }}\n\n[reference]\n'


@pytest.mark.parametrize(
    ("cutoff", "distance", "said"),
    [("55.5", "0", "and at or above"), ("55.51", "-0.01", "but below"), ("50", "5.5", "and at or above")],
)
def test_a_cut_off_of_the_base_is_compared_with_the_base(cutoff: str, distance: str, said: str) -> None:
    result = scored(48, known_line(cutoff))  # base 55.5, total 65.75
    is_at_line = said != "but below"
    assert (result.enters_ranking, result.reached, result.passed) == (True, is_at_line, is_at_line)
    assert (result.line_kind, result.line_of, result.distance) == ("cutoff", "base", Decimal(distance))
    assert answer(result, "en") == f"Eligible, {said} the line of 2024."


def test_who_is_not_ranked_does_not_reach_the_cut_off_of_the_base() -> None:
    result = scored(36, known_line("40"))  # base 45.5, total 55.5 + 0.25: below 60
    assert (result.enters_ranking, result.reached, result.passed) == (False, False, False)
    assert answer(result, "en").startswith("Not in the ranking")


def test_before_a_cut_off_of_the_base_is_published_the_last_one_may_rise_so_far() -> None:
    result = scored(48, known_line("50", 2022), ("in_force_from = 2024-01-01", "in_force_from = 2022-01-01"))
    assert (result.enters_ranking, result.reached, result.passed) == (True, None, False)
    assert (result.last_line is not None, result.may_rise) == (True, Decimal("2.75"))  # (55.5 - 50) ÷ 2 rounds
    assert figures(result, "zh") == "基础分 55.50；如从2022年的 50 分每年上升不超过 2.75 分，即可入围"
    assert "总分 65.75，达到参加排名的最低分 60。" in asides(result, "zh")


def test_missing_facts_leave_the_cut_off_of_the_base_open() -> None:
    result = scored("unknown", known_line("55.5"))
    assert (result.enters_ranking, result.reached, result.is_open) == (None, None, True)
    assert "insured_months" in result.decided_by


def test_every_view_shows_what_it_is_ranked_by() -> None:
    result = scored(48)
    assert re.search(r"Ranked by: Base score +55\.50 +\S+ +ties by: months of", page(result))
    assert "the minimum score to enter the ranking" in page(result)
    assert json.loads(score_json(result, "en"))["rank_points"] == 55.5
    assert "| **Ranked by: Base score** | **55.50** | | |" in score_markdown(result, "en")


def test_the_policy_page_tells_the_rule() -> None:
    to = Console(file=io.StringIO(), width=80, color_system=None, markup=False, emoji=False, highlight=False)
    print_policy(ranking(), "en", to)
    assert isinstance(to.file, io.StringIO)
    shown = to.file.getvalue()
    assert "To enter the ranking: Total ≥ 60" in shown
    assert "Ranked by: Base score, months of social insurance" in shown


def test_a_name_for_no_group_is_refused() -> None:
    with pytest.raises(InvalidPolicy) as caught:
        ranking(("[groups]\n", '[groups]\nbass = "x"\n'))
    assert [(finding.code, finding.values["nearest"]) for finding in caught.value.findings] == [("unknown-key", "base")]
