"""Files as people have them, and what becomes of those that a batch cannot read or must not write."""

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
import typer

from hukou_cli.cli.signals import INTERRUPTED, STOPS, StopSignals
from tests.support.csv_files import rows_of, write
from tests.support.people import GOOD, SELECTED
from tests.support.program import batch, run_checked, tells, write_to_pipe

pytestmark = pytest.mark.subprocess


def test_one_row_of_another_encoding_does_not_change_the_others(tmp_path: Path) -> None:
    """王小, as UTF-8, is also some text in GB18030: three other characters."""
    table = write(tmp_path / "in.csv", [{**GOOD, "id": f"王小{at}"} for at in range(50)])
    with table.open("ab") as file:
        file.write(",".join({**GOOD, "id": "张伟"}.values()).encode("gb18030") + b"\n")
    out, said = batch(table)
    assert "read 51 = scored 50 + rejected 1" in said
    assert [row["id"] for row in rows_of(out)] == [f"王小{at}" for at in range(50)]


@pytest.mark.parametrize(
    ("name", "header", "mark"),
    [
        ("in.TSV", "{}", "\t"),
        ("in.txt", "{}", "\t"),
        ("in.csv", "{}", ";"),
        ("in.csv", "\n{}", ";"),
        ("in.txt", "\n{}", "\t"),
    ],
)
def test_what_separates_cells_is_found_also_where_a_name_has_a_comma(
    name: str, header: str, mark: str, tmp_path: Path
) -> None:
    labels = {"insured_months_since_2020_08": "months of social insurance since 2020-08"}
    columns = mark.join(labels.get(fact, fact) for fact in GOOD)
    (tmp_path / name).write_text(f"{header.format(columns)}\n{mark.join(GOOD.values())}\n", encoding="utf-8")
    out, _ = batch(tmp_path / name)
    assert [row["id"] for row in rows_of(out)] == ["A1"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("id,degree\rA,none\r", "old-line-ends"),
        ('[{"degree": "none"}]', "json-not-lines"),
        ('{\n  "degree": "none"\n}', "json-not-lines"),
        ("i\0d\0,\0d\0\n\0", "not-text"),
        ("PK\x03\x04\x14\0\6\0", "workbook"),
        ("\n <HTML><body><table><tr><td>insured_months</td></tr></table>", "page"),
        ('<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook/>', "page"),
        ("%PDF-1.7\n", "page"),
    ],
)
def test_a_file_of_another_kind_is_named_for_what_it_is(content: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(content.encode())
    assert told in batch(tmp_path / "in.csv", code=2)[1]


def test_a_nul_costs_its_row_alone_also_near_the_start(tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [GOOD, {**GOOD, "id": "A\0"}, GOOD])
    assert "read 3 = scored 2 + rejected 1" in batch(table)[1]


def test_no_file_is_both_read_and_written_however_it_is_named(tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [GOOD])
    before = table.read_bytes()
    with table.open("rb") as file:
        _, said = batch("-", "-o", table, "--force", stdin=file, code=2)
    assert "output-is-input" in said
    other = tmp_path / ".." / tmp_path.name / "out.csv"
    assert "one-file-twice" in batch(table, "-o", tmp_path / "out.csv", "--rejects", other, "--force", code=2)[1]
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]
    assert table.read_bytes() == before


def test_a_reader_that_has_seen_enough_ends_the_run(tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [{**GOOD, "id": f"A{at}"} for at in range(60_000)])
    command = (
        f"{sys.executable} -m hukou_cli batch {table} --city beijing --round 2022 | head -1; exit ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, "cannot-write" in done.stderr) == (0, False)
    assert done.stdout.startswith("id,eligible")


def test_a_ranking_looks_at_its_own_output_alone(tmp_path: Path) -> None:
    scores = write(tmp_path / "scores.csv", [{"total": "97"}])
    (tmp_path / "ranked.rejects.csv").touch()
    run_checked("rank", scores, "-o", tmp_path / "ranked.csv")


def test_a_ranking_takes_no_binary_fractions(tmp_path: Path) -> None:
    table = tmp_path / "scores.parquet"
    duckdb.execute(f"COPY (SELECT 97.13::DOUBLE AS total, 1.5::DOUBLE AS other) TO '{table}'")
    assert "columns of binary fractions" in run_checked("rank", table, "--lang", "en", code=2)[1]
    duckdb.execute(f"COPY (SELECT 97.13 AS total, 1.5::DOUBLE AS other) TO '{table}'")
    assert rows_of(run_checked("rank", table)[0]) == [{"rank": "1", "total": "97.13", "other": "1.5"}]


def test_a_name_that_the_engine_gives_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "in.parquet"
    duckdb.execute(f"COPY (SELECT 97 AS total, 1 AS file_row_number) TO '{table}'")
    assert "column-reserved" in run_checked("rank", table, "--lang", "en", code=2)[1]


def test_a_json_line_that_is_too_long_costs_its_row_alone(tmp_path: Path) -> None:
    row, long = json.dumps(GOOD), json.dumps({**GOOD, "id": "x" * 3_000_000})
    table = tmp_path / "in.jsonl"
    table.write_text(f"{row}\n{long}\n{row}\n", encoding="utf-8")
    out, said = batch(table)
    assert tells(said, "in.jsonl:2", "line-too-long")
    assert [row["id"] for row in rows_of(out)] == ["A1", "A1"]
    table.write_text(f"{long}\n{row}\n", encoding="utf-8")
    assert tells(batch(table, code=2)[1], "in.jsonl:1", "header-line-too-long")


def test_a_header_without_end_is_no_header(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("degree" * 50_000, encoding="utf-8")
    assert tells(batch(tmp_path / "in.csv", code=2)[1], "in.csv:1", "header-line-too-long")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no disk that is always full")
def test_a_full_disk_is_told_by_every_writer(tmp_path: Path) -> None:
    table, scores = write(tmp_path / "in.csv", [GOOD]), tmp_path / "scores.csv"
    batch(table, "-o", scores)
    for said in (
        batch(table, "-o", "/dev/full", code=2)[1],
        batch(table, "-o", "/dev/full", "--format", "parquet", code=2)[1],
        batch(table, "-o", "/dev/full", "--rank", code=2)[1],
        run_checked("rank", scores, "-o", "/dev/full", "--lang", "en", code=2)[1],
    ):
        assert "/dev/full: cannot write the result: No space left on device" in said


def test_a_stop_is_a_stop_whatever_the_engine_makes_of_it() -> None:
    """Interrupted in a query, the engine raises an error of its own."""

    def stopped_in_a_query() -> None:
        with StopSignals("en"):
            try:
                os.kill(os.getpid(), signal.SIGINT)
            except KeyboardInterrupt:
                raise RuntimeError from None

    before = {name: signal.getsignal(name) for name in STOPS}
    with pytest.raises(typer.Exit) as ended:
        stopped_in_a_query()
    for name, handler in before.items():
        signal.signal(name, handler)
    assert ended.value.exit_code == INTERRUPTED


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_with_a_name_is_read_twice_where_it_must_be(tmp_path: Path) -> None:
    pipe, table = tmp_path / "pipe", write(tmp_path / "in.csv", [{**GOOD, "city": "beijing"}])
    os.mkfifo(pipe)
    if os.fork() == 0:
        pipe.write_bytes(table.read_bytes())
        os._exit(0)
    out, _ = batch(pipe)
    assert [row["id"] for row in rows_of(out)] == ["A1"]


def test_a_system_without_nameless_files_does_the_same(tmp_path: Path) -> None:
    """Neither files in memory, nor files without a name, nor a copy by the system, as elsewhere than on Linux."""
    table = write(tmp_path / "in.csv", [GOOD, {**GOOD, "id": "A2", "degree": "x"}])
    lacking = (
        "import os, pathlib; from hukou_cli.table import output, temp_file; from hukou_cli.cli import main\n"
        "del os.memfd_create, os.O_TMPFILE, os.sendfile; output.OPEN_FILES = temp_file.OPEN_FILES = pathlib.Path('/nowhere'); main()"
    )
    for form, rank in (("csv", []), ("parquet", ["--force"]), ("csv", ["--rank", "--force"])):
        there, other = tmp_path / "there" / f"out.{form}", tmp_path / f"out.{form}"
        there.parent.mkdir(exist_ok=True)
        asked = ("--city", "beijing", "--round", "2022", *rank)
        command = [sys.executable, "-c", lacking, "batch", str(table), "-o", str(there), *asked]
        subprocess.run(command, check=True, capture_output=True)
        run_checked("batch", table, "-o", other, *asked)
        assert there.read_bytes() == other.read_bytes()
        rejects = "out.rejects.csv"
        assert sorted(path.name for path in there.parent.iterdir()) == sorted([there.name, rejects])
        assert (there.parent / rejects).read_bytes() == (tmp_path / rejects).read_bytes()
        for path in there.parent.iterdir():
            path.unlink()


@pytest.mark.parametrize("closed", [">&-", "<&- >&- 2>&-"])
def test_a_closed_stream_takes_no_other_files_place(closed: str, tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [GOOD])
    before = table.read_bytes()
    command = f"{sys.executable} -m hukou_cli batch in.csv --city beijing -o {{}} {closed}"
    for out, code in (("out.csv", 0), ("-", 2)):
        done = subprocess.run(["bash", "-c", command.format(out)], cwd=tmp_path, check=False)
        assert done.returncode == code
    assert [row["id"] for row in rows_of(tmp_path / "out.csv")] == ["A1"]
    assert table.read_bytes() == before


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    table, real, link = write(tmp_path / "in.csv", [GOOD]), tmp_path / "real" / "out.csv", tmp_path / "link.csv"
    real.parent.mkdir()
    link.symlink_to(real)
    for force in ([], ["--force"]):
        batch(table, "-o", link, *force)
        assert link.is_symlink()
        assert [row["id"] for row in rows_of(real)] == ["A1"]
    assert "output-exists" in batch(table, "-o", link, code=2)[1]


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="the system has no names for open files")
def test_what_is_ranked_goes_into_a_pipe_too(tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [GOOD, {**GOOD, "id": "A2", "degree": "x"}])
    asked = ["--city", "beijing", "--round", "2022", "--rank", "--format", "csv", "--lang", "en"]
    ranked, said = write_to_pipe("batch", table, *asked, cwd=tmp_path)
    assert [row["id"] for row in rows_of(ranked)] == ["A1"]
    assert tells(said, "in.csv:3: degree", "not-one-of")  # a pipe has no place beside it for rejects
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_a_signal_that_is_ignored_stops_nothing(tmp_path: Path) -> None:
    """As `nohup` ignores one."""
    header, row = ",".join(GOOD) + "\n", ",".join(GOOD.values()) + "\n"
    command = ["nohup", sys.executable, "-m", "hukou_cli", "batch", "-", "-o", "out.csv", "--city", "beijing"]
    running = subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdin is not None
    running.stdin.write((header + row * 30_000).encode())
    running.stdin.flush()  # more than a pipe holds: the program has begun to read
    running.send_signal(signal.SIGHUP)
    assert running.communicate(row.encode())[1].decode().count("read 30,001 = scored 30,001 + rejected 0\n")
    assert running.returncode == 0


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="the system has no file that cannot be read")
def test_what_cannot_be_read_is_named() -> None:
    assert tells(batch("/proc/self/mem", code=2)[1], "/proc/self/mem", "file-unreadable")


def test_a_parquet_file_that_is_damaged_is_named(tmp_path: Path) -> None:
    table = tmp_path / "in.parquet"
    duckdb.execute(f"COPY (SELECT range::DECIMAL(9, 2) AS total FROM range(100000)) TO '{table}'")
    content = bytearray(table.read_bytes())
    content[1000:3000] = bytes(2000)
    table.write_bytes(content)
    assert tells(run_checked("rank", table, "--lang", "en", code=2)[1], "in.parquet", "not-parquet")


def test_that_there_are_more_mistakes_is_said_where_they_are(tmp_path: Path) -> None:
    rows = [{**GOOD, "insured_months": "x", "degree": "y"}] * 26
    told = [batch(write(tmp_path / "in.csv", rows[:count]))[1] for count in (25, 26)]
    assert ["There are more" in said for said in told] == [False, True]


def test_rejects_are_named_as_what_they_are(tmp_path: Path) -> None:
    table = write(tmp_path / "in.csv", [GOOD])
    assert "rejects-are-csv" in batch(table, "--rejects", tmp_path / "r.parquet", code=2)[1]
    batch(table, "--rejects", tmp_path / "r.txt")


def test_what_is_wrong_with_every_row_is_said_of_the_file(tmp_path: Path) -> None:
    rows = [{**GOOD, "城市": "北京市", "申报批次": "1999年"}]
    _, said = run_checked("batch", write(tmp_path / "in.csv", rows), "--lang", "en", code=2)
    assert "no row names a round that its city has: “1999年”" in said
    rows = [{**GOOD, "city": "nowhere"}]
    _, said = run_checked("batch", write(tmp_path / "in.csv", rows), "--lang", "en", code=2)
    assert "no row names a city that can be scored" in said
    table = write(tmp_path / "in.csv", [GOOD])
    _, said = run_checked("batch", table, "--city", "shanghai", "--round", "2024", "--lang", "en", code=2)
    assert "Write it as 2026-05-10" in said


def test_only_a_file_of_an_earlier_run_is_removed_where_nothing_is_rejected(tmp_path: Path) -> None:
    table, real, link = write(tmp_path / "in.csv", [GOOD]), tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("earlier", encoding="utf-8")
    link.symlink_to(real)
    batch(table, "--rejects", link, "--force")
    assert link.is_symlink()
    assert not real.exists()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    batch(table, "--rejects", pipe, "--force")
    os.close(reader)
    assert pipe.is_fifo()


def test_what_belongs_together_appears_together(tmp_path: Path) -> None:
    """A stop that comes when the rejects have their name and the scores have none is too late."""
    write(tmp_path / "in.csv", [GOOD, {**GOOD, "id": "A2", "degree": "x"}])
    stopped = (
        "import os, signal; from hukou_cli.table.output import AtomicOutput; from hukou_cli.cli import main\n"
        "commit = AtomicOutput.commit\n"
        "AtomicOutput.commit = lambda self: (commit(self), os.kill(os.getpid(), signal.SIGINT))\n"
        "main()"
    )
    command = [sys.executable, "-c", stopped, "batch", "in.csv", "-o", "out.csv", "--city", "beijing", "--lang", "en"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "read 2 = scored 1 + rejected 1" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv", "out.rejects.csv"]


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="the system has no name for standard output")
def test_standard_output_is_itself_by_its_other_name_too(tmp_path: Path) -> None:
    write(tmp_path / "in.csv", [GOOD, {**GOOD, "id": "A2", "degree": "x"}])
    (tmp_path / "all.txt").write_text("before\n", encoding="utf-8")
    command = f"{sys.executable} -m hukou_cli batch in.csv --city beijing -o /dev/stdout --lang en >> all.txt"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert (tmp_path / "all.txt").read_text(encoding="utf-8").startswith("before\nid,eligible,")
    assert tells(done.stderr, "in.csv:3: degree", "not-one-of")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.txt", "in.csv"]


def test_a_link_that_leads_to_itself_is_told(tmp_path: Path) -> None:
    table, link = write(tmp_path / "in.csv", [GOOD]), tmp_path / "out.csv"
    link.symlink_to(link)
    for force in ([], ["--force"]):
        assert (
            "out.csv: cannot write the result: Too many levels of symbolic links"
            in (batch(table, "-o", link, *force, code=2)[1])
        )
    assert link.is_symlink()


def test_a_nul_in_parquet_costs_its_row_as_in_text(tmp_path: Path) -> None:
    """Also in a column that the score does not use: no CSV may hold one."""
    with duckdb.connect() as engine:
        people = engine.sql(f"SELECT {SELECTED}, unnest(['fine', 'a' || chr(0) || 'b']) AS note")
        people.write_parquet(str(tmp_path / "in.parquet"))
    out, said = batch(tmp_path / "in.parquet", "--keep", "note")
    assert [row["note"] for row in rows_of(out)] == ["fine"]
    assert tells(said, "in.parquet:2", "nul-byte")


@pytest.mark.parametrize("rejects", ["/dev/stdout", "/dev/fd/1", "all.txt", "said.txt"])
@pytest.mark.parametrize("degree", ["bachelor", "x"])
def test_rejects_never_take_the_place_of_what_is_written_already(rejects: str, degree: str, tmp_path: Path) -> None:
    """Whatever standard output or standard error is called, and whether there are rejects or not."""
    write(tmp_path / "in.csv", [GOOD, {**GOOD, "id": "A2", "degree": degree}])
    command = (
        f"{sys.executable} -m hukou_cli batch in.csv --city beijing --force --rejects {rejects} > all.txt 2> said.txt"
    )
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, check=False)
    assert done.returncode == 2
    said = (tmp_path / "said.txt").read_text(encoding="utf-8")
    assert ("rejects-to-stdout" if "dev" in rejects else "output-is-stream") in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.txt", "in.csv", "said.txt"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_row_of_many_lines_that_is_too_long_costs_its_row_alone(encoding: str, tmp_path: Path) -> None:
    long = f"{'中' * 60_000}\n{'中' * 60_000}"
    rows = [{**GOOD, **{f"note{at}": text for at in range(8)}} for text in ("short", long, "short")]
    table = write(tmp_path / "in.csv", rows, encoding)
    out, said = batch(table)
    assert len(rows_of(out)) == 2
    assert tells(said, "in.csv:3", "line-too-long")
    assert tells(run_checked("rank", table, "--by", "insured_months", code=2)[1], "in.csv:3", "line-too-long")


@pytest.mark.parametrize("text", ["'ab'", "'\"\"'"])
def test_a_row_of_parquet_that_is_too_long_costs_its_row_alone(text: str, tmp_path: Path) -> None:
    with duckdb.connect() as engine:
        people = engine.sql(f"SELECT {SELECTED}, unnest([repeat({text}, 490000), repeat({text}, 510000)]) AS note")
        people.write_parquet(str(tmp_path / "in.parquet"))
    for name, more in (("out.csv", []), ("out.parquet", []), ("ranked.csv", ["--rank"])):
        _, said = batch(tmp_path / "in.parquet", "-o", tmp_path / name, "--keep", "note", "--force", *more)
        assert "read 2 = scored 1 + rejected 1" in said
        assert rows_of(tmp_path / f"{name.split('.')[0]}.rejects.csv")[0]["code"] == "line-too-long"
    csv.field_size_limit(2_000_000)
    assert len(rows_of(tmp_path / "out.csv")[0]["note"]) == 980_000


def test_words_that_nobody_reads_stop_nothing(tmp_path: Path) -> None:
    write(tmp_path / "in.csv", [{**GOOD, "team": "x"}])
    command = f"{sys.executable} -m hukou_cli batch in.csv --city beijing -o out.csv 2> >(true); echo $?"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"
    assert [row["id"] for row in rows_of(tmp_path / "out.csv")] == ["A1"]
    command = f"{sys.executable} -m hukou_cli batch nothing.csv --city beijing 2> >(true); echo $?"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "2\n"


def test_rejects_that_nobody_reads_are_told(tmp_path: Path) -> None:
    row = ",".join({**GOOD, "degree": "x"}.values())
    (tmp_path / "in.csv").write_text(",".join(GOOD) + "\n" + f"{row}\n" * 20_000, encoding="utf-8")
    command = f"{sys.executable} -m hukou_cli batch in.csv --city beijing -o out.csv --rejects >(true) --lang en"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "cannot write the result: Broken pipe" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_a_nought_of_json_has_no_sign(tmp_path: Path) -> None:
    line = json.dumps(GOOD).replace('"rented_months_since_2020_08": "0"', '"rented_months_since_2020_08": -0')
    assert "-0" in line
    (tmp_path / "in.jsonl").write_text(line + "\n", encoding="utf-8")
    assert [row["total"] for row in rows_of(batch(tmp_path / "in.jsonl")[0])] == ["106.00"]


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    """A folder that a link leads to; standard input, where it is closed."""
    table, link = write(tmp_path / "in.csv", [GOOD]), tmp_path / "link.csv"
    link.symlink_to(tmp_path / "nowhere" / "out.csv")
    assert tells(batch(table, "-o", link, code=2)[1], "link.csv", "folder-missing")
    command = f"{sys.executable} -m hukou_cli batch - --city beijing --lang en <&-"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "[stdin-closed]" in done.stderr
