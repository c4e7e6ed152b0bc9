"""What holds of every score, on random policies and random rows of them.

- Every line and the total lie within the limits that the rules have for any facts at all.
- Where facts are left out, each figure lies within the interval, and what is certain there is so with all facts.
- A line of which the rules only rise, or only fall, with a number does so when that number grows.

``python -m tests.hardening.random_laws`` counts the scores that were examined; with numbers, of so many policies, so many
rows each, from this seed.
"""

import sys
from itertools import islice
from random import Random

from hukou_cli.applicant.document import Applicant
from hukou_cli.base.decimals import to_decimal
from hukou_cli.base.errors import InvalidApplicant
from hukou_cli.facts.types import UNKNOWN
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.ranges import line_limits, ranges_of
from hukou_cli.rules.trends import RISES, STAYS, trend
from hukou_cli.scoring.possible_values import possible_values
from hukou_cli.scoring.result import Score
from hukou_cli.scoring.score import score_under
from tests.hardening.both_readings import TODAY, Row
from tests.hardening.parity import Tally, policies_from
from tests.hardening.random_policies import ROUND, rows_of
from tests.support.intervals import assert_contains

NUMBERS = ("months", "count", "yuan", "number")


def examine(edition: Edition, row: Row, random: Random) -> int:
    """Examine what holds of the score of a row; return how many scores of it there were, 0 where it is refused."""
    full = _scored(edition, row)
    if full is None or full.unknown:
        return 0
    _assert_within_limits(full)
    left_out = dict.fromkeys(random.sample(list(row), random.randint(1, min(3, len(row)))), UNKNOWN)
    if not _is_of_a_life(full, set(left_out)):
        return 1
    opened = _scored(edition, row | left_out)
    assert opened is not None, left_out
    not_given = {name for name, text in row.items() if text in ("", UNKNOWN)}  # they may matter now
    assert set(opened.decided_by) <= set(opened.unknown) <= not_given.union(left_out), left_out
    assert_contains(opened, full)
    name = random.choice(list(row))
    return 2 + _grown(full, row, name, random)


def _scored(edition: Edition, row: Row) -> Score | None:
    """Score a row; None where it is refused."""
    try:
        return score_under(Applicant(set_={name: text for name, text in row.items() if text}), edition, ROUND, TODAY,
                           may_be_empty=True)  # fmt: skip
    except InvalidApplicant:
        return None


def _is_of_a_life(full: Score, left_out: set[str]) -> bool:
    """Return whether the facts left out are what a missing one may be: of somebody old enough to work, within a life."""
    edition, window = full.edition, full.edition.calendar.window(ROUND)
    known = {name: value for name, value in full.values.items() if name in edition.facts and name not in left_out}
    for name in left_out & full.values.keys():
        possible, value = possible_values(name, edition, window, known, TODAY), full.values[name]
        if isinstance(possible, tuple) and not (isinstance(value, int) and possible[0] <= value <= possible[1]):
            return False
    return True


def _assert_within_limits(full: Score) -> None:
    edition, places = full.edition, full.edition.file.policy.decimals
    limits = line_limits(edition, ranges_of(edition))
    for line in full.lines:
        low, high = limits[line.indicator.id]
        assert line.points is not None
        assert to_decimal(low, places) <= line.points <= to_decimal(high, places), line.indicator.id
    if edition.total is None:
        assert full.total == sum(line.points or 0 for line in full.lines)


def _grown(full: Score, row: Row, name: str, random: Random) -> int:
    """Examine the lines of a row in which a number is larger; return whether there is such a score."""
    edition = full.edition
    fact, value = edition.facts[name], full.values.get(name)
    most = edition.calendar.window(ROUND).limits[name][1]
    if fact.type not in NUMBERS or fact.allowed or not isinstance(value, int) or value >= most:
        return 0
    grown = _scored(edition, row | {name: fact.text(random.choice([value + 1, random.randint(value + 1, most), most]))})
    if grown is None or grown.unknown:
        return 0
    ranges, trends = ranges_of(edition, ROUND), {name: RISES}
    for derived, formula in edition.derived.items():
        if (found := trend(formula, trends, ranges)) != STAYS:
            trends[derived] = found
    relevant = any(name in edition.names_of_rules.relevance.get(other, ()) for other in edition.facts)
    for (indicator, formula), then, now in zip(edition.indicators, full.lines, grown.lines, strict=True):
        found = trend(formula, trends, ranges)
        assert then.points is not None
        assert now.points is not None
        if found.is_monotone and not relevant:  # else another fact may matter that did not
            change = now.points - then.points
            assert change >= 0 or found != RISES, (indicator.id, name)
            assert change <= 0 or found == RISES, (indicator.id, name)
    return 1


def examine_random(policies: int, rows: int, seed: int) -> int:
    """Examine so many random policies, on so many rows each; return the number of scores."""
    scores = 0
    for number, random, edition in islice(policies_from(seed, Tally()), policies):
        for row in rows_of(edition, rows, random):
            try:
                scores += examine(edition, row, random)
            except AssertionError as error:
                raise AssertionError(f"policy {number}, {row}: {error}") from error
    return scores


def main(policies: int = 300, rows: int = 100, seed: int = 20_000) -> None:
    """Print how many scores were examined."""
    print(f"{policies} policies, {examine_random(policies, rows, seed):,} scores")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
