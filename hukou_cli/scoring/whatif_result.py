"""The answer of a what-if: what each step is worth, what cannot be tried, the smallest sets that get one in."""

import datetime
from decimal import Decimal
from typing import Literal

import msgspec

from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.forecast import ForecastPosition
from hukou_cli.scoring.past_lines import PastLines
from hukou_cli.scoring.result import Score
from hukou_cli.scoring.rounds_ahead import LineAhead
from hukou_cli.scoring.step import Step
from hukou_cli.scoring.steps import NotOffered

GoalLine = Literal["middle", "sure"]
"""What of a forecast is to be reached: its middle, or its upper end."""


class RoundBefore(msgspec.Struct, frozen=True):
    """A round as it comes if nothing else changes.

    Attributes:
        round: The round.
        total: The total; None where missing facts decide it.
        may_apply: Whether the conditions to apply are met; None where missing facts decide it.
        line: The total to be reached; None where none is known.
        rules_ended: Whether the rules have ended by then, and are applied as they were.

    """

    round: RoundId
    total: Decimal | None
    may_apply: bool | None
    line: Decimal | None
    rules_ended: bool


class Effect(msgspec.Struct, frozen=True):
    """What a step does in a round: the whole policy scored with it, less the same without it.

    Attributes:
        worth: The difference of the totals; None where missing facts decide it.
        lines: The difference of each line that has one, by id.
        opens: The conditions that hold only with the step, by id; needs of a route by the id of the route.
        closes: Those that hold only without it.

    """

    worth: Decimal | None
    lines: dict[str, Decimal]
    opens: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()

    @property
    def is_something(self) -> bool:
        """Whether the step changes anything."""
        return bool(self.worth is None or self.worth or self.opens or self.closes or any(self.lines.values()))


class Worth(msgspec.Struct, frozen=True):
    """What a step does, round by round.

    Attributes:
        step: The step.
        effects: Its effect in each round of the answer.
        beside: Another step with which it does something, where alone it does nothing; None otherwise.

    """

    step: Step
    effects: tuple[Effect, ...]
    beside: Step | None = None


class WayIn(msgspec.Struct, frozen=True):
    """A smallest set of steps that gets an applicant in.

    Attributes:
        round: The first round for which it is one of the smallest.
        steps: The steps; none where nothing is needed.
        score: The whole policy scored with them from scratch.
        line: The total to be reached; None where the rules fix more than a total, or conditions alone decide.
        standing: Where the total stands to the forecast; None without one.

    """

    round: RoundId
    steps: tuple[Step, ...]
    score: Score
    line: Decimal | None
    standing: ForecastPosition | None = None


class Goal(msgspec.Struct, frozen=True):
    """The ways in, and how they were looked for.

    Attributes:
        kind: What of a forecast is to be reached.
        most: The most steps that a set may have.
        is_reduced: Whether that is one fewer than usual, as very many steps are offered.
        rounds: The rounds that were looked at.
        ways: The smallest sets, those of fewer steps first, then by round, what asks no money, and what is left over.
        left_off: How many more such sets there are, of more steps or later.
        without: The rounds in which no set is enough.
        earliest: By number of steps, the first round in which that many are enough; None where they never are.
        tried: How many sets were tried for each round.
        scored: How many scorings that took.
        sure: The total at the upper end of the forecast in the first round with a way in, and whether some set
            reaches that; None without a forecast, or where that is the goal.

    """

    kind: GoalLine
    most: int
    is_reduced: bool
    rounds: tuple[RoundId, ...]
    ways: tuple[WayIn, ...]
    left_off: int
    without: tuple[RoundId, ...]
    earliest: tuple[RoundId | None, ...]
    tried: int
    scored: int
    sure: "tuple[RoundId, Decimal, bool] | None" = None


class WhatIf(msgspec.Struct, frozen=True):
    """What an applicant can do, and what it is worth.

    Attributes:
        edition: The policy.
        applicant_id: The ``id`` of the applicant's file.
        on: The day that it is looked at.
        begins: The month in which steps begin.
        kind: What the totals are compared with.
        past: The past lines, and what is forecast from them.
        rounds: The rounds as they come if nothing else changes.
        steps: What each step is worth, the most first.
        not_offered: The levers that offer nothing, and why.
        refused: The steps that go against other facts of the applicant.
        has_chosen_steps: Whether the steps are those that were asked for, and not all that are offered.
        together: What the steps do when all are taken, where some were asked for that can be.
        decided_by: The missing facts that decide the total, where they do: then nothing can be compared.
        stands_still: The facts given as numbers that time would change.
        grown: Those that grow by a month a month.
        first_days: The days of one round that are not given: the first day of each round is taken.
        goal: The smallest sets that get the applicant in; None where they were not asked for.

    """

    edition: Edition
    applicant_id: str | None
    on: datetime.date
    begins: int
    kind: LineAhead
    past: PastLines
    rounds: tuple[RoundBefore, ...]
    steps: tuple[Worth, ...]
    not_offered: tuple[NotOffered, ...]
    refused: tuple[Step, ...] = ()
    has_chosen_steps: bool = False
    together: tuple[Effect, ...] = ()
    decided_by: tuple[str, ...] = ()
    stands_still: tuple[str, ...] = ()
    grown: tuple[str, ...] = ()
    first_days: tuple[str, ...] = ()
    goal: Goal | None = None

    @property
    def is_enough(self) -> bool:
        """True if some set is enough by rules that are in force by then; to be ranked alone is not."""
        if self.goal is None or self.kind == "entry_mark":
            return False
        return any(not self.edition.calendar.outlasts_rules(way.round) for way in self.goal.ways)
