"""The program as people run it: what it writes, what it says, and how it ends."""

import csv
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

GOOD = {
    "id": "A1", "birth_date": "1980-06-15", "retirement_category": "male", "has_residence_permit": "true",
    "insured_streak_months": "84", "insured_months": "189", "insured_months_since_2020_08": "17", "own_home_months": "189",
    "own_home_months_since_2020_08": "17", "rented_months_since_2020_08": "0", "degree": "bachelor", "outer_home_months": "48",
}  # fmt: skip
SELECTED = ", ".join(f"'{text}' AS \"{name}\"" for name, text in GOOD.items())
LABELS = {
    "birth_date": "出生日期", "retirement_category": "退休类别", "has_residence_permit": "持有本市居住证",
    "insured_streak_months": "连续缴纳社会保险月数", "insured_months": "累计缴纳社会保险月数",
    "insured_months_since_2020_08": "其中2020年8月起的社保月数", "own_home_months": "自有住所月数",
    "own_home_months_since_2020_08": "其中2020年8月起的自有住所月数",
    "rented_months_since_2020_08": "2020年8月起已申报的租房或宿舍月数", "degree": "学历学位",
    "outer_home_months": "城六区外自有住所月数",
}  # fmt: skip


def hukou(*arguments: object, stdin: bytes | IO[bytes] = b"", code: int = 0) -> tuple[bytes, str]:
    """Run the program; give its standard output and what it said."""
    command = [sys.executable, "-m", "hukou_cli", *map(str, arguments)]
    given: dict[str, Any] = {"input": stdin} if isinstance(stdin, bytes) else {"stdin": stdin}
    done = subprocess.run(command, **given, capture_output=True, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"})
    assert done.returncode == code, done.stderr.decode()
    return done.stdout, done.stderr.decode()


def batch(*arguments: object, stdin: bytes | IO[bytes] = b"", code: int = 0) -> tuple[bytes, str]:
    return hukou("batch", *arguments, "--city", "beijing", "--round", "2022", "--lang", "en", stdin=stdin, code=code)


def write(path: Path, rows: Sequence[Mapping[str, str]], encoding: str = "utf-8", newline: str = "\n") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator=newline)
        writer.writeheader()
        writer.writerows(rows)
    return path


def rows_of(content: bytes | Path) -> list[dict[str, str]]:
    text = content.read_text(encoding="utf-8") if isinstance(content, Path) else content.decode()
    return list(csv.DictReader(text.splitlines()))
