"""Write rows of text as CSV, and read them back."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path


def write(path: Path, rows: Sequence[Mapping[str, str]], encoding: str = "utf-8", newline: str = "\n") -> Path:
    """Write rows, with the names of the first one as header; return the path."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator=newline)
        writer.writeheader()
        writer.writerows(rows)
    return path


def rows_of(content: bytes | Path) -> list[dict[str, str]]:
    """Read the rows of CSV text, or of a file."""
    text = content.read_text(encoding="utf-8") if isinstance(content, Path) else content.decode()
    return list(csv.DictReader(text.splitlines()))
