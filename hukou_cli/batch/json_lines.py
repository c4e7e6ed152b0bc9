"""JSON lines: one object a line, its keys the columns; written out as CSV for the engine."""

import json

from hukou_cli.batch.text import LONGEST_LINE, Block, Rows, RowWriter


def json_rows(block: Block, header: tuple[str, ...]) -> Rows:
    """Write JSON lines as CSV: numbers and text by their own characters, flags as ``true`` and ``false``."""
    rows, known = RowWriter(","), frozenset(header)
    for at, line in enumerate(block.content.split(b"\n"), block.line):
        if not line.strip():
            continue
        found, problem = None, ""
        if len(line) > LONGEST_LINE:
            problem = "line-too-long"
        elif (found := object_of(line)) is None:
            problem = "not-a-json-row"
        elif not found.keys() <= known:
            problem = "late-column"
        elif any(isinstance(value, dict | list) for value in found.values()):
            problem = "not-a-json-row"
        elif b"\\u" in line:
            problem = _unwritable("".join(map(str, found.values())))
        if problem or found is None:
            rows.add_broken(at, problem, line.decode(errors="replace"), len(header))
        else:
            rows.add(at, [_json_text(found.get(key)) for key in header])
    return rows.written(block.line)


def _unwritable(text: str) -> str:
    """Say what is wrong with text that no other format can hold; empty where nothing is."""
    if "\0" in text:
        return "nul-byte"
    return "not-a-json-row" if any("\ud800" <= character <= "\udfff" for character in text) else ""


def object_of(line: bytes) -> dict[str, object] | None:
    """Read one JSON object, its numbers as they are written; None where it is none, or a key stands twice."""
    try:
        found = json.loads(line, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _json_text(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
