"""The screens of what-ifs: at 80 and 40 columns, in both languages; figures as in tests/scoring/test_whatif.py."""

import datetime
import io
from pathlib import Path

import msgspec
import pytest

from hukou_cli import load_applicant
from hukou_cli.applicant.document import parse_applicant
from hukou_cli.render.ways_in import print_goal
from hukou_cli.render.whatif import print_what_if
from hukou_cli.scoring.whatif import what_if
from hukou_cli.scoring.whatif_result import WhatIf
from hukou_cli.text.language import Language
from tests.support.catalog import CATALOG
from tests.support.screens import compare, screen

PEOPLE = Path(__file__).parent.parent / "data" / "plan"
TODAY = datetime.date(2026, 11, 29)


def asked(name: str, city: str, *steps: str, goal: bool = False, text: str = "") -> WhatIf:
    edition = CATALOG.find_on(city, 20261129)
    applicant = parse_applicant(text) if text else load_applicant(PEOPLE / f"{name}.toml")
    earlier = CATALOG.earlier(edition)
    return what_if(applicant, edition, steps or None, today=TODAY, earlier=earlier, goal="middle" if goal else None)


def printed(found: WhatIf, language: Language = "en", width: int = 80) -> str:
    to = screen(width)
    (print_what_if if found.goal is None else print_goal)(found, language, to, "hukou whatif me.toml")
    assert isinstance(to.file, io.StringIO)
    return to.file.getvalue()


@pytest.mark.parametrize("width", [80, 40])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("goal", [False, True])
def test_what_a_renter_can_do(goal: bool, language: Language, width: int) -> None:  # noqa: FBT001
    found = asked("bj-renter", "beijing", goal=goal)
    to = screen(width)
    (print_goal if goal else print_what_if)(found, language, to, "hukou whatif renter.toml")
    compare(f"whatif-{'goal-' if goal else ''}beijing-{language}-{width}.txt", to, width)


def test_it_is_one_screen() -> None:
    assert len(printed(asked("bj-renter", "beijing")).splitlines()) <= 40


def test_what_cannot_be_tried_is_told_with_the_facts_in_the_way() -> None:
    said = " ".join(printed(asked("straight", "beijing"), width=200).split())
    assert "Cannot be tried: a job in another district; an own home; " in said
    assert "write dated records instead of: months of social insurance" in said


def test_a_total_that_hangs_on_missing_facts() -> None:
    text = (PEOPLE / "bj-renter.toml").read_text(encoding="utf-8").replace('degree = "master"\n', "")
    said = " ".join(printed(asked("", "beijing", text=text), width=200).split())
    assert "The total depends on what is missing: education" in said
    assert "100,000 yuan of income tax in 2026 [income] +2.00 +2.00" in said
    assert "Cannot be tried, as the present state is missing" in said


def test_a_condition_that_is_met_only_with_a_step() -> None:
    said = printed(asked("xa", "xian"), width=200)
    assert "From 2029-12-01 on met only with this step: Education" in said


def test_rounds_after_the_rules_end_are_marked() -> None:
    assert "! The rules end on 2026-12-31." in printed(asked("tj", "tianjin", goal=True))


def test_where_no_set_is_enough() -> None:
    said = printed(asked("straight", "beijing", goal=True), width=200)
    assert "No set of up to 3 steps is enough from 2027 to 2034." in said
    assert "--write" not in said


def test_where_nothing_is_needed() -> None:
    said = printed(asked("cd", "chengdu", "own_home", goal=True), width=200)
    assert "  0    2027-09-01  if nothing else changes  100.00   100" in said


def test_steps_asked_for_are_told_together() -> None:
    found = asked("bj-renter", "beijing", "own_home:mentougou", "job:mentougou")
    (together,) = [line for line in printed(found).splitlines() if line.startswith("all of these together")]
    assert together.split()[-4:] == ["+0.08", "+4.08", "+12.08", "+19.08"]  # the home, and a point of zone a year


def test_what_the_policy_says_of_false_material_is_told() -> None:
    assert "may not apply that year and for five years more" in printed(asked("bj-renter", "beijing"), width=200)


def test_where_nothing_can_be_done() -> None:
    found = asked("bj-renter", "beijing")
    nothing = msgspec.structs.replace(found, steps=(), not_offered=())
    assert "The policy file lists no steps, or all of them are done." in printed(nothing)


def examined(city: str) -> WhatIf:
    """Return what the invented applicant of a city can do; all of them may apply already."""
    edition = CATALOG.find_on(city, 20261129)
    example = load_applicant(Path(edition.path).parent / "example.toml")
    return what_if(example, edition, today=TODAY, earlier=CATALOG.earlier(edition))


def test_a_step_that_only_trades_one_condition_for_another_is_no_row() -> None:
    table, _, below = printed(examined("chengdu"), width=200).partition("· ")
    assert "a permit" not in table
    assert "no longer met with it" not in below


def test_where_no_step_brings_anything_it_is_said() -> None:
    said = printed(examined("shenzhen"), "zh")
    assert "没有能加分或多满足一项条件的步骤" in said
    assert "\n\n\n" not in said


def test_the_signs_of_conditions_are_explained() -> None:
    assert "+ a further condition or route is met with it" in printed(examined("xian"), width=200)
