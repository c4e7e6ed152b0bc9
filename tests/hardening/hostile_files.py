"""Files made to break the program: damaged, endless, repeated, packed; how each run ended.

``python -m tests.hardening.hostile_files`` prints the figures of docs/reliability.md; with a number, only each such
attack is tried, with a second one from that on; with words, only those that have one of them in their name. Stopped by
SIGTERM it prints the figures so far. A run is bad if it takes more than ten CPU seconds or a gigabyte of memory, ends in
a mistake of the program's own or by a signal, writes a control character to the screen, or leaves a file though it
failed.
"""

import dataclasses
import itertools
import random
import re
import signal
import sys
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from hukou_cli.policy.catalog import bundled
from tests.hardening import bombs, damages
from tests.hardening.forked import MISTAKE_OF_OURS, Run, run
from tests.hardening.good_files import (
    BATCH,
    COMPARE,
    DATA,
    LIST,
    OF_TABLES,
    ON_SPARK,
    RANK,
    SIMULATE,
    WHOLE,
    good_files,
)
from tests.support.people import GOOD

MOST_SECONDS = 10
MOST_MEGABYTES = 1000
MANY = 5000
LEFT = "left behind:"
_PERSON = 'city = "beijing"\nbirth_date = 1984-05-20\nretirement_category = "male"\n'


@dataclass(frozen=True, slots=True)
class Attack:
    """A command on a hostile file.

    Attributes:
        name: What is wrong with the file.
        words: The arguments; ``IN`` stands for the file, ``OUT`` for the folder that it may write to, ``FOLDER`` for
            that of the file.
        file: The name of the file.
        content: What it holds.
        beside: The files that stand beside it, by their names.

    """

    name: str
    words: tuple[str, ...]
    file: str
    content: bytes
    beside: Mapping[str, bytes] = field(default_factory=dict)


def damaged(seeds: int) -> Iterator[Attack]:
    """Yield each good file damaged in each way, so many times, for each command that reads it."""
    for good in good_files():
        ways = damages.ALL | damages.TEXT if good.is_text else damages.ALL
        for (way, damage), seed in itertools.product(ways.items(), range(seeds)):
            for at, words in enumerate(good.commands):
                called = f"{good.name}, {way} {seed}, {_command(words)} {at}"
                chance = random.Random(called)  # noqa: S311 - no secret
                content = damage(good.content, chance)[: damages.MOST_BYTES]
                yield Attack(called, words, good.name, content, good.beside)


def _command(words: Sequence[str]) -> str:
    return " ".join(words[: 2 if words[0] == "policy" else 1])


def packed() -> Iterator[Attack]:
    """Yield files of some kilobytes that unpack to gigabytes."""
    for name, words, file, content in bombs.texts():
        yield Attack(name, words, file, content)
    printout = ("import", "IN", "--city", "beijing", "-o", "OUT/me.toml")
    for name, content in bombs.workbooks():
        for words in (BATCH, (*RANK, "--by", "累计缴纳社会保险月数"), printout, *OF_TABLES):
            yield Attack(f"workbook, {name}, {_command(words)}", words, "people.xlsx", content)
    for name, content in bombs.parquets():
        for words in (BATCH, (*RANK, "--by", "累计缴纳社会保险月数"), *OF_TABLES):
            yield Attack(f"Parquet, {name}, {_command(words)}", words, "people.parquet", content)


def applicants() -> Iterator[Attack]:
    """Yield applicants' files of up to a megabyte with one fault thousands of times."""
    record = '[[insurance]]\ncity = "{}"\nfrom = "{}"\ndistrict = "{}"\n'
    texts = {
        "unknown cities": _PERSON + "".join(record.format(f"北{at}", "2010-07", "haidian") for at in range(MANY)),
        "unknown districts": _PERSON + "".join(record.format("beijing", "2010-07", f"海{at}") for at in range(MANY)),
        "one start repeated": _PERSON + record.format("beijing", "2010-07", "haidian") * MANY,
        "months that are none": _PERSON + "".join(record.format("beijing", f"2010-{at}", "haidian") for at in range(MANY)),
        "unknown names": _PERSON + "".join(f"insured_monthz_{at} = 1\n" for at in range(MANY * 4)),
        "unknown tables": _PERSON + "".join(f"[[insurence{at}]]\na = 1\n" for at in range(MANY * 4)),
        "unknown keys": _PERSON + record.format("beijing", "2010-07", "haidian") + "".join(f"distrikt{at} = 1\n" for at in range(MANY * 4)),
        "months repaid": _PERSON + record.format("beijing", "1990-07", "haidian") + "back_paid = [" + '"2014-05", ' * MANY * 4 + "]\n",
        "months repaid that are none": _PERSON + record.format("beijing", "1990-07", "haidian") + "back_paid = [" + "".join(f'"x{at}", ' for at in range(MANY * 4)) + "]\n",
        "records of a month each": _PERSON + "".join(
            f'[[insurance]]\ncity = "beijing"\nfrom = "{1990 + at // 12 % 36}-{at % 12 + 1:02}"\nto = "{1990 + at // 12 % 36}-{at % 12 + 1:02}"\ndistrict = "haidian"\n'
            for at in range(MANY)
        ),
        "a deep list": f"degree = {'[' * 20000}{']' * 20000}\n",
        "a deep key": ".".join("a" * MANY * 4) + " = 1\n",
        "one long text": f'{_PERSON}degree = "{"0 0 0 0 0 0 1 9 " * 50000}"\n',
        "one long number": f"{_PERSON}insured_months = {'9' * 500000}\n",
        "blanks": _PERSON + " " * 900000,
        "no line end": "[" * 900000,
        "quotes": '"' * 900000,
        "NUL": "\0" * 900000,
    }  # fmt: skip
    for name, text in texts.items():
        for command in ("score", "compare", "plan", "whatif"):
            yield Attack(f"{name}, {command}", (command, "IN"), "me.toml", text.encode())
    doubled = "{" + ",".join(f'"a{at % 1000}": 1' for at in range(MANY * 10)) + "}"
    deep = '{"a":' * 20000
    surrogate = '{"city": "beijing", "id": "\\ud800", "degree": "\\udfff", "\\ud801": 1}'
    for name, text in {
        "doubled keys": doubled,
        "deep": deep,
        "lone surrogates": surrogate,
        "a long number": f'{{"insured_months": {"9" * 900000}}}',
    }.items():
        yield Attack(f"JSON, {name}", ("score", "IN"), "me.json", text.encode())


def policies() -> Iterator[Attack]:
    """Yield policies with one fault thousands of times."""
    text = (bundled() / "beijing" / "2020-07-16.toml").read_text(encoding="utf-8")
    line = '[[indicator]]\nid = "{}"\nname = "x"\npoints = "{}"\nsource = {{ document = "{}", article = "1" }}\n'
    sum_ = " + ".join(f"insured_monthz{at}" for at in range(MANY))
    texts = {
        "unknown names": text + "".join(line.format(f"l{at}", f"unknown{at}", "lists") for at in range(2000)),
        "unknown documents": text + "".join(line.format(f"l{at}", "1", f"doc{at}") for at in range(2000)),
        "rules of one id": text + line.format("same", "1", "lists") * 10000,
        "a sum of unknown names": text + line.format("sum", sum_, "lists"),
        "brackets": text + line.format("deep", "(" * 100000 + "1" + ")" * 100000, "lists"),
        "minus signs": text + line.format("deep", "-" * 100000 + "1", "lists"),
        "a long sum": text + line.format("long", "1" + " + 1" * 100000, "lists"),
        "a power of digits": text + line.format("long", "9" * 200000, "lists"),
        "unknown keys": text + "".join(f"[extra{at}]\na = 1\n" for at in range(MANY * 4)),
    }
    for name, content in texts.items():
        people = str(DATA / "people.csv")
        commands = (
            ("policy", "check", "IN"),
            (*COMPARE[:3], "IN", people, *COMPARE[5:]),
            ("policy", "simulate", "IN", people, *WHOLE[4:]),
            ("policy", "people", "IN", "-o", "OUT/people.csv"),
            ("policy", "draft", "IN", "-o", "OUT/draft.toml"),
        )
        for words in commands:
            yield Attack(f"policy, {name}, {_command(words)}", words, "policy.toml", content.encode())
    yield from _numbers(text)
    yield Attack("policy, lone surrogate", ("policy", "new", "OUT/a.toml", "--zh", "\udc80"), "x", b"")


def _numbers(text: str) -> Iterator[Attack]:
    """Yield a policy in which the first number of each key of each table is another one."""
    numbers = ("1e999999999", "1e-999999999", "nan", "-1", "9" * MANY, str(1 << 63), "1e18")
    table, at, tried = "", 0, set()
    for line in text.splitlines(keepends=True):
        table = line.strip("[]\n").partition(".")[0] if line.startswith("[") else table
        for found in re.finditer(r"(\w+) = \[?(-?[0-9]+(?:\.[0-9]+)?)(?![0-9-])", line):
            if (place := f"{table}.{found[1]}") not in tried:
                tried.add(place)
                start, end = at + found.start(2), at + found.end(2)
                for number in numbers:
                    content = text[:start] + number + text[end:]
                    name = f"policy, {place} of {number[:12]}"
                    yield Attack(name, ("policy", "check", "IN"), "policy.toml", content.encode())
        at += len(line)


def options() -> Iterator[Attack]:
    """Yield hostile options and names of the commands that try rules on people; the table is good."""
    people = (DATA / "people.csv").read_bytes()
    texts = {
        "digits": "9" * MANY,
        "18 digits": "9" * 18,
        "19 digits": "9" * 19,
        "an exponent": "1e999999",
        "a minus": "-1",
        "control characters": "\x1b[31m",
        "a lone surrogate": "\udc80",
        "blanks": " " * MANY,
        "nothing": "",
        "a long text": "x" * 100_000,
    }
    compare, simulate = COMPARE[:5], SIMULATE[:4]
    invent, draft = ("policy", "people", "beijing"), ("policy", "draft", "beijing")
    commands = (
        *(
            (*compare, option, "@")
            for option in ("--quota", "--line", "--by", "--round", "--on", "--sheet", "--master")
        ),
        (*compare, "-o", "OUT/@.csv"),
        (*compare, "--report", "OUT/@.md"),
        (*compare, "--records", "@"),
        ("policy", "compare", "beijing", "@", "IN"),
        (*ON_SPARK, "--master", "@"),
        *((*simulate, "--quota", "1", option, "@") for option in ("--applicants", "--scores")),
        (*simulate, "--complete", "--quota", "@"),
        (*simulate, "--quota", "1", "--applicants", "5", "--confidence", "@"),
        (*simulate, "--quota", "1", "--complete", "--report", "OUT/@.html"),
        *((*invent, "-o", "OUT/people.csv", option, "@") for option in ("--seed", "--rows", "--round")),
        (*invent, "-o", "OUT/@.csv"),
        (*invent[:2], "@", "-o", "OUT/people.csv"),
        (*draft, "-o", "OUT/@.toml"),
        (*draft[:2], "-o", "OUT/draft.toml", "--", "@"),
    )
    for words, (name, text) in itertools.product(commands, texts.items()):
        option = words[words.index("@") - 1] if "@" in words else words[-1]
        given = tuple(word.replace("@", text) for word in words)
        yield Attack(f"option, {_command(words)} {option}, {name}", given, "people.csv", people)
    yield Attack("option, Spark that is not there", ON_SPARK, "people.parquet", people)


def tables() -> Iterator[Attack]:
    """Yield tables whose text is hostile."""
    batch = ("batch", "IN", "--city", "beijing", "--round", "2022", "-o", "OUT/scores.csv")
    head, person = ",".join(GOOD), ",".join([*GOOD.values()][1:])
    texts = {
        "a header of a pattern": ",".join(f"insured_monthz_{at}" for at in range(MANY)) + "\n1\n",
        "a header of one name": ",".join(["a" * 50] * MANY) + "\n1\n",
        "a header of blanks": ("a " * 400000) + "\n1\n",
        "quotes that never end": head + "\n" + '"' + "a,\n" * 200000,
        "quotes": head + "\n" + '"' * 900000,
        "commas": head + "\n" + "," * 900000,
        "line ends": "\n" * 900000,
        "carriage returns": "\r" * 900000,
        "unknown options": head
        + "\n"
        + "".join(f"{at},{person.replace('bachelor', f'bachelr{at}')}\n" for at in range(10000)),
        "one id": head + "\n" + f"1,{person}\n" * 15000,
        "titles": "某表\n" * 100000 + f"{head}\n1,{person}\n",
        "rows of one cell": head + "\n" + "1\n" * 400000,
        "a long cell": head + "\n" + "1" * 900000 + ",,,,\n",
        "digits and blanks": head + "\n" + "0 0 0 0 0 0 1 9 " * 50000 + ",,,,\n",
        "control characters": head + "\n" + "\x1b[31m,\x07\x00,a\x7f,b,c\n" * 20000,
    }
    for name, text in texts.items():
        yield Attack(f"table, {name}", batch, "staff.csv", text.encode())
        yield Attack(
            f"rank, {name}",
            ("rank", "IN", "--city", "beijing", "--round", "2022", "-o", "OUT/r.csv"),
            "s.csv",
            text.encode(),
        )
        for words in (*OF_TABLES, LIST):
            yield Attack(f"table, {name}, {_command(words)}", words, "staff.csv", text.encode())
    grouped = f"{head},note\n" + "".join(f"{at},{person},{'x' * 20}{at}\n" for at in range(8000))
    for suffix in ("html", "svg", "md"):
        words = (*COMPARE[:5], "--by", "note", "--report", f"OUT/report.{suffix}")
        yield Attack(f"table, groups, {suffix}", words, "staff.csv", grouped.encode())
    yield Attack("JSON lines, doubled keys", batch, "s.jsonl", b'{"id": "1", "id": "2"}\n' * 20000)
    yield Attack("JSON lines, lone surrogates", batch, "s.jsonl", b'{"id": "\\ud800", "degree": "\\udfff"}\n' * 20000)
    yield Attack("JSON lines, deep", batch, "s.jsonl", b'{"id":' * 20000)
    yield Attack("JSON lines, one line", batch, "s.jsonl", b'{"id": "' + b"a" * 900000)
    yield Attack("a name with control characters", batch, "s\x1b[31m\x07.csv", f"{head}\n1,x,x,x,x\n".encode())
    yield Attack(
        "a --by with control characters",
        ("rank", "IN", "--by", "\x1b[31m", "-o", "OUT/r.csv"),
        "s.csv",
        b"id,total\n1,2\n",
    )


def parquet(count: int) -> Iterator[Attack]:
    """Yield Parquet files that are cut, or of which bits are turned over."""
    batch = ("batch", "IN", "--city", "beijing", "--round", "2022", "-o", "OUT/scores.csv")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.parquet"
        duckdb.sql(
            "COPY (SELECT i AS id, '1984-05-20' AS birth_date, 'male' AS retirement_category, i % 400 AS insured_months, "
            f"'bachelor' AS degree FROM range(2000) AS r(i)) TO '{path}' (FORMAT parquet)"
        )
        whole = path.read_bytes()
        duckdb.sql(
            f"COPY (SELECT repeat('0', 1000) AS id, 'male' AS retirement_category FROM range(3000000)) TO '{path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 3000000)"
        )
        bomb = path.read_bytes()
    yield Attack(f"Parquet, {len(bomb):,} bytes that hold 3 gigabytes", batch, "s.parquet", bomb)
    chance = random.Random(18)  # noqa: S311 - no secret
    for at in range(count):
        damaged = bytearray(whole)
        if at % 3:
            for _ in range(at % 3):
                damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        elif at % 2:
            del damaged[chance.randrange(len(damaged)) :]
        else:
            place = len(damaged) - 8 - chance.randrange(1000)
            damaged[place] ^= 1 << chance.randrange(8)
        yield Attack(f"Parquet, damaged {at}", batch, "s.parquet", bytes(damaged))


def attack(given: Attack) -> Run:
    """Run the command on its file; what a failed one left behind is added to what it said."""
    with tempfile.TemporaryDirectory() as name:
        folder, out = Path(name) / "in", Path(name) / "out"
        out.mkdir()
        for file, content in {**given.beside, given.file: given.content}.items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        words = [
            str(folder / given.file) if word == "IN" else word.replace("OUT", str(out)).replace("FOLDER", str(folder))
            for word in given.words
        ]
        done = run(words, most_seconds=3 * MOST_SECONDS)
        left = [file.name for file in out.iterdir()] if done.code else []
    return dataclasses.replace(done, said=f"{done.said} {LEFT} {left}") if left else done


def fault_of(done: Run) -> str:
    """Return what is bad about a run; empty where nothing is."""
    if done.code == MISTAKE_OF_OURS or "Traceback" in done.said:
        return "a mistake of ours"
    if done.code not in (0, 1, 2):
        return f"signal {-done.code}" if done.code < 0 else f"exit {done.code}"
    if any(unicodedata.category(letter) == "Cc" for letter in done.said if letter not in "\n\r\t"):
        return "control characters"
    if LEFT in done.said:
        return "left behind"
    if done.seconds > MOST_SECONDS:
        return f"{done.seconds:.0f} s"
    return f"{done.megabytes} MB" if done.megabytes > MOST_MEGABYTES else ""


def attacks(seeds: int, cut: int, *, large: bool) -> Iterator[Attack]:
    """Yield all attacks; so many damages of each kind, and Parquet that is cut or turned so many times.

    ``large`` ones are packed: making them alone takes a minute.
    """
    small = itertools.chain(applicants(), policies(), options(), tables(), parquet(cut), damaged(seeds))
    yield from itertools.chain(small, packed()) if large else small


def main(
    each: int = 1, first: int = 0, *, words: Sequence[str] = (), seeds: int = 2, cut: int = 300, large: bool = True
) -> None:
    """Print the bad runs, and how many there were of how many; of all attacks only each such one is tried, from one on."""
    tried = bad = 0
    slowest = largest = 0.0
    named = (one for one in attacks(seeds, cut, large=large) if not words or any(word in one.name for word in words))
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    given = None
    try:
        for given in itertools.islice(named, first, None, each):
            done = attack(given)
            tried += 1
            slowest, largest = max(slowest, done.seconds), max(largest, done.megabytes)
            fault = fault_of(done)
            if fault:
                bad += 1
                print(f"{given.name}: {fault}: {' '.join(done.said.split())[:300]}", flush=True)
    except KeyboardInterrupt:
        print(f"stopped before the end, at {given and given.name}")
    print(
        f"the slowest took {slowest:.1f} CPU seconds, the largest {largest:.0f} MB; {tried} files tried, {bad} went wrong"
    )


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    main(*(numbers or [1]), words=sys.argv[1 + len(numbers) :])
