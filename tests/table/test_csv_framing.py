"""Rows that are read line by line: every record of a chunk, with its line and what is wrong with it."""

import contextlib
import csv
import io
import unicodedata
from functools import partial
from itertools import repeat
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukou_cli.base.redaction import looks_like_identity_number
from hukou_cli.policy.rounds import RoundId
from hukou_cli.table.plan import Plan
from hukou_cli.table.source.csv_framing import CsvChunk, cells_of, frame, whole_records
from hukou_cli.table.source.dialect import Dialect
from hukou_cli.table.source.text_source import LONGEST_LINE, cut
from hukou_cli.table.worker import Worker
from tests.support.springfield import edition_with
from tests.support.table_runs import run_table

pytestmark = pytest.mark.slow

LINES = st.lists(st.text(alphabet="a,é 1\r", max_size=7), min_size=1, max_size=8)
DIALECT = Dialect("utf-8", ",", 2)
ODD_LINES = st.lists(st.text(alphabet='a,"\0\r', max_size=7), min_size=1, max_size=8)


@given(lines=st.one_of(LINES, ODD_LINES), encoding=st.sampled_from(["utf-8", "gb18030"]), columns=st.integers(1, 3))
def test_a_chunk_written_anew_holds_its_records(lines: list[str], encoding: str, columns: int) -> None:
    content = ("\n".join(lines) + "\n").encode(encoding)
    chunk = CsvChunk(5, content, Dialect(encoding, ",", columns), content.count(b"\n"))
    expected: list[tuple[int | str | None, ...]] = []
    for record in frame(5, content, chunk.dialect):
        cells = [] if record.problem else cells_of(record, chunk.dialect)
        count = "too-few-cells" if len(cells) < columns else "too-many-cells" if any(cells[columns:]) else ""
        if problem := record.problem or count:
            text = record.content.decode(encoding, "replace").replace("\0", "\ufffd")
            expected.append((record.line, problem, text or None))
        else:
            expected.append((record.line, None, *(cell or None for cell in cells[:columns])))
    worker = Worker(Plan(tuple(f"column {at}" for at in range(columns))))
    with contextlib.closing(worker):
        laid = worker.read(chunk, numbered=True)
        read = worker.engine.execute(f"FROM {laid.source}").fetchall()
    assert [row[: 3 if row[1] else None] for row in read] == expected
    assert laid.count == len(expected)


@given(
    cells=st.lists(
        st.lists(
            st.sampled_from(
                ["a", '"a"', 'a "b" c', '""', 'a""b', '"a""b"', '"a" b', 'a"', '"', '""a', '"a"""', "", '"a,b"']
            ),
            min_size=1,
            max_size=4,
        ),
        min_size=1,
        max_size=6,
    ),
    ends=st.sampled_from(["\n", "\r\n"]),
)
def test_a_chunk_as_it_stands_holds_what_it_does_line_by_line(cells: list[list[str]], ends: str) -> None:
    """Wherever the engine takes a chunk as it stands, each row is what it is when read by itself."""
    content = "".join(",".join(row) + ends for row in cells).encode()
    chunk = CsvChunk(5, content, Dialect("utf-8", ",", 2), content.count(b"\n"))
    worker = Worker(Plan(("one", "other")))
    with contextlib.closing(worker):
        laid = worker.read(chunk, numbered=False)
        try:
            plain = worker.engine.execute(f"FROM {laid.source}").fetchall()
        except duckdb.Error:
            return
        if len(plain) == laid.count:
            assert plain == worker.engine.execute(f"FROM {worker.read(chunk, numbered=True).source}").fetchall()


@given(content=st.text(alphabet='aé,"\0\r\n', max_size=60), size=st.integers(1, 20))
def test_records_are_the_same_wherever_chunks_end(content: str, size: int) -> None:
    raw, dialect = content.encode() + b"\n", Dialect("utf-8", ",", 2)
    chunks = list(cut(io.BytesIO(raw), 1, repeat(size), partial(whole_records, dialect=dialect)))
    assert b"".join(part for _, part, _ in chunks) == raw
    assert all(lines == part.count(b"\n") for _, part, lines in chunks)
    assert [record for line, part, _ in chunks for record in frame(line, part, dialect)] == list(frame(1, raw, dialect))


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        (b'"x",100\r5', ["x", "100\r5"]),
        (b'100\r5,"x"', ["100\r5", "x"]),
        (b'"a\r\n""b""",\r', ['a\r\n"b"', ""]),
        (b'"x",1,"",', ["x", "1"]),
    ],
)
def test_a_row_keeps_all_its_cells_beside_a_carriage_return(line: bytes, cells: list[str]) -> None:
    chunk = CsvChunk(1, line + b"\n", Dialect("utf-8", ",", 2), line.count(b"\n") + 1)
    with contextlib.closing(Worker(Plan(("one", "other")))) as worker:
        laid = worker.read(chunk, numbered=True)
        read = worker.engine.execute(f"FROM {laid.source}").fetchall()
    assert read == [(1, None, *(cell or None for cell in cells))]


@pytest.mark.parametrize("threads", [1, 3])
def test_a_quote_that_never_closes_costs_one_row(threads: int, tmp_path: Path) -> None:
    edition, path = edition_with("insurance"), tmp_path / "table.csv"
    rows = "".join(f'A{at},100,"one\ntwo"\n' for at in range(120_000))  # several chunks
    path.write_text(f'id,{next(iter(edition.facts))},note\nB,100,"never closed\n{rows}', encoding="utf-8")
    answers = run_table(edition, path, RoundId(2026), 20260115, tmp_path, workers=threads)
    assert (answers.read, answers.scored) == (120_001, 120_000)
    assert [(row["line"], row["code"]) for row in answers.rejects] == [("2", "broken-quotes")]


@pytest.mark.parametrize(
    ("name", "content"),
    [("table.csv", "id,{}\nA\rB,100\nC,1\n"), ("table.jsonl", '{{"id": "A\\rB", "{}": 100}}\n{{"id": "C"}}\n')],
)
def test_a_carriage_return_within_a_cell_breaks_no_row(name: str, content: str, tmp_path: Path) -> None:
    edition, path = edition_with("insurance"), tmp_path / name
    path.write_text(content.format(next(iter(edition.facts))), encoding="utf-8", newline="")
    answers = run_table(edition, path, RoundId(2026), 20260115, tmp_path)
    first = answers.rejects[0]
    assert (first["code"], first["value"]) == ("control-character", "A\ufffdB")
    assert answers.read == 2


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("table.jsonl", '{{"id": "\\ud83d", "{0}": 100}}\n{{"{0}": 100}}\n', "not-a-json-row"),
        ("table.jsonl", '{{"id": "\\u0000", "{0}": 100}}\n{{"{0}": 100}}\n', "nul-byte"),
        ("table.jsonl", '{{"id": "\udced\udca0\udc80", "{0}": 100}}\n{{"{0}": 100}}\n', "not-a-json-row"),
        ("table.csv", '{0},id\n"\n' + "9" * 140_000 + '",A\n100,B\n', "above-maximum"),
        ("table.csv", '{0},id\n100,"A\n\0"\n100,B\n', "nul-byte"),
        ("table.csv", '{0},id\n100,known as "A" here\n100,B\n', "broken-quotes"),
        ("table.csv", "{0},id\n100," + "A" * 1_200_000 + "\n100,B\n", "line-too-long"),
        (
            "table.csv",
            "{0},id"
            + "".join(f",x{at}" for at in range(20))
            + "\n100,A"
            + (',"' + "\n" + "x" * 100_000 + '"') * 20
            + "\n100,B"
            + "," * 20
            + "\n",
            "line-too-long",
        ),
        ("table.csv", "{0},id\n100,A,,x\n100,B,,\n", "too-many-cells"),
        ("table.csv", "{0},id\n\ufeff100,A\n100,B\n", "not-a-whole-number"),
        ("table.csv", '{0},id\n"10\r0",A\n100,B\n', "not-a-whole-number"),
    ],
)
def test_one_odd_text_costs_its_row_alone(name: str, content: str, code: str, tmp_path: Path) -> None:
    edition, path = edition_with("insurance"), tmp_path / name
    path.write_bytes(content.format(next(iter(edition.facts))).encode("utf-8", "surrogateescape"))
    answers = run_table(edition, path, RoundId(2026), 20260115, tmp_path)
    assert (answers.read, answers.scored, answers.rejects[0]["code"]) == (2, 1, code)


def test_an_identity_number_is_known_in_whatever_digits_it_is_written(tmp_path: Path) -> None:
    """Every character that stands for a digit, an X, a blank or a hyphen, by itself in a number that is else plain."""
    marks = {chr(at): unicodedata.normalize("NFKC", chr(at)) for at in range(0x80, 0x110000)}
    places = dict.fromkeys("0123456789", "0000001985061512{}3") | dict.fromkeys(" -", "000000{}198506151233")
    places |= dict.fromkeys("Xx", "00000019850615123{}")
    texts = [places[plain].format(mark) for mark, plain in marks.items() if plain in places]
    unseen = "\t\n\r\x01\x7f\xad\u200b\u200d\u200e\u2010\u2011\u2013\u202d\u2060\u2212\ufeff"
    texts += [places["-"].format(mark) for mark in unseen]
    assert len(texts) > 100
    assert all(map(looks_like_identity_number, texts))
    edition, path = edition_with("insurance"), tmp_path / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", next(iter(edition.facts))], *([text, "100"] for text in texts)])
    answers = run_table(edition, path, RoundId(2026), 20260115, tmp_path)
    assert [row["code"] for row in answers.rejects] == ["identity-number"] * len(texts)
    assert answers.scored == 0


@pytest.mark.parametrize("workers", [1, 3])
def test_long_stretches_of_each_kind_of_row_follow_one_another(workers: int, tmp_path: Path) -> None:
    """A worker takes a chunk for what the last one was: it must be right about the next one all the same."""
    edition = edition_with("insurance")
    each = 30_000
    kinds = {"good": "{},100\n", "long": "{},100,1\n", "apart": "\n{},100\n", "bad": "{},1e2\n", "quoted": '"{}",100\n'}
    kinds |= {"spelt": "{},100.0\n", "spelt else": "{},0100.00\n"}
    order = [
        "good",
        "long",
        "bad",
        "apart",
        "spelt",
        "good",
        "quoted",
        "spelt else",
        "spelt",
        "long",
        "bad",
        "spelt",
        "good",
    ]
    path, line, scored, rejected = tmp_path / "table.csv", 1, [], set()
    with path.open("w", encoding="utf-8") as file:
        file.write(f"id,{next(iter(edition.facts))}\n")
        for at in range(each * len(order)):
            kind = order[at // each]
            file.write(kinds[kind].format(f"person {at}"))
            line += kinds[kind].count("\n")
            if kind in {"long", "bad"}:
                rejected.add(line)
            else:
                scored.append(f"person {at}")
    answers = run_table(edition, path, RoundId(2026), 20260115, tmp_path, workers=workers)
    assert [row["id"] for row in answers.scores] == scored
    assert answers.lines_rejected == rejected
    assert answers.read == each * len(order)


IDS = {
    "A1": "", "": "", "O'Brien": "", 'the "first"': "", "back\\slash": "", "\\x41": "", "\\": "", "职工１": "", "tab\there": "",
    "two words and more than seventeen": "", "\x1b[31m": "control-character", "\x7f": "control-character",
    "a\u200bb": "control-character", "\u202eabc": "control-character", "000000198506151233": "identity-number",
    "No. 0000 0019 8506 1512 33": "identity-number", "００００００１９８５０６１５１２３３": "identity-number", "00000019850615123X": "identity-number",
    "000000/19850615/1233": "identity-number", "000000.19850615.1233": "identity-number",
    "000000_19850615_1233": "identity-number", "000000\\19850615\\1233": "identity-number",
}  # fmt: skip


def test_an_id_may_be_anything_but_an_identity_number_or_invisible(tmp_path: Path) -> None:
    edition, path = edition_with("insurance"), tmp_path / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([["id", next(iter(edition.facts))], *([id_, "100"] for id_ in IDS)])
    answers = run_table(edition, path, RoundId(2026), 20260115, tmp_path)
    told = {int(row["line"]) - 2: row["code"] for row in answers.rejects}
    assert [told.get(at, "") for at in range(len(IDS))] == list(IDS.values())
    assert [row["id"] for row in answers.scores] == [id_ for id_, code in IDS.items() if not code]


def test_of_a_line_that_is_too_long_no_more_is_held_than_shows_it() -> None:
    """A gigabyte without a line end, as a packed file may hold, is one row that is too long."""
    pieces, piece = 8, 1 << 20
    content = b"1,a\n" + "2,é".encode() * (pieces * piece // 4) + b"\n3,b\n"
    longest = 0

    def whole(held: bytes) -> int:
        nonlocal longest
        longest = max(longest, len(held))
        return whole_records(held, DIALECT)

    found = [
        (record.line, record.problem or cells_of(record, DIALECT))
        for line, part, _ in cut(io.BytesIO(content), 1, repeat(piece), whole)
        for record in frame(line, part, DIALECT)
    ]
    assert found == [(1, ["1", "a"]), (2, "line-too-long"), (3, ["3", "b"])]
    assert longest <= LONGEST_LINE + 1 + 2 * piece


def test_a_quote_that_is_closed_after_megabytes_counts_as_never_closed() -> None:
    """Nothing waits for its end: the lines after it are rows of their own."""
    lines = [b'1,"a', *[b"2,%s" % (b"b" * 500_000)] * 9, b'3,"']
    problems = [(record.line, record.problem) for record in frame(1, b"\n".join(lines) + b"\n", DIALECT)]
    assert problems == [(1, "broken-quotes"), *[(at, "") for at in range(2, 11)], (11, "broken-quotes")]
