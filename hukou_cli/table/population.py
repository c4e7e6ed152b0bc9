"""What a change of rules does to people: one table scored under two editions, compared person by person.

All sums are of whole units, order statistics are values that occur, and nothing is rounded here.
"""

from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.decimals import to_decimal
from hukou_cli.base.errors import Finding
from hukou_cli.facts.reading import read_fact
from hukou_cli.facts.types import Fact
from hukou_cli.policy.edition import TOTAL, Edition
from hukou_cli.scoring.population import (
    SIDES,
    Asked,
    Bar,
    Comparison,
    EditionInRound,
    GroupChange,
    LineChange,
    Reason,
    Rows,
    Side,
    Turned,
    order_statistics,
)
from hukou_cli.scoring.ranking import key_places
from hukou_cli.scoring.score_line import last_line, score_line
from hukou_cli.sql.edition import ENTERS_RANKING, REACHED, key_column
from hukou_cli.sql.output import written_name
from hukou_cli.sql.population import (
    BY,
    MEANT,
    PERSON,
    ROW_OF,
    counts_sql,
    frequencies_sql,
    groups_sql,
    lines_sql,
    people_sql,
    reasons_sql,
    rejected_sql,
    side_sql,
    texts_sql,
    turned_sql,
)
from hukou_cli.table.columns import ELIGIBLE, ROW
from hukou_cli.table.ranking import Ranked, is_ranked_sql, rank
from hukou_cli.table.scores_aside import ScoresAside

if TYPE_CHECKING:
    import duckdb

CountOf = Literal["change", "before", "after"]
"""What is counted of people: the change, and the total under each edition."""

MOST_GROUPS = 1000
"""The most groups that are held."""

MOST_REASONS = 3
"""The most reasons of rows that are not scored."""

MOST_SPELLINGS = 1000
"""The most texts of a column of options that are read; one with more is grouped by its texts."""


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
    places = decimals_of(sides)
    for side in SIDES:
        _load(engine, side, aside[side], places)
    bars = {side: bar for side in SIDES if (bar := _bar(engine, side, sides[side], asked)) is not None}
    known = {(side, line.id) for side in SIDES for line, _ in sides[side].edition.indicators}
    lines = _lines(engine, sides, known, places)
    engine.execute(f"CREATE TABLE people AS {people_sql()}")
    engine.execute("DROP TABLE before; DROP TABLE after")  # so that they take no memory beside it
    if len(bars) < len(SIDES):
        bars = {}
    both, only_before, only_after, neither = _row(engine, counts_sql())
    read = aside["before"].tally.read
    assert read == aside["after"].tally.read, "each row is read under both"
    told = both + only_before + only_after + neither
    by_fact = _fact_grouped_by(aside, sides)
    return assembled(
        sides,
        asked,
        Figures(
            rows=Rows(read, both, only_before, only_after, neither, read - told),
            reasons={side: _reasons(engine, side) for side in SIDES},
            counts={name: _frequencies(engine, name) for name in ("change", "before", "after")},
            lines=lines,
            eligible=Turned(*_row(engine, turned_sql("eligible"))),
            bars=bars,
            passing=Turned(*_row(engine, turned_sql("passes"))) if bars else None,
            by_fact=by_fact,
            groups=([], 0) if asked.by is None else _groups(engine, by_fact, places),
        ),
    )


class Figures(NamedTuple):
    """What an engine has counted: rows, why some are not scored, how many people have each change and each total.

    The changes and totals are in units of the last decimal, the lowest first. ``groups`` has how many more there are.
    """

    rows: Rows
    reasons: dict[Side, tuple[Reason, ...]]
    counts: dict[CountOf, list[tuple[int, int]]]
    lines: tuple[LineChange, ...]
    eligible: Turned
    bars: dict[Side, Bar]
    passing: Turned | None
    by_fact: Fact | None
    groups: tuple[list[GroupChange], int]


def assembled(sides: dict[Side, EditionInRound], asked: Asked, found: Figures) -> Comparison:
    """Return the comparison of what was counted."""
    places, changes = decimals_of(sides), found.counts["change"]
    return Comparison(
        before=sides["before"],
        after=sides["after"],
        table=asked.table,
        places=places,
        rows=found.rows,
        reasons=found.reasons,
        gain=sum(number for change, number in changes if change > 0),
        lose=sum(number for change, number in changes if change < 0),
        change=to_decimal(sum(change * number for change, number in changes), places),
        changes=tuple((to_decimal(change, places), number) for change, number in changes),
        quantiles={
            name: tuple(to_decimal(value, places) for value in order_statistics(counts))
            for name, counts in found.counts.items()
        },
        lines=found.lines,
        eligible=found.eligible,
        bars=found.bars,
        passing=found.passing,
        by=asked.by,
        by_fact=found.by_fact,
        groups=tuple(found.groups[0]),
        more_groups=found.groups[1],
    )


def decimals_of(sides: dict[Side, EditionInRound]) -> int:
    """Return the decimals of points: of the edition that has more."""
    return max(side.edition.file.policy.decimals for side in sides.values())


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
    bar = line_to_reach(at, asked.line)
    if bar is None:
        engine.execute(f"CREATE TABLE passes_{side} AS SELECT {ROW_OF}, CAST(NULL AS BOOLEAN) AS passes FROM {side}")
        return None
    if bar.kind in ("given", "last_line"):
        test = f"{ranked} AND hukou_key0 >= {bar.points}"
    else:
        test = f"{ranked} AND COALESCE({REACHED}, FALSE)"
    engine.execute(f"CREATE TABLE passes_{side} AS SELECT {ROW_OF}, COALESCE({test}, FALSE) AS passes FROM {side}")
    (passed,) = _row(engine, f"SELECT count(*) FILTER (passes) FROM passes_{side}")
    return msgspec.structs.replace(bar, passed=passed)


def line_to_reach(at: EditionInRound, given: Decimal | None) -> Bar | None:
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
    decimals = tuple(key_places(edition, name) for name in result.rank_by)
    wanted = Ranked({ROW_OF: ROW_OF}, keys, quota, result.ties, admits=True, complete=False, decimals=decimals)
    outcome, query = rank(engine, wanted, "")
    engine.execute(f"CREATE TABLE passes_{side} AS SELECT {ROW_OF}, admitted AS passes FROM ({query})")
    points = None if outcome.cutoff is None else outcome.cutoff[0]
    return Bar("quota", points, outcome.admitted, ranking=outcome, ties=result.ties)


def names_of_lines(sides: dict[Side, EditionInRound]) -> dict[str, Bilingual]:
    """Return the names of the lines of both editions by id, in the order of the later one."""
    return {indicator.id: indicator.name for side in reversed(SIDES) for indicator, _ in sides[side].edition.indicators}


def _lines(
    engine: "duckdb.DuckDBPyConnection", sides: dict[Side, EditionInRound], known: set[tuple[Side, str]], places: int
) -> tuple[LineChange, ...]:
    names = names_of_lines(sides)
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


def _fact_grouped_by(aside: dict[Side, ScoresAside], sides: dict[Side, EditionInRound]) -> Fact | None:
    """Return the fact by which people are grouped, where it is a choice or a flag."""
    for side in reversed(SIDES):
        (partition,) = aside[side].plan.partitions
        column = partition.kept.get(BY)
        facts = [sides[side].edition.facts[name] for name, own in partition.facts.items() if own == column]
        if facts:
            return facts[0] if facts[0].type in ("choice", "flag") else None
    return None


def meant_by(fact: Fact, text: str) -> str | None:
    """Return the option, or ``true`` or ``false``, that a text of a fact stands for; None where it stands for none."""
    value = read_fact(fact, text, 0, suggest=False)
    if isinstance(value, Finding):
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def _groups(engine: "duckdb.DuckDBPyConnection", fact: Fact | None, places: int) -> tuple[list[GroupChange], int]:
    """Return the groups, and how many more there are than are listed."""
    engine.execute(f"CREATE TABLE {MEANT} (written VARCHAR, meant VARCHAR)")
    if fact is not None:
        for (text,) in engine.execute(texts_sql(MOST_SPELLINGS)).fetchall():
            if (meant := meant_by(fact, text)) is not None:
                engine.execute(f"INSERT INTO {MEANT} VALUES (?, ?)", [text, meant])
    groups = engine.execute(groups_sql(MOST_GROUPS)).fetchall()
    found = [
        GroupChange(
            value, people, gain, lose, to_decimal(int(change), places), to_decimal(median, places), newly, no_longer
        )
        for value, people, gain, lose, change, median, newly, no_longer, _ in groups
    ]
    return found, (groups[0][-1] if groups else 0) - len(found)


def _reasons(engine: "duckdb.DuckDBPyConnection", side: Side) -> tuple[Reason, ...]:
    return tuple(Reason(*found) for found in engine.execute(reasons_sql(side, MOST_REASONS)).fetchall())


def _frequencies(engine: "duckdb.DuckDBPyConnection", column: str) -> list[tuple[int, int]]:
    return [(value, number) for value, number in engine.execute(frequencies_sql(column)).fetchall()]


def _row(engine: "duckdb.DuckDBPyConnection", query: str) -> tuple[int, ...]:
    """Return the one row of an answer as whole numbers; a sum of nothing is 0."""
    found = engine.execute(query).fetchone()
    assert found is not None
    return tuple(int(number or 0) for number in found)
