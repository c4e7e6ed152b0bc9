"""How fast a what-if is against one score, by CPU time of pairs run in turn, and what putting sets together saves.

Run: python -m tests.bench.bench_whatif
"""

import datetime
import os
import tempfile
import time
from pathlib import Path

from hukou_cli import load_applicant
from hukou_cli.policy.catalog import Catalog
from hukou_cli.scoring.goal import sets_of
from hukou_cli.scoring.score import score_under
from hukou_cli.scoring.step import with_steps
from hukou_cli.scoring.whatif import what_if
from tests.bench.bench_score import ROOT, install
from tests.bench.measure import INSTALLED, ratio, show

PAIRS = 15
DAY = datetime.date(2026, 11, 29)
PEOPLE = Path(__file__).parent.parent / "data" / "plan"
CASES = {"beijing": "bj-renter", "guangzhou": "gz", "tianjin": "tj", "chengdu": "cd"}


def show_ratios(city: str, file: Path) -> None:
    """Print what a what-if takes against one score of the same person, start included."""
    day = ["--on", str(DAY), "--format", "json"]
    score, worth = ([*INSTALLED, command, str(file), *day] for command in ("score", "whatif"))
    show(f"{city}: hukou whatif, against hukou score:", lambda: ratio(worth, score, pairs=PAIRS))
    show(f"{city}: hukou whatif --goal, against hukou score:", lambda: ratio([*worth, "--goal"], score, pairs=PAIRS))


def show_composition(city: str, file: Path) -> None:
    """Print how many countings, and how much time, sets put together take, against scoring each set whole."""
    applicant, edition = load_applicant(file), Catalog().find_on(city, 20261129)
    started = time.process_time()
    found = what_if(applicant, edition, today=DAY, earlier=Catalog().earlier(edition), goal="middle", most=3)
    together = time.process_time() - started
    assert found.goal is not None
    round_, steps = found.goal.rounds[-1], [worth.step for worth in found.steps]
    window, sets = edition.calendar.window(round_), [*sets_of(steps, 3)]
    some = sets[:: max(1, len(sets) // 200)]
    started = time.process_time()
    for chosen in some:
        score_under(with_steps(applicant, chosen, window), edition, round_)
    each = (time.process_time() - started) / len(some)
    number = found.goal.tried * len(found.goal.rounds)
    print(
        f"{city}: {found.goal.tried:,} sets, {len(found.goal.rounds)} rounds: {found.goal.scored:,} countings, "
        f"{together * 1000:.0f} ms; each scored whole: {number:,}, about {each * number * 1000:,.0f} ms"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PYTHONPATH"] = str(install(Path(folder)))
        os.chdir(folder)  # not in the checkout, whose package would come first
        for city, name in CASES.items():
            show_ratios(city, PEOPLE / f"{name}.toml")
        os.chdir(ROOT)
    for city, name in CASES.items():
        show_composition(city, PEOPLE / f"{name}.toml")


if __name__ == "__main__":
    main()
