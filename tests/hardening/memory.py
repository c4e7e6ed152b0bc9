"""Packed tables of gigabytes: the most memory that a run took.

``python -m tests.hardening.memory`` prints the figures of docs/reliability.md; with a number, for that many gigabytes, and
with a word behind it only for files that have it in their name, with more words only for the commands called so. It needs as much again on the disk three times.
"""

import gzip
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.support.program import HUKOU, ROOT, environment, python

MOST_MEGABYTES = 1000
_PEOPLE = ROOT / "tests/data/people.csv"
_ROW, _NOTE = 280, "x" * 200
"""Bytes of a row, and of it a note; a row of people has about as many."""

_FACTS, _PERSON = (line.split(",", 1)[1] for line in _PEOPLE.read_text(encoding="utf-8").splitlines()[:2])
_HEAD = f"id,score,note,{_FACTS}\n"


class Took(NamedTuple):
    """How a run ended: its exit code, the most megabytes that it held, its CPU seconds, what it said."""

    code: int
    megabytes: int
    seconds: float
    said: str


def rows(count: int) -> Iterator[bytes]:
    """Yield rows of a table of scores that can be scored too, 10,000 at once."""
    for first in range(0, count, 10_000):
        yield b"".join(
            f"{at},{at * 7919 % 200}.{at % 100:02},{_NOTE},{_PERSON}\n".encode() for at in range(first, first + 10_000)
        )


def write_rows(path: Path, gigabytes: float) -> None:
    """Write rows, packed by gzip."""
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(_HEAD.encode())
        for some in rows(int(gigabytes * 1e9 / _ROW)):
            file.write(some)


def write_line(path: Path, gigabytes: float) -> None:
    """Write a table of one line, packed by gzip."""
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(f"{_HEAD}1,1,".encode())
        for _ in range(int(gigabytes * 1000)):
            file.write(b"x" * 1_000_000)


def write_parquet(path: Path, gigabytes: float) -> None:
    """Write such rows as Parquet, with notes that cannot be packed, so that the file is as large."""
    facts = ", ".join(
        f"'{text}' AS \"{name}\"" for name, text in zip(_FACTS.split(","), _PERSON.split(","), strict=True)
    )
    note = " || ".join(f"md5(CAST(8 * i + {at} AS VARCHAR))" for at in range(len(_NOTE) // 32 + 1))
    score = "CAST(i * 7919 % 20000 AS DECIMAL(9, 2)) / CAST(100 AS DECIMAL(3, 0))"
    rows_ = f"SELECT i AS id, CAST({score} AS DECIMAL(9, 2)) AS score, {note} AS note, {facts} FROM range({{}}) AS r(i)"
    python(  # its memory is not that of the runs
        f"import duckdb; duckdb.sql({rows_.format(int(gigabytes * 1e9 / _ROW))!r}).write_parquet("
        f"{str(path)!r}, row_group_size=122_880)"
    )


def write_one_group(path: Path, gigabytes: float, note: int = len(_NOTE)) -> None:
    """Write such rows as Parquet of a single row group, with notes of so many bytes."""
    count = int(gigabytes * 1e9 / (_ROW - len(_NOTE) + note))
    python(f"from tests.hardening.memory import write_group; write_group({str(path)!r}, {count}, {note})")


def write_notes(path: Path, gigabytes: float) -> None:
    """Write the same with notes of a kilobyte."""
    write_one_group(path, gigabytes, 1000)


def write_group(path: str, count: int, width: int) -> None:
    """Write so many rows as one row group, with notes of so many bytes that cannot be packed."""
    import pyarrow as pa
    from pyarrow import parquet

    held = pa.allocate_buffer(count * width)
    view = memoryview(held).cast("B")
    for at in range(0, count * width, 1_000_000):
        some = min(1_000_000, count * width - at)
        view[at : at + some] = os.urandom(some // 2 + 1).hex().encode()[:some]
    ends = pa.array(range(0, (count + 1) * width, width), pa.int64()).buffers()[1]
    scores = pa.array((f"{at * 7919 % 200}.{at % 100:02}" for at in range(count)), pa.string()).cast(
        pa.decimal128(9, 2)
    )
    columns = {
        "id": pa.array(range(count)),
        "score": scores,
        "note": pa.Array.from_buffers(pa.large_string(), count, [None, ends, held]),
        **{name: pa.repeat(text, count) for name, text in zip(_FACTS.split(","), _PERSON.split(","), strict=True)},
    }
    packed = [name for name in columns if name not in ("id", "note")]
    parquet.write_table(pa.table(columns), path, row_group_size=count, use_dictionary=packed, store_schema=False)


def took(words: Sequence[str], folder: Path) -> Took:
    """Run the program in a folder; what it writes to standard output is dropped."""
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            [*HUKOU, *words],
            cwd=folder,
            env=environment(TMPDIR=str(folder)),
            stdout=subprocess.DEVNULL,
            stderr=said,
            preexec_fn=_without_core,  # noqa: PLW1509 - no thread runs here
        ) as running,
    ):
        _, status, usage = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read().decode(errors="replace")
    return Took(running.returncode, usage.ru_maxrss * 1024 // 1_000_000, usage.ru_utime + usage.ru_stime, text)


def _without_core() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


FILES: dict[str, tuple[Callable[[Path, float], None], int]] = {
    "rows.csv.gz": (write_rows, 0),
    "line.csv.gz": (write_line, 2),
    "rows.parquet": (write_parquet, 0),
    "one-group.parquet": (write_one_group, 0),
    "one-group-notes.parquet": (write_notes, 0),
}
"""What is tried, and the exit code that each must have."""

BATCH = ("--city", "beijing", "--round", "2026", "--keep", "id,note")
COMMANDS = {
    "rank": ("rank", "IN"),
    "rank --format parquet": ("rank", "IN", "--format", "parquet"),
    "batch": ("batch", "IN", *BATCH),
    "batch --format parquet": ("batch", "IN", *BATCH, "--format", "parquet"),
    "batch --rank": ("batch", "IN", *BATCH, "--rank"),
    "policy compare": ("policy", "compare", "beijing/2017-01-01", "beijing", "IN", "-o", "people.csv", "--force"),
    "policy simulate": ("policy", "simulate", "beijing", "IN", "--quota", "6000", "--complete"),
}
"""What is run; ``IN`` stands for the file."""


def main(gigabytes: float, word: str = "", *called_so: str) -> None:
    """Print the memory of each command on each file."""
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, (write, code) in FILES.items():
            if word not in file:
                continue
            write(folder / file, gigabytes)
            print(f"{file}: {(folder / file).stat().st_size:,} bytes", flush=True)
            for called, words in COMMANDS.items():
                if called_so and called not in called_so:
                    continue
                done = took([file if each == "IN" else each for each in words], folder)
                expected = code if called.startswith("rank") else 0
                is_bad = done.megabytes > MOST_MEGABYTES or done.code != expected
                bad += is_bad
                print(f"{called}, {file}: {done.megabytes} MB, {done.seconds:.0f} CPU seconds", flush=True)
                if is_bad:
                    print(f"    exit {done.code}: {done.said[-500:]}", flush=True)
            (folder / file).unlink()
    print(f"tables of {gigabytes:g} GB, {bad} went wrong")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 3, *sys.argv[2:])
