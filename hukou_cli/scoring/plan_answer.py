"""The answer of a plan, read off its rounds: when one gets in, in which stretches of rounds, and which is the last."""

from collections.abc import Callable, Iterator, Sequence

from hukou_cli.base import calendar
from hukou_cli.base.decimals import half_up
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.forecast import ForecastPosition
from hukou_cli.scoring.past_lines import PastLines
from hukou_cli.scoring.plan_result import Answer, PlanRow, PlanWindow
from hukou_cli.scoring.result import Score


def last_round(scores: Sequence[Score]) -> tuple[RoundId | None, tuple[str, ...]]:
    """Return the last round, or day, before conditions that held fail for good, and their ids; None where none does."""
    lasts: dict[str, int] = {}
    for number, check in enumerate((*scores[-1].gates, *scores[-1].vetoes)):
        if check.passed is False:
            truths = [(*score.gates, *score.vetoes)[number].passed for score in scores]
            held = [at for at, passed in enumerate(truths) if passed is not False]
            if held:
                lasts[check.id] = held[-1]
    if not lasts:
        return None, ()
    last = min(lasts.values())
    round_ = _day_before(scores[last + 1].round) if scores[last].round.day else scores[last].round
    return round_, tuple(id_ for id_, at in lasts.items() if at == last)


def up_to(scores: Sequence[Score], last: RoundId | None) -> Sequence[Score]:
    """Leave out what comes after the last round; where nobody may ever apply, the first round says so alone."""
    if all(score.eligible is False for score in scores):
        return scores[:1]
    return scores if last is None else [score for score in scores if score.round <= last]


def windows_of(rows: Sequence[PlanRow], holds: Callable[[PlanRow], bool | None]) -> Iterator[PlanWindow]:
    """Yield the longest stretches of rounds or days of which something certainly holds."""
    first: RoundId | None = None
    before: RoundId | None = None
    for row in rows:
        if holds(row) and first is None:
            first = row.round
        elif not holds(row) and first is not None:
            yield PlanWindow(first, _day_before(row.round) if row.round.day else before)
            first = None
        before = row.round
    if first is not None:
        yield PlanWindow(first, None)


def _day_before(round_: RoundId) -> RoundId:
    day = round_.day
    earlier = day - 1 if day % 100 > 1 else calendar.last_of(calendar.month_of(day) - 1)
    return RoundId(earlier // 10000, day=earlier)


def answer_of(rows: Sequence[PlanRow], past: PastLines) -> Answer:
    """Read off the rows when one gets in, of the rounds in which one may apply."""
    open_ = [row for row in rows if row.score.eligible]
    told = [row for row in open_ if row.standing is not None]

    def first(*standings: ForecastPosition) -> RoundId | None:
        return next((row.round for row in told if row.standing in standings), None)

    settled = [row for row in told if row.line is not None and row.score.total is not None]
    nearest = max(settled, key=lambda row: (row.score.total or 0) - (row.line or 0), default=None)
    return Answer(
        possible=first("below_middle", "above_middle", "above"),
        on_trend=first("above_middle", "above"),
        sure=first("above"),
        nearest=None if nearest is None else nearest.round,
        beyond=next((row.round for row in open_ if _is_beyond(row, past)), None),
    )


def best_round(rows: Sequence[PlanRow]) -> RoundId | None:
    """Return the round for which the last line may rise the most each round, or must fall the least; None without one.

    Rounds in which one may certainly not apply, or is not ranked, are none.
    """
    paced = [row for row in rows if row.score.eligible and row.reached is not False and row.score.may_rise is not None]
    return max(paced, key=lambda row: row.score.may_rise or 0).round if paced else None


def _is_beyond(row: PlanRow, past: PastLines) -> bool:
    """Return whether a total reaches the line that the last rise gives further ahead than anything is forecast."""
    forecast, last, total = past.forecast, row.score.last_line, row.score.total
    if forecast is None or last is None or total is None or last.rounds <= forecast.furthest:
        return False
    return (
        half_up(*total.as_integer_ratio(), row.score.edition.file.policy.decimals)
        >= forecast.last + last.rounds * forecast.rise
    )
