"""One row in both readings, as one applicant in Python and as a row of a table in SQL, and whether they say the same.

Four differences are meant, and each is held to what docs/reliability.md says of it:

- A row that lacks numbers or dates may be refused where one applicant's answer does not hang on them. Both must lack the
  same facts, and a row that lacks flags and options alone is tried under all of them.
- A number that is missing and has no ``max`` may be anything for one applicant, whose answer may then be open where the
  row is scored. The applicant is scored again with its least and its largest value: that must give the figures of the row.
- One applicant of whom nothing is known is refused. Without that rule the answer must be that of the row.
- Each need of a route is followed by itself where facts are missing: one applicant's route may stay open that the row does
  not have, as its needs contradict each other; and a row is refused where it may hold by one route or by another.
"""

import contextlib
import datetime
from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

from hukou_cli.applicant.document import Applicant
from hukou_cli.base.calendar import LATEST
from hukou_cli.base.errors import InvalidApplicant
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.result import Score
from hukou_cli.scoring.score import score_under
from hukou_cli.sql.cells import quoted
from hukou_cli.sql.lacking import MOST_DOUBLINGS
from hukou_cli.table.chunk import Hint, score_chunk
from hukou_cli.table.columns import Header, names_of
from hukou_cli.table.plan import plan_table
from hukou_cli.table.relation import one_edition
from hukou_cli.table.worker import Worker

DAY = datetime.date(2026, 1, 15)
TODAY = 20260115

NOT_FITTING = "no-combination"
"""The code of an applicant whose missing facts can be nothing; of a row it is told which they are."""

LACKING = frozenset({"missing-fact", "empty-row"})
"""Codes of rows that lack a fact."""

_OTHERS = ("eligible", "core_share", "total", "enters_ranking", "distance", "reached", "may_rise")
"""The columns of a row that are no points and no lists."""

Row = dict[str, str]


class Outcome(NamedTuple):
    """What came of one row in one reading: its figures, or the codes of what is wrong, or the facts that are missing.

    ``may_fit`` is false of an applicant whose missing facts can be nothing, and of a row without any text.
    """

    figures: dict[str, str] | None
    codes: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    may_fit: bool = True


class Readings:
    """Both readings of one edition in one round."""

    def __init__(self, edition: Edition, round_: RoundId, day: int = TODAY) -> None:
        self.edition, self.round, self.day = edition, round_, day
        self.date = datetime.date(day // 10000, day // 100 % 100, day % 100)
        self.limits = edition.calendar.window(round_).limits
        self.scored = 0

    def differences(self, rows: list[Row]) -> Iterator[tuple[Row, Outcome, Outcome]]:
        """Yield the rows of which the readings say different things. Raises duckdb.Error where the engine fails."""
        found = self.in_a_table(rows)
        self.scored = sum(outcome.figures is not None for outcome in found)
        for row, table in zip(rows, found, strict=True):
            one = self.alone(row)
            if not self._agree(row, one, table):
                yield row, one, table

    def _agree(self, row: Row, one: Outcome, table: Outcome) -> bool:
        if one.codes or table.codes:
            return one.codes == table.codes
        if table.figures is not None:
            return _is_same(one, table) or (one.figures is None and self._is_without_limit(row, one, table))
        if not one.may_fit or not table.may_fit:
            return True
        is_open = one.figures is None or "routes" not in one.figures
        return one.missing == table.missing and (is_open or not self._is_tried(one.missing))

    def _is_tried(self, missing: frozenset[str]) -> bool:
        """Return whether a table tries every value of the facts that a row lacks."""
        facts = [self.edition.facts[name] for name in missing]
        doublings = sum(1 if fact.type == "flag" else (len(fact.choices) - 1).bit_length() for fact in facts)
        return doublings <= MOST_DOUBLINGS and all(fact.type in ("flag", "choice") for fact in facts)

    def _is_without_limit(self, row: Row, one: Outcome, table: Outcome) -> bool:
        """Return whether an answer is open as numbers that nothing limits are missing, and none of theirs is another."""
        facts = {name: self.edition.facts[name] for name in one.missing}
        names = [
            name for name, fact in facts.items() if fact.type in ("count", "yuan", "number") and fact.max is None
        ]  # fmt: skip
        ends = ([facts[name].text(end) for end in self.limits[name]] for name in names)
        filled = (row | dict(zip(names, texts, strict=True)) for texts in product(*ends))
        return bool(names) and all(_is_same(self.alone(each), table) for each in filled)

    def alone(self, row: Row) -> Outcome:
        """Score a row as one applicant."""
        applicant = Applicant(set_={name: text for name, text in row.items() if text})
        try:
            result = score_under(applicant, self.edition, self.round, self.day, may_be_empty=True)
        except InvalidApplicant as error:
            codes = frozenset(finding.code for finding in error.findings)
            return Outcome(None, codes - {NOT_FITTING}, may_fit=NOT_FITTING not in codes)
        return Outcome(_figures(result) if _is_whole(result) else None, missing=frozenset(result.unknown))

    def in_a_table(self, rows: list[Row]) -> list[Outcome]:
        """Score the rows as a chunk of a table, as a file's is. Raises duckdb.Error where the engine fails."""
        header = ("id", *self.edition.facts)
        request, partition = one_edition(self.edition, str(self.round), None, self.date)
        plan = plan_table(Header(header), [partition], request)
        columns = ", ".join(f"{column} VARCHAR" for column in names_of(header).values())
        cells = (", ".join(quoted(text) if text else "NULL" for text in row.values()) for row in rows)
        lines = ", ".join(f"({at}, NULL, '{at}', {texts})" for at, texts in enumerate(cells))
        with contextlib.closing(Worker(plan)) as worker:
            worker.engine.execute(f"CREATE TABLE people (_line BIGINT, _problem VARCHAR, {columns})")
            worker.engine.execute(f"INSERT INTO people VALUES {lines}")
            found = score_chunk(plan, worker, "people", len(rows), Hint(), _others)
            scores = [dict(zip(plan.columns, row, strict=True)) for row in _answer(worker, found.scores)]
            rejects = _answer(worker, found.rejects)
        figures = {int(row["id"]): _shown(row, self.edition) for row in scores}
        codes: dict[int, set[str]] = {}
        missing: dict[int, set[str]] = {}
        for line, _, column, _, code, *_ in rejects:
            codes.setdefault(line, set()).add(code)
            missing.setdefault(line, set()).update([column] if code in LACKING else [])
        return [
            Outcome(
                figures.get(at),
                frozenset(told - LACKING),
                frozenset(missing.get(at, ())),
                may_fit="empty-row" not in told,
            )
            for at in range(len(rows))
            for told in [codes.get(at, set())]
        ]


def _is_same(one: Outcome, table: Outcome) -> bool:
    """Return whether one applicant's figures are those of the row, which may have more."""
    return one.figures is not None and one.figures.items() <= (table.figures or {}).items()


def _others(table: str) -> str:
    """Write the rows whose lines are not in a table."""
    return f"(SELECT * FROM people ANTI JOIN {table} USING (_line))"


def _answer(worker: Worker, query: str) -> list[tuple[Any, ...]]:
    return worker.rows(query) if query else []


def _shown(row: dict[str, object], edition: Edition) -> dict[str, str]:
    """Return the figures of a row as texts, those that one applicant has too."""
    lines = [line.id for line, _ in edition.indicators]
    texts = {name: str(row[name]) for name in (*lines, *_OTHERS) if name in row}
    lists = {name: str(row.get(name) or "") for name in ("failed_gates", "routes")}
    return {"may_rise": "None"} | texts | lists if lines else texts | lists


def _is_whole(result: Score) -> bool:
    """Return whether nothing that a row shows is open."""
    checks = [check.passed for check in (*result.gates, *result.vetoes)]
    return None not in [*checks, result.eligible, *(line.points for line in result.lines)] and not result.decided_by


def _figures(result: Score) -> dict[str, str]:
    """Return the figures that a row shows, by its columns."""
    edition = result.edition
    shown: dict[str, object] = {line.indicator.id: line.points for line in result.lines}
    if shown:
        has_ended = edition.calendar.expired_on(result.round, LATEST) is not None
        reached = None if has_ended and result.reached else result.reached
        shown |= {"core_share": result.core_share, "total": result.total, "distance": result.distance}
        shown |= {"reached": reached, "may_rise": result.may_rise}
    if edition.has_entry_mark:
        shown["enters_ranking"] = result.enters_ranking
    texts = {name: str(figure) for name, figure in shown.items()}
    texts |= {"eligible": str(result.eligible), "failed_gates": " ".join(result.failed_gates)}
    is_open = any(way.passed is None for way in result.route_checks)
    return texts if is_open else texts | {"routes": " ".join(result.routes)}
