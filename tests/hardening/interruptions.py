"""The program stopped at any moment: Ctrl-C pressed several times, ended or killed. What it said and what it left.

``python -m tests.hardening.interruptions`` prints the figures of docs/reliability.md; with a number, for that many runs of
each command, and with words behind it only for commands that have one of them in their name. A third of the runs are
stopped at any moment, a third near their start, a third near their end.
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

OUTPUTS = ("out.csv", "out.rejects.csv", "out.md", "out.svg", "out.toml")
GIVEN = ("in.csv", "staff.csv", "records.csv", "temporary")
BORN = 0.25
"""Seconds after which the program surely runs: what stops it before is answered by Python."""
COUNTING = b"counters import serve"
"""Stands in the command of a process that counts from dated records."""

SIMULATE = ("policy", "simulate", "beijing", "--quota", "600", "--report", "out.svg")


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


def fault_of(folder: Path, said: str, whole: dict[str, int]) -> str:
    """Return what is wrong after a run: a traceback, a part of an output, something temporary, a process."""
    if "Traceback" in said or "Exception ignored" in said or "internal error" in said:
        return said
    parts = [name for name, size in _sizes(folder).items() if size != whole.get(name)]
    if parts:
        return f"parts of {parts}"
    ended = time.monotonic() + 2  # a process that counts ends when it finds nobody to answer
    while (running := processes_of(folder)) and time.monotonic() < ended:
        time.sleep(0.05)
    left = sorted(file.name for file in folder.iterdir() if file.name not in (*GIVEN, *OUTPUTS))
    return " ".join([*running, *left, *map(str, (folder / "temporary").iterdir())])


def _sizes(folder: Path) -> dict[str, int]:
    return {name: (folder / name).stat().st_size for name in OUTPUTS if (folder / name).exists()}


def signals_of(at: int, called: str) -> list[signal.Signals]:
    """Return what the run of a number is stopped by."""
    if called.startswith("batch") and at % 4 > 1:
        return [signal.SIGKILL if at % 4 == 2 else signal.SIGTERM]
    return [signal.SIGINT] * (at % 4 + 1)


def moment(at: int, seconds: float, chance: random.Random) -> float:
    """Return after how long the run of a number is stopped, of which a run takes so many seconds."""
    match at % 3:
        case 0:
            return chance.uniform(BORN, max(seconds, 2 * BORN))
        case 1:
            return chance.uniform(BORN, 2 * BORN)
        case _:
            return max(BORN, seconds * chance.uniform(0.9, 1.02))


def commands() -> dict[str, tuple[str, ...]]:
    """Return what is stopped."""
    options = ("--city", "beijing", "--round", "2026", "-o", "out.csv", "--force")
    batch = ("batch", "in.csv", *options)
    example = str(bundled() / "beijing" / "example.toml")
    earlier = ("policy", "compare", "beijing/2017-01-01", "beijing")
    return {
        "score": ("score", example),
        "compare": ("compare", example),
        "batch": batch,
        "batch --rank": (*batch, "--rank"),
        "batch --records": ("batch", "staff.csv", "--records", "records.csv", *options),
        "policy compare": (*earlier, "in.csv", "-o", "out.csv", "--report", "out.md", "--by", "学历学位"),
        "policy simulate": (*SIMULATE, "in.csv", "--complete"),
        "policy simulate --list": (*SIMULATE, "in.csv", "--list", "--scores", "连续缴纳社会保险月数"),
        "policy people": ("policy", "people", "beijing", "--rows", "20000", "-o", "out.csv"),
        "policy draft": ("policy", "draft", "beijing", "-o", "out.toml"),
    }


def emptied(folder: Path) -> None:
    """Remove what a run wrote and laid aside."""
    for file in (*(folder / "temporary").iterdir(), *folder.glob("out*")):
        subprocess.run(["rm", "-rf", str(file)], check=True)


def main(count: int, words: Sequence[str]) -> None:
    """Print the bad runs, and how many there were of how many."""
    chance = random.Random(18)  # noqa: S311 - no secret
    tried = bad = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table(folder)
        wanted = {name: each for name, each in commands().items() if not words or any(word in name for word in words)}
        if any("staff.csv" in asked for asked in wanted.values()):
            make(folder, PEOPLE)
        for called, asked in wanted.items():
            begun = time.monotonic()
            code, said = stopped(asked, folder, 0, [])
            seconds, whole = time.monotonic() - begun, _sizes(folder)
            assert code == 0, said
            emptied(folder)
            for at in range(count):
                signals = signals_of(at, called)
                after = moment(at, seconds, chance)
                code, said = stopped(asked, folder, after, signals)
                tried += 1
                fault = fault_of(folder, said, whole) if signals != [signal.SIGKILL] else _killed(folder, whole)
                if fault:
                    bad += 1
                    told = f"{called}, {len(signals)} {signals[0].name} after {after:.2f} of {seconds:.2f} s"
                    print(f"{told}, exit {code}: {fault[-600:]}", flush=True)
                emptied(folder)
    print(f"{tried} runs stopped, {bad} went wrong")


def _killed(folder: Path, whole: dict[str, int]) -> str:
    """Return what is wrong after a kill and the next run, with which goes what it laid aside."""
    parts = [name for name, size in _sizes(folder).items() if size != whole.get(name)]
    for name in OUTPUTS:
        (folder / name).unlink(missing_ok=True)
    for aside in (folder / "temporary").iterdir():
        os.utime(aside, (0, 0))
    (folder / "few.csv").write_text("id,total\n1,2\n", encoding="utf-8")
    _, said = stopped(("rank", "few.csv"), folder, 0, [])
    (folder / "few.csv").unlink()
    return f"parts of {parts}" if parts else fault_of(folder, said, {})


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20, sys.argv[2:])
