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
from hukou_cli import Applicant, find_policy, load_applicant, score
from hukou_cli.applicant.document import applicant_of
from hukou_cli.policy.catalog import bundled

RUNS = 15
EXAMPLE = bundled() / "beijing" / "example.toml"  # counted from dated records
COUNTS = Path(__file__).parent.parent / "data" / "beijing-example-counts.toml"  # the same person, counted by hand
BASELINE = [sys.executable, "-c", "import typer"]


def seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def ratio(command: list[str], baseline: list[str]) -> float:
    """Run a command and the baseline in turn; give the median of the ratios."""
    for warm_up in (command, baseline):
        seconds(warm_up)
    return statistics.median(seconds(command) / seconds(baseline) for _ in range(RUNS))


def forty_records() -> Applicant:
    """Make an applicant with 40 records: a job every half year, homes, a permit, study and tax."""
    jobs = [
        {
            "city": "beijing",
            "from": f"{2005 + at // 2}-{first:02}",
            "to": f"{2005 + at // 2}-{first + 5:02}",
            "district": "haidian",
        }
        for at in range(34)
        for first in ((1, 7)[at % 2],)
    ]
    return applicant_of(
        {
            "birth_date": "1984-05-20", "retirement_category": "male", "degree": "bachelor", "insurance": jobs,
            "home": [
                {"city": "beijing", "from": "2005-01", "to": "2015-06", "tenure": "rented"},
                {"city": "beijing", "from": "2015-07", "tenure": "owned", "district": "changping"},
            ],
            "permit": [{"city": "beijing", "from": "2010-01"}],
            "study": [{"city": "beijing", "from": "2009-01", "to": "2011-06", "level": "bachelor"}],
            "tax": [{"city": "beijing", "year": year, "income": 120000} for year in (2024, 2025)],
        }
    )  # fmt: skip


def a_second(applicant: Applicant) -> float:
    """Count full explained scorings of one loaded applicant a second, all lines, steps, gates and caveats built."""
    policy = find_policy("beijing")
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
    program = [str(Path(sys.executable).parent / "hukou"), "score"]
    counts, records = [*program, str(COUNTS), "--format", "json"], [*program, str(EXAMPLE), "--format", "json"]
    print(f"hukou score --format json, against python -c 'import typer':  {ratio(counts, BASELINE):.2f}")
    print(
        f"hukou score (table), against python -c 'import typer':        {ratio([*program, str(COUNTS)], BASELINE):.2f}"
    )
    print(f"hukou score from records, against the same from counts:       {ratio(records, counts):.2f}")
    print(f"full explained scorings a second, from counts:                {a_second(load_applicant(COUNTS)):,.0f}")
    print(f"full explained scorings a second, from 40 records:            {a_second(forty_records()):,.0f}")


if __name__ == "__main__":
    main()
