"""How much a batch of people with dated records costs, against a bare loop that counts the same records in one process.

Run: python -m tests.bench.bench_records [PEOPLE [PAIRS]]  (default 100,000 and 3; its files go to a temporary folder)

People a second are told by the clock, which other work on the machine slows, by CPU time on two cores, which it slows
less, and by what they would be at the speed of the best moments of the bare loop.
"""

import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hukou_cli import find_policy
from hukou_cli.applicant.record_reader import read_records
from hukou_cli.policy.rounds import RoundId
from hukou_cli.records.counting import count_facts
from tests.bench.measure import INSTALLED, cpu_seconds, show

LOOPED, IN_A_ROW = 3_000, 30
CORES = 2
DISTRICTS = ("朝阳", "海淀", "昌平", "大兴", "丰台", "通州", "东城")
COLUMNS = ("编号", "类别", "城市", "起", "止", "区", "居住方式", "已备案", "取得的学历", "年度", "税额")


def records_of(number: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the ten records of a person, told by the number alone: four jobs, four homes, a study, a year's tax."""
    born = 1970 + number % 24
    begun, step = born + 23 + number % 3, 3 + number % 4
    for at in range(4):
        first, last = begun + at * step, begun + (at + 1) * step - 1
        ends = {} if at == 3 or last > 2024 else {"to": f"{last}-{7 + (number + at) % 6:02}"}
        district = DISTRICTS[(number + at) % len(DISTRICTS)]
        span = {"from": f"{min(first, 2025)}-{1 + (number * 7 + at) % 6:02}", **ends, "district": district}
        yield "insurance", {"city": "上海" if (number + at) % 9 == 0 else "北京", **span}
        tenure = ("rented", "owned", "dormitory")[(number + at) % 3]
        declared = {} if tenure == "owned" else {"registered": "是" if number % 5 else "否"}
        yield "home", {"city": "北京", **span, "tenure": tenure, **declared}
    yield "study", {"city": "北京", "from": f"{born + 18}-09", "to": f"{born + 22}-07", "level": "bachelor"}
    yield "tax", {"city": "北京", "year": "2024", "income": str(60_000 + number % 90 * 1_000)}


HEADINGS = {
    "city": "城市", "from": "起", "to": "止", "district": "区", "tenure": "居住方式", "registered": "已备案",
    "level": "取得的学历", "year": "年度", "income": "税额",
}  # fmt: skip


def make(folder: Path, people: int) -> tuple[Path, Path]:
    """Write the people and their records."""
    staff, long = folder / "staff.csv", folder / "records.csv"
    with staff.open("w", encoding="utf-8", newline="") as file:
        file.write("id,birth_date,retirement_category,degree,has_residence_permit\n")
        file.writelines(f"A{at:07},{1970 + at % 24}-03-{1 + at % 28:02},male,bachelor,true\n" for at in range(people))
    with long.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for at in range(people):
            for kind, record in records_of(at):
                cells = {HEADINGS[key]: text for key, text in record.items()}
                writer.writerow({"编号": f"A{at:07}", "类别": kind, **cells})
    return staff, long


def loop() -> tuple[float, float]:
    """Give the CPU seconds a person of a bare loop over ``count_facts``, their records being read: all, and the least.

    The least is that of some people in a row, while nothing else took from this core.
    """
    edition = find_policy("beijing")
    window = edition.calendar.window(RoundId(2026))
    told = []
    for at in range(LOOPED):
        tables: dict[str, list[dict[str, Any]]] = {}
        for kind, record in records_of(at):
            tables.setdefault(kind, []).append(record)
        records, wrong = read_records(tables)
        assert not wrong
        told.append((records, (1970 + at % 24) * 10000 + 301 + at % 28))
    slices = []
    for first in range(0, LOOPED, IN_A_ROW):
        started = time.process_time()
        for records, born in told[first : first + IN_A_ROW]:
            chosen: dict[str, bool | int | str] = {
                "birth_date": born,
                "degree": "bachelor",
                "retirement_category": "male",
            }
            count_facts(records, edition, window, chosen, today=20261130, born=born)
        slices.append((time.process_time() - started) / IN_A_ROW)
    return statistics.mean(slices), min(slices)


def peak(command: list[str]) -> int:
    """Give the most memory that a process of a command has had, in KB."""
    probe = f"import resource, subprocess; subprocess.run({command!r}, check=True, capture_output=True); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    return int(subprocess.run([sys.executable, "-c", probe], check=True, capture_output=True, text=True).stdout)


def main(people: int = 100_000, pairs: int = 3) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        staff, long = make(folder, people)
        options = ["-o", str(folder / "out.csv"), "--city", "beijing", "--round", "2026", "--force", "--keep", "none"]
        run = [*INSTALLED, "batch", str(staff), "--records", str(long), *options]
        seconds, clock, bare, least = [], [], [], []
        for _ in range(pairs):
            started = time.perf_counter()
            seconds.append(cpu_seconds([run]) / people)
            clock.append((time.perf_counter() - started) / people)
            all_, best = loop()
            bare.append(all_)
            least.append(best)
        times = min(each / other for each, other in zip(seconds, bare, strict=True))
        show("CPU time against a bare loop over count_facts:", lambda: f"{times:.2f}")
        show(f"people a second of {people:,}, by the clock:", lambda: f"{1 / min(clock):,.0f}")
        show(f"  by CPU time, on {CORES} cores:", lambda: f"{CORES / min(seconds):,.0f}")
        show("  were the cores always as free as at their best:", lambda: f"{CORES / (times * min(least)):,.0f}")
        show("load of the machine, which slows both:", lambda: f"{os.getloadavg()[0]:.1f}")
        show("peak memory of the largest process, MB:", lambda: f"{peak(run) // 1024}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
