"""Other cities whose records an edition recognises (互认), and what their months count."""

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from hukou_cli.base import calendar
from hukou_cli.base.decimals import from_text
from hukou_cli.policy.edition import Edition


class Layer(msgspec.Struct, frozen=True):
    """Other cities that the policy recognises (互认): their spellings, the months by kind, and what a month counts."""

    names: frozenset[str]
    months: Mapping[str, int]
    factor: tuple[int, int]


def recognised_cities(edition: Edition) -> tuple[Layer, ...]:
    """Return the other cities that an edition recognises, those whose months count most first."""
    layers = []
    for known in sorted(edition.file.recognises, key=lambda known: -Decimal(known.factor)):
        since = calendar.read_month(known.since) if known.since else calendar.FIRST_MONTH
        counted = calendar.month_set(since or calendar.FIRST_MONTH, calendar.LAST_MONTH)
        factor = from_text(str(known.factor))
        assert factor is not None
        layers.append(Layer(edition.spellings.cities_in(known.cities), dict.fromkeys(known.kinds, counted), factor))
    return tuple(layers)
