"""Write rows of text as CSV, and read them back."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path


def write(
    path: Path,
    rows: Sequence[Mapping[str, str]],
    encoding: str = "utf-8",
    newline: str = "\n",
    columns: Sequence[str] = (),
) -> Path:
    """Write rows under a header, by default the names of the first row; return the path."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, columns or list(rows[0]), lineterminator=newline)
        writer.writeheader()
        writer.writerows(rows)
    return path


def rows_of(content: bytes | Path) -> list[dict[str, str]]:
    """Read the rows of CSV text, or of a file."""
    text = (content.read_bytes() if isinstance(content, Path) else content).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))
