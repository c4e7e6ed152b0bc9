"""Two editions compared over a data frame: every figure is that of ``hukou policy compare`` over the same table."""

import contextlib
import datetime
import json
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq
import pytest

from hukou_cli import Edition, find_policy
from hukou_cli.policy.rounds import RoundId
from hukou_cli.render.population_json import comparison_json
from hukou_cli.scoring.population import SIDES, Asked, Comparison, EditionInRound, Side
from hukou_cli.spark import compare_dataframe
from hukou_cli.table.plan import Request
from hukou_cli.table.population_pipeline import compare_table, scoring_of
from hukou_cli.table.source.inputs import open_input
from tests.spark.conftest import command_in
from tests.support.catalog import CATALOG
from tests.table.test_arrow import people

DAY = datetime.date(2026, 11, 30)
ROUND = RoundId(2027)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """300 people of Beijing, many with a mistake."""
    file = tmp_path_factory.mktemp("people") / "people.parquet"
    pq.write_table(people("beijing", 300), file)
    return file


def reform(tmp_path: Path, ties: str) -> Edition:
    """Beijing's rules in which a rented home counts as one's own, detentions cost nothing, and ties are as given."""
    text = Path(find_policy("beijing").path).read_text(encoding="utf-8")
    changed = text.replace("_counted / 24)", "_counted / 12)").replace("-30 * detentions", "0 * detentions")
    draft = tmp_path / "draft.toml"
    draft.write_text(changed.replace('ties = "admit_all"', f'ties = "{ties}"'), encoding="utf-8")
    return CATALOG.named(str(draft))


def on_one_machine(file: Path, before: Edition, after: Edition, asked: Asked) -> Comparison:
    request = Request(None, None, (), "en", "csv", DAY, DAY, ranked=True, safe=False)
    sides: dict[Side, EditionInRound] = {
        side: EditionInRound(edition, edition.id, ROUND, has_ended=False)
        for side, edition in zip(SIDES, (before, after), strict=True)
    }
    with contextlib.closing(open_input(str(file))) as source:
        scorings = {side: scoring_of(source, at, request, asked.by, None, (), 1) for side, at in sides.items()}
        return compare_table(source, sides, scorings, asked, None, 1, lambda *_: None, lambda: None)


@pytest.mark.parametrize(
    ("ties", "quota", "line", "by", "parts"),
    [("strict", 7, None, None, 2), ("strict", None, Decimal(80), "sex", 1)],
)
def test_every_figure_is_that_of_one_machine(
    spark: Any,
    table: Path,
    tmp_path: Path,
    ties: str,
    quota: int | None,
    line: Decimal | None,
    by: str | None,
    parts: int,
) -> None:
    before, after = find_policy("beijing"), reform(tmp_path, ties)
    frame = spark.read.parquet(str(table)).repartition(parts)
    with ThreadPoolExecutor(1) as pool:
        local = pool.submit(on_one_machine, table, before, after, Asked("", by, quota, line))
        found = compare_dataframe(frame, before, after, 2027, by=by, quota=quota, line=line, today=DAY)
    expected = local.result()
    assert expected.gain
    assert expected.rows.neither
    assert json.loads(comparison_json(found, "en")) == json.loads(comparison_json(expected, "en"))
    assert msgspec.structs.asdict(found) == msgspec.structs.asdict(expected)


@pytest.mark.usefixtures("spark")
def test_the_command_answers_on_spark_as_on_one_machine(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _ = reform(tmp_path, "admit_all")
    options = ["--round", 2027, "--quota", 20, "--by", "degree", "--format", "json"]
    command = ["policy", "compare", "beijing", tmp_path / "draft.toml"]
    assert command_in(*command, table, *options) == 0
    here = capsys.readouterr()
    assert command_in(*command, table, *options, "--engine", "spark") == 0
    there = capsys.readouterr()
    assert json.loads(here.out)["rows"]["scored_in_neither"]
    assert there == here


@pytest.mark.usefixtures("spark")
@pytest.mark.parametrize(("option", "code"), [((), "spark-parquet"), (("-o", "list.csv"), "no-meaning-on-spark")])
def test_spark_compares_over_parquet_alone_and_writes_no_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: tuple[str, ...], code: str
) -> None:
    text = tmp_path / "people.csv"
    text.write_text("id,degree\n1,bachelor\n", encoding="utf-8")
    assert command_in("policy", "compare", "beijing", "beijing", text, "--engine", "spark", *option) == 2
    told = capsys.readouterr()
    assert (told.out, f"[{code}]" in told.err) == ("", True)
