"""How fast one score is, as ratios and rates measured in one run: machines are noisy, ratios less so.

Run: python tests/bench/bench_score.py
"""

import compileall
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import hukou_cli
from hukou_cli import find_policy, load_applicant, score
from hukou_cli.policy.catalog import bundled

RUNS = 15
EXAMPLE = bundled() / "beijing" / "example.toml"
BASELINE = [sys.executable, "-c", "import typer"]


def seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def ratio(command: list[str]) -> float:
    """Run a command and the baseline in turn; give the median of the ratios."""
    for warm_up in (command, BASELINE):
        seconds(warm_up)
    return statistics.median(seconds(command) / seconds(BASELINE) for _ in range(RUNS))


def a_second() -> float:
    """Count full explained scorings of one loaded applicant a second, all lines, steps, gates and caveats built."""
    policy, applicant = find_policy("beijing"), load_applicant(EXAMPLE)
    count, started = 0, time.perf_counter()
    while time.perf_counter() - started < 2:
        for _ in range(100):
            _ = score(applicant, policy, 2026).total
        count += 100
    return count / (time.perf_counter() - started)


def main() -> None:
    # An editable install may never have been compiled, and the environment may forbid it; users run compiled code.
    compileall.compile_dir(str(Path(hukou_cli.__file__).parent), quiet=1)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    program = [sys.executable, "-m", "hukou_cli", "score", str(EXAMPLE)]
    print(f"hukou score --format json, against python -c 'import typer': {ratio([*program, '--format', 'json']):.2f}")
    print(f"hukou score (table), against python -c 'import typer':       {ratio(program):.2f}")
    print(f"full explained scorings a second in one process:            {a_second():,.0f}")


if __name__ == "__main__":
    main()
