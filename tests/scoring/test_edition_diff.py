"""Two editions of a made-up city compared: which rules changed, and who gains and loses on the worked examples."""

import io
from decimal import Decimal
from typing import Any

import pytest

from hukou_cli import Edition
from hukou_cli.policy.cases import Case, CaseFile
from hukou_cli.render.edition_diff import print_diff
from hukou_cli.scoring.edition_diff import Diff, diff
from hukou_cli.text.language import Language
from tests.support.screens import screen
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


def told(days: int, **more: Any) -> dict[str, Any]:
    """Return the procedure of an edition: a review of so many working days, and what else is given."""
    review = {"id": "review", "text": WORDS, "working_days": days, "source": SOURCE}
    return {"not_seen": ["where"], "step": [review], **more}


def procedure_changes(before: Edition, after: Edition) -> list[tuple[str, bool, bool]]:
    changes = [change for change in diff(before, after, []).changes if change.table == "procedure"]
    return [(change.id, change.before is not None, change.after is not None) for change in changes]


def test_what_changed_of_how_one_applies_is_told() -> None:
    appeal = {"objection": [{"id": "appeal", "text": WORDS, "days": 7, "source": SOURCE}]}
    before, after = edition("counted", procedure=told(20)), edition("counted", procedure=told(15, **appeal))
    assert procedure_changes(before, after) == [("step.review", True, True), ("objection.appeal", False, True)]
    assert procedure_changes(before, edition("counted", procedure=told(20))) == []


def test_another_source_of_the_same_statement_is_no_change() -> None:
    other = told(20)
    other["step"][0]["source"] = {"document": "law", "article": "2"}
    assert procedure_changes(edition("counted", procedure=told(20)), edition("counted", procedure=other)) == []


@pytest.mark.parametrize(("language", "words"), [("en", "not seen in any source"), ("zh", "未见于任何来源")])
def test_an_edition_that_tells_nothing_of_it_says_so(language: Language, words: str) -> None:
    to = screen(100)
    before, after = edition("counted"), edition("counted", procedure=told(20))
    print_diff(diff(before, after, []), language, to)
    assert isinstance(to.file, io.StringIO)
    lines = to.file.getvalue().splitlines()
    assert [line[0] for line in lines if words in line] == ["−"]
    assert "20" in next(line for line in lines if line.strip().startswith("+ x"))
