"""Ranking under a quota (落户规模): who is admitted, and what the cut-off (入围分) is.

The definition, on keys at hand: the highest first, the first key deciding before the second. Equal keys share a rank,
as in 1, 2, 2, 4. ``batch`` does the same on tables of any size; a test holds the two equal.
"""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate
from typing import Literal

import msgspec

from hukou_cli.base.decimals import RANK_PLACES, places_of
from hukou_cli.policy.edition import LINES, TOTAL, Edition
from hukou_cli.rules.ast import Condition

Ties = Literal["admit_all", "strict"]
Keys = tuple[Decimal, ...]


def key_den(edition: Edition, name: str) -> int:
    """Return the denominator of a quantity that orders the applicants; the total, groups and lines are points."""
    lines = {name for indicator, _ in edition.indicators for name in (indicator.id, indicator.group)}
    if name in {TOTAL, LINES, *lines}:
        return int(10**edition.file.policy.decimals)
    formula = edition.derived.get(name)
    return edition.facts[name].den if formula is None or isinstance(formula, Condition) else formula.den


def key_places(edition: Edition, name: str) -> int:
    """Return how many decimals a quantity that orders the applicants has."""
    return places_of(key_den(edition, name), RANK_PLACES) or 0


class Ranking(msgspec.Struct, frozen=True):
    """The result of a ranking. ``cutoff`` is the keys of the last place within the quota, None where nobody is ranked.

    ``above`` stand higher, ``tied`` are equal to it. Those tied are admitted all together, beyond the quota if need be;
    where ties are strict and they do not all fit, none of them is.
    """

    ranked: int
    quota: int | None
    cutoff: Keys | None
    above: int
    tied: int
    admitted: int


def ranks(keys: Sequence[Keys]) -> list[int]:
    """Return the rank of each, in the order given.

    >>> ranks([(Decimal("97.13"),), (Decimal("101"),), (Decimal("97.13"),), (Decimal("90"),)])
    [2, 1, 2, 4]
    """
    counts = Counter(keys)
    ordered = sorted(counts, reverse=True)
    first = dict(zip(ordered, accumulate((counts[key] for key in ordered), initial=1), strict=False))
    return [first[key] for key in keys]


def is_admitted(rank: int, tied: int, quota: int | None, ties: Ties) -> bool:
    """Return whether one of a rank, which so many share, is within the quota."""
    if quota is None:
        return True
    return rank <= quota if ties == "admit_all" else rank + tied - 1 <= quota


def rank_under_quota(keys: Sequence[Keys], quota: int | None, ties: Ties = "admit_all") -> Ranking:
    """Rank keys under a quota; without one everybody is admitted.

    >>> scores = [(Decimal(points),) for points in (5, 4, 4, 4)]
    >>> rank_under_quota(scores, 3).admitted, rank_under_quota(scores, 3, "strict").admitted
    (4, 1)
    """
    counts, found = Counter(keys), dict(zip(keys, ranks(keys), strict=True))
    within = [key for key, rank in found.items() if quota is None or rank <= quota]
    if not within:
        return Ranking(len(keys), quota, None, 0, 0, 0)
    last = min(within)
    admitted = sum(counts[key] for key, rank in found.items() if is_admitted(rank, counts[key], quota, ties))
    return Ranking(len(keys), quota, last, found[last] - 1, counts[last], admitted)
