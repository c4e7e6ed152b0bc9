"""Missing facts: how they are parted, subdivided and put together again, in a made-up city."""

import itertools
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukou_cli import Edition, score
from hukou_cli.applicant.document import applicant_of
from hukou_cli.base.calendar import LATEST, first_of, last_of, month_of
from hukou_cli.facts.types import Fact
from hukou_cli.policy.rounds import RoundId
from hukou_cli.rules.possible import Possible
from hukou_cli.scoring.boxes import evaluate_part, partition
from hukou_cli.scoring.calculation import calculate
from hukou_cli.scoring.inputs import resolve
from hukou_cli.scoring.partial_rules import partial_rules
from hukou_cli.scoring.subdivision import count_values, subdivide
from tests.support.springfield import edition_with

SOURCE = {"document": "law", "article": "1"}
COUNT = {"type": "count", "name": "x", "max": 99}


def city(lines: dict[str, str], **policy: Any) -> Edition:
    """Build a city of four counts of 0 to 99, with lines by id."""
    indicators = [{"id": id_, "name": "x", "points": points, "source": SOURCE} for id_, points in lines.items()]
    facts = dict.fromkeys("abcd", COUNT)
    return edition_with("insurance", facts=facts, indicator=indicators, **policy)


def parts_of(edition: Edition, most: int = 2000) -> set[frozenset[str]]:
    window = edition.calendar.window(RoundId(2021))
    given = resolve(applicant_of({"facts": {"d": 3}}), edition, window)
    rules = partial_rules(edition, given, window, calculate(edition, given, window))
    first, *parts = partition(rules, most)
    assert first == frozenset()
    return set(parts)


def test_facts_of_different_lines_are_apart_and_those_of_no_rule_are_in_no_part() -> None:
    assert parts_of(city({"one": "a + d", "two": "b"})) == {frozenset("a"), frozenset("b")}


def test_a_line_a_constraint_and_a_chain_of_them_bind_facts() -> None:
    assert parts_of(city({"one": "a * b", "two": "c"})) == {frozenset("ab"), frozenset("c")}
    constraint = [{"require": "b <= c", "facts": ["b"], "advice": "x"}]
    assert parts_of(city({"one": "a * b", "two": "c"}, constraint=constraint)) == {frozenset("abc")}


def test_a_branch_that_cannot_apply_binds_nothing() -> None:
    """With d = 3 the line takes a alone."""
    assert parts_of(city({"one": "a if d == 3 else b", "two": "b"})) == {frozenset("a"), frozenset("b")}


def test_a_caveat_binds_facts_only_where_all_their_values_can_be_tried() -> None:
    caveat = [{"id": "same", "text": "x", "when": "a == b"}]
    edition = city({"one": "a", "two": "b"}, caveat=caveat)
    assert parts_of(edition, 100 * 100) == {frozenset("ab")}
    assert parts_of(edition, 100 * 100 - 1) == {frozenset("a"), frozenset("b")}


def test_boxes_that_a_constraint_rules_out_are_left_out() -> None:
    """Of 8 × 8 values a < b leaves 7 × 8 ÷ 2. In pieces, each box is cut to what the constraint leaves of it."""
    constraint = [{"require": "a < b and b < 8", "facts": ["a"], "advice": "x"}]
    edition = city({"one": "a", "two": "b"}, constraint=constraint)
    window = edition.calendar.window(RoundId(2021))
    given = resolve(applicant_of({"facts": {"c": 0}}), edition, window)
    rules = partial_rules(edition, given, window, calculate(edition, given, window))
    assert (rules.box["a"], rules.box["b"]) == ((0, 6), (1, 7))
    assert len(evaluate_part(rules, frozenset("ab"), 100).boxes) == 28
    (whole,) = evaluate_part(rules, frozenset("ab"), 1).boxes
    assert (whole["a"], whole["b"]) == ((0, 6), (1, 7))


def test_a_line_that_two_corners_show_to_be_open_is_cut_no_further_without_limits() -> None:
    """Both ends of a give 0; after the first cut 49 gives 49 × 50 = 2450 points, which is the most."""
    edition = city({"one": "a * (99 - a)"})
    window = edition.calendar.window(RoundId(2021))
    given = resolve(applicant_of({"facts": {"b": 0, "c": 0, "d": 0}}), edition, window)
    rules = partial_rules(edition, given, window, calculate(edition, given, window))
    limits = evaluate_part(rules, frozenset("a"), 100)
    assert max(points for _, points in limits.tables[rules.lines[0]].values()) == 2450_00
    opened = evaluate_part(rules, frozenset("a"), 100, limits=False)
    assert [box["a"] for box in opened.boxes] == [(0, 49), (50, 99)]
    assert max(points for _, points in opened.tables[rules.lines[0]].values()) > 2450_00


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ({"one": "a - b"}, ("-99.00", "99.00")),
        ({"one": "a", "two": "-a"}, ("0.00", "0.00")),  # tried value by value, they always cancel
        ({"one": "a", "two": "b", "three": "-a"}, ("0.00", "99.00")),
        ({"one": "a * a - 10 * a"}, ("-25.00", "8811.00")),  # lowest at 5, highest at 99
        ({"one": "5 if a == 77 else 0"}, ("0.00", "5.00")),
        ({"one": "a - min(a, b)"}, ("0.00", "99.00")),  # never below 0, whatever a and b are
        ({"one": "min(a, b) / 2 + (a - min(a, b)) / 4"}, ("0.00", "49.50")),  # 99 ÷ 2, where b is 99 too
    ],
)
def test_the_ends_are_reached(lines: dict[str, str], expected: tuple[str, str]) -> None:
    result = score({"d": 1}, city(lines), 2021)
    assert tuple(map(str, result.total_range)) == expected


def test_parts_are_put_together_where_all_their_combinations_are_few() -> None:
    """100 values each, which come to 2 outcomes each: of their 4 combinations one gives a point."""
    lines = {"one": "1 if a > 50 else 0", "two": "1 if b > 50 else 0"}
    edition = city(lines, result={"total": "min(one, two)", "pass": "total >= 1"})
    result = score({"c": 1}, edition, 2021)
    assert result.total_range == (Decimal(0), Decimal(1))
    both = score({"c": 1, "a": 60}, edition, 2021)
    assert (both.total_range, both.total_decided_by) == ((Decimal(0), Decimal(1)), ("b",))


def test_a_hull_holds_what_a_total_may_be_where_combinations_are_too_many() -> None:
    """100 × 100 totals a - b from -99 to 99: each line's hull gives the same ends."""
    result = score({"c": 1}, city({"one": "a", "two": "-b"}), 2021)
    assert result.total_range == (Decimal(-99), Decimal(99))


# ---------------------------------------------------------------- subdivision


def whole(fact: Fact, piece: Possible) -> Sequence[object]:
    """List the values of a piece."""
    if isinstance(piece, frozenset):
        return sorted(piece)
    low, high = piece
    if fact.allowed:
        return [int(number * fact.den) for number in fact.allowed if low <= number * fact.den <= high]
    return range(low, high + 1)


NAME = edition_with("insurance").file.policy.name
OPTIONS = dict.fromkeys(["none", "bachelor", "master", "doctor"], NAME)
SUBDIVIDED: list[tuple[Fact, Possible]] = [
    (Fact(type="count", name=NAME), (3, 40)),
    (Fact(type="flag", name=NAME), (0, 1)),
    (Fact(type="choice", name=NAME, choices=OPTIONS), frozenset({"none", "master", "doctor"})),
    (Fact(type="number", name=NAME, decimals=1, allowed=(Decimal("0.5"), Decimal(1), Decimal(3))), (5, 30)),
]


@given(at=st.integers(0, len(SUBDIVIDED) - 1), most=st.integers(1, 50))
def test_pieces_hold_every_value_once(at: int, most: int) -> None:
    fact, possible = SUBDIVIDED[at]
    pieces = subdivide(fact, possible, most)
    values = whole(fact, possible)
    assert len(pieces) == min(most, len(values)) == min(most, count_values(fact, possible))
    listed = [value for piece in pieces for value in whole(fact, piece)]
    assert sorted(listed, key=str) == sorted(values, key=str)
    sizes = {len(whole(fact, piece)) for piece in pieces}
    assert max(sizes) - min(sizes) <= 1


@given(first=st.dates(), last=st.dates(), most=st.integers(1, 30))
def test_a_date_is_cut_at_the_ends_of_months(first: Any, last: Any, most: int) -> None:
    low, high = sorted(day.year * 10000 + day.month * 100 + day.day for day in (first, last))
    fact = Fact(type="date", name=NAME)
    pieces = [piece for piece in subdivide(fact, (low, high), most) if isinstance(piece, tuple)]
    assert len(pieces) == min(most, count_values(fact, (low, high)))
    assert (pieces[0][0], pieces[-1][1]) == (low, high)
    for (_, end), (start, _) in itertools.pairwise(pieces):
        assert end == last_of(month_of(end))
        assert start == first_of(month_of(start)) == first_of(month_of(end) + 1)
    assert high <= LATEST
