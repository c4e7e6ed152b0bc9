"""From a policy file's tables to an edition: every formula parsed, everything wrong with them told at once."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, TypeVar

from msgspec.structs import replace

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.decimals import RANK_PLACES, places_of
from hukou_cli.base.errors import Finding, InvalidPolicy
from hukou_cli.base.mismatches import not_one_of
from hukou_cli.base.redaction import harmless
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.facts.types import Fact, Streak
from hukou_cli.policy import forms, model
from hukou_cli.policy.edition import LINES, TOTAL, Edition
from hukou_cli.policy.index import indexed
from hukou_cli.policy.lever_use import with_levers
from hukou_cli.policy.validation.arithmetic import check_arithmetic
from hukou_cli.policy.validation.levers import lever_problems
from hukou_cli.policy.validation.names import name_problems
from hukou_cli.policy.vocabulary import Vocabulary
from hukou_cli.rules import ast, nodes, parser
from hukou_cli.rules.ast import Condition, Formula, Quantity
from hukou_cli.rules.record_set_parser import parse_set
from hukou_cli.rules.record_sets import CLAIMED, BeforeGraduation, Counting, RecordSet, parts_of
from hukou_cli.rules.scope import Scope, Symbol, of_fact, of_formula

DEEPEST = 50
"""The longest chain of derived quantities that use one another."""

Read = TypeVar("Read")
Ruled = TypeVar("Ruled")
Parsed = TypeVar("Parsed", Formula, Quantity, Condition, Counting)

_NOTHING: Quantity = ast.Number(0, 1)
_NEVER: Condition = ast.AnyOf(())
_NO_RECORDS = Counting(RecordSet("marriage"), "months", frozenset(), frozenset())


def compile_edition(
    file: model.PolicyFile, vocabulary: Vocabulary, path: str
) -> Edition | list[tuple[KeyPath, Finding]]:
    """Parse every formula of a policy file, or list everything that is wrong with them, each with its place."""
    compiler = _Compiler(_with_points_facts(file), vocabulary)
    edition = compiler.edition(path)
    if not compiler.problems:
        compiler.problems += list({path: (path, finding) for path, finding in check_arithmetic(edition)}.values())
    return compiler.problems or with_levers(indexed(edition), vocabulary.lever)


def _with_points_facts(file: model.PolicyFile) -> model.PolicyFile:
    """Add, for every line whose points were not seen, the fact by which an applicant who was told them gives them.

    Where it is not given it is missing, as any fact: the line and the total are open, and it is named.
    """
    added = {
        line.points_fact: Fact(
            type="number",
            name=Bilingual(zh=f"{line.name.zh}的分值（未见计分规则）", en=f"points for {line.name.en} (rule not seen)"),
            decimals=file.policy.decimals,
        )
        for line in file.unseen_lines
    }
    return replace(file, facts=file.facts | {name: fact for name, fact in added.items() if name not in file.facts})


class _Names:
    """The scope of an edition's formulas. A derived quantity is parsed when it is first used."""

    def __init__(self, compiler: "_Compiler", lines: dict[str, Symbol]) -> None:
        self.compiler = compiler
        self.lines = lines

    @property
    def places(self) -> int:
        return self.compiler.file.policy.decimals

    def find(self, name: str) -> Symbol | None:
        return self.lines.get(name) or self.compiler.find(name)

    def names(self) -> Iterable[str]:
        return {*self.lines, *self.compiler.symbols, *self.compiler.sources}


class _Facts:
    """The scope of constraints and of a fact's ``when``: facts alone, before anything is derived from them."""

    def __init__(self, compiler: "_Compiler") -> None:
        self.places = compiler.file.policy.decimals
        self.facts = {name: of_fact(name, fact) for name, fact in compiler.file.facts.items()}

    def find(self, name: str) -> Symbol | None:
        return self.facts.get(name)

    def names(self) -> Iterable[str]:
        return self.facts


class _Compiler:
    """Parses one file and keeps what is wrong."""

    def __init__(self, file: model.PolicyFile, vocabulary: Vocabulary) -> None:
        self.file = file
        self.vocabulary = vocabulary
        self.problems: list[tuple[KeyPath, Finding]] = []
        self.symbols = {name: Symbol(name, "date") for name in file.date_names}
        self.symbols |= {name: of_fact(name, fact) for name, fact in file.facts.items()}
        self.sources = {**vocabulary.derived, **file.derived}
        self.documents = {document.id: document for document in (*vocabulary.document, *file.document)}
        self.derived: dict[str, Formula] = {}
        self.open: list[str] = []
        self.scope = _Names(self, {})
        self.needs: dict[str, tuple[model.Need, Condition]] = {}

    def edition(self, path: str) -> Edition:
        file = self.file
        self.problems += name_problems(file, self.vocabulary.facts, self.documents)
        shared = tuple(lever.id for lever in self.vocabulary.lever)
        self.problems += lever_problems(file.lever, file.facts, shared, file.districts)
        for name in file.derived:
            self.find(name)
        points = 10**file.policy.decimals
        lines = {name: Symbol(name, "quantity", den=points) for name in self.line_names()}
        self.needs = {
            name: (need, self.condition(("needs", name, "require"), need.require)) for name, need in file.needs.items()
        }
        results = _Names(self, lines)
        passing = _Names(self, {**lines, TOTAL: Symbol(TOTAL, "quantity", den=points)})
        self.check_rank_keys(passing)
        return Edition(
            file=file,
            path=path,
            documents=self.documents,
            facts=file.facts,
            constraints=self.conditions(
                "constraint", "require", file.constraint, lambda item: item.require, _Facts(self)
            ),
            gates=self.conditions("gate", "require", file.gate, lambda item: item.require),
            vetoes=self.conditions("veto", "when", file.veto, lambda item: item.when),
            routes=tuple(self.route(at, route) for at, route in enumerate(file.route)),
            places=self.optional("place", file.place, lambda item: item.when),
            indicators=tuple(
                (indicator, self.form(("indicator", at), indicator)) for at, indicator in enumerate(file.indicator)
            ),
            total=self.quantity(("result", "total"), file.result.total, results) if file.result.total else None,
            passes=self.condition(("result", "pass"), file.result.pass_, passing) if file.result.pass_ else None,
            caveats=self.optional("caveat", file.caveat, lambda item: item.when),
            relevance=self.of_facts("when", lambda path, text: self.condition(path, text, _Facts(self)))
            | self.relevance_of_points(),
            counts=self.of_facts("count", self.count),
            bearing=self.of_facts("records", self.months_or_not),
            excluding=self.of_facts("excluded_by", self.months_or_not),
            streaks=self.of_facts("streak", self.streak),
            derived=self.derived,
            shared={name: fact.name for name, fact in self.vocabulary.facts.items()},
            none_unless_told=frozenset(self.vocabulary.silence.means_none),
            tables={name: table for name, table in self.sources.items() if isinstance(table, model.DerivedTable)},
        )

    def check_rank_keys(self, scope: _Names) -> None:
        """Note the keys of ``rank_by`` that are no quantity, or one that no decimal shows exactly."""
        for at, key in enumerate(self.file.result.rank_by):
            symbol, place = scope.find(key), ("result", "rank_by", at)
            if symbol is None:
                self.problems.append((place, not_one_of(key, sorted(scope.names()))))
            elif symbol.kind != "quantity" or places_of(symbol.den, RANK_PLACES) is None:
                self.problems.append((place, Finding(code="not-a-rank-key", values={"seen": key})))

    def of_facts(self, key: str, parse: Callable[[KeyPath, Any], Read]) -> dict[str, Read]:
        """Parse a key of every fact that has it, by fact."""
        given = {name: getattr(fact, key) for name, fact in self.file.facts.items()}
        return {name: parse(("facts", name, key), value) for name, value in given.items() if value is not None}

    def optional(
        self, table: str, items: Iterable[Ruled], text: Callable[[Ruled], str | None]
    ) -> tuple[tuple[Ruled, Condition | None], ...]:
        """Parse the ``when`` of rules that may have none."""
        whens = ((at, item, text(item)) for at, item in enumerate(items))
        return tuple((item, self.condition((table, at, "when"), when) if when else None) for at, item, when in whens)

    def relevance_of_points(self) -> dict[str, Condition]:
        """Return when the points of a line that was not seen matter: where the line counts, if facts alone say that."""
        found = {}
        for line in self.file.unseen_lines:
            if line.when is not None and self.file.facts[line.points_fact].when is None:
                with suppress(InvalidPolicy):  # what is wrong with it is told of the line
                    found[line.points_fact] = parser.parse_condition(line.when, _Facts(self))
        return found

    def line_names(self) -> set[str]:
        groups = {indicator.group for indicator in self.file.indicator if indicator.group}
        return {indicator.id for indicator in self.file.indicator} | groups | {LINES}

    def find(self, name: str) -> Symbol | None:
        """Look a name up; parse the derived quantity of that name if it has not been yet."""
        if name in self.symbols or name not in self.sources:
            return self.symbols.get(name)
        if name in self.open:
            cycle = " → ".join([*self.open[self.open.index(name) :], name])
            raise InvalidPolicy([Finding(code="circular", values={"seen": cycle})])
        if len(self.open) >= DEEPEST:
            raise InvalidPolicy([Finding(code="formula-too-deep", values={"allowed": str(DEEPEST)})])
        self.open.append(name)
        source = self.sources[name]
        formula: Formula
        if isinstance(source, str):
            formula = self.any_formula(("derived", name), source)
        elif source.formula is not None and forms.forms_of(source) == ["formula"] and not source.rows:
            formula = self.any_formula(("derived", name, "formula"), source.formula)
        else:
            formula = self.form(("derived", name), source)
        self.open.pop()
        self.derived[name] = formula
        self.symbols[name] = of_formula(name, formula)
        return self.symbols[name]

    def conditions(
        self,
        table: str,
        key: str,
        items: Iterable[Ruled],
        text: Callable[[Ruled], str],
        scope: Scope | None = None,
    ) -> tuple[tuple[Ruled, Condition], ...]:
        return tuple((item, self.condition((table, at, key), text(item), scope)) for at, item in enumerate(items))

    def route(self, at: int, route: model.Route) -> tuple[model.Route, tuple[tuple[model.Need, Condition], ...]]:
        """Parse the needs of a route; one that stands in ``[needs]`` is named by its id."""
        needs = []
        for number, need in enumerate(route.need):
            place: KeyPath = ("route", at, "need", number)
            if isinstance(need, model.Need):
                needs.append((need, self.condition((*place, "require"), need.require)))
            elif need in self.needs:
                needs.append(self.needs[need])
            else:
                self.problems.append((place, not_one_of(need, list(self.needs))))
        return route, tuple(needs)

    def quantity(self, path: KeyPath, text: model.Points, scope: Scope | None = None) -> Quantity:
        if isinstance(text, int) and abs(text) < 10**parser.MOST_DIGITS:
            return ast.Number(text, 1)  # nearly every row of a table: no need of a parser
        return self.tried(path, lambda: parser.parse_quantity(str(text), scope or self.scope), _NOTHING)

    def condition(self, path: KeyPath, text: str, scope: Scope | None = None) -> Condition:
        return self.tried(path, lambda: parser.parse_condition(text, scope or self.scope), _NEVER)

    def tried(self, path: KeyPath, read: Callable[[], Parsed], instead: Parsed) -> Parsed:
        """Parse, or note what is wrong and go on with something harmless."""
        try:
            return read()
        except InvalidPolicy as error:
            self.problems += [(path, finding) for finding in error.findings]
            return instead

    def count(self, path: KeyPath, text: str) -> Counting:
        """Parse how records give a fact; an amount is the sum of the income tax of calendar years."""
        fact = self.file.facts[str(path[1])]
        found = self.record_set(path, text, of_months=fact.type == "months")
        if fact.type == "yuan" and found.sort != "years":
            values = {"seen": harmless(text), "allowed": "@year-set"}
            self.problems.append((path, Finding(code="wrong-kind", values=values)))
        return found

    def months_or_not(self, path: KeyPath, text: str) -> Counting:
        """Parse a set expression of any sort."""
        return self.record_set(path, text, of_months=False)

    def record_set(self, path: KeyPath, text: str, *, of_months: bool) -> Counting:
        """Parse a set expression; what counts months is a set of months."""
        lists = tuple(self.file.district_lists), tuple(self.file.city_lists), tuple(self.file.wages)
        found = self.tried(path, lambda: parse_set(text, *lists), _NO_RECORDS)
        claimed = self.file.facts.get(CLAIMED)
        options = claimed.choices if claimed else {}
        for part in parts_of(found.formula):
            for option in part.options if isinstance(part, BeforeGraduation) else ():
                if option not in options:
                    self.problems.append((path, not_one_of(option, list(options))))
        if of_months and found.sort != "months":
            values = {"seen": harmless(text), "allowed": "@month-set"}
            self.problems.append((path, Finding(code="wrong-kind", values=values)))
            return _NO_RECORDS
        return found

    def streak(self, path: KeyPath, streak: Streak) -> tuple[Counting, Counting | None]:
        tolerated = streak.tolerated and self.record_set((*path, "tolerated"), streak.tolerated, of_months=True)
        return self.record_set((*path, "of"), streak.of, of_months=True), tolerated or None

    def any_formula(self, path: KeyPath, text: str) -> Formula:
        instead: Formula = _NOTHING
        return self.tried(path, lambda: parser.parse(text, self.scope), instead)

    def form(self, path: KeyPath, item: forms.Formed) -> Quantity:
        """Build a quantity from the one form that a table uses, with its ``when``, ``cap`` and ``floor``."""
        problems = list(forms.form_problems(item))
        if problems:
            self.problems += [((*path, *place), finding) for place, finding in problems]
            return _NOTHING
        if isinstance(item, model.Indicator):
            return self.limited(path, item, self.of_form(path, item))
        quantity = self.of_form(path, item)
        if isinstance(item, model.Alternative) and item.when is not None:
            return nodes.when(self.condition((*path, "when"), item.when), quantity)
        return quantity

    def of_form(self, path: KeyPath, item: forms.Formed) -> Quantity:
        """Build the quantity of a table that uses just one form."""
        if isinstance(item, model.Indicator) and item.best_of:
            ways = enumerate(item.best_of)
            return nodes.greatest(*(self.form((*path, "best_of", at), way) for at, way in ways))
        if isinstance(item, model.Indicator) and item.unseen:
            told = self.quantity((*path, "unseen"), item.points_fact)
            return ast.Negative(told, told.den) if item.unseen == "deducts" else told
        if not isinstance(item, model.DerivedTable) and item.points is not None:
            quantity = self.quantity((*path, "points"), item.points)
            return self.spelled_out(quantity) if isinstance(item, model.Indicator) else quantity
        if item.choice is not None:
            symbol = self.choice_fact((*path, "choice"), item.choice)
            return self.built(forms.choice_of(symbol, item, path, self.quantity)) if symbol else _NOTHING
        measured = item.bands or item.tiers or ""
        build = forms.bands_of if item.bands else forms.tiers_of
        quantity = self.quantity((*path, "bands" if item.bands else "tiers"), measured)
        return self.built(build(quantity, item, path, self.quantity))

    def built(self, found: Quantity | list[tuple[KeyPath, Finding]]) -> Quantity:
        """Take a quantity as it is, or note what is wrong with it."""
        if isinstance(found, list):
            self.problems += found
            return _NOTHING
        return found

    def choice_fact(self, path: KeyPath, name: str) -> Symbol | None:
        """Look up the fact that a table of options is of; note where it is no choice."""
        symbol = self.find(name)
        if symbol is not None and symbol.kind == "choice":
            return symbol
        choices = [known.id for known in self.symbols.values() if known.kind == "choice"]
        self.problems.append((path, not_one_of(name, choices)))
        return None

    def spelled_out(self, quantity: Quantity) -> Quantity:
        """Return the rule of a derived quantity in place of its bare name, so that the line shows how it came about."""
        while isinstance(quantity, ast.Name):
            named = self.derived.get(quantity.id)
            if named is None or isinstance(named, ast.Condition):
                break
            quantity = named
        return quantity

    def limited(self, path: KeyPath, indicator: model.Indicator, quantity: Quantity) -> Quantity:
        if indicator.cap is not None:
            quantity = nodes.least(quantity, self.quantity((*path, "cap"), indicator.cap))
        if indicator.floor is not None:
            quantity = nodes.greatest(quantity, self.quantity((*path, "floor"), indicator.floor))
        if indicator.when is not None:
            quantity = nodes.when(self.condition((*path, "when"), indicator.when), quantity)
        return quantity
