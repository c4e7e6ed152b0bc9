"""Ranking under a quota (落户规模): who is admitted, and what the cut-off (入围分) is.

The highest keys come first, the first key deciding before the second. Equal keys share a rank, as in 1, 2, 2, 4.
``table.ranking`` ranks by this.
"""

from decimal import Decimal
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

    ``below`` of those within the quota lie below the line that was published of their round. Among all applicants of
    the round there are none, so that such a table does not say who is admitted, and ``admitted`` is 0.
    """

    ranked: int
    quota: int | None
    cutoff: Keys | None
    above: int
    tied: int
    admitted: int
    below: int = 0
