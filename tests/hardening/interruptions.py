"""The program stopped at any moment: Ctrl-C pressed several times, or killed. What it said and what it left.

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
from tests.support.program import HUKOU, ROOT, environment

ROWS = 300_000


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
    ) as running:
        time.sleep(after)
        for each in signals:
            running.send_signal(each)
            time.sleep(0.002)
        said = running.communicate(timeout=60)[0].decode(errors="replace")
    return running.returncode, said


def fault_of(folder: Path, said: str) -> str:
    """Return what is wrong after a run: a traceback, a part of an output, something temporary."""
    if "Traceback" in said or "Exception ignored" in said or "internal error" in said:
        return said
    out = folder / "out.csv"
    if out.exists() and sum(1 for _ in out.open(encoding="utf-8")) != ROWS + 1:
        return "a part of the output"
    left = sorted(
        file.name for file in folder.iterdir() if file.name not in ("in.csv", "out.csv", "out.rejects.csv", "temporary")
    )
    return " ".join([*left, *map(str, (folder / "temporary").iterdir())])


def main(count: int) -> None:
    """Print the bad runs, and how many there were of how many."""
    chance = random.Random(18)  # noqa: S311 - no secret
    batch = ("batch", "in.csv", "--city", "beijing", "--round", "2026", "-o", "out.csv", "--force")
    commands = {
        "score": (("score", str(bundled() / "beijing" / "example.toml")), 0.4),
        "compare": (("compare", str(bundled() / "beijing" / "example.toml")), 1.0),
        "batch": (batch, 3.0),
        "batch --rank": ((*batch, "--rank"), 4.0),
    }
    tried = bad = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table(folder)
        for at in range(count):
            for called, (words, longest) in commands.items():
                signals = (
                    [signal.SIGKILL] if at % 3 == 2 and called.startswith("batch") else [signal.SIGINT] * (at % 4 + 1)
                )
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
