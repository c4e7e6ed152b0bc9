"""A good file of each kind that a command reads, and the commands that read it: what the attacks damage."""

import gzip
import io
import json
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import duckdb
import openpyxl

from hukou_cli.policy.catalog import bundled
from tests.support.program import ROOT

DATA = ROOT / "tests/data"
_BEIJING = bundled() / "beijing"
_EDITION = "2020-07-16"

BATCH = ("batch", "IN", "--city", "beijing", "--round", "2026", "-o", "OUT/scores.csv")
"""The arguments; ``IN`` stands for the file, ``OUT`` for the folder that may be written to, ``FOLDER`` for its own."""
RANK = ("rank", "IN", "--quota", "1", "-o", "OUT/ranked.csv")
_EARLIER = ("policy", "compare", "beijing/2017-01-01")
COMPARE = (*_EARLIER, "beijing", "IN", "-o", "OUT/people.csv", "--report", "OUT/report.md")
BY = (*_EARLIER, "beijing", "IN", "--by", "学历学位", "--report", "OUT/report.html")
SIMULATE = ("policy", "simulate", "beijing", "IN", "--quota", "1", "--report", "OUT/line.svg")
WHOLE, LIST = (*SIMULATE, "--complete"), (*SIMULATE, "--list")
ON_SPARK = (*_EARLIER, "beijing", "IN", "--engine", "spark", "--report", "OUT/report.md")
OF_TABLES = (COMPARE, BY, WHOLE)
"""What reads a table of people beside the batch."""


@dataclass(frozen=True, slots=True)
class GoodFile:
    """A file, and the commands that read it.

    Attributes:
        name: Its name, with the folder that it must stand in.
        content: What it holds.
        commands: The arguments of each command.
        is_text: Whether it is text, which can be damaged in more ways.
        beside: The files that stand beside it, by their names.

    """

    name: str
    content: bytes
    commands: tuple[tuple[str, ...], ...]
    is_text: bool = True
    beside: dict[str, bytes] = field(default_factory=dict)


@cache
def good_files() -> tuple[GoodFile, ...]:
    """Return a file of each kind."""
    return (*_applicants(), *_policies(), *_tables(), *_printouts())


def _applicants() -> Iterator[GoodFile]:
    toml = (_BEIJING / "example.toml").read_bytes()
    commands = tuple((command, "IN") for command in ("score", "compare", "plan", "whatif"))
    others = (
        ("guide", "beijing", "IN"),
        ("ask", "beijing", "IN"),
        ("score", "IN", "--explain"),
        ("score", "IN", "--format", "json"),
        ("score", "IN", "--report", "OUT/report.html"),
        ("plan", "IN", "--report", "OUT/report.svg"),
        ("whatif", "IN", "--report", "OUT/report.md"),
        ("whatif", "IN", "--goal", "120"),
    )
    yield GoodFile("me.toml", toml, (*commands, *others))
    table = json.dumps(tomllib.loads(toml.decode()), default=str, ensure_ascii=False)
    yield GoodFile("me.json", table.encode(), (("score", "IN"), ("plan", "IN")))


def _policies() -> Iterator[GoodFile]:
    files = {f"beijing/{file.name}": file.read_bytes() for file in _BEIJING.iterdir() if file.suffix == ".toml"}
    example = str(_BEIJING / "example.toml")
    read: tuple[tuple[str, ...], ...] = (
        ("policy", "check", "IN"),
        ("score", example, "--policies", "FOLDER"),
        ("policy", "show", "beijing", "--policies", "FOLDER"),
    )
    run = ("policy", "test", "beijing", "--policies", "FOLDER")
    people = str(DATA / "people.csv")
    invent = ("policy", "people", "beijing", "--rows", "99", "-o", "OUT/people.csv", "--policies", "FOLDER")
    draft = ("policy", "draft", "beijing", "-o", "OUT/draft.toml", "--policies", "FOLDER")
    own = (
        (*invent[:2], "IN", *invent[3:]),
        (*draft[:2], "IN", *draft[3:]),
        ("policy", "sql", "beijing", "--dialect", "postgres", "--policies", "FOLDER"),
        ("policy", "diff", "beijing/2017-01-01", "IN"),
        (*_EARLIER, "IN", people, "-o", "OUT/people.csv"),
        (*_EARLIER, "IN", people, *BY[5:]),
        ("policy", "simulate", "IN", people, *WHOLE[4:]),
    )
    yield GoodFile("draft.toml", files[f"beijing/{_EDITION}.toml"], (read[0], *own[:2], *own[3:]))
    read = (*read, invent, draft)
    for suffix, commands in {"toml": (*read, run, *own), "en.toml": read, "cases.toml": (run,)}.items():
        name = f"beijing/{_EDITION}.{suffix}"
        yield GoodFile(name, files[name], commands, beside={other: files[other] for other in files if other != name})


def _tables() -> Iterator[GoodFile]:
    people = (DATA / "people.csv").read_bytes()
    scores = "id,eligible,total,note\n" + "".join(f"A{at},true,{at}.25,一二三\n" for at in range(40))
    lines = "".join(
        json.dumps({"id": f"A{at}", "出生日期": "1984-05-20", "总分": at, "学历学位": "bachelor"}, ensure_ascii=False)
        + "\n"
        for at in range(20)
    )
    yield GoodFile("people.csv", people * 3, (BATCH, (*BATCH, "--rank"), (*BATCH, "--keep", "all"), *OF_TABLES))
    yield GoodFile("people.tsv", people.replace(b",", b"\t"), (BATCH,))
    yield GoodFile("people.csv.gz", gzip.compress(people, mtime=0), (BATCH,), is_text=False)
    yield GoodFile("scores.csv", scores.encode(), (RANK, (*RANK[:4], "-o", "OUT/ranked.xlsx"), LIST))
    yield GoodFile("lines.jsonl", lines.encode(), (BATCH, (*RANK, "--by", "总分"), *OF_TABLES))
    staff, records = ((DATA / f"{name}.csv").read_bytes() for name in ("staff", "staff_records"))
    both = ("batch", "IN", "--city", "beijing", "--round", "2026", "-o", "OUT/scores.csv", "--records")
    compared = (*COMPARE, "--records", "FOLDER/r.csv")
    yield GoodFile("staff.csv", staff, ((*both, "FOLDER/r.csv"), compared), beside={"r.csv": records})
    of_records = (both[0], "FOLDER/staff.csv", *both[2:], "IN")
    compared = (*COMPARE[:4], "FOLDER/staff.csv", *COMPARE[5:], "--records", "IN")
    yield GoodFile("r.csv", records, (of_records, compared), beside={"staff.csv": staff})
    for name, content in {"people": people, "r": records}.items():
        commands = (
            (BATCH, (*RANK, "--by", "累计缴纳社会保险月数"), *OF_TABLES) if name == "people" else (of_records, compared)
        )
        beside = {} if name == "people" else {"staff.csv": staff}
        for suffix, packed in {"xlsx": workbook_of(content), "parquet": parquet_of(content)}.items():
            yield GoodFile(f"{name}.{suffix}", packed, commands, is_text=False, beside=beside)


def _printouts() -> Iterator[GoodFile]:
    for name in ("guangzhou.csv", "beijing.xls", "shanghai.csv"):
        content = (DATA / "import" / name).read_bytes()
        command = ("import", "IN", "--city", name.partition(".")[0], "-o", "OUT/me.toml")
        yield GoodFile(name, content, (command, (*command, "--employers", "--base")))
    content = workbook_of((DATA / "import" / "guangzhou.csv").read_bytes(), "gb18030")
    yield GoodFile("guangzhou.xlsx", content, ((*command[:3], "guangzhou", *command[4:]),), is_text=False)


def workbook_of(table: bytes, encoding: str = "utf-8") -> bytes:
    """Return a workbook of the cells of a table of CSV."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for line in table.decode(encoding).splitlines():
        sheet.append(line.split(","))
    book.save(file)
    return file.getvalue()


def parquet_of(table: bytes) -> bytes:
    """Return the same as Parquet."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        (path / "t.csv").write_bytes(table)
        duckdb.sql(f"COPY (FROM read_csv('{path}/t.csv', all_varchar = true)) TO '{path}/t.parquet' (FORMAT parquet)")
        return (path / "t.parquet").read_bytes()
