"""Invented people to try rules on: rows of facts within their limits, which satisfy the constraints of an edition.

Each fact is drawn by itself and evenly, so that the rows say how rules work and nothing of real applicants. Three
things keep them near to people who apply: nobody has more months than there are since the 22nd birthday; most meet what
the conditions ask; most have the default of what has one, as no penalties. The same seed gives the same people.
"""

from collections.abc import Iterator, Mapping, Sequence
from random import Random

from hukou_cli.base.bilingual import pick
from hukou_cli.base.calendar import EARLIEST
from hukou_cli.facts.types import LARGEST, Fact, Value
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.round_calendar import Window
from hukou_cli.rules import ast
from hukou_cli.scoring.possible_values import BIRTH_DATE
from hukou_cli.table.columns import column_labels, facts_asked
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

ADULT, YOUNGEST, OLDEST = 22, 24, 55
"""The years of age from which months are lived, and of the youngest and the oldest."""

USUAL: Mapping[str, tuple[int, int]] = {
    "flag": (19, 20), "count": (9, 10), "choice": (4, 5), "number": (4, 5), "months": (1, 2), "yuan": (1, 2)
}  # fmt: skip
"""How many of how many have the default of a fact, or the usual answer to yes or no, by its type."""

MEETS = (9, 10)
"""How many of how many have as much as a condition asks."""

MOST: Mapping[str, int] = {"count": 3, "number": 100, "yuan": 300_000}
"""The largest count, number and amount that is drawn, where no limit is smaller."""

THOUSAND = 1000
"""Amounts are drawn in so many yuan."""

TRIES = 1000
"""How often a person is drawn anew who contradicts a constraint."""


class Inventor:
    """Draws people for an edition in a round.

    Args:
        edition: The rules.
        window: The round.
        seed: The same seed draws the same people.

    """

    def __init__(self, edition: Edition, window: Window, seed: int) -> None:
        self._edition, self._window, self._random = edition, window, Random(seed)  # noqa: S311 - nothing secret
        asked = [name for name in facts_asked(edition, window.limits) if name in edition.used]
        self._limits = {name: window.limits[name] for name in asked}
        wholes = _wholes(edition)
        self._wholes = {name: [whole for whole in wholes.get(name, ()) if whole in asked] for name in asked}
        self.facts: tuple[str, ...] = tuple(asked)
        """The facts that are drawn."""
        self._order = _wholes_first(asked, self._wholes)
        self._usual, self._least = _conditions(edition)
        reference = edition.file.reference
        told = {} if reference is None else reference.facts
        self._usual = {**self._usual, **{name: value for name, value in told.items() if isinstance(value, bool)}}
        pairs = zip(edition.constraints, edition.evaluators.constraints, strict=True)
        self._checks = [holds for (_, formula), holds in pairs if _part_and_whole(formula) is None]

    def header(self, language: Language) -> list[str]:
        """Return the headings: that of the id, then the facts by their labels."""
        return column_labels(self._edition, self.facts, language)

    def rows(self, people: int, language: Language) -> Iterator[list[str]]:
        """Yield so many people, each with an id and the facts as one would write them."""
        facts, width = self._edition.facts, len(str(people))
        words = {name: _words(facts[name], language) for name in self.facts}
        for number in range(1, people + 1):
            drawn = self._person()
            yield [
                f"P{number:0{width}}",
                *(words[name].get(value) or facts[name].text(value) for name, value in drawn.items()),
            ]

    def _person(self) -> dict[str, Value]:
        """Draw one person who contradicts nothing."""
        for _ in range(TRIES):
            drawn = self._facts()
            values = {**self._window.dates, **drawn}
            if all(holds(values).value for holds in self._checks):
                break
        return {name: drawn[name] for name in self.facts}

    def _facts(self) -> dict[str, Value]:
        draw = self._random
        age = draw.randrange(12 * YOUNGEST, 12 * OLDEST)
        lived = age - 12 * ADULT
        drawn: dict[str, Value] = {}
        for name in self._order:
            fact, (low, high) = self._edition.facts[name], self._limits[name]
            if fact.type == "date":
                months = age if name == BIRTH_DATE else draw.randrange(lived + 1)
                drawn[name] = max(self._day(months), EARLIEST)
                drawn[name] = min(drawn[name], high)
                continue
            if fact.type == "months":
                high = min(high, lived)
            parts = [whole for each in self._wholes[name] if isinstance(whole := drawn[each], int)]
            drawn[name] = self._value(name, fact, low, max(low, min((high, *parts))))
        return drawn

    def _day(self, months: int) -> int:
        """Draw a day so many months before the last day of the year before the round."""
        month = 12 * self._window.round.year - 1 - months
        return month // 12 * 10000 + (month % 12 + 1) * 100 + self._random.randrange(1, 29)

    def _value(self, name: str, fact: Fact, low: int, high: int) -> Value:
        """Draw a value other than a date within its limits."""
        draw, is_usual = self._random, self._is(USUAL[fact.type])
        if fact.type == "flag":
            usual = fact.default if isinstance(fact.default, bool) else self._usual.get(name)
            return draw.randrange(2) == 0 if usual is None else usual == is_usual
        if fact.type == "choice":
            return fact.default if isinstance(fact.default, str) and is_usual else draw.choice(tuple(fact.choices))
        if fact.default is not None and is_usual:
            return min(high, int(fact.default) * fact.den)
        if fact.allowed:
            return int(draw.choice(fact.allowed) * fact.den)
        most = min(high, MOST.get(fact.type, LARGEST["months"]) * fact.den)
        step = THOUSAND * fact.den if fact.type == "yuan" else 1
        least = self._least.get(name, low)
        if low < least <= most and self._is(MEETS):
            low = least
        return low + step * draw.randrange(max(0, most - low) // step + 1)

    def _is(self, chance: tuple[int, int]) -> bool:
        return self._random.randrange(chance[1]) < chance[0]


def _words(fact: Fact, language: Language) -> dict[Value, str]:
    """Return what the values of a choice or a flag are called; an option by its id where another is called alike."""
    if fact.type == "flag":
        return {True: say("yes", language), False: say("no", language)}
    names = {option: pick(name, language) for option, name in fact.choices.items()}
    return {option: name for option, name in names.items() if list(names.values()).count(name) == 1}


def _part_and_whole(formula: ast.Condition) -> tuple[str, str] | None:
    """Return two facts of which one is never more than the other, where a constraint says just that."""
    if not isinstance(formula, ast.Compare) or formula.operator not in ("<=", ">="):
        return None
    sides = (formula.left, formula.right) if formula.operator == "<=" else (formula.right, formula.left)
    part, whole = sides
    if isinstance(part, ast.Name) and isinstance(whole, ast.Name) and part.den == whole.den:
        return part.id, whole.id
    return None


def _wholes(edition: Edition) -> dict[str, list[str]]:
    """Return for each fact those that it is a part of."""
    found: dict[str, list[str]] = {}
    for _, formula in edition.constraints:
        pair = _part_and_whole(formula)
        if pair is not None and set(pair) <= edition.facts.keys():
            found.setdefault(pair[0], []).append(pair[1])
    return found


def _wholes_first(names: Sequence[str], wholes: Mapping[str, Sequence[str]]) -> list[str]:
    """Return names in an order in which each stands behind what it is a part of."""
    found: dict[str, None] = {}

    def add(name: str) -> None:
        for whole in wholes[name]:
            if whole not in found and whole != name:
                add(whole)
        found[name] = None

    for name in names:
        add(name)
    return list(found)


def _conditions(edition: Edition) -> tuple[dict[str, bool], dict[str, int]]:
    """Return the answers to yes or no that the conditions ask for, and the least of each number that they ask for."""
    flags: dict[str, bool] = {}
    least: dict[str, int] = {}
    for formula, wanted in (
        *((gate, True) for _, gate in edition.gates),
        *((veto, False) for _, veto in edition.vetoes),
    ):
        for part in formula.conditions if isinstance(formula, ast.AllOf) and wanted else (formula,):
            match part:
                case ast.Flag(id=name):
                    flags[name] = wanted
                case ast.Not(condition=ast.Flag(id=name)):
                    flags[name] = not wanted
                case ast.Compare(operator=">=", left=ast.Name(id=name, den=den), right=ast.Number() as number) if (
                    wanted
                ):
                    least[name] = -(-number.value * den // number.den)
                case _:
                    pass
    return flags, least
