"""Both readings of random policies on random rows: one applicant in Python against a table in SQL.

``python -m tests.hardening.parity`` prints the figures of docs/reliability.md; with numbers, so many policies are made,
of so many rows each, from this seed. The policies have what is hard for one of the readings: points of thousands of
millions and of many decimals, wide bands, months and amounts without limit, choices that narrow one another in a chain,
numbers of a list with a largest value, defaults, facts that matter under a condition.
"""

import datetime
import sys
from collections.abc import Iterator
from itertools import count, islice
from random import Random
from typing import Any, NamedTuple

import duckdb
import msgspec

from hukou_cli import reject_table, score_table
from hukou_cli.applicant.document import Applicant
from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.errors import InvalidApplicant, InvalidPolicy
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.result import Score
from hukou_cli.scoring.score import score_under
from tests.support.springfield import edition_with

TODAY, DAY, ROUND = 20260115, datetime.date(2026, 1, 15), 2026
SOURCE = {"document": "law", "article": "1"}
NUMBERS = ["0", "1", "2", "3", "12", "0.5", "3.5", "0.01", "10.25", "84", "100", "1800", "33.333333"]
LARGE = [
    "21474836.47",
    "21474836.48",
    "42949672.96",
    "50000000",
    "99999999.99",
    "100000000",
    "2147483647",
    "2147483648",
    "4294967296",
    "999999999999",
    "92233720368547.58",
    "999999999999999",
    "46116860184.27387904",
    "0.000000001",
    "123456789.123456789",
]
OF_MISSING = {"nothing-known", "no-combination"}
"""Codes of an applicant of whom something is missing: a row is told what."""

LACKING = {"missing-fact", "empty-row"}
"""Codes of rows that lack a fact."""

WRONG = [
    "-1",
    "x",
    "9999999999999999",
    "1.23456789",
    "1e2",
    "12.0",
    "１２",
    "12个月",
    "1,000",
    "0x1f",
    "+5",
    ".5",
    "007",
    "1/2",
    "99999999999999",
    "3.0000000000",
]
"""Texts of numbers, of which some facts may have some."""

OPTIONS = ("none", "low", "high", "top")


class Outcome(NamedTuple):
    """What came of one row in one reading: its figures, or why it was refused; open where neither.

    Where a fact is missing, one applicant may do without more facts than a row of a table, and a table takes a missing
    number without ``max`` to be at most the largest of its type, which leaves one applicant's answer open; and one of
    whom nothing is known is refused, though a row of nobody's facts may be settled.
    """

    figures: dict[str, str] | None
    codes: frozenset[str] = frozenset()
    lacks: bool = False
    may_be_settled: bool = False

    def agrees_with(self, table: "Outcome") -> bool:
        """Tell whether a table says the same of this applicant, or asks for a fact that is missing."""
        if table.figures is None and not table.codes and table.lacks:
            return not self.codes and (self.figures is None or self.lacks)
        if self.figures is None and not self.codes and self.may_be_settled:
            return not table.codes
        return (self.figures, self.codes) == (table.figures, table.codes)


# ---------------------------------------------------------------- policies


class Writer:
    """Writes one random policy. ``facts`` holds its facts by name, ``by_type`` the names of each type."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.facts: dict[str, dict[str, Any]] = {}
        self.derived: dict[str, str] = {}

    def edition(self) -> Edition:
        """Build the edition. Raises InvalidPolicy where the policy is refused."""
        random = self.random
        for at in range(random.randint(3, 7)):
            self._add_fact(f"f{at}")
        for at in range(random.randint(0, 2)):
            self.derived[f"d{at}"] = self.quantity(2)
        lines = [self._line(at) for at in range(random.randint(1, 4))]
        gates = [
            {"id": f"gate{at}", "name": "x", "require": self.condition(1), "source": SOURCE}
            for at in range(random.randint(0, 2))
        ]
        result = {"pass": f"total >= {random.choice(NUMBERS)}"}
        if random.random() < 0.3:
            result["total"] = f"min(lines, {self._number()})"
        return edition_with(
            "insurance", facts=self.facts, derived=self.derived, gate=gates, indicator=lines, result=result
        )

    def _add_fact(self, name: str) -> None:
        random = self.random
        kind = random.choice(["months", "count", "yuan", "number", "number", "flag", "choice", "choice", "date"])
        fact: dict[str, Any] = {"type": kind, "name": name}
        others = [other for other, told in self.facts.items() if told["type"] == "choice"]
        match kind:
            case "months" | "count" if random.random() < 0.5:
                fact["max"] = random.choice([0, 1, 12, 600, 1800])
            case "yuan" | "number":
                fact["decimals"] = random.choice([0, 0, 1, 2, 3, 6])
                if random.random() < 0.4:
                    fact["max"] = random.choice([1, 100, 10**6, 10**9])
                if kind == "number" and random.random() < 0.5:
                    listed = random.sample([0, 1, 2, 5, 10, 99, 10**6, 10**8, 10**9], random.randint(1, 4))
                    fact["allowed"] = sorted(listed)
            case "choice":
                fact["choices"] = {option: Bilingual(zh=f"{name}{option}", en=f"{name} {option}") for option in OPTIONS}
                if others and random.random() < 0.7:
                    fact["narrowed_by"] = random.choice(others)
                    fact["narrowing"] = {
                        option: sorted(random.sample(OPTIONS, random.choice([1, 1, 2, 3]))) for option in OPTIONS
                    }
        if random.random() < 0.25:
            default: dict[str, Any] = {"flag": False, "choice": random.choice(OPTIONS), "date": None}
            given = default.get(kind, (fact.get("allowed") or [0])[0])
            if given is not None:
                fact["default"] = given
        if self.facts and random.random() < 0.2:
            fact["when"] = self.condition(1)
        self.facts[name] = fact

    def _line(self, at: int) -> dict[str, Any]:
        random = self.random
        line: dict[str, Any] = {"id": f"line{at}", "name": "x", "source": SOURCE}
        choices = self._named("choice")
        form = random.choice(["points", "points", "bands", "choice"])
        if form == "choice" and choices:
            split = random.randint(1, len(OPTIONS))
            line["choice"] = random.choice(choices)
            line["rows"] = [{"option": option, "points": self._number()} for option in OPTIONS[:split]]
            line["others"] = self._number()
        elif form == "bands":
            line["bands"] = self.quantity(1)
            edges = random.sample([*NUMBERS, *LARGE], random.randint(1, 4))
            line["rows"] = [{"from": edge, "points": self._number()} for edge in edges]
            line["others"] = self._number()
        else:
            line["points"] = self.quantity(2)
        if random.random() < 0.2:
            line["core"] = "insurance"
        return line

    def _named(self, *kinds: str) -> list[str]:
        return [name for name, fact in self.facts.items() if fact["type"] in kinds]

    def _number(self) -> str:
        sign = "-" if self.random.random() < 0.1 else ""
        return sign + self.random.choice(LARGE if self.random.random() < 0.35 else NUMBERS)

    def quantity(self, depth: int) -> str:
        """Write a quantity."""
        random = self.random
        names = [*self._named("months", "count", "yuan", "number"), *self.derived]
        if depth == 0 or random.random() < 0.15:
            return random.choice(names) if names and random.random() < 0.7 else self._number()
        part = [self.quantity(depth - 1) for _ in range(2)]
        dates = [*self._named("date"), "as_of", "'2000-02-29'"]
        return random.choice(
            [
                f"({part[0]} {random.choice('+-*')} {part[1]})",
                f"({part[0]} / {random.choice(['12', '7', '0.5', '1.5', '1000000'])})",
                f"{random.choice(['min', 'max'])}({part[0]}, {part[1]})",
                f"whole(max(0, {part[0]}))",
                f"rest(max(0, {part[0]}))",
                f"round({part[0]}, {random.randint(0, 3)})",
                f"({part[0]} if {self.condition(depth - 1)} else {part[1]})",
                f"completed_{random.choice(['years', 'months'])}({random.choice(dates)}, as_of)",
            ]
        )

    def condition(self, depth: int) -> str:
        """Write a condition."""
        random = self.random
        forms = [
            f"({self.quantity(min(depth, 1))} {random.choice(['<', '<=', '>', '>=', '==', '!='])} {self.quantity(0)})"
        ]
        forms += self._named("flag")
        forms += [f"({name} in ('{random.choice(OPTIONS)}', 'top'))" for name in self._named("choice")]
        if depth:
            forms.append(f"(not {self.condition(depth - 1)})")
            forms.append(f"({self.condition(depth - 1)} {random.choice(['and', 'or'])} {self.condition(depth - 1)})")
        return random.choice(forms)


# ---------------------------------------------------------------- rows


def rows_of(edition: Edition, count: int, random: Random) -> Iterator[dict[str, str]]:
    """Give rows of text: most cells good, some empty, unknown or wrong."""
    limits = edition.calendar.window(RoundId(ROUND)).limits
    for _ in range(count):
        yield {name: _cell(edition, name, limits[name], random) for name in edition.facts}


def _cell(edition: Edition, name: str, limits: tuple[int, int], random: Random) -> str:
    fact = edition.facts[name]
    chance = random.random()
    if chance < 0.12:
        return ""
    if chance < 0.15:
        return "unknown"
    wrong = chance < 0.17
    match fact.type:
        case "flag":
            return "maybe" if wrong else random.choice(["true", "false"])
        case "choice":
            return "other" if wrong else random.choice(OPTIONS)
        case "date":
            day = f"{random.randint(1950, 2025)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
            return "2031-01-01" if wrong else day
        case _:
            low, most = limits
            if wrong:
                return random.choice([fact.text(most + 1), *WRONG])
            if fact.allowed and random.random() < 0.8:
                return str(random.choice(fact.allowed))
            near = random.choice([low, most, most - 1, random.randint(low, most), random.randint(low, min(most, 200))])
            return fact.text(max(low, near))


# ---------------------------------------------------------------- the two readings


def alone(edition: Edition, row: dict[str, str]) -> Outcome:
    """Score a row as one applicant."""
    try:
        result = score_under(
            Applicant(set_={name: text for name, text in row.items() if text}), edition, RoundId(ROUND), TODAY
        )
    except InvalidApplicant as error:
        codes = frozenset(finding.code for finding in error.findings)
        return Outcome(None, codes - OF_MISSING, lacks=True, may_be_settled="nothing-known" in codes)
    lacking = [edition.facts[name] for name in result.unknown]
    unlimited = any(fact.type in ("count", "yuan", "number") and fact.max is None for fact in lacking)
    return Outcome(_figures(result) if _is_whole(result) else None, frozenset(), bool(lacking), unlimited)


def _is_whole(result: Score) -> bool:
    checks = [check.passed for check in result.gates]
    return None not in [*checks, result.reached, *(line.points for line in result.lines)]


def _figures(result: Score) -> dict[str, str]:
    return {
        "eligible": str(result.eligible),
        "failed_gates": " ".join(result.failed_gates),
        **{line.indicator.id: str(line.points) for line in result.lines},
        "core_share": str(result.core_share),
        "total": str(result.total),
        "distance": str(result.distance),
        "reached": str(result.reached),
    }


def in_a_table(engine: duckdb.DuckDBPyConnection, edition: Edition, rows: list[dict[str, str]]) -> list[Outcome]:
    """Score the rows as a table. Raises duckdb.Error where the engine fails."""
    columns = ", ".join(f'"{name}" VARCHAR' for name in ("id", *edition.facts))
    cells = (", ".join(f"'{text}'" for text in (str(at), *row.values())) for at, row in enumerate(rows))
    engine.execute(f"CREATE OR REPLACE TABLE people ({columns})")
    engine.execute(f"INSERT INTO people VALUES {', '.join(f'({row})' for row in cells)}")
    people = engine.table("people")
    scores = score_table(people, edition, ROUND, today=DAY)
    names = [str(name) for name in scores.columns]
    found = {}
    for row in scores.fetchall():
        figures = dict(zip(names, map(str, row), strict=True))
        wanted = ("eligible", "failed_gates", *(line.id for line, _ in edition.indicators))
        found[int(figures["id"])] = {
            name: figures[name].replace("None", "") if name == "failed_gates" else figures[name]
            for name in (*wanted, "core_share", "total", "distance", "reached")
        }
    rejects = reject_table(people, edition, ROUND, today=DAY)
    codes: dict[int, set[str]] = {}
    for number, _, _, code in rejects.fetchall():
        codes.setdefault(number - 1, set()).add(code)
    return [
        Outcome(found.get(at), frozenset(told - LACKING), bool(told & LACKING))
        for at in range(len(rows))
        for told in [codes.get(at, set())]
    ]


class Difference(NamedTuple):
    """A row of which the two readings say different things: the number of its policy, its cells, what differs."""

    policy: int
    row: dict[str, str]
    one: object
    other: object


class Tally(msgspec.Struct):
    """What was compared, and every difference."""

    policies: int = 0
    refused: int = 0
    pairs: int = 0
    scored: int = 0
    differences: list[Difference] = []


def difference(policy: int, row: dict[str, str], one: Outcome, other: Outcome) -> Difference:
    """Say what differs: some figures, or the outcome as a whole."""
    if one.figures is None or other.figures is None:
        return Difference(policy, row, one, other)
    figures = {name: (figure, other.figures[name]) for name, figure in one.figures.items()}
    changed = {name: both for name, both in figures.items() if both[0] != both[1]}
    return Difference(policy, row, *({name: both[at] for name, both in changed.items()} for at in (0, 1)))


def policies_from(seed: int, tally: Tally) -> Iterator[tuple[int, Random, Edition]]:
    """Give random policies without end; those that are refused when they are loaded are counted."""
    for number in count(seed):
        random = Random(number)  # noqa: S311 - no secret
        try:
            yield number, random, Writer(random).edition()
        except InvalidPolicy:
            tally.refused += 1


def compare(policies: int, rows: int, seed: int) -> Tally:
    """Compare both readings of so many policies that load, on so many rows each."""
    tally = Tally()
    with duckdb.connect(config={"threads": 1}) as engine:
        for number, random, edition in islice(policies_from(seed, tally), policies):
            table = list(rows_of(edition, rows, random))
            expected = [alone(edition, row) for row in table]
            tally.policies += 1
            tally.pairs += rows
            try:
                found = in_a_table(engine, edition, table)
            except duckdb.Error as error:
                tally.differences.append(Difference(number, {}, "", str(error).partition("\n")[0]))
                continue
            tally.scored += sum(outcome.figures is not None for outcome in found)
            pairs = zip(table, expected, found, strict=True)
            tally.differences += [
                difference(number, row, one, other) for row, one, other in pairs if not one.agrees_with(other)
            ]
    return tally


def main(policies: int = 100, rows: int = 110, seed: int = 20_000) -> None:
    """Print the first difference of each policy, and the figures."""
    tally = compare(policies, rows, seed)
    first = {found.policy: found for found in reversed(tally.differences)}
    for found in reversed(first.values()):
        print(f"policy {found.policy}: {found.row}\n  one applicant: {found.one}\n  table: {found.other}")
    print(f"{tally.policies} policies, {tally.refused} more refused when loaded")
    print(f"{tally.pairs:,} rows, {tally.scored:,} of them scored")
    print(f"{len(tally.differences)} differences, of {len(first)} policies")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
