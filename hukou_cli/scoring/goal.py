"""The smallest sets of steps with which an applicant gets in: every set is tried, none is guessed.

Sets that pass and of which no smaller one does, in each round. Adding steps one by one, or halving, would be wrong: an
own home and a registered rental take each other's place, a job and a home multiply, a degree deducts before it gives.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Literal

import msgspec

from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.scenario_facts import Parts
from hukou_cli.scoring.scenarios import Found, NoScenario, Scenario, Scenarios
from hukou_cli.scoring.step import Step

Passes = Callable[[Scenario, RoundId], bool]
"""Whether a scenario is enough in a round."""


class PassingSet(msgspec.Struct, frozen=True):
    """A smallest set of steps that passes in a round.

    Attributes:
        round: The round.
        steps: The steps; none where nothing is needed.
        scenario: What they come to.

    """

    round: RoundId
    steps: tuple[Step, ...]
    scenario: Scenario


class _Candidate(msgspec.Struct, frozen=True, gc=False):
    """A set of steps, as a bit set too, with the numbers of its parts."""

    steps: tuple[Step, ...]
    bits: int
    parts: tuple[int, ...]


class Search:
    """The search for the smallest sets that pass.

    Args:
        scenarios: The applicant, and the steps that there are.
        passes: Whether a scenario is enough.
        line: Returns the total that is at least needed in a round; None where that cannot be said.
        most: The most steps that a set may have.

    Attributes:
        tried: How many sets are tried for each round.

    """

    def __init__(self, scenarios: Scenarios, passes: Passes, line: Callable[[RoundId], int | None], most: int) -> None:
        self.scenarios, self.passes, self.line = scenarios, passes, line
        self.parts: list[tuple[Parts, int]] = []
        numbers: dict[frozenset[str], int] = {}
        bits = {step.id: 1 << at for at, step in enumerate(scenarios.steps)}
        self.candidates: list[_Candidate] = []
        for steps in sets_of(scenarios.steps, most):
            found = []
            for part in scenarios.parts(steps):
                ids = frozenset([step.id for step in part])
                if ids not in numbers:
                    numbers[ids] = len(self.parts)
                    self.parts.append(([part], scenarios.rules_of(part)))
                found.append(numbers[ids])
            self.candidates.append(_Candidate(steps, sum(bits[step.id] for step in steps), tuple(found)))
        self.tried = len(self.candidates)

    def found(self, rounds: Sequence[RoundId]) -> list[PassingSet]:
        """Return the smallest sets that pass in each round, up to the first round in which nothing is needed.

        Args:
            rounds: The rounds, the earliest first.

        """
        found: list[PassingSet] = []
        for round_ in rounds:
            passing = [*self._passing_in(round_)]
            found += [each for each in passing if not _is_needless(each, passing)]
            if passing and not passing[0].steps:
                break
        return found

    def any_reaches(self, round_: RoundId, line: int) -> bool:
        """Return whether some set passes in a round with at least so many points."""
        scenarios = (self._scenario(each, round_) for each in self.candidates)
        return any(isinstance(one, Scenario) and one.total >= line and self.passes(one, round_) for one in scenarios)

    def _passing_in(self, round_: RoundId) -> Iterator[PassingSet]:
        """Yield the sets that pass in a round, the smallest first, without those that hold another."""
        passed: list[int] = []
        line = self.line(round_) if self.scenarios.is_additive else None
        sums = _Sums(self.scenarios, self.parts, round_)
        for candidate in self.candidates:
            if sums.falls_short(candidate.parts, line) or any(bits & candidate.bits == bits for bits in passed):
                continue
            scenario = self._scenario(candidate, round_)
            if isinstance(scenario, Scenario) and self.passes(scenario, round_):
                passed.append(candidate.bits)
                yield PassingSet(round_, candidate.steps, scenario)

    def _scenario(self, candidate: _Candidate, round_: RoundId) -> Found:
        return self.scenarios.composed_of([part for at in candidate.parts for part in self.parts[at][0]], round_)


class _Sums:
    """The totals of a round, added up from its parts: most sets fall short, and that is found out quickly."""

    def __init__(self, scenarios: Scenarios, parts: Sequence[tuple[Parts, int]], round_: RoundId) -> None:
        self.scenarios, self.parts, self.round = scenarios, parts, round_
        self.base = scenarios.whole((), round_)
        self.worth: list[int | Literal["open"] | None] = [None] * len(parts)

    def falls_short(self, parts: Sequence[int], line: int | None) -> bool:
        """Return whether a set certainly has fewer points than a line."""
        if line is None or isinstance(self.base, NoScenario):
            return False
        total = self.base.total
        for at in parts:
            worth = self.worth[at]
            if worth is None:
                found = self.scenarios.whole(self.parts[at][0][0], self.round)
                worth = self.worth[at] = found.total - self.base.total if isinstance(found, Scenario) else "open"
            if worth == "open":
                return False
            total += worth
        return total < line


def _is_needless(found: PassingSet, others: Sequence[PassingSet]) -> bool:
    """Return whether another set passes with the same levers, none of which goes further."""
    return any(other is not found and goes_less_far(other.steps, found.steps) for other in others)


def goes_less_far(steps: Sequence[Step], others: Sequence[Step]) -> bool:
    """Return whether steps are of the same levers as others, none goes further, and some goes less far.

    Steps in different places, and options without an order, cannot be compared.
    """
    if steps == others or len(steps) != len(others):
        return False
    by_lever = {step.lever.id: step for step in others}
    return all(
        (other := by_lever.get(step.lever.id)) is not None
        and (step.districts, step.option) == (other.districts, other.option)
        and all(less <= more for less, more in zip(step.rank, other.rank, strict=True))
        for step in steps
    )


def sets_of(steps: Sequence[Step], most: int) -> Iterator[tuple[Step, ...]]:
    """Yield every set of up to so many steps of different levers that can be taken together, the smallest first."""
    for size in range(most + 1):
        for chosen in combinations(steps, size):
            if go_together(chosen):
                yield chosen


def go_together(steps: Sequence[Step]) -> bool:
    """Return whether steps are of different levers and do not change a fact in different ways."""
    levers = {step.lever.id for step in steps}
    return len(levers) == len(steps) and not any(one.contradicts(other) for one, other in combinations(steps, 2))
