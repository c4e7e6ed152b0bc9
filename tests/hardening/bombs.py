"""Files of some kilobytes that unpack to gigabytes, name millions of cells, or multiply what they say."""

import gzip
import io
import tempfile
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tests.hardening.good_files import BATCH, DATA, RANK, parquet_of, workbook_of
from tests.support.program import python
from tests.support.workbooks import packed, parts_of, with_strings

SIZE = 1_000_000_000
"""Bytes that a packed file holds; packed it has about a megabyte."""

_SPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 20) for at in range(20))
    + b"]>"
)
_OUTSIDE = b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def gzipped(head: bytes, piece: bytes, size: int = SIZE) -> bytes:
    """Return a head with a piece again and again, packed."""
    out, block = io.BytesIO(), piece * (1_000_000 // len(piece))
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=9, mtime=0) as file:
        file.write(head)
        for _ in range(size // len(block)):
            file.write(block)
    return out.getvalue()


def texts() -> Iterator[tuple[str, tuple[str, ...], str, bytes]]:
    """Yield packed texts: a name, the command, the name of the file, what it holds."""
    head = (DATA / "people.csv").read_bytes().splitlines(keepends=True)
    pieces = {
        "one line": (head[0] + b"1,", b"x"),
        "line ends": (head[0] + head[1], b"\n"),
        "commas": (head[0], b","),
        "quotes": (head[0], b'"'),
        "a quote never closed": (head[0] + b'"', b"a,b\n"),
        "lines of a quote": (head[0], b'"a\n'),
        "blanks before the header": (b"", b" "),
        "line ends before the header": (b"", b"\n"),
        "NUL": (head[0], b"\0"),
        "carriage returns": (head[0], b"a\r"),
    }
    for name, (start, piece) in pieces.items():
        content = gzipped(start, piece, SIZE // 4)
        yield f"packed, {name}", BATCH, "people.csv.gz", content
        yield f"packed, {name}, rank", (*RANK, "--by", "累计缴纳社会保险月数"), "people.csv.gz", content
    for name, piece in {"one key": b'{"id": "', "lines": b'{"id": "1"}\n', "brackets": b"[", "blanks": b" "}.items():
        yield f"packed JSON lines, {name}", BATCH, "p.jsonl.gz", gzipped(b'{"id": "1"}\n', piece, SIZE // 4)
    printout = (DATA / "import" / "shanghai.csv").read_bytes()
    yield (
        "packed printout",
        ("import", "IN", "--city", "shanghai", "-o", "OUT/me.toml"),
        "p.csv",
        gzipped(printout, b"x"),
    )
    yield "packed applicant", ("score", "IN"), "me.toml", gzipped(b"", b" ")


def _with_part(content: bytes, name: str, start: bytes, piece: bytes = b"", count: int = 0, end: bytes = b"") -> bytes:
    """Return a workbook one part of which has a piece many times, written bit by bit."""
    out, block = io.BytesIO(), piece * 1000
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, held in parts_of(content).items():
            if other != name:
                archive.writestr(other, held)
        with archive.open(name, "w", force_zip64=True) as file:
            file.write(start)
            for _ in range(count // 1000):
                file.write(block)
            file.write(end)
    return out.getvalue()


def workbooks() -> Iterator[tuple[str, bytes]]:
    """Yield workbooks: a name, what they hold."""
    good = workbook_of((DATA / "people.csv").read_bytes())
    sheet_name, sheet = "xl/worksheets/sheet1.xml", parts_of(good)["xl/worksheets/sheet1.xml"]
    rows, end = sheet.split(b"</sheetData>")
    last = b"</sheetData>" + end
    parts: dict[str, tuple[bytes, bytes, int, bytes]] = {
        "a gigabyte of blanks": (rows, b" " * 1000, SIZE // 1000, last),
        "a million empty rows": (rows, b"<row/>", 1_000_000, last),
        "a million cells in a row": (rows + b"<row>", b"<c/>", 1_000_000, b"</row>" + last),
        "rows far down": (rows + b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', b"", 0, last),
        "a row of no number": (rows + b'<row r="-5"><c r="A-5"><v>1</v></c></row>', b"", 0, last),
        "a row of a long number": (rows + b'<row r="', b"9", 100_000, b'"/>' + last),
        "a column of a long name": (rows + b'<row><c r="', b"Z", 100_000, b'1"><v>1</v></c></row>' + last),
        "a number of many digits": (rows + b"<row><c><v>", b"9", 5_000_000, b"</v></c></row>" + last),
        "a power of ten": (rows + b"<row><c><v>1E+999999999</v></c></row>", b"", 0, last),
        "a text that is none": (rows + b'<row><c t="s"><v>99999999</v></c></row>', b"", 0, last),
        "a style that is none": (rows + b'<row><c s="99999999"><v>1</v></c></row>', b"", 0, last),
        "tags within tags": (rows, b"<is>", 1_000_000, b""),
        "thousands of names of tags": (rows + b"".join(b"<a%d/>" % at for at in range(5000)), b"", 0, last),
        "a long attribute": (rows + b'<row r="', b"1" * 1000, 100_000, b""),
        "merged cells": (rows + last[:12] + b"<mergeCells>", b'<mergeCell ref="A1:XFD1048576"/>', 100_000, b"</mergeCells>" + end),
        "merged rows": (rows + last[:12] + b'<mergeCells><mergeCell ref="A2:A1048576"/></mergeCells>', b"", 0, end),
        "laughs": (_LAUGHS + b"<worksheet " + _SPACE + b">&u;</worksheet>", b"", 0, b""),
        "a file outside": (_OUTSIDE + b"<worksheet " + _SPACE + b">&a;</worksheet>", b"", 0, b""),
        "another encoding": (b'<?xml version="1.0" encoding="utf-7"?>' + sheet, b"", 0, b""),
    }  # fmt: skip
    for name, (start, piece, count, rest) in parts.items():
        yield f"a sheet of {name}", _with_part(good, sheet_name, start, piece, count, rest)
    strings = {
        "a long text": (b"<si><t>", b"x" * 1000, 90_000, b"</t></si>"),
        "a million texts": (b"", b"<si><t>x</t></si>", 1_000_000, b""),
        "runs": (b"<si>", b"<r><t>x</t></r>", 1_000_000, b"</si>"),
        "a gigabyte": (b"<si><t>", b"x" * 1000, SIZE // 1000, b"</t></si>"),
    }
    texts_name, held = "xl/sharedStrings.xml", with_strings(good, b"")
    root = parts_of(held)[texts_name].removesuffix(b"</sst>")
    for name, (start, piece, count, rest) in strings.items():
        yield f"texts, {name}", _with_part(held, texts_name, root + start, piece, count, rest + b"</sst>")
    for other in ("xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        part = parts_of(good)[other]
        at = part.index(b"<", 2) if part.startswith(b"<?") else 0
        root = part[at + 1 :].split(b" ", 1)[0]
        yield (
            f"laughs in {other}",
            _with_part(good, other, part[:at] + _LAUGHS + part[at:].replace(b"</" + root, b"&u;</" + root)),
        )
        yield f"a gigabyte of {other}", _with_part(good, other, part, b" " * 1000, SIZE // 1000)
        yield f"nothing in {other}", _with_part(good, other, b"")
        yield f"depth in {other}", _with_part(good, other, part[:at], b"<a>", 1_000_000)
    formats = b"".join(b'<numFmt numFmtId="%d" formatCode="%s"/>' % (at, b"[h]yyyy;0.0" * 10) for at in range(100_000))
    styles = parts_of(good)["xl/styles.xml"].replace(b"<fonts", b"<numFmts>" + formats + b"</numFmts><fonts", 1)
    yield "many formats", _with_part(good, "xl/styles.xml", styles)
    yield "60,000 parts", packed({**parts_of(good), **{f"a{at}": b"" for at in range(60_000)}})
    yield "a part twice", _twice(good, sheet_name, sheet)
    yield (
        "another kind",
        packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}),
    )
    yield "a document", packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<a/>"})


def _twice(content: bytes, name: str, part: bytes) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr(name, part)
    return out.getvalue()


_FACTS = '\'1984-05-20\' AS "出生日期", \'male\' AS "退休类别", {} AS "累计缴纳社会保险月数"'
PARQUET = {
    "a long text, repeated": "SELECT repeat('x', 900000) AS id, " + _FACTS.format("'1'") + " FROM range(1000)",
    "texts of a kilobyte": "SELECT repeat('x', 1000) AS id, " + _FACTS.format("'1'") + " FROM range(3000000)",
    "thirty million rows": "SELECT " + _FACTS.format("1") + " FROM range(30000000)",
    "a list": "SELECT range(1000) AS id, " + _FACTS.format("1") + " FROM range(100000)",
    "a list of lists": "SELECT [[[range]]] AS id, " + _FACTS.format("[1]") + " FROM range(1000)",
    "a struct": "SELECT {'a': {'b': range}} AS id, " + _FACTS.format("{'a': 1}") + " FROM range(1000)",
    "a map": "SELECT MAP {'a': range} AS id, " + _FACTS.format("MAP {1: 2}") + " FROM range(1000)",
    "bytes": "SELECT '\\xFF\\x00'::BLOB AS id, " + _FACTS.format("'\\xFF'::BLOB") + " FROM range(1000)",
    "bits": "SELECT '101'::BIT AS id, " + _FACTS.format("'1'::BIT") + " FROM range(1000)",
    "days that are none": "SELECT 'infinity'::DATE AS id, " + _FACTS.format("'-infinity'::TIMESTAMP") + " FROM range(9)",
    "huge numbers": "SELECT 170141183460469231731687303715884105727::HUGEINT AS id, " + _FACTS.format("1e308") + " FROM range(9)",
    "decimals": "SELECT 0.5::DECIMAL(38, 38) AS id, " + _FACTS.format("0.00000000000000000000000000000000000001::DECIMAL(38, 38)") + " FROM range(9)",
    "intervals": "SELECT INTERVAL 1 MONTH AS id, " + _FACTS.format("INTERVAL 9 DAY") + " FROM range(9)",
    "times of zones": "SELECT '2020-01-01 00:00:00+08'::TIMESTAMPTZ AS id, " + _FACTS.format("'00:00:00+08'::TIMETZ") + " FROM range(9)",
    "ENUM": "SELECT 'a'::ENUM('a', 'b') AS id, " + _FACTS.format("'1'::ENUM('1')") + " FROM range(9)",
    "nothing": "SELECT NULL AS id, " + _FACTS.format("NULL") + " FROM range(9)",
    "no rows": "SELECT 1 AS id, " + _FACTS.format("1") + " FROM range(0)",
    "4,000 columns": "SELECT " + ", ".join(f"{at} AS c{at}" for at in range(4000)) + " FROM range(9)",
    "names with signs": "SELECT 1 AS \"a\x1b[31m\", 2 AS \"'; DROP TABLE x; --\", 3 AS \"\"\"\", " + _FACTS.format("1") + " FROM range(9)",
    "a name of blanks": 'SELECT 1 AS " ", 1 AS "\u3000", ' + _FACTS.format("1") + " FROM range(9)",
    "a row number": "SELECT 1 AS file_row_number, " + _FACTS.format("1") + " FROM range(9)",
    "control characters": "SELECT chr(27) || '[31m' || chr(7) AS id, " + _FACTS.format("chr(0)") + " FROM range(9)",
}  # fmt: skip
"""Queries whose rows are written as Parquet."""


def parquets() -> Iterator[tuple[str, bytes]]:
    """Yield files of Parquet: a name, what they hold."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.parquet"
        for name, query in PARQUET.items():
            options = "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 100000000"
            if "million" in name or "kilobyte" in name or "long" in name:
                options += ", DICTIONARY_SIZE_LIMIT 10000000"
            command = f"COPY ({query}) TO '{path}' ({options})"
            python(
                f"import duckdb; duckdb.sql({command!r})"
            )  # its memory is not that of the runs, forks of this process
            yield name, path.read_bytes()
    good = parquet_of((DATA / "people.csv").read_bytes())
    sizes = {"none": 0, "one": 1, "the file's": len(good), "more": 1 << 31, "the most": (1 << 32) - 1}
    for name, size in sizes.items():
        yield f"a footer of a size of {name}", good[:-8] + size.to_bytes(4, "little") + b"PAR1"
    yield "a password", good[:-4] + b"PARE"
    yield "only its mark", b"PAR1"
    yield "its mark twice", b"PAR1PAR1"
    yield "its mark and zeros", b"PAR1" + bytes(100_000)
    yield "its end alone", good[len(good) // 2 :]
    yield "another after it", good + good
    yield "packed", gzip.compress(good)
