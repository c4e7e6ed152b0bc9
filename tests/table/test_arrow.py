"""Arrow batches: what comes out is what a table of the same rows gives, however the rows are cut into batches."""

import pickle
import random
from pathlib import Path

import pyarrow as pa
import pytest

from hukou_cli import (
    Edition,
    InvalidOption,
    InvalidTable,
    find_policy,
    load_applicant,
    plan_batches,
    score,
    score_batches,
)
from hukou_cli.base import calendar
from hukou_cli.policy.catalog import bundled
from hukou_cli.policy.rounds import RoundId
from hukou_cli.table.arrow import BatchPlan
from tests.support.program import python
from tests.support.table_runs import run_table

CITIES = [
    "chengdu",
    "foshan",
    "guangzhou",
    "hangzhou",
    "nanjing",
    "shanghai_points",
    "shenzhen",
    "suzhou",
    "tianjin",
    "wuhan",
    "xiamen",
    "zhuhai",
]
JUNK = [
    "x",
    "-1",
    "99999",
    "007",
    "１２",
    "12.5",
    "unknown",
    "000000198506151233",
    "2030-01-01",
    "是",
    "male",
    "1e3",
    "0",
    "",
]


def people(city: str, count: int) -> pa.Table:
    """The example of a city many times over, the most of them with cells changed; ids, and a column that is no fact."""
    applicant = load_applicant(bundled() / city / "example.toml")
    edition = find_policy(city)
    values = score(applicant, edition, round_of(edition).plain).values
    told = {name: edition.facts[name].text(value) for name, value in values.items() if name in edition.facts}
    row = dict.fromkeys(edition.facts, "") | told
    chance = random.Random(city)  # noqa: S311 - no secret
    rows = []
    for at in range(count):
        changed = {chance.choice(list(row)): chance.choice(JUNK) for _ in range(chance.randrange(3))}
        rows.append({"id": f"a{at}", "note": at, **row, **changed})
    return pa.Table.from_pylist(rows)


def round_of(edition: Edition) -> RoundId:
    """The round to come, or where one applies on any day, that day."""
    return edition.calendar.default(20261129)


def scored(table: pa.Table, plan: BatchPlan, size: int = 1000) -> pa.Table:
    return pa.Table.from_batches(score_batches(table.to_batches(max_chunksize=size), plan), plan.schema)


@pytest.mark.parametrize("city", ["beijing", *(pytest.param(city, marks=pytest.mark.slow) for city in CITIES)])
def test_batches_give_what_a_file_gives(city: str, tmp_path: Path) -> None:
    edition = find_policy(city)
    table, round_ = people(city, 60), round_of(edition)
    found = scored(table, plan_batches(table.schema, edition, round_.plain, keep=["id"])).to_pylist()
    rows = [{name: row[name] for name in ("id", *edition.facts)} for row in table.to_pylist()]
    answers = run_table(edition, rows, round_, calendar.LATEST, tmp_path)
    assert [row["id"] for row in found] == [row["id"] for row in rows]
    good = [
        {name: text_of(cell) for name, cell in row.items() if name != "rejected"}
        for row in found
        if not row["rejected"]
    ]
    assert good == answers.scores
    told = [(str(at), *mistake.values()) for at, row in enumerate(found, start=2) for mistake in row["rejected"]]
    assert told == [
        tuple(row[name] for name in ("line", "column", "value", "code", "problem", "hint")) for row in answers.rejects
    ]
    assert all(row["eligible"] is None for row in found if row["rejected"])


def text_of(cell: object) -> str:
    """A cell as a file has it."""
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)


@pytest.mark.parametrize("size", [1, 7, 200])
def test_how_the_rows_are_cut_into_batches_makes_no_difference(size: int) -> None:
    table, edition = people("beijing", 30), find_policy("beijing")
    plan = plan_batches(table.schema, edition, 2027, keep=["id", "note"])
    assert scored(table, plan, size) == scored(table, plan)
    assert plan.schema.field("note").type == pa.int64()  # what is kept, keeps its type
    assert not list(score_batches([], plan))


def test_a_plan_that_was_pickled_scores_in_another_process(tmp_path: Path) -> None:
    table, edition = people("beijing", 5), find_policy("beijing")
    plan = plan_batches(table.schema, edition, 2027)
    (tmp_path / "plan").write_bytes(pickle.dumps((plan, table.to_batches())))
    said = python(
        "import pickle, pathlib, hukou_cli\n"
        f"plan, batches = pickle.loads(pathlib.Path({str(tmp_path / 'plan')!r}).read_bytes())\n"
        "print([row for batch in hukou_cli.score_batches(batches, plan) for row in batch['total'].to_pylist()])"
    )
    assert said.strip() == str(scored(table, plan)["total"].to_pylist())


def test_another_version_of_the_program_refuses_a_plan() -> None:
    table = people("beijing", 1)
    plan = plan_batches(table.schema, find_policy("beijing"), 2027)
    older = BatchPlan("0.0.1", plan.digest, plan.kinds, plan.keep, plan.plan)
    with pytest.raises(InvalidOption) as caught:
        list(score_batches(table.to_batches(), older))
    assert [finding.code for finding in caught.value.findings] == ["other-version"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"insured_months": pa.float64()}, "binary-fractions"),
        ({"detentoins": pa.string()}, "column-near-fact"),
        ({"累计缴纳社会保险月数": pa.string()}, "fact-in-two-columns"),
    ],
)
def test_what_is_wrong_with_columns_is_said_before_a_row_is_read(change: dict[str, pa.DataType], code: str) -> None:
    kinds = {field.name: field.type for field in people("beijing", 1).schema} | change
    if "detentoins" in change:
        del kinds["detentions"]
    with pytest.raises(InvalidTable) as caught:
        plan_batches(pa.schema(kinds.items()), find_policy("beijing"), 2027)
    assert code in [finding.code for finding in caught.value.findings]


@pytest.mark.slow
def test_the_recipe_for_dask() -> None:
    import dask.bag

    table, edition = people("beijing", 40), find_policy("beijing")
    plan = plan_batches(table.schema, edition, 2027)
    rows = dask.bag.from_sequence(table.to_batches(max_chunksize=10), npartitions=4)
    found = rows.map_partitions(lambda part: list(score_batches(part, plan))).compute(scheduler="processes")
    assert pa.Table.from_batches(found) == scored(table, plan)
