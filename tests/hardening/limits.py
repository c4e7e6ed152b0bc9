"""A system that gives too little: memory, open files, room on the disk; inputs that change while they are read.

``python -m tests.hardening.limits`` prints the figures of docs/reliability.md; with a number, only each such run is
tried; with words, only those of the commands or shortages of one of these names. A run is bad if it shows a traceback or
a mistake of the program's own, ends by a signal or with an exit code that there is none of, or leaves a file that is not
whole, or something temporary.
"""

import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hukou_cli.cli.app import WRONG_INPUT
from hukou_cli.policy.catalog import bundled
from tests.hardening.good_files import DATA, parquet_of, workbook_of
from tests.support.program import HUKOU, environment

ROWS = 30_000
"""Rows of a table; several chunks."""
PEOPLE = 900
"""Those with dated records."""

_EXAMPLE = str(bundled() / "beijing" / "example.toml")
_BATCH = ("batch", "in.csv", "--city", "beijing", "--round", "2026", "-o", "out/scores.csv")
_EARLIER = ("policy", "compare", "beijing/2017-01-01", "beijing")
_COMPARE = (*_EARLIER, "in.csv", "--by", "学历学位", "-o", "out/people.csv", "--report", "out/report.md")
_SIMULATE = ("policy", "simulate", "beijing")
ON_SPARK = {
    "people compared by Spark": (*_EARLIER, "in.parquet", "--engine", "spark", "--report", "out/report.md"),
    "batch by Spark": (_BATCH[0], "in.parquet", *_BATCH[2:-1], "out/scores", "--engine", "spark"),
}
COMMANDS = {
    "score": ("score", _EXAMPLE),
    "plan": ("plan", _EXAMPLE),
    "whatif": ("whatif", _EXAMPLE),
    "all cities": ("compare", _EXAMPLE),
    "report": ("score", _EXAMPLE, "--report", "out/report.html"),
    "report of a plan": ("plan", _EXAMPLE, "--report", "out/report.svg"),
    "report of steps": ("whatif", _EXAMPLE, "--report", "out/report.md"),
    "guide": ("guide", "beijing", _EXAMPLE, "--report", "out/report.html"),
    "written": ("whatif", _EXAMPLE, "--steps", "own_home", "--write", "out/me.toml"),
    "ask": ("ask", "beijing", _EXAMPLE, "-o", "out/me.toml"),
    "init": ("init", "beijing", "-o", "out/me.toml"),
    "a new city": ("policy", "new", "newtown", "--folder", "out/policies"),
    "policies": ("policy", "test", "beijing"),
    "SQL": ("policy", "sql", "beijing", "--dialect", "spark"),
    "people invented": ("policy", "people", "beijing", "--rows", str(ROWS), "-o", "out/people.csv"),
    "a draft": ("policy", "draft", "beijing", "-o", "out/draft.toml"),
    "people compared": _COMPARE,
    "people compared to Parquet": (*_COMPARE[:-3], "out/people.parquet", *_COMPARE[-2:]),
    "people compared of records": (*_COMPARE[:4], "staff.csv", *_COMPARE[5:], "--records", "records.csv"),
    "line simulated": (*_SIMULATE, "in.csv", "--quota", "600", "--complete", "--report", "out/report.html"),
    "line simulated of records": (*_SIMULATE, "staff.csv", "--quota", "600", "--complete", "--records", "records.csv"),
    "line of scores": (*_SIMULATE, "scores.csv", "--quota", "600", "--list", "--report", "out/report.svg"),
    "batch": _BATCH,
    "batch --rank": (*_BATCH, "--rank"),
    "batch of Parquet": (_BATCH[0], "in.parquet", *_BATCH[2:]),
    "batch of a workbook": (_BATCH[0], "in.xlsx", *_BATCH[2:]),
    "batch to Parquet": (*_BATCH[:-1], "out/scores.parquet"),
    "batch to a workbook": (*_BATCH[:-1], "out/scores.xlsx"),
    "batch of records": (_BATCH[0], "staff.csv", *_BATCH[2:], "--records", "records.csv"),
    "rank": ("rank", "scores.csv", "-o", "out/ranked.csv"),
    "rank to the screen": ("rank", "scores.csv"),
    "import": ("import", str(DATA / "import" / "shanghai.csv"), "--city", "shanghai", "-o", "out/me.toml"),
}
_OF_ZONES = (
    "score",
    "plan",
    "guide",
    "ask",
    "batch",
    "rank",
    "people compared",
    "people invented",
    "a draft",
    "line simulated",
)
TABLES = [name for name in COMMANDS if name.startswith(("batch", "rank", "people", "line"))]
"""Those that read or write a table."""


@dataclass(frozen=True, slots=True)
class Shortage:
    """What the system lacks.

    Attributes:
        name: What it is.
        commands: The names of the commands to try it on.
        limits: The limits of the system, by their numbers.
        variables: Variables of the environment.
        script: What the shell does with the command, which is ``"$@"``.
        meanwhile: Called while the command runs, with the folder of its files.

    """

    name: str
    commands: Sequence[str] = tuple(COMMANDS)
    limits: dict[int, int] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    script: str = 'exec "$@"'
    meanwhile: Callable[[Path], None] | None = None


def shortages() -> Iterator[Shortage]:
    """Yield what is tried."""
    for megabytes in (50, 100, 200, 300, 500, 800, 1200, 1600, 2100, 2500, 3000):
        yield Shortage(f"{megabytes} MB of addresses", limits={resource.RLIMIT_AS: megabytes * 1_000_000})
    for files in (6, 8, 10, 12, 16, 24):
        yield Shortage(f"{files} open files", limits={resource.RLIMIT_NOFILE: files})
    for size in (0, 100, 10_000, 1_000_000):
        yield Shortage(f"files of {size} bytes", limits={resource.RLIMIT_FSIZE: size})
    yield Shortage("a full screen", script='exec "$@" > /dev/full')
    yield Shortage("a closed screen", script='exec "$@" >&-')
    yield Shortage("everything closed", script='exec "$@" <&- >&- 2>&-')
    yield Shortage("a reader that goes", script='"$@" | head -c 100')
    yield Shortage(
        "a folder that is gone",
        ("score", "plan", "import", "ask", "SQL"),
        script='mkdir g; cd g; rmdir ../g; exec "$@"',
    )
    for zone in ("Nowhere/Town", ":/etc/passwd", "", "UTC+99", "\x1b[31m"):
        yield Shortage(f"the time zone {zone!r}", _OF_ZONES, variables={"TZ": zone})
    for at, aside in enumerate(("/nowhere", "/dev/null", "/proc", "in.csv")):
        yield Shortage(f"a temporary folder {at}", TABLES, variables={"TMPDIR": aside})
    yield Shortage("no Spark", tuple(ON_SPARK), script='echo raise ImportError > pyspark.py; exec "$@"')
    yield Shortage("no Java", tuple(ON_SPARK), script='PATH=/nowhere JAVA_HOME=/nowhere exec "$@"')
    yield Shortage("no home", variables={"HOME": "/nowhere"})
    yield Shortage("another encoding", variables={"PYTHONIOENCODING": "ascii", "LANG": "C", "LC_ALL": "C"})
    for full in ("mount -t tmpfs -o size=64k none out", "mount -t tmpfs -o ro none out"):
        ways = [name for name, words in COMMANDS.items() if any(word.startswith("out/") for word in words)]
        yield Shortage(full, ways, script=f'{full} 2> /dev/null || exit 0; "$@"; code=$?; umount out; exit $code')
    aside = "mkdir -p t && mount -t tmpfs -o size=64k none t 2> /dev/null || exit 0"
    yield Shortage(
        "a full temporary folder", TABLES, {}, {"TMPDIR": "t"}, f'{aside}; "$@"; code=$?; umount t; exit $code'
    )
    changes = {"is cut": _cut, "grows": _grow, "is emptied": _empty, "is removed": _remove, "is another": _replace}
    for (way, change), after in [(change, after) for change in changes.items() for after in (0.3, 0.6, 1.0, 1.6)]:

        def later(folder: Path, change: Callable[[Path], None] = change, after: float = after) -> None:
            time.sleep(after)
            for name in ("in.csv", "in.parquet", "in.xlsx", "staff.csv", "records.csv", "scores.csv"):
                change(folder / name)

        yield Shortage(f"an input that {way} after {after} s", TABLES, meanwhile=later)


def _cut(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.truncate(file.stat().st_size * 2 // 3)


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _grow(file: Path) -> None:
    with file.open("ab") as opened:
        opened.write(b"more,of,it\n" * 10_000)


def _remove(file: Path) -> None:
    file.unlink()


def _replace(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[::-1])


def write_tables(folder: Path) -> None:
    """Write the tables that the commands read."""
    head, *rows = (DATA / "people.csv").read_bytes().splitlines()
    people = b"\n".join([head, *(b"B%d" % at + rows[at % len(rows)] for at in range(ROWS)), b""])
    (folder / "in.csv").write_bytes(people)
    (folder / "in.parquet").write_bytes(parquet_of(people))
    (folder / "in.xlsx").write_bytes(workbook_of(people[: people.index(b"B3000A")]))
    (folder / "scores.csv").write_text(
        "id,total\n" + "".join(f"{at},{at % 977}\n" for at in range(10 * ROWS)), encoding="utf-8"
    )
    for name, source in {"staff": "staff", "records": "staff_records"}.items():
        head, *rows = (DATA / f"{source}.csv").read_bytes().splitlines()
        (folder / f"{name}.csv").write_bytes(
            b"\n".join([head, *(b"C%d" % at + row for at in range(PEOPLE // 3) for row in rows), b""])
        )


def fault_of(code: int, said: str, left: Sequence[str]) -> str:
    """Return what is bad about a run; empty where nothing is."""
    if "Traceback" in said or "internal error" in said or "Exception ignored" in said:
        return "a mistake of ours"
    if code not in (0, 1, 2):
        return f"exit {code}"
    return f"left {left}" if left else ""


def tried(shortage: Shortage, words: Sequence[str], tables: Path, whole: dict[str, int]) -> str:
    """Run a command on a system that lacks something; return what is bad about it.

    ``whole`` has the sizes of the files that a run left alone writes: the screen may be short where they are not.
    """
    with tempfile.TemporaryDirectory() as name:
        code, said, left = run(shortage, words, tables, Path(name))
        is_of_changed = code != WRONG_INPUT and shortage.meanwhile is not None  # whole, of the rows that it had
        parts = [] if is_of_changed else [file for file in left if whole.get(file) != left[file]]
        fault = fault_of(code, said, parts)
    return f"{fault}: exit {code}: {' '.join(said.split())[-300:]}" if fault else ""


def run(shortage: Shortage, words: Sequence[str], tables: Path, folder: Path) -> tuple[int, str, dict[str, int]]:
    """Run a command in a folder; return its exit code, what it said and the sizes of the files that it left."""
    for file in tables.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    for made in ("out", "aside"):
        (folder / made).mkdir()

    def limited() -> None:
        for limit, most in shortage.limits.items():
            resource.setrlimit(limit, (most, most))

    with subprocess.Popen(
        ["/bin/sh", "-c", shortage.script, "sh", *HUKOU, *words],
        cwd=folder,
        env=environment(**{"TMPDIR": str(folder / "aside"), **shortage.variables}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=limited,  # noqa: PLW1509 - no thread runs here
    ) as running:
        if shortage.meanwhile is not None:
            shortage.meanwhile(folder)
        said = running.communicate(timeout=600)[0].decode(errors="replace")
    left = {file.name: _size(file) for at in ("out", "aside") for file in (folder / at).iterdir()}
    return running.returncode, said, left


def _size(file: Path) -> int:
    """Return the bytes of a file, or of all files of a folder; a workbook's unpacked, as it holds the time of its making."""
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as parts:
            return sum(part.file_size for part in parts.infolist())
    return sum(each.stat().st_size for each in (file, *file.rglob("*")) if each.is_file())


def main(each: int, words: Sequence[str]) -> None:
    """Print the bad runs, and how many there were of how many."""
    every = ((shortage, name) for shortage in shortages() for name in shortage.commands)
    named = ((at, name) for at, name in every if not words or any(word in (name, at.name) for word in words))
    runs = [*named][::each]
    bad = 0
    whole: dict[str, dict[str, int]] = {name: {} for name in ON_SPARK}
    with tempfile.TemporaryDirectory() as name:
        tables = Path(name)
        write_tables(tables)
        for shortage, command in runs:
            asked = (COMMANDS | ON_SPARK)[command]
            if command not in whole:
                with tempfile.TemporaryDirectory() as folder:
                    code, said, whole[command] = run(Shortage("nothing"), asked, tables, Path(folder))
                assert code in (0, WRONG_INPUT), said  # nobody answers what is asked
            fault = tried(shortage, asked, tables, whole[command])
            if fault:
                bad += 1
                print(f"{shortage.name}, {command}: {fault}", flush=True)
    print(f"{len(runs)} runs, {bad} went wrong")


if __name__ == "__main__":
    given = sys.argv[1:]
    main(int(given[0]), ()) if len(given) == 1 and given[0].isdigit() else main(1, given)
