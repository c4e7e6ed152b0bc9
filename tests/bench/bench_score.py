"""How fast one score is, by CPU time: ratios of pairs run in turn, and rates.

The start is measured of the wheel, unpacked in an environment of its own that has what the wheel asks for and nothing
else: msgspec imports typing_extensions where some other package, as mypy does, has brought it.

Run: python -m tests.bench.bench_score
"""

import compileall
import os
import subprocess
import sys
import tempfile
import time
import venv
import zipfile
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

from hukou_cli import Applicant, Score, find_policy, load_applicant, score
from hukou_cli.applicant.document import applicant_of
from hukou_cli.policy.catalog import bundled
from tests.bench.measure import INSTALLED, ratio, show

PAIRS = 20
BASELINE = [sys.executable, "-c", "import typer"]
ROOT = Path(__file__).parent.parent.parent
EXAMPLE = bundled() / "beijing" / "example.toml"  # counted from dated records
COUNTS = Path(__file__).parent.parent / "data" / "beijing-example-counts.toml"  # the same person, counted by hand


def forty_tables(city: str = "beijing", district: str = "haidian", home: str = "changping") -> dict[str, Any]:
    """Make the file of an applicant with 40 records: a job every half year, homes, a permit, study and tax."""
    jobs = [
        {
            "city": city,
            "from": f"{2005 + at // 2}-{first:02}",
            "to": f"{2005 + at // 2}-{first + 5:02}",
            "district": district,
        }
        for at in range(34)
        for first in ((1, 7)[at % 2],)
    ]
    return {
        "birth_date": "1984-05-20", "retirement_category": "male", "degree": "bachelor", "insurance": jobs,
        "home": [
            {"city": city, "from": "2005-01", "to": "2015-06", "tenure": "rented", "registered": True},
            {"city": city, "from": "2015-07", "tenure": "owned", "district": home},
        ],
        "permit": [{"city": city, "from": "2010-01"}],
        "study": [{"city": city, "from": "2009-01", "to": "2011-06", "level": "bachelor"}],
        "tax": [{"city": city, "year": year, "income": 120000} for year in (2024, 2025)],
    }  # fmt: skip


def forty_records() -> Applicant:
    """Make an applicant of Beijing with 40 records."""
    return applicant_of(forty_tables())


def figures(result: Score) -> tuple[object, ...]:
    """Read what every form of a result shows: an earlier version works some of it out only then."""
    verdict = (result.eligible, result.failed_gates, result.reached, result.passed, result.is_open, result.place)
    return (*verdict, result.total, result.core, result.core_share, result.rank_points, result.distance, result.routes)


def a_second(applicant: Applicant) -> str:
    """Count full explained scorings of one loaded applicant a CPU second, all lines, steps and figures read."""
    policy = find_policy("beijing")
    count, started = 0, time.process_time()
    while time.process_time() - started < 2:
        for _ in range(100):
            _ = figures(score(applicant, policy, 2026))
        count += 100
    return f"{count / (time.process_time() - started):,.0f}"


def install(folder: Path) -> Path:
    """Install the wheel in an environment of its own, with links to the packages it needs; return where they are."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "env", symlinks=True)
    (packages,) = folder.glob("env/lib/python*/site-packages")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(packages)
    compileall.compile_dir(str(packages), quiet=1)
    (installed,) = metadata.distributions(name="hukou-cli", path=[str(packages)])
    for name in needed(installed, set()):
        found = metadata.distribution(name)
        for top in {
            Path(file).parts[0] for file in found.files or () if Path(file).parts[0] not in ("..", "__pycache__")
        }:
            (packages / top).symlink_to(found.locate_file(top))  # type: ignore[arg-type]
    return packages


def needed(package: metadata.Distribution, found: set[str]) -> set[str]:
    """Add the names of the packages that a package needs, and those that these need, to what is found."""
    for text in package.requires or ():
        asked = Requirement(text)
        if asked.name not in found and (asked.marker is None or asked.marker.evaluate({"extra": ""})):
            found.add(asked.name)
            needed(metadata.distribution(asked.name), found)
    return found


def show_starts(python: str) -> None:
    """Print what the start of the command takes, of an applicant with dated records and of one with counts."""
    run, baseline = [python, *INSTALLED[1:]], [python, *BASELINE[1:]]
    table, counts = [*run, "score", str(EXAMPLE)], [*run, "score", str(COUNTS), "--format", "json"]
    records = [*table, "--format", "json"]
    show("hukou score --format json, against python -c 'import typer':", lambda: ratio(records, baseline, pairs=PAIRS))
    show("hukou score (table), against python -c 'import typer':", lambda: ratio(table, baseline, pairs=PAIRS))
    libraries = [python, "-c", "import msgspec, tomli, typer"]
    show("its libraries alone, against python -c 'import typer':", lambda: ratio(libraries, baseline, pairs=PAIRS))
    show("hukou score from records, against the same from counts:", lambda: ratio(records, counts, pairs=PAIRS))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        install(Path(folder))
        os.environ.pop("PYTHONPATH", None)
        os.chdir(folder)  # not in the checkout, whose package would come first
        show_starts(f"{folder}/env/bin/python")
        os.chdir(ROOT)
    show("full explained scorings a second, from counts:", lambda: a_second(load_applicant(COUNTS)))
    show("full explained scorings a second, from 40 records:", lambda: a_second(forty_records()))


if __name__ == "__main__":
    main()
