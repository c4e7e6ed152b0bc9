"""An edition ready to score with: the policy file and the trees of all its formulas."""

from collections.abc import Callable, Iterator
from functools import cached_property

import msgspec

from hukou_cli.formula.evaluate import Evaluator, evaluator
from hukou_cli.formula.names import Fact, Value, default_value, limits
from hukou_cli.formula.nodes import Condition, Formula, Quantity, names_in
from hukou_cli.formula.sets import Counting, Where
from hukou_cli.months import from_date
from hukou_cli.places import Path
from hukou_cli.policy import model

FURTHEST = 50
"""How many years after the last round known an edition is still asked."""

LINES = "lines"
"""The name that ``[result]`` has for the sum of all lines."""

TOTAL = "total"
"""The name that ``pass`` and ``rank_by`` have for the total."""


class Window(msgspec.Struct, frozen=True):
    """A round: its year, its dates as ``yyyymmdd``, and the lowest and highest value of each fact in it."""

    year: int
    dates: dict[str, int]
    limits: dict[str, tuple[int, int]]


class Edition(msgspec.Struct, frozen=True, dict=True, eq=False):
    """One dated text of a city's policy.

    ``derived`` holds only the derived quantities that a rule uses, each after those it uses itself.
    ``tables`` holds the names and sources of those that have them.
    ``total`` is over the line ids, the groups and ``lines``; None is the plain sum of the lines.
    ``counts`` and ``streaks`` tell how dated records give a fact; a streak has its months and those it tolerates.
    ``relevance`` holds the condition under which a fact matters; ``elsewhere`` gives the facts that this edition does
    not ask for but that an applicant's file may well hold: shared words, and those of the city's other editions.
    """

    file: model.PolicyFile
    path: str
    documents: dict[str, model.Document]
    facts: dict[str, Fact]
    derived: dict[str, Formula]
    tables: dict[str, model.DerivedTable]
    constraints: tuple[tuple[model.Constraint, Condition], ...]
    gates: tuple[tuple[model.Gate, Condition], ...]
    vetoes: tuple[tuple[model.Veto, Condition], ...]
    indicators: tuple[tuple[model.Indicator, Quantity], ...]
    total: Quantity | None
    passes: Condition | None
    caveats: tuple[tuple[model.Caveat, Condition | None], ...]
    relevance: dict[str, Condition]
    counts: dict[str, Counting]
    streaks: dict[str, tuple[Counting, Counting | None]]
    elsewhere: Callable[[], frozenset[str]] = frozenset

    @cached_property
    def evaluators(self) -> "Evaluators":
        """Every formula as the function that calculates it."""
        return Evaluators(
            derived={name: evaluator(formula) for name, formula in self.derived.items()},
            constraints=[(constraint, evaluator(formula)) for constraint, formula in self.constraints],
            gates=[(gate, formula, evaluator(formula)) for gate, formula in self.gates],
            vetoes=[(veto, formula, evaluator(formula)) for veto, formula in self.vetoes],
            indicators=[(indicator, formula, evaluator(formula)) for indicator, formula in self.indicators],
            caveats=[(caveat, evaluator(formula) if formula else None) for caveat, formula in self.caveats],
            relevance={name: evaluator(formula) for name, formula in self.relevance.items()},
        )

    @property
    def id(self) -> str:
        """The edition's name: ``beijing/2020-07-16``."""
        return f"{self.file.policy.city}/{self.file.policy.in_force_from}"

    @cached_property
    def rounds(self) -> dict[int, model.Round]:
        """The rounds known, by year, the earliest first."""
        return {known.year: known for known in sorted(self.file.round, key=lambda known: known.year)}

    @property
    def latest_round(self) -> int:
        """The last round known; where none is, the year the edition came into force."""
        return max(self.rounds, default=self.file.policy.in_force_from.year)

    @cached_property
    def counts_by_choice(self) -> tuple[tuple[str, str, str], ...]:
        """The facts whose count hangs on a choice fact, with the kind of record and the choice."""
        return tuple(
            (name, kind, tag)
            for name, counting in self.counts.items()
            for kind, tag in counting.tags
            if tag in self.facts and self.facts[tag].type == "choice"
        )

    def districts_where(self, conditions: tuple[Where, ...]) -> frozenset[str]:
        """Give every way to name a district that fits all conditions; worked out once. No district fits none."""
        if conditions not in self._districts:
            lists = self.file.district_lists
            self._districts[conditions] = frozenset(
                name
                for name, district in self.district_ids.items()
                if all((district in lists[where.districts]) is where.inside for where in conditions)
            )
        return self._districts[conditions]

    @cached_property
    def _districts(self) -> dict[tuple[Where, ...], frozenset[str]]:
        return {}

    @cached_property
    def city_names(self) -> frozenset[str]:
        """Every way in which a record may name the city."""
        heading = self.file.policy
        return frozenset({heading.city, heading.name.zh, f"{heading.name.zh}市", heading.name.en})

    @cached_property
    def district_ids(self) -> dict[str, str]:
        """Every way to name a district of the city, and its id."""
        ids: dict[str, str] = {}
        for district, words in self.file.districts.items():
            ids |= {district: district, words.zh: district, f"{words.zh}区": district, words.en: district}
        return ids

    @cached_property
    def defaults(self) -> dict[str, Value]:
        """The declared defaults, as values."""
        values = {name: default_value(fact) for name, fact in self.facts.items()}
        return {name: value for name, value in values.items() if value is not None}

    @cached_property
    def used(self) -> frozenset[str]:
        """The names that some formula uses. A fact that none uses is never missing."""
        return frozenset(name for _, formula in self.rules() for name in names_in(formula))

    @cached_property
    def narrowed(self) -> dict[str, str]:
        """The choices that another fact of the edition narrows, each with that fact."""
        narrowed = {name: fact.narrowed_by for name, fact in self.facts.items()}
        return {name: by for name, by in narrowed.items() if by in self.facts}

    def window(self, year: int) -> Window:
        """Give the dates and limits of a round; they are worked out once."""
        if year not in self._windows:
            dates = self.dates(year)
            spans = {name: limits(fact, dates) for name, fact in self.facts.items()}
            self._windows[year] = Window(year, dates, spans)
        return self._windows[year]

    @cached_property
    def _windows(self) -> dict[int, Window]:
        return {}

    def dates(self, year: int) -> dict[str, int]:
        """Give the dates of a round as ``yyyymmdd``."""
        return {name: (year + day.year) * 10000 + day.month * 100 + day.day for name, day in self.file.dates.items()}

    def cutoff(self, year: int) -> model.Round | None:
        """Give the latest round up to a year that has a published cut-off."""
        known = [
            published for published in self.rounds.values() if published.year <= year and published.cutoff is not None
        ]
        return known[-1] if known else None

    def covers(self, year: int) -> bool:
        """Tell whether a round is this edition's: one it lists, or one after its last while it is in force."""
        if year in self.rounds or (not self.rounds and year == self.latest_round):
            return True
        end = self.file.policy.in_force_to
        return self.latest_round < year <= self.latest_round + FURTHEST and (
            end is None or year * 10000 <= from_date(end)
        )

    def rules(self) -> Iterator[tuple[Path, Formula]]:
        """Give every formula of the edition with its place in the file."""
        yield from ((("derived", name), formula) for name, formula in self.derived.items())
        yield from ((("constraint", at), formula) for at, (_, formula) in enumerate(self.constraints))
        yield from ((("gate", at), formula) for at, (_, formula) in enumerate(self.gates))
        yield from ((("indicator", at), formula) for at, (_, formula) in enumerate(self.indicators))
        yield from ((("veto", at), formula) for at, (_, formula) in enumerate(self.vetoes))
        yield from ((("result", "total"), formula) for formula in [self.total] if formula is not None)
        yield from ((("result", "pass"), formula) for formula in [self.passes] if formula is not None)
        yield from ((("caveat", at), formula) for at, (_, formula) in enumerate(self.caveats) if formula is not None)
        yield from ((("facts", fact, "when"), formula) for fact, formula in self.relevance.items())


class Evaluators(msgspec.Struct, frozen=True):
    """An edition's formulas as functions, each with what it belongs to; what makes a result also with the formula."""

    derived: dict[str, Evaluator]
    constraints: list[tuple[model.Constraint, Evaluator]]
    gates: list[tuple[model.Gate, Condition, Evaluator]]
    vetoes: list[tuple[model.Veto, Condition, Evaluator]]
    indicators: list[tuple[model.Indicator, Quantity, Evaluator]]
    caveats: list[tuple[model.Caveat, Evaluator | None]]
    relevance: dict[str, Evaluator]
