"""The findings about an unknown round, and the text that lists the known ones."""

from collections.abc import Sequence

from hukou_cli.base.errors import Finding
from hukou_cli.base.redaction import harmless
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.round_calendar import FURTHEST
from hukou_cli.policy.rounds import RoundId


def not_in_force(editions: Sequence[Edition], round_: RoundId, city: str) -> Finding:
    """Return what is said where no edition of a city, named as it was written, is in force for a round."""
    values = {"seen": str(round_), "city": harmless(city), "allowed": rounds_text(editions)}
    values |= editions[0].file.policy.name.gaps("city") if editions else {}
    if any(round_ in edition.calendar.not_held for edition in editions):
        return Finding(code="no-round-held", values=values)
    if not round_.day and any(edition.calendar.takes_days_in(round_.year) for edition in editions):
        return Finding(code="round-needed", values=values)
    periods = sorted({int(period) for edition in editions[:1] for period in edition.file.periods})
    if periods and not round_.period and not round_.day:
        written = [str(RoundId(round_.year, period)) for period in periods]
        return Finding(code="period-needed", values=values | {"allowed": " ".join(written)})
    furthest = editions[0].calendar.latest.year + FURTHEST if editions else round_.year
    code = "round-too-far" if round_.year > furthest else "unknown-round"
    return Finding(code=code, values=values | {"furthest": str(furthest)})


def no_such_round(edition: Edition, round_: RoundId | None, written: int | str) -> Finding:
    """Return what is said where one edition does not cover a round as it was written; None where that is no round."""
    values = {"seen": harmless(written), "city": edition.id, "allowed": rounds_text([edition])}
    values |= edition.file.policy.name.gaps("city")
    return Finding(code="no-round-held" if round_ in edition.calendar.not_held else "unknown-round", values=values)


def rounds_text(editions: Sequence[Edition]) -> str:
    """Write the rounds that editions know: years as spans, ``2018-2020 2022``, then periods, then spans of days.

    An edition that lists no round may be asked for any year from its first on: ``2025 –``.
    """
    known = sorted(
        {round_ for edition in editions if not edition.calendar.is_open_all_year for round_ in edition.calendar.rounds}
    )
    spans: list[list[int]] = []
    for round_ in known:
        if round_.period:
            continue
        if spans and round_.year == spans[-1][1] + 1:
            spans[-1][1] = round_.year
        else:
            spans.append([round_.year, round_.year])
    texts = [str(first) if first == last else f"{first}-{last}" for first, last in spans]
    texts += [str(round_) for round_ in known if round_.period]
    for edition in reversed(editions):
        first, last = edition.file.policy.in_force_from, edition.file.policy.in_force_to
        if edition.calendar.is_open_all_year:
            texts.append(f"{first} – {last or ''}".rstrip())
        elif not edition.calendar.rounds:
            texts.append(f"{first.year} – {last.year if last else ''}".rstrip())
    return " ".join(texts)
