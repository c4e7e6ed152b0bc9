"""One applicant under many cities' policies: where no points are needed, how far from the line, what is missing."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

import msgspec

from hukou_cli.applicant.document import Applicant
from hukou_cli.base.calendar import from_date
from hukou_cli.base.errors import Finding, HukouError, InvalidApplicant
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.endings import Ending, endings
from hukou_cli.scoring.result import Score
from hukou_cli.scoring.score import score

Group = Literal["no_points", "points", "missing", "service", "not_scored"]
"""Where a city stands: no points are needed; points decide; missing facts decide; the points are not for hukou; there
is no score at all."""

GROUPS: tuple[Group, ...] = ("no_points", "points", "missing", "service", "not_scored")

_PER_CITY = {"nothing-known", "not-scored", "constraint", "no-combination"}
"""What speaks of one city alone. Anything else that is wrong is wrong with the applicant's file."""


class Standing(msgspec.Struct, frozen=True):
    """The result of an applicant in one city: the score, or why there is none."""

    edition: Edition
    score: Score | None
    refused: tuple[Finding, ...] = ()
    endings: tuple[Ending, ...] = ()

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
    def order(self) -> tuple[int, int, Decimal, str]:
        """The sort key of the city: its group, who may settle, the distance to the line, or to the last one, the id."""
        distance = Decimal(0)
        if self.score is not None and self.score.distance_range is not None:
            distance = self.score.distance_range[0]
        elif self.score is not None and self.score.last_line is not None:
            distance = self.score.total_range[0] - (self.score.last_line.published.line or 0)
        settles = self.score is not None and self.score.passed
        return GROUPS.index(self.group), 0 if settles else 1, -distance, self.edition.id


def compare(applicant: Applicant, editions: Iterable[Edition], today: datetime.date) -> list[Standing]:
    """Score an applicant under each edition, in its latest round or today, and order the cities.

    A fact that stands straight in the file counts for its own city alone; records carry their city.

    Raises InvalidApplicant with everything that is wrong with the applicant's file.
    """
    if applicant.plain and applicant.city is None:
        raise InvalidApplicant([Finding(code="facts-of-no-city", file=applicant.file, place="facts")])
    standings: list[Standing] = []
    wrong: dict[tuple[str, str], Finding] = {}
    for edition in editions:
        try:
            found = score(applicant, edition, today=today)
            standings.append(Standing(edition, found, endings=found.endings))
        except HukouError as error:
            for finding in error.findings:
                if finding.code not in _PER_CITY:
                    wrong.setdefault((finding.place, finding.code), finding)
            standings.append(Standing(edition, None, error.findings, endings(edition.file, today)))
    if wrong:
        raise InvalidApplicant(sorted(wrong.values(), key=lambda finding: finding.line))
    return sorted(standings, key=lambda standing: standing.order)


def in_force(editions: Iterable[Edition], today: datetime.date) -> list[Edition]:
    """Leave out the editions that have ended."""
    day = from_date(today)
    return [
        edition
        for edition in editions
        if edition.file.policy.in_force_to is None or from_date(edition.file.policy.in_force_to) >= day
    ]
