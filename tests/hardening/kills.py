"""Tables of many rows of which the run is killed at any moment: what it leaves, and what the next run leaves of that.

``python -m tests.hardening.kills`` prints the figures of docs/reliability.md; with two numbers, for that many rows and
kills. A kill is bad if a part of an output stays, or something beside it, or if something temporary stays after the
next run. What a signal that can be heeded ends must leave nothing, before a next run too.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.hardening.good_files import DATA
from tests.support.program import HUKOU, environment

_BATCH = ("batch", "in.csv", "--city", "beijing", "--round", "2026", "-o")
COMMANDS = {
    "batch": (*_BATCH, "out.csv"),
    "batch --rank": (*_BATCH, "out.csv", "--rank"),
    "batch to Parquet": (*_BATCH, "out.parquet"),
    "batch of records": (_BATCH[0], "staff.csv", *_BATCH[2:], "out.csv", "--records", "records.csv"),
    "rank": ("rank", "in.csv", "--by", "累计缴纳社会保险月数", "-o", "out.csv"),
    "rank to Parquet": ("rank", "in.csv", "--by", "累计缴纳社会保险月数", "-o", "out.parquet"),
    "compare": ("policy", "compare", "beijing/2017-01-01", "beijing", "in.csv", "-o", "out.csv", "--report", "out.md"),
    "simulate": ("policy", "simulate", "beijing", "in.csv", "--quota", "6000", "--complete", "--report", "out.svg"),
    "invent": ("policy", "people", "beijing", "--rows", "INVENTED", "-o", "out.csv"),
    "draft": ("policy", "draft", "beijing", "-o", "out.toml"),
}
SIGNS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
NEXT = ("rank", "few.csv", "-o", "few-ranked.csv", "--force")
"""A run after the kill: it removes what the killed one had laid aside."""


def write_tables(folder: Path, rows: int) -> None:
    """Write the tables: so many people, and a hundredth as many with dated records."""
    head, *people = (DATA / "people.csv").read_bytes().splitlines()
    with (folder / "in.csv").open("wb") as file:
        file.write(head + b"\n")
        file.writelines(b"B%d" % at + people[at % 2] + b"\n" for at in range(rows))
    for name, source in {"staff": "staff", "records": "staff_records"}.items():
        head, *lines = (DATA / f"{source}.csv").read_bytes().splitlines()
        with (folder / f"{name}.csv").open("wb") as file:
            file.write(head + b"\n")
            file.writelines(b"C%d" % at + line + b"\n" for at in range(rows // 300) for line in lines)
    (folder / "few.csv").write_text("id,total\n1,2\n", encoding="utf-8")


def run(words: tuple[str, ...], folder: Path, after: float | None, sign: signal.Signals) -> tuple[int, float]:
    """Run the program, kill it after so many seconds; return its exit code and the seconds that it ran."""
    begun = time.monotonic()
    with subprocess.Popen(
        [*HUKOU, *words],
        cwd=folder,
        env=environment(TMPDIR=str(folder / "aside")),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as running:
        if after is not None:
            try:
                running.wait(after)
            except subprocess.TimeoutExpired:
                running.send_signal(sign)
        code = running.wait()
    return code, time.monotonic() - begun


def fault_of(folder: Path, given: set[str], whole: dict[str, int]) -> str:
    """Return what is wrong after a kill and the next run; the outputs are removed."""
    left = {file.name for file in folder.iterdir()} - given - {"few-ranked.csv"}
    wrong = [f"{name}: a part" for name in left if (folder / name).stat().st_size != whole.get(name)]
    wrong += [f"temporary: {file.name}" for file in (folder / "aside").iterdir()]
    for name in left:
        (folder / name).unlink()
    shutil.rmtree(folder / "aside")
    (folder / "aside").mkdir()
    return " ".join(wrong)


def main(rows: int = 2_000_000, kills: int = 72) -> None:
    """Print the bad kills, and how many there were of how many."""
    chance = random.Random(18)  # noqa: S311 - no secret
    killed = bad = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "aside").mkdir()
        write_tables(folder, rows)
        given = {file.name for file in folder.iterdir()}
        for called, words in COMMANDS.items():
            words = tuple(str(rows // 20) if word == "INVENTED" else word for word in words)  # noqa: PLW2901
            code, seconds = run(words, folder, None, signal.SIGKILL)
            assert code == 0, called
            whole = {file.name: file.stat().st_size for file in folder.glob("out*")}
            fault_of(folder, given, whole)
            for at in range(kills // len(COMMANDS)):
                sign = SIGNS[at % len(SIGNS)]
                code, _ = run(words, folder, chance.random() * seconds, sign)
                killed += code != 0
                if sign == signal.SIGKILL:
                    for aside in (folder / "aside").iterdir():  # as if the next run came a minute later
                        os.utime(aside, (0, 0))
                    run(NEXT, folder, None, sign)
                if fault := fault_of(folder, given, whole):
                    bad += 1
                    print(f"{called}, {sign.name}, exit {code}: {fault}", flush=True)
            print(f"{called}: {seconds:.0f} s when it is left alone", flush=True)
    print(f"{rows:,} rows, {kills} runs, {killed} killed before their end, {bad} went wrong")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
