"""One person of a table whose facts are counted from dated records: by the code that counts those of one applicant.

Nothing here knows of an engine or a process. A person goes in as texts and comes out as texts: what belongs in the
cells of facts that the table leaves empty, or what is wrong with the records.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import msgspec

from hukou_cli.applicant.document import Applicant
from hukou_cli.applicant.record_reader import read_records
from hukou_cli.applicant.records import Records
from hukou_cli.base.bilingual import pick
from hukou_cli.base.errors import Finding, InvalidApplicant
from hukou_cli.base.redaction import harmless
from hukou_cli.base.toml_source import KeyPath, path_text
from hukou_cli.facts.reading import read_fact
from hukou_cli.facts.types import UNKNOWN, Value
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.records.counting import Count, count_facts
from hukou_cli.records.remedies import remedies
from hukou_cli.rules.possible import UNDECIDED, Possible, all_of
from hukou_cli.rules.record_sets import CLAIMED
from hukou_cli.scoring.calculation import calculate
from hukou_cli.scoring.disputed import disputed_counts
from hukou_cli.scoring.inputs import Inputs, resolve
from hukou_cli.scoring.partial import outcomes_of
from hukou_cli.table.record_rows import RecordReader, heading_of
from hukou_cli.text.language import Language
from hukou_cli.text.record_table import EVENT, HEADINGS, KIND, KINDS

IN_TABLE: Mapping[str, str] = {
    "missing-key": "record-cell-empty",
    "to-before-from": "record-ends-too-early",
    "month-in-future": "record-month-in-future",
    "planned-is-past": "record-planned-is-past",
    "month-outside-record": "record-month-outside",
    "not-a-spouses": "record-not-a-spouses",
    "records-not-told": "record-kind-not-told",
    "study-not-told": "record-study-not-told",
    "no-district": "record-district-not-told",
    "registered-not-told": "record-declared-not-told",
    "endorsed-not-told": "record-endorsed-not-told",
}
"""The messages of an applicant's file that a table of records has other words for."""


_WRONG_TYPES: Mapping[str, str] = {"@flag": "not-a-flag", "@month": "record-not-a-month"}
"""The messages of values of another type, by the type that is allowed."""

_FOUND_IN_CELLS = ("contradicts", "more-than-life")
"""The mistakes of several facts together that are found where cells are read."""


class Person(msgspec.Struct, frozen=True, array_like=True):
    """A row of people with its records.

    Attributes:
        part: The number of the partition.
        cells: The cells of the row.
        rows: The lines and cells of the records that a long table has; empty for none.
        json: The records that the row itself holds, by kind: lists as JSON.

    """

    part: int
    cells: tuple[str | None, ...]
    rows: str = ""
    json: dict[str, str] = {}


class Mistake(NamedTuple):
    """What is wrong with the records of a person, in words, as the rejects list it; ``record`` is the record's line."""

    record: str
    column: str
    value: str
    code: str
    problem: str
    hint: str


class Counted(msgspec.Struct, frozen=True, array_like=True):
    """What the records of a person give.

    Attributes:
        cells: What belongs in the empty cells of facts, by the number of the column.
        mistakes: What is wrong with them.
        is_wrong: Whether anything is, be it in a cell on which a count hangs; then no cell is given.
        differing: Whether a fact is given that the records count otherwise; what is given counts.

    """

    cells: dict[int, str] = {}
    mistakes: tuple[Mistake, ...] = ()
    is_wrong: bool = False
    differing: bool = False


class Part(msgspec.Struct, frozen=True, dict=True):
    """The rows of one edition and round: ``columns`` has the number of the column of each fact."""

    edition: Edition
    round: RoundId
    columns: Mapping[str, int]

    @cached_property
    def read(self) -> dict[tuple[str, str], Value | None]:
        """What the texts of facts stand for, once read; None where for nothing."""
        return {}

    @cached_property
    def chosen(self) -> tuple[str, ...]:
        """The choices and dates, on which counts may hang."""
        return tuple(name for name in self.columns if self.edition.facts[name].type in ("choice", "date"))


class PersonCounter:
    """Counts the facts of one person after another.

    Args:
        parts: The editions and rounds.
        keys: The key of each column of the long table that is read, in the order of the cells; empty for no table.
        headings: The heading of each.
        language: The language of what is wrong.
        today: ``yyyymmdd``; no record may begin after it.

    """

    def __init__(
        self, parts: Sequence[Part], keys: Sequence[str], headings: Mapping[str, str], language: Language, today: int
    ) -> None:
        self._parts, self._headings, self._language, self._today = tuple(parts), headings, language, today
        self._reader = RecordReader(keys, language) if keys else None

    def count(self, person: Person) -> Counted:
        """Count the facts of a person."""
        part = self._parts[person.part]
        tables, lines, misread = self._records_of(person)
        records, misshapen = read_records(tables)
        given = {name: text for name, at in part.columns.items() if (text := person.cells[at])}
        known = {name: value for name in part.chosen if (value := self._read(part, name, given)) is not None}
        born = known.get("birth_date")
        count = count_facts(
            records, part.edition, part.edition.calendar.window(part.round), known,
            today=self._today, born=born if isinstance(born, int) else None,
        )  # fmt: skip
        told = _Teller(lines, self._headings, self._language, part.edition, in_table=bool(person.rows))
        mistakes = [*misread, *(told.of_record(path, finding) for path, finding in (*misshapen, *count.problems))]
        if mistakes:
            return Counted(mistakes=tuple(sorted(mistakes, key=lambda each: int(each.record or 0))), is_wrong=True)
        values = {name: counted.value for name, counted in count.facts.items()}
        open_ = {name for name in count.open if name not in given and name in part.columns}
        if open_ or self._has_disputed(part, given, values):
            return self._settled(part, given, records, count, told)
        return self._cells(part, given, values, count)

    def _records_of(self, person: Person) -> tuple[dict[str, object], dict[KeyPath, int], list[Mistake]]:
        """Return the tables of records of a person, the lines of those of the long table, and what is wrong."""
        tables: dict[str, object] = {kind: json.loads(text, parse_float=str) for kind, text in person.json.items()}
        if self._reader is None or not person.rows:
            return tables, {}, []
        read = self._reader.read(person.rows)
        before = {kind: len(own) for kind, own in tables.items() if isinstance(own, list)}
        lines: dict[KeyPath, int] = {}
        for (kind, at), line in read.lines.items():
            lines[kind, at + before.get(kind, 0)] = line
        for kind, listed in read.tables.items():
            own = tables.get(kind)
            tables[kind] = [*own, *listed] if isinstance(own, list) else listed
        misread = [
            _mistake(str(line), heading_of(key, self._headings, self._language), finding, self._language)
            for line, key, finding in read.misread
        ]
        return tables, lines, misread

    def _read(self, part: Part, name: str, given: Mapping[str, str]) -> Value | None:
        """Return the value of a fact that is given; None where it is not, or cannot be read."""
        text = given.get(name)
        if text is None or text == UNKNOWN:
            return None
        if (name, text) not in part.read:
            most = part.edition.calendar.window(part.round).limits[name][1]
            value = read_fact(part.edition.facts[name], text, most, self._today)
            part.read[name, text] = None if isinstance(value, Finding) else value
        return part.read[name, text]

    def _has_disputed(self, part: Part, given: Mapping[str, str], values: dict[str, Value]) -> bool:
        """Return whether two readings of a fact differ and nobody says which holds; add the others to the values."""
        readings = part.edition.file.readings
        if not readings:
            return False
        asked = dict.fromkeys(name for each in readings.values() for name in (*each.facts, each.decided_by))
        known = {name: value for name in asked if (value := self._read(part, name, given)) is not None} | values
        disputed = dict(disputed_counts(given, known, part.edition))
        values |= {name: known[name] for name in readings if name in known and name not in given}
        return bool(disputed)

    def _cells(self, part: Part, given: Mapping[str, str], values: Mapping[str, Value], count: Count) -> Counted:
        """Return what belongs in empty cells, where the records settle everything."""
        cells, differing = {}, False
        for name, value in values.items():
            if name not in given:
                cells[part.columns[name]] = part.edition.facts[name].text(value)
            elif name in count.facts and not count.facts[name].is_bare:
                differing |= self._read(part, name, given) not in (None, value)
        return Counted(cells, differing=differing)

    def _settled(
        self, part: Part, given: Mapping[str, str], records: Records, count: Count, told: "_Teller"
    ) -> Counted:
        """Return what belongs in empty cells where records leave facts open, if that makes no difference.

        The whole row is resolved as one applicant is, what is missing within the limits that the records leave.
        """
        edition, window = part.edition, part.edition.calendar.window(part.round)
        values = {name: counted.value for name, counted in count.facts.items()}
        applicant = Applicant(plain=dict(given), records=records)
        try:
            inputs = resolve(applicant, edition, window, self._today, may_be_empty=True, seen=count.view)
            calculated = calculate(edition, inputs, window)
            outcomes = outcomes_of(edition, inputs, window, calculated) if inputs.missing else None
        except InvalidApplicant as error:  # a mistake in a cell is found where cells are read
            names = [finding.place.removeprefix("facts.") for finding in error.findings]
            unread = {name for name in names if name in given and self._read(part, name, given) is None}
            left = [each for each in error.findings if each.place.removeprefix("facts.") not in unread]
            own = [told.of_facts(finding) for finding in left if finding.code not in _FOUND_IN_CELLS]
            return Counted(mistakes=tuple(own), is_wrong=True)
        values |= {name: inputs.values[name] for name in edition.file.readings if name in inputs.values.keys() - given}
        found = self._cells(part, given, values, count)
        if outcomes is None:
            return found
        deciding = {*outcomes.decided_by, *outcomes.total_decided_by}
        open_routes = [needs for needs in outcomes.routes if all_of(need.range for need in needs) == UNDECIDED]
        deciding |= {fact for needs in open_routes for need in needs for fact in need.decided_by}
        if not deciding:
            settled = _anything_possible(edition, inputs, calculated.values)
            cells = {part.columns[name]: edition.facts[name].text(value) for name, value in settled.items()}
            return Counted({**found.cells, **cells}, differing=found.differing)
        missing = [name for name in edition.facts if name in deciding]
        return Counted(mistakes=tuple(told.of_missing(name, inputs, edition) for name in missing), is_wrong=True)


def _anything_possible(edition: Edition, inputs: Inputs, known: Mapping[str, Value]) -> dict[str, Value]:
    """Return values of the missing facts that no constraint forbids, where all that they may have come to the same."""
    ends = []
    for last in (False, True):
        end = {name: _end(name, edition, possible, last=last) for name, possible in inputs.missing.items()}
        ends.append(end | {name: each.yes if end[each.by] else each.no for name, each in inputs.disputed.items()})
        values = {**known, **ends[-1]}
        if all(holds(values).value for holds in edition.evaluators.constraints):
            break
    return ends[-1]


def _end(name: str, edition: Edition, possible: Possible, *, last: bool) -> Value:
    """Return the first or the last value that a fact may have."""
    if isinstance(possible, frozenset):
        options = [option for option in edition.facts[name].choices if option in possible]
        return options[-1 if last else 0]
    value = possible[1 if last else 0]
    return bool(value) if edition.facts[name].type == "flag" else value


class _Teller:
    """Puts into words what is wrong with the records of one person.

    Args:
        lines: The line of each record of the long table.
        headings: The heading of each key in it.
        language: The language.
        edition: The policy.
        in_table: Whether the person has records in it.

    """

    def __init__(
        self,
        lines: Mapping[KeyPath, int],
        headings: Mapping[str, str],
        language: Language,
        edition: Edition,
        *,
        in_table: bool,
    ) -> None:
        self._lines, self._headings, self._language, self._in_table = lines, headings, language, in_table
        self._edition = edition

    def of_record(self, path: KeyPath, finding: Finding) -> Mistake:
        """Return what is wrong in a record, by its path."""
        line = self._lines.get(path[:2])
        if line is None:
            return _mistake("", path_text(path), finding, self._language)
        key = str(path[2]) if len(path) > 2 else str(finding.values.get("key", KIND))  # noqa: PLR2004
        column = heading_of(EVENT if key == "kind" else key, self._headings, self._language)
        kind = KINDS[str(path[0])]
        values = {**finding.values, "column": column, "kind_en": kind.en, "kind_zh": kind.zh}
        values |= {"city": self._edition.file.policy.folder, "example": self._example(key)}
        if finding.code in IN_TABLE:
            finding = finding._replace(code=IN_TABLE[finding.code], advice=None)
        code = finding.code
        if code == "wrong-type":
            code = _WRONG_TYPES.get(finding.allowed, code)
        return _mistake(str(line), column, finding._replace(code=code, values=values), self._language)

    def _example(self, key: str) -> str:
        """Return what a cell of a key may hold, in the language of who reads it."""
        policy = self._edition.file.policy
        given = {
            "city": pick(policy.name, self._language),
            "level": self._label_of("bachelor"),
            "tenure": "租房" if self._language == "zh" else "rented",
        }
        return given.get(key) or {"year": "2024", "income": "21600", "date": "2020-05-01"}.get(key, "2012-07")

    def _label_of(self, level: str) -> str:
        """Return the label of a level of study; of one that the policy does not have, its id."""
        degree = self._edition.facts.get(CLAIMED)
        options = {} if degree is None else degree.choices
        return pick(options[level], self._language) if level in options else level

    def of_facts(self, finding: Finding) -> Mistake:
        """Return what is wrong with several facts together."""
        return _mistake("", finding.place.removeprefix("facts."), finding, self._language)

    def of_missing(self, name: str, inputs: Inputs, edition: Edition) -> Mistake:
        """Return that a fact is missing which decides the answer, and what to add to the records."""
        fact = edition.facts[name]
        values = {"fact": name, "zh": fact.name.zh, "en": fact.name.en, "help": "@fill-number"}
        values["help"] = "@fill" if fact.type in ("flag", "choice", "date") else "@fill-number"
        missing = Finding(code="missing-fact", values=values)
        assert inputs.records is not None
        hints = [self._hint(finding) for finding in remedies(inputs.records, [name])]
        told = _mistake("", name, missing, self._language)
        return told._replace(hint=" ".join(hints)) if hints else told

    def _hint(self, finding: Finding) -> str:
        """Return what to add to the records."""
        if not self._in_table:
            return finding.sentence(self._language)
        values = dict(finding.values)
        at = {path_text(path): line for path, line in self._lines.items()}
        values["lines"] = ("、" if self._language == "zh" else ", ").join(
            str(at[place]) for place in finding.seen.split() if place in at
        )
        values["level"] = self._label_of(values.get("level", ""))
        if "kind" in values:
            words = KINDS[values["kind"]]
            values |= {"kind_en": words.en, "kind_zh": words.zh}
        for key in ("kind", "city", "from", "district", "registered", "endorsed", "level"):
            values[f"{key}_heading"] = self._headings.get(key) or HEADINGS[key].of(self._language)
        return finding._replace(code=IN_TABLE[finding.code], values=values).sentence(self._language)


def _mistake(line: str, column: str, finding: Finding, language: Language) -> Mistake:
    return Mistake(
        line, harmless(column), finding.seen, finding.code, finding.sentence(language), finding.remedy(language)
    )
