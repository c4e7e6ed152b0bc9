"""An edition: one policy file compiled, with its formulas as trees and as functions, and how its places are spelt."""

import os
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from itertools import takewhile

import msgspec

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.calendar import form_of
from hukou_cli.base.errors import Finding, NotFound
from hukou_cli.base.folding import fold_city_name
from hukou_cli.base.redaction import visible
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.facts.types import Fact, Value
from hukou_cli.policy import citations, model
from hukou_cli.policy.lever import Lever
from hukou_cli.policy.neighbours import Neighbours
from hukou_cli.policy.round_calendar import RoundCalendar
from hukou_cli.rules import ast
from hukou_cli.rules.ast import Condition, Formula, Quantity
from hukou_cli.rules.evaluator import Evaluator, evaluator
from hukou_cli.rules.record_sets import Counting, RecordSet, Where

LINES = "lines"
"""The name that ``[result]`` has for the sum of all lines."""

TOTAL = "total"
"""The name that ``pass`` and ``rank_by`` have for the total."""


WORKING_AGE = 16
"""Years of age from which anybody may work and be insured as an employee: article 15 of the Labour Law."""

NO_ROUTE = "no_route"
"""Id among the failed gates of a need for a route of which none holds."""


def is_edition_file(path: str) -> bool:
    """Return whether a file is called as an edition's is: by the day from which it is in force.

    >>> is_edition_file("policies/beijing/2020-07-16.toml"), is_edition_file("draft.toml")
    (True, False)
    """
    return form_of(os.path.basename(path)) == "0000-00-00.toml"  # noqa: PTH119 - a third of the time


class NamesOfRules(msgspec.Struct, frozen=True):
    """The names in an edition's formulas, in the order of the edition; none where there is no condition."""

    derived: dict[str, frozenset[str]] = {}
    constraints: tuple[frozenset[str], ...] = ()
    gates: tuple[frozenset[str], ...] = ()
    vetoes: tuple[frozenset[str], ...] = ()
    routes: tuple[tuple[frozenset[str], ...], ...] = ()
    places: tuple[frozenset[str], ...] = ()
    lines: tuple[frozenset[str], ...] = ()
    caveats: tuple[frozenset[str], ...] = ()
    relevance: dict[str, frozenset[str]] = {}


class Edition(msgspec.Struct, frozen=True, dict=True, eq=False):
    """One dated text of a city's policy, compiled.

    Rules stand in the order of the file, each with its formula; a place or a caveat without a condition always holds.

    Attributes:
        file: The policy file.
        path: Where it was read.
        documents: The documents that may be cited, by id.
        facts: What is asked of an applicant, by name.
        derived: The derived quantities that a rule uses, each after those it uses itself.
        tables: The names and sources of those that have them.
        constraints: What the facts must satisfy together.
        gates: What must hold of every applicant.
        vetoes: What must not.
        routes: Each route with its needs.
        places: Where hukou is registered.
        indicators: The lines of points.
        total: Over the line ids, the groups and ``lines``; None is the plain sum of the lines.
        passes: What is enough, or what is needed to be ranked; None where there is neither.
        caveats: What the file does not model or is not sure of.
        relevance: The condition under which a fact matters, where it has one.
        counts: The set expressions by which dated records give a fact.
        streaks: The same of an unbroken run: its months, and those it tolerates.
        bearing: The set expressions of records on which a fact hangs though they do not give it.
        excluding: The set expressions of records that make a flag false.
        shared: The names of the facts that all cities share, by id.
        none_unless_told: The kinds of records of which an applicant who lists none has none.
        levers: What a person can do that some rule looks at, the city's own first.
        levers_not_asked: What a person can do elsewhere, that no rule of this edition looks at.
        neighbours: What an applicant's file may hold though this edition does not use it.

    What is looked up in all rules is worked out once, by ``index``:

    Attributes:
        used: The names that some formula uses, or that order the applicants. No other fact is ever missing.
        names_of_rules: The names that each formula uses.
        narrowed: The choices that another fact narrows, each with that fact; what is narrowed comes before what it
            narrows.
        defaults: The declared defaults, as values.
        choices_and_dates: The facts that are choices or dates, which records may be counted by.
        counts_by_choice: The facts whose count hangs on a choice fact, with the kind of record and the choice.
        kinds_counted: The kinds of dated records that give each fact which is counted from some.
        least_ages: The years of age from which months of a fact can count, where they are the applicant's own.
        looked_at_on: The flags whose records are looked at on another day than the counting day, with that day's name.
        counts_by_base: The set expressions that measure a monthly base by an average wage.
        named_records: Every name of records that some set expression of the edition has, each once.
        named_by_kind: The same by the kind of record that they name: that of the permit for its endorsements.
        counts_graduation: True if some count reckons from the graduation, wherever that was.
        counted_anywhere: The facts whose count records of other cities than the policy's own settle.
        placed_counts: The facts whose count asks in which district a record is: the kinds they need, and the records.
        other_cities: Every spelling of a city that some set expression asks for beside the policy's own.

    """

    file: model.PolicyFile
    path: str
    documents: dict[str, citations.Document]
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
    bearing: dict[str, Counting]
    excluding: dict[str, Counting]
    shared: Mapping[str, Bilingual] = {}
    none_unless_told: frozenset[str] = frozenset()
    levers: tuple[Lever, ...] = ()
    levers_not_asked: tuple[Lever, ...] = ()
    neighbours: Neighbours = Neighbours()
    used: frozenset[str] = frozenset()
    names_of_rules: NamesOfRules = NamesOfRules()
    narrowed: dict[str, str] = {}
    defaults: dict[str, Value] = {}
    choices_and_dates: tuple[str, ...] = ()
    counts_by_choice: tuple[tuple[str, str, str], ...] = ()
    kinds_counted: dict[str, frozenset[str]] = {}
    least_ages: dict[str, int] = {}
    looked_at_on: dict[str, str] = {}
    counts_by_base: dict[str, Counting] = {}
    named_records: tuple[RecordSet, ...] = ()
    named_by_kind: dict[str, list[RecordSet]] = {}
    counts_graduation: bool = False
    counted_anywhere: frozenset[str] = frozenset()
    placed_counts: dict[str, tuple[frozenset[str], tuple[RecordSet, ...]]] = {}
    other_cities: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        """Return the id: an edition holds its whole policy file, which nobody reads."""
        return f"<Edition {self.id}>"

    @cached_property
    def calendar(self) -> RoundCalendar:
        """The rounds: which there are, their dates and limits, and the cut-offs published."""
        return RoundCalendar(self.file, is_followed=self.neighbours.is_followed)

    @cached_property
    def spellings(self) -> "Spellings":
        """Spellings in records of the city, its districts and the other cities that the policy names."""
        return Spellings(self.file)

    @cached_property
    def evaluators(self) -> "Evaluators":
        """Every formula as the function that calculates it."""
        return Evaluators(
            derived={name: evaluator(formula) for name, formula in self.derived.items()},
            constraints=tuple([evaluator(formula) for _, formula in self.constraints]),
            gates=tuple([evaluator(formula) for _, formula in self.gates]),
            vetoes=tuple([evaluator(formula) for _, formula in self.vetoes]),
            routes=tuple([tuple([evaluator(formula) for _, formula in needs]) for _, needs in self.routes]),
            places=tuple([evaluator(formula) if formula else None for _, formula in self.decidable_places]),
            lines=tuple([evaluator(formula) for _, formula in self.indicators]),
            caveats=tuple([evaluator(formula) if formula else None for _, formula in self.caveats]),
            relevance={name: evaluator(formula) for name, formula in self.relevance.items()},
        )

    @property
    def decidable_places(self) -> tuple[tuple[model.Place, Condition | None], ...]:
        """The places that facts decide: as their order counts, those before the first that asks what no fact tells."""
        return tuple(takewhile(lambda rule: rule[0].asks is None, self.places))

    @property
    def id(self) -> str:
        """The edition's name: ``beijing/2020-07-16``; of a draft that of its file, as a message may show it."""
        if self.is_draft:
            return visible(os.path.basename(self.path))  # noqa: PTH119
        return f"{self.file.policy.folder}/{self.file.policy.in_force_from}"

    @property
    def is_draft(self) -> bool:
        """True if no city and date finds the file, as it is called by no date."""
        return bool(self.path) and not is_edition_file(self.path)

    @property
    def is_scored(self) -> bool:
        """True if the policy gives points; else conditions alone decide."""
        return self.file.policy.regime in ("ranking", "pass_mark")

    @property
    def has_entry_mark(self) -> bool:
        """True if ``pass`` says who is ranked, not who is admitted: in a ranking."""
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
        """True if nobody is eligible without a route: where there are some, and no points."""
        return bool(self.routes) and not self.is_scored

    def fact_named(self, name: str) -> str:
        """Return the fact that a name means: its id, or the label of one fact alone; else the name as it is."""
        if name in self.facts:
            return name
        from hukou_cli.facts.labels import plain  # most write ids

        meant = self._labels.get(plain(name), ())
        return meant[0] if len(meant) == 1 else name

    @cached_property
    def _labels(self) -> dict[str, list[str]]:
        from hukou_cli.facts.labels import facts_by_label

        return facts_by_label(self.facts)

    def require_scorable(self) -> None:
        """Raise NotFound, with what is known and where to look, where the table of points was not seen."""
        unseen = self.file.unseen
        if unseen is not None:
            name = self.file.policy.name
            what = {"city_zh": name.zh, "city_en": name.en, "zh": unseen.what.zh, "en": unseen.what.en}
            raise NotFound([Finding(code="not-scored", values=what, advice=unseen.look.by_language)])

    def rules(self) -> Iterator[tuple[KeyPath, Formula]]:
        """Yield every formula of the edition with its place in the file."""
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


class Evaluators(msgspec.Struct, frozen=True):
    """An edition's formulas as functions, in the order of the edition; None where there is no condition."""

    derived: dict[str, Evaluator]
    constraints: tuple[Evaluator, ...]
    gates: tuple[Evaluator, ...]
    vetoes: tuple[Evaluator, ...]
    routes: tuple[tuple[Evaluator, ...], ...]
    places: tuple[Evaluator | None, ...]
    lines: tuple[Evaluator, ...]
    caveats: tuple[Evaluator | None, ...]
    relevance: dict[str, Evaluator]


class Spellings(msgspec.Struct, frozen=True, dict=True, eq=False):
    """Every spelling of the places that one policy file names. Names of cities are folded, those of districts not."""

    file: model.PolicyFile

    @cached_property
    def city(self) -> frozenset[str]:
        """Every spelling of the policy's own city."""
        return _spellings(self.file.policy.city, self.file.policy.name)

    @cached_property
    def districts(self) -> dict[str, str]:
        """Every spelling of a district of the city, and the district's id."""
        ids: dict[str, str] = {}
        for district, words in self.file.districts.items():
            ids |= {district: district, words.zh: district, f"{words.zh}区": district, words.en: district}
        return ids

    def cities_in(self, listed: str) -> frozenset[str]:
        """Return every spelling of the cities of one ``[city_lists]``."""
        cities = self.file.city_lists[listed]
        return frozenset().union(*(_spellings(city, words) for city, words in cities.items()))

    @cached_property
    def listed_cities(self) -> frozenset[str]:
        """Every spelling of the cities of all ``[city_lists]``."""
        return frozenset().union(*map(self.cities_in, self.file.city_lists))

    def places(self, conditions: tuple[Where, ...]) -> tuple[frozenset[str], frozenset[str] | None]:
        """Return every spelling of a district, and of a city, that fits conditions; worked out once.

        No district fits none. The cities are None where no condition speaks of them: then those of the policy count.
        """
        if conditions not in self._places:
            lists = self.file.district_lists
            districts = frozenset(
                name
                for name, district in self.districts.items()
                if all(
                    (district in lists[where.listed]) is where.inside for where in conditions if where.of == "district"
                )
            )
            cities = [self.cities_in(where.listed) for where in conditions if where.of == "city"]
            self._places[conditions] = districts, frozenset.intersection(*cities) if cities else None
        return self._places[conditions]

    @cached_property
    def _places(self) -> dict[tuple[Where, ...], tuple[frozenset[str], frozenset[str] | None]]:
        return {}


def _spellings(city: str, words: Bilingual) -> frozenset[str]:
    return frozenset(map(fold_city_name, (city, words.zh, words.en)))
