"""``hukou batch --engine spark``: the bytes of the command on one machine, in parts; or a reason why not."""

import contextlib
import csv
import gzip
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from hukou_cli.spark.session import spark_session
from tests.spark.conftest import FAST_START, LAKE, ROOT, USERS, command_in
from tests.support.people import GOOD
from tests.support.program import run_checked
from tests.table.test_arrow import people

OPTIONS = ("--city", "beijing", "--round", "2027", "--lang", "en")
BROKEN = {"too-few-cells", "too-many-cells", "broken-quotes", "nul-byte", "not-in-encoding"}


def text_of(rows: list[dict[str, Any]], end: str = "\r\n") -> str:
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]), lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """300 people, most with a mistake in a cell, among rows that are broken as a whole, empty ones and one of sums."""
    lines = text_of(people("beijing", 300).to_pylist()).encode().splitlines(keepends=True)
    cells = lines[1].count(b",") + 1
    lines[20:20] = [b"a,b\r\n", b"x," * cells + b"y\r\n", b'q,5"6"' + b"," * (cells - 2) + b"\n"]
    lines[40:40] = [b"\r\n", b"\n", b"n,\0" + b"," * (cells - 2) + b"\n", b"e,\xff" + b"," * (cells - 2) + b"\r\n"]
    lines[90:90] = [b"," * (cells - 1) + b"\n", b'"""quoted, id""",' + lines[5].partition(b",")[2]]
    lines[200:200] = [b'lone,5"6,' + b"," * (cells - 3) + b"\n"]
    file = tmp_path_factory.mktemp("table") / "staff of 北京.csv"
    file.write_bytes(b"".join(lines).removesuffix(b"\r\n"))
    return file


@pytest.fixture(scope="module")
def local(table: Path) -> tuple[bytes, bytes, str]:
    """What the command on one machine gives: scores, rejects, and the line of the sums."""
    return answer_of(table)


def answer_of(table: Path) -> tuple[bytes, bytes, str]:
    scores = table.with_name("local.csv")
    said = run_checked("batch", table, "-o", scores, *OPTIONS, "--force")[1]
    return scores.read_bytes(), scores.with_name("local.rejects.csv").read_bytes(), sums_in(said)


def sums_in(said: str) -> str:
    (line,) = (line for line in said.splitlines() if line.startswith("read "))
    return line.partition(" ·")[0]


class Command:
    """The command in the session of the tests."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture

    def score(self, table: object, output: object, *more: object) -> tuple[int, str]:
        """Score a table; return the exit code, and what was said."""
        code = command_in("batch", table, "-o", output, "--engine", "spark", *OPTIONS, *more)
        return code, self._capture.readouterr().err


@pytest.fixture
def command(spark: Any, capsys: pytest.CaptureFixture[str]) -> Command:
    del spark  # it is the active one
    return Command(capsys)


@contextlib.contextmanager
def parts(spark: Any, count: int, size: int) -> Iterator[None]:
    """Have files of a size cut into so many parts."""
    settings = {
        "spark.sql.files.maxPartitionBytes": -(-size // count) + 1,
        "spark.sql.files.openCostInBytes": size if count == 1 else 0,
        "spark.sql.files.minPartitionNum": count,
    }
    for name, value in settings.items():
        spark.conf.set(name, value)
    try:
        yield
    finally:
        for name in settings:
            spark.conf.unset(name)


def lines_of(output: Path, kind: str, file: str) -> bytes:
    """What the parts of a file hold, put together by their names."""
    folder = output / f"kind={kind}" / f"file={file}"
    return b"".join(part.read_bytes() for part in sorted(folder.glob("part-*")))


def check(output: Path, table: Path, local: tuple[bytes, bytes, str], said: str, count: int) -> None:
    scores, rejects, sums = local
    assert lines_of(output, "score", table.name) == scores
    assert lines_of(output, "reject", table.name) == rejects
    assert sums_in(said) == sums
    assert len(list((output / "kind=summary").glob("*/part-*"))) == count
    assert (output / "_SUCCESS").exists()


@pytest.mark.usefixtures("submitted")
@pytest.mark.parametrize(("count", "dying"), [(1, ""), (2, ""), (7, "once")])
def test_the_parts_are_the_files_of_the_command(
    count: int,
    dying: str,
    spark: Any,
    command: Command,
    table: Path,
    local: tuple[bytes, bytes, str],
    fault: Path,
    tmp_path: Path,
) -> None:
    """Byte for byte, with the true line of each reject, also of rows that are broken as a whole.

    Of seven parts, the odd ones die and are run again, which changes nothing.
    """
    fault.write_text(dying, encoding="utf-8")
    with parts(spark, count, table.stat().st_size):
        code, said = command.score(table, tmp_path / "out")
    assert code == 0, said
    check(tmp_path / "out", table, local, said, count)
    codes = {row["code"] for row in csv.DictReader(io.StringIO(local[1].decode().removeprefix("\ufeff")))}
    assert codes >= BROKEN
    assert len(codes) > 12


def test_a_part_that_always_dies_leaves_no_whole_answer(
    spark: Any, command: Command, table: Path, fault: Path, tmp_path: Path
) -> None:
    fault.write_text("always", encoding="utf-8")
    with parts(spark, 2, table.stat().st_size):
        code, said = command.score(table, tmp_path / "out")
    assert code == 2
    assert "[spark-failed]" in said
    assert not (tmp_path / "out" / "_SUCCESS").exists()


@pytest.mark.parametrize(("lost", "told"), [("first", "bytes-do-not-add-up"), ("last", "does-not-add-up")])
def test_rows_that_get_lost_are_an_internal_error(
    lost: str, told: str, spark: Any, command: Command, table: Path, fault: Path, tmp_path: Path
) -> None:
    """Parts that lose a row of the answer, or that which says how many they had: the mark is taken."""
    fault.write_text(f"lose-{lost}", encoding="utf-8")
    with parts(spark, 2, table.stat().st_size):
        code, said = command.score(table, tmp_path / "out")
    assert code == 70
    assert f"[{told}]" in said
    assert not (tmp_path / "out" / "_SUCCESS").exists()


def test_several_files_are_answered_one_by_one(command: Command, tmp_path: Path) -> None:
    """A byte order mark, GB18030, gzip, a title above the header, a line of a megabyte: each file has its own lines and its own answer."""
    rows = people("beijing", 90).to_pylist()
    (tmp_path / "in").mkdir()
    long = b"l," + b"9" * 1_000_001 + b"\n"
    (tmp_path / "in" / "a.csv").write_bytes(b"\xef\xbb\xbf" + text_of(rows[:30]).encode() + long)
    (tmp_path / "in" / "b.csv").write_bytes(("名单\n\n" + text_of(rows[30:60], "\n")).encode("gb18030"))
    (tmp_path / "in" / "c.csv.gz").write_bytes(gzip.compress(text_of(rows[60:]).encode()))
    code, said = command.score(tmp_path / "in", tmp_path / "out")
    assert code == 0, said
    found = [0, 0]
    for file in ("a.csv", "b.csv", "c.csv.gz"):
        scores, rejects, sums = answer_of(tmp_path / "in" / file)
        assert lines_of(tmp_path / "out", "score", file) == scores
        assert lines_of(tmp_path / "out", "reject", file) == rejects
        found = [found[0] + len(scores.splitlines()) - 1, found[1] + int(sums.rpartition(" ")[2])]
    assert sums_in(said) == f"read 91 = scored {found[0]} + rejected {found[1]}"


def test_parquet_is_answered_by_parquet(command: Command, tmp_path: Path) -> None:
    pq.write_table(people("beijing", 90), tmp_path / "in.parquet")
    scores, rejects, sums = answer_of(tmp_path / "in.parquet")
    code, said = command.score(tmp_path / "in.parquet", tmp_path / "out")
    assert code == 0, said
    assert sums_in(said) == sums
    engine = duckdb.connect()
    engine.execute(f"CREATE VIEW found AS FROM read_parquet('{tmp_path}/out/*.parquet')")
    mine = "SELECT * EXCLUDE (rejected) FROM found WHERE len(rejected) = 0"
    engine.execute(f"COPY ({mine}) TO '{tmp_path}/mine.csv'")
    assert sorted((tmp_path / "mine.csv").read_bytes().replace(b'""', b"").splitlines()) == sorted(scores.splitlines())
    told = "SELECT substr(id, 2)::INT + 1, w.code, w.problem, w.hint FROM (SELECT id, unnest(rejected) AS w FROM found)"
    listed = csv.DictReader(io.StringIO(rejects.decode()))
    expected = sorted((int(row["line"]), row["code"], row["problem"], row["hint"]) for row in listed)
    assert sorted(engine.execute(told).fetchall()) == expected


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('x,"a\nb"', "quotes-over-lines"),
        ('x,"never closed', "quotes-over-lines"),
        ('x,"a ""b"', ""),
        ('x,5"6', ""),
    ],
)
def test_quotes_over_lines_are_refused_and_no_others(line: str, code: str, command: Command, tmp_path: Path) -> None:
    rows = people("beijing", 3).to_pylist()
    (tmp_path / "in.csv").write_text(text_of(rows, "\n") + line + "," * (len(rows[0]) - 2) + "\n", encoding="utf-8")
    found, said = command.score(tmp_path / "in.csv", tmp_path / "out")
    assert (found, f"[{code}]" in said) == (2 if code else 0, bool(code)), said
    assert (tmp_path / "out").exists() == (not code)


@pytest.mark.parametrize(
    ("content", "options", "code"),
    [
        ("city,insured_months\nbeijing,1\n", (), "spark-one-round"),
        ('{"insured_months": 1}\n', (), "spark-form"),
        ("insured_months,detentions\n1.5\n", (), "no-column"),
        ("insured_months\n", ("--rank", "--threads", "2"), "no-meaning-on-spark"),
        ("insured_months\n", ("-o", "-"), "spark-to-folder"),
        ("insured_months\n", ("-o", "work"), "output-not-of-spark"),
        ("insured_months\n", ("-o", "work/kept"), "output-folder-exists"),
        ("insured_months\n", ("-o", "in", "--force"), "output-holds-input"),
    ],
)
def test_what_cannot_be_done_is_refused(
    content: str, options: tuple[str, ...], code: str, command: Command, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "in.csv").write_text(content, encoding="utf-8")
    (tmp_path / "work" / "kept").mkdir(parents=True)
    (tmp_path / "work" / "kept" / "_SUCCESS").touch()
    more = [str(tmp_path / option) if option in ("in", "work", "work/kept") else option for option in options]
    forced = ["--force"] if code == "output-not-of-spark" else []
    found, said = command.score(tmp_path / "in" / "in.csv", tmp_path / "out", *more, *forced)
    assert (found, f"[{code}]" in said) == (2, True), said
    if code == "no-meaning-on-spark":
        assert "--rank, --threads" in said
    assert not (tmp_path / "out").exists()


def test_an_answer_is_replaced_by_force(command: Command, tmp_path: Path) -> None:
    """In a file system with a scheme of its own, as that of a lake has."""
    for count, force in ((3, ()), (5, ("--force",))):
        rows = people("beijing", count).to_pylist()
        (tmp_path / "in.csv").write_text(text_of(rows), encoding="utf-8")
        code, said = command.score(f"{LAKE}{tmp_path}/in.csv", f"{LAKE}{tmp_path}/out", *force)
        assert code == 0, said
        assert sums_in(said).startswith(f"read {count} =")


def test_files_of_other_columns_are_refused(command: Command, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_text(",".join(GOOD) + "\n", encoding="utf-8")
    (tmp_path / "in" / "b.csv").write_text(",".join((*GOOD, "note")) + "\n", encoding="utf-8")
    code, said = command.score(tmp_path / "in", tmp_path / "out")
    assert (code, "[other-columns]" in said) == (2, True), said


@pytest.fixture(scope="module")
def submitted(
    spark: Any, table: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Future[tuple[Path, subprocess.CompletedProcess[str]]]]:
    """The folder, and the end, of a table scored on two machines, which takes long and is run beside the other tests."""
    del spark  # it has started by then
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(submit, table, tmp_path_factory.mktemp("submitted"))


def submit(table: Path, folder: Path) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """Run the command by ``spark-submit``."""
    import pyspark

    home = str(Path(pyspark.__file__).parent)
    (folder / "run.py").write_text("from hukou_cli.cli import run\n\nrun()\n", encoding="utf-8")
    settings = {
        "spark.driver.extraJavaOptions": FAST_START,
        "spark.executor.extraJavaOptions": FAST_START,
        "spark.ui.enabled": "false",
        "spark.sql.files.maxPartitionBytes": str(table.stat().st_size // 2 + 1),
        "spark.sql.files.openCostInBytes": "0",
    }
    words = [f"{home}/bin/spark-submit", "--master", "local-cluster[2,1,1024]"]
    words += [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
    env = {"SPARK_HOME": home, "PYSPARK_PYTHON": sys.executable, "PYTHONPATH": str(ROOT), "SPARK_LOCAL_IP": "127.0.0.1"}
    words += [
        str(folder / "run.py"),
        "batch",
        str(table),
        "-o",
        str(folder / "out"),
        "--engine",
        "spark",
        *OPTIONS,
    ]
    done = subprocess.run(words, env=os.environ | env, cwd=folder, capture_output=True, text=True, check=False)
    return folder / "out", done


def test_two_machines_by_spark_submit(table: Path, local: tuple[bytes, bytes, str], submitted: Any) -> None:
    """Two executors, each a process of its own with its own Python: what goes to them must be pickled."""
    output, done = submitted.result()
    assert done.returncode == 0, done.stderr[-3000:]
    check(output, table, local, done.stdout, 2)  # Spark puts what its programs say into its own output


@pytest.mark.usefixtures("spark")
def test_the_command_sets_only_what_the_user_has_not_set() -> None:
    name, own = USERS
    with spark_session(None) as found:
        assert found.conf.get(name) == own
        assert found.conf.get("spark.sql.execution.arrow.maxRecordsPerBatch") == "2000"


def test_no_identity_number_was_written_anywhere(events: Path, table: Path) -> None:
    """After all that is above, of which the table holds several in cells of facts."""
    number = b"000000198506151233"
    assert number in table.read_bytes()
    logs = [file for file in events.rglob("*") if file.is_file()]
    assert logs
    assert all(number not in file.read_bytes() for file in logs)
