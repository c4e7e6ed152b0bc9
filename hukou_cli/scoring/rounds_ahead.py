"""The rounds to come of an edition, and what a total is compared with in each of them."""

import datetime
from decimal import Decimal
from typing import Literal

from hukou_cli.base import calendar
from hukou_cli.base.errors import Finding, InvalidOption, NotFound
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.forecast import PredictionInterval
from hukou_cli.scoring.past_lines import PastLines
from hukou_cli.scoring.plan_days import first_days
from hukou_cli.scoring.score_line import last_line

MOST_YEARS = 30
"""The most years ahead that are looked at."""

LineAhead = Literal["pass_mark", "entry_mark", "fixed", "forecast", "last_known", "none"]
"""What totals ahead are compared with: a mark that the rules fix, or from which on one is ranked; a line that the
caller fixed; one forecast; by how much the last one known may rise; nothing."""


class RoundsAhead:
    """The rounds to come, as seen on a day.

    Args:
        edition: The policy.
        on: The day.
        past: The past lines, and what is forecast from them.
        line: A total to compare with, in place of the forecast of a ranking.

    Attributes:
        kind: What totals are compared with.

    Raises:
        InvalidOption: ``line`` is given where the rules fix what is to be reached.
        NotFound: The rules have ended by that day, or their points were not seen.

    """

    def __init__(self, edition: Edition, on: datetime.date, past: PastLines, line: Decimal | None) -> None:
        edition.require_scorable()
        if line is not None and (not edition.is_scored or edition.passes is not None):
            raise InvalidOption([Finding(code="line-is-fixed", values={"city": edition.id}, place="--line")])
        end = edition.file.policy.in_force_to
        if end is not None and end < on:  # what follows them is not known
            raise NotFound([Finding(code="rules-ended", values={"city": edition.id, "seen": str(end)})])
        self.edition, self.on, self.past, self.fixed = edition, on, past, line
        self.kind: LineAhead = _kind(edition, past, line)

    def require_year(self, year: int | None, place: str) -> None:
        """Raise InvalidOption for a last year that is past, or more than ``MOST_YEARS`` ahead."""
        latest = self.on.year + MOST_YEARS
        if year is not None and not self.on.year <= year <= latest:
            values = {"seen": str(year), "allowed": f"{self.on.year}–{latest}"}
            raise InvalidOption([Finding(code="until-out-of-range", values=values, place=place)])

    def rounds(self, last_year: int) -> list[RoundId]:
        """List the rounds that are not over, whether or not the rules are in force by then.

        Where applications are open all year, they are the first days of the months to come.
        """
        known, day = self.edition.calendar, calendar.from_date(self.on)
        if known.is_open_all_year:
            return first_days(day, last_year)
        periods = sorted(map(int, self.edition.file.periods)) or [0]
        years = range(max(self.on.year - 1, self.edition.file.policy.in_force_from.year), last_year + 1)
        listed = (RoundId(year, period) for year in years for period in periods)
        return [round_ for round_ in listed if round_ not in known.not_held and not known.is_over(round_, day)]

    def band(self, round_: RoundId) -> PredictionInterval | None:
        """Return the forecast of the line of a round."""
        last = last_line(self.edition, round_)
        if self.kind != "forecast" or self.past.forecast is None or last is None:
            return None
        return self.past.forecast.ahead(last.rounds)

    def have_rules_ended(self, round_: RoundId) -> bool:
        """Return whether the rules have ended by a round, which is scored by them all the same."""
        return self.edition.calendar.outlasts_rules(round_)


def _kind(edition: Edition, past: PastLines, line: Decimal | None) -> LineAhead:
    if not edition.is_scored:
        return "none"
    if line is not None:
        return "fixed"
    if edition.passes is not None:
        return "entry_mark" if edition.has_entry_mark else "pass_mark"
    if past.forecast is not None:
        return "forecast"
    return "last_known" if any(known.line is not None for known in edition.calendar.rounds.values()) else "none"
