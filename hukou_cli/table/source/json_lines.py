"""JSON lines: one object a line, its keys the columns; written out as CSV for the engine."""

import json

from hukou_cli.table.source.csv_framing import LONGEST_LINE, Block, Rows, RowWriter


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
        elif b"\\u0000" in line and any("\0" in str(value) for value in found.values()):
            problem = "nul-byte"
        if problem or found is None:
            rows.add_broken(at, problem, line.decode(errors="replace"), len(header))
        else:
            rows.add(at, [_json_text(found.get(key)) for key in header])
    return rows.written(block.line)


def object_of(line: bytes) -> dict[str, object] | None:
    """Read one JSON object, its numbers as they are written.

    None where it is none, a key stands twice, or half of a pair of surrogates stands by itself.
    """
    try:
        found = json.loads(
            line.decode(), parse_float=str, parse_int=_whole, parse_constant=str, object_pairs_hook=_once
        )
        if b"\\u" in line:
            json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _whole(text: str) -> str:
    return "0" if text == "-0" else text  # as Python has it


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _json_text(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
