"""Two editions of a made-up city compared: which rules changed, and who gains and loses on the worked examples."""

from decimal import Decimal
from typing import Any

from hukou_cli import Edition
from hukou_cli.policy.cases import Case, CaseFile
from hukou_cli.scoring.edition_diff import Diff, diff
from tests.support.springfield import edition_with

WORDS = "x"
SOURCE = {"document": "law", "article": "1"}


def edition(points: str, **policy: Any) -> Edition:
    line = {"id": "points", "name": WORDS, "points": points, "source": SOURCE}
    return edition_with("insurance", indicator=[line], **policy)


def cases(*months: int) -> CaseFile:
    return CaseFile(
        format=1,
        case=tuple(
            Case(id=f"months-{number}", round=2021, facts={"counted": number}, expect={}, why="") for number in months
        ),
    )


def moves(found: Diff) -> list[tuple[str, Decimal | None]]:
    return [(example.case.id, example.difference) for example in found.examples]


def test_a_rule_that_changed_is_told_and_one_that_did_not_is_not() -> None:
    gate = {"id": "long", "name": WORDS, "require": "counted >= 12", "source": SOURCE}
    before = edition("counted", gate=[gate])
    after = edition("2 * counted", gate=[gate, {**gate, "id": "longer", "require": "counted >= 24"}])
    changes = diff(before, after, []).changes
    assert [(change.table, change.id) for change in changes] == [("gates", "longer"), ("lines", "points")]
    assert changes[0].before is None
    assert changes[1].before is not None
    assert changes[1].after is not None


def test_a_derived_quantity_that_changed_is_told_by_its_own_name() -> None:
    before = edition("half", derived={"half": "counted / 2"})
    after = edition("half", derived={"half": "counted / 3"})
    assert [(change.table, change.id) for change in diff(before, after, []).changes] == [("derived", "half")]


def test_the_examples_of_both_are_scored_under_both() -> None:
    """24 points for everybody become one a month: below 24 months somebody loses, above somebody gains."""
    before, after = edition("24"), edition("counted")
    found = diff(before, after, [(before, cases(12)), (after, cases(24, 30))])
    assert moves(found) == [("months-12", Decimal(-12)), ("months-24", Decimal(0)), ("months-30", Decimal(6))]
    assert [example.of for example in found.examples] == [before, after, after]


def test_an_example_with_a_fact_that_one_does_not_ask_for_is_left_out() -> None:
    facts = {"counted": {"type": "months", "name": WORDS}, "degree": {}}
    before = edition("counted + (1 if degree == 'none' else 0)", facts=facts)
    after = edition("counted")
    case = Case(id="c", round=2021, facts={"counted": 5, "degree": "none"}, expect={}, why="")
    found = diff(before, after, [(before, CaseFile(format=1, case=(case,)))])
    assert (moves(found), found.left_out) == ([], 1)
