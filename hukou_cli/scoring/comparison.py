"""One applicant under many cities' policies: where no points are needed, how far from the line, what is missing."""

import contextlib
import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

import msgspec

from hukou_cli.applicant.document import Applicant
from hukou_cli.base.calendar import from_date
from hukou_cli.base.errors import Finding, HukouError, InvalidApplicant, NotFound
from hukou_cli.base.folding import fold_city_name
from hukou_cli.policy.catalog import Catalog
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.endings import Ending, endings
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.result import Score
from hukou_cli.scoring.score import score_on

Group = Literal["no_points", "points", "missing", "service", "not_scored"]
"""Where a city stands: no points are needed; points decide; missing facts decide; the points are not for hukou; there
is no score at all."""

GROUPS: tuple[Group, ...] = ("no_points", "points", "missing", "service", "not_scored")

_PER_CITY = {"nothing-known", "not-scored", "constraint", "no-combination", "unknown-round", "no-round-held"}
"""Codes of findings that concern one city alone; any other is a fault of the applicant's file."""


class Standing(msgspec.Struct, frozen=True):
    """The result of an applicant in one city: the score, or why there is none.

    ``is_own`` is true of a city in which the applicant has records, or of which facts were given straight.
    """

    edition: Edition
    score: Score | None
    refused: tuple[Finding, ...] = ()
    endings: tuple[Ending, ...] = ()
    is_own: bool = False

    @property
    def asks(self) -> tuple[str, ...]:
        """The facts of which at least one must be given, where nothing that the city asks for is known."""
        known = [finding for finding in self.refused if finding.code == "nothing-known"]
        return tuple(known[0].values["allowed"].split()) if known else ()

    @property
    def group(self) -> Group:
        """The group of the city in a comparison."""
        if self.score is None:
            return "missing" if self.asks else "not_scored"
        if self.score.is_open:
            return "missing"
        if self.edition.file.policy.purpose == "service":
            return "service"
        return "points" if self.edition.is_scored else "no_points"

    @property
    def order(self) -> tuple[object, ...]:
        """The sort key of the city: its group; who may settle; where the applicant has been; how near; the id.

        Near is, by points, the distance to the line or to the last one, where there is one; where facts are missing,
        how few they are.
        """
        score = self.score
        settles = score is not None and score.passed
        far: tuple[object, ...] = ()
        if self.group == "missing":
            far = (score is None, len(self.asks if score is None else score.decided_by))
        elif score is not None:
            distance = self._distance(score)
            far = (distance is None, 0 if distance is None else -distance)
        return GROUPS.index(self.group), not settles, not self.is_own, *far, self.edition.id

    def _distance(self, score: Score) -> Decimal | None:
        """Return the lowest distance of the total to the line, or to the last one; None where none is known."""
        if score.distance_range is not None:
            return score.distance_range[0]
        line = None if score.last_line is None else score.last_line.published.line
        return None if line is None else score.compared_range[0] - line


def compare(
    applicant: Applicant,
    editions: Iterable[Edition],
    today: datetime.date,
    *,
    on: datetime.date | None = None,
    round_: RoundId | None = None,
) -> list[Standing]:
    """Score an applicant under each edition, and order the cities.

    A fact that stands straight in the file counts for its own city alone; records carry their city.

    Args:
        applicant: The applicant.
        editions: One of each city.
        today: Dates after it are refused.
        on: The day to judge on (default: ``today``): a city is scored in the round to come, or on the day itself where
            applications are open all year.
        round_: The round, for the cities that have rounds of this kind.

    Raises:
        InvalidApplicant: With everything that is wrong with the applicant's file.

    """
    if applicant.plain and applicant.city is None:
        raise InvalidApplicant([Finding(code="facts-of-no-city", file=applicant.file, place="facts")])
    standings: list[Standing] = []
    wrong: dict[tuple[str, str], Finding] = {}
    for edition in editions:
        try:
            asked = str(round_) if round_ is not None and edition.calendar.has_kind(round_) else None
            found = score_on(applicant, edition, asked, today=today, on=on)
            standings.append(Standing(edition, found, (), found.endings, is_own=_is_own(edition, applicant)))
        except HukouError as error:
            for finding in error.findings:
                if finding.code not in _PER_CITY:
                    wrong.setdefault((finding.place, finding.code), finding)
            ended = endings(edition.file, on or today)
            standings.append(Standing(edition, None, error.findings, ended, is_own=_is_own(edition, applicant)))
    if wrong:
        raise InvalidApplicant(sorted(wrong.values(), key=lambda finding: finding.line))
    return sorted(standings, key=lambda standing: standing.order)


def _is_own(edition: Edition, applicant: Applicant) -> bool:
    """Return whether the applicant has records in the city, or gave facts of it."""
    told = {*applicant.facts, *(applicant.records.cities() if applicant.records else ())}
    told |= {applicant.city} if applicant.city and applicant.plain else set()
    heading = edition.file.policy
    return not {fold_city_name(name) for name in told}.isdisjoint({*edition.spellings.city, heading.folder})


def editions_for(
    catalog: Catalog, cities: Iterable[str] | None, on: datetime.date, round_: RoundId | None = None
) -> list[Edition]:
    """Return the edition of each city: that of a round, where one has it, else that by which one applies on a day.

    Args:
        catalog: The policies.
        cities: The ids of the cities; None for all that have rules on the day, or for the round.
        on: The day.
        round_: The round.

    Raises:
        NotFound: No city has such a round, or one that is named has no rules of that day.

    """
    editions = []
    for city in catalog.cities() if cities is None else cities:
        try:
            editions.append(_edition_for(catalog, city, on, round_))
        except NotFound:
            if cities is not None:
                raise
    if round_ is not None and not any(edition.calendar.covers(round_) for edition in editions):
        raise NotFound([Finding(code="round-of-no-city", values={"seen": str(round_)})])
    return editions if cities is not None else in_force(editions, on, round_)


def _edition_for(catalog: Catalog, city: str, on: datetime.date, round_: RoundId | None) -> Edition:
    if round_ is not None:
        with contextlib.suppress(NotFound):
            return catalog.find(city, round_)
    return catalog.find_on(city, from_date(on))


def in_force(editions: Iterable[Edition], on: datetime.date, round_: RoundId | None = None) -> list[Edition]:
    """Leave out the editions that have ended by a day, but those of a round that is asked for."""
    day = from_date(on)
    return [
        edition
        for edition in editions
        if edition.file.policy.in_force_to is None
        or from_date(edition.file.policy.in_force_to) >= day
        or (round_ is not None and edition.calendar.covers(round_))
    ]
