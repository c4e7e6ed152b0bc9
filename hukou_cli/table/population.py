"""What a change of rules does to people: one table scored under two editions, compared person by person.

Whom one of the editions does not score is counted apart: ``read`` is the sum of all kinds of rows. All sums are of
whole units; order statistics are values that occur; nothing is rounded here.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

import msgspec

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.decimals import to_decimal
from hukou_cli.policy.edition import TOTAL, Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.ranking import Ranking, Ties
from hukou_cli.scoring.score_line import LineKind, last_line, score_line
from hukou_cli.sql.edition import ENTERS_RANKING, REACHED, key_column
from hukou_cli.sql.partition import Partition
from hukou_cli.sql.population import (
    BY,
    PERSON,
    ROW_OF,
    SIDES,
    Side,
    counts_sql,
    frequencies_sql,
    groups_sql,
    lines_sql,
    people_sql,
    reasons_sql,
    rejected_sql,
    side_sql,
    turned_sql,
)
from hukou_cli.sql.table import written_name
from hukou_cli.table.columns import ELIGIBLE, ROW
from hukou_cli.table.ranking import Ranked, is_ranked_sql, rank
from hukou_cli.table.scores_aside import ScoresAside

if TYPE_CHECKING:
    import duckdb

PERCENTS = (0, 5, 25, 50, 75, 95, 100)
"""The order statistics that are told, in percent: of n people the ⌈percent · n ÷ 100⌉th lowest; 0 is the lowest."""

MOST_GROUPS = 1000
"""The most groups that are held."""

MOST_REASONS = 3
"""The most reasons of rows that are not scored."""

BarKind = LineKind | Literal["given", "quota", "last_line"]
"""What is to be reached to pass: a line of ``score_line``, one that is given, a quota, or the last line published."""


class Bar(msgspec.Struct, frozen=True):
    """What passes under one edition.

    Attributes:
        kind: What is to be reached.
        points: Its points; of a quota the cut-off. None where the rules ask for more than a total, or nobody is ranked.
        passed: How many pass, of all whom the edition scores.
        round: The round that the last line published is of.
        ranking: The ranking under a quota.
        ties: Its rule for ties.

    """

    kind: BarKind
    points: Decimal | None
    passed: int
    round: RoundId | None = None
    ranking: Ranking | None = None
    ties: Ties | None = None


class Turned(msgspec.Struct, frozen=True):
    """How many are so under both editions, only under the later, only under the earlier, under neither.

    These are scored under both. ``rejected_after`` are so under the earlier, and not scored under the later;
    ``rejected_before`` the reverse.
    """

    both: int
    newly: int
    no_longer: int
    neither: int
    rejected_after: int
    rejected_before: int


class Rows(msgspec.Struct, frozen=True):
    """How many rows there are of each kind. ``passed_over`` are blank ones, and rows of sums."""

    read: int
    both: int
    only_before: int
    only_after: int
    neither: int
    passed_over: int


class Reason(msgspec.Struct, frozen=True):
    """The codes of what is wrong with rows that an edition does not score, and how many rows have just these."""

    codes: str
    rows: int


class LineChange(msgspec.Struct, frozen=True):
    """What a line brings. A line that one edition does not have gives no points there.

    Attributes:
        id: The line.
        name: Its name.
        sides: The editions that have it.
        gain: How many it gives more points.
        lose: How many it gives fewer.
        change: The sum of the changes.

    """

    id: str
    name: Bilingual
    sides: tuple[Side, ...]
    gain: int
    lose: int
    change: Decimal


class GroupChange(msgspec.Struct, frozen=True):
    """What becomes of the people of a group. ``value`` is the text they have in common; None for an empty cell."""

    value: str | None
    people: int
    gain: int
    lose: int
    change: Decimal
    median: Decimal
    newly: int
    no_longer: int


class EditionInRound(msgspec.Struct, frozen=True):
    """An edition, how the user named it, the round, and whether the rules have ended before it."""

    edition: Edition
    named: str
    round: RoundId
    has_ended: bool


class Comparison(msgspec.Struct, frozen=True):
    """What a change of rules does to the people of a table.

    Attributes:
        before: The earlier edition.
        after: The later one.
        table: The name of the table.
        places: The decimals of points.
        rows: How many rows there are of each kind.
        reasons: Why rows are not scored, by side: the most frequent.
        gain: How many have a higher total under the later edition.
        lose: How many have a lower one.
        change: The sum of the changes of the totals.
        changes: How many have each change, the lowest first.
        quantiles: The order statistics of ``PERCENTS`` of the change, the earlier totals and the later ones.
        lines: What each line brings, in the order of the later edition; those that nobody notices too.
        eligible: Who meets the conditions.
        bars: What passes, by side; none where a side has nothing to compare with.
        passing: Who passes, where there are bars.
        by: The column by which people are grouped.
        groups: The groups, the largest first, at most ``MOST_GROUPS``.
        more_groups: How many more there are.

    """

    before: EditionInRound
    after: EditionInRound
    table: str
    places: int
    rows: Rows
    reasons: dict[Side, tuple[Reason, ...]]
    gain: int
    lose: int
    change: Decimal
    changes: tuple[tuple[Decimal, int], ...]
    quantiles: dict[Literal["change", "before", "after"], tuple[Decimal, ...]]
    lines: tuple[LineChange, ...]
    eligible: Turned
    bars: dict[Side, Bar] = {}
    passing: Turned | None = None
    by: str | None = None
    groups: tuple[GroupChange, ...] = ()
    more_groups: int = 0

    @property
    def same(self) -> int:
        """How many have the same total under both."""
        return self.rows.both - self.gain - self.lose

    @property
    def outside_lines(self) -> Decimal:
        """What changes in all totals and in no line: by a limit on a sum of lines."""
        return self.change - sum((line.change for line in self.lines), Decimal(0))


class Asked(msgspec.Struct, frozen=True):
    """What is asked of a comparison.

    Attributes:
        table: The name of the table.
        by: The column by which people are grouped.
        quota: How many are admitted under each edition.
        line: What is to be reached under each.

    """

    table: str
    by: str | None = None
    quota: int | None = None
    line: Decimal | None = None


def order_statistics(counts: Sequence[tuple[int, int]], percents: Sequence[int] = PERCENTS) -> tuple[int, ...]:
    """Return the values that so many percent of people, at least, do not exceed; of none nothing.

    Args:
        counts: The values, the lowest first, with how many people have each.
        percents: 0 to 100, rising.

    >>> order_statistics([(0, 6), (50, 3), (120, 1)], (0, 60, 61, 90, 100))  # of ten: the 1st, 6th, 7th, 9th, 10th
    (0, 0, 50, 50, 120)

    """
    people = sum(number for _, number in counts)
    found: list[int] = []
    upto = 0
    for value, number in counts:
        upto += number
        while len(found) < len(percents) and upto >= max(1, -(-percents[len(found)] * people // 100)):
            found.append(value)
    return tuple(found)


def compare(
    engine: "duckdb.DuckDBPyConnection", aside: dict[Side, ScoresAside], sides: dict[Side, EditionInRound], asked: Asked
) -> Comparison:
    """Compare the scores of a table under two editions; afterwards the engine holds the table ``people``.

    Args:
        engine: An engine that lays aside what does not fit into memory.
        aside: The scores under each edition, of plans with the keys of its ranking.
        sides: The editions.
        asked: What is asked.

    """
    places = max(side.edition.file.policy.decimals for side in sides.values())
    for side in SIDES:
        _load(engine, side, aside[side], places)
    bars = {side: bar for side in SIDES if (bar := _bar(engine, side, sides[side], asked)) is not None}
    engine.execute(f"CREATE TABLE people AS {people_sql()}")
    if len(bars) < len(SIDES):
        bars = {}
    both, *alone = _row(engine, counts_sql())
    read = aside["before"].tally.read
    assert read == aside["after"].tally.read, "each row is read under both"
    rows = Rows(read, both, *alone, read - both - sum(alone))
    counts = {name: _frequencies(engine, name) for name in ("change", "before", "after")}
    known = {(side, line.id) for side in SIDES for line, _ in sides[side].edition.indicators}
    listed, more = ([], 0) if asked.by is None else _groups(engine, places)
    return Comparison(
        before=sides["before"],
        after=sides["after"],
        table=asked.table,
        places=places,
        rows=rows,
        reasons={side: _reasons(engine, side) for side in SIDES},
        gain=sum(number for change, number in counts["change"] if change > 0),
        lose=sum(number for change, number in counts["change"] if change < 0),
        change=to_decimal(sum(change * number for change, number in counts["change"]), places),
        changes=tuple((to_decimal(change, places), number) for change, number in counts["change"]),
        quantiles={
            name: tuple(to_decimal(value, places) for value in order_statistics(counts[name]))
            for name in ("change", "before", "after")
        },
        lines=_lines(engine, sides, known, places),
        eligible=Turned(*_row(engine, turned_sql("eligible"))),
        bars=bars,
        passing=Turned(*_row(engine, turned_sql("passes"))) if bars else None,
        by=asked.by,
        groups=tuple(listed),
        more_groups=more,
    )


def _load(engine: "duckdb.DuckDBPyConnection", side: Side, aside: ScoresAside, places: int) -> None:
    """Read the scores and rejects of one edition into the engine."""
    (partition,) = aside.plan.partitions
    edition = partition.edition
    texts = [f"{name if name in partition.kept else 'CAST(NULL AS VARCHAR)'} AS {name}" for name in (PERSON, BY)]
    keys = [f"{written_name(key_column(key))} AS hukou_key{at}" for at, key in enumerate(partition.keys)]
    marks = [name for name in (ENTERS_RANKING, REACHED) if name in aside.plan.columns]
    others = [f"CAST({written_name(ROW)} AS BIGINT) AS {ROW_OF}", *texts, ELIGIBLE, *marks, *keys]
    units = [*(indicator.id for indicator, _ in edition.indicators), TOTAL]
    engine.execute(f"CREATE TABLE {side} AS {side_sql(aside.scores_sql, units, 10**places, others)}")
    engine.execute(f"CREATE TABLE rejected_{side} AS {rejected_sql(aside.rejects_sql)}")


def _bar(engine: "duckdb.DuckDBPyConnection", side: Side, at: EditionInRound, asked: Asked) -> Bar | None:
    """Find who passes under an edition, as the table ``passes_SIDE``; None where there is nothing to compare with."""
    edition = at.edition
    if asked.quota is not None:
        return _under_quota(engine, side, edition, asked.quota)
    ranked = is_ranked_sql(edition) if edition.passes is None or edition.has_entry_mark else ELIGIBLE
    bar = _line(at, asked.line)
    if bar is None:
        test = "FALSE"
    elif bar.kind in ("given", "last_line"):
        test = f"{ranked} AND hukou_key0 >= {bar.points}"
    else:
        test = f"{ranked} AND COALESCE({REACHED}, FALSE)"
    engine.execute(f"CREATE TABLE passes_{side} AS SELECT {ROW_OF}, COALESCE({test}, FALSE) AS passes FROM {side}")
    if bar is None:
        return None
    (passed,) = _row(engine, f"SELECT count(*) FILTER (passes) FROM passes_{side}")
    return msgspec.structs.replace(bar, passed=passed)


def _line(at: EditionInRound, given: Decimal | None) -> Bar | None:
    """Return what is to be reached: what is given, else the line of the round, else the last one published."""
    if given is not None:
        return Bar("given", given, 0)
    own = score_line(at.edition, at.round)
    if own is not None:
        return Bar(own.kind, own.points, 0)
    last = last_line(at.edition, at.round)
    first = at.edition.file.result.rank_by[0]
    if last is None or last.published.line is None or (last.published.line_of or TOTAL) != first:
        return None
    return Bar("last_line", last.published.line, 0, last.published.id)


def _under_quota(engine: "duckdb.DuckDBPyConnection", side: Side, edition: Edition, quota: int) -> Bar:
    """Rank everybody whom an edition scores, as ``hukou rank`` does."""
    result = edition.file.result
    keys = tuple(f"hukou_key{at}" for at in range(len(result.rank_by)))
    ranked = f"{is_ranked_sql(edition)} AS hukou_ranked, CAST(NULL AS BOOLEAN) AS hukou_reached"
    engine.execute(f"CREATE OR REPLACE TEMP VIEW scores AS SELECT {ROW_OF}, {', '.join(keys)}, {ranked} FROM {side}")
    wanted = Ranked({ROW_OF: ROW_OF}, keys, quota, result.ties, admits=True, complete=False)
    outcome, query = rank(engine, wanted, "")
    engine.execute(f"CREATE TABLE passes_{side} AS SELECT {ROW_OF}, admitted AS passes FROM ({query})")
    points = None if outcome.cutoff is None else outcome.cutoff[0]
    return Bar("quota", points, outcome.admitted, ranking=outcome, ties=result.ties)


def _lines(
    engine: "duckdb.DuckDBPyConnection", sides: dict[Side, EditionInRound], known: set[tuple[Side, str]], places: int
) -> tuple[LineChange, ...]:
    names = {
        indicator.id: indicator.name for side in reversed(SIDES) for indicator, _ in sides[side].edition.indicators
    }
    figures = _row(engine, lines_sql(list(names), known))
    return tuple(
        LineChange(
            name,
            words,
            tuple(side for side in SIDES if (side, name) in known),
            figures[3 * at],
            figures[3 * at + 1],
            to_decimal(figures[3 * at + 2], places),
        )
        for at, (name, words) in enumerate(names.items())
    )


def _groups(engine: "duckdb.DuckDBPyConnection", places: int) -> tuple[list[GroupChange], int]:
    """Return the groups, and how many more there are than are listed."""
    (groups,) = _row(engine, f"SELECT count(*) FROM (SELECT DISTINCT {BY} FROM people WHERE change IS NOT NULL)")
    found = [
        GroupChange(
            value, people, gain, lose, to_decimal(int(change), places), to_decimal(median, places), newly, no_longer
        )
        for value, people, gain, lose, change, median, newly, no_longer in engine.execute(
            groups_sql(MOST_GROUPS)
        ).fetchall()
    ]
    return found, groups - len(found)


def _reasons(engine: "duckdb.DuckDBPyConnection", side: Side) -> tuple[Reason, ...]:
    return tuple(Reason(codes, rows) for codes, rows in engine.execute(reasons_sql(side, MOST_REASONS)).fetchall())


def _frequencies(engine: "duckdb.DuckDBPyConnection", column: str) -> list[tuple[int, int]]:
    return [(value, number) for value, number in engine.execute(frequencies_sql(column)).fetchall()]


def _row(engine: "duckdb.DuckDBPyConnection", query: str) -> tuple[int, ...]:
    """Return the one row of an answer as whole numbers; a sum of nothing is 0."""
    found = engine.execute(query).fetchone()
    assert found is not None
    return tuple(int(number or 0) for number in found)


def partition_of(at: EditionInRound) -> Partition:
    """Return the partition of all rows of a table that is scored under an edition."""
    return Partition(at.edition, at.round, has_ended=at.has_ended)
