"""The facts of one applicant as one edition needs them: given, counted, assumed, missing, or wrong."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from hukou_cli.applicant.document import Applicant
from hukou_cli.base.calendar import LATEST
from hukou_cli.base.city_names import fold_city_name
from hukou_cli.base.errors import Finding, InvalidApplicant, nearest
from hukou_cli.base.redaction import harmless
from hukou_cli.base.toml_source import KeyPath, line_of, path_text
from hukou_cli.facts.reading import read_fact
from hukou_cli.facts.types import UNKNOWN, Fact, Value
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.round_calendar import Window
from hukou_cli.records.other_cities import is_beside, other_city
from hukou_cli.rules.ast import names_in
from hukou_cli.rules.intervals import Possible

if TYPE_CHECKING:  # counting costs time to import, and many applicants have no records
    from hukou_cli.records.counting import Counted
    from hukou_cli.records.view import RecordView

COMMAND_LINE = "--set"
ENOUGH = 50
"""How many findings bring the nearest right word."""


class Inputs(msgspec.Struct, frozen=True):
    """Every fact of an edition for one applicant; ``assumed`` names those that stand at a default that matters.

    ``missing`` holds what each fact that is not known may still be, in the order of the edition.
    """

    values: dict[str, Value]
    assumed: tuple[str, ...]
    missing: dict[str, Possible] = {}
    counts: "dict[str, Counted]" = {}
    held: "RecordView | None" = None
    notes: tuple[Finding, ...] = ()


def resolve(applicant: Applicant, edition: Edition, window: Window, today: int = LATEST) -> Inputs:
    """Read every fact that an edition asks for, within the limits of a round.

    Raises InvalidApplicant with everything that is wrong, or where nothing at all is known.
    """
    reader = _Reader(applicant, edition, window, today)
    reader.read()
    reader.count_records()
    assumed = tuple(reader.assume())
    reader.narrow()
    if not reader.found:
        reader.refuse_nothing()
        reader.constrain()
    if reader.found:
        raise InvalidApplicant(sorted(reader.found, key=lambda finding: finding.line))
    return Inputs(reader.values, assumed, reader.missing, reader.counts, reader.held, tuple(reader.notes))


class _Reader:
    """Goes through one applicant's facts and keeps their values and what is wrong with them."""

    def __init__(self, applicant: Applicant, edition: Edition, window: Window, today: int) -> None:
        self.applicant = applicant
        self.edition = edition
        self.window = window
        self.today = today
        self.values: dict[str, Value] = {}
        self.missing: dict[str, Possible] = {}
        self.unknown: set[str] = set()
        self.found: list[Finding] = list(applicant.found)
        self.counts: dict[str, Counted] = {}
        self.held: RecordView | None = None
        self.notes: list[Finding] = []
        self.written = self.collect()

    def collect(self) -> dict[str, tuple[KeyPath, object]]:
        """Collect what was written for this edition's city, and note words that mean nothing in any edition."""
        written: dict[str, tuple[KeyPath, object]] = {}
        for path, facts in self.places():
            for name, raw in facts.items():
                problem = self.misplaced(name, path)
                if problem is not None:
                    self.note((*path, name), problem)
                elif name in written and path != (COMMAND_LINE,) and written[name][1] != raw:
                    values = {"fact": name, "seen": harmless(raw), "other": harmless(written[name][1])}
                    self.note((*path, name), Finding(code="two-values", values=values))
                else:
                    written[name] = ((*path, name), raw)
        return written

    def places(self) -> Iterator[tuple[KeyPath, Mapping[str, object]]]:
        """Give the facts that are this city's, each with their place; note tables that mean no city."""
        applicant, names = self.applicant, self.edition.spellings.city
        yield (), applicant.person
        if applicant.city is None or fold_city_name(applicant.city) in names:
            yield ("facts",), applicant.plain
        elif applicant.plain:
            self.notes.append(other_city(applicant.city, self.edition))
        for city, facts in applicant.facts.items():
            if fold_city_name(city) in names:
                yield ("facts", city), facts
            elif city in self.edition.facts:
                self.note(("facts", city), Finding(code="fact-is-table", values={"fact": city}))
            elif (close := nearest(fold_city_name(city), names)) and not is_beside(city, self.edition):
                values = {"seen": harmless(city), "nearest": close, "allowed": self.edition.file.policy.city}
                self.note(("facts", city), Finding(code="unknown-city", values=values))
        yield (COMMAND_LINE,), applicant.set_

    def misplaced(self, name: str, path: KeyPath) -> Finding | None:
        """Tell what is wrong with a name where it stands: a city's fact at the top level, or a word nobody knows."""
        edition = self.edition
        fact = edition.facts.get(name)
        if fact is not None:
            if path or fact.scope == "person":
                return None
            return Finding(code="belongs-to-city", values={"fact": name, "city": edition.file.policy.city})
        elsewhere = edition.neighbours.facts
        if name in elsewhere:
            return None
        many = len(self.found) > ENOUGH  # whoever has so much wrong is not helped by guesses, which take time
        close = "" if many else nearest(name, [*edition.facts, *elsewhere]) or ""
        values = {"fact": harmless(name), "nearest": close, "allowed": " ".join(edition.facts)}
        return Finding(code="unknown-fact", values=values)

    def read(self) -> None:
        """Read what was written; note what this edition does not ask for."""
        unused = [name for name in self.written if name not in self.edition.facts]
        if unused:
            self.notes.append(Finding(code="not-asked", values={"seen": " ".join(unused)}))
        for name, (path, raw) in self.written.items():
            fact = self.edition.facts.get(name)
            if fact is None:
                continue  # a word of another city or edition
            if raw == UNKNOWN:
                self.unknown.add(name)
                continue
            value = read_fact(fact, raw, self.window.limits[name][1], self.today)
            if isinstance(value, Finding):
                self.note(path, value if fact.advice is None else value._replace(advice=fact.advice.by_language))
            else:
                self.values[name] = value

    def count_records(self) -> None:
        """Count facts from dated records; what is given straight wins, and a difference is noted."""
        records = self.applicant.records
        if records is None:
            return
        from hukou_cli.records.counting import count_facts
        from hukou_cli.records.validation import unplaced

        chosen = {name: value for name, value in self.values.items() if self.edition.facts[name].type == "choice"}
        birth_date = self.values.get("birth_date")
        born = birth_date if isinstance(birth_date, int) else None
        count = count_facts(records, self.edition, self.window, chosen, today=self.today, born=born)
        for path, finding in count.problems:
            self.note(path, finding)
        for name, counted in count.facts.items():
            if name not in self.written:
                self.values[name] = counted.value
            elif name in self.values and self.values[name] != counted.value:
                fact = self.edition.facts[name]
                values = {"fact": name, "seen": fact.text(self.values[name]), "other": fact.text(counted.value)}
                self.notes.append(Finding(code="given-and-counted", values=values))
        self.unknown |= count.open - self.written.keys()
        self.counts, self.held = count.facts, count.view
        self.notes += count.notes
        if count.view is not None:
            asked = [name for name in count.facts if name not in self.written]
            seen = " ".join(path_text(record.path) for record in unplaced(count.view, asked))
            if seen:
                self.notes.append(Finding(code="no-district", values={"seen": seen}))

    def assume(self) -> Iterator[str]:
        """Put defaults in place of what was not written; give the names of those that matter. Note what is missing."""
        for name, fact in self.edition.facts.items():
            if (name in self.written and name not in self.unknown) or name in self.values:
                if name in self.counts and self.counts[name].is_bare and self.matters(name):
                    yield name
                continue
            lowest, highest = self.window.limits[name]
            if fact.since and lowest == highest:
                self.values[name] = lowest  # a window that has not begun by this round holds no month
            elif name in self.edition.defaults and name not in self.unknown:
                self.values[name] = self.edition.defaults[name]
                if self.matters(name):
                    yield name
            elif name in self.edition.used and not self.matters(name):
                self.values[name] = _least(fact, lowest)  # no rule can tell it from any other
            elif name in self.edition.used:
                latest = min(highest, self.today) if fact.type == "date" else highest
                self.missing[name] = frozenset(fact.choices) if fact.type == "choice" else (lowest, latest)

    def narrow(self) -> None:
        """Leave a choice only the options that go with the fact that narrows it; a single one left is then known."""
        for name, by in self.edition.narrowed.items():
            narrowing = self.edition.facts[name].narrowing
            value, source, left = self.values.get(name), self.values.get(by), self.missing.get(name)
            if isinstance(value, str) and isinstance(source, str) and value not in narrowing[source]:
                values = {
                    "fact": name,
                    "seen": value,
                    "other": f"{by} = {source}",
                    "allowed": " ".join(narrowing[source]),
                }
                path = self.written[name][0] if name in self.written else ("facts", name)
                self.note(path, Finding(code="contradicts", values=values))
            elif isinstance(left, frozenset) and isinstance(source, str):
                self.missing[name] = options = left.intersection(narrowing[source])
                if len(options) == 1:
                    self.values[name] = next(iter(options))
                    del self.missing[name]

    def refuse_nothing(self) -> None:
        """Note it where nothing is known of the applicant but defaults."""
        known = (name for name in self.written if name in self.edition.facts and name not in self.unknown)
        if not any(known) and not self.counts and self.missing:
            values = {"allowed": " ".join(self.missing)}
            self.found.append(Finding(code="nothing-known", values=values, file=self.applicant.file))

    def matters(self, name: str) -> bool:
        """Tell whether a fact's ``when`` holds; where that cannot be told yet, it matters."""
        condition = self.edition.evaluators.relevance.get(name)
        try:
            return condition is None or bool(condition(self.values).value)
        except KeyError:
            return True

    def constrain(self) -> None:
        """Note every constraint that the facts together break."""
        edition = self.edition
        for (constraint, formula), holds in zip(edition.constraints, edition.evaluators.constraints, strict=True):
            if self.missing and not self.missing.keys().isdisjoint(names_in(formula)):
                continue  # what it leaves of the facts that are missing is worked out with the interval
            if not holds(self.values).value:
                named = [
                    (name, self.edition.facts[name].text(self.values[name]))
                    for name in constraint.facts
                    if name in self.values
                ]
                values = {"seen": ", ".join(f"{name} = {text}" for name, text in named), "rule": constraint.require}
                first = constraint.facts[0]
                path = self.written[first][0] if first in self.written else ("facts", first)
                self.note(path, Finding(code="constraint", values=values, advice=constraint.advice.by_language))

    def note(self, path: KeyPath, finding: Finding) -> None:
        """Keep a finding with its place in the applicant's file, or on the command line."""
        if path[0] == COMMAND_LINE:
            self.found.append(finding.at(place=f"{COMMAND_LINE} {path[1]}"))
        else:
            line = line_of(self.applicant.text, path)
            self.found.append(finding.at(file=self.applicant.file, line=line, place=path_text(path)))


def _least(fact: Fact, lowest: int) -> Value:
    """Give the first value that a fact may have: its first option, no, or its lowest number or day."""
    match fact.type:
        case "choice":
            return next(iter(fact.choices))
        case "flag":
            return False
        case "months" | "count" | "yuan" | "number" | "date":
            return lowest
