"""The lines of past rounds that can be compared, over editions, and what is forecast from them."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from hukou_cli.base.decimals import half_up
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.forecast import FEWEST, Forecast, forecast

NoForecast = Literal["no_line", "too_few", "quota_changed", "refused"]
"""Why there is no forecast: no line of any round is known; fewer than four that can be compared; the quota is another
since; the policy says that its lines tell nothing of later ones."""


class PastLine(msgspec.Struct, frozen=True):
    """The line of a past round, in units of ``10**-places``."""

    round: RoundId
    line: int
    quota: int | None


class PastLines(msgspec.Struct, frozen=True):
    """The lines that can be compared with those of the rounds to come.

    Attributes:
        known: The lines of consecutive rounds under one quota, up to the latest one published, the earliest first.
        forecast: What is forecast from them; None where nothing is.
        why_none: Why nothing is; None where something is.
        quota: The quota announced for a later round, where that is what changed.

    """

    known: tuple[PastLine, ...]
    forecast: Forecast | None
    why_none: NoForecast | None
    quota: int | None = None

    @property
    def points(self) -> tuple[int, ...]:
        """The lines alone, in units of ``10**-places``."""
        return tuple(past.line for past in self.known)


def past_lines(edition: Edition, earlier: Sequence[Edition] = ()) -> PastLines:
    """Return the lines of a ranking that can be compared, and what is forecast from them.

    Args:
        edition: The edition of the rounds to come.
        earlier: Earlier editions of the city, in any order. Of them and of the edition itself the rounds from the
            ``since`` of its ``[line]`` on count; without a ``since``, its own rounds alone.

    """
    run = _comparable(_published(edition, earlier))
    quota = _later_quota(edition, run)
    why: NoForecast | None = None
    if not run:
        why = "no_line"
    elif edition.file.line is not None and not edition.file.line.forecast:
        why = "refused"
    elif quota is not None:
        why = "quota_changed"
    elif len(run) < FEWEST:
        why = "too_few"
    drawn = forecast([past.line for past in run]) if why is None else None
    return PastLines(tuple(run), drawn, why, quota)


def _published(edition: Edition, earlier: Sequence[Edition]) -> list[tuple[PastLine, bool]]:
    """List the published lines of one scale, the earliest first, each with whether it follows that of the round before.

    An earlier edition with another regime, or with other periods of the year, has none of this scale.
    """
    table, places = edition.file.line, edition.file.policy.decimals
    since = 0 if table is None or table.since is None else table.since
    joined = [other for other in earlier if since and _is_of_kind(other, edition)]
    known = {
        id_: told for other in (*joined, edition) if _is_ranking(other) for id_, told in other.calendar.rounds.items()
    }
    a_year = max(1, len(edition.file.periods))
    found: list[tuple[PastLine, bool]] = []
    before = 0
    for id_, told in sorted(known.items()):
        if told.line is not None and told.line_of is None and id_.year >= since:
            number = id_.year * a_year + max(1, id_.period)
            found.append(
                (PastLine(id_, half_up(*told.line.as_integer_ratio(), places), told.quota), number == before + 1)
            )
            before = number
    return found


def _is_ranking(edition: Edition) -> bool:
    """Return whether who gets in is decided by a cut-off of the total alone."""
    return edition.file.policy.regime == "ranking" and edition.passes is None


def _is_of_kind(edition: Edition, other: Edition) -> bool:
    """Return whether two editions have the same regime and the same periods of a year."""
    one, two = edition.file, other.file
    return one.policy.regime == two.policy.regime and one.periods.keys() == two.periods.keys()


def _comparable(published: Sequence[tuple[PastLine, bool]]) -> list[PastLine]:
    """Return the last lines that follow each other without a gap under one quota; one that is not known is the same."""
    run: list[PastLine] = []
    quota: int | None = None
    for past, follows in reversed(published):
        if None not in (quota, past.quota) and past.quota != quota:
            break
        run.insert(0, past)
        quota = quota or past.quota
        if not follows:
            break
    return run


def _later_quota(edition: Edition, run: Sequence[PastLine]) -> int | None:
    """Return the quota of the latest round after the last line, where it is another than the line was set under."""
    if not run:
        return None
    last = run[-1].round
    later = [known.quota for id_, known in edition.calendar.rounds.items() if id_ > last and known.quota is not None]
    before = next((past.quota for past in reversed(run) if past.quota is not None), None)
    return later[-1] if later and before is not None and later[-1] != before else None
