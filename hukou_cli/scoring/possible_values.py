"""Possible values of missing facts: their own limits, cut to those of a life, of the round and of the day."""

from collections.abc import Mapping

from hukou_cli.base.calendar import last_of, month_of, months_inclusive
from hukou_cli.facts.types import Value, latest_day
from hukou_cli.policy.edition import WORKING_AGE, Edition
from hukou_cli.policy.round_calendar import Window
from hukou_cli.rules.possible import Possible

BIRTH_DATE = "birth_date"

RETIREMENT_AGE = 63
"""The latest legal retirement age in years, to which an applicant whose birth date is not known may have got."""

OLDEST = 100
"""Years of age that an applicant has at most."""

UNLIMITED = 10**18
"""Upper limit of a number that neither the policy nor life limits: points that grow with it are shown without end."""


def possible_values(name: str, edition: Edition, window: Window, values: Mapping[str, Value], today: int) -> Possible:
    """Return the range or the options that a missing fact may have.

    Months are at most those since the applicant could have begun: since birth for homes and permits, since the working
    age for insurance. An applicant is old enough to work, and for the months that are known.

    Args:
        name: The fact.
        edition: The policy.
        window: The round.
        values: The facts that are known.
        today: ``yyyymmdd``; no date may lie after it.

    """
    fact, (lowest, highest) = edition.facts[name], window.limits[name]
    match fact.type:
        case "choice":
            return frozenset(fact.choices)
        case "date":
            latest = latest_day(fact, highest, today)
            if name == BIRTH_DATE:
                return _birth_dates(max(lowest, _years_before(latest, OLDEST)), latest, edition, window, values)
            opens = window.dates.get("opens", lowest) if fact.of_round else lowest
            return opens, max(opens, latest)
        case "months":
            return lowest, min(highest, _most_months(name, edition, window, values.get(BIRTH_DATE)))
        case "count" if fact.from_age is not None:  # once a year at the most
            return lowest, min(highest, _most_years(name, edition, window, values.get(BIRTH_DATE)))
        case "count" | "yuan" | "number" if fact.max is None and not fact.allowed:
            return lowest, UNLIMITED * fact.den
        case _:
            return lowest, highest


def _birth_dates(
    earliest: int, latest: int, edition: Edition, window: Window, values: Mapping[str, Value]
) -> tuple[int, int]:
    """Return the birth dates of somebody old enough to work, and for the months that are known."""
    days = [_years_before(latest, WORKING_AGE)]
    for name, months in values.items():
        age, until = edition.least_ages.get(name), window.dates.get(edition.facts[name].until)
        if age is not None and until is not None and isinstance(months, int) and months > 0:
            days.append(last_of(month_of(until) + 1 - months - 12 * age))
    return earliest, max(earliest, min(days))


def _most_months(name: str, edition: Edition, window: Window, birth_date: Value | None) -> int:
    """Return the most months that a life has room for."""
    age, until = edition.least_ages.get(name), window.dates.get(edition.facts[name].until)
    if age is None:
        return 12 * (RETIREMENT_AGE - WORKING_AGE)
    if not isinstance(birth_date, int) or until is None:
        return 12 * (RETIREMENT_AGE - age)
    return max(0, months_inclusive(month_of(birth_date) + 12 * age, month_of(until)))


def _most_years(name: str, edition: Edition, window: Window, birth_date: Value | None) -> int:
    """Return the most years, begun ones included, that a life has room for since an age."""
    fact = edition.facts[name]
    age, until = fact.from_age or 0, window.dates.get(fact.until)
    if not isinstance(birth_date, int) or until is None:
        return RETIREMENT_AGE - age
    return max(0, until // 10000 - birth_date // 10000 - age + 1)


def months_of_life(name: str, edition: Edition, window: Window, born: int) -> int | None:
    """Return the months from birth to the day until which a fact counts; None where that is no day of the round.

    Args:
        name: The fact.
        edition: The policy.
        window: The round.
        born: The birth date, ``yyyymmdd``.

    """
    until = window.dates.get(edition.facts[name].until)
    return None if until is None else max(0, months_inclusive(month_of(born), month_of(until)))


def _years_before(day: int, years: int) -> int:
    return day - 10000 * years
