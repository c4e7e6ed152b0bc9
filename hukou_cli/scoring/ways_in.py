"""The ways in: the smallest sets of steps that reach the line of a round, each scored once more from scratch."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from hukou_cli.base.decimals import least_units, to_decimal
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.goal import PassingSet, Search
from hukou_cli.scoring.rounds_ahead import RoundsAhead
from hukou_cli.scoring.scenarios import Scenario, Scenarios
from hukou_cli.scoring.score import score_under
from hukou_cli.scoring.step import with_steps
from hukou_cli.scoring.whatif_result import Goal, GoalLine, WayIn

MOST_STEPS = 3
"""The most steps that a set has by default."""

MANY_STEPS = 40
"""Where more steps than these are offered, sets of one fewer are tried by default."""

_MOST_WAYS = 24
"""The most ways in that are scored from scratch and told."""

_ROUNDS, _MONTHS = 8, 36
"""How many rounds to come are searched where nothing limits them, and how many months."""


class WaysIn:
    """The search for the ways in of one applicant.

    Args:
        scenarios: The applicant, and the steps that there are.
        ahead: The rounds to come, and what is to be reached in them.
        kind: What of a forecast is to be reached.

    """

    def __init__(self, scenarios: Scenarios, ahead: RoundsAhead, kind: GoalLine) -> None:
        self.scenarios, self.ahead, self.kind = scenarios, ahead, kind
        self.edition, self.places = ahead.edition, ahead.edition.file.policy.decimals

    def found(self, rounds: Sequence[RoundId], most: int | None) -> Goal:
        """Return the ways in.

        Args:
            rounds: The rounds to come, the earliest first.
            most: The most steps that a set may have; None for the usual number.

        """
        is_reduced = most is None and len(self.scenarios.steps) > MANY_STEPS
        most = most or (MOST_STEPS - 1 if is_reduced else MOST_STEPS)
        search = Search(self.scenarios, self.passes, self.line, most)
        passing = search.found(rounds)
        scored = self.scenarios.facts.scored
        is_done = bool(passing) and not passing[-1].steps  # from that round on nothing is needed
        searched = [round_ for round_ in rounds if not is_done or round_ <= passing[-1].round]
        places = {round_: at for at, round_ in enumerate(rounds)}
        ordered = sorted(
            _first_of_each(passing), key=lambda found: (len(found.steps), places[found.round], *self.order(found))
        )
        earliest = [
            next((found.round for found in passing if len(found.steps) <= size), None) for size in range(most + 1)
        ]
        return Goal(
            kind=self.kind,
            most=most,
            is_reduced=is_reduced,
            rounds=tuple(searched),
            ways=tuple(map(self.way, ordered[:_MOST_WAYS])),
            left_off=max(0, len(ordered) - _MOST_WAYS),
            without=tuple(round_ for round_ in searched if round_ not in {found.round for found in passing}),
            earliest=tuple(earliest),
            tried=search.tried,
            scored=scored,
            sure=self.sure(passing[0].round, search) if passing and self.kind == "middle" else None,
        )

    def passes(self, scenario: Scenario, round_: RoundId) -> bool:
        """Return whether a scenario gets the applicant in."""
        if not self.scenarios.may_apply(scenario.failing | scenario.open) or scenario.is_enough is False:
            return False
        line = to_reach(self.ahead, round_, self.kind)
        return line is None or scenario.total >= line

    def line(self, round_: RoundId) -> int | None:
        """Return the total that is needed in a round, in units; None where the rules ask for more than a total."""
        line = to_reach(self.ahead, round_, self.kind)
        return self.scenarios.mark if line is None else line

    def order(self, found: PassingSet) -> tuple[bool, int]:
        """Order the sets of a round: those that ask no money first, then those with the most to spare."""
        asks = {ask for step in found.steps for ask in step.lever.asks}
        return "money" in asks, -found.scenario.total

    def way(self, found: PassingSet) -> WayIn:
        """Score a set from scratch."""
        round_, window = found.round, self.edition.calendar.window(found.round)
        score = score_under(with_steps(self.scenarios.applicant_in(round_), found.steps, window), self.edition, round_)
        total = found.scenario.total
        assert not self.edition.is_scored or score.total == to_decimal(total, self.places), "composed otherwise"
        band = self.ahead.band(round_)
        return WayIn(
            round=round_,
            steps=found.steps,
            score=score,
            line=line_of(self.ahead, round_, self.kind),
            standing=None if band is None else band.position(total),
        )

    def sure(self, round_: RoundId, search: Search) -> tuple[RoundId, Decimal, bool] | None:
        """Return whether some set reaches the upper end of the forecast of a round, and what that is."""
        band = self.ahead.band(round_)
        if band is None:
            return None
        return round_, to_decimal(band.high, self.places), search.any_reaches(round_, band.high)


def rounds_searched(ahead: RoundsAhead, rounds: Sequence[RoundId], by: int | None) -> list[RoundId]:
    """Return the rounds in which ways in are looked for: all up to the year asked for, else as far as makes sense.

    Args:
        ahead: The rounds to come, and what is to be reached in them.
        rounds: The rounds up to that year.
        by: The year; None where none was asked for.

    """
    if by is not None:
        return [*rounds]
    if ahead.kind == "forecast":
        return [round_ for round_ in rounds if ahead.band(round_) is not None]
    return [*rounds[: _MONTHS if ahead.edition.calendar.is_open_all_year else _ROUNDS]]


def to_reach(ahead: RoundsAhead, round_: RoundId, goal: GoalLine) -> int | None:
    """Return the total to be reached in a round, where the rules themselves fix none, in units of ``10**-places``."""
    if ahead.fixed is not None:
        return least_units(ahead.fixed, ahead.edition.file.policy.decimals)
    band = ahead.band(round_)
    return None if band is None else band.middle if goal == "middle" else band.high


def line_of(ahead: RoundsAhead, round_: RoundId, goal: GoalLine) -> Decimal | None:
    """Return the total to be reached in a round, also where the rules fix it."""
    units = to_reach(ahead, round_, goal)
    return ahead.edition.pass_mark if units is None else to_decimal(units, ahead.edition.file.policy.decimals)


def _first_of_each(found: Iterable[PassingSet]) -> Iterator[PassingSet]:
    """Yield each set once, for the first round in which it is one of the smallest."""
    seen: set[frozenset[str]] = set()
    for each in found:
        ids = frozenset(step.id for step in each.steps)
        if ids not in seen:
            seen.add(ids)
            yield each
