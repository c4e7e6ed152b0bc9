"""The names that a formula may use, and how a formula sees them."""

from collections.abc import Iterable
from typing import Literal, Protocol

import msgspec

from hukou_cli.facts.types import Fact
from hukou_cli.rules.ast import Condition, Formula


class Symbol(msgspec.Struct, frozen=True):
    """A name as the parser sees it. ``options`` are those of a choice."""

    id: str
    kind: Literal["quantity", "date", "flag", "choice"]
    den: int = 1
    options: tuple[str, ...] = ()


class Scope(Protocol):
    """The symbol table of a formula, and the number of places of its points."""

    @property
    def places(self) -> int:
        """The decimal places that ``round(x)`` rounds to: those of a line."""

    def find(self, name: str) -> Symbol | None:
        """Return the symbol of a name, None where there is no such name."""

    def names(self) -> Iterable[str]:
        """List all names, for the nearest match of a misspelt one."""


def of_fact(fact_id: str, fact: Fact) -> Symbol:
    """Return the symbol of a declared fact."""
    match fact.type:
        case "flag" | "date":
            return Symbol(fact_id, fact.type)
        case "choice":
            return Symbol(fact_id, "choice", options=tuple(fact.choices))
        case "months" | "count" | "yuan" | "number":
            return Symbol(fact_id, "quantity", den=fact.den)


def of_formula(name: str, formula: Formula) -> Symbol:
    """Return the symbol of a derived quantity or condition."""
    if isinstance(formula, Condition):
        return Symbol(name, "flag")
    return Symbol(name, "quantity", den=formula.den)
