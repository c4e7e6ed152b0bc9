"""A plan: the rounds ahead of one applicant, each with its score, what it is compared with, and the answer."""

import datetime
from decimal import Decimal

import msgspec

from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.changes import LineChange, Turn
from hukou_cli.scoring.forecast import ForecastPosition
from hukou_cli.scoring.past_lines import PastLines
from hukou_cli.scoring.result import Limits, Score
from hukou_cli.scoring.rounds_ahead import LineAhead


class PlanRow(msgspec.Struct, frozen=True):
    """One round of a plan, or one day where applications are open all year.

    Attributes:
        score: The score of that round.
        is_announced: Whether the policy lists the round.
        rules_ended: Whether the rules have ended by then, and are applied as they were.
        line: The total to be reached; of a forecast its middle. None where none is known.
        band: The lower and the upper end of the forecast.
        standing: Where the total stands to the band; None without one, and where missing facts decide.
        reached: Whether a fixed line is reached; None without one, and where missing facts decide.
        passes: Whether that would be enough: eligible, and at the line where there is one. None where missing facts
            decide, where no line is known, and where one is ranked by an entry mark, which is no yes yet.
        changes: How the points of each line changed since the row before.
        turns: The conditions and routes that hold since the row before, or do no more.

    """

    score: Score
    is_announced: bool
    rules_ended: bool
    line: Decimal | None
    band: Limits | None
    standing: ForecastPosition | None
    reached: bool | None
    passes: bool | None
    changes: tuple[LineChange, ...] = ()
    turns: tuple[Turn, ...] = ()

    @property
    def round(self) -> RoundId:
        """The round."""
        return self.score.round


class PlanWindow(msgspec.Struct, frozen=True):
    """Rounds or days in a row in which it is enough; ``last`` is None where that lasts as far as was planned."""

    first: RoundId
    last: RoundId | None


class Answer(msgspec.Struct, frozen=True):
    """When one gets in, of a ranking, the first four where its line is forecast, and the last round that there is.

    Attributes:
        possible: The first round whose total lies in the band.
        on_trend: The first with at least its middle.
        sure: The first at or above its upper end.
        nearest: The one that lies furthest above the middle, or least below it.
        best: Of all rounds, also those after a forecast, the one for which the last line may rise the most each round,
            or must fall the least; None where no line is known.
        beyond: Further ahead than anything is forecast: the first with at least the line if its last rise went on.
        last: The last round, or day, before a condition ends that held until then; None where none ends.
        ended_by: The ids of these conditions.

    """

    possible: RoundId | None = None
    on_trend: RoundId | None = None
    sure: RoundId | None = None
    nearest: RoundId | None = None
    best: RoundId | None = None
    beyond: RoundId | None = None
    last: RoundId | None = None
    ended_by: tuple[str, ...] = ()


class Plan(msgspec.Struct, frozen=True):
    """The rounds ahead of one applicant.

    Attributes:
        edition: The policy.
        applicant_id: The ``id`` of the applicant's file.
        on: The day that it is made on.
        until: The last year of the plan.
        kind: What the totals are compared with.
        past: The past lines, and what is forecast from them.
        rows: The rounds, the earliest first.
        windows: When it is enough, where a line is fixed or conditions alone decide.
        answer: When one gets in, and until when.
        goes_on: The kinds of records that go on, each with the month since which one does.
        stands_still: The facts given as numbers that time would change.
        grown: Those that grow by a month a month.
        not_told: What some rule asks for and no record tells of from a year on: ``tax`` or ``endorsed``, with the year.
        opening_days: The dates given that are days of one round: in every other its first day stands for them.

    """

    edition: Edition
    applicant_id: str | None
    on: datetime.date
    until: int
    kind: LineAhead
    past: PastLines
    rows: tuple[PlanRow, ...]
    windows: tuple[PlanWindow, ...]
    answer: Answer
    goes_on: tuple[tuple[str, int], ...]
    stands_still: tuple[str, ...]
    grown: tuple[str, ...]
    not_told: tuple[tuple[str, int], ...]
    opening_days: tuple[str, ...]
