"""The two readings of a formula are one: random formulas on random facts, Python against DuckDB."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

import duckdb
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from hukou_cli.base.calendar import date_text, from_date
from hukou_cli.facts.types import Value
from hukou_cli.rules.ast import Condition
from hukou_cli.rules.contraction import contracted, inequalities_of
from hukou_cli.rules.evaluator import evaluate
from hukou_cli.rules.intervals import bounds, open_names, point, residual
from hukou_cli.rules.possible import Possible, Ranges
from hukou_cli.sql.formula import condition_sql, quantity_sql
from tests.support.scopes import RANGES, formula

pytestmark = pytest.mark.laws

NUMBERS = st.sampled_from(["0", "1", "2", "3", "12", "24", "84", "0.5", "3.5", "10.5", "0.01", "-1", "-3.5", "100"])
DAYS = st.dates(date(1900, 1, 1), date(2030, 12, 31)).map(from_date)
BOUNDARY_DAYS = st.sampled_from([19000101, 20000229, 20240229, 20230228, 19991231, 20300131, 20301231, 20190101])
ANY_DAYS = st.one_of(DAYS, BOUNDARY_DAYS)
LARGEST = 2**62


@st.composite
def quantities(draw: DrawFn, depth: int = 3) -> str:
    """Text of a quantity."""
    if depth == 0:
        leaf: str = draw(st.one_of(st.sampled_from(["paid", "lived", "tax"]), NUMBERS))
        return leaf
    part: SearchStrategy[str] = quantities(depth - 1)
    forms: list[SearchStrategy[str]] = [
        st.tuples(part, st.sampled_from(["+", "-", "*"]), part).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(part, st.sampled_from(["12", "24", "0.5", "7", "1.5"])).map(lambda t: f"({t[0]} / {t[1]})"),
        st.tuples(st.sampled_from(["min", "max"]), part, part).map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
        part.map(lambda t: f"whole(max(0, {t}))"),
        part.map(lambda t: f"years(max(0, {t}))"),
        part.map(lambda t: f"rest(max(0, {t}))"),
        st.tuples(part, st.integers(0, 3)).map(lambda t: f"round({t[0]}, {t[1]})"),
        part.map(lambda t: f"(-({t}))"),
        st.tuples(part, conditions(depth - 1), part).map(lambda t: f"({t[0]} if {t[1]} else {t[2]})"),
        st.tuples(st.sampled_from(["years", "months"]), dates(), dates()).map(
            lambda t: f"completed_{t[0]}({t[1]}, {t[2]})"
        ),
        quantities(0),
    ]
    chosen: str = draw(st.one_of(*forms))
    return chosen


@st.composite
def conditions(draw: DrawFn, depth: int = 2) -> str:
    """Text of a condition."""
    signs = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
    options = st.lists(st.sampled_from(["'none'", "'bachelor'", "'master'"]), min_size=1, max_size=3, unique=True)
    forms: list[SearchStrategy[str]] = [
        st.just("local"),
        st.tuples(quantities(min(depth, 1)), signs, quantities(min(depth, 1))).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        options.map(lambda chosen: f"(degree in ({', '.join(chosen)},))"),
        st.tuples(dates(), signs, dates()).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
    ]
    if depth:
        part: SearchStrategy[str] = conditions(depth - 1)
        forms += [
            part.map(lambda t: f"(not {t})"),
            st.tuples(part, st.sampled_from(["and", "or"]), part).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        ]
    chosen: str = draw(st.one_of(*forms))
    return chosen


def dates() -> SearchStrategy[str]:
    return st.one_of(st.sampled_from(["born", "as_of"]), ANY_DAYS.map(lambda day: f"'{date_text(day)}'"))


FACTS = st.fixed_dictionaries(
    {
        "paid": st.integers(0, 600),
        "lived": st.integers(0, 600),
        "tax": st.integers(0, 10**8),
        "local": st.booleans(),
        "degree": st.sampled_from(["none", "bachelor", "master"]),
        "born": ANY_DAYS,
        "as_of": ANY_DAYS,
    }
)


KNOWN = st.sampled_from([(), ("as_of",), ("born",), ("born", "as_of")])

Run = Callable[[str, Mapping[str, Value]], object]


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Give the function that calculates SQL in a DuckDB table of one row of facts."""
    casts = {int: "BIGINT", bool: "BOOLEAN", str: "VARCHAR"}
    with duckdb.connect() as connection:

        def calculate(sql: str, facts: Mapping[str, Value]) -> object:
            typed = ", ".join(f'CAST(${name} AS {casts[type(value)]}) AS "{name}"' for name, value in facts.items())
            row = connection.execute(f"SELECT {sql} FROM (SELECT {typed})", dict(facts)).fetchone()
            assert row is not None
            return row[0]

        yield calculate


def limits(facts: Mapping[str, Value], known: Sequence[str]) -> Ranges:
    """Give the limits of the names; a date may be known when the formula is written as SQL."""
    return RANGES | {name: point(facts[name]) for name in known}


@given(text=quantities(), facts=FACTS, known=KNOWN)
def test_a_quantity_is_the_same_in_both_readings(
    run: Run, text: str, facts: dict[str, Value], known: Sequence[str]
) -> None:
    node = formula(text)
    assert not isinstance(node, Condition)
    low, high = bounds(node, RANGES)
    assume(-LARGEST < low <= high < LARGEST)
    value = evaluate(node, facts).value
    assert low <= value <= high
    try:
        assert run(quantity_sql(node, limits(facts, known)), facts) == value
    except duckdb.OutOfRangeException:
        assume(False)  # an inner part left 64 bits; the lint refuses such a formula


@given(unit=st.sampled_from(["years", "months"]), since=dates(), until=dates(), facts=FACTS, known=KNOWN)
def test_time_completed_is_the_same_in_both_readings(
    run: Run, unit: str, since: str, until: str, facts: dict[str, Value], known: Sequence[str]
) -> None:
    node = formula(f"completed_{unit}({since}, {until})")
    assert not isinstance(node, Condition)
    assert run(quantity_sql(node, limits(facts, known)), facts) == evaluate(node, facts).value


@given(text=conditions(), facts=FACTS, known=KNOWN)
def test_a_condition_is_the_same_in_both_readings(
    run: Run, text: str, facts: dict[str, Value], known: Sequence[str]
) -> None:
    node = formula(text)
    assert isinstance(node, Condition)
    assert run(condition_sql(node, limits(facts, known)), facts) is bool(evaluate(node, facts).value)


NARROW = st.fixed_dictionaries(
    {
        "paid": st.sets(st.integers(0, 600), min_size=1, max_size=2),
        "lived": st.sets(st.integers(0, 600), min_size=1, max_size=2),
        "tax": st.sets(st.integers(0, 10**8), min_size=1, max_size=2),
        "local": st.sets(st.booleans(), min_size=1),
        "degree": st.sets(st.sampled_from(["none", "bachelor", "master"]), min_size=1),
        "born": st.sets(ANY_DAYS, min_size=1, max_size=2),
        "as_of": st.sets(ANY_DAYS, min_size=1, max_size=2),
    }
)


@given(text=st.one_of(quantities(), conditions()), limits=NARROW, data=st.data())
def test_a_value_lies_within_its_bounds_and_points_give_the_value(
    text: str, limits: dict[str, set[Value]], data: st.DataObject
) -> None:
    """Every fact takes any value between its limits; a date only the limits themselves."""
    node = formula(text)
    ranges: dict[str, Possible] = {}
    facts: dict[str, Value] = {}
    for name, ends in limits.items():
        words = [end for end in ends if isinstance(end, str)]
        numbers = [int(end) for end in ends if not isinstance(end, str)]
        ranges[name] = frozenset(words) if words else (min(numbers), max(numbers))
        anything = name in ("paid", "lived", "tax")
        facts[name] = data.draw(
            st.integers(min(numbers), max(numbers)) if anything else st.sampled_from(sorted(ends, key=str))
        )
    low, high = bounds(node, ranges)
    value = evaluate(node, facts).value
    assert low <= value <= high
    points: dict[str, Possible] = {name: point(fact) for name, fact in facts.items()}
    assert bounds(node, points) == (value, value)
    left = residual(node, ranges)
    least, most = bounds(left, ranges)  # what is left may show that two sides are equal, as `x < x`
    assert low <= least <= value <= most <= high
    assert bounds(left, points) == (value, value)
    opened = open_names(node, ranges)
    assert low < high or not opened
    assert opened or least == most  # nothing left open, the formula has one value
    others = {name: data.draw(st.sampled_from(sorted(ends, key=str))) for name, ends in limits.items()}
    kept = {name: facts[name] if name in opened else others[name] for name in facts}
    assert evaluate(node, kept).value == value


def test_ranges_are_narrowed_by_what_must_hold() -> None:
    holds = [formula("paid <= lived"), formula("lived < 3 or local"), formula("tax > 5")]
    conditions_held = [node for node in holds if isinstance(node, Condition)]
    ranges: dict[str, Possible] = {"paid": (10, 90), "lived": (0, 50), "tax": (0, 900), "degree": frozenset(["none"])}
    assert contracted(ranges, inequalities_of(conditions_held)) == {
        **ranges,
        "paid": (10, 50),
        "lived": (10, 50),
        "tax": (501, 900),
    }
    strict = formula("lived > paid")
    assert isinstance(strict, Condition)
    assert contracted({"paid": (7, 7), "lived": (0, 7)}, inequalities_of([strict]))["lived"] == (8, 7)
