"""The program stopped at any moment: Ctrl-C pressed several times, ended or killed. What it said and what it left.

``python -m tests.hardening.interruptions`` prints the figures of docs/reliability.md.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from hukou_cli.policy.catalog import bundled
from tests.bench.bench_records import make
from tests.support.program import HUKOU, ROOT, environment

ROWS = 300_000
PEOPLE = 100_000
"""Those of the table with dated records, ten a person."""

GIVEN = ("in.csv", "staff.csv", "records.csv", "temporary")
COUNTING = b"counters import serve"
"""Stands in the command of a process that counts from dated records."""


def table(folder: Path) -> Path:
    """Write a table that takes some seconds to score."""
    head, *rows = (ROOT / "tests/data/people.csv").read_text(encoding="utf-8").splitlines()
    path = folder / "in.csv"
    path.write_text(
        "\n".join([head, *(rows[at % 2].replace("A", f"A{at}x", 1) for at in range(ROWS)), ""]), encoding="utf-8"
    )
    return path


def stopped(words: Sequence[str], folder: Path, after: float, signals: Sequence[signal.Signals]) -> tuple[int, str]:
    """Run the program, send it signals after so many seconds; return its exit code and what it said."""
    temporary = folder / "temporary"
    temporary.mkdir(exist_ok=True)
    with subprocess.Popen(
        [*HUKOU, *words],
        cwd=folder,
        env=environment(TMPDIR=str(temporary)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as running:
        time.sleep(after)
        for each in signals:
            if each == signal.SIGINT:  # a terminal interrupts all that runs in it
                os.killpg(running.pid, each)
            else:
                running.send_signal(each)
            time.sleep(0.002)
        said = running.communicate(timeout=120)[0].decode(errors="replace")
    return running.returncode, said


def processes_of(folder: Path) -> list[str]:
    """Return the processes that count for a run in a folder, by the folder of what it lays aside."""
    own, found = str(folder / "temporary").encode(), []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if COUNTING in (process / "cmdline").read_bytes() and own in (process / "environ").read_bytes():
                found.append(f"process {process.name}")
        except OSError:  # it has ended
            continue
    return found


def fault_of(folder: Path, said: str) -> str:
    """Return what is wrong after a run: a traceback, a part of an output, something temporary, a process."""
    if "Traceback" in said or "Exception ignored" in said or "internal error" in said:
        return said
    out = folder / "out.csv"
    if out.exists() and sum(1 for _ in out.open(encoding="utf-8")) not in (ROWS + 1, PEOPLE + 1):
        return "a part of the output"
    ended = time.monotonic() + 2  # a process that counts ends when it finds nobody to answer
    while (running := processes_of(folder)) and time.monotonic() < ended:
        time.sleep(0.05)
    left = sorted(file.name for file in folder.iterdir() if file.name not in (*GIVEN, "out.csv", "out.rejects.csv"))
    return " ".join([*running, *left, *map(str, (folder / "temporary").iterdir())])


def signals_of(at: int, called: str) -> list[signal.Signals]:
    """Return what the run of a number is stopped by."""
    if called.startswith("batch") and at % 3:
        return [signal.SIGKILL if at % 3 == 2 else signal.SIGTERM]
    return [signal.SIGINT] * (at % 4 + 1)


def main(count: int) -> None:
    """Print the bad runs, and how many there were of how many."""
    chance = random.Random(18)  # noqa: S311 - no secret
    options = ("--city", "beijing", "--round", "2026", "-o", "out.csv", "--force")
    batch = ("batch", "in.csv", *options)
    commands = {
        "score": (("score", str(bundled() / "beijing" / "example.toml")), 0.4),
        "compare": (("compare", str(bundled() / "beijing" / "example.toml")), 1.0),
        "batch": (batch, 3.0),
        "batch --rank": ((*batch, "--rank"), 4.0),
        "batch --records": (("batch", "staff.csv", "--records", "records.csv", *options), 40.0),
    }
    tried = bad = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table(folder)
        make(folder, PEOPLE)
        for at in range(count):
            for called, (words, longest) in commands.items():
                signals = signals_of(at, called)
                after = chance.random() * longest
                code, said = stopped(words, folder, after, signals)
                tried += 1
                if signals == [signal.SIGKILL]:  # what it laid aside goes with the next run
                    for aside in (folder / "temporary").iterdir():
                        os.utime(aside, (0, 0))
                    code, said = stopped((*batch, "--rank"), folder, 0, [])
                fault = fault_of(folder, said)
                if fault:
                    bad += 1
                    print(
                        f"{called}, {len(signals)} {signals[0].name} after {after:.2f} s, exit {code}: {fault[-600:]}",
                        flush=True,
                    )
                for file in (folder / "temporary").iterdir():
                    subprocess.run(["rm", "-rf", str(file)], check=True)
                for left in folder.glob("out*"):
                    left.unlink()
    print(f"{tried} runs stopped, {bad} went wrong")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
