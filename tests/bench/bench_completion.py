"""How fast TAB answers: CPU time as a ratio to the import of typer alone, and the time on the clock.

The wheel is measured, built and unpacked as an installation does it.

Run: python -m tests.bench.bench_completion
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.bench_score import BASELINE, ROOT, install
from tests.bench.measure import ratio, show

PAIRS = 15
LINES = (
    "hukou ",
    "hukou score --",
    "hukou score --format ",
    "hukou score --city beij",
    "hukou score --city 青",
    "hukou score --city beijing --round ",
    "hukou score --city beijing --set degree=",
    "hukou policy show gua",
)
TAB = [sys.executable, "-c", "import sys; sys.argv = ['hukou']; from hukou_cli.cli import run; run()"]


def typed(shell: str, line: str) -> dict[str, str]:
    """Return the variables by which a shell asks for the completion of a line."""
    asked = {"_HUKOU_COMPLETE": f"complete_{shell}"}
    if shell == "bash":
        return {**asked, "COMP_WORDS": "\n".join(line.split(" ")), "COMP_CWORD": str(line.count(" "))}
    return {**asked, "_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}


def milliseconds(command: list[str]) -> str:
    """Run a command and give the least and the median of its time on the clock."""
    taken = []
    for _ in range(PAIRS):
        started = time.perf_counter_ns()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        taken.append((time.perf_counter_ns() - started) // 1_000_000)
    return f"{min(taken)} ms, {statistics.median(taken)} ms median"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PYTHONPATH"] = str(install(Path(folder)))
        os.chdir(folder)  # not in the checkout, whose package would come first
        show("python -c 'import typer':", lambda: milliseconds(BASELINE))
        for shell in ("bash", "zsh", "fish"):
            for line in LINES if shell == "zsh" else LINES[3:4]:
                os.environ |= typed(shell, line)
                show(
                    f"{shell}: {line!r}, against python -c 'import typer':",
                    lambda: ratio(TAB, BASELINE, pairs=PAIRS),
                )
                show(f"{shell}: {line!r}:", lambda: milliseconds(TAB))
        os.chdir(ROOT)


if __name__ == "__main__":
    main()
