"""Data frames: the same points and mistakes as everywhere, whatever happens to the tasks; ranked and counted alike."""

import datetime
import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hukou_cli import Edition, HukouError, InvalidApplicant, find_policy, score_table
from hukou_cli.base import calendar
from hukou_cli.policy.cases import cases_beside, load_cases
from hukou_cli.policy.rounds import RoundId, read_round
from hukou_cli.scoring.examples import applicant_in
from hukou_cli.scoring.ranking import Ties
from hukou_cli.scoring.score import score_under
from hukou_cli.spark import balance, rank_dataframe, reject_dataframe, score_dataframe
from hukou_cli.spark.frames import arrow_schema
from hukou_cli.spark.task import score_part, seal
from hukou_cli.table.arrow import BatchPlan, plan_batches, score_batches
from tests.support.catalog import CATALOG
from tests.support.program import run_checked
from tests.support.table_runs import run_table
from tests.table.test_arrow import JUNK, people, text_of

EDITIONS = [
    path for path in CATALOG.all() if (path.with_suffix(".cases.toml")).is_file() and CATALOG.load(path).is_scored
]


def read(written: int | str) -> RoundId:
    found = read_round(written)
    assert found is not None
    return found


def rows_of_cases(edition: Edition) -> dict[str, list[dict[str, str]]]:
    """The facts of the cases of an edition by their rounds, and after each case a few with cells changed."""
    file, chance = load_cases(cases_beside(edition)), random.Random(edition.id)  # noqa: S311 - no secret
    rows: dict[str, list[dict[str, str]]] = {}
    for case in file.case:
        try:
            person = applicant_in(case, file.base)
            values = score_under(person, edition, read(case.round)).values
        except InvalidApplicant:
            continue
        told = {name: edition.facts[name].text(value) for name, value in values.items() if name in edition.facts}
        row = dict.fromkeys(edition.facts, "") | told
        changed = ({name: chance.choice(JUNK) for name in chance.sample(list(row), min(2, len(row)))} for _ in "123")
        rows.setdefault(str(case.round), []).extend((row, *(row | change for change in changed)))
    return rows


class Case(NamedTuple):
    """An edition, a round of its cases, and rows of them."""

    edition: Edition
    round: str
    table: list[dict[str, str]]


def case_of(path: Path) -> Case:
    edition = CATALOG.load(path)
    round_, rows = max(rows_of_cases(edition).items(), key=lambda item: len(item[1]))
    return Case(edition, round_, [{"id": str(at), **row} for at, row in enumerate(rows[:150])])


@pytest.fixture(scope="module")
def frames(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], Future[list[Any]]]]:
    """What Spark gives for an edition: it scores while the command does, and goes on with the next two."""
    folder = tmp_path_factory.mktemp("frames")

    def rows_of(path: Path) -> list[Any]:
        case, file = case_of(path), folder / f"{EDITIONS.index(path)}.parquet"
        pq.write_table(pa.Table.from_pylist(case.table), file)
        schema = ", ".join(f"`{name}` string" for name in case.table[0])  # else a job finds it
        return list(score_dataframe(spark.read.schema(schema).parquet(str(file)), case.edition, case.round).collect())

    with ThreadPoolExecutor(2) as pool:
        started = cache(lambda path: pool.submit(rows_of, path))

        def frame_of(path: Path) -> Future[list[Any]]:
            this, *_ = map(started, EDITIONS[EDITIONS.index(path) :][:3])
            return this

        yield frame_of
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_data_frame_gives_what_the_command_gives(path: Path, frames: Any, tmp_path: Path) -> None:
    """Cases of every edition of points, each with rows of random mistakes: equal as multisets, points and words."""
    case, scored = case_of(path), frames(path)
    told = run_table(case.edition, case.table, read(case.round), calendar.LATEST, tmp_path)
    expected = [tuple(row.values()) for row in told.scores]
    for row in told.rejects:
        named = (row[name] for name in ("column", "value", "code", "problem", "hint"))
        expected.append((str(int(row["line"]) - 2), *named))
    found: list[tuple[object, ...]] = []
    for *cells, wrong in scored.result():
        found += [(cells[0], *mistake) for mistake in wrong] if wrong else [tuple(map(text_of, cells))]
    assert Counter(found) == Counter(expected)


def arrow_of(frame: Any) -> pa.Table:
    """The rows of a data frame; ``toArrow`` came with Spark 4."""
    return pa.Table.from_pylist([row.asDict(recursive=True) for row in frame.collect()], arrow_schema(frame))


def differing(one: str, other: str, **tables: Any) -> int:
    """The number of rows that only one of two queries gives, as often as it does."""
    engine = duckdb.connect()
    for name, table in tables.items():
        engine.register(name, table)
    both = f"(({one}) EXCEPT ALL ({other})) UNION ALL (({other}) EXCEPT ALL ({one}))"
    ((count,),) = engine.execute(f"SELECT count(*) FROM ({both})").fetchall()
    return int(count)


@pytest.fixture(scope="module")
def staff(tmp_path_factory: pytest.TempPathFactory) -> str:
    """400 people of Beijing in one file, most with a cell changed; kept are columns of several types."""
    table = people("beijing", 400)
    days = [datetime.date(2026, 1, 1) + datetime.timedelta(days=at) for at in range(400)]
    table = table.append_column("paid", pa.array([at * 7 for at in range(400)], pa.decimal128(9, 2)))
    table = table.append_column("day", pa.array(days, pa.date32()))
    table = table.append_column("seen", pa.array(days, pa.date32()).cast(pa.timestamp("us", "UTC")))
    table = table.append_column("tags", pa.array([["a", None]] * 400, pa.list_(pa.string())))
    file = tmp_path_factory.mktemp("staff") / "staff.parquet"
    pq.write_table(table, file)
    return str(file)


KEPT = ("id", "note", "paid", "day", "seen", "tags")


@pytest.fixture(scope="module")
def written(spark: Any, staff: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of the staff scored in one part."""
    folder = str(tmp_path_factory.mktemp("written") / "scores")
    score_dataframe(spark.read.parquet(staff), find_policy("beijing"), 2027, keep=KEPT).write.parquet(folder)
    return folder


@pytest.fixture(scope="module")
def scored(spark: Any, written: str) -> list[Any]:
    """Its rows."""
    return sorted(spark.read.parquet(written).collect())


def test_a_data_frame_gives_what_a_relation_gives(staff: str, written: str, tmp_path: Path) -> None:
    """EXCEPT ALL gives no row, either way, of points; mistakes are those of the command, word for word."""
    found, table = duckdb.read_parquet(f"{written}/*.parquet").to_arrow_table(), duckdb.read_parquet(staff)
    expected = score_table(table, find_policy("beijing"), 2027).to_arrow_table()
    columns = ", ".join(f'"{name}"' for name in expected.column_names)
    mine = f"SELECT {columns} FROM found WHERE len(rejected) = 0"
    assert not differing(mine, "FROM expected", found=found, expected=expected)
    table.project(f"* EXCLUDE ({', '.join(KEPT[2:])})").write_csv(str(tmp_path / "staff.csv"))
    told = run_table(find_policy("beijing"), tmp_path / "staff.csv", RoundId(2027), calendar.LATEST, tmp_path).rejects
    rows = zip(found["id"].to_pylist(), found["rejected"].to_pylist(), strict=True)
    mistakes = Counter((int(id_[1:]) + 2, *mistake.values()) for id_, rejected in rows for mistake in rejected)
    names = ("column", "value", "code", "problem", "hint")
    assert mistakes == Counter((int(row["line"]), *(row[name] for name in names)) for row in told)
    assert len(told) > 100


@pytest.mark.parametrize(("parts", "size"), [(1, 1), (2, 37)])
def test_parts_and_batches_make_no_difference(parts: int, size: int, spark: Any, staff: str, scored: list[Any]) -> None:
    size_of = "spark.sql.execution.arrow.maxRecordsPerBatch"
    before = spark.conf.get(size_of)
    spark.conf.set(size_of, size)
    try:
        frame = spark.read.parquet(staff).repartition(parts)
        assert sorted(score_dataframe(frame, find_policy("beijing"), 2027, keep=KEPT).collect()) == scored
    finally:
        spark.conf.set(size_of, before)


def test_what_is_kept_keeps_its_type(spark: Any, staff: str) -> None:
    frame = spark.read.parquet(staff)
    answer = score_dataframe(frame, find_policy("beijing"), 2027, keep=KEPT)
    assert {name: kind for name, kind in answer.dtypes if name in KEPT} == {
        name: kind for name, kind in frame.dtypes if name in KEPT
    }


def test_tasks_that_die_are_run_again_and_change_nothing(
    spark: Any, staff: str, scored: list[Any], fault: Path, tmp_path: Path
) -> None:
    """The first attempt of every odd part of seven ends after it has given rows; what is written holds each row once."""
    fault.write_text("once", encoding="utf-8")
    frame = spark.read.parquet(staff).repartition(7)
    score_dataframe(frame, find_policy("beijing"), 2027, keep=KEPT).write.parquet(str(tmp_path / "scores"))
    written = spark.read.parquet(str(tmp_path / "scores"))
    assert (tmp_path / "scores" / "_SUCCESS").exists()
    assert sorted(written.collect()) == scored
    found = balance(written)
    assert found.adds_up
    assert (found.read, found.rejected) == (400, sum(bool(row.rejected) for row in scored))


def test_a_task_that_always_dies_leaves_no_answer(spark: Any, staff: str, fault: Path, tmp_path: Path) -> None:
    fault.write_text("always", encoding="utf-8")
    frame = spark.read.parquet(staff).repartition(4)
    with pytest.raises(Exception, match="failed 4 times"):
        score_dataframe(frame, find_policy("beijing"), 2027).write.parquet(str(tmp_path / "scores"))
    assert not (tmp_path / "scores" / "_SUCCESS").exists()


def test_mistakes_are_listed_with_what_was_kept(spark: Any, written: str, scored: list[Any]) -> None:
    told = reject_dataframe(spark.read.parquet(written))
    assert told.columns == [*KEPT, "column", "value", "code", "problem", "hint"]
    expected = sorted((*row[: len(KEPT)], *mistake) for row in scored for mistake in row.rejected)
    assert sorted(map(tuple, told.collect())) == expected
    assert len(expected) > 100


LINED = "'cutoff' AS line_kind, id <> 'a142' AS reached"
"""A line that the round had, which one of the first does not reach: then nobody is said to be admitted."""


@pytest.mark.parametrize(
    ("ties", "quota", "changed"),
    [("admit_all", 90, ""), ("strict", 90, ""), ("admit_all", None, ""), ("strict", 90, LINED)],
)
def test_the_ranking_is_that_of_the_command(
    ties: Ties, quota: int | None, changed: str, spark: Any, written: str, tmp_path: Path
) -> None:
    """Byte for byte, from rows in another order; the example stands in many of them, so that place 90 is one of many."""
    table, mine = tmp_path / "scores.csv", tmp_path / "mine.csv"
    files = duckdb.read_parquet(f"{written}/*.parquet").filter("len(rejected) = 0")
    columns = [name for name in files.columns if name not in {*KEPT[1:], "rejected"}]
    plain = ", ".join(name for name in columns if f" AS {name}" not in changed)
    named = ", ".join(filter(None, (plain, changed)))
    files.project(named.replace("failed_gates", NO_TEXT)).write_csv(str(table))
    options = ("--ties", ties.removeprefix("admit_"), *(() if quota is None else ("--quota", quota)))
    with ThreadPoolExecutor(1) as pool:
        command = pool.submit(run_checked, "rank", table, "-o", tmp_path / "ranked.csv", *options)
        answer = spark.read.parquet(written).repartition(3).where("size(rejected) = 0")
        found = arrow_of(rank_dataframe(answer.selectExpr(*named.split(", ")), quota=quota, ties=ties))
    command.result()
    duckdb.from_arrow(found).project(f"* REPLACE ({NO_TEXT})").write_csv(str(mine))
    assert mine.read_bytes() == (tmp_path / "ranked.csv").read_bytes()
    assert len(mine.read_bytes().splitlines()) > 150


NO_TEXT = "nullif(failed_gates, '') AS failed_gates"
"""An empty text, as the command writes it: without quotes."""


def test_a_ranking_by_what_is_no_exact_number_is_refused(spark: Any, written: str) -> None:
    answer = spark.read.parquet(written)
    with pytest.raises(HukouError, match="rank-by-no-number"):
        rank_dataframe(answer, ["id"])
    with pytest.raises(HukouError, match="no-such-column"):
        rank_dataframe(answer, ["points"])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("CAST(insured_months AS DOUBLE) AS insured_months", "binary-fractions"),
        ("detentions AS detentoins", "column-near-fact"),
        (None, "no-column"),
    ],
)
def test_what_is_wrong_with_columns_is_said_before_any_task(
    change: str | None, code: str, spark: Any, staff: str
) -> None:
    frame = spark.read.parquet(staff)
    changed = "detentions" if change and "detentoins" in change else "insured_months"
    others = [name for name in frame.columns if name != changed]
    frame = frame.selectExpr(*others, *([change] if change else []))
    spark.sparkContext.setJobGroup(code, code)
    with pytest.raises(HukouError) as caught:
        score_dataframe(frame, find_policy("beijing"), 2027)
    assert code in [finding.code for finding in caught.value.findings]
    assert not spark.sparkContext.statusTracker().getJobIdsForGroup(code)


@pytest.mark.parametrize("code", ["other-version", "other-digest"])
def test_a_worker_refuses_a_plan_that_is_not_its_own(code: str, spark: Any, staff: str) -> None:
    frame = spark.read.parquet(staff)
    plan = plan_of(frame)
    version, digest, content = seal(plan)
    sent = ("0.0.1", digest, content) if code == "other-version" else (version, digest, content + b"x")
    with pytest.raises(Exception, match=rf"TaskFailed: {code}"):
        run(frame, sent, plan).collect()


def plan_of(frame: Any) -> BatchPlan:
    return plan_batches(arrow_schema(frame), find_policy("beijing"), 2027, None, None, "en")


def run(frame: Any, sent: tuple[str, str, bytes], plan: BatchPlan) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    return frame.mapInArrow(partial(score_part, score_batches, sent), from_arrow_schema(plan.schema))


def test_an_exception_in_a_task_shows_no_row(spark: Any, staff: str, tmp_path: Path) -> None:
    """The batches are not those of the plan: DuckDB's message would name what it sees."""
    plan = plan_of(spark.read.parquet(staff))
    pq.write_table(pa.table({"insured_months": ["000000198506151233"]}), tmp_path / "others.parquet")
    others = spark.read.parquet(str(tmp_path / "others.parquet"))
    with pytest.raises(Exception, match="TaskFailed: BinderException in ") as caught:
        run(others, seal(plan), plan).collect()
    assert "000000198506151233" not in str(caught.value)


def test_no_identity_number_stands_in_the_log_of_events(spark: Any, events: Path, staff: str, written: str) -> None:
    """After all that is above: 15 of the random cells of the staff hold one, and the answers that were written mask it."""
    number = b"000000198506151233"
    assert number in b"".join(repr(row).encode() for row in spark.read.parquet(staff).collect())
    logs = [file for file in events.rglob("*") if file.is_file()]
    assert logs
    assert all(number not in file.read_bytes() for file in logs)
    assert all(number not in file.read_bytes() for file in Path(written).rglob("*") if file.is_file())
