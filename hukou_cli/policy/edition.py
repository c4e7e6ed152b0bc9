"""An edition: one policy file compiled, with its formulas as trees and as functions."""

import os
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from itertools import takewhile

import msgspec
from msgspec.structs import replace

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.calendar import form_of
from hukou_cli.base.errors import Finding, NotFound
from hukou_cli.base.redaction import visible
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.facts.types import Fact, Value, default_value
from hukou_cli.policy import citations, model
from hukou_cli.policy.lever import Lever
from hukou_cli.policy.neighbours import Neighbours
from hukou_cli.policy.round_calendar import RoundCalendar
from hukou_cli.policy.spellings import Spellings
from hukou_cli.rules import ast
from hukou_cli.rules.ast import Condition, Formula, Quantity, names_in
from hukou_cli.rules.evaluator import Evaluator, evaluator
from hukou_cli.rules.record_sets import (
    PART_OF,
    BaseAtLeast,
    BeforeGraduation,
    Counting,
    RecordSet,
    counted_in,
    parts_like,
    parts_of,
    record_sets_in,
)

LINES = "lines"
"""The name that ``[result]`` has for the sum of all lines."""

TOTAL = "total"
"""The name that ``pass`` and ``rank_by`` have for the total."""


WORKING_AGE = 16
"""Years of age from which anybody may work and be insured as an employee: article 15 of the Labour Law."""

NO_ROUTE = "no_route"
"""Id among the failed gates of a need for a route of which none holds."""


KEPT = frozenset(
    {
        *("used", "names_of_rules", "narrowed", "defaults", "choices_and_dates", "counts_by_choice", "kinds_counted"),
        *("least_ages", "looked_at_on", "counts_by_base", "named_records", "named_by_kind", "counts_graduation"),
        *("counted_anywhere", "placed_counts", "other_cities"),
    }
)
"""Names of the cached properties of an edition that are computed when it is compiled, and stored with it."""


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

    def keeping(self, **others: object) -> "Edition":
        """Return the edition with other values of fields on which nothing of ``KEPT`` hangs."""
        edition = replace(self, **others)
        edition.__dict__.update({name: value for name, value in self.__dict__.items() if name in KEPT})
        return edition

    @cached_property
    def used(self) -> frozenset[str]:
        """The names that some formula uses, or that order the applicants. No other fact is ever missing."""
        named = (name for _, formula in self.rules() for name in names_in(formula))
        return frozenset((*named, *self.file.result.rank_by))

    @cached_property
    def names_of_rules(self) -> NamesOfRules:
        """The names that each formula uses."""

        def names(rules: Iterable[tuple[object, Formula | None]]) -> tuple[frozenset[str], ...]:
            return tuple([frozenset(names_in(formula) if formula else ()) for _, formula in rules])

        return NamesOfRules(
            derived={name: frozenset(names_in(formula)) for name, formula in self.derived.items()},
            constraints=names(self.constraints),
            gates=names(self.gates),
            vetoes=names(self.vetoes),
            routes=tuple([names(needs) for _, needs in self.routes]),
            places=names(self.decidable_places),
            lines=names(self.indicators),
            caveats=names(self.caveats),
            relevance={name: frozenset(names_in(formula)) for name, formula in self.relevance.items()},
        )

    def __repr__(self) -> str:
        """Return the id: an edition holds its whole policy file, which nobody reads."""
        return f"<Edition {self.id}>"

    @cached_property
    def calendar(self) -> RoundCalendar:
        """The rounds: which there are, their dates and limits, and the cut-offs published."""
        return RoundCalendar(self.file, is_followed=self.neighbours.is_followed)

    @cached_property
    def spellings(self) -> Spellings:
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

    @cached_property
    def counts_by_choice(self) -> tuple[tuple[str, str, str], ...]:
        """The facts whose count hangs on a choice fact, with the kind of record and the choice."""
        return tuple(
            (name, kind, tag)
            for name, counting in self.counts.items()
            for kind, tag in counting.tags
            if tag in self.facts and self.facts[tag].type == "choice"
        )

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

    @cached_property
    def kinds_counted(self) -> dict[str, frozenset[str]]:
        """The kinds of dated records that give each fact which is counted from some."""
        runs = {name: run for name, (run, _) in self.streaks.items()}
        return {name: counting.kinds for name, counting in (self.counts | runs).items()}

    @cached_property
    def least_ages(self) -> dict[str, int]:
        """The years of age from which months of a fact can count, for those whose months are the applicant's own."""
        ages = {name: fact.from_age for name, fact in self.facts.items() if fact.type == "months"}
        for name, kinds in self.kinds_counted.items():
            if name in ages and ages[name] is None:
                ages[name] = WORKING_AGE if "insurance" in kinds else 0
        return {name: age for name, age in ages.items() if age is not None}

    @cached_property
    def looked_at_on(self) -> dict[str, str]:
        """The flags whose records are looked at on another day than the counting day, each with that day's name."""
        flags = {name: self.facts[name] for name in self.counts if self.facts[name].type == "flag"}
        return {name: fact.until for name, fact in flags.items() if fact.until != "as_of"}

    @cached_property
    def choices_and_dates(self) -> tuple[str, ...]:
        """The facts that are choices or dates, which records may be counted by."""
        return tuple([name for name, fact in self.facts.items() if fact.type in ("choice", "date")])

    @cached_property
    def counts_by_base(self) -> dict[str, Counting]:
        """The set expressions that measure a monthly base by an average wage."""
        return {name: each for name, each in self.counts.items() if parts_like(each.formula, BaseAtLeast)}

    @cached_property
    def named_records(self) -> tuple[RecordSet, ...]:
        """Every name of records that some set expression of the edition has, each once."""
        streaks = [counting for pair in self.streaks.values() for counting in pair if counting is not None]
        expressions = [*self.counts.values(), *streaks, *self.bearing.values(), *self.excluding.values()]
        return tuple(dict.fromkeys(named for each in expressions for named in record_sets_in(each.formula)))

    @cached_property
    def named_by_kind(self) -> dict[str, list[RecordSet]]:
        """The same by the kind of record that they name: that of the permit for its endorsements."""
        kinds: dict[str, list[RecordSet]] = {}
        for named in self.named_records:
            kinds.setdefault(PART_OF.get(named.kind, named.kind), []).append(named)
        return kinds

    @cached_property
    def counts_graduation(self) -> bool:
        """True if some count reckons from the graduation, wherever that was."""
        return any(
            isinstance(part, BeforeGraduation) for each in self.counts.values() for part in parts_of(each.formula)
        )

    @cached_property
    def counted_anywhere(self) -> frozenset[str]:
        """The facts whose count records of other cities than the policy's own settle."""
        named = {name: record_sets_in(counting.formula) for name, counting in self.counts.items()}
        return frozenset(
            name
            for name, sets in named.items()
            if any(where.of in ("anywhere", "elsewhere") for each in sets for where in each.where)
        )

    @cached_property
    def placed_counts(self) -> dict[str, tuple[frozenset[str], tuple[RecordSet, ...]]]:
        """The facts whose count asks in which district a record is: the kinds they need, and the records asked."""
        counted = {**self.counts, **{name: run for name, (run, _) in self.streaks.items()}}
        asked = {
            name: tuple(
                named
                for part in counted_in(counting.formula)
                for named in record_sets_in(part)
                if any(where.of == "district" for where in named.where)
            )
            for name, counting in counted.items()
        }
        return {name: (counted[name].kinds, nodes) for name, nodes in asked.items() if nodes}

    @cached_property
    def other_cities(self) -> frozenset[str]:
        """Every spelling of a city that some set expression asks for beside the policy's own."""
        counts = [each for each in (*self.counts.values(), *self.excluding.values()) if each.sort == "months"]
        counts += [counting for pair in self.streaks.values() for counting in pair if counting is not None]
        asked = (named for counting in counts for named in record_sets_in(counting.formula))
        lists = {where.listed for named in asked for where in named.where if where.of == "city"}
        return frozenset(name for listed in lists for name in self.spellings.cities_in(listed))

    @cached_property
    def defaults(self) -> dict[str, Value]:
        """The declared defaults, as values."""
        values = {name: default_value(fact) for name, fact in self.facts.items()}
        return {name: value for name, value in values.items() if value is not None}

    @cached_property
    def narrowed(self) -> dict[str, str]:
        """The choices that another fact narrows, each with that fact; what is narrowed comes before what it narrows."""
        narrowed = {name: fact.narrowed_by for name, fact in self.facts.items()}
        found = {name: by for name, by in narrowed.items() if by in self.facts}

        def depth(name: str) -> int:
            return 1 + depth(found[name]) if name in found else 0

        return dict(sorted(found.items(), key=lambda pair: depth(pair[0])))

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
