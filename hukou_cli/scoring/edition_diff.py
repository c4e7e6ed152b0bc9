"""The difference between two editions: rules by id, and who gains and loses on the worked examples."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from hukou_cli.base.errors import HukouError
from hukou_cli.policy.cases import Case, CaseFile
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.procedure import Channel, Paper, Statement, procedure_statements
from hukou_cli.policy.rounds import RoundId, read_round
from hukou_cli.rules.ast import Formula, Name, Quantity
from hukou_cli.rules.prose import words
from hukou_cli.scoring.examples import applicant_in
from hukou_cli.scoring.result import Score
from hukou_cli.scoring.score import score_under

Table = Literal["gates", "vetoes", "routes", "lines", "derived", "result", "facts", "procedure"]

Told = Channel | Statement | Paper
"""What is said of how one applies."""

Rule = Formula | tuple[Formula, ...] | Told | None


class Change(msgspec.Struct, frozen=True):
    """One rule that is not the same: None on the side where there is none. ``id`` is its name in the table.

    What is said of how one applies stands in the table ``procedure``, its part before the id: ``step.review``.
    """

    table: Table
    id: str
    before: Rule
    after: Rule


class ExampleChange(msgspec.Struct, frozen=True):
    """One worked example under both editions, and whose example it is."""

    case: Case
    of: Edition
    before: Score
    after: Score

    @property
    def difference(self) -> Decimal | None:
        """The later total less the earlier; None where one of the totals is open."""
        if self.before.total is None or self.after.total is None:
            return None
        return self.after.total - self.before.total


class Diff(msgspec.Struct, frozen=True):
    """Two editions compared. ``left_out`` counts the examples that one of them cannot score."""

    before: Edition
    after: Edition
    changes: tuple[Change, ...]
    examples: tuple[ExampleChange, ...]
    left_out: int


def diff(before: Edition, after: Edition, cases: Sequence[tuple[Edition, CaseFile]]) -> Diff:
    """Compare two editions.

    Args:
        before: The earlier edition.
        after: The later one.
        cases: The worked examples of either, with whose they are; each is scored under both in the round it names.

    """
    examples, left_out = [], 0
    for of, file in cases:
        for case in file.case:
            found = _compared(case, of, file, before, after)
            if found is None:
                left_out += 1
            else:
                examples.append(found)
    return Diff(before, after, tuple(_changes(before, after)), tuple(examples), left_out)


def _changes(before: Edition, after: Edition) -> Iterator[Change]:
    """Yield the rules that differ, table by table, those of the earlier edition first."""
    tables_before, tables_after = _rules(before), _rules(after)
    for table, old in tables_before.items():
        new = tables_after[table]
        for name in dict.fromkeys((*old, *new)):
            if (name in old) != (name in new) or _said(old.get(name)) != _said(new.get(name)):
                yield Change(table, name, old.get(name), new.get(name))


def _said(rule: Rule) -> tuple[object, ...]:
    """Write a rule in words with the ids as they are: a name may stand over another denominator and be the same.

    Of how one applies all counts but the sources: who else says the same changes nothing.
    """
    if isinstance(rule, Channel | Statement | Paper):
        return tuple([value for key, value in msgspec.structs.asdict(rule).items() if key != "source"])
    parts = rule if isinstance(rule, tuple) else (rule,)
    return tuple(words(part, lambda name, option: option or name, "en") for part in parts if part is not None)


def _rules(edition: Edition) -> dict[Table, dict[str, Rule]]:
    """Return an edition's rules by table and id; a fact stands there as asked for, without a rule."""
    return {
        "gates": {gate.id: formula for gate, formula in edition.gates},
        "vetoes": {veto.id: formula for veto, formula in edition.vetoes},
        "routes": {route.id: tuple(formula for _, formula in needs) for route, needs in edition.routes},
        "lines": {indicator.id: _taken(formula, edition) for indicator, formula in edition.indicators},
        "result": {
            name: formula
            for name, formula in (("total", edition.total), ("pass", edition.passes))
            if formula is not None
        },
        "derived": dict(edition.derived),
        "facts": dict.fromkeys(edition.facts),
        "procedure": dict(_procedure(edition)),
    }


def _procedure(edition: Edition) -> Iterator[tuple[str, Told]]:
    """Yield what is said of how one applies, and of what to bring, by its part and id."""
    for part, statements in procedure_statements(edition.file.procedure).items():
        yield from ((f"{part}.{statement.id}", statement) for statement in statements)
    yield from ((f"paper.{paper.id}", paper) for paper in edition.file.paper)


def _taken(line: Quantity, edition: Edition) -> Quantity:
    """Return a line whose points are a derived quantity with its bare name: a change is told of the latter alone."""
    names = (name for name, formula in edition.derived.items() if formula is line)
    name = next(names, None)
    return line if name is None else Name(name, line.den)


def _compared(case: Case, of: Edition, file: CaseFile, before: Edition, after: Edition) -> ExampleChange | None:
    """Score a worked example under both; None where one of them lacks a fact of it, or does not ask for one."""
    named = read_round(case.round)
    if named is None:
        return None
    try:
        applicant = applicant_in(case, file.base)
        old, new = (score_under(applicant, edition, _round(edition, named)) for edition in (before, after))
    except HukouError:
        return None
    if any(note.code == "not-asked" for result in (old, new) for note in result.notes):
        return None
    return ExampleChange(case, of, old, new)


def _round(edition: Edition, named: RoundId) -> RoundId:
    """Take the round that is named, where the edition has rounds of that kind; else its latest."""
    return named if edition.calendar.has_kind(named) else edition.calendar.latest
