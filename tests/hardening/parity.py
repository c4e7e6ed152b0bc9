"""Both readings of random policies on random rows: one applicant in Python against a table in SQL.

``python -m tests.hardening.parity`` prints the figures of docs/reliability.md. With numbers, so many policies are made,
of so many rows each, from this seed; with ``grids`` and ``shipped`` the small policies of ``parity_grids`` are scored on
all combinations of their cells, and random rows, as many as a number says, of each edition and round that is shipped.
"""

import sys
from collections.abc import Iterator
from itertools import count, islice
from random import Random

import duckdb
import msgspec

from hukou_cli.base.errors import InvalidPolicy
from hukou_cli.facts.types import Value
from hukou_cli.policy.catalog import Catalog
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from tests.hardening.both_readings import Outcome, Readings, Row
from tests.hardening.parity_grids import grids
from tests.hardening.random_policies import ROUND, Writer, rows_of
from tests.support.random_facts import random_rows

SHIPPED_DAY = 20261130


class Difference(msgspec.Struct, frozen=True):
    """A row of which the two readings say different things: its policy, its cells, what differs."""

    policy: str
    row: Row
    one: object
    other: object


class Tally(msgspec.Struct):
    """What was compared, and every difference."""

    policies: int = 0
    refused: int = 0
    pairs: int = 0
    scored: int = 0
    differences: list[Difference] = []

    def compare(self, policy: str, readings: Readings, rows: list[Row]) -> None:
        """Compare both readings of a policy on some rows."""
        self.policies += 1
        self.pairs += len(rows)
        try:
            for row, one, other in readings.differences(rows):
                self.differences.append(difference(policy, row, one, other))
        except duckdb.Error as error:
            self.differences.append(Difference(policy, {}, "", str(error).partition("\n")[0]))
        self.scored += readings.scored


def difference(policy: str, row: Row, one: Outcome, other: Outcome) -> Difference:
    """Say what differs: some figures, or the outcome as a whole."""
    if one.figures is None or other.figures is None:
        return Difference(policy, row, one, other)
    names = [name for name in one.figures | other.figures if one.figures.get(name) != other.figures.get(name)]
    return Difference(policy, row, *({name: each.get(name) for name in names} for each in (one.figures, other.figures)))


def policies_from(seed: int, tally: Tally) -> Iterator[tuple[int, Random, Edition]]:
    """Give random policies without end; those that are refused when they are loaded are counted."""
    for number in count(seed):
        random = Random(number)  # noqa: S311 - no secret
        try:
            yield number, random, Writer(random).edition()
        except InvalidPolicy:
            tally.refused += 1


def compare_random(policies: int, rows: int, seed: int) -> Tally:
    """Compare both readings of so many policies that load, on so many rows each."""
    tally = Tally()
    for number, random, edition in islice(policies_from(seed, tally), policies):
        tally.compare(str(number), Readings(edition, ROUND), list(rows_of(edition, rows, random)))
    return tally


def compare_grids() -> Tally:
    """Compare both readings of the small policies on all combinations of their cells."""
    tally = Tally()
    for name, grid in grids().items():
        tally.compare(name, Readings(grid.edition, ROUND), grid.rows())
    return tally


def compare_shipped(rows: int, seed: int = 1) -> Tally:
    """Compare both readings of every edition that is shipped in each of its rounds, on so many random rows each."""
    tally, known = Tally(), Catalog()
    for edition in (found for found in map(known.load, known.all()) if found.file.unseen is None):
        rounds = [edition.calendar.default(SHIPPED_DAY), *edition.calendar.rounds]
        for round_ in dict.fromkeys(each for each in rounds if edition.calendar.covers(each)):
            tally.compare(
                f"{edition.id} {round_}",
                Readings(edition, round_, SHIPPED_DAY),
                list(_texts(edition, round_, rows, seed)),
            )
    return tally


def _texts(edition: Edition, round_: RoundId, count: int, seed: int) -> Iterator[Row]:
    """Give random rows as texts, of which one cell in fifty is empty and one in a hundred unknown."""
    random = Random(seed)  # noqa: S311 - no secret

    def text(name: str, value: Value) -> str:
        chance = random.random()
        return "" if chance < 0.02 else "unknown" if chance < 0.03 else edition.facts[name].text(value)

    for values in random_rows(edition, round_, count, seed):
        yield {name: text(name, value) for name, value in zip(edition.facts, values, strict=True)}


def show(tally: Tally) -> None:
    """Print the first difference of each policy, and the figures."""
    first = {found.policy: found for found in reversed(tally.differences)}
    for found in reversed(first.values()):
        print(f"policy {found.policy}: {found.row}\n  one applicant: {found.one}\n  table: {found.other}")
    print(f"{tally.policies} policies, {tally.refused} more refused when loaded")
    print(f"{tally.pairs:,} rows, {tally.scored:,} of them scored")
    print(f"{len(tally.differences)} differences, of {len(first)} policies")


def main(kind: str = "100", *numbers: str) -> None:
    """Compare what the command line says."""
    match kind:
        case "grids":
            show(compare_grids())
        case "shipped":
            show(compare_shipped(*map(int, numbers or ("500",))))
        case _:
            rows, seed = map(int, (*numbers, "110", "20000")[:2]) if len(numbers) < 2 else map(int, numbers)
            show(compare_random(int(kind), rows, seed))


if __name__ == "__main__":
    main(*sys.argv[1:])
