"""The calendar of an edition's rounds: which there are, their dates and limits, and the cut-offs published."""

import datetime
from collections.abc import Iterator
from functools import cached_property
from typing import Literal

import msgspec

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.calendar import (
    FIRST_MONTH,
    LATEST,
    first_of,
    from_date,
    last_of,
    month_of,
    month_set,
    read_day,
    read_month,
)
from hukou_cli.base.errors import Finding
from hukou_cli.facts.types import limits
from hukou_cli.policy import model
from hukou_cli.policy.rounds import PublishedRound, RoundDate, RoundId, day_round

MONTHS = 12

FURTHEST = 50
"""The most years after the last known round that an edition may still be asked for."""


RoundState = Literal["over", "announced", "projected"]
"""Where a round stands: applications are closed; the file lists it; it is to come and the file does not list it."""


class LastLine(msgspec.Struct, frozen=True):
    """The latest line published before a round.

    Attributes:
        published: The round that it is of.
        rounds: How many rounds later the other one is: years, or periods where a year has several.

    """

    published: PublishedRound
    rounds: int


class Window(msgspec.Struct, frozen=True):
    """A round: its id, its dates as ``yyyymmdd``, and the lowest and highest value of each fact in it.

    ``countable`` holds, for each fact that dated records give, the months that can count, as a month set. ``cutoff`` is
    what was published of this round, where that is a cut-off or a line.
    """

    round: RoundId
    dates: dict[str, int]
    limits: dict[str, tuple[int, int]]
    countable: dict[str, int]
    cutoff: PublishedRound | None = None


class RoundCalendar(msgspec.Struct, frozen=True, dict=True, eq=False):
    """The rounds of one policy file. A round is a year, a period of a year, or, open all year, a day of application.

    Attributes:
        file: The policy file.
        is_followed: True if a later edition follows. Where none does, a round after the last day in force can be
            asked for: it is projected by these rules, since no others are known.

    """

    file: model.PolicyFile
    is_followed: bool = False

    @cached_property
    def is_open_all_year(self) -> bool:
        """Whether a round is the day of application."""
        return any(isinstance(day, str) for day in self.file.dates.values())

    @cached_property
    def rounds(self) -> dict[RoundId, PublishedRound]:
        """The rounds known that can be scored, the earliest first."""
        known = {known.id: known for known in self.file.round if known.is_scored}
        return dict(sorted(known.items()))

    @cached_property
    def told(self) -> tuple[PublishedRound, ...]:
        """Every round that the file tells of, the earliest first: also those not held, or of other measures."""
        return tuple(sorted(self.file.round, key=lambda known: known.id))

    @cached_property
    def not_held(self) -> frozenset[RoundId]:
        """The rounds known not to have been held."""
        return frozenset(known.id for known in self.file.round if not known.held)

    @cached_property
    def latest(self) -> RoundId:
        """The last round known; where none is, the first of the edition. Open all year: its last day, if it has one."""
        heading = self.file.policy
        if self.is_open_all_year:
            return day_round(from_date(heading.in_force_to or heading.in_force_from))
        first = RoundId(heading.in_force_from.year, min(map(int, self.file.periods), default=0))
        return max(self.rounds, default=first)

    def default(self, day: int) -> RoundId:
        """Return the round meant where none is named: the one to come by these rules, or else the latest known.

        Args:
            day: ``yyyymmdd``; ``LATEST`` where nobody said: then every round is over.

        """
        return self.coming(day) or self.latest

    def coming(self, day: int) -> RoundId | None:
        """Return the round that can be applied for on a day, or is the next one; None where these rules have none.

        Open all year it is the day itself. Rules that have ended have none to come.

        Args:
            day: ``yyyymmdd``.

        """
        first, last = from_date(self.file.policy.in_force_from), self._last_day
        if self.is_open_all_year:
            return day_round(day) if first <= day <= last else None
        told = (round_ for round_ in self.rounds if not self.is_over(round_, day))
        later = (round_ for round_ in self._later() if day <= last and not self.is_over(round_, day))
        return next(told, None) or next(later, None)

    def is_over(self, round_: RoundId, day: int) -> bool:
        """Return whether nobody can apply for a round any more.

        Where the closing day is not known, the round ends with the last day of its year, or of its part of the year
        where that has several rounds; in its year, too, when its result is known.

        Args:
            round_: The round.
            day: ``yyyymmdd``.

        """
        if round_.day or day == LATEST:
            return day == LATEST
        known = self.rounds.get(round_)
        closes = self.dates(round_).get("closes")
        if known is not None and known.closes is not None:
            closes = read_day(known.closes[:10])
        if closes is not None:
            return closes < day
        is_decided = known is not None and (known.cutoff is not None or known.admitted is not None)
        return last_of(self._first_month_after(round_) - 1) < day or (is_decided and round_.year * 10000 < day)

    def outlasts_rules(self, round_: RoundId) -> bool:
        """Return whether a round that the file does not list begins after the last day in force.

        Where it is not known when applications open, that is with the year, or with its part of the year where that
        has several rounds.
        """
        if round_.day or round_ in self.rounds:
            return round_.day > self._last_day
        parts = max(1, len(self.file.periods))
        opens = first_of(self._first_month_after(round_) - MONTHS // parts)
        return self.dates(round_).get("opens", opens) > self._last_day

    def expired_on(self, round_: RoundId, day: int = LATEST) -> datetime.date | None:
        """Return the last day of rules that do not answer for a round; None where they do.

        Args:
            round_: The round.
            day: The day to judge on, ``yyyymmdd``, where nobody named a round: then none is to come once the rules have
                ended. ``LATEST`` where somebody did: a round of their time is history.

        """
        has_ended = day != LATEST and self._last_day < day
        return self.file.policy.in_force_to if has_ended or self.outlasts_rules(round_) else None

    def _first_month_after(self, round_: RoundId) -> int:
        """Return the month after the year of a round, or after its part of it where a year has several rounds."""
        return round_.year * MONTHS + max(1, round_.period) * MONTHS // max(1, len(self.file.periods))

    def state(self, round_: RoundId, day: int = LATEST) -> "RoundState | None":
        """Return where a round stands on a day; None where that cannot be told, and where a round is a day.

        Args:
            round_: The round.
            day: ``yyyymmdd``; ``LATEST`` where nobody said: then no round is told to be over.

        """
        if round_.day:
            return None
        if day != LATEST and self.is_over(round_, day):
            return "over"
        if round_ in self.rounds:
            return None if day == LATEST else "announced"
        return "projected" if self.rounds else None

    @cached_property
    def _last_day(self) -> int:
        """The last day in force; ``LATEST`` where none is known."""
        end = self.file.policy.in_force_to
        return LATEST if end is None else from_date(end)

    @property
    def _last_covered(self) -> int:
        """The last day of which the rules answer: the last in force, ``LATEST`` where no other rules follow."""
        return self._last_day if self.is_followed else LATEST

    def _later(self) -> Iterator[RoundId]:
        """Yield the rounds of this edition that it does not list, the earliest first."""
        periods = sorted(map(int, self.file.periods)) or [0]
        for year in range(self.latest.year, self.latest.year + FURTHEST + 1):
            for period in periods:
                round_ = RoundId(year, period)
                if round_ not in self.rounds and self.latest <= round_ and self.covers(round_):
                    yield round_

    def window(self, round_: RoundId) -> Window:
        """Return the dates of a round and the limits of every fact in it; they are worked out once."""
        if round_ not in self._windows:
            facts, dates = self.file.facts, self.dates(round_)
            months = {first: month_set(first, month_of(dates["as_of"])) for first in self._counted_from.values()}
            self._windows[round_] = Window(
                round=round_,
                dates=dates,
                limits=self._limits | {name: limits(facts[name], dates) for name in self._limited_by_dates},
                countable={name: months[first] for name, first in self._counted_from.items()},
                cutoff=self.cutoff(round_),
            )
        return self._windows[round_]

    @cached_property
    def _limits(self) -> dict[str, tuple[int, int]]:
        """The limits of every fact in any round."""
        return {name: limits(fact) for name, fact in self.file.facts.items()}

    @cached_property
    def _limited_by_dates(self) -> tuple[str, ...]:
        """The facts whose limits are others in each round."""
        return tuple([name for name, fact in self.file.facts.items() if fact.type == "date" or fact.since])

    @cached_property
    def _counted_from(self) -> dict[str, int]:
        """The first month that can count for each fact of which records are counted."""
        facts = self.file.facts.items()
        counted = [(name, fact.since) for name, fact in facts if fact.count or fact.streak or fact.excluded_by]
        return {name: (read_month(since) if since else None) or FIRST_MONTH for name, since in counted}

    @cached_property
    def _windows(self) -> dict[RoundId, Window]:
        return {}

    def dates(self, round_: RoundId) -> dict[str, int]:
        """Return the dates of a round by name, as ``yyyymmdd``."""
        own = self.rounds[round_].dates if round_ in self.rounds else {}
        dates = self.file.dates | self.file.periods.get(str(round_.period), {}) | own
        return {name: _day(day, round_) for name, day in dates.items()}

    def date_name(self, name: str) -> Bilingual | None:
        """Return what the policy calls one of its dates, where it says so."""
        days = (dates.get(name) for dates in (self.file.dates, *self.file.periods.values()))
        return next((day.name for day in days if isinstance(day, RoundDate) and day.name), None)

    def cutoff(self, round_: RoundId) -> PublishedRound | None:
        """Return what was published of a round, or of the year of a day, where that is a line."""
        known = self.rounds.get(round_) or (self.rounds.get(RoundId(round_.year)) if round_.day else None)
        return None if known is None or known.line is None else known

    def last_line(self, round_: RoundId) -> LastLine | None:
        """Return the latest cut-off, or line, published for a round before this one."""
        known = [published for id_, published in self.rounds.items() if id_ < round_ and published.line is not None]
        return LastLine(known[-1], self._rounds_between(known[-1].id, round_)) if known else None

    def _rounds_between(self, first: RoundId, last: RoundId) -> int:
        """Count the rounds after one, up to and with another, without those that were not held."""
        a_year = max(1, len(self.file.periods))
        skipped = sum(first < round_ <= last for round_ in self.not_held)
        return (last.year - first.year) * a_year + last.period - first.period - skipped

    def takes_days_in(self, year: int) -> bool:
        """Return whether applications are taken all year, by the day, in some of a year."""
        heading = self.file.policy
        return self.is_open_all_year and heading.in_force_from.year <= year <= self._last_covered // 10000

    def covers(self, round_: RoundId) -> bool:
        """Return whether a round is this edition's: one it lists, or one after its last up to the next edition."""
        heading = self.file.policy
        first = from_date(heading.in_force_from)
        end = self._last_covered
        if round_.day and (self.is_open_all_year or self.file.unseen is not None):
            return first <= round_.day <= end
        if round_ in self.not_held:
            return False
        if self.file.unseen is not None:  # nobody is scored; whoever asks for any round is to be told so
            return round_ in self.rounds or first <= round_.year * 10000 + 1231 <= end + 1231
        if not self.has_kind(round_):
            return False
        if round_ in self.rounds or (not self.rounds and round_.year == self.latest.year):
            return True
        return self.latest < round_ and round_.year <= self.latest.year + FURTHEST and round_.year * 10000 <= end

    def has_kind(self, round_: RoundId) -> bool:
        """Return whether a round is of the kind that this edition has: a year, a period, or a day of application."""
        known = {int(period) for period in self.file.periods} or {0}
        return bool(round_.day) == self.is_open_all_year and (bool(round_.day) or round_.period in known)

    def notes_on(self, round_: RoundId, day: int = LATEST) -> tuple[Finding, ...]:
        """Note that a round is over, or that it lies after all that are known, where that is so.

        Args:
            round_: The round.
            day: ``yyyymmdd``; ``LATEST`` where nobody said.

        """
        match self.state(round_, day) if self.rounds else None:
            case "over":
                code = "round-over" if round_ in self.rounds else "round-past"
            case "projected":
                code = "round-ahead"
            case _:
                return ()
        return (
            Finding(
                code=code,
                values={"en": str(round_), "zh": f"{round_.year}年{f'第{round_.period}期' if round_.period else ''}"},
            ),
        )


def _day(day: RoundDate | str, round_: RoundId) -> int:
    """Work a date of ``[dates]`` out, as ``yyyymmdd``."""
    match day:
        case RoundDate():
            return (round_.year + day.year) * 10000 + day.month * 100 + day.day
        case "previous_month_end":
            return last_of(month_of(round_.day) - 1)
        case _:
            return round_.day
