"""Two editions compared over a data frame: each row is scored under both where it lies, and Spark counts the people."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from hukou_cli.base.calendar import LATEST, from_date
from hukou_cli.base.errors import Finding
from hukou_cli.facts.types import Fact
from hukou_cli.policy.catalog import round_named
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
)
from hukou_cli.scoring.ranking import Ranking
from hukou_cli.spark.frames import arrow_schema
from hukou_cli.spark.task import scored_by
from hukou_cli.sql.edition import ENTERS_RANKING, REACHED, key_column
from hukou_cli.sql.partition import Partition
from hukou_cli.table.arrow import BatchPlan, plan_partition, score_under_each
from hukou_cli.table.columns import ELIGIBLE, Header
from hukou_cli.table.plan import Request
from hukou_cli.table.population import (
    MOST_GROUPS,
    MOST_REASONS,
    MOST_SPELLINGS,
    CountOf,
    Figures,
    assembled,
    decimals_of,
    line_to_reach,
    meant_by,
    names_of_lines,
)
from hukou_cli.table.population_pipeline import column_to_group, notes_of
from hukou_cli.table.ranking import fits_sql, groups_sql, is_ranked_sql, within_sql
from hukou_cli.text.language import Language

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

BY, REJECTED = "hukou_by", "rejected"
"""The columns of what people are grouped by, and of the mistakes of a row under one edition."""

BOTH = "before_total IS NOT NULL AND after_total IS NOT NULL"
CHANGE = "(after_total - before_total)"
_KEY = "DECIMAL(38, 9)"


class Task(NamedTuple):
    """The plan that is sent to each task: how rows are scored under both editions, and the column of the groups."""

    plans: tuple[BatchPlan, BatchPlan]
    by: str | None

    @property
    def schema(self) -> "pa.Schema":
        """The columns of the rows that come out."""
        import pyarrow as pa

        fields = [field.with_name(f"{side}_{field.name}") for side, plan in _each(self.plans) for field in plan.schema]
        return pa.schema([pa.field(BY, pa.string()), *fields])


def compare_dataframe(  # noqa: PLR0913 - as ``hukou policy compare``
    df: "DataFrame",
    before: Edition,
    after: Edition,
    round: int | str | None = None,  # noqa: A002 - the word of the field
    *,
    by: str | None = None,
    quota: int | None = None,
    line: Decimal | None = None,
    today: datetime.date | None = None,
    language: Language = "en",
    name: str = "",
) -> Comparison:
    """Compare two editions over the rows of a data frame, as ``hukou policy compare`` does over a table.

    Each row is scored under both editions in one task, and what is compared is laid aside on the disks of the workers
    until the answer is there. Nothing of a row comes to the driver but the texts by which people are grouped.

    Args:
        df: The rows; its columns are facts by id or label.
        before: The earlier edition.
        after: The later one.
        round: The round of both; by default the one to come under the later edition on ``today``.
        by: The column by which people are grouped, by its name or by the fact in it.
        quota: How many are admitted under each edition; not with ``line``.
        line: What is to be reached under each; by default the line of the round, or the last one published.
        today: Dates after it are refused.
        language: The language of mistakes.
        name: What the table is called in the answer.

    Raises:
        InvalidTable: Columns are missing or ambiguous, or hold binary fractions.
        InvalidOption: There is no column to group by.
        NotFound: An edition does not cover the round, or its table of points was not seen.

    """
    day = today or datetime.date.max
    named = round_named(after, round, from_date(day))
    request = Request(None, named, (), language, "csv", day, day, ranked=True, safe=False, numbered=False)
    sides: dict[Side, EditionInRound] = {}
    for side, edition in zip(SIDES, (before, after), strict=True):
        edition.require_scorable()
        own = edition.calendar
        meant = named if own.has_kind(named) else own.latest
        ended = own.expired_on(meant, from_date(day) if round is None else LATEST)
        sides[side] = EditionInRound(edition, edition.id, meant, ended is not None)
    return compared(df, sides, request, Asked(name, by, quota, line))[0]


def compared(
    df: "DataFrame", sides: dict[Side, EditionInRound], request: Request, asked: Asked
) -> tuple[Comparison, list[Finding]]:
    """Compare two editions, each in its round; return the notes on the columns too. Raises HukouError."""
    from pyspark import StorageLevel
    from pyspark.sql.pandas.types import from_arrow_schema

    if asked.by is not None:
        asked = msgspec.structs.replace(asked, by=column_to_group(asked.by, Header(df.columns), sides["after"].edition))
    schema = arrow_schema(df)
    first, second = (_planned(schema, request, at) for at in sides.values())
    task = Task((first, second), asked.by)
    people = scored_by(df, compare_task, task, from_arrow_schema(task.schema))
    people = people.selectExpr(f"NULLIF({BY}, '') AS {BY}", *people.columns[1:]).persist(StorageLevel.DISK_ONLY)
    try:
        return assembled(sides, asked, _figures(people, sides, asked, task)), notes_of(each.plan for each in task.plans)
    finally:
        people.unpersist()


def _planned(schema: "pa.Schema", request: Request, at: EditionInRound) -> BatchPlan:
    """Plan how batches are scored under an edition: with the figures that are compared, and no more."""
    batch = plan_partition(schema, request, Partition(at.edition, at.round))
    (partition,) = batch.plan.partitions
    partition = msgspec.structs.replace(partition, kept={}, safe=False)
    marks = [name for name in (ENTERS_RANKING, REACHED) if name in batch.plan.columns]
    lines = [indicator.id for indicator, _ in at.edition.indicators]
    columns = tuple(dict.fromkeys((ELIGIBLE, *lines, TOTAL, *marks, *map(key_column, partition.keys))))
    headings = {name: name for name in columns}
    plan = msgspec.structs.replace(batch.plan, partitions=(partition,), columns=columns, headings=headings)
    return msgspec.structs.replace(batch, keep=(), plan=plan)


def compare_task(batches: "Iterable[pa.RecordBatch]", task: Task) -> "Iterator[pa.RecordBatch]":
    """Score the batches of a task under both editions, a row each."""
    import pyarrow as pa

    schema = task.schema
    for rows, scored in score_under_each(batches, task.plans):
        texts = pa.nulls(rows.num_rows, pa.string()) if task.by is None else rows.column(task.by).cast(pa.string())
        columns = [column for table in scored for column in table.columns]
        yield from pa.Table.from_arrays([texts, *columns], schema=schema).to_batches()


def _each(plans: Sequence[BatchPlan]) -> Iterator[tuple[Side, BatchPlan]]:
    return zip(SIDES, plans, strict=True)


def _figures(people: "DataFrame", sides: dict[Side, EditionInRound], asked: Asked, task: Task) -> Figures:
    """Count what is compared."""
    bars: dict[Side, Bar | None] = {}
    for side, plan in _each(task.plans):
        bars[side], test = _bar(people, side, sides[side], asked, plan.plan.columns)
        people = people.selectExpr("*", f"COALESCE({test}, FALSE) AS {side}_passes")
    names = names_of_lines(sides)
    own = {side: {line.id for line, _ in sides[side].edition.indicators} for side in SIDES}
    known = {name: tuple(side for side in SIDES if name in own[side]) for name in names}
    passed = (f"count_if({side}_total IS NOT NULL AND {side}_passes)" for side in SIDES)
    asked_for = [*_rows_sql(), *passed, *_turned_sql("eligible"), *_turned_sql("passes"), *_lines_sql(known)]
    read, both, only_before, only_after, neither, *more = _counted(people, asked_for)
    numbers, eligible, passing, changes = more[:2], more[2:8], more[8:14], more[14:]
    passes = {
        side: msgspec.structs.replace(bar, passed=number)
        for (side, bar), number in zip(bars.items(), numbers, strict=True)
        if bar is not None and None not in bars.values()
    }
    fact, places = _fact_of(asked.by, task), decimals_of(sides)
    each = zip(names.items(), changes[::3], changes[1::3], changes[2::3], strict=True)
    return Figures(
        rows=Rows(read, both, only_before, only_after, neither, read - both - only_before - only_after - neither),
        reasons={side: _reasons(people, side) for side in SIDES},
        counts=_frequencies(people, places),
        lines=tuple(
            LineChange(id_, words, known[id_], gain, lose, _points(change, places))
            for (id_, words), gain, lose, change in each
        ),
        eligible=Turned(*eligible),
        bars=passes,
        passing=Turned(*passing) if passes else None,
        by_fact=fact,
        groups=([], 0) if asked.by is None else _groups(people, fact, places),
    )


def _counted(people: "DataFrame", figures: Sequence[str]) -> list[Any]:
    """Return figures of all people, in one pass: numbers of them, and sums of points; a sum of nothing is 0."""
    (found,) = people.selectExpr(*figures).collect()
    return [figure or 0 for figure in found]


def _rows_sql() -> Iterator[str]:
    yield "count(*)"
    for old, new in ((True, True), (True, False), (False, True), (False, False)):
        scored = (f"before_total IS {'NOT ' * old}NULL", f"after_total IS {'NOT ' * new}NULL")
        yield f"count_if({' AND '.join(scored)})"


def _turned_sql(what: str) -> Iterator[str]:
    """Write the counts of ``Turned``, in its order."""
    old, new = (f"COALESCE({side}_{what}, FALSE)" for side in SIDES)
    for one, other in ((old, new), (f"NOT {old}", new), (old, f"NOT {new}"), (f"NOT {old}", f"NOT {new}")):
        yield f"count_if({BOTH} AND {one} AND {other})"
    yield f"count_if(before_total IS NOT NULL AND after_total IS NULL AND {old})"
    yield f"count_if(after_total IS NOT NULL AND before_total IS NULL AND {new})"


def _lines_sql(known: Mapping[str, Sequence[Side]]) -> Iterator[str]:
    """Write for each line who gains, who loses, and the sum of the change; ``known`` has the sides that know it."""
    for name, sides in known.items():
        old, new = (f"{side}_{name}" if side in sides else "0" for side in SIDES)
        yield f"count_if({BOTH} AND {new} > {old})"
        yield f"count_if({BOTH} AND {new} < {old})"
        yield f"sum(CASE WHEN {BOTH} THEN {new} - {old} END)"


def _bar(
    people: "DataFrame", side: Side, at: EditionInRound, asked: Asked, columns: Sequence[str]
) -> tuple[Bar | None, str]:
    """Return what passes under an edition, and the condition of those who do."""
    edition = at.edition
    own = {name: f"{side}_{name}" for name in columns}
    ranked = is_ranked_sql(edition)
    if asked.quota is None and edition.passes is not None and not edition.has_entry_mark:
        ranked = ELIGIBLE
    ranked = " AND ".join(f"COALESCE({own[name]}, FALSE)" for name in ranked.split(" AND "))
    keys = [own[key_column(name)] for name in edition.file.result.rank_by]
    if asked.quota is not None:
        return _under_quota(people, edition, keys, ranked, asked.quota)
    bar = line_to_reach(at, asked.line)
    if bar is None:
        return None, "FALSE"
    if bar.kind in ("given", "last_line"):
        return bar, f"{ranked} AND {keys[0]} >= {bar.points}"
    return bar, f"{ranked} AND COALESCE({own[REACHED]}, FALSE)"


def _under_quota(
    people: "DataFrame", edition: Edition, keys: Sequence[str], ranked: str, quota: int
) -> tuple[Bar, str]:
    """Rank all whom an edition scores, as ``hukou rank`` does; a condition says who is admitted."""
    ties, names = edition.file.result.ties, [f"hukou_key{at}" for at in range(len(keys))]
    numbers = (f"CAST({key} AS {_KEY}) AS {name}" for key, name in zip(keys, names, strict=True))
    rows = people.selectExpr(*numbers, f"{ranked} AS hukou_ranked", "CAST(NULL AS BOOLEAN) AS hukou_reached")
    groups = rows.sparkSession.sql(groups_sql(len(keys), "{rows}"), rows=rows)
    fits = fits_sql(quota, ties)
    last = groups.where(within_sql(quota)).orderBy("hukou_rank", ascending=False).first()
    lowest = groups.where(fits).orderBy("hukou_rank", ascending=False).first()
    total, admitted = _counted(groups, ["sum(hukou_tied)", f"sum(CASE WHEN {fits} THEN hukou_tied END)"])
    if last is None:
        return Bar("quota", None, 0, ranking=Ranking(total, quota, None, 0, 0, 0), ties=ties), "FALSE"
    places = edition.file.policy.decimals
    cutoff = tuple(_points(last[name], places) for name in names)
    ranking = Ranking(total, quota, cutoff, last["hukou_rank"] - 1, last["hukou_tied"], admitted)
    test = "FALSE" if lowest is None else f"{ranked} AND {_array(keys)} >= {_array(lowest[name] for name in names)}"
    return Bar("quota", cutoff[0], admitted, ranking=ranking, ties=ties), test


def _array(keys: Iterable[object]) -> str:
    """Write an array of keys: two compare by the first in which they differ."""
    return f"array({', '.join(f'CAST({key} AS {_KEY})' for key in keys)})"


def _reasons(people: "DataFrame", side: Side) -> tuple[Reason, ...]:
    each = people.selectExpr(f"inline({side}_{REJECTED})").selectExpr("COALESCE(column, '') AS of", "code")
    found = each.groupBy("of", "code").count().orderBy("count", "of", "code", ascending=[False, True, True])
    return tuple(Reason(row["of"], row["code"], row["count"]) for row in found.limit(MOST_REASONS).collect())


def _frequencies(people: "DataFrame", places: int) -> dict[CountOf, list[tuple[int, int]]]:
    """Return how many people have each change, and each total under either edition, the lowest first."""
    columns: Mapping[CountOf, str] = {"change": CHANGE, "before": "before_total", "after": "after_total"}
    return {
        name: sorted(
            (int(value.scaleb(places)), number)
            for value, number in people.where(BOTH).selectExpr(f"{column} AS v").groupBy("v").count().collect()
        )
        for name, column in columns.items()
    }


def _fact_of(by: str | None, task: Task) -> Fact | None:
    """Return the fact by which people are grouped, where it is a choice or a flag."""
    for plan in reversed(task.plans):
        (partition,) = plan.plan.partitions
        for name, column in partition.facts.items():
            fact = partition.edition.facts[name]
            if by is not None and partition.headers.get(column, column) == by:
                return fact if fact.type in ("choice", "flag") else None
    return None


def _groups(people: "DataFrame", fact: Fact | None, places: int) -> tuple[list[GroupChange], int]:
    """Return the groups, the largest first, and how many more there are."""
    own = people.where(BOTH)
    if fact is not None:
        texts = [row[0] for row in own.select(BY).where(f"{BY} IS NOT NULL").distinct().limit(MOST_SPELLINGS).collect()]
        meant = {text: value for text in texts if (value := meant_by(fact, text)) is not None}
        own = own.replace(meant, subset=[BY]) if meant else own
    sql = own.sparkSession.sql
    changes = sql(
        f"SELECT {BY}, {CHANGE} AS change, count(*) AS n, count_if(NOT before_passes AND after_passes) AS newly, "
        "count_if(before_passes AND NOT after_passes) AS no_longer FROM {own} GROUP BY 1, 2",
        own=own,
    )
    running = f"sum(n) OVER (PARTITION BY {BY} ORDER BY change) AS upto, sum(n) OVER (PARTITION BY {BY}) AS people"
    found = sql(
        f"SELECT {BY}, sum(n), COALESCE(sum(n) FILTER (WHERE change > 0), 0), "
        "COALESCE(sum(n) FILTER (WHERE change < 0), 0), sum(change * n), "
        "min(change) FILTER (WHERE 2 * upto >= people), sum(newly), sum(no_longer) "
        f"FROM (SELECT *, {running} FROM {{changes}}) GROUP BY {BY} ORDER BY 2 DESC, 1 NULLS LAST",
        changes=changes,
    )
    listed = [
        GroupChange(value, count, gain, lose, _points(change, places), _points(median, places), newly, gone)
        for value, count, gain, lose, change, median, newly, gone in found.limit(MOST_GROUPS).collect()
    ]
    return listed, (found.count() - len(listed) if len(listed) == MOST_GROUPS else 0)


def _points(number: Any, places: int) -> Decimal:  # noqa: ANN401 - a decimal, or 0
    """Return a number with the decimals of an edition."""
    return Decimal(number).quantize(Decimal(1).scaleb(-places))
