"""What the defaults of a result are worth: what it would be if one of them were not so."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

import msgspec
from msgspec.structs import replace

from hukou_cli.base.calendar import LATEST
from hukou_cli.base.decimals import half_up, to_decimal
from hukou_cli.facts.types import Value
from hukou_cli.policy.edition import Edition
from hukou_cli.rules.evaluator import Step
from hukou_cli.rules.possible import UNDECIDED
from hukou_cli.scoring.calculation import Calculation, Steps, calculate, settled
from hukou_cli.scoring.inputs import Inputs
from hukou_cli.scoring.possible_values import UNLIMITED, possible_values
from hukou_cli.scoring.result import Score


class Default(msgspec.Struct, frozen=True, gc=False):
    """A fact that stands at its default, and what the result would be if it were not so.

    Attributes:
        fact: The fact.
        points: What another value would change of the total at worst, or at best where none takes points; for a count
            one more. None where that is open, or where nothing limits the fact.
        bars: Whether another value bars from applying.

    """

    fact: str
    points: Decimal | None
    bars: bool

    @property
    def is_harmful(self) -> bool:
        """True if another value takes points or bars from applying."""
        return self.bars or (self.points is not None and self.points < 0)


def defaults_of(result: Score) -> tuple[Default, ...]:
    """Return what each default of a score is worth: those that bar from applying first, then the worst.

    The other values of a default are put in its place one at a time, all else as it is: the other options, for a count
    one more, for months and amounts the most that there may be. It takes several times as long as the score itself.

    Args:
        result: The score.

    """
    if not result.assumed:
        return ()
    changes = _Changes(result)
    return tuple(sorted(map(changes.worth, result.assumed), key=_harm))


def _harm(default: Default) -> tuple[bool, bool, Decimal]:
    return not default.bars, default.points is None, default.points or Decimal(0)


class _Changes:
    """A score calculated again with one default changed."""

    def __init__(self, result: Score) -> None:
        self.edition = result.edition
        self.window = self.edition.calendar.window(result.round)
        known = {name: result.values[name] for name in self.edition.facts if name in result.values}
        self.inputs = Inputs(known, result.assumed, dict.fromkeys(result.unknown, UNDECIDED))
        self.found = calculate(self.edition, self.inputs, self.window)
        named = self.edition.names_of_rules.constraints
        self.constraints = [*zip(named, self.edition.evaluators.constraints, strict=True)]
        self.total = None if self.inputs.missing else settled(self.edition, self.found, self.window).total[0]

    def worth(self, name: str) -> Default:
        """Return the worst that another value of a default does; where none takes points, the best."""
        points: list[Decimal] = []
        bars = False
        for value in self.other_values(name):
            values = {**self.inputs.values, name: value}
            other = calculate(self.edition, replace(self.inputs, values=values), self.window, self.found)
            bars = bars or _bars(self.found, other, self.edition)
            change = self.change(name, other)
            if change is not None:
                points.append(change)
        worst = min(points, default=None)
        return Default(name, worst if worst is None or worst < 0 else max(points), bars)

    def other_values(self, name: str) -> Iterator[Value]:
        """Yield what else a default may be beside the other facts; nothing of an amount that nothing limits."""
        fact, value = self.edition.facts[name], self.inputs.values[name]
        others: Iterable[Value]
        if isinstance(value, bool):
            others = (not value,)
        elif isinstance(value, str):
            others = (option for option in fact.choices if option != value)
        elif fact.type == "count":
            others = (value + fact.den,)
        else:
            others = self.extremes(name, value)
        yield from (other for other in others if self.goes_with(name, other))

    def extremes(self, name: str, value: int) -> Iterator[int]:
        """Yield the least and the most that a number may be: as much as another one, where that is all it may be."""
        possible = possible_values(name, self.edition, self.window, self.inputs.values, LATEST)
        least, most = min(possible), max(possible)
        assert isinstance(least, int)
        assert isinstance(most, int)
        if least < value:
            yield least
        if most < UNLIMITED:
            known = (each for each in self.inputs.values.values() if isinstance(each, int) and value < each < most)
            candidates = (most, *sorted(known, reverse=True))
            yield from [each for each in candidates if self.goes_with(name, each)][:1]

    def goes_with(self, name: str, value: Value) -> bool:
        """Return whether a value goes with what narrows it, and breaks no constraint on the facts that are known.

        Constraints without it hold as before.
        """
        source = self.inputs.values.get(self.edition.narrowed.get(name, ""))
        if isinstance(source, str) and value not in self.edition.facts[name].narrowing[source]:
            return False
        values, missing = {**self.inputs.values, name: value}, self.inputs.missing.keys()
        return all(
            holds(values).value for names, holds in self.constraints if name in names and missing.isdisjoint(names)
        )

    def change(self, name: str, other: Calculation) -> Decimal | None:
        """Return by how much the total differs; None where a line that the fact bears on is open."""
        places = self.edition.file.policy.decimals
        if self.total is not None:
            return to_decimal(settled(self.edition, other, self.window).total[0] - self.total, places)
        if self.edition.total is not None:
            return None
        change = 0
        lines = zip(
            self.edition.indicators, self.edition.names_of_rules.lines, self.found.lines, other.lines, strict=True
        )
        for (_, formula), named, then, now in lines:
            if then is not None and now is not None:
                change += half_up(now.value, formula.den, places) - half_up(then.value, formula.den, places)
            elif then is not now or name in named:
                return None
        return to_decimal(change, places)


def _bars(found: Calculation, other: Calculation, edition: Edition) -> bool:
    """Return whether a gate fails or a veto holds that did not before, or the last route that held fails."""
    gates = any(_turned(then, now, into=False) for then, now in zip(found.gates, other.gates, strict=True))
    vetoes = any(_turned(then, now, into=True) for then, now in zip(found.vetoes, other.vetoes, strict=True))
    fails = edition.needs_route and any(map(_holds, found.routes)) and not any(map(_holds, other.routes))
    return gates or vetoes or fails


def _turned(then: Step | None, now: Step | None, *, into: bool) -> bool:
    """Return whether a condition has turned into yes or no."""
    return then is not None and now is not None and bool(then.value) is not into and bool(now.value) is into


def _holds(needs: Steps) -> bool:
    return all(step is not None and step.value for step in needs)
