"""A fact whose ``when`` does not hold changes no result, whatever it is."""

from collections.abc import Iterator
from itertools import pairwise

import pytest

from hukou_cli import Edition
from hukou_cli.facts.types import Value, least_value
from hukou_cli.policy.round_calendar import Window
from hukou_cli.scoring.calculation import calculate, settled
from hukou_cli.scoring.inputs import Inputs, matters
from tests.support.catalog import CATALOG
from tests.support.random_facts import random_rows

EDITIONS = [edition for edition in map(CATALOG.load, CATALOG.all()) if edition.relevance and not edition.file.unseen]
ROWS = 100
DAY = 2026_11_30

Values = dict[str, Value]


@pytest.mark.slow
@pytest.mark.parametrize("edition", EDITIONS, ids=[edition.id for edition in EDITIONS])
def test_no_rule_tells_the_value_of_a_fact_that_does_not_matter(edition: Edition) -> None:
    window = edition.calendar.window(edition.calendar.default(DAY))
    rows = [dict(zip(edition.facts, row, strict=True)) for row in random_rows(edition, window.round, ROWS, seed=7)]
    for row, other in pairwise(rows):
        for name in edition.relevance:
            for values in pair_that_differs(row, name, other[name], edition, window):
                least = values | {name: lowest(name, edition, window)}
                assert results(values, edition, window) == results(least, edition, window), name


def pair_that_differs(row: Values, name: str, value: Value, edition: Edition, window: Window) -> Iterator[Values]:
    """Give the row with a value of a fact that does not matter in it, where its facts may be so together."""
    values = as_read(row, name, edition, window) | {name: value}
    is_sound = all(rule({**window.dates, **values}).value for rule in edition.evaluators.constraints)
    if not matters(name, values, edition) and is_sound and values == as_read(values, name, edition, window):
        yield values


def as_read(row: Values, name: str, edition: Edition, window: Window) -> Values:
    """Return a row of which every other fact that does not matter stands at its lowest value."""
    values = dict(row)
    for other in edition.relevance:
        if other != name and not matters(other, values, edition):
            values[other] = lowest(other, edition, window)
    return values


def lowest(name: str, edition: Edition, window: Window) -> Value:
    return least_value(edition.facts[name], window.limits[name][0])


def results(values: Values, edition: Edition, window: Window) -> tuple[object, ...]:
    """Return what is shown of a score: of the places the first that is open, of a route whether it is."""
    found = settled(edition, calculate(edition, Inputs(values=values, assumed=()), window), window)
    routes = [all(need.range == (1, 1) for need in needs) for needs in found.routes]
    place = next((number for number, truth in enumerate(found.places) if truth == (1, 1)), None)
    return found.gates, found.vetoes, routes, place, found.lines, found.total, found.eligible, found.caveats
