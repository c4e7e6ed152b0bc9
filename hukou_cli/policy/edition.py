"""An edition ready to score with: the policy file and the trees of all its formulas."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cached_property

import msgspec

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.calendar import FIRST_MONTH, LATEST, from_date, last_of, month_of, month_set, read_month
from hukou_cli.base.city_names import fold_city_name
from hukou_cli.base.decimals import RANK_PLACES, places_of
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.facts.types import Fact, Value, default_value, limits
from hukou_cli.policy import model
from hukou_cli.policy.rounds import RoundId, day_round
from hukou_cli.rules import ast
from hukou_cli.rules.ast import Condition, Formula, Quantity, names_in
from hukou_cli.rules.evaluator import Evaluator, evaluator
from hukou_cli.rules.record_plan import RecordPlan, plan_of, records_in
from hukou_cli.rules.record_sets import Counting, RecordSet, Where

FURTHEST = 50
"""How many years after the last round known an edition is still asked."""

LINES = "lines"
"""The name that ``[result]`` has for the sum of all lines."""

TOTAL = "total"
"""The name that ``pass`` and ``rank_by`` have for the total."""


NO_ROUTE = "no_route"
"""What stands among the failed gates where a route is needed and none holds."""


class Window(msgspec.Struct, frozen=True):
    """A round: its id, its dates as ``yyyymmdd``, and the lowest and highest value of each fact in it.

    ``countable`` holds the months that can count for each fact that records give, as a month set.
    """

    round: RoundId
    dates: dict[str, int]
    limits: dict[str, tuple[int, int]]
    countable: dict[str, int]


class Edition(msgspec.Struct, frozen=True, dict=True, eq=False):
    """One dated text of a city's policy.

    ``derived`` holds only the derived quantities that a rule uses, each after those it uses itself.
    ``tables`` holds the names and sources of those that have them.
    ``total`` is over the line ids, the groups and ``lines``; None is the plain sum of the lines.
    ``routes`` holds each route with its needs, ``places`` where hukou is registered; no condition is always.
    ``counts`` and ``streaks`` tell how dated records give a fact; a streak has its months and those it tolerates.
    ``relevance`` holds the condition under which a fact matters. ``shared`` names the words of all cities;
    ``elsewhere`` gives the facts that this edition does not ask for but that an applicant's file may well hold: shared
    words, and those of the city's other editions. ``beside`` gives the names of the cities whose policies stand beside
    this one.
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
    routes: tuple[tuple[model.Route, tuple[tuple[model.Need, Condition], ...]], ...]
    places: tuple[tuple[model.Place, Condition | None], ...]
    indicators: tuple[tuple[model.Indicator, Quantity], ...]
    total: Quantity | None
    passes: Condition | None
    caveats: tuple[tuple[model.Caveat, Condition | None], ...]
    relevance: dict[str, Condition]
    counts: dict[str, Counting]
    streaks: dict[str, tuple[Counting, Counting | None]]
    shared: frozenset[str] = frozenset()
    elsewhere: Callable[[], frozenset[str]] = frozenset
    beside: Callable[[], frozenset[str]] = frozenset

    @cached_property
    def evaluators(self) -> "Evaluators":
        """Every formula as the function that calculates it."""
        return Evaluators(
            derived={name: evaluator(formula) for name, formula in self.derived.items()},
            constraints=[(constraint, evaluator(formula)) for constraint, formula in self.constraints],
            gates=[(gate, formula, evaluator(formula)) for gate, formula in self.gates],
            vetoes=[(veto, formula, evaluator(formula)) for veto, formula in self.vetoes],
            routes=[
                (route, [(need, formula, evaluator(formula)) for need, formula in needs])
                for route, needs in self.routes
            ],
            places=[(place, evaluator(formula) if formula else None) for place, formula in self.places],
            indicators=[(indicator, formula, evaluator(formula)) for indicator, formula in self.indicators],
            caveats=[(caveat, evaluator(formula) if formula else None) for caveat, formula in self.caveats],
            relevance={name: evaluator(formula) for name, formula in self.relevance.items()},
        )

    @property
    def id(self) -> str:
        """The edition's name: ``beijing/2020-07-16``."""
        return f"{self.file.policy.folder}/{self.file.policy.in_force_from}"

    @property
    def is_scored(self) -> bool:
        """Whether the policy gives points; else conditions alone decide."""
        return self.file.policy.regime in ("ranking", "pass_mark")

    @property
    def has_entry_mark(self) -> bool:
        """Whether ``pass`` says who is ranked, not who is admitted: in a ranking."""
        return self.passes is not None and self.file.policy.regime == "ranking"

    @cached_property
    def pass_mark(self) -> Decimal | None:
        """The total that is enough, where ``pass`` asks for a total and for nothing else."""
        match self.passes:
            case ast.Compare(">=", ast.Name(name), ast.Number(value, den)) if name == TOTAL:
                return Decimal(value) / den
            case _:
                return None

    @property
    def needs_route(self) -> bool:
        """Whether nobody is eligible without a route: where there are some, and no points."""
        return bool(self.routes) and not self.is_scored

    def date_words(self, name: str) -> Bilingual | None:
        """Give what the policy calls one of its dates, where it says so."""
        days = (dates.get(name) for dates in (self.file.dates, *self.file.periods.values()))
        return next((day.name for day in days if isinstance(day, model.RoundDate) and day.name), None)

    @cached_property
    def is_open_all_year(self) -> bool:
        """Whether a round is the day of application."""
        return any(isinstance(day, str) for day in self.file.dates.values())

    @cached_property
    def rounds(self) -> dict[RoundId, model.PublishedRound]:
        """The rounds known, the earliest first."""
        known = {RoundId(known.year, known.period or 0): known for known in self.file.round}
        return dict(sorted(known.items()))

    @property
    def latest_round(self) -> RoundId:
        """The last round known; where none is, the first of the edition. Open all year: its last day, if it has one."""
        heading = self.file.policy
        if self.is_open_all_year:
            return day_round(from_date(heading.in_force_to or heading.in_force_from))
        first = RoundId(heading.in_force_from.year, min(map(int, self.file.periods), default=0))
        return max(self.rounds, default=first)

    def default_round(self, today: int) -> RoundId:
        """Give the round meant where none is named: the latest known; open all year: today, while it is in force."""
        ended = self.file.policy.in_force_to is not None and from_date(self.file.policy.in_force_to) < today
        return self.latest_round if ended or not self.is_open_all_year else day_round(today)

    @cached_property
    def counts_by_choice(self) -> tuple[tuple[str, str, str], ...]:
        """The facts whose count hangs on a choice fact, with the kind of record and the choice."""
        return tuple(
            (name, kind, tag)
            for name, counting in self.counts.items()
            for kind, tag in counting.tags
            if tag in self.facts and self.facts[tag].type == "choice"
        )

    @cached_property
    def record_plan(self) -> RecordPlan:
        """The set expressions of all month facts, as steps."""
        counted = [counting for counting in self.counts.values() if counting.sort == "months"]
        streaks = [counting for pair in self.streaks.values() for counting in pair if counting is not None]
        return plan_of(counting.formula for counting in (*counted, *streaks))

    @cached_property
    def placed_counts(self) -> dict[str, tuple[frozenset[str], tuple[RecordSet, ...]]]:
        """The facts whose count asks in which district a record is: the kinds they need, and the records asked."""
        counted = {**self.counts, **{name: run for name, (run, _) in self.streaks.items()}}
        asked = {
            name: tuple(
                node for node in records_in(counting.formula) if any(where.of == "district" for where in node.where)
            )
            for name, counting in counted.items()
        }
        return {name: (counted[name].kinds, nodes) for name, nodes in asked.items() if nodes}

    def names_where(self, conditions: tuple[Where, ...]) -> tuple[frozenset[str], frozenset[str] | None]:
        """Give every way to name a district, and a city, that fits conditions; worked out once.

        No district fits none. The cities are None where no condition speaks of them: then those of the policy count.
        """
        if conditions not in self._names_where:
            file = self.file
            districts = frozenset(
                name
                for name, district in self.district_ids.items()
                if all(
                    (district in file.district_lists[where.listed]) is where.inside
                    for where in conditions
                    if where.of == "district"
                )
            )
            cities = [self.listed_cities(where.listed) for where in conditions if where.of == "city"]
            self._names_where[conditions] = districts, frozenset.intersection(*cities) if cities else None
        return self._names_where[conditions]

    @cached_property
    def _names_where(self) -> dict[tuple[Where, ...], tuple[frozenset[str], frozenset[str] | None]]:
        return {}

    @cached_property
    def other_cities(self) -> frozenset[str]:
        """Every way to name a city that some set expression asks for beside the policy's own."""
        asked = (node for step in self.record_plan.operations if isinstance(node := step.node, RecordSet))
        lists = {where.listed for node in asked for where in node.where if where.of == "city"}
        return frozenset(name for listed in lists for name in self.listed_cities(listed))

    def listed_cities(self, listed: str) -> frozenset[str]:
        """Give every way in which a record may name a city of a list."""
        cities = self.file.city_lists[listed]
        return frozenset(name for city, words in cities.items() for name in _city_names(city, words))

    @cached_property
    def city_names(self) -> frozenset[str]:
        """Every way in which a record may name the city."""
        return frozenset(_city_names(self.file.policy.city, self.file.policy.name))

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
        """The names that some formula uses, or that order the applicants. No other fact is ever missing."""
        used = (name for _, formula in self.rules() for name in names_in(formula))
        return frozenset((*used, *self.file.result.rank_by))

    def key_places(self, name: str) -> int:
        """Give how many decimals a quantity that orders the applicants has."""
        return places_of(self.key_den(name), RANK_PLACES) or 0

    def key_den(self, name: str) -> int:
        """Give the denominator of a quantity that orders the applicants; the total, groups and lines are points."""
        lines = {name for indicator, _ in self.indicators for name in (indicator.id, indicator.group)}
        if name in {TOTAL, LINES, *lines}:
            return int(10**self.file.policy.decimals)
        formula = self.derived.get(name)
        return self.facts[name].den if formula is None or isinstance(formula, Condition) else formula.den

    @cached_property
    def narrowed(self) -> dict[str, str]:
        """The choices that another fact of the edition narrows, each with that fact."""
        narrowed = {name: fact.narrowed_by for name, fact in self.facts.items()}
        return {name: by for name, by in narrowed.items() if by in self.facts}

    def window(self, round_: RoundId) -> Window:
        """Give the dates and limits of a round; they are worked out once."""
        if round_ not in self._windows:
            dates = self.dates(round_)
            spans = {name: limits(fact, dates) for name, fact in self.facts.items()}
            countable = {name: self._countable(name, dates) for name in (*self.counts, *self.streaks)}
            self._windows[round_] = Window(round_, dates, spans, countable)
        return self._windows[round_]

    @cached_property
    def _windows(self) -> dict[RoundId, Window]:
        return {}

    def _countable(self, name: str, dates: dict[str, int]) -> int:
        since = self.facts[name].since
        first = read_month(since) if since else None
        return month_set(first or FIRST_MONTH, month_of(dates["as_of"]))

    def dates(self, round_: RoundId) -> dict[str, int]:
        """Give the dates of a round as ``yyyymmdd``."""
        dates = self.file.dates | self.file.periods.get(str(round_.period), {})
        return {name: _day(day, round_) for name, day in dates.items()}

    def cutoff(self, round_: RoundId) -> model.PublishedRound | None:
        """Give the latest round up to this one that has a published cut-off."""
        known = [published for id_, published in self.rounds.items() if id_ <= round_ and published.cutoff is not None]
        return known[-1] if known else None

    def takes_days_in(self, year: int) -> bool:
        """Tell whether applications are taken all year, by the day, in some of a year."""
        heading = self.file.policy
        end = year if heading.in_force_to is None else heading.in_force_to.year
        return self.is_open_all_year and heading.in_force_from.year <= year <= end

    def covers(self, round_: RoundId) -> bool:
        """Tell whether a round is this edition's: one it lists, or one after its last while it is in force."""
        heading, latest = self.file.policy, self.latest_round
        first = from_date(heading.in_force_from)
        end = LATEST if heading.in_force_to is None else from_date(heading.in_force_to)
        if round_.day and (self.is_open_all_year or self.file.unseen is not None):
            return first <= round_.day <= end
        if self.file.unseen is not None:  # nobody is scored; whoever asks for any round is to be told so
            return round_ in self.rounds or first <= round_.year * 10000 + 1231 <= end + 1231
        if not self.has_kind(round_):
            return False
        if round_ in self.rounds or (not self.rounds and round_.year == latest.year):
            return True
        return latest < round_ and round_.year <= latest.year + FURTHEST and round_.year * 10000 <= end

    def has_kind(self, round_: RoundId) -> bool:
        """Tell whether a round is of the kind that this edition has: a year, a period, or a day of application."""
        known = {int(period) for period in self.file.periods} or {0}
        return bool(round_.day) == self.is_open_all_year and (bool(round_.day) or round_.period in known)

    def rules(self) -> Iterator[tuple[KeyPath, Formula]]:
        """Give every formula of the edition with its place in the file."""
        yield from ((("derived", name), formula) for name, formula in self.derived.items())
        yield from ((("constraint", at), formula) for at, (_, formula) in enumerate(self.constraints))
        yield from ((("gate", at), formula) for at, (_, formula) in enumerate(self.gates))
        yield from ((("indicator", at), formula) for at, (_, formula) in enumerate(self.indicators))
        yield from ((("veto", at), formula) for at, (_, formula) in enumerate(self.vetoes))
        for at, (_, needs) in enumerate(self.routes):
            yield from ((("route", at, "need", number), formula) for number, (_, formula) in enumerate(needs))
        yield from ((("place", at), formula) for at, (_, formula) in enumerate(self.places) if formula is not None)
        yield from ((("result", "total"), formula) for formula in [self.total] if formula is not None)
        yield from ((("result", "pass"), formula) for formula in [self.passes] if formula is not None)
        yield from ((("caveat", at), formula) for at, (_, formula) in enumerate(self.caveats) if formula is not None)
        yield from ((("facts", fact, "when"), formula) for fact, formula in self.relevance.items())


def _city_names(city: str, words: Bilingual) -> tuple[str, ...]:
    """Give the ways to name a city, folded as records have them."""
    return tuple(map(fold_city_name, (city, words.zh, words.en)))


def _day(day: model.RoundDate | str, round_: RoundId) -> int:
    """Work a date of ``[dates]`` out, as ``yyyymmdd``."""
    match day:
        case model.RoundDate():
            return (round_.year + day.year) * 10000 + day.month * 100 + day.day
        case "previous_month_end":
            return last_of(month_of(round_.day) - 1)
        case _:
            return round_.day


class Evaluators(msgspec.Struct, frozen=True):
    """An edition's formulas as functions, each with what it belongs to; what makes a result also with the formula."""

    derived: dict[str, Evaluator]
    constraints: list[tuple[model.Constraint, Evaluator]]
    gates: list[tuple[model.Gate, Condition, Evaluator]]
    vetoes: list[tuple[model.Veto, Condition, Evaluator]]
    routes: list[tuple[model.Route, list[tuple[model.Need, Condition, Evaluator]]]]
    places: list[tuple[model.Place, Evaluator | None]]
    indicators: list[tuple[model.Indicator, Quantity, Evaluator]]
    caveats: list[tuple[model.Caveat, Evaluator | None]]
    relevance: dict[str, Evaluator]
