"""Random facts of an edition, half of the numbers at or beside what its rules compare with."""

from collections.abc import Iterator
from random import Random

from hukou_cli.base.calendar import EARLIEST
from hukou_cli.facts.types import Fact, Value
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.rules import ast

MOST_OFTEN = 400
"""Above most of what rules compare with; larger numbers are drawn too."""


def random_rows(edition: Edition, round_: RoundId, count: int, seed: int) -> Iterator[tuple[Value, ...]]:
    """Give rows of facts within their limits, in the order that the edition declares them."""
    random, window = Random(seed), edition.calendar.window(round_)  # noqa: S311
    written = [node for _, rule in edition.rules() for node in ast.walk(rule)]
    edges = {(node.value, node.den) for node in written if isinstance(node, ast.Number)}
    edges |= {
        (edge.value, edge.den)
        for node in written
        if isinstance(node, ast.Bands)
        for band in node.rows
        for edge in (band.low, band.high)
        if edge is not None
    }
    days = [node.value for node in written if isinstance(node, ast.Day)]
    days += edition.calendar.dates(round_).values()
    numbers = sorted(edges)
    for _ in range(count):
        yield tuple(_drawn(fact, window.limits[name], numbers, days, random) for name, fact in edition.facts.items())


def _drawn(fact: Fact, limits: tuple[int, int], edges: list[tuple[int, int]], days: list[int], random: Random) -> Value:
    low, most = limits
    match fact.type:
        case "flag":
            return random.random() < 0.5
        case "choice":
            return random.choice(list(fact.choices))
        case "date":
            year, month, day = random.randint(1930, 2012), random.randint(1, 12), random.randint(1, 28)
            if random.random() < 0.5:  # a whole number of years before a day of the rules, or the day before or after
                near = random.choice(days)
                year, month = near // 10000 - random.choice([0, *range(15, 66)]), near // 100 % 100
                day = min(max(near % 100 + random.choice([-1, 0, 1]), 1), 28)
            return min(max(year * 10000 + month * 100 + day, EARLIEST), most)
        case _:
            if fact.allowed:
                return int(random.choice(fact.allowed) * fact.den)
            value, den = random.choice(edges)
            near = value * random.choice([1, 12]) * fact.den // den + random.choice([-1, 0, 1])
            drawn = [near, near, random.randint(0, MOST_OFTEN) * fact.den, random.choice([low, most])]
            return min(max(random.choice(drawn), low), most)
