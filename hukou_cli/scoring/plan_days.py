"""The days on which an answer changes, where applications are open all year."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from hukou_cli.base import calendar
from hukou_cli.base.decimals import half_up
from hukou_cli.policy.edition import LINES, Edition
from hukou_cli.policy.rounds import RoundId, day_round
from hukou_cli.rules.ast import names_in
from hukou_cli.rules.intervals import bounds
from hukou_cli.scoring.result import Score

Passes = Callable[[Score], bool | None]
"""Whether a score is enough, as a plan reads it; None where that is open."""


def first_days(day: int, last_year: int) -> list[RoundId]:
    """Return the first day of every month after a day, up to the end of a year, as rounds.

    Args:
        day: ``yyyymmdd``.
        last_year: The last year.

    """
    months = range(calendar.month_of(day) + 1, calendar.month_of(last_year * 10000 + 1201) + 1)
    return [day_round(calendar.first_of(month)) for month in months]


def with_changes_within_months(
    scores: Sequence[Score], passes: Passes, line: int | None, score_on: Callable[[RoundId], Score]
) -> Iterator[Score]:
    """Yield scores of first days of months, and between them those of days on which the answer or a condition turns.

    Nothing can change an answer but the beginning and the end of a month, and the days before, on and after the day of
    the month of a date that the applicant gave: months are complete and birthdays fall on these. They are scored where
    a condition differs between two first days, or the points can cross the line in between.

    Args:
        scores: The scores on consecutive first days.
        passes: Reads whether a score is enough.
        line: The total to be reached, in units of ``10**-places``; None where more than a total decides.
        score_on: Scores a day.

    """
    dated = _days_of_months(scores[0]) if scores else set()
    total = scores[0].edition.total if scores else None
    is_sum = total is None or set(names_in(total)) == {LINES}
    answers = [(passes(score), _truths(score)) for score in scores]
    for (before, answer), (after, other) in pairwise(zip(scores, answers, strict=True)):
        yield before
        if answer == other and not _may_change(before, after, line, is_sum=is_sum):
            continue
        last, known = calendar.last_of(calendar.month_of(before.round.day)), answer
        for number in sorted({number for number in dated if 1 < number <= last % 100} | {last % 100}):
            found = score_on(day_round(last // 100 * 100 + number))
            if (passes(found), _truths(found)) != known:
                known = passes(found), _truths(found)
                yield found
    yield from scores[-1:]


def _days_of_months(score: Score) -> set[int]:
    """Return the days of the month on which something told can begin, end or be complete."""
    given = [value for name, value in score.values.items() if _is_date(score, name) and isinstance(value, int)]
    if score.records is not None:
        for record in score.records.records.spans:
            given += [record.first, record.last, record.begun_by]
        given += [event.day for event in score.records.records.events]
    days = {day % 100 for day in given if day}
    return {day + near for day in days for near in (-1, 0, 1)}


def _is_date(score: Score, name: str) -> bool:
    fact = score.edition.facts.get(name)
    return fact is not None and fact.type == "date"


def _may_change(before: Score, after: Score, line: int | None, *, is_sum: bool) -> bool:
    """Return whether the answer may differ on some day between two first days that have the same.

    ``is_sum`` says whether the total is worked out of the sum of the lines alone.
    """
    if not before.edition.is_scored:
        return False
    changed = [(one, two) for one, two in zip(before.lines, after.lines, strict=True) if one is not two]
    changes = [(two.low - one.low, two.high - one.high) for one, two in changed]
    if line is None or not all(one.points is not None or one.has_limits for one in (*before.lines, *after.lines)):
        return any(low or high for low, high in changes)
    if not is_sum or not changed:
        return not is_sum
    falls, rises = (sum(fold(0, *steps) for steps in changes) for fold in (min, max))
    sums = sum([one.low for one in before.lines]), sum([one.high for one in before.lines])
    return any(_may_cross(line, lines + falls, lines + rises, before.edition) for lines in sums)


def _may_cross(line: int, least: int, most: int, edition: Edition) -> bool:
    """Return whether the total may come to a line, or fall below it, where the sum of the lines lies within limits.

    Args:
        line: The total to be reached, in units of ``10**-places``.
        least: The lowest sum of the lines, in the same units.
        most: The highest.
        edition: The policy, whose total is worked out of that sum.

    """
    if edition.total is not None:
        limits = bounds(edition.total, {LINES: (least, most)})
        least, most = (half_up(limit, edition.total.den, edition.file.policy.decimals) for limit in limits)
    return least < line <= most


def _truths(score: Score) -> list[bool | None]:
    """Return whether each condition, and each need of a route, holds."""
    checks = (*score.gates, *score.vetoes, *(need for route in score.route_checks for need in route.needs))
    return [check.passed for check in checks]
