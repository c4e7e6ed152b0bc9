"""A small scope for formulas: two counts of months, an amount with decimals, a flag, a choice and two dates."""

from collections.abc import Iterable

from hukou_cli.rules.ast import Formula
from hukou_cli.rules.parser import parse
from hukou_cli.rules.possible import Range
from hukou_cli.rules.scope import Symbol

SYMBOLS = {
    "paid": Symbol("paid", "quantity"),
    "lived": Symbol("lived", "quantity"),
    "tax": Symbol("tax", "quantity", den=100),
    "local": Symbol("local", "flag"),
    "degree": Symbol("degree", "choice", options=("none", "bachelor", "master")),
    "born": Symbol("born", "date"),
    "as_of": Symbol("as_of", "date"),
}

RANGES: dict[str, Range] = {
    "paid": (0, 600),
    "lived": (0, 600),
    "tax": (0, 10**8),
    "born": (19000101, 20301231),
    "as_of": (19000101, 20301231),
}


class Scope:
    """Finds the names above."""

    places = 2

    def find(self, name: str) -> Symbol | None:
        return SYMBOLS.get(name)

    def names(self) -> Iterable[str]:
        return SYMBOLS


def formula(text: str) -> Formula:
    """Parse a formula over the names above."""
    return parse(text, Scope())
