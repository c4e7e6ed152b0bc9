"""Plan ahead: every round to come scored exactly, beside a line that is fixed, forecast, or not known.

A round ahead is scored as ``score`` scores it: records without an end go on to its counting day, and what was given as
a number stands still. Nothing is foreseen but the line, and that only where past lines allow it.
"""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

import msgspec

from hukou_cli.applicant.document import Applicant
from hukou_cli.base import calendar
from hukou_cli.base.decimals import half_up, to_decimal
from hukou_cli.base.errors import Finding, NotFound
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.endings import as_known_on
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.changes import LineChange, Turn, line_changes, turns
from hukou_cli.scoring.forecast import ForecastPosition, PredictionInterval
from hukou_cli.scoring.growth import Growth, growth_of
from hukou_cli.scoring.past_lines import PastLines, past_lines
from hukou_cli.scoring.plan_answer import answer_of, best_round, last_round, up_to, windows_of
from hukou_cli.scoring.plan_basis import goes_on, not_told, round_days, stands_still
from hukou_cli.scoring.plan_days import with_changes_within_months
from hukou_cli.scoring.plan_result import Answer, Plan, PlanRow, PlanWindow
from hukou_cli.scoring.result import Score
from hukou_cli.scoring.round_by_round import RoundByRound
from hukou_cli.scoring.rounds_ahead import MOST_YEARS, LineAhead, RoundsAhead


def plan(  # noqa: PLR0913 - what a plan depends on
    applicant: Applicant,
    policy: Edition,
    until: int | None = None,
    *,
    today: datetime.date,
    on: datetime.date | None = None,
    earlier: Sequence[Edition] = (),
    line: Decimal | None = None,
    grow: Sequence[str] = (),
) -> Plan:
    """Score every round to come, or the first day of every month and the days between on which the answer changes.

    Args:
        applicant: A loaded file.
        policy: The edition; also rounds after its end are scored by it, and marked.
        until: The last year; by default that of the last round before a condition ends, at most ``MOST_YEARS`` on.
        today: Dates after it are refused unless planned.
        on: The day to judge on (default: ``today``): rounds over by then are left out, and of others no cut-off is
            known.
        earlier: Earlier editions of the city, whose lines are joined where ``[line]`` says so.
        line: A total to plan against, in place of the forecast of a ranking.
        grow: The facts given as months that grow by a month a month, or ``all`` of those that can.

    Raises:
        InvalidApplicant: With everything that is wrong with the applicant.
        InvalidOption: ``until`` is past or too far ahead; ``line`` is given where the rules fix what is to be reached;
            a fact of ``grow`` cannot grow.
        NotFound: The rules have ended by that day, their points were not seen, or there is no round to come.

    """
    day = calendar.from_date(on or today)
    if on is not None:
        policy, earlier = as_known_on(policy, day), [as_known_on(edition, day) for edition in earlier]
    growth = growth_of(applicant, policy, grow, day) if grow else None
    return _Planner(applicant, policy, on or today, past_lines(policy, earlier), line, growth).plan(until, today)


class _Planner:
    """The applicant, the edition, the day and the line of one plan, by which its rounds are scored and compared."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a plan depends on
        self,
        applicant: Applicant,
        edition: Edition,
        on: datetime.date,
        past: PastLines,
        line: Decimal | None,
        growth: Growth | None,
    ) -> None:
        self.ahead = RoundsAhead(edition, on, past, line)
        self.growth, self.days = growth, round_days(applicant, edition)
        self.applicant, self.edition, self.on, self.past = applicant, edition, on, past
        self.places = edition.file.policy.decimals
        self.fixed, self.kind = line, self.ahead.kind
        self.rounds = RoundByRound(edition, self.applicant_in)

    def plan(self, until: int | None, today: datetime.date) -> Plan:
        """Score the rounds, cut them where a condition ends or at a year, and read the answer off them."""
        scores = self.scores(until, today)
        last, ended_by = last_round(scores)
        rows = self.rows(up_to(scores, last))
        shown = [row for row in rows if until is None or row.round.year <= until]
        grown = () if self.growth is None else tuple(self.growth.months)
        still = stands_still(self.applicant, self.edition)
        answer = answer_of(shown, self.past) if self.kind == "forecast" else Answer()
        return Plan(
            edition=self.edition,
            applicant_id=self.applicant.id,
            on=self.on,
            until=until or (scores if last is None else rows)[-1].round.year,
            kind=self.kind,
            past=self.past,
            rows=tuple(shown),
            windows=self.windows(scores),
            answer=msgspec.structs.replace(answer, best=self.best(shown), last=last, ended_by=ended_by),
            goes_on=goes_on(scores[0]),
            stands_still=tuple(name for name in still if name not in grown),
            grown=grown,
            not_told=not_told(scores[0]),
            opening_days=tuple(self.days.days),
        )

    def scores(self, until: int | None, today: datetime.date) -> list[Score]:
        """Score the rounds of ``MOST_YEARS``; day by day only those up to a year. The first is checked against today.

        Which round is the last is known only when those after it are scored.
        """
        self.ahead.require_year(until, "--until")
        latest = self.on.year + MOST_YEARS
        is_open = self.edition.calendar.is_open_all_year
        rounds = self.ahead.rounds(until if is_open and until is not None else latest)
        if not rounds or (until is not None and rounds[0].year > until):
            values = {"city": self.edition.id, "seen": str(until or latest)}
            raise NotFound([Finding(code="no-round-ahead", values=values)])
        self.rounds.score(rounds[0], calendar.from_date(today))
        scores = [self.rounds.score(round_) for round_ in rounds]
        if not is_open:
            return scores
        mark = self.fixed if self.kind == "fixed" else self.edition.pass_mark
        line = None if mark is None else half_up(*mark.as_integer_ratio(), self.places)
        return list(with_changes_within_months(scores, self.passes, line, self.rounds.score))

    def applicant_in(self, round_: RoundId) -> Applicant:
        """Return the applicant as of a round: months that grow, and days of one round moved to it."""
        applicant = self.applicant if self.growth is None else self.growth.applicant_in(round_)
        return self.days.applicant_in(applicant, round_)

    def rows(self, scores: Sequence[Score], *, with_changes: bool = True) -> tuple[PlanRow, ...]:
        """Set each score beside the line of its round."""
        if not with_changes:
            return tuple(map(self.row, scores))
        changes = [(), *line_changes(scores)]
        turned = [(), *(turns(before, after) for before, after in pairwise(scores))]
        return tuple(map(self.row, scores, changes, turned))

    def row(self, score: Score, changes: tuple[LineChange, ...] = (), turned: tuple[Turn, ...] = ()) -> PlanRow:
        """Set a score beside the line of its round."""
        band = self.ahead.band(score.round)
        return PlanRow(
            score=score,
            is_announced=score.round in self.edition.calendar.rounds,
            rules_ended=self.ahead.have_rules_ended(score.round),
            line=self.line(score) if band is None else to_decimal(band.middle, self.places),
            band=None if band is None else (to_decimal(band.low, self.places), to_decimal(band.high, self.places)),
            standing=None if band is None else self.standing(score, band),
            reached=self.reached(score),
            passes=self.passes(score),
            changes=changes,
            turns=turned,
        )

    def line(self, score: Score) -> Decimal | None:
        """Return the total that is fixed for a round."""
        if self.kind == "entry_mark":
            return score.entry_mark
        return self.fixed if self.kind == "fixed" else score.line

    def standing(self, score: Score, band: PredictionInterval) -> ForecastPosition | None:
        """Return where a total stands to a band; None where its limits stand differently."""
        low, high = (_stands(total, band, self.places) for total in score.total_range)
        return low if low == high else None

    def reached(self, score: Score) -> bool | None:
        """Return whether a fixed line is reached."""
        if self.kind == "entry_mark":
            return score.enters_ranking
        if self.kind != "fixed" or self.fixed is None:
            return score.reached
        low, high = (total >= self.fixed for total in score.total_range)
        return low if low == high else None

    def passes(self, score: Score) -> bool | None:
        """Return whether a score would be enough; None where that is open."""
        if score.eligible is False or not self.edition.is_scored:
            return score.eligible
        band = self.ahead.band(score.round)
        if band is not None:
            stands = self.standing(score, band)
            enough = None if stands is None else stands in ("above_middle", "above")
        else:
            enough = self.reached(score)
        if self.kind == "entry_mark" and enough:
            return None
        return False if enough is False else enough and score.eligible

    def best(self, rows: Sequence[PlanRow]) -> RoundId | None:
        """Return the best round, where a cut-off decides who gets in."""
        return None if self.kind in ("pass_mark", "fixed") else best_round(rows)

    def windows(self, scores: Sequence[Score]) -> tuple[PlanWindow, ...]:
        """Return when it is enough, where a line is fixed or conditions alone decide."""
        if self.kind not in _FIXED:
            return ()
        return tuple(windows_of(self.rows(scores, with_changes=False), self.is_window))

    def is_window(self, row: PlanRow) -> bool | None:
        """Return whether a row belongs to a window: it is enough, or one is ranked."""
        return row.reached and row.score.eligible if self.kind == "entry_mark" else row.passes


_FIXED: tuple[LineAhead, ...] = ("pass_mark", "entry_mark", "fixed", "none")
"""The kinds of plans that have windows; where there is no line, only conditions without points have some."""


def _stands(total: Decimal, band: PredictionInterval, places: int) -> ForecastPosition:
    if not total.is_finite():
        return "above" if total > 0 else "below"
    return band.position(half_up(*total.as_integer_ratio(), places))
